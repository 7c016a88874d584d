"""Groeikaart: one A4 for and with a student. Own line, own steps, own goal, own words; nobody to compare with."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import data, style, wording
from dashboard.charts import groeilijn as charts
from dashboard.filters import Klas, Student
from dashboard.journal.database import JournalError
from dashboard.journal.kinds import Goal, Scale, SeenStep
from dashboard.journal.store import Saved
from dashboard.panels import groeilijn as page
from dashboard.panels import groeilijn_rows, rows
from dashboard.panels.klas import growth
from dashboard.reports import press
from dashboard.wording import groeikaart as words
from dashboard.wording import groeilijn as own_words


@dataclass(frozen=True)
class Own:
    """What is written of a student that is meant for the student, by day: no notes of the tandem. `away` says why it
    cannot be read now.
    """

    entries: tuple[Saved[Any], ...] = ()
    away: str = ""

    @property
    def goals(self) -> list[Goal]:
        """Every goal."""
        return [one.content for one in self.entries if isinstance(one.content, Goal)]

    @property
    def goal(self) -> Goal | None:
        """The newest goal that is still to be reached."""
        ahead = [goal for goal in self.goals if not goal.is_reached]
        return ahead[-1] if ahead else None

    @property
    def scales(self) -> list[Scale]:
        """The answers to the question that was asked last."""
        return next(iter(groeilijn_rows.scales(self.entries).values()), [])

    @property
    def seen(self) -> list[tuple[str, SeenStep]]:
        """The steps that somebody saw, with their letters in the line."""
        return groeilijn_rows.seen_steps(self.entries)


def content(klas: Klas, student: Student) -> dict[str, Any]:
    """What stands on the card, as plain data. Asks `data.door`, which raises AccessDeniedError outside the scope."""
    now = growth(page.own_progress(klas, student))
    steps = page.in_order(page.own_steps(klas, student))
    own = written(klas, student)
    about = data.door().about()
    return {
        "title": words.title(student.name),
        "eyebrow": words.eyebrow(klas.class_id, klas.programme),
        "institution": about.institution,
        "foot": words.foot(about),
        "lead": words.lead(now),
        "explained": words.explained(now),
        "chart": _line(klas, student, steps, own),
        "chart-said": words.chart(has_goal=groeilijn_rows.has_goal(own.entries), has_seen=bool(own.seen)),
        "steps-title": words.STEPS,
        "steps": _steps(steps, own),
        "no-steps": words.NO_STEPS,
        "more-steps": words.MORE_STEPS,
        "questions-title": words.QUESTIONS,
        "questions": _questions(klas, student, steps),
        "parts-title": words.PARTS,
        "parts-said": wording.WHEN_IT_WORKED,
        "parts": [
            {"label": one.label, "share": one.n_present / one.n_registered, "said": words.part(one)}
            for one in page.own_parts(klas, student).get("Dag van de week", [])
        ],
        **_own_words(own),
    }


def written(klas: Klas, student: Student) -> Own:
    """What is written in the journal."""
    try:
        journal = data.door().journal_of(student.student_key, klas.class_key)
        return Own(tuple(journal.entries(Goal, Scale, SeenStep)))
    except JournalError as error:
        return Own(away=error.what)


def _steps(steps: pl.DataFrame, own: Own) -> list[dict[str, str]]:
    """The steps with their number in the line, those that somebody saw, and goals that were reached; newest first."""
    found: list[tuple[date, dict[str, str]]] = [
        (
            row["step_date"],
            {"mark": str(row["number"]), "sentence": words.step(row["sentence"]), "day": words.when(row)},
        )
        for row in steps.iter_rows(named=True)
    ]
    beside = [(one.date, letter, words.seen(one)) for letter, one in own.seen]
    beside += [(goal.reached_on, words.MARK, words.reached(goal)) for goal in own.goals if goal.reached_on is not None]
    found += [(day, {"mark": mark, "sentence": said, "day": style.day(day)}) for day, mark, said in beside]
    return [step for _, step in sorted(found, key=lambda one: one[0], reverse=True)]


def _own_words(own: Own) -> dict[str, Any]:
    """The boxes with own words; an empty text leaves room to write."""
    last = own.scales[-1] if own.scales else None
    return {
        "goal-title": words.GOAL,
        "goal": words.goal(own.goal) if own.goal else "",
        "words-title": words.WORDS,
        "words": (last.how_come or "") if last else "",
        "next-title": words.NEXT,
        "next": (last.small_step or "") if last else "",
        "scale-title": words.SCALE,
        "scale-now": last.score if last else -1,
        "scale-said": own_words.scale_now(own.scales) if own.scales else "",
        "scale-question": words.SCALE_QUESTION,
        "away": own.away,
    }


def _questions(klas: Klas, student: Student, steps: pl.DataFrame) -> list[dict[str, str]]:
    """The questions of the page; the newest step stands on the card already, so of that only its day."""
    first, second = page.questions(klas, student)
    fact = words.last_step(steps["step_date"][-1]) if steps.height else first.fact
    return [{"fact": fact, "question": first.question}, {"fact": second.fact, "question": second.question}]


def _line(klas: Klas, student: Student, steps: pl.DataFrame, own: Own) -> str:
    """The own line and the own goal, without what the school asks of everybody; nothing before the first lesson."""
    weeks = page.own_weeks(klas, student)
    if weeks.is_empty():
        return ""
    line = rows.growth_line(weeks, steps, page.own_days(klas, student))
    drawn = groeilijn_rows.growth_line(line, own.entries, data.door().today)
    drawn = drawn.filter(~pl.col("part").is_in(["duty", "written"]))
    if "label" in drawn.columns:
        drawn = drawn.with_columns(pl.col("label").str.replace_all("\n", " "))
    has_goal, has_seen = groeilijn_rows.has_goal(own.entries), bool(own.seen)
    return press.chart(charts.growth_line, drawn, height=250, has_goal=has_goal, has_seen=has_seen)
