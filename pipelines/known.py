"""When a step became known: the moment of the first build in which it stood.

A delivery that comes late brings steps of days that were looked back on already; by their date alone nobody would ever
celebrate them. This is no figure and nothing is counted with it: a rebuild from nothing gives the same steps, and of
none of them tells when it became known.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from pipelines.store import quoted

STEP: Final = ("student_id", "step", "step_date")
"""What makes a step the same one in the next build; an enrolment may be delivered again with another key."""


def known_at(taken: pl.DataFrame, before: Path | None, now: dt.datetime, *, is_sample: bool) -> pl.DataFrame:
    """The steps of a build, with known_at: the moment of the first build that had them, in UTC.

    `before` is the build that was served until `now`. Null where that is not known: for the steps of a first build, of
    a build that an earlier version made, or of a kind that did not exist in it, and for the fictional school, whose
    year is over at once.
    """
    kind = pl.Datetime("us", "UTC")
    unknown = taken.with_columns(known_at=pl.lit(None, kind))
    found = None if is_sample or before is None else _steps_of(before)
    if found is None:
        return unknown
    earlier = found.select(*STEP, pl.col("known_at").cast(kind)).unique(STEP).with_columns(was_there=True)
    is_new = pl.col("was_there").is_null() & pl.col("step").is_in(found.get_column("step").unique().implode())
    return (
        taken.join(earlier, on=STEP, how="left", maintain_order="left")
        .with_columns(known_at=pl.when(is_new).then(pl.lit(now, kind)).otherwise("known_at"))
        .drop("was_there")
    )


def _steps_of(build: Path) -> pl.DataFrame | None:
    """The steps of a build of real deliveries; None of another, or of one that cannot be read."""
    with duckdb.connect() as there, suppress(duckdb.Error):
        there.execute(f"ATTACH {quoted(build)} AS built (READ_ONLY)")
        if there.execute("SELECT is_sample FROM built.build.about").fetchall() == [(True,)]:
            return None
        steps: pl.DataFrame = there.sql("FROM built.marts.student_step").pl()
        if "known_at" not in steps.columns:
            steps = steps.with_columns(known_at=pl.lit(None, pl.Datetime("us", "UTC")))
        return steps.with_columns(pl.col("student_id").cast(pl.Int32))
    return None
