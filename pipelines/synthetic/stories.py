"""The planted stories: students and classes of whom we know what happened, to check a page by eye."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipelines.synthetic.attendance import Habit

AUTUMN = date(2025, 8, 25)
MAY = date(2026, 5, 4)
"""Monday after the May holiday: for a class of five days a week the last 22 teaching days start here."""


class Change(NamedTuple):
    """From this Monday on these habits (or, for a class, this gain in level) hold."""

    monday: date
    values: Mapping[str, float]


@dataclass(frozen=True)
class Stay:
    """A stay in one class; `end` is the last day in it (None = still there), `reason` only when leaving."""

    class_id: str
    start: date
    end: date | None
    reason: str | None
    cohort: int


@dataclass(frozen=True)
class StoryStudent:
    """A student with a planted story; `story` is the sentence for the sample's README."""

    student_id: int
    first_name: str
    last_name: str
    birth_date: date
    stays: tuple[Stay, ...]
    habit: Habit
    changes: tuple[Change, ...]
    story: str


def _stay(class_id: str, start: date = AUTUMN, end: date | None = None, reason: str | None = None) -> Stay:
    return Stay(class_id, start, end, reason, 2025)


_STEADY = Habit(
    level=0.8, spread=0.02, whole_day_share=0.25, late_share=0.1, late_minutes=10, arrival_minute=0,
    ill_share=0, excused_share=0, notify_share=0.5,
)  # fmt: skip

STORY_STUDENTS = (
    StoryStudent(
        990001, "Zonnebloem", "van Proefstad", date(2008, 11, 3), (_stay("E1A-25"),),
        _STEADY._replace(level=0.9, arrival_minute=720), (Change(MAY, {"arrival_minute": 600}),),
        "came in around 12:00 all year and around 10:00 from 4 May 2026: still late, and a step",
    ),
    StoryStudent(
        990002, "Berk", "Voorbeeld", date(2007, 12, 14), (_stay("E1B-25"),),
        _STEADY._replace(level=0.4, spread=0.01, whole_day_share=0.05, late_share=0.03),
        (Change(MAY, {"level": 0.63}),),
        "present about 40 % until the May holiday, about 60 % from 4 May 2026, and holds it",
    ),
    StoryStudent(
        990003, "Żonkil", "de Testpersoon", date(2007, 5, 21), (_stay("DV1A-25"),),
        _STEADY._replace(level=0.45), (Change(date(2026, 1, 5), {"level": 0.72}),),
        "grew from about 45 % to about 70 % on 5 January 2026 and held it: by now the new level",
    ),
    StoryStudent(
        990004, "Sirius", "van den Voorbeeldenburg-Demonstratieveld", date(2008, 2, 9), (_stay("E1C-25"),),
        _STEADY, (
            Change(date(2026, 3, 2), {"level": 0.0, "spread": 0.0}),
            Change(date(2026, 4, 20), {"level": 0.78, "spread": 0.02}),
        ),
        "stayed away from 2 March up to 17 April 2026 and came back on 20 April",
    ),
    StoryStudent(
        990006, "Mélisse", "Façade", date(2008, 6, 30),
        (_stay("E1A-25", end=date(2026, 1, 4)), _stay("E1B-25", start=date(2026, 1, 5))),
        _STEADY._replace(level=0.7), (),
        "changed class on 5 January 2026, from E1A-25 to E1B-25, in one enrolment",
    ),
    StoryStudent(
        990007, "Castor", "ter Oefening", date(2007, 9, 17),
        (_stay("E1A-25", end=date(2026, 1, 29), reason="03"), _stay("E1C-25", start=date(2026, 2, 2))),
        _STEADY._replace(level=0.6), (Change(date(2026, 2, 2), {"level": 0.8}),),
        "two enrolments: dienstverlening (E1A-25) until 29 January 2026, horeca (E1C-25) from 2 February",
    ),
    StoryStudent(
        990008, "Lavendel", "Verzonnen", date(2008, 8, 8), (_stay("E1B-25", start=date(2026, 3, 2)),),
        _STEADY, (),
        "started during the year, on 2 March 2026 (rolling intake): comparable since May",
    ),
    StoryStudent(
        990009, "Rigel", "Bedacht", date(2009, 1, 12), (_stay("E1B-25", start=date(2026, 5, 11)),),
        _STEADY, (),
        "started on 11 May 2026: too early to compare; ill on the last day, in an open-ended report",
    ),
    StoryStudent(
        990010, "Vlier", "Papieren", date(2007, 3, 25),
        (_stay("E1C-25", end=date(2026, 3, 13), reason="04"),),
        _STEADY._replace(level=0.35), (),
        "left on 13 March 2026 (reason 04)",
    ),
    StoryStudent(
        990011, "Klaver", "Nietbestaand", date(2009, 4, 2), (_stay("E1D-25"),),
        _STEADY._replace(level=0.75), (Change(MAY, {"level": 0.42}),),
        "under 18, and more than 16 hours ongeoorloofd in the last four school weeks",
    ),
    StoryStudent(
        990012, "Linde", "van 't Voorbeeld", date(2008, 10, 19), (_stay("LO1B-25"),),
        _STEADY._replace(level=0.82, whole_day_share=0.8, excused_share=0.9, ill_share=0.06, notify_share=0),
        (Change(date(2026, 1, 5), {"notify_share": 1.0}),),
        "lets the school know before an absence since 5 January 2026, never before that",
    ),
    *(
        StoryStudent(
            number, first, last, born, (_stay("DV1B-25", end=date(2026, 4, 17), reason="02"),),
            _STEADY._replace(level=0.22), (),
            "one of the three low attenders who left DV1B-25 on 17 April 2026",
        )
        for number, first, last, born in (
            (990021, "Munt", "Schijnbaar", date(2007, 2, 2)),
            (990022, "Altair", "op den Proef", date(2007, 7, 27)),
            (990023, "Hazelaar", "Modelmensen", date(2006, 12, 6)),
        )
    ),
)  # fmt: skip

ILL_ON_THE_LAST_DAY = 990009

CALM_CLASSES = ("DV1B-25", "LO1A-25")
"""Here nothing happens but the class's own story: no other leavers, starters or changes."""

TEAM_CHANGE = Change(date(2026, 2, 23), {"level": 0.13})

GROWING_CLASS = "LO1A-25"
"""The class that truly grew: where who tries Groeilijn out begins."""

CLASS_CHANGES = {
    GROWING_CLASS: Change(date(2026, 4, 20), {"level": 0.17}),
    "ET1A-25": TEAM_CHANGE,
    "LO1B-25": TEAM_CHANGE,
    "LO2A-25": TEAM_CHANGE,
}

CLASS_STORIES = {
    "DV1B-25": "its mean rises after 17 April 2026 only because three low attenders left; no other changed",
    GROWING_CLASS: "truly grew: every student gained about 15 points from 20 April 2026",
    "ET1A-25": "about a fifth of its lessons was never registered",
}

CYCLE_STORIES = {
    "team Techniek en Logistiek": "presence truly rises by about 8 points from 23 February 2026 on, and holds it",
    "team Dienstverlening": "nothing changes from 5 January 2026 on: no more than its own ups and downs",
    "team Dienstverlening, registration": "four low weeks before 16 March 2026 by chance alone, then its mean again",
}
"""Groups about which a cycle might begin, and what truly happens."""

COVERAGE = {"ET1A-25": 0.80, "E1B-25": 0.96}
"""Share of lessons registered, where a story asks for it; elsewhere drawn between 0.93 and 0.98."""
