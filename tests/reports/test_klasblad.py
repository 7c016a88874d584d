"""The klasblad: the rows and the headline of the page, and no more than its viewer may see."""

import html
import re

import pytest

from dashboard import data, reports, wording
from dashboard.panels import klas as page
from pipelines.errors import AccessDeniedError
from tests.dashboard.conftest import Opener
from tests.reports.conftest import KEEPER, QUALITY, TANDEM, TEAM, DoorOf, class_of, students_of
from tests.reports.reading import holds, pages, text

CLASS = "DV1A-25"


@pytest.mark.parametrize("role", [TANDEM, TEAM])
def test_the_sheet_has_every_row_of_the_page(visit: Opener, door_of: DoorOf, role: str) -> None:
    door = door_of(role)
    klas = class_of(door, CLASS)
    opened = visit("klas", rol=role, **{"class": klas.class_key})
    shown = "".join(block.body for block in opened.html)

    sheet = reports.klasblad(door, klas)

    cells = re.findall(r"<dd>(\d+ van \d+)<small>", shown)
    assert len(cells) == 2 * klas.n_students
    assert all(holds(sheet, cell) for cell in cells)
    assert all(holds(sheet, student.name) for student in students_of(door, klas))
    lead = re.findall(r'<p class="gl-(?:lead|sub)">(.*?)</p>', shown)
    assert all(holds(sheet, said) for said in lead)
    steps = re.findall(r"</b> · (.*?)<small>", shown)
    assert steps
    n_shown = sum(holds(sheet, html.unescape(sentence)) for sentence in steps)
    assert all(holds(sheet, html.unescape(sentence)) for sentence in steps[:4])
    assert n_shown == len(steps) or holds(sheet, "alle staan op de pagina Klas")


def test_rows_stand_in_the_order_of_the_names(door_of: DoorOf) -> None:
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    said = text(reports.klasblad(door, klas))

    places = [said.index(student.name.split()[-1]) for student in students_of(door, klas)[:2]]
    assert places == sorted(places)


def test_the_sheet_of_fifteen_students_is_one_page_in_words_of_growth(door_of: DoorOf) -> None:
    door = door_of(TANDEM)
    klas = class_of(door, CLASS)
    sheet = reports.klasblad(door, klas)

    assert klas.n_students == 15
    assert len(pages(sheet)) == 1
    assert wording.forbidden(text(sheet)) == []
    assert "16 uur" not in text(sheet)


def test_quality_gets_the_class_as_a_whole(door_of: DoorOf) -> None:
    klas = class_of(door_of(QUALITY), CLASS)
    sheet = reports.klasblad(door_of(QUALITY), klas)

    assert holds(sheet, wording.NO_STUDENT_ROWS)
    assert not [one for one in students_of(door_of(TANDEM), klas) if holds(sheet, one.name)]
    with data.through(door_of(QUALITY)):
        assert holds(sheet, page.sentences(klas)[0])


@pytest.mark.parametrize("role", ["Tandem van E1A-25", KEEPER])
def test_a_class_of_somebody_else_is_not_printed(door_of: DoorOf, role: str) -> None:
    klas = class_of(door_of(TANDEM), CLASS)

    with pytest.raises(AccessDeniedError):
        reports.klasblad(door_of(role), klas)


def test_a_class_before_its_first_lessons_is_printed_with_what_will_come(door_of: DoorOf) -> None:
    role = "Tandem van E1A-25"
    sheet = reports.klasblad(door_of(role), class_of(door_of(role), "E1A-25"))

    assert holds(sheet, wording.TOO_EARLY)
    assert holds(sheet, "Stappen in deze klas")
