"""The parts of the page *Andere uitkomsten*: test marks, incidents, and the staff survey; for groups only."""

from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard import data, downloads, style, wording
from dashboard.charts import aanwezigheid as control_charts
from dashboard.charts import uitkomsten as charts
from dashboard.downloads import Column, known
from dashboard.filters import Scope
from dashboard.panels import elements
from dashboard.panels import uitkomsten_rows as own
from dashboard.wording import uitkomsten as words
from dashboard.wording.uitkomsten import Kind
from pipelines.school_year import school_years

MARKS, INCIDENTS, SCORE, POSITIVE = (
    "marks_rising", "incidents_per_100_students", "staff_survey_score", "staff_survey_positive",
)  # fmt: skip


def teams_of_staff() -> list[str]:
    """The teams in the staff survey, for who sees the institution: some have no class."""
    door = data.door()
    if not door.sees_everyone:
        return []
    found = [door.figures(name, by=("theme", "team"))["team"] for name in (SCORE, POSITIVE)]
    return pl.concat(found).drop_nulls().unique().to_list()


def heading(scope: Scope, year: int) -> None:
    """Whose outcomes, which school year, and up to which day the figures run."""
    st.title("Andere uitkomsten", anchor=False)
    elements.eyebrow(scope.title, style.school_year(year), f"gegevens tot en met {style.day(data.door().until)}")


def marks(scope: Scope, year: int) -> None:
    """In how many subjects the latest mark is higher than the student's own previous, of the teams or classes."""
    st.header("Toetscijfers", anchor=False)
    whole = _of_year(MARKS, scope.by, scope, year)
    if _says_nothing(whole, words.NO_MARKS):
        return
    row = whole.row(0, named=True)
    st.write(words.marks(row["numerator"], row["denominator"], row["n_same"], row["value"], row["low"], row["high"]))
    group = "team" if scope.team is None else "class_id"
    beside = _of_year(MARKS, ("team",) if scope.team is None else ("team", "class_id"), scope, year)
    _beside("marks", beside, group)
    elements.account(
        f"Hogere toetscijfers {scope.title}",
        beside,
        MARKS,
        basis=elements.basis(MARKS, whole),
        columns=known(
            beside,
            numerator=Column("Vakken met een hoger cijfer", "count"),
            denominator=Column("Vakken met een eerder cijfer", "count"),
            n_same=Column("Vakken met een gelijk cijfer", "count"),
        ),
    )


def incidents(scope: Scope, year: int) -> None:
    """Incidents per 100 students: the months beside their limits, and for the whole school the locations."""
    st.header("Incidenten", anchor=False)
    years = data.door().figures(INCIDENTS, by=scope.by, over=("school_year",), where=scope.where)
    whole = years.filter(school_year=year)
    if _says_nothing(whole, words.NO_INCIDENTS):
        return
    row = whole.row(0, named=True)
    before = years.filter(school_year=year - 1)["value"].to_list()
    st.write(words.incidents(row["numerator"], row["value"], row["low"], row["high"], before[0] if before else None))
    elements.note(words.LESS_REPORTED)
    _months(scope, year)
    if scope.team is not None:
        return
    st.subheader("Per locatie", anchor=False)
    places = data.door().figures(INCIDENTS, by=("location",), over=("school_year",))
    now, then = (places.filter(school_year=one) for one in (year, year - 1))
    both = now.join(then.select("location", earlier="value"), on="location", how="left", maintain_order="left")
    _beside("locations", both, "location", pl.col("earlier"))
    _account_incidents("Incidenten per locatie", now, elements.basis(INCIDENTS, now))


def _months(scope: Scope, year: int) -> None:
    series = data.door().control_chart(INCIDENTS, by=scope.by, where=scope.where, good="down")
    if not own.is_whole(series):
        elements.note(words.MONTHS_HIDDEN)
        return
    shown = own.months(series, year)
    elements.chart(charts.months, shown)
    if shown["centre"].is_null().all():
        elements.note(words.NO_LIMITS)
    else:
        colours = style.PALETTES[style.theme()]
        marks = {name: elements.picture(control_charts.mark(name, colours), "", "gl-glyph") for name in words.SIGNALS}
        legend = "".join(f"<li>{mark}{words.SIGNALS[name]}</li>" for name, mark in marks.items())
        st.html(f'<ul class="gl-legend">{legend}</ul>')
        called = "".join(
            f"<li>{marks[word]}<div>{style.text(words.signal(month, word))}</div></li>"
            for month, word in own.calls(series, year)
        )
        if called:
            st.html(f'<ul class="gl-signals">{called}</ul>')
            elements.note(words.FALSE_ALARMS)
    kept = series.filter(school_years("month").is_between(year - 1, year)).with_columns(
        pl.col("signal").replace_strict(words.SIGNALS, default=None)
    )
    _account_incidents(
        f"Incidenten per maand {scope.title}",
        kept,
        elements.basis(INCIDENTS, kept),
        centre=Column("Midden", "decimal"),
        lower_limit=Column("Ondergrens", "decimal"),
        upper_limit=Column("Bovengrens", "decimal"),
        signal=Column("Signaal"),
    )


