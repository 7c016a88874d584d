"""Reads and writes the journal, append-first: what was saved is never changed, only followed by a next version.

Who corrects or withdraws tells which version was seen. If another one was saved meanwhile, nothing is saved and both
texts are handed back. Nothing here knows who may see what: that is the work of `doors`.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from dashboard.journal.database import JournalError, opened, told_safely
from dashboard.journal.kinds import KINDS, Content
from dashboard.journal.models import Draft, Entry, Version
from pipelines.errors import ExpectedError

C = TypeVar("C", bound=Content)
C_co = TypeVar("C_co", bound=Content, covariant=True)
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Subject:
    """Whom an entry is about: a student, a class as a whole or a team; none of them: the institution.

    `part_of` is the cycle it belongs to.
    """

    student_id: int | None = None
    class_id: str | None = None
    team: str | None = None
    part_of: UUID | None = None


@dataclass(frozen=True)
class Saved(Generic[C_co]):
    """A version of an entry as it was saved; `n` counts from 1, `written_in` is the class of who wrote it."""

    id: UUID
    n: int
    content: C_co
    subject: Subject
    author: str
    written_at: dt.datetime
    created_at: dt.datetime
    written_in: str | None
    is_withdrawn: bool = False

    @property
    def is_corrected(self) -> bool:
        """Whether there was another version before."""
        return self.n > 1


class ConflictError(ExpectedError):
    """Somebody else saved a next version meanwhile. `ours` was not saved; `theirs` is what is there now."""

    def __init__(self, ours: Content | None, theirs: Saved[Any]) -> None:
        """Take what was to be saved (None for a withdrawal) and what is there."""
        super().__init__(
            "Een collega heeft dit net ook opgeslagen.",
            "Beide teksten zijn er nog. Kies wat blijft staan, en sla dat op.",
        )
        self.ours = ours
        self.theirs = theirs


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Journal:
    """One journal, opened once for everyone; safe to share between threads. Every method may raise JournalError."""

    def __init__(self, address: str, now: Callable[[], dt.datetime] = _now) -> None:
        """Open or make the journal at `address` (see `database.opened`)."""
        self.engine = opened(address)
        self._now = now
        self._turn = threading.Lock()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes.

        SQLite lets one writer through at a time, and the others look now and then whether it is their turn, so that an
        unlucky one waits long. Within this process they stand in line.
        """
        with self._turn if self.engine.dialect.name == "sqlite" else nullcontext(), self.engine.begin() as connection:
            yield connection

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(
        self, content: C, subject: Subject, *, author: str, written_in: str | None = None, place: str = ""
    ) -> Saved[C]:
        """Save a new entry, and drop the draft of this author at `place`.

        Of a kind with one entry a day (`one_per`), who begins the same one second gets a ConflictError with the first.
        """
        key = _key_of(content, subject)
        with told_safely():
            try:
                with self.writing() as connection:
                    row = {"id": key, "kind": content.kind, "created_at": self._now(), **asdict(subject)}
                    connection.execute(sa.insert(Entry), row)
                    self._append(connection, key, 1, content, author, written_in, place)
            except sa.exc.IntegrityError:
                there = self._there(key)
            else:
                return self._there(key)
        if there.is_withdrawn:
            return self.correct(there, content, author=author, written_in=written_in, place=place)
        raise ConflictError(content, there)

    def correct(
        self, seen: Saved[Any], content: C, *, author: str, written_in: str | None = None, place: str = ""
    ) -> Saved[C]:
        """Save the version after `seen`, and drop the draft of this author at `place`. Raises ConflictError."""
        self._next(seen, content, author, written_in, place)
        return self.versions(seen.id)[seen.n]

    def withdraw(self, seen: Saved[Any], *, author: str, written_in: str | None = None) -> None:
        """Take an entry back: it is shown nowhere any more and counts in nothing. Raises ConflictError."""
        self._next(seen, None, author, written_in, "")

    def _next(self, seen: Saved[Any], content: Content | None, author: str, written_in: str | None, place: str) -> None:
        with told_safely():
            try:
                with self.writing() as connection:
                    self._append(connection, seen.id, seen.n + 1, content, author, written_in, place)
            except sa.exc.IntegrityError:
                there = self._there(seen.id)
            else:
                return
        raise ConflictError(content, there)

    def _append(
        self,
        connection: sa.Connection,
        key: UUID,
        n: int,
        content: Content | None,
        author: str,
        written_in: str | None,
        place: str,
    ) -> None:
        """Add a version within a transaction; the primary key lets one writer through for each number."""
        connection.execute(sa.insert(Version), {
            "entry_id": key, "n": n, "body": {} if content is None else content.model_dump(mode="json"),
            "is_withdrawn": content is None, "class_id": written_in, "author": author, "written_at": self._now(),
        })  # fmt: skip
        if place:
            connection.execute(sa.delete(Draft).where(*_own(author, place)))

    def _there(self, key: UUID) -> Saved[Any]:
        """The last version of an entry. Raises JournalError when there is none (any more)."""
        found = self.versions(key)
        if not found:
            raise JournalError
        return found[-1]

    # --- reading -----------------------------------------------------------------------------------------------------

    def entries(self, *conditions: Condition) -> list[Saved[Any]]:
        """The last version of each entry among those that fit the conditions, by day; withdrawn entries left out.

        A condition may be about the entry (`models.Entry`) and about the version (`models.Version`).
        """
        rows = self._rows(~is_withdrawn(), *conditions)
        last = {row.id: row for row in rows}
        return sorted(map(_read, last.values()), key=lambda one: (one.content.day, one.created_at, str(one.id)))

    def versions(self, key: UUID, *conditions: Condition) -> list[Saved[Any]]:
        """Every version of an entry that fits the conditions, the first one first; a withdrawal has what was there."""
        found: list[Saved[Any]] = []
        for row in self._rows(Entry.id == key, *conditions):
            found.append(_read(row, found[-1].content if row.is_withdrawn and found else None))
        return found

    def _rows(self, *conditions: Condition) -> list[sa.Row[Any]]:
        query = sa.select(*_COLUMNS).join(Version, Version.entry_id == Entry.id).where(*conditions).order_by(Version.n)
        with told_safely(), self.engine.connect() as connection:
            return list(connection.execute(query).all())

    # --- drafts ------------------------------------------------------------------------------------------------------

    def draft(self, author: str, place: str) -> dict[str, Any] | None:
        """What this author was writing at this place, or None."""
        query = sa.select(Draft.body).where(*_own(author, place))
        with told_safely(), self.engine.connect() as connection:
            found: dict[str, Any] | None = connection.execute(query).scalar_one_or_none()
        return found

    def drafts(self, author: str, under: str) -> dict[str, dict[str, Any]]:
        """What this author was writing at all places that begin with `under`, by place."""
        query = sa.select(Draft.place, Draft.body).where(
            Draft.author == author, Draft.place.startswith(under, autoescape=True)
        )
        with told_safely(), self.engine.connect() as connection:
            return {row.place: row.body for row in connection.execute(query)}

    def keep_draft(self, author: str, place: str, body: dict[str, Any], student_id: int | None = None) -> None:
        """Keep what somebody is writing; it takes the place of the draft that was there."""
        own = _own(author, place)
        row = {"author": author, "place": place, "student_id": student_id, "body": body, "saved_at": self._now()}
        with told_safely():
            try:
                with self.writing() as connection:
                    connection.execute(sa.delete(Draft).where(*own))
                    connection.execute(sa.insert(Draft), row)
            except sa.exc.IntegrityError:
                # The same person in two windows at the same moment; the other one was there first.
                with self.writing() as connection:
                    connection.execute(sa.update(Draft).where(*own).values(body=body, saved_at=row["saved_at"]))

    def drop_draft(self, author: str, place: str) -> None:
        """Forget what this author was writing at this place."""
        with told_safely(), self.writing() as connection:
            connection.execute(sa.delete(Draft).where(*_own(author, place)))


