"""Years that are closed stay as they were reported, until someone of beheer accepts a change.

The first build after a period closes keeps the group figures of that period in the store. Every later build counts them
again; where a later delivery, a file that was taken away or another way of counting would change them, the build still
serves what was reported and says what would change and from which files. Accepting a change names it by its content, so
what comes in after that has to be accepted anew.

    <store>/reported/<mart>/<period>.parquet    rows of a mart as reported
    <store>/reported/kept.json                  when each was kept, and the last delivery that was in it
    <store>/reported/accepted.json              what was accepted, by whom, when and why
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import private
from pipelines.store import Delivery, Store

DEFINITIONS = """
# Afgesloten jaren

Waarom: Een jaar dat is verantwoord, mag niet stil veranderen. Anders klopt een verslag later niet meer.
Telt mee: Een schooljaar sluit op 1 oktober erna, een teljaar als het definitieve cijfer (D) binnen is, een meting van
    de JOB-monitor of het medewerkersonderzoek aan het eind van dat kalenderjaar. Vanaf dan blijven de groepscijfers
    zoals ze waren.
Telt niet mee: De groeilijn van een student. Die volgt altijd de laatste levering.
Lees met beleid: Zou een latere levering een afgesloten jaar veranderen, dan staat op de pagina Gegevens wat er
    verandert en door welk bestand. Pas als de functioneel beheerder dat overneemt, verandert het cijfer.
"""


@dataclass(frozen=True)
class Reported:
    """A mart whose closed periods are kept.

    period: the column that tells the period. numerator, denominator: what a change is told by, over the rows that
    `of` keeps. sources: whose deliveries can change it.
    """

    mart: str
    period: str
    numerator: str
    denominator: str
    sources: tuple[str, ...]
    is_closed: Callable[[pl.DataFrame, dt.date], pl.Series]
    of: pl.Expr = pl.lit(value=True)  # noqa: RUF009


@dataclass(frozen=True)
class Revision:
    """What a closed period would become: rows that differ, the figure before and after, and from which files."""

    mart: str
    period: int
    digest: str
    n_rows: int
    numerator_before: int
    denominator_before: int
    numerator_after: int
    denominator_after: int
    files: str


@dataclass(frozen=True)
class Acceptance:
    """One change that was accepted: which, by whom, when and why."""

    mart: str
    period: int
    digest: str
    by: str
    at: str
    reason: str


REVISIONS = pl.Schema({
    "mart": pl.String, "period": pl.Int32, "digest": pl.String, "n_rows": pl.Int64, "numerator_before": pl.Int64,
    "denominator_before": pl.Int64, "numerator_after": pl.Int64, "denominator_after": pl.Int64, "files": pl.String,
})  # fmt: skip
"""Columns of build.revision; grain: mart and period."""


def _school_year_is_over(rows: pl.DataFrame, until: dt.date) -> pl.Series:
    return rows.select(pl.date(pl.col("school_year") + 1, 10, 1) <= until).to_series()


def _is_definitive(rows: pl.DataFrame, until: dt.date) -> pl.Series:
    """The definitive count closes a teljaar, from whatever day it is there."""
    return rows.select((pl.col("status") == "D").any().over("teljaar")).to_series()


def _calendar_year_is_over(rows: pl.DataFrame, until: dt.date) -> pl.Series:
    return rows.select(pl.date(pl.col("edition") + 1, 1, 1) <= until).to_series()


_ATTENDANCE = ("attendance", "enrolments", "absence_notices", "absence_reasons", "calendar")
_JOB = ("job_answers", "job_results", "job_codebook", "job_items", "job_invited")
REPORTED = (
    Reported("class_week", "school_year", "present_minutes", "registered_minutes", _ATTENDANCE, _school_year_is_over),
    Reported(
        "weekday_month", "school_year", "present_minutes", "registered_minutes", _ATTENDANCE, _school_year_is_over
    ),
    Reported("class_year", "school_year", "n_students", "n_students", ("enrolments",), _school_year_is_over),
    Reported("class_progress", "school_year", "n_students", "n_students", _ATTENDANCE, _school_year_is_over),
    Reported("class_growth", "school_year", "n_growing", "n_comparable", _ATTENDANCE, _school_year_is_over),
    Reported("class_start", "school_year", "n_stayed", "n_starters", ("enrolments",), _school_year_is_over),
    Reported("stay_week", "school_year", "n_left", "n_at_risk", ("enrolments",), _school_year_is_over),
    Reported(
        "class_guidance", "school_year", "n_contacts", "n_students", ("checklists", "contacts", *_ATTENDANCE),
        _school_year_is_over,
    ),
    Reported("checklist_item", "school_year", "n_ruimte", "n_done", ("checklists", "enrolments"), _school_year_is_over),
    Reported(
        "vsv_month", "teljaar", "n_vsv", "n_population", ("vsv_start", "vsv_leavers", "enrolments"), _is_definitive,
        of=(pl.col("status") == "D") & (pl.col("rule") == "delivered"),
    ),
    Reported("job_item", "edition", "n_positive", "n", _JOB, _calendar_year_is_over),
    Reported("class_mark", "school_year", "n_rising", "n_repeated", ("test_marks", "enrolments"), _school_year_is_over),
    Reported(
        "incident_month", "school_year", "n_incidents", "n_students", ("incidents", "enrolments"), _school_year_is_over
    ),
    Reported("staff_survey_result", "edition", "sum_hundredths", "n", ("staff_survey",), _calendar_year_is_over),
)  # fmt: skip


def settle(
    store: Store, marts: dict[str, pl.DataFrame], deliveries: Sequence[Delivery], until: dt.date
) -> tuple[dict[str, pl.DataFrame], list[Revision]]:
    """Give the marts as they are to be served, and what would have changed in closed periods.

    A period that closed since the last build is kept from now on; an accepted change replaces what was kept.
    """
    folder = store.reported
    kept: dict[str, Any] = _read(folder / "kept.json", {})
    accepted = {(one.mart, one.period, one.digest) for one in acceptances(folder)}
    served, revisions = dict(marts), []
    for one in REPORTED:
        if one.mart not in marts:
            continue
        rows = marts[one.mart]
        closed = rows.filter(one.is_closed(rows, until))
        periods = set(closed.get_column(one.period).unique()) | _kept_periods(kept, one.mart)
        stays = [rows.filter(~pl.col(one.period).is_in(sorted(periods)))]
        for period in sorted(periods):
            now = rows.filter(pl.col(one.period) == period)
            path, name = folder / one.mart / f"{period}.parquet", f"{one.mart}/{period}"
            before = pl.read_parquet(path) if name in kept and path.exists() else None
            digest = _digest(now)
            if before is None or _digest(before, now) == _digest(now, before) or (one.mart, period, digest) in accepted:
                if before is None or not before.equals(now):
                    _keep(store, now, path)
                    kept[name] = {
                        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                        "received": max((d.received for d in deliveries), default=0),
                        "files": sorted(_files(deliveries, one.sources)),
                    }
                stays.append(now)
                continue
            stays.append(before)
            revisions.append(_revision(one, period, digest, before, now, kept[name], deliveries))
        served[one.mart] = _in_order(pl.concat(stays, how="diagonal_relaxed"), rows)
    _write(store, kept, folder / "kept.json")
    return served, revisions


def acceptances(folder: Path) -> list[Acceptance]:
    """What was accepted so far, oldest first; `folder` is the store's `reported`."""
    return [Acceptance(**entry) for entry in _read(folder / "accepted.json", [])]


