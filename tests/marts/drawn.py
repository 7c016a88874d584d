"""Draws validated deliveries as small tables, runs the marts on them, and shows what comes out as a table.

The first line of a table names columns, every other line is a row: `-` is unknown, `10:05` a minute of the day, and
`03-09` a day of school year 2025-2026 (`03-09-2024` of another); there are yes, no and whole numbers. What a table
leaves out gets a plain value. 1 September 2025 is a Monday.
"""

import datetime as dt
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines import registry
from pipelines.sources.attendance import STATUSES

SQL = Path(__file__).resolve().parents[2] / "pipelines" / "marts"
STATUS = pl.Enum(STATUSES)
ORDER = (
    "placement", "free_day", "lesson_class", "student_lesson", "student_day", "student_week", "class_week",
    "student_duty", "student_stay", "stay_week", "weekday_month",
)  # fmt: skip
PLAIN: dict[str, dict[str, Any]] = {
    "enrolments": {"student_id": 10001, "class_id": "E1A", "start_date": dt.date(2025, 8, 1), "crebo": 25255,
                   "cohort": "2025/2026", "team": "Entree"},
    "attendance": {"student_id": 10001, "date": dt.date(2025, 9, 1), "status": "present"},
    "absence_notices": {"student_id": 10001, "start_date": dt.date(2025, 9, 1), "end_date": dt.date(2025, 9, 1)},
    "absence_reasons": {},
    "calendar": {"kind": "holiday"},
    "staff": {},
    "checklists": {"kind": "individual", "date": dt.date(2025, 9, 1), "student_id": 10001, "kenmerk": "autonomie",
                   "status": "voldoende"},
    "contacts": {"date": dt.date(2025, 9, 1), "student_id": 10001, "has_reason": "no"},
    "goals": {"set_date": dt.date(2025, 9, 1), "student_id": 10001},
    "talks": {"date": dt.date(2025, 9, 1), "student_id": 10001},
    "feedback": {"date": dt.date(2025, 9, 1), "class_id": "E1A"},
    "job_answers": {"edition": 2024, "respondent": "1"},
    "job_results": {"edition": 2024},
    "job_items": {"theme": "Thema", "question": "Vraag", "kind": "scale"},
    "job_references": {"edition": 2024, "reported_by": "JOB"},
    "job_invited": {"edition": 2024},
    "test_marks": {"student_id": 10001, "subject": "REK", "test": "T1", "date": dt.date(2025, 9, 1)},
    "incidents": {"date": dt.date(2025, 9, 1), "location": "Stadshof", "kind": "theft"},
    "staff_survey": {"edition": 2025, "theme": "bevlogenheid"},
}  # fmt: skip
REASONS = """
    reason_code kind    is_excused
    ZK          ill     yes
    VL          absent  yes
    SP          absent  no
    TL          late    no
    TG          late    yes
    VW          removed no
"""


