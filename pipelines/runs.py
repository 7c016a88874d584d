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
        begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in key)
        self._rows = frame
        self._begins = frame.select(begins | (pl.int_range(pl.len()) == 0)).to_series()
        self._starts = self._begins.arg_true()

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self._starts)

    def starts(self) -> pl.Series:
        """The row with which each run begins."""
        return self._starts

    def first(self, *columns: str) -> pl.DataFrame:
        """What the first row of each run says."""
        return self._rows.select(columns)[self._starts]

    def last(self, *columns: str) -> pl.DataFrame:
        """What the last row of each run says."""
        return self._rows.select(columns)[self._starts.shift(-1, fill_value=self._rows.height) - 1]

    def number(self) -> pl.Series:
        """The place of each row's run among the runs, from 0."""
        return (self._begins.cast(pl.Int32).cum_sum() - 1).alias("run")

    def sizes(self) -> pl.Series:
        """How many rows each run has."""
        return (self._starts.shift(-1, fill_value=self._rows.height) - self._starts).alias("size")

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
        if (self.sizes() >= 2 ** min(bits, 8)).any():
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
        starts = self._starts.to_numpy()
        return pl.DataFrame({column.name: reduced(column.to_numpy(), starts) for column in frame.iter_columns()})
