"""The validated lessons that count: of each lesson what was delivered last, and none on a day that cannot be.

Whoever needs lessons, the marts of a school week or the page about one student, reads them here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.contract import DAY_MINUTES, Source
from pipelines.runs import Runs

DAY_LESSONS = 60
"""A student and a day with more lessons come from a test account or an export that went wrong."""


class Piece(NamedTuple):
    """A validated part: its place in the order of arrival, and the last day that counts (None: all of its days)."""

    path: Path
    received: int
    until: dt.date | None


class Lessons(NamedTuple):
    """Lessons by what becomes of them. All have the columns that were asked for, and `_received`.

    counted: in order of student, day and start. replaced: a later delivery has them too. ahead: about a day after their
    delivery came in. crowded: on a day with more lessons of one student than can be.
    """

    counted: pl.DataFrame
    replaced: pl.DataFrame
    ahead: pl.DataFrame
    crowded: pl.DataFrame


def read(source: Source, pieces: Sequence[Piece], columns: Sequence[str], student_id: int | None = None) -> Lessons:
    """Read lessons of everybody or of one student from `pieces`, the latest last, and judge which of them count.

    `source` is that of attendance; of its `columns`, those a file does not have are null.
    """
    kinds = source.kept_columns
    wanted = {name: kinds[name] for name in columns}
    if student_id is not None and pieces:
        rows = _rows_of(student_id, pieces, wanted)
    else:
        nobody = pl.DataFrame(schema={**wanted, "_received": pl.Int32, "_until": pl.Date})
        rows = pl.concat([nobody, *pl.collect_all([_rows(piece, wanted) for piece in pieces])], rechunk=True)
    replaced = ahead = crowded = _without_until(rows.clear())
    key = _key(rows)
    if not key.is_sorted():
        rows = rows.with_columns(key).sort("_key", maintain_order=True)
        rows, key = rows.drop("_key"), rows.get_column("_key")
    if len(pieces) > 1 and (is_replaced := key[:-1] == key[1:]).any():
        is_replaced.append(pl.Series([False]))
        rows, replaced = rows.filter(~is_replaced), _without_until(rows.filter(is_replaced))
    if any(piece.until for piece in pieces):
        is_ahead = (pl.col("date") > pl.col("_until")).fill_null(value=False)
        rows, ahead = rows.filter(~is_ahead), _without_until(rows.filter(is_ahead))
    rows = _without_until(rows)
    days = Runs(rows, "student_id", "date")
    minutes = pl.when(pl.col("status") != "cancelled").then(pl.col("end_minute") - pl.col("start_minute")).otherwise(0)
    scheduled = days.sums(minutes=minutes.cast(pl.Int32)).to_series()
    is_crowded = (days.sizes() > DAY_LESSONS) | (scheduled > DAY_MINUTES)
    if is_crowded.any():
        of_day = is_crowded[days.number()]
        rows, crowded = rows.filter(~of_day), rows.filter(of_day)
    return Lessons(rows, replaced, ahead, crowded)


def _key(rows: pl.DataFrame) -> pl.Series:
    """A lesson of a student as one number, with the same order; made in place, as there are very many."""
    key = rows.get_column("student_id").to_numpy().astype(np.int64)
    for values, bits in ((rows.get_column("date").cast(pl.Int32), 16), (rows.get_column("start_minute"), 11)):
        key <<= bits
        key += values.to_numpy()
    return pl.Series("_key", key)


def _without_until(rows: pl.DataFrame) -> pl.DataFrame:
    rows.drop_in_place("_until")
    return rows


def _rows(piece: Piece, wanted: dict[str, pl.DataType]) -> pl.LazyFrame:
    return _scan([piece.path], wanted).with_columns(
        _received=pl.lit(piece.received, pl.Int32), _until=pl.lit(piece.until, pl.Date)
    )


def _rows_of(student_id: int, pieces: Sequence[Piece], wanted: dict[str, pl.DataType]) -> pl.DataFrame:
    """The rows of one student; a year has many files, so these are one scan and not one for each."""
    rows = (
        _scan([piece.path for piece in pieces], wanted, include_file_paths="_path")
        .filter(pl.col("student_id") == student_id)
        .collect()
    )
    by_path = {piece.path: piece for piece in pieces}
    paths = rows.get_column("_path").to_list()
    found = {path: by_path[Path(path)] for path in set(paths)}
    rows.drop_in_place("_path")
    return rows.rechunk().hstack([
        pl.Series("_received", [found[path].received for path in paths], pl.Int32),
        pl.Series("_until", [found[path].until for path in paths], pl.Date),
    ])  # fmt: skip


def _scan(paths: list[Path], wanted: dict[str, pl.DataType], include_file_paths: str | None = None) -> pl.LazyFrame:
    return pl.scan_parquet(
        paths, schema=wanted, missing_columns="insert", extra_columns="ignore", include_file_paths=include_file_paths,
        glob=False, hive_partitioning=False,
    )  # fmt: skip