def _account_incidents(title: str, shown: pl.DataFrame, basis: str, **others: Column) -> None:
    definitions = (INCIDENTS, "incident_month", *(("control_chart",) if others else ()))
    elements.account(
        title,
        shown,
        *definitions,
        basis=basis,
        columns=known(
            shown,
            numerator=Column("Incidenten", "count"),
            denominator=Column("Studentmaanden", "count"),
            value=Column("Per 100 studenten per maand", "decimal"),
            low=Column("Band van", "decimal"),
            high=Column("Band tot", "decimal"),
            **others,
        ),
    )


def staff(scope: Scope) -> None:
    """The themes of the staff survey in the newest edition, with their change; for the whole school also the teams."""
    st.header("Medewerkersonderzoek", anchor=False)
    name, kind = _measure(scope)
    course = data.door().changes(name, along="edition", by=("theme", *scope.by), where=scope.where)
    edition = course["edition"].max()
    newest = course.filter(pl.col("edition") == pl.col("edition").max())
    if _says_nothing(newest, words.NO_STAFF) or not isinstance(edition, int):
        return
    n, n_invited = own.asked(newest)
    st.write(words.staff(kind, edition, n, n_invited, own.themes(newest), course["edition"].n_unique()))
    order = {theme: place for place, theme in enumerate(words.THEMES)}
    in_order = newest.sort(pl.col("theme").replace_strict(order, default=len(order)))
    titled = in_order.with_columns(name=pl.col("theme").replace_strict(words.THEMES, default=pl.col("theme")))
    _chart(kind, titled, pl.col("before_value"))
    _account_staff(f"Medewerkersonderzoek {scope.title}", name, course, edition)
    if scope.team is None:
        _teams(name, kind, edition)


def _teams(name: str, kind: Kind, edition: int) -> None:
    """A table of teams and themes, alphabetical."""
    figures = data.door().figures(name, by=("theme", "team"), where={"edition": edition})
    figures = figures.filter(pl.col("team").is_not_null())
    teams = sorted(figures["team"].unique(), key=wording.plain)
    if not teams:
        return
    st.subheader("Per team", anchor=False)
    elements.note(words.TEAMS)
    cells = {(row["team"], row["theme"]): _score(row, kind) for row in figures.iter_rows(named=True)}
    elements.table(
        ["Team", *words.THEMES.values()],
        [[style.text(team), *(cells.get((team, theme), "–") for theme in words.THEMES)] for team in teams],
        numbers=set(words.THEMES.values()),
    )
    _account_staff("Medewerkersonderzoek per team", name, figures.sort("team", "theme"), edition)


def _score(row: dict[str, Any], kind: Kind) -> str:
    if row["is_hidden"]:
        return f"<small>{wording.NOT_SHOWN}</small>"
    return f"{words.beside(kind, row['value'])} <small>({row['denominator']})</small>"


def _account_staff(title: str, name: str, shown: pl.DataFrame, edition: int) -> None:
    number: Literal["decimal", "share"] = "decimal" if name == SCORE else "share"
    n, _ = own.asked(shown.filter(edition=edition))
    elements.account(
        title,
        shown,
        name,
        "staff_survey_result",
        basis=words.answered(n, edition),
        columns={
            **{group: downloads.COLUMNS[group] for group in ("theme", "team", "edition") if group in shown.columns},
            "denominator": Column("Antwoorden", "count"),
            "n_invited": Column("Uitgenodigd", "count"),
            "value": Column("Score" if name == SCORE else "Positief", number),
            "low": Column("Band van", number),
            "high": Column("Band tot", number),
        },
    )


def _measure(scope: Scope) -> tuple[str, Kind]:
    """The score where there is one, else who is positive."""
    scores = data.door().figures(SCORE, by=("theme", *scope.by), where=scope.where)
    return (SCORE, "score") if scores.height else (POSITIVE, "positive")


def _says_nothing(figures: pl.DataFrame, none: str) -> bool:
    """Say that nothing was delivered, or that nothing may be shown."""
    if figures.is_empty():
        st.write(none)
    elif figures["is_hidden"].all():
        st.write(wording.HIDDEN_GROUP)
    else:
        return False
    return True


def _of_year(name: str, by: tuple[str, ...], scope: Scope, year: int) -> pl.DataFrame:
    return data.door().figures(name, by=by, over=("school_year",), where={**scope.where, "school_year": year})


def _beside(kind: Kind, figures: pl.DataFrame, group: str, earlier: pl.Expr | None = None) -> None:
    named = figures.filter(pl.col(group).is_not_null()).with_columns(name=pl.col(group)).sort(group)
    _chart(kind, named, earlier)


def _chart(kind: Kind, named: pl.DataFrame, earlier: pl.Expr | None) -> None:
    rows = own.beside(named, kind, earlier)
    elements.chart(charts.beside, rows, key=f"beside-{kind}", kind=kind, n_rows=rows.height)
