"""Growth of a class: the same students, beside the change their starting level lets expect and the band of chance.

Causal and exact, as `progress` is: a row of week w is computed from weeks up to and including w, and whole numbers are
added up, so that the same progress gives the same rows to the bit, in whatever order students arrive.
"""

from typing import Final

import polars as pl

from pipelines.progress import WINDOW_DAYS, share

MIN_CLASS_STUDENTS: Final = 5
"""With fewer comparable students a class gets no figure."""

BAND_WIDTH: Final = 2.3
"""Half-width of the no-change band in standard errors."""

CAPPED_MEAN: Final = 0.9205
"""Mean of the square of a standard normal variable when squares above 4 count as 4."""

MIN_BAND: Final = 0.001
"""No band is narrower than a tenth of a point on either side: that is what rounding can do."""

INSTITUTION_STUDENTS: Final = 10
"""How many students' worth of evidence the institution's spread adds to the spread inside one class."""

SHARE_UNITS: Final = 10_000
"""Shares enter the sums over the institution as whole hundredths of a point, so that sums are exact."""

DEFINITIONS: Final = """
# Groei van de klas

Waarom: Een klasgemiddelde stijgt ook als studenten vertrekken. Groei is pas groei als dezelfde studenten er
    vaker zijn.
Telt mee: De studenten die nu in de klas zitten en van wie beide periodes van 20 lesdagen bekend zijn. Hun
    minuten worden opgeteld en één keer gedeeld. Daarnaast staat de verandering die bij hun beginniveau te
    verwachten was, geschat over alle klassen van de school: wie toevallig laag begint, komt vanzelf dichter
    bij het midden uit.
Telt niet mee: Studenten die vertrokken zijn en studenten die nog geen 40 lesdagen hebben. Zij staan apart
    vermeld. Bij minder dan 5 studenten staat er "nog te vroeg om te vergelijken".
Lees met beleid: De verwachting bevat ook wat op de hele school gebeurt, zoals een toetsweek of griep.
    Groeit de hele school, dan steekt een klas daar niet bovenuit.

# Band zonder verandering

Waarom: Een klas van 15 schuift in 4 weken gewoon enkele procentpunten heen en weer. De band laat zien
    hoeveel.
Telt mee: De verwachte verandering met daaromheen de gewone schommeling. De breedte volgt uit de verschillen
    tussen de studenten van de klas, aangevuld met die van de school, en wordt groter als de klassen van de
    school onderling meer schommelen dan door hun studenten alleen.
Telt niet mee: Vertrokken en nieuwe studenten.
Lees met beleid: Een klas heet pas gegroeid boven de band. Binnen de band is er niets mis: er is dan geen
    verandering te onderscheiden van toeval. Een kleine klas heeft een brede band.
"""


