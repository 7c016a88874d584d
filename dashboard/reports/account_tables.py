"""The tables of the half-year account: figures of `Door.figures` laid beside each other, and nothing counted anew.

Months of a figure are added up and divided once. Where one of the months may not be shown, the sum is hidden too.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from dashboard import data, downloads, style
from dashboard.downloads import Column, Kind, Takeaway
from dashboard.panels import begeleiding_rows, job_rows, vsv_rows
from dashboard.reports.half_year import HalfYear, known_in
from dashboard.wording import begeleiding as guidance_words
from dashboard.wording import job as job_words
from dashboard.wording import verantwoording as words
from dashboard.wording import vsv as vsv_words
from dashboard.wording.sure import BEYOND, FITS
from pipelines.school_year import school_year_of

GROUPS: tuple[tuple[str, ...], ...] = ((), ("level",), ("team",))
YEARS_BEFORE = 2
RULE: dict[str, object] = {"rule": vsv_rows.DELIVERED}
SO_FAR, FINAL = "vsv_rate", "vsv_rate_definitive"


def takeaway(
    title: str,
    rows: pl.DataFrame,
    basis: str,
    columns: Mapping[str, Column],
    *definitions: str,
) -> Takeaway:
    """A table with all that is needed to read it later."""
    known = tuple(data.definition(name) for name in definitions)
    return Takeaway(title, rows, known, basis, data.door().about(), columns)


# --- Presence ---------------------------------------------------------------------------------------------


def over_months(indicator: str, by: tuple[str, ...], period: HalfYear, beside: tuple[str, ...] = ()) -> pl.DataFrame:
    """A figure of a period for each group: sums over its months, divided once, per as many as the figure is told.

    Columns: `by`, _all (true, to join a figure without groups by), numerator, denominator, the columns of `beside`,
    n_persons (in the fullest month), n_months, is_hidden, value (null where hidden or without a denominator).
    """
    months = data.door().figures(indicator, by=by, over=("month",), where={"month": period.months})
    summed = (
        months.with_columns(_all=True)
        .group_by("_all", *by)
        .agg(
            pl.col("numerator", "denominator", *beside).sum(),
            pl.col("n_persons").max(),
            pl.col("is_hidden").any(),
            n_months=pl.len(),
        )
    )
    is_shown = ~pl.col("is_hidden") & (pl.col("denominator") > 0)
    value = pl.col("numerator") / pl.col("denominator") * data.per(indicator)
    return summed.with_columns(value=pl.when(is_shown).then(value))


def presence(period: HalfYear) -> Takeaway:
    """Presence of the school, the levels and the teams, beside the same months of earlier years."""
    rows = pl.concat([_presence_by(by, period) for by in GROUPS], how="diagonal_relaxed")
    columns = {
        "group": downloads.group("Groep"),
        "n_persons": Column("Studenten in de volste week", "count", "is_hidden_0"),
        **years_of(period, "share"),
        "unexcused": Column("Ongeoorloofd", "share", "unexcused_is_hidden"),
        "coverage": Column("Geregistreerd", "share", "coverage_is_hidden"),
    }
    n_months = int(rows["n_months"].max() or 0) if rows.height else 0  # type: ignore[arg-type]
    return takeaway(
        words.PRESENCE, rows, words.months_counted(n_months), columns,
        "presence", "unexcused_share", "registration_coverage",
    )  # fmt: skip


def _presence_by(by: tuple[str, ...], period: HalfYear) -> pl.DataFrame:
    found = over_years("presence", by, period)
    for name, indicator in (("unexcused", "unexcused_share"), ("coverage", "registration_coverage")):
        found = _beside(found, over_months(indicator, by, period), by, name, f"{name}_is_hidden")
    return found.with_columns(group=names(found, by)).sort("group")


def over_years(indicator: str, by: tuple[str, ...], period: HalfYear) -> pl.DataFrame:
    """As `over_months`, with value_0 and is_hidden_0 of the period and those of the years before beside them."""
    found = over_months(indicator, by, period).rename({"value": "value_0", "is_hidden": "is_hidden_0"})
    for back in range(1, YEARS_BEFORE + 1):
        earlier = over_months(indicator, by, period.earlier(back))
        found = _beside(found, earlier, by, f"value_{back}", f"is_hidden_{back}")
    return found


def years_of(period: HalfYear, kind: Kind) -> dict[str, Column]:
    """The columns of `over_years`, under the school years they are of."""
    return {
        f"value_{back}": Column(style.school_year(period.earlier(back).school_year), kind, f"is_hidden_{back}")
        for back in range(YEARS_BEFORE + 1)
    }


def _beside(found: pl.DataFrame, other: pl.DataFrame, by: tuple[str, ...], value: str, is_hidden: str) -> pl.DataFrame:
    named = other.select("_all", *by, pl.col("value").alias(value), pl.col("is_hidden").alias(is_hidden))
    return found.join(named, on=["_all", *by], how="left", nulls_equal=True)


def names(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.Series:
    """The group of each row in words."""
    if not by:
        said = [words.WHOLE_SCHOOL] * rows.height
    elif by == ("level",):
        said = [vsv_words.level(level) for level in rows["level"]]
    else:
        said = [words.team(team) for team in rows["team"]]
    return pl.Series(said, dtype=pl.String)


# --- Start population and vsv -----------------------------------------------------------------------------


def levels(period: HalfYear) -> tuple[Takeaway | None, dict[str, Any] | None]:
    """The start population and who left of it, for the school and each level, in the newest month of the period that is
    known; and the row of the school itself.
    """
    door = data.door()
    whole = known_in(door.changes(SO_FAR, along="teljaar", where=RULE), period)
    newest = vsv_rows.newest(whole)
    if newest is None:
        return None, None
    by_level = vsv_rows.groups(
        known_in(door.changes(SO_FAR, along="teljaar", by=("level",), where=RULE), period), newest
    ).sort("level", nulls_last=True)
    rows = pl.concat([vsv_rows.groups(whole, newest), by_level], how="diagonal_relaxed")
    is_beyond = (pl.col("change_low") > 0) | (pl.col("change_high") < 0)
    named = _with_norm(rows).with_columns(
        group=pl.Series([words.WHOLE_SCHOOL, *map(vsv_words.level, by_level["level"])]),
        said=pl.when(pl.col("change").is_null()).then(None).when(is_beyond).then(pl.lit(BEYOND))
        .otherwise(pl.lit(FITS)),
    )  # fmt: skip
    columns = {
        "group": downloads.group("Groep"),
        "denominator": Column("Startpopulatie", "count"),
        "numerator": Column("Op de lijst", "count"),
        "value": Column("Deel", "share"),
        "low": Column("Band van", "share"),
        "high": Column("Band tot", "share"),
        "before_value": Column("Jaar eerder", "share"),
        "said": Column("Verschil"),
        "norm": downloads.group(words.NORM, "number"),
    }
    basis = (
        f"{vsv_words.levels(newest['teljaar'], newest['report_month'], newest['before_teljaar']).partition('. ')[0]}."
    )
    return takeaway("Startpopulatie en vsv", named, basis, columns, SO_FAR), newest


def teljaren(period: HalfYear) -> Takeaway | None:
    """The figures that DUO settled: the school in every teljaar with V and D, each level with its newest."""
    door = data.door()
    whole = known_in(door.figures(FINAL, where=RULE), period)
    by_level = known_in(door.figures(FINAL, by=("level",), where=RULE), period)
    if whole.is_empty():
        return None
    newest = by_level.sort("report_month").unique(["teljaar", "level"], keep="last", maintain_order=True)
    parts = [
        whole.with_columns(level=pl.lit(None, by_level.schema["level"]), group=pl.lit(words.WHOLE_SCHOOL)),
        newest.with_columns(group=pl.Series([vsv_words.level(level) for level in newest["level"]], dtype=pl.String)),
    ]
    rows = _with_norm(pl.concat(parts, how="diagonal_relaxed")).sort(
        "group", "teljaar", "report_month", descending=[False, True, True]
    )
    columns = {
        "group": downloads.group("Groep"),
        "teljaar": downloads.group("Teljaar", "school_year"),
        "status": downloads.group("V of D"),
        "denominator": Column("Startpopulatie", "count"),
        "numerator": Column("Vsv'ers", "count"),
        "value": Column("Deel", "share"),
        "low": Column("Band van", "share"),
        "high": Column("Band tot", "share"),
        "norm": downloads.group(words.NORM, "number"),
    }
    return takeaway("Vsv in eerdere teljaren", rows, words.YEARS_SAID, columns, FINAL)


def _with_norm(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows in the order of their teljaar, with the norm of their level: of that teljaar, or of the last one before it
    that has one.
    """
    norms = data.door().norms().filter(pl.col("level").is_not_null(), pl.col("norm_share").is_not_null())
    known = norms.select(
        pl.col("level").cast(rows.schema["level"]),
        pl.col("teljaar").cast(rows.schema["teljaar"]),
        "norm_share",
        norm_teljaar="teljaar",
    )
    found = rows.sort("teljaar", maintain_order=True).join_asof(
        known.sort("teljaar"), on="teljaar", by="level", check_sortedness=False
    )
    said = [vsv_words.norm_said(*norm) for norm in found.select("norm_share", "norm_teljaar").iter_rows()]
    return found.with_columns(norm=pl.Series(said, dtype=pl.String))


