"""Incidents: a day, a place, a kind and a class, and nobody in it."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "incidentnummer | datum | locatie | soort | klas\n"


def test_an_incident_is_a_day_a_place_a_kind_and_a_class() -> None:
    found = taken_in(draw("""
        meldingnummer | incidentdatum | vestiging  | categorie      | groep | betrokkene    | toelichting
        2025-0031     | 14-10-2025    | Havenkade  | Fysiek geweld  | E1A   | N. Voorbeeld  | vechtpartij
                      | 2025-10-15    | Stadshof   | pesten         |       | 912345        |
    """))  # fmt: skip
    assert found.delivery.source == "incidents"
    assert set(found.good.rows()) == {
        ("2025-0031", dt.date(2025, 10, 14), "Havenkade", "violence", "E1A"),
        (None, dt.date(2025, 10, 15), "Stadshof", "bullying", None),
    }


@pytest.mark.parametrize("number", ["N. Voorbeeld", "Voorbeeld 12", "912345 N", "naam-1a"])
def test_a_number_that_may_be_a_name_becomes_empty(number: str) -> None:
    found = taken_in(draw(HEADER + f"{number} | 14-10-2025 | Havenkade | diefstal | E1A"))
    assert found.good.get_column("number").to_list() == [None]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("3 | 14-10-2025 | Havenkade | diefstal   | E1A", None),
        ("3 | 14-10-2025 | Havenkade | diefstal   |    ", None),
        ("3 | 14-10-2025 |           | diefstal   | E1A", "location|nullability"),
        ("3 |            | Havenkade | diefstal   | E1A", "date|nullability"),
        ("3 | 31-02-2025 | Havenkade | diefstal   | E1A", "date|type"),
        ("3 | 14-10-2025 | Havenkade |            | E1A", "kind|nullability"),
        ("3 | 14-10-2025 | Havenkade | onweer     | E1A", "kind|code"),
    ],
)
def test_a_line_without_a_day_or_a_known_kind_is_set_aside(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "1 | 14-10-2025 | Havenkade | diefstal | E1A\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])


def test_equal_lines_are_one_incident_unless_numbers_tell_them_apart() -> None:
    without = taken_in(draw(HEADER + "| 14-10-2025 | H | diefstal | E1A\n| 14-10-2025 | H | diefstal | E1A"))
    numbered = taken_in(draw(HEADER + "1 | 14-10-2025 | H | diefstal | E1A\n2 | 14-10-2025 | H | diefstal | E1A"))
    assert (without.good.height, without.delivery.n_replaced) == (1, 1)
    assert numbered.good.height == 2
