"""Days and weeks of students, a school week at a time: from lesson to day is most of the work of a build.

What is computed of a week is kept as long as nothing under that week changes; so one more day costs one week, and the
figures are those of a full rebuild to the bit.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl

from pipelines import lessons, registry, sql
from pipelines.deliveries import Progress
from pipelines.marts.class_week import class_week
from pipelines.marts.lesson_class import lesson_class
from pipelines.marts.student_day import student_day
from pipelines.marts.student_lesson import LONGEST_OPEN, student_lesson
from pipelines.marts.student_week import student_week
from pipelines.store import Delivery, Part, Store, digest_of

WEEK_MARTS = ("placement", "free_day", "lesson_class", "student_lesson", "student_day", "student_week", "class_week")
"""Marts that are computed a school week at a time, or on which those weeks stand; all others are made from these."""
LESSON_COLUMNS = (
    "student_id", "date", "start_minute", "end_minute", "status", "is_excused", "arrival_minute", "attended_minutes",
    "class_code", "registered_at",
)  # fmt: skip
"""What days are made of."""
WORKERS = 2
"""School weeks computed at the same time, each on one core: that costs less than two cores on one week."""
ROW_GROUP = {".day": 32_768, ".week": 16_384, ".classes": 16_384}
"""A page reads only the groups of rows with its class; each group there is costs a look, so they are not too small."""
SPAN_WEEKS = 8
NEWEST_WEEKS = 2


class Week(NamedTuple):
    """What is computed of one school week: days and weeks of students, weeks of classes, and facts about the lines."""

    day: pl.DataFrame
    week: pl.DataFrame
    classes: pl.DataFrame
    facts: dict[str, Any]


class Files(NamedTuple):
    """The files of school weeks that are kept together, for each part of a `Week`."""

    day: Path
    week: Path
    classes: Path
    facts: Path


@dataclass(frozen=True)
class Piece:
    """One validated part with its delivery's place in the order of arrival.

    `arrived` is the day on which the delivery came in, where the part can hold later lessons; empty otherwise.
    """

    received: int
    order: int
    part: Part
    arrived: str = ""


def lesson_pieces(deliveries: list[Delivery], arrivals: dict[int, str]) -> list[Piece]:
    """Give every part with lessons; `arrivals` are the days on which deliveries came in."""
    found = []
    for delivery in deliveries:
        if delivery.source == "attendance":
            arrived = arrivals.get(delivery.received, "")
            for order, part in enumerate(delivery.parts):
                week_end = dt.date.fromisoformat(part.week_start or "") + dt.timedelta(days=6)
                is_ahead = bool(arrived) and str(week_end) > arrived
                found.append(Piece(delivery.received, order, part, arrived if is_ahead else ""))
    return found


def compute(
    bench: duckdb.DuckDBPyConnection,
    store: Store,
    illness_counts: bool,
    lesson_pieces: list[Piece],
    progress: Progress,
) -> tuple[list[Files], list[dict[str, Any]]]:
    """Days and weeks of students, a school week at a time; only weeks under which something changed are computed."""
    lessons: dict[str, list[Piece]] = defaultdict(list)
    for piece in lesson_pieces:
        lessons[piece.part.week_start or ""].append(piece)
    bench.execute(f"SET VARIABLE illness_counts = {illness_counts}")
    for mart in ("placement", "free_day"):
        bench.execute(f"CREATE TABLE marts.{mart} AS {sql.of_mart(mart)}")
    under = _what_is_under(bench, sorted(lessons))
    common = digest_of(
        registry.fingerprint("marts", "lessons.py", "runs.py", "school_week.py"), str(illness_counts),
        str(bench.sql("SELECT bit_xor(hash(r)) FROM validated.absence_reasons AS r").fetchall()),
    )  # fmt: skip
    stale: list[tuple[dict[str, list[Piece]], Files]] = []
    found: list[Files] = []
    for span in _spans(sorted(lessons)):
        pieces = {week: sorted(lessons[week], key=lambda piece: (piece.received, piece.order)) for week in span}
        key = digest_of(
            common, *(under[week] for week in span),
            *(f"{p.received}:{p.part.path}:{p.arrived}" for week in span for p in pieces[week]),
        )  # fmt: skip
        files = Files(*(store.weeks / f"{span[0]}-{key}.{kind}" for kind in Files._fields))
        found.append(files)
        if not all(file.exists() for file in files):
            stale.append((pieces, files))
    beside = Beside.of(bench, illness_counts)
    done = itertools.count(1)
    n_stale = sum(len(pieces) for pieces, _ in stale)

    def compute(week: str, pieces: list[Piece]) -> Week:
        made = _compute_week(store, week, pieces, beside)
        progress("Schoolweken", next(done), n_stale)
        return made

    with ThreadPoolExecutor(WORKERS) as pool:
        # A week is the piece of work, and not the weeks of a file: so no worker waits for the other at the end.
        # One file is begun while another is put in place, and no more: what is computed waits in memory.
        to_do = ((files, [pool.submit(compute, *item) for item in pieces.items()]) for pieces, files in stale)
        begun = deque(itertools.islice(to_do, 1))
        try:
            while begun:
                begun.extend(itertools.islice(to_do, 1))
                files, parts = begun.popleft()
                _put_in_place(store, [part.result() for part in parts], files)
        finally:
            pool.shutdown(cancel_futures=True)
    return found, [fact for files in found for fact in json.loads(files.facts.read_text("utf-8"))]


def _spans(weeks: list[str]) -> list[tuple[str, ...]]:
    """Cut school weeks in those that are kept together: the newest two apart, as they change most, the others by eight.

    So a page reads some files and not one for every week there ever was. Spans are those of the calendar: a new week
    moves none of them.
    """
    older, newest = weeks[:-NEWEST_WEEKS], weeks[-NEWEST_WEEKS:]
    spans: dict[int, list[str]] = defaultdict(list)
    for week in older:
        spans[dt.date.fromisoformat(week).toordinal() // (7 * SPAN_WEEKS)].append(week)
    return [*(tuple(spans[number]) for number in sorted(spans)), *((week,) for week in newest)]


@dataclass(frozen=True)
class Beside:
    """What lessons are laid beside: the same for every school week."""

    placement: pl.DataFrame
    free_day: pl.DataFrame
    notices: pl.DataFrame
    reasons: pl.DataFrame
    illness_counts: bool

    @classmethod
    def of(cls, bench: duckdb.DuckDBPyConnection, illness_counts: bool) -> Beside:
        """Take it from the workbench."""
        placement = bench.sql("FROM marts.placement").pl()
        return cls(
            placement.cast({"class_id": pl.Enum(placement.get_column("class_id").unique().sort())}),
            bench.sql("FROM marts.free_day").pl(),
            bench.sql("SELECT * EXCLUDE (_received, _layout) FROM validated.absence_notices").pl(),
            bench.sql("FROM validated.absence_reasons").pl(),
            illness_counts,
        )

    def notices_of(self, week: dt.date) -> pl.DataFrame:
        """The notices that may be about this school week."""
        start, end = pl.col("start_date"), pl.col("end_date")
        is_open = end.is_null() & (start >= week - dt.timedelta(days=LONGEST_OPEN))
        return self.notices.filter((start <= week + dt.timedelta(days=6)) & ((end >= week) | is_open))


def _what_is_under(bench: duckdb.DuckDBPyConnection, weeks: list[str]) -> dict[str, str]:
    """What else a week depends on: placements, notices and free days that touch it, as a hash per week."""
    listed = ", ".join(f"(DATE '{week}')" for week in weeks)
    pieces = {
        "placement": ("marts.placement", "start_date", "coalesce(end_date, DATE '2999-12-31')",
                      "student_id, enrolment_key, class_id, start_date, end_date"),
        "notice": ("validated.absence_notices", "start_date",
                   "coalesce(end_date, CASE WHEN end_minute IS NOT NULL THEN start_date ELSE start_date + 14 END)",
                   "student_id, start_date, start_minute, end_date, end_minute, reason_code"),
        "free_day": ("marts.free_day", "date", "date", "date"),
    }  # fmt: skip
    found: dict[str, str] = dict.fromkeys(weeks, "")
    for table, first, last, columns in pieces.values():
        rows = bench.sql(
            f"SELECT w.week::VARCHAR AS week, bit_xor(digest) AS digest, sum(n)::BIGINT AS n "
            f"FROM (VALUES {listed}) AS w(week) JOIN ("
            f"SELECT date_trunc('week', {first}) AS since, date_trunc('week', {last}) AS until, "
            f"bit_xor(hash({columns})) AS digest, count(*) AS n FROM {table} GROUP BY ALL"
            ") ON since <= w.week AND until >= w.week GROUP BY 1"
        ).pl()
        for week, digest, n in rows.iter_rows():
            found[week] += f"|{table}:{digest}:{n}"
    return found


def _compute_week(store: Store, week: str, pieces: list[Piece], beside: Beside) -> Week:
    """Compute one school week."""
    found = lessons.read(
        registry.sources()["attendance"],
        [
            lessons.Piece(store.root / p.part.path, p.received, dt.date.fromisoformat(p.arrived) if p.arrived else None)
            for p in pieces
        ],
        LESSON_COLUMNS,
    )
    told = student_lesson(found.counted, beside.notices_of(dt.date.fromisoformat(week)), beside.reasons)
    days = student_day(
        told, lesson_class(found.counted, beside.placement), beside.placement, beside.free_day, beside.illness_counts
    )
    is_planned = pl.col("status").is_in(["unregistered", "cancelled"])
    facts = {
        "replaced": _by_delivery(found.replaced),
        "waiting": {
            "n_planned": _by_delivery(found.ahead.filter(is_planned)),
            "n_ahead": _by_delivery(found.ahead.filter(~is_planned)),
            "n_crowded": _by_delivery(found.crowded),
            "n_unmatched": _unmatched(found.counted, days, beside),
        },
        "registered_until": days.filter(pl.col("n_registered") + pl.col("n_ill") > 0)
        .select(pl.col("date").max().cast(pl.String))
        .item(),
    }
    return Week(days, student_week(days), class_week(days), facts)


def _put_in_place(store: Store, weeks: list[Week], files: Files) -> None:
    """Write what was computed of weeks that are kept together, each file complete when it is there.

    In small row groups, so that a page about one class reads only the pieces with that class.
    """
    aside = Files(*(store.workplace / file.name for file in files))
    order = ("class_id", "enrolment_key", "week_start", "date")
    for path, frames in zip(aside, list(zip(*weeks, strict=True))[:-1], strict=False):
        rows = pl.concat(frames, rechunk=True)
        # Weeks are in order already, so laying them into each other takes a quarter of the time of sorting them.
        by = [rows.get_column(name).to_physical().to_numpy() for name in reversed(order) if name in rows.columns]
        rows = rows[pl.Series(np.lexsort(by))].cast({"class_id": pl.String})
        rows.write_parquet(path, compression="lz4", row_group_size=ROW_GROUP[path.suffix])
    aside.facts.write_text(json.dumps([week.facts for week in weeks]), "utf-8")
    for made, file in zip(aside, files, strict=True):
        made.replace(file)


def _by_delivery(rows: pl.DataFrame) -> dict[int, int]:
    """How many of these lessons there are, per delivery."""
    return dict(rows.group_by("_received").len().sort("_received").iter_rows())


def _unmatched(counted: pl.DataFrame, days: pl.DataFrame, beside: Beside) -> dict[int, int]:
    """Lessons of students who were in no class that day, per delivery."""
    n_left_out = 0 if beside.illness_counts else pl.col("n_ill").cast(pl.Int64).sum()
    n_placed = pl.col("n_lessons").cast(pl.Int64).sum() + pl.col("n_cancelled").cast(pl.Int64).sum() + n_left_out
    if days.select(n_placed).item() == counted.height:
        return {}
    date, end = pl.col("date"), pl.col("end_date")
    there = (
        counted.select("student_id", "date")
        .unique()
        .join(beside.placement, on="student_id")
        .filter((date >= pl.col("start_date")) & (end.is_null() | (date <= end)))
    )
    return _by_delivery(counted.join(there, on=["student_id", "date"], how="anti"))
