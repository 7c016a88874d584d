"""Draws rows of a mart as a small table and counts an indicator over them.

The first line names columns: whole numbers, names, yes and no, `-` for unknown, and weeks as `03-11` of school year
2025-2026. The answer is shown the same way, so that a test can put both tables under each other.
"""

import datetime as dt

import polars as pl

from pipelines.indicator import Indicator

Value = str | int | bool | dt.date | None


def cells(indicator: Indicator, table: str, by: str = "", over: str = "") -> pl.DataFrame:
    """The figure for every group and moment; a column that stands beside it and is not drawn is 0."""
    drawn = rows(table)
    beside = [pl.lit(0).alias(name) for name in indicator.beside if name not in drawn.columns]
    return indicator.cells(drawn.with_columns(beside), tuple(by.split()), indicator.moments(over.split()))


def rows(table: str) -> pl.DataFrame:
    """The drawn rows as a frame."""
    header, *lines = [line.split() for line in table.strip().splitlines()]
    values = [dict(zip(header, map(_value, line), strict=True)) for line in lines]
    columns = {name: [row[name] for row in values] for name in header}
    return pl.DataFrame(
        {name: pl.Series(column, dtype=_dtype(name, column)) for name, column in columns.items()}, strict=False
    )


def count(indicator: Indicator, table: str, by: str = "", over: str = "") -> str:
    """Numerator and denominator of each group and moment, one line each: `E1A 30/40`."""
    found = cells(indicator, table, by, over)
    shown = [name for name in found.columns if name in {*by.split(), *over.split()}]
    return "\n".join(
        " ".join([*(_text(row[name]) for name in shown), f"{row['numerator']}/{row['denominator']}"])
        for row in found.iter_rows(named=True)
    )


def persons(indicator: Indicator, table: str, by: str = "", over: str = "") -> list[int]:
    """How many people are behind each cell, in the order of `count`."""
    return cells(indicator, table, by, over).get_column("n_persons").to_list()


def _dtype(name: str, column: list[Value]) -> type[pl.DataType] | None:
    return pl.Int64 if name.startswith(("n", "sum_")) and all(value is None for value in column) else None


def _value(word: str) -> Value:
    if word in ("-", "yes", "no"):
        return {"-": None, "yes": True, "no": False}[word]
    day, _, month = word.partition("-")
    if day.isdigit() and month.isdigit():
        return dt.date(2025 if int(month) >= 8 else 2026, int(month), int(day))
    return int(word) if word.isdigit() else word


def _text(value: Value) -> str:
    if value is None:
        return "-"
    return f"{value:%d-%m}" if isinstance(value, dt.date) else str(value)
