"""Groeikaart: one A4 for and with a student. Own line, own steps, own goal, own words; nobody to compare with."""

from typing import Any

import polars as pl

from dashboard import data, wording
from dashboard.charts import groeilijn as charts
from dashboard.filters import Klas, Student
from dashboard.panels import groeilijn as page
from dashboard.panels import rows
from dashboard.panels.klas import growth
from dashboard.reports import press
from dashboard.wording import groeikaart as words


def content(klas: Klas, student: Student) -> dict[str, Any]:
    """What stands on the card, as plain data. Asks `data.door`, which raises AccessDeniedError outside the scope."""
    now = growth(page.own_progress(klas, student))
    steps = page.in_order(page.own_steps(klas, student))
    about = data.door().about()
    return {
        "title": words.title(student.name),
        "eyebrow": words.eyebrow(klas.class_id, klas.programme),
        "institution": about.institution,
        "foot": words.foot(about),
        "lead": words.lead(now),
        "explained": words.explained(now),
        "chart": _line(klas, student, steps),
        "chart-said": words.CHART,
        "steps-title": words.STEPS,
        "steps": [
            {"number": row["number"], "sentence": words.step(row["sentence"]), "day": words.when(row)}
            for row in steps.reverse().iter_rows(named=True)
        ],
        "no-steps": words.NO_STEPS,
        "more-steps": words.MORE_STEPS,
        "questions-title": words.QUESTIONS,
        "questions": _questions(klas, student, steps),
        "parts-title": words.PARTS,
        "parts-said": wording.WHEN_IT_WORKED,
        "parts": [
            {"label": one.label, "share": one.n_present / one.n_registered, "said": words.part(one)}
            for one in page.own_parts(klas, student).get("Dag van de week", [])
        ],
        "goal-title": words.GOAL,
        "goal": "",
        "words-title": words.WORDS,
        "words": "",
        "next-title": words.NEXT,
        "scale-title": words.SCALE,
        "scale-now": -1,
        "scale-said": "",
        "scale-question": words.SCALE_QUESTION,
    }


def _questions(klas: Klas, student: Student, steps: pl.DataFrame) -> list[dict[str, str]]:
    """The questions of the page; the newest step stands on the card already, so of that only its day."""
    first, second = page.questions(klas, student)
    fact = words.last_step(steps["step_date"][-1]) if steps.height else first.fact
    return [{"fact": fact, "question": first.question}, {"fact": second.fact, "question": second.question}]


def _line(klas: Klas, student: Student, steps: pl.DataFrame) -> str:
    """The own line without what the school asks of everybody; nothing before the first lesson."""
    weeks = page.own_weeks(klas, student)
    if weeks.is_empty():
        return ""
    drawn = rows.growth_line(weeks, steps, page.own_days(klas, student)).filter(pl.col("part") != "duty")
    if "label" in drawn.columns:
        drawn = drawn.with_columns(pl.col("label").str.replace_all("\n", " "))
    return press.chart(charts.growth_line, drawn, height=250)
