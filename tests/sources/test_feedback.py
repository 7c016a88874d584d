"""Feedback: that it took place, in which class and on which day."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "feedback_id | klas | datum\n"


def test_a_line_is_one_time_that_colleagues_looked_back() -> None:
    found = taken_in(draw(HEADER + "F1 | E1A | 14-10-2025"))
    assert found.rejected == []
    assert [tuple(row) for row in found.good.rows()] == [("F1", "E1A", dt.date(2025, 10, 14))]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("   | E1A | 14-10-2025", "feedback_id|nullability"),
        ("F2 |     | 14-10-2025", "class_id|nullability"),
        ("F2 | E1A |           ", "date|nullability"),
    ],
)
def test_a_line_that_tells_too_little_is_set_aside_by_its_rule(line: str, rule: str) -> None:
    assert taken_in(draw(HEADER + "F1 | E1A | 14-10-2025\n" + line)).rejected == [(3, rule)]
