"""The demo folder: two school years of twelve classes, as three suppliers would send them."""

import gzip
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter
from numpy.typing import NDArray

from pipelines.synthetic import faults, layouts, people, quality, readme
from pipelines.synthetic.attendance import ILL, UNEXCUSED, Habit, Habits, as_frame, attend
from pipelines.synthetic.people import Person
from pipelines.synthetic.school import (
    CALENDAR,
    CLASSES,
    LAST_DAY,
    SCHOOL_YEARS,
    Lessons,
    SchoolClass,
    is_free,
    mondays,
    timetable,
)
from pipelines.synthetic.stories import COVERAGE, ILL_ON_THE_LAST_DAY, Stay
from pipelines.synthetic.teljaren import with_person_numbers

SAMPLE_SEED = 2024
"""The seed behind the committed sample_data."""

SHARED_DIP = 0.03
WEEKLY_FROM = date(2026, 5, 4)
XLSX_CLASS, XLSX_MONTH = "LO2A-25", "2025-10"


def write(folder: Path, seed: int, tell: Callable[[str], None]) -> None:
    """Write the demo's deliveries and its README into `folder`; older files of the same name are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    everyone = people.enrol(rng)
    stays = with_person_numbers(people.enrolments(everyone), np.random.default_rng([seed, 900]))
    lessons = pl.concat([_class_lessons(one, everyone, seed, row) for row, one in enumerate(CLASSES)])
    is_ill = (pl.col("student_id") == ILL_ON_THE_LAST_DAY) & (pl.col("date") == LAST_DAY)
    lessons = lessons.with_columns(
        status=pl.when(is_ill & (pl.col("status") <= UNEXCUSED)).then(pl.lit(ILL, pl.Int8)).otherwise("status")
    )
    tell(f"{stays['student_id'].n_unique()} students, {lessons.height} lessons")

    files: dict[str, bytes] = {}
    files["eduarte_verbintenissen.csv"] = _encoded(
        layouts.enrolments(stays.filter(pl.col("system") == "eduarte"), "eduarte"), encoding="cp1252"
    )
    files["osiris_inschrijvingen.csv"] = _encoded(
        layouts.enrolments(stays.filter(pl.col("system") == "pars"), "osiris"), encoding="utf-8-sig"
    )
    files["inschrijvingen_logistiek.csv"] = _encoded(
        layouts.enrolments(stays.filter(pl.col("system") == "generic"), "generic"), encoding="utf-8"
    )
    files["personeel.csv"] = _encoded(people.staff(), encoding="utf-8")
    files["jaarkalender.csv"] = _encoded(
        layouts.calendar([(one.first, one.last, one.kind, one.name) for one in CALENDAR]), encoding="utf-8"
    )
    files["absentieredenen.csv"] = _encoded(layouts.reasons(), encoding="cp1252")
    systems = {one.class_id: one.system for one in CLASSES}
    lessons = lessons.with_columns(system=pl.col("class_id").replace_strict(systems, return_dtype=pl.String))
    files |= _eduarte_files(lessons.filter(pl.col("system") == "eduarte"))
    names = stays.select("student_id", "first_name", "last_name").unique().sort("student_id")
    files |= _pars_files(lessons.filter(pl.col("system") == "pars").join(names, on="student_id", how="left"))
    generic = lessons.filter(pl.col("system") == "generic")
    is_xlsx = (pl.col("class_id") == XLSX_CLASS) & (pl.col("date").dt.to_string("%Y-%m") == XLSX_MONTH)
    files |= _generic_files(generic.filter(~is_xlsx))
    files |= quality.files(seed, everyone, stays)
    faults.plant(files)
    files["README.md"] = readme.text().encode()

    for name, content in files.items():
        packed = gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content
        (folder / name).write_bytes(packed)
    _write_xlsx(folder / f"presentie_{XLSX_CLASS}_{XLSX_MONTH}.xlsx", generic.filter(is_xlsx))
    tell(f"{len(files) + 1} files in {folder}")


def _class_lessons(school_class: SchoolClass, everyone: list[Person], seed: int, row: int) -> pl.DataFrame:
    """Every lesson of every student while in this class, up to the last day of data."""
    rng = np.random.default_rng([seed, row])
    table = timetable(rng, school_class.system, school_class.teaching_days)
    coverage = np.array([COVERAGE.get(school_class.class_id, rng.uniform(0.93, 0.98))])
    first, last = SCHOOL_YEARS[school_class.school_year]
    members = [(person, stay) for person in everyone for stay in person.stays if stay.class_id == school_class.class_id]
    weeks = [
        _week_lessons(monday, members, table, coverage, np.random.default_rng([seed, row, monday.toordinal()]))
        for monday in mondays(first, min(last, LAST_DAY))
    ]
    stays = pl.DataFrame(
        {
            "student_id": pl.Series([person.student_id for person, _ in members], dtype=pl.Int32),
            "first_day": [max(stay.start, first) for _, stay in members],
            "last_day": [min(stay.end or LAST_DAY, LAST_DAY) for _, stay in members],
        }
    )
    return (
        pl.concat([week for week in weeks if week is not None])
        .join(stays, on="student_id", how="left")
        .filter(pl.col("date").is_between("first_day", "last_day"))
        .drop("first_day", "last_day")
        .with_columns(class_id=pl.lit(school_class.class_id))
        .sort("date", "start_minute", "student_id")
    )


def _week_lessons(
    monday: date,
    members: list[tuple[Person, Stay]],
    table: Lessons,
    coverage: NDArray[np.float64],
    rng: np.random.Generator,
) -> pl.DataFrame | None:
    open_days = np.array([not is_free(monday + timedelta(days=day)) for day in range(5)])
    friday = monday + timedelta(days=4)
    here = [
        (person, stay) for person, stay in members if stay.start <= friday and (stay.end is None or stay.end >= monday)
    ]
    lessons = table.on(open_days[table.weekday])
    if not here or not len(lessons.start):
        return None
    dip = SHARED_DIP if is_free(monday + timedelta(days=7), ("vakantie",)) else 0.0
    rows: list[Habit] = [person.habit_in(monday, stay.class_id) for person, stay in here]
    habits = Habits(*np.array(rows, dtype=np.float64).T)
    habits = habits._replace(level=habits.level - dip)
    ids = np.array([person.student_id for person, _ in here], dtype=np.int32)
    outcome = attend(habits, lessons, np.zeros(len(ids), dtype=np.int64), coverage, rng)
    return as_frame(ids, lessons, outcome, monday)


def _eduarte_files(lessons: pl.DataFrame) -> dict[str, bytes]:
    files = {}
    for month, part in _parts(lessons, "%Y%m"):
        packed = "" if month == "202606" else ".gz"
        files[f"eduarte_waarneming_{month}.csv{packed}"] = _encoded(
            layouts.eduarte_observations(part), encoding="cp1252", header=False
        )
        files[f"eduarte_absentiemelding_{month}.csv{packed}"] = _encoded(
            layouts.eduarte_reports(part, LAST_DAY), encoding="cp1252", header=False
        )
    return files


def _pars_files(lessons: pl.DataFrame) -> dict[str, bytes]:
    files = {}
    by_month = lessons.filter(pl.col("date") < WEEKLY_FROM)
    by_week = lessons.filter(pl.col("date") >= WEEKLY_FROM)
    for month, part in _parts(by_month, "%Y-%m"):
        files[f"PARS_registraties_{month}.csv.gz"] = _encoded(layouts.pars_registrations(part), encoding="utf-8-sig")
    for week, part in _parts(by_week, "%G-wk%V"):
        packed = "" if week == "2026-wk23" else ".gz"
        files[f"PARS_registraties_{week}.csv{packed}"] = _encoded(
            layouts.pars_registrations(part), encoding="utf-8-sig"
        )
    return files


def _generic_files(lessons: pl.DataFrame) -> dict[str, bytes]:
    files = {}
    for month, part in _parts(lessons, "%Y-%m"):
        packed = "" if month == "2026-06" else ".gz"
        files[f"presentie_logistiek_{month}.csv{packed}"] = _encoded(layouts.generic_attendance(part), encoding="utf-8")
    return files


def _parts(lessons: pl.DataFrame, form: str) -> list[tuple[str, pl.DataFrame]]:
    labelled = lessons.with_columns(part=pl.col("date").dt.to_string(form))
    parts = labelled.partition_by("part", as_dict=True, maintain_order=True)
    return sorted((str(key[0]), frame.drop("part")) for key, frame in parts.items())


def _encoded(frame: pl.DataFrame, *, encoding: str, header: bool = True) -> bytes:
    text = frame.write_csv(separator=";", include_header=header, line_terminator="\r\n")
    return text.encode(encoding)


def _write_xlsx(path: Path, lessons: pl.DataFrame) -> None:
    """One class for one month as a spreadsheet: real dates, the rest as it stands."""
    sheet_rows = layouts.generic_attendance(lessons)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2025, 11, 3), "author": "ROC Voorbeeldstad (verzonnen)"})
        dates = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet("presentie")
        sheet.write_row(0, 0, sheet_rows.columns)
        for number, row in enumerate(sheet_rows.iter_rows(), start=1):
            sheet.write_row(number, 0, row)
            sheet.write_datetime(number, 1, datetime.strptime(row[1], "%d-%m-%Y"), dates)