def in_numbers(taken: Takeaway) -> Takeaway:
    """A table as it stands in the workbook: a norm is a number there, with its teljaar in a column of its own."""
    if "norm" not in taken.columns:
        return taken
    columns = {name: column for name, column in taken.columns.items() if name != "norm"}
    norm = {
        "norm_share": Column(words.NORM, "published", None),
        "norm_teljaar": downloads.group(words.NORM_TELJAAR, "school_year"),
    }
    return replace(taken, columns={**columns, **norm})


# --- Guidance and the JOB-monitor -------------------------------------------------------------------------


def reach(period: HalfYear) -> Takeaway | None:
    """Whom the guidance reached in the last week of the period, for the school and each team."""
    parts = []
    for by in ((), ("team",)):
        weeks = data.door().figures("guidance_reach", by=by, over=("school_year", "week_start"))
        here = weeks.filter(pl.col("week_start").is_between(period.first, period.end, closed="left"))
        last = begeleiding_rows.latest(here, "team") if by else here.sort("week_start").tail(1)
        parts.append(last.with_columns(group=names(last, by)))
    rows = pl.concat(parts, how="diagonal_relaxed")
    if not parts[0].filter(pl.col("numerator") > 0).height:
        return None
    columns = {
        "group": downloads.group("Groep"),
        "week_start": downloads.group("Week vanaf", "date"),
        "numerator": Column("Bereikt", "count"),
        "denominator": Column("Van de studenten", "count"),
        "value": Column("Deel", "share"),
        "low": Column("Band van", "share"),
        "high": Column("Band tot", "share"),
    }
    return takeaway("Bereik van de begeleiding", rows, words.REACH_SAID, columns, "guidance_reach")


