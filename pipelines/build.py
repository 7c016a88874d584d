"""From validated files to a new build: marts in SQL, then progress and steps in Polars, in a file of its own.

The days and weeks of students are computed one school week at a time and kept as long as nothing under that week
changes; so one more day costs one week, and the figures are those of a full rebuild to the bit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import itertools
import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import polars as pl

from pipelines import figures, history, lessons, looking, registry
from pipelines.contract import Source, explain
from pipelines.deliveries import Keeping, Progress, gone, is_shipped, quiet, take_in
from pipelines.errors import BuildError
from pipelines.known import known_at, looked_for
from pipelines.marts.class_week import class_week
from pipelines.marts.lesson_class import lesson_class
from pipelines.marts.student_day import student_day
from pipelines.marts.student_lesson import LONGEST_OPEN, student_lesson
from pipelines.marts.student_week import student_week
from pipelines.progress import DAY_COLUMNS, class_growth, class_progress, student_progress
from pipelines.settings import Settings
from pipelines.step import columns_read, find_steps
from pipelines.store import Delivery, Part, Store, quoted, rows_of
from pipelines.written import folder_of

MARTS = Path(__file__).parent / "marts"
REMARKS = Path(__file__).parent / "remarks"
REFERENCE = Path(__file__).parent / "reference"
WEEK_MARTS = ("placement", "free_day", "lesson_class", "student_lesson", "student_day", "student_week", "class_week")
"""Marts that are computed a school week at a time, or on which those weeks stand; all others are made from these."""
FIRST_MARTS = (*WEEK_MARTS, "student_mark")
"""Those, and what steps read besides."""
WAITING = ("n_unmatched", "n_unexplained", "n_planned", "n_ahead", "n_crowded")
"""What validated lines can wait for; such lines count in nothing."""
LESSON_COLUMNS = (
    "student_id", "date", "start_minute", "end_minute", "status", "is_excused", "arrival_minute", "attended_minutes",
    "class_code", "registered_at",
)  # fmt: skip
"""What days are made of."""
MEMORY = "1GB"
WORKERS = 2
"""School weeks computed at the same time, each on one core: that costs less than two cores on one week."""
ROW_GROUP = 16_384
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


def build(settings: Settings, *, is_sample: bool = False, progress: Progress = quiet) -> Path:
    """Read what is new in the inbox and make a new build of everything in it; give the build's path.

    Raises BuildError when no build can be made (no students, no lessons, another build is running, the disk is
    full); the build that is in service stays so. What an engine says of a failure can quote the values it was
    working on, so of such an error only its kind is passed on.
    """
    if not settings.inbox.is_dir():
        raise BuildError(f"De map {settings.inbox.name} voor aangeleverde bestanden bestaat niet.", "Maak haar aan.")
    try:
        return _build(settings, is_sample, progress)
    except (duckdb.Error, pl.exceptions.PolarsError, OSError) as error:
        kind = type(error).__name__
    raise BuildError(
        f"De bouw is gestopt door een fout bij het lezen, rekenen of bewaren ({kind}).",
        "Kijk of er ruimte is op de schijf en in het geheugen, en bouw opnieuw. Een vorige opbouw blijft in gebruik.",
    )


def _build(settings: Settings, is_sample: bool, progress: Progress) -> Path:
    store = Store(settings.store)
    sources = settings.sources(registry.sources())
    with store.being_built():
        judged_by = _hash(
            registry.fingerprint("contract.py", "duo.py", "ingest.py", "deliveries.py", "sources"), settings.judging()
        )
        keeping = Keeping(settings.forgotten(), settings.kept_since())
        looking.remove_older(store.root / "looked", settings.log_kept_since())
        deliveries = take_in(
            settings.inbox, store, sources, judged_by, progress, REFERENCE, keeping, folder_of(settings.store)
        )
        for name, words in (("enrolments", "inschrijvingen"), ("attendance", "aanwezigheid")):
            if not any(d.source == name and d.n_validated for d in deliveries):
                raise BuildError(
                    f"Er is geen bruikbaar bestand met {words} in de map {settings.inbox.name}.",
                    "Zet het erbij en bouw opnieuw; `groeilijn check` zegt wat er aan een bestand mankeert.",
                    [(d.file, d.refused_why) for d in deliveries if d.refused_why],
                )
        partial, complete = store.new_build()
        with _workbench(store) as bench:
            replaced = load_sources(bench, store, deliveries, sources)
            # The fictional school lives in a time of its own, so none of its lessons comes too early.
            arrivals = {} if is_sample else {d.received: d.received_at[:10] for d in deliveries}
            pieces = _lesson_pieces(deliveries, arrivals)
            weeks, facts = _weeks(bench, store, settings, pieces, progress)
            _set_data_until(bench, facts)
            progress("Bouwen", 0, 3)
            _assemble(bench, store, partial, weeks, deliveries, pieces, replaced, facts, is_sample, settings, progress)
        partial.replace(complete)
        kept = {file.relative_to(store.root).as_posix() for week in weeks for file in week}
        kept |= set(_files_in_use(store, settings.keep_builds))
        kept |= {part.path for d in deliveries for part in d.parts} | {
            d.rejected_path for d in deliveries if d.rejected_path
        }
        store.sweep(kept, settings.keep_builds)
    return complete


# --- small sources and the school weeks --------------------------------------------------------------------------


@contextmanager
def _workbench(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = str(store.workplace / "spill")
    bench = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": spill, "threads": WORKERS})
    try:
        bench.execute("CREATE SCHEMA validated")
        bench.execute("CREATE SCHEMA marts")
        yield bench
    finally:
        bench.close()


def load_sources(
    bench: duckdb.DuckDBPyConnection, store: Store, deliveries: list[Delivery], sources: Sequence[Source]
) -> dict[int, int]:
    """Give every source that is not cut by week its rows, each from the latest delivery that has its key.

    Tells how many lines of each delivery were replaced. Deliveries in different layouts come from different systems and
    do not replace each other; what came with Groeilijn is replaced whatever the layout. A source of which nothing was
    replaced stays in its files, where a mart reads the columns it needs: that costs less than loading them all.
    `validated.delivery` tells of each delivery its file and when it was received.
    """
    replaced: dict[int, int] = {}
    arrivals = pl.DataFrame(
        [(d.received, d.file, d.received_at) for d in deliveries],
        schema={"received": pl.Int32, "file": pl.String, "received_at": pl.String}, orient="row",
    )  # fmt: skip
    _table(bench, "validated.delivery", arrivals)
    for source in sources:
        if source.is_weekly:
            continue
        whole, left = list[Delivery](), list[str]()
        for together in _that_can_replace_each_other(source, deliveries):
            n_replaced, rows = _left_of(bench, store, source, together) if len(together) > 1 else ({}, "")
            replaced |= n_replaced
            left += [rows] if n_replaced else []
            whole += [] if n_replaced else together
        nothing = f"SELECT *, 0 AS _received, '' AS _layout FROM ({rows_of(source, [])})"
        rows = " UNION ALL BY NAME ".join([nothing, _arrived_rows(store, source, whole), *left])
        bench.execute(f"CREATE {'TABLE' if left else 'VIEW'} validated.{source.name} AS {rows}")
    return replaced


def _left_of(
    bench: duckdb.DuckDBPyConnection, store: Store, source: Source, together: list[Delivery]
) -> tuple[dict[int, int], str]:
    """How many lines of each of these deliveries a later one of them replaces, and SQL for the rows that are left."""
    rows = _arrived_rows(store, source, together)
    systems = [] if any(is_shipped(d) for d in together) else ["_layout"]
    keys = {f"_key_{place}": key for place, key in enumerate([*systems, *source.replaces])}
    latest = f'"{source.name} {together[0].received}"'
    bench.execute(
        f"CREATE TEMP TABLE {latest} AS SELECT {', '.join(f'{key} AS {name}' for name, key in keys.items())}, "
        f"max(_received) AS _latest FROM ({rows}) GROUP BY ALL HAVING min(_received) < max(_received)"
    )
    is_older = " AND ".join(
        ["_received < _latest", *(f"({key}) IS NOT DISTINCT FROM {name}" for name, key in keys.items())]
    )
    lines = "*" if source.line_grain == source.grain else f"DISTINCT ({', '.join(source.line_grain)})"
    counted = bench.sql(
        f"SELECT _received, count({lines}) FROM ({rows}) SEMI JOIN {latest} ON {is_older} GROUP BY 1"
    ).fetchall()
    return dict(counted), f"SELECT * FROM ({rows}) ANTI JOIN {latest} ON {is_older}"


def _arrived_rows(store: Store, source: Source, deliveries: list[Delivery]) -> str:
    """SQL for the rows of deliveries, with the place in the order of arrival and the layout beside them."""
    return rows_of(source, [
        (store.root / part.path, {"_received": str(d.received), "_layout": quoted(d.layout)})
        for d in deliveries
        for part in d.parts
    ])  # fmt: skip


def _that_can_replace_each_other(source: Source, deliveries: list[Delivery]) -> Iterator[list[Delivery]]:
    """Deliveries of a source in groups; when a row's key holds its day, deliveries about other days stand apart."""
    own = [d for d in deliveries if d.source == source.name and d.parts]
    if source.period not in source.replaces:
        if own:
            yield own
        return
    together: list[Delivery] = []
    until = ""
    for delivery in sorted(own, key=lambda d: d.first_date or ""):
        if together and (delivery.first_date or "") > until:
            yield together
            together, until = [], ""
        together.append(delivery)
        until = max(until, delivery.last_date or "")
    if together:
        yield together


