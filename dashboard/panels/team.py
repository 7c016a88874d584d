"""The parts of the page *Team*: the classes of a team side by side, alphabetical and on the same scale."""

from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, data, downloads, filters, style, wording
from dashboard.charts import team as team_charts
from dashboard.downloads import Column
from dashboard.panels import elements, rows
from dashboard.wording import NOT_SHOWN
from dashboard.wording import team as words
from dashboard.wording.team import Lately

LATELY_WEEKS = 4
NAME_WIDTH = 110
HEADS = ("Verloop", "Aanwezig", "Groei", "Stappen", "Geregistreerd", "Begeleiding")
FIGURES = {
    "presence": LATELY_WEEKS,
    "steps_per_student": LATELY_WEEKS,
    "registration_coverage": LATELY_WEEKS,
    "guidance_reach": 1,
}
"""The indicators of a row, and over how many of the last teaching weeks each is added up: reach looks back itself."""
DEFINED = (
    "presence",
    "class_progress",
    "class_progress_2",
    "steps_per_student",
    "registration_coverage",
    "guidance_reach",
)
MOVES = {
    "class_id": Column("Klas", hidden_by=None),
    "n_leavers": Column("Uit de klas gegaan", hidden_by=None),
    "n_joiners": Column("Erbij gekomen", hidden_by=None),
}
FILE = {
    "class_id": downloads.group("Klas"),
    "presence": Column("Aanwezig, laatste 4 lesweken", "share", "presence_is_hidden"),
    "presence_denominator": Column("Minuten geregistreerde les", "count", "presence_is_hidden"),
    "presence_n_persons": Column("Studenten", "count", "presence_is_hidden"),
    "change_share": Column("Groei van dezelfde studenten, in punten", "points", None),
    "band_low_share": Column("Gewone schommeling van, in punten", "points", None),
    "band_high_share": Column("Gewone schommeling tot, in punten", "points", None),
    "growth": Column("Groei in woorden", "text", None),
    "steps_per_student_numerator": Column("Stappen, laatste 4 lesweken", "count", "steps_per_student_is_hidden"),
    "steps_per_student": Column("Stappen per student per lesweek", "decimal", "steps_per_student_is_hidden"),
    "registration_coverage": Column("Geregistreerd, laatste 4 lesweken", "share", "registration_coverage_is_hidden"),
    "guidance_reach_numerator": Column("Studenten met een lijst in zes lesweken", "count", "guidance_reach_is_hidden"),
    "guidance_reach_denominator": Column("Van de studenten", "count", "guidance_reach_is_hidden"),
}


def heading(team: str, year: int) -> None:
    """Which team, which school year, and up to which day the figures run."""
    st.title(f"Team {filters.escape_label(team)}", anchor=False)
    parts = [style.school_year(year), f"gegevens tot en met {style.day(data.door().until)}"]
    st.html(f'<p class="gl-eyebrow">{" · ".join(style.text(part) for part in parts)}</p>')


def headline(team: str, year: int) -> None:
    """How many classes grew, the steps and presence of the team, and which class may need something."""
    growth = _growth(team, year).filter(pl.col("status").is_in(list(words.GROWTH)))
    classes = {status: growth.filter(pl.col("status") == status)["class_id"].to_list() for status in words.GROWTH}
    own = {name: _of_team(name, team, year) for name in FIGURES}
    lately = Lately(
        own["presence"].get("n_weeks", LATELY_WEEKS),
        own["steps_per_student"].get("numerator"),
        own["presence"].get("value"),
        own["registration_coverage"].get("value"),
    )
    grown = len(classes["above_band"])
    weeks = _weekly("presence", team, year)
    is_hidden = weeks.height > 0 and bool(weeks["is_hidden"].all())
    elements.lead(
        words.lead(grown, growth.height, lately.n_steps, lately.n_weeks, is_hidden=is_hidden),
        words.explained(grown, classes["below_band"], growth.height, lately, is_hidden=is_hidden),
    )


