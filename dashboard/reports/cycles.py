"""What is written down of PDCA cycles in a period: the measures with whom they reached, and the decisions."""

from dataclasses import dataclass

import polars as pl

from dashboard import cycles, data, downloads, wording
from dashboard.downloads import Column, Takeaway
from dashboard.journal.database import JournalError
from dashboard.journal.doors import CycleStory
from dashboard.reports.account_tables import takeaway
from dashboard.reports.half_year import HalfYear
from dashboard.wording import verantwoording as words


@dataclass(frozen=True)
class Written:
    """The tables of a period, None where nothing is written; `away` says why the journal cannot be read now."""

    measures: Takeaway | None = None
    decisions: Takeaway | None = None
    away: str = ""


def written(period: HalfYear) -> Written:
    """What is written down in a period. Raises AccessDeniedError for who may not read cycles."""
    try:
        stories = [one for one in data.door().cycles().entries() if cycles.runs_in(one, period.first, period.end)]
    except JournalError as error:
        return Written(away=f"{error.what} {error.do}")
    return Written(_measures(stories), _decisions(stories, period))


def _measures(stories: list[CycleStory]) -> Takeaway | None:
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
    return takeaway(words.MEASURES, frame, basis, columns, hidden=wording.fewer(smallest))


def _decisions(stories: list[CycleStory], period: HalfYear) -> Takeaway | None:
    rows = [
        (
            story.cycle.content.title, one.content.date, cycles.found(story, one.content.date) or "–",
            words.decided(one.content.decision), one.content.why,
        )
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
