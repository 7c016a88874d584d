"""The inbox: which files are there, which are new, and what became of their lines.

The files in the inbox are the truth: a file that is taken out of it no longer counts at the next build. A file that
was read before costs nothing again, as long as its content is the same, and what its name says where a layout reads
that. Later is: arrived in a later build, or, within one build, later by file name (numbers in names compare as
numbers). Reference deliveries that come with Groeilijn are taken in like any other file, before all of the school's
own, which therefore replace them. Facts of the journal are files too, which are written anew before a build.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipelines.contract import Source
from pipelines.errors import RefusedError, StorageError, UnreadableError
from pipelines.forgotten import NOBODY, RULE, Forgotten
from pipelines.ingest import Facts, Numbers, UnaccountedError, examine, read_file, sheets
from pipelines.judge import NONE_REJECTED, REJECTED_SCHEMA, Batch, Match
from pipelines.store import Delivery, Part, Store, of_sheet

READERS = 2
"""Files read at the same time: one is scanned while another is judged and written."""
SAVE_EVERY = 20
"""Files after which what was read is written down, so that a build that is stopped does not start from nothing."""
ROW_GROUP = 30_000
SHIPPED = "meegeleverd: "
"""Before the name of a reference delivery in the list of deliveries."""
DEFINITIONS = """
# Regels van een levering

Waarom: Wat de school aanlevert, mag nergens stil verdwijnen. Daarom krijgt elke regel van elk bestand een plek.
Telt mee: Elke regel van elk bestand in de map: goed, vervangen door een nieuwere levering, of apart gezet. Samen zijn
    dat alle regels. Een bestand dat twee keer wordt aangeleverd, telt één keer.
Telt niet mee: Een bestand dat niet is ingelezen, omdat het bij geen bekende indeling hoort. Het staat apart, met
    waarom. Wat in een apart gezette regel staat, wordt niet bewaard.
Lees met beleid: Een apart gezette regel is geen fout van een student. Vaak is het één instelling in het bronsysteem,
    die honderden regels tegelijk goed maakt.
"""
WRITTEN = "geschreven: "
"""Before the name of a file with facts of the journal."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are."""


