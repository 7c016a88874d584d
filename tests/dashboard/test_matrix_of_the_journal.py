"""Nobody reads in the journal about a student outside the own scope: every viewer, every class, every student.

The rule in plain Python: of who is in an own class now all is read, of who was only what was written with the own
class, and notes in confidence by the tandem alone, in the same way. Then the scope is broken, and the same test has to
say so.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.journal import doors
from dashboard.journal.kinds import Goal, Note
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal, Subject
from pipelines import api, rights
from pipelines.errors import AccessDeniedError
from pipelines.store import Store
from tests.dashboard.matrix import KINDS, RULES, STAYS, STUDENTS, TEAM_OF, Rule, school
from tests.kept import found
from tests.small_school import SmallSchool

MONDAY = dt.date(2025, 11, 3)
SIGNED_IN = [kind for kind, rule in RULES.items() if rule.roles]
Written = tuple[int, str, bool]
"""Student, the class it was written with, and whether it is in confidence."""


class Desk:
    """A school with a journal in which something was written about every student in every class."""

    def __init__(self, folder: Path) -> None:
        self.small: SmallSchool = school(folder)
        self.build = self.small.build(prepares=True)
        self.journal = Journal(self.small.settings().journal_address())
        for stay in STAYS:
            for content in (Goal(words=word(stay.student, stay.class_id, False), set_on=MONDAY),
                            Note(words=word(stay.student, stay.class_id, True), date=MONDAY)):  # fmt: skip
                self.journal.write(content, Subject(stay.student), author="iemand", written_in=stay.class_id)
        self.class_keys = dict(self.build.ask('SELECT class_id, class_key FROM marts."class"').iter_rows())
        self.student_keys = dict(self.build.ask("SELECT student_id, student_key FROM marts.student").iter_rows())

    def read(self, kind: str, class_id: str, student: int | None) -> set[Written] | None:
        """What a kind of viewer reads from a class, about a student or about all of them; None for a closed door."""
        viewer = api.viewer_of(self.build, str(KINDS[kind]["email"]))
        assert viewer is not None
        key = None if student is None else self.student_keys[student]
        try:
            reach = api.reach(self.build, viewer, self.class_keys[class_id], key)
            journal = doors.ClassJournal(self.journal, viewer.person, reach, api.kenmerken())
            if key is None:
                entries = [one for of_one in journal.of_students().values() for one in of_one]
            else:
                entries = journal.of(key).entries()
        except AccessDeniedError:
            return None
        return {read_back(one.content.words) for one in entries}

    def findings(self, kind: str) -> Iterator[str]:
        """What is read too much or too little."""
        for class_id in TEAM_OF:
            for student in (None, *STUDENTS):
                given, read = self.given(RULES[kind], class_id, student), self.read(kind, class_id, student)
                if read != given:
                    yield f"{kind}, {class_id}, {student}: {read} and not {given}"

    def given(self, rule: Rule, class_id: str, student: int | None) -> set[Written] | None:
        """What the rule gives."""
        there = {stay.student for stay in STAYS if stay.class_id == class_id}
        if not rule.sees_students or class_id not in rule.own or (student is not None and student not in there):
            return None
        tandem = Rule(frozenset({"tandem"}), rule.classes)
        return {
            (stay.student, stay.class_id, confided)
            for stay in STAYS
            for confided in (False, True)
            if stay.student in (there if student is None else {student})
            and ((tandem if confided else rule).whole(stay.student)
                 or stay.class_id in (rule.classes if confided else rule.own))
        }  # fmt: skip


def word(student: int, class_id: str, confided: bool) -> str:
    return f"{student} {class_id} {int(confided)}"


def read_back(words: str) -> Written:
    student, class_id, confided = words.split()
    return int(student), class_id, confided == "1"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("journal"))
    yield desk
    desk.journal.close()


@pytest.mark.parametrize("kind", SIGNED_IN, ids=lambda kind: f"{kind}, {len(TEAM_OF) * (len(STUDENTS) + 1)} questions")
def test_the_journal_gives_what_the_rule_says(kind: str, desk: Desk) -> None:
    assert list(desk.findings(kind)) == []


def _all_of_them(_: Any) -> Any:
    return Entry.student_id.is_not(None)


def _without_confidence(reach: Any) -> Any:
    return Entry.student_id.in_(reach.writes_in)


@pytest.mark.parametrize(
    ("kind", "broken"),
    [("a mentor", _all_of_them), ("a team leader", _without_confidence), ("a KAW'er", _without_confidence)],
)
def test_that_test_finds_a_scope_that_is_broken(
    kind: str, broken: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whatever(reach: Any) -> Any:
        return broken(reach) & Entry.student_id.in_(reach.keys.values())

    monkeypatch.setattr(doors, "_within", whatever)
    assert list(desk.findings(kind)) != []


@pytest.mark.parametrize("kind", SIGNED_IN)
def test_a_key_of_somebody_elses_entry_gives_no_version(kind: str, desk: Desk) -> None:
    viewer = api.viewer_of(desk.build, str(KINDS[kind]["email"]))
    assert viewer is not None
    rule = RULES[kind]
    for class_id in rule.own if rule.sees_students else ():
        reach = api.reach(desk.build, viewer, desk.class_keys[class_id])
        journal = doors.ClassJournal(desk.journal, viewer.person, reach, api.kenmerken())
        allowed = desk.given(rule, class_id, None) or set()
        for entry in desk.journal.entries():
            read = {read_back(one.content.words) for one in journal.versions(entry.id)}
            assert read <= allowed


def test_after_forgetting_nothing_of_the_student_is_in_any_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    gone = STUDENTS[0]
    desk.journal.keep_draft("iemand", "student", {"words": "Aarzelzand half"}, gone)
    desk.small.build(prepares=True)
    settings = desk.small.settings()
    words = {str(gone), "Aarzelzand", "Adelmoer", desk.student_keys[gone]}
    before = found(desk.small.folder, words, outside=desk.small.inbox)
    assert any("journal" in name for name in before)
    # The dashboard has the journal open meanwhile.
    assert desk.journal.entries()
    assert rights.forget(settings, gone) == []
    assert found(desk.small.folder, words, outside=desk.small.inbox) == []
    assert {one.subject.student_id for one in desk.journal.entries()} == set(STUDENTS) - {gone}
    assert gone not in rights.keys_of_students(Store(desk.small.store)).values()
    desk.journal.close()
