"""The grammar of a group figure: a numerator over a denominator, both counted over one mart.

An indicator is two Polars expressions over the rows of a mart. For a group they are added up first and divided once, so
that a figure is never a mean of percentages. A mart says over which groups its rows may be added up, in which
tables they are published, and over which moments they may not: the figures of one month and the next are two counts
of the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Interval = Literal["share", "share_of_people", "mean", "rate"]


@dataclass(frozen=True)
class Mart:
    """What the rows of a mart may be grouped by.

    tables: the groupings that are published, each a tuple of columns; the empty one is the institution as a whole.
    moments: columns that tell when; each may stand beside any of the tables.
    apart: moments that are never added up, as they count the same people again.
    again: moments, in this order, at which the same people are counted once more, as in a list that grows by the month;
        figures that count the same at some of these moments, which their `rows` choose, are judged together.
    repeats: columns in which the same people come back, row after row: people are counted for one value of them.
    has_class: rows belong to a class, whose team, level, leerweg, programme and location stand beside it.
    weeks: the mart that counts the same lessons week by week, so that whoever has both can subtract.
    """

    tables: tuple[tuple[str, ...], ...]
    moments: tuple[str, ...]
    apart: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    has_class: bool = False
    weeks: str | None = None

    @property
    def groups(self) -> list[str]:
        """Every column of the tables, in order of appearance."""
        return list(dict.fromkeys(column for table in self.tables for column in table))


CLASS_COLUMNS = ("team", "level", "leerweg", "programme", "location")
"""What a class is; a mart with a class gets these columns beside it."""

WEEKLY = ("week_start", "month", "school_year")
_CLASS_TABLES = ((), *((column,) for column in CLASS_COLUMNS), ("team", "level"), ("team", "class_id"))

MARTS = {
    "class_week": Mart(_CLASS_TABLES, WEEKLY, repeats=("week_start",), has_class=True),
    "class_growth": Mart(_CLASS_TABLES, WEEKLY, repeats=("week_start",), has_class=True),
    "class_guidance": Mart(_CLASS_TABLES, WEEKLY, repeats=("week_start",), has_class=True),
    "weekday_month": Mart(
        ((), ("team",), ("team", "class_id"), ("weekday",), ("team", "weekday")),
        ("school_year",),
        repeats=("month", "weekday"),
        has_class=True,
        weeks="class_week",
    ),
    "checklist_item": Mart(
        (
            ("kind",), ("kind", "kenmerk"), ("kind", "team"), ("kind", "kenmerk", "team"), ("kind", "level"),
            ("kind", "team", "class_id"),
        ),
        WEEKLY,
        repeats=("week_start", "kind", "kenmerk"),
    ),
    "class_start": Mart(_CLASS_TABLES[:-1], ("school_year",), apart=("school_year",), has_class=True),
    "vsv_month": Mart(
        ((), ("level",), ("leerweg",), ("team",), ("level", "leerweg"), ("team", "level")),
        ("teljaar", "report_month", "status", "rule"),
        apart=("teljaar", "report_month", "status", "rule"),
        again=("report_month", "status", "rule"),
    ),
    "job_item": Mart(
        (
            ("theme",), ("theme", "item"), ("theme", "team"), ("theme", "item", "team"), ("theme", "level"),
            ("theme", "item", "level"), ("theme", "programme"), ("theme", "item", "programme"),
        ),
        ("edition",),
        apart=("edition",),
        repeats=("theme", "item"),
    ),
    "class_mark": Mart(_CLASS_TABLES, ("school_year",), repeats=("school_year",), has_class=True),
    "incident_month": Mart(
        ((), ("location",), ("team",)), ("month", "school_year"), repeats=("month",)
    ),
    "staff_survey_result": Mart(
        (("theme",), ("theme", "team")), ("edition",), apart=("edition",), repeats=("theme",)
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """One group figure; its module's docstring is the definition on screen.

    mart: the mart whose rows are counted, one of MARTS.
    numerator, denominator: numbers per row, added up per group; the value is their quotient.
    persons: how many people a row is about, which decides whether a group is large enough to be shown. People who
        are in the rows of several weeks, or of several questions, count once: the one with most of them decides.
    rows: which rows count at all.
    counted: what the denominator counts, in Dutch, as "lessen" in "van de 1.204 lessen".
    interval: how sure a figure is: that of a `share` of people or answers, of a `share_of_people` where one person
        counts more than once, of a `mean` with the sum of `squares`, of a `rate` of events, or none where the counted
        things (the lessons of one student, say) depend too much on each other.
    per: the figure is told per so many of the denominator: 100 for "per 100 students", 0.01 where the numerator is in
        hundredths.
    population: the column beside it with how many there were to ask, for an interval that knows everybody was asked.
    counts_people: the numerator counts people, so that a small one is hidden too.
    few: the setting with the smallest number of people that is shown.
    apart: further moments over which this figure is never added up, on top of the mart's.
    beside: columns of the mart that are added up and shown beside the figure.
    """

    module: str
    mart: str
    numerator: pl.Expr
    denominator: pl.Expr
    persons: pl.Expr
    counted: str
    rows: pl.Expr = field(default_factory=lambda: pl.lit(value=True))
    interval: Interval | None = None
    per: float = 1
    squares: pl.Expr | None = None
    population: str | None = None
    counts_people: bool = False
    few: Literal["small_group", "few_answers"] = "small_group"
    apart: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file name, which is the registry key."""
        return self.module.rpartition(".")[2]

    @property
    def tables(self) -> tuple[tuple[str, ...], ...]:
        """The groupings in which this figure is published."""
        return MARTS[self.mart].tables

    def moments(self, over: Sequence[str]) -> tuple[str, ...]:
        """The moments a table is split by: those asked for, and those that may not be added up.

        Raises ValueError for a moment the mart does not know.
        """
        mart = MARTS[self.mart]
        if unknown := set(over) - set(mart.moments):
            raise ValueError(f"{self.name} has no moment {', '.join(sorted(unknown))}.")
        return tuple(moment for moment in mart.moments if moment in {*over, *mart.apart, *self.apart})

    def cells(self, rows: pl.DataFrame, table: Sequence[str], moments: Sequence[str]) -> pl.DataFrame:
        """Count the figure for every group of a table at every moment.

        `rows` are rows of the mart. Grain: group and moment, sorted. Columns: those of `table` and `moments`,
        numerator, denominator, n_persons, and the columns of `beside`. A group without denominator is left out,
        unless something stands beside it.
        """
        by = [*table, *moments]
        finest = list(dict.fromkeys((*by, *MARTS[self.mart].repeats)))
        sums = [pl.col("numerator", "denominator").sum(), *map(_sum_if_all_known, ("squares", *self.beside))]
        counted = rows.filter(self.rows).select(
            *finest,
            self.numerator.alias("numerator"),
            self.denominator.alias("denominator"),
            (pl.lit(None, pl.Float64) if self.squares is None else self.squares).alias("squares"),
            self.persons.alias("n_persons"),
            *self.beside,
        )
        found = (
            counted.group_by(finest)
            .agg(*sums, pl.col("n_persons").sum())
            .with_columns(_all=True)
            .group_by("_all", *by)
            .agg(*sums, pl.col("n_persons").max().cast(pl.Int64))
            .filter(pl.any_horizontal((pl.col("denominator", *self.beside) > 0).fill_null(value=False)))
            .select(*by, "numerator", "denominator", "squares", "n_persons", *self.beside)
        )
        return found.sort(by, nulls_last=True) if by else found


def _sum_if_all_known(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null().all()).then(pl.col(column).sum()).alias(column)
