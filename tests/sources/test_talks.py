"""Talks: on which day a student was spoken of."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "bespreking_id | studentnummer | besproken_op\n"


def test_a_line_is_a_student_spoken_of_on_a_day() -> None:
    found = taken_in(draw(HEADER + "B1 | 912345 | 14-10-2025\nB2 | 912345 | 2025-10-21"))
    assert found.rejected == []
    assert [tuple(row) for row in found.good.rows()] == [
        ("B1", 912345, dt.date(2025, 10, 14)), ("B2", 912345, dt.date(2025, 10, 21)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("   | 912345 | 14-10-2025", "talk_id|nullability"),
        ("B2 |        | 14-10-2025", "student_id|nullability"),
        ("B2 | 912345 |           ", "date|nullability"),
    ],
)
def test_a_line_that_tells_too_little_is_set_aside_by_its_rule(line: str, rule: str) -> None:
    assert taken_in(draw(HEADER + "B1 | 912345 | 14-10-2025\n" + line)).rejected == [(3, rule)]
