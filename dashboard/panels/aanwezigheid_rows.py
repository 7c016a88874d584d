"""The rows of the charts of *Aanwezigheid*: pure functions from figures to one row per mark."""

from datetime import date, timedelta

import polars as pl

from dashboard import style
from dashboard.charts.aanwezigheid import MONTHS
from dashboard.wording import aanwezigheid as words
from pipelines.school_year import FIRST_MONTH, school_years


def controlled(weeks: pl.DataFrame, year: int) -> pl.DataFrame:
    """The rows of `charts.aanwezigheid.trend`: every week of this school year and the one before, holidays as gaps.

    `weeks` has at least one of them.
    """
    known = weeks.filter(school_years("week_start").is_between(year - 1, year))
    every = known.select(pl.date_range(pl.col("week_start").min(), pl.col("week_start").max(), "1w"))
    return (
        every.join(known, on="week_start", how="left")
        .sort("week_start")
        .with_columns(pl.col("centre", "lower_limit", "upper_limit").backward_fill())
        .select(
            "week_start",
            "value",
            "centre",
            pl.col("lower_limit").clip(0, 1),
            pl.col("upper_limit").clip(0, 1),
            pl.col("signal").fill_null("common_cause"),
            pl.col("is_hidden").fill_null(value=False),
            is_current=school_years("week_start") == year,
            text=pl.format(
                "Week {} ({}-{}): {} %{}",
                pl.col("week_start").dt.week(),
                school_years("week_start"),
                school_years("week_start") + 1,
                (pl.col("value") * 100).round(1).cast(pl.String).str.replace(".", ",", literal=True),
                pl.format(", {}", pl.col("signal").replace_strict(words.SIGNALS)).fill_null(""),
            ),
        )
    )


def limits(weeks: pl.DataFrame, year: int) -> pl.DataFrame:
    """The copy of the series: the weeks with lessons of this school year and the one before, signals in words."""
    return weeks.filter(
        school_years("week_start").is_between(year - 1, year), pl.col("value").is_not_null() | pl.col("is_hidden")
    ).with_columns(pl.col("signal").replace_strict(words.SIGNALS))


def runs(weeks: pl.DataFrame, year: int) -> list[tuple[date, date, str, list[str]]]:
    """The signals of a school year: first and last week of each run of the same signal, the signal, its rules; the
    newest first.
    """
    called = (
        weeks.filter(pl.col("value").is_not_null())
        .sort("week_start")
        .with_columns(_run=pl.col("signal").rle_id())
        .filter(school_years("week_start") == year, pl.col("signal").is_in(["improvement", "concern", "change"]))
        .group_by("_run", maintain_order=True)
        .agg(
            pl.col("week_start").min().alias("first"),
            pl.col("week_start").max().alias("last"),
            pl.col("signal").first(),
            pl.col("rules").list.explode().unique().sort(),
        )
    )
    return [(row["first"], row["last"], row["signal"], row["rules"]) for row in called.reverse().iter_rows(named=True)]


def same_weeks_before(weeks: pl.DataFrame, year: int, n_weeks: int) -> float | None:
    """The share in the same weeks one school year (52 weeks) earlier as the last teaching weeks of this one."""
    taught = weeks.filter(pl.col("denominator") > 0).sort("week_start")
    now = taught.filter(school_years("week_start") == year).tail(n_weeks)
    earlier = taught.filter(pl.col("week_start").is_in((now["week_start"] - timedelta(weeks=52)).implode())).select(
        pl.col("numerator", "denominator").sum()
    )
    n_present, n_registered = earlier.row(0)
    return n_present / n_registered if n_registered else None


def years(months: pl.DataFrame, year: int) -> pl.DataFrame:
    """The rows of `charts.aanwezigheid.years`: months of this and earlier school years, August first."""
    placed = (
        months.filter(pl.col("value").is_not_null(), pl.col("school_year") <= year)
        .sort("school_year", "month")
        .with_columns(
            place=(pl.col("month").dt.month().cast(pl.Int32) - FIRST_MONTH) % 12,
            is_current=pl.col("school_year") == year,
        )
        .with_columns(
            part=pl.when("is_current").then(pl.lit("now")).otherwise(pl.lit("earlier")),
            share=pl.col("value"),
            text=pl.format(
                "{} {}: {} %",
                pl.col("month").dt.month().replace_strict(dict(enumerate([*MONTHS[5:], *MONTHS[:5]], start=1))),
                pl.col("month").dt.year(),
                (pl.col("value") * 100).round().cast(pl.Int32),
            ),
        )
        .select("school_year", "place", "share", "part", "is_current", "text")
    )
    names = (
        placed.group_by("school_year", maintain_order=True)
        .last()
        .with_columns(
            part=pl.lit("name"),
            label=pl.format("{}-{}", "school_year", (pl.col("school_year") + 1) % 100),
        )
    )
    return pl.concat([placed, names], how="diagonal_relaxed")


def split(weeks: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.aanwezigheid.split`, and of its copy: the four parts of the registered lessons of each week.

    `weeks` are figures of unexcused_share, whose denominator is the registered lessons.
    """
    lessons = (
        weeks.filter(pl.col("is_hidden") | (pl.col("denominator") > 0))
        .sort("week_start")
        .with_columns(
            on_time=pl.col("denominator") - pl.col("numerator") - pl.col("n_excused") - pl.col("n_late"),
            late=pl.col("n_late"),
            excused=pl.col("n_excused"),
            unexcused=pl.col("numerator"),
        )
    )
    return (
        lessons.unpivot(
            list(words.PARTS),
            index=["week_start", "denominator", "is_hidden"],
            variable_name="kind",
            value_name="n_lessons",
        )
        .with_columns(order=pl.col("kind").replace_strict({name: at for at, name in enumerate(words.PARTS)}))
        .sort("week_start", "order")
        .with_columns(high=pl.col("n_lessons").cum_sum().over("week_start") / pl.col("denominator"))
        .with_columns(
            low=pl.col("high") - pl.col("n_lessons") / pl.col("denominator"),
            share=pl.col("n_lessons") / pl.col("denominator"),
            week=pl.format("{}", pl.col("week_start").dt.week()),
            word=pl.col("kind").replace_strict(words.PARTS),
        )
        .with_columns(text=pl.format("Week {}: {} van de {} lessen {}", "week", "n_lessons", "denominator", "word"))
    )


def weekdays(figures: pl.DataFrame) -> pl.DataFrame:
    """Monday to Friday with their name as `label`, in the order of the week."""
    names = {number: name.capitalize() for number, name in enumerate(style.WEEKDAYS[:5], start=1)}
    return (
        figures.filter(pl.col("weekday") <= 5)
        .sort("school_year", "weekday")
        .with_columns(label=pl.col("weekday").replace_strict(names, return_dtype=pl.String))
    )


def first_and_later(first: pl.DataFrame) -> pl.DataFrame:
    """The first lesson of the day and, from what stands beside it, all later ones; the name of each is `label`."""
    n_present, n_registered = (pl.col(name) for name in ("n_present", "n_registered"))
    later = first.with_columns(
        numerator=n_present - pl.col("numerator"), denominator=n_registered - pl.col("denominator")
    ).with_columns(value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")))
    return pl.concat([
        first.with_columns(label=pl.lit(words.FIRST_LESSON)), later.with_columns(label=pl.lit(words.LATER_LESSONS))
    ]).sort("school_year", maintain_order=True)  # fmt: skip
