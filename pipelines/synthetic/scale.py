"""A whole institution for scale tests: forty school weeks of 25 lessons a student, as weekly EduArte files.

Thirty thousand students make thirty million lessons. There are seats rather than students: in one seat of
thirty the student leaves during the year and another takes the place, so the number of lines stays the same.
The Friday of the last week is not in the folder: it is the one more day `write_extra_day` delivers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.synthetic import layouts
from pipelines.synthetic.attendance import Habits, as_frame, attend, draw_habits
from pipelines.synthetic.numbers import has_bsn, person_numbers
from pipelines.synthetic.people import FIRST_NAMES, FIRST_NUMBER, LAST_NAMES, PRIOR_EDUCATION
from pipelines.synthetic.school import CALENDAR, SCHOOL_YEARS, is_free, mondays, timetable

MOST_STUDENTS = 90_000
CLASS_SIZE = 15
CLASSES_PER_TEAM = 20
LESSONS_A_WEEK = 25
N_WEEKS = 40
N_TIMETABLES = 24
SCHOOL_YEAR = 2025
LEAVING_SHARE, CHANGING_SHARE = 1 / 30, 0.1
ENTREE_EVERY = 3
"""One class in three is entree, the others niveau 2."""

WEEKS = tuple(monday for monday in mondays(*SCHOOL_YEARS[SCHOOL_YEAR]) if not is_free(monday, ("vakantie",)))[:N_WEEKS]
EXTRA_DAY = WEEKS[-1] + timedelta(days=4)
"""The day left out by `write` and written by `write_extra_day`."""


@dataclass(frozen=True)
class Seats:
    """The seats of the school, as parallel arrays.

    Per seat: its class, the week its first student is gone (N_WEEKS = stays), the row of who comes then (-1 =
    nobody). Per person: habits, and a true change of level by `gain` in week `gain_week`. The person in row r
    is the first student of seat r; the rows after the last seat are those who came later.
    """

    n_people: int
    class_index: NDArray[np.int64]
    change_week: NDArray[np.int64]
    second_row: NDArray[np.int64]
    habits: Habits
    gain_week: NDArray[np.int64]
    gain: NDArray[np.float64]

    def people_in(self, week: int) -> NDArray[np.int64]:
        """The row of the person in each seat in this week (0 = the first)."""
        first = np.arange(len(self.class_index))
        return np.where(week < self.change_week, first, self.second_row)


def write(folder: Path, seed: int, students: int, tell: Callable[[str], None]) -> None:
    """Write one school year for `students` students, a week at a time, without the last Friday.

    Raises ValueError when `students` is not between 1 and 90,000.
    """
    folder.mkdir(parents=True, exist_ok=True)
    seats = _seats(seed, students)
    _write(folder / "eduarte_verbintenissen.csv", layouts.enrolments(_enrolments(seed, seats), "eduarte"))
    _write(folder / "personeel.csv", _staff(seats))
    holidays = [(one.first, one.last, one.kind, one.name) for one in CALENDAR if one.kind == "vakantie"]
    _write(folder / "jaarkalender.csv", layouts.calendar(holidays))
    _write(folder / "absentieredenen.csv", layouts.reasons())
    for week, monday in enumerate(WEEKS):
        weekdays = range(4) if week == N_WEEKS - 1 else range(5)
        _write_attendance(folder, f"{monday:%G-wk%V}", _week(seed, seats, week, weekdays))
        tell(f"week {week + 1} of {N_WEEKS}")


def write_extra_day(folder: Path, seed: int, students: int) -> tuple[Path, Path]:
    """Write the last Friday of the same school as two more files (lessons, reports) and return their paths.

    Call it with the seed and the number of students given to `write_sample`. Raises ValueError as that does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    seats = _seats(seed, students)
    return _write_attendance(folder, f"{EXTRA_DAY:%G-wk%V}_vrijdag", _week(seed, seats, N_WEEKS - 1, range(4, 5)))


