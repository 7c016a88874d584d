"""Control charts: limits against published examples, each rule at its boundary, and how often chance alone calls."""

import re
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest

from pipelines import control_chart
from pipelines.control_chart import RULES, Direction, p_chart, u_chart, xmr_chart
from pipelines.definition import parse

# Twenty points with mean 10 and moving range 2: three sigma lies at 10 ± 5.32, two sigma at 10 ± 3.54667.
STEADY = "9 11 " * 10


def series(text: str) -> pl.DataFrame:
    """Draw a series: "-" is a moment without a value."""
    values = [None if word == "-" else float(word) for word in text.split()]
    return pl.DataFrame({"value": values}, schema={"value": pl.Float64})


def called(points: str, rule: str, **how: Any) -> str:
    """Mark the points after the steady baseline: x where the rule calls, . where it does not."""
    found = xmr_chart(series(STEADY + points), good="up", **how)
    return "".join("x" if rule in rules else "." for rules in found["rules"][20:])


def signals(points: str, good: Direction | None) -> list[str]:
    return xmr_chart(series(STEADY + points), good=good)["signal"].to_list()[20:]


# Limits


def test_individuals_have_the_limits_of_the_nist_handbook() -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches.
    flow = xmr_chart(series("49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"), good=None)
    row = flow.row(9, named=True)
    assert row["range_centre"] == pytest.approx(1.8778, abs=1e-4)
    assert row["range_limit"] == pytest.approx(3.268 * 1.8778, abs=1e-3)
    assert row["centre"] == pytest.approx(50.81)
    # The handbook divides by 1.128 and multiplies by 3, which is 2.6596 where the chart has 2.66.
    assert (row["lower_limit"], row["upper_limit"]) == pytest.approx((45.8159, 55.8041), abs=2e-3)
    assert flow["moving_range"].round(1).to_list() == [None, 2.0, 2.3, 1.4, 3.5, 3.4, 1.4, 0.2, 1.2, 1.5]
    assert set(flow["signal"]) == {"common_cause"}


def test_shares_have_the_limits_of_the_nist_handbook_and_two_points_beyond_them() -> None:
    # NIST/SEMATECH e-Handbook, 6.3.3.2: defective chips on 30 wafers of 50.
    defective = [
        12,
        15,
        8,
        10,
        4,
        7,
        16,
        9,
        14,
        10,
        5,
        6,
        17,
        12,
        22,
        8,
        10,
        5,
        13,
        11,
        20,
        18,
        24,
        15,
        9,
        12,
        7,
        13,
        9,
        6,
    ]
    found = p_chart(pl.DataFrame({"numerator": defective, "denominator": 50}), good="down", baseline=30)
    row = found.row(0, named=True)
    assert row["centre"] == pytest.approx(0.2313, abs=1e-4)
    plain = (row["upper_limit"] - row["centre"]) / row["widening"]
    assert (row["centre"] - plain, row["centre"] + plain) == pytest.approx((0.0524, 0.4102), abs=1e-4)
    beyond = (found["value"] > row["centre"] + plain) | (found["value"] < row["centre"] - plain)
    assert beyond.arg_true().to_list() == [14, 22]


def test_shares_that_vary_more_than_by_chance_get_the_limits_of_laney() -> None:
    # Laney (2002), written apart: the moving range of z-scores, divided by 1.128, widens the limits of each point.
    draw = np.random.default_rng(3)
    n = draw.integers(800, 1200, size=20)
    k = draw.binomial(n, draw.normal(0.7, 0.05, size=20))
    p = k.sum() / n.sum()
    sigma = np.sqrt(p * (1 - p) / n)
    z = (k / n - p) / sigma
    sigma_z = np.abs(np.diff(z)).mean() / 1.128
    found = p_chart(pl.DataFrame({"numerator": k, "denominator": n}), good="up")
    assert sigma_z > 2
    assert found["widening"].to_numpy() == pytest.approx(sigma_z)
    assert found["upper_limit"].to_numpy() == pytest.approx(p + 3 * sigma_z * sigma)
    assert found["lower_2_sigma"].to_numpy() == pytest.approx(p - 2 * sigma_z * sigma)


def test_shares_that_vary_as_chance_lets_them_keep_their_own_limits() -> None:
    found = p_chart(pl.DataFrame({"numerator": [10, 11] * 10, "denominator": [100, 100] * 10}), good="up")
    assert found["widening"].to_list() == [1.0] * 20
    assert found["upper_limit"][0] == pytest.approx(0.105 + 3 * (0.105 * 0.895 / 100) ** 0.5)


