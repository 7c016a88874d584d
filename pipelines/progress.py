"""Own progress of students: windows of teaching days, and levels that are sustained.

It is causal: a row of week w is computed from weeks up to and including w, so that history never rewrites itself. Whole
numbers are compared, or shares rounded to six decimals, so that the same days give the same rows to the bit, in
whatever order students arrive. What it makes of a class stands in `class_progress`.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import polars as pl

WINDOW_DAYS: Final = 20
"""Teaching days in one window; two windows touch and never overlap."""

RECENT_WEEKS: Final = (4, 8)
"""Lengths, in teaching weeks, over which a recent level is looked for; the clearest is reported."""

BEFORE_WEEKS: Final = 20
"""How many teaching weeks, at most, make up the level before. A level held longer becomes the new level."""

HOLD_WEEKS: Final = 2
"""The last weeks together must still stand on the new side of the level before."""

FULL_WEIGHT_MINUTES: Final = 480
"""From this many registered minutes a week counts in full; below it in whole quarters, rounded down."""

SUSTAINED_Z2_TENTHS: Final = 49
"""Squared threshold of the standardised count of pairs, in tenths (2.21 squared): integers are compared."""

PART_DAYS: Final = 500_000
"""Student-days worked on at a time, rounded up to whole enrolments."""

DEFINITIONS: Final = """
# Periode van 20 lesdagen

Waarom: Twee gelijke periodes maken een eerlijke vergelijking. Met 20 lesdagen, meestal 4 lesweken, weegt
    één drukke of stille week niet te zwaar.
Telt mee: De laatste 20 lesdagen van de student en de 20 lesdagen daarvoor. Een lesdag is een dag waarop de
    klas een geregistreerde les had. Bij een andere klas binnen dezelfde inschrijving loopt het tellen door.
Telt niet mee: Vakantiedagen en dagen zonder geregistreerde les van de klas. Een nieuwe inschrijving begint
    opnieuw met tellen. De twee periodes hebben nooit een dag samen.
Lees met beleid: Wie drie dagen per week les heeft, doet bijna 7 weken over 20 lesdagen.

# Eigen verandering

Waarom: Elke student wordt vergeleken met zichzelf. Zo is te zien wat er al gelukt is, hoe hoog of laag
    iemand ook begon.
Telt mee: Minuten aanwezig gedeeld door minuten geregistreerde les, in de laatste 20 lesdagen en in de 20
    daarvoor. Eerst worden de minuten opgeteld, daarna wordt één keer gedeeld. Te laat telt als aanwezig,
    zonder de gemiste minuten.
Telt niet mee: Lessen die uitvielen en lessen die niet geregistreerd zijn. Tot en met lesdag 39 staat er
    "nog te vroeg om te vergelijken". Dat staat er ook als in een van de twee periodes niets geregistreerd
    is.
Lees met beleid: Van 20 op 20 lesdagen schuift elke student vanzelf heen en weer, vaak 20 procentpunten of
    meer. Eén verandering is een feit om over te praten en nog geen trend.

# Groei sinds de start

Waarom: De weg sinds het begin laat groei zien die van maand op maand niet opvalt.
Telt mee: De laatste 20 lesdagen tegenover de eerste 20 lesdagen van deze inschrijving.
Telt niet mee: Lesdagen van een eerdere inschrijving. Voor lesdag 40 staat er nog niets.
Lees met beleid: De eerste weken zijn bij veel studenten anders dan de rest van het jaar. Vraag hoe de start
    was.

# Aanhoudend

Waarom: Een trendwoord verdient een student pas als de verandering groter is dan de eigen gewone
    schommelingen, en blijft.
Telt mee: Elke recente lesweek (de laatste 4 of de laatste 8) wordt naast elke lesweek uit de 20 lesweken
    daarvoor gelegd. Wint de recente week veel vaker dan door toeval te verwachten is, en staan ook de
    laatste 2 weken samen nog aan die kant, dan heet het aanhoudend. Weken met weinig geregistreerde les
    wegen minder mee.
Telt niet mee: Vakantieweken. Weken met minder dan 2 uur geregistreerde les. Alles voor lesdag 40.
Lees met beleid: Ook als er niets verandert, noemt deze regel in een gewone week ongeveer 4 van de 100
    studenten aanhoudend, omhoog of omlaag. Duren ups en downs bij een student vaak weken, dan zijn het er
    meer. Een niveau dat een half jaar duurt, wordt het nieuwe gewone niveau.
