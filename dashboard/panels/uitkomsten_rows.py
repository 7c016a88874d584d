"""The rows of the charts of *Andere uitkomsten*: pure functions from figures to one row per mark."""

import polars as pl

from dashboard import style
from dashboard.wording import NOT_SHOWN
from dashboard.wording import uitkomsten as words
from dashboard.wording.sure import Change
from dashboard.wording.uitkomsten import Kind, Theme
from pipelines.school_year import school_years


def beside(figures: pl.DataFrame, kind: Kind, earlier: pl.Expr | None = None) -> pl.DataFrame:
    """The rows of `charts.uitkomsten.beside`, in the order of `figures`, which have a column `name`.

    A hidden group keeps its row, with a word in the place of its figures.
    """
    rows = []
    for row in figures.with_columns(_earlier=pl.lit(None, pl.Float64) if earlier is None else earlier).to_dicts():
        value, low, high = row["value"], row["low"], row["high"]
        said = NOT_SHOWN if value is None else words.sure(kind, value, low, high)
        rows.append(
            {
                "name": row["name"], "value": value, "low": low, "high": high, "earlier": row["_earlier"],
                "label": NOT_SHOWN if value is None else words.beside(kind, value), "text": f"{row['name']}: {said}",
            }
        )  # fmt: skip
    schema = {
        "name": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "earlier": pl.Float64,
        "label": pl.String, "text": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def months(series: pl.DataFrame, year: int) -> pl.DataFrame:
    """The rows of `charts.uitkomsten.months`: every month of this school year and the one before, the summer as a gap.

    `series` is `Door.control_chart` of one group, and has a month of this school year.
    """
    known = series.filter(school_years("month").is_between(year - 1, year))
    every = known.select(pl.date_range(pl.col("month").min(), pl.col("month").max(), "1mo").alias("month"))
    written = {month: style.month(month) for month in every["month"]}
    return (
        every.join(known, on="month", how="left")
        .sort("month")
        .with_columns(pl.col("centre", "lower_limit", "upper_limit").backward_fill())
        .select(
            "month",
            "value",
            "centre",
            "lower_limit",
            "upper_limit",
            pl.col("signal").fill_null("common_cause"),
            is_current=school_years("month") == year,
            text=pl.format(
                "{}: {} incidenten, {} per 100 studenten, {}",
                pl.col("month").replace_strict(written, return_dtype=pl.String),
                "numerator",
                pl.col("value").round(1).cast(pl.String).str.replace(".", ",", literal=True),
                pl.col("signal").replace_strict(words.SIGNALS, default=words.SIGNALS["common_cause"]),
            ),
        )
    )


def is_whole(series: pl.DataFrame) -> bool:
    """Whether every month may be shown: of a small group those with a few incidents are hidden, and what is left would
    seem a series of its own.
    """
    return not series["is_hidden"].any()


def calls(series: pl.DataFrame, year: int) -> list[tuple[str, str]]:
    """The months of a school year that call, newest first: the month in words, and the signal."""
    of_year = series.filter(school_years("month") == year)
    called = of_year.filter(pl.col("signal").is_in(["improvement", "concern"])).sort("month")
    return [(style.month(row["month"]), row["signal"]) for row in called.reverse().iter_rows(named=True)]


def asked(figures: pl.DataFrame) -> tuple[int, int | None]:
    """How many answered and how many were asked in one edition: those of the theme with most answers, as the same
    people answer each theme; hidden cells add nothing. Who were asked is null where it is not known of all.
    """
    counts = (
        figures.filter(~pl.col("is_hidden"))
        .group_by("theme")
        .agg(
            pl.col("denominator").sum(),
            pl.when(pl.col("n_invited").is_not_null().all()).then(pl.col("n_invited").sum()),
        )
        .sort("denominator", "theme")
    )
    n, n_invited = counts.select("denominator", "n_invited").rows()[-1] if counts.height else (0, None)
    return n, n_invited


def themes(changes: pl.DataFrame) -> list[Theme]:
    """The themes of one edition, in the order of the screen: of `Door.changes` along the editions."""
    found = {row["theme"]: row for row in changes.filter(~pl.col("is_hidden")).iter_rows(named=True)}
    return [
        Theme(
            title,
            found[name]["value"],
            None
            if found[name]["change_low"] is None
            else Change(*(found[name][part] for part in ("change", "change_low", "change_high"))),
        )
        for name, title in words.THEMES.items()
        if name in found
    ]