def kenmerken(period: HalfYear) -> Takeaway | None:
    """Where teams see room to grow, in the order of the two forms."""
    rows = data.door().figures(
        "kenmerk_growth", by=("kind", "kenmerk"), over=("school_year",), where={"school_year": period.school_year}
    )
    if rows.is_empty():
        return None
    order = [code for kind in guidance_words.KENMERKEN.values() for code in kind]
    place = pl.col("kenmerk").replace_strict({code: spot for spot, code in enumerate(order)}, default=len(order))
    named = begeleiding_rows.named(rows.sort("kind", place, descending=[True, False]))
    columns = {
        "kind": downloads.group("Lijst"),
        "kenmerk": downloads.group("Kenmerk"),
        "numerator": Column("Ruimte voor groei", "count"),
        "denominator": Column("Besproken", "count"),
        "value": Column("Deel", "share"),
    }
    return takeaway("Kenmerken van begeleiding", named, words.KENMERK_SAID, columns, "kenmerk_growth")


def balance(period: HalfYear) -> Takeaway | None:
    """How the contacts are spread over who is often there and who is not, for the school and each team."""
    parts = []
    for by in ((), ("team",)):
        found = over_months("contact_balance", by, period, ("n_students_upper", "n_students"))
        parts.append(found.with_columns(group=names(found, by)).sort("group"))
    if not parts[0].filter(pl.col("is_hidden") | (pl.col("denominator") > 0)).height:
        return None
    is_known = ~pl.col("is_hidden") & (pl.col("n_students") > 0)
    rows = pl.concat(parts, how="diagonal_relaxed").with_columns(
        even=pl.when(is_known).then(pl.col("n_students_upper") / pl.col("n_students"))
    )
    columns = {
        "group": downloads.group("Groep"),
        "denominator": Column("Contacten", "count"),
        "numerator": Column("Met de vaakst aanwezige helft", "count"),
        "value": Column("Deel", "share"),
        "even": Column("Bij gelijke verdeling", "share"),
    }
    return takeaway("Verdeling van de aandacht", rows, words.BALANCE_SAID, columns, "contact_balance")