def _lesson_pieces(deliveries: list[Delivery], arrivals: dict[int, str]) -> list[Piece]:
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


def _set_data_until(bench: duckdb.DuckDBPyConnection, facts: list[dict[str, Any]]) -> None:
    """Let the marts know the last day with a registered lesson, and so who is in a class now."""
    until = max((fact["registered_until"] for fact in facts if fact["registered_until"]), default=None)
    if until is None:
        raise BuildError(
            "Er is nog geen geregistreerde les van een student die is ingeschreven.",
            "Kijk met `groeilijn check` of de studentnummers en de datums in de bestanden bij elkaar horen.",
        )
    bench.execute(f"SET VARIABLE data_until = DATE '{until}'")
    bench.execute(f"CREATE OR REPLACE TABLE marts.placement AS {_sql('placement')}")


def _weeks(
    bench: duckdb.DuckDBPyConnection,
    store: Store,
    settings: Settings,
    lesson_pieces: list[Piece],
    progress: Progress,
) -> tuple[list[Files], list[dict[str, Any]]]:
    """Days and weeks of students, a school week at a time; only weeks under which something changed are computed."""
    lessons: dict[str, list[Piece]] = defaultdict(list)
    for piece in lesson_pieces:
        lessons[piece.part.week_start or ""].append(piece)
    bench.execute(f"SET VARIABLE illness_counts = {settings.illness_counts}")
    for mart in ("placement", "free_day"):
        bench.execute(f"CREATE TABLE marts.{mart} AS {_sql(mart)}")
    under = _what_is_under(bench, sorted(lessons))
    common = _hash(
        registry.fingerprint("marts", "lessons.py", "runs.py"), str(settings.illness_counts),
        str(bench.sql("SELECT bit_xor(hash(r)) FROM validated.absence_reasons AS r").fetchall()),
    )  # fmt: skip
    stale: list[tuple[dict[str, list[Piece]], Files]] = []
    found: list[Files] = []
    for span in _spans(sorted(lessons)):
        pieces = {week: sorted(lessons[week], key=lambda piece: (piece.received, piece.order)) for week in span}
        key = _hash(
            common, *(under[week] for week in span),
            *(f"{p.received}:{p.part.path}:{p.arrived}" for week in span for p in pieces[week]),
        )  # fmt: skip
        files = Files(*(store.weeks / f"{span[0]}-{key}.{kind}" for kind in Files._fields))
        found.append(files)
        if not all(file.exists() for file in files):
            stale.append((pieces, files))
    beside = Beside.of(bench, settings.illness_counts)
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
        rows.write_parquet(path, compression="lz4", row_group_size=ROW_GROUP)
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


