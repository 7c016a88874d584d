"""From the journal to a build and back out again: facts, forgetting, and telling what is held."""

import datetime as dt
import json
from pathlib import Path

import pytest

from dashboard.journal.kinds import Checklist, Contact, Cycle, Goal, Note, SoftGoal, Talk
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal, Subject
from pipelines import api, rights, written
from pipelines.errors import EXIT_OK, BuildError
from tests.small_school import SmallSchool, lines
from tests.test_cli import groeilijn

DAY = dt.date(2025, 9, 3)
GONE, OTHER = 10004, 10001
TOLD = "vertrouwelijkheid"
PLAN = "Samen met Dé Dam"
"""A text about a team, with the name of who will be forgotten."""


@pytest.fixture
def school(tmp_path: Path) -> SmallSchool:
    return SmallSchool(tmp_path, range(3))


@pytest.fixture
def journal(school: SmallSchool) -> Journal:
    """What was written about two students, the number of each in all of it."""
    journal = Journal(school.settings().journal_address())
    for student, class_id in ((GONE, "E1B"), (OTHER, "E1A")):
        for content in (
            Contact(date=DAY, how="in_person", has_reason=False),
            Contact(date=DAY, how="phone", has_reason=True),
            Goal(words=f"{TOLD} {student}", set_on=DAY, number=15, counts="lessons"),
            Talk(date=DAY, goes_well=f"{TOLD} {student}"),
            Checklist(date=DAY, checklist="individual", items={"autonomie": "ruimte"}, note=f"{TOLD} {student}"),
            Note(date=DAY, words=f"{TOLD} {student}"),
        ):
            journal.write(content, Subject(student_id=student), author="mentor@voorbeeld.example", written_in=class_id)
    journal.keep_draft("mentor@voorbeeld.example", "note", {"words": f"{TOLD} {GONE}"}, GONE)
    plan = Cycle(title="Rust", plan=PLAN, started_on=DAY, by_when=DAY, goal=SoftGoal(words="Dé komt mee"))
    journal.write(plan, Subject(team="Entree"), author="leider@voorbeeld.example")
    journal.close()
    return journal


def built(school: SmallSchool) -> api.Build:
    said = groeilijn("build", "--inbox", school.inbox, "--store", school.store)
    assert said.exit_code == EXIT_OK, said.output
    assert TOLD not in said.output
    opened = api.open_build(school.store)
    assert opened is not None
    return opened


def counted(build: api.Build) -> dict[str, int]:
    """How many rows of the journal a build has in each mart."""
    marts = ("student_contact", "student_goal", "student_talk", "checklist_line")
    return {mart: build.ask(f"SELECT count(*) FROM marts.{mart}").item() for mart in marts}


def everything_of(school: SmallSchool) -> bytes:
    kept = (path for path in school.folder.rglob("*") if path.is_file() and school.inbox not in path.parents)
    return b"".join(path.read_bytes() for path in kept)


def test_without_a_journal_a_build_has_none_of_it(school: SmallSchool) -> None:
    assert set(counted(built(school)).values()) == {0}
    assert not written.folder_of(school.store).exists()
    assert not Path(school.settings().journal_address()).exists(), "Looking whether there is one does not make one."


def test_facts_stand_in_the_next_build_and_text_in_none(school: SmallSchool, journal: Journal) -> None:
    build = built(school)
    assert counted(build) == {"student_contact": 6, "student_goal": 2, "student_talk": 2, "checklist_line": 2}
    (week,) = build.ask("FROM marts.class_guidance WHERE class_id = 'E1A' AND week_start = '2025-09-01'").to_dicts()
    assert (week["n_contacts"], week["n_reached"]) == (3, 1), "With and without a reason, and the list."
    told = {row["file"]: row["n_validated"] for row in lines(build).to_dicts() if row["file"].startswith("geschreven")}
    assert told == {
        "geschreven: checklists.csv": 2, "geschreven: contacts.csv": 4, "geschreven: goals.csv": 2,
        "geschreven: talks.csv": 2,
    }  # fmt: skip
    assert not [
        path for path in school.store.rglob("*") if path.is_file() and TOLD.encode() in path.read_bytes()
    ]  # fmt: skip


def test_what_was_withdrawn_is_gone_from_the_next_build(school: SmallSchool, journal: Journal) -> None:
    built(school)
    again = Journal(school.settings().journal_address())
    for one in again.entries():
        if one.content.kind in {"contact", "talk"} and one.subject.student_id == GONE:
            again.withdraw(one, author="kaw@voorbeeld.example")
    again.close()
    assert counted(built(school)) == {
        "student_contact": 4, "student_goal": 2, "student_talk": 1, "checklist_line": 2,
    }  # fmt: skip


def test_when_nothing_changed_the_next_build_reads_nothing_again(school: SmallSchool, journal: Journal) -> None:
    first = lines(built(school))
    files = school.files()
    assert lines(built(school)).equals(first)
    assert school.files() - files == {"builds/1.duckdb"}


def test_a_journal_out_of_reach_does_not_hold_up_a_build(school: SmallSchool, journal: Journal, tmp_path: Path) -> None:
    before = counted(built(school))
    address = f"postgresql://iemand:geheim@/school?host={tmp_path}"
    said = groeilijn("build", "--inbox", school.inbox, "--store", school.store, GROEILIJN_JOURNAL=address)
    assert said.exit_code == EXIT_OK
    assert "De opbouw gaat door met wat er de vorige keer in het logboek stond." in said.output
    assert "geheim" not in said.output
    opened = api.open_build(school.store)
    assert opened is not None
    assert counted(opened) == before


