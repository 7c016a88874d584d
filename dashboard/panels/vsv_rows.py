"""What the charts and tables of *Voortijdig schoolverlaten* are fed with: pure functions from figures to rows.

Figures are those of `data.Door.figures` for `vsv_rate` (report months 1-15) and `vsv_rate_definitive` (16 is V, 17 is
D). A hidden cell has no figures and gives no mark.
"""

from collections.abc import Iterable
from typing import Any

import polars as pl

from dashboard import style
from dashboard.charts import vsv as charts
from dashboard.wording import vsv as wording
from dashboard.wording.sure import Change
from dashboard.wording.vsv import Rate

DELIVERED, PREVIOUS = "delivered", "previous_rule"
"""By which rule a figure is counted: the one of its teljaar, or the one before it."""
NAME_GAP = 0.055
"""Names of years stand at least this part of the axis apart."""
HEAD_GAP = 0.05
"""V and D stand this part of the axis above their points."""
V_PLACE, D_PLACE = -0.13, 0.13


def rate(row: dict[str, Any] | None) -> Rate | None:
    """A row of figures as the facts of a sentence; None when it is hidden or not there."""
    if row is None or row["value"] is None:
        return None
    return Rate(
        row["teljaar"], row["report_month"], row["numerator"], row["denominator"], row["value"], row["low"], row["high"]
    )


def for_file(rows: pl.DataFrame) -> pl.DataFrame:
    """Figures with their status in words, as it stands in what is taken along."""
    return rows.with_columns(pl.col("status").replace(wording.STATUS_IN_FILE)) if "status" in rows.columns else rows


def before(row: dict[str, Any] | None) -> Rate | None:
    """The same month of the teljaar before; None when it is hidden or not there."""
    names = ("numerator", "denominator", "value", "low", "high")
    earlier = {name: row[f"before_{name}"] for name in ("teljaar", *names)} if row else None
    return rate(earlier | {"report_month": row["report_month"]}) if row and earlier else None


def change(row: dict[str, Any] | None) -> Change | None:
    """The change of a row since the moment before, or None when one of the two is not known."""
    if row is None or row.get("change") is None:
        return None
    return Change(row["change"], row["change_low"], row["change_high"])


def newest(figures: pl.DataFrame) -> dict[str, Any] | None:
    """The row of the newest month that is shown, None when there is none."""
    shown = figures.filter(pl.col("value").is_not_null()).sort("teljaar", "report_month")
    return shown.row(-1, named=True) if shown.height else None


def moment(figures: pl.DataFrame) -> dict[str, Any] | None:
    """The row of the newest month with somebody in the start population, hidden or not; None when there is none.

    It is the month a page is about: an older one must not pass for it where it is hidden.
    """
    known = figures.filter(_is_group()).sort("teljaar", "report_month")
    return known.row(-1, named=True) if known.height else None


def groups(figures: pl.DataFrame, moment: dict[str, Any]) -> pl.DataFrame:
    """The groups of one month with somebody in the start population, hidden or not; others have no share."""
    here = figures.filter(teljaar=moment["teljaar"], report_month=moment["report_month"])
    return here.filter(_is_group())


def _is_group() -> pl.Expr:
    return pl.col("is_hidden") | (pl.col("denominator") > 0)


def with_whole(by_leerweg: pl.DataFrame, whole: pl.DataFrame, word: str) -> pl.DataFrame:
    """Levels by leerweg, each level as a whole above its leerwegen where it has more; `word` is its leerweg then."""
    has_more = by_leerweg.group_by("level").agg(n=pl.len()).filter(pl.col("n") > 1)
    above = whole.join(has_more, on="level", how="semi", nulls_equal=True).with_columns(leerweg=pl.lit(word))
    both = pl.concat([above, by_leerweg], how="diagonal_relaxed").with_columns(_below=pl.col("leerweg") != word)
    return both.sort("level", "_below", "leerweg", nulls_last=True).drop("_below")


