"""The cycles of the fictional school: one with a real effect, one without, and one of low weeks that came back.

Their teams, figures and first days are those of the stories in its lessons (`CYCLE_STORIES` of `pipelines.synthetic`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from dashboard.journal.kinds import Action, Content, Cycle, IndicatorGoal, Measure
from dashboard.journal.store import Subject

if TYPE_CHECKING:
    from dashboard.journal.sample import Pen, School

LOGISTICS, CARE = "Techniek en Logistiek", "Dienstverlening"


def cycles(school: School, pen: Pen) -> None:
    """Three cycles of two teams, with what was done in them."""
    for team, parts in _CYCLES:
        author = school.leaders.get(team)
        if author is None:
            continue
        began = pen.writes(parts[0], Subject(team=team), author)
        for part in parts[1:]:
            pen.writes(part, Subject(team=team, part_of=began.id), author)


def _presence(team: str, was: float, target: float, indicator: str = "presence") -> IndicatorGoal:
    return IndicatorGoal(indicator=indicator, group={"team": team}, from_value=was, to_value=target)


def _day(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


_CYCLES: Final[tuple[tuple[str, tuple[Content, ...]], ...]] = (
    (LOGISTICS, (
        Cycle(
            title="De dag samen beginnen", started_on=_day(2, 23), by_when=_day(6, 5),
            goal=_presence(LOGISTICS, 0.69, 0.75),
            plan="Elke klas begint de dag met een kwartier in de eigen werkplaats. Wie er niet is, krijgt die ochtend "
                 "een belletje: wat heb je nodig om te komen?",
            measures=(
                Measure(what="Dagstart in de werkplaats", target_group="alle klassen", n_reached=58, effort_hours=84),
                Measure(what="Bellen in het eerste uur", target_group="wie er niet is", effort_hours=26.5),
            ),
        ),
        Action(what="Dagstart in drie klassen", owner="mentoren", planned_on=_day(2, 23), done_on=_day(2, 23)),
        Action(what="Bellen in het eerste uur", owner="KAW'ers", planned_on=_day(3, 9), done_on=_day(3, 9)),
        Action(what="Met studenten nabespreken wat hielp", owner="peercoaches", planned_on=_day(5, 18), due=_day(6, 3)),
    )),
    (CARE, (
        Cycle(
            title="Huiswerkuur op dinsdag", started_on=_day(1, 5), by_when=_day(7, 3),
            goal=_presence(CARE, 0.705, 0.76),
            plan="Op dinsdag is er na de laatste les een uur hulp bij schoolwerk, met koffie en thee.",
            measures=(Measure(what="Huiswerkuur", target_group="wie wil", n_reached=23, effort_hours=40),),
        ),
        Action(what="Eerste huiswerkuur", owner="mentoren", planned_on=_day(1, 6), done_on=_day(1, 6)),
        Action(what="Vragen wie er nog meer wil komen", owner="peercoaches", planned_on=_day(6, 1), due=_day(6, 19)),
    )),
    (CARE, (
        Cycle(
            title="Registreren in de les", started_on=_day(3, 16), by_when=_day(5, 29),
            goal=_presence(CARE, 0.927, 0.97, "registration_coverage"),
            plan="Na een paar weken met minder geregistreerde lessen: elke les sluit af met een minuut registreren.",
            measures=(Measure(what="Herinnering in het rooster", target_group="docenten", effort_hours=6),),
        ),
        Action(what="Herinnering in het rooster", owner="teamleider", planned_on=_day(3, 16), done_on=_day(3, 17)),
    )),
)  # fmt: skip
