"""The parts of the page *Begeleiding*: reach, kenmerken, the spread of attention; for groups, never per student."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, downloads, style, wording
from dashboard.charts import begeleiding as charts
from dashboard.downloads import Column
from dashboard.filters import Scope
from dashboard.panels import aanwezigheid as series
from dashboard.panels import aanwezigheid_rows as series_rows
from dashboard.panels import begeleiding_rows as own
from dashboard.panels import elements
from dashboard.wording import begeleiding as words
from dashboard.wording.begeleiding import Kenmerk
from pipelines.school_year import school_years

FEWEST_MONTHS = 3
"""With fewer months than this that may be shown, there is no line to see."""


def heading(scope: Scope, year: int) -> None:
    """Whose guidance, which school year, and up to which day the figures run."""
    st.title("Begeleiding", anchor=False)
    elements.eyebrow(scope.title, style.school_year(year), f"gegevens tot en met {style.day(data.door().until)}")


def headline(scope: Scope, year: int) -> None:
    """How many students were seen lately; stops the page with what will be here when there are no lists yet."""
    if not own.has_lists(_balance(scope, year), _kenmerken(scope, year)):
        elements.lead(words.NO_LISTS, words.NO_LISTS_WHY)
        st.stop()
    last = _reach(scope, year).sort("week_start").tail(1).to_dicts()
    seen = (last[0]["numerator"], last[0]["denominator"]) if last else (None, None)
    elements.lead(words.lead(*seen), words.explained(own.n_contacts(_balance(scope, year))))


def reach(scope: Scope, year: int) -> None:
    """The share of students who were seen, week by week, and the groups within beside each other."""
    st.header("Wie kwam aan bod?", anchor=False)
    weeks = _reach(scope, year)
    elements.chart(charts.reach, own.reach(weeks))
    _account(f"Bereik van de begeleiding {scope.title}", "guidance_reach", weeks)
    if scope.class_id is not None:
        return
    by = ("team",) if scope.team is None else ("team", "class_id")
    beside = own.latest(_figures("guidance_reach", by, scope.where, year, "week_start"), by[-1])
    if beside.height < 2:
        return
    st.subheader("Per team" if scope.team is None else "Per klas", anchor=False)
    elements.note(words.REACH_BESIDE)
    st.html(
        f'<dl class="gl-bars gl-narrow">{"".join(_reached(row, by[-1]) for row in beside.iter_rows(named=True))}</dl>'
    )
    _account(f"Bereik naast elkaar {scope.title}", "guidance_reach", beside)


def _reached(row: dict[str, Any], name: str) -> str:
    if row["is_hidden"]:
        return elements.bar(row[name], wording.NOT_SHOWN, None)
    return elements.bar(row[name], words.of_students(row["numerator"], row["denominator"]), row["value"])


def kenmerken(scope: Scope, year: int) -> None:
    """How often each kenmerk was good enough and how often there is room to grow, and a question to begin with."""
    st.header("Waar is ruimte voor groei?", anchor=False)
    found = _kenmerken(scope, year)
    elements.note(words.KENMERK)
    shown: list[Kenmerk] = []
    for column, kind in zip(st.columns(2, gap="large"), words.KINDS, strict=True):
        rows = own.in_order(found.filter(pl.col("kind") == kind), kind)
        with column:
            st.subheader(words.KINDS[kind], anchor=False)
            if not rows:
                st.write(words.NO_LISTS)
                continue
            bars = ""
            for label, row in rows:
                if row["is_hidden"]:
                    bars += elements.bar(label, wording.NOT_SHOWN, None)
                    continue
                kenmerk = Kenmerk(label, row["numerator"], row["denominator"])
                shown.append(kenmerk)
                bars += elements.bar(label, words.room(kenmerk), 1 - row["value"] if row["denominator"] else None)
            st.html(f'<dl class="gl-bars">{bars}</dl>')
    opening = words.opening(shown) if scope.class_id is None else None
    if opening:
        st.html(
            f'<div class="gl-ask"><p class="gl-note">{style.text(opening[0])}</p><p>{style.text(opening[1])}</p></div>'
        )
    taken = own.named(found)
    elements.account(
        f"Kenmerken van begeleiding {scope.title}",
        taken,
        "kenmerk_growth",
        basis=_discussed(found),
        columns=downloads.known(
            taken,
            numerator=Column("Ruimte voor groei", "count"),
            denominator=Column("Besproken", "count"),
            n_open=Column("Nog niet besproken", "count"),
        ),
    )


def over_time(scope: Scope, year: int) -> None:
    """Room for growth per month, for both kinds of list."""
    months = _figures("kenmerk_growth", ("kind", *scope.by), scope.where, year, "month")
    marks = own.growth(months)
    if marks.filter(pl.col("value").is_not_null())["month"].n_unique() < FEWEST_MONTHS:
        return
    st.header("Ruimte voor groei door het jaar", anchor=False)
    elements.chart(charts.growth, marks)
    colours = charts.kind_colours(style.PALETTES[style.theme()])
    elements.legend(dict(zip(words.KINDS.values(), colours, strict=True)))
    elements.account(
        f"Ruimte voor groei per maand {scope.title}",
        own.named(months),
        "kenmerk_growth",
        basis=_discussed(months),
    )


def week_by_week(scope: Scope, year: int) -> None:
    """Room for growth per week beside its limits, for each kind of list; not for a class, which is too small."""
    if scope.class_id is not None:
        return
    weeks = data.door().control_chart("kenmerk_growth", by=("kind", *scope.by), where=scope.where, good=None)
    limited = weeks.filter(school_years("week_start") == year, pl.col("centre").is_not_null())
    kinds = [kind for kind in words.KINDS if kind in limited["kind"]]
    if not kinds:
        return
    st.header("Ruimte voor groei, week voor week", anchor=False)
    for column, kind in zip(st.columns(2, gap="large"), kinds, strict=False):
        of_kind = weeks.filter(pl.col("kind") == kind)
        with column:
            st.subheader(words.KINDS[kind], anchor=False)
            elements.chart(charts.weeks_of_growth, series_rows.controlled(of_kind, year), key=f"weeks-{kind}")
            series.signals(series_rows.runs(of_kind, year))
    series.limits_legend("common_cause", "change")
    elements.note(words.FALSE_ALARMS)
    shown = own.named(series_rows.limits(weeks.filter(pl.col("kind").is_in(kinds)), year))
    series.account_limits(f"Ruimte voor groei per week {scope.title}", "kenmerk_growth", shown, _discussed(shown))


def balance(scope: Scope, year: int) -> None:
    """Whether who is often there and who is not get equal attention."""
    found = _balance(scope, year).filter(pl.col("is_hidden") | (pl.col("denominator") > 0))
    if found.is_empty():
        return
    st.header("Verdeling van de aandacht", anchor=False)
    elements.note(words.BALANCE)
    row = found.row(0, named=True)
    if row["is_hidden"]:
        st.write(wording.HIDDEN_GROUP)
    else:
        even = row["n_students_upper"] / row["n_students"]
        n_contacts = row["denominator"]
        st.html(
            '<dl class="gl-bars gl-narrow">'
            + elements.bar("Vaakst aanwezige helft", words.balance(row["numerator"], n_contacts), row["value"], even)
            + elements.bar(
                "Andere helft", words.balance(n_contacts - row["numerator"], n_contacts), 1 - row["value"], 1 - even
            )
            + "</dl>"
        )
    _account(f"Verdeling van de aandacht {scope.title}", "contact_balance", found)


def _reach(scope: Scope, year: int) -> pl.DataFrame:
    return _figures("guidance_reach", scope.by, scope.where, year, "week_start")


def _balance(scope: Scope, year: int) -> pl.DataFrame:
    return _figures("contact_balance", scope.by, scope.where, year)


def _kenmerken(scope: Scope, year: int) -> pl.DataFrame:
    """The kenmerken of a team or the institution; of a class both lists as a whole, as a kenmerk of one class would
    tell about a few students.
    """
    by = ("kind", "kenmerk") if scope.class_id is None else ("kind",)
    return _figures("kenmerk_growth", (*by, *scope.by), scope.where, year)


def _figures(name: str, by: tuple[str, ...], where: dict[str, object], year: int, *over: str) -> pl.DataFrame:
    return data.door().figures(name, by=by, over=("school_year", *over), where={**where, "school_year": year})


def _discussed(figures: pl.DataFrame) -> str:
    """From how many discussed kenmerken a figure is counted; people come back and are not added up."""
    return elements.basis("kenmerk_growth", figures, with_people=False)


def _account(title: str, name: str, shown: pl.DataFrame) -> None:
    elements.account(title, shown, name, basis=elements.basis(name, shown))
