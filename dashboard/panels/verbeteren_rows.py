"""The rows of *Verbeteren*: pure functions from the weeks of a check and the actions to marks, and what is frozen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard import style
from dashboard.wording import verbeteren as words
from dashboard.wording.aanwezigheid import SIGNALS
from dashboard.wording.verbeteren import Told, Unit

MARKS = {
    "part": pl.String,
    "week_start": pl.Date,
    "day": pl.Date,
    "value": pl.Float64,
    "centre": pl.Float64,
    "lower_limit": pl.Float64,
    "upper_limit": pl.Float64,
    "signal": pl.String,
    "phase": pl.String,
    "label": pl.String,
    "text": pl.String,
}
LIMITS = ("centre", "lower_limit", "upper_limit")
CLASSES = ("class_id", "previous_share", "current_share", "change_share", "band_low_share", "band_high_share", "status")


def marks(weeks: pl.DataFrame, start: dt.date, actions: Sequence[tuple[dt.date, str]], unit: Unit) -> pl.DataFrame:
    """The rows of `charts.verbeteren.cycle`, weeks without lessons as gaps; actions are numbered in their order."""
    if weeks.is_empty():
        return pl.DataFrame(schema=MARKS)
    every = weeks.select(pl.date_range(pl.col("week_start").min(), pl.col("week_start").max(), "1w"))
    filled = every.join(weeks, on="week_start", how="left").sort("week_start")
    texts = [_week(row, unit) for row in filled.iter_rows(named=True)]
    top = pl.lit(1.0) if unit == "share" else pl.lit(None, pl.Float64)
    parts = [
        filled.select("week_start", "value", "phase", pl.col("signal").fill_null("common_cause"), part=pl.lit("week"))
        .with_columns(text=pl.Series(texts, dtype=pl.String)),
        weeks.filter(pl.col("centre").is_not_null()).select("week_start", *LIMITS, part=pl.lit("limits")),
        weeks.filter(pl.col("since_centre").is_not_null()).select(
            "week_start", *(pl.col(f"since_{one}").alias(one) for one in LIMITS), part=pl.lit("since")
        ),
        pl.DataFrame(
            [
                {"part": "start", "day": start, "label": words.START_LABEL, "text": f"Start: {style.day(start)}"},
                *(
                    {"part": "action", "day": day, "label": str(number), "text": f"{number}. {style.day(day)}: {what}"}
                    for number, (day, what) in enumerate(actions, start=1)
                ),
            ]
        ),
    ]  # fmt: skip
    return (
        pl.concat(parts, how="diagonal")
        .match_to_schema(pl.Schema(MARKS), missing_columns="insert")
        .with_columns(pl.col("lower_limit").clip(lower_bound=0), pl.col("upper_limit").clip(upper_bound=top))
    )


def _week(row: Mapping[str, Any], unit: Unit) -> str | None:
    if row["value"] is None:
        return None
    signal = "" if row["signal"] is None else f", {SIGNALS[row['signal']]}"
    week = row["week_start"]
    return f"{style.week(week).capitalize()} ({style.day(week)}): {words.amount(row['value'], unit)}{signal}"


def frozen(
    told: Told, shown: pl.DataFrame, classes: pl.DataFrame, actions: Sequence[tuple[dt.date, str]], **about: Any
) -> dict[str, Any]:
    """All that a check showed, as it is kept: words, marks, classes and actions; values that JSON knows."""
    return {
        "headline": told.headline,
        "explained": told.explained,
        "sentences": list(told.sentences),
        "marks": _plain(shown),
        "classes": _plain(classes),
        "actions": [[day.isoformat(), what] for day, what in actions],
        **about,
    }


def thawed(figures: Mapping[str, Any]) -> tuple[Told, pl.DataFrame, pl.DataFrame, list[tuple[dt.date, str]]]:
    """What `frozen` kept."""
    told = Told(figures["headline"], figures["explained"], tuple(figures["sentences"]))
    rows = pl.DataFrame(figures["marks"], schema=dict.fromkeys(MARKS, pl.String), strict=False)
    shown = rows.cast({name: kind for name, kind in MARKS.items() if kind != pl.Date}).with_columns(
        pl.col("week_start", "day").str.to_date()
    )
    actions = [(dt.date.fromisoformat(day), what) for day, what in figures["actions"]]
    return told, shown, pl.DataFrame(figures["classes"], infer_schema_length=None), actions


def _plain(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return rows.with_columns(pl.selectors.date().dt.to_string("iso")).to_dicts()


def of_classes(classes: pl.DataFrame) -> pl.DataFrame:
    """What is told of each class: the same students before and since the start, and what was to be expected."""
    return classes.filter(pl.col("change_share").is_not_null()).select(CLASSES).sort("class_id")
