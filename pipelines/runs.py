"""Sums over rows that follow each other: as fast as one walk over the rows, where grouping has to look each row up.

A run is a stretch of rows about the same: the lessons of one student on one day, the days of one enrolment in one week.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import polars as pl


class Runs:
    """The runs in a frame: where one of the columns of `key` changes, the next one begins."""

    def __init__(self, frame: pl.DataFrame, *key: str) -> None:
        """Find the runs; rows about the same have to follow each other."""
        self._rows = frame
        self._begins = np.arange(frame.height) == 0
        for name in key:
            self._begins[1:] |= _changes(frame.get_column(name))
        self._starts = np.flatnonzero(self._begins)

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self._starts)

    def starts(self) -> pl.Series:
        """The row with which each run begins."""
        return pl.Series("start", self._starts, pl.UInt32)

    def first(self, *columns: str) -> pl.DataFrame:
        """What the first row of each run says."""
        return self._rows[self._starts, list(columns)]

    def last(self, *columns: str) -> pl.DataFrame:
        """What the last row of each run says."""
        return self._rows[self._starts + self._sizes() - 1, list(columns)]

    def number(self) -> pl.Series:
        """The place of each row's run among the runs, from 0."""
        return pl.Series("run", np.cumsum(self._begins, dtype=np.int32) - 1)

    def sizes(self) -> pl.Series:
        """How many rows each run has."""
        return pl.Series("size", self._sizes(), pl.UInt32)

    def sums(self, **values: pl.Expr) -> pl.DataFrame:
        """Add up whole numbers without nulls, in their own type: it has to hold the sums."""
        return self._each(lambda v, starts: np.add.reduceat(v, starts, dtype=v.dtype), values)

    def tally(self, column: str) -> pl.DataFrame:
        """Count the rows of each category of an Enum without nulls, in a column per category.

        All counts of a run are added up as one number. Raises polars.exceptions.InvalidOperationError for a run with
        more rows than fit in there: 127 where there are nine categories.
        """
        categories = cast("pl.Enum", self._rows.schema[column]).categories.to_list()
        bits = 63 // len(categories)
        if (self._sizes() >= 2 ** min(bits, 8)).any():
            raise pl.exceptions.InvalidOperationError(f"a run of {2 ** min(bits, 8)} rows or more")
        shifts = bits * np.arange(len(categories), dtype=np.int64)
        ones, code = np.left_shift(1, shifts), pl.col(column).to_physical()
        counted = self._each(lambda v, starts: np.add.reduceat(ones[v], starts), {"n": code}).get_column("n").to_numpy()
        return pl.DataFrame({
            name: (counted >> shift & 2**bits - 1).astype(np.uint8)
            for name, shift in zip(categories, shifts, strict=True)
        })  # fmt: skip

    def least(self, **values: pl.Expr) -> pl.DataFrame:
        """Give the least of each run; numbers without nulls."""
        return self._each(np.minimum.reduceat, values)

    def most(self, **values: pl.Expr) -> pl.DataFrame:
        """Give the most of each run; numbers without nulls."""
        return self._each(np.maximum.reduceat, values)

    def _each(self, reduced: Callable[..., Any], values: dict[str, pl.Expr]) -> pl.DataFrame:
        frame = self._rows.select(**values)
        if frame.is_empty():
            return frame
        return pl.DataFrame({column.name: reduced(column.to_numpy(), self._starts) for column in frame.iter_columns()})

    def _sizes(self) -> Any:
        return np.diff(self._starts, append=self._rows.height)


def _changes(column: pl.Series) -> Any:
    """Whether each value after the first is another one than that before it; two nulls are the same."""
    now, before = column[1:], column[:-1]
    return (now.ne_missing(before) if column.null_count() else now != before).to_numpy()
