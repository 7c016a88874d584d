"""Half a school year: August to January, or February to July. The period of an account."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.school_year import FIRST_MONTH, first_day, school_year_of

FEBRUARY, HALF = 2, 6


@dataclass(frozen=True, order=True)
class HalfYear:
    """A half of a school year, by the day it begins on."""

    first: date

    @property
    def months(self) -> list[date]:
        """The first day of each of its months."""
        return [_later(self.first, number) for number in range(HALF)]

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return self.months[-1]

    @property
    def end(self) -> date:
        """The first day after it."""
        return _later(self.first, HALF)

    @property
    def school_year(self) -> int:
        """The school year it is a half of, by the year that starts in."""
        return school_year_of(self.first)

    @property
    def key(self) -> str:
        """How it is written in an address and in a command: "2026-02"."""
        return f"{self.first:%Y-%m}"

    def earlier(self, years: int) -> "HalfYear":
        """The same half so many years before."""
        return HalfYear(self.first.replace(year=self.first.year - years))

    def holds(self, moment: date) -> bool:
        """Whether a day is in it."""
        return self.first <= moment < self.end


def half_year_of(moment: date) -> HalfYear:
    """The half year a day is in."""
    if FEBRUARY <= moment.month < FIRST_MONTH:
        return HalfYear(date(moment.year, FEBRUARY, 1))
    return HalfYear(first_day(school_year_of(moment)))


def half_years(months: pl.Series) -> list[HalfYear]:
    """The half years of months with figures, the newest first."""
    return sorted({half_year_of(month) for month in months}, reverse=True)


def known_in(figures: pl.DataFrame, period: HalfYear) -> pl.DataFrame:
    """The figures of vsv that were there at the end of a period: report months up to it, V and D once DUO gave them.

    Month 1 is October of the teljaar; V (16) comes in February or March of the second year after its start, D (17) in
    the October or November that follows.
    """
    number = pl.col("report_month")
    offset = pl.when(number == 16).then(16).when(number == 17).then(24).otherwise(number - 1)
    month = pl.date(pl.col("teljaar"), 10, 1).dt.offset_by(pl.format("{}mo", offset))
    return figures.filter(month < period.end)


def _later(month: date, number: int) -> date:
    years, place = divmod(month.month - 1 + number, 12)
    return date(month.year + years, place + 1, 1)
