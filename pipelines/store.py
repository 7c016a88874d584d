"""Where everything is kept: validated files by content, builds by time, and the list of deliveries.

    <store>/validated/<source>/<key>.parquet        one delivered file; <key>/<week>-<part>.parquet when cut by week
    <store>/rejected/<source>/<key>.parquet         its lines that were set aside: line and rule, never values
    <store>/weeks/<week>-<key>.*.parquet            days and weeks of students, kept while nothing under them changes
    <store>/builds/<time>.duckdb                    the newest complete one is served
    <store>/reported/                               group figures of closed years, as they were reported (see history)
    <store>/looked/                                 who opened which student and when (see looking)
    <store>/deliveries.json                         what was delivered, in the order of arrival
    <store>/secret.key, <store>/cookie.key          behind the opaque keys in addresses; behind the cookies of people
    <store>/lock                                    held by the build that runs

Every file appears under its name only when it is complete (written aside, then renamed), so a process that is killed
leaves nothing that could be taken for a result. What it does leave, the next build sweeps away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines import private
from pipelines.contract import Source
from pipelines.errors import BuildError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BUILD_NAME = "%Y%m%d-%H%M%S-%f"
PARTIAL = ".partial"


@dataclass(frozen=True)
class Part:
    """A piece of a validated file: its path inside the store, and the Monday of its week when cut by week."""

    path: str
    week_start: str | None
    n_rows: int


@dataclass(frozen=True)
class Delivery:
    """One file in the inbox and what became of its lines.

    A workbook with more than one filled sheet is a delivery per sheet: `sheet`, which `file` then names too.
    `received` is its place in the order of arrival. `n_replaced` counts lines repeated further down the same file.
    `lacks` are columns of the layout that its header does not have, `ignored` those in it that the layout does not
    know: names, never values. `repeats` names an earlier file with exactly the same content. `refused_why` is the
    sentence that says why nothing of the file was loaded.
    """

    file: str
    n_bytes: int
    modified_ns: int
    digest: str
    received: int
    received_at: str
    source: str | None = None
    layout: str | None = None
    n_lines: int = 0
    n_validated: int = 0
    n_rejected: int = 0
    n_replaced: int = 0
    first_date: str | None = None
    last_date: str | None = None
    parts: tuple[Part, ...] = ()
    rejected_path: str | None = None
    repeats: str | None = None
    refused_why: str | None = None
    sheet: str | None = None
    lacks: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Path of the file, inside the inbox."""
        return self.file if self.sheet is None else self.file.removesuffix(of_sheet("", self.sheet))


def of_sheet(path: str, sheet: str) -> str:
    """How a sheet of a workbook is called, in lists and in messages."""
    return f"{path}, blad {sheet}"