# --- the build file ------------------------------------------------------------------------------------------------


def _assemble(
    bench: duckdb.DuckDBPyConnection,
    store: Store,
    partial: Path,
    weeks: list[Files],
    deliveries: list[Delivery],
    pieces: list[Piece],
    replaced: dict[int, int],
    facts: list[dict[str, Any]],
    is_sample: bool,
    settings: Settings,
    progress: Progress,
) -> None:
    placements = bench.sql("SELECT * FROM marts.placement").pl()
    bench.execute(f"CREATE TABLE marts.student_mark AS {_sql('student_mark')}")
    marks = bench.sql("FROM marts.student_mark").pl()
    set_vsv_rules(bench, settings)
    with _new_file(partial) as new, ThreadPoolExecutor(1) as aside:  # DuckDB works on one core, Polars on the rest
        waiting = aside.submit(_later_marts, bench, weeks)
        days = _days_in_order(weeks, pl.Enum(placements.get_column("class_id").unique().sort()))
        own = student_progress(days)
        progress("Bouwen", 1, 3)
        written: list[Future[None]] = []

        def keep(name: str, frame: pl.DataFrame) -> None:
            written.append(aside.submit(_table, new, name, frame))

        def all_kept() -> None:
            while written:
                written.pop().result()

        keep("marts.student_progress", own.with_columns(pl.col("class_id", "previous_class_id").cast(pl.String)))
        taken = find_steps(registry.steps(), days, _read([week.week for week in weeks]), own, marks)
        del days
        written.append(aside.submit(_notices_into, new, bench))  # after the days, which leave little memory
        classes = class_progress(own, placements)
        later = {**waiting.result(), "class_growth": class_growth(own, taken), "class_progress": classes}
        all_kept()
        data_until = bench.sql("SELECT getvariable('data_until')").fetchall()[0][0]
        before = next(iter(store.complete_builds()), None)
        served, revisions = history.settle(store, later, deliveries, data_until)
        progress("Bouwen", 2, 3)
        new.execute(f"CREATE VIEW marts.student_day AS FROM read_parquet({_listed(week.day for week in weeks)})")
        new.execute(f"CREATE VIEW marts.student_week AS FROM read_parquet({_listed(week.week for week in weeks)})")
        for mart, frame in {
            "placement": placements,
            "free_day": bench.sql("SELECT * FROM marts.free_day").pl(),
            "student_mark": marks,
            **served,
            "student_step": known_at(taken, before, dt.datetime.now(dt.UTC), is_sample=is_sample),
            "student": _students(bench, store.secret()),
            "class": _classes(bench, store.secret()),
            "staff": bench.sql(
                "SELECT person, name, role::VARCHAR AS role, class_id, team FROM validated.staff ORDER BY ALL"
            ).pl(),
        }.items():
            keep(f"marts.{mart}", frame)
        keep("build.week_file", pl.DataFrame({
            "day": [week.day.relative_to(store.root).as_posix() for week in weeks],
            "week": [week.week.relative_to(store.root).as_posix() for week in weeks],
        }))  # fmt: skip
        keep("build.delivery", _delivery_frame(deliveries, replaced, facts, _unexplained(bench)))
        keep("build.rejected", _rejected_frame(store, deliveries, settings))
        keep("build.remark", _remarks(bench))
        keep("build.lesson_part", _lesson_parts(pieces))
        keep("build.revision", pl.DataFrame(revisions, schema=history.REVISIONS))
        keep("build.new_limits", _new_limits(settings))
        keep("build.about", pl.DataFrame({
            "institution": [settings.institution], "is_sample": [is_sample], "data_until": [data_until],
            "illness_counts": [settings.illness_counts], "small_group": [settings.small_group],
            "few_answers": [settings.few_answers], "steps": [looked_for(marks)],
        }))  # fmt: skip
        all_kept()
        thresholds = {"small_group": settings.small_group, "few_answers": settings.few_answers}
        choices = figures.prepare(lambda query: new.sql(query).pl(), thresholds, _choices_before(store))
        _table(new, "build.choice", choices)
    progress("Bouwen", 3, 3)


