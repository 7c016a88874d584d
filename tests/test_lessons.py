"""Which of the validated lessons count."""

import datetime as dt
from pathlib import Path

import polars as pl

from pipelines import lessons, registry
from pipelines.lessons import Piece

ATTENDANCE = registry.sources()["attendance"]
COLUMNS = ("student_id", "date", "start_minute", "end_minute", "status", "class_code")
MONDAY = dt.date(2025, 9, 1)


def delivered(path: Path, table: str) -> Path:
    """Write a validated file of lessons of an hour: student, day of September, hour and status. It names no class."""
    rows = [line.split() for line in table.strip().splitlines()]
    pl.DataFrame(
        {
            "student_id": [int(row[0]) for row in rows],
            "date": [dt.date(2025, 9, int(row[1])) for row in rows],
            "start_minute": [60 * int(row[2]) for row in rows],
            "end_minute": [60 * int(row[2]) + 60 for row in rows],
            "status": [row[3] for row in rows],
        },
        schema_overrides={name: ATTENDANCE.kept_columns[name] for name in COLUMNS[:-1]},
    ).write_parquet(path)
    return path


def told(rows: pl.DataFrame) -> list[str]:
    """Each row as a line of such a table, with the place of its delivery behind it."""
    return [
        f"{row['student_id']} {row['date'].day} {row['start_minute'] // 60} {row['status']} ({row['_received']})"
        for row in rows.iter_rows(named=True)
    ]


def test_of_a_lesson_the_latest_delivery_counts_in_order_of_student_and_time(tmp_path: Path) -> None:
    first = delivered(tmp_path / "1.parquet", "10001 1 9 absent\n10001 1 10 present\n10002 1 9 present")
    later = delivered(tmp_path / "2.parquet", "10001 1 9 present\n10001 1 11 late")
    found = lessons.read(ATTENDANCE, [Piece(first, 1, None), Piece(later, 2, None)], COLUMNS)
    assert told(found.counted) == ["10001 1 9 present (2)", "10001 1 10 present (1)", "10001 1 11 late (2)",
                                   "10002 1 9 present (1)"]  # fmt: skip
    assert told(found.replaced) == ["10001 1 9 absent (1)"]
    assert found.counted["class_code"].null_count() == 4


def test_a_lesson_after_the_last_day_that_counts_is_kept_apart_and_still_replaces(tmp_path: Path) -> None:
    first = delivered(tmp_path / "1.parquet", "10001 1 9 present\n10001 2 9 present\n10001 3 9 absent")
    later = delivered(tmp_path / "2.parquet", "10001 2 9 absent")
    found = lessons.read(ATTENDANCE, [Piece(first, 1, dt.date(2025, 9, 2)), Piece(later, 2, MONDAY)], COLUMNS)
    assert told(found.counted) == ["10001 1 9 present (1)"]
    assert told(found.replaced) == ["10001 2 9 present (1)"]
    assert told(found.ahead) == ["10001 2 9 absent (2)", "10001 3 9 absent (1)"]


def test_a_day_with_more_than_24_hours_of_lessons_counts_in_nothing_and_one_of_24_hours_does(tmp_path: Path) -> None:
    full = "\n".join(f"10001 1 {hour} present" for hour in range(23))
    half = delivered(tmp_path / "1.parquet", full + "\n10001 2 9 present")
    more = tmp_path / "2.parquet"
    pl.read_parquet(half).filter(pl.col("start_minute") < 120, pl.col("date") == MONDAY).with_columns(
        start_minute=pl.col("start_minute") + 1
    ).write_parquet(more)
    assert lessons.read(ATTENDANCE, [Piece(half, 1, None)], COLUMNS).crowded.is_empty()
    one_more = lessons.read(ATTENDANCE, [Piece(half, 1, None), Piece(more, 2, None)], COLUMNS)
    assert told(one_more.counted) == ["10001 2 9 present (1)"]
    assert one_more.crowded.height == 25


def test_a_day_of_sixty_lessons_counts_and_one_of_sixty_one_does_not(tmp_path: Path) -> None:
    def day(n: int) -> int:
        rows = pl.DataFrame(
            {"student_id": 10001, "date": MONDAY, "start_minute": range(n), "end_minute": range(1, n + 1)},
        ).with_columns(status=pl.lit("present"))
        path = tmp_path / f"{n}.parquet"
        rows.cast({name: ATTENDANCE.kept_columns[name] for name in rows.columns}).write_parquet(path)
        return lessons.read(ATTENDANCE, [Piece(path, 1, None)], COLUMNS).counted.height

    assert day(lessons.DAY_LESSONS) == lessons.DAY_LESSONS
    assert day(lessons.DAY_LESSONS + 1) == 0


def test_the_lessons_of_one_student_are_given_alone_and_none_of_who_has_none(tmp_path: Path) -> None:
    piece = Piece(delivered(tmp_path / "1.parquet", "10001 1 9 absent\n10002 1 9 present"), 1, None)
    assert told(lessons.read(ATTENDANCE, [piece], COLUMNS, 10002).counted) == ["10002 1 9 present (1)"]
    assert lessons.read(ATTENDANCE, [piece], COLUMNS, 10003).counted.is_empty()
    assert lessons.read(ATTENDANCE, [], COLUMNS, 10002).counted.is_empty()
    assert lessons.read(ATTENDANCE, [], COLUMNS).counted.columns == [*COLUMNS, "_received"]


def test_the_lessons_of_one_student_are_judged_as_those_of_everybody(tmp_path: Path) -> None:
    first = delivered(tmp_path / "1.parquet", "10001 1 9 absent\n10001 1 10 absent\n10002 1 9 present")
    later = delivered(tmp_path / "2.parquet", "10001 1 9 present\n10001 2 9 absent\n10002 1 9 absent")
    pl.read_parquet(later).drop("status").write_parquet(other := tmp_path / "0.parquet")
    pieces = [Piece(first, 1, None), Piece(later, 2, MONDAY), Piece(other, 3, MONDAY - dt.timedelta(days=1))]
    everybody = lessons.read(ATTENDANCE, pieces, COLUMNS)
    for student_id in (10001, 10002):
        alone = lessons.read(ATTENDANCE, pieces, COLUMNS, student_id)
        for one, every in zip(alone, everybody, strict=True):
            assert one.equals(every.filter(pl.col("student_id") == student_id))
    assert not everybody.replaced.is_empty()
    assert not everybody.ahead.is_empty()
