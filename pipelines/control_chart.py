"""Control charts: does a series of weeks or months do something else than its ordinary ups and downs?

Three charts: `xmr_chart` for any figure, one value per moment, `p_chart` for shares whose denominators differ, and
`u_chart` for events per so many people, where those differ. Points stand in the order of time, for each series when
there are several. Limits follow from a baseline that is kept: the first `baseline` points with a value. Later points
never move them, so what was a signal stays one. While there are fewer, limits still move with each new point; below
MIN_POINTS there are none and nothing is called. A point with a written reason starts a new baseline, and nothing is
counted across it. A moment without value (no lessons, or hidden) is passed over: its neighbours follow each other.

Limits are for a team, a level or the institution. A class is too small: its weeks would call every now and then.

Rules, each at the point that completes it, so that a later point never changes what was called earlier:

- `beyond_limit`: beyond three sigma. On the limit is not beyond. (Shewhart 1931)
- `two_of_three`: of three points in a row two lie beyond two sigma on the same side, this one among them. On the line
  is not beyond. (Western Electric 1956, test 2)
- `seven_on_one_side`: this point and the six before it all lie above the centre, or all below. A point on the centre is
  on no side and ends the run. (Western Electric and Nelson take eight and nine; seven is the habit of the English NHS)
- `six_rising_or_falling`: six points in a row, each higher, or each lower, than the one before; equal ends the run.
  (Nelson 1984, test 3)

How often these call while nothing changes was measured on 1,000 series of 100 weeks in which chance alone decides (the
mean of twelve such draws), with the first 20 weeks as baseline: the share of weeks with a call, and of series with at
least one.

    rule                   XmR: weeks  series  p: weeks  series
    beyond_limit                0.9 %    38 %     0.2 %    18 %
    two_of_three                0.8 %    33 %     0.2 %    15 %
    seven_on_one_side           2.2 %    61 %     2.2 %    61 %
    six_rising_or_falling       0.3 %    20 %     0.3 %    20 %
    any of the four             3.9 %    82 %     2.8 %    76 %

XmR: normal values. p: 80 % of 60 to 140; where shares vary more than by chance alone, p' calls as often as XmR does. u,
with 7 events expected, calls as often as p (2.8 % of months, 76 % of series); with 2 expected, 3.7 % and 87 %. A call
now and then is therefore ordinary: a reason to ask what happened, and not yet an answer.

Sources: Shewhart (1931), Economic Control of Quality of Manufactured Product; Western Electric (1956), Statistical
Quality Control Handbook; Nelson (1984), Journal of Quality Technology 16, 237-239; Wheeler (2000), Understanding
Variation, for the XmR chart; Laney (2002), Quality Engineering 14, 531-537, for the p' chart; NHS England, Making Data
Count ("plot the dots"), for the rules together, for the words improvement, concern and common cause, and for the habit
of rebasing only with a reason that is known.
"""

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

Direction = Literal["up", "down"]
Signal = Literal["improvement", "concern", "change", "common_cause"]

BASELINE: Final = 20
"""Points, at most, that limits are computed from."""

MIN_POINTS: Final = 10
"""With fewer points in a baseline there are no limits."""

RULES: Final = ("beyond_limit", "two_of_three", "seven_on_one_side", "six_rising_or_falling")

DIGITS: Final = 9
"""Values and limits are compared after rounding, so that the order of adding up cannot put a point beyond a limit."""

LIMITS: Final = ("centre", "lower_limit", "upper_limit", "lower_2_sigma", "upper_2_sigma")

_D2: Final = 1.128
"""Mean moving range of two independent normal values, in sigma."""

DEFINITIONS: Final = """
# Signaal in een reeks

Waarom: Elke reeks gaat vanzelf op en neer. Een signaal zegt dat een reeks iets anders doet dan haar gewone ups en
    downs. Het is een reden om te vragen wat er gebeurde.
Telt mee: De grenzen volgen uit de eerste 20 punten van de reeks en blijven daarna staan. Er zijn vier signalen: een
    punt buiten de grenzen; twee van de drie punten dicht bij dezelfde grens; zeven punten op rij aan dezelfde kant van
    het midden; zes punten op rij die steeds hoger of steeds lager liggen. Het signaal staat bij het punt dat de rij
    vol maakt.
    Gaat het cijfer over een deel van een aantal, zoals kenmerken, dan zijn de grenzen breder in weken met weinig
    (p-kaart). Anders volgen zij uit de verschillen van week tot week (XmR-kaart).
Telt niet mee: Weken zonder lessen en weken die niet worden getoond. Met minder dan 10 punten zijn er nog geen grenzen.
    De grenzen beginnen alleen opnieuw als iemand de reden daarvan heeft opgeschreven.
Lees met beleid: Ook als er niets verandert, geeft ongeveer 1 op de 25 punten een signaal, en krijgen 4 van de 5 reeksen
    van 100 weken er minstens één. Eén signaal is dus een vraag en nog geen antwoord. Grenzen zijn er voor een team, een
    niveau en de hele school. Een klas is daarvoor te klein.
"""


