"""Absence notices: nine fields without a header, with or without times, open or closed; remarks stay where they are."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

FIRST, LAST = dt.date(2025, 9, 1), dt.date(2025, 9, 3)


def test_a_notice_is_about_hours_whole_days_or_an_open_end() -> None:
    found = taken_in(
        draw("""
        912345 | 20250901 | 0830 | 20250901 | 1030 | 1 | 2 | TL | bus gemist
        912346 | 20250901 |      | 20250903 |      |   |   | ZK | griep
        912347 | 20250901 |      |          |      |   |   | zk |
        """)
    )
    assert found.delivery.layout == "EduArte absentiemelding"
    assert found.rejected == []
    assert found.good.rows() == [
        (912345, FIRST, 510, FIRST, 630, "TL"),
        (912346, FIRST, None, LAST, None, "ZK"),
        (912347, FIRST, None, None, None, "zk"),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("912345 | 20250901 | 0830 | 20250901 | 0830 | | | ZK | ", None),
        ("912345 | 20250901 | 0830 | 20250901 | 0829 | | | ZK | ", "ends_after_start"),
        ("912345 | 20250902 |      | 20250901 |      | | | ZK | ", "ends_after_start"),
        ("912345 | 20250901 | 0830 | 20250901 |      | | | ZK | ", None),
        ("912345 | 20250931 |      |          |      | | | ZK | ", "start_date|type"),
        ("912345 | 20250901 |      |          |      | | |    | ", "reason_code|nullability"),
        ("912345 | 20250901 |      |          |      | | | ZKX | ", "reason_code|max_length"),
        ("1234   | 20250901 |      |          |      | | | ZK | ", "student_id|min"),
    ],
)
def test_a_line_that_cannot_be_a_notice_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(draw("912399 | 20250901 | | | | | | ZK | ") + draw(line))
    assert found.rejected == ([] if rule is None else [(2, rule)])


def test_notices_of_one_student_at_one_moment_for_other_reasons_are_kept_apart() -> None:
    found = taken_in(
        draw("""
        912345 | 20250901 | 0830 | 20250901 | 0900 | | | TL |
        912345 | 20250901 | 0830 | 20250901 | 0930 | | | VW |
        912345 | 20250901 | 0830 | 20250901 | 0910 | | | TL |
        """)
    )
    assert [(row[4], row[5]) for row in found.good.rows()] == [(550, "TL"), (570, "VW")]
    assert found.delivery.n_replaced == 1
