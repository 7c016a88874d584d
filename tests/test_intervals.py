import math
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from pipelines import intervals

SHOWN = ("value", "low", "high")
COUNTS = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (min(pair), max(pair)))


def cells(table: str) -> pl.DataFrame:
    """Draw cells: the first line names the columns, "-" is null, other things than numbers are names."""
    header, *lines = [line.split() for line in table.strip().splitlines()]
    columns = {name: [line[at] for line in lines] for at, name in enumerate(header)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
    return frame.with_columns(
        pl.col(name).replace("-", None).cast(pl.Int64)
        for name, texts in columns.items()
        if all(text == "-" or text.isdigit() for text in texts)
    )


def rounded(frame: pl.DataFrame, *columns: str, digits: int = 4) -> list[tuple[float | None, ...]]:
    return frame.select(pl.col(columns or SHOWN).round(digits)).rows()


# Shares


def test_two_leavers_of_fifteen_are_13_percent_and_anything_from_4_to_38() -> None:
    assert rounded(intervals.with_share(cells("numerator denominator\n2 15")), digits=2) == [(0.13, 0.04, 0.38)]


def test_shares_have_the_intervals_newcombe_published() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (Wilson's score).
    found = intervals.with_share(
        cells("""
        numerator  denominator
        81         263
        15         148
        0          20
        1          29
        """)
    )
    assert rounded(found, "low", "high") == [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611), (0.0061, 0.1718)]


@given(COUNTS)
def test_a_share_has_the_interval_of_scipy_and_statsmodels(counts: tuple[int, int]) -> None:
    k, n = counts
    ((value, low, high),) = (
        intervals.with_share(pl.DataFrame({"numerator": [k], "denominator": [n]})).select(SHOWN).rows()
    )
    scipy = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert (low, high) == pytest.approx((scipy.low, scipy.high), abs=1e-9)
    assert (low, high) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-9)
    assert 0 <= low <= value <= high <= 1


def test_no_denominator_or_no_figures_gives_no_interval() -> None:
    found = intervals.with_share(
        cells("""
        numerator  denominator
        0          0
        -          -
        -          12
        0          1
        1          1
        """)
    )
    assert rounded(found) == [(None, None, None)] * 3 + [(0.0, 0.0, 0.7935), (1.0, 0.2065, 1.0)]


def test_who_asked_everybody_has_no_width_and_who_asked_most_has_little() -> None:
    found = intervals.with_share(
        cells("""
        numerator  denominator  population
        30         40           40
        30         40           41
        30         40           80
        30         40           1000000
        30         40           -
        30         40           39
        1          1            1
        """),
        population="population",
    )
    plain = stats.binomtest(30, 40).proportion_ci(method="wilson")
    widths = (found["high"] - found["low"]).to_list()
    assert widths[0] == widths[6] == 0
    assert [low < high for low, high in pairwise(widths[:4])] == [True] * 3
    assert widths[3] == pytest.approx(plain.high - plain.low, abs=1e-5)
    assert widths[4] == widths[5] == pytest.approx(plain.high - plain.low)


def test_a_known_population_narrows_as_a_larger_sample_would() -> None:
    # With f = (N-n)/(N-1), Wilson's interval with z²f is the one of n/f answers: here 40 of 79 is as 40 * 78 / 39 = 80.
    found = intervals.with_share(cells("numerator denominator population\n30 40 79"), population="population")
    assert found.select("low", "high").row(0) == pytest.approx(proportion_confint(60, 80, method="wilson"))


@pytest.mark.parametrize(("n", "population", "share"), [(20, 60, 0.7), (50, 80, 0.55), (40, 200, 0.8)])
def test_with_a_known_population_95_of_100_samples_hold_its_share(n: int, population: int, share: float) -> None:
    positive = round(population * share)
    possible = np.arange(n + 1)
    drawn = pl.DataFrame({"numerator": possible, "denominator": [n] * (n + 1), "population": [population] * (n + 1)})
    found = intervals.with_share(drawn, population="population")
    holds = ((found["low"] <= positive / population) & (found["high"] >= positive / population)).to_numpy()
    assert stats.hypergeom.pmf(possible, population, positive, n)[holds].sum() == pytest.approx(0.95, abs=0.03)


# Means