def xmr_chart(
    points: pl.DataFrame,
    *,
    good: Direction | None,
    baseline: int = BASELINE,
    over: Sequence[str] = (),
    rebased: str | None = None,
    runs_from: str | None = None,
) -> pl.DataFrame:
    """Judge single values by their moving range (XmR, or individuals chart).

    The centre is the mean of the baseline; limits lie 2.66 times its mean moving range away, which is three sigma.

    `points` has `value`, any unit; `over` names the columns that tell series apart; `rebased` the column with the
    reason to start a new baseline, null or blank where there is none; `good` is the direction that is better, or None.
    `runs_from` names a column that is true where a rule starts counting anew while the limits stay.
    Rows come back as given, with centre, lower_limit, upper_limit (three sigma), lower_2_sigma, upper_2_sigma,
    n_baseline (points the limits come from), rules (names of the rules that call at this point), signal (see `Signal`;
    "change" where no direction is better), and the chart of the moving range: moving_range, range_centre, range_limit
    (3.268 times the mean). Without a value or without limits they are null, and rules is an empty list.
    """
    in_order, by = _in_order(points, over, rebased)
    if runs_from is not None:
        in_order = in_order.with_columns(_part=pl.col(runs_from).cum_sum().over(by))
    rows = in_order.with_columns(moving_range=pl.col("value").diff().abs().over(by)).with_columns(
        centre=_baseline(pl.col("value"), baseline).mean().over(by),
        range_centre=_baseline(pl.col("moving_range"), baseline).mean().over(by),
    )
    rows = rows.with_columns(range_limit=3.268 * pl.col("range_centre"), _sigma=2.66 / 3 * pl.col("range_centre"))
    runs = by if runs_from is None else [*by, "_part"]
    return _judged(points, rows, by, good, baseline, ["moving_range", "range_centre", "range_limit"], runs)


def p_chart(
    points: pl.DataFrame,
    *,
    good: Direction | None,
    baseline: int = BASELINE,
    over: Sequence[str] = (),
    rebased: str | None = None,
) -> pl.DataFrame:
    """Judge shares with their own denominators (p chart, and Laney's p' where shares vary more than by chance).

    The centre p is the share of the whole baseline; sigma of a point with denominator n is √(p(1-p)/n), times
    `widening`: the mean moving range of the standardised shares of the baseline / 1.128, and at least 1. Where what is
    counted comes in lumps, as the lessons of one student do, `widening` is far above 1 and the chart is as sure as an
    XmR chart.

    `points` has `numerator` and `denominator`; for the rest see `xmr_chart`. Added are value, centre, the limits (none
    outside 0 to 1), n_baseline, widening, rules, signal.
    """
    n = pl.col("denominator")
    points = points.with_columns(value=pl.when(n > 0).then(pl.col("numerator") / n))
    in_order, by = _in_order(points, over, rebased)
    centre = pl.col("centre")
    rows = in_order.with_columns(
        centre=(_baseline(pl.col("numerator"), baseline).sum() / _baseline(n, baseline).sum()).over(by)
    )
    rows = _widened(rows.with_columns(_sigma=(centre * (1 - centre) / n).sqrt()), by, baseline)
    return _judged(points, rows, by, good, baseline, ["widening"]).with_columns(pl.col(LIMITS).clip(0, 1))


def u_chart(
    points: pl.DataFrame,
    *,
    good: Direction | None,
    baseline: int = BASELINE,
    over: Sequence[str] = (),
    rebased: str | None = None,
) -> pl.DataFrame:
    """Judge counts of events per unit of their own denominators (u chart, widened as Laney does for shares).

    The centre u is all events of the baseline over all of its denominators; sigma of a point with denominator n is
    √(u/n), times `widening` as in `p_chart`. For the arguments and columns see `p_chart`; no limit lies below 0. A
    count is never below none, so where few events are to be expected the lower limit calls nothing.

    Sources: Montgomery (2013), Introduction to Statistical Quality Control, 7.3; Laney (2002) for the widening.
    """
    n = pl.col("denominator")
    points = points.with_columns(value=pl.when(n > 0).then(pl.col("numerator") / n))
    in_order, by = _in_order(points, over, rebased)
    rows = in_order.with_columns(
        centre=(_baseline(pl.col("numerator"), baseline).sum() / _baseline(n, baseline).sum()).over(by)
    )
    rows = _widened(rows.with_columns(_sigma=(pl.col("centre") / n).sqrt()), by, baseline)
    return _judged(points, rows, by, good, baseline, ["widening"]).with_columns(pl.col(LIMITS).clip(lower_bound=0))


