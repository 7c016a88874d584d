"""From habits to lessons attended: the truth of one week, before any supplier's layout.

A student has a level (share of lesson minutes present) that moves a little from week to week. Part of what is
missed is whole days, the rest single lessons, more often the last of the day; on top come late arrivals,
illness, appointments, and whatever the teacher did not register or had to cancel.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.synthetic.school import Lessons

PRESENT, LATE, REMOVED, EXCUSED, ILL, UNEXCUSED, UNREGISTERED, CANCELLED = range(8)
STATUSES = ("present", "late", "removed", "excused", "ill", "unexcused", "unregistered", "cancelled")

CANCELLED_SHARE = 0.015
WORTH_ENTERING_MINUTES = 5


class Habit(NamedTuple):
    """How one student tends to attend. Shares are 0-1, minutes are minutes.

    level: lesson minutes present; spread: its standard deviation from week to week; whole_day_share: part of
    the absence in whole days; late_share: days with a late arrival, by about late_minutes; arrival_minute:
    habit of arriving around this minute of the day (0 = none); ill_share: chance of an illness in a week;
    excused_share: part of the days away that is excused; notify_share: part of those reported in time.
    """

    level: float
    spread: float
    whole_day_share: float
    late_share: float
    late_minutes: float
    arrival_minute: float
    ill_share: float
    excused_share: float
    notify_share: float


class Habits(NamedTuple):
    """The habits of many students: the fields of `Habit` as arrays of one length."""

    level: NDArray[np.float64]
    spread: NDArray[np.float64]
    whole_day_share: NDArray[np.float64]
    late_share: NDArray[np.float64]
    late_minutes: NDArray[np.float64]
    arrival_minute: NDArray[np.float64]
    ill_share: NDArray[np.float64]
    excused_share: NDArray[np.float64]
    notify_share: NDArray[np.float64]


def draw_habits(rng: np.random.Generator, n: int, mean_level: float) -> Habits:
    """`n` students around a mean level (share), each with a base between 0.30 and 0.97."""
    level = np.clip(rng.beta(mean_level * 6, (1 - mean_level) * 6, n), 0.30, 0.97)
    return Habits(
        level=level,
        spread=rng.uniform(0.04, 0.16, n),
        whole_day_share=rng.uniform(0.35, 0.8, n),
        late_share=np.clip(rng.beta(1.2, 4, n) + 0.25 * (1 - level), 0, 0.9),
        late_minutes=rng.uniform(6, 32, n),
        arrival_minute=np.zeros(n),
        ill_share=rng.uniform(0.01, 0.07, n),
        excused_share=rng.beta(2, 4, n),
        notify_share=rng.uniform(0.1, 0.95, n),
    )


class Outcome(NamedTuple):
    """What happened, students x lessons: status, minutes missed, minute of the day it was reported."""

    status: NDArray[np.int8]
    missed: NDArray[np.int16]
    reported: NDArray[np.int16]


def attend(
    habits: Habits,
    lessons: Lessons,
    class_index: NDArray[np.int64],
    coverage: NDArray[np.float64],
    rng: np.random.Generator,
) -> Outcome:
    """Let these students live through one week of lessons.

    `class_index` says which class (row of `coverage`, the share of lessons registered) each student is in: a
    lesson is cancelled or left unregistered for a whole class at once.
    """
    n, m = len(habits.level), len(lessons.start)
    day, length = lessons.weekday, lessons.end - lessons.start
    day_start = np.full(5, 24 * 60)
    np.minimum.at(day_start, day, lessons.start)
    n_in_day = np.bincount(day, minlength=5)
    is_last = lessons.position == n_in_day[day] - 1

    level = np.clip(habits.level + habits.spread * rng.standard_normal(n), 0, 0.99)
    day_share = 1 - habits.whole_day_share * (1 - level)
    comes = _spread_draws(rng, n, 5) < day_share[:, None]
    skips = _spread_draws(rng, n, m) >= (level / day_share)[:, None] ** np.where(is_last, 1.5, 0.85)

    sick_from = np.where(rng.random(n) < habits.ill_share, rng.integers(0, 5, n), 9)
    sick_days = rng.geometric(0.45, n)
    days = np.arange(5)
    is_ill = (days >= sick_from[:, None]) & (days < (sick_from + sick_days)[:, None])
    on_leave = ~comes & (rng.random((n, 5)) < habits.excused_share[:, None])
    appointment = comes & (rng.random((n, 5)) < 0.012)

    delay = 1 + rng.gamma(1.6, habits.late_minutes[:, None] / 1.6, (n, 5))
    habitual = habits.arrival_minute[:, None] + 9 * rng.standard_normal((n, 5))
    is_late_day = rng.random((n, 5)) < habits.late_share[:, None]
    arrival = np.where(is_late_day, day_start + delay, 0)
    arrival = np.where(habits.arrival_minute[:, None] > 0, habitual, arrival)
    missed = np.clip(arrival[:, day].astype(np.int64) - lessons.start, 0, length)
    slow = (rng.random((n, m)) < 0.012) & (missed == 0)
    missed = np.where(slow, rng.integers(2, 16, (n, m)), missed)
    too_late = missed > length - WORTH_ENTERING_MINUTES

    status = np.where(missed > 0, LATE, PRESENT)
    sent_out = (rng.random((n, m)) < 0.003) & (status == PRESENT)
    status = np.where(sent_out, REMOVED, status)
    missed = np.where(sent_out, rng.integers(5, 30, (n, m)), missed)
    status = np.where(~comes[:, day] | skips | too_late, UNEXCUSED, status)
    status = np.where(on_leave[:, day] | (appointment[:, day] & (lessons.position < 2)), EXCUSED, status)
    status = np.where(is_ill[:, day], ILL, status)

    n_classes = len(coverage)
    forgotten = (rng.random((n_classes, m)) >= coverage[:, None])[class_index]
    forgotten |= rng.random((n, m)) < 0.003
    status = np.where(forgotten, UNREGISTERED, status)
    status = np.where((rng.random((n_classes, m)) < CANCELLED_SHARE)[class_index], CANCELLED, status)

    missed = np.where((status == LATE) | (status == REMOVED), missed, 0)
    missed = np.where((status >= EXCUSED) & (status <= UNEXCUSED), length, missed)
    told = rng.random((n, 5)) < habits.notify_share[:, None]
    told_at = np.where(told, rng.integers(420, 500, (n, 5)), rng.integers(620, 760, (n, 5)))
    is_explained = (status == ILL) | (status == EXCUSED)
    reported = np.where(is_explained, told_at[:, day], lessons.start + rng.integers(2, 16, (n, m)))
    return Outcome(status.astype(np.int8), missed.astype(np.int16), reported.astype(np.int16))


def _spread_draws(rng: np.random.Generator, n: int, m: int) -> NDArray[np.float64]:
    """`n` rows of `m` draws between 0 and 1, one in each m-th part: chance adds little to the spread."""
    parts = rng.permuted(np.tile(np.arange(m), (n, 1)), axis=1)
    return (parts + rng.random((n, m))) / m


def as_frame(student_ids: NDArray[np.int32], lessons: Lessons, outcome: Outcome, monday: date) -> pl.DataFrame:
    """One row per student and lesson of the week, in order of student, date and start."""
    n, m = outcome.status.shape
    dates = np.datetime64(monday, "D") + lessons.weekday
    return pl.DataFrame(
        {
            "student_id": np.repeat(student_ids, m),
            "date": np.tile(dates, n),
            "first_hour": np.tile(lessons.first_hour.astype(np.int8), n),
            "last_hour": np.tile(lessons.last_hour.astype(np.int8), n),
            "start_minute": np.tile(lessons.start.astype(np.int16), n),
            "end_minute": np.tile(lessons.end.astype(np.int16), n),
            "product": np.tile(lessons.product.astype(np.int8), n),
            "status": outcome.status.ravel(),
            "missed_minutes": outcome.missed.ravel(),
            "reported_minute": outcome.reported.ravel(),
        }
    )