@contextmanager
def marts(
    *,
    enrolments: str = "student_id\n10001",
    attendance: str = "",
    notices: str = "",
    reasons: str = REASONS,
    calendar: str = "",
    illness_counts: bool = True,
    until: str = "10-07",
    upto: str = "",
    **others: str,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in which the marts stand over the drawn deliveries, each computed at once for all weeks.

    These are the marts of lessons or, when given, only `upto` and what it reads. `others` are further sources by name.
    """
    drawn = dict.fromkeys(registry.sources(), "") | {
        "enrolments": enrolments, "attendance": attendance, "absence_notices": notices, "absence_reasons": reasons,
        "calendar": calendar,
    } | others  # fmt: skip
    with duckdb.connect() as bench:
        bench.execute("CREATE SCHEMA validated")
        bench.execute("CREATE SCHEMA marts")
        for source, table in drawn.items():
            bench.register("incoming", _frame(source, table).to_arrow())
            bench.execute(f"CREATE TABLE validated.{source} AS FROM incoming")
        bench.execute(f"SET VARIABLE data_until = DATE '{_value(until)}'")
        bench.execute(f"SET VARIABLE illness_counts = {illness_counts}")
        for mart in dict.fromkeys(_under(upto) if upto else ORDER):
            _make(bench, mart)
        yield bench


def _make(bench: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make one mart: by its query, or by its function, whose parameters name the tables it reads."""
    if (path := SQL / f"{name}.sql").exists():
        bench.execute(f"CREATE TABLE marts.{name} AS {path.read_text('utf-8')}")
        return
    reads: dict[str, Any] = {}
    for table in _parameters(name):
        if table == "illness_counts":
            reads[table] = bench.sql("SELECT getvariable('illness_counts')").fetchall()[0][0]
            continue
        source = registry.sources().get(table)
        frame: pl.DataFrame = bench.sql(f"FROM {'validated' if source else 'marts'}.{table}").pl()
        kept = source.kept_columns if source else {"status": STATUS} if table == "student_lesson" else {}
        reads[table] = frame.cast({column: kind for column, kind in kept.items() if column in frame.columns})
    bench.register("incoming", _function(name)(**reads).to_arrow())
    bench.execute(f"CREATE TABLE marts.{name} AS FROM incoming")
    bench.unregister("incoming")


def _function(name: str) -> Callable[..., pl.DataFrame]:
    made: Callable[..., pl.DataFrame] = getattr(importlib.import_module(f"pipelines.marts.{name}"), name)
    return made


def _parameters(name: str) -> list[str]:
    return list(inspect.signature(_function(name)).parameters)


def mart(name: str, **drawn: Any) -> pl.DataFrame:
    """Give one mart over the drawn deliveries."""
    with marts(upto=name, **drawn) as bench:
        frame: pl.DataFrame = bench.sql(f"FROM marts.{name}").pl()
        return frame


def remarks(name: str, upto: str, **drawn: Any) -> dict[str, str]:
    """Give what is remarked about the source `name`: what it is about, and the sentence."""
    with marts(upto=upto, **drawn) as bench:
        return dict(bench.sql((SQL.parent / "remarks" / f"{name}.sql").read_text("utf-8")).fetchall())


def _under(name: str) -> list[str]:
    """The mart with all marts it reads, in the order they are made in."""
    path = SQL / f"{name}.sql"
    reads = re.findall(r"\bmarts\.(\w+)", path.read_text("utf-8")) if path.exists() else _parameters(name)
    reads = [table for table in reads if list(SQL.glob(f"{table}.*"))]
    return [*(under for mart in reads for under in _under(mart)), name]


def shows(frame: pl.DataFrame, table: str) -> None:
    """Fail unless the columns that the table names hold exactly its rows, in any order."""
    header, *lines = [line.split() for line in table.strip().splitlines()]
    expected = sorted(" ".join(line) for line in lines)
    found = sorted(" ".join(_text(name, row[name]) for name in header) for row in frame.iter_rows(named=True))
    assert found == expected, "\n".join([" ".join(header), *found])


def _frame(source: str, table: str) -> pl.DataFrame:
    declared: dict[str, pl.DataType] = {**registry.sources()[source].kept_columns, "_received": pl.Int32()}
    types = {name: pl.String() if isinstance(kind, pl.Enum) else kind for name, kind in declared.items()}
    header, *lines = [line.split() for line in table.strip().splitlines()] or [[]]
    rows = [
        {"_received": 1} | PLAIN.get(source, {}) | dict(zip(header, map(_value, line), strict=True)) for line in lines
    ]
    if source == "attendance":
        for row in rows:
            row["end_minute"] = row.get("end_minute") or row["start_minute"] + 60
    strange = set(header) - set(types)
    assert not strange, f"{source} has no column {strange}"
    texts = [name for name, kind in types.items() if kind == pl.String]
    rows = [{name: str(v) if name in texts and v is not None else v for name, v in row.items()} for row in rows]
    rows = [{name: ("yes" if v else "no") if isinstance(v, bool) else v for name, v in row.items()} for row in rows]
    return pl.DataFrame(rows, schema=types)


def _value(text: str) -> Any:
    if text in ("yes", "no", "-"):
        return {"yes": "yes", "no": "no", "-": None}[text]
    if "T" in text and "-" in text:
        day, _, time = text.partition("T")
        return dt.datetime.combine(_value(day), dt.time.fromisoformat(time))
    if ":" in text:
        hours, minutes = text.split(":")
        return 60 * int(hours) + int(minutes)
    pieces = text.split("-")
    if len(pieces) > 1 and all(piece.isdigit() for piece in pieces):
        day_no, month, *year = map(int, pieces)
        return dt.date(year[0] if year else (2025 if month >= 8 else 2026), month, day_no)
    return int(text) if text.isdigit() else text


def _text(column: str, value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        first = dt.date(2025, 8, 1)
        return value.strftime("%d-%m" if first <= value < dt.date(2026, 8, 1) else "%d-%m-%Y")
    if column.endswith("_minute"):
        return f"{value // 60:02}:{value % 60:02}"
    return str(value)