_COLUMNS = (
    *Entry.__table__.c, Version.n, Version.body, Version.is_withdrawn, Version.class_id.label("written_in"),
    Version.author, Version.written_at,
)  # fmt: skip


def _own(author: str, place: str) -> tuple[Condition, Condition]:
    return Draft.author == author, Draft.place == place


def is_withdrawn() -> Condition:
    """Whether the last version of an entry takes it back, whoever reads."""
    last, later = aliased(Version), aliased(Version)
    has_later = sa.exists().where(later.entry_id == last.entry_id, later.n > last.n)
    return sa.exists().where(last.entry_id == Entry.id, last.is_withdrawn, ~has_later)


def _read(row: sa.Row[Any], content: Content | None = None) -> Saved[Any]:
    return Saved(
        id=row.id,
        n=row.n,
        content=content or KINDS[row.kind].model_validate(row.body),
        subject=Subject(row.student_id, row.class_id, row.team, row.part_of),
        author=row.author,
        written_at=row.written_at,
        created_at=row.created_at,
        written_in=row.written_in,
        is_withdrawn=row.is_withdrawn,
    )


def _key_of(content: Content, subject: Subject) -> UUID:
    """A new key, or the one that everybody gives who writes the same thing."""
    if content.one_per is None:
        return uuid4()
    same = [content.kind, *asdict(subject).values(), *(getattr(content, name) for name in content.one_per)]
    return uuid5(NAMESPACE_OID, json.dumps(same, default=str))