def check_size(students: int) -> None:
    """Raise ValueError when `students` is not between 1 and 90,000."""
    if not 1 <= students <= MOST_STUDENTS:
        message = f"students must be between 1 and {MOST_STUDENTS}, not {students}"
        raise ValueError(message)


def _seats(seed: int, students: int) -> Seats:
    check_size(students)
    rng = np.random.default_rng([seed, 0])
    class_index = np.arange(students) // CLASS_SIZE
    leaves = rng.random(students) < LEAVING_SHARE
    change_week = np.where(leaves, rng.integers(6, N_WEEKS - 4, students), N_WEEKS)
    second_row = np.where(leaves, students + np.cumsum(leaves) - 1, -1)
    n_people = students + int(leaves.sum())
    is_entree = np.concatenate([class_index, class_index[leaves]]) % ENTREE_EVERY == 0
    entree, level_2 = draw_habits(rng, n_people, 0.68), draw_habits(rng, n_people, 0.79)
    habits = Habits(*(np.where(is_entree, one, other) for one, other in zip(entree, level_2, strict=True)))
    gains = rng.random(n_people) < CHANGING_SHARE
    direction = np.where(habits.level < 0.75, 1.0, -1.0)
    return Seats(
        n_people=n_people,
        class_index=class_index,
        change_week=change_week,
        second_row=second_row,
        habits=habits,
        gain_week=rng.integers(6, N_WEEKS - 2, n_people),
        gain=np.where(gains, direction * rng.uniform(0.1, 0.3, n_people), 0.0),
    )


def _week(seed: int, seats: Seats, week: int, weekdays: range) -> pl.DataFrame:
    """The lessons of one week on these weekdays."""
    people = seats.people_in(week)
    level = seats.habits.level + np.where(seats.gain_week <= week, seats.gain, 0.0)
    habits = seats.habits._replace(level=level)
    frames = []
    for table in range(min(N_TIMETABLES, int(seats.class_index[-1]) + 1)):
        fixed = np.random.default_rng([seed, 1, table])
        lessons = timetable(fixed, "eduarte", (0, 1, 2, 3, 4), LESSONS_A_WEEK)
        rows = np.flatnonzero(seats.class_index % N_TIMETABLES == table)
        classes = seats.class_index[rows] // N_TIMETABLES
        coverage = fixed.beta(40, 2, int(classes[-1]) + 1)
        mine = Habits(*(values[people[rows]] for values in habits))
        rng = np.random.default_rng([seed, 2, week, table])
        outcome = attend(mine, lessons, classes, coverage, rng)
        numbers = (FIRST_NUMBER + people[rows]).astype(np.int32)
        frames.append(as_frame(numbers, lessons, outcome, WEEKS[week]))
    days = [WEEKS[week] + timedelta(days=day) for day in weekdays]
    return pl.concat(frames).filter(pl.col("date").is_in(days))


def _write_attendance(folder: Path, name: str, lessons: pl.DataFrame) -> tuple[Path, Path]:
    observations = folder / f"eduarte_waarneming_{name}.csv"
    reports = folder / f"eduarte_absentiemelding_{name}.csv"
    for path, rows in (
        (observations, layouts.eduarte_observations(lessons)),
        (reports, layouts.eduarte_reports(lessons, EXTRA_DAY)),
    ):
        text = rows.write_csv(separator=";", include_header=False, line_terminator="\r\n", quote_style="never")
        path.write_bytes(text.encode("cp1252"))
    return observations, reports