def asked_by(period: HalfYear) -> int:
    """The newest year whose survey was there at the end of a period: surveys are held in spring."""
    return school_year_of(period.end)


def job(period: HalfYear) -> tuple[Takeaway, Takeaway] | None:
    """The grades and the themes of the newest edition that was there in the period."""
    door = data.door()
    rows = door.figures("job_grade", by=("theme", "item"))
    known = rows.filter(pl.col("edition") <= asked_by(period), pl.col("value").is_not_null())
    edition: Any = known["edition"].max()
    if edition is None:
        return None
    given = job_rows.grades(rows, door.job_items(), door.job_references(), edition)
    grades = pl.DataFrame(
        [(words.graded(one), one.n, one.value, one.low, one.high, one.national) for one in given],
        schema={"what": pl.String, "n": pl.Int64, "grade": pl.Float64, "from": pl.Float64, "to": pl.Float64,
                "national": pl.Float64},
        orient="row",
    )  # fmt: skip
    grade_columns = {
        "what": downloads.group("Cijfer voor"),
        "n": Column("Antwoorden", "count"),
        "grade": Column("Gemiddeld", "decimal"),
        "from": Column("Band van", "decimal"),
        "to": Column("Band tot", "decimal"),
        "national": Column("Landelijk", "decimal"),
    }
    themes = door.figures("job_positive", by=("theme",), where={"edition": edition}).with_columns(
        neutral=pl.col("n_neutral") / pl.col("denominator"), negative=pl.col("n_negative") / pl.col("denominator")
    )
    order = door.job_items().sort("place")["theme"].unique(maintain_order=True).to_list()
    place = pl.col("theme").replace_strict({name: spot for spot, name in enumerate(order)}, default=len(order))
    theme_columns = {
        "theme": downloads.group("Thema"),
        "denominator": Column("Antwoorden", "count"),
        "value": Column("Positief", "share"),
        "neutral": Column("Neutraal", "share"),
        "negative": Column("Negatief", "share"),
    }
    n_graded, n_answers = max((one.n for one in given), default=0), int(themes["denominator"].sum())
    return (
        takeaway(f"Rapportcijfers {edition}", grades, job_words.counted(n_graded, edition), grade_columns, "job_grade"),
        takeaway(
            f"Thema's {edition}",
            themes.sort(place),
            job_words.counted(n_answers, edition),
            theme_columns,
            "job_positive",
        ),
    )