def test_limits_of_shares_stay_within_0_and_1_and_follow_the_denominator() -> None:
    found = p_chart(pl.DataFrame({"numerator": [19, 380] * 10, "denominator": [20, 400] * 10}), good="up")
    assert found["upper_limit"][0] == 1
    assert found["upper_limit"][1] < 1
    assert found["lower_limit"][0] < found["lower_limit"][1]


def test_limits_come_from_the_first_points_and_later_points_do_not_move_them() -> None:
    short, long = (xmr_chart(series(STEADY + points), good="up") for points in ("12", "12 30 31 32 33"))
    limits = short.select(control_chart.LIMITS).unique()
    assert limits.rows() == [(10.0, 4.68, 15.32, 6.453333333, 13.546666667)]
    assert long.select(control_chart.LIMITS).unique().equals(limits)
    assert short["signal"].to_list() == long["signal"].to_list()[:21]


def test_before_the_tenth_point_there_are_no_limits_and_nothing_is_called() -> None:
    nine, ten = (xmr_chart(series("1 2 3 4 5 6 7 8 9 10 11"[:length]), good="up") for length in (17, 20))
    assert (len(nine), len(ten)) == (9, 10)
    assert nine["centre"].null_count() == nine["range_limit"].null_count() == nine["signal"].null_count() == 9
    assert nine["rules"].to_list() == [[]] * 9
    assert ten["centre"].to_list() == [5.5] * 10
    assert ten["n_baseline"].to_list() == [10] * 10


def test_a_written_reason_starts_a_new_baseline_and_a_blank_one_does_not() -> None:
    points = series(STEADY + "19 21 " * 10).with_columns(
        why=pl.Series([" " if at == 5 else "ander rooster" if at == 20 else None for at in range(40)], dtype=pl.String)
    )
    kept, rebased = (xmr_chart(points, good="up", rebased=column) for column in (None, "why"))
    assert kept["centre"].unique().to_list() == [10]
    assert rebased["centre"].to_list() == [10] * 20 + [20] * 20
    assert rebased["moving_range"][20] is None
    assert set(rebased["signal"]) == {"common_cause"}
    assert kept["signal"][20:].unique().to_list() == ["improvement"]


def test_a_reason_at_a_moment_without_value_counts_from_the_next_value() -> None:
    points = series(STEADY + "- " + "19 21 " * 10).with_columns(
        why=pl.Series(["fusie" if at == 20 else None for at in range(41)], dtype=pl.String)
    )
    found = xmr_chart(points, good="up", rebased="why")
    assert found["centre"].to_list() == [10] * 20 + [None] + [20] * 20


def test_a_moment_without_value_is_passed_over() -> None:
    with_gap, without = (xmr_chart(series(text), good="up") for text in ("9 - 11 " * 10 + "- 16", STEADY + "16"))
    assert with_gap.filter(pl.col("value").is_not_null()).equals(without)
    assert with_gap.row(1, named=True)["signal"] is None
    assert with_gap.row(1, named=True)["rules"] == []
    hidden = p_chart(
        pl.DataFrame({"numerator": [5, None, 0] + [5] * 12, "denominator": [10, None, 0] + [10] * 12}), good="up"
    )
    assert hidden["value"].to_list() == [0.5, None, None] + [0.5] * 12
    assert hidden["n_baseline"].to_list() == [13, None, None] + [13] * 12


def test_series_are_judged_apart_and_rows_keep_their_place() -> None:
    one, other = series(STEADY + "30"), series("50 52 " * 10 + "51")
    mixed = pl.concat([one.with_columns(team=pl.lit("a")), other.with_columns(team=pl.lit(None, pl.String))])
    order = np.argsort(np.tile(np.arange(21), 2), kind="stable")
    found = xmr_chart(mixed[order], good="up", over=["team"])
    assert found.select("value", "team").equals(mixed[order])
    assert found.filter(team="a").drop("team").equals(xmr_chart(one, good="up"))
    assert found.filter(pl.col("team").is_null()).drop("team").equals(xmr_chart(other, good="up"))


def test_a_chart_of_nothing_is_empty() -> None:
    assert xmr_chart(series(""), good="up", over=["value"]).is_empty()
    assert xmr_chart(series("- -"), good=None)["signal"].to_list() == [None, None]
    assert p_chart(pl.DataFrame({"numerator": [0], "denominator": [0]}), good="up")["value"].to_list() == [None]


def test_a_series_that_never_varied_calls_at_the_first_other_value() -> None:
    assert xmr_chart(series("0.1 " * 20 + "0.1 0.2"), good="up")["signal"].to_list()[19:] == [
        "common_cause",
        "common_cause",
        "improvement",
    ]
    full = p_chart(pl.DataFrame({"numerator": [30] * 20 + [29], "denominator": [30] * 21}), good="up")
    assert full["signal"].to_list()[19:] == ["common_cause", "concern"]


