"""How sure is a figure: intervals for shares, means and rates, for a change, and for groups that stand side by side.

One style throughout: a frame of cells goes in and comes out with columns added, row for row. A cell has `numerator`
and `denominator`, sums that are divided once. A cell without a denominator, and one that is hidden (its figures are
null), gets null and counts nowhere; so hide small numbers first, and judge certainty on what is left. All intervals are
two-sided, 95 %, per cell. Shares are 0 to 1.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import optimize, special, stats

CONFIDENCE: Final = 0.95
"""Share of intervals that should hold the true value."""

FUNNEL: Final = {"95": 0.95, "998": 0.998}
"""Share of groups inside each pair of funnel limits when nothing but chance sets groups apart."""

SPREAD_LEVEL: Final = 0.05
"""Groups are called different when spread this wide has at most this probability by chance alone."""

_Z: Final = float(special.ndtri((1 + CONFIDENCE) / 2))
_k, _n = pl.col("numerator"), pl.col("denominator")


def with_share(cells: pl.DataFrame, *, population: str | None = None, people: str | None = None) -> pl.DataFrame:
    """Add `value`, `low`, `high`: numerator of denominator as a share, with its Wilson interval.

    With p = k/n and z the normal quantile, the limits are (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n); none of 20
    still has a width, and no limit lies outside 0 to 1.

    `population` names a column with how many there are to ask. The sampling variance shrinks by (N-n)/(N-1), that is,
    z² is multiplied by it: who asked everybody has no width. Null, or fewer than the answers, is no population that can
    be used: no correction. The correction is about who was not asked, not about who would rather not answer.

    `people` names a column with how many people there are behind the denominator, where one person counts more than
    once: the interval is then that of as many answers as there are people. That is right when all that one person did
    agrees, and else too wide; it is never too narrow.

    Sources: Wilson (1927), JASA 22, 209-212; Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133 (also for
    small n); Cochran (1977), Sampling Techniques, 2.6 and 3.2, for the correction; Wallis (2021), Statistics in Corpus
    Linguistics Research, for the correction within Wilson's interval.
    """
    p = _share()
    z2 = _Z**2 * _left_to_ask(population, pl.col(population or "denominator") - 1)
    n = _n if people is None else pl.min_horizontal(_n, pl.col(people))
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = (z2 * p * (1 - p) / n + (z2 / (2 * n)) ** 2).sqrt() / (1 + z2 / n)
    return cells.with_columns(
        value=p,
        low=pl.when(_k == 0).then(p).otherwise((middle - half).clip(lower_bound=0)),
        high=pl.when(_k == _n).then(p).otherwise((middle + half).clip(upper_bound=1)),
    )


def with_mean(cells: pl.DataFrame, *, population: str | None = None) -> pl.DataFrame:
    """Add `value`, `low`, `high`: the mean of grades with its t interval.

    `numerator` is the sum of the grades, `squares` the sum of their squares, `denominator` how many there are. With s²
    the variance in the sample (divisor n-1), the limits are mean ± t √(s²/n · (N-n)/N), t with n-1 degrees of freedom;
    `population` is N, as in `with_share`. One grade says nothing about spread: it has a value and no limits, unless it
    is the whole population.

    Source: Cochran (1977), Sampling Techniques, 2.6-2.8.
    """
    left = _left_to_ask(population, pl.col(population or "denominator"))
    mean = _share()
    total, n = _k.cast(pl.Int64), _n.cast(pl.Int64)
    variance = (n * pl.col("squares").cast(pl.Int64) - total * total) / (n * (n - 1))
    t = pl.Series("_t", special.stdtrit(_numbers(cells, "denominator") - 1, (1 + CONFIDENCE) / 2))
    half = pl.when(left == 0).then(0.0).when(_n > 1).then(pl.col("_t") * (variance / _n * left).sqrt())
    return cells.with_columns(t).with_columns(value=mean, low=mean - half, high=mean + half).drop("_t")


def with_rate(cells: pl.DataFrame) -> pl.DataFrame:
    """Add `value`, `low`, `high`: events per unit of the denominator, with the exact Poisson interval.

    `numerator` is a count of events that may come more than once to the same people. With k events the limits of the
    expected number are χ²(2.5 %, 2k)/2 and χ²(97.5 %, 2k+2)/2, divided by the denominator; none has 0 as its lower
    limit. Where events come in clusters the interval is too narrow.

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    k = _numbers(cells, "numerator")
    tail = (1 - CONFIDENCE) / 2
    low = np.where(k == 0, 0.0, stats.chi2.ppf(tail, 2 * np.where(k == 0, 1, k)) / 2)
    high = stats.chi2.ppf(1 - tail, 2 * k + 2) / 2
    limits = pl.Series("low", low, nan_to_null=True), pl.Series("high", high, nan_to_null=True)
    has_any = _n > 0
    return cells.with_columns(*limits).with_columns(
        value=_share(), low=pl.when(has_any).then(pl.col("low") / _n), high=pl.when(has_any).then(pl.col("high") / _n)
    )


