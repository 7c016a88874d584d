"""The parts of the page *Klas*: growth of the same students, a row per student, the steps, the calendar
fact.
"""

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, data, filters, style, wording
from dashboard.filters import Klas, Student
from dashboard.panels import elements, rows
from dashboard.wording import Before, ClassGrowth, Growth, Level
from dashboard.wording import groeilijn as groeilijn_words

SPARK_WEEKS = 20
WEEK_COLUMNS = (
    "week_start", "n_teaching_days", "n_lessons", "n_registered", "present_minutes", "registered_minutes",
    "usual_arrival_minute",
)  # fmt: skip
"""What a row of the table is made of."""
COVERAGE_WEEKS = 4
LEDGER_WEEKS = 8
DUTY_WEEKS = 4
ROW_HEAD = ("Verloop", "Aanwezig", "Verschil", "Laatste stap", "Meestal binnen", "Geregistreerd")


def heading(klas: Klas) -> None:
    """What this class is, up to which day the figures run, and the way to the hour of its tandem."""
    st.title(f"Klas {filters.escape_label(klas.class_id)}", anchor=False)
    st.html(f'<p class="gl-eyebrow">{style.text(about(klas))}</p>')
    if data.door().sees_students:
        with st.container(key="around"):
            filters.hour_link(klas, groeilijn_words.TO_HOUR)


def about(klas: Klas) -> str:
    """What this class is, and up to which day the figures run, in one line."""
    parts = [
        klas.programme,
        klas.level and f"niveau {klas.level}",
        klas.leerweg,
        klas.team,
        f"{klas.n_students} {style.plural(klas.n_students, 'student', 'studenten')}",
        f"gegevens tot en met {style.day(data.door().until)}",
    ]
    return " · ".join(str(part) for part in parts if part)


def headline(klas: Klas) -> None:
    """The growth of the same students with the expected growth and the band, leavers apart, and its
    course.
    """
    said, explained, apart = sentences(klas)
    words, course = st.columns([5, 4], gap="medium")
    with words:
        elements.lead(said, explained)
        if apart:
            elements.note(apart)
    compared = compared_weeks(klas)
    if compared.height > 1:
        with course:
            elements.chart(charts.class_change, rows.class_change(compared))


def sentences(klas: Klas) -> tuple[str, str, str]:
    """The headline, what it rests on, and who came or went, which may be nothing."""
    history = _history(klas)
    latest = history.row(-1, named=True) if history.height else {}
    if latest and latest["status"] is None:
        return wording.HIDDEN_GROUP, "", ""
    growth = class_growth(latest)
    apart = wording.leavers(
        latest.get("n_leavers") or 0,
        latest.get("n_joiners") or 0 if growth else 0,
        latest.get("all_previous_share"),
        latest.get("all_current_share"),
    )
    return wording.class_lead(growth), wording.class_explained(growth), apart


def compared_weeks(klas: Klas) -> pl.DataFrame:
    """The weeks in which two periods of the class could be compared."""
    return _history(klas).filter(pl.col("change_share").is_not_null())


def _history(klas: Klas) -> pl.DataFrame:
    return data.door().class_figures("class_progress", class_key=klas.class_key).sort("week_start")


def class_growth(row: dict[str, Any]) -> ClassGrowth | None:
    """A row of `class_progress` as the facts of a sentence; None while it is too early to compare."""
    if not row or row["change_share"] is None:
        return None
    return ClassGrowth(**{name: row[name] for name in ClassGrowth.__dataclass_fields__})


def growth_table(klas: Klas) -> None:
    """A row per student, alphabetical: the line of the last weeks, lessons, change, last step, arrival,
    coverage.
    """
    if not data.door().sees_students:
        elements.note(wording.NO_STUDENT_ROWS)
        return
    st.header("Studenten", anchor=False)
    students = filters.students(klas)
    if not students:
        st.write(wording.NO_STUDENTS)
        return
    elements.note(wording.GROWTH_TABLE)
    facts = student_facts(klas)
    elements.fact_heads("Student", ROW_HEAD)
    with st.container(gap=None):
        for number, student in enumerate(students):
            with st.container(horizontal=True, key=f"row-{number}", gap="small"):
                with st.container(width=elements.FIRST_WIDTH):
                    filters.student_link(klas, student)
                st.html(_facts(facts.get(student.student_key, {})))


