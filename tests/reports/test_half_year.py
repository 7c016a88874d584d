"""Half a school year: which months, which one a day is in, and what of DUO was known then."""

from datetime import date

import polars as pl
import pytest

from dashboard.reports.half_year import HalfYear, half_year_of, half_years, known_in
from dashboard.wording import verantwoording as words

AUTUMN, SPRING = HalfYear(date(2025, 8, 1)), HalfYear(date(2026, 2, 1))


@pytest.mark.parametrize(
    ("moment", "half"),
    [
        (date(2025, 7, 31), HalfYear(date(2025, 2, 1))),
        (date(2025, 8, 1), AUTUMN),
        (date(2025, 12, 31), AUTUMN),
        (date(2026, 1, 31), AUTUMN),
        (date(2026, 2, 1), SPRING),
        (date(2026, 7, 31), SPRING),
    ],
)
def test_a_day_is_in_one_half(moment: date, half: HalfYear) -> None:
    assert half_year_of(moment) == half
    assert half.holds(moment)


def test_a_half_is_six_months_of_one_school_year() -> None:
    assert [month.month for month in AUTUMN.months] == [8, 9, 10, 11, 12, 1]
    assert (AUTUMN.end, SPRING.end) == (SPRING.first, date(2026, 8, 1))
    assert AUTUMN.school_year == SPRING.school_year == 2025
    assert SPRING.earlier(1).first == date(2025, 2, 1)
    assert not AUTUMN.holds(AUTUMN.end)


def test_a_half_is_called_by_its_months() -> None:
    assert words.period(AUTUMN.first, AUTUMN.last_month) == "augustus 2025 tot en met januari 2026"
    assert words.period(SPRING.first, SPRING.last_month) == "februari tot en met juli 2026"
    assert SPRING.key == "2026-02"


def test_the_newest_half_comes_first_and_each_once() -> None:
    months = pl.Series([date(2025, 9, 1), date(2026, 1, 1), date(2026, 3, 1)])

    assert half_years(months) == [SPRING, AUTUMN]
    assert half_years(pl.Series([], dtype=pl.Date)) == []


#          teljaar  month                               known at the end of January 2026
@pytest.mark.parametrize(
    ("teljaar", "report_month", "is_known"),
    [
        (2025, 1, True),  # October 2025
        (2025, 4, True),  # January 2026
        (2025, 5, False),  # February 2026
        (2024, 15, True),  # December 2025
        (2024, 16, False),  # V in February 2026
        (2023, 16, True),  # V in February 2025
        (2023, 17, True),  # D in October 2025
        (2024, 17, False),  # D in October 2026
    ],
)
def test_of_duo_is_known_what_had_come(teljaar: int, report_month: int, is_known: bool) -> None:
    figures = pl.DataFrame({"teljaar": [teljaar], "report_month": [report_month]})

    assert known_in(figures, AUTUMN).height == is_known