def with_change(cells: pl.DataFrame) -> pl.DataFrame:
    """Add `change`, `change_low`, `change_high`: `value` minus `before_value`, two groups of other people.

    Takes the interval on each side (`low`, `high`, `before_low`, `before_high`), of shares or of means, with or without
    a population: change - √((value-low)² + (before_high-before_value)²) up to change + √((high-value)² +
    (before_value-before_low)²). It does not fit when the same people are counted on both sides.

    Sources: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10, for shares; Zou and Donner (2008),
    Statistics in Medicine 27, 1693-1702 (MOVER), for any two intervals.
    """
    value, low, high = pl.col("value"), pl.col("low"), pl.col("high")
    before, before_low, before_high = pl.col("before_value"), pl.col("before_low"), pl.col("before_high")
    change = value - before
    return cells.with_columns(
        change=change,
        change_low=change - ((value - low) ** 2 + (before_high - before) ** 2).sqrt(),
        change_high=change + ((high - value) ** 2 + (before - before_low) ** 2).sqrt(),
    )


def with_shrunk_share(cells: pl.DataFrame, *, over: Sequence[str] = ()) -> pl.DataFrame:
    """Add what each share most likely is, given the others.

    Columns: shrunk_value, shrunk_low, shrunk_high, shrunk_towards, is_distinct.

    Small groups have the highest and the lowest shares by chance alone. The groups of one frame (or of one combination
    of the `over` columns) are seen as draws from one beta distribution, with the parameters a and b under which their
    beta-binomial likelihood is greatest; a group of k out of n then has the posterior Beta(a+k, b+n-k), of which the
    mean and the middle 95 % are given. The smaller a group, the more it moves towards `shrunk_towards`, the mean
    a/(a+b) of that distribution.

    Where the spread between the groups can be told from chance (Tarone's test, one-sided, 5 %) `is_distinct` is true.
    Otherwise everything shrinks to the common share, which `shrunk_towards` then is, with the Wilson interval of that
    share: it then says what is known about the groups together, not that they are equal. The prior is fitted to the
    same groups and taken as known, so the intervals of a handful of groups are somewhat narrow.

    Sources: Skellam (1948), JRSS B 10, 257-261; Tarone (1979), Biometrika 66, 585-590; Efron and Morris (1975), JASA
    70, 311-319; Gelman et al. (2013), Bayesian Data Analysis, 5.1.
    """
    rows = cells.with_row_index("_row")
    parts = rows.partition_by(*over) if over and len(rows) else [rows]
    return pl.concat([_shrunk(part) for part in parts]).sort("_row").drop("_row")


def funnel_limits(common_share: float, denominators: Iterable[int]) -> pl.DataFrame:
    """Within which limits lie the shares of groups of each size, when all have one share and chance does the rest?

    One row per distinct denominator of at least 1, in order: denominator, low_95, high_95, low_998, high_998. The
    limits are exact binomial ones, made continuous: with r the lowest count whose cumulative probability reaches q, the
    limit is (r - (P(X<=r) - q) / P(X=r)) / n. Groups outside the limits are worth a talk; the order of groups says
    nothing.

    Sources: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, appendix A.1.1. The limits of 95 % and 99.8 %
    are his, and the habit of public health reports.
    """
    n = np.unique([size for size in denominators if size])
    limits: dict[str, NDArray[np.float64]] = {}
    for name, inside in FUNNEL.items():
        for side, q in (("low", (1 - inside) / 2), ("high", (1 + inside) / 2)):
            r = stats.binom.ppf(q, n, common_share)
            too_far = (stats.binom.cdf(r, n, common_share) - q) / stats.binom.pmf(r, n, common_share)
            limit = np.clip((r - too_far) / n, 0, 1)
            limits[f"{side}_{name}"] = limit if 0 < common_share < 1 else np.full(len(n), common_share)
    return pl.DataFrame(
        {"denominator": n} | limits, schema={"denominator": pl.Int64} | dict.fromkeys(limits, pl.Float64)
    )


