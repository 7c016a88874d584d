"""The rows the charts are fed with: pure functions from our tables to one row per mark, with a text for who
points at it.
"""

import polars as pl

from dashboard import charts
from pipelines.school_year import school_years

WINDOW_DAYS = 20
DUTY_SHARE = 0.8
STATUS_GLYPH = {"ill": "excused"}
STATUS_TEXT = {status: mark.label for status, mark in charts.GLYPHS.items()} | {"ill": "ziek"}


def presence_share() -> pl.Expr:
    """Minutes present over minutes of registered lessons; null when nothing was registered."""
    return pl.when(pl.col("registered_minutes") > 0).then(pl.col("present_minutes") / pl.col("registered_minutes"))


# Columns in which the same people come back, row after row.
REPEATS = (
    *("week_start", "month", "school_year", "weekday", "teljaar", "report_month", "status", "rule", "edition"),
    *("theme", "item", "kind", "kenmerk"),
)


def counted(figures: pl.DataFrame) -> tuple[int, int]:
    """What rows of `Door.figures` are counted from: the sum of their denominators, and the people in the fullest
    moment (or question, or weekday), as the same people come back in the others. Hidden cells add nothing.
    """
    repeats = [name for name in REPEATS if name in figures.columns]
    people = figures.group_by(repeats or pl.lit(1)).agg(pl.col("n_persons").sum())
    number, most = figures.select(pl.col("denominator").sum()), people.select(pl.col("n_persons").max().fill_null(0))
    return int(number.item()), int(most.item() if most.height else 0)


def years(figures: pl.DataFrame) -> list[int]:
    """The school years that rows of `Door.figures` are counted over, in order; none where they are of no school year.
    Hidden cells add none.
    """
    found = {"school_year": pl.col("school_year").cast(pl.Int32)} | {
        moment: school_years(moment) for moment in ("week_start", "month")
    }
    of_row = next((year for moment, year in found.items() if moment in figures.columns), None)
    return (
        []
        if of_row is None
        else figures.filter(pl.col("denominator") > 0).select(of_row.unique().sort()).to_series().to_list()
    )