def side_by_side(team: str, year: int) -> None:
    """A row per class: its weeks, presence, growth beside its band, steps and coverage; the name opens the class."""
    st.header("De klassen naast elkaar", anchor=False)
    facts = _facts(team, year)
    if facts.is_empty():
        st.write(words.NO_LESSONS)
        return
    elements.note(words.TABLE)
    elements.fact_heads("Klas", HEADS, "gl-classes", width=NAME_WIDTH)
    with st.container(gap=None):
        for number, row in enumerate(facts.iter_rows(named=True)):
            with st.container(horizontal=True, key=f"row-{number}", gap="small"):
                with st.container(width=NAME_WIDTH):
                    _name(row)
                st.html(elements.facts(HEADS, _cells(row), "gl-classes"))
    elements.account(
        f"Klassen van team {team}",
        facts,
        *DEFINED,
        basis=elements.basis("presence", _weekly("presence", team, year)),
        columns=FILE,
    )


def _name(row: dict[str, Any]) -> None:
    if row["is_current"]:
        filters.class_link(row["class_key"], row["class_id"])
    else:
        st.html(f"<b>{style.text(row['class_id'])}</b>")


def _cells(row: dict[str, Any]) -> list[str]:
    colours = style.PALETTES[style.theme()]
    band = (row["change_share"], row["band_low_share"], row["band_high_share"])
    change, place = words.growth(row["status"], row["change_share"], is_hidden=_is_hidden(row))
    return [
        elements.picture(charts.sparkline(row["shares"], colours), wording.course(row["shares"]), "gl-spark"),
        _or_hidden(
            row, "presence", f"{style.percent(row['presence'])}<small>{_students(row['presence_n_persons'])}</small>"
        ),
        f"{elements.picture(team_charts.growth_bar(*band, colours), words.growth_said(*band), 'gl-spark')}"
        f"<span>{style.text(change)}<small>{style.text(place)}</small></span>",
        _or_hidden(row, "steps_per_student", _steps(row)),
        _or_hidden(
            row, "registration_coverage", f"{style.percent(row['registration_coverage'])}<small>van de lessen</small>"
        ),
        _or_hidden(row, "guidance_reach", _reached(row)),
    ]


def _is_hidden(row: dict[str, Any]) -> bool:
    return row["change_share"] is None and (row["growth_is_hidden"] or row["presence_is_hidden"])


def _steps(row: dict[str, Any]) -> str:
    if row["steps_per_student"] is None:
        return "–"
    number, each = words.steps(
        row["steps_per_student_numerator"], row["steps_per_student"] * row["steps_per_student_n_weeks"]
    )
    return f"{number}<small>{each}</small>"


def _reached(row: dict[str, Any]) -> str:
    if row["guidance_reach"] is None:
        return "–"
    students = f"{row['guidance_reach_numerator']} van {row['guidance_reach_denominator']}"
    return f"{students}<small>studenten besproken</small>"


def _students(number: int | None) -> str:
    return "" if number is None else f"{number} {style.plural(number, 'student', 'studenten')}"


def _or_hidden(row: dict[str, Any], name: str, shown: str) -> str:
    return f"<small>{NOT_SHOWN}</small>" if row[f"{name}_is_hidden"] else shown


def moves(team: str, year: int) -> None:
    """Who left and who joined, apart from the growth."""
    st.header("Wie ging en wie kwam", anchor=False)
    found = _growth(team, year).filter(pl.any_horizontal(pl.col("n_leavers", "n_joiners").fill_null(1) > 0))
    if found.is_empty():
        st.write(words.NO_MOVES)
        return
    elements.note(words.MOVES)
    door = data.door()
    smallest = door.about().small_group
    shown = pl.DataFrame(
        [
            [
                row["class_id"],
                *(
                    NOT_SHOWN if row["status"] is None else words.some(row[name], smallest)
                    for name in ("n_leavers", "n_joiners")
                ),
            ]
            for row in found.iter_rows(named=True)
        ],
        schema=dict.fromkeys(MOVES, pl.String),
        orient="row",
    )
    elements.table(
        [column.head for column in MOVES.values()],
        [[style.text(cell) for cell in row] for row in shown.iter_rows()],
        numbers=set(),
    )
    elements.account(
        f"Wie ging en wie kwam in team {team}",
        shown,
        "class_progress",
        basis=words.moves_basis(found.height, door.until),
        columns=MOVES,
    )


