"""The check of a cycle: on drawn series, on the stories of the sample, and how often chance alone fools it."""

import re
from collections import Counter
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from pipelines import cycle_check
from pipelines.control_chart import Direction
from pipelines.cycle_check import Check, check, same_students, weeks

START = date(2026, 2, 23)
# Twelve weeks with mean 70, as far up as down.
STEADY = "69 71 " * 6
ORDINARY = "70 71 69 70 "


def series(text: str, *, after: str = "", start: date = START) -> pl.DataFrame:
    """Draw a series of percentages around the start: "-" is a week that is hidden or had no lessons."""
    earlier, later = text.split(), after.split()
    values = [None if word == "-" else float(word) / 100 for word in (*earlier, *later)]
    first = start - timedelta(weeks=len(earlier))
    return pl.DataFrame(
        {
            "week_start": [first + timedelta(weeks=week) for week in range(len(values))],
            "value": values,
            "numerator": [None if value is None else round(value * 1000) for value in values],
            "denominator": [None if value is None else 1000 for value in values],
        },
        schema_overrides={"value": pl.Float64, "numerator": pl.Int64, "denominator": pl.Int64},
    )


def judged(text: str, after: str, *, good: Direction = "up", start: date = START) -> Check:
    return check(weeks(series(text, after=after, start=start), start=start, good=good), start=start, good=good)


# Drawn series


@pytest.mark.parametrize(
    ("why", "before", "after", "expected"),
    [
        ("nothing before", "", "70 " * 10, "no_baseline"),
        ("nine weeks and the four that were chosen on", "69 71 70 " * 3 + ORDINARY, "70 " * 10, "no_baseline"),
        ("ten weeks and those four", "69 71 " * 5 + ORDINARY, "69 71 " * 5, "unchanged"),
        ("nothing since", STEADY + ORDINARY, "", "too_early"),
        ("six weeks far above", STEADY + ORDINARY, "80 " * 6, "too_early"),
        ("the seventh", STEADY + ORDINARY, "80 81 " * 3 + "80", "better"),
        ("a hidden week is no week", STEADY + ORDINARY, "80 81 - 80 81 80 81", "too_early"),
        ("its own ups and downs", STEADY + ORDINARY, "69 71 " * 6, "unchanged"),
        ("one high week", STEADY + ORDINARY, "69 71 90 " + "69 71 " * 5, "unchanged"),
        ("higher, and back again", STEADY + ORDINARY, "78 79 " * 5 + "70 69 71 70", "better_for_a_while"),
        ("lower, and it stays", STEADY + ORDINARY, "60 61 " * 5, "worse"),
        ("lower, and back again", STEADY + ORDINARY, "61 62 " * 5 + "70 69 71 70", "worse_for_a_while"),
        ("chosen low, and back", STEADY + "60 62 61 60 ", "69 71 " * 5, "back_to_own_mean"),
        ("chosen low, and stays low", STEADY + "60 62 61 60 ", "60 62 " * 5, "worse"),
        ("chosen low, and beyond the own mean", STEADY + "60 62 61 60 ", "79 81 " * 5, "better"),
        ("chosen high, and back", STEADY + "80 82 81 80 ", "69 71 " * 5, "unchanged"),
    ],
)
def test_what_is_said_follows_from_the_weeks(why: str, before: str, after: str, expected: str) -> None:
    assert judged(before, after).verdict == expected, why


def test_a_series_that_never_moved_is_judged_without_dividing_by_its_spread() -> None:
    assert judged("70 " * 14, "70 " * 8).verdict == "unchanged"
    assert judged("70 " * 14, "80 " * 8).verdict == "better"


def test_where_less_is_good_a_fall_is_better_and_its_numbers_stay_as_they_are() -> None:
    found = judged("21 19 " * 6 + "30 29 31 30", "9 11 " * 5, good="down")
    assert found.verdict == "better"
    assert (found.before, found.chosen, found.since) == pytest.approx((0.2, 0.3, 0.1))
    assert found.change == pytest.approx(-0.1)
    assert found.change_low is not None
    assert found.change_high is not None
    assert found.change_low < -0.1 < found.change_high < 0
    assert found.returned == pytest.approx(-0.1)


def test_the_chosen_weeks_move_no_limit_and_their_return_is_told_in_points() -> None:
    laid = weeks(series(STEADY + "60 62 61 61", after="69 71 " * 5), start=START, good="up")
    ordinary = weeks(series(STEADY + ORDINARY, after="69 71 " * 5), start=START, good="up")
    assert laid["centre"].equals(ordinary["centre"])
    assert laid["phase"].to_list() == ["before"] * 12 + ["chosen"] * 4 + ["since"] * 10
    assert judged(STEADY + "60 62 61 61", "69 71 " * 5).returned == pytest.approx(0.09)
    assert judged(STEADY + ORDINARY, "69 71 " * 5).returned is None


def test_a_rule_counts_no_weeks_of_before_the_start() -> None:
    # Six weeks above the middle, and one since the start: seven in a row, of which one is since the start.
    found = weeks(series("69 71 " * 5 + "71 71 71 71 71 71", after="71 69 71 69 71 69 71"), start=START, good="up")
    assert found.filter(pl.col("phase") == "since")["rules"].list.len().sum() == 0
    assert found.filter(pl.col("phase") != "since")["signal"].null_count() == 16


