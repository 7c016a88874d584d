"""The journal as one viewer may use it: about a student, about a class, or the cycles of own teams.

`dashboard.data` makes these with what `pipelines.api` says of the viewer. Of a student who is in an own class now,
everything can be read and written; of who was, only what was written with the own class. Notes in confidence are for
the tandem alone. Withdrawn is withdrawn for everybody. Whatever is outside raises AccessDeniedError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, overload
from uuid import UUID

import sqlalchemy as sa

from dashboard.journal.kinds import (
    RESTRICTED,
    STEPS_OF_A_CYCLE,
    Action,
    Check,
    Checklist,
    Content,
    Cycle,
    Decision,
    InvalidEntryError,
)
from dashboard.journal.models import Entry, Version
from dashboard.journal.store import Condition, Journal, Saved, Subject
from pipelines.api import Reach
from pipelines.errors import AccessDeniedError

C = TypeVar("C", bound=Content)
D = TypeVar("D", bound=Content)


def _within(reach: Reach) -> Condition:
    """What may be read of the journal of these students, and of the class as a whole."""
    theirs = Entry.student_id.in_(reach.keys.values())
    plain = Entry.student_id.in_(reach.writes_in) | Version.class_id.in_(reach.class_ids)
    confided = Entry.student_id.in_(reach.confided) | Version.class_id.in_(reach.confided_class_ids)
    return sa.or_(
        theirs & Entry.kind.not_in(RESTRICTED) & plain,
        theirs & Entry.kind.in_(RESTRICTED) & confided,
        Entry.class_id.in_({reach.class_id} & reach.class_ids),
    )


class _Door:
    """What all doors do alike; a subclass says what may be read and where is written."""

    def __init__(self, journal: Journal, author: str) -> None:
        self._journal = journal
        self._author = author

    def _readable(self) -> Condition:
        raise NotImplementedError

    def _home(self) -> str:
        """The part of the place of a draft that tells one student, class or team from another."""
        raise NotImplementedError

    def _written_in(self, subject: Subject) -> str | None:
        """The class with which is written. Raises AccessDeniedError where nothing may be written."""
        raise NotImplementedError

    def _student(self) -> int | None:
        return None

    def versions(self, key: UUID) -> list[Saved[Any]]:
        """Every version of an entry that may be read, the first one first: who wrote what, and when."""
        return self._journal.versions(key, self._readable())

    def correct(self, seen: Saved[Any], content: C, *, place: str = "") -> Saved[C]:
        """Save a next version of what was seen. Raises ConflictError when somebody else did meanwhile.

        With `place` the draft there is dropped; after a conflict it is still there.
        """
        self._check(content, seen.subject)
        self._same(seen, content)
        written_in = self._written_in(seen.subject)
        return self._journal.correct(
            seen, content, author=self._author, written_in=written_in, place=self._place(place)
        )

    def withdraw(self, seen: Saved[Any]) -> None:
        """Take back what was seen. Raises ConflictError when somebody else changed it meanwhile."""
        self._same(seen, seen.content)
        self._journal.withdraw(seen, author=self._author, written_in=self._written_in(seen.subject))

    def draft(self, place: str) -> dict[str, Any] | None:
        """What this viewer was writing at this place of the page, or None."""
        return self._journal.draft(self._author, self._place(place))

    def keep_draft(self, place: str, values: dict[str, Any]) -> None:
        """Keep what this viewer is writing at this place: values that JSON knows. It survives a reload."""
        self._journal.keep_draft(self._author, self._place(place), values, self._student())

    def drop_draft(self, place: str) -> None:
        """Forget what this viewer was writing at this place."""
        self._journal.drop_draft(self._author, self._place(place))

    def drafts(self) -> dict[str, dict[str, Any]]:
        """All that this viewer was writing here, by place."""
        home = self.full_place("")
        found = self._journal.drafts(self._author, home)
        return {place.removeprefix(home): body for place, body in found.items()}

    def full_place(self, place: str) -> str:
        """A place of the page with whom it is about, as drafts know it. Nothing that may leave the server."""
        return f"{self._home()}/{place}"

    def _place(self, place: str) -> str:
        return self.full_place(place) if place else ""

    def _entries(self, kinds: tuple[type[Content], ...], *conditions: Condition) -> list[Saved[Any]]:
        wanted = [Entry.kind.in_([kind.kind for kind in kinds])] if kinds else []
        return self._journal.entries(self._readable(), *wanted, *conditions)

    def _write(self, content: C, subject: Subject, place: str) -> Saved[C]:
        self._check(content, subject)
        written_in = self._written_in(subject)
        return self._journal.write(
            content, subject, author=self._author, written_in=written_in, place=self._place(place)
        )

    def _check(self, content: Content, subject: Subject) -> None:
        """Refuse a kind in a place where it does not belong."""
        what = "student" if subject.student_id is not None else "class" if subject.class_id is not None else "team"
        if what not in content.about:
            raise AccessDeniedError

    def _same(self, seen: Saved[Any], content: Content) -> None:
        """Refuse what this viewer may not have seen, and what would make another thing of it."""
        if content.kind != seen.content.kind or not self.versions(seen.id):
            raise AccessDeniedError
        if any(getattr(content, name) != getattr(seen.content, name) for name in content.one_per or ()):
            raise InvalidEntryError({"date": "De datum ligt vast. Trek dit terug en schrijf het bij de goede dag."})


class StudentJournal(_Door):
    """What is written about one student, for one viewer."""

    def __init__(
        self, journal: Journal, author: str, reach: Reach, student_id: int, kenmerken: Mapping[str, frozenset[str]]
    ) -> None:
        super().__init__(journal, author)
        self._reach = reach
        self._student_id = student_id
        self._kenmerken = kenmerken

    @property
    def may_write(self) -> bool:
        """Whether the student is in an own class now."""
        return self._student_id in self._reach.writes_in

    @property
    def may_confide(self) -> bool:
        """Whether notes in confidence may be read and written."""
        return self._student_id in self._reach.confided

    @overload
    def entries(self) -> list[Saved[Any]]: ...
    @overload
    def entries(self, kind: type[C], /) -> list[Saved[C]]: ...
    @overload
    def entries(self, kind: type[C], other: type[D], /) -> list[Saved[C | D]]: ...
    @overload
    def entries(self, *kinds: type[Content]) -> list[Saved[Any]]: ...
    def entries(self, *kinds: type[Content]) -> list[Saved[Any]]:
        """What is written about the student, of these kinds or of all, by day; each entry in its last version."""
        return self._entries(kinds)

    def write(self, content: C, *, place: str = "") -> Saved[C]:
        """Save a new entry about the student, and drop the draft at `place`.

        Raises AccessDeniedError when the student is in no own class now, and ConflictError when a colleague began the
        same (a talk of the same day).
        """
        return self._write(content, Subject(student_id=self._student_id), place)

    def _readable(self) -> Condition:
        return _within(self._reach) & (Entry.student_id == self._student_id)

    def _home(self) -> str:
        return f"student {self._student_id}"

    def _student(self) -> int | None:
        return self._student_id

    def _written_in(self, subject: Subject) -> str | None:
        if subject.student_id != self._student_id or not self.may_write:
            raise AccessDeniedError
        return self._reach.writes_in[self._student_id]

    def _check(self, content: Content, subject: Subject) -> None:
        super()._check(content, subject)
        _check_kenmerken(content, self._kenmerken)
        if content.is_restricted and not self.may_confide:
            raise AccessDeniedError


class ClassJournal(_Door):
    """What is written about a class as a whole and about its students, for one viewer."""

    def __init__(self, journal: Journal, author: str, reach: Reach, kenmerken: Mapping[str, frozenset[str]]) -> None:
        super().__init__(journal, author)
        self._reach = reach
        self._kenmerken = kenmerken

    def of(self, student_key: str) -> StudentJournal:
        """The journal of one student who is or was in the class. Raises AccessDeniedError for another key."""
        if student_key not in self._reach.keys:
            raise AccessDeniedError
        return StudentJournal(self._journal, self._author, self._reach, self._reach.keys[student_key], self._kenmerken)

    @overload
    def entries(self) -> list[Saved[Any]]: ...
    @overload
    def entries(self, kind: type[C], /) -> list[Saved[C]]: ...
    @overload
    def entries(self, *kinds: type[Content]) -> list[Saved[Any]]: ...
    def entries(self, *kinds: type[Content]) -> list[Saved[Any]]:
        """What is written about the class as a whole, by day."""
        return self._entries(kinds, Entry.class_id == self._reach.class_id)

    @overload
    def of_students(self) -> dict[str, list[Saved[Any]]]: ...
    @overload
    def of_students(self, kind: type[C], /) -> dict[str, list[Saved[C]]]: ...
    @overload
    def of_students(self, *kinds: type[Content]) -> dict[str, list[Saved[Any]]]: ...
    def of_students(self, *kinds: type[Content]) -> dict[str, list[Saved[Any]]]:
        """What is written about each student who is or was in the class, by the key of the student; one question."""
        found: dict[str, list[Saved[Any]]] = {key: [] for key in self._reach.keys}
        key_of = {student_id: key for key, student_id in self._reach.keys.items()}
        for one in self._entries(kinds, Entry.student_id.is_not(None)):
            found[key_of[one.subject.student_id or 0]].append(one)
        return found

    def write(self, content: C, *, place: str = "") -> Saved[C]:
        """Save a new entry about the class as a whole, and drop the draft at `place`."""
        return self._write(content, Subject(class_id=self._reach.class_id), place)

    def _readable(self) -> Condition:
        return _within(self._reach)

    def _home(self) -> str:
        return f"class {self._reach.class_id}"

    def _written_in(self, subject: Subject) -> str | None:
        if subject.class_id != self._reach.class_id or subject.class_id not in self._reach.class_ids:
            raise AccessDeniedError
        return subject.class_id

    def _check(self, content: Content, subject: Subject) -> None:
        super()._check(content, subject)
        _check_kenmerken(content, self._kenmerken)


@dataclass(frozen=True)
class CycleStory:
    """A PDCA cycle with all that belongs to it, each by day."""

    cycle: Saved[Cycle]
    actions: tuple[Saved[Action], ...] = ()
    checks: tuple[Saved[Check], ...] = ()
    decisions: tuple[Saved[Decision], ...] = ()


class Cycles(_Door):
    """PDCA cycles for one viewer: of own teams, or of all teams and the institution (`teams` is None)."""

    def __init__(self, journal: Journal, author: str, teams: frozenset[str] | None) -> None:
        super().__init__(journal, author)
        self._teams = teams

    def entries(self) -> list[CycleStory]:
        """Every cycle in scope, by the day it started, with its actions, checks and decisions."""
        found = self._entries((Cycle, Action, Check, Decision))
        parts: dict[UUID, dict[str, list[Saved[Any]]]] = {}
        for one in found:
            if one.subject.part_of is not None:
                parts.setdefault(one.subject.part_of, {}).setdefault(one.content.kind, []).append(one)
        return [
            CycleStory(one, *(tuple(parts.get(one.id, {}).get(kind.kind, ())) for kind in (Action, Check, Decision)))
            for one in found
            if one.subject.part_of is None
        ]

    def write(self, cycle: Cycle, *, team: str | None, place: str = "") -> Saved[Cycle]:
        """Begin a cycle of a team, or of the institution (None). Raises AccessDeniedError for a team out of scope."""
        return self._write(cycle, Subject(team=team), place)

    def add(self, cycle: Saved[Cycle], content: C, *, place: str = "") -> Saved[C]:
        """Save an action, a check or a decision with a cycle, and drop the draft at `place`."""
        self._same(cycle, cycle.content)
        return self._write(content, Subject(team=cycle.subject.team, part_of=cycle.id), place)

    def _readable(self) -> Condition:
        of_cycles = Entry.kind.in_([Cycle.kind, *STEPS_OF_A_CYCLE])
        return of_cycles if self._teams is None else of_cycles & Entry.team.in_(self._teams)

    def _home(self) -> str:
        return "cycles"

    def _written_in(self, subject: Subject) -> str | None:
        if self._teams is not None and subject.team not in self._teams:
            raise AccessDeniedError
        return None

    def _check(self, content: Content, subject: Subject) -> None:
        super()._check(content, subject)
        if (content.kind in STEPS_OF_A_CYCLE) == (subject.part_of is None):
            raise AccessDeniedError


def _check_kenmerken(content: Content, kenmerken: Mapping[str, frozenset[str]]) -> None:
    """Refuse a kenmerk that is not on this checklist."""
    if isinstance(content, Checklist) and not content.items.keys() <= kenmerken[content.checklist]:
        raise InvalidEntryError({"items": "Dit kenmerk staat niet op deze lijst. Open de lijst opnieuw."})
