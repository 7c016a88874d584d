"""A file to take along: made when it is asked for, for who still may, written down, and soon gone from the server.

Streamlit hands a file over at an address that anybody can open who knows it. The address cannot be guessed, and
nothing stands there before the click; afterwards the file is let go of within a minute. The click itself is no run of
the page, so who asks is looked up once more.
"""

from collections.abc import Callable
from functools import partial
from threading import Timer
from typing import Any

import streamlit as st
from streamlit import runtime

from dashboard import access, data

KEPT_SECONDS = 30.0
"""Files that nobody's page points at go at the second time Streamlit tidies up; so long after each other it does."""


class NotHandedOverError(Exception):
    """A file that could not be made; its text is a word to look up in the log, and nothing else."""


def button(label: str, make: Callable[[], bytes], said: str, *, student_key: str | None = None, **options: Any) -> None:
    """A button that hands over what `make` gives. `said` stands in the log of looking, with whom it is about."""
    st.download_button(label, partial(_made, data.door(), make, said, student_key), on_click="ignore", **options)


def _made(door: data.Door, make: Callable[[], bytes], said: str, student_key: str | None) -> bytes:
    """Make the file, and write down who took it; works without a page."""
    try:
        door.require_still()
        made = make()
        door.took(said, student_key)
    except Exception as error:
        # Streamlit logs an error with its text, which may quote what it stumbled over.
        raise NotHandedOverError(access.reference(error)) from None
    _let_go_soon()
    return made


def _let_go_soon() -> None:
    """Let Streamlit tidy up twice, also when nobody does anything for hours."""
    if runtime.exists():
        for after in (KEPT_SECONDS, 2 * KEPT_SECONDS):
            tidying = Timer(after, runtime.get_instance().media_file_mgr.remove_orphaned_files)
            tidying.daemon = True
            tidying.start()
