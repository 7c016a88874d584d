"""What the journal keeps of a student, for how long, and how it is forgotten: entries, all versions, and drafts."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any, Final

import sqlalchemy as sa

from dashboard.journal.database import PATIENCE, JournalError, told_safely
from dashboard.journal.models import Draft, Entry, Version
from dashboard.journal.store import Condition, Journal

DRAFT_DAYS: Final = 30
"""So long is kept what somebody was writing and never saved."""


def held(journal: Journal, student_id: int) -> list[dict[str, Any]]:
    """All that is written about a student, each version with who and when, and what colleagues did not save yet."""
    versions = (
        sa.select(Entry.kind, Version.n, Version.author, Version.written_at, Version.is_withdrawn, Version.body)
        .join(Version, Version.entry_id == Entry.id)
        .where(Entry.student_id == student_id)
        .order_by(Entry.created_at, Entry.id, Version.n)
    )
    drafts = sa.select(Draft.author, Draft.saved_at, Draft.body).where(Draft.student_id == student_id)
    with told_safely(), journal.engine.connect() as connection:
        written = [dict(row) for row in connection.execute(versions).mappings()]
        unsaved = [dict(row) for row in connection.execute(drafts.order_by(Draft.saved_at)).mappings()]
    return written + [{"kind": "draft", "written_at": row.pop("saved_at"), **row} for row in unsaved]


def forget(journal: Journal, student_id: int) -> None:
    """Remove all that was written about a student, so that nothing of it is left in the files either.

    Raises JournalError when somebody keeps the database busy for so long that it cannot be swept.
    """
    _remove(journal, Entry.student_id == student_id, Draft.student_id == student_id)
    _sweep(journal)


def remove_older(journal: Journal, now: dt.datetime, since: dt.date | None = None) -> None:
    """Remove what was last written about a student or a class before the day `since`, and drafts that were left lying.

    Cycles are kept: they are about teams, and their figures stay as they were.
    """
    kept = sa.select(Version.entry_id)
    if since is not None:
        midnight = dt.datetime(since.year, since.month, since.day, tzinfo=dt.UTC)
        kept = kept.where(Version.written_at >= midnight)
    is_of_people = Entry.student_id.is_not(None) | Entry.class_id.is_not(None)
    is_left_lying = Draft.saved_at < now - dt.timedelta(days=DRAFT_DAYS)
    if _remove(journal, is_of_people & Entry.id.not_in(kept), is_left_lying):
        _sweep(journal)


def _remove(journal: Journal, entries: Condition, drafts: Condition) -> int:
    """Delete entries with their versions, and drafts; give how many rows went."""
    gone = sa.select(Entry.id).where(entries)
    with told_safely(), journal.writing() as connection:
        return sum(
            connection.execute(query).rowcount
            for query in (
                sa.delete(Version).where(Version.entry_id.in_(gone)),
                sa.delete(Entry).where(entries),
                sa.delete(Draft).where(drafts),
            )
        )


def _sweep(journal: Journal) -> None:
    """Let the database write its files anew, without what was deleted."""
    engine = journal.engine.execution_options(isolation_level="AUTOCOMMIT")
    with told_safely(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            for table in (Version, Entry, Draft):
                connection.exec_driver_sql(f"VACUUM (FULL) {table.__tablename__}")
            return
        connection.exec_driver_sql("VACUUM")
        give_up_at = time.monotonic() + PATIENCE
        while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            if time.monotonic() > give_up_at:
                break
            time.sleep(0.1)
        else:
            return
    raise JournalError("Het logboek is te druk om op te ruimen.", "Sluit het dashboard en doe het opnieuw.")
