"""The weekly hour, the checklists and collegiale feedback: for a tandem on screen, and for nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data
from dashboard.journal.doors import ClassJournal
from dashboard.journal.kinds import Checklist, Content, Feedback, Talk, filled_in
from dashboard.journal.store import Journal
from dashboard.panels import tandemoverleg
from dashboard.wording import tandemoverleg as words
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import KEEPER, QUALITY, TANDEM, TEAM, keys
from tests.dashboard.test_pages import words as said_on

PAGES = ("tandemoverleg", "checklist", "collegiale_feedback")


@pytest.fixture(autouse=True)
def journal_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty journal for each test."""
    path = tmp_path / "journal.sqlite"
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(path))
    yield path
    data._journal.clear()


def written(path: Path, kind: type) -> list[object]:
    """What the journal holds of a kind, whoever wrote it."""
    journal = Journal(str(path))
    try:
        return [one.content for one in journal.entries() if isinstance(one.content, kind)]
    finally:
        journal.close()


def write_as_colleague(school: Build, path: Path, student_key: str, content: Content) -> None:
    """Let somebody else of the same class write about a student."""
    person = api.sample_viewers(school)[TANDEM]
    class_key, _ = keys(school, TANDEM)
    reach = api.reach(school, person, class_key, student_key)
    journal = Journal(str(path))
    try:
        ClassJournal(journal, "collega@voorbeeld.example", reach, api.kenmerken()).of(student_key).write(content)
    finally:
        journal.close()


def press(app: AppTest, label: str) -> None:
    """Press a button; that of a talk also says whom it is about."""
    next(button for button in app.button if button.label.partition(":")[0] == label).click().run()


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("role", [QUALITY, KEEPER])
def test_a_page_of_the_tandem_does_not_exist_for_others(visit: Opener, school: Build, view: str, role: str) -> None:
    class_key, _ = keys(school, TANDEM)
    app = visit(view, rol=role, **{"class": class_key})
    assert not app.button
    assert not app.text_area
    assert "hoort bij een klas of student die je met jouw rol niet kunt openen" in said_on(app)


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("role", [TANDEM, TEAM])
def test_a_page_opens_for_a_tandem_and_a_teamleider(visit: Opener, view: str, role: str) -> None:
    app = visit(view, rol=role)
    assert not app.exception
    assert app.title


def test_a_talk_of_today_is_saved_and_the_next_student_comes_up(visit: Opener, journal_file: Path) -> None:
    app = visit("tandemoverleg", rol=TANDEM)
    first = app.header[1].value
    area = next(field for field in app.text_area if field.label == "Wat is de volgende stap?")
    area.set_value("Maandag samen de week openen").run()
    # On a phone the name above the form may be out of sight.
    assert f"Besproken: {first}" in [button.label for button in app.button]
    press(app, "Besproken")
    assert f"Besproken: {app.header[1].value}" in [button.label for button in app.button]
    assert not app.exception
    (talk,) = written(journal_file, Talk)
    assert isinstance(talk, Talk)
    assert talk.next_step == "Maandag samen de week openen"
    assert app.header[1].value != first
    assert "1 van" in said_on(app)


@pytest.mark.parametrize(
    ("days_ago", "label"), [(0, "Trek het gesprek van vandaag in"), (7, "Trek het vorige gesprek in")]
)
def test_a_talk_of_today_and_the_last_one_can_be_taken_back(
    visit: Opener, school: Build, journal_file: Path, days_ago: int, label: str
) -> None:
    class_key, students = keys(school, TANDEM)
    day = data.Door(school, api.sample_viewers(school)[TANDEM]).today - timedelta(days=days_ago)
    talk = filled_in(Talk, date=day, goes_well="Hoort bij een ander")
    write_as_colleague(school, journal_file, students[1], talk)
    app = visit("tandemoverleg", rol=TANDEM, **{"class": class_key, "student": students[1]})
    assert label in [one.proto.popover.label for one in app.get("popover")]
    press(app, "Ja, trek dit in")
    assert not app.exception
    assert written(journal_file, Talk) == []


def test_who_was_opened_by_name_makes_way_for_the_next_once_spoken_of(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, TANDEM)
    app = visit("tandemoverleg", rol=TANDEM, **{"class": class_key, "student": students[2]})
    first = app.header[1].value
    next(field for field in app.text_area if field.label == "Wat gaat goed?").set_value("Kwam vier dagen").run()
    press(app, "Besproken")
    assert not app.exception
    assert app.header[1].value != first
    assert app.query_params["student"] != students[2]