def test_the_interval_of_a_figure_stays_beside_the_limits_of_its_chart() -> None:
    points = series(STEADY).with_columns(low=pl.lit(1.0), high=pl.lit(99.0))
    once = xmr_chart(points, good="up")
    assert once.select("value", "low", "high").equals(points)
    assert xmr_chart(once, good="up").select(once.columns).equals(once)


# The four rules, at their boundaries


@pytest.mark.parametrize(
    ("points", "marks"), [("15.32", "."), ("15.321", "x"), ("4.68", "."), ("4.679", "x"), ("16 9 3", "x.x")]
)
def test_a_point_beyond_three_sigma_calls_and_one_on_the_limit_does_not(points: str, marks: str) -> None:
    assert called(points, "beyond_limit") == marks


@pytest.mark.parametrize(
    ("points", "marks"),
    [
        ("14 14", ".x"),
        ("14 10 14", "..x"),
        ("14 14 10", ".x."),
        ("14 10 10 14", "...."),
        ("14 6", ".."),
        ("14 6 14", "..x"),
        ("6 10 6", "..x"),
        ("14 13.546666667", ".."),
        ("14 13.546666668", ".x"),
        ("16 16", ".x"),
    ],
)
def test_two_of_three_beyond_two_sigma_on_the_same_side_call(points: str, marks: str) -> None:
    assert called(points, "two_of_three") == marks


@pytest.mark.parametrize(
    ("points", "marks"),
    [
        # The last point of the baseline is 11, so six more above the centre make seven.
        ("12 11 12 11 12", "....."),
        ("12 11 12 11 12 11", ".....x"),
        ("12 11 12 11 12 11 12 9", ".....xx."),
        ("12 11 12 10 12 11 12", "......."),
        ("9 8 9 8 9 8", "......"),
        ("9 8 9 8 9 8 9", "......x"),
        ("- 12 11 12 - 11 12 11", ".......x"),
    ],
)
def test_seven_points_on_one_side_of_the_centre_call(points: str, marks: str) -> None:
    assert called(points, "seven_on_one_side") == marks


@pytest.mark.parametrize(
    ("points", "marks"),
    [
        # The last point of the baseline is 11; the first point after it starts the run.
        ("8 8.5 9 9.5 10", "....."),
        ("8 8.5 9 9.5 10 10.5", ".....x"),
        ("8 8.5 9 9.5 10 10.5 11", ".....xx"),
        ("8 8.5 9 9 9.5 10 10.5", "......."),
        ("12 11.5 11 10.5 10 9.5", ".....x"),
        ("12 11.5 11 - 10.5 10 9.5", "......x"),
        ("8 8.5 9 9.5 10 9.9", "......"),
    ],
)
def test_six_points_that_rise_or_fall_call(points: str, marks: str) -> None:
    assert called(points, "six_rising_or_falling") == marks


def test_no_rule_counts_across_a_new_baseline() -> None:
    points = series(STEADY + "14 " * 4 + "14 13 " * 10).with_columns(
        why=pl.Series(["ander rooster" if at == 24 else None for at in range(44)], dtype=pl.String)
    )
    assert xmr_chart(points, good="up", rebased="why")["rules"][24:].list.len().sum() == 0


# What a signal means


@pytest.mark.parametrize(
    ("good", "above", "below"),
    [("up", "improvement", "concern"), ("down", "concern", "improvement"), (None, "change", "change")],
)
def test_a_signal_is_named_after_the_direction_that_is_better(good: Direction | None, above: str, below: str) -> None:
    assert signals("16 9", good) == [above, "common_cause"]
    assert signals("4 11", good) == [below, "common_cause"]


def test_where_a_point_lies_counts_more_than_where_the_series_is_going() -> None:
    found = xmr_chart(series(STEADY + "1 1.5 2 2.5 3 3.5"), good="up")
    assert found["rules"][-1].to_list() == ["beyond_limit", "two_of_three", "six_rising_or_falling"]
    assert found["signal"][-1] == "concern"
    assert signals("8 8.5 9 9.5 10 10.5", "up")[-1] == "improvement"


# How often chance alone calls

N_SERIES, N_WEEKS = 1000, 100


