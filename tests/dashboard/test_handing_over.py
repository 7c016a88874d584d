"""A file that is taken along: for who still may, no word of what went wrong, and soon gone from the server."""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
import streamlit as st
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest

from dashboard import data
from dashboard.panels import handing_over
from pipelines import looking
from pipelines.api import Build

ABOUT = "Linde Voorbeeld 912345"
Opener = Callable[..., AppTest]


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What every button on a page makes, by its label."""
    found: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda label, make, **_: found.update({label: make}))
    return found


@pytest.fixture
def manager() -> MediaFileManager:
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def test_a_file_is_handed_over_and_written_down(visit: Opener, makes: dict[str, Callable[[], bytes]]) -> None:
    app = visit("klas", rol="Tandem van DV1A-25")
    assert makes["Print deze klas"]().startswith(b"%PDF")
    assert not app.exception
    assert looking.read(store_of(app)).row(0, named=True)["what"] == "Afgedrukt: Klasblad DV1A-25"


def store_of(app: AppTest) -> Path:
    entered = app.session_state["door"]
    assert isinstance(entered, data.Door)
    return entered._opened.root / "looked"


@pytest.mark.parametrize("changed", ["no longer in the staff delivery", "other rights", "signed in too long ago"])
def test_who_may_no_longer_see_a_page_takes_nothing_from_it(
    changed: str, visit: Opener, makes: dict[str, Callable[[], bytes]], school: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit("klas", rol="Tandem van DV1A-25")
    looks = looking.read(store_of(app)).height
    if changed == "signed in too long ago":
        app.session_state["door"].ends_at = datetime.now(UTC) - timedelta(seconds=1)
    else:
        roles = data.sample_viewers(school)
        monkeypatch.setattr(data, "sample_viewers", lambda _: {"x": roles["Tandem van DV1B-25"]})
        now = roles["Kwaliteitsmedewerker"] if changed == "other rights" else None
        monkeypatch.setattr(data, "viewer_of", lambda *_: now)
    with pytest.raises(handing_over.NotHandedOverError):
        makes["Print deze klas"]()
    assert looking.read(store_of(app)).height == looks


def test_a_file_that_fails_leaves_a_word_in_the_log_and_nothing_of_what_it_was_about(
    visit: Opener,
    makes: dict[str, Callable[[], bytes]],
    manager: MediaFileManager,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(*_: object) -> bytes:
        raise ZeroDivisionError(ABOUT)

    visit("klas", rol="Tandem van DV1A-25")
    monkeypatch.setattr(data.Door, "took", breaks)
    key = manager.add_deferred(makes["Print deze klas"], None, "0.0", file_name="x.pdf")
    with caplog.at_level(logging.ERROR, logger="groeilijn"), pytest.raises(MediaFileStorageError) as told:
        manager.execute_deferred(key)
    # Streamlit writes the whole of it in its log.
    logged = "".join(traceback.format_exception(told.value))
    assert ABOUT not in logged + caplog.text
    word = str(told.value.__cause__)
    assert f"{word}: ZeroDivisionError in" in caplog.text


def test_nothing_stands_at_an_address_before_the_click_and_soon_after_it_neither(
    visit: Opener,
    makes: dict[str, Callable[[], bytes]],
    manager: MediaFileManager,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handing_over, "KEPT_SECONDS", 0.2)
    monkeypatch.setattr(handing_over, "runtime", Mock(get_instance=lambda: Mock(media_file_mgr=manager)))
    visit("klas", rol="Tandem van DV1A-25")
    key = manager.add_deferred(makes["Print deze klas"], "application/pdf", "0.0", file_name="x.pdf")
    assert manager.read_file(f"{key}.pdf") is None
    name = manager.execute_deferred(key).rpartition("/")[2]
    assert manager.read_file(name) is not None
    give_up_at = time.monotonic() + 5
    while manager.read_file(name) is not None and time.monotonic() < give_up_at:
        time.sleep(0.05)
    assert manager.read_file(name) is None