"""

_MEASURES: Final = ("present_minutes", "registered_minutes", "n_present", "n_registered")
DAY_COLUMNS: Final = frozenset({
    "student_id", "enrolment_key", "class_id", "school_year", "week_start", "date", "is_teaching_day", *_MEASURES
})  # fmt: skip
"""What `student_progress` reads of a day."""

_PARTS: Final = ("present", "registered", "weight", "square")
_LEVEL: Final = ("level_weeks", "level_share", "level_before_share")


def student_progress(days: pl.DataFrame) -> pl.DataFrame:
    """Own progress of every student at the end of every teaching week.

    `days` holds marts.student_day, one row per enrolment and date. Days that are no teaching day are left
    out. The answer has one row per enrolment and teaching week with at least one teaching day, ordered by
    enrolment and week; `as_of` is the last teaching day in that week and `class_id` the class on that day.

    Windows count teaching days: `current_*` are the last 20 (fewer at the start of an enrolment),
    `previous_*` the 20 before them, and both add up minutes and lessons. `change_share` and
    `since_start_share` (current against the first 20) are differences of shares of 0-1, rounded to six
    decimals. A change of class inside an enrolment continues the windows; a new enrolment starts again.
    `previous_class_id` is the class on the last day of the previous window.

    `status` is `too_early` before teaching day 40, and also when nothing was registered in one of the two
    windows: there is nothing to compare then, and `previous_*`, both changes and `previous_class_id` are
    null. `since_start_share` alone is null when nothing was registered in the first 20 days. Otherwise
    `status` is `sustained_up`, `sustained_down` or `fact`; see `_sustained`. With a sustained status
    `level_weeks`, `level_share` and `level_before_share` tell over how many recent teaching weeks the new
    level was found, its share, and the share in the weeks before it; elsewhere they are null.
    """
    rows = days.filter("is_teaching_day").select(
        "student_id", "enrolment_key", "class_id", "school_year", "week_start", "date", *_MEASURES
    )
    if not rows["enrolment_key"].is_sorted():
        rows = rows.sort("enrolment_key", "date")
    with ThreadPoolExecutor(max_workers=2) as pool:  # running totals use one core each
        return pl.concat(list(pool.map(_student_weeks, _whole_enrolments(rows))))


def _whole_enrolments(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut the days between enrolments, in parts that stay in the processor's cache and bound the memory."""
    keys = rows["enrolment_key"]
    cuts = [0]
    while rows.height - cuts[-1] > PART_DAYS:
        cuts.append(keys.search_sorted(keys[cuts[-1] + PART_DAYS], side="right"))
    return [rows[since:until] for since, until in zip(cuts, [*cuts[1:], rows.height], strict=True)]


def _student_weeks(rows: pl.DataFrame) -> pl.DataFrame:
    """Progress rows of whole enrolments, ordered by enrolment and date."""
    weeks = _weeks(rows)
    current, previous, first = (share(window) for window in ("current", "previous", "first"))
    weeks = weeks.hstack(_sustained(weeks)).with_columns(
        change_share=(current - previous).round(6),
        since_start_share=(current - first).round(6),
    )
    comparable = pl.col("change_share").is_not_null()

    def if_comparable(name: str) -> pl.Expr:
        return pl.when(comparable).then(name).alias(name)

    return weeks.select(
        "student_id",
        "enrolment_key",
        "class_id",
        if_comparable("previous_class_id"),
        "school_year",
        "week_start",
        "as_of",
        "n_teaching_days",
        *(if_comparable(f"previous_{name}") for name in _MEASURES),
        *(f"current_{name}" for name in _MEASURES),
        "change_share",
        if_comparable("since_start_share"),
        pl.when(~comparable)
        .then(pl.lit("too_early"))
        .when(pl.col("direction") > 0)
        .then(pl.lit("sustained_up"))
        .when(pl.col("direction") < 0)
        .then(pl.lit("sustained_down"))
        .otherwise(pl.lit("fact"))
        .alias("status"),
        *(if_comparable(name) for name in _LEVEL),
    )