def stated() -> dict[tuple[str, str, str], float]:
    """Read the table of the docstring: (chart, rule, of what) -> percent."""
    columns = list(product(("xmr", "p"), ("weeks", "series")))
    found: dict[tuple[str, str, str], float] = {}
    for rule, words in (*zip(RULES, RULES, strict=True), ("any", "any of the four")):
        row = re.search(
            rf"^ +{words} +([\d.]+) % +([\d.]+) % +([\d.]+) % +([\d.]+) %$", control_chart.__doc__ or "", re.M
        )
        assert row is not None
        found |= {(chart, rule, of): float(figure) for (chart, of), figure in zip(columns, row.groups(), strict=True)}
    return found


def measured(chart: pl.DataFrame) -> dict[tuple[str, str], float]:
    calls = chart.select(
        "series",
        *(pl.col("rules").list.contains(rule).alias(rule) for rule in RULES),
        any=pl.col("rules").list.len() > 0,
    )
    weeks = calls.drop("series").mean().row(0, named=True)
    per_series = calls.group_by("series").agg(pl.all().any()).drop("series").mean().row(0, named=True)
    return {
        (rule, of): 100 * share for of, row in (("weeks", weeks), ("series", per_series)) for rule, share in row.items()
    }


def test_the_stated_false_alarms_are_those_of_a_thousand_series_of_chance_alone() -> None:
    draw = np.random.default_rng(2025)
    size = N_SERIES * N_WEEKS
    n = draw.integers(60, 141, size=size)
    weeks = pl.DataFrame(
        {
            "series": np.repeat(np.arange(N_SERIES), N_WEEKS),
            "value": draw.normal(size=size),
            "numerator": draw.binomial(n, 0.8),
            "denominator": n,
        }
    )
    found = {"xmr": xmr_chart(weeks, good="up", over=["series"]), "p": p_chart(weeks, good="up", over=["series"])}
    figures = {(chart, *key): share for chart, frame in found.items() for key, share in measured(frame).items()}
    differ = {
        key: (figures[key], share)
        for key, share in stated().items()
        if abs(figures[key] - share) > (0.1 + 0.07 * share if key[2] == "weeks" else 5)
    }
    assert len(stated()) == 20
    assert not differ


def test_the_definition_on_screen_tells_how_often_chance_calls() -> None:
    (definition,) = parse(control_chart.DEFINITIONS, name="control_chart")
    weeks, of_ten = (stated()["xmr", "any", of] for of in ("weeks", "series"))
    assert f"1 op de {5 * round(100 / weeks / 5)} punten" in definition.care
    assert f"{round(of_ten / 20)} van de 5 reeksen" in definition.care


# -- Events per so many people -------------------------------------------------------------------------------


def test_a_u_chart_has_the_limits_of_its_own_denominators() -> None:
    events, people = [4, 6, 5, 5, 4, 6, 5, 5, 4, 6, 5], [100] * 10 + [400]
    found = u_chart(pl.DataFrame({"numerator": events, "denominator": people}), good="down")
    centre = sum(events) / sum(people)
    for row, n in zip(found.to_dicts(), people, strict=True):
        sigma = (centre / n) ** 0.5 * row["widening"]
        assert row["centre"] == pytest.approx(centre, abs=1e-8)
        assert row["upper_limit"] == pytest.approx(centre + 3 * sigma, abs=1e-8)
        assert row["lower_limit"] == pytest.approx(max(0, centre - 3 * sigma), abs=1e-8)


def test_fewer_events_are_an_improvement_where_down_is_good() -> None:
    events = [20, 22, 18, 21, 19, 20, 22, 18, 21, 19, 20, 2, 60]
    found = u_chart(pl.DataFrame({"numerator": events, "denominator": [100] * 13}), good="down", baseline=11)
    assert found["signal"].to_list()[-2:] == ["improvement", "concern"]
    assert set(found["signal"].to_list()[:-2]) == {"common_cause"}


def test_a_month_without_people_is_passed_over_in_a_u_chart() -> None:
    events, people = [5, 0, *[5] * 10], [100, 0, *[100] * 10]
    found = u_chart(pl.DataFrame({"numerator": events, "denominator": people}), good="down")
    assert found["value"][1] is None
    assert found["signal"].to_list() == ["common_cause", None, *["common_cause"] * 10]


def test_chance_alone_seldom_takes_a_month_beyond_the_limits_of_a_u_chart() -> None:
    draw = np.random.default_rng(11)
    people = draw.integers(120, 180, (400, 40))
    events = draw.poisson(people * 0.05)
    series = np.repeat(np.arange(400), 40)
    points = pl.DataFrame({"series": series, "numerator": events.ravel(), "denominator": people.ravel()})
    found = u_chart(points, good="down", over=["series"])
    assert found.select((pl.col("rules").list.contains("beyond_limit")).mean()).item() < 0.01
    assert found.select((pl.col("rules").list.len() > 0).mean()).item() < 0.05
