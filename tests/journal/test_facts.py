"""What flows to a build, how long things are kept, and how they are forgotten; in both databases."""

import datetime as dt
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dashboard.journal import facts, keeping
from dashboard.journal.database import JournalError
from dashboard.journal.kinds import (
    Action,
    Check,
    Checklist,
    Contact,
    Content,
    Cycle,
    Decision,
    Feedback,
    Goal,
    IndicatorGoal,
    Measure,
    Note,
    Talk,
)  # fmt: skip
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal, Saved, Subject
from pipelines.settings import ZONE
from tests.journal.conftest import Clock
from tests.journal.test_kinds import EXAMPLES
from tests.modes import open_to_others
from tests.sources.drawn import taken_in

MONDAY = dt.date(2025, 11, 3)
ADA, BO = 10001, 10002


def writes(journal: Journal, content: Content, student: int | None = ADA) -> Saved[Any]:
    subject = Subject(student_id=student) if student else Subject(class_id="E1A")
    return journal.write(content, subject, author="mentor@voorbeeld.example", written_in="E1A")


def files(folder: Path) -> dict[str, list[str]]:
    return {path.name: path.read_text("utf-8").splitlines() for path in sorted(folder.iterdir())}


def test_facts_are_delivery_files_without_a_word_of_what_was_written(journal: Journal, tmp_path: Path) -> None:
    told = "vertrouwelijkheid"
    contact = writes(journal, Contact(date=MONDAY, how="phone", has_reason=False, by_role="kaw"))
    goal = writes(journal, Goal(words=told, set_on=MONDAY, number=15, counts="lessons", reached_on=MONDAY))
    talk = writes(journal, Talk(date=MONDAY, goes_well=told, next_step=told, picked_up_by="mentor"))
    feedback = writes(journal, Feedback(date=MONDAY), student=None)
    checklist = writes(
        journal,
        Checklist(date=MONDAY, checklist="individual", moment="after", filled_in_by="together", note=told,
                  items={"autonomie": "ruimte", "positief": "open"}),
    )  # fmt: skip
    writes(journal, Note(date=MONDAY, words=told))
    facts.write(journal, tmp_path / "written")
    assert files(tmp_path / "written") == {
        "checklists.csv": [
            "checklist_id;soort;datum;moment;studentnummer;klas;ingevuld_door;kenmerk;status",
            f"{checklist.id};individuele begeleiding;2025-11-03;na;10001;E1A;samen;autonomie;ruimte voor groei",
            f"{checklist.id};individuele begeleiding;2025-11-03;na;10001;E1A;samen;positief;nog niet besproken",
        ],
        "contacts.csv": [
            "contact_id;studentnummer;datum;aanleiding;hoe;rol", f"{contact.id};10001;2025-11-03;nee;gebeld;kaw",
        ],
        "feedback.csv": ["feedback_id;klas;datum", f"{feedback.id};E1A;2025-11-03"],
        "goals.csv": [
            "doel_id;studentnummer;gesteld_op;getal;telt;voor;bereikt_op",
            f"{goal.id};10001;2025-11-03;15;lessen van de twintig;;2025-11-03",
        ],
        "talks.csv": ["bespreking_id;studentnummer;besproken_op", f"{talk.id};10001;2025-11-03"],
    }  # fmt: skip
    assert open_to_others((tmp_path / "written").iterdir()) == []


def test_every_fact_is_a_valid_line_of_its_source(journal: Journal, tmp_path: Path) -> None:
    for content in EXAMPLES.values():
        if {"student", "class"} & content.about:
            writes(journal, content, student=ADA if "student" in content.about else None)
    for how in ("in_person", "phone", "message", "visit", "other"):
        for role in (None, "mentor", "kaw", "peercoach", "teamleider", "other"):
            writes(journal, Contact.model_validate({"date": MONDAY, "how": how, "has_reason": True, "by_role": role}))
    for counts in ("lessons", "arrival_minute", "presence_percent"):
        writes(journal, Goal.model_validate({"words": "x", "set_on": MONDAY, "number": 5, "counts": counts}))
    for moment in ("before", "during", "after"):
        for by in ("mentor", "kaw", "peercoach"):
            writes(journal, Checklist.model_validate({
                "date": MONDAY, "checklist": "collaboration", "moment": moment, "filled_in_by": by,
                "items": {"regie": "voldoende"},
            }))  # fmt: skip
    facts.write(journal, tmp_path / "written")
    for path in (tmp_path / "written").iterdir():
        found = taken_in(path.read_bytes(), path.name)
        assert found.delivery.source == path.stem
        assert found.rejected == []
    contacts = taken_in((tmp_path / "written" / "contacts.csv").read_bytes()).good
    assert (contacts["how"].n_unique(), contacts["by_role"].null_count()) == (5, 5)