def _choices_before(store: Store) -> pl.DataFrame:
    """What the newest build chose to hide; nothing where there is none, or one of an earlier version."""
    for path in store.complete_builds()[:1]:
        with duckdb.connect() as there, suppress(duckdb.Error):
            there.execute(f"ATTACH {quoted(path)} AS built (READ_ONLY)")
            choices: pl.DataFrame = there.sql("FROM built.build.choice").pl()
            return choices
    return pl.DataFrame(schema=figures.CHOICES)


@contextmanager
def _new_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    # Writing on one core takes less of the processor than on two, and the other has work of its own.
    with duckdb.connect(str(path), config={"memory_limit": MEMORY, "threads": 1}) as new:
        new.execute("CREATE SCHEMA marts")
        new.execute("CREATE SCHEMA build")
        yield new


def _notices_into(new: duckdb.DuckDBPyConnection, bench: duckdb.DuckDBPyConnection) -> None:
    """Keep what was reported about absence, in an order in which one student is found at once."""
    for source, order in (("absence_notices", "student_id"), ("absence_reasons", "reason_code")):
        rows = bench.sql(f"SELECT * EXCLUDE (_received, _layout) FROM validated.{source}").pl()
        _table(new, f"build.{source}", rows.sort(order, maintain_order=True))


