"""The parts of the page *Aanwezigheid*: the series beside its limits, earlier years, levels, parts and weekdays."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, downloads, style, wording
from dashboard.charts import aanwezigheid as charts
from dashboard.downloads import Column
from dashboard.filters import Scope
from dashboard.panels import aanwezigheid_rows as own
from dashboard.panels import elements, rows
from dashboard.wording import aanwezigheid as words
from dashboard.wording.aanwezigheid import Last
from pipelines.school_year import school_years

LATELY_WEEKS = 4
SIGNAL_DEFINITION = "control_chart"


def heading(scope: Scope, year: int) -> None:
    """Whose presence, which school year, and up to which day the figures run."""
    st.title("Aanwezigheid", anchor=False)
    elements.eyebrow(scope.title, style.school_year(year), f"gegevens tot en met {style.day(data.door().until)}")


def headline(scope: Scope, year: int) -> None:
    """Presence in the last weeks, where that lies beside the limits, and the same weeks a year before; stops the page
    where no week of the year may be shown.
    """
    weeks = _controlled(scope)
    of_year = weeks.filter(school_years("week_start") == year)
    if of_year.height and of_year["is_hidden"].all():
        elements.lead(wording.HIDDEN_GROUP)
        st.stop()
    taught = of_year.filter(pl.col("denominator") > 0).sort("week_start")
    late = rows.lately(taught.with_columns(all=pl.lit(1)), "all", LATELY_WEEKS).to_dicts()
    last = None
    if taught.height:
        last = Last(**taught.select(Last.__dataclass_fields__.keys()).row(-1, named=True))
    growing = data.door().figures(
        "share_growing",
        by=scope.by,
        over=("school_year", "week_start"),
        where={**scope.where, "school_year": year},
    )
    gained = growing.sort("week_start").tail(1).to_dicts()
    elements.lead(
        words.lead(
            late[0]["value"] if late else None, late[0]["n_weeks"] if late else 0, last.signal if last else None
        ),
        words.explained(
            last,
            gained[0]["numerator"] if gained else None,
            gained[0]["denominator"] if gained else None,
            own.same_weeks_before(weeks, year, LATELY_WEEKS),
        ),
    )


def trend(scope: Scope, year: int) -> None:
    """The series with its limits, what the forms mean, and the signals of this school year in words."""
    st.header("Week voor week", anchor=False)
    weeks = _controlled(scope)
    if weeks.filter(school_years("week_start") == year).is_empty():
        st.write(words.NO_LESSONS)
        return
    shown = own.controlled(weeks, year)
    elements.chart(charts.trend, shown)
    for row in weeks.filter(pl.col("reason").is_not_null()).iter_rows(named=True):
        elements.note(words.new_limits(row["week_start"], row["reason"]))
    if shown["centre"].is_not_null().any():
        limits_legend("common_cause", "improvement", "concern")
        st.subheader("Signalen", anchor=False)
        signals(own.runs(weeks, year))
        elements.note(words.FALSE_ALARMS)
    else:
        elements.note(words.NO_LIMITS)
    _account_limits(f"Aanwezigheid per week {scope.title}", weeks, year)


def _account_limits(title: str, weeks: pl.DataFrame, year: int) -> None:
    shown = own.limits(weeks, year)
    account_limits(title, "presence", shown, elements.basis("presence", shown))


def account_limits(title: str, name: str, shown: pl.DataFrame, basis: str) -> None:
    """What stands under a series with limits: its definition, that of a signal, and a copy with the limits."""
    elements.account(
        title,
        shown,
        name,
        SIGNAL_DEFINITION,
        basis=basis,
        columns=downloads.known(
            shown,
            centre=Column("Midden", "share"),
            lower_limit=Column("Ondergrens", "share"),
            upper_limit=Column("Bovengrens", "share"),
            signal=Column("Signaal"),
        ),
    )


def limits_legend(*shown: str) -> None:
    """What the forms of the points mean."""
    colours = style.PALETTES[style.theme()]
    marks = "".join(
        f"<li>{elements.picture(charts.mark(signal, colours), '', 'gl-glyph')}{word}</li>"
        for signal, word in words.SIGNALS.items()
        if signal in shown
    )
    st.html(f'<ul class="gl-legend">{marks}</ul>')


def signals(runs: list[Any]) -> None:
    """The signals of a school year in words, the newest first."""
    if not runs:
        st.write(words.NO_SIGNALS)
        return
    colours = style.PALETTES[style.theme()]
    items = "".join(
        f"<li>{elements.picture(charts.mark(signal, colours), '', 'gl-glyph')}"
        f"<div>{style.text(words.run(first, last, signal, rules))}</div></li>"
        for first, last, signal, rules in runs
    )
    st.html(f'<ul class="gl-signals">{items}</ul>')


def years(scope: Scope, year: int) -> None:
    """Months of this school year beside those of earlier ones."""
    st.header("Naast eerdere schooljaren", anchor=False)
    months = data.door().figures("presence", by=scope.by, over=("school_year", "month"), where=scope.where)
    shown = months.filter(pl.col("school_year") <= year)
    marks = own.years(months, year)
    if marks.is_empty():
        st.write(words.NO_LESSONS)
        return
    elements.chart(charts.years, marks)
    _account(f"Aanwezigheid per maand {scope.title}", "presence", shown)


def levels(scope: Scope, year: int) -> None:
    """The same chart for every level, side by side on the same scale."""
    weeks = _controlled(scope, "level")
    known = weeks.filter(school_years("week_start") == year)["level"].drop_nulls().unique().sort().to_list()
    if len(known) < 2:
        return
    st.header("Per niveau", anchor=False)
    for first in range(0, len(known), 2):
        for column, level in zip(st.columns(2, gap="medium"), known[first : first + 2], strict=False):
            with column:
                st.subheader(f"Niveau {level}", anchor=False)
                elements.chart(
                    charts.level, own.controlled(weeks.filter(pl.col("level") == level), year), key=f"level-{level}"
                )
    _account_limits(f"Aanwezigheid per niveau {scope.title}", weeks.filter(pl.col("level").is_not_null()), year)


def split(scope: Scope, year: int) -> None:
    """On time, late, excused and unexcused in one chart, with the shares of the last weeks in words."""
    st.header("Op tijd, te laat en afwezig", anchor=False)
    weeks = data.door().figures(
        "unexcused_share",
        by=scope.by,
        over=("school_year", "week_start"),
        where={**scope.where, "school_year": year},
    )
    shown = own.split(weeks)
    if shown.is_empty():
        st.write(words.NO_LESSONS)
        return
    elements.chart(charts.split, shown)
    counted = shown.filter(~pl.col("is_hidden"))
    late = (
        counted.filter(pl.col("week_start").is_in(counted["week_start"].unique().sort().tail(LATELY_WEEKS).implode()))
        .group_by("kind")
        .agg(pl.col("n_lessons", "denominator").sum())
    )
    shares = {row["kind"]: row["n_lessons"] / row["denominator"] for row in late.iter_rows(named=True)}
    hues = dict(zip(words.PARTS, charts.part_colours(style.PALETTES[style.theme()]), strict=True))
    elements.legend({words.part_now(kind, shares.get(kind)): hue for kind, hue in hues.items()})
    elements.account(
        f"Op tijd, te laat en afwezig {scope.title}",
        shown,
        "unexcused_share",
        "student_lesson",
        basis=elements.basis("unexcused_share", weeks),
        columns={
            "week_start": downloads.COLUMNS["week_start"],
            "word": downloads.group("Wat"),
            "n_lessons": Column("Lessen", "count"),
            "denominator": Column("Van de geregistreerde lessen", "count"),
            "share": Column("Aandeel", "share"),
        },
    )


def weekdays(scope: Scope, year: int) -> None:
    """Presence by day of the week, and in the first lesson of the day, with the school year before as a small mark."""
    left, right = st.columns(2, gap="large")
    with left:
        st.header("Dag van de week", anchor=False)
        days = own.weekdays(_of_years("weekday_presence", (*scope.by, "weekday"), scope, year))
        _bars(words.WEEKDAYS, days, year, f"Aanwezigheid per weekdag {scope.title}", "weekday_presence", days)
    with right:
        st.header("Eerste les van de dag", anchor=False)
        first = own.first_and_later(_of_years("first_hour_presence", scope.by, scope, year))
        counted = first.filter(pl.col("label") == words.FIRST_LESSON)
        _bars(words.FIRST, first, year, f"Eerste les van de dag {scope.title}", "first_hour_presence", counted)


def _bars(said: str, shown: pl.DataFrame, year: int, title: str, name: str, counted: pl.DataFrame) -> None:
    """A bar for each `label` of this school year, with the year before as a small mark; `counted` are the rows that
    hold what the indicator itself counts.
    """
    before = shown.filter(pl.col("school_year") == year - 1).select(
        "label", before="value", before_is_hidden="is_hidden"
    )
    bars = shown.filter(pl.col("school_year") == year).join(before, on="label", how="left", maintain_order="left")
    if bars.is_empty():
        st.write(words.NO_LESSONS)
        return
    elements.note(said)
    drawn = "".join(_bar(row["label"], row) for row in bars.iter_rows(named=True))
    st.html(f'<dl class="gl-bars">{drawn}</dl>')
    elements.account(
        title,
        bars,
        name,
        basis=elements.basis(name, counted.filter(pl.col("school_year") == year)),
        columns={
            "label": downloads.group("Wanneer"),
            **downloads.known(bars),
            "before": Column("Schooljaar ervoor", "share", "before_is_hidden"),
        },
    )


def _bar(label: str, row: dict[str, Any]) -> str:
    if row["is_hidden"] or row["value"] is None:
        return elements.bar(label, wording.NOT_SHOWN if row["is_hidden"] else "–", None)
    return elements.bar(label, words.compared(row["value"], row["before"]), row["value"], row["before"])


def _of_years(name: str, by: tuple[str, ...], scope: Scope, year: int) -> pl.DataFrame:
    return data.door().figures(
        name, by=by, over=("school_year",), where={**scope.where, "school_year": (year - 1, year)}
    )


def _controlled(scope: Scope, *by: str) -> pl.DataFrame:
    return data.door().control_chart("presence", by=(*scope.by, *by), where=scope.where)


def _account(title: str, name: str, shown: pl.DataFrame) -> None:
    elements.account(title, shown, name, basis=elements.basis(name, shown))
