"""The parts of the page *Groeilijn*: what works already, when, and what could be a small next step."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, data, filters, style, wording
from dashboard.charts import groeilijn as own_charts
from dashboard.filters import Klas, Student
from dashboard.journal.kinds import SeenStep
from dashboard.panels import elements, groeilijn_rows, rows
from dashboard.panels.groeilijn_written import Story
from dashboard.panels.klas import growth
from dashboard.wording import Part, Question
from dashboard.wording import groeilijn as words

WINDOW_DAYS = 20
CALENDAR_WEEKS = 20
LESSON_WEEKS = 26
"""Lessons are read of so many weeks at most; mostly of those of the calendar alone, see `lessons_since`."""
WEEK_COLUMNS = (
    "enrolment_key", "week_start", "n_teaching_days", "n_present", "n_registered", "present_minutes",
    "registered_minutes",
)  # fmt: skip
DAY_COLUMNS = (
    "enrolment_key", "date", "is_teaching_day", "first_start_minute", "arrival_minute", "is_first_hour_present",
    "n_present", "n_registered", "present_minutes", "registered_minutes",
)  # fmt: skip
"""What the page reads of a week and of a day: every column that is asked costs a look in every file."""


def look(student: Student) -> None:
    """Write down who opened this growth line."""
    data.door().look("Groeilijn", student.student_key)


def around(klas: Klas, student: Student, previous: Student | None, following: Student | None) -> None:
    """Back to the class, the neighbours in alphabetical order, and the turn of this student in the hour."""
    with st.container(horizontal=True, gap="medium", key="around"):
        filters.class_link(klas.class_key, f"← Terug naar klas {klas.class_id}")
        if previous:
            filters.student_link(klas, previous, f"Vorige: {previous.name}")
        if following:
            filters.student_link(klas, following, f"Volgende: {following.name}")
        if not student.is_former:
            filters.turn_link(klas, student, words.TO_HOUR)


def headline(klas: Klas, student: Student) -> None:
    """The gain first, in counts, and what it is compared with."""
    now = growth(own_progress(klas, student))
    st.title(filters.escape_label(student.name), anchor=False)
    if student.until is not None:
        elements.note(words.FORMER.format(day=style.day(student.until), class_id=klas.class_id))
    explained = wording.student_explained(now, is_former=student.is_former)
    elements.lead(wording.student_lead(student.first_name, now), explained)


def growth_line(klas: Klas, student: Student, told: Story) -> None:
    """Presence per week, the own period before, what is written at its day, and the steps as numbers (or, those that
    somebody saw, as letters) in the line and as sentences beside it.
    """
    weeks, steps = own_weeks(klas, student), own_steps(klas, student)
    if weeks.is_empty():
        st.write(wording.NO_LESSONS)
        return
    numbered = in_order(steps)
    chart, ledger = st.columns([7, 4], gap="medium")
    with chart:
        st.header("De groeilijn", anchor=False)
        drawn = rows.growth_line(weeks, numbered, own_days(klas, student))
        elements.chart(
            own_charts.growth_line,
            groeilijn_rows.growth_line(drawn, told.entries, _last_day(student)),
            lanes=groeilijn_rows.lanes(told.entries, weeks["week_start"][0]),
            has_goal=groeilijn_rows.has_goal(told.entries),
            has_seen=bool(groeilijn_rows.seen_steps(told.entries)),
        )
    with ledger:
        st.header("Stappen", anchor=False)
        taken = [_step(row) for row in numbered.iter_rows(named=True)]
        taken += [_seen(letter, step) for letter, step in groeilijn_rows.seen_steps(told.entries)]
        if not taken:
            st.write(wording.NO_STEPS)
            return
        with st.container(height=330 if len(taken) > 5 else "content", border=False, key="steps"):
            items = "".join(item for _, item in sorted(taken, key=lambda one: one[0], reverse=True))
            st.html(f'<ol class="gl-steps">{items}</ol>')


def _step(row: dict[str, Any]) -> tuple[date, str]:
    """A step from the register: its day, and the item of the list."""
    below = f"{style.day(row['step_date'])} · {words.FROM_REGISTER}{wording.held(row['n_days_held'])}"
    return row["step_date"], (
        f'<li><span class="gl-mark">{row["number"]}</span><div>{style.text(row["sentence"])}'
        f"<small>{below}</small></div></li>"
    )


def _seen(letter: str, step: SeenStep) -> tuple[date, str]:
    """A step that somebody saw: its day, and the item of the list."""
    return step.date, (
        f'<li><span class="gl-mark gl-seen">{letter}</span><div>{style.text(words.quoted(step.words))}'
        f"<small>{style.day(step.date)} · {words.SEEN_BY}</small></div></li>"
    )


def opening_questions(klas: Klas, student: Student) -> None:
    """Two openings for the talk, made from the facts on this page; not with who is in the class no more."""
    if student.is_former:
        return
    st.header("Om het gesprek mee te beginnen", anchor=False)
    for column, question in zip(st.columns(2, gap="medium"), questions(klas, student), strict=True):
        column.html(
            f'<div class="gl-ask"><p class="gl-note">{style.text(question.fact)}</p>'
            f"<p>{style.text(question.question)}</p></div>"
        )


def questions(klas: Klas, student: Student) -> tuple[Question, Question]:
    """The question about the newest step, and the one about what could be next."""
    steps = own_steps(klas, student).sort("step_date", "step", descending=[True, False])
    facts = list(zip(steps["step_date"], steps["sentence"], strict=True))
    return (
        wording.what_worked(facts, growth(own_progress(klas, student))),
        wording.next_step(own_parts(klas, student).get("Dag van de week", [])),
    )


def when_it_worked(klas: Klas, student: Student) -> None:
    """Present lessons of registered lessons by weekday, first hour and kind of lesson."""
    st.header("Wanneer lukte het?", anchor=False)
    parts = own_parts(klas, student)
    if not any(parts.values()):
        st.write(wording.NO_LESSONS)
        return
    elements.note(wording.WHEN_IT_WORKED)
    shown = {title: found for title, found in parts.items() if found}
    for column, (title, found) in zip(st.columns(len(shown), gap="medium"), shown.items(), strict=True):
        column.subheader(title, anchor=False)
        column.html(f'<dl class="gl-bars">{"".join(_bar(part) for part in found)}</dl>')


def _bar(part: Part) -> str:
    wide = 100 * part.n_present / part.n_registered
    return (
        f"<div><dt>{style.text(part.label)}</dt><dd>{part.n_present} van {part.n_registered}</dd>"
        f'<i aria-hidden="true"><b style="width:{wide:.0f}%"></b></i></div>'
    )


def arrivals(klas: Klas, student: Student, told: Story) -> None:
    """When the student came in, day by day, against the start of the first lesson, and the own goal for it."""
    days = own_days(klas, student).filter(pl.col("first_start_minute").is_not_null()).sort("date")
    st.header("Binnenkomst", anchor=False)
    if days["arrival_minute"].drop_nulls().is_empty():
        st.write(wording.NO_ARRIVALS)
        return
    elements.chart(
        own_charts.arrivals,
        groeilijn_rows.arrivals(rows.arrivals(days), told.entries, _last_day(student)),
        has_goal=groeilijn_rows.has_arrival_goal(told.entries),
    )


def calendar(klas: Klas, student: Student) -> None:
    """The lessons of the last weeks, one mark per lesson; what the mark means stands beside it."""
    st.header("Kalender van lessen", anchor=False)
    lessons = _lessons(klas, student)
    if lessons.is_empty():
        st.write(wording.NO_LESSONS)
        return
    newest: date = lessons.select(pl.col("week_start").max()).item()
    since = newest - timedelta(weeks=CALENDAR_WEEKS - 1)
    elements.chart(charts.lessons, rows.lessons(lessons.filter(pl.col("week_start") >= since)))
    colours = style.PALETTES[style.theme()]
    marks = "".join(
        f"<li>{elements.picture(charts.glyph(status, colours), '', 'gl-glyph')}{mark.label}</li>"
        for status, mark in charts.GLYPHS.items()
    )
    st.html(f'<ul class="gl-legend">{marks}</ul>')


def own_parts(klas: Klas, student: Student) -> dict[str, list[Part]]:
    """Lessons by weekday, first lesson of the day and kind, over the last 40 teaching days."""
    taught = own_days(klas, student).filter("is_teaching_day").sort("date").tail(2 * WINDOW_DAYS)
    if taught.is_empty():
        return {}
    since: date = taught["date"][0]
    lessons = (
        _lessons(klas, student)
        .filter(pl.col("date") >= since, ~pl.col("status").is_in(["unregistered", "cancelled"]))
        .with_columns(is_present=pl.col("status").is_in(["present", "late", "removed"]))
    )
    first = taught.filter(pl.col("is_first_hour_present").is_not_null())
    others = taught.select(
        pl.col("n_present").sum() - first["is_first_hour_present"].sum(),
        pl.col("n_registered").sum() - first.height,
    )
    found = {
        "Dag van de week": [
            Part(style.WEEKDAYS[number - 1].capitalize(), n_present, n_registered)
            for number, n_present, n_registered in _counted(lessons, pl.col("date").dt.weekday())
        ],
        "Eerste les van de dag": [],
        "Soort les": [
            Part(kind, *numbers) for kind, *numbers in _counted(lessons, pl.col("lesson_code")) if kind is not None
        ],
    }
    if first.height:
        parts = (
            Part("Eerste les", int(first["is_first_hour_present"].sum()), first.height),
            Part("Latere lessen", *others.row(0)),
        )
        found["Eerste les van de dag"] = [part for part in parts if part.n_registered]
    return found


def _counted(lessons: pl.DataFrame, by: pl.Expr) -> list[tuple[Any, int, int]]:
    counted = lessons.group_by(by.alias("label")).agg(pl.col("is_present").sum(), pl.len()).sort("label")
    return counted.rows()


def own_progress(klas: Klas, student: Student) -> dict[str, Any]:
    """The newest row of progress, empty before there is one."""
    progress = data.door().students(
        "student_progress", class_key=klas.class_key, student_key=student.student_key, latest=True
    )
    return progress.sort("as_of").row(-1, named=True) if progress.height else {}


def own_weeks(klas: Klas, student: Student) -> pl.DataFrame:
    """The weeks with a teaching day, in order."""
    return (
        _own("student_week", klas, student, columns=WEEK_COLUMNS)
        .filter(pl.col("n_teaching_days") > 0)
        .sort("week_start")
    )


def own_days(klas: Klas, student: Student) -> pl.DataFrame:
    """Every day of this enrolment."""
    return _own("student_day", klas, student, columns=DAY_COLUMNS)


def own_steps(klas: Klas, student: Student) -> pl.DataFrame:
    """Every step of this enrolment; how long it was held is not for who looks at the time before a move."""
    steps = _own("student_step", klas, student)
    return steps.with_columns(n_days_held=pl.lit(None, pl.Int32)) if student.is_former else steps


def in_order(steps: pl.DataFrame) -> pl.DataFrame:
    """Steps from the first to the last, with the number they have in the line."""
    return steps.sort("step_date", "step").with_row_index("number", offset=1)


def _last_day(student: Student) -> date:
    """Up to which day the line is about this student in this class."""
    return student.until or data.door().today


def _lessons(klas: Klas, student: Student) -> pl.DataFrame:
    since = lessons_since(own_days(klas, student), student.until or data.door().until)
    return _own("student_lesson", klas, student, since=since).filter(~pl.col("is_holiday"))


def lessons_since(days: pl.DataFrame, until: date | None) -> date | None:
    """From which day on the page needs lessons: for the calendar, and for the last 40 teaching days.

    The calendar ends with the week of the last lesson. That is at least the last teaching day on which the student had
    one; reading a week more than needed does no harm.
    """
    if until is None:
        return None
    taught = pl.col("date").filter("is_teaching_day")
    last, first = days.select(
        pl.col("date").filter(pl.col("is_teaching_day") & pl.col("first_start_minute").is_not_null()).max(),
        first=taught.top_k(2 * WINDOW_DAYS).min(),
    ).row(0)
    since = until - timedelta(weeks=LESSON_WEEKS)
    return since if last is None else max(since, min(first, last - timedelta(last.weekday(), weeks=CALENDAR_WEEKS - 1)))


def _own(
    mart: str, klas: Klas, student: Student, since: date | None = None, columns: tuple[str, ...] | None = None
) -> pl.DataFrame:
    """The rows of this enrolment: also of an earlier class in it, not of another enrolment. Of who is in the class no
    more only those of the time in it, also for who may see the class of now.
    """
    door = data.door()
    stays = door.students("placement", class_key=klas.class_key, student_key=student.student_key)
    of_class = klas.class_key if student.is_former else None
    found = door.students(mart, class_key=of_class, student_key=student.student_key, since=since, columns=columns)
    return found.join(stays.select("enrolment_key").unique(), on="enrolment_key", how="semi")
