"""The groeikaart: what the page says of the student, to the student, and of nobody else."""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from dashboard import data, reports, wording
from dashboard.filters import Student
from dashboard.journal.kinds import Goal, Note, Scale, SeenStep
from dashboard.journal.store import Saved, Subject
from dashboard.reports import growth_card, press
from dashboard.wording import Before, Growth, Level
from dashboard.wording import groeikaart as words
from pipelines import registry
from pipelines.errors import AccessDeniedError
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import words as on_page
from tests.reports.conftest import KEEPER, QUALITY, TANDEM, TEAM, DoorOf, class_of, students_of
from tests.reports.reading import holds, pages, text

CLASS = "DV1A-25"
NEVER = re.compile(r"\b16 uur|zestien uur|ongeoorloofd|geoorloofd|gemiddelde van de klas|\b80 % is", re.IGNORECASE)


@pytest.mark.parametrize("spot", [0, 4])
def test_the_card_says_what_the_page_says(visit: Opener, door_of: DoorOf, spot: int) -> None:
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    student = students_of(door, klas)[spot]
    page = visit("groeilijn", rol=TANDEM, **{"class": klas.class_key, "student": student.student_key})

    card = reports.groeikaart(door, klas, student)

    said = on_page(page)
    counted = re.findall(r"\d+ van de \d+ lessen", next(b.body for b in page.html if "gl-lead" in b.body))
    assert counted
    assert all(holds(card, figures) for figures in counted)
    steps = re.findall(r'<li><span class="gl-mark">\d+</span><div>(.*?)<small>', "".join(b.body for b in page.html))
    assert all(holds(card, words.step(html.unescape(sentence))) for sentence in steps[:3])
    assert student.name in said
    assert holds(card, student.name)


def test_no_card_tells_of_anybody_else_or_of_the_duty(door_of: DoorOf) -> None:
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    everybody = students_of(door, klas)
    assert len(everybody) == klas.n_students
    for student in everybody:
        said = text(reports.groeikaart(door, klas, student))
        others = {other.name for other in everybody} - {student.name}
        assert not {name for name in others if name in said}
        assert not NEVER.findall(said)
        assert wording.forbidden(said) == []


def test_a_card_is_one_page_in_the_language_of_the_student(door_of: DoorOf) -> None:
    door = door_of(TEAM)
    klas = class_of(door, CLASS)
    card = reports.groeikaart(door, klas, students_of(door, klas)[0])

    assert len(pages(card)) == 1
    assert holds(card, "pagina 1 van 1")


