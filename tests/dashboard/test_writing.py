"""A form keeps what somebody types, says with each field what is still to do, and never lets a text get lost."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import data, wording
from dashboard.journal.database import JournalError
from dashboard.journal.doors import StudentJournal
from dashboard.journal.kinds import Agreement, filled_in
from dashboard.journal.store import Journal
from dashboard.panels import writing, written
from dashboard.wording import writing as words
from pipelines.api import Reach, Viewer

TODAY = dt.date(2026, 1, 12)
REACH = Reach("E1A", {"k": 900001}, {900001: "E1A"}, frozenset({900001}), frozenset({"E1A"}), frozenset({"E1A"}))
WHO = {"mentor": "de mentor", "kaw": "de KAW'er"}


@dataclass
class Desk:
    """Two colleagues who write about the same student."""

    journal: Journal
    writer: str = "mentor@voorbeeld.example"
    broken: set[str] = field(default_factory=set)

    def door(self, person: str = "") -> StudentJournal:
        return StudentJournal(self.journal, person or self.writer, REACH, 900001, {})

    def page(self) -> None:
        with written.reachable():
            journal = self.door()
            agreements = journal.entries(Agreement)
            form = writing.Form(journal, "agreement", seen=agreements[0] if agreements else None)
            what = form.text("what", "Wat")
            who = form.pick("who", "Wie", WHO)
            made_on = form.day("made_on", "Wanneer", TODAY)
            form.save(lambda: filled_in(Agreement, what=what, who=who, made_on=made_on), said="Het staat op de lijn.")
            for one in agreements:
                written.who_and_when(one)
                written.earlier_versions(journal, one, lambda content: [("Wat", content.what)])
                written.withdraw(journal, one)
        st.write("De rest van de pagina.")

    def opens(self) -> AppTest:
        """Open the page anew, as after a reload."""
        app = AppTest.from_function(_page)
        app.session_state["desk"] = self
        return app.run()


def _page() -> None:
    # The function is run as a script of its own.
    import streamlit

    streamlit.session_state["desk"].page()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk(Journal(str(tmp_path / "journal.sqlite")))

    def door() -> Any:
        viewer = Viewer(found.writer, frozenset({"tandem"}))
        return SimpleNamespace(viewer=viewer, name_of={"kaw@voorbeeld.example": "K. Aw"}.get)

    def breaks(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            if name in found.broken:
                raise JournalError
            return method(*arguments, **options)

        return called

    monkeypatch.setattr(data, "door", door)
    for name in ("entries", "write", "keep_draft"):
        monkeypatch.setattr(Journal, name, breaks(name, getattr(Journal, name)))
    yield found
    found.journal.close()


def said(app: AppTest) -> str:
    assert not app.exception
    blocks = (*app.markdown, *app.caption, *app.warning, *app.info, *app.toast)
    return " ".join([*(block.value for block in blocks), *(block.body for block in app.html)])


def button(app: AppTest, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


def fill(app: AppTest, what: str, who: str | None = None) -> AppTest:
    next(one for one in app.text_input if one.label == "Wat").set_value(what)
    if who:
        next(one for one in app.radio if one.label == "Wie").set_value(who)
    return app.run()


def test_what_is_saved_is_confirmed_and_the_draft_is_gone(desk: Desk) -> None:
    app = button(fill(desk.opens(), "Samen de wekker zetten", "kaw"), words.SAVE).click().run()

    assert "Het staat op de lijn." in said(app)
    (saved,) = desk.door().entries(Agreement)
    assert saved.content == Agreement(what="Samen de wekker zetten", who="kaw", made_on=TODAY)
    assert desk.door().draft("agreement") is None
    assert words.DRAFT not in said(app)
    assert "Het staat op de lijn." not in said(app.run())


def test_what_somebody_types_is_there_after_a_reload_without_being_saved(desk: Desk) -> None:
    fill(desk.opens(), "Samen de", "mentor")

    again = desk.opens()

    assert again.text_input[0].value == "Samen de"
    assert again.radio[0].value == "mentor"
    assert words.DRAFT in said(again)
    assert desk.door().entries() == []


def test_a_draft_is_of_its_writer_alone(desk: Desk) -> None:
    fill(desk.opens(), "Samen de")
    desk.writer = "kaw@voorbeeld.example"

    assert desk.opens().text_input[0].value == ""


def test_nothing_is_kept_where_nothing_was_typed_or_all_was_taken_back(desk: Desk) -> None:
    app = desk.opens()
    assert desk.door().draft("agreement") is None

    fill(app, "Samen")
    assert desk.door().draft("agreement") is not None
    fill(app, "")
    assert desk.door().draft("agreement") is None


def test_a_draft_can_be_let_go(desk: Desk) -> None:
    app = button(fill(desk.opens(), "Samen", "kaw"), words.DROP).click().run()

    assert (app.text_input[0].value, app.radio[0].value) == ("", None)
    assert desk.opens().text_input[0].value == ""


def test_what_is_still_to_fill_in_stands_with_its_field_and_the_text_stays(desk: Desk) -> None:
    app = button(fill(desk.opens(), "Samen"), words.SAVE).click().run()

    (mistake,) = [block.body for block in app.html if "gl-mistake" in block.body]
    assert "Kies een van de mogelijkheden." in mistake
    assert app.text_input[0].value == "Samen"
    assert desk.door().entries() == []
    # A field that is mended keeps its room until it is saved, so that the button stays where it is.
    app.radio[0].set_value("kaw").run()
    assert "gl-mended" in next(block.body for block in app.html if "gl-mistake" in block.body)
    button(app, words.SAVE).click().run()
    assert len(desk.door().entries()) == 1


def saved_and_changed(desk: Desk) -> AppTest:
    """Somebody writes on while a colleague saves another text."""
    desk.door().write(Agreement(what="Eerst", who="mentor", made_on=TODAY))
    app = fill(desk.opens(), "Van mij")
    theirs = desk.door("kaw@voorbeeld.example")
    theirs.correct(theirs.entries()[0], Agreement(what="Van de KAW'er", who="kaw", made_on=TODAY))
    return app


def test_who_saves_second_sees_both_texts_and_may_keep_the_own_one(desk: Desk) -> None:
    app = button(saved_and_changed(desk), words.SAVE).click().run()

    told = said(app)
    assert "K. Aw" in told
    assert all(text in told for text in ("Van mij", "Van de KAW&#x27;er", words.YOURS))
    assert app.text_input[0].value == "Van mij"
    app = button(app, words.KEEP_YOURS).click().run()
    versions = desk.door().versions(desk.door().entries()[0].id)
    assert [one.content.what for one in versions] == ["Eerst", "Van de KAW'er", "Van mij"]
    assert "Eerdere versies (2)" in [part.label for part in app.expander]


def test_a_text_that_looks_like_a_date_is_a_text_and_a_date_is_written_as_one(desk: Desk) -> None:
    app = fill(saved_and_changed(desk), "2026-31-99")
    app = button(app.date_input[0].set_value(TODAY + dt.timedelta(days=1)).run(), words.SAVE).click().run()

    assert not app.exception
    assert all(text in said(app) for text in ("2026-31-99", "13-01-2026", "12-01-2026"))


def test_who_saves_second_may_keep_the_text_of_the_colleague(desk: Desk) -> None:
    app = button(saved_and_changed(desk), words.SAVE).click().run()

    app = button(app, words.KEEP_THEIRS).click().run()

    assert app.text_input[0].value == "Van de KAW'er"
    assert [one.content.what for one in desk.door().entries(Agreement)] == ["Van de KAW'er"]


def test_a_draft_that_began_before_a_colleague_saved_is_no_silent_overwrite_after_a_reload(desk: Desk) -> None:
    saved_and_changed(desk)

    app = button(desk.opens(), words.SAVE).click().run()

    assert words.KEEP_THEIRS in [one.label for one in app.button]
    assert [one.content.what for one in desk.door().entries(Agreement)] == ["Van de KAW'er"]


def test_text_that_is_typed_and_saved_in_one_go_is_not_lost_to_a_colleague_who_was_first(desk: Desk) -> None:
    desk.door().write(Agreement(what="Eerst", who="mentor", made_on=TODAY))
    app = desk.opens()
    theirs = desk.door("kaw@voorbeeld.example")
    theirs.correct(theirs.entries()[0], Agreement(what="Van de KAW'er", who="kaw", made_on=TODAY))

    app.text_input[0].set_value("Van mij")
    app = button(app, words.SAVE).click().run()

    assert app.text_input[0].value == "Van mij"
    assert words.KEEP_THEIRS in [one.label for one in app.button]
    app = button(app, words.KEEP_YOURS).click().run()
    assert [one.content.what for one in desk.door().entries(Agreement)] == ["Van mij"]


def test_without_own_text_the_fields_follow_what_a_colleague_saves(desk: Desk) -> None:
    desk.door().write(Agreement(what="Eerst", who="mentor", made_on=TODAY))
    app = desk.opens()
    theirs = desk.door("kaw@voorbeeld.example")
    theirs.correct(theirs.entries()[0], Agreement(what="Nieuw", who="kaw", made_on=TODAY))

    assert app.run().text_input[0].value == "Nieuw"


def test_an_entry_says_who_wrote_it_and_is_taken_back_after_one_confirmation(desk: Desk) -> None:
    desk.door("kaw@voorbeeld.example").write(Agreement(what="Eerst", who="mentor", made_on=TODAY))
    app = desk.opens()

    assert "Geschreven door K. Aw op" in said(app)
    assert words.WITHDRAW_MEANS in said(app)
    app = button(app, words.WITHDRAW_YES).click().run()
    assert desk.door().entries() == []
    assert words.WITHDRAWN in said(app)


def test_a_journal_out_of_reach_is_one_sentence_and_the_page_goes_on(desk: Desk) -> None:
    desk.broken = {"entries"}

    told = said(desk.opens())

    assert words.OUT_OF_REACH in told
    assert "De rest van de pagina." in told


def test_text_survives_a_journal_that_is_away_while_it_is_typed_and_saved(desk: Desk) -> None:
    app = fill(desk.opens(), "Samen", "kaw")
    desk.broken = {"write", "keep_draft"}

    app = button(app, words.SAVE).click().run()
    assert words.NOT_SAVED in said(app)
    app = fill(app, "Samen de wekker")
    assert words.DRAFT_NOT_KEPT in said(app)
    desk.broken = {"entries"}
    app.run()
    desk.broken = set()
    app.run()
    assert app.text_input[0].value == "Samen de wekker"
    button(app, words.SAVE).click().run()
    assert [one.content.what for one in desk.door().entries(Agreement)] == ["Samen de wekker"]


def test_keys_of_fields_tell_nobody_whom_they_are_about(desk: Desk) -> None:
    app = desk.opens()

    keys = [one.key for one in (*app.text_input, *app.radio, *app.button) if one.key]
    assert keys
    assert not any("900001" in key or "voorbeeld" in key for key in keys)


def test_all_drafts_of_one_place_are_found_at_once(desk: Desk) -> None:
    mine, other = desk.door(), desk.door("kaw@voorbeeld.example")
    mine.keep_draft("goal", {"values": {"words": "a"}})
    mine.keep_draft("correct 1", {"values": {"words": "b"}})
    other.keep_draft("goal", {"values": {"words": "c"}})

    assert {place: body["values"]["words"] for place, body in mine.drafts().items()} == {"goal": "a", "correct 1": "b"}


def test_no_word_around_a_form_judges() -> None:
    at = dt.datetime(2026, 1, 12, 9, 0, tzinfo=dt.UTC)
    texts = [value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)]
    texts += [words.conflict(None, at), words.conflict("x", at), words.meanwhile(at), words.earlier(1)]
    texts += [words.who_and_when(None, at, is_corrected=corrected) for corrected in (True, False)]

    assert [word for text in texts for word in wording.forbidden(text)] == []


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (dt.datetime(2026, 1, 12, 13, 5, tzinfo=dt.UTC), "12-01-2026 om 14:05"),
        (dt.datetime(2026, 7, 12, 22, 30, tzinfo=dt.UTC), "13-07-2026 om 00:30"),
    ],
)
def test_a_moment_is_told_in_the_time_of_the_school(at: dt.datetime, said: str) -> None:
    assert words.moment(at).startswith(said)
