"""The grammar of a step: its words against plain loops, and what holds for every step there is."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard import wording
from pipelines import registry, step
from pipelines.step import COLUMNS, Step, find_steps
from pipelines.steps import came_back, earlier_arrival, first_full_day
from tests.steps.drawn import days, find, progress, weeks
from tests.steps.flat_students import FlatYear, flat_year


@pytest.fixture(scope="module")
def year() -> FlatYear:
    return flat_year(students=100, seed=3)


# -- The words ----------------------------------------------------------------------------------------------


def plain_in_a_row(own: list[int], here: int) -> int | None:
    count = 0
    while count <= here and own[here - count] > 2:
        count += 1
    return count


def plain_rows_without(own: list[int], here: int) -> int | None:
    return None if here == 0 else next((n for n in range(here) if own[here - 1 - n] > 2), here)


def plain_at_latest(own: list[int], here: int) -> int | None:
    return next((own[at] for at in range(here, -1, -1) if own[at] > 2), None)


WORDS: dict[str, tuple[pl.Expr, Callable[[list[int], int], int | bool | None]]] = {
    "rows_before": (step.rows_before(), lambda own, here: here),
    "previous": (step.previous(pl.col("x"), 2), lambda own, here: own[here - 2] if here >= 2 else None),
    "in_a_row": (step.in_a_row(pl.col("x") > 2), plain_in_a_row),
    "rows_without": (step.rows_without(pl.col("x") > 2), plain_rows_without),
    "best_before": (step.best_before(pl.col("x")), lambda own, here: max(own[:here], default=None)),
    "at_latest": (step.at_latest(pl.col("x") > 2, pl.col("x")), plain_at_latest),
    "newly": (
        step.newly(pl.col("x") > 2, rest=2),
        lambda own, here: own[here] > 2 and max(own[max(here - 2, 0) : here], default=0) <= 2,
    ),
}


@pytest.mark.parametrize("word", WORDS)
@given(students=st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=9), min_size=1, max_size=4))
def test_a_word_says_of_each_student_what_a_plain_loop_says(word: str, students: list[list[int]]) -> None:
    expression, plain = WORDS[word]
    lengths = [len(own) for own in students]
    frame = pl.DataFrame(
        {
            "x": [value for own in students for value in own],
            "_row": range(sum(lengths)),
            "_first": [sum(lengths[:at]) for at, length in enumerate(lengths) for _ in range(length)],
        },
        schema={"x": pl.Int32, "_row": pl.Int32, "_first": pl.Int32},
    )
    said = frame.select(expression.alias("said"))["said"].to_list()
    assert said == [plain(own, here) for own in students for here in range(len(own))]


def test_a_word_counts_an_unknown_condition_as_no() -> None:
    frame = pl.DataFrame({"x": [True, None, True], "_row": [0, 1, 2], "_first": [0, 0, 0]})
    assert frame.select(step.in_a_row(pl.col("x")))["_row"].to_list() == [1, 0, 1]


# -- Finding ------------------------------------------------------------------------------------------------


def test_steps_come_with_all_columns_sorted_by_enrolment_date_and_step(year: FlatYear) -> None:
    found = year.steps(*registry.steps())
    assert found.schema == COLUMNS
    assert_frame_equal(found, found.sort("enrolment_key", "step_date", "step"))
    assert found["step"].unique().sort().to_list() == [one.name for one in registry.steps()]
    assert found.drop("before_value", "subject").null_count().sum_horizontal().item() == 0
    assert found.select(pl.struct("enrolment_key", "step_date", "step", "sentence").is_unique().all()).item()
    assert (found["subject"].is_not_null() == (found["unit"] == "mark_hundredths")).all()
    once_a_day = found.filter(pl.col("unit") != "mark_hundredths")
    assert once_a_day.select(pl.struct("enrolment_key", "step_date", "step").is_unique().all()).item()
    assert (found["n_days_held"] >= 0).all()


def test_the_order_of_the_rows_and_the_size_of_the_parts_make_no_difference(
    year: FlatYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = year.steps(*registry.steps())
    days, weeks, own = (
        frame.sample(fraction=1, shuffle=True, seed=1) for frame in (year.days, year.weeks, year.progress)
    )
    assert_frame_equal(find_steps(registry.steps(), days, weeks, own, year.marks), found)
    monkeypatch.setattr(step, "ROWS_AT_ONCE", 300)
    assert_frame_equal(year.steps(*registry.steps()), found)


def test_nothing_in_gives_nothing_out() -> None:
    nothing = days("times"), weeks("times"), progress("times")
    assert_frame_equal(find_steps(registry.steps(), *nothing), COLUMNS.to_frame())
    assert_frame_equal(find_steps([], *nothing), COLUMNS.to_frame())


def test_a_correction_of_the_same_day_takes_the_step_back() -> None:
    as_delivered = days("""
        times  n_present
        3      5
        5      0
        1      5
    """)
    corrected = days("""
        times  n_present
        3      5
        5      0
        1      0
    """)
    assert find(came_back.STEP, as_delivered).height == 1
    assert find(came_back.STEP, corrected).height == 0


def test_a_week_that_is_not_over_gives_no_step_yet() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        4      12:00                 900
        1      10:00                 1500
    """)
    ends = table.select("enrolment_key", "week_start", "n_teaching_days", as_of=pl.col("week_start"))
    for weekday, n_steps in ((3, 0), (4, 1)):
        last_days = ends.with_columns(pl.col("as_of") + pl.duration(days=weekday))
        found = find_steps([earlier_arrival.STEP], days("times"), table, last_days)
        assert found.height == n_steps


