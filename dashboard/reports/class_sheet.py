"""Klasblad: the page of a class on paper. Growth of the same students, a row per student, the steps."""

from typing import Any

from dashboard import charts, data, filters, style, wording
from dashboard.filters import Klas, Student
from dashboard.panels import klas as page
from dashboard.panels import rows
from dashboard.reports import press
from dashboard.wording import klasblad as words


def content(klas: Klas) -> dict[str, Any]:
    """What stands on the sheet, as plain data; rows of students only for who may see them on the page."""
    door = data.door()
    about = door.about()
    lead, explained, apart = page.sentences(klas)
    compared = page.compared_weeks(klas)
    return {
        "title": words.title(klas.class_id),
        "eyebrow": page.about(klas),
        "institution": about.institution,
        "foot": words.foot(about),
        "lead": lead,
        "explained": " ".join(part for part in (explained, apart) if part),
        "chart": ""
        if compared.height < 2
        else press.chart(charts.class_change, rows.class_change(compared), height=150, width=press.HALF),
        "chart-said": wording.CLASS_CHANGE,
        **(_students(klas) if door.sees_students else {"no-rows": wording.NO_STUDENT_ROWS}),
    }


def _students(klas: Klas) -> dict[str, Any]:
    """The rows of the students and the steps of the last weeks."""
    students = filters.students(klas)
    facts = page.student_facts(klas)
    names = {student.student_key: student.name for student in students}
    return {
        "no-rows": "" if students else wording.NO_STUDENTS,
        "students-title": words.STUDENTS,
        "students-said": wording.GROWTH_TABLE,
        "heads": ["Student", *page.ROW_HEAD],
        "students": [_row(student, facts.get(student.student_key, {})) for student in students],
        "steps-title": words.STEPS,
        "steps-said": wording.LEDGER,
        "no-steps": wording.NO_STEPS,
        "more-steps": words.MORE_STEPS,
        "steps": [
            {
                "name": names[row["student_key"]],
                "sentence": row["sentence"],
                "day": style.day(row["step_date"]),
            }
            for row in page.recent_steps(klas).iter_rows(named=True)
        ],
    }


def _row(student: Student, row: dict[str, Any]) -> dict[str, Any]:
    """One student as on the page: each cell is a fact and, smaller, what belongs to it."""
    now = page.growth(row)
    if now is None:
        return {"name": student.name, "none": words.NO_LESSONS}
    lessons, difference = wording.change(now)
    step = ["–", ""] if row["sentence"] is None else [row["sentence"], style.day(row["step_date"])]
    return {
        "name": student.name,
        "none": "",
        "line": charts.sparkline(row["share"], style.PRINT),
        "line-said": wording.course(row["share"]),
        "cells": [
            [f"{now.n_present} van {now.n_registered}", "lessen"],
            [lessons, difference],
            step,
            [style.clock(row["usual_arrival_minute"]), ""],
            [f"{row['lately_n_registered']} van {row['lately_n_lessons']}", "lessen"],
        ],
    }