def test_a_mean_of_grades_has_the_t_interval_of_statsmodels() -> None:
    grades = [6, 7, 7, 8, 5, 9, 7, 6, 8, 10]
    found = intervals.with_mean(
        pl.DataFrame(
            {"numerator": [sum(grades)], "squares": [sum(grade**2 for grade in grades)], "denominator": [len(grades)]}
        )
    )
    assert found["value"][0] == 7.3
    assert found.select("low", "high").row(0) == pytest.approx(DescrStatsW(grades).tconfint_mean())


def test_a_mean_from_a_known_population_is_more_certain() -> None:
    # Cochran (1977), 2.6: s²/n (N-n)/N. Grades 6 and 8: mean 7, s² = 2, t with one degree of freedom 12.7062.
    found = intervals.with_mean(
        cells("""
        numerator  squares  denominator  population
        14         100      2            -
        14         100      2            4
        14         100      2            2
        7          49       1            -
        7          49       1            1
        0          0        0            9
        -          -        -            9
        21         147      3            -
        """),
        population="population",
    )
    assert rounded(found, digits=3) == [
        (7.0, -5.706, 19.706),
        (7.0, round(7 - 12.7062 * math.sqrt(0.5), 3), round(7 + 12.7062 * math.sqrt(0.5), 3)),
        (7.0, 7.0, 7.0),
        (7.0, None, None),
        (7.0, 7.0, 7.0),
        (None, None, None),
        (None, None, None),
        (7.0, 7.0, 7.0),
    ]


def test_small_whole_number_columns_do_not_overflow() -> None:
    grades = pl.DataFrame({"numerator": [210_000], "squares": [1_500_000], "denominator": [30_000]}).cast(pl.Int32)
    assert rounded(intervals.with_mean(grades), digits=3) == [(7.0, 6.989, 7.011)]


# Change


def change(k: int, n: int, before_k: int, before_n: int) -> tuple[float, float, float]:
    now, before = (
        intervals.with_share(pl.DataFrame({"numerator": [numerator], "denominator": [denominator]})).select(SHOWN)
        for numerator, denominator in ((k, n), (before_k, before_n))
    )
    found = intervals.with_change(now.hstack(before.rename({name: f"before_{name}" for name in SHOWN})))
    row: tuple[float, float, float] = found.select("change", "change_low", "change_high").row(0)
    return row


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_a_change_has_the_interval_newcombe_published(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
    found = change(*counts)
    assert found[0] == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])
    assert [round(limit, 4) for limit in found[1:]] == [low, high]


@given(COUNTS, COUNTS)
def test_a_change_has_the_interval_of_statsmodels(now: tuple[int, int], before: tuple[int, int]) -> None:
    assert change(*now, *before)[1:] == pytest.approx(
        confint_proportions_2indep(*now, *before, method="newcomb", compare="diff"), abs=1e-9
    )


def test_a_change_needs_both_sides_and_may_be_of_means() -> None:
    found = intervals.with_change(
        pl.DataFrame(
            {
                "value": [7.0, 7.0],
                "low": [6.7, 6.7],
                "high": [7.3, 7.3],
                "before_value": [6.5, None],
                "before_low": [6.1, None],
                "before_high": [6.9, None],
            }
        )
    )
    assert rounded(found, "change", "change_low", "change_high") == [(0.5, 0.0, 1.0), (None, None, None)]


# Groups side by side


def test_groups_that_chance_could_set_apart_all_get_the_common_share() -> None:
    found = intervals.with_shrunk_share(
        cells("""
        team  numerator  denominator
        a     1          10
        b     3          12
        c     2          15
        d     -          -
        e     0          0
        """)
    )
    common = intervals.with_share(cells("numerator denominator\n6 37")).select(SHOWN).row(0)
    rows = found.select("shrunk_value", "shrunk_low", "shrunk_high").rows()
    assert rows == [common] * 3 + [(None, None, None)] * 2
    assert found["is_distinct"].to_list() == [False] * 5
    assert found["shrunk_towards"].to_list() == [common[0]] * 5
    nobody = intervals.with_shrunk_share(cells("numerator denominator\n- -\n0 0"))
    assert nobody["shrunk_towards"].to_list() == [None, None]


