"""The parts of the page *Voortijdig schoolverlaten*: the pace of this teljaar, the teljaren, who stays, the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, filters, style
from dashboard.charts import vsv as charts
from dashboard.downloads import CHANGE, Column, known
from dashboard.downloads import group as group_column
from dashboard.filters import Scope
from dashboard.panels import elements, vsv_rows
from dashboard.wording import HIDDEN_GROUP, NOT_SHOWN, counted, sure
from dashboard.wording import vsv as wording

SO_FAR, FINAL = "vsv_rate", "vsv_rate_definitive"
LEVELS = (1, 2, 3, 4)
RETENTION = "starters_still_enrolled"
ADDED = {
    "numerator": Column("Op de lijst en in de startpopulatie", "count"),
    "denominator": Column("Startpopulatie", "count"),
    "n_persons": Column("Startpopulatie en lijst samen", "count"),
    "n_unmatched": Column("Op de lijst, niet in de startpopulatie", "count"),
}
NORM = {
    "norm_share": Column("Norm heel het teljaar", "published", None),
    "norm_teljaar": group_column("Teljaar van de norm", "school_year"),
}
BEFORE = {"before_value": Column("Zelfde maand eerder", "share"), **CHANGE}
SHRUNK = {"shrunk_value": Column("Bijgesteld", "share")}
WEEKS = {
    "cohort": group_column("Cohort", "school_year"), "week": group_column("Week sinds de start", "number"),
    "n_starters": Column("Starters", "count"), "n_at_risk": Column("Nog gevolgd", "count"),
    "share": Column("Nog op school", "share"),
}  # fmt: skip
SOURCES = ("vsv_start", "vsv_leavers", "vsv_norms")


@dataclass(frozen=True)
class Group:
    """Whom the page is about: the institution or a team, all levels or one."""

    scope: Scope
    level: int | None

    @property
    def by(self) -> tuple[str, ...]:
        """The table of the figures."""
        return self.scope.by if self.level is None else (*self.scope.by, "level")

    @property
    def where(self) -> dict[str, object]:
        """The rows of that table, as they are counted by the rule of their teljaar."""
        own = self.scope.where if self.level is None else {**self.scope.where, "level": self.level}
        return {**own, "rule": vsv_rows.DELIVERED}

    def monthly(self) -> pl.DataFrame:
        """The months of every teljaar, with the change since the same month of the one before."""
        return data.door().changes(SO_FAR, along="teljaar", by=self.by, where=self.where)

    def final(self) -> pl.DataFrame:
        """The figures of every teljaar, provisional and definitive."""
        return data.door().figures(FINAL, by=self.by, where=self.where)


MONTHS = {
    "teljaar": Column("Teljaar", hidden_by=None),
    "report_month": Column("Maand", hidden_by=None),
    "population_from": Column("Startpopulatie", hidden_by=None),
    "leavers_from": Column("Vertrokken", hidden_by=None),
}
REMARKS = {
    "about": Column("Waarover", hidden_by=None),
    "sentence": Column("Wat er is en wat je kunt doen", hidden_by=None),
}


def group() -> Group:
    """The group on screen. Stops the page with a friendly sentence while there are no figures of it."""
    scope = filters.scope_picker(data.door().figures(SO_FAR, by=("team",))["team"].drop_nulls())
    whole = Group(scope, None)
    st.title("Voortijdig schoolverlaten", anchor=False)
    if whole.monthly().is_empty() and whole.final().is_empty():
        st.write(wording.NO_FIGURES if scope.team is None else wording.NO_TEAM_FIGURES)
        st.stop()
    return Group(scope, filters.level_picker())


def headline(shown: Group) -> None:
    """Whose figures, who stayed, how many are on the list, and the same month of the teljaar before; or that this is
    not shown.
    """
    months = shown.monthly()
    row = vsv_rows.moment(months)
    level = [] if shown.level is None else [wording.level(shown.level)]
    last = row or vsv_rows.moment(shown.final())
    when = wording.when(last["teljaar"], last["report_month"]) if last else ()
    elements.eyebrow(shown.scope.title, *level, *when)
    now = vsv_rows.rate(row)
    if row is not None and now is None:
        earlier = vsv_rows.rate(vsv_rows.newest(months))
        elements.lead(wording.hidden(row["teljaar"], row["report_month"]), wording.hidden_why(earlier))
    else:
        said = wording.explained(now, vsv_rows.before(row), vsv_rows.change(row)) if now else ""
        elements.lead(wording.lead(now), said)
    if shown.level in (1, None):
        elements.note(wording.ENTREE)
    elements.whole_school()


def pace(shown: Group) -> None:
    """This teljaar month by month against the earlier ones, the norm, and the figures of DUO."""
    st.header("Hoe loopt dit teljaar?", anchor=False)
    monthly, final = shown.monthly(), shown.final()
    if vsv_rows.newest(monthly) is None:
        st.write(HIDDEN_GROUP)
        return
    norm = _norm(shown.level)
    end = vsv_rows.axis(monthly, final, norm)
    elements.chart(charts.pace, vsv_rows.pace(monthly, final, norm), top=end)
    elements.note(f"{wording.norm(shown.level, norm)} {wording.CUMULATIVE}")
    now = vsv_rows.rate(vsv_rows.newest(monthly))
    _account("Verloop per maand", shown, monthly, SO_FAR, wording.counted(now) if now else "")


def years(shown: Group) -> None:
    """Every teljaar with V and D apart, the norm or the national figure, and the trend breaks."""
    st.header("Teljaar na teljaar", anchor=False)
    final, norms = shown.final(), data.door().norms()
    if final["value"].is_null().all():
        st.write(wording.NO_FINAL if final.is_empty() else HIDDEN_GROUP)
        return
    now = vsv_rows.moment(shown.monthly()) or vsv_rows.newest(final)
    running = now["teljaar"] if now else 0
    end = vsv_rows.axis(final, _norm(shown.level))
    drawn = vsv_rows.years(final, norms, shown.level, running)
    elements.chart(charts.years, drawn, top=end, drawn=vsv_rows.parts(drawn))
    if broken := wording.breaks(vsv_rows.broken(drawn)):
        elements.note(broken)
    if shown.level is None:
        for row in _national(norms):
            elements.note(wording.national(*row))
    last = vsv_rows.rate(vsv_rows.newest(final))
    _account("Teljaren", shown, final, FINAL, wording.counted_final(last) if last else "")
    _other_rule(shown)


def levels(shown: Group) -> None:
    """Levels with their leerwegen, or those of a team: now with its interval, the same month before, the norm."""
    st.header("Per niveau", anchor=False)
    by = ("level", "leerweg") if shown.scope.team is None else ("team", "level")
    where = {**shown.scope.where, "rule": vsv_rows.DELIVERED}
    table = data.door().changes(SO_FAR, along="teljaar", by=by, where=where)
    moment = vsv_rows.moment(Group(shown.scope, None).monthly())
    rows = table.clear() if moment is None else vsv_rows.groups(table, moment)
    if moment is None or rows["value"].is_null().all():
        st.write(HIDDEN_GROUP)
        return
    if shown.scope.team is None:
        whole_level = data.door().changes(SO_FAR, along="teljaar", by=("level",), where=where)
        rows = vsv_rows.with_whole(rows, vsv_rows.groups(whole_level, moment), wording.ALL_LEERWEGEN)
    else:
        rows = rows.sort(by, nulls_last=True)
    before = rows["before_teljaar"].drop_nulls()
    elements.note(wording.levels(moment["teljaar"], moment["report_month"], before[0] if before.len() else None))
    end = vsv_rows.axis(rows)
    heads = ["Niveau", *(["Leerweg"] if "leerweg" in by else []), "Op de lijst", "Deel", "Band", "Zelfde maand eerder",
             "Norm heel het teljaar"]  # fmt: skip
    rows = rows.join(_norms(), on="level", how="left", maintain_order="left")
    elements.table(heads, [_level(row, end, "leerweg" in by) for row in rows.iter_rows(named=True)], numbers=set())
    whole = vsv_rows.rate(moment)
    _account("Per niveau", shown, rows, SO_FAR, wording.counted(whole) if whole else "", {**ADDED, **BEFORE, **NORM})


def _level(row: dict[str, Any], end: float, has_leerweg: bool) -> list[str]:
    share, norm = row["norm_share"], wording.norm_of(row["norm_share"], row["norm_teljaar"])
    name = [f"<b>{wording.level(row['level'])}</b>", *([wording.leerweg(row["leerweg"])] if has_leerweg else [])]
    if row["value"] is None:
        return [*name, NOT_SHOWN, "", "", "", norm]
    said = sure.between(row["low"], row["high"], 1)
    picture = charts.interval(row["low"], row["value"], row["high"], end, style.PALETTES[style.theme()], share)
    change = vsv_rows.change(row)
    before = style.percent(row["before_value"], 1)
    if change:
        before += f"<br><small>{style.change(row['value'], row['before_value'], 1)}, {sure.chance(change)}</small>"
    return [
        *name,
        f"{style.count(row['numerator'])} van de {style.count(row['denominator'])}",
        f"<b>{style.percent(row['value'], 1)}</b>",
        f"{elements.picture(picture, said, 'gl-interval')}<small>{said}</small>",
        before,
        norm,
    ]


def teams(shown: Group) -> None:
    """Teams beside each other with what chance does to teams of their size; alphabetical, never in a row of merit."""
    if shown.scope.team is not None:
        return
    door = data.door()
    moment = vsv_rows.moment(shown.monthly())
    if moment is None:
        return
    by = ("team",) if shown.level is None else ("team", "level")
    where: dict[str, object] = {name: moment[name] for name in ("teljaar", "report_month")} | {
        "rule": vsv_rows.DELIVERED
    }
    if shown.level is not None:
        where["level"] = shown.level
    rows = door.side_by_side(SO_FAR, by=by, where=where).filter(pl.col("team").is_not_null()).sort("team")
    if rows.is_empty():
        return
    st.header("Teams", anchor=False)
    if rows["value"].is_null().all():
        st.write(HIDDEN_GROUP)
        return
    limits = door.funnel(SO_FAR, by=by, where=where)
    if shown.level is None:
        elements.note(wording.MIXED_LEVELS)
    st.write(wording.teams(vsv_rows.n_outside(rows), rows["value"].count()))
    end = vsv_rows.axis(rows)
    elements.chart(charts.funnel, vsv_rows.funnel(rows, limits), top=end)
    heads = ["Team", "Op de lijst", "Deel", "Band", "Bijgesteld"]
    named = [_team(wording.letter(number), row, end) for number, row in enumerate(rows.iter_rows(named=True))]
    elements.table(heads, named, numbers=set())
    elements.note(wording.shrunk(rows["shrunk_towards"][0], is_distinct=rows["is_distinct"][0]))
    now = vsv_rows.rate(moment)
    _account("Teams", shown, rows, SO_FAR, wording.counted(now) if now else "", {**ADDED, **SHRUNK})


def _team(letter: str, row: dict[str, Any], end: float) -> list[str]:
    name = f"{letter} · <b>{style.text(row['team'])}</b>"
    if row["value"] is None:
        return [name, NOT_SHOWN, "", "", ""]
    said = sure.between(row["low"], row["high"], 1)
    picture = charts.interval(row["low"], row["value"], row["high"], end, style.PALETTES[style.theme()])
    return [
        name,
        f"{style.count(row['numerator'])} van de {style.count(row['denominator'])}",
        f"<b>{style.percent(row['value'], 1)}</b>",
        f"{elements.picture(picture, said, 'gl-interval')}<small>{said}</small>",
        style.percent(row["shrunk_value"], 1),
    ]


def retention(shown: Group) -> None:
    """How many starters are still at school, by cohort; for who sees all groups."""
    if shown.scope.team is not None:
        return
    st.header("Wie blijft?", anchor=False)
    by = ("cohort",) if shown.level is None else ("level", "cohort")
    curves = data.door().retention(by=by)
    if shown.level is not None:
        curves = curves.filter(level=shown.level)
    if curves.is_empty():
        st.write(wording.NO_COHORT)
        return
    last = curves.filter(cohort=curves["cohort"].max()).sort("week").row(-1, named=True)
    st.write(wording.stayed(last["cohort"], last["week"], last["share"], last["low"], last["high"]))
    elements.chart(charts.retention, vsv_rows.retention(curves))
    started = dict(curves.unique("cohort").sort("cohort").select("cohort", "n_starters").iter_rows())
    _account("Nog op school", shown, curves, RETENTION, wording.starters(started, data.door().until), WEEKS)


def unmatched(shown: Group) -> None:
    """The leavers who are not in the start population, with what to do about them."""
    months = shown.monthly().sort("teljaar", "report_month")
    if months.is_empty():
        return
    st.header("Niet gevonden in de startpopulatie", anchor=False)
    last = months.row(-1, named=True)
    if last["n_unmatched"] is None:
        st.write(HIDDEN_GROUP)
        return
    st.write(wording.unmatched(last["n_unmatched"], last["report_month"]))
    if last["n_unmatched"]:
        elements.note(wording.UNMATCHED_TODO)


def files() -> None:
    """Which files the figures come from, and what stands out in them."""
    door = data.door()
    st.header("Waar de cijfers vandaan komen", anchor=False)
    used = door.vsv_files().sort("teljaar", "report_month")
    if used.height:
        last = used.row(-1, named=True)
        st.write(wording.files(last["teljaar"], last["report_month"], last["population_from"], last["leavers_from"]))
        shown = pl.DataFrame(
            [
                [style.school_year(row["teljaar"]), wording.month(row["report_month"]).capitalize(),
                 row["population_from"] or "–", row["leavers_from"] or "–"]
                for row in used.reverse().iter_rows(named=True)
            ],
            schema=dict.fromkeys(MONTHS, pl.String),
            orient="row",
        )  # fmt: skip
        with st.expander("Alle maanden"):
            elements.table(
                [column.head for column in MONTHS.values()],
                [[style.text(cell) for cell in row] for row in shown.iter_rows()],
                numbers=set(),
            )
        elements.account(
            "Voortijdig schoolverlaten, uit welke bestanden",
            shown,
            "vsv_rate",
            "vsv_rate_definitive",
            basis=wording.months_basis(shown.height),
            columns=MONTHS,
        )
    if door.sees_remarks and (found := door.remarks().filter(pl.col("source").is_in(SOURCES))).height:
        with st.expander(wording.remarks(found.height)):
            elements.table(
                ["Waarover", "Wat er is en wat je kunt doen"],
                [[style.text(row["about"]), style.text(row["sentence"])] for row in found.iter_rows(named=True)],
                numbers=set(),
            )
        elements.account(
            "Voortijdig schoolverlaten, opmerkingen bij de bestanden",
            found,
            "deliveries",
            basis=counted(found.height, style.plural(found.height, "opmerking", "opmerkingen"), door.until),
            columns=REMARKS,
        )


def _other_rule(shown: Group) -> None:
    """What a change of the rule did to a teljaar that was counted by both."""
    where = {**shown.where, "rule": [vsv_rows.DELIVERED, vsv_rows.PREVIOUS]}
    both = data.door().figures(FINAL, by=shown.by, where=where)
    for teljaar, status, previous, delivered in vsv_rows.both_rules(both):
        elements.note(wording.definition_change(teljaar, wording.STATUS[status], previous, delivered))


def _norm(level: int | None) -> dict[str, Any] | None:
    """The newest norm of a level."""
    if level is None:
        return None
    found = data.door().norms().filter(pl.col("level") == level, pl.col("norm_share").is_not_null()).sort("teljaar")
    return found.row(-1, named=True) if found.height else None


def _norms() -> pl.DataFrame:
    """The newest norm of every level, and of which teljaar it is: level, norm_share, norm_teljaar."""
    known = data.door().norms().filter(pl.col("level").is_not_null(), pl.col("norm_share").is_not_null())
    newest = known.sort("teljaar").unique("level", keep="last")
    return newest.select("level", "norm_share", norm_teljaar="teljaar")


def _national(norms: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The newest national figure."""
    known = norms.filter(
        pl.col("level").is_null(), pl.any_horizontal(pl.col("n_national", "national_share").is_not_null())
    ).sort("teljaar")
    return known.tail(1).select("teljaar", "national_share", "n_national", "status", "origin").rows()


def _account(
    title: str, shown: Group, rows: pl.DataFrame, indicator: str, basis: str, others: Mapping[str, Column] = ADDED
) -> None:
    """What a figure is counted from, its definition, and a copy of the rows on screen."""
    level = wording.ALL_LEVELS if shown.level is None else wording.level(shown.level)
    name = f"Voortijdig schoolverlaten, {title.lower()}, {shown.scope.title}, {level.lower()}"
    elements.account(name, vsv_rows.for_file(rows), indicator, basis=basis, columns=known(rows, **others))
