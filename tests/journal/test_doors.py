"""Who reads and writes what: by role, by class, and of a student who moved."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dashboard import data
from dashboard.data import Door
from dashboard.journal.doors import ClassJournal, StudentJournal
from dashboard.journal.kinds import (
    Action,
    Agreement,
    Check,
    Checklist,
    Content,
    Cycle,
    Decision,
    Event,
    Feedback,
    Goal,
    IndicatorGoal,
    InvalidEntryError,
    Note,
    Scale,
    SoftGoal,
    Talk,
)
from dashboard.journal.store import ConflictError, Journal, Subject
from pipelines import api
from pipelines.api import Build, Viewer
from pipelines.errors import AccessDeniedError
from tests.journal.conftest import Clock
from tests.small_school import SmallSchool

MONDAY = dt.date(2025, 11, 3)
ADA, CEM, DE, FAY = 10001, 10003, 10004, 10006
"""In E1A; from E1A to E1B on 20 October; in E1B; in a class of another team."""
E1A, E1B = (f"mentor.{name}@voorbeeld.example" for name in ("e1a", "e1b"))
LEADER, QUALITY, MANAGEMENT = (f"{name}@voorbeeld.example" for name in ("leider", "kwaliteit", "beheer"))


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return SmallSchool(tmp_path_factory.mktemp("school"), range(11)).build()


class Desk:
    """Opens the journal as somebody, about a student in a class, by number and name instead of keys."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.students = dict(build.ask("SELECT student_id, student_key FROM marts.student").iter_rows())
        self.classes = dict(build.ask('SELECT class_id, class_key FROM marts."class"').iter_rows())

    def door(self, person: str | Viewer) -> Door:
        viewer = person if isinstance(person, Viewer) else api.viewer_of(self.build, person)
        assert viewer is not None
        return Door(self.build, viewer)

    def of(self, person: str | Viewer, student: int, class_id: str) -> StudentJournal:
        return self.door(person).journal_of(self.students[student], self.classes[class_id])

    def of_class(self, person: str | Viewer, class_id: str) -> ClassJournal:
        return self.door(person).journal_of_class(self.classes[class_id])


