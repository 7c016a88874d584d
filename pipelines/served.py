"""A build as it is served: opened read-only, and asked by many at the same time."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from pipelines import registry
from pipelines.figures import Figures, Tables
from pipelines.indicator import Indicator
from pipelines.register import Register
from pipelines.store import quoted

NEEDED = frozenset(
    f"build.{table}" for table in (
        "about", "absence_notices", "absence_reasons", "choice", "delivery", "lesson_part", "lost", "new_limits",
        "rejected", "remark", "revision", "week_file",
    )
) | frozenset(
    f"marts.{mart}" for mart in (
        "class", "class_growth", "class_progress", "class_week", "staff", "student", "student_progress",
        "student_step", *(path.stem for path in (registry.HERE / "marts").glob("*.sql")),
    )
)  # fmt: skip
"""The tables of a build; one that an earlier version made may miss some."""
NEEDED_COLUMNS = frozenset({"marts.student_step.known_at", "build.delivery.lacks"})
"""Columns that came later than their table."""


class Build:
    """A complete build, opened read-only; one connection for the process, a cursor for each question.

    Who is there and in which class, with which almost every question begins, is kept in memory: `register`, as rows
    `classes`, `people` and `stays`, and `moved`, the keys of the enrolments with more than one stay.
    """

    def __init__(self, path: Path) -> None:
        """Open the build file at `path`, in the `builds` folder of its store."""
        self.path = path
        self.name = path.stem
        self.root = path.parent.parent
        self._connection = _connected(path, self.root)
        self._lock = threading.Lock()
        # The name of a week file begins with its first Monday.
        self._week_files = {
            f"student_{kind}": sorted((dt.date.fromisoformat(Path(one).name[:10]), self.root / one) for one in found)
            for kind, found in self.ask("SELECT day, week FROM build.week_file").to_dict(as_series=False).items()
        }
        self._week_columns = {
            mart: pl.read_parquet_schema(files[-1][1]) for mart, files in self._week_files.items() if files
        }
        about = self.ask("SELECT * FROM build.about").row(0, named=True)
        self.institution: str = about["institution"]
        self.is_sample: bool = about["is_sample"]
        self.data_until: dt.date | None = about["data_until"]
        self.illness_counts: bool = about["illness_counts"]
        self.thresholds: dict[str, int] = {name: about[name] for name in ("small_group", "few_answers")}
        self._known = lru_cache(maxsize=32)(self.ask)
        self.classes = self.ask('FROM marts."class" ORDER BY class_id')
        self.people = self.ask("FROM marts.student ORDER BY last_name, first_name, student_id")
        # Whether there is another enrolment is for the marts, and tells a tandem of before what came after the move.
        self.stays = self.ask(
            "SELECT * EXCLUDE (has_other_enrolment) FROM marts.placement ORDER BY enrolment_key, start_date, class_id"
        )
        self.register = Register(self.classes, self.people, self.stays)
        keys = self.stays.get_column("enrolment_key")
        self.moved: frozenset[int] = frozenset(keys.filter(keys.is_duplicated()))
        self._figures = Figures(self.ask, self.thresholds, self.ask("FROM build.choice"))

    def ask(self, query: str, values: Sequence[object] = ()) -> pl.DataFrame:
        """Answer one query with `values` for its question marks."""
        cursor = self.cursor()
        try:
            answer: pl.DataFrame = cursor.sql(query, params=list(values)).pl()
            return answer
        finally:
            cursor.close()

    def known(self, query: str) -> pl.DataFrame:
        """As `ask`, and remembered: for the small answers that other questions begin with."""
        return self._known(query)

    def tables(self, indicator: Indicator, moments: tuple[str, ...]) -> Tables:
        """All tables of a figure, with the cells hidden that have to be; see `figures.Figures.tables`."""
        return self._figures.tables(indicator, moments)

    def weeks(self, mart: str, since: dt.date, until: dt.date) -> pl.LazyFrame | None:
        """The rows of the files with the school weeks between two days, of a mart that is kept by the week; else None.

        So a page does not open more files with every year that is kept. Polars finds a class or a student in them in
        half the time that a query takes. The columns are the same in all, and are not read from each again.
        """
        if not (files := self._week_files.get(mart, [])):
            return None
        next_ones = [*(monday for monday, _ in files[1:]), dt.date.max]
        near = [
            path
            for (monday, path), following in zip(files, next_ones, strict=True)
            if monday <= until and since < following
        ]
        return pl.scan_parquet(
            near or files[-1][1], schema=self._week_columns[mart], glob=False, hive_partitioning=False
        )

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Give a connection of its own for one question, so that questions do not wait for each other."""
        with self._lock:
            return self._connection.cursor()


def _connected(path: Path, root: Path) -> duckdb.DuckDBPyConnection:
    """Connect to a build and to the week files it stands on, found from where the store is now."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute(f"ATTACH {quoted(path)} AS built (READ_ONLY)")
    tables = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'built'"
    ).fetchall()
    for schema in ("marts", "build"):
        connection.execute(f"CREATE SCHEMA {schema}")
    for schema, table in tables:
        connection.execute(f'CREATE VIEW {schema}."{table}" AS FROM built.{schema}."{table}"')
    for column in ("day", "week"):
        files = connection.execute(f"SELECT {column} FROM built.build.week_file").fetchall()
        listed = ", ".join(quoted(root / file) for (file,) in files)
        connection.execute(f"CREATE VIEW marts.student_{column} AS FROM read_parquet([{listed}])")
    return connection


def newest_build(store_path: Path) -> Path | None:
    """Path of the newest complete build in the store, or None when there is none that this version can read."""
    builds = sorted((store_path / "builds").glob("*.duckdb"), reverse=True)
    return builds[0] if builds and _is_of_this_version(builds[0]) else None


@lru_cache(maxsize=16)
def _is_of_this_version(path: Path) -> bool:
    """Tell whether a build has all that this version asks; one that an earlier version made may not."""
    with duckdb.connect() as there:
        there.execute(f"ATTACH {quoted(path)} AS built (READ_ONLY)")
        found = there.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'built' UNION ALL "
            "SELECT concat_ws('.', schema_name, table_name, column_name) FROM duckdb_columns() "
            "WHERE database_name = 'built'"
        ).fetchall()
    return NEEDED | NEEDED_COLUMNS <= {name for (name,) in found}


def open_build(store_path: Path) -> Build | None:
    """Open the newest complete build in the store, or give None when there is none."""
    path = newest_build(store_path)
    return Build(path) if path else None