def test_what_is_withdrawn_or_corrected_is_so_in_the_next_files(journal: Journal, tmp_path: Path) -> None:
    contact = writes(journal, Contact(date=MONDAY, how="phone", has_reason=False))
    talk = writes(journal, Talk(date=MONDAY))
    facts.write(journal, tmp_path / "written")
    journal.withdraw(talk, author="kaw@voorbeeld.example")
    journal.correct(contact, Contact(date=MONDAY, how="visit", has_reason=True), author="kaw@voorbeeld.example")
    facts.write(journal, tmp_path / "written")
    assert files(tmp_path / "written") == {"contacts.csv": [
        "contact_id;studentnummer;datum;aanleiding;hoe;rol", f"{contact.id};10001;2025-11-03;ja;huisbezoek;",
    ]}  # fmt: skip


def test_the_same_journal_gives_the_same_bytes_and_an_empty_one_gives_no_files(
    journal: Journal, tmp_path: Path
) -> None:
    facts.write(journal, tmp_path / "written")
    assert files(tmp_path / "written") == {}
    for day in (3, 5, 4):
        writes(journal, Talk(date=dt.date(2025, 11, day)))
    facts.write(journal, tmp_path / "written")
    before = files(tmp_path / "written")
    facts.write(journal, tmp_path / "written")
    assert files(tmp_path / "written") == before
    assert [line[-10:] for line in before["talks.csv"][1:]] == ["2025-11-03", "2025-11-04", "2025-11-05"]


# -- Forgetting and keeping ---------------------------------------------------------------------------------------


def everything_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_forgotten_student_is_in_no_version_and_no_draft_and_others_stay(
    journal: Journal, address: str, tmp_path: Path
) -> None:
    for number in range(50):
        first = writes(journal, Note(date=MONDAY, words=f"kanarievogel {number}"))
        journal.correct(first, Note(date=MONDAY, words="kanarievogel beter"), author="kaw@voorbeeld.example")
    journal.keep_draft("mentor@voorbeeld.example", "note", {"words": "kanarievogel half"}, ADA)
    journal.keep_draft("mentor@voorbeeld.example", "goal", {"words": "mus"}, BO)
    kept = writes(journal, Note(date=MONDAY, words="mus"), student=BO)
    on_disk = not address.startswith("postgresql")
    assert not on_disk or b"kanarievogel" in everything_of(tmp_path)

    keeping.forget(journal, ADA)

    assert keeping.held(journal, ADA) == []
    assert journal.entries() == [kept]
    assert journal.draft("mentor@voorbeeld.example", "goal") == {"words": "mus"}
    assert b"kanarievogel" not in everything_of(tmp_path)
    assert not on_disk or b"mus" in everything_of(tmp_path)


