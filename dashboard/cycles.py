"""PDCA cycles as pages and prints need them: what they aim at, where each is, what is due, and in which period it runs.

Pure functions over the stories that `data.door().cycles().entries()` gives; nothing is asked or kept here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from dashboard.journal.doors import CycleStory
from dashboard.journal.kinds import IndicatorGoal, SoftGoal
from dashboard.journal.store import Saved
from dashboard.wording import verbeteren as words
from dashboard.wording.uitkomsten import THEMES
from pipelines.school_year import FIRST_MONTH

Phase = Literal["plan", "do", "check", "act", "closed"]


@dataclass(frozen=True)
class Figure:
    """A figure a cycle may aim at: how it is called in a sentence, its unit, the direction that is better, whether it
    is about what students do, by which columns besides the team its group may be named, which part of it is chosen (a
    question or a theme), and, where it is not there every week, along which moments it runs.
    """

    title: str
    good: Literal["up", "down"] = "up"
    unit: words.Unit = "share"
    about_students: bool = False
    columns: tuple[str, ...] = ("level", "programme")
    part: Literal["scale", "grade", "theme"] | None = None
    along: str | None = None

    @property
    def is_weekly(self) -> bool:
        """Whether it is there every week, so that a chart with limits says something."""
        return self.along is None


FIGURES = {
    "presence": Figure("aanwezigheid", about_students=True),
    "unexcused_share": Figure("ongeoorloofde afwezigheid", good="down", about_students=True),
    "registration_coverage": Figure("registratie van lessen"),
    "steps_per_student": Figure("aantal stappen per student", unit="number", about_students=True),
    "marks_rising": Figure("deel van de vakken met een hoger toetscijfer", along="school_year"),
    "incidents_per_100_students": Figure(
        "aantal incidenten per 100 studenten per maand", good="down", unit="number", columns=(), along="school_year"
    ),
    "job_positive": Figure("aandeel positief in de JOB-monitor", columns=("level",), part="scale", along="edition"),
    "job_grade": Figure(
        "rapportcijfer in de JOB-monitor", unit="number", columns=("level",), part="grade", along="edition"
    ),
    "staff_survey_score": Figure(
        "score in het medewerkersonderzoek", unit="number", columns=(), part="theme", along="edition"
    ),
    "staff_survey_positive": Figure(
        "aandeel positief in het medewerkersonderzoek", columns=(), part="theme", along="edition"
    ),
    "vsv_rate_definitive": Figure("voortijdig schoolverlaten", good="down", columns=("level",), along="teljaar"),
}
"""By the name of the indicator. Why each other one is not there stands in `words.NO_GOAL`."""


PERIOD_ENDS = ((1, 31), (4, 15), (6, 30), (11, 15))
"""Month and day on which the four periods of a school year are about over."""
LEAST_WEEKS = words.LEAST + 2
"""The school weeks a check needs at least, and a holiday of two weeks."""


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


def period_end(start: dt.date) -> dt.date:
    """The end of the first period in which a cycle has enough school weeks: a day for its goal, never in the summer."""
    least = start + dt.timedelta(weeks=LEAST_WEEKS)
    ends = (dt.date(year, *end) for year in (least.year, least.year + 1) for end in PERIOD_ENDS)
    return min(end for end in ends if end >= least)


def around(figure: Figure, start: dt.date) -> tuple[int, int]:
    """The last moment that ended before a start, and the first that began after it, of a figure of once in a while.

    A teljaar runs from 1 October, a school year from 1 August; surveys are held in the first months of their year.
    """
    if figure.along == "edition":
        begun = start.year if start.month == 1 else start.year + 1
        return begun - 1, begun
    first = (10, 1) if figure.along == "teljaar" else (FIRST_MONTH, 1)
    begun = start.year if (start.month, start.day) <= first else start.year + 1
    # In its last summer a teljaar is as good as over, and a school year is in its last weeks.
    is_ending = start.month >= (7 if figure.along == "teljaar" else 6) and begun == start.year
    return (begun - 1 if is_ending else begun - 2), begun


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


def as_of(story: CycleStory, on: dt.date) -> CycleStory:
    """A cycle without the checks and decisions of after a day: so it stood then."""
    return replace(
        story,
        checks=tuple(one for one in story.checks if one.content.date <= on),
        decisions=tuple(one for one in story.decisions if one.content.date <= on),
    )


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
        return words.goal(called(aimed, figure), aimed.from_value, aimed.to_value, figure.unit)
    return aimed.words


def called(aimed: IndicatorGoal, figure: Figure) -> str:
    """How the figure of a goal is called, with its theme where it has one of those of the staff survey."""
    theme = THEMES.get(str(aimed.group.get("theme")))
    return figure.title if theme is None else f"{figure.title} ({theme.lower()})"


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


def runs_in(story: CycleStory, first: dt.date, end: dt.date) -> bool:
    """Whether a cycle runs in a period up to `end`, which is not in it: begun before that, and not closed before it."""
    closed = [one.content.date for one in story.decisions if one.content.decision != "adjust"]
    return story.cycle.content.started_on < end and not (closed and closed[-1] < first)


def found(story: CycleStory, on: dt.date) -> str | None:
    """What the last check up to a day said in its headline, as it was kept; None without one."""
    seen = [one.content for one in story.checks if one.content.date <= on]
    return str(seen[-1].figures.get("headline") or "") or None if seen else None


def _last(entries: Sequence[Saved]) -> Saved | None:  # type: ignore[type-arg]
    return max(entries, key=lambda one: one.created_at, default=None)
