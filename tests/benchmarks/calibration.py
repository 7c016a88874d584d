"""How often 'sustained' and the class band speak when nothing changes, and how often they find a change.

    python -m tests.benchmarks.calibration            every cell, a few minutes
    python -m tests.benchmarks.calibration --quick    six cells, half a minute

Simulated is a school year of 40 teaching weeks with four holidays between them and a short week before
each, five or three school days a week, five lessons a day, 3 % of the lessons not registered. A student's
weekly share is a draw from a beta distribution with the presence as mean and the weekly spread as standard
deviation, rounded to whole lessons; missed lessons fill whole days first. Shares stay between 0 and 1, so
near the ceiling they are as skewed as real ones. Every figure goes through the functions of the product.

Nobody changes: per cell the share of students sustained (up or down) and the share of classes of 15 outside
the band, in the week where that share is highest; with 33 weeks to choose from that is a strict reading.
Classes are judged in institutions of 200 and of 12 classes. `all` mixes the students of all cells in every
class, `per class` gives every class one cell.

Students gain 10, 20 or 30 points and hold it: the share found sustained_up in some of the 8 weeks from the
change on, against tests that know the day of change and the noise of the cell. The oracle looks at the same
moments as we do, at the end of each of the 8 weeks: all minutes since the change against all minutes of the
year before it. Its threshold per look is the quantile of that same difference among students who do not
change, at the share we call sustained_up in those weeks: the same false alarms per week. Also printed: one
look only, after the eighth week, at that same share per week; and one look at the share we call
sustained_up in some of the 8 weeks. The last is no goal: it shows what it costs to look every week for a
change at an unknown moment. Cells where presence plus gain passes 0.95 are left out: they hit the ceiling.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import beta, norm

from pipelines.class_progress import class_progress
from pipelines.progress import student_progress

Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SEED: Final = 20252026
PRESENCES: Final = (0.30, 0.50, 0.70, 0.85, 0.95)
SPREADS: Final = (0.08, 0.12, 0.18)
GAINS: Final = (0.10, 0.20, 0.30)
CEILING: Final = 0.95
LOOKS: Final = 8
CLASS_SIZE: Final = 15
TERMS: Final = (8, 8, 6, 8, 10)
HOLIDAYS: Final = (1, 2, 1, 2, 0)
CHANGE_WEEKS: Final = {5: (10, 20, 30), 3: (16, 22, 30)}
"""First changed week, counted from 0; with three days a week day 40 comes in week 14."""

MOST_SUSTAINED: Final = 0.05
MOST_OUTSIDE: Final = 0.05
LEAST_OF_ORACLE: Final = 0.80


@dataclass(frozen=True)
class Extreme:
    """The highest weekly share of a kind, the mean over weeks, and the simulation error of one week."""

    highest: float
    mean: float
    error: float

    def __str__(self) -> str:
        return f"{100 * self.highest:4.1f} ({100 * self.mean:3.1f}) ±{100 * self.error:3.1f}"


@dataclass(frozen=True)
class Power:
    """Shares found after a gain at one change week: ours and three tests that knew the week."""

    gain: float
    found: float
    oracle: float
    one_look: float
    one_look_strict: float
    n_students: int

    @property
    def ratio(self) -> float:
        return self.found / self.oracle

    @property
    def error(self) -> float:
        """Simulation error of the ratio (delta method; an upper bound: the students are the same)."""
        own, other = ((1 - share) / max(share, 1e-9) / self.n_students for share in (self.found, self.oracle))
        return self.ratio * float(np.sqrt(own + other))


@dataclass(frozen=True)
class Cell:
    """One row of the table."""

    name: str
    sustained: Extreme
    outside_200: Extreme
    outside_12: Extreme
    is_goal: bool = True
    powers: Sequence[Power] = field(default_factory=list)

    @property
    def misses(self) -> list[str]:
        """Goals this cell does not reach, in words."""
        if not self.is_goal:
            return []
        found = []
        if self.sustained.highest > MOST_SUSTAINED:
            found.append(f"{self.name}: {100 * self.sustained.highest:.1f} % of students sustained in a week")
        for label, outside in (("200", self.outside_200), ("12", self.outside_12)):
            if outside.highest > MOST_OUTSIDE:
                found.append(f"{self.name}: {100 * outside.highest:.1f} % of classes outside the band, of {label}")
        found += [
            f"{self.name}: a gain of {100 * power.gain:.0f} points found at {power.ratio:.2f} of the oracle"
            for power in self.powers
            if power.ratio < LEAST_OF_ORACLE
        ]
        return found


def calendar(n_days: int) -> tuple[list[date], list[int]]:
    """Mondays of the 40 teaching weeks, and the number of school days in each."""
    mondays: list[date] = []
    days: list[int] = []
    monday = date(2025, 8, 25)
    for weeks, holiday in zip(TERMS, HOLIDAYS, strict=True):
        for week in range(weeks):
            is_short = week == weeks - 1 or not mondays
            mondays.append(monday)
            days.append(min(n_days, 3) if is_short else n_days)
            monday += timedelta(weeks=1)
        monday += timedelta(weeks=holiday)
    return mondays, days


N_WEEKS: Final = sum(TERMS)


def simulate(
    rng: np.random.Generator, presence: Shares, spread: Shares, n_days: int, correlation: float = 0.0
) -> pl.DataFrame:
    """Days of students, as marts.student_day; `presence` and `spread` per student and week."""
    mondays, days_in_week = calendar(n_days)
    n_students = len(presence)
    concentration = presence * (1 - presence) / spread**2 - 1
    first, second = presence * concentration, (1 - presence) * concentration
    if correlation:
        noise = rng.standard_normal((n_students, N_WEEKS))
        for week in range(1, N_WEEKS):
            noise[:, week] = correlation * noise[:, week - 1] + np.sqrt(1 - correlation**2) * noise[:, week]
        share = beta.ppf(norm.cdf(noise), first, second)
    else:
        share = rng.beta(first, second)
    has_school = np.arange(5)[None, :] < np.array(days_in_week)[:, None]
    lessons = rng.binomial(5, 0.97, (n_students, N_WEEKS, 5)) * has_school
    in_week = lessons.sum(axis=2)
    missed = np.floor((1 - share) * in_week + rng.random(share.shape)).astype(np.int64)
    order = np.argsort(rng.random(lessons.shape), axis=2)
    shuffled = np.take_along_axis(lessons, order, axis=2)
    missed_by_day = np.clip(missed[..., None] - (np.cumsum(shuffled, axis=2) - shuffled), 0, shuffled)
    present = np.empty_like(lessons)
    np.put_along_axis(present, order, shuffled - missed_by_day, axis=2)
    student, of_week, day = np.nonzero(np.broadcast_to(has_school, lessons.shape))
    week_start = np.array(mondays, dtype="datetime64[D]")[of_week]
    return pl.DataFrame(
        {
            "student_id": (student + 100_000).astype(np.int32),
            "enrolment_key": (student + 100_000) * 100 + 1,
            "class_number": student // CLASS_SIZE,
            "week_start": week_start,
            "date": week_start + day,
            "n_registered": lessons[student, of_week, day].astype(np.int16),
            "n_present": present[student, of_week, day].astype(np.int16),
        }
    ).select(
        "student_id",
        "enrolment_key",
        pl.format("K{}", pl.col("class_number").cast(pl.String).str.zfill(4)).alias("class_id"),
        pl.lit(2025, pl.Int16).alias("school_year"),
        "week_start",
        "date",
        pl.lit(True).alias("is_teaching_day"),
        "n_registered",
        "n_present",
        (pl.col("n_registered") * 50).alias("registered_minutes"),
        (pl.col("n_present") * 50).alias("present_minutes"),
    )


def over_weeks(values: Iterable[float] | float, n_students: int) -> Shares:
    """One value for all, or one per student, as a table of students by weeks."""
    column = np.broadcast_to(np.asarray(values, dtype=np.float64), (n_students,))
    return np.repeat(column[:, None], N_WEEKS, axis=1)


def flags(progress: pl.DataFrame, *statuses: str) -> Flags:
    hits: Flags = progress["status"].is_in(statuses).to_numpy().reshape(-1, N_WEEKS)
    return hits


def extreme(hits: npt.NDArray[np.int64], n: int) -> Extreme:
    shares = hits / n
    shares = shares[np.flatnonzero(shares)[0] :] if shares.any() else np.zeros(1)
    highest = float(shares.max())
    return Extreme(highest, float(shares.mean()), float(np.sqrt(highest * (1 - highest) / n)))


def outside_band(progress: pl.DataFrame, n_classes: int) -> Extreme:
    """Share of classes outside the band, in as many institutions of `n_classes` as there are classes for."""
    nobody_left = pl.DataFrame(
        schema={
            "student_id": pl.Int32,
            "enrolment_key": pl.Int64,
            "class_id": pl.String,
            "start_date": pl.Date,
            "end_date": pl.Date,
            "leave_reason": pl.String,
        }
    )
    names = progress["class_id"].unique().sort()
    institutions = [names[at : at + n_classes] for at in range(0, len(names) - n_classes + 1, n_classes)]
    classes = pl.concat(
        class_progress(progress.filter(pl.col("class_id").is_in(members.implode())), nobody_left)
        for members in institutions
    )
    is_out = pl.col("status").is_in(["above_band", "below_band"])
    weekly = classes.group_by("week_start").agg(hits=is_out.sum()).sort("week_start")
    return extreme(weekly["hits"].to_numpy().astype(np.int64), n_classes * len(institutions))


def unchanged(name: str, days: pl.DataFrame, is_goal: bool = True) -> tuple[Cell, pl.DataFrame]:
    progress = student_progress(days)
    hits = flags(progress, "sustained_up", "sustained_down")
    return Cell(
        name,
        extreme(hits.sum(axis=0), len(hits)),
        outside_band(progress, 200),
        outside_band(progress, 12),
        is_goal,
    ), progress


def weekly_minutes(days: pl.DataFrame) -> tuple[Shares, Shares]:
    weeks = (
        days.group_by("student_id", "week_start")
        .agg(pl.sum("present_minutes", "registered_minutes").cast(pl.Float64))
        .sort("student_id", "week_start")
    )
    present, registered = (
        weeks[name].to_numpy().reshape(-1, N_WEEKS) for name in ("present_minutes", "registered_minutes")
    )
    return present, registered


def rise(minutes: tuple[Shares, Shares], change_week: int, n_weeks: int) -> Shares:
    """Share of the `n_weeks` from the change on, minus the share of all weeks before it, per student."""
    present, registered = minutes
    after, before = slice(change_week, change_week + n_weeks), slice(0, change_week)
    return np.asarray(
        present[:, after].sum(axis=1) / registered[:, after].sum(axis=1)
        - present[:, before].sum(axis=1) / registered[:, before].sum(axis=1)
    )


def power(gain: float, change_week: int, null: tuple[pl.DataFrame, pl.DataFrame], changed: pl.DataFrame) -> Power:
    """Ours against tests that knew the week of change; `null` is (days, progress) with nobody changing."""
    weeks = slice(change_week, change_week + LOOKS)
    alarms = flags(null[1], "sustained_up")[:, weeks]
    found: Flags = np.asarray(flags(student_progress(changed), "sustained_up")[:, weeks].any(axis=1))
    still, moved = weekly_minutes(null[0]), weekly_minutes(changed)

    def threshold(n_weeks: int, share: float) -> float:
        return float(np.quantile(rise(still, change_week, n_weeks), 1 - share))

    per_week, in_any_week = float(alarms.mean()), float(alarms.any(axis=1).mean())
    seen = np.zeros(len(found), dtype=np.bool_)
    for n_weeks in range(1, LOOKS + 1):
        seen |= rise(moved, change_week, n_weeks) > threshold(n_weeks, per_week)
    last_look = rise(moved, change_week, LOOKS)
    return Power(
        gain,
        float(found.mean()),
        float(seen.mean()),
        float((last_look > threshold(LOOKS, per_week)).mean()),
        float((last_look > threshold(LOOKS, in_any_week)).mean()),
        len(found),
    )


def measure(presence: float, spread: float, n_days: int, n_null: int, n_gain: int, change_weeks: Sequence[int]) -> Cell:
    rng = np.random.default_rng([SEED, n_days, round(100 * presence), round(100 * spread)])
    days = simulate(rng, over_weeks(presence, n_null), over_weeks(spread, n_null), n_days)
    cell, progress = unchanged(f"{presence:.2f} {100 * spread:3.0f} {n_days}", days)
    powers = []
    for gain in GAINS:
        if presence + gain > CEILING + 1e-9:
            continue
        for change_week in change_weeks:
            level = over_weeks(presence, n_gain)
            level[:, change_week:] += gain
            changed = simulate(rng, level, over_weeks(spread, n_gain), n_days)
            powers.append(power(gain, change_week, (days, progress), changed))
    return Cell(cell.name, cell.sustained, cell.outside_200, cell.outside_12, powers=powers)


def mixtures(n_null: int) -> Iterable[Cell]:
    """Institutions that hold all cells at once, and two kinds of noise that no goal covers."""
    rng = np.random.default_rng([SEED, 1])
    n_classes = n_null // CLASS_SIZE

    def draw(values: Sequence[float], n: int) -> Shares:
        return rng.choice(np.array(values), n)

    presence, spread = over_weeks(draw(PRESENCES, n_null), n_null), over_weeks(draw(SPREADS, n_null), n_null)
    yield unchanged("all", simulate(rng, presence, spread, 5))[0]
    per_class = [over_weeks(np.repeat(draw(values, n_classes), CLASS_SIZE), n_null) for values in (PRESENCES, SPREADS)]
    yield unchanged("per class", simulate(rng, per_class[0], per_class[1], 5))[0]
    for correlation in (0.2, 0.4):
        days = simulate(rng, over_weeks(0.7, n_null), over_weeks(0.12, n_null), 5, correlation)
        yield unchanged(f"weeks {correlation}", days, is_goal=False)[0]
    shock = np.repeat(rng.normal(0, 0.04, (n_classes, N_WEEKS)), CLASS_SIZE, axis=0)
    level = np.clip(0.7 + shock, 0.05, 0.95)
    yield unchanged("classmates", simulate(rng, level, over_weeks(0.12, n_null), 5), is_goal=False)[0]


def calibrate(*, quick: bool) -> Iterable[Cell]:
    """Every row of the table, as soon as it is measured."""
    n_null, n_gain = (6_000, 1_000) if quick else (12_000, 2_000)
    for n_days in (5,) if quick else (5, 3):
        for presence in (0.30, 0.70, 0.95) if quick else PRESENCES:
            for spread in (0.08, 0.18) if quick else SPREADS:
                changes = (20,) if quick else CHANGE_WEEKS[n_days]
                yield measure(presence, spread, n_days, n_null, n_gain, changes)
    if not quick:
        yield from mixtures(n_null)


def line(cell: Cell) -> str:
    """The cell as a row: for each gain the change week with the lowest ratio."""
    row = f"{cell.name:>10} | {cell.sustained} | {cell.outside_200} | {cell.outside_12} |"
    for gain in GAINS:
        at_gain = [found for found in cell.powers if found.gain == gain]
        if at_gain:
            low = min(at_gain, key=lambda found: found.ratio)
            row += (
                f" {low.found:.2f}/{low.oracle:.2f} {low.ratio:.2f}±{low.error:.2f}"
                f" ({low.found / low.one_look:.2f} {low.found / low.one_look_strict:.2f}) |"
            )
    return row if cell.is_goal else f"{row} no goal"


def main() -> int:
    parser = argparse.ArgumentParser(description="Calibrate 'sustained' and the class band by simulation.")
    parser.add_argument("--quick", action="store_true", help="six cells, half a minute")
    arguments = parser.parse_args()
    started = time.perf_counter()
    print("Highest week (mean over weeks) ± simulation error of a week, in % of students or classes.")
    print("Per gain: found/oracle, ratio ± error, and (against one look; against one look, strict).")
    print(
        f"{'cell':>10} | {'sustained':>16} | {'200 classes':>16} | {'12 classes':>16} |"
        + "".join(f" {f'+{100 * gain:.0f} points':>30} |" for gain in GAINS)
    )
    misses: list[str] = []
    for cell in calibrate(quick=arguments.quick):
        print(line(cell), flush=True)
        misses += cell.misses
    print(f"{time.perf_counter() - started:.0f} seconds")
    print("\n".join(["Goals not reached:", *misses] if misses else ["All goals reached."]))
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
