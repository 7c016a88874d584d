"""Calendar: holidays, days off, and lesson days inside a holiday."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "datum_van;datum_tot;soort;omschrijving\n"


def test_a_period_has_both_its_days_and_is_a_holiday_or_a_lesson_day() -> None:
    found = taken_in(
        HEADER
        + draw("""
        13-10-2025 | 17-10-2025 | vakantie  | Herfstvakantie
        2025-10-15 | 20251015   | lesdag    | Inhaaldag
        05-12-2025 | 05-12-2025 | Studiedag |
        """)
    )
    assert found.good.select("start_date", "end_date", "kind").rows() == [
        (dt.date(2025, 10, 13), dt.date(2025, 10, 17), "holiday"),
        (dt.date(2025, 10, 15), dt.date(2025, 10, 15), "school_day"),
        (dt.date(2025, 12, 5), dt.date(2025, 12, 5), "holiday"),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("01-07-2026 | 09-10-2026 | vakantie | honderd dagen verder", None),
        ("01-07-2026 | 10-10-2026 | vakantie | nog een dag", "ends_after_start"),
        ("02-07-2026 | 01-07-2026 | vakantie | ", "ends_after_start"),
        ("02-07-2026 |            | vakantie | ", "end_date|nullability"),
        ("32-07-2026 | 01-08-2026 | vakantie | ", "start_date|type"),
        ("02-07-2026 | 02-07-2026 | feest    | ", "kind|code"),
    ],
)
def test_a_line_that_cannot_be_a_period_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(HEADER + draw("13-10-2025 | 17-10-2025 | vakantie | ") + draw(line))
    assert found.rejected == ([] if rule is None else [(3, rule)])
