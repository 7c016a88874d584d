"""The rows of *Begeleiding*: pure functions from figures to what stands on screen."""

from typing import Any

import polars as pl

from dashboard.wording import begeleiding as words


def has_lists(balance: pl.DataFrame, kenmerken: pl.DataFrame) -> bool:
    """Whether there is any list or contact: a hidden figure of kenmerken is one of lists too."""
    return kenmerken.height > 0 or int(balance["denominator"].sum()) > 0


def n_contacts(balance: pl.DataFrame) -> int | None:
    """How many contacts and lists individuele begeleiding there are; None where that is hidden."""
    return None if balance["is_hidden"].any() else int(balance["denominator"].sum())


def reach(weeks: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.begeleiding.reach`: every week from the first to the last, holidays as gaps."""
    every = weeks.select(pl.date_range(pl.col("week_start").min(), pl.col("week_start").max(), "1w"))
    return (
        every.join(weeks, on="week_start", how="left")
        .sort("week_start")
        .select(
            "week_start",
            "value",
            "low",
            "high",
            text=pl.format(
                "Week {}: {} van de {} studenten", pl.col("week_start").dt.week(), "numerator", "denominator"
            ),
        )
    )


def latest(weeks: pl.DataFrame, by: str) -> pl.DataFrame:
    """The last week of each group, alphabetical."""
    return weeks.sort(by, "week_start").unique(by, keep="last", maintain_order=True)


def in_order(figures: pl.DataFrame, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The kenmerken of one kind of list with their label, in the order of the form.

    Of a class there is the list as a whole.
    """
    if "kenmerk" not in figures.columns:
        return [("Alle kenmerken samen", row) for row in figures.iter_rows(named=True)]
    rows = {row["kenmerk"]: row for row in figures.iter_rows(named=True)}
    return [(label.capitalize(), rows[code]) for code, label in words.KENMERKEN[kind].items() if code in rows]


def growth(months: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.begeleiding.growth`: a line per kind of list, a hidden month as a gap."""
    return (
        months.with_columns(pl.col("kind").replace_strict(words.KINDS))
        .sort("kind", "month")
        .select(
            "month",
            "kind",
            "value",
            text=pl.format("{}: ruimte voor groei {} van {}", "kind", "numerator", "denominator"),
        )
    )


def named(figures: pl.DataFrame) -> pl.DataFrame:
    """Figures with the kinds of list and the kenmerken as they are called on the form."""
    labels = {code: label for kind in words.KENMERKEN.values() for code, label in kind.items()}
    names = {"kind": words.KINDS, "kenmerk": labels}
    return figures.with_columns(
        pl.col(column).replace(known) for column, known in names.items() if column in figures.columns
    )
