"""The rights of a student: to be told what is held, and to be forgotten (AVG, articles 15 and 17).

Every line that names a forgotten student is set aside while it is read (see `forgotten`), so that the student does not
come back with the next build of the same files. Forgetting reads all files anew, makes a new build and removes every
earlier one; then it looks in every file that is kept whether anything of the student is left. Group figures of closed
years stay as they were reported: they tell of groups.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from pipelines import forgotten, looking, private, registry, written
from pipelines.api import open_build
from pipelines.build import build
from pipelines.contract import Source
from pipelines.deliveries import Progress, quiet
from pipelines.errors import BuildError, NothingHeldError
from pipelines.forgotten import PERSON_COLUMNS
from pipelines.settings import Settings
from pipelines.store import Store, quoted, remove
from pipelines.student_page import page
from pipelines.written import Mentions

HASHES: Final = PERSON_COLUMNS[1:]


@dataclass(frozen=True)
class Traces:
    """How one student is named in what is held: the number, the hashes in files of DUO, and the names."""

    student_id: int
    hashes: frozenset[str]
    names: frozenset[tuple[str, str]]


def traces(settings: Settings, student_id: int) -> Traces:
    """Find how a student is named, in the enrolments that are kept."""
    found = _rows(Store(settings.store), registry.sources()["enrolments"], Traces(student_id, frozenset(), frozenset()))
    hashes = {value for column in HASHES if column in found.columns for value in found[column].drop_nulls()}
    names = {(first or "", last or "") for first, last in found.select("first_name", "last_name").iter_rows()}
    return Traces(student_id, frozenset(hashes), frozenset(names))


def forget(settings: Settings, student_id: int, progress: Progress = quiet) -> list[str]:
    """Forget a student and give the names of files in which anything of him or her is left: none, when all went well.

    Raises BuildError when no new build can be made of what is left; the earlier builds are gone then too.
    """
    store = Store(settings.store)
    gone = traces(settings, student_id)
    of_sample = is_sample(store)
    for key in _keys(store, student_id):
        looking.forget(store.root / "looked", key)
    with store.being_built():
        # Not while the secret is being renewed: the list is made with it.
        forgotten.add(settings.forgotten_file, settings.secret(), (str(gone.student_id), *gone.hashes))
    written.forget(settings, student_id, gone.names)
    try:
        build(settings.model_copy(update={"keep_builds": 1}), is_sample=of_sample, progress=progress)
    except BuildError as error:
        earlier = [*store.complete_builds(), *store.weeks.rglob("*.*"), *store.validated.rglob("*.parquet")]
        for path in earlier:
            remove(path)
        if any(path.exists() for path in earlier):
            stop = "Stop ook het dashboard, en doe het dan opnieuw: een eerdere opbouw is nog open."
            raise BuildError(error.what, f"{error.do} {stop}", error.unread) from error
        raise
    return left(settings, gone)


def is_held(settings: Settings, gone: Traces) -> bool:
    """Whether anything is held of a student: in validated files, builds, the journal or the log of looking.

    False says that the student was forgotten before. Raises NothingHeldError when that is not so either, for a number
    with a slip in it may be somebody else's; BuildError when the journal is out of reach.
    """
    store = Store(settings.store)
    keys = _keys(store, gone.student_id)
    if (
        any(_in_values(path, gone) for path in store.root.rglob("*") if path.is_file())
        or written.held(settings, gone.student_id)
        or mentions(settings, gone).whole
        or looking.read(store.root / "looked")["key"].is_in(sorted(keys)).any()
    ):
        return True
    if settings.forgotten().has(gone.student_id):
        return False
    raise NothingHeldError


def left(settings: Settings, gone: Traces) -> list[str]:
    """Files of the store in which a student is still named, looked for in their bytes and in their values; and whether
    anything is left in the journal.
    """
    store = Store(settings.store)
    in_files = sorted(
        path.relative_to(store.root).as_posix()
        for path in store.root.rglob("*")
        if path.is_file() and (_in_bytes(path, gone) or _in_values(path, gone))
    )
    in_journal = written.held(settings, gone.student_id) or mentions(settings, gone).whole
    return [*in_files, *(["het logboek"] if in_journal else [])]


def mentions(settings: Settings, gone: Traces) -> Mentions:
    """Where a student is named in what was written about others, a class or a cycle. Raises BuildError."""
    return written.mentions(settings, gone.student_id, gone.names)


def held(settings: Settings, student_id: int) -> dict[str, Any]:
    """Everything that is held about a student: lines of deliveries as they were read, what was computed from them, and
    what was written in the journal.

    Per delivery and per mart a title, the meaning of its columns where that is declared, and the rows. Raises
    BuildError when the journal is out of reach.
    """
    store = Store(settings.store)
    gone = traces(settings, student_id)
    deliveries = {
        name: {"title": source.title, "columns": _meanings(source), "rows": _plain(rows)}
        for name, source in registry.sources().items()
        if (rows := _rows(store, source, gone)).height
    }
    computed: dict[str, Any] = {}
    keys = _keys(store, student_id)
    if (opened := open_build(settings.store)) is not None:
        marts = opened.ask(
            "SELECT DISTINCT table_name FROM information_schema.columns "
            "WHERE table_schema = 'marts' AND column_name = 'student_id' ORDER BY 1"
        )
        for mart in marts.get_column("table_name"):
            rows = opened.ask(f'SELECT * FROM marts."{mart}" WHERE student_id = ?', [student_id])
            if rows.height:
                computed[mart] = {"title": mart, "columns": {}, "rows": _plain(rows)}
    return {
        "institution": settings.institution,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "deliveries": deliveries,
        "computed": computed,
        "written": written.held(settings, student_id),
        "mentioned": mentions(settings, gone).whole,
        "looked": [entry for entry in looking.read(store.root / "looked").to_dicts() if entry["key"] in keys],
    }


def write_held(settings: Settings, student_id: int, folder: Path) -> list[Path]:
    """Write what is held about a student as data (JSON) and as a print (HTML), readable by the owner only."""
    everything = held(settings, student_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for name, content in {
        "gegevens.json": json.dumps(everything, ensure_ascii=False, indent=1),
        "gegevens.html": page(everything),
    }.items():
        path = folder / name
        private.write(path, content.encode())
        written.append(path)
    return written


# --- where a student is named ----------------------------------------------------------------------------------------


def _rows(store: Store, source: Source, one: Traces) -> pl.DataFrame:
    """Rows of the validated files of a source that name a student."""
    frames = [pl.DataFrame(schema=source.kept_columns)]
    for path in sorted((store.validated / source.name).rglob("*.parquet")):
        rows = pl.read_parquet(path)
        frames.append(rows.filter(_names(rows.columns, one)))
    return pl.concat(frames, how="diagonal_relaxed")


def _names(columns: Iterable[str], one: Traces) -> pl.Expr:
    named = [
        pl.col(column) == one.student_id if column == "student_id" else pl.col(column).is_in(sorted(one.hashes))
        for column in PERSON_COLUMNS
        if column in columns
    ]
    return pl.any_horizontal(pl.lit(value=False), *named).fill_null(value=False)


def _in_bytes(path: Path, gone: Traces) -> bool:
    content = path.read_bytes()
    words = [value.encode() for value in gone.hashes]
    if path.suffix in {".csv", ".json", ".toml", ".txt", ".html"}:
        # In hashes, sizes and times the same digits stand within longer ones, which tell of nobody.
        if re.search(rb"(?<![0-9])0*%d(?![0-9])" % gone.student_id, re.sub(rb"[0-9a-f]{16,}", b"", content)):
            return True
        words += (name.encode() for pair in gone.names for name in pair if len(name) > 3)
    return any(word in content for word in words)


def _in_values(path: Path, gone: Traces) -> bool:
    if path.suffix == ".parquet" or ".parquet" in path.suffixes or path.parent.name == "weeks":
        try:
            rows = pl.read_parquet(path)
        except pl.exceptions.PolarsError:
            return False
        return rows.filter(_names(rows.columns, gone)).height > 0
    if path.suffix != ".duckdb":
        return False
    with duckdb.connect(str(path), read_only=True) as opened:
        by_number = any(
            opened.execute(f"SELECT count(*) FROM {table} WHERE student_id = {gone.student_id}").fetchall()[0][0]
            for table in _tables_with(opened, "student_id")
        )
        by_name = any(
            opened.execute(
                f"SELECT count(*) FROM {table} WHERE first_name = {quoted(first)} AND last_name = {quoted(last)}"
            ).fetchall()[0][0]
            for table in _tables_with(opened, "last_name")
            for first, last in gone.names
        )
    return by_number or by_name


def _tables_with(opened: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """Tables of a build that have a column; views stand on files that are looked into by themselves."""
    found = opened.execute(
        "SELECT DISTINCT schema_name, table_name FROM duckdb_columns() WHERE column_name = ? AND NOT internal "
        "AND table_name IN (SELECT table_name FROM duckdb_tables()) ORDER BY ALL",
        [column],
    ).fetchall()
    return [f'{schema}."{table}"' for schema, table in found]


def _keys(store: Store, student_id: int) -> set[str]:
    """The opaque keys of a student in addresses, in the builds that are kept."""
    return {key for key, student in keys_of_students(store).items() if student == student_id}


def keys_of_students(store: Store) -> dict[str, int]:
    """Which student each opaque key stands for, in the builds that are kept."""
    found: dict[str, int] = {}
    for path in store.complete_builds():
        with duckdb.connect(str(path), read_only=True) as opened:
            found.update(opened.execute("SELECT student_key, student_id FROM marts.student").fetchall())
    return found


def is_sample(store: Store) -> bool:
    """Tell whether the newest build is of the fictional school; one that is damaged is not."""
    for path in store.complete_builds()[:1]:
        with suppress(duckdb.Error), duckdb.connect(str(path), read_only=True) as opened:
            return bool(opened.execute("SELECT is_sample FROM build.about").fetchall()[0][0])
    return False


# --- telling what is held --------------------------------------------------------------------------------------------


def _meanings(source: Source) -> dict[str, str]:
    return {
        name: str((column.metadata or {}).get("description", name)) for name, column in source.schema.columns().items()
    }


def _plain(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows with values that JSON knows; columns that are empty throughout are left out."""
    full = [name for name in rows.columns if rows[name].null_count() < rows.height]
    words = rows.select(pl.col(full)).with_columns(pl.selectors.temporal().cast(pl.String))
    return words.with_columns(pl.selectors.enum().cast(pl.String)).to_dicts()