def accept(folder: Path, one: Acceptance) -> None:
    """Write down that a change is accepted; the next build carries it out."""
    entries = [*(asdict(before) for before in acceptances(folder)), asdict(one)]
    private.write(folder / "accepted.json", json.dumps(entries, ensure_ascii=False, indent=1).encode())


def _revision(
    one: Reported,
    period: int,
    digest: str,
    before: pl.DataFrame,
    now: pl.DataFrame,
    kept: dict[str, Any],
    deliveries: Sequence[Delivery],
) -> Revision:
    shared = [column for column in before.columns if column in now.columns]
    changed = pl.concat([before.select(shared), now.select(shared)], how="vertical_relaxed")
    n_rows = changed.filter(~changed.is_duplicated()).height
    here = _files(deliveries, one.sources)
    later = {d.file for d in deliveries if d.source in one.sources and d.received > kept["received"]}
    gone = set(kept["files"]) - here
    (numerator_before, denominator_before), (numerator_after, denominator_after) = (
        frame.filter(one.of).select(a=pl.col(one.numerator).sum(), b=pl.col(one.denominator).sum()).row(0)
        for frame in (before, now)
    )
    files = ", ".join([*sorted(later), *(f"{file} (weggehaald)" for file in sorted(gone))])
    return Revision(
        one.mart,
        period,
        digest,
        n_rows,
        numerator_before,
        denominator_before,
        numerator_after,
        denominator_after,
        files,
    )


def _files(deliveries: Sequence[Delivery], sources: tuple[str, ...]) -> set[str]:
    return {d.file for d in deliveries if d.source in sources and not d.repeats}


def _kept_periods(kept: dict[str, Any], mart: str) -> set[int]:
    return {int(name.partition("/")[2]) for name in kept if name.startswith(f"{mart}/")}


def _digest(rows: pl.DataFrame, other: pl.DataFrame | None = None) -> str:
    """Content of rows whatever their order; beside `other` only the columns that both have."""
    columns = sorted(rows.columns if other is None else set(rows.columns) & set(other.columns))
    words = rows.select(pl.col(columns).cast(pl.String)).sort(columns)
    return hashlib.sha256(words.write_csv().encode()).hexdigest()[:16]


def _in_order(served: pl.DataFrame, computed: pl.DataFrame) -> pl.DataFrame:
    """The columns, types and order of rows of the mart as it was computed."""
    served = served.select(pl.col(name).cast(kind) for name, kind in computed.schema.items())
    first = [name for name in ("class_id", "week_start") if name in served.columns]
    return served.sort(*first, *(name for name in served.columns if name not in first), nulls_last=True)


def _keep(store: Store, rows: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = store.workplace / f"{path.parent.name}-{path.name}"
    rows.write_parquet(aside)
    aside.replace(path)


def _read(path: Path, empty: Any) -> Any:
    return json.loads(path.read_text("utf-8")) if path.exists() else empty


def _write(store: Store, content: Any, path: Path) -> None:
    aside = store.workplace / path.name
    aside.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    aside.replace(path)
