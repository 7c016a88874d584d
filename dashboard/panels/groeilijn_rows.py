"""What is written about a student as rows of the charts: pure functions from entries to one row per mark.

An entry stands at its day; what lies before the first week of the line is in the list alone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

import polars as pl

from dashboard import style
from dashboard.charts.groeilijn import lane_share
from dashboard.journal.kinds import Agreement, Content, Goal, Scale, SeenStep
from dashboard.journal.store import Saved
from dashboard.wording import groeilijn as words

C = TypeVar("C", bound=Content)
Entries = Sequence[Saved[Any]]
AHEAD = timedelta(weeks=4)
"""How far a goal for a later day makes the line run on."""
FRESH = timedelta(weeks=2)
"""How long the line of a goal is at least, so that a goal of today can be seen."""


def lanes(entries: Entries, first: date) -> tuple[str, ...]:
    """The kinds that stand below a line that begins on a day, in the order of `words.LANES`."""
    there = {one.content.kind for one in entries if one.content.day >= first}
    return tuple(kind for kind in words.LANES if kind in there)


def seen_steps(entries: Entries) -> list[tuple[str, SeenStep]]:
    """The steps somebody saw, by day, each with its letter in the line and in the list."""
    found = [one.content for one in entries if isinstance(one.content, SeenStep)]
    return [(_letter(number), step) for number, step in enumerate(found)]


def growth_line(line: pl.DataFrame, entries: Entries, today: date) -> pl.DataFrame:
    """The rows of `rows.growth_line` with those of what is written."""
    weeks = line.filter(part="week")
    first, last = weeks["week_start"][0], max(weeks["week_start"][-1], today)
    found = [_written(entries, first), _seen(entries, weeks), _goals(entries, first, last)]
    return pl.concat([line, *(frame for frame in found if frame.height)], how="diagonal_relaxed")


def has_goal(entries: Entries) -> bool:
    """Whether there is an own goal that is drawn in the growth line."""
    return any(share_of(goal) is not None for goal in _of(entries, Goal))


def has_arrival_goal(entries: Entries) -> bool:
    """Whether there is an own goal that is drawn among the arrivals."""
    return any(goal.counts == "arrival_minute" for goal in _of(entries, Goal))


def share_of(goal: Goal) -> float | None:
    """The number of a goal as a share of lessons; None when it counts something else."""
    if goal.number is None or goal.counts not in {"lessons", "presence_percent"}:
        return None
    return goal.number / (20 if goal.counts == "lessons" else 100)


def arrivals(days: pl.DataFrame, entries: Entries, today: date) -> pl.DataFrame:
    """The rows of `rows.arrivals` with those of own goals that say when to come in."""
    first, last = days["date"].min(), days["date"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return days
    spans = _spans([goal for goal in _of(entries, Goal) if goal.counts == "arrival_minute"], first, max(last, today))
    found = [
        {"part": "goal", "date": start, "date_end": end, "goal_minute": goal.number, "label": label,
         "text": words.line(goal)}
        for (goal, start, end), label in zip(spans, _labels(spans), strict=True)
    ]  # fmt: skip
    return pl.concat([days, pl.DataFrame(found)], how="diagonal_relaxed") if found else days


def scales(entries: Entries) -> dict[str, list[Scale]]:
    """The answers by question, each by day; the question that was asked last comes first."""
    found: dict[str, list[Scale]] = {}
    for one in _of(entries, Scale):
        found.setdefault(one.question or "", []).append(one)
    return dict(sorted(found.items(), key=lambda item: item[1][-1].date, reverse=True))


def scale(answers: Sequence[Scale]) -> pl.DataFrame:
    """The rows of `charts.groeilijn.scale`."""
    return pl.DataFrame(
        {
            "date": [one.date for one in answers],
            "score": [one.score for one in answers],
            "text": [f"{style.day(one.date)}: {words.line(one)}" for one in answers],
        }
    )


def mark_of(content: Content) -> str:
    """The form of an entry, one of `charts.groeilijn.MARKS`."""
    if isinstance(content, Agreement) and content.done_on is not None:
        return "agreement_done"
    if isinstance(content, Goal) and content.is_reached:
        return "goal_reached"
    return content.kind


def _of(entries: Entries, kind: type[C]) -> list[C]:
    return [one.content for one in entries if isinstance(one.content, kind)]


def _written(entries: Entries, first: date) -> pl.DataFrame:
    """One row for each week and kind with something written."""
    shown = lanes(entries, first)
    groups: dict[tuple[date, str], list[Content]] = {}
    for one in entries:
        content: Content = one.content
        if content.kind in shown and content.day >= first:
            monday = content.day - timedelta(days=content.day.weekday())
            groups.setdefault((monday, content.kind), []).append(content)
    return pl.DataFrame(
        [
            {
                "part": "written",
                "week_start": found[-1].day,
                "share": lane_share(shown.index(kind)),
                "mark": mark_of(found[-1]),
                "score": str(found[-1].score) if isinstance(found[-1], Scale) else "",
                "times": f"{len(found)}×" if len(found) > 1 and kind != "scale" else "",
                "text": "\n".join(f"{style.day(one.day)}: {words.line(one)}" for one in found),
            }
            for (_, kind), found in groups.items()
        ]
    )


def _seen(entries: Entries, weeks: pl.DataFrame) -> pl.DataFrame:
    """One row for each week with a step that somebody saw; in a week without lessons it stands at the foot."""
    share = dict(weeks.select("week_start", "share").iter_rows())
    groups: dict[date, list[tuple[str, SeenStep]]] = {}
    for letter, step in seen_steps(entries):
        if step.date >= weeks["week_start"][0]:
            groups.setdefault(step.date - timedelta(days=step.date.weekday()), []).append((letter, step))
    return pl.DataFrame(
        [
            {
                "part": "seen",
                "week_start": monday,
                "share": share.get(monday) or 0.0,
                "letter": found[0][0] if len(found) == 1 else f"{found[0][0]}–{found[-1][0]}",
                "text": "\n".join(f"{style.day(step.date)}: {words.line(step)}" for _, step in found),
            }
            for monday, found in groups.items()
        ]
    )


def _goals(entries: Entries, first: date, last: date) -> pl.DataFrame:
    spans = _spans([goal for goal in _of(entries, Goal) if share_of(goal) is not None], first, last)
    return pl.DataFrame(
        [
            {"part": "goal", "week_start": start, "week_end": end, "share": share_of(goal), "label": label,
             "text": words.line(goal)}
            for (goal, start, end), label in zip(spans, _labels(spans), strict=True)
        ]
    )  # fmt: skip


def _labels(spans: Sequence[tuple[Goal, date, date]]) -> list[str]:
    """What stands above the plot: the newest goal of each kind in one line, with the first of the spans."""
    newest = {goal.counts: goal for goal, _, _ in spans}
    return [words.own_goal(*newest.values()), *[""] * (len(spans) - 1)] if spans else []


def _spans(goals: Sequence[Goal], first: date, last: date) -> list[tuple[Goal, date, date]]:
    """Each goal with the days it stands for: until it was reached, or the next goal that counts the same began."""
    found = []
    for kind in sorted({goal.counts for goal in goals if goal.counts is not None}):
        same = [goal for goal in goals if goal.counts == kind]
        for goal, later in [*pairwise(same), (same[-1], None)]:
            until = goal.reached_on or (later.set_on if later else max(goal.by_when or last, last, goal.set_on + FRESH))
            start, end = max(goal.set_on, first), min(until, last + AHEAD)
            if start <= end:
                found.append((goal, start, end))
    return found


def _letter(number: int) -> str:
    """A to z, then aa: 26 becomes "aa"."""
    return (chr(96 + number // 26) if number >= 26 else "") + chr(97 + number % 26)
