"""Draws the rows of one student as a small table, and finds the steps in them.

The first line names columns, every other line is a row: `-` is unknown, `10:05` a minute of the day, and
there are yes, no and whole numbers. A column `times` repeats a row. What a table leaves out gets a plain
value; school days and school weeks follow each other from Monday 1 September 2025.
"""

import datetime as dt
from typing import Any

import polars as pl

from pipelines.step import NO_MARKS, Step, find_steps

MONDAY = dt.date(2025, 9, 1)

# As narrow as in the marts, so that a step that would overflow there does so here.
_DAY: dict[str, tuple[pl.DataType, Any]] = {
    "is_teaching_day": (pl.Boolean(), True),
    "n_registered": (pl.UInt8(), 5),
    "n_present": (pl.UInt8(), 5),
    "n_unexcused": (pl.UInt8(), 0),
    "n_unregistered": (pl.UInt8(), 0),
    "is_full_day": (pl.Boolean(), False),
    "is_on_time": (pl.Boolean(), None),
    "is_absence_notified": (pl.Boolean(), None),
}
_WEEK: dict[str, tuple[pl.DataType, Any]] = {
    "n_teaching_days": (pl.UInt8(), 5),
    "n_registered": (pl.Int16(), 25),
    "n_present": (pl.Int16(), 15),
    "n_unregistered": (pl.Int16(), 0),
    "n_days_present": (pl.UInt8(), 5),
    "n_on_time_days": (pl.UInt8(), 0),
    "n_first_hour": (pl.UInt8(), 0),
    "n_first_hour_days": (pl.UInt8(), 5),
    "usual_arrival_minute": (pl.Int16(), None),
    "present_minutes": (pl.Int16(), 900),
    "is_full_week": (pl.Boolean(), False),
}
_PROGRESS: dict[str, tuple[pl.DataType, Any]] = {
    "n_teaching_days": (pl.Int16(), None),
    "current_n_present": (pl.Int16(), 40),
    "current_n_registered": (pl.Int16(), 100),
    "previous_n_present": (pl.Int16(), 40),
    "previous_n_registered": (pl.Int16(), 100),
    "status": (pl.String(), "fact"),
}


def days(table: str) -> pl.DataFrame:
    """Draw student_day."""
    rows = _rows(table)
    for number, row in enumerate(rows):
        row["date"] = MONDAY + dt.timedelta(days=number // 5 * 7 + number % 5)
    return _frame(rows, _DAY, {"date": pl.Date()})


def weeks(table: str) -> pl.DataFrame:
    """Draw student_week."""
    rows = _rows(table)
    for number, row in enumerate(rows):
        row["week_start"] = MONDAY + dt.timedelta(weeks=number)
    return _frame(rows, _WEEK, {"week_start": pl.Date()})


def progress(table: str) -> pl.DataFrame:
    """Draw student_progress, from the week with teaching day 40."""
    rows = _rows(table)
    for number, row in enumerate(rows):
        row["week_start"] = MONDAY + dt.timedelta(weeks=number + 7)
        row["as_of"] = row["week_start"] + dt.timedelta(days=4)
        row.setdefault("n_teaching_days", 40 + 5 * number)
    return _frame(rows, _PROGRESS, {"week_start": pl.Date(), "as_of": pl.Date()})


def marks(table: str) -> pl.DataFrame:
    """Draw student_mark: marks as `6,4`, a week after each other; a column `subject` begins another series."""
    rows = [{"subject": "REK"} | row for row in _rows(table)]
    for number, row in enumerate(rows):
        row["date"] = MONDAY + dt.timedelta(weeks=number)
        written = str(row.pop("mark") or "")
        row["mark_hundredths"] = int(f"{float(written.replace(',', '.')):.2f}".replace(".", "")) if written else None
    types = {name: kind for name, kind in NO_MARKS.schema.items() if name in {"subject", "mark_hundredths"}}
    return _frame(rows, {name: (kind, None) for name, kind in types.items()}, {"date": pl.Date()})


def find(step: Step, rows: pl.DataFrame) -> pl.DataFrame:
    """Find the steps of one kind in drawn rows of its own grain; every week of the table is over."""
    no_days, no_weeks = days("times"), weeks("times")
    if step.grain == "day":
        return find_steps([step], rows, no_weeks, progress("times"))
    if step.grain == "mark":
        return find_steps([step], no_days, no_weeks, progress("times"), rows)
    if step.grain == "progress":
        return find_steps([step], no_days, no_weeks, rows)
    ends = rows.select(
        "enrolment_key", "week_start", "n_teaching_days", as_of=pl.col("week_start") + pl.duration(days=4)
    )
    return find_steps([step], no_days, rows, ends)


def sentences(step: Step, rows: pl.DataFrame) -> list[str]:
    """Find the sentences, oldest first."""
    return find(step, rows)["sentence"].to_list()


def _rows(table: str) -> list[dict[str, Any]]:
    header, *lines = [line.split() for line in table.strip().splitlines()]
    rows: list[dict[str, Any]] = []
    for line in lines:
        row = dict(zip(header, map(_value, line), strict=True))
        times = row.pop("times", 1)
        rows += [dict(row) for _ in range(times)]
    return rows


def _value(text: str) -> Any:
    if text in ("yes", "no", "-"):
        return {"yes": True, "no": False, "-": None}[text]
    if ":" in text:
        hours, minutes = text.split(":")
        return 60 * int(hours) + int(minutes)
    return int(text) if text.isdigit() else text


def _frame(
    rows: list[dict[str, Any]], columns: dict[str, tuple[pl.DataType, Any]], dates: dict[str, pl.DataType]
) -> pl.DataFrame:
    plain = {name: value for name, (_, value) in columns.items()}
    who = {"student_id": 10001, "enrolment_key": 1000101, "class_id": "E1A"}
    data = [who | plain | row for row in rows]
    types = {name: kind for name, (kind, _) in columns.items()}
    schema = {"student_id": pl.Int32(), "enrolment_key": pl.Int64(), "class_id": pl.String()} | dates | types
    return pl.DataFrame(data, schema=schema)
