"""Who is enrolled where, and who works there. Every name is made up: plants, stars and invented surnames."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

import numpy as np
import polars as pl

from pipelines.synthetic.attendance import Habit, draw_habits
from pipelines.synthetic.school import CLASSES, LAST_DAY, SCHOOL_YEARS, SchoolClass, is_free
from pipelines.synthetic.stories import (
    CALM_CLASSES,
    CLASS_CHANGES,
    STORY_STUDENTS,
    Change,
    Stay,
    StoryStudent,
)

FIRST_NAMES = (
    "Wilg", "Linde", "Roos", "Jasmijn", "Iris", "Berk", "Vlier", "Laurier", "Hazelaar", "Klaver", "Tijm",
    "Salie", "Munt", "Lavendel", "Madelief", "Zonnebloem", "Anemoon", "Sirius", "Vega", "Rigel", "Altair",
    "Castor", "Pollux", "Mira", "Spica", "Capella", "Deneb", "Bellatrix", "Antares", "Lyra", "Orion",
    "Andromeda", "Cassiopeia", "Mélisse", "Électra", "Gül", "Künstlerrose", "Oleander", "Brem", "Varen",
    "Dille", "Kamille", "Meidoorn", "Lijsterbes", "Akelei", "Zevenblad", "Aldebaran", "Fomalhaut",
    "Betelgeuze", "Pluimpapaver",
)  # fmt: skip
LAST_NAMES = (
    "Voorbeeld", "van Proefstad", "Fictief", "de Testpersoon", "Verzonnen", "Bedacht", "Papieren",
    "ter Oefening", "van der Nergenshuizen", "Schijnbaar", "Façade", "Verbeeldíng", "van 't Voorbeeld",
    "Nietbestaand", "van den Voorbeeldenburg-Demonstratieveld", "op den Proef", "Modelmensen",
    "Zogenaamd-Dummy",
)  # fmt: skip
FIRST_NUMBER, LAST_NUMBER = 900_101, 989_999
"""Student numbers are six digits and start with 9; 990000 and up belong to the stories."""

LEAVE_REASONS_MIDYEAR = ("02", "03", "04", "06")
DIPLOMA, WITHOUT_DIPLOMA = "01", "10"
PRIOR_EDUCATION = ("praktijkonderwijs", "vmbo-basis", "vmbo-kader", "vso", "isk")
MEAN_LEVEL = {1: 0.68, 2: 0.79}
ENTREE_TO_LEVEL_2 = {"E1A-24": "DV1A-25", "E1B-24": "DV1B-25", "E1C-24": "DV1A-25", "ET1A-24": "LO1B-25"}


@dataclass
class Person:
    """One student: who, how they attend, what changes when, and their stays in classes."""

    student_id: int
    first_name: str
    last_name: str
    birth_date: date
    prior_education: str
    habit: Habit
    changes: list[Change] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    def habit_in(self, monday: date, class_id: str) -> Habit:
        """The habit in the week of this Monday, planted changes included."""
        values = self.habit._asdict()
        for change in self.changes:
            if change.monday <= monday:
                values.update(change.values)
        gain = CLASS_CHANGES.get(class_id)
        if gain is not None and gain.monday <= monday:
            values["level"] = min(0.96, values["level"] + gain.values["level"])
        return Habit(**values)


def enrol(rng: np.random.Generator) -> list[Person]:
    """Fill every class of both school years; year-two classes continue with those who stayed."""
    numbers = count(FIRST_NUMBER)
    names = _names(rng)
    people: list[Person] = []
    for school_class in CLASSES:
        class_id, year = school_class.class_id, school_class.school_year
        story = [_story_person(student) for student in STORY_STUDENTS if student.stays[0].class_id == class_id]
        here = [
            person for person in people if person.stays[-1].class_id == class_id and person.student_id <= LAST_NUMBER
        ]
        guests = sum(stay.class_id == class_id for student in STORY_STUDENTS for stay in student.stays[1:])
        n_new = max(0, int(rng.integers(14, 17)) - len(here) - len(story) - guests)
        new = _new_people(rng, n_new, school_class, numbers, names)
        for person in new:
            person.stays.append(Stay(class_id, SCHOOL_YEARS[year][0], None, None, school_class.cohort))
        people += new + story
        _leave_and_change(rng, [*here, *new], school_class)
        if school_class.level == 1 and class_id not in CALM_CLASSES:
            people += _mid_year_starters(rng, school_class, numbers, names)
        if year == 2024:
            _close_the_year(rng, people, school_class)
    return people


def _names(rng: np.random.Generator) -> Iterable[tuple[str, str]]:
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    return iter([pairs[index] for index in rng.permutation(len(pairs))])


def _new_people(
    rng: np.random.Generator,
    n: int,
    school_class: SchoolClass,
    numbers: Iterable[int],
    names: Iterable[tuple[str, str]],
) -> list[Person]:
    habits = draw_habits(rng, n, MEAN_LEVEL[school_class.level])
    if school_class.class_id in CALM_CLASSES:
        habits = habits._replace(
            level=np.clip(habits.level, 0.55, 0.78),
            spread=habits.spread * 0.3,
            whole_day_share=habits.whole_day_share * 0.2,
            ill_share=habits.ill_share * 0.2,
        )
    youngest = date(school_class.school_year - 16, 8, 1) - timedelta(days=365 * (school_class.level - 1))
    ages = rng.gamma(1.6, 500, n).astype(int)
    return [
        Person(
            student_id=number,
            first_name=name[0],
            last_name=name[1],
            birth_date=youngest - timedelta(days=int(age)),
            prior_education=PRIOR_EDUCATION[int(rng.integers(len(PRIOR_EDUCATION)))],
            habit=Habit(*(float(values[row]) for values in habits)),
        )
        for row, (age, number, name) in enumerate(zip(ages, numbers, names, strict=False))
    ]


def _leave_and_change(rng: np.random.Generator, people: list[Person], school_class: SchoolClass) -> None:
    """Some leave before the summer, and one in eight truly changes, up or down, in some week."""
    first, last = SCHOOL_YEARS[school_class.school_year]
    for person in people:
        leaves, changes = rng.random(2)
        week, gain, reason = int(rng.integers(8, 34)), float(rng.uniform(0.12, 0.3)), int(rng.integers(4))
        if school_class.class_id in CALM_CLASSES:
            continue
        friday = first + timedelta(days=7 * week - first.weekday() + 4)
        if leaves < (0.10 if school_class.level == 1 else 0.05) and friday < min(last, LAST_DAY):
            person.stays[-1] = replace(person.stays[-1], end=friday, reason=LEAVE_REASONS_MIDYEAR[reason])
        if changes < 0.12:
            up = gain if person.habit.level < 0.75 else -gain
            monday = first + timedelta(days=7 * week - first.weekday())
            person.changes.append(Change(monday, {"level": person.habit.level + up}))


def _mid_year_starters(
    rng: np.random.Generator,
    school_class: SchoolClass,
    numbers: Iterable[int],
    names: Iterable[tuple[str, str]],
) -> list[Person]:
    people = _new_people(rng, 1, school_class, numbers, names)
    first = SCHOOL_YEARS[school_class.school_year][0]
    for person in people:
        start = first + timedelta(days=7 * int(rng.integers(6, 28)) - first.weekday())
        while is_free(start):
            start += timedelta(days=7)
        person.stays.append(Stay(school_class.class_id, start, None, None, school_class.school_year))
    return people


def _close_the_year(rng: np.random.Generator, people: list[Person], school_class: SchoolClass) -> None:
    """At the summer of 2025: a diploma, another year, a next programme, or gone."""
    moving_on = 0
    for person in people:
        stay = person.stays[-1]
        if stay.class_id != school_class.class_id or stay.end is not None:
            continue
        luck = rng.random()
        begin = SCHOOL_YEARS[2025][0]
        day_before = begin - timedelta(days=1)
        continues = 0.55 if school_class.next_class == "LO2A-25" else 0.9
        if school_class.next_class is not None and luck < continues:
            person.stays[-1] = replace(stay, end=day_before)
            person.stays.append(Stay(school_class.next_class, begin, None, None, stay.cohort))
            continue
        passed = school_class.next_class is None and luck < 0.8
        person.stays[-1] = replace(stay, end=SCHOOL_YEARS[2024][1], reason=DIPLOMA if passed else WITHOUT_DIPLOMA)
        follow = ENTREE_TO_LEVEL_2.get(school_class.class_id)
        if passed and follow is not None and moving_on < 3:
            moving_on += 1
            person.stays.append(Stay(follow, begin, None, None, 2025))


def _story_person(student: StoryStudent) -> Person:
    return Person(
        student_id=student.student_id,
        first_name=student.first_name,
        last_name=student.last_name,
        birth_date=student.birth_date,
        prior_education="vmbo-basis",
        habit=student.habit,
        changes=list(student.changes),
        stays=list(student.stays),
    )


def enrolments(people: list[Person]) -> pl.DataFrame:
    """One row per student and stay in a class, as every enrolment layout needs it."""
    classes = {school_class.class_id: school_class for school_class in CLASSES}
    rows = [
        {
            "student_id": person.student_id,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "birth_date": person.birth_date,
            "class_id": stay.class_id,
            "school_year": classes[stay.class_id].school_year,
            "team": classes[stay.class_id].team,
            "location": classes[stay.class_id].location,
            "programme": classes[stay.class_id].programme,
            "crebo": classes[stay.class_id].crebo,
            "level": classes[stay.class_id].level,
            "leerweg": "BOL",
            "cohort": f"{stay.cohort}/{stay.cohort + 1}",
            "start_date": stay.start,
            "end_date": stay.end,
            "leave_reason": stay.reason,
            "prior_education": person.prior_education,
            "mentor": f"mentor.{classes[stay.class_id].stem.lower()}@voorbeeld.example",
            "kaw": f"kaw.{classes[stay.class_id].stem.lower()}@voorbeeld.example",
            "peercoach": f"peercoach.{classes[stay.class_id].stem.lower()}@voorbeeld.example",
            "system": classes[stay.class_id].system,
        }
        for person in people
        for stay in person.stays
    ]
    frame = pl.DataFrame(
        rows, schema_overrides={"end_date": pl.Date, "leave_reason": pl.String}, infer_schema_length=None
    )
    return frame.sort("class_id", "student_id", "start_date")


def staff() -> pl.DataFrame:
    """Who is mentor, KAW'er or peercoach of which class now, who leads a team, who works for all."""
    current = [school_class for school_class in CLASSES if school_class.school_year == max(SCHOOL_YEARS)]
    roles = (("mentor", "Mentor"), ("kaw", "KAW'er"), ("peercoach", "Peercoach"))
    rows: list[tuple[str, str, str, str | None, str | None]] = [
        (
            f"{role}.{one.stem.lower()}@voorbeeld.example",
            f"{title} {one.stem} Fictief",
            role,
            one.class_id,
            one.team,
        )
        for one in current
        for role, title in roles
    ]
    for team in dict.fromkeys(one.team for one in current):
        address = team.lower().replace(" ", ".")
        rows.append(
            (
                f"teamleider.{address}@voorbeeld.example",
                f"Teamleider {team} Fictief",
                "teamleider",
                None,
                team,
            )
        )
    rows.append(("kwaliteit@voorbeeld.example", "Kwaliteit Fictief", "kwaliteit", None, None))
    rows.append(("beheer@voorbeeld.example", "Beheer Fictief", "beheer", None, None))
    return pl.DataFrame(rows, schema=["persoon", "naam", "rol", "klas", "team"], orient="row")