def pace(monthly: pl.DataFrame, final: pl.DataFrame, norm: dict[str, Any] | None) -> pl.DataFrame:
    """The rows of `charts.vsv.pace`, all of one group; `norm` is a row of the norms."""
    here = newest(monthly)
    shown = monthly.filter(pl.col("value").is_not_null()).sort("teljaar", "report_month")
    running = here["teljaar"] if here else None
    marks: list[dict[str, Any]] = [
        {
            "part": "now" if row["teljaar"] == running else "year",
            "teljaar": row["teljaar"],
            "report_month": row["report_month"],
            "share": row["value"],
            "text": _said(row),
        }
        for row in shown.iter_rows(named=True)
    ]
    marks += _heads(final, HEAD_GAP * axis(monthly, final, norm))
    marks += [_final(row) | {"report_month": row["report_month"]} for row in _shown(final)]
    if here:
        # Where the newest month is hidden, the figure is of an older one and says of which.
        of_month = "" if here == moment(monthly) else f", {wording.month(here['report_month'])}"
        label = f"{_short(here['teljaar'])}{of_month}: {style.percent(here['value'], 1)}"
        marks.append({"part": "here", "share": here["value"], "label": label}
                     | {name: here[name] for name in ("report_month", "low", "high")})  # fmt: skip
    if norm and norm["norm_share"] is not None:
        label = f"norm {style.school_year(norm['teljaar'])}: {wording.published(norm['norm_share'])}"
        marks.append({"part": "norm", "share": norm["norm_share"], "label": label})
    ends = pl.concat([shown, final], how="diagonal_relaxed").filter(
        pl.col("value").is_not_null(), pl.col("teljaar") != running
    )
    last = ends.sort("report_month").unique("teljaar", keep="last", maintain_order=True).to_dicts()
    end = axis(monthly, final, norm)
    for row, at in zip(*_apart(last, NAME_GAP * end), strict=True):
        place = charts.DEFINITIVE if row["report_month"] >= charts.PROVISIONAL else row["report_month"]
        marks.append({"part": "name", "place": place, "share": at, "label": _short(row["teljaar"])})
    return pl.DataFrame(marks, infer_schema_length=None)


def axis(*figures: Any) -> float:
    """Where the axis ends for these figures and norms."""
    shares: list[float | None] = []
    for one in figures:
        if isinstance(one, pl.DataFrame):
            shares += one["high"].to_list()
        elif one:
            shares.append(one["norm_share"])
    return charts.top(shares)


def years(final: pl.DataFrame, norms: pl.DataFrame, level: int | None, running: int) -> pl.DataFrame:
    """The rows of `charts.vsv.years` of one group: its own figures, the norm of its level or the national figure.

    `running` is the teljaar that is counted now: a break that follows it is drawn already.
    """
    marks = [_final(row) | {"place": row["teljaar"] + (V_PLACE if row["status"] == "V" else D_PLACE)}
             for row in _shown(final)]  # fmt: skip
    own = norms.filter(pl.col("level").eq_missing(level)).sort("teljaar")
    for row in own.filter(pl.col("norm_share").is_not_null()).iter_rows(named=True):
        text = f"Norm {style.school_year(row['teljaar'])}: {wording.published(row['norm_share'])}"
        marks.append({"part": "norm", "teljaar_from": row["teljaar"] - 0.4, "teljaar_to": row["teljaar"] + 0.4,
                      "share": row["norm_share"], "text": text})  # fmt: skip
    national = own.filter(pl.col("national_share").is_not_null())
    for row in national.iter_rows(named=True):
        text = wording.national(row["teljaar"], row["national_share"], row["n_national"], row["status"], row["origin"])
        era = sum(teljaar <= row["teljaar"] for teljaar in wording.BREAKS)
        marks.append({"part": "national", "place": row["teljaar"], "share": row["national_share"], "era": era,
                      "text": text})  # fmt: skip
    for name, rows, share, aside in (
        ("norm", own.filter(pl.col("norm_share").is_not_null()), "norm_share", 0.4),
        ("landelijk", national, "national_share", 0.0),
    ):
        if rows.height:
            last = rows.row(-1, named=True)
            marks.append({"part": "name", "place": last["teljaar"] + aside, "share": last[share], "label": name})
    return pl.DataFrame(marks + _breaks(marks, running), infer_schema_length=None)


def parts(drawn: pl.DataFrame) -> tuple[str, ...]:
    """The parts of a chart that these rows have."""
    return tuple(drawn["part"].unique().sort())


def broken(drawn: pl.DataFrame) -> list[int]:
    """The teljaren that began with another way to count, as far as `years` draws them."""
    return [round(place + 0.5) for place in drawn.filter(part="break")["place"]]


def both_rules(final: pl.DataFrame) -> list[tuple[int, str, float, float]]:
    """Teljaren that are shown by both rules: (teljaar, status, share by the previous rule, share as delivered)."""
    shown = final.filter(pl.col("value").is_not_null())
    previous = shown.filter(rule=PREVIOUS).select("teljaar", "status", previous="value")
    both = shown.filter(rule=DELIVERED).join(previous, on=["teljaar", "status"]).sort("teljaar", "report_month")
    return both.select("teljaar", "status", "previous", "value").rows()


