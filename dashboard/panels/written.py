"""What stands around an entry: who wrote it and when, its earlier versions, and how it is taken back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import streamlit as st

from dashboard import data, style
from dashboard.journal.database import JournalError
from dashboard.journal.doors import ClassJournal, Cycles, StudentJournal
from dashboard.journal.kinds import Content, InvalidEntryError, filled_in
from dashboard.journal.store import ConflictError, Saved
from dashboard.wording import writing as words

C = TypeVar("C", bound=Content)
Door = StudentJournal | ClassJournal | Cycles
SAID: Final = "said by writing"


def author(saved: Saved[Any]) -> str | None:
    """Who wrote a version, by name where it is known; None for the reader."""
    door = data.door()
    return None if saved.author == door.viewer.person else door.name_of(saved.author)


def who_and_when(saved: Saved[Any]) -> None:
    """The small line under an entry: who wrote it and when."""
    said = words.who_and_when(author(saved), saved.written_at, is_corrected=saved.is_corrected)
    st.html(f'<p class="gl-note">{style.text(said)}</p>')


def earlier_versions(journal: Door, saved: Saved[Any], lines: Callable[[Any], Sequence[tuple[str, str]]]) -> None:
    """The versions before this one, folded; `lines` puts a content in labels and texts. Nothing when there is none."""
    if not saved.is_corrected:
        return
    found = [one for one in journal.versions(saved.id) if one.n < saved.n]
    with st.expander(words.earlier(len(found)), key=f"earlier {saved.id}"):
        for one in reversed(found):
            who_and_when(one)
            st.html(listed(lines(one.content)))


def withdraw(
    journal: Door, saved: Saved[Any], label: str = words.WITHDRAW, then: Callable[[], None] | None = None
) -> None:
    """A button that takes an entry back after one confirmation; `then` is done once it is."""
    with st.popover(label, type="tertiary", key=f"withdraw {saved.id}"):
        st.write(words.WITHDRAW_MEANS)
        if st.button(words.WITHDRAW_YES, key=f"withdraw yes {saved.id}"):

            def take_back() -> None:
                journal.withdraw(saved)
                if then is not None:
                    then()

            act(take_back, words.WITHDRAWN)


def act(change: Callable[[], object], said: str = words.SAVED) -> None:
    """Do what one tap asks, then start the page anew with `said`; where it does not come through, say why."""
    try:
        change()
    except ConflictError as error:
        st.session_state[SAID] = words.meanwhile(error.theirs.written_at)
        st.rerun()
    except InvalidEntryError as error:
        st.warning(f"{error.what} {error.do}")
    except JournalError:
        st.warning(words.NOT_SAVED)
    else:
        st.session_state[SAID] = said
        st.rerun()


def changed(saved: Saved[C], **values: Any) -> C:
    """The content of an entry with other values. Raises InvalidEntryError where they do not go together."""
    return filled_in(type(saved.content), **{**saved.content.model_dump(), **values})


def told_saved() -> None:
    """Say once what was saved in the run before; every form does so, a page without one calls it itself."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.toast(said, duration="long")


@contextmanager
def reachable() -> Iterator[None]:
    """Around everything that asks the journal: where it cannot be reached, one sentence, and the page goes on."""
    try:
        yield
    except JournalError:
        st.info(words.OUT_OF_REACH)


def listed(said: Sequence[tuple[str, str]]) -> str:
    """Labels with their texts, as HTML; line ends stay, and a text without a label takes the whole line."""
    pairs = "".join(
        f"<dt>{style.text(label)}</dt><dd>{style.text(text or words.NOTHING)}</dd>"
        if label
        else f'<dd class="gl-whole">{style.text(text)}</dd>'
        for label, text in said
    )
    return f'<dl class="gl-define gl-written">{pairs}</dl>'
