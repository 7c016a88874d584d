"""The parts of the page *JOB-monitor*: grades and response, the themes, the questions of one theme, the editions."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard import data, filters, style
from dashboard.charts import job as charts
from dashboard.downloads import CHANGE, Column, known
from dashboard.downloads import group as group_column
from dashboard.panels import elements, job_rows
from dashboard.panels.job_rows import Asked
from dashboard.wording import HIDDEN_GROUP, NOT_SHOWN
from dashboard.wording import job as wording

POSITIVE, GRADE, RESPONSE = "job_positive", "job_grade", "response_rate"
BESIDE = {
    "numerator": Column("Positief", "count"),
    "denominator": Column("Antwoorden", "count"),
    "value": Column("Deel positief", "share"),
    "n_neutral": Column("Neutraal", "count"),
    "n_negative": Column("Negatief", "count"),
}
QUESTIONS = {
    "national": Column("Landelijk positief", "share", None),
    "since": group_column("Vergeleken met meting", "number"),
    **CHANGE,
}


@dataclass(frozen=True)
class Group:
    """Who answered: everybody, a team, a level or a programme; in which edition."""

    title: str
    by: tuple[str, ...]
    where: dict[str, object]
    edition: int

    def grades(self) -> pl.DataFrame:
        """The grades in all editions."""
        return data.door().figures(GRADE, by=("theme", "item", *self.by), where=self.where)


def group() -> Group:
    """The group and edition on screen. Stops the page with a friendly sentence while there are no figures."""
    scope = filters.scope_picker(data.door().figures(POSITIVE, by=("theme", "team"))["team"].drop_nulls())
    st.title("JOB-monitor", anchor=False)
    title, by, where = scope.title, scope.by, scope.where
    whole = data.door().figures(POSITIVE, by=("theme", *by), where=where)
    if whole.is_empty():
        st.write(wording.NO_FIGURES)
        st.stop()
    with st.container(horizontal=True, gap="medium"):
        edition = filters.edition_picker(whole["edition"].unique().sort(descending=True).to_list())
        level = filters.level_picker() if scope.team is None else None
        is_whole = scope.team is None and level is None
        programme = filters.programme_picker(_programmes(edition)) if is_whole else None
    if level is not None:
        title, by, where = wording.level(level), ("level",), {"level": level}
    elif programme is not None:
        title, by, where = wording.programme(programme), ("programme",), {"programme": programme}
    return Group(title, by, where, edition)


def headline(shown: Group) -> None:
    """Whose answers, the two grades, the response, and how sure they are."""
    door = data.door()
    is_part = shown.by not in ((), ("team",))
    elements.eyebrow(*([filters.WHOLE_SCHOOL] if is_part else []), shown.title, wording.held(shown.edition))
    found = job_rows.grades(shown.grades(), door.job_items(), door.job_references(), shown.edition)
    elements.lead(wording.lead(found), wording.explained(found))
    asked = door.figures(RESPONSE, by=("theme", *shown.by), where={**shown.where, "edition": shown.edition})
    known_response = asked.filter(pl.col("value").is_not_null())
    if known_response.height:
        elements.note(wording.response(*known_response.select("numerator", "denominator").row(0)))
    else:
        elements.note(wording.NO_RESPONSE)
    if not job_rows.comparable(shown.edition):
        elements.note(wording.NOT_COMPARED)
    elements.whole_school()


def themes(shown: Group) -> None:
    """Every theme with its three-way bar, in the order of the questionnaire."""
    st.header("Alle thema's", anchor=False)
    elements.note(wording.THEMES)
    _legend()
    where = {**shown.where, "edition": shown.edition}
    rows = data.door().figures(POSITIVE, by=("theme", *shown.by), where=where)
    by_theme = {row["theme"]: row for row in rows.iter_rows(named=True)}
    _bars([job_rows.theme(by_theme[name]) for name in _themes() if name in by_theme])
    _account("JOB-monitor, thema's", shown, rows.drop("low", "high"))


def theme(shown: Group) -> None:
    """The questions of one theme with goal, national share and change, and one of them over all editions."""
    st.header("Eén thema", anchor=False)
    chosen = filters.theme_picker(_themes())
    door = data.door()
    items = door.job_items().filter(theme=chosen, kind="scale").sort("place")
    history = door.changes(
        POSITIVE, along="edition", by=("theme", "item", *shown.by), where={**shown.where, "theme": chosen}
    )
    rows = history.filter(edition=shown.edition)
    by_item = {row["item"]: row for row in rows.iter_rows(named=True)}
    references = door.job_references()
    national = dict(references.filter(edition=shown.edition).select("item", "share").iter_rows())
    found = [
        job_rows.asked(by_item.get(row["item"]), row["question"], row["kaw_goal"], national.get(row["item"]))
        for row in items.iter_rows(named=True)
    ]
    counted = job_rows.beyond(found)
    is_hidden = rows.height > 0 and rows["value"].is_null().all()
    changed = wording.changed(counted.n_beyond, counted.n_compared, job_rows.n_editions(history), counted.since)
    st.write(HIDDEN_GROUP if is_hidden else changed)
    elements.note(wording.ITEMS)
    _bars(found)
    _account(f"JOB-monitor, {chosen}", shown, job_rows.for_file(rows, items, references))
    st.subheader("Eén vraag, alle metingen", anchor=False)
    item = filters.question_picker(dict(items.select("question", "item").iter_rows()))
    course = history.filter(item=item)
    beside = references.filter(pl.col("item") == item, pl.col("share").is_not_null())
    if course["value"].is_null().all():
        st.write(HIDDEN_GROUP)
    else:
        elements.chart(charts.editions, job_rows.editions(course, beside))
    for row in beside.sort("edition").tail(1).iter_rows(named=True):
        elements.note(wording.national(row["edition"], row["share"], row["reported_by"]))
    _account(f"JOB-monitor, {chosen}, alle metingen", shown, job_rows.for_file(course, items, references))


def _bars(found: list[Asked]) -> None:
    """One block per question: its words and goal, the bar, and what it rests on."""
    st.html(f'<ul class="gl-asked">{"".join(_bar(one) for one in found)}</ul>')


def _bar(one: Asked) -> str:
    goal = f"<small>{wording.GOAL}: “{style.text(one.goal)}”</small>" if one.goal else ""
    head = f"<p><b>{style.text(one.title)}</b>{goal}</p>"
    if one.answers is None:
        return f"<li>{head}<div><small>{NOT_SHOWN}</small></div></li>"
    parts = one.answers
    svg = charts.bar(parts, style.PALETTES[style.theme()])
    said = wording.bar(parts.positive, parts.neutral, parts.negative)
    beside = wording.whole(parts.positive, parts.neutral, parts.negative, one.n)
    if parts.low is not None and parts.high is not None:
        beside = wording.positive(parts.positive, parts.low, parts.high, one.n, parts.national)
    change = f"<small>{wording.change(one.since, one.change)}</small>" if one.change and one.since else ""
    return f"<li>{head}<div>{elements.picture(svg, said, 'gl-three')}<small>{beside}</small>{change}</div></li>"


def _legend() -> None:
    marks = "".join(
        f"<li>{elements.picture(svg, '', 'gl-glyph')}{word}</li>"
        for svg, word in charts.legend(style.PALETTES[style.theme()])
    )
    st.html(f'<ul class="gl-legend">{marks}</ul>')


def _programmes(edition: int) -> list[str]:
    """The programmes of which students answered in an edition, also those of which too few did."""
    found = data.door().figures(POSITIVE, by=("theme", "programme"), where={"edition": edition})
    return found["programme"].drop_nulls().unique().to_list()


def _themes() -> list[str]:
    """The themes with answers on a scale, in the order of the questionnaire."""
    items = data.door().job_items().filter(kind="scale").sort("place")
    return items["theme"].unique(maintain_order=True).to_list()


def _account(title: str, shown: Group, rows: pl.DataFrame) -> None:
    n = int(rows.filter(edition=shown.edition)["denominator"].sum())
    elements.account(
        f"{title}, {shown.title}",
        rows,
        POSITIVE,
        basis=wording.counted(n, shown.edition) if n else "",
        columns=known(rows, **BESIDE, **QUESTIONS),
    )