DIFFERENT = """
    team  numerator  denominator
    a     2          40
    b     30         60
    c     1          2
    d     70         80
    e     9          50
    f     -          -
    g     5          5
"""


def test_a_small_group_moves_further_towards_the_others_than_a_large_one() -> None:
    found = intervals.with_shrunk_share(cells(DIFFERENT))
    assert found["is_distinct"].all()
    share = found["numerator"] / found["denominator"]
    moved = dict(zip(found["team"], (found["shrunk_value"] - share).to_list(), strict=True))
    assert abs(moved["b"]) < 0.01
    assert moved["g"] < -0.1
    assert moved["d"] < 0 < moved["a"]
    assert moved["f"] is None
    shown = found.filter(pl.col("numerator").is_not_null())
    assert ((shown["shrunk_low"] < shown["shrunk_value"]) & (shown["shrunk_value"] < shown["shrunk_high"])).all()


def test_the_prior_is_the_most_likely_one_by_the_beta_binomial_of_scipy() -> None:
    drawn = cells(DIFFERENT).drop_nulls()
    k, n = drawn["numerator"].to_numpy(), drawn["denominator"].to_numpy()

    def unlikeliness(parameters: tuple[float, float]) -> float:
        return -float(stats.betabinom.logpmf(k, n, *parameters).sum())

    a, b = optimize.minimize(unlikeliness, (1.0, 1.0), method="L-BFGS-B", bounds=[(1e-3, 50)] * 2).x
    found = intervals.with_shrunk_share(drawn)
    assert found["shrunk_value"].to_numpy() == pytest.approx((a + k) / (a + b + n), abs=1e-4)
    assert found["shrunk_towards"].to_numpy() == pytest.approx(a / (a + b), abs=1e-4)
    assert found["shrunk_low"].to_numpy() == pytest.approx(stats.beta.ppf(0.025, a + k, b + n - k), abs=1e-3)
    assert found["shrunk_high"].to_numpy() == pytest.approx(stats.beta.ppf(0.975, a + k, b + n - k), abs=1e-3)


def test_alike_groups_are_seldom_called_different_and_different_groups_mostly() -> None:
    draw = np.random.default_rng(20)
    n = draw.integers(8, 60, size=(400, 15))

    def called_distinct(shares: float | np.ndarray) -> float:
        k = draw.binomial(n, shares)
        parts = [
            intervals.with_shrunk_share(pl.DataFrame({"numerator": some_k, "denominator": some_n}))["is_distinct"][0]
            for some_k, some_n in zip(k[:100], n[:100], strict=True)
        ]
        return float(np.mean(parts))

    assert called_distinct(0.2) <= 0.11
    assert called_distinct(draw.beta(2, 8, size=n.shape)) >= 0.9


def test_groups_are_compared_within_their_own_year_and_keep_their_place() -> None:
    drawn = cells("""
        year  numerator  denominator
        2024  1          10
        2025  9          10
        2024  1          10
        2025  9          10
    """)
    found = intervals.with_shrunk_share(drawn, over=["year"])
    assert rounded(found, "shrunk_value") == [(0.1,), (0.9,), (0.1,), (0.9,)]
    assert found.select(drawn.columns).equals(drawn)
    assert intervals.with_shrunk_share(drawn.clear(), over=["year"]).columns == found.columns


@pytest.mark.parametrize(
    "table",
    [
        "numerator denominator\n0 10\n0 20",
        "numerator denominator\n5 5\n9 9",
        "numerator denominator\n3 9",
        "numerator denominator\n1 1\n0 1",
    ],
)
def test_groups_that_cannot_differ_are_not_called_different(table: str) -> None:
    found = intervals.with_shrunk_share(cells(table))
    assert not found["is_distinct"].any()
    assert found["shrunk_value"].null_count() == 0


# Funnel limits


def test_funnel_limits_hold_the_stated_share_of_groups() -> None:
    limits = intervals.funnel_limits(0.3, [50, 0, 200, 50, 1000])
    assert limits["denominator"].to_list() == [50, 200, 1000]
    for n, low, high in limits.select("denominator", "low_95", "high_95").rows():
        inside = stats.binom.cdf(n * high, n, 0.3) - stats.binom.cdf(math.ceil(n * low) - 1, n, 0.3)
        assert inside == pytest.approx(0.95, abs=0.03)
    for n, low, high in limits.select("denominator", "low_998", "high_998").rows():
        inside = stats.binom.cdf(n * high, n, 0.3) - stats.binom.cdf(math.ceil(n * low) - 1, n, 0.3)
        assert inside == pytest.approx(0.998, abs=0.002)