def _enrolments(seed: int, seats: Seats) -> pl.DataFrame:
    rng = np.random.default_rng([seed, 3])
    n, first_day = seats.n_people, SCHOOL_YEARS[SCHOOL_YEAR][0]
    leaving = np.flatnonzero(seats.second_row >= 0)
    last_days = [WEEKS[week - 1] + timedelta(days=4) for week in seats.change_week[leaving]]
    first_days = [WEEKS[week] for week in seats.change_week[leaving]]
    ends = pl.DataFrame({"row": leaving, "end_date": last_days}, schema={"row": pl.Int64, "end_date": pl.Date})
    class_index = np.concatenate([seats.class_index, seats.class_index[leaving]])
    is_entree = pl.col("class_index") % ENTREE_EVERY == 0
    class_name = _class_id(pl.col("class_index"))
    people = pl.DataFrame(
        {
            "row": np.arange(n),
            "class_index": class_index,
            "first_name": np.array(FIRST_NAMES)[rng.integers(len(FIRST_NAMES), size=n)],
            "last_name": np.array(LAST_NAMES)[rng.integers(len(LAST_NAMES), size=n)],
            "age_days": rng.gamma(1.6, 500, n).astype(np.int64),
            "prior_education": np.array(PRIOR_EDUCATION)[rng.integers(len(PRIOR_EDUCATION), size=n)],
            "start_date": [first_day] * (n - len(leaving)) + first_days,
        }
    )
    address = class_name.str.to_lowercase() + "@voorbeeld.example"
    return (
        people.join(ends, on="row", how="left")
        .sort("row")
        .with_columns(
            student_id=pl.col("row") + FIRST_NUMBER,
            birth_date=date(SCHOOL_YEAR - 16, 8, 1) - pl.duration(days="age_days"),
            class_id=class_name,
            team=_team(pl.col("class_index")),
            location=pl.lit("Stadshof"),
            programme=pl.when(is_entree).then(pl.lit("Assistent")).otherwise(pl.lit("Medewerker")),
            crebo=pl.when(is_entree).then(99_101).otherwise(99_201),
            level=pl.when(is_entree).then(1).otherwise(2),
            leerweg=pl.lit("BOL"),
            cohort=pl.lit(f"{SCHOOL_YEAR}/{SCHOOL_YEAR + 1}"),
            person_number=pl.Series(person_numbers(np.arange(n), has_bsn(np.arange(n)))),
            leave_reason=pl.when(pl.col("end_date").is_not_null()).then(pl.lit("02")),
            mentor="mentor." + address,
            kaw="kaw." + address,
            peercoach="peercoach." + address,
        )
    )


def _class_id(class_index: pl.Expr) -> pl.Expr:
    return pl.format("K{}-{}", class_index.cast(pl.String).str.zfill(4), pl.lit(SCHOOL_YEAR % 100))


def _team(class_index: pl.Expr) -> pl.Expr:
    return pl.format("Team {}", (class_index // CLASSES_PER_TEAM + 1).cast(pl.String).str.zfill(3))


def _staff(seats: Seats) -> pl.DataFrame:
    classes = pl.DataFrame({"class_index": np.unique(seats.class_index)}).select(
        klas=_class_id(pl.col("class_index")), team=_team(pl.col("class_index"))
    )
    roles = pl.DataFrame({"rol": ["mentor", "kaw", "peercoach"]})
    tandems = classes.join(roles, how="cross").select(
        persoon=pl.format("{}.{}@voorbeeld.example", "rol", pl.col("klas").str.to_lowercase()),
        naam=pl.format("{} Fictief", "klas"),
        rol="rol",
        klas="klas",
        team="team",
    )
    teams = classes.select(pl.col("team").unique().sort()).select(
        persoon=pl.format("teamleider.{}@voorbeeld.example", pl.col("team").str.to_lowercase().str.replace(" ", "")),
        naam=pl.format("{} Fictief", "team"),
        rol=pl.lit("teamleider"),
        klas=pl.lit(None, pl.String),
        team="team",
    )
    offices = pl.DataFrame(
        {
            "persoon": ["kwaliteit@voorbeeld.example", "beheer@voorbeeld.example"],
            "rol": ["kwaliteit", "beheer"],
        }
    ).select(
        "persoon",
        naam=pl.lit("Fictief"),
        rol="rol",
        klas=pl.lit(None, pl.String),
        team=pl.lit(None, pl.String),
    )
    return pl.concat([tandems.sort("klas", "rol"), teams, offices])


def _write(path: Path, frame: pl.DataFrame) -> None:
    path.write_bytes(frame.write_csv(separator=";", line_terminator="\r\n").encode("cp1252"))
