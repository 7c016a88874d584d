"""The story of the fictional school: the same every time, for some students of every class, and over nobody's words."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.journal.kinds import Note
from dashboard.journal.sample import Class, School, fill
from dashboard.journal.store import Journal, Subject
from dashboard.wording import groeilijn as words

UNTIL = dt.date(2026, 6, 5)
CLASSES = [Class("E1A", "Entree", "mentor.e1a@voorbeeld.example", range(900001, 900007)),
           Class("E1B", "Entree", "mentor.e1b@voorbeeld.example", range(900011, 900013))]  # fmt: skip
SCHOOL = School(UNTIL, CLASSES, {"Entree": "leider@voorbeeld.example"}, "kwaliteit@voorbeeld.example")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def test_some_students_of_every_class_have_a_story_and_the_last_one_has_none(file: Path) -> None:
    assert fill(str(file), SCHOOL)

    journal = Journal(str(file))
    told = [(one.subject.student_id, one.content.kind) for one in journal.entries()]
    journal.close()
    assert {student for student, _ in told} == {*range(900001, 900006), 900011}
    assert {kind for _, kind in told} >= set(words.KINDS)


def test_every_entry_is_written_on_its_own_day_and_before_the_last_one(file: Path) -> None:
    fill(str(file), SCHOOL)

    journal = Journal(str(file))
    entries = journal.entries()
    journal.close()
    assert all(one.written_at.date() == one.content.day <= UNTIL for one in entries)
    assert {(one.author, one.written_in) for one in entries} == {(klas.author, klas.class_id) for klas in CLASSES}


def test_nothing_is_written_over_what_somebody_wrote_even_when_it_was_withdrawn(file: Path) -> None:
    journal = Journal(str(file))
    mine = journal.write(Note(date=UNTIL, words="van mij"), Subject(student_id=900001), author="ik")
    journal.withdraw(mine, author="ik")

    assert not fill(str(file), SCHOOL)
    assert journal.entries() == []
    journal.close()
    assert not fill(str(file), SCHOOL)


def test_the_story_speaks_as_the_pages_do(file: Path) -> None:
    fill(str(file), SCHOOL)

    journal = Journal(str(file))
    said = " ".join(words.line(one.content) for one in journal.entries())
    journal.close()
    assert wording.forbidden(said) == []