def test_a_double_click_saves_no_form_of_the_next_student(
    visit: Opener, journal_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(tandemoverleg, "monotonic", lambda: now)
    app = visit("tandemoverleg", rol=TANDEM)
    press(app, "Besproken")
    assert "besproken" in app.toast[0].value
    following = app.header[1].value

    now = 101.9
    press(app, "Besproken")
    assert words.TOO_SOON in said_on(app)
    assert app.header[1].value == following
    assert len(written(journal_file, Talk)) == 1

    now = 102.0
    press(app, "Besproken")
    assert not app.exception
    assert len(written(journal_file, Talk)) == 2


@pytest.mark.parametrize(
    ("is_empty", "said"),
    [
        (True, "Ada Fictief: besproken, zonder tekst. Op naar de volgende."),
        (False, "Ada Fictief: besproken. Op naar de volgende."),
    ],
)
def test_a_talk_without_a_word_is_said_to_be_one(is_empty: bool, said: str) -> None:
    assert words.saved("Ada Fictief", is_empty=is_empty) == said


def test_a_colleague_who_wrote_the_talk_first_is_shown_beside_what_one_typed(
    visit: Opener, school: Build, journal_file: Path
) -> None:
    class_key, students = keys(school, TANDEM)
    app = visit("tandemoverleg", rol=TANDEM, **{"class": class_key, "student": students[0]})
    area = next(field for field in app.text_area if field.label == "Wat is de volgende stap?")
    area.set_value("Wat ik schreef").run()
    day = data.Door(school, api.sample_viewers(school)[TANDEM]).today
    write_as_colleague(school, journal_file, students[0], Talk(date=day, next_step="Wat mijn collega schreef"))

    press(app, "Besproken")
    assert not app.exception
    both = said_on(app)
    assert "Wat ik schreef" in both
    assert "Wat mijn collega schreef" in both
    (kept,) = written(journal_file, Talk)
    assert isinstance(kept, Talk)
    assert kept.next_step == "Wat mijn collega schreef", "Nothing is written over before one chose."

    press(app, "Sla mijn tekst op")
    assert not app.exception
    (chosen,) = written(journal_file, Talk)
    assert isinstance(chosen, Talk)
    assert chosen.next_step == "Wat ik schreef"


def test_a_talk_that_was_begun_is_there_after_a_reload(visit: Opener, school: Build, journal_file: Path) -> None:
    class_key, students = keys(school, TANDEM)
    address = {"rol": TANDEM, "class": class_key, "student": students[0]}
    app = visit("tandemoverleg", **address)
    next(field for field in app.text_area if field.label == "Wat gaat goed?").set_value("Half een zin").run()

    again = visit("tandemoverleg", **address)
    assert next(field for field in again.text_area if field.label == "Wat gaat goed?").value == "Half een zin"
    assert "Dit is je concept." in said_on(again)
    assert written(journal_file, Talk) == []


def test_the_newest_checklist_stands_with_the_turn_and_the_growth_line_of_the_student(
    visit: Opener, school: Build, journal_file: Path
) -> None:
    class_key, students = keys(school, TANDEM)
    day = data.Door(school, api.sample_viewers(school)[TANDEM]).today
    for ago, answer in ((1, "voldoende"), (9, "ruimte")):
        told = filled_in(Checklist, date=day - timedelta(days=ago), checklist="individual", items={"autonomie": answer})
        write_as_colleague(school, journal_file, students[0], told)
    for view in ("tandemoverleg", "groeilijn"):
        said = said_on(visit(view, rol=TANDEM, **{"class": class_key, "student": students[0]}))
        assert "1 voldoende." in said
        assert "1 ruimte voor groei." not in said


def test_every_student_of_the_class_can_be_reached_by_name(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, TANDEM)
    app = visit("tandemoverleg", rol=TANDEM, **{"class": class_key, "student": students[2]})
    names = api.students(school, api.sample_viewers(school)[TANDEM], "student", class_key=class_key)
    (name,) = (
        f"{row['first_name']} {row['last_name']}"
        for row in names.iter_rows(named=True)
        if row["student_key"] == students[2]
    )
    assert name in [head.value.replace("\\", "") for head in app.header]


def test_a_student_of_another_class_has_no_turn(visit: Opener, school: Build) -> None:
    class_key, own = keys(school, TANDEM)
    _, others = keys(school, "Tandem van DV1B-25")
    app = visit("tandemoverleg", rol=TANDEM, **{"class": class_key, "student": others[0]})
    by_default = visit("tandemoverleg", rol=TANDEM, **{"class": class_key})
    assert [head.value for head in app.header] == [head.value for head in by_default.header]
    assert others[0] not in own


def test_a_checklist_is_kept_as_far_as_it_is_filled_in(visit: Opener, school: Build, journal_file: Path) -> None:
    class_key, students = keys(school, TANDEM)
    app = visit("checklist", rol=TANDEM, **{"class": class_key, "student": students[0]})
    # In any order, and not all of them.
    for title, answer in (("Autonomie stimuleren", "ruimte"), ("Goede relatie met de student", "voldoende")):
        next(one for one in app.button_group if one.label == title).set_value(answer).run()
    press(app, "Bewaar de lijst")
    assert not app.exception
    (content,) = written(journal_file, Checklist)
    assert isinstance(content, Checklist)
    assert content.items == {"goede_relatie": "voldoende", "autonomie": "ruimte"}
    assert "Vandaag bewaard: 1 voldoende, 1 ruimte voor groei." in said_on(app)


def test_a_checklist_without_one_answer_asks_for_one(visit: Opener, school: Build, journal_file: Path) -> None:
    class_key, students = keys(school, TANDEM)
    app = visit("checklist", rol=TANDEM, **{"class": class_key, "student": students[0]})
    press(app, "Bewaar de lijst")
    assert "Tik bij minstens één kenmerk aan" in said_on(app)
    assert written(journal_file, Checklist) == []


def test_of_collegiale_feedback_only_the_day_is_kept(visit: Opener, journal_file: Path) -> None:
    app = visit("collegiale_feedback", rol=TANDEM)
    press(app, "We hebben dit gedaan")
    (kept,) = written(journal_file, Feedback)
    assert isinstance(kept, Feedback)
    assert set(kept.model_dump()) == {"date"}
    assert "Vandaag is er collegiale feedback geweest." in said_on(app)

    press(app, "Ja, trek dit in")
    assert written(journal_file, Feedback) == []
    assert "In deze klas is nog geen collegiale feedback opgeschreven." in said_on(app)
