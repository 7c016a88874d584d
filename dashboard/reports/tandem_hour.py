"""Tandemoverleg: the weekly hour of a class on one A4. Steps first, then each student in turn."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import style, wording
from dashboard.data import About
from dashboard.wording import tandemoverleg_print as words
from dashboard.wording.groeikaart import foot


def content(
    class_id: str,
    on: date,
    about: About,
    *,
    steps: Sequence[Mapping[str, Any]],
    students: Sequence[Mapping[str, Any]],
    since: date | None = None,
) -> dict[str, Any]:
    """What stands on the sheet, as plain data; see `reports.tandemoverleg` for what it is given."""
    return {
        "title": words.title(class_id),
        "eyebrow": words.eyebrow(on),
        "institution": about.institution,
        "foot": foot(about),
        "steps-title": words.steps(since),
        "no-steps": wording.NO_STEPS,
        "steps": [{"name": one["name"], "sentence": one["sentence"], "day": style.day(one["day"])} for one in steps],
        "more-steps": words.MORE_STEPS,
        "heads": list(words.HEADS),
        "students": [_student(one) for one in sorted(students, key=lambda one: wording.plain(one["name"]))],
        "no-students": wording.NO_STUDENTS,
        "more-due": words.MORE_DUE,
        "cut": words.CUT,
    }


def _student(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "turn": words.TURN if one.get("is_waiting") else "",
        "texts": [one.get(part) or "" for part in ("goes_well", "next_step", "who")],
        "contact": style.day(one["last_contact"]) if one.get("last_contact") else words.NO_CONTACT,
        "agreements": [
            *(words.goal(goal["words"], goal["number"]) for goal in one.get("goals", ())),
            *(words.agreement(due["what"], due.get("who"), due.get("when")) for due in one.get("agreements", ())),
        ],
    }
