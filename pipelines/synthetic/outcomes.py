"""Test marks, incidents and the staff survey of the fictional school.

Marks, incidents and outcomes go up and down by chance, with three planted exceptions: see `RISING_CLASS`, `SAFER` and
`ENGAGED`; one student is on the way to a pass in arithmetic, see `ON_THE_WAY`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from pipelines.synthetic.people import Person
from pipelines.synthetic.school import CLASSES, LAST_DAY, SCHOOL_YEARS, SchoolClass, is_free

SUBJECTS = ("NED", "REK", "BUR")
IN_WORDS = ("BUR", 1)
"""Subject and level of which results are words."""
TEST_WEEKS = (5, 13, 24, 33)
"""Weeks of the school year in which each subject has a test."""
MEAN_MARK, SUBJECT_SPREAD, TEST_SPREAD = 6.2, 0.8, 0.7
MADE, RESAT = 0.94, 0.7
"""Share of students who make a test, and share of those under 5.5 who do a resit."""
RESIT_GAIN, RESIT_DAYS = 0.4, 14

RISING_CLASS, RISING_FROM, RISING_BY = "LO1A-25", 3, 1.2
"""From this test (counted from 0) on every student of the class has higher marks."""
ON_THE_WAY, ON_THE_WAY_SUBJECT, ON_THE_WAY_MARKS = 990002, "REK", (3.1, 3.8, 4.9, 5.6)

KINDS = (
    ("verbaal", 0.34), ("pesten", 0.16), ("fysiek geweld", 0.12), ("diefstal", 0.12), ("vernieling", 0.10),
    ("drugs", 0.08), ("ongeval", 0.08),
)  # fmt: skip
PER_STUDENT_A_MONTH = {"Stadshof": 0.05, "Havenkade": 0.09, "Spoorzone": 0.04}
SAFER, SAFER_FROM, SAFER_SHARE = "Havenkade", date(2025, 10, 1), 0.25
ELSEWHERE = "Sporthal Oost"
"""A place that the enrolments do not know."""
WITH_CLASS = 0.85

THEMES = ("bevlogenheid", "betrokkenheid", "tevredenheid", "werkgeverschap")
EDITIONS = {2023: 5, 2025: 10}
"""Highest answer of the scale in each edition: another bureau, another scale."""
STAFF = {"Entree": 26, "Dienstverlening": 30, "Techniek en Logistiek": 12, "Economie": 58}
ANSWERED = {"Entree": 0.80, "Dienstverlening": 0.70, "Techniek en Logistiek": 0.65, "Economie": 0.62}
MEAN_SCORE, SCORE_SPREAD = 7.0, 1.4
ENGAGED, ENGAGED_THEME, ENGAGED_SCORES = "Entree", "bevlogenheid", {2023: 6.4, 2025: 8.0}
POSITIVE_FROM = 7

STORIES = (
    (
        "test marks, all classes",
        "go up and down by chance: about half of the latest marks are higher than the one before",
    ),
    ("test marks, LO1A-25", "every student has a higher mark in the last test of 2025-2026"),
    ("test marks, 990002", "is on the way to a pass in arithmetic: 3.1, 3.8, 4.9 and then 5.6"),
    ("incidents, Havenkade", "fall to a quarter from October 2025; elsewhere no more than chance"),
    ("incidents, elsewhere", f"two are at {ELSEWHERE}, a place that the enrolments do not know"),
    ("staff survey, bevlogenheid", f"in team {ENGAGED} higher in 2025 than in 2023; the rest is chance"),
    ("staff survey, answers", "Techniek en Logistiek has fewer than ten: too few to be shown"),
)


def marks(rng: np.random.Generator, people: list[Person]) -> pl.DataFrame:
    """Every result: student_id, system, subject, test, date, result as written (decimal comma), resit (null or 1)."""
    rows: list[tuple[int, str, str, str, date, str, int | None]] = []
    for school_class in CLASSES:
        members = [
            (person, stay) for person in people for stay in person.stays if stay.class_id == school_class.class_id
        ]
        for subject in SUBJECTS:
            usual = rng.normal(MEAN_MARK, SUBJECT_SPREAD, len(members))
            for number, week in enumerate(TEST_WEEKS):
                day = _test_day(rng, school_class, week)
                for (person, stay), own in zip(members, usual, strict=True):
                    noise, again = rng.normal(0, TEST_SPREAD, 2)
                    is_made, is_resat = rng.random(2) < (MADE, RESAT)
                    mark = own + noise
                    if school_class.class_id == RISING_CLASS and number >= RISING_FROM:
                        mark += RISING_BY
                    if is_told := (person.student_id, subject) == (ON_THE_WAY, ON_THE_WAY_SUBJECT):
                        mark = ON_THE_WAY_MARKS[number]
                    sittings: list[tuple[date, float, int | None]] = [(day, mark, None)]
                    if mark < 5.5 and is_resat and not is_told:
                        sittings.append((_open(day + timedelta(days=RESIT_DAYS)), own + again + RESIT_GAIN, 1))
                    rows += [
                        (
                            person.student_id, school_class.system, subject, f"Toets {number + 1}", moment,
                            _written(result, (subject, school_class.level) == IN_WORDS), attempt,
                        )
                        for moment, result, attempt in sittings
                        if is_made and stay.start <= moment <= min(stay.end or LAST_DAY, LAST_DAY)
                    ]  # fmt: skip
    schema = {
        "student_id": pl.Int32, "system": pl.String, "subject": pl.String, "test": pl.String, "date": pl.Date,
        "result": pl.String, "resit": pl.Int8,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("date", "student_id", "subject", "test")


def _test_day(rng: np.random.Generator, school_class: SchoolClass, week: int) -> date:
    """A day with lessons in this week of the school year, or in the first week after it that has one."""
    first, _ = SCHOOL_YEARS[school_class.school_year]
    monday = first - timedelta(days=first.weekday()) + timedelta(weeks=week)
    return _open(monday + timedelta(days=int(rng.choice(school_class.teaching_days))))


def _open(day: date) -> date:
    """The same weekday in the first week that is no holiday."""
    while is_free(day):
        day += timedelta(weeks=1)
    return day


def _written(mark: float, in_words: bool) -> str:
    mark = float(np.clip(round(mark, 1), 1, 10))
    if in_words:
        return "O" if mark < 5.5 else "G" if mark >= 7.5 else "V"
    return f"{mark:.1f}".replace(".", ",")


def mark_files(results: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The results as each supplier sends them: name and rows."""
    day, compact = pl.col("date").dt.to_string("%d-%m-%Y"), pl.col("date").dt.to_string("%Y%m%d")
    suppliers: tuple[tuple[str, str, dict[str, str | pl.Expr]], ...] = (
        (
            "eduarte_resultaten.csv",
            "eduarte",
            {"deelnemernummer": "student_id", "onderwijsproduct": "subject", "toetscode": "test",
             "herkansingsnummer": "resit", "datum behaald": compact, "waarde": "result"},
        ),
        (
            "osiris_resultaten.csv",
            "pars",
            {"studentnummer": "student_id", "cursus": "subject", "toets": "test",
             "gelegenheid": pl.col("resit").fill_null(0) + 1, "toetsdatum": day, "resultaat": "result"},
        ),
        (
            "toetscijfers_logistiek.csv",
            "generic",
            {"studentnummer": "student_id", "vak": "subject", "toets": "test", "datum": day, "cijfer": "result",
             "herkansing": "resit"},
        ),
    )  # fmt: skip
    for name, system, columns in suppliers:
        yield name, results.filter(pl.col("system") == system).select(**columns)


