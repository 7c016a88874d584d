"""Who is to be spoken of in the hour of the tandem: facts of the register and of the journal, without a screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from dashboard.filters import Student
from dashboard.journal.kinds import Agreement, Contact, Goal, SeenStep, Talk
from dashboard.journal.store import Saved

WAITING: Final = timedelta(weeks=3)
"""Who was not spoken of for so long comes up by itself."""
FIRST_LOOK_BACK: Final = timedelta(weeks=4)
"""How far the first hour of a class looks back for steps."""
BEGUN: Final = timedelta(hours=1)
"""How long before its first talk is saved an hour has surely begun, and its steps stood on the screen."""


@dataclass(frozen=True)
class Step:
    """A step of a student: from the register, or seen by the tandem."""

    student: Student
    date: date
    sentence: str
    is_seen: bool = False
    is_late: bool = False
    """Of a day before the last hour, and known only after it."""


@dataclass(frozen=True)
class _Known:
    """A step of one student, and the moment it became known; None where its date is all there is."""

    date: date
    known_at: datetime | None
    sentence: str
    is_seen: bool = False

    def is_known_after(self, begun: datetime | None) -> bool:
        """Whether it was not there yet in the hour in which the first talk was saved at `begun`."""
        return begun is not None and self.known_at is not None and self.known_at > begun - BEGUN


@dataclass(frozen=True)
class Turn:
    """One student in the hour of today."""

    student: Student
    talk: Saved[Talk] | None
    """The talk of today, when there was one."""
    last_talk: Saved[Talk] | None
    """The last talk before today."""
    last_contact: date | None
    goals: tuple[Saved[Goal], ...]
    """The own goals that are not reached yet, as they were written."""
    agreements: tuple[Saved[Agreement], ...]
    """Agreements that are not done yet, those that are due first in front."""
    steps: tuple[Step, ...]
    """Steps from the day of the last hour on, and of before what became known after it; the newest first."""
    is_waiting: bool
    """Not spoken of for three weeks, nor today, though the class had an hour before."""

    @property
    def last_day(self) -> date | None:
        """The day of the last talk before today."""
        return None if self.last_talk is None else self.last_talk.content.date


@dataclass(frozen=True)
class Hour:
    """The hour of a class on one day; `since` is the last day before it with a talk, None for the first hour."""

    on: date
    since: date | None
    turns: tuple[Turn, ...]

    @property
    def steps(self) -> list[Step]:
        """All steps since the last hour, the newest first, then by name as the turns are."""
        return sorted((step for turn in self.turns for step in turn.steps), key=lambda step: step.date, reverse=True)

    @property
    def waiting(self) -> list[Turn]:
        """Who was not spoken of for three weeks, alphabetical."""
        return [turn for turn in self.turns if turn.is_waiting]

    @property
    def n_spoken(self) -> int:
        """How many were spoken of today."""
        return sum(turn.talk is not None for turn in self.turns)

    def of(self, student_key: str | None) -> Turn | None:
        """The turn of this student; without a known key of who is waiting first, then of the next by name."""
        for turn in self.turns:
            if turn.student.student_key == student_key:
                return turn
        left = [turn for turn in self.turns if turn.talk is None]
        return next(iter([*(turn for turn in left if turn.is_waiting), *left, *self.turns]), None)

    def after(self, turn: Turn) -> Turn | None:
        """Whose turn it is once this student is spoken of: by name, and after the last name who was passed over.

        After somebody who was waiting it is the next who waits, and then the first by name. None: everybody is done.
        """
        left = [one for one in self.turns if one.talk is None and one is not turn]
        later = self.turns[self.turns.index(turn) + 1 :]
        coming = [one for one in left if one in later and (one.is_waiting or not turn.is_waiting)]
        return next(iter([*coming, *left]), None)


def hour(
    students: Sequence[Student], entries: dict[str, list[Saved[Any]]], steps: Iterable[dict[str, Any]], on: date
) -> Hour:
    """Put together the hour of the class on day `on`.

    `students` in the order of the page; `entries` by student key, each in its last version; `steps` rows of
    `student_step` with student_key, step_date, known_at and sentence.
    """
    talks = {key: [one for one in found if isinstance(one.content, Talk)] for key, found in entries.items()}
    before = [one for found in talks.values() for one in found if one.content.date < on]
    since = max((one.content.date for one in before), default=None)
    begun = min((one.created_at for one in before if one.content.date == since), default=None)
    recent: dict[str, list[_Known]] = {}
    for row in steps:
        known = _Known(row["step_date"], row["known_at"], row["sentence"])
        recent.setdefault(row["student_key"], []).append(known)
    return Hour(
        on,
        since,
        tuple(
            _turn(
                student,
                talks.get(student.student_key, []),
                entries.get(student.student_key, []),
                recent.get(student.student_key, []),
                since,
                begun,
                on,
            )
            for student in students
        ),
    )


def _turn(
    student: Student,
    talks: Sequence[Saved[Talk]],
    entries: Sequence[Saved[Any]],
    steps: Sequence[_Known],
    since: date | None,
    begun: datetime | None,
    on: date,
) -> Turn:
    today = next((one for one in talks if one.content.date == on), None)
    last = max((one for one in talks if one.content.date < on), key=lambda one: one.content.date, default=None)
    contents = [one.content for one in entries]
    seen = [
        _Known(one.content.date, one.created_at, one.content.words, is_seen=True)
        for one in entries
        if isinstance(one.content, SeenStep)
    ]
    first_day = on - FIRST_LOOK_BACK if since is None else since
    open_now = [one for one in entries if isinstance(one.content, Agreement) and one.content.done_on is None]
    long_ago = last is None or on - last.content.date >= WAITING
    return Turn(
        student,
        today,
        last,
        max((content.date for content in contents if isinstance(content, Contact)), default=None),
        tuple(one for one in entries if isinstance(one.content, Goal) and not one.content.is_reached),
        tuple(sorted(open_now, key=lambda one: (one.content.due is None, one.content.due or on))),
        tuple(
            Step(student, step.date, step.sentence, step.is_seen, is_late=step.date < first_day)
            for step in sorted([*steps, *seen], key=lambda step: step.date, reverse=True)
            if step.date <= on and (step.date >= first_day or step.is_known_after(begun))
        ),
        since is not None and today is None and long_ago,
    )
