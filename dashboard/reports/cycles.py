"""What is written down of PDCA cycles in a period: what they aimed at, their measures, and what was decided."""

from dataclasses import dataclass
from datetime import date, timedelta

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


@dataclass(frozen=True)
class Written:
    """The tables of a period, None where nothing is written; `away` says why the journal cannot be read now."""

    measures: Takeaway | None = None
    aims: Takeaway | None = None
    decisions: Takeaway | None = None
    away: str = ""


def written(period: HalfYear) -> Written:
    """What is written down in a period. Raises AccessDeniedError for who may not read cycles."""
    try:
        stories = [one for one in data.door().cycles().entries() if cycles.runs_in(one, period.first, period.end)]
    except JournalError as error:
        return Written(away=f"{error.what} {error.do}")
    return Written(_measures(stories), _aims(stories, period), _decisions(stories, period))


def _measures(stories: list[CycleStory]) -> Takeaway | None:
    """Every measure with whom it reached and what it took; a number of a few people is hidden as any other."""
    smallest = data.door().about().small_group
    rows = [
        (story.cycle.content.title, one.what, one.target_group, one.n_reached, one.effort_hours,
         one.n_reached is not None and one.n_reached < smallest)
        for story in stories
        for one in story.cycle.content.measures
    ]  # fmt: skip
    if not rows:
        return None
    frame = pl.DataFrame(
        rows,
        schema={"cycle": pl.String, "what": pl.String, "group": pl.String, "reached": pl.Int64, "hours": pl.Float64,
                "is_few": pl.Boolean},
        orient="row",
    ).with_columns(pl.when(~pl.col("is_few")).then("reached"))  # fmt: skip
    columns = {
        "cycle": downloads.group("Cyclus"),
        "what": downloads.group("Maatregel"),
        "group": downloads.group("Doelgroep"),
        "reached": Column("Bereikt", "count", "is_few"),
        "hours": Column("Inzet in uren", "decimal", None),
    }
    basis = words.n_measures(len(rows), sum(bool(story.cycle.content.measures) for story in stories))
    return takeaway(words.MEASURES, frame, basis, columns)


def _aims(stories: list[CycleStory], period: HalfYear) -> Takeaway | None:
    """What each cycle aimed at, and where it was at the end of the period, or is today in one that runs."""
    today = data.door().today
    last = min(period.end - timedelta(days=1), today)
    rows = [
        (story.cycle.content.title, cycle_words.group(cycles.group(story)), cycles.goal(story),
         story.cycle.content.by_when, _seen(story, last, today),
         cycle_words.STEPS[cycles.phase(cycles.as_of(story, last), last)])
        for story in stories
    ]  # fmt: skip
    if not rows:
        return None
    frame = pl.DataFrame(
        rows,
        schema={"cycle": pl.String, "group": pl.String, "goal": pl.String, "by_when": pl.Date, "found": pl.String,
                "phase": pl.String},
        orient="row",
    ).sort("group", "cycle")  # fmt: skip
    columns = {
        "cycle": downloads.group("Cyclus"),
        "group": downloads.group("Groep"),
        "goal": downloads.group("Doel"),
        "by_when": downloads.group("Voor", "date"),
        "found": downloads.group("Laatste check"),
        "phase": downloads.group(f"Stap op {style.day(last)}"),
    }
    return takeaway("Cycli", frame, words.n_cycles(len(rows)), columns)


def _seen(story: CycleStory, last: date, today: date) -> str | None:
    """What the last check said as it was kept; without one, what is seen now in a period that runs."""
    kept = cycles.found(story, last)
    return kept if kept or last < today else words.not_kept(verbeteren.headline(story))


def _decisions(stories: list[CycleStory], period: HalfYear) -> Takeaway | None:
    """What was decided in the period, what was seen then, and why: that is what was learned."""
    rows = [
        (story.cycle.content.title, one.content.date, cycles.found(story, one.content.date),
         cycle_words.DECISIONS[one.content.decision], one.content.why)
        for story in stories
        for one in story.decisions
        if period.holds(one.content.date)
    ]  # fmt: skip
    if not rows:
        return None
    names = {"cycle": pl.String, "date": pl.Date, "found": pl.String, "decision": pl.String, "why": pl.String}
    frame = pl.DataFrame(rows, schema=names, orient="row").sort("date")
    columns = {
        "cycle": downloads.group("Cyclus"),
        "date": downloads.group("Datum", "date"),
        "found": downloads.group("Wat er te zien was"),
        "decision": downloads.group("Besluit"),
        "why": downloads.group("Waarom, en wat we leerden"),
    }
    return takeaway("Besluiten", frame, words.n_decisions(len(rows)), columns)