def incidents(rng: np.random.Generator, people: list[Person]) -> pl.DataFrame:
    """Every incident as the register exports it: incidentnummer, datum, locatie, soort, klas."""
    locations = {one.class_id: one.location for one in CLASSES}
    kinds, shares = [kind for kind, _ in KINDS], [share for _, share in KINDS]
    found: list[tuple[date, str, str, str | None]] = []
    for year, (first, last) in SCHOOL_YEARS.items():
        day = first
        while day <= min(last, LAST_DAY):
            here = [
                stay.class_id
                for person in people
                for stay in person.stays
                if stay.start <= day <= (stay.end or last) and stay.class_id.endswith(f"-{year % 100}")
            ]
            for location, chance in PER_STUDENT_A_MONTH.items():
                classes = [one for one in here if locations[one] == location]
                lower = SAFER_SHARE if location == SAFER and day >= SAFER_FROM else 1.0
                n = 0 if day.weekday() > 4 or is_free(day) else int(rng.poisson(len(classes) * chance * lower / 20))
                for _ in range(n):
                    one = str(rng.choice(classes)) if rng.random() < WITH_CLASS else None
                    found.append((day, location, str(rng.choice(kinds, p=shares)), one))
            day += timedelta(days=1)
    found += [(date(2025, 11, 12), ELSEWHERE, "ongeval", None), (date(2026, 3, 11), ELSEWHERE, "diefstal", None)]
    found.sort(key=lambda row: row[:3])
    return pl.DataFrame(
        [
            (f"{day.year}-{number:04d}", f"{day:%d-%m-%Y}", location, kind, class_id)
            for number, (day, location, kind, class_id) in enumerate(found, start=1)
        ],
        schema=["incidentnummer", "datum", "locatie", "soort", "klas"],
        orient="row",
    )


def staff_survey(rng: np.random.Generator) -> pl.DataFrame:
    """The outcomes of both editions per team and theme; of the first edition also those of everybody together."""
    rows: list[tuple[int, str | None, str, int, int, int, str, str, str]] = []
    for edition, scale in EDITIONS.items():
        answers: dict[str, list[np.ndarray]] = {theme: [] for theme in THEMES}
        for team, n_invited in STAFF.items():
            n = int(rng.binomial(n_invited, ANSWERED[team]))
            n = min(n, 9) if team == "Techniek en Logistiek" else n
            for theme in THEMES:
                mean = ENGAGED_SCORES[edition] if (team, theme) == (ENGAGED, ENGAGED_THEME) else MEAN_SCORE
                scores = np.clip(np.rint(rng.normal(mean, SCORE_SPREAD, n)), 1, 10)
                answers[theme].append(scores)
                rows.append((edition, team, theme, n, n_invited, scale, *_outcome(scores, scale)))
        if edition == min(EDITIONS):
            for theme, every in answers.items():
                scores = np.concatenate(every)
                rows.append((edition, None, theme, len(scores), sum(STAFF.values()), scale, *_outcome(scores, scale)))
    return pl.DataFrame(
        rows,
        schema=[
            "meting", "team", "thema", "n", "uitgenodigd", "schaal", "gemiddelde", "standaardafwijking", "positief",
        ],
        orient="row",
    )  # fmt: skip


def _outcome(scores: np.ndarray, scale: int) -> tuple[str, str, str]:
    """Mean and deviation on the scale, and percentage that is positive, with a decimal comma."""
    on_scale = 1 + (scores - 1) * (scale - 1) / 9
    figures = (on_scale.mean(), on_scale.std(ddof=1), 100 * (scores >= POSITIVE_FROM).mean())
    mean, deviation, positive = (
        f"{figure:.{digits}f}".replace(".", ",") for figure, digits in zip(figures, (2, 2, 1), strict=True)
    )
    return mean, deviation, positive