@dataclass(frozen=True)
class Keeping:
    """What is not to be kept of a good line: that it is about who is forgotten, or about before the day `since`."""

    forgotten: Forgotten = NOBODY
    since: dt.date | None = None

    def parted(self, rows: pl.DataFrame, source: Source) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows that are kept, and the lines of the others with the rule that sets them aside."""
        rules = rows.select(
            pl.when(self.forgotten.names(rows)).then(pl.lit(RULE)).when(self._is_too_old(rows, source)).then(
                pl.lit("too_old")
            ).alias("rule")
        ).to_series()  # fmt: skip
        if rules.null_count() == rows.height:
            return rows, NONE_REJECTED
        aside = rows.select("line").with_columns(rule=rules).drop_nulls("rule").unique().sort("line")
        return rows.filter(rules.is_null()), aside.cast(REJECTED_SCHEMA)

    def _is_too_old(self, rows: pl.DataFrame, source: Source) -> pl.Expr:
        column = source.until or source.period
        if self.since is None or column is None or column not in rows.columns:
            return pl.lit(value=False)
        is_day = rows.schema[column] == pl.Date
        return (pl.col(column) < (self.since if is_day else self.since.year)).fill_null(value=False)


def quiet(what: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def take_in(
    inbox: Path,
    store: Store,
    sources: Sequence[Source],
    fingerprint: str,
    progress: Progress = quiet,
    reference: Path | None = None,
    keeping: Keeping | None = None,
    written: Path | None = None,
) -> list[Delivery]:
    """Read what is new in the inbox and give all its deliveries in order of arrival.

    `fingerprint` stands for the code and settings by which lines are judged: another one reads everything again.
    `reference` is a folder of deliveries that arrived before everything else, `written` one of facts of
    the journal. What is not to be kept is set aside.
    """
    files = [(f"{SHIPPED}{path.name}", path) for path in sorted(reference.glob("*.csv"))] if reference else []
    files += [(path.relative_to(inbox).as_posix(), path) for path in files_in(inbox)]
    files += [(f"{WRITTEN}{path.name}", path) for path in sorted(written.glob("*.csv"))] if written else []
    before = store.deliveries(fingerprint)
    with ThreadPoolExecutor(READERS) as pool:
        found = _found(files, sources, before, pool)
        known, fresh = _sorted_out(found, before)
        waiting = [replace(one.entry, n_bytes=-1, modified_ns=-1) for one in fresh]
        store.keep_deliveries([*known, *waiting], fingerprint)
        read = pool.map(
            lambda one: (
                one.entry
                if one.facts is None
                else _take(one.path, one.entry, one.facts, store, sources, fingerprint, keeping or Keeping())
            ),
            fresh,
        )
        done: list[Delivery] = []
        for number, delivery in enumerate(read, start=1):
            done.append(delivery)
            progress("Bestanden lezen", number, len(fresh))
            if number % SAVE_EVERY == 0:
                store.keep_deliveries([*known, *done, *waiting[number:]], fingerprint)
    originals = {d.file: d for d in (*known, *done)}
    everything = [_as_repeat(d, originals[d.repeats]) if d.repeats else d for d in originals.values()]
    store.keep_deliveries(everything, fingerprint)
    return sorted(everything, key=lambda d: (d.received, d.file))


@dataclass(frozen=True)
class Found:
    """A delivered file: its entry so far, and its facts when it was looked into just now."""

    path: Path
    entry: Delivery
    facts: Facts | None = None


def _found(
    files: list[tuple[str, Path]], sources: Sequence[Source], before: list[Delivery], pool: ThreadPoolExecutor
) -> list[Found]:
    """Look at every delivered file; only one that is new or changed is opened."""
    read = {d.digest for d in before if _is_read(d)}
    by_path: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in before:
        by_path[delivery.path].append(delivery)

    def look(file: tuple[str, Path]) -> list[Found]:
        name, path = file
        try:
            stat = path.stat()
            seen = by_path[name]
            if seen and {(d.n_bytes, d.modified_ns, d.digest in read) for d in seen} == {
                (stat.st_size, stat.st_mtime_ns, True)
            }:
                return [Found(path, replace(_named(d.path, d.sheet, d.digest), **_size(stat))) for d in seen]
            found = _looked_into(path, name, sources)
        except OSError:
            return [Found(path, Delivery(name, 0, 0, "", 0, "", refused_why=_sentence(UnreadableError())))]
        except RefusedError as error:
            return [Found(path, Delivery(name, 0, 0, "", 0, "", refused_why=_sentence(error)))]
        return [Found(path, replace(entry, **_size(stat)), facts) for entry, facts in found]

    return [one for found in pool.map(look, files) for one in found]


def _size(stat: os.stat_result) -> dict[str, Any]:
    return {"n_bytes": stat.st_size, "modified_ns": stat.st_mtime_ns}


def _named(path: str, sheet: str | None, digest: str) -> Delivery:
    return Delivery(path if sheet is None else of_sheet(path, sheet), 0, 0, digest, 0, "", sheet=sheet)


def _looked_into(path: Path, name: str, sources: Sequence[Source]) -> list[tuple[Delivery, Facts]]:
    """What is in a file: itself, or each sheet of a workbook with more than one. Raises RefusedError."""
    facts = examine(path)
    parts = sheets(path, facts) if facts.is_workbook else [facts]
    return [
        (_named(name, part.sheet if len(parts) > 1 else None, _digest(part, path.name, sources)), part)
        for part in parts
    ]


def _digest(facts: Facts, name: str, sources: Sequence[Source]) -> str:
    """Hash of all that is read: the content, and what the name of the file says to the layouts that look at it."""
    said = [layout.said(name) for source in sources for layout in source.layouts if layout.named]
    if not any(said):
        return facts.digest
    return hashlib.sha256(json.dumps([facts.digest, said]).encode()).hexdigest()


def _is_read(delivery: Delivery) -> bool:
    """Tell whether the content of a delivery was read, by this code and these settings, under this name."""
    return bool(delivery.digest) and delivery.n_bytes >= 0 and delivery.repeats is None


def is_shipped(delivery: Delivery) -> bool:
    """Tell whether a delivery came with Groeilijn."""
    return delivery.file.startswith(SHIPPED)


def _sorted_out(found: list[Found], before: list[Delivery]) -> tuple[list[Delivery], list[Found]]:
    """Give each file its place in the order of arrival, and part those known from those still to be read."""
    here = {(one.entry.file, one.entry.digest) for one in found}
    arrival = {(d.file, d.digest): d for d in before}
    renamed = {d.digest: d for d in reversed(before) if d.digest and (d.file, d.digest) not in here}
    read_before = {d.digest: d for d in before if _is_read(d)}
    counter = max((d.received for d in before if not is_shipped(d)), default=0)
    n_shipped = sum(is_shipped(one.entry) for one in found)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    known: list[Delivery] = []
    fresh: list[Found] = []
    firsts: dict[str, str] = {}
    for place, one in enumerate(found):
        earlier = arrival.get((one.entry.file, one.entry.digest)) or renamed.get(one.entry.digest)
        if is_shipped(one.entry):
            received = place - n_shipped
        elif earlier is not None:
            received = earlier.received
        else:
            counter += 1
            received = counter
        entry = replace(
            one.entry,
            received=received,
            received_at=earlier.received_at if earlier else now,
        )
        first = firsts.setdefault(entry.digest, entry.file) if entry.digest else entry.file
        same = read_before.get(entry.digest)
        if first != entry.file:
            known.append(replace(entry, repeats=first))
        elif same is not None:
            known.append(replace(
                same, file=entry.file, sheet=entry.sheet, n_bytes=entry.n_bytes, modified_ns=entry.modified_ns,
                received=entry.received, received_at=entry.received_at,
            ))  # fmt: skip
        else:
            fresh.append(replace(one, entry=entry))
    return known, fresh


def gone(deliveries: Sequence[Delivery]) -> dict[str, tuple[str, ...]]:
    """By file, the columns that it lacks and that an earlier one of the same source and layout did have."""
    never: dict[tuple[str | None, str | None], set[str]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for delivery in sorted(deliveries, key=lambda d: (d.received, d.file)):
        if delivery.source is None or delivery.repeats:
            continue
        lacks = set(delivery.lacks)
        before = never.setdefault((delivery.source, delivery.layout), lacks)
        found[delivery.file] = tuple(name for name in delivery.lacks if name not in before)
        never[delivery.source, delivery.layout] = before & lacks
    return found


def check(path: Path, sources: Sequence[Source], workplace: Path) -> list[tuple[Delivery, pl.DataFrame]]:
    """Try one file without keeping anything, each sheet by itself.

    Tells what it is, how its lines fare, and which are set aside by what rule.
    """
    try:
        found = _looked_into(path, path.name, sources)
    except RefusedError as error:
        refused = Delivery(path.name, 0, 0, "", 0, "", refused_why=_sentence(error))
        return [(refused, pl.DataFrame(schema=REJECTED_SCHEMA))]
    return [_tried(path, entry, facts, sources, workplace) for entry, facts in found]


def _tried(
    path: Path, entry: Delivery, facts: Facts, sources: Sequence[Source], workplace: Path
) -> tuple[Delivery, pl.DataFrame]:
    frames: list[pl.DataFrame] = []

    def keep_nothing(source: Source, good: pl.DataFrame, number: int) -> list[Part]:
        return [Part("", None, good.height)]

    try:
        delivery = _read(path, entry, facts, sources, workplace, keep_nothing, frames, Keeping())
    except RefusedError as error:
        delivery = replace(entry, refused_why=_sentence(error, entry))
    return delivery, pl.concat(frames) if frames else pl.DataFrame(schema=REJECTED_SCHEMA)


def files_in(inbox: Path) -> list[Path]:
    """The files in a folder that count as delivered, in the order of their names; notes and hidden files do not."""
    found = [p for p in inbox.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))]
    return sorted(
        (p for p in found if p.suffix.lower() != ".md"),
        key=lambda p: _natural(p.relative_to(inbox).as_posix()),
    )


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in re.split(r"(\d+)", name.lower())]


def _as_repeat(delivery: Delivery, original: Delivery) -> Delivery:
    """The same content again: every line of it replaces itself."""
    return replace(
        delivery, source=original.source, layout=original.layout, n_lines=original.n_lines,
        n_replaced=original.n_lines, first_date=original.first_date, last_date=original.last_date,
        refused_why=original.refused_why,
    )  # fmt: skip


def _sentence(error: RefusedError, about: Delivery | None = None) -> str:
    what = error.what if about is None or about.sheet is None else error.what.replace(" bestand ", " blad ")
    return f"{what} {error.do}"


def _take(
    path: Path,
    entry: Delivery,
    facts: Facts,
    store: Store,
    sources: Sequence[Source],
    fingerprint: str,
    keeping: Keeping,
) -> Delivery:
    key = f"{entry.digest[:20]}-{fingerprint[:8]}"
    rejected: list[pl.DataFrame] = []

    def keep(source: Source, good: pl.DataFrame, number: int) -> list[Part]:
        return _keep(store, source, good, key, number)

    try:
        delivery = _read(path, entry, facts, sources, store.workplace, keep, rejected, keeping)
    except UnreadableError as error:
        return replace(entry, n_bytes=0, digest="", refused_why=_sentence(error))
    except RefusedError as error:
        return replace(entry, refused_why=_sentence(error, entry))
    if not delivery.n_rejected:
        return delivery
    aside = store.rejected / str(delivery.source) / f"{key}.parquet"
    _write(pl.concat(rejected).sort("line"), aside, store)
    return replace(delivery, rejected_path=aside.relative_to(store.root).as_posix())


def _read(
    path: Path,
    entry: Delivery,
    facts: Facts,
    sources: Sequence[Source],
    workplace: Path,
    keep: Callable[[Source, pl.DataFrame, int], list[Part]],
    rejected: list[pl.DataFrame],
    keeping: Keeping,
) -> Delivery:
    """Read one file to the end, handing good rows to `keep` and collecting lines set aside in `rejected`."""
    for as_text in (False, True):
        rejected.clear()
        parts: list[Part] = []
        n_good = n_kept = 0
        dates: list[dt.date] = []
        try:
            match, batches = read_file(path, facts, sources, workplace, as_text=as_text)
            for number, batch in enumerate(_at_once(batches) if match.source.of_file else batches):
                completed = match.source.completed(batch.good)
                completed, aside = keeping.parted(completed, match.source)
                rejected.append(aside)
                good = _last_of_each(completed, match)
                n_good += match.n_lines(completed)
                n_kept += match.n_lines(good)
                good = good.drop("line")
                parts += keep(match.source, good, number)
                rejected.append(batch.rejected)
                dates += _span(good, match.source)
        except UnaccountedError:
            continue
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
                raise StorageError from error
            raise UnreadableError from error
        n_rejected = sum(frame.height for frame in rejected)
        if not n_good + n_rejected:
            raise RefusedError(
                "Het bestand bevat alleen een kopregel.", "Maak de export opnieuw als er regels horen te zijn."
            )
        return replace(
            entry, source=match.source.name, layout=match.layout.title, n_lines=n_good + n_rejected,
            n_validated=n_kept, n_rejected=n_rejected, n_replaced=n_good - n_kept, parts=tuple(parts),
            first_date=min(dates).isoformat() if dates else None, last_date=max(dates).isoformat() if dates else None,
            lacks=match.lacks, ignored=match.ignored,
        )  # fmt: skip
    raise RefusedError("Dit bestand is niet regel voor regel te lezen.", "Maak de export opnieuw.")


def _at_once(batches: Iterator[Batch]) -> Iterator[Batch]:
    """All batches as one, for what the lines of a file decide together."""
    read = list(batches)
    yield Batch(pl.concat(batch.good for batch in read), pl.concat(batch.rejected for batch in read))


def _last_of_each(good: pl.DataFrame, match: Match) -> pl.DataFrame:
    """Sorted by grain, with the last line of each: a lesson that is repeated in one file counts once."""
    source = match.source
    if not good.get_column("line").is_sorted():
        good = good.sort("line")
    grain = [column for column in source.grain if column in good.columns]
    if match.answers:
        lines = [column for column in source.line_grain if column in good.columns]
        return good.filter(pl.col("line") == pl.col("line").max().over(lines)).sort(grain)
    key = _one_number(good, source)
    if key is None:
        good = good.sort(grain, maintain_order=True)
        differs = (pl.col(name).ne_missing(pl.col(name).shift(-1)) for name in grain)
        return good.filter(pl.any_horizontal(*differs, pl.int_range(pl.len()) == pl.len() - 1))
    steps = np.diff(key)
    if (steps < 0).any():
        # Lines mostly come in sorted stretches, which this kind of sorting merges.
        order = np.argsort(key, kind="stable")
        good, steps = good[order], np.diff(key[order])
    return good.filter(np.append(steps != 0, True)) if not steps.all() else good


def _one_number(good: pl.DataFrame, source: Source) -> Numbers | None:
    """The grain as one number with the same order, where its columns are numbers and dates without nulls."""
    if not set(source.grain) <= set(good.columns):
        return None
    columns = [good.get_column(name) for name in source.grain]
    if good.is_empty() or any(c.null_count() or not (c.dtype.is_integer() or c.dtype == pl.Date) for c in columns):
        return None
    key = np.zeros(good.height, dtype=np.int64)
    for numbers in (column.to_physical().to_numpy() for column in columns):
        key *= int(numbers.max()) - int(numbers.min()) + 1
        key += numbers
    return key


def _span(good: pl.DataFrame, source: Source) -> list[dt.date]:
    if source.period is None or good.is_empty():
        return []
    first, last = good.select(pl.col(source.period).min().alias("a"), pl.col(source.period).max().alias("b")).row(0)
    return [first, last]


def _keep(store: Store, source: Source, good: pl.DataFrame, key: str, number: int) -> list[Part]:
    if good.is_empty():
        return []
    if not source.is_weekly:
        path = store.validated / source.name / f"{key}-{number}.parquet"
        return [_write_part(good, path, None, store)]
    first, last = (day - dt.timedelta(days=day.weekday()) for day in _span(good, source))
    pieces = [(first, good)]
    if first != last:
        weeks = good.select(pl.col(source.period or "").dt.truncate("1w")).to_series()
        pieces = [(week, good.filter(weeks == week)) for week in weeks.unique().sort()]
    return [
        _write_part(piece, store.validated / source.name / key / f"{week}-{number}.parquet", str(week), store)
        for week, piece in pieces
    ]


def _write_part(frame: pl.DataFrame, path: Path, week_start: str | None, store: Store) -> Part:
    _write(frame, path, store)
    return Part(path.relative_to(store.root).as_posix(), week_start, frame.height)


def _write(frame: pl.DataFrame, path: Path, store: Store) -> None:
    aside = store.workplace / f"{path.parent.name}-{path.name}"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        frame.write_parquet(aside, compression="lz4", row_group_size=ROW_GROUP)
        aside.replace(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StorageError from error