def funnel(teams: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.vsv.funnel`: teams as figures by team of one month, limits as `Door.funnel` gives them.

    A team is named by the letter it has in the table, whose order the frame has.
    """
    marks: list[dict[str, Any]] = [
        {
            "part": "team", "n_population": row["denominator"], "share": row["value"], "label": wording.letter(number),
            "text": f"{row['team']}: {style.percent(row['value'], 1)}, {_of(row)}",
        }
        for number, row in enumerate(teams.iter_rows(named=True))
        if row["value"] is not None
    ]  # fmt: skip
    marks += [
        {"part": "limit", "n_population": row["denominator"]}
        | {name: row[name] for name in ("low_95", "high_95", "low_998", "high_998")}
        for row in limits.iter_rows(named=True)
    ]
    if limits.height:
        marks.append({"part": "common", "share": limits["common_share"][0]})
    return pl.DataFrame(marks, infer_schema_length=None)


def n_outside(teams: pl.DataFrame) -> int:
    """How many teams lie outside the wide limits of a funnel."""
    return teams.filter(~pl.col("value").is_between(pl.col("low_998"), pl.col("high_998"))).height


def retention(curves: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.vsv.retention`: cohort, week, share, low, high; the newest cohort is the thick line."""
    if curves.is_empty():
        return pl.DataFrame()
    last = curves["cohort"].max()
    marks = []
    for row in curves.sort("cohort", "week").iter_rows(named=True):
        text = (
            f"Cohort {style.school_year(row['cohort'])}, week {row['week']}: {style.percent(row['share'])} "
            "is nog op school"
        )  # fmt: skip
        marks.append({**row, "part": "now" if row["cohort"] == last else "year", "text": text})
    ends = curves.sort("week").unique("cohort", keep="last", maintain_order=True).rename({"share": "value"}).to_dicts()
    for row, at in zip(*_apart(ends, NAME_GAP), strict=True):
        marks.append({"part": "name", "week": row["week"], "share": at, "label": _short(row["cohort"])})
    return pl.DataFrame(marks, infer_schema_length=None)


def _heads(final: pl.DataFrame, gap: float) -> list[dict[str, Any]]:
    """V and D in letters, above the highest of their points."""
    highest = final.group_by("report_month", "status").agg(pl.col("value").max()).drop_nulls("value")
    return [
        {"part": "head", "report_month": row["report_month"], "share": row["value"] + gap, "label": row["status"]}
        for row in highest.sort("report_month").iter_rows(named=True)
    ]


def _apart(rows: list[dict[str, Any]], gap: float) -> tuple[list[dict[str, Any]], list[float]]:
    """Rows from low to high, and where their names stand so that none covers another."""
    order = sorted(rows, key=lambda row: row["value"])
    places: list[float] = []
    for row in order:
        places.append(max(row["value"], places[-1] + gap) if places else row["value"])
    return order, places


def _breaks(marks: Iterable[dict[str, Any]], running: int) -> list[dict[str, Any]]:
    """The trend breaks from the first of these marks to the teljaar after the running one."""
    places = (row.get("place", row.get("teljaar_from")) for row in marks)
    first = min((place for place in places if place is not None), default=running)
    return [
        {"part": "break", "place": teljaar - 0.5, "label": words}
        for teljaar, (words, _) in wording.BREAKS.items()
        if first < teljaar <= running + 1
    ]


def _shown(figures: pl.DataFrame) -> list[dict[str, Any]]:
    return figures.filter(pl.col("value").is_not_null()).to_dicts()


def _final(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "part": "final", "share": row["value"], "low": row["low"], "high": row["high"], "status": row["status"],
        "text": f"{style.school_year(row['teljaar'])}, {wording.STATUS[row['status']]}: "
                f"{style.percent(row['value'], 1)}, {_of(row)}",
    }  # fmt: skip


def _said(row: dict[str, Any]) -> str:
    name = wording.month(row["report_month"]).capitalize()
    return f"{name}, {style.school_year(row['teljaar'])}: {style.percent(row['value'], 1)}, {_of(row)}"


def _of(row: dict[str, Any]) -> str:
    return f"{style.count(row['numerator'])} van de {style.count(row['denominator'])}"


def _short(year: int) -> str:
    """2025 becomes "2025-26"."""
    return f"{year}-{(year + 1) % 100:02d}"
