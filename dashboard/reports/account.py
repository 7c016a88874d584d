"""The half-year account: what was done, for whom, what is seen since, how sure that is, and where it comes from.

For kwaliteit. Every figure comes from `Door.figures` (and its kin), so what is hidden on the pages is hidden here; a
number that somebody wrote down is hidden by the same threshold.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from dashboard import data, downloads, style, wording
from dashboard.charts import aanwezigheid as presence_charts
from dashboard.charts import vsv as vsv_charts
from dashboard.downloads import Takeaway
from dashboard.panels import aanwezigheid_rows, job_rows, vsv_rows
from dashboard.reports import account_tables as tables
from dashboard.reports import cycles, press
from dashboard.reports import outcome_tables as outcomes
from dashboard.reports.half_year import HalfYear, known_in
from dashboard.reports.tables import printed
from dashboard.wording import aanwezigheid as presence_words
from dashboard.wording import begeleiding as guidance_words
from dashboard.wording import job as job_words
from dashboard.wording import uitkomsten as outcome_words
from dashboard.wording import verantwoording as words
from dashboard.wording import vsv as vsv_words
from dashboard.wording.groeikaart import foot
from pipelines.definition import Definition
from pipelines.errors import AccessDeniedError


@dataclass
class Chapter:
    """A part of the account: what it says and shows. Tables also stand in the workbook; a chart is drawn in print."""

    title: str
    said: list[str] = field(default_factory=list)
    tables: list[Takeaway] = field(default_factory=list)
    chart: Callable[[], str] | None = None
    chart_said: str = ""
    notes: list[str] = field(default_factory=list)


def chapters(period: HalfYear) -> list[Chapter]:
    """The account of a period. Asks `data.door`, which raises AccessDeniedError for who is not of kwaliteit."""
    if not data.door().sees_everyone:
        raise AccessDeniedError
    written = cycles.written(period)
    body = [
        _written(words.MEASURES, [written.measures], words.MEASURES_SAID, words.NO_MEASURES, written.away),
        _vsv(period),
        _presence(period),
        _guidance(period),
        _job(period),
        _marks(period),
        _incidents(period),
        _staff(period),
        _written(
            words.CYCLES,
            [written.decisions, written.aims, written.actions],
            words.CYCLES_SAID,
            words.NO_CYCLES,
            written.away,
        ),
    ]
    return [_short(body), *body]


def _written(title: str, found: list[Takeaway | None], said: str, nothing: str, away: str) -> Chapter:
    """What is written down of the cycles, what to write down, or why it cannot be read now."""
    if away:
        return Chapter(title, [away])
    there = [taken for taken in found if taken is not None]
    if not there:
        return Chapter(title, [nothing])
    # Without the first table, there is still something to write down.
    begin = there[0].basis if found[0] is not None else nothing
    return Chapter(title, [begin, said], there)


def content(period: HalfYear) -> dict[str, Any]:
    """What stands in the account, as plain data."""
    about = data.door().about()
    parts = chapters(period)
    return {
        "title": words.title(about.institution),
        "eyebrow": words.eyebrow(words.period(period.first, period.last_month), period.school_year, about.until),
        "institution": about.institution,
        "foot": foot(about),
        "chapters": [
            {
                "title": part.title,
                "said": part.said,
                "chart": part.chart() if part.chart else "",
                "chart-said": part.chart_said,
                "tables": [printed(taken) for taken in part.tables],
                "notes": part.notes,
            }
            for part in parts
        ],
        "origin-title": words.ORIGIN,
        "origin": [list(pair) for pair in origin(parts)],
        "definitions": [
            {"title": one.title, "terms": [list(pair) for pair in (*wording.terms(one), ("In de code", one.where))]}
            for one in _definitions(parts)
        ],
    }


def workbook(period: HalfYear) -> bytes:
    """The same account as a workbook: its sentences, a sheet for each table, and where it comes from."""
    parts = chapters(period)
    about = data.door().about()
    said = [
        ("Wat", words.title(about.institution)),
        ("Periode", words.period(period.first, period.last_month)),
        *((part.title if spot == 0 else "", text) for part in parts for spot, text in enumerate(part.said)),
    ]
    meant = [pair for one in _definitions(parts) for pair in (("", ""), ("Definitie", one.title), *wording.terms(one))]
    return downloads.workbook_of(
        {taken.title: tables.in_numbers(taken) for part in parts for taken in part.tables},
        {words.SHORT: said, words.ORIGIN: [*origin(parts), *meant]},
        first=words.SHORT,
    )


def origin(parts: list[Chapter]) -> Iterator[tuple[str, str]]:
    """Where the figures come from, as pairs of term and meaning."""
    door = data.door()
    about = door.about()
    hidden = sum(taken.n_hidden for part in parts for taken in part.tables)
    yield "Instelling", about.institution
    yield "Gegevens tot en met", style.day(about.until)
    yield "Bestanden", wording.from_files(about.n_files)
    yield "Versie van de cijfers", about.build
    used = door.vsv_files()
    named = pl.concat([used["population_from"], used["leavers_from"]]).drop_nulls()
    files = named.str.replace(r" maand \d+$", "").unique().sort().to_list()
    if files:
        yield "DUO", words.used(files)
    yield "Kleine groepen", wording.thresholds(about.small_group, about.few_answers)
    yield "Niet getoond", wording.not_shown(hidden)


def _definitions(parts: list[Chapter]) -> list[Definition]:
    """The definitions behind the tables, each once, in the order of the account."""
    return list({one.name: one for part in parts for taken in part.tables for one in taken.definitions}.values())


def _short(body: list[Chapter]) -> Chapter:
    """The account in a few sentences: the first one of each chapter that has figures."""
    return Chapter(words.SHORT, [part.said[0] for part in body if part.tables and part.said])


def _vsv(period: HalfYear) -> Chapter:
    door = data.door()
    now, newest = tables.levels(period)
    settled = tables.teljaren(period)
    rate = vsv_rows.rate(newest)
    if now is None or rate is None:
        return Chapter(words.START, [words.NO_VSV], [settled] if settled else [])
    final = known_in(door.figures(tables.FINAL, where=tables.RULE), period)
    chart, broken, said = None, "", vsv_words.YEARS
    if final["value"].count():
        drawn = vsv_rows.years(final, door.norms(), None, rate.teljaar)
        broken = vsv_words.breaks(vsv_rows.broken(drawn))
        parts = vsv_rows.parts(drawn)
        said = vsv_words.years(parts)
        chart = partial(press.chart, vsv_charts.years, drawn, height=250, top=vsv_rows.axis(final), drawn=parts)
    return Chapter(
        words.START,
        [
            f"{vsv_words.lead(rate)}.",
            vsv_words.explained(rate, vsv_rows.before(newest), vsv_rows.change(newest)),
            words.LEVELS_SAID,
        ],
        [taken for taken in (now, settled) if taken is not None],
        chart,
        said,
        [note for note in (vsv_words.ENTREE, broken) if note],
    )


def _presence(period: HalfYear) -> Chapter:
    taken = tables.presence(period)
    if taken.rows.is_empty():
        return Chapter(words.PRESENCE, [words.NO_PRESENCE])
    whole = taken.rows.filter(group=words.WHOLE_SCHOOL).row(0, named=True)
    said = words.presence(
        whole["value_0"], whole["value_1"], whole["n_persons"], is_hidden=bool(whole["is_hidden_0"])
    )  # fmt: skip
    if whole["value_0"] is not None:
        said = f"{said} {words.ordinary(*_signals(data.door().control_chart('presence'), 'week_start', period))}"
    months = data.door().figures("presence", over=("school_year", "month"))
    known = months.filter(pl.col("month") < period.end)
    return Chapter(
        words.PRESENCE,
        [said, words.PRESENCE_SAID],
        [taken],
        partial(press.chart, presence_charts.years, aanwezigheid_rows.years(known, period.school_year), height=230),
        presence_words.YEARS,
    )


def _signals(series: pl.DataFrame, moment: str, period: HalfYear) -> tuple[int, int, int]:
    """How many points of a series with limits are in the period, how many ask attention, and how many are better."""
    signals = series.filter(
        pl.col(moment).is_between(period.first, period.end, closed="left"), pl.col("value").is_not_null()
    )["signal"]
    return signals.count(), int((signals == "concern").sum()), int((signals == "improvement").sum())


def _guidance(period: HalfYear) -> Chapter:
    reached, listed, spread = tables.reach(period), tables.kenmerken(period), tables.balance(period)
    if reached is None:
        return Chapter(words.GUIDANCE, [words.NO_LISTS])
    whole = reached.rows.filter(group=words.WHOLE_SCHOOL).row(0, named=True)
    return Chapter(
        words.GUIDANCE,
        [f"{guidance_words.lead(whole['numerator'], whole['denominator'])}.", words.REACH_SAID],
        [taken for taken in (reached, spread, listed) if taken is not None],
    )


def _job(period: HalfYear) -> Chapter:
    found = tables.job(period)
    if found is None:
        return Chapter(words.JOB, [words.NO_JOB])
    door = data.door()
    edition = int(found[0].title.rpartition(" ")[2])
    given = job_rows.grades(
        door.figures("job_grade", by=("theme", "item")), door.job_items(), door.job_references(), edition
    )
    said = [f"{job_words.lead(given)} (JOB-monitor van {edition}).", job_words.explained(given), words.JOB_SAID]
    asked = door.figures("response_rate", by=("theme",), where={"edition": edition}).filter(
        pl.col("value").is_not_null()
    )
    if asked.height:
        said.insert(2, job_words.response(*asked.select("numerator", "denominator").row(0)))
    return Chapter(words.JOB, said, list(found))


def _marks(period: HalfYear) -> Chapter:
    found = outcomes.marks(period)
    if found is None:
        return Chapter(words.MARKS, [words.NO_MARKS])
    row = found.rows.filter(group=words.WHOLE_SCHOOL).row(0, named=True)
    if row["is_hidden"]:
        return Chapter(words.MARKS, [wording.HIDDEN_GROUP], [found])
    counted = ("numerator", "denominator", "n_same", "value", "low", "high")
    return Chapter(words.MARKS, [outcome_words.marks(*(row[name] for name in counted))], [found])


def _incidents(period: HalfYear) -> Chapter:
    found = outcomes.incidents(period)
    if found is None:
        return Chapter(words.INCIDENTS, [words.NO_INCIDENTS])
    row = found.rows.filter(group=words.WHOLE_SCHOOL).row(0, named=True)
    if row["value_0"] is None:
        return Chapter(words.INCIDENTS, [wording.HIDDEN_GROUP], [found])
    series = data.door().control_chart(outcomes.INCIDENTS, good="down")
    said = words.incidents(row["numerator"], row["value_0"], row["value_1"])
    ordinary = words.ordinary(*_signals(series, "month", period), "maanden")
    return Chapter(words.INCIDENTS, [f"{said} {ordinary}", outcome_words.LESS_REPORTED], [found])


def _staff(period: HalfYear) -> Chapter:
    found = outcomes.staff(period)
    if found is None:
        return Chapter(words.STAFF, [words.NO_STAFF])
    said, taken = found
    return Chapter(words.STAFF, [said, words.STAFF_SAID], [taken])
