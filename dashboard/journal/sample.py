"""What the fictional school wrote down, for who tries Groeilijn: plainly invented, and only in a journal that is empty.

Every part takes the school and a pen. Days count back from the last day of the lessons, so that the story never ages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from dashboard.journal.kinds import Agreement, Contact, Content, Event, Goal, Note, Scale, SeenStep, Talk
from dashboard.journal.models import Entry
from dashboard.journal.sample_cycles import cycles
from dashboard.journal.store import Journal, Saved, Subject


@dataclass(frozen=True)
class Class:
    """A class of the fictional school: its team, who writes for it, and its students."""

    class_id: str
    team: str | None
    author: str
    student_ids: Sequence[int]


@dataclass(frozen=True)
class School:
    """The classes of now, who leads which team, who works on quality, and the last day of lessons."""

    until: dt.date
    classes: Sequence[Class]
    leaders: dict[str, str] = field(default_factory=dict)
    quality: str | None = None

    def ago(self, weeks: int, weekday: int = 0) -> dt.date:
        """A day so many weeks before the week of the last day; weekday 0 is Monday. Never after the last day."""
        monday = self.until - dt.timedelta(days=self.until.weekday(), weeks=weeks)
        return min(monday + dt.timedelta(days=weekday), self.until)


class Pen:
    """Writes in a journal as if it was the day an entry is about, at a quarter past four."""

    def __init__(self, address: str) -> None:
        self._day = dt.date(2000, 1, 1)
        self.journal = Journal(address, lambda: dt.datetime.combine(self._day, dt.time(15, 15), dt.UTC))

    def writes(self, content: Content, subject: Subject, author: str, written_in: str | None = None) -> Saved[Any]:
        """Save an entry on its own day."""
        self._day = content.day
        return self.journal.write(content, subject, author=author, written_in=written_in)


def students(school: School, pen: Pen) -> None:
    """Goals, answers, steps, agreements, contacts and talks of students of every class; of the last one nothing yet."""
    for klas in school.classes:
        for number, student in enumerate(klas.student_ids[:-1]):
            told = _STORIES[number](school) if number < len(_STORIES) else []
            for content in [*told, *_contacts(school, number), *_spoken_of(school, number)]:
                pen.writes(content, Subject(student_id=student), klas.author, klas.class_id)


PARTS: Final[tuple[Callable[[School, Pen], None], ...]] = (students, cycles)
"""What is written down, in this order."""


def fill(address: str, school: School) -> bool:
    """Write the sample in the journal at `address`; whether it did: never where somebody wrote already."""
    pen = Pen(address)
    try:
        with pen.journal.engine.connect() as connection:
            if connection.execute(sa.select(sa.func.count()).select_from(Entry)).scalar_one():
                return False
        for part in PARTS:
            part(school, pen)
        return True
    finally:
        pen.journal.close()


def _on_time(school: School) -> list[Content]:
    ago = school.ago
    return [
        Goal(words="Ik wil op maandag de eerste les halen", set_on=ago(9), number=18, counts="lessons",
             by_when=school.until + dt.timedelta(weeks=4)),
        Scale(date=ago(13), score=4, question="op tijd komen", how_come="Ik kom er nu soms op tijd"),
        Scale(date=ago(9), score=5, question="op tijd komen", how_come="Wekker buiten bereik gelegd"),
        Scale(date=ago(3), score=7, question="op tijd komen", how_come="Samen fietsen met een klasgenoot",
              small_step="De avond ervoor mijn tas klaarzetten"),
        SeenStep(date=ago(2, 2), words="Vroeg zelf om hulp"),
        Agreement(what="Een week lang samen fietsen", who="student", made_on=ago(9), done_on=ago(7)),
        Agreement(what="Op maandag samen de week doornemen", who="mentor", made_on=ago(3),
                  due=school.until + dt.timedelta(days=3)),
    ]  # fmt: skip


def _earlier_in(school: School) -> list[Content]:
    ago = school.ago
    return [
        Goal(words="Voor kwart voor negen binnen, ook als het regent", set_on=ago(11), number=525,
             counts="arrival_minute"),
        Event(date=ago(14), what="bpv_start", words="Stage bij de verzonnen bakkerij"),
        Agreement(what="Belt de stageplek over het rooster", who="kaw", made_on=ago(4), due=ago(0, 4)),
        Scale(date=ago(4), score=6, question="zin in school", small_step="Een keer mee naar de sportles"),
    ]  # fmt: skip


def _own_words(school: School) -> list[Content]:
    ago = school.ago
    return [
        Goal(words="Weer lachen in de klas", set_on=ago(6)),
        SeenStep(date=ago(5, 3), words="Begon een gesprek dat spannend was"),
        Agreement(what="Kiest zelf met wie de volgende opdracht is", who="student", made_on=ago(6)),
        Note(date=ago(6), words="Wil dat dit onder ons blijft: het is druk thuis. Rustig aan met bellen."),
    ]


def _reached(school: School) -> list[Content]:
    ago = school.ago
    return [
        Goal(words="Een hele week alle lessen volgen", set_on=ago(16), number=20, counts="lessons", reached_on=ago(8)),
        Scale(date=ago(16), score=6), Scale(date=ago(8), score=8, how_come="Gewoon gegaan, ook op vrijdag"),
        Event(date=ago(12), what="new_class"),
        SeenStep(date=ago(1, 3), words="Hielp een klasgenoot"),
    ]  # fmt: skip


_STORIES: Final = (_on_time, _earlier_in, _own_words, _reached)


def _contacts(school: School, number: int) -> list[Content]:
    """Contacts with a student: with all about as often, mostly without a reason; the newest differs in age."""
    weeks = [week for week in (18, 12, 7, 3, 1) if (week + number) % 3]
    return [
        Contact(date=school.ago(week, number % 5), how="phone" if (week + number) % 5 == 0 else "in_person",
                has_reason=(week + number) % 4 == 0, by_role=("mentor", "kaw")[number % 2])
        for week in weeks
    ]  # fmt: skip


def _spoken_of(school: School, number: int) -> list[Content]:
    """What the tandem said in its hour on Wednesday; of every fourth student nothing in the last weeks."""
    weeks = (9, 6) if number % 4 == 3 else (7, 4, 1 + number % 2)
    well, following = _SAID[number % len(_SAID)]
    return [
        Talk(date=school.ago(week, 2), goes_well=well, next_step=following, picked_up_by=("mentor", "kaw")[week % 2])
        for week in weeks
    ]


_SAID: Final = (
    ("Komt met een klasgenoot samen binnen", "Een ochtend zonder herinnering proberen"),
    ("Maakt grapjes in de les", "Vragen wat hielp in die ene volle week"),
    ("Liet zelf weten dat het later werd", None),
    ("Was er bij elke praktijkles", "Een praktijkles koppelen aan het eerste uur"),
)
