"""The figures of groups in a build: counted over its marts, with what tells of a few people hidden, and divided once.

Choosing which further cells to hide takes linear programs (see `disclosure`), up to seconds for a figure of a large
school. So that nobody waits for them, what was chosen is kept in the build, under what it was chosen for. `prepare`
chooses while a build is made; what did not change since the build before is taken from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from pipelines import disclosure, intervals, registry
from pipelines.indicator import CLASS_COLUMNS, MARTS, Indicator

Ask = Callable[[str], pl.DataFrame]
"""What answers a query on a build."""

Tables = dict[tuple[str, ...], pl.DataFrame]

CHOICES: Final[dict[str, pl.DataType | type[pl.DataType]]] = {"problem": pl.String, "hidden": pl.List(pl.Int64)}
"""The columns of `build.choice`: a problem by its content, and which of its cells are hidden."""


class Figures:
    """All tables of every figure of a build, each made once, when it is first asked for."""

    def __init__(self, ask: Ask, thresholds: Mapping[str, int], choices: pl.DataFrame) -> None:
        """`thresholds` are the smallest numbers of people that are shown; `choices` what was chosen before."""
        self._ask = ask
        self._thresholds = thresholds
        self._choices = disclosure.Choices(dict(choices.iter_rows()))
        self._made: dict[tuple[str, tuple[str, ...]], Tables] = {}
        self._judgements: dict[tuple[str, ...], Tables] = {}
        self._of_weeks: dict[str, Tables] = {}

    def tables(self, indicator: Indicator, moments: tuple[str, ...]) -> Tables:
        """All tables of a figure, split by `moments`, with the cells hidden that have to be; made once.

        Grain of each: group and moment. Columns: those of the table and of `moments`, numerator, denominator,
        n_persons, the columns beside the figure, value, low and high (null where unknown), is_hidden.
        """
        key = (indicator.name, moments)
        if key not in self._made:
            shown = self._shown(indicator, moments)
            self._made[key] = {table: _with_value(indicator, cells) for table, cells in shown.items()}
        return self._made[key]

    def _shown(self, indicator: Indicator, moments: tuple[str, ...]) -> Tables:
        """All tables of a figure, judged over the shortest moments: those over longer ones are sums of these."""
        mart = MARTS[indicator.mart]
        judged = self._judged(_as_judged(indicator))
        if mart.again:
            return {table: cells.filter(indicator.rows) for table, cells in judged.items()}
        if moments == indicator.moments(mart.moments):
            return judged
        rows = self._ask(_rows_of_mart(indicator.mart))
        return {
            table: disclosure.added_up(indicator.cells(rows, table, moments), parts, [*table, *moments])
            for table, parts in judged.items()
        }

    def _judged(self, one: Indicator) -> Tables:
        """All tables of a figure over the shortest moments, with the cells hidden that have to be, there or in a figure
        it shares amounts with.
        """
        by = one.moments(MARTS[one.mart].moments)
        others = [self._protected(other) for other in registry.indicators().values() if _share_amounts(one, other)]
        return {
            table: disclosure.hidden_too(cells, [other[table] for other in others], [*by, *table])
            for table, cells in self._protected(one).items()
        }

    def _protected(self, one: Indicator) -> Tables:
        """All tables of a figure over the shortest moments, judged by themselves; made once of what counts the same."""
        mart = MARTS[one.mart]
        counts = (one.numerator, one.denominator, one.persons, one.squares, one.beside, one.few, one.counts_people)
        key = (one.mart if mart.again else one.name, *map(str, counts))
        if key not in self._judgements:
            moments = one.moments(mart.moments)
            rows = self._ask(_rows_of_mart(one.mart))
            self._judgements[key] = disclosure.protect(
                {table: one.cells(rows, table, moments) for table in one.tables},
                one.cells(rows, mart.groups, moments),
                moments=moments,
                smallest=self._thresholds[one.few],
                counts_people=one.counts_people,
                again=mart.again,
                wholes=self._wholes(one.mart),
                choices=self._choices,
            )
        return self._judgements[key]

    def _wholes(self, mart: str) -> Tables | None:
        """What the cells of a mart are parts of, where another mart counts the same lessons by the week; made once."""
        weekly = MARTS[mart].weeks
        if weekly is None:
            return None
        if mart not in self._of_weeks:
            weeks = [self._judged(one) for one in registry.indicators().values() if one.mart == weekly]
            self._of_weeks[mart] = {
                table: disclosure.whole_years([cells[table] for cells in weeks], table)
                for table in MARTS[weekly].tables
            }
        return self._of_weeks[mart]

    def may_hide(self, one: Indicator) -> bool:
        """Whether some cell may be hidden: people or answers are counted, or a row of the mart is about few people, or
        a week of the same lessons.
        """
        if one.counts_people or one.few == "few_answers":
            return True
        is_few = (one.persons < self._thresholds[one.few]).fill_null(value=True) & (one.denominator != 0)
        if self._ask(_rows_of_mart(one.mart)).select(is_few.any()).item():
            return True
        weeks = MARTS[one.mart].weeks
        return any(self.may_hide(other) for other in registry.indicators().values() if other.mart == weeks)

    def choose(self, indicator: Indicator) -> None:
        """Choose which cells of a figure are hidden, without making its tables."""
        self._protected(_as_judged(indicator))

    def choices(self) -> pl.DataFrame:
        """Which cells are hidden in the figures looked at so far. Grain: problem. Columns: CHOICES."""
        return pl.DataFrame(sorted(self._choices.made.items()), schema=CHOICES, orient="row")


def prepare(ask: Ask, thresholds: Mapping[str, int], before: pl.DataFrame) -> pl.DataFrame:
    """Choose which cells are hidden in the figures of which some may be: see `Figures.choices`.

    That takes seconds, which no visitor has to wait. `before` are the choices of the build before; those that nobody
    asks for any more are left out.
    """
    figures = Figures(ask, thresholds, before)
    for indicator in registry.indicators().values():
        if figures.may_hide(indicator):
            figures.choose(indicator)
    return figures.choices()


def _as_judged(one: Indicator) -> Indicator:
    """A figure with the rows it is judged with: lists that go on together, whichever of them it tells about."""
    return replace(one, rows=pl.lit(value=True)) if MARTS[one.mart].again else one


def _share_amounts(one: Indicator, other: Indicator) -> bool:
    """Whether another figure adds up a same column, of the same rows and people."""
    rows, others = ((each.mart, str(each.rows), str(each.persons), each.counts_people) for each in (one, other))
    return one.name != other.name and rows == others and bool(_amounts(one) & _amounts(other))


def _amounts(one: Indicator) -> set[str]:
    return {*one.numerator.meta.root_names(), *one.denominator.meta.root_names(), *one.beside}


def _rows_of_mart(mart: str) -> str:
    """SQL for the rows of a mart with what its indicators group by."""
    weekly = "week_start" in MARTS[mart].moments
    month = ", date_trunc('month', t.week_start)::DATE AS month" if weekly else ""
    if not MARTS[mart].has_class:
        return f"SELECT t.*{month} FROM marts.{mart} AS t"
    columns = ", ".join(f"c.{column}" for column in CLASS_COLUMNS)
    return (
        f"SELECT t.*, {columns}{month} FROM marts.{mart} AS t "
        "LEFT JOIN marts.class_year AS c ON c.class_id = t.class_id AND c.school_year = t.school_year"
    )


def _with_value(indicator: Indicator, cells: pl.DataFrame) -> pl.DataFrame:
    """The quotient of each cell that is shown, and between which bounds it is sure."""
    if indicator.interval == "share":
        cells = intervals.with_share(cells, population=indicator.population)
    elif indicator.interval == "share_of_people":
        cells = intervals.with_share(cells, people="n_persons")
    elif indicator.interval == "rate":
        cells = intervals.with_rate(cells)
    elif indicator.interval == "mean":
        cells = intervals.with_mean(cells, population=indicator.population)
    else:
        share = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
        cells = cells.with_columns(value=share, low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
    return cells.with_columns(pl.col("value", "low", "high") * indicator.per).drop("squares")
