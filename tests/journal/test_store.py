"""Versions, conflicts, drafts and withdrawals, in both databases."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.journal.database import JournalError
from dashboard.journal.kinds import Action, Goal, Scale, Talk
from dashboard.journal.models import Entry, Version
from dashboard.journal.store import ConflictError, Journal, Subject
from tests.journal.conftest import Clock
from tests.modes import open_to_others

ADA, BO = Subject(student_id=10001), Subject(student_id=10002)
MONDAY = dt.date(2025, 11, 3)
MENTOR, KAW = "mentor@voorbeeld.example", "kaw@voorbeeld.example"


def goal(words: str) -> Goal:
    return Goal(words=words, set_on=MONDAY)


def talk(words: str, date: dt.date = MONDAY) -> Talk:
    return Talk(date=date, goes_well=words)


def words(journal: Journal) -> list[str]:
    return [one.content.words for one in journal.entries(Entry.kind == "goal")]


def test_what_was_saved_is_read_back_with_who_and_when(journal: Journal, clock: Clock) -> None:
    saved = journal.write(goal("Elke dag de eerste les"), ADA, author=MENTOR, written_in="E1A")
    (read,) = journal.entries()
    assert read == saved
    assert (read.n, read.author, read.written_at, read.written_in) == (1, MENTOR, clock.now, "E1A")
    assert (read.subject, read.is_corrected) == (ADA, False)


def test_a_correction_is_a_next_version_and_the_first_one_stays(journal: Journal, clock: Clock) -> None:
    first = journal.write(goal("Op tijd"), ADA, author=MENTOR)
    clock.goes(days=1)
    second = journal.correct(first, goal("Om tien uur"), author=KAW)
    assert words(journal) == ["Om tien uur"]
    assert [(one.n, one.content.words, one.author) for one in journal.versions(first.id)] == [
        (1, "Op tijd", MENTOR), (2, "Om tien uur", KAW),
    ]  # fmt: skip
    assert second.is_corrected
    assert second.created_at == first.written_at < second.written_at


def test_who_corrects_what_was_corrected_meanwhile_gets_both_texts(journal: Journal) -> None:
    seen = journal.write(goal("Op tijd"), ADA, author=MENTOR)
    journal.correct(seen, goal("Van de KAW'er"), author=KAW)
    with pytest.raises(ConflictError) as told:
        journal.correct(seen, goal("Van de mentor"), author=MENTOR)
    assert told.value.ours == goal("Van de mentor")
    assert (told.value.theirs.content, told.value.theirs.n) == (goal("Van de KAW'er"), 2)
    assert words(journal) == ["Van de KAW'er"]
    journal.correct(told.value.theirs, goal("Van ons beiden"), author=MENTOR)
    assert words(journal) == ["Van ons beiden"]


def test_the_same_talk_begun_by_two_is_one_and_the_second_sees_the_first(journal: Journal) -> None:
    journal.write(talk("eerst"), ADA, author=MENTOR)
    with pytest.raises(ConflictError) as told:
        journal.write(talk("daarna"), ADA, author=KAW)
    assert told.value.theirs.content == talk("eerst")
    journal.write(talk("een ander"), BO, author=KAW)
    journal.write(talk("een week later", MONDAY + dt.timedelta(days=7)), ADA, author=KAW)
    assert len(journal.entries()) == 3


def test_what_is_withdrawn_is_shown_no_more_and_its_versions_stay(journal: Journal) -> None:
    saved = journal.write(goal("Vergissing"), ADA, author=MENTOR)
    journal.withdraw(saved, author=MENTOR)
    assert journal.entries() == []
    assert [(one.is_withdrawn, one.content.words) for one in journal.versions(saved.id)] == [
        (False, "Vergissing"), (True, "Vergissing"),
    ]  # fmt: skip
    with pytest.raises(ConflictError):
        journal.withdraw(saved, author=KAW)


def test_a_talk_that_was_withdrawn_can_be_written_again(journal: Journal) -> None:
    journal.withdraw(journal.write(talk("verkeerde student"), ADA, author=MENTOR), author=MENTOR)
    again = journal.write(talk("nu goed"), ADA, author=KAW)
    assert again.n == 3
    assert [one.content for one in journal.entries()] == [talk("nu goed")]


def test_entries_stand_by_their_day_and_then_in_the_order_of_writing(journal: Journal, clock: Clock) -> None:
    for score, day in ((3, 5), (5, 4), (7, 5)):
        clock.goes(minutes=1)
        journal.write(Scale(score=score, date=dt.date(2025, 11, day)), ADA, author=MENTOR)
    assert [one.content.score for one in journal.entries()] == [5, 3, 7]


def test_a_condition_chooses_the_last_version_that_fits(journal: Journal) -> None:
    first = journal.write(goal("met klas A"), ADA, author=MENTOR, written_in="A")
    second = journal.correct(first, goal("met klas B"), author=KAW, written_in="B")
    in_a = Version.class_id == "A"
    assert [one.content.words for one in journal.entries(in_a)] == ["met klas A"]
    assert [one.n for one in journal.versions(first.id, in_a)] == [1]
    journal.withdraw(second, author=KAW, written_in="B")
    assert journal.entries(in_a) == []


def test_a_draft_survives_a_reload_and_goes_when_its_entry_is_saved(
    journal: Journal, opens: Callable[[], Journal]
) -> None:
    journal.keep_draft(MENTOR, "goal", {"words": "Ik wil", "number": None})
    journal.keep_draft(MENTOR, "goal", {"words": "Ik wil graag"})
    journal.keep_draft(KAW, "goal", {"words": "van een ander"})
    reloaded = opens()
    assert reloaded.draft(MENTOR, "goal") == {"words": "Ik wil graag"}
    assert reloaded.draft(MENTOR, "scale") is None
    reloaded.write(goal("Ik wil graag op tijd komen"), ADA, author=MENTOR, place="goal")
    assert journal.draft(MENTOR, "goal") is None
    assert journal.draft(KAW, "goal") == {"words": "van een ander"}
    journal.drop_draft(KAW, "goal")
    assert journal.draft(KAW, "goal") is None


def test_a_draft_stays_where_a_colleague_was_first(journal: Journal) -> None:
    seen = journal.write(goal("Op tijd"), ADA, author=MENTOR)
    journal.correct(seen, goal("anders"), author=KAW)
    journal.keep_draft(MENTOR, "goal", {"words": "lang verhaal"})
    with pytest.raises(ConflictError):
        journal.correct(seen, goal("lang verhaal"), author=MENTOR, place="goal")
    assert journal.draft(MENTOR, "goal") == {"words": "lang verhaal"}


def test_a_part_of_what_is_not_there_is_refused(journal: Journal) -> None:
    action = Action(what="Bellen", owner="mentor", planned_on=MONDAY)
    with pytest.raises(JournalError):
        journal.write(action, Subject(team="Entree", part_of=uuid4()), author=MENTOR)
    assert journal.entries() == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=600))
def test_any_text_that_can_be_typed_comes_back_as_it_was_kept(journal: Journal, text: str) -> None:
    try:
        typed = goal(text)
    except ValueError:
        assert not "".join(sign for sign in text if sign.isprintable()).strip() or not text.strip()
        return
    saved = journal.write(typed, ADA, author=MENTOR)
    assert journal.versions(saved.id)[0].content == typed
    journal.keep_draft(MENTOR, "goal", {"words": text})
    assert journal.draft(MENTOR, "goal") == {"words": text}


def test_an_error_of_the_database_tells_nothing_of_what_was_written(journal: Journal) -> None:
    with journal.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE draft"))
    with pytest.raises(JournalError) as told:
        journal.keep_draft(MENTOR, "goal", {"words": "vertrouwelijkheid"}, 10001)
    chain = f"{told.value}{told.value.__cause__}{told.value.__context__}"
    assert not [word for word in ("vertrouwelijk", "10001", MENTOR) if word in chain]


def test_the_file_is_for_the_owner_only_and_so_is_what_stands_beside_it(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "new" / "store.journal.sqlite"))
    journal.write(goal("Op tijd"), ADA, author=MENTOR)
    assert open_to_others((tmp_path / "new").iterdir()) == []
    with journal.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "busy_timeout", "foreign_keys")
        }
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "busy_timeout": 60_000, "foreign_keys": 1,
    }  # fmt: skip
    journal.close()


def test_a_place_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(JournalError, match="rechten van de map"):
        Journal(str(tmp_path / "file" / "store.journal.sqlite"))
    with pytest.raises(JournalError, match="nu niet te bereiken") as told:
        Journal(f"postgresql://iemand:geheim@/school?host={tmp_path}")
    assert "geheim" not in str(told.value)
