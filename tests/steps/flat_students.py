"""A school year of students of whom nobody changes: what is found among them is chance.

Students differ in how often they come, how late and how often they report an absence. Around that each week
and each day goes up and down by chance, and nothing else happens.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.progress import student_progress
from pipelines.step import Step, find_steps

HOLIDAY_WEEKS = (7, 16, 17, 25)
FIRST_LESSON = 9 * 60


@dataclass(frozen=True)
class FlatYear:
    """The marts of one school year in which every student stays the same."""

    days: pl.DataFrame
    weeks: pl.DataFrame
    progress: pl.DataFrame
    marks: pl.DataFrame

    @property
    def n_later_marks(self) -> float:
        """Count the marks per student that have one before them."""
        n_series = self.marks.select(pl.struct("enrolment_key", "subject").n_unique()).item()
        return float(self.marks.height - n_series) / self.marks["enrolment_key"].n_unique()

    def steps(self, *steps: Step) -> pl.DataFrame:
        """Find these steps."""
        return find_steps(steps, self.days, self.weeks, self.progress, self.marks)

    def mean(self, step: Step) -> float:
        """Count the steps of one kind per student."""
        return len(self.steps(step)) / self.days["enrolment_key"].n_unique()

    def most(self, step: Step) -> int:
        """Count the steps of one kind of the student who has most."""
        return max(self.steps(step)["enrolment_key"].value_counts()["count"], default=0)


def flat_year(students: int, seed: int, weekly_spread: float = 0.12) -> FlatYear:
    """Draw a year of 38 school weeks of five days."""
    random = np.random.default_rng(seed)
    weeks = [week for week in range(42) if week not in HOLIDAY_WEEKS]
    dates = [dt.date(2025, 9, 1) + dt.timedelta(weeks=week, days=day) for week in weeks for day in range(5)]
    shape = (students, len(dates))

    def by_week(spread: float) -> np.ndarray:
        return np.repeat(random.normal(0, spread, (students, len(weeks))), 5, axis=1)

    presence = random.choice([0.3, 0.5, 0.7, 0.85, 0.95], (students, 1))
    lateness = random.choice([0, 10, 40, 90, 180], (students, 1))
    reports = random.choice([0, 0.1, 0.3, 0.7], (students, 1))
    # Half of what is missed are whole days, half single lessons.
    kept = np.sqrt(np.clip(presence + by_week(weekly_spread), 0.02, 0.99))
    minutes_late = np.clip(lateness + random.normal(0, 30, shape) + by_week(15), 0, None)
    minutes_late = np.where(lateness > 0, minutes_late, random.integers(1, 30, shape) * (random.random(shape) < 0.1))
    minutes_late = minutes_late.astype(int)
    n_lessons = np.broadcast_to(random.integers(3, 7, (1, len(dates))), shape)
    n_registered = np.where(random.random(shape) < 0.02, 0, n_lessons)
    skipped = random.binomial(n_lessons, 1 - kept)
    n_present = np.clip(n_registered - skipped - minutes_late // 60, 0, None) * (random.random(shape) < kept)
    n_absent = n_registered - n_present
    is_excused = random.random(shape) < 0.3
    student_id = np.repeat(np.arange(10001, 10001 + students), len(dates))
    is_present = pl.col("n_present") > 0
    days = pl.DataFrame(
        {
            "student_id": student_id.astype(np.int32),
            "enrolment_key": student_id * 100 + 1,
            "date": dates * students,
            "n_registered": n_registered.ravel().astype(np.uint8),
            "n_unregistered": (n_lessons - n_registered).ravel().astype(np.uint8),
            "n_present": n_present.ravel().astype(np.uint8),
            "n_unexcused": (n_absent * ~is_excused).ravel().astype(np.uint8),
            "registered_minutes": (n_registered * 60).ravel().astype(np.int16),
            "present_minutes": np.where(n_present > 0, n_present * 60 - minutes_late % 60, 0).ravel().astype(np.int16),
            "minutes_late": minutes_late.ravel().astype(np.int16),
            "is_first_hour_present": ((skipped == 0) & (minutes_late < 60)).ravel(),
            "is_absence_notified": (random.random(shape) < reports).ravel(),
        }
    ).with_columns(
        class_id=pl.lit("E1A"),
        school_year=pl.lit(2025, pl.Int16),
        week_start=pl.col("date").dt.truncate("1w"),
        is_teaching_day=pl.lit(True),
        arrival_minute=pl.when(is_present).then(FIRST_LESSON + pl.col("minutes_late")),
        is_on_time=pl.when(is_present).then(pl.col("minutes_late") == 0),
        is_full_day=is_present & (pl.col("present_minutes") == pl.col("registered_minutes")),
        is_first_hour_present=pl.when(pl.col("n_registered") > 0).then(pl.col("is_first_hour_present") & is_present),
        is_absence_notified=pl.when(pl.col("n_present") < pl.col("n_registered")).then("is_absence_notified"),
    )
    return FlatYear(days, _weeks(days), student_progress(days), _marks(students, seed))


def _marks(students: int, seed: int) -> pl.DataFrame:
    """Three subjects with four tests each: a mark of the student's own, with 0.7 of a point of chance around it."""
    random = np.random.default_rng([seed, 1])
    subjects, tests = ("BUR", "NED", "REK"), 4
    own = random.normal(6.2, 0.8, (students, len(subjects), 1))
    marks = np.clip((own + random.normal(0, 0.7, (students, len(subjects), tests))).round(1), 1, 10)
    student_id = np.repeat(np.arange(10001, 10001 + students), len(subjects) * tests)
    return pl.DataFrame(
        {
            "student_id": student_id.astype(np.int32),
            "enrolment_key": student_id * 100 + 1,
            "class_id": ["E1A"] * len(student_id),
            "subject": [subject for _ in range(students) for subject in subjects for _ in range(tests)],
            "date": [dt.date(2025, 10, 6) + dt.timedelta(weeks=9 * test) for test in range(tests)]
            * (students * len(subjects)),
            "mark_hundredths": (marks * 100).round().astype(np.int16).ravel(),
        }
    )


def _weeks(days: pl.DataFrame) -> pl.DataFrame:
    sums = ("n_registered", "n_unregistered", "n_present", "registered_minutes", "present_minutes")
    return (
        days.group_by("student_id", "enrolment_key", "class_id", "week_start", maintain_order=True)
        .agg(
            *(pl.col(name).cast(pl.Int16).sum() for name in sums),
            n_teaching_days=pl.col("is_teaching_day").sum(),
            n_days_present=(pl.col("n_present") > 0).sum(),
            n_on_time_days=pl.col("is_on_time").sum(),
            n_first_hour=pl.col("is_first_hour_present").sum(),
            n_first_hour_days=pl.col("is_first_hour_present").count(),
            usual_arrival_minute=pl.col("arrival_minute").quantile(0.5, "lower").cast(pl.Int16),
        )
        .with_columns(
            is_full_week=(pl.col("n_registered") > 0)
            & (pl.col("n_unregistered") == 0)
            & (pl.col("present_minutes") == pl.col("registered_minutes"))
        )
    )
