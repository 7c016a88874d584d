"""From validated files to a new build: the school weeks, the other marts, progress and steps, in a file of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from pipelines import delivered, figures, history, looking, registry, school_week, sql, validated
from pipelines.class_progress import class_growth, class_progress
from pipelines.deliveries import Keeping, Progress, quiet, take_in
from pipelines.errors import BuildError
from pipelines.known import known_at, looked_for
from pipelines.progress import DAY_COLUMNS, student_progress
from pipelines.school_week import WEEK_MARTS, WORKERS, Files, Piece
from pipelines.settings import Settings
from pipelines.step import columns_read, find_steps
from pipelines.store import Delivery, Store, digest_of, quoted
from pipelines.written import folder_of

REMARKS = Path(__file__).parent / "remarks"
REFERENCE = Path(__file__).parent / "reference"
FIRST_MARTS = (*WEEK_MARTS, "student_mark")
"""What school weeks are made with, and what steps read besides; all other marts are made from these."""
JUDGING = ("contract.py", "duo.py", "ingest.py", "recognise.py", "records.py", "judge.py", "deliveries.py", "sources")
"""The code by which a file is judged: a change in it has every file read again."""
MEMORY = "1GB"


def build(settings: Settings, *, is_sample: bool = False, progress: Progress = quiet) -> Path:
    """Read what is new in the inbox and make a new build of everything in it; give the build's path.

    Raises BuildError when no build can be made (no students, no lessons, another build is running, the disk is
    full); the build that is in service stays so. What an engine says of a failure can quote the values it was
    working on, so of such an error only its kind is passed on.
    """
    require_inbox(settings)
    try:
        return _build(settings, is_sample, progress)
    except (duckdb.Error, pl.exceptions.PolarsError, OSError) as error:
        kind = type(error).__name__
    raise BuildError(
        f"De bouw is gestopt door een fout bij het lezen, rekenen of bewaren ({kind}).",
        "Kijk of er ruimte is op de schijf en in het geheugen, en bouw opnieuw. Een vorige opbouw blijft in gebruik.",
    )


def require_inbox(settings: Settings) -> None:
    """Raise BuildError when there is no folder with deliveries."""
    if not settings.inbox.is_dir():
        raise BuildError(f"De map {settings.inbox.name} voor aangeleverde bestanden bestaat niet.", "Maak haar aan.")


def _build(settings: Settings, is_sample: bool, progress: Progress) -> Path:
    store = Store(settings.store)
    sources = settings.sources(registry.sources())
    with store.being_built():
        judged_by = digest_of(registry.fingerprint(*JUDGING), settings.judging())
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
            replaced = validated.load(bench, store, deliveries, sources)
            # The fictional school lives in a time of its own, so none of its lessons comes too early.
            arrivals = {} if is_sample else {d.received: d.received_at[:10] for d in deliveries}
            pieces = school_week.lesson_pieces(deliveries, arrivals)
            weeks, facts = school_week.compute(bench, store, settings.illness_counts, pieces, progress)
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


def _set_data_until(bench: duckdb.DuckDBPyConnection, facts: list[dict[str, Any]]) -> None:
    """Let the marts know the last day with a registered lesson, and so who is in a class now."""
    until = max((fact["registered_until"] for fact in facts if fact["registered_until"]), default=None)
    if until is None:
        raise BuildError(
            "Er is nog geen geregistreerde les van een student die is ingeschreven.",
            "Kijk met `groeilijn check` of de studentnummers en de datums in de bestanden bij elkaar horen.",
        )
    bench.execute(f"SET VARIABLE data_until = DATE '{until}'")
    bench.execute(f"CREATE OR REPLACE TABLE marts.placement AS {sql.of_mart('placement')}")


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
    bench.execute(f"CREATE TABLE marts.student_mark AS {sql.of_mart('student_mark')}")
    marks = bench.sql("FROM marts.student_mark").pl()
    set_vsv_rules(bench, settings)
    with _new_file(partial) as new, ThreadPoolExecutor(1) as aside:  # DuckDB works on one core, Polars on the rest
        waiting = aside.submit(_later_marts, bench, weeks)
        days = _days_in_order(weeks, pl.Enum(placements.get_column("class_id").unique().sort()))
        own = student_progress(days)
        progress("Bouwen", 1, 3)
        written: list[Future[None]] = []

        def keep(name: str, frame: pl.DataFrame) -> None:
            written.append(aside.submit(sql.keep, new, name, frame))

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
        new.execute(f"CREATE VIEW marts.student_day AS FROM read_parquet({sql.listed(week.day for week in weeks)})")
        new.execute(f"CREATE VIEW marts.student_week AS FROM read_parquet({sql.listed(week.week for week in weeks)})")
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
        files = delivered.of_deliveries(deliveries, replaced, facts, delivered.unexplained(bench))
        lost = delivered.lost(before, files, dt.datetime.now(dt.UTC).date())
        keep("build.delivery", files)
        keep("build.lost", lost)
        keep("build.rejected", delivered.of_rejected(store, deliveries, settings))
        keep("build.remark", _remarks(bench, lost))
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
        sql.keep(new, "build.choice", choices)
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
        sql.keep(new, f"build.{source}", rows.sort(order, maintain_order=True))


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
        bench.execute(f"CREATE VIEW marts.{mart} AS FROM read_parquet({sql.listed(files)})")
    later = {path.stem: path.read_text("utf-8") for path in sql.MARTS.glob("*.sql") if path.stem not in FIRST_MARTS}
    reads = {mart: set(re.findall(r"\bmarts\.(\w+)", sql)) & later.keys() for mart, sql in later.items()}
    for mart in TopologicalSorter({mart: sorted(reads[mart]) for mart in sorted(reads)}).static_order():
        bench.execute(f"CREATE TABLE marts.{mart} AS {later[mart]}")
    return {mart: bench.sql(f"FROM marts.{mart}").pl() for mart in ("class_week", *sorted(later))}


def _remarks(bench: duckdb.DuckDBPyConnection, lost: pl.DataFrame) -> pl.DataFrame:
    """What files tell about each other that no line can: source, about (a file or a period), and a Dutch sentence."""
    schema = {"source": pl.String, "about": pl.String, "sentence": pl.String}
    frames = [lost.select("source", pl.lit("minder regels").alias("about"), "sentence")]
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