def lately(figures: pl.DataFrame, by: str, n_weeks: int = 4) -> pl.DataFrame:
    """The last teaching weeks of each group added up, and divided once.

    `figures` are rows of `Door.figures` over weeks. Grain: group, sorted. Columns: `by`, numerator, denominator,
    n_persons (in the fullest week), value (null without a denominator), n_weeks, is_hidden (no week may be shown).
    """
    return (
        figures.filter(pl.col("is_hidden") | (pl.col("denominator") > 0))
        .sort(by, "week_start")
        .group_by(by, maintain_order=True)
        .agg(
            pl.col("numerator", "denominator").tail(n_weeks).sum(),
            pl.col("n_persons").tail(n_weeks).max(),
            n_weeks=pl.len().clip(upper_bound=n_weeks),
            is_hidden=pl.col("is_hidden").tail(n_weeks).all(),
        )
        .with_columns(value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")))
    )


def class_change(compared: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.class_change`: the weeks of a class in which two periods could be compared."""
    return compared.select(
        "week_start",
        "change_share",
        "expected_change_share",
        "band_low_share",
        "band_high_share",
        text=pl.format(
            "Week {}: {} punten, gewoon is {} tot {}",
            pl.col("week_start").dt.week(),
            *(_points(name) for name in ("change_share", "band_low_share", "band_high_share")),
        ),
    )


def growth_line(weeks: pl.DataFrame, steps: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.growth_line`: every week from the first to the last, the two windows, the steps,
    the duty.
    """
    first, last = weeks["week_start"][0], weeks["week_start"][-1]
    line = (
        pl.DataFrame({"week_start": pl.date_range(first, last, "1w", eager=True)})
        .join(weeks.with_columns(share=presence_share()), on="week_start", how="left")
        .sort("week_start")
        .select(
            "week_start",
            "share",
            "n_registered",
            part=pl.lit("week"),
            text=pl.format("Week {}: {} van de {} lessen", pl.col("week_start").dt.week(), "n_present", "n_registered"),
        )
    )
    rings = (
        steps.group_by(week_start=pl.col("step_date").dt.truncate("1w"))
        .agg(
            pl.col("number").min().alias("low"),
            pl.col("number").max().alias("high"),
            pl.col("sentence").first().alias("text"),
        )
        .select(
            "week_start",
            "text",
            part=pl.lit("step"),
            number=pl.when(pl.col("low") == pl.col("high"))
            .then(pl.format("{}", "low"))
            .otherwise(pl.format("{}–{}", "low", "high")),
        )
        .join(line.select("week_start", "share"), on="week_start")
        .filter(pl.col("share").is_not_null())
    )
    duty = pl.DataFrame({"part": ["duty"], "share": [DUTY_SHARE]})
    return pl.concat([line, _windows(days), rings, duty], how="diagonal_relaxed")


def _windows(days: pl.DataFrame) -> pl.DataFrame:
    """The level of the last 20 teaching days and of the 20 before; nothing before teaching day 40."""
    taught = days.filter("is_teaching_day").sort("date").tail(2 * WINDOW_DAYS)
    if taught.height < 2 * WINDOW_DAYS:
        return pl.DataFrame()
    return (
        taught.with_columns(is_earlier=pl.int_range(pl.len()) < WINDOW_DAYS)
        .group_by("is_earlier")
        .agg(
            pl.col("date").min().alias("week_start"),
            pl.col("date").max().alias("week_end"),
            pl.col("present_minutes", "registered_minutes", "n_present", "n_registered").sum(),
        )
        .with_columns(
            share=presence_share(),
            part=pl.lit("window"),
            label=pl.format("{}\nvan\n{}", "n_present", "n_registered"),
        )
        .with_columns(
            text=pl.format(
                "{}: {} van de {} lessen",
                pl.when("is_earlier").then(pl.lit("De 20 lesdagen ervoor")).otherwise(pl.lit("De laatste 20 lesdagen")),
                "n_present",
                "n_registered",
            )
        )
        .with_columns(middle=pl.col("week_start") + (pl.col("week_end") - pl.col("week_start")) / 2)
        .select("week_start", "week_end", "middle", "share", "part", "label", "text", "is_earlier")
        .sort("week_start")
    )


def arrivals(days: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.arrivals`: the days with a first lesson, whether the student came or not."""
    return days.select(
        "date",
        "arrival_minute",
        "first_start_minute",
        text=pl.format(
            "{}: binnen om {}, eerste les om {}",
            pl.col("date").dt.strftime("%d-%m-%Y"),
            _clock("arrival_minute"),
            _clock("first_start_minute"),
        ),
    )


def lessons(lessons: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.lessons`: Monday to Friday, each lesson on its place in the day."""
    return (
        lessons.filter(pl.col("date").dt.weekday() <= 5)
        .sort("date", "start_minute", "end_minute")
        .with_columns(number=pl.int_range(pl.len()).over("date"), weekday=pl.col("date").dt.weekday() - 1)
        .select(
            "week_start",
            week_label=pl.format("wk {}", pl.col("week_start").dt.week()),
            position=pl.col("weekday") * charts.DAY_HEIGHT + pl.col("number"),
            status=pl.col("status").replace(STATUS_GLYPH),
            text=pl.format(
                "{}, {}: {}",
                pl.col("date").dt.strftime("%d-%m-%Y"),
                _clock("start_minute"),
                pl.col("status").replace(STATUS_TEXT),
            ),
        )
    )


def _clock(column: str) -> pl.Expr:
    return pl.format(
        "{}:{}",
        (pl.col(column) // 60).cast(pl.String).str.zfill(2),
        (pl.col(column) % 60).cast(pl.String).str.zfill(2),
    )


def _points(column: str) -> pl.Expr:
    return (pl.col(column) * 100).round(0).cast(pl.Int32)
