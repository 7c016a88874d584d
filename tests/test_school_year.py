"""The school year of a day."""

from datetime import date, timedelta

import polars as pl

from pipelines.school_year import first_day, school_year_of, school_years


def test_the_school_year_turns_on_the_first_of_august() -> None:
    assert first_day(2025) == date(2025, 8, 1)
    assert [school_year_of(first_day(2025) - timedelta(days=back)) for back in (1, 0)] == [2024, 2025]


def test_a_day_is_in_the_same_school_year_alone_and_in_a_column() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(800)]
    found = pl.DataFrame({"day": [*days, None]}).select(school_years("day")).to_series().to_list()
    assert found == [*map(school_year_of, days), None]