def test_a_week_step_carries_the_last_teaching_day_of_the_class() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        4      12:00                 900
        1      10:00                 1500
        1      12:00                 900
    """)
    thursdays = table.select(
        "enrolment_key", "week_start", "n_teaching_days", as_of=pl.col("week_start") + pl.duration(days=3)
    )
    friday = thursdays.tail(1).with_columns(pl.col("as_of") + pl.duration(days=1))
    found = find_steps([earlier_arrival.STEP], days("times"), table, thursdays.head(5).vstack(friday))
    assert found["step_date"].to_list() == [dt.date(2025, 10, 2)]


def test_two_enrolments_of_one_student_and_two_students_are_kept_apart() -> None:
    table = days("""
        times  is_full_day
        15     no
        6      yes
    """)
    other_enrolment = table.with_columns(pl.col("enrolment_key") + 1)
    other_student = table.with_columns(pl.col("student_id") + 1, pl.col("enrolment_key") + 100)
    assert find(first_full_day.STEP, pl.concat([table, other_enrolment, other_student])).height == 0


def test_a_change_of_class_goes_on_in_the_same_enrolment() -> None:
    table = days("""
        times  class_id  is_full_day
        15     E1A       no
        5      E1B       no
        1      E1B       yes
    """)
    assert find(first_full_day.STEP, table)["class_id"].to_list() == ["E1B"]


def test_what_was_held_counts_until_the_next_step_of_that_kind() -> None:
    table = days("""
        times  n_present
        1      5
        5      0
        21     5
        5      0
        4      5
    """)
    assert find(came_back.STEP, table)["n_days_held"].to_list() == [20, 3]


def test_without_evidence_there_is_no_step() -> None:
    unknown = replace(came_back.STEP, now=pl.lit(None, pl.Int32), moment=pl.lit(True))
    assert find(unknown, days("times n_present\n5 5")).height == 0


# -- Every step there is ------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", registry.steps(), ids=lambda one: one.name)
def test_a_sentence_is_complete_and_speaks_of_what_was_done(one: Step, year: FlatYear) -> None:
    for sentence in year.steps(one)["sentence"]:
        assert re.fullmatch(r"[A-Z][^{}]+\.", sentence), sentence
        assert not wording.forbidden(sentence), sentence
        assert not re.search("%|procent", sentence), sentence


@pytest.mark.parametrize("one", registry.steps(), ids=lambda one: one.name)
def test_a_step_reads_only_columns_of_its_own_mart(one: Step, year: FlatYear) -> None:
    frame = {"day": year.days, "week": year.weeks, "progress": year.progress, "mark": year.marks}[one.grain]
    in_between = {"before", "now", "_row", "_first"}
    assert one.columns <= {*frame.columns, *in_between}


def test_a_flat_student_year_has_a_handful_of_steps(year: FlatYear) -> None:
    found = year.steps(*registry.steps())
    in_marks = pl.col("unit") == "mark_hundredths"
    assert found.filter(~in_marks).height / 100 < 8
    assert found.filter(in_marks).height / 100 < 2.5
