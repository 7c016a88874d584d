"""What is written down of PDCA cycles in a period: what they aimed at, their measures and actions, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from dashboard import cycles, data, downloads, style
from dashboard.downloads import Column, Takeaway
from dashboard.journal.database import JournalError
from dashboard.journal.doors import CycleStory
from dashboard.panels import verbeteren
from dashboard.reports.account_tables import takeaway
from dashboard.reports.half_year import HalfYear
from dashboard.wording import verantwoording as words
from dashboard.wording import verbeteren as cycle_words

_TYPES: dict[downloads.Kind, type[pl.DataType]] = {"date": pl.Date, "count": pl.Int64, "decimal": pl.Float64}


@dataclass(frozen=True)
class Written:
    """The tables of a period, None where nothing is written; `away` says why the journal cannot be read now."""

    measures: Takeaway | None = None
    aims: Takeaway | None = None
    actions: Takeaway | None = None
    decisions: Takeaway | None = None
    away: str = ""


def written(period: HalfYear) -> Written:
    """What is written down in a period. Raises AccessDeniedError for who may not read cycles."""
    try:
        stories = [one for one in data.door().cycles().entries() if cycles.runs_in(one, period.first, period.end)]
    except JournalError as error:
        return Written(away=f"{error.what} {error.do}")
    today = data.door().today
    last = min(period.end - timedelta(days=1), today)
    return Written(
        _measures(stories), _aims(stories, last, today), _actions(stories, period, last), _decisions(stories, period)
    )


def _table(
    title: str, basis: str, rows: Sequence[tuple[Any, ...]], columns: Mapping[str, Column], *order: str
) -> Takeaway | None:
    """What was written as a table, a column per field of `rows`; None without rows."""
    if not rows:
        return None
    schema = {name: _TYPES.get(column.kind, pl.String) for name, column in columns.items()}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return takeaway(title, frame.sort(order) if order else frame, basis, columns)


def _measures(stories: list[CycleStory]) -> Takeaway | None:
    """Every measure with whom it reached and what it took; a number of a few people is hidden as any other."""
    smallest = data.door().about().small_group
    rows = [
        (story.cycle.content.title, one.what, one.target_group, one.n_reached, one.effort_hours)
        for story in stories
        for one in story.cycle.content.measures
    ]
    columns = {
        "cycle": downloads.group("Cyclus"),
        "what": downloads.group("Maatregel"),
        "group": downloads.group("Doelgroep"),
        "reached": Column("Bereikt", "count", "is_few"),
        "hours": Column("Inzet in uren", "decimal", None),
    }
    n_cycles = sum(bool(story.cycle.content.measures) for story in stories)
    basis = words.n_measures(len(rows), n_cycles, sum(hours or 0 for *_, hours in rows))
    found = _table(words.MEASURES, basis, rows, columns)
    if found is None:
        return None
    is_few = (pl.col("reached") < smallest).fill_null(value=False)
    return replace(found, rows=found.rows.with_columns(pl.when(~is_few).then("reached"), is_few=is_few))


def _aims(stories: list[CycleStory], last: date, today: date) -> Takeaway | None:
    """What each cycle aimed at, and where it was at the end of the period, or is today in one that runs."""
    rows = [
        (story.cycle.content.title, cycle_words.group(cycles.group(story)), cycles.goal(story),
         story.cycle.content.by_when, _seen(story, last, today),
         cycle_words.STEPS[cycles.phase(cycles.as_of(story, last), last)])
        for story in stories
    ]  # fmt: skip
    columns = {
        "cycle": downloads.group("Cyclus"),
        "group": downloads.group("Groep"),
        "goal": downloads.group("Doel"),
        "by_when": downloads.group("Voor", "date"),
        "found": downloads.group("Laatste check"),
        "phase": downloads.group(f"Stap op {style.day(last)}"),
    }
    return _table("Cycli", words.n_cycles(len(rows)), rows, columns, "group", "cycle")


def _seen(story: CycleStory, last: date, today: date) -> str | None:
    """What the last check said as it was kept; without one, what is seen now in a period that runs."""
    kept = cycles.found(story, last)
    return kept if kept or last < today else words.not_kept(verbeteren.headline(story))


def _actions(stories: list[CycleStory], period: HalfYear, last: date) -> Takeaway | None:
    """What was planned or done in the period, as it was typed, and by which role: who it was is for the own team."""
    rows = [
        (story.cycle.content.title, one.content.what, words.role(one.content.owner), one.content.planned_on,
         one.content.due, one.content.done_on if one.content.done_on and one.content.done_on <= last else None)
        for story in stories
        for one in story.actions
        if one.content.planned_on < period.end and (one.content.done_on is None or one.content.done_on >= period.first)
    ]  # fmt: skip
    columns = {
        "cycle": downloads.group("Cyclus"),
        "what": downloads.group("Actie"),
        "who": downloads.group("Wie"),
        "planned_on": downloads.group("Vanaf", "date"),
        "due": downloads.group("Uiterlijk", "date"),
        "done_on": downloads.group("Gedaan", "date"),
    }
    n_done = sum(done is not None for *_, done in rows)
    return _table("Acties", words.n_actions(len(rows), n_done), rows, columns, "cycle", "planned_on", "what")


def _decisions(stories: list[CycleStory], period: HalfYear) -> Takeaway | None:
    """What was decided in the period, what was seen then, and why: that is what was learned."""
    rows = [
        (story.cycle.content.title, one.content.date, cycles.found(story, one.content.date),
         cycle_words.DECISIONS[one.content.decision], one.content.why)
        for story in stories
        for one in story.decisions
        if period.holds(one.content.date)
    ]  # fmt: skip
    columns = {
        "cycle": downloads.group("Cyclus"),
        "date": downloads.group("Datum", "date"),
        "found": downloads.group("Wat er te zien was"),
        "decision": downloads.group("Besluit"),
        "why": downloads.group("Waarom, en wat we leerden"),
    }
    return _table("Besluiten", words.n_decisions(len(rows)), rows, columns, "date")