def _share() -> pl.Expr:
    return pl.when(_n > 0).then(_k / _n)


def _left_to_ask(population: str | None, divisor: pl.Expr) -> pl.Expr:
    """Finite-population correction: (N-n) / divisor, and 1 where the population is not known."""
    if population is None:
        return pl.lit(1.0)
    size = pl.col(population)
    return pl.when(size == _n).then(0.0).when(size > _n).then((size - _n) / divisor).otherwise(1.0)


def _numbers(cells: pl.DataFrame, column: str) -> NDArray[np.float64]:
    """Give a column as floats, with NaN for null."""
    return cells[column].cast(pl.Float64).to_numpy()


def _shrunk(cells: pl.DataFrame) -> pl.DataFrame:
    """Shrink the shares of groups that are compared with each other."""
    k, n = _numbers(cells, "numerator"), _numbers(cells, "denominator")
    counts = (n > 0) & ~np.isnan(k)
    is_distinct = _is_overdispersed(k[counts], n[counts])
    if is_distinct:
        prior_a, prior_b = _beta_prior(k[counts], n[counts])
        towards = prior_a / (prior_a + prior_b)
        a, b = prior_a + k, prior_b + n - k
        tail = (1 - CONFIDENCE) / 2
        shrunk = {
            "value": a / (a + b),
            "low": special.betaincinv(a, b, tail),
            "high": special.betaincinv(a, b, 1 - tail),
        }
    else:
        common = with_share(pl.DataFrame({"numerator": [k[counts].sum()], "denominator": [n[counts].sum()]}))
        towards = common["value"][0]
        shrunk = {name: np.full(len(k), common[name][0], float) for name in ("value", "low", "high")}
    columns = [
        pl.Series(f"shrunk_{name}", np.where(counts, values, np.nan), nan_to_null=True)
        for name, values in shrunk.items()
    ]
    return cells.with_columns(
        *columns, is_distinct=pl.lit(is_distinct), shrunk_towards=pl.lit(towards, dtype=pl.Float64)
    )


def _is_overdispersed(k: NDArray[np.float64], n: NDArray[np.float64]) -> bool:
    """Tarone's test: do shares differ more between groups than one common share lets expect?

    Z = (Σ (k - np)² / p(1-p) - Σ n) / √(2 Σ n(n-1)), standard normal without spread between groups.
    """
    p = k.sum() / max(n.sum(), 1)
    spread = 2 * (n * (n - 1)).sum()
    if len(n) < 2 or not 0 < p < 1 or not spread:
        return False
    z = (((k - n * p) ** 2).sum() / (p * (1 - p)) - n.sum()) / np.sqrt(spread)
    return bool(z > special.ndtri(1 - SPREAD_LEVEL))


def _beta_prior(k: NDArray[np.float64], n: NDArray[np.float64]) -> tuple[float, float]:
    """Parameters of the beta distribution under which the counts are most likely.

    Looked for as (log odds of the mean, log of a+b): then any real number is allowed and both are of ordinary size.
    """

    def unlikeliness(at: NDArray[np.float64]) -> float:
        a, b = _parameters(at)
        return -float((special.betaln(a + k, b + n - k) - special.betaln(a, b)).sum())

    start = np.array([special.logit(k.sum() / n.sum()), np.log(n.mean())])
    found = optimize.minimize(unlikeliness, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9})
    return _parameters(found.x)


def _parameters(at: NDArray[np.float64]) -> tuple[float, float]:
    mean, weight = special.expit(at[0]), np.exp(np.clip(at[1], -20, 20))
    return float(mean * weight), float((1 - mean) * weight)
