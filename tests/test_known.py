"""When a step became known: later than its day, when its delivery came later."""

import datetime as dt
from pathlib import Path

import polars as pl

from pipelines import known
from tests.small_school import LESSON_HEADER, STARTS, SmallSchool, lesson, school_days

MONDAY, NIGHT = dt.date(2025, 9, 1), dt.datetime(2025, 11, 3, 3, 0, tzinfo=dt.UTC)


def test_a_step_that_is_delivered_late_became_known_with_its_build_and_stays_so(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path)
    days = school_days(range(6))

    def delivers(name: str, student: int, until: int) -> None:
        """Absent on 22 days, then present; the first of these is a step."""
        school.delivers(name, LESSON_HEADER + "".join(
            lesson(student, day, start, "Absent" if number < 22 else "Aanwezig")
            for number, day in enumerate(days[:until]) for start in STARTS
        ))  # fmt: skip

    def full_days() -> dict[int, dt.datetime | None]:
        steps = school.build().ask("FROM marts.student_step WHERE step = 'first_full_day'")
        return dict(steps.select("student_id", "known_at").iter_rows())

    delivers("les_1.csv", 10001, 25)
    before = dt.datetime.now(dt.UTC)
    assert full_days() == {10001: None}
    delivers("les_2.csv", 10002, 25)
    first = full_days()
    assert first[10001] is None
    assert before < (first[10002] or before) <= dt.datetime.now(dt.UTC)
    delivers("les_3.csv", 10002, 26)
    assert full_days() == first


def test_when_a_step_became_known_is_told_only_where_the_build_before_could_have_had_it(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(6))
    before = school.build()
    kind = str(before.ask("SELECT any_value(step) FROM marts.student_step").item())
    taken = pl.DataFrame(
        {"student_id": [10001, 10001], "step": [kind, "a_kind_of_tomorrow"], "step_date": [MONDAY, MONDAY]},
        schema_overrides={"student_id": pl.Int32},
    )
    damaged = tmp_path / "damaged.duckdb"
    damaged.write_bytes(b"no build")
    of_sample = school.build(is_sample=True)

    def told(path: Path | None, *, is_sample: bool = False) -> list[dt.datetime | None]:
        return known.known_at(taken, path, NIGHT, is_sample=is_sample)["known_at"].to_list()

    assert told(before.path) == [NIGHT, None]
    nowhere = (told(None), told(damaged), told(of_sample.path), told(before.path, is_sample=True))
    assert nowhere == ([None, None],) * 4