def _new_limits(settings: Settings) -> pl.DataFrame:
    """From which weeks limits start anew, with the written reason. Raises SettingsError for an unknown indicator."""
    settings.require_indicators(registry.indicators())
    return pl.DataFrame(
        [one.model_dump() for one in settings.new_limits],
        schema={"indicator": pl.String, "since": pl.Date, "reason": pl.String, "team": pl.String, "level": pl.Int8},
    )


def set_vsv_rules(bench: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Tell the marts from which teljaar who counts as vsv'er."""
    rules = ", ".join(
        f"{{'from_teljaar': {rule.from_teljaar}, 'rule': {{'age_limit': {rule.age_limit}, "
        f"'levels': {sorted(rule.levels)}, 'leerwegen': {sorted(rule.leerwegen)}}}}}"
        for rule in settings.vsv_rules
    )
    rule = "STRUCT(age_limit INTEGER, levels INTEGER[], leerwegen VARCHAR[])"
    bench.execute(f"SET VARIABLE vsv_rules = [{rules}]::STRUCT(from_teljaar INTEGER, rule {rule})[]")


def _later_marts(bench: duckdb.DuckDBPyConnection, weeks: list[Files]) -> dict[str, pl.DataFrame]:
    """Every mart that is not made by the week, each after those it reads."""
    for mart, files in {
        "student_day": [week.day for week in weeks],
        "student_week": [week.week for week in weeks],
        "class_week": [week.classes for week in weeks],
    }.items():
        bench.execute(f"CREATE VIEW marts.{mart} AS FROM read_parquet({_listed(files)})")
    later = {path.stem: path.read_text("utf-8") for path in MARTS.glob("*.sql") if path.stem not in FIRST_MARTS}
    reads = {mart: set(re.findall(r"\bmarts\.(\w+)", sql)) & later.keys() for mart, sql in later.items()}
    for mart in TopologicalSorter({mart: sorted(reads[mart]) for mart in sorted(reads)}).static_order():
        bench.execute(f"CREATE TABLE marts.{mart} AS {later[mart]}")
    return {mart: bench.sql(f"FROM marts.{mart}").pl() for mart in ("class_week", *sorted(later))}


def _remarks(bench: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """What files tell about each other that no line can: source, about (a file or a period), and a Dutch sentence."""
    schema = {"source": pl.String, "about": pl.String, "sentence": pl.String}
    frames = [pl.DataFrame(schema=schema)]
    for path in sorted(REMARKS.glob("*.sql")):
        found = bench.sql(
            f"SELECT '{path.stem}' AS source, about::VARCHAR AS about, sentence FROM ({path.read_text('utf-8')})"
        )
        frames.append(found.pl().cast(schema))
    return pl.concat(frames).sort("source", "about", "sentence")


def _days_in_order(weeks: list[Files], classes: pl.Enum) -> pl.DataFrame:
    """Days of students by enrolment and date: moved column by column, so that they are in memory once and not twice."""
    days = pl.concat(_read([week.day], DAY_COLUMNS).with_columns(pl.col("class_id").cast(classes)) for week in weeks)
    day = days.select(pl.col("enrolment_key") * 2**16 + pl.col("date").to_physical()).to_series()
    order = pl.Series(np.argsort(day.to_numpy(), kind="stable"))  # fast where stretches are in order already
    with ThreadPoolExecutor(WORKERS) as pool:
        return pl.DataFrame(list(pool.map(lambda name: days.drop_in_place(name).rechunk().gather(order), days.columns)))


def _read(files: list[Path], wanted: frozenset[str] = frozenset()) -> pl.DataFrame:
    """Rows of week files, with the columns that steps read and those `wanted` besides."""
    wanted = wanted | columns_read(registry.steps())
    return pl.read_parquet(files, columns=[name for name in pl.read_parquet_schema(files[0]) if name in wanted])


def _students(bench: duckdb.DuckDBPyConnection, secret: bytes) -> pl.DataFrame:
    """One row per student, with the latest names and the opaque key used in addresses."""
    frame: pl.DataFrame = bench.sql(
        "SELECT student_id, arg_max(first_name, start_date) AS first_name, "
        "arg_max(last_name, start_date) AS last_name, arg_max(birth_date, start_date) AS birth_date "
        "FROM validated.enrolments GROUP BY student_id ORDER BY student_id"
    ).pl()
    keys = student_keys(secret, frame.get_column("student_id"))
    return frame.insert_column(1, pl.Series("student_key", keys, dtype=pl.String))


def _classes(bench: duckdb.DuckDBPyConnection, secret: bytes) -> pl.DataFrame:
    """One row per class, described as most of its placements are."""
    frame: pl.DataFrame = bench.sql(
        "SELECT class_id, year(min(start_date) - INTERVAL 7 MONTH)::SMALLINT AS school_year, mode(team) AS team, "
        "mode(location) AS location, mode(programme) AS programme, mode(level) AS level, mode(leerweg) AS leerweg "
        "FROM marts.placement GROUP BY class_id ORDER BY class_id"
    ).pl()
    keys = _opaque(secret, "class", frame.get_column("class_id"))
    return frame.insert_column(1, pl.Series("class_key", keys, dtype=pl.String))


def student_keys(secret: bytes, student_ids: Iterable[int]) -> list[str]:
    """The opaque keys of students in addresses, which only who has the secret can make."""
    return _opaque(secret, "student", student_ids)


def _opaque(secret: bytes, kind: str, values: Iterable[object]) -> list[str]:
    return [hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:16] for value in values]


def _unexplained(bench: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Absence notices whose reason code is not in the reason table, per delivery."""
    rows = bench.sql(
        "SELECT _received, count(*) AS n FROM validated.absence_notices "
        "WHERE reason_code NOT IN (SELECT reason_code FROM validated.absence_reasons) GROUP BY 1"
    ).pl()
    return dict(rows.iter_rows())


def _delivery_frame(
    deliveries: list[Delivery], replaced: dict[int, int], facts: list[dict[str, Any]], unexplained: dict[int, int]
) -> pl.DataFrame:
    """What became of every delivered file. Lines = validated + rejected + replaced.

    Among the validated, unmatched lessons wait for an enrolment and unexplained notices for a reason in the table;
    planned lessons are about a day after the delivery came in, and so are those ahead, which say already what happened;
    crowded lessons are on a day with more lessons of one student than a day can hold. Columns that a file `lacks`,
    those `gone` since an earlier file of its layout, and those `ignored` are names with commas between them, or null.
    """
    since = gone(deliveries)
    over: dict[int, int] = defaultdict(int, replaced)
    waiting: dict[str, dict[int, int]] = {column: defaultdict(int) for column in WAITING}
    waiting["n_unexplained"].update(unexplained)
    for fact in facts:
        for column, counted in fact["waiting"].items():
            for received, n in counted.items():
                waiting[column][int(received)] += n
        for received, n in fact["replaced"].items():
            over[int(received)] += n
    titles = {name: source.title for name, source in registry.sources().items()}
    return pl.DataFrame(
        [
            {
                "file": d.file,
                "source": d.source,
                "source_title": titles.get(d.source or ""),
                "layout": d.layout,
                "received_at": d.received_at,
                "first_date": d.first_date,
                "last_date": d.last_date,
                "n_lines": d.n_lines,
                "n_validated": 0 if d.repeats else d.n_validated - over[d.received],
                "n_rejected": d.n_rejected,
                "n_replaced": d.n_replaced + (0 if d.repeats else over[d.received]),
                **{column: 0 if d.repeats else waiting[column][d.received] for column in WAITING},
                "repeats": d.repeats,
                "refused_why": d.refused_why,
                "lacks": ", ".join(d.lacks) or None,
                "gone": ", ".join(since.get(d.file, ())) or None,
                "ignored": ", ".join(d.ignored) or None,
            }
            for d in deliveries
        ],
        schema={
            **dict.fromkeys(("file", "source", "source_title", "layout"), pl.String),
            **dict.fromkeys(("received_at", "first_date", "last_date"), pl.String),
            **dict.fromkeys(("n_lines", "n_validated", "n_rejected", "n_replaced"), pl.Int64),
            **dict.fromkeys(WAITING, pl.Int64),
            **dict.fromkeys(("repeats", "refused_why", "lacks", "gone", "ignored"), pl.String),
        },
    ).with_columns(
        pl.col("first_date", "last_date").str.to_date(), pl.col("received_at").str.to_datetime(time_zone="UTC")
    )


def _rejected_frame(store: Store, deliveries: list[Delivery], settings: Settings) -> pl.DataFrame:
    """Lines that were set aside: file, line, rule, and in Dutch what is wrong and what to do."""
    sources = {source.name: source for source in settings.sources(registry.sources())}
    frames = [pl.DataFrame(schema={"file": pl.String, "line": pl.UInt32, "rule": pl.String, "why": pl.String})]
    for d in deliveries:
        if d.rejected_path and d.source:
            lines = pl.read_parquet(store.root / d.rejected_path)
            whys = {rule: explain(sources[d.source], rule) for rule in lines.get_column("rule").unique()}
            frames.append(lines.select(
                pl.lit(d.file).alias("file"), "line", "rule", pl.col("rule").replace_strict(whys).alias("why")
            ))  # fmt: skip
    return pl.concat(frames)


def _lesson_parts(pieces: list[Piece]) -> pl.DataFrame:
    """Where lessons are read from; `arrived` is empty for a part without lessons after the day it came in."""
    rows = [(p.part.week_start, p.received, p.order, p.part.path, p.arrived) for p in pieces]
    schema = {
        "week_start": pl.String, "received": pl.Int32, "part_order": pl.Int32, "path": pl.String, "arrived": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("week_start").str.to_date())


def _files_in_use(store: Store, keep_builds: int) -> Iterator[str]:
    """Files that the builds which stay still read days, weeks and lessons from; a build that is damaged reads none."""
    used = (
        "SELECT path FROM build.lesson_part UNION SELECT day FROM build.week_file "
        "UNION SELECT week FROM build.week_file"
    )
    for path in store.complete_builds()[:keep_builds]:
        with suppress(duckdb.Error), duckdb.connect(str(path), read_only=True) as old:
            yield from old.sql(used).pl().get_column("path")


# --- small pieces of SQL -------------------------------------------------------------------------------------------


def _sql(mart: str) -> str:
    return (MARTS / f"{mart}.sql").read_text("utf-8")


def _table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    arrow = frame.to_arrow()
    connection.register("incoming", arrow)
    connection.execute(f"CREATE TABLE {name} AS FROM incoming")
    connection.unregister("incoming")


def _listed(paths: Iterable[Path]) -> str:
    return "[" + ", ".join(f"{quoted(path)}" for path in paths) + "]"


def _hash(*pieces: str) -> str:
    return hashlib.sha256("\0".join(pieces).encode()).hexdigest()[:16]
