import random
from datetime import date, timedelta
from itertools import product
from math import floor
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines import progress
from pipelines.class_progress import DEFINITIONS as OF_CLASSES
from pipelines.class_progress import class_progress
from pipelines.definition import parse
from pipelines.progress import student_progress
from tests.benchmarks.calibration import calibrate

MONDAY = date(2025, 9, 1)
WINDOW = 20
WORDS = {"yes": True, "no": False, "-": None}


def school_day(number: int) -> date:
    """The date of the school day with this number, counted from 0; weekends are skipped."""
    return MONDAY + timedelta(days=number // 5 * 7 + number % 5)


def day_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Build marts.student_day from rows with at least student, date, registered and present."""
    return pl.DataFrame(
        {
            "student_id": [row["student"] for row in rows],
            "enrolment_key": [row["student"] * 100 + row.get("enrolment", 1) for row in rows],
            "class_id": [row.get("class_id", "1A") for row in rows],
            "date": [row["date"] for row in rows],
            "is_teaching_day": [row.get("is_teaching_day", True) for row in rows],
            "registered_minutes": [row["registered"] for row in rows],
            "present_minutes": [row["present"] for row in rows],
        },
        schema={
            "student_id": pl.Int32,
            "enrolment_key": pl.Int64,
            "class_id": pl.String,
            "date": pl.Date,
            "is_teaching_day": pl.Boolean,
            "registered_minutes": pl.Int16,
            "present_minutes": pl.Int16,
        },
    ).with_columns(
        pl.lit(2025, pl.Int16).alias("school_year"),
        pl.col("date").dt.truncate("1w").alias("week_start"),
        (pl.col("registered_minutes") // 50).cast(pl.UInt8).alias("n_registered"),
        (pl.col("present_minutes") // 50).cast(pl.UInt8).alias("n_present"),
    )


def days(table: str) -> pl.DataFrame:
    """Draw school days: a line is `times` school days in a row, following the student's earlier lines.

    A student may be a range (10001-10012): these students all have such days.
    """
    header, *lines = [line.split() for line in table.strip().splitlines()]
    rows, next_day = [], dict[int, int]()
    for line in lines:
        cells = dict(zip(header, line, strict=True))
        first, _, final = cells.get("student", "10001").partition("-")
        for student, _ in product(range(int(first), int(final or first) + 1), range(int(cells["times"]))):
            number = next_day.get(student, 0)
            next_day[student] = number + 1
            rows.append(
                {
                    "student": student,
                    "enrolment": int(cells.get("enrolment", "1")),
                    "class_id": cells.get("class", "1A"),
                    "date": school_day(number),
                    "is_teaching_day": WORDS[cells.get("is_teaching_day", "yes")],
                    "registered": int(cells.get("registered", "300")),
                    "present": int(cells["present"]),
                }
            )
    return day_frame(rows)


def stays(table: str = "") -> pl.DataFrame:
    """Draw placements: a student in a class from a first up to a last school day, counted from 0."""
    rows = [line.split() for line in table.strip().splitlines()[1:]]
    return pl.DataFrame(
        {
            "student_id": [int(row[0]) for row in rows],
            "enrolment_key": [int(row[0]) * 100 + 1 for row in rows],
            "class_id": [row[1] for row in rows],
            "start_date": [school_day(int(row[2])) for row in rows],
            "end_date": [None if row[3] == "-" else school_day(int(row[3])) for row in rows],
            "leave_reason": [None for _ in rows],
        },
        schema={
            "student_id": pl.Int32,
            "enrolment_key": pl.Int64,
            "class_id": pl.String,
            "start_date": pl.Date,
            "end_date": pl.Date,
            "leave_reason": pl.String,
        },
    )


def last_row(table: str) -> dict[str, Any]:
    return student_progress(days(table)).row(-1, named=True)


# Windows of teaching days


def test_on_teaching_day_39_it_is_too_early_to_compare() -> None:
    row = last_row("""
        times  present
        20     150
        19     240
    """)
    assert (row["n_teaching_days"], row["status"]) == (39, "too_early")
    assert row["change_share"] is None
    assert row["since_start_share"] is None
    assert row["previous_registered_minutes"] is None
    assert (row["current_present_minutes"], row["current_registered_minutes"]) == (19 * 240 + 150, 6000)


def test_from_teaching_day_40_the_last_20_days_stand_against_the_20_before_them() -> None:
    row = last_row("""
        times  present
        20     150
        20     240
    """)
    assert row["n_teaching_days"] == 40
    assert row["status"] != "too_early"
    assert (row["previous_present_minutes"], row["previous_registered_minutes"]) == (3000, 6000)
    assert (row["current_present_minutes"], row["current_registered_minutes"]) == (4800, 6000)
    assert (row["previous_n_present"], row["previous_n_registered"]) == (60, 120)
    assert (row["current_n_present"], row["current_n_registered"]) == (80, 120)
    assert row["change_share"] == row["since_start_share"] == 0.3


def test_on_teaching_day_41_both_windows_move_one_day_and_the_start_stays() -> None:
    row = last_row("""
        times  present
        20     150
        21     240
    """)
    assert row["n_teaching_days"] == 41
    assert row["previous_present_minutes"] == 19 * 150 + 240
    assert row["change_share"] == 0.285
    assert row["since_start_share"] == 0.3


def test_minutes_are_added_up_and_divided_once() -> None:
    row = last_row("""
        times  registered  present
        20     300         150
        10     400         400
        10     100         0
    """)
    assert row["change_share"] == 0.3  # 4000 of 5000 minutes, and not the mean of 100 % and 0 %


def test_holidays_and_days_nobody_registered_are_no_teaching_days() -> None:
    with_pauses = student_progress(
        days("""
            times  is_teaching_day  registered  present
            20     yes              300         150
            10     no               0           0
            5      -                300         300
            20     yes              300         240
        """)
    )
    assert with_pauses["n_teaching_days"].to_list() == [5, 10, 15, 20, 25, 30, 35, 40]
    assert with_pauses["change_share"].to_list()[-1] == 0.3
    assert with_pauses["week_start"].diff().max() == timedelta(weeks=4)


def test_a_week_ends_on_the_last_teaching_day_in_it() -> None:
    rows = student_progress(
        days("""
            times  is_teaching_day  present
            7      yes              300
            3      no               0
            1      yes              300
        """)
    )
    assert rows["as_of"].to_list() == [school_day(4), school_day(6), school_day(10)]


def test_another_class_in_the_same_enrolment_continues_the_windows() -> None:
    row = last_row("""
        times  class  present
        20     1A     150
        5      1A     240
        15     1B     240
    """)
    assert (row["class_id"], row["previous_class_id"]) == ("1B", "1A")
    assert row["change_share"] == 0.3


def test_the_class_is_the_one_on_the_last_teaching_day_of_the_week() -> None:
    rows = student_progress(
        days("""
            times  class  present
            3      1A     300
            4      1B     300
        """)
    )
    assert rows["class_id"].to_list() == ["1B", "1B"]


def test_a_new_enrolment_starts_again() -> None:
    rows = student_progress(
        days("""
            times  enrolment  present
            40     1          150
            39     2          240
        """)
    )
    assert rows.group_by("enrolment_key", maintain_order=True).agg(
        pl.max("n_teaching_days"), pl.last("status")
    ).rows() == [(1000101, 40, "fact"), (1000102, 39, "too_early")]


def test_who_leaves_inside_a_window_keeps_the_rows_up_to_the_last_day() -> None:
    rows = student_progress(
        days("""
            student  times  present
            10001    47     240
            10002    60     240
        """)
    )
    assert rows.filter(student_id=10001)["as_of"].max() == school_day(46)
    assert rows.filter(student_id=10001).height == 10
    assert rows.filter(student_id=10002).height == 12


@pytest.mark.parametrize(("first", "second"), [(0, 300), (300, 0)])
def test_a_window_without_registered_minutes_leaves_nothing_to_compare(first: int, second: int) -> None:
    row = last_row(f"""
        times  registered  present
        20     {first}     {first}
        20     {second}    {second}
    """)
    assert (row["n_teaching_days"], row["status"]) == (40, "too_early")
    assert row["change_share"] is None
    assert row["since_start_share"] is None
    assert row["previous_present_minutes"] is None


def test_a_first_window_without_registered_minutes_hides_only_the_growth_since_the_start() -> None:
    row = last_row("""
        times  registered  present
        20     0           0
        20     300         150
        20     300         240
    """)
    assert (row["change_share"], row["since_start_share"]) == (0.3, None)
    assert row["status"] != "too_early"


_A_DAY = st.tuples(st.sampled_from([0, 1, 1, 1, 3, 40]), st.booleans(), st.integers(0, 8), st.integers(0, 8))


@st.composite
def some_days(draw: st.DrawFn) -> pl.DataFrame:
    """A few enrolments with gaps, days that are no teaching day, empty registers and two classes."""
    rows = []
    for student in range(draw(st.integers(1, 3))):
        when = MONDAY
        # Long histories out of a short drawing: the drawn fortnights are repeated.
        pattern = draw(st.lists(_A_DAY, min_size=1, max_size=12))
        length = draw(st.integers(1, 90))
        for number in range(length):
            gap, is_teaching, registered, present = pattern[number % len(pattern)]
            when += timedelta(days=1 + (gap if number % 3 == 0 else 0))
            rows.append(
                {
                    "student": 10001 + student,
                    "class_id": "1A" if number < length // 2 else "1B",
                    "date": when,
                    "is_teaching_day": is_teaching or number % 4 > 0,
                    "registered": 50 * registered,
                    "present": 50 * min(registered, (present + number // 7) % 9),
                }
            )
    return day_frame(rows)


def by_hand(table: pl.DataFrame) -> list[dict[str, Any]]:
    """The windows in plain Python, from the definition."""
    found = []
    for key in sorted(set(table["enrolment_key"])):
        taught = [row for row in table.filter(enrolment_key=key).to_dicts() if row["is_teaching_day"]]
        for upto in range(1, len(taught) + 1):
            if upto < len(taught) and taught[upto]["week_start"] == taught[upto - 1]["week_start"]:
                continue
            row = {"enrolment_key": key, "as_of": taught[upto - 1]["date"], "n_teaching_days": upto}
            windows = {"current": taught[max(0, upto - WINDOW) : upto]}
            if upto >= 2 * WINDOW:
                windows["previous"] = taught[upto - 2 * WINDOW : upto - WINDOW]
                windows["first"] = taught[:WINDOW]
            sums = {
                name: tuple(sum(day[f"{kind}_minutes"] for day in window) for kind in ("present", "registered"))
                for name, window in windows.items()
            }
            shares = {name: present / all_ if all_ else None for name, (present, all_) in sums.items()}
            now, before, start = (shares.get(name) for name in ("current", "previous", "first"))
            can_compare = now is not None and before is not None
            row["current"] = sums["current"]
            row["previous"] = sums["previous"] if can_compare else (None, None)
            row["change_share"] = round(now - before, 6) if now is not None and before is not None else None
            row["since_start_share"] = (
                round(now - start, 6) if can_compare and now is not None and start is not None else None
            )
            row["is_too_early"] = not can_compare
            found.append(row)
    return found


@given(some_days())
def test_the_windows_are_those_of_the_definition(table: pl.DataFrame) -> None:
    rows = student_progress(table)
    expected = by_hand(table)
    assert rows.height == len(expected)
    for row, hand in zip(rows.to_dicts(), expected, strict=True):
        for name in ("enrolment_key", "as_of", "n_teaching_days"):
            assert row[name] == hand[name]
        for window in ("current", "previous"):
            assert (row[f"{window}_present_minutes"], row[f"{window}_registered_minutes"]) == hand[window]
        for name in ("change_share", "since_start_share"):
            assert row[name] == pytest.approx(hand[name], abs=1e-6)
        assert (row["status"] == "too_early") == hand["is_too_early"]


@given(some_days())
def test_the_two_windows_share_no_day_and_leave_none_out(table: pl.DataFrame) -> None:
    taught = table.filter("is_teaching_day")
    for row in student_progress(table).filter(pl.col("status") != "too_early").to_dicts():
        last_40 = taught.filter(pl.col("enrolment_key") == row["enrolment_key"], pl.col("date") <= row["as_of"]).tail(
            2 * WINDOW
        )
        assert last_40.height == 2 * WINDOW
        for name in ("present_minutes", "registered_minutes", "n_present", "n_registered"):
            assert last_40[name].cast(pl.Int64).sum() == row[f"previous_{name}"] + row[f"current_{name}"]


# Sustained


def test_a_rise_that_holds_is_sustained_and_later_becomes_the_new_level() -> None:
    table = "times registered present\n" + "\n".join(
        f"5 300 {present}"
        for present in [*[100, 140, 90, 120] * 3, *[190, 240, 220, 200] * 8]  # 12 weeks, then 32
    )
    rows = student_progress(days(table))
    status = rows["status"].to_list()
    assert status[:7] == ["too_early"] * 7
    assert set(status[7:12]) == {"fact"}
    assert "sustained_up" in status[12:20]
    assert status[19] == "sustained_up"
    assert rows.row(19, named=True)["level_before_share"] == 0.375
    assert rows.row(19, named=True)["level_share"] == pytest.approx(0.708333)
    assert set(status[-8:]) == {"fact"}
    assert "sustained_down" not in status


def test_a_fall_is_sustained_in_the_same_way() -> None:
    falling = "times registered present\n" + "\n".join(
        f"5 300 {present}" for present in [*[240, 270, 220, 250] * 3, *[120, 150, 100, 130] * 2]
    )
    assert student_progress(days(falling))["status"].to_list()[-1] == "sustained_down"


@pytest.mark.parametrize("after", [[300], [300, 300], [300, 300, 100, 120]])
def test_a_good_week_or_two_are_not_yet_sustained(after: list[int]) -> None:
    table = "times registered present\n" + "\n".join(
        f"5 300 {present}" for present in [*[100, 140, 90, 120] * 3, *after]
    )
    assert student_progress(days(table))["status"].to_list()[-1] == "fact"


def test_the_same_share_every_week_is_never_sustained() -> None:
    assert set(student_progress(days("times present\n200 200"))["status"]) == {"too_early", "fact"}


def test_weeks_with_less_than_two_registered_hours_do_not_make_a_level() -> None:
    table = "times registered present\n" + "\n".join(
        [*["5 300 120", "5 300 150"] * 8, *["5 20 20"] * 8]  # 100 minutes in each of the last weeks
    )
    assert student_progress(days(table))["status"].to_list()[-1] == "fact"


def sustained_by_hand(weeks: list[tuple[int, int]]) -> int:
    """The rule in plain Python, for the last of `weeks` (present, registered): 1 up, -1 down, 0 neither."""

    def weight(week: tuple[int, int]) -> int:
        return min(4, floor(week[1] / 120))

    found = []
    for length in (4, 8):
        recent, before = weeks[-length:], weeks[-length - 20 : -length]
        if len(weeks) <= length:
            continue
        points = sum(
            weight(now) * weight(then) * ((now[0] * then[1] > then[0] * now[1]) - (now[0] * then[1] < then[0] * now[1]))
            for now in recent
            for then in before
            if now[1] and then[1]
        )
        w = [sum(weight(week) for week in part) for part in (recent, before)]
        q = [sum(weight(week) ** 2 for week in part) for part in (recent, before)]
        variance = (q[0] * w[1] ** 2 + q[1] * w[0] ** 2 + q[0] * q[1]) / 3
        level = [sum(week[kind] for week in before) for kind in (0, 1)]
        last = [sum(week[kind] for week in weeks[-2:]) for kind in (0, 1)]
        side = last[0] * level[1] - level[0] * last[1]
        if points * side > 0 and points**2 >= 4.9 * variance - 1e-9:
            found.append((points**2 / variance, 1 if points > 0 else -1))
    return max(found, default=(0.0, 0))[1]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=12, max_size=45),
    st.integers(8, 40),
    st.integers(0, 15),
)
def test_sustained_is_the_rule_on_pairs_of_weeks(pairs: list[tuple[int, int]], change_week: int, rise: int) -> None:
    weeks = [
        (min(lessons, present + rise * (number >= change_week)) * 50, lessons * 50)
        for number, (present, lessons) in enumerate(pairs)
    ]
    table = day_frame(
        [
            {
                "student": 10001,
                "date": MONDAY + timedelta(weeks=number, days=day),
                "registered": registered if day == 2 else 0,
                "present": present if day == 2 else 0,
            }
            for number, (present, registered) in enumerate(weeks)
            for day in range(5)
        ]
    )
    words = {1: "sustained_up", -1: "sustained_down", 0: "fact"}
    for number, status in enumerate(student_progress(table)["status"]):
        if status != "too_early":
            assert status == words[sustained_by_hand(weeks[: number + 1])]


# Order, parts and time


def a_school(seed: int, n_classes: int = 4, n_days: int = 70) -> pl.DataFrame:
    """Nobody changes: every student misses lessons by chance, around a level of their own."""
    draw = random.Random(seed)
    levels = {student: draw.uniform(0.4, 0.9) for student in range(15 * n_classes)}
    return day_frame(
        [
            {
                "student": 10001 + student,
                "class_id": f"1{'ABCDEFGHIJKL'[student // 15]}",
                "date": school_day(number),
                "registered": 250,
                "present": 50 * sum(draw.random() < level for _ in range(5)),
            }
            for student, level in levels.items()
            for number in range(n_days)
        ]
    )


def test_the_order_of_students_changes_nothing() -> None:
    table = a_school(1)
    rows = student_progress(table)
    classes = class_progress(rows, stays())
    for seed in range(3):
        keys = table["enrolment_key"].unique().sort().shuffle(seed=seed)
        mixed_days = pl.concat(table.filter(enrolment_key=key) for key in keys)
        mixed_rows = pl.concat(rows.filter(enrolment_key=key) for key in keys)
        assert_frame_equal(student_progress(mixed_days), rows, check_exact=True)
        assert_frame_equal(class_progress(mixed_rows, stays()), classes, check_exact=True)


def test_working_in_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = a_school(2)
    whole = student_progress(table)
    monkeypatch.setattr(progress, "PART_DAYS", 101)
    assert_frame_equal(student_progress(table), whole, check_exact=True)


@pytest.mark.parametrize("last_day", [44, 59])
def test_a_row_does_not_change_when_later_days_come_in(last_day: int) -> None:
    table = a_school(3)
    until = pl.col("as_of") <= school_day(last_day)
    then = student_progress(table.filter(pl.col("date") <= school_day(last_day)))
    now = student_progress(table)
    assert_frame_equal(now.filter(until), then, check_exact=True)
    left = stays("student class first last\n10003 1A 0 50\n10020 1B 0 30")
    assert_frame_equal(class_progress(now, left).filter(until), class_progress(then, left), check_exact=True)


def test_no_days_give_no_rows() -> None:
    rows = student_progress(day_frame([]))
    assert rows.is_empty()
    assert class_progress(rows, stays()).is_empty()


# Classes


def last_class_row(table: str, placements: str = "", class_id: str = "1A") -> dict[str, Any]:
    rows = class_progress(student_progress(days(table)), stays(placements))
    return rows.filter(class_id=class_id).row(-1, named=True)


def test_leavers_do_not_lift_the_class_mean() -> None:
    row = last_class_row(
        """
        student      times  present
        10001-10012  60     234
        10013-10015  45     54
        """,
        """
        student  class  first  last
        10001    1A     0      -
        10013    1A     0      44
        10014    1A     0      44
        10015    1A     0      44
        """,
    )
    assert (row["all_previous_share"], row["all_current_share"]) == (0.66, 0.78)
    assert (row["previous_share"], row["current_share"], row["change_share"]) == (0.78, 0.78, 0.0)
    assert (row["n_students"], row["status"]) == (12, "within_band")
    assert row["n_leavers"] == 3
    assert row["leavers_previous_present_minutes"] == 3 * 20 * 54
    assert row["leavers_previous_registered_minutes"] == 3 * 20 * 300


def test_who_left_before_the_previous_window_ended_is_no_longer_a_leaver() -> None:
    row = last_class_row(
        """
        student      times  present
        10001-10012  60     234
        10013        35     54
        """,
        """
        student  class  first  last
        10013    1A     0      34
        """,
    )
    assert (row["n_leavers"], row["leavers_previous_registered_minutes"]) == (0, 0)
    assert row["all_previous_share"] == 0.78


def test_who_leaves_during_the_week_is_not_in_the_class_at_its_end() -> None:
    row = last_class_row(
        """
        student      times  present
        10001-10006  60     240
        10007        58     60
        """,
        """
        student  class  first  last
        10007    1A     0      57
        """,
    )
    assert (row["n_students"], row["n_leavers"], row["change_share"]) == (6, 1, 0.0)


def test_who_comes_back_to_the_class_is_no_leaver_and_a_coming_end_is_not_there_yet() -> None:
    row = last_class_row(
        """
        student      times  class  present
        10001-10006  60     1A     240
        10007        45     1A     240
        10007        5      1B     240
        10007        10     1A     240
        """,
        """
        student  class  first  last
        10006    1A     0      70
        10007    1A     0      44
        10007    1B     45     49
        10007    1A     50     -
        """,
    )
    assert (row["n_students"], row["n_leavers"], row["n_joiners"]) == (7, 0, 0)


def test_who_moves_to_another_class_leaves_the_one_and_is_compared_in_the_other() -> None:
    table = """
        student      times  class  present
        10001-10006  60     1A     240
        10007        50     1A     150
        10007        10     1B     300
        10011-10015  60     1B     240
    """
    placements = """
        student  class  first  last
        10007    1A     0      49
        10007    1B     50     -
    """
    left = last_class_row(table, placements, "1A")
    joined = last_class_row(table, placements, "1B")
    assert (left["n_students"], left["n_leavers"], left["change_share"]) == (6, 1, 0.0)
    assert (joined["n_students"], joined["n_leavers"]) == (6, 0)
    assert joined["current_share"] == pytest.approx((5 * 20 * 240 + 10 * 150 + 10 * 300) / (6 * 20 * 300))


def test_who_joined_less_than_40_days_ago_is_counted_apart() -> None:
    row = last_class_row("""
        student      times  is_teaching_day  present
        10001-10006  60     yes              240
        10007        21     -                0
        10007        39     yes              30
    """)
    assert (row["n_students"], row["n_joiners"], row["change_share"]) == (6, 1, 0.0)
    assert row["all_current_share"] == pytest.approx((6 * 240 + 30) / (7 * 300), abs=1e-6)


@pytest.mark.parametrize(("last_student", "status"), [(10004, "too_early"), (10005, "within_band")])
def test_a_class_gets_a_figure_from_five_comparable_students(last_student: int, status: str) -> None:
    row = last_class_row(f"""
        student               times  present
        10001-{last_student}  40     240
    """)
    assert row["n_students"] == last_student - 10000
    assert row["status"] == status
    assert (row["change_share"] is None) == (row["band_low_share"] is None) == (status == "too_early")


def test_minutes_of_a_class_are_added_up_and_divided_once() -> None:
    row = last_class_row("""
        student      times  registered  present
        10001-10005  40     400         400
        10006-10010  40     100         0
    """)
    assert row["current_share"] == 0.8


def five_lowest_apart(table: pl.DataFrame) -> pl.DataFrame:
    """From day 40 on, the five of each class with the lowest presence on days 20-39 are a class apart."""
    window = pl.col("date").is_between(school_day(20), school_day(39))
    lowest = (
        table.filter(window)
        .group_by("class_id", "student_id")
        .agg(pl.sum("present_minutes"))
        .sort("class_id", "present_minutes", "student_id")
        .group_by("class_id", maintain_order=True)
        .head(5)["student_id"]
    )
    is_moved = pl.col("student_id").is_in(lowest.implode()) & (pl.col("date") >= school_day(40))
    return table.with_columns(class_id=pl.when(is_moved).then(pl.col("class_id") + "-five").otherwise("class_id"))


def test_the_five_lowest_of_fifteen_rise_by_chance_and_are_not_called_grown() -> None:
    table = a_school(4, n_classes=12, n_days=60)
    rows = class_progress(student_progress(five_lowest_apart(table)), stays())
    fives = rows.filter(pl.col("class_id").str.ends_with("-five"), pl.col("as_of") == school_day(59))
    assert fives.height == 12
    rise, expected = fives["change_share"].mean(), fives["expected_change_share"].mean()
    assert isinstance(rise, float)
    assert isinstance(expected, float)
    assert rise > 0.02
    assert expected == pytest.approx(rise, abs=0.015)
    assert fives["status"].to_list().count("above_band") <= 1


def test_a_class_that_is_truly_lower_is_not_expected_to_rise() -> None:
    draw = random.Random(5)
    table = day_frame(
        [
            {
                "student": 10001 + student,
                "class_id": f"1{'ABCDEFGHIJKL'[student // 15]}",
                "date": school_day(number),
                "registered": 250,
                "present": 50 * sum(draw.random() < (0.4 if student < 90 else 0.8) for _ in range(5)),
            }
            for student in range(180)
            for number in range(40)
        ]
    )
    rows = class_progress(student_progress(table), stays()).filter(pl.col("as_of") == school_day(39))
    assert rows.height == 12
    assert rows["expected_change_share"].abs().max() < 0.03  # type: ignore[operator]
    assert rows["status"].to_list().count("within_band") >= 11


def test_a_class_that_grows_is_above_the_band_and_the_others_stay_inside_it() -> None:
    table = a_school(6, n_classes=8, n_days=60)
    grows = (pl.col("class_id") == "1C") & (pl.col("date") >= school_day(40))
    more = (pl.col("present_minutes") + 50).clip(0, 250)
    grown = table.with_columns(present_minutes=pl.when(grows).then(more).otherwise("present_minutes"))
    rows = class_progress(student_progress(grown), stays()).filter(pl.col("as_of") == school_day(59))
    status = dict(rows.select("class_id", "status").iter_rows())
    assert status.pop("1C") == "above_band"
    assert list(status.values()).count("within_band") >= 6


def test_what_the_whole_school_does_is_expected_of_each_class() -> None:
    table = a_school(7, n_classes=8, n_days=60)
    late = pl.col("date") >= school_day(40)
    fewer = (pl.col("present_minutes") - 50).clip(0, 250)
    fallen = table.with_columns(present_minutes=pl.when(late).then(fewer).otherwise("present_minutes"))
    rows = class_progress(student_progress(fallen), stays()).filter(pl.col("as_of") == school_day(59))
    assert rows["change_share"].max() < -0.1  # type: ignore[operator]
    assert rows["status"].to_list().count("within_band") >= 7


# Words and calibration


def test_every_definition_can_be_read_on_screen() -> None:
    texts = (progress.DEFINITIONS, OF_CLASSES)
    titles = [definition.title for text in texts for definition in parse(text, name="progress")]
    assert titles == [
        "Periode van 20 lesdagen",
        "Eigen verandering",
        "Groei sinds de start",
        "Aanhoudend",
        "Groei van de klas",
        "Band zonder verandering",
    ]


@pytest.mark.slow
def test_false_alarms_and_power_are_as_promised() -> None:
    assert [miss for cell in calibrate(quick=True) for miss in cell.misses] == []
