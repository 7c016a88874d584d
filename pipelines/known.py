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

from pipelines import registry
from pipelines.store import quoted

STEP: Final = ("student_id", "step", "step_date", "subject")
"""What makes a step the same one in the next build; an enrolment may be delivered again with another key."""


def known_at(taken: pl.DataFrame, before: Path | None, now: dt.datetime, *, is_sample: bool) -> pl.DataFrame:
    """The steps of a build, with known_at: the moment of the first build that had them, in UTC.

    `before` is the build that was served until `now`. Null where that is not known: for the steps of a first build, or
    of one after a build that an earlier version made, for those of a kind that the build before did not look for (see
    `looked_for`), and for the fictional school, whose year is over at once.
    """
    kind = pl.Datetime("us", "UTC")
    unknown = taken.with_columns(known_at=pl.lit(None, kind))
    found = None if is_sample or before is None else _steps_of(before)
    if found is None:
        return unknown
    steps, kinds = found
    earlier = steps.unique(STEP).with_columns(pl.col("known_at").cast(kind), was_there=True)
    is_new = pl.col("was_there").is_null() & pl.col("step").is_in(kinds)
    return (
        taken.join(earlier, on=STEP, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(known_at=pl.when(is_new).then(pl.lit(now, kind)).otherwise("known_at"))
        .drop("was_there")
    )


def looked_for(marks: pl.DataFrame) -> list[str]:
    """The kinds of steps that a build looks for, also where nobody took one yet.

    Those in marks only once there are marks: what is delivered first is a history, and nothing that came late.
    """
    return [step.name for step in registry.steps() if step.grain != "mark" or not marks.is_empty()]


def _steps_of(build: Path) -> tuple[pl.DataFrame, list[str]] | None:
    """The steps of a build of real deliveries, and the kinds it looked for; None of another, or of an older version."""
    with duckdb.connect() as there, suppress(duckdb.Error):
        there.execute(f"ATTACH {quoted(build)} AS built (READ_ONLY)")
        is_sample, kinds = there.execute("SELECT is_sample, steps FROM built.build.about").fetchall()[0]
        steps: pl.DataFrame = there.sql(f"SELECT {', '.join(STEP)}, known_at FROM built.marts.student_step").pl()
        return None if is_sample else (steps, kinds)
    return None
