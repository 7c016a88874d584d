"""Guidance checklists of 2025-2026: how far a student's guidance has come, as tandems fill them in.

Reach differs by class, and one class hardly fills in any. Who gets attention does not depend on attendance, except in
one class where it goes to low attenders first. See `REACH` and `LOW_FIRST`.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from pipelines.synthetic.people import Person
from pipelines.synthetic.school import CLASSES, LAST_DAY, SCHOOL_YEARS, SchoolClass, is_free, mondays
from pipelines.synthetic.stories import Stay

SCHOOL_YEAR = 2025
KENMERKEN = {
    "individuele begeleiding": {
        "goede_relatie": 0.80, "goed_beeld": 0.70, "behoeften": 0.60, "verwachtingen": 0.48, "toegankelijk": 0.78,
        "autonomie": 0.52, "positief": 0.72, "volhouden": 0.50,
    },
    "samenwerking": {
        "gedeeld_beeld": 0.62, "leerbehoeften": 0.52, "pedagogisch": 0.60, "informeren": 0.68, "regie": 0.44,
        "deskundigheid": 0.66,
    },
}  # fmt: skip
"""Per kind of checklist its kenmerken, and how often each is voldoende once it has been discussed."""
ENOUGH, ROOM, NOT_YET = "voldoende", "ruimte voor groei", "nog niet besproken"

REACH = {
    "E1A": 0.11, "E1B": 0.09, "E1C": 0.06, "E1D": 0.003, "DV1A": 0.10, "DV1B": 0.08, "DV2A": 0.05, "DV2B": 0.07,
    "ET1A": 0.06, "LO1A": 0.10, "LO1B": 0.08, "LO2A": 0.04,
}  # fmt: skip
"""Per class the chance that a student has a checklist in a teaching week."""
HARDLY_ANY = "E1D-25"
LOW_FIRST = "DV1A-25"
LOW_LEVEL = 0.75
"""Presence under which `LOW_FIRST` calls a student in more often; the others hardly."""

WITH_PARTNER = 0.35
"""Share of the checklists that are about working together."""
MOMENTS = (("voor", 0.2, 0.45), ("tijdens", 0.5, 0.12), ("na", 0.3, 0.06))
"""Moment, how often, and the share of kenmerken not yet discussed by then."""
BY = (("mentor", 0.4), ("kaw", 0.25), ("peercoach", 0.1), ("samen", 0.25))

CHECKLIST_STORIES = {
    HARDLY_ANY: "hardly fills in any checklist",
    LOW_FIRST: "gives its checklists mostly to low attenders; the other classes to low and high attenders alike",
}


def checklists(rng: np.random.Generator, people: list[Person]) -> pl.DataFrame:
    """Every checklist, a row per kenmerk, in order of date."""
    rows: list[tuple[date, str, str, int, str, str, list[tuple[str, str]]]] = []
    first, last = SCHOOL_YEARS[SCHOOL_YEAR]
    for school_class in (one for one in CLASSES if one.school_year == SCHOOL_YEAR):
        members = [
            (person, stay) for person in people for stay in person.stays if stay.class_id == school_class.class_id
        ]
        for monday in mondays(first, min(last, LAST_DAY)):
            for person, stay in members:
                day = monday + timedelta(days=int(rng.choice(school_class.teaching_days)))
                luck = rng.random()
                if luck < _chance(school_class, person, monday) and _is_here(stay, day):
                    rows.append((day, school_class.class_id, *_filled_in(rng, person.student_id)))
    rows.sort(key=lambda row: row[:2])
    return pl.DataFrame(
        [
            (f"C{number:05d}", kind, day, moment, student_id, class_id, by, kenmerk, status)
            for number, (day, class_id, kind, student_id, moment, by, answers) in enumerate(rows, start=1)
            for kenmerk, status in answers
        ],
        schema=[
            "checklist_id", "soort", "datum", "moment", "studentnummer", "klas", "ingevuld_door", "kenmerk", "status",
        ],
        orient="row",
    ).with_columns(pl.col("datum").dt.to_string("%d-%m-%Y"))  # fmt: skip


def _chance(school_class: SchoolClass, person: Person, monday: date) -> float:
    reach = REACH[school_class.stem]
    if school_class.class_id != LOW_FIRST:
        return reach
    is_low = person.habit_in(monday, school_class.class_id).level < LOW_LEVEL
    return reach * (2.2 if is_low else 0.25)


def _is_here(stay: Stay, day: date) -> bool:
    return stay.start <= day <= min(stay.end or LAST_DAY, LAST_DAY) and not is_free(day)


def _filled_in(rng: np.random.Generator, student_id: int) -> tuple[str, int, str, str, list[tuple[str, str]]]:
    kind = list(KENMERKEN)[int(rng.random() < WITH_PARTNER)]
    moment, _, open_share = MOMENTS[int(rng.choice(len(MOMENTS), p=[share for _, share, _ in MOMENTS]))]
    by = BY[int(rng.choice(len(BY), p=[share for _, share in BY]))][0]
    answers = []
    for kenmerk, enough in KENMERKEN[kind].items():
        is_open, is_enough = rng.random(2) < (open_share, enough)
        answers.append((kenmerk, NOT_YET if is_open else ENOUGH if is_enough else ROOM))
    return kind, student_id, moment, by, answers