def _weeks(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per enrolment and teaching week, with the minutes and lessons of the windows that end there.

    The rows are ordered by enrolment and date, so every sum is a difference of two running totals.
    """
    key, week, row = pl.col("enrolment_key"), pl.col("week_start"), pl.int_range(pl.len())
    last = rows.select(pl.arg_where(key.ne_missing(key.shift(-1)) | (week != week.shift(-1)))).to_series()
    first = rows.select(pl.when(key.ne_missing(key.shift(1))).then(row).forward_fill()).to_series()[last]
    ends = pl.DataFrame({"first": first, "last": last.cast(pl.Int64)})
    is_new = pl.col("first").ne_missing(pl.col("first").shift(1))
    has_both = pl.col("last") - pl.col("first") + 1 >= 2 * WINDOW_DAYS
    spans = ends.select(
        n_teaching_days=(pl.col("last") - pl.col("first") + 1).cast(pl.Int32),
        week_number=(row - pl.when(is_new).then(row).forward_fill() + 1).cast(pl.Int32),
        start="first",
        second=pl.when(has_both).then(pl.col("first") + WINDOW_DAYS),
        previous=pl.when(has_both).then(pl.col("last") - 2 * WINDOW_DAYS + 1),
        previous_last=pl.when(has_both).then(pl.col("last") - WINDOW_DAYS),
        current=pl.max_horizontal("first", pl.col("last") - WINDOW_DAYS + 1),
    )
    weeks = rows.select("student_id", "enrolment_key", "class_id", "school_year", "week_start", as_of="date")[
        last
    ].with_columns(
        rows["class_id"].gather(spans["previous_last"]).alias("previous_class_id"),
        spans["n_teaching_days"],
        spans["week_number"],
    )
    # Taken from running totals with a nought before them, so that a row's place is the total before that row.
    has_windows = spans["previous"].is_not_null()
    points = {point: spans[point].fill_null(0).to_numpy() for point in ("start", "second", "previous", "current")}
    points["end"] = last.to_numpy() + 1
    points["week"] = np.where(spans["week_number"] == 1, points["start"], np.roll(points["end"], 1))
    sums = []
    for name in _MEASURES:
        before = np.concatenate([[0], np.cumsum(rows[name], dtype=np.int64)])
        total = {point: before[at] for point, at in points.items()}
        sums.append(
            pl.DataFrame({
                f"first_{name}": total["second"] - total["start"],
                f"previous_{name}": total["current"] - total["previous"],
                f"current_{name}": total["end"] - total["current"],
                f"week_{name}": total["end"] - total["week"],
            }).select(
                pl.when(has_windows).then(f"first_{name}").cast(pl.Int32).alias(f"first_{name}"),
                pl.when(has_windows).then(f"previous_{name}").cast(pl.Int32).alias(f"previous_{name}"),
                pl.col(f"current_{name}", f"week_{name}").cast(pl.Int32),
            )
        )  # fmt: skip
    return pl.concat([weeks, *sums], how="horizontal")


def share(window: str) -> pl.Expr:
    """Minutes added up, divided once; null when nothing was registered."""
    present, registered = pl.col(f"{window}_present_minutes"), pl.col(f"{window}_registered_minutes")
    return pl.when(registered > 0).then(present / registered)


def _sustained(weeks: pl.DataFrame) -> pl.DataFrame:
    """Does the recent level stand outside the student's own week-to-week noise, and does it hold?

    Every one of the last k teaching weeks (k = 4 and 8) is laid beside every one of the up to 20 teaching
    weeks before them. A pair counts +1 when the recent week has the higher share, -1 when it has the lower,
    0 when equal, times the weights of both weeks (0 to 4 quarters, by registered minutes). The sum U is a
    moving, weighted Mann-Whitney statistic, in research on single cases known as nonoverlap of all pairs.
    With nobody changing, weeks are exchangeable and Var U = (Qr Wb^2 + Qb Wr^2 + Qr Qb) / 3, where W is the
    sum of the weights and Q of their squares, over recent (r) and before (b); with equal weights this is
    the textbook kn(k+n+1)/3. A level is sustained when U^2 >= 4.9 Var U for one of the k, and the last two
    weeks together stand on the same side of the level before. Ties make the rule more careful, never less.

    Why this and not a mean against a moving range: ranks have the same distribution for any presence and any
    spread, so one threshold is right from 0.3 to 0.95, near the ceiling too, and needs no estimate of noise
    from eight weeks. Short histories correct themselves: before four against four weeks nothing can pass.
    Holidays are no weeks, so they neither count nor break a level. A level held for long slides into the
    weeks before and becomes the new level.

    What it does not see through: noise that itself lasts for weeks. With a correlation of 0.2 between
    neighbouring weeks about twice as many students are called sustained. `tests/benchmarks/calibration.py`
    measures this and the rest.

    Sources: Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50-60; Pettitt (1979), Applied
    Statistics 28, 126-135 (ranks for a change at an unknown moment); Chu, Hornik and Kuan (1995), Biometrika
    82, 603-617 (moving sums); Parker and Vannest (2009), Behavior Therapy 40, 357-367 (nonoverlap of all
    pairs). Weights, lengths and threshold are ours, set by the calibration.
    """
    number, present, registered = pl.col("number"), pl.col("present"), pl.col("registered")
    level, weight = pl.col("level"), pl.col("weight")
    frame = weeks.select(
        number="week_number",
        present=pl.col("week_present_minutes").cast(pl.Int64),
        registered=pl.col("week_registered_minutes").cast(pl.Int64),
    ).with_columns(
        # Two different shares of less than 10,000 minutes differ by more than one unit here.
        level=(present * 100_000_000 // registered.clip(1)).cast(pl.Int32),
        weight=(registered * 4 // FULL_WEIGHT_MINUTES).clip(0, 4).cast(pl.Int16),
    )
    lags = range(1, max(RECENT_WEEKS) + BEFORE_WEEKS)
    outcomes = frame.select(
        pl.when(number > lag)
        .then((level - level.shift(lag)).sign().cast(pl.Int16) * weight.shift(lag))
        .otherwise(0)
        .alias(f"{lag}")
        for lag in lags
    )
    won = [pl.zeros(frame.height, pl.Int16, eager=True)]
    for lag in lags:
        won.append(won[-1] + outcomes[f"{lag}"])
    won = [column * frame["weight"] for column in won]
    del outcomes
    scores = pl.DataFrame({f"{lag}": column for lag, column in enumerate(won)}).select(
        pl.sum_horizontal(
            (pl.col(f"{length + BEFORE_WEEKS - 1 - back}") - pl.col(f"{length - 1 - back}")).shift(back)
            for back in range(length)
        )
        .cast(pl.Int64)
        .alias(f"{length}")
        for length in RECENT_WEEKS
    )
    del won
    totals = frame.select(number, present, registered, weight.cast(pl.Int64), square=(weight * weight).cast(pl.Int64))
    totals = totals.with_columns(
        *(pl.col(part).cum_sum() for part in _PARTS),
        *(
            pl.when(number == 1).then(pl.col(part).cum_sum() - pl.col(part)).forward_fill().alias(f"{part}_start")
            for part in _PARTS
        ),
    )
    found = [_level(totals, scores[f"{length}"], length) for length in RECENT_WEEKS]
    clearest = pl.max_horizontal(f"clearness_{length}" for length in RECENT_WEEKS)
    return pl.concat(found, how="horizontal").select(
        pl.coalesce(
            pl.when(pl.col(f"clearness_{length}") == clearest).then(f"{name}_{length}") for length in RECENT_WEEKS
        ).alias(name)
        for name in ("direction", *_LEVEL)
    )


def _level(totals: pl.DataFrame, score: pl.Series, length: int) -> pl.DataFrame:
    """Where the last `length` weeks stand outside the weeks before, and hold: direction and both levels."""
    is_cut = pl.col("number") > length + BEFORE_WEEKS
    sums = totals.select(
        score.alias("score"),
        *((pl.col(part) - pl.col(part).shift(length)).alias(f"recent_{part}") for part in _PARTS),
        *((pl.col(part) - pl.col(part).shift(HOLD_WEEKS)).alias(f"last_{part}") for part in _PARTS[:2]),
        *(
            (
                pl.col(part).shift(length)
                - pl.when(is_cut).then(pl.col(part).shift(length + BEFORE_WEEKS)).otherwise(f"{part}_start")
            ).alias(f"before_{part}")
            for part in _PARTS
        ),
        has_before=pl.col("number") > length,
    )
    points = pl.col("score")
    recent, before = pl.col("recent_weight"), pl.col("before_weight")
    recent_square, before_square = pl.col("recent_square"), pl.col("before_square")
    three_variances = recent_square * before**2 + before_square * recent**2 + recent_square * before_square
    side = pl.col("last_present") * pl.col("before_registered") - pl.col("before_present") * pl.col("last_registered")
    stands = sums.select(
        pl.col("has_before")
        & (points != 0)
        & (side.sign() == points.sign())
        & (30 * points * points >= SUSTAINED_Z2_TENTHS * three_variances)
    ).to_series()
    return sums.select(
        pl.when(stands).then(value).alias(f"{name}_{length}")
        for name, value in {
            "clearness": points * points / three_variances,
            "direction": points.sign().cast(pl.Int8),
            "level_weeks": pl.lit(length, pl.Int8),
            "level_share": (pl.col("recent_present") / pl.col("recent_registered")).round(6),
            "level_before_share": (pl.col("before_present") / pl.col("before_registered")).round(6),
        }.items()
    )