def _weekly(name: str, team: str, year: int) -> pl.DataFrame:
    """An indicator for every class of the team and week of the school year."""
    return data.door().figures(
        name,
        by=("team", "class_id"),
        over=("school_year", "week_start"),
        where={"team": team, "school_year": year},
    )


def _of_team(name: str, team: str, year: int) -> dict[str, Any]:
    """An indicator of the team as a whole over the last teaching weeks; empty when there are none."""
    weeks = data.door().figures(
        name, by=("team",), over=("school_year", "week_start"), where={"team": team, "school_year": year}
    )
    found = rows.lately(weeks, "team", FIGURES[name])
    return found.row(0, named=True) if found.height else {}


def _growth(team: str, year: int) -> pl.DataFrame:
    """The last comparison of each class of the team with itself in the school year, alphabetical."""
    return (
        data.door()
        .class_figures("class_progress")
        .filter(pl.col("school_year") == year)
        .join(_classes(team), on="class_id", how="semi")
        .sort("class_id", "week_start")
        .unique("class_id", keep="last", maintain_order=True)
    )


def _classes(team: str) -> pl.DataFrame:
    return data.door().classes().filter(pl.col("team") == team)


def _facts(team: str, year: int) -> pl.DataFrame:
    """A row per class with lessons this school year: all that stands in its row on screen."""
    weekly = {name: _weekly(name, team, year) for name in FIGURES}
    weeks = weekly["presence"]
    if weeks.is_empty():
        return weeks
    span = weeks.select(pl.date_range(pl.col("week_start").min(), pl.col("week_start").max(), "1w"))
    line = (
        weeks.select(pl.col("class_id").unique())
        .join(span, how="cross")
        .join(weeks, on=["class_id", "week_start"], how="left")
        .sort("class_id", "week_start")
        .group_by("class_id", maintain_order=True)
        .agg(pl.col("value").alias("shares"))
    )
    found = line.join(_classes(team).select("class_id", "class_key", "is_current"), on="class_id", how="left")
    if weekly["guidance_reach"].filter(pl.col("is_hidden") | (pl.col("numerator") > 0)).is_empty():
        # No list was delivered for any class: nothing is known, which is not the same as nobody.
        weekly["guidance_reach"] = weekly["guidance_reach"].clear()
    for name, figures in weekly.items():
        late = rows.lately(figures, "class_id", FIGURES[name])
        renamed = {column: f"{name}_{column}" for column in late.columns if column not in ("class_id", "value")}
        found = found.join(late.rename({**renamed, "value": name}), on="class_id", how="left")
    growth = _growth(team, year).select(
        "class_id", "change_share", "band_low_share", "band_high_share", "status",
        growth_is_hidden=pl.col("status").is_null(),
    )  # fmt: skip
    return (
        found.join(growth, on="class_id", how="left")
        .with_columns(pl.col(f"{name}_is_hidden").fill_null(value=False) for name in (*FIGURES, "growth"))
        .with_columns(growth=pl.col("status").replace_strict(words.GROWTH, default="nog te vroeg om te vergelijken"))
        .with_columns(
            growth=pl.when(pl.col("change_share").is_null(), pl.col("growth_is_hidden") | pl.col("presence_is_hidden"))
            .then(pl.lit(NOT_SHOWN))
            .otherwise("growth")
        )
        .sort("class_id")
    )