@pytest.fixture
def desk(build: Build, address: str, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("GROEILIJN_JOURNAL", address)
    yield Desk(build)
    data._journal.clear()


def goal(words: str) -> Goal:
    return Goal(words=words, set_on=MONDAY)


def said(found: Sequence[object]) -> list[str]:
    return [one.content.words for one in found]  # type: ignore[attr-defined]


def test_a_tandem_writes_and_the_team_leader_reads_it_too(desk: Desk) -> None:
    desk.of(E1A, ADA, "E1A").write(goal("Op tijd"))
    assert said(desk.of(E1A, ADA, "E1A").entries(Goal)) == ["Op tijd"]
    (read,) = desk.of(LEADER, ADA, "E1A").entries(Goal)
    assert (read.author, read.written_in) == (E1A, "E1A")


@pytest.mark.parametrize(
    ("person", "student", "class_id"),
    [
        (E1B, ADA, "E1A"),
        (E1B, ADA, "E1B"),
        (E1A, DE, "E1B"),
        (LEADER, FAY, "H2A"),
        (QUALITY, ADA, "E1A"),
        (MANAGEMENT, ADA, "E1A"),
        (Viewer("iemand", frozenset()), ADA, "E1A"),
        (Viewer("iemand", frozenset({"tandem"})), ADA, "E1A"),
        (Viewer("iemand", frozenset({"kwaliteit"}), frozenset({"E1A"})), ADA, "E1A"),
    ],
)
def test_outside_the_scope_there_is_no_journal(desk: Desk, person: str | Viewer, student: int, class_id: str) -> None:
    with pytest.raises(AccessDeniedError):
        desk.of(person, student, class_id)


@pytest.mark.parametrize("person", [E1B, QUALITY, MANAGEMENT])
def test_outside_the_scope_there_is_no_journal_of_a_class(desk: Desk, person: str) -> None:
    with pytest.raises(AccessDeniedError):
        desk.of_class(person, "E1A")


def test_a_tandem_of_quality_reads_the_own_class_only(desk: Desk) -> None:
    both = Viewer(E1A, frozenset({"tandem", "kwaliteit"}), frozenset({"E1A"}))
    desk.of(both, ADA, "E1A").write(goal("Op tijd"))
    with pytest.raises(AccessDeniedError):
        desk.of(both, DE, "E1B")


def test_the_tandem_of_before_reads_what_was_written_with_its_class_and_writes_nothing(
    desk: Desk, journal: Journal, clock: Clock
) -> None:
    before = journal.write(goal("In E1A"), Subject(student_id=CEM), author=E1A, written_in="E1A")
    clock.goes(minutes=1)
    changed = journal.write(goal("eerst zo"), Subject(student_id=CEM), author=E1A, written_in="E1A")
    now = desk.of(E1B, CEM, "E1B")
    now.write(goal("In E1B"))
    now.correct(changed, goal("na de overstap"))

    assert said(now.entries(Goal)) == ["In E1A", "na de overstap", "In E1B"]
    former = desk.of(E1A, CEM, "E1A")
    assert said(former.entries(Goal)) == ["In E1A", "eerst zo"]
    assert said(former.versions(changed.id)) == ["eerst zo"]
    assert not former.may_write
    for write in (lambda: former.write(goal("nog iets")), lambda: former.correct(before, goal("nog iets")),
                  lambda: former.withdraw(before)):  # fmt: skip
        with pytest.raises(AccessDeniedError):
            write()

    now.withdraw(before)
    assert said(former.entries(Goal)) == ["eerst zo"], "Withdrawn is withdrawn for everybody."
    leader = desk.of(LEADER, CEM, "E1A")
    assert said(leader.entries(Goal)) == ["na de overstap", "In E1B"]
    assert leader.write(goal("van de leider")).written_in == "E1B"


def test_notes_in_confidence_are_for_the_tandem_alone(desk: Desk, journal: Journal) -> None:
    note = Note(date=MONDAY, words="vertrouwelijk")
    kept = desk.of(E1A, ADA, "E1A").write(note)
    assert said(desk.of(E1A, ADA, "E1A").entries(Note)) == ["vertrouwelijk"]
    leader = desk.of(LEADER, ADA, "E1A")
    assert leader.entries() == []
    assert leader.versions(kept.id) == []
    assert not leader.may_confide
    assert desk.of_class(LEADER, "E1A").of_students()[desk.students[ADA]] == []
    for write in (lambda: leader.write(note), lambda: leader.correct(kept, note), lambda: leader.withdraw(kept)):
        with pytest.raises(AccessDeniedError):
            write()


def test_who_leads_a_team_and_is_mentor_of_one_class_reads_the_notes_of_that_class(
    desk: Desk, journal: Journal
) -> None:
    both = Viewer("m", frozenset({"tandem", "teamleider"}), frozenset({"E1B"}), frozenset({"Entree"}))
    for student, class_id in ((ADA, "E1A"), (DE, "E1B"), (CEM, "E1A")):
        note = Note(date=MONDAY, words=f"over {student}")
        journal.write(note, Subject(student_id=student), author=E1A, written_in=class_id)
    assert desk.of(both, ADA, "E1A").entries() == []
    assert said(desk.of(both, DE, "E1B").entries(Note)) == [f"over {DE}"]
    assert said(desk.of(both, CEM, "E1B").entries(Note)) == [f"over {CEM}"], "Who is in the own class now, is whole."
    assert said(desk.of(E1A, CEM, "E1A").entries(Note)) == [f"over {CEM}"]


def test_the_note_written_after_the_move_stays_with_the_new_tandem(desk: Desk) -> None:
    desk.of(E1B, CEM, "E1B").write(Note(date=MONDAY, words="na de overstap"))
    assert desk.of(E1A, CEM, "E1A").entries() == []


def test_the_journal_of_a_class_has_every_student_who_is_or_was_in_it(desk: Desk) -> None:
    desk.of(E1A, ADA, "E1A").write(goal("Op tijd"))
    desk.of(E1B, CEM, "E1B").write(goal("In E1B"))
    hour = desk.of_class(E1A, "E1A")
    found = hour.of_students(Goal)
    assert {key: said(list(entries)) for key, entries in found.items()} == {
        desk.students[ADA]: ["Op tijd"], desk.students[10002]: [], desk.students[CEM]: [],
    }  # fmt: skip
    hour.of(desk.students[ADA]).write(Talk(date=MONDAY, goes_well="Komt op tijd"))
    assert len(hour.of_students(Talk)[desk.students[ADA]]) == 1
    with pytest.raises(AccessDeniedError):
        hour.of(desk.students[DE])


def test_what_is_about_a_class_as_a_whole_is_seen_by_its_own_people(desk: Desk) -> None:
    hour = desk.of_class(E1A, "E1A")
    saved = hour.write(Feedback(date=MONDAY))
    assert [one.content for one in desk.of_class(LEADER, "E1A").entries(Feedback)] == [Feedback(date=MONDAY)]
    assert desk.of_class(E1B, "E1B").entries() == []
    with pytest.raises(AccessDeniedError):
        desk.of_class(E1B, "E1B").withdraw(saved)
    hour.withdraw(saved)
    assert hour.entries() == []


@pytest.mark.parametrize(
    "content", [goal("x"), Scale(score=5, date=MONDAY), Note(date=MONDAY, words="x"), Talk(date=MONDAY),
                Cycle(title="x", started_on=MONDAY, by_when=MONDAY, goal=SoftGoal(words="x"))]
)  # fmt: skip
def test_what_is_not_about_a_class_is_not_written_there(desk: Desk, content: Content) -> None:
    with pytest.raises(AccessDeniedError):
        desk.of_class(E1A, "E1A").write(content)


@pytest.mark.parametrize("content", [Feedback(date=MONDAY), Decision(date=MONDAY, decision="keep", why="het werkt")])
def test_what_is_not_about_a_student_is_not_written_there(desk: Desk, content: Content) -> None:
    with pytest.raises(AccessDeniedError):
        desk.of(E1A, ADA, "E1A").write(content)


def test_a_checklist_has_the_kenmerken_of_its_kind(desk: Desk) -> None:
    journal = desk.of(E1A, ADA, "E1A")
    journal.write(Checklist(date=MONDAY, checklist="individual", items={"autonomie": "voldoende"}))
    for kenmerk in ("regie", "verzonnen"):
        with pytest.raises(InvalidEntryError):
            journal.write(Checklist(date=MONDAY, checklist="individual", items={kenmerk: "open"}))


def test_a_next_version_is_of_the_same_kind_and_day(desk: Desk) -> None:
    journal = desk.of(E1A, ADA, "E1A")
    talk = journal.write(Talk(date=MONDAY))
    with pytest.raises(InvalidEntryError):
        journal.correct(talk, Talk(date=MONDAY + dt.timedelta(days=1)))
    with pytest.raises(AccessDeniedError):
        journal.correct(talk, goal("iets anders"))


def test_two_people_who_correct_the_same_see_it_and_the_draft_stays(desk: Desk) -> None:
    seen = desk.of(E1A, ADA, "E1A").write(goal("Op tijd"))
    desk.of(LEADER, ADA, "E1A").correct(seen, goal("van de leider"))
    mine = desk.of(E1A, ADA, "E1A")
    mine.keep_draft("goal", {"words": "van de mentor"})
    with pytest.raises(ConflictError):
        mine.correct(seen, goal("van de mentor"), place="goal")
    assert desk.of(E1A, ADA, "E1A").draft("goal") == {"words": "van de mentor"}
    assert desk.of(E1A, 10002, "E1A").draft("goal") is None, "A draft belongs to one student."
    assert desk.of(LEADER, ADA, "E1A").draft("goal") is None, "A draft belongs to one person."


def cycle(title: str) -> Cycle:
    target = IndicatorGoal(indicator="presence", group={"team": "Entree"}, from_value=0.7, to_value=0.8)
    return Cycle(title=title, started_on=MONDAY, by_when=dt.date(2026, 2, 1), goal=target)


def test_cycles_are_of_a_team_or_of_the_institution(desk: Desk) -> None:
    quality, leader = desk.door(QUALITY).cycles(), desk.door(LEADER).cycles()
    quality.write(cycle("School"), team=None)
    quality.write(cycle("Horeca"), team="Horeca")
    own = leader.write(cycle("Entree"), team="Entree")
    leader.add(own, Action(what="Bellen", owner="mentor", planned_on=MONDAY))
    quality.add(own, Check(date=MONDAY, figures={"value": 0.75}))
    leader.add(own, Decision(date=MONDAY, decision="adjust", why="We bellen eerder"))
    assert [one.cycle.content.title for one in leader.entries()] == ["Entree"]
    assert [one.cycle.content.title for one in quality.entries()] == ["School", "Horeca", "Entree"]
    (story,) = leader.entries()
    assert [one.content.what for one in story.actions] == ["Bellen"]
    assert story.checks[0].content.figures == {"value": 0.75}
    assert story.decisions[0].content.decision == "adjust"


def test_a_team_leader_stays_with_the_own_teams(desk: Desk) -> None:
    quality, leader = desk.door(QUALITY).cycles(), desk.door(LEADER).cycles()
    other = quality.write(cycle("Horeca"), team="Horeca")
    for team in ("Horeca", None):
        with pytest.raises(AccessDeniedError):
            leader.write(cycle("van een ander"), team=team)
    with pytest.raises(AccessDeniedError):
        leader.add(other, Action(what="Bellen", owner="mentor", planned_on=MONDAY))
    with pytest.raises(AccessDeniedError):
        leader.correct(other, cycle("van mij"))
    with pytest.raises(AccessDeniedError):
        quality.write(Action(what="los", owner="mentor", planned_on=MONDAY), team=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("person", [E1A, MANAGEMENT])
def test_cycles_are_not_for_tandems_nor_for_management(desk: Desk, person: str) -> None:
    with pytest.raises(AccessDeniedError):
        desk.door(person).cycles()


def test_nothing_of_a_student_is_in_an_error_or_in_a_place_of_the_page(desk: Desk) -> None:
    journal = desk.of(E1A, ADA, "E1A")
    saved = journal.write(Agreement(what="Bellen", who="mentor", made_on=MONDAY))
    journal.write(Event(date=MONDAY, what="bpv_start"))
    assert str(ADA) not in str(saved.id)
    with pytest.raises(AccessDeniedError) as told:
        desk.of(E1B, ADA, "E1A")
    assert str(ADA) not in str(told.value)


def test_a_leftover_of_the_school_may_be_in_two_places(tmp_path: Path) -> None:
    """A key of somebody else is as unknown as one that does not exist."""
    desk = Desk(SmallSchool(tmp_path, range(2)).build())
    with pytest.raises(AccessDeniedError):
        desk.door(E1A).journal_of("0" * 16, desk.classes["E1A"])
