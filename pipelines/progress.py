"""Own progress of students and of classes: windows of teaching days, sustained levels, class growth.

Both functions are causal: a row of week w is computed from weeks up to and including w, so that
history never rewrites itself.
"""

from typing import Final

import polars as pl

WINDOW_DAYS: Final = 20
"""Teaching days in one window; two windows touch and never overlap."""

RECENT_WEEKS: Final = (4, 6, 8)
"""Lengths, in teaching weeks, over which a recent level is looked for."""

BEFORE_WEEKS: Final = 16
"""How many teaching weeks before the recent ones make up the level before."""

HOLD_WEEKS: Final = 2
"""The last weeks together must still stand on the new side of the level before."""

FULL_WEIGHT_MINUTES: Final = 480
"""From this many registered minutes a week counts in full; below it in whole quarters."""

SUSTAINED_Z2_TENTHS: Final = 48
"""Squared threshold of the standardised pair count, in tenths so that integers are compared."""

MIN_CLASS_STUDENTS: Final = 5
"""A class with fewer comparable students gets no figure (domain: cells under 5 are hidden)."""

BAND_WIDTH: Final = 2.25
"""Half-width of the no-change band in standard errors."""

INSTITUTION_STUDENTS: Final = 10
"""How many students' worth of evidence the institution's spread adds to the class's own."""

LEVEL_UNITS: Final = 10_000
"""Shares enter the institution's estimate as whole hundredths of a point, so that sums are exact."""

_MEASURES: Final = ("present_minutes", "registered_minutes", "n_present", "n_registered")


def student_progress(days: pl.DataFrame) -> pl.DataFrame:
    """Draft: the full description follows with the calibration."""
    rows = days.filter("is_teaching_day").select(
        "student_id", "enrolment_key", "class_id", "school_year", "week_start", "date", *_MEASURES
    )
    if not rows["enrolment_key"].is_sorted():
        rows = rows.sort("enrolment_key", "date", maintain_order=True)
    weeks = _weeks(rows)
    current, previous, first = (_share(window) for window in ("current", "previous", "first"))
    weeks = weeks.hstack(_sustained(weeks)).with_columns(
        change_share=(current - previous).round(6),
        since_start_share=(current - first).round(6),
    )
    comparable = pl.col("change_share").is_not_null()
    sustained = comparable & (pl.col("direction") != 0)
    return weeks.select(
        "student_id",
        "enrolment_key",
        "class_id",
        "previous_class_id",
        "school_year",
        "week_start",
        "as_of",
        "n_teaching_days",
        *(pl.when(comparable).then(f"previous_{name}").alias(f"previous_{name}") for name in _MEASURES),
        *(f"current_{name}" for name in _MEASURES),
        "change_share",
        pl.when(comparable).then("since_start_share").alias("since_start_share"),
        pl.when(~comparable)
        .then(pl.lit("too_early"))
        .when(pl.col("direction") > 0)
        .then(pl.lit("sustained_up"))
        .when(pl.col("direction") < 0)
        .then(pl.lit("sustained_down"))
        .otherwise(pl.lit("fact"))
        .alias("status"),
        *(
            pl.when(sustained).then(name).alias(name)
            for name in ("level_weeks", "level_share", "level_before_share")
        ),
    )


