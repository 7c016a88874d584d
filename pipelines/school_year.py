"""When a school year begins, in one place for Python; in SQL the marts go back seven months."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

FIRST_MONTH: Final = 8
"""The month in which a school year begins, on its first day."""


def school_year_of(day: dt.date) -> int:
    """The school year of a day, by the year it starts in."""
    return day.year - (day.month < FIRST_MONTH)


def school_years(moment: str) -> pl.Expr:
    """The school year of each date in a column, by the year it starts in."""
    return pl.col(moment).dt.offset_by(f"-{FIRST_MONTH - 1}mo").dt.year()


def first_day(school_year: int) -> dt.date:
    """The day on which a school year begins."""
    return dt.date(school_year, FIRST_MONTH, 1)