def test_a_change_is_told_from_the_week_in_which_its_run_began() -> None:
    # Two ordinary weeks, then higher: called in the first week beyond the limit, which began that run.
    found = judged(STEADY + ORDINARY, "69 71 69 " + "80 81 " * 4)
    assert found.called == found.from_week == START + timedelta(weeks=3)
    # Just above the middle: called by the seventh week of a run that began in the second.
    slow = judged(STEADY + ORDINARY, "69.9 " + "71 71.5 " * 4 + "71")
    assert slow.rules == ("seven_on_one_side",)
    assert (slow.from_week, slow.called) == (START + timedelta(weeks=1), START + timedelta(weeks=7))


def test_limits_since_the_start_are_there_from_ten_weeks() -> None:
    for n, expected in ((9, 0), (10, 10)):
        laid = weeks(series(STEADY + ORDINARY, after="80 " * n), start=START, good="up")
        assert laid["since_centre"].is_not_null().sum() == expected


def test_a_start_in_the_middle_of_a_week_counts_from_the_first_whole_week() -> None:
    for days, n_since in ((0, 8), (1, 7), (4, 7), (6, 7), (7, 7)):
        start = START + timedelta(days=days)
        laid = weeks(series(STEADY + ORDINARY, after="80 " * 8), start=start, good="up")
        assert laid.filter(pl.col("phase") == "since").height == n_since
        assert laid.filter(pl.col("phase") == "since", pl.col("week_start") < start).is_empty()


def test_written_reasons_for_new_limits_end_what_is_compared() -> None:
    rows = series(STEADY + STEADY + ORDINARY, after="80 " * 10)
    reasons: list[str | None] = [None] * rows.height
    reasons[12], reasons[28 + 8] = "Ander rooster", "Nieuw lokaal"
    laid = weeks(rows.with_columns(reason=pl.Series(reasons, dtype=pl.String)), start=START, good="up")
    assert laid["week_start"].min() == rows["week_start"][12]
    assert laid.filter(pl.col("phase") == "since").height == 8


@pytest.mark.parametrize(
    ("start", "n_before", "expected"),
    [
        (date(2026, 2, 23), 14, False),
        # 1 September is the sixth week of its school year: the weeks of before are those of other students.
        (date(2025, 9, 1), 24, True),
    ],
)
def test_weeks_of_an_earlier_school_year_are_told_to_be_of_other_students(
    start: date, n_before: int, expected: bool
) -> None:
    assert judged("69 71 " * (n_before // 2), "70 " * 8, start=start).other_students is expected


def test_ten_weeks_of_the_same_school_year_go_before_more_of_an_earlier_one() -> None:
    start = date(2025, 11, 24)
    # Of the weeks before, the first six are of July and earlier, and would lift the middle.
    laid = weeks(series("90 " * 6 + "69 71 " * 6 + ORDINARY, after="70 " * 8, start=start), start=start, good="up")
    assert laid["centre"][0] == pytest.approx(0.7)


# Same students


def test_each_class_is_compared_once_twenty_teaching_days_have_been() -> None:
    days = pl.DataFrame(
        [
            ("A", START + timedelta(weeks=week), 5) for week in range(-1, 6)
        ] + [("B", START + timedelta(weeks=week), 4 if week else None) for week in range(4)],
        schema={"class_id": pl.String, "week_start": pl.Date, "n_teaching_days": pl.UInt8}, orient="row",
    )  # fmt: skip
    progress = days.select("class_id", "week_start", change_share=pl.lit(0.1))
    found = same_students(progress, days, start=START)
    # The twentieth day of A is in the fourth week since the start; B has had twelve.
    assert found.select("class_id", "week_start").rows() == [("A", START + timedelta(weeks=3))]
    assert same_students(progress, days.clear(), start=START).is_empty()


# How often it is wrong


def draw(rng: np.random.Generator, n: int, resembles: float) -> NDArray[np.float64]:
    """Weeks around 70 % with a spread of 3 points, each resembling the one before."""
    noise = rng.standard_normal(n)
    for week in range(1, n):
        noise[week] = resembles * noise[week - 1] + np.sqrt(1 - resembles**2) * noise[week]
    return 70 + 3 * noise


def said(resembles: float, rise: float, n: int = 150, *, lowest: bool = False) -> dict[str, float]:
    """Share of drawn series with each answer; `rise` in spreads of a week, since the start."""
    rng, found = np.random.default_rng(7), Counter[str]()
    for _ in range(n):
        drawn = draw(rng, 60, resembles)
        at = 22
        if lowest:
            at = int(np.convolve(drawn[:44], np.ones(4), "valid")[18:].argmin()) + 22
        drawn[at:] += 3 * rise
        before, after = (" ".join(map(str, part)) for part in (drawn[at - 22 : at], drawn[at : at + 14]))
        found[judged(before, after).verdict.removesuffix("_for_a_while")] += 1
    return {verdict: count / n for verdict, count in found.items()}


def test_without_any_change_few_series_are_called_better() -> None:
    assert said(0, 0).get("better", 0) <= 0.05
    assert said(0.3, 0).get("better", 0) <= 0.12


def test_a_rise_of_two_spreads_is_found_nearly_always() -> None:
    assert said(0, 2)["better"] >= 0.95


def test_a_start_after_the_lowest_weeks_is_called_better_hardly_more_often_and_told_to_return() -> None:
    found = said(0, 0, lowest=True)
    assert found.get("better", 0) <= 0.06
    assert found["back_to_own_mean"] >= 0.4


def test_the_definition_says_the_numbers_that_the_code_uses() -> None:
    text = re.sub(r"\s+", " ", cycle_check.DEFINITIONS)
    assert f"minstens {cycle_check.MIN_SINCE} lesweken" in text
    assert f"De {cycle_check.CHOSEN} lesweken vlak voor de start" in text
    assert f"laatste {cycle_check.CHOSEN} weken" in text
