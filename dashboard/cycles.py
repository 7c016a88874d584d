"""PDCA cycles as pages and prints need them: what they aim at, where each is, what is due, and what it took.

Pure functions over the stories that `data.door().cycles().entries()` gives; nothing is asked or kept here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from dashboard.journal.doors import CycleStory
from dashboard.journal.kinds import IndicatorGoal, Measure, SoftGoal
from dashboard.journal.store import Saved
from dashboard.wording import verbeteren as words

Phase = Literal["plan", "do", "check", "act", "closed"]


@dataclass(frozen=True)
class Figure:
    """A figure a cycle may aim at: how it is called in a sentence, its unit, the direction that is better, whether it
    is about what students do, and, where it is not there every week, along which moments it runs.
    """

    title: str
    good: Literal["up", "down"] = "up"
    unit: words.Unit = "share"
    about_students: bool = False
    along: str | None = None

    @property
    def is_weekly(self) -> bool:
        """Whether it is there every week, so that a chart with limits says something."""
        return self.along is None


FIGURES = {
    "presence": Figure("aanwezigheid", about_students=True),
    "unexcused_share": Figure("ongeoorloofd afwezig", good="down", about_students=True),
    "registration_coverage": Figure("geregistreerde lessen"),
    "steps_per_student": Figure("stappen per student", unit="number", about_students=True),
    "job_positive": Figure("positief in de JOB-monitor", along="edition"),
    "vsv_rate_definitive": Figure("voortijdig schoolverlaten", good="down", along="teljaar"),
}
"""By the name of the indicator. Figures that look back over weeks themselves are left out: their weeks depend on each
other, and limits would call all the time.
"""


@dataclass(frozen=True)
class Due:
    """Something whose moment has come: a sentence, and since which day."""

    sentence: str
    since: dt.date


@dataclass(frozen=True)
class NewLimits:
    """From which day a decision starts the limits of a series anew, why, and of which group."""

    since: dt.date
    reason: str
    group: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Accounted:
    """A cycle in the account of a period.

    goal: in words. hours: effort of all measures together, null where none is known. done: actions done in the period.
    decided: what was decided in the period, and why. found: the headline of the last check in it, as it was frozen.
    """

    title: str
    group: str
    team: str | None
    goal: str
    started_on: dt.date
    by_when: dt.date
    phase: Phase
    measures: tuple[Measure, ...]
    hours: float | None
    done: tuple[tuple[dt.date, str, str], ...]
    found: str | None
    decided: tuple[tuple[dt.date, str, str], ...]


def around(figure: Figure, start: dt.date) -> tuple[int, int]:
    """The last moment that ended before a start, and the first that began after it, of a figure of once in a while.

    A teljaar runs from 1 October; the JOB-monitor is asked in the first months of its year.
    """
    if figure.along == "teljaar":
        begun = start.year if (start.month, start.day) <= (10, 1) else start.year + 1
        return (begun - 1 if start.month >= 7 else begun - 2), begun
    begun = start.year if start.month == 1 else start.year + 1
    return begun - 1, begun


def phase(story: CycleStory, today: dt.date) -> Phase:
    """Where a cycle is. Keep and stop close it; after adjusting it goes on."""
    decided = _last(story.decisions)
    if decided is not None and decided.content.decision != "adjust":
        return "closed"
    checked = _last(story.checks)
    if checked is not None and (decided is None or checked.created_at > decided.created_at):
        return "act"
    if today >= story.cycle.content.by_when:
        return "check"
    return "do" if story.actions and story.cycle.content.started_on <= today else "plan"


def due(story: CycleStory, today: dt.date) -> list[Due]:
    """What is due in a cycle that runs: actions whose day has come, then the check or the decision."""
    now = phase(story, today)
    if now == "closed":
        return []
    found = [
        Due(words.due_action(one.content.what, one.content.owner, one.content.due), one.content.due)
        for one in story.actions
        if one.content.done_on is None and one.content.due is not None and one.content.due <= today
    ]
    if now == "check":
        by_when = story.cycle.content.by_when
        found.append(Due(words.due_check(by_when), by_when))
    if now == "act":
        on = story.checks[-1].content.date
        found.append(Due(words.due_decision(on), on))
    return found


def group(story: CycleStory) -> dict[str, object]:
    """The group a cycle is about, by the columns of a table; empty is the institution."""
    goal = story.cycle.content.goal
    if isinstance(goal, IndicatorGoal):
        return dict(goal.group)
    return {} if story.cycle.subject.team is None else {"team": story.cycle.subject.team}


def goal(story: CycleStory) -> str:
    """What a cycle aims at, in words."""
    return aim(story.cycle.content.goal)


def aim(aimed: IndicatorGoal | SoftGoal) -> str:
    """A goal in words."""
    if isinstance(aimed, IndicatorGoal):
        figure = FIGURES.get(aimed.indicator, Figure(aimed.indicator))
        return words.goal(figure.title, aimed.from_value, aimed.to_value, figure.unit)
    return aimed.words


def new_limits(stories: Iterable[CycleStory], indicator: str, but: UUID | None = None) -> Iterator[NewLimits]:
    """Where decisions start the limits of an indicator anew: from the start of their cycle, `but` that one."""
    for story in stories:
        cycle = story.cycle.content
        if not isinstance(cycle.goal, IndicatorGoal) or cycle.goal.indicator != indicator or story.cycle.id == but:
            continue
        decided = [one.content for one in story.decisions if one.content.rebases]
        if decided:
            why = words.because(cycle.title, decided[-1].why)
            yield NewLimits(cycle.started_on, why, tuple(sorted(cycle.goal.group.items())))


def account(stories: Iterable[CycleStory], first: dt.date, last: dt.date) -> list[Accounted]:
    """The cycles that ran in a period, alphabetical, as the half-yearly account tells them."""
    found = []
    for story in stories:
        cycle, decisions = story.cycle.content, [one.content for one in story.decisions]
        closed = [one.date for one in decisions if one.decision != "adjust"]
        if cycle.started_on > last or (closed and closed[-1] < first):
            continue
        hours = [one.effort_hours for one in cycle.measures if one.effort_hours is not None]
        checked = [one.content for one in story.checks if first <= one.content.date <= last]
        found.append(
            Accounted(
                title=cycle.title,
                group=words.group(group(story)),
                team=story.cycle.subject.team,
                goal=goal(story),
                started_on=cycle.started_on,
                by_when=cycle.by_when,
                phase=phase(story, last),
                measures=cycle.measures,
                hours=sum(hours) if hours else None,
                done=tuple(
                    (one.content.done_on, one.content.what, one.content.owner)
                    for one in story.actions
                    if one.content.done_on is not None and first <= one.content.done_on <= last
                ),
                found=str(checked[-1].figures.get("headline", "")) or None if checked else None,
                decided=tuple((one.date, one.decision, one.why) for one in decisions if first <= one.date <= last),
            )
        )
    return sorted(found, key=lambda one: (one.group, one.title))


def _last(entries: Sequence[Saved]) -> Saved | None:  # type: ignore[type-arg]
    return max(entries, key=lambda one: one.created_at, default=None)