def _widened(rows: pl.DataFrame, by: list[str], baseline: int) -> pl.DataFrame:
    """Widen `_sigma` where values of the baseline differ more from each other than chance alone lets expect."""
    far = pl.when(pl.col("_sigma") > 0).then((pl.col("value") - pl.col("centre")) / pl.col("_sigma")).otherwise(0.0)
    return (
        rows.with_columns(_z=far)
        .with_columns(_range=pl.col("_z").diff().abs().over(by))
        .with_columns(widening=(_baseline(pl.col("_range"), baseline).mean() / _D2).clip(lower_bound=1).over(by))
        .with_columns(_sigma=pl.col("_sigma") * pl.col("widening"))
    )


def _in_order(points: pl.DataFrame, over: Sequence[str], rebased: str | None) -> tuple[pl.DataFrame, list[str]]:
    """Keep the points with a value, tell stretches between two baselines apart, and number the points in each."""
    has_reason = pl.lit(value=False) if rebased is None else pl.col(rebased).str.contains(r"\S").fill_null(value=False)
    by = ["_series", "_stretch"]
    return (
        points.with_row_index("_row")
        .with_columns(_series=pl.struct(over).rank("dense") if over else pl.lit(0))
        .with_columns(_stretch=has_reason.cum_sum().over("_series"))
        .filter(pl.col("value").is_not_null())
        .with_columns(_at=pl.int_range(pl.len()).over(by))
    ), by


def _baseline(value: pl.Expr, baseline: int) -> pl.Expr:
    return value.filter(pl.col("_at") < baseline)


def _judged(
    points: pl.DataFrame,
    rows: pl.DataFrame,
    by: list[str],
    good: Direction | None,
    baseline: int,
    beside: list[str],
    runs: list[str] | None = None,
) -> pl.DataFrame:
    """Draw the limits, apply the rules and say what a signal means; `rows` have a centre and a `_sigma`.

    `runs` are the columns that tell apart the stretches in which rules count points, those of the limits when left out.
    """
    runs = by if runs is None else runs
    value, centre, sigma = pl.col("value").round(DIGITS), pl.col("centre"), pl.col("_sigma")
    rows = (
        rows.with_columns(n_baseline=pl.len().over(by).clip(upper_bound=baseline).cast(pl.Int32))
        .with_columns(
            lower_limit=(centre - 3 * sigma).round(DIGITS),
            upper_limit=(centre + 3 * sigma).round(DIGITS),
            lower_2_sigma=(centre - 2 * sigma).round(DIGITS),
            upper_2_sigma=(centre + 2 * sigma).round(DIGITS),
            centre=centre.round(DIGITS),
        )
        .with_columns(pl.when(pl.col("n_baseline") >= MIN_POINTS).then(pl.col(*LIMITS, *beside)))
        .with_columns(
            # On which side of the centre, of two sigma and of three sigma: 1 above, -1 below, 0 on neither.
            _side=_side(value, centre, centre),
            _side_2=_side(value, pl.col("lower_2_sigma"), pl.col("upper_2_sigma")),
            _side_3=_side(value, pl.col("lower_limit"), pl.col("upper_limit")),
            _step=pl.when(centre.is_not_null()).then(value.diff().over(runs).sign()).fill_null(0).cast(pl.Int8),
        )
    )
    rows = rows.with_columns(
        beyond_limit=_called("_side_3", 1, 1, runs),
        two_of_three=_called("_side_2", 2, 3, runs),
        seven_on_one_side=_called("_side", 7, 7, runs),
        six_rising_or_falling=_called("_step", 5, 5, runs),
    )
    # Where rules point in two directions, where the point lies counts more than where the series is going.
    direction = pl.coalesce(pl.when(pl.col(rule) != 0).then(pl.col(rule)) for rule in RULES)
    up, down = {"up": ("improvement", "concern"), "down": ("concern", "improvement"), None: ("change", "change")}[good]
    signal = pl.when(direction == 1).then(pl.lit(up)).when(direction == -1).then(pl.lit(down))
    added = rows.select(
        "_row",
        *LIMITS,
        *beside,
        "n_baseline",
        rules=pl.concat_list(pl.when(pl.col(rule) != 0).then(pl.lit(rule)) for rule in RULES).list.drop_nulls(),
        signal=pl.when(centre.is_not_null()).then(signal.fill_null(pl.lit("common_cause"))),
    )
    return (
        points.drop(added.columns, strict=False)
        .with_row_index("_row")
        .join(added, on="_row", how="left", maintain_order="left")
        .with_columns(pl.col("rules").fill_null([]))
        .drop("_row")
    )


def _side(value: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """Give 1 above `high`, -1 below `low`, 0 between or on them, and where there are no limits."""
    return pl.when(value > high).then(1).when(value < low).then(-1).otherwise(0).cast(pl.Int8)


def _called(sides: str, n_of: int, n_points: int, by: list[str]) -> pl.Expr:
    """Give the side on which this point and enough of the `n_points` up to it lie; 0 when there is none."""
    side = pl.col(sides)

    def enough(which: int) -> pl.Expr:
        return (side == which) & ((side == which).cast(pl.Int8).rolling_sum(n_points, min_samples=1).over(by) >= n_of)

    return pl.when(enough(1)).then(1).when(enough(-1)).then(-1).otherwise(0).cast(pl.Int8)
