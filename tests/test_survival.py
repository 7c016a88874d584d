"""Still at school: the Kaplan-Meier line beside a published table, statsmodels and plain Python."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from pipelines import survival
from pipelines.definition import parse
from pipelines.survival import still_enrolled

# Weeks in remission of 21 patients on 6-MP (Freireich et al. 1963); + is who was still in it.
REMISSION = "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+"


def stays(text: str) -> pl.DataFrame:
    """Draw stays: the weeks, with + for who is still there; "-" is a stay of which nothing is known."""
    words = text.split()
    return pl.DataFrame(
        {
            "n_weeks": [None if word == "-" else int(word.rstrip("+")) for word in words],
            "has_left": [None if word == "-" else not word.endswith("+") for word in words],
        },
        schema={"n_weeks": pl.Int32, "has_left": pl.Boolean},
    )


def test_the_line_is_the_one_published_for_the_remissions_on_6_mp() -> None:
    # Kleinbaum and Klein (2012), Survival Analysis, 2.II, and Collett (2015): at risk, events, share.
    found = still_enrolled(stays(REMISSION)).filter(pl.col("n_events") > 0)
    assert found.select("week", "n_at_risk", "n_events", pl.col("share").round(4)).rows() == [
        (6, 21, 3, 0.8571),
        (7, 17, 1, 0.8067),
        (10, 15, 1, 0.7529),
        (13, 12, 1, 0.6902),
        (16, 11, 1, 0.6275),
        (22, 7, 1, 0.5378),
        (23, 6, 1, 0.4482),
    ]


def test_the_band_is_the_one_of_statsmodels_on_the_scale_of_log_minus_log() -> None:
    drawn = stays(REMISSION)
    found = still_enrolled(drawn).filter(pl.col("n_events") > 0)
    other = SurvfuncRight(drawn["n_weeks"].to_numpy(), drawn["has_left"].cast(int).to_numpy())
    share, error = other.surv_prob, other.surv_prob_se
    half = 1.959964 * error / (share * np.log(share))
    assert found["week"].to_list() == other.surv_times.tolist()
    assert found["n_at_risk"].to_list() == other.n_risk.tolist()
    assert found["low"].to_numpy() == pytest.approx(share ** np.exp(-half), abs=1e-6)
    assert found["high"].to_numpy() == pytest.approx(share ** np.exp(half), abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60))
def test_the_line_is_the_product_of_who_stayed_in_each_week(drawn: list[tuple[int, bool]]) -> None:
    found = still_enrolled(pl.DataFrame(drawn, schema={"n_weeks": pl.Int64, "has_left": pl.Boolean}, orient="row"))
    share, expected = 1.0, []
    for week in range(max(week for week, _ in drawn) + 1):
        at_risk = sum(last >= week for last, _ in drawn)
        events = sum(last == week and left for last, left in drawn)
        share *= 1 - events / at_risk
        expected.append((week, at_risk, events, pytest.approx(share)))
    assert found.select("week", "n_at_risk", "n_events", "share").rows() == expected


def test_a_student_counts_until_the_week_in_which_he_or_she_is_last_seen() -> None:
    assert still_enrolled(stays("0 1+ 2 2+ 2")).select("week", "n_at_risk", "n_events", "share").rows() == [
        (0, 5, 1, pytest.approx(4 / 5)),
        (1, 4, 0, pytest.approx(4 / 5)),
        (2, 3, 2, pytest.approx(4 / 15)),
    ]


def test_who_started_late_does_not_lift_the_line() -> None:
    # Of ten early students five leave in week 20. Ten newcomers, three weeks in, say nothing about week 20.
    early = still_enrolled(stays("20 " * 5 + "40+ " * 5))
    with_newcomers = still_enrolled(stays("20 " * 5 + "40+ " * 5 + "3+ " * 10))
    assert early["share"].to_list() == with_newcomers["share"].to_list()


def test_before_anybody_left_and_after_everybody_did_there_is_no_band() -> None:
    found = still_enrolled(stays("1 2 2"))
    assert found.select(pl.col("share").round(3), pl.col("low").is_null(), pl.col("high").is_null()).rows() == [
        (1.0, True, True),
        (0.667, False, False),
        (0.0, True, True),
    ]
    assert still_enrolled(stays("1+ 2+")).select("share", "low", "high").unique().rows() == [(1.0, None, None)]


def test_each_group_has_its_own_line_up_to_its_longest_stay() -> None:
    drawn = pl.concat(
        [
            stays("2 3+").with_columns(level=pl.lit("2"), leerweg=pl.lit("BOL")),
            stays("1+ - 0").with_columns(level=pl.lit(None, pl.String), leerweg=pl.lit("BBL")),
        ]
    )
    found = still_enrolled(drawn, over=["level", "leerweg"])
    assert found.columns == ["level", "leerweg", "week", "n_at_risk", "n_events", "share", "low", "high"]
    assert found.select("level", "leerweg", "week", "n_at_risk", "share").rows() == [
        ("2", "BOL", 0, 2, 1.0),
        ("2", "BOL", 1, 2, 1.0),
        ("2", "BOL", 2, 2, 0.5),
        ("2", "BOL", 3, 1, 0.5),
        (None, "BBL", 0, 2, 0.5),
        (None, "BBL", 1, 1, 0.5),
    ]
    assert found.filter(level="2").drop("level", "leerweg").equals(still_enrolled(stays("2 3+")))


@pytest.mark.parametrize("text", ["", "- -"])
def test_without_known_stays_there_is_no_line(text: str) -> None:
    found = still_enrolled(stays(text))
    assert found.is_empty()
    assert found.columns == ["week", "n_at_risk", "n_events", "share", "low", "high"]


def test_the_definition_is_complete() -> None:
    assert [definition.title for definition in parse(survival.DEFINITIONS, name="survival")] == ["Nog op school"]


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60))
def test_counts_per_week_give_the_line_of_the_stays_they_were_counted_from(drawn: list[tuple[int, bool]]) -> None:
    one_by_one = pl.DataFrame(drawn, schema={"n_weeks": pl.Int64, "has_left": pl.Boolean}, orient="row")
    weeks = [
        (week, sum(last >= week for last, _ in drawn), sum(last == week and left for last, left in drawn))
        for week in range(31)
    ]
    counts = pl.DataFrame(weeks, schema=["week", "n_at_risk", "n_left"], orient="row")
    assert still_enrolled(survival.stays(counts)).equals(still_enrolled(one_by_one))


def test_whom_a_closed_year_does_not_know_counts_in_no_line() -> None:
    drawn = pl.DataFrame(
        {"level": [1, 1, 1, 2], "week": [0, 1, 2, 0], "n_at_risk": [4, 3, 5, 2], "n_left": [1, 0, 1, 0]}
    )
    found = survival.stays(drawn, over=("level",)).sort(pl.all())
    assert found.rows() == [(1, 0, True), (1, 2, False), (1, 2, False), (1, 2, True), (2, 0, False), (2, 0, False)]