def test_a_forgotten_student_is_nowhere_in_the_journal_nor_in_its_facts(school: SmallSchool, journal: Journal) -> None:
    built(school)
    assert f"{TOLD} {GONE}".encode() in everything_of(school)
    gone = rights.traces(school.settings(), GONE)
    assert "het logboek" in rights.left(school.settings(), gone)
    said = groeilijn("forget", str(GONE), "--yes", "--inbox", school.inbox, "--store", school.store)
    assert said.exit_code == EXIT_OK, said.output
    assert "ook van een ander kan zijn. Laat nakijken: Entree (1)." in " ".join(said.output.split())
    again = Journal(school.settings().journal_address())
    assert [one.content.plan for one in again.entries(Entry.kind == "cycle")] == ["Samen met […]"]
    again.close()
    assert rights.left(school.settings(), gone) == []
    kept = everything_of(school)
    assert f"{TOLD} {OTHER}".encode() in kept
    for word in (f"{TOLD} {GONE}", str(GONE)):
        assert word.encode() not in kept
    build = api.open_build(school.store)
    assert build is not None
    assert counted(build) == {"student_contact": 3, "student_goal": 1, "student_talk": 1, "checklist_line": 1}


def test_nobody_is_called_forgotten_when_the_journal_is_out_of_reach(school: SmallSchool, tmp_path: Path) -> None:
    built(school)
    with pytest.raises(BuildError, match="niet te bereiken"):
        rights.forget(school.settings(journal=f"postgresql://iemand@/school?host={tmp_path}"), GONE)


def test_a_student_is_told_what_was_written_and_by_whom(school: SmallSchool, journal: Journal, tmp_path: Path) -> None:
    built(school)
    paths = rights.write_held(school.settings(), GONE, tmp_path / "inzage")
    data = json.loads(paths[0].read_text("utf-8"))
    told = data["written"]
    assert [one["kind"] for one in told] == [
        "contact", "contact", "goal", "talk", "checklist", "note", "draft",
    ]  # fmt: skip
    assert {one["author"] for one in told} == {"mentor@voorbeeld.example"}
    print_ = paths[1].read_text("utf-8")
    assert f"{TOLD} {GONE}" in print_
    assert f"{TOLD} {OTHER}" not in print_
    assert "Geschreven (7)" in print_
    assert data["mentioned"] == {"Entree": 1}
    assert "in teksten over iets anders, die met deze klas of dit team zijn geschreven: Entree (1)." in print_
    assert PLAN not in print_


def test_the_print_says_what_was_written_in_words_and_not_in_codes(
    school: SmallSchool, journal: Journal, tmp_path: Path
) -> None:
    built(school)
    again = Journal(school.settings().journal_address())
    again.write(
        Goal(words="eerder binnen", set_on=DAY, number=525, counts="arrival_minute"),
        Subject(student_id=GONE), author="mentor@voorbeeld.example", written_in="E1B",
    )  # fmt: skip
    once = again.write(
        Contact(date=DAY, how="visit", has_reason=True),
        Subject(student_id=GONE), author="mentor@voorbeeld.example", written_in="E1B",
    )  # fmt: skip
    again.withdraw(once, author="mentor@voorbeeld.example", written_in="E1B")
    again.keep_draft("kaw@voorbeeld.example", "contact", {"how": "in_person", "words": "half"}, GONE)
    again.close()

    paths = rights.write_held(school.settings(), GONE, tmp_path / "inzage")

    told = paths[1].read_text("utf-8").partition("<h2>Geschreven")[2]
    for text in (
        "<h3>Gesproken, zomaar</h3>", "<h3>Gebeld, met een reden</h3>", "Getal: binnen om 08:45", "Dag: 03-09-2025",
        "Getal: 15 van de 20 lessen", f"Wat gaat goed: “{TOLD} {GONE}”", "Autonomie: ruimte voor groei",
        "<h3>Contact</h3><p>Ingetrokken.</p>", "<h3>Nog niet opgeslagen</h3><p>“half”</p>",
    ):  # fmt: skip
        assert text in told
    for code in ("in_person", "True", "False", "525", "lessons", "arrival_minute", "individual", "ruimte<", "2025-09"):
        assert code not in told
    goals = [one for one in json.loads(paths[0].read_text("utf-8"))["written"] if one["kind"] == "goal"]
    assert goals[-1]["body"]["number"] == 525


def test_what_is_older_than_is_kept_goes_out_of_the_journal_at_the_next_build(
    school: SmallSchool, journal: Journal
) -> None:
    settings = school.settings(keep_years=1)
    old = Journal(settings.journal_address(), lambda: dt.datetime(2019, 9, 2, tzinfo=dt.UTC))
    old.write(Note(date=DAY, words="oud"), Subject(student_id=OTHER), author="mentor@voorbeeld.example")
    written.facts(settings)
    assert not [one for one in old.entries() if one.content.kind == "note" and one.content.words == "oud"]
    assert len(old.entries()) == 13
    old.close()


def test_the_fictional_school_writes_its_story_once_and_a_real_school_gets_none(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(3))
    settings = school.settings()
    assert not written.sample(settings, school.build())
    assert not Path(settings.journal_address()).exists()

    build = school.build(is_sample=True)
    assert written.sample(settings, build)
    journal = Journal(settings.journal_address())
    entries = journal.entries()
    assert {one.written_in for one in entries} <= {"E1A", "E1B"}
    assert entries
    assert not written.sample(settings, build)
    assert len(journal.entries()) == len(entries)
    journal.close()