def student_facts(klas: Klas) -> dict[str, dict[str, Any]]:
    """What a row shows, by student key: progress, shares of the last weeks, coverage, usual arrival, last
    step.
    """
    door = data.door()
    progress = door.students("student_progress", class_key=klas.class_key, latest=True).sort("as_of")
    weeks = door.students("student_week", class_key=klas.class_key, columns=WEEK_COLUMNS).sort("week_start")
    steps = door.students("student_step", class_key=klas.class_key).sort("step_date")
    if weeks.is_empty():
        return {}
    newest: Any = weeks["week_start"].max()
    recent = weeks.filter(pl.col("n_teaching_days") > 0, pl.col("week_start") > newest - timedelta(weeks=SPARK_WEEKS))
    line = (
        weeks.select(pl.col("student_key").unique())
        .join(
            pl.DataFrame({"week_start": [newest - timedelta(weeks=back) for back in range(SPARK_WEEKS)][::-1]}),
            how="cross",
        )
        .join(recent.with_columns(share=rows.presence_share()), on=["student_key", "week_start"], how="left")
        .sort("student_key", "week_start")
        .group_by("student_key", maintain_order=True)
        .agg("share")
    )
    lately = recent.group_by("student_key").agg(
        pl.col("n_lessons", "n_registered").tail(COVERAGE_WEEKS).sum().name.prefix("lately_"),
        pl.col("usual_arrival_minute").drop_nulls().last(),
    )
    last_step = steps.group_by("student_key").agg(pl.col("step_date", "sentence").last())
    facts = (
        line.join(lately, on="student_key", how="left")
        .join(last_step, on="student_key", how="left")
        .join(progress.unique("student_key", keep="last"), on="student_key", how="left", suffix="_progress")
    )
    return {row["student_key"]: row for row in facts.iter_rows(named=True)}


def growth(row: dict[str, Any]) -> Growth | None:
    """A row of `student_progress` as the facts of a sentence; None when the student has no progress yet."""
    if row.get("current_n_registered") is None:
        return None
    before = None
    if row["change_share"] is not None:
        before = Before(
            row["previous_n_present"],
            row["previous_n_registered"],
            row["change_share"],
            row["since_start_share"],
        )
    level = None
    if row["level_weeks"] is not None:
        level = Level(row["level_weeks"], row["level_share"], row["level_before_share"])
    return Growth(row["current_n_present"], row["current_n_registered"], before, level)


def _facts(row: dict[str, Any]) -> str:
    now = growth(row)
    if now is None:
        return f'<p class="gl-note">{wording.TOO_EARLY}: er zijn nog geen geregistreerde lessen.</p>'
    colours = style.PALETTES[style.theme()]
    lessons, difference = wording.change(now)
    step = '<span class="gl-none">–</span>'
    if row["sentence"] is not None:
        step = f"{style.text(row['sentence'])}<small>{style.day(row['step_date'])}</small>"
    cells = (
        elements.picture(charts.sparkline(row["share"], colours), wording.course(row["share"]), "gl-spark"),
        f"{now.n_present} van {now.n_registered}<small>lessen</small>",
        f"{style.text(lessons)}<small>{style.text(difference)}</small>",
        step,
        style.clock(row["usual_arrival_minute"]),
        f"{row['lately_n_registered']} van {row['lately_n_lessons']}<small>lessen</small>",
    )
    return elements.facts(ROW_HEAD, cells)


def step_ledger(klas: Klas) -> None:
    """The steps of the last weeks, newest first."""
    if not data.door().sees_students:
        return
    st.header("Stappen in deze klas", anchor=False)
    steps = recent_steps(klas)
    if steps.is_empty():
        st.write(wording.NO_STEPS)
        return
    names = {student.student_key: student for student in filters.students(klas)}
    items = "".join(_step(row, names) for row in steps.iter_rows(named=True))
    elements.note(wording.LEDGER)
    st.html(f'<ol class="gl-steps gl-ledger">{items}</ol>')


def recent_steps(klas: Klas) -> pl.DataFrame:
    """The steps of the last weeks of who is in the class now, the newest first."""
    door = data.door()
    here = [student.student_key for student in filters.students(klas)]
    since = door.until - timedelta(weeks=LEDGER_WEEKS) if door.until else None
    steps = door.students("student_step", class_key=klas.class_key, since=since)
    return steps.filter(pl.col("student_key").is_in(here)).sort(
        ["step_date", "student_key", "step"], descending=[True, False, False]
    )


def _step(row: dict[str, Any], names: dict[str, Student]) -> str:
    name = style.text(names[row["student_key"]].name)
    return (
        f'<li><span class="gl-mark" aria-hidden="true"></span><div><b>{name}</b> · '
        f"{style.text(row['sentence'])}<small>{style.day(row['step_date'])}</small></div></li>"
    )


def duty(klas: Klas) -> None:
    """The legal calendar fact of sixteen hours, for staff only: low on the page, closed, without a colour."""
    door = data.door()
    if not door.sees_students or door.until is None:
        return
    with st.expander("Kalender: 16 uur in vier schoolweken"):
        elements.note(wording.DUTY_NOTE)
        reached = door.students(
            "student_duty",
            class_key=klas.class_key,
            since=door.until - timedelta(weeks=DUTY_WEEKS),
            latest=True,
        )
        found = {row["student_key"]: row for row in reached.iter_rows(named=True)}
        listed = [(student, found[student.student_key]) for student in filters.students(klas)
                  if student.student_key in found]  # fmt: skip
        if not listed:
            st.write(wording.NO_DUTY)
            return
        elements.table(
            ["Student", "Leeftijd", "Week", "Ongeoorloofd in vier schoolweken"],
            [
                [
                    style.text(student.name),
                    wording.age_group(student.birth_date, door.until),
                    style.week(row["week_start"]),
                    style.hours(row["unexcused_minutes_4w"]),
                ]
                for student, row in listed
            ],
            numbers=set(),
        )