def _weeks(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per enrolment and teaching week, with the minutes and lessons of the windows that end there.

    The rows are ordered by enrolment and date, so every sum is the difference of two running totals.
    """
    key, week = pl.col("enrolment_key"), pl.col("week_start")
    new_enrolment = key.ne_missing(key.shift(1))
    first_day = pl.when(new_enrolment).then(pl.int_range(pl.len())).forward_fill()
    last = rows.select(
        pl.arg_where(key.ne_missing(key.shift(-1)) | (week != week.shift(-1))).cast(pl.Int64)
    ).to_series()
    ends = (
        rows.select(first_day.gather(last).alias("first"))
        .with_columns(last.alias("last"))
        .with_columns(n_teaching_days=(pl.col("last") - pl.col("first") + 1).cast(pl.Int32))
    )
    same = pl.col("first") == pl.col("first").shift(1)
    has_both = pl.col("n_teaching_days") >= 2 * WINDOW_DAYS
    spans = ends.select(
        current_from=pl.max_horizontal("first", pl.col("last") - WINDOW_DAYS + 1),
        previous_from=pl.when(has_both).then(pl.col("last") - 2 * WINDOW_DAYS + 1),
        previous_last=pl.when(has_both).then(pl.col("last") - WINDOW_DAYS),
        first_last=pl.when(has_both).then(pl.col("first") + WINDOW_DAYS - 1),
        week_from=pl.when(same).then(pl.col("last").shift(1) + 1).otherwise("first"),
    )
    windows = {
        "current": (spans["current_from"], last),
        "previous": (spans["previous_from"], spans["previous_last"]),
        "first": (ends["first"], spans["first_last"]),
        "week": (spans["week_from"], last),
    }
    sums = []
    for name in _MEASURES:
        total = rows[name].cast(pl.Int64).cum_sum()
        before = total - rows[name]
        sums += [
            (total.gather(until) - before.gather(since)).cast(pl.Int32).alias(f"{window}_{name}")
            for window, (since, until) in windows.items()
        ]
    week_row = pl.int_range(pl.len(), dtype=pl.Int32)
    return (
        rows.select("student_id", "enrolment_key", "class_id", "school_year", "week_start", as_of="date")[
            last
        ]
        .with_columns(
            ends["n_teaching_days"],
            rows["class_id"].gather(spans["previous_last"]).alias("previous_class_id"),
            week_number=week_row - pl.when(new_enrolment).then(week_row).forward_fill() + 1,
        )
        .hstack(sums)
    )


def _share(window: str) -> pl.Expr:
    """Minutes added up, divided once; null when nothing was registered."""
    present, registered = pl.col(f"{window}_present_minutes"), pl.col(f"{window}_registered_minutes")
    return pl.when(registered > 0).then(present / registered)


def _sustained(weeks: pl.DataFrame) -> pl.DataFrame:
    """Draft: the full description follows with the calibration."""
    number, present, registered, weight = (
        pl.col(name) for name in ("number", "present", "registered", "weight")
    )
    frame = weeks.select(
        number=pl.col("week_number"),
        present=pl.col("week_present_minutes"),
        registered=pl.col("week_registered_minutes"),
        weight=(pl.col("week_registered_minutes") * 4 // FULL_WEIGHT_MINUTES).clip(0, 4).cast(pl.Int16),
    )
    lags = range(1, max(RECENT_WEEKS) + BEFORE_WEEKS)
    outcomes = frame.select(
        pl.when(number > lag)
        .then(
            (present * registered.shift(lag) - present.shift(lag) * registered).sign().cast(pl.Int16)
            * weight
            * weight.shift(lag)
        )
        .otherwise(0)
        .alias(f"{lag}")
        for lag in lags
    )
    won = [pl.zeros(frame.height, pl.Int16, eager=True)]
    for lag in lags:
        won.append(won[-1] + outcomes[f"{lag}"])
    del outcomes
    scores = pl.DataFrame({f"{lag}": column for lag, column in enumerate(won)}).select(
        pl.sum_horizontal(
            (pl.col(f"{weeks_back + BEFORE_WEEKS - 1 - back}") - pl.col(f"{weeks_back - 1 - back}")).shift(
                back
            )
            for back in range(weeks_back)
        )
        .cast(pl.Int64)
        .alias(f"{weeks_back}")
        for weeks_back in RECENT_WEEKS
    )
    sums = {"present": present, "registered": registered, "weight": weight, "square": weight * weight}
    running = {name: value.cast(pl.Int64).cum_sum() for name, value in sums.items()}
    totals = frame.select(
        number,
        *(
            (total - pl.when(number == 1).then(total - sums[name]).forward_fill()).alias(name)
            for name, total in running.items()
        ),
    )
    levels = [_level(totals, scores[f"{length}"], length) for length in RECENT_WEEKS]
    standing = pl.concat(levels, how="horizontal")
    names = ("direction", "level_weeks", "level_share", "level_before_share")
    return standing.select(
        pl.coalesce(f"{name}_{length}" for length in RECENT_WEEKS).alias(name) for name in names
    )


def _level(totals: pl.DataFrame, score: pl.Series, length: int) -> pl.DataFrame:
    """Draft: the full description follows with the calibration."""

    def recent(name: str, weeks: int) -> pl.Expr:
        return pl.col(name) - pl.col(name).shift(weeks)

    def before(name: str) -> pl.Expr:
        earlier = pl.col(name).shift(length + BEFORE_WEEKS)
        return pl.col(name).shift(length) - pl.when(pl.col("number") > length + BEFORE_WEEKS).then(
            earlier
        ).otherwise(0)

    points = pl.col("score")
    w_recent, w_before = recent("weight", length), before("weight")
    q_recent, q_before = recent("square", length), before("square")
    variance3 = q_recent * w_before**2 + q_before * w_recent**2 + q_recent * q_before
    side = (
        recent("present", HOLD_WEEKS) * before("registered")
        - before("present") * recent("registered", HOLD_WEEKS)
    ).sign()
    standing = (
        (pl.col("number") > length)
        & (30 * points**2 >= SUSTAINED_Z2_TENTHS * variance3)
        & (points != 0)
        & (side == points.sign())
    )
    return totals.with_columns(score.alias("score")).select(
        pl.when(standing).then(value).alias(f"{name}_{length}")
        for name, value in {
            "direction": points.sign().cast(pl.Int8),
            "level_weeks": pl.lit(length, pl.Int8),
            "level_share": (recent("present", length) / recent("registered", length)).round(6),
            "level_before_share": (before("present") / before("registered")).round(6),
        }.items()
    )


def class_progress(progress: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """Draft: the full description follows with the calibration."""
    classes = pl.Enum(pl.concat([progress["class_id"], placements["class_id"]]).unique().drop_nulls().sort())
    rows = progress.select(
        pl.col("class_id", "previous_class_id").cast(classes),
        "school_year",
        "week_start",
        "as_of",
        "enrolment_key",
        "n_teaching_days",
        "current_present_minutes",
        "current_registered_minutes",
        "previous_present_minutes",
        "previous_registered_minutes",
        is_comparable=pl.col("status") != "too_early",
    )
    weeks = _class_weeks(rows)
    here = rows.join(weeks.select(*_CLASS_WEEK, "as_of"), on=[*_CLASS_WEEK, "as_of"], how="semi")
    same = _same_students(here.filter("is_comparable"))
    leavers = _leavers(here, weeks, placements.with_columns(pl.col("class_id").cast(classes)))
    naive = here.group_by(_CLASS_WEEK).agg(
        n_joiners=(~pl.col("is_comparable")).sum().cast(pl.Int32),
        all_share=pl.sum("current_present_minutes") / pl.sum("current_registered_minutes"),
    )
    then = naive.select("class_id", "school_year", then_week="week_start", all_previous_share="all_share")
    change, expected, half = (
        pl.col(name) for name in ("change_share", "expected_change_share", "half_width")
    )
    enough = pl.col("n_students") >= MIN_CLASS_STUDENTS
    return (
        weeks.join(naive, on=_CLASS_WEEK, how="left")
        .join(then, on=["class_id", "school_year", "then_week"], how="left")
        .join(same, on=_CLASS_WEEK, how="left")
        .join(leavers, on=_CLASS_WEEK, how="left")
        .with_columns(pl.col("n_students").fill_null(0))
        .select(
            pl.col("class_id").cast(pl.String),
            "school_year",
            "week_start",
            "as_of",
            "n_students",
            *(
                pl.when(enough).then(value).alias(name)
                for name, value in {
                    "previous_share": pl.col("previous_share").round(6),
                    "current_share": pl.col("current_share").round(6),
                    "change_share": change,
                    "expected_change_share": expected,
                    "band_low_share": (expected - half).round(6),
                    "band_high_share": (expected + half).round(6),
                }.items()
            ),
            pl.when(~enough)
            .then(pl.lit("too_early"))
            .when(change > (expected + half).round(6))
            .then(pl.lit("above_band"))
            .when(change < (expected - half).round(6))
            .then(pl.lit("below_band"))
            .otherwise(pl.lit("within_band"))
            .alias("status"),
            pl.col("n_leavers").fill_null(0),
            pl.col("leavers_previous_present_minutes").fill_null(0),
            pl.col("leavers_previous_registered_minutes").fill_null(0),
            "n_joiners",
            _number("all_previous_share"),
            _number("all_share").alias("all_current_share"),
        )
        .sort("class_id", "week_start")
    )


_CLASS_WEEK: Final = ["class_id", "school_year", "week_start"]


def _number(name: str) -> pl.Expr:
    return pl.col(name).round(6).fill_nan(None)


def _class_weeks(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per class and teaching week; `then_week` ended 20 or more of its teaching days before."""
    key, days = pl.col("enrolment_key"), pl.col("n_teaching_days")
    weeks = (
        rows.with_columns(n_days=pl.when(key == key.shift(1)).then(days - days.shift(1)).otherwise(days))
        .group_by(_CLASS_WEEK)
        .agg(pl.max("as_of"), pl.max("n_days"))
        .sort(_CLASS_WEEK)
        .with_columns(class_days=pl.col("n_days").cum_sum().over("class_id", "school_year"))
    )
    then = weeks.select("class_id", "school_year", days_then="class_days", then_week="week_start")
    return (
        weeks.with_columns(days_then=pl.col("class_days") - WINDOW_DAYS)
        .join_asof(then, on="days_then", by=["class_id", "school_year"], check_sortedness=False)
        .select(*_CLASS_WEEK, "as_of", "then_week")
    )


def _leavers(here: pl.DataFrame, weeks: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """Who was in the class when the previous window ended and is not now, with the minutes of that window."""
    ended = placements.filter(pl.col("end_date") < weeks["as_of"].max()).select(
        "enrolment_key", "class_id", "start_date", "end_date"
    )
    then = here.join(ended, on=["enrolment_key", "class_id"]).filter(
        pl.col("as_of").is_between("start_date", "end_date")
    )
    return (
        then.drop("as_of")
        .rename({"week_start": "then_week"})
        .join(weeks, on=["class_id", "school_year", "then_week"])
        .filter(pl.col("end_date") < pl.col("as_of"))
        .join(here, on=[*_CLASS_WEEK, "enrolment_key"], how="anti")
        .group_by(_CLASS_WEEK)
        .agg(
            n_leavers=pl.len().cast(pl.Int32),
            leavers_previous_present_minutes=pl.sum("current_present_minutes"),
            leavers_previous_registered_minutes=pl.sum("current_registered_minutes"),
        )
    )


def _same_students(students: pl.DataFrame) -> pl.DataFrame:
    """Draft: the full description follows with the calibration."""
    students = students.with_columns(
        level=_share("previous"),
        weight=(pl.col("current_registered_minutes") // 60).clip(1).cast(pl.Int64),
    ).with_columns(
        x=(pl.col("level") * LEVEL_UNITS).round().cast(pl.Int64),
        d=((_share("current") - pl.col("level")) * LEVEL_UNITS).round().cast(pl.Int64),
    )
    home = ["week_start", "previous_class_id"]
    students = students.join(_expected(students), on=home).with_columns(
        expected_level=pl.col("level") + (pl.col("base") + pl.col("slope") * pl.col("x")) / LEVEL_UNITS,
        surprise=(pl.col("d") - pl.col("base") - pl.col("slope") * pl.col("x")).round().cast(pl.Int64),
    )
    w, r = pl.col("weight"), pl.col("surprise")
    classes = students.group_by(_CLASS_WEEK).agg(
        n_students=pl.len().cast(pl.Int32),
        current=pl.sum("current_present_minutes"),
        current_registered=pl.sum("current_registered_minutes"),
        previous=pl.sum("previous_present_minutes"),
        previous_registered=pl.sum("previous_registered_minutes"),
        expected=(
            (pl.col("expected_level") * 1_000_000).round().cast(pl.Int64)
            * pl.col("current_registered_minutes")
        ).sum(),
        w=w.sum(),
        ww=(w * w).sum(),
        wr=(w * r).sum(),
        wrr=(w * r * r).sum(),
    )
    spread = (pl.col("wrr") - pl.col("wr") ** 2 / pl.col("w")).round().cast(pl.Int64)
    free = ((pl.col("w") - pl.col("ww") / pl.col("w")) * 1000).round().cast(pl.Int64)
    classes = classes.with_columns(spread=spread, free=free).with_columns(
        all_spread=pl.sum("spread").over("week_start"),
        all_free=pl.sum("free").over("week_start"),
        prior=INSTITUTION_STUDENTS * pl.col("w") / pl.col("n_students") * 1000,
    )
    variance = (
        (pl.col("spread") + pl.col("prior") * pl.col("all_spread") / pl.col("all_free"))
        / (pl.col("free") + pl.col("prior"))
        * 1000
    )
    standard_error = (variance * pl.col("ww")).sqrt() / pl.col("w") / LEVEL_UNITS
    previous_share = pl.col("previous") / pl.col("previous_registered")
    current_share = pl.col("current") / pl.col("current_registered")
    return classes.select(
        *_CLASS_WEEK,
        "n_students",
        previous_share=previous_share,
        current_share=current_share,
        change_share=(current_share - previous_share).round(6),
        expected_change_share=(
            pl.col("expected") / pl.col("current_registered") / 1_000_000 - previous_share
        ).round(6),
        half_width=(BAND_WIDTH * standard_error).round(6),
    )


def _expected(students: pl.DataFrame) -> pl.DataFrame:
    """Draft: the full description follows with the calibration."""
    w, x, d = pl.col("weight"), pl.col("x"), pl.col("d")
    home = students.group_by("week_start", "previous_class_id").agg(
        w=w.sum(),
        ww=(w * w).sum(),
        wx=(w * x).sum(),
        wd=(w * d).sum(),
        wxx=(w * x * x).sum(),
        wxd=(w * x * d).sum(),
    )
    home = home.with_columns(
        mean=pl.col("wx") / pl.col("w"),
        sxx=(pl.col("wxx") - pl.col("wx") ** 2 / pl.col("w")).round().cast(pl.Int64),
        sxd=(pl.col("wxd") - pl.col("wx") * pl.col("wd") / pl.col("w")).round().cast(pl.Int64),
        chance=(pl.col("ww") / pl.col("w") * 1000).round().cast(pl.Int64),
    )
    week = "week_start"
    total = {name: pl.sum(name).over(week) for name in ("w", "wx", "wd", "sxx", "sxd", "chance")}
    home = home.with_columns(
        *(value.alias(f"all_{name}") for name, value in total.items()), homes=pl.len().over(week)
    )
    home = home.with_columns(
        centre=pl.col("all_wx") / pl.col("all_w"),
        drift=pl.col("all_wd") / pl.col("all_w"),
        slope=pl.when(pl.col("all_sxx") > 0)
        .then(pl.col("all_sxd") / pl.col("all_sxx"))
        .otherwise(0)
        .clip(-1, 0),
    ).with_columns(
        between=(pl.col("w") * (pl.col("mean") - pl.col("centre")) ** 2)
        .round()
        .cast(pl.Int64)
        .sum()
        .over(week),
        by_chance=pl.col("all_sxx")
        / (pl.col("all_w") - pl.col("all_chance") / 1000)
        * pl.col("all_chance")
        / 1000
        * (1 - 1 / pl.col("homes")),
    )
    class_slope = pl.col("slope") * pl.when(pl.col("between") > pl.col("by_chance")).then(
        pl.col("by_chance") / pl.col("between")
    ).otherwise(1)
    return home.select(
        week,
        "previous_class_id",
        "slope",
        base=pl.col("drift")
        + class_slope * (pl.col("mean") - pl.col("centre"))
        - pl.col("slope") * pl.col("mean"),
    )
