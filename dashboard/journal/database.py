"""Opens the database of the journal, SQLite or PostgreSQL, and brings its tables up to date.

What a database says of an error may quote what it was working on, so of such an error nothing is passed on.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipelines.errors import ExpectedError

PATIENCE: Final = 60
"""Seconds a writer waits for its turn: far longer than fifty people need who save at the same moment."""
MIGRATIONS: Final = Path(__file__).parent / "migrations"
VERSIONS: Final = [MIGRATIONS / "versions"]
_TURN: Final = 4_731_024
"""The lock in PostgreSQL that one process at a time holds to change the tables."""


class JournalError(ExpectedError):
    """The journal cannot be opened, read or written just now."""

    def __init__(
        self,
        what: str = "Het logboek is nu niet te bereiken.",
        do: str = "Probeer het zo nog eens, of meld het bij de functioneel beheerder.",
    ) -> None:
        """Say the same whatever the database calls it, unless there is more to say."""
        super().__init__(what, do)


@contextmanager
def told_safely() -> Iterator[None]:
    """Turn what a database says of an error into one sentence without values."""
    try:
        yield
    except sa.exc.SQLAlchemyError:
        pass
    else:
        return
    raise JournalError


def opened(address: str) -> sa.Engine:
    """Open the journal at `address` with its tables up to date, making them where there are none.

    The address is `postgresql://...` or the path of an SQLite file. Raises JournalError.
    """
    engine = _postgresql(address) if is_server(address) else _sqlite(Path(address))
    try:
        with told_safely():
            bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def is_server(address: str) -> bool:
    """Whether an address is of a PostgreSQL server, and not of a file."""
    return re.match(r"postgresql(\+psycopg)?://", address) is not None


def _postgresql(address: str) -> sa.Engine:
    url = sa.make_url(address).set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10, pool_timeout=PATIENCE,
        connect_args={"connect_timeout": 10, "application_name": "groeilijn"},
    )  # fmt: skip


def _sqlite(path: Path) -> sa.Engine:
    """SQLite in one file for the owner only: a writer waits for its turn, and what is saved is on the disk.

    In WAL readers never wait. IMMEDIATE takes the turn when a transaction begins to write, so that nobody who
    already reads in it finds that it may not write any more.
    """
    with told_safely():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            _use_wal(path)
        except (OSError, sqlite3.Error):
            raise JournalError(
                "Het bestand van het logboek is niet te maken of te lezen.",
                "Kijk naar de rechten van de map, of kies met `journal` een andere.",
            ) from None
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), hide_parameters=True, pool_timeout=PATIENCE,
        connect_args={"timeout": PATIENCE, "isolation_level": "IMMEDIATE"},
    )  # fmt: skip

    @sa.event.listens_for(engine, "connect")
    def _set(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


def _use_wal(path: Path) -> None:
    """Change a new file to WAL, which it stays; two processes that both find it new wait for each other."""
    give_up_at = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        while True:
            with suppress(sqlite3.OperationalError):
                if connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",):
                    return
            if time.monotonic() > give_up_at:
                raise sqlite3.OperationalError
            time.sleep(0.05)


def bring_up_to_date(engine: sa.Engine, until: str = "head") -> None:
    """Run the revisions this journal does not have yet, all of them or none; one process at a time.

    Raises JournalError for a journal that is newer than this code.
    """
    script = ScriptDirectory.from_config(_alembic())
    with _alone(engine) as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        if now is not None and now not in {one.revision for one in script.walk_revisions()}:
            raise JournalError(
                "Het logboek is van een nieuwere versie van Groeilijn.", "Werk Groeilijn op deze computer bij."
            )
        if now != script.get_current_head() or until != "head":
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, until)


def revisions() -> list[str]:
    """Every revision, the oldest first."""
    return [one.revision for one in ScriptDirectory.from_config(_alembic()).walk_revisions()][::-1]


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction, for which others that want the same wait."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            # Python's sqlite3 begins a transaction before rows change, but not before tables do.
            driver.isolation_level = None
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
                connection.commit()
            finally:
                if driver.in_transaction:
                    driver.rollback()
                driver.isolation_level = "IMMEDIATE"
        return
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
        yield connection


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("version_locations", os.pathsep.join(map(str, VERSIONS)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
