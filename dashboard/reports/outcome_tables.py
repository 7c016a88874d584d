"""The tables of the half-year account on what the school measures besides: test marks, incidents, the staff survey."""

import polars as pl

from dashboard import data, downloads
from dashboard.downloads import Column, Takeaway
from dashboard.panels import uitkomsten_rows
from dashboard.reports.account_tables import GROUPS, asked_by, names, over_years, takeaway, years_of
from dashboard.reports.half_year import HalfYear
from dashboard.wording import uitkomsten as outcome_words
from dashboard.wording import verantwoording as words

MARKS, INCIDENTS, SCORE, POSITIVE = (
    "marks_rising", "incidents_per_100_students", "staff_survey_score", "staff_survey_positive",
)  # fmt: skip


def marks(period: HalfYear) -> Takeaway | None:
    """In how many subjects the latest mark is higher than the one before, in the school year of the period.

    For the school, the levels and the teams; a half year has no figure of its own, as it is about the latest mark.
    """
    parts = []
    for by in GROUPS:
        year = data.door().figures(MARKS, by=by, over=("school_year",), where={"school_year": period.school_year})
        parts.append(year.with_columns(group=names(year, by)).sort("group"))
    rows = pl.concat(parts, how="diagonal_relaxed")
    if rows.is_empty():
        return None
    columns = {
        "group": downloads.group("Groep"),
        "denominator": Column("Vakken met een eerder cijfer", "count"),
        "numerator": Column("Hoger", "count"),
        "n_same": Column("Gelijk", "count"),
        "value": Column("Deel hoger", "share"),
        "low": Column("Band van", "share"),
        "high": Column("Band tot", "share"),
    }
    return takeaway(words.MARKS, rows, words.MARKS_SAID, columns, MARKS)


def incidents(period: HalfYear) -> Takeaway | None:
    """Incidents in the months of the period, beside the same months of earlier years: the school, locations, teams."""
    parts = [_incidents_by(by, period) for by in ((), ("location",), ("team",))]
    if parts[0].is_empty():
        return None
    columns = {
        "group": downloads.group("Groep"),
        "numerator": Column("Incidenten", "count", "is_hidden_0"),
        "denominator": Column("Studentmaanden", "count", "is_hidden_0"),
        **years_of(period, "decimal"),
    }
    rows = pl.concat(parts, how="diagonal_relaxed")
    apart = (_apart(by, parts[0], part) for by, part in zip(("location", "team"), parts[1:], strict=True))
    said = " ".join(one for one in (words.INCIDENTS_SAID, *apart) if one)
    return takeaway(words.INCIDENTS, rows, said, columns, INCIDENTS, "incident_month")


def _apart(by: str, whole: pl.DataFrame, groups: pl.DataFrame) -> str:
    """Why groups add up to less than the whole; nothing where one of them is hidden, which is a reason by itself."""
    if whole["is_hidden_0"].any() or groups["is_hidden_0"].any():
        return ""
    return words.incidents_apart(by, int(groups["numerator"].sum()), int(whole["numerator"].sum()))


def _incidents_by(by: tuple[str, ...], period: HalfYear) -> pl.DataFrame:
    found = over_years(INCIDENTS, by, period)
    named = pl.format("Locatie {}", "location").fill_null(words.NO_LOCATION) if "location" in by else names(found, by)
    return found.with_columns(group=named).sort("group")


def staff(period: HalfYear) -> tuple[str, Takeaway] | None:
    """The themes of the newest staff survey that was there in the period, and what may be said of them."""
    door = data.door()
    has_scores = door.figures(SCORE, by=("theme",)).height > 0
    name = SCORE if has_scores else POSITIVE
    kind: outcome_words.Kind = "score" if has_scores else "positive"
    unit: downloads.Kind = "decimal" if has_scores else "share"
    course = door.changes(name, along="edition", by=("theme",)).filter(pl.col("edition") <= asked_by(period))
    newest = course.filter(pl.col("edition") == pl.col("edition").max())
    if newest.is_empty():
        return None
    edition = int(newest["edition"][0])
    n, n_invited = uitkomsten_rows.asked(newest)
    themes = uitkomsten_rows.themes(newest)
    said = outcome_words.staff(kind, edition, n, n_invited, themes, course["edition"].n_unique())
    order = {theme: place for place, theme in enumerate(outcome_words.THEMES)}
    place = pl.col("theme").replace_strict(order, default=len(order))
    titled = newest.sort(place).with_columns(
        pl.col("theme").replace_strict(outcome_words.THEMES, default=pl.col("theme"))
    )
    columns = {
        "theme": downloads.group("Thema"),
        "denominator": Column("Antwoorden", "count"),
        "value": Column("Score" if has_scores else "Positief", unit),
        "low": Column("Band van", unit),
        "high": Column("Band tot", unit),
        "before_value": Column("Meting ervoor", unit),
    }
    title = f"{words.STAFF} {edition}"
    basis = outcome_words.answered(n, edition)
    return said, takeaway(title, titled, basis, columns, name, "staff_survey_result")
