"""When a step became known: later than its day, when its delivery came later."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import polars as pl

from pipelines import known, registry
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


MARKS = "studentnummer;vak;toets;datum;cijfer;herkansing\n10001;NED;T1;02-09-2025;5,0;\n10001;NED;T2;08-09-2025;7,0;\n"


def test_a_step_in_another_subject_on_the_same_day_is_another_step(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))

    def in_marks() -> dict[str, dt.datetime | None]:
        steps = school.build().ask("FROM marts.student_step WHERE step = 'better_mark'")
        return dict(steps.select("subject", "known_at").iter_rows())

    school.delivers("cijfers.csv", MARKS)
    assert in_marks() == {"NED": None}
    school.delivers("cijfers_2.csv", MARKS.replace("NED", "REK"))
    late = in_marks()
    assert late.keys() == {"NED", "REK"}
    assert late["NED"] is None
    assert late["REK"] is not None
    school.delivers("cijfers_3.csv", MARKS.replace("NED", "REK").replace("7,0", "7,5"))
    assert in_marks() == late


def test_when_a_step_became_known_is_told_only_where_the_build_before_could_have_had_it(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(6))
    before = school.build()
    found = before.ask("SELECT DISTINCT step FROM marts.student_step ORDER BY step")["step"].to_list()
    never = next(one.name for one in registry.steps() if one.name not in found and one.grain != "mark")
    kinds = [found[0], never, "a_kind_of_tomorrow", "better_mark"]  # nobody delivered marks
    taken = pl.DataFrame(
        {"student_id": [10001] * 4, "step": kinds, "step_date": [MONDAY] * 4, "subject": [None, None, None, "REK"]},
        schema_overrides={"student_id": pl.Int32, "subject": pl.String},
    )
    earlier = tmp_path / "earlier.duckdb"
    shutil.copy(before.path, earlier)
    with duckdb.connect(str(earlier)) as there:
        there.execute("ALTER TABLE marts.student_step DROP subject")
    damaged = tmp_path / "damaged.duckdb"
    damaged.write_bytes(b"no build")
    of_sample = school.build(is_sample=True)

    def told(path: Path | None, *, is_sample: bool = False) -> list[dt.datetime | None]:
        return known.known_at(taken, path, NIGHT, is_sample=is_sample)["known_at"].to_list()

    assert told(before.path) == [NIGHT, NIGHT, None, None]
    nowhere = (told(None), told(damaged), told(earlier), told(of_sample.path), told(before.path, is_sample=True))
    assert nowhere == ([None] * 4,) * 5