@pytest.mark.parametrize("length", [1, 400, 6000])
def test_a_card_stays_one_page_with_a_long_name_and_long_texts(door_of: DoorOf, length: int) -> None:
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    long_name = f"Maximiliaan-Alexander {'Ditiséénwoordzonderafbreking' * 4} van den Heuvel tot Beichlingen"
    with data.through(door):
        student = students_of(door, klas)[1]
        made = growth_card.content(klas, replace(student, name=long_name))
    words_of_it = "Ik wil elke dag op tijd komen omdat dat fijn is. " * (length // 49 + 1)
    made |= {"goal": words_of_it, "words": words_of_it, "next": words_of_it}

    card = press.pdf("groeikaart", made)

    assert len(pages(card)) == 1
    assert holds(card, "Maximiliaan-Alexander")


@pytest.mark.parametrize("role", ["Tandem van E1A-25", QUALITY, KEEPER])
def test_who_may_not_see_the_student_gets_no_card(door_of: DoorOf, role: str) -> None:
    own = door_of(TANDEM)
    klas = class_of(own, CLASS)

    with pytest.raises(AccessDeniedError):
        reports.groeikaart(door_of(role), klas, students_of(own, klas)[0])


def test_a_student_of_another_class_gets_no_card_by_the_own_class(door_of: DoorOf) -> None:
    klas = class_of(door_of(TANDEM), CLASS)

    with pytest.raises(AccessDeniedError):
        reports.groeikaart(door_of(TANDEM), klas, Student("0" * 16, "Iemand Anders", "Iemand", None))


#          now                        what the student reads
@pytest.mark.parametrize(
    ("growth", "lead", "explained"),
    [
        (None, words.NO_LINE, ""),
        (Growth(0, 0, None), words.NO_LINE, ""),
        (
            Growth(12, 20, None),
            "Je was er 12 van de 20 lessen",
            "Vergelijken met eerder kan vanaf je veertigste lesdag",
        ),
        (
            Growth(34, 48, Before(25, 47, 0.19, 0.25)),
            "9 lessen meer dan in de periode ervoor: je was er 34",
            "25 van de 47",
        ),
        (Growth(29, 40, Before(31, 40, -0.05, 0.37)), "Meer dan bij de start: je was er 29 van de 40", "31 van de 40"),
        (Growth(20, 45, Before(28, 46, -0.16, -0.05)), "Je was er 20 van de 45 lessen", "28 van de 46"),
        (Growth(40, 48, Before(20, 47, 0.41, 0.5), Level(4, 0.83, 0.43)), "20 lessen meer", "aanhoudend meer: 83\xa0%"),
        (Growth(10, 48, Before(40, 48, -0.62, None), Level(4, 0.21, 0.83)), "Je was er 10", "Wat heb je nu nodig?"),
    ],
)
def test_the_student_reads_the_gain_first_and_counts(growth: Growth | None, lead: str, explained: str) -> None:
    assert words.lead(growth).startswith(lead)
    assert explained in words.explained(growth)
    assert wording.forbidden(words.lead(growth) + words.explained(growth)) == []
    assert "student" not in words.explained(growth)


def test_a_lower_level_that_lasts_is_a_question_without_figures() -> None:
    said = words.explained(Growth(10, 48, Before(40, 48, -0.62, None), Level(4, 0.21, 0.83)))

    assert "lager" not in said
    assert "%" not in said


def test_the_verb_of_every_step_goes_with_je() -> None:
    verbs = {one.sentence.partition(" ")[0] for one in registry.steps()}

    known = {"Haalde", "Houdt", "Is", "Kwam", "Liet", "Volgde", "Was"}
    assert verbs <= known, 'Read the new verb after "Je"; one with another form goes in OTHERWISE of the groeikaart.'


def test_a_step_is_told_to_the_student() -> None:
    assert words.step("Is voor rekenen op weg naar een voldoende.") == "Je bent voor rekenen op weg naar een voldoende."
    assert words.step("Kwam weer naar school na 3 lesdagen afwezigheid.") == (
        "Je kwam weer naar school na 3 lesdagen afwezigheid."
    )
    assert words.last_step(date(2026, 4, 1)) == "Je laatste stap was op 01-04-2026."


# --- What is written in the journal ----------------------------------------------------------------------


def test_own_goal_own_words_and_the_scale_stand_on_the_card(door_of: DoorOf) -> None:
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    one, other = students_of(door, klas)[:2]
    journal = door.journal_of(one.student_key, klas.class_key)
    journal.write(Goal(words="Bij elke #eerste les zijn", set_on=date(2026, 3, 2), number=18, counts="lessons"))
    journal.write(Goal(words="Mijn stage vinden", set_on=date(2025, 10, 1), reached_on=date(2025, 12, 1)))
    journal.write(Scale(date=date(2026, 2, 2), score=7))
    journal.write(Scale(date=date(2026, 5, 11), score=6, how_come="De bus gaat eerder", small_step="Tas klaar zetten"))
    journal.write(SeenStep(date=date(2026, 4, 9), words="Hielp een klasgenoot met rekenen"))
    journal.write(Note(date=date(2026, 4, 9), words="In vertrouwen verteld"))

    card = reports.groeikaart(door, klas, one)

    for said in ("“Bij elke #eerste les zijn” · 18 van de 20 lessen", "Je haalde je doel: “Mijn stage vinden”",
                 "De bus gaat eerder", "Tas klaar zetten", "Op 11-05-2026: een 6. Hoogst tot nu toe: een 7",
                 "“Hielp een klasgenoot met rekenen” (gezien door je tandem)"):  # fmt: skip
        assert holds(card, said), said
    assert not holds(card, "In vertrouwen verteld")
    assert len(pages(card)) == 1
    assert not holds(reports.groeikaart(door, klas, other), "Bij elke #eerste les zijn")


def written_by_hand(*goals: Goal) -> tuple[Saved[Any], ...]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(Saved(uuid4(), 1, goal, Subject(1, CLASS), "iemand", moment, moment, CLASS) for goal in goals)


def test_the_axis_of_the_line_keeps_its_names(door_of: DoorOf) -> None:
    """A picture that is set too low loses its edges."""
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    said = text(reports.groeikaart(door, klas, students_of(door, klas)[0]))

    assert re.search(r"\bweek \d+\b", said)
    assert 'fit: "contain"' in (press._TEMPLATES / "huis.typ").read_text("utf-8")


def test_a_goal_that_was_reached_makes_room_for_a_new_one() -> None:
    old = Goal(words="Eerste", set_on=date(2026, 1, 5), reached_on=date(2026, 2, 2))
    new = Goal(words="Tweede", set_on=date(2026, 3, 2), number=600, counts="arrival_minute", by_when=date(2026, 7, 1))

    assert growth_card.Own(written_by_hand(old)).goal is None
    assert growth_card.Own(written_by_hand(old, new)).goal == new
    assert words.goal(new) == "“Tweede” · binnen om 10:00\xa0uur · voor 01-07-2026"


def test_a_journal_that_cannot_be_read_leaves_room_to_write(
    door_of: DoorOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(tmp_path))
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    with data.through(door):
        made = growth_card.content(klas, students_of(door, klas)[0])

    assert made["goal"] == ""
    assert made["away"]
    assert holds(press.pdf("groeikaart", made), made["away"])