def test_funnel_limits_of_large_groups_are_those_of_the_normal_distribution() -> None:
    (row,) = intervals.funnel_limits(0.2, [1_000_000]).rows()
    error = math.sqrt(0.2 * 0.8 / 1_000_000)
    sides = [0.2 + z * error for z in (-1.959964, 1.959964, -3.090232, 3.090232)]
    assert row[1:] == pytest.approx(sides, abs=1e-6)


def test_a_funnel_limit_lies_between_the_counts_around_its_probability() -> None:
    # Spiegelhalter (2005), A.1.1, by hand: n = 2, share 0.5, q = 0.975: P(X<=1) = 0.75, P(X<=2) = 1, P(X=2) = 0.25, so
    # r = 2 and the limit is (2 - 0.025 / 0.25) / 2 = 0.95.
    (row,) = intervals.funnel_limits(0.5, [2]).rows()
    assert row[1:3] == pytest.approx((0, 0.95))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_funnel_around_nobody_or_everybody_has_no_width(share: float) -> None:
    (row,) = intervals.funnel_limits(share, [7]).rows()
    assert row == (7, share, share, share, share)


def test_a_funnel_without_groups_has_no_rows() -> None:
    assert intervals.funnel_limits(0.5, [0]).is_empty()


# -- Rates, and shares in which people count more than once --------------------------------------------------


def test_a_rate_without_events_or_without_people_has_what_can_be_known() -> None:
    cells = pl.DataFrame({"numerator": [0, 3, 2, None], "denominator": [50, 50, 0, None]})
    found = intervals.with_rate(cells)
    assert found["value"].to_list() == [0, 0.06, None, None]
    assert found["low"].is_null().to_list() == found["high"].is_null().to_list() == [False, False, True, True]
    assert found["low"][0] == 0
    assert found["high"][0] == pytest.approx(3.688879 / 50)  # -ln(0.025)
    assert (found["low"][1] * 50, found["high"][1] * 50) == pytest.approx((0.618672, 8.767273), abs=1e-6)


@pytest.mark.parametrize("expected", [0.5, 2, 10, 40])
def test_a_rate_interval_holds_the_truth_in_at_least_95_of_100_draws(expected: float) -> None:
    draw = np.random.default_rng(6)
    events = draw.poisson(expected, 20_000)
    found = intervals.with_rate(pl.DataFrame({"numerator": events, "denominator": np.full(len(events), 100)}))
    holds = (pl.col("low") <= expected / 100) & (pl.col("high") >= expected / 100)
    assert found.select(holds.mean()).item() >= 0.948  # 0.95 less three standard errors of this test


def test_a_share_of_people_who_count_more_than_once_is_that_of_the_people() -> None:
    cells = pl.DataFrame({"numerator": [30], "denominator": [60], "n_persons": [20]})
    wide = intervals.with_share(cells, people="n_persons")
    same = intervals.with_share(pl.DataFrame({"numerator": [10], "denominator": [20]}))
    assert wide.select("value", "low", "high").row(0) == pytest.approx(same.select("value", "low", "high").row(0))
    more_people = intervals.with_share(cells.with_columns(n_persons=pl.lit(99)), people="n_persons")
    assert more_people["low"].to_list() == intervals.with_share(cells)["low"].to_list()


def test_where_subjects_of_a_student_go_together_the_interval_still_holds_the_truth() -> None:
    draw = np.random.default_rng(8)
    students, subjects, n = 40, 3, 4_000
    # In the extreme all subjects of a student rise or none does.
    rises = draw.random((n, students)) < 0.5
    found = intervals.with_share(
        pl.DataFrame({
            "numerator": rises.sum(axis=1) * subjects, "denominator": np.full(n, students * subjects),
            "n_persons": np.full(n, students),
        }),
        people="n_persons",
    )  # fmt: skip
    assert found.select(((pl.col("low") <= 0.5) & (pl.col("high") >= 0.5)).mean()).item() > 0.93