class Store:
    """The folder that holds all results; made on first use, readable by its owner only."""

    def __init__(self, root: Path) -> None:
        """Open the store at `root`, making its folders where they are missing."""
        self.root = root
        for folder in (root, self.builds, self.weeks, self.workplace, self.validated, self.rejected, self.reported):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def builds(self) -> Path:
        """Folder of builds."""
        return self.root / "builds"

    @property
    def weeks(self) -> Path:
        """Folder of days and weeks of students that can be used again."""
        return self.root / "weeks"

    @property
    def workplace(self) -> Path:
        """Folder for files that are being made."""
        return self.root / "being_made"

    @property
    def validated(self) -> Path:
        """Folder of validated files."""
        return self.root / "validated"

    @property
    def rejected(self) -> Path:
        """Folder of lines set aside."""
        return self.root / "rejected"

    @property
    def reported(self) -> Path:
        """Folder of group figures of closed years; it stays when everything else is built anew."""
        return self.root / "reported"

    @contextmanager
    def being_built(self) -> Iterator[None]:
        """Hold the store for one build at a time. Raises BuildError when another one runs.

        The operating system lets go of the lock, however the process ends. Whatever is made meanwhile is readable by
        its owner only.
        """
        before = os.umask(0o077)
        try:
            with (self.root / "lock").open("a+b") as lock:
                if not _is_ours(lock.fileno()):
                    raise BuildError(
                        "Er loopt al een bouw in deze opslag.", "Wacht tot die klaar is en probeer het dan opnieuw."
                    )
                shutil.rmtree(self.workplace, ignore_errors=True)
                self.workplace.mkdir(mode=0o700, exist_ok=True)
                yield
        finally:
            os.umask(before)

    def deliveries(self, fingerprint: str) -> list[Delivery]:
        """What was delivered before, in order of arrival; only the order counts when the code has changed."""
        path = self.root / "deliveries.json"
        if not path.exists():
            return []
        kept = json.loads(path.read_text("utf-8"))
        found = [
            Delivery(**{
                **entry, "parts": tuple(Part(**part) for part in entry["parts"]),
                **{name: tuple(entry.get(name, ())) for name in ("lacks", "ignored")},
            })
            for entry in kept["deliveries"]
        ]  # fmt: skip
        if kept["fingerprint"] == fingerprint:
            return found
        return [
            Delivery(d.file, -1, -1, d.digest, d.received, d.received_at, repeats=d.repeats, sheet=d.sheet)
            for d in found
        ]

    def refused(self) -> list[tuple[str, str]]:
        """Files of the last round of which nothing was read, each with the sentence that says why."""
        path = self.root / "deliveries.json"
        kept = json.loads(path.read_text("utf-8"))["deliveries"] if path.exists() else []
        return [(entry["file"], entry["refused_why"]) for entry in kept if entry["refused_why"]]

    def keep_deliveries(self, deliveries: Iterable[Delivery], fingerprint: str) -> None:
        """Write the list of deliveries."""
        entries = [asdict(delivery) for delivery in sorted(deliveries, key=lambda d: (d.received, d.file))]
        words = json.dumps({"fingerprint": fingerprint, "deliveries": entries}, ensure_ascii=False, indent=1)
        aside = self.workplace / "deliveries.json"
        aside.write_text(words, "utf-8")
        aside.replace(self.root / "deliveries.json")

    def secret(self, name: str = "secret") -> bytes:
        """The secret of this name, made on first use, readable by the owner only."""
        path = self.root / f"{name}.key"
        if not path.exists():
            private.write(path, secrets.token_bytes(32))
        return path.read_bytes()

    def renew_secrets(self) -> None:
        """Forget the secrets behind addresses and cookies; new ones are made when they are needed."""
        for path in (self.root / "secret.key", self.root / "cookie.key"):
            path.unlink(missing_ok=True)

    def complete_builds(self) -> list[Path]:
        """Complete builds, newest first."""
        return sorted(self.builds.glob("*.duckdb"), reverse=True)

    def new_build(self) -> tuple[Path, Path]:
        """Where to make a build, and where to put it when it is complete; its name is later than any other."""
        now = dt.datetime.now(dt.UTC)
        newest = next(iter(self.complete_builds()), None)
        if newest is not None:
            before = dt.datetime.strptime(newest.stem, BUILD_NAME).replace(tzinfo=dt.UTC)
            now = max(now, before + dt.timedelta(milliseconds=1))
        name = now.strftime(BUILD_NAME)
        return self.builds / f"{name}{PARTIAL}", self.builds / f"{name}.duckdb"

    def sweep(self, kept_files: set[str], keep_builds: int) -> None:
        """Remove what no build and no delivery uses any more; `kept_files` are paths inside the store."""
        for path in self.complete_builds()[keep_builds:]:
            remove(path)
        for path in self.builds.iterdir():
            if path.suffix != ".duckdb":
                remove(path)
        for folder in (self.validated, self.rejected, self.weeks):
            for path in sorted(folder.rglob("*"), reverse=True):
                if path.is_dir():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif path.relative_to(self.root).as_posix() not in kept_files:
                    remove(path)
        shutil.rmtree(self.workplace, ignore_errors=True)


def _is_ours(file: int) -> bool:
    """Lock an open file for this process alone, and say whether that worked."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def remove(path: Path) -> None:
    """Remove a file; one that somebody has open stays on Windows, until the next build."""
    with suppress(PermissionError):
        path.unlink(missing_ok=True)


def rows_of(source: Source, parts: Iterable[tuple[Path, dict[str, str]]]) -> str:
    """SQL for the rows of validated files, all columns of the source included, with constants beside each file's rows.

    `parts` are (path, {column: SQL constant}), the same columns for each. A file holds only the columns its layout has.
    """
    columns = ", ".join(
        f"NULL::{_DUCK_TYPES.get(str(kind), 'VARCHAR')} AS {name}" for name, kind in source.kept_columns.items()
    )
    nothing = f"SELECT {columns} WHERE false"
    listed = [(quoted(path), constants) for path, constants in parts]
    if not listed:
        return nothing
    paths = ", ".join(path for path, _ in listed)
    beside = "".join(
        f", CASE _path {' '.join(f'WHEN {path} THEN {constants[name]}' for path, constants in listed)} END AS {name}"
        for name in listed[0][1]
    )
    read = f"read_parquet([{paths}], union_by_name=true, filename='_path')"
    return f"{nothing} UNION ALL BY NAME SELECT * EXCLUDE (_path){beside} FROM {read}"


def digest_of(*pieces: str) -> str:
    """A short name for content: the same for the same pieces, and another for any other."""
    return hashlib.sha256("\0".join(pieces).encode()).hexdigest()[:16]


def quoted(text: object) -> str:
    """Text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


_DUCK_TYPES = {
    "Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INTEGER", "Float64": "DOUBLE", "Date": "DATE",
    "Datetime(time_unit='us', time_zone=None)": "TIMESTAMP",
}  # fmt: skip