def class_progress(progress: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """Growth of every class at the end of every teaching week, for the same students.

    `progress` is what `student_progress` returns, in weeks that follow each other within an enrolment, and
    `placements` is marts.placement. The answer has one row per class and teaching week, ordered by class and week;
    `as_of` is the class's last teaching day in it.

    The same students are those in the class on `as_of` with two windows of their own: `n_students`. Their
    minutes are added up and divided once: `previous_share`, `current_share`, `change_share`.
    `expected_change_share` is what their starting level lets expect (`_expected_change`), `band_low_share`
    to `band_high_share` the no-change band around it (`_same_students`). `status` is `above_band`,
    `below_band` or `within_band`, or `too_early`, with these figures null, under 5 students.

    `n_leavers` counts who was in the class when the previous window ended and is not on `as_of`, with their
    minutes of that window; they are in no other figure except `all_previous_share`. `n_joiners` are in the
    class now without two windows yet. `all_previous_share` and `all_current_share` are the plain class means
    then and now, of whoever was there: they show how far leavers alone can lift a mean. Then is the last
    week that ended 20 or more teaching days of the class before; null early in a school year.
    Shares are 0-1, rounded to six decimals.
    """
    if not progress["enrolment_key"].is_sorted():
        progress = progress.sort("enrolment_key", "week_start")
    kind = progress.schema["class_id"]
    classes = kind if isinstance(kind, pl.Enum) else pl.Enum(progress["class_id"].unique().sort())
    rows = progress.select(
        "enrolment_key",
        "school_year",
        "week_start",
        "as_of",
        "n_teaching_days",
        "current_present_minutes",
        "current_registered_minutes",
        "previous_present_minutes",
        "previous_registered_minutes",
        pl.col("class_id", "previous_class_id").cast(classes),
        is_comparable=pl.col("status") != "too_early",
    ).with_columns(class_week=_class_week("class_id"), home_week=_class_week("previous_class_id"))
    weeks = _class_weeks(rows)
    here = rows.filter(pl.col("as_of") == pl.col("as_of").max().over("class_week"))
    everyone = here.group_by("class_week").agg(
        n_joiners=(~pl.col("is_comparable")).sum().cast(pl.Int32),
        present=pl.sum("current_present_minutes"),
        registered=pl.sum("current_registered_minutes"),
    )
    mean = pl.when(pl.col("registered") > 0).then(pl.col("present") / pl.col("registered")).round(6)
    now = everyone.select("class_week", "n_joiners", all_current_share=mean)
    then = everyone.select(then_week="class_week", all_previous_share=mean)
    same = _same_students(here.filter("is_comparable"))
    leavers = _leavers(here, weeks, placements.with_columns(pl.col("class_id").cast(classes, strict=False)))
    enough = pl.col("n_students") >= MIN_CLASS_STUDENTS
    counts = ("n_leavers", "leavers_previous_present_minutes", "leavers_previous_registered_minutes")
    return (
        weeks.join(same, on="class_week", how="left")
        .join(leavers, on="class_week", how="left")
        .join(now, on="class_week", how="left")
        .join(then, on="then_week", how="left")
        .with_columns(pl.col("n_students", *counts).fill_null(0))
        .select(
            pl.col("class_id").cast(pl.String),
            "school_year",
            "week_start",
            "as_of",
            "n_students",
            *(pl.when(enough).then(name).alias(name) for name in _CLASS_FIGURES),
            pl.when(~enough)
            .then(pl.lit("too_early"))
            .when(pl.col("change_share") > pl.col("band_high_share"))
            .then(pl.lit("above_band"))
            .when(pl.col("change_share") < pl.col("band_low_share"))
            .then(pl.lit("below_band"))
            .otherwise(pl.lit("within_band"))
            .alias("status"),
            *counts,
            "n_joiners",
            "all_previous_share",
            "all_current_share",
        )
        .sort("class_id", "week_start")
    )


def class_growth(progress: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """How many students of a class grow, and how many steps they took, in every teaching week.

    `progress` and `steps` are marts.student_progress and marts.student_step. Grain: class and teaching week, sorted.
    Columns: class_id, school_year, week_start, n_students (with a teaching day that week), n_comparable (of whom two
    windows are known), n_growing (of those, whose level is sustained_up), n_steps (on a day of that week).
    """
    status = pl.col("status")
    students = (
        progress.group_by("class_id", "school_year", "week_start")
        .agg(
            n_students=pl.len().cast(pl.Int32),
            n_comparable=(status != "too_early").sum().cast(pl.Int32),
            n_growing=(status == "sustained_up").sum().cast(pl.Int32),
        )
        .with_columns(pl.col("class_id").cast(pl.String))
    )
    taken = steps.group_by("class_id", week_start=pl.col("step_date").dt.truncate("1w")).agg(
        n_steps=pl.len().cast(pl.Int32)
    )
    return (
        students.join(taken, on=["class_id", "week_start"], how="left")
        .with_columns(pl.col("n_steps").fill_null(0))
        .sort("class_id", "week_start")
    )


_CLASS_FIGURES: Final = (
    "previous_share",
    "current_share",
    "change_share",
    "expected_change_share",
    "band_low_share",
    "band_high_share",
)


def _class_week(class_id: str) -> pl.Expr:
    """One number for a class in a week: grouping by one number takes a third of the time of three columns."""
    return pl.col(class_id).to_physical().cast(pl.Int64) * 2**20 + pl.col("week_start").cast(pl.Int32)


def _class_weeks(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per class and teaching week; `then_week` ended 20 or more of its teaching days before."""
    key, days = pl.col("enrolment_key"), pl.col("n_teaching_days")
    group = ["class_id", "school_year"]
    weeks = (
        rows.with_columns(n_days=pl.when(key == key.shift(1)).then(days - days.shift(1)).otherwise(days))
        .group_by("class_week")
        .agg(pl.first(*group, "week_start"), pl.max("as_of"), pl.max("n_days"))
        .sort("class_week")
        .with_columns(day=pl.col("n_days").cum_sum().over(group))
    )
    then = weeks.select(*group, "day", then_week="class_week")
    return (
        weeks.with_columns(day=pl.col("day") - WINDOW_DAYS)
        .join_asof(then, on="day", by=group, check_sortedness=False)
        .drop("day", "n_days")
    )


def _leavers(here: pl.DataFrame, weeks: pl.DataFrame, placements: pl.DataFrame) -> pl.DataFrame:
    """Who was in the class when the previous window ended and is not now, with the minutes of that window."""
    stays = placements.filter(pl.col("end_date") < pl.lit(weeks["as_of"].max(), pl.Date))
    rows = here.join(stays, on="enrolment_key", how="semi")
    return (
        rows.join(
            stays.select("enrolment_key", "class_id", "start_date", "end_date"),
            on=["enrolment_key", "class_id"],
        )
        .filter(pl.col("as_of").is_between("start_date", "end_date"))
        .select(
            "enrolment_key",
            "end_date",
            "current_present_minutes",
            "current_registered_minutes",
            then_week="class_week",
        )
        .join(weeks, on="then_week")
        .filter(pl.col("end_date") < pl.col("as_of"))
        .join(rows, on=["class_week", "enrolment_key"], how="anti")
        .group_by("class_week")
        .agg(
            n_leavers=pl.len().cast(pl.Int32),
            leavers_previous_present_minutes=pl.sum("current_present_minutes"),
            leavers_previous_registered_minutes=pl.sum("current_registered_minutes"),
        )
    )


def _same_students(students: pl.DataFrame) -> pl.DataFrame:
    """Change of the same students per class and week, with the expected change and the no-change band.

    A student's surprise is the own change minus the expected change. The band is the expected change of the
    class plus and minus 2.3 standard errors of the mean surprise, weighted by registered time. Its variance
    comes from the students of the class itself, to which the institution adds the evidence of ten students,
    so that a class of restless students gets a wide band and a class of five is not judged by five numbers
    alone. Two corrections, both estimated over the institution and never below 1: `widening`, because the
    level of a whole class says more than that of one student (`_expected_change`), and `overdispersion`,
    because classmates share timetables and teachers.

    Sources: Cochran (1977), Sampling Techniques, chapter 6 (ratio of totals); Efron and Morris (1975),
    Journal of the American Statistical Association 70, 311-319 (borrowing strength); Spiegelhalter (2005),
    Statistics in Medicine 24, 1185-1202 (overdispersion, capped).
    """
    moves = _moves(students)
    base, slope = pl.col("base"), pl.col("slope")
    w, wl, wc, wll, wlc = (pl.col(name) for name in ("w", "wl", "wc", "wll", "wlc"))
    squares = pl.col("wcc") - 2 * (base * wc + slope * wlc) + base**2 * w + 2 * base * slope * wl + slope**2 * wll
    classes = (
        moves.join(_expected_change(moves), on="home_week")
        .with_columns(
            surprise=(wc - base * w - slope * wl).round().cast(pl.Int64),
            surprise_squares=squares.round().cast(pl.Int64),
            expected=(pl.col("steady") + (base * pl.col("registered") + slope * pl.col("rl")) * 10_000)
            .round()
            .cast(pl.Int64),
        )
        .group_by("class_week")
        .agg(
            pl.first("week_start", "widening"),
            pl.exclude("week_start", "widening", "home_week", "move", "base", "slope").sum(),
        )
    )
    w, ww = pl.col("w"), pl.col("ww")
    previous_share = pl.col("previous_present") / pl.col("previous_registered")
    current_share = pl.col("present") / pl.col("registered")
    classes = classes.with_columns(
        previous_share=previous_share.round(6),
        current_share=current_share.round(6),
        change_share=(current_share - previous_share).round(6),
        expected_change_share=(pl.col("expected") / pl.col("registered") / 10**8 - previous_share).round(6),
        squares=(pl.col("surprise_squares") - pl.col("surprise") ** 2 / w).round().cast(pl.Int64),
        freedom=((w - ww / w) * 1000).round().cast(pl.Int64),
    )
    prior = 1000 * INSTITUTION_STUDENTS * w / pl.col("n_students")
    everywhere = pl.sum("squares").over("week_start") / pl.sum("freedom").over("week_start")
    variance = 1000 * (pl.col("squares") + prior * everywhere) / (pl.col("freedom") + prior)
    classes = classes.with_columns(standard_error=(variance * pl.col("widening") * ww).sqrt() / w / SHARE_UNITS)
    half = (BAND_WIDTH * pl.col("standard_error") * pl.col("overdispersion").sqrt()).round(6).clip(MIN_BAND)
    return classes.join(_overdispersion(classes), on="week_start", how="left").select(
        "class_week",
        "n_students",
        "previous_share",
        "current_share",
        "change_share",
        "expected_change_share",
        band_low_share=(pl.col("expected_change_share") - half).round(6),
        band_high_share=(pl.col("expected_change_share") + half).round(6),
    )


def _moves(students: pl.DataFrame) -> pl.DataFrame:
    """Sums over the students who were in one class then and are in one class now, per week.

    For almost everyone these two are the same class. All later sums are sums of these.
    """
    w, level, change = pl.col("w"), pl.col("level"), pl.col("change")
    registered = pl.col("current_registered_minutes")
    return (
        students.with_columns(previous=share("previous"), current=share("current"))
        .select(
            "class_week",
            "home_week",
            "week_start",
            "current_present_minutes",
            registered,
            "previous_present_minutes",
            "previous_registered_minutes",
            move=pl.col("class_week") * 2**20 + pl.col("previous_class_id").to_physical(),
            w=(registered // 60).clip(1).cast(pl.Int64),
            level=(pl.col("previous") * SHARE_UNITS).round().cast(pl.Int64),
            change=((pl.col("current") - pl.col("previous")) * SHARE_UNITS).round().cast(pl.Int64),
            steady=(pl.col("previous") * 10**8).round().cast(pl.Int64) * registered,
        )
        .group_by("move")
        .agg(
            pl.first("class_week", "home_week", "week_start"),
            n_students=pl.len().cast(pl.Int32),
            present=pl.sum("current_present_minutes"),
            registered=registered.sum(),
            previous_present=pl.sum("previous_present_minutes"),
            previous_registered=pl.sum("previous_registered_minutes"),
            steady=pl.sum("steady"),
            rl=(registered * level).sum(),
            w=w.sum(),
            ww=(w * w).sum(),
            wl=(w * level).sum(),
            wc=(w * change).sum(),
            wll=(w * level * level).sum(),
            wlc=(w * level * change).sum(),
            wcc=(w * change * change).sum(),
        )
    )


def _expected_change(moves: pl.DataFrame) -> pl.DataFrame:
    """What change a starting level lets expect, estimated per week over the whole institution.

    Who starts low by chance moves towards the middle without growing. How much follows from the regression of
    change on starting level, in two steps, as in a multilevel model: a slope inside classes (students against
    the mean of the class they were in then), and a smaller slope for the mean of that class. Chance moves a
    class mean less than it moves a student: the class slope is the student slope times the part of the
    differences between classes that chance would give. So a class that is truly low is not expected to
    rise, while a class put together of students who had a low month is. The change of the institution as
    a whole is part of the expectation.

    The answer has one row per class then and week: change = base + slope * level, in `SHARE_UNITS`, and
    `widening`, the ratio (1 + reliability of a class mean) / (1 + reliability of a student's level): a class
    whose starting level is real keeps the noise of two windows, not of one.

    Sources: Galton (1886), Journal of the Anthropological Institute 15, 246-263; Bland and Altman (1994), BMJ
    308, 1499; Snijders and Bosker (2012), Multilevel Analysis, chapter 4 (within and between slopes).
    """
    homes = moves.group_by("home_week").agg(pl.first("week_start"), pl.sum("w", "ww", "wl", "wc", "wll", "wlc"))
    w, ww, wl, wc = (pl.col(name) for name in ("w", "ww", "wl", "wc"))
    mean = wl / w
    homes = homes.with_columns(
        squares=(pl.col("wll") - wl * mean).round().cast(pl.Int64),
        products=(pl.col("wlc") - wc * mean).round().cast(pl.Int64),
        lost=(1000 * ww / w).round().cast(pl.Int64),
    )

    def everywhere(value: pl.Expr) -> pl.Expr:
        return value.sum().over("week_start")

    squares, lost = everywhere(pl.col("squares")), everywhere(pl.col("lost")) / 1000
    all_w, centre = everywhere(w), everywhere(wl) / everywhere(w)
    slope = pl.when(squares > 0).then(everywhere(pl.col("products")) / squares).otherwise(0).clip(-1, 0)
    homes = homes.with_columns(
        mean=mean,
        centre=centre,
        drift=everywhere(wc) / all_w,
        slope=slope,
        between=everywhere((w * (mean - centre) ** 2).round().cast(pl.Int64)),
        by_chance=squares / (all_w - lost) * lost * (1 - 1 / pl.len().over("week_start")),
    )
    by_chance, between = pl.col("by_chance"), pl.col("between")
    chance_share = pl.when(between > by_chance).then(by_chance / between).otherwise(1)
    class_slope = pl.col("slope") * chance_share
    return homes.select(
        "home_week",
        "slope",
        base=pl.col("drift") + class_slope * (pl.col("mean") - pl.col("centre")) - pl.col("slope") * pl.col("mean"),
        widening=(2 + class_slope) / (2 + pl.col("slope")),
    )


def _overdispersion(classes: pl.DataFrame) -> pl.DataFrame:
    """By what factor classes vary more than their students explain, per week, from all weeks up to it.

    The mean squared standardised surprise of classes, squares above 4 counted as 4 so that a few classes that
    do grow hardly count, divided by what this is without overdispersion; never below 1.
    """
    error = pl.col("standard_error")
    z2 = ((pl.col("change_share") - pl.col("expected_change_share")) / error) ** 2
    return (
        classes.filter(pl.col("n_students") >= MIN_CLASS_STUDENTS)
        .group_by("week_start")
        .agg(
            capped=pl.when(error > 0).then((1000 * z2.clip(0, 4)).round()).otherwise(0).cast(pl.Int64).sum(),
            n_classes=pl.len(),
        )
        .sort("week_start")
        .select(
            "week_start",
            overdispersion=(pl.cum_sum("capped") / pl.cum_sum("n_classes") / CAPPED_MEAN / 1000).clip(1),
        )
    )