@pytest.mark.slow
@pytest.mark.long
def test_forgetting_waits_for_who_is_reading_and_says_so_when_that_lasts(
    journal: Journal, address: str, opens: Callable[[], Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    if address.startswith("postgresql"):
        pytest.skip("PostgreSQL does not wait for readers of other rows.")
    monkeypatch.setattr(keeping, "PATIENCE", 0.3)
    writes(journal, Note(date=MONDAY, words="kanarievogel"))
    with opens().engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT * FROM version").fetchall()
        with pytest.raises(JournalError, match="te druk"):
            keeping.forget(journal, ADA)
        reader.rollback()
    keeping.forget(journal, ADA)
    assert b"kanarievogel" not in everything_of(Path(address).parent)


def test_what_is_held_is_told_with_every_version_who_and_when(journal: Journal, clock: Clock) -> None:
    first = writes(journal, Goal(words="Op tijd", set_on=MONDAY))
    clock.goes(days=1)
    second = journal.correct(first, Goal(words="Om tien uur", set_on=MONDAY), author="kaw@voorbeeld.example")
    journal.withdraw(second, author="kaw@voorbeeld.example")
    journal.keep_draft("mentor@voorbeeld.example", "note", {"words": "half"}, ADA)
    writes(journal, Goal(words="van een ander", set_on=MONDAY), student=BO)
    told = keeping.held(journal, ADA)
    assert [(one["kind"], one.get("n"), one["body"].get("words")) for one in told] == [
        ("goal", 1, "Op tijd"), ("goal", 2, "Om tien uur"), ("goal", 3, None), ("draft", None, "half"),
    ]  # fmt: skip
    assert [one["written_at"].day for one in told] == [3, 4, 4, 4]


def test_what_was_last_written_before_the_first_day_that_is_kept_goes(journal: Journal, clock: Clock) -> None:
    since = dt.datetime(2020, 8, 1, tzinfo=ZONE)
    clock.now = dt.datetime(2020, 7, 31, 21, 59, tzinfo=dt.UTC)
    writes(journal, Goal(words="oud", set_on=MONDAY))
    writes(journal, Feedback(date=MONDAY), student=None)
    corrected = writes(journal, Goal(words="eerst", set_on=MONDAY))
    cycle = journal.write(EXAMPLES["cycle"], Subject(team="Entree"), author="leider@voorbeeld.example")
    clock.now = dt.datetime(2020, 7, 31, 22, 0, tzinfo=dt.UTC)
    journal.correct(corrected, Goal(words="later", set_on=MONDAY), author="kaw@voorbeeld.example")
    writes(journal, Goal(words="nieuw", set_on=MONDAY))

    keeping.remove_older(journal, clock.now)
    assert len(journal.entries()) == 5
    keeping.remove_older(journal, clock.now, since)
    assert {one.content.words for one in journal.entries() if one.id != cycle.id} == {"later", "nieuw"}
    assert len(journal.versions(corrected.id)) == 2
    assert journal.versions(cycle.id) == [cycle], "It is to be ready later, so it has not ended."


PLAN, ANN = "Mevrouw De Kanarievogel begint met de ochtendgroep", "a.kanarievogel@voorbeeld.example"


def runs_a_cycle(journal: Journal, clock: Clock, until: dt.datetime) -> tuple[Saved[Any], Saved[Any], Saved[Any]]:
    """A cycle with an action, a check and a decision, the last of which was written at a moment."""
    team, by_when = Subject(team="Entree"), dt.date(2020, 7, 1)
    clock.now = until - dt.timedelta(days=90)
    plan = Cycle(
        title=PLAN, plan=PLAN, started_on=dt.date(2020, 1, 6), by_when=by_when,
        measures=(Measure(what=PLAN, target_group=PLAN, n_reached=12, effort_hours=3.5),),
        goal=IndicatorGoal(indicator="presence", from_value=0.6, to_value=0.7),
    )  # fmt: skip
    cycle = journal.write(plan, team, author=ANN)
    cycle = journal.correct(cycle, plan.model_copy(update={"title": f"{PLAN}!"}), author=ANN)
    part = Subject(team="Entree", part_of=cycle.id)
    journal.write(Action(what=PLAN, owner=ANN, planned_on=by_when), part, author=ANN)
    journal.withdraw(journal.write(Action(what=PLAN, owner=ANN, planned_on=by_when), part, author=ANN), author=ANN)
    marks = [{"part": "week", "value": 0.6}, {"part": "action", "text": PLAN}]
    figures: dict[str, Any] = {"headline": "Gelijk", "marks": marks, "actions": [["2020-06-01", PLAN]]}
    check = journal.write(Check(date=by_when, words=PLAN, figures=figures), part, author=ANN)
    clock.now = until
    decision = journal.write(Decision(date=by_when, decision="keep", why=PLAN, rebases=True), part, author=ANN)
    return cycle, check, decision


def test_of_a_cycle_that_ended_before_the_years_that_are_kept_only_figures_and_dates_stay(
    journal: Journal, clock: Clock, address: str, tmp_path: Path
) -> None:
    since = dt.datetime(2020, 8, 1, tzinfo=ZONE)
    cycle, check, decision = runs_a_cycle(journal, clock, until=since - dt.timedelta(seconds=1))
    running = runs_a_cycle(journal, clock, until=since)
    before = [journal.versions(one.id) for one in running]
    keeping.remove_older(journal, since, since)
    assert [journal.versions(one.id) for one in running] == before, "Written in on the first day that is kept."
    (plan,), (seen,), (decided,) = (journal.versions(one.id) for one in (cycle, check, decision))
    assert plan.content == Cycle(
        title=keeping.GONE, started_on=dt.date(2020, 1, 6), by_when=dt.date(2020, 7, 1), goal=cycle.content.goal,
        measures=(Measure(what=keeping.GONE, n_reached=12, effort_hours=3.5),),
    )  # fmt: skip
    assert seen.content.figures == {"headline": "Gelijk", "marks": [{"part": "week", "value": 0.6}], "actions": []}
    assert (seen.content.words, decided.content.why) == (None, keeping.GONE)
    assert (decided.content.decision, decided.content.rebases) == ("keep", True)
    assert {one.author for one in (plan, seen, decided)} == {keeping.GONE}
    assert journal.entries(Entry.part_of == cycle.id, Entry.kind == "action") == []
    for one in running:
        journal.withdraw(one, author=ANN)
    keeping.remove_older(journal, clock.now, since + dt.timedelta(days=366))
    assert journal.versions(running[0].id) == []
    assert [one.id for one in journal.entries()] == [cycle.id, check.id, decision.id]
    assert b"Kanarievogel" not in everything_of(tmp_path)


def test_what_is_added_to_a_cycle_that_was_cleared_is_cleared_in_its_turn(
    journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    since = dt.datetime(2020, 8, 1, tzinfo=ZONE)
    cycle, *_ = runs_a_cycle(journal, clock, until=since - dt.timedelta(seconds=1))
    keeping.remove_older(journal, since, since)
    clock.now = since
    part = Subject(team="Entree", part_of=cycle.id)
    added = journal.write(Decision(date=since.date(), decision="stop", why=PLAN), part, author=ANN)
    keeping.remove_older(journal, since, since)
    assert journal.versions(added.id) == [added]
    keeping.remove_older(journal, since, since + dt.timedelta(days=366))
    assert journal.versions(added.id)[0].content.why == keeping.GONE
    assert b"Kanarievogel" not in everything_of(tmp_path)


def test_what_was_taken_back_before_the_years_that_are_kept_loses_its_text(
    journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    since = dt.datetime(2020, 8, 1, tzinfo=ZONE)
    clock.now = since - dt.timedelta(days=1)
    journal.withdraw(writes(journal, Goal(words="kanarievogel", set_on=MONDAY)), author="iemand")
    clock.now = since
    later = writes(journal, Goal(words="mus", set_on=MONDAY))
    journal.withdraw(later, author="iemand")
    keeping.remove_older(journal, clock.now, since)
    assert b"kanarievogel" not in everything_of(tmp_path)
    assert len(journal.versions(later.id)) == 2


def test_a_name_in_a_text_about_something_else_is_masked_and_half_a_name_is_told(
    journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    names = [("Bo", "Kanarievogel")]
    said = f"Met bo  kanarievogel en Kanarievogel, Bo: {ADA} belde, {ADA}1 niet. Bot is geen Bo."
    about_bo = writes(journal, Note(date=MONDAY, words=said), student=BO)
    cycle, *_ = runs_a_cycle(journal, clock, until=clock.now)
    journal.keep_draft(ANN, "cycles/x", {"plan": f"Nog met Bo Kanarievogel, {ADA}"})
    whole, part = keeping.mentions(journal, ADA, names).values()
    assert (whole, part) == ({"": 1, "E1A": 1}, {"Entree": 5})
    keeping.forget(journal, ADA, names)
    assert journal.versions(about_bo.id)[0].content.words == f"Met […] en […]: […] belde, {ADA}1 niet. Bot is geen Bo."
    assert journal.draft(ANN, "cycles/x") == {"plan": "Nog met […], […]"}
    assert journal.versions(cycle.id)[0].content.plan == PLAN
    assert keeping.mentions(journal, ADA, names) == {"whole": {}, "part": {"E1A": 1, "Entree": 5}}
    assert not re.search(rb"(?i)bo +kanarievogel", everything_of(tmp_path))


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("0010001, 10001; 510001 en 100010 niet", "[…], […]; 510001 en 100010 niet"),
        ("Bo de Vries, BO  DE VRIES, Bo-de\N{NO-BREAK SPACE}Vries", "[…], […], […]"),
        ("de Vries, Bo; Vries, Bo de; Vries Bo de; de-Vries Bo", "[…]; […]; […]; […]"),
        ("Zoe\u0308 van 't Hof en Zo\u00eb-Van 't hof; Hof, Zoe\u0308 van 't", "[…] en […]; […]"),
        ("Anne Marie Pieters; Pieters, Anne-Marie; Marie Pieters", "[…]; […]; Marie Pieters"),
        ("Bobo de Vries; Bo de Vriesland; Bo, de Vries; cafe\u0301 - Vries", None),
    ],
)  # fmt: skip
def test_a_number_and_a_full_name_are_found_as_people_write_them(said: str, masked: str | None, tmp_path: Path) -> None:
    names = [("Bo", "de Vries"), ("Zoë", "van 't Hof"), ("Anne-Marie", "Pieters"), ("-", "Vries"), ("", "Vries")]
    with closing(Journal(str(tmp_path / "journal.sqlite"))) as journal:
        about_bo = writes(journal, Note(date=MONDAY, words=said), student=BO)
        assert keeping.mentions(journal, ADA, names)["whole"] == ({"E1A": 1} if masked else {})
        keeping.forget(journal, ADA, names)
        assert journal.versions(about_bo.id)[0].content.words == (masked or said)
        assert keeping.mentions(journal, ADA, names)["whole"] == {}


def test_a_code_is_no_name_and_stays(journal: Journal) -> None:
    group: dict[str, str | int] = {"programme": f"{ADA} Assistent"}
    goal = IndicatorGoal(indicator="presence", group=group, from_value=0.6, to_value=0.7)
    plan = Cycle(title=f"Voor {ADA}", started_on=MONDAY, by_when=MONDAY, goal=goal)
    cycle = journal.write(plan, Subject(team="Entree"), author=ANN)
    keeping.forget(journal, ADA)
    assert journal.versions(cycle.id)[0].content == plan.model_copy(update={"title": "Voor […]"})
    assert keeping.mentions(journal, ADA, [])["whole"] == {}


def test_each_draft_and_each_entry_that_names_a_student_counts_once(journal: Journal) -> None:
    for author in (ANN, "kaw@voorbeeld.example"):
        journal.keep_draft(author, "cycles/x", {"plan": f"Met {ADA}"})
    note = Note(date=MONDAY, words=f"Met {ADA}")
    first = writes(journal, note, student=BO)
    journal.correct(first, note.model_copy(update={"words": f"Toch met {ADA}"}), author=ANN, written_in="E1B")
    assert keeping.mentions(journal, ADA, [])["whole"] == {"": 2, "E1B": 1}


def test_what_somebody_saves_while_a_student_is_forgotten_is_not_overwritten(
    journal: Journal, opens: Callable[[], Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.keep_draft(ANN, "cycles/x", {"plan": f"Met {ADA}"})
    other, masked = opens(), keeping._masked
    saving = threading.Thread(target=other.keep_draft, args=(ANN, "cycles/x", {"plan": "Met de hele klas"}))

    def meanwhile(value: Any, whole: re.Pattern[str]) -> Any:
        if not saving.ident:
            saving.start()
            saving.join(0.3)
        return masked(value, whole)

    monkeypatch.setattr(keeping, "_masked", meanwhile)
    keeping.forget(journal, ADA)
    saving.join()
    assert journal.draft(ANN, "cycles/x") == {"plan": "Met de hele klas"}


def test_a_draft_that_was_left_lying_goes_after_a_month(journal: Journal, clock: Clock) -> None:
    journal.keep_draft("mentor@voorbeeld.example", "goal", {"words": "half"}, ADA)
    clock.goes(days=30)
    keeping.remove_older(journal, clock.now)
    assert journal.draft("mentor@voorbeeld.example", "goal") is not None
    clock.goes(seconds=1)
    keeping.remove_older(journal, clock.now)
    assert journal.draft("mentor@voorbeeld.example", "goal") is None


# -- In a process of its own --------------------------------------------------------------------------------------


def asked(command: str, **what: object) -> tuple[int, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.journal", command], input=json.dumps(what), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_the_journal_answers_in_a_process_of_its_own(journal: Journal, address: str, tmp_path: Path) -> None:
    writes(journal, Talk(date=MONDAY, goes_well="Komt op tijd"))
    code, told = asked("held", address=address, student_id=ADA)
    assert (code, told[0]["body"]["goes_well"]) == (0, "Komt op tijd")
    assert asked("facts", address=address, folder=str(tmp_path / "written"), since="") == (0, None)
    assert list(files(tmp_path / "written")) == ["talks.csv"]
    assert asked("forget", address=address, student_id=ADA, names=[["Ada", "Anders"]]) == (0, None)
    assert asked("held", address=address, student_id=ADA) == (0, [])


def test_an_expected_error_is_told_as_what_and_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    code, told = asked("held", address=str(tmp_path / "file" / "x.sqlite"), student_id=ADA)
    assert code == 1
    assert set(told) == {"what", "do"}


def test_it_loads_no_page_and_no_build() -> None:
    code = "import sys, dashboard.journal.__main__; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"streamlit", "duckdb", "altair"} & set(loaded)
