"""What a build tells of the files that were delivered: what became of their lines, and which were set aside."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines import registry
from pipelines.contract import explain
from pipelines.deliveries import gone
from pipelines.settings import Settings
from pipelines.store import Delivery, Store

SHARE_KEPT = 0.8
"""A source with less than this share of the lines of the build before has lost some."""
SHOWN_FOR = dt.timedelta(days=14)
"""So long is told that lines were lost; after that it is taken to be meant."""
MISSED = {"staff": "Zonder medewerkers kan niemand inloggen."}
"""What no longer works where nothing of a source is left."""
LOST = {"source": pl.String, "n_before": pl.Int64, "since": pl.Date, "sentence": pl.String}
WAITING = ("n_unmatched", "n_unexplained", "n_planned", "n_ahead", "n_crowded")
"""What validated lines can wait for; such lines count in nothing."""


def of_deliveries(
    deliveries: list[Delivery], replaced: dict[int, int], facts: list[dict[str, Any]], unexplained: dict[int, int]
) -> pl.DataFrame:
    """What became of every delivered file. Lines = validated + rejected + replaced.

    Among the validated, unmatched lessons wait for an enrolment and unexplained notices for a reason in the table;
    planned lessons are about a day after the delivery came in, and so are those ahead, which say already what happened;
    crowded lessons are on a day with more lessons of one student than a day can hold. Columns that a file `lacks`,
    those `gone` since an earlier file of its layout, and those `ignored` are names with commas between them, or null.
    """
    since = gone(deliveries)
    over: dict[int, int] = defaultdict(int, replaced)
    waiting: dict[str, dict[int, int]] = {column: defaultdict(int) for column in WAITING}
    waiting["n_unexplained"].update(unexplained)
    for fact in facts:
        for column, counted in fact["waiting"].items():
            for received, n in counted.items():
                waiting[column][int(received)] += n
        for received, n in fact["replaced"].items():
            over[int(received)] += n
    titles = {name: source.title for name, source in registry.sources().items()}
    return pl.DataFrame(
        [
            {
                "file": d.file,
                "source": d.source,
                "source_title": titles.get(d.source or ""),
                "layout": d.layout,
                "received_at": d.received_at,
                "first_date": d.first_date,
                "last_date": d.last_date,
                "n_lines": d.n_lines,
                "n_validated": 0 if d.repeats else d.n_validated - over[d.received],
                "n_rejected": d.n_rejected,
                "n_replaced": d.n_replaced + (0 if d.repeats else over[d.received]),
                **{column: 0 if d.repeats else waiting[column][d.received] for column in WAITING},
                "repeats": d.repeats,
                "refused_why": d.refused_why,
                "lacks": ", ".join(d.lacks) or None,
                "gone": ", ".join(since.get(d.file, ())) or None,
                "ignored": ", ".join(d.ignored) or None,
            }
            for d in deliveries
        ],
        schema={
            **dict.fromkeys(("file", "source", "source_title", "layout"), pl.String),
            **dict.fromkeys(("received_at", "first_date", "last_date"), pl.String),
            **dict.fromkeys(("n_lines", "n_validated", "n_rejected", "n_replaced"), pl.Int64),
            **dict.fromkeys(WAITING, pl.Int64),
            **dict.fromkeys(("repeats", "refused_why", "lacks", "gone", "ignored"), pl.String),
        },
    ).with_columns(
        pl.col("first_date", "last_date").str.to_date(), pl.col("received_at").str.to_datetime(time_zone="UTC")
    )


def lost(before: Path | None, delivered: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Sources of which clearly fewer lines count than in an earlier build, of at most two weeks ago.

    `before` is the build before, if there is one, and `delivered` what `of_deliveries` gives. Grain and order: source.
    Columns: source, n_before (lines that counted then), since (the day of the first build without them), and sentence
    (Dutch: what is the matter, what to do).
    """
    if before is None:
        return pl.DataFrame(schema=LOST)
    now = dict(delivered.drop_nulls("source").group_by("source").agg(pl.col("n_validated").sum()).iter_rows())
    known = {source: (n, today) for source, n in _good_lines(before).items()}
    known |= {source: told for source, told in _lost_in(before).items() if today <= told[1] + SHOWN_FOR}
    found = [
        (source, n, since, _lost_sentence(source, n, now.get(source, 0), since))
        for source, (n, since) in sorted(known.items())
        # A source that this version no longer has is not missed.
        if source in registry.sources() and now.get(source, 0) < n * SHARE_KEPT
    ]
    return pl.DataFrame(found, schema=LOST, orient="row")


def _good_lines(path: Path) -> dict[str, int]:
    """How many lines of each source count in the build at `path`; none where it is damaged, or of the sample."""
    with suppress(duckdb.Error), duckdb.connect(str(path), read_only=True) as opened:
        return dict(
            opened.execute(
                "SELECT source, sum(n_validated)::BIGINT FROM build.delivery, build.about "
                "WHERE source IS NOT NULL AND NOT is_sample GROUP BY source"
            ).fetchall()
        )
    return {}


def _lost_in(path: Path) -> dict[str, tuple[int, dt.date]]:
    """What the build at `path` told of lost lines, per source; nothing where it is damaged or of an earlier version."""
    with suppress(duckdb.Error), duckdb.connect(str(path), read_only=True) as opened:
        rows = opened.execute("SELECT source, n_before, since FROM build.lost").fetchall()
        return {source: (n_before, since) for source, n_before, since in rows}
    return {}


def _lost_sentence(source: str, n_before: int, n_now: int, since: dt.date) -> str:
    before, now = (f"{n:,}".replace(",", ".") for n in (n_before, n_now))
    were = "was er 1 regel" if n_before == 1 else f"waren er {before} regels"
    missed = f" {MISSED[source]}" if not n_now and source in MISSED else ""
    told = f"Tot {since:%d-%m-%Y} {were}, nu {now if n_now else 'geen'}.{missed}"
    return f"{told} Kijk of er een bestand mist of niet is gelezen."


def unexplained(bench: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Absence notices whose reason code is not in the reason table, per delivery."""
    rows = bench.sql(
        "SELECT _received, count(*) AS n FROM validated.absence_notices "
        "WHERE reason_code NOT IN (SELECT reason_code FROM validated.absence_reasons) GROUP BY 1"
    ).pl()
    return dict(rows.iter_rows())


def of_rejected(store: Store, deliveries: list[Delivery], settings: Settings) -> pl.DataFrame:
    """Lines that were set aside: file, line, rule, and in Dutch what is wrong and what to do."""
    sources = {source.name: source for source in settings.sources(registry.sources())}
    frames = [pl.DataFrame(schema={"file": pl.String, "line": pl.UInt32, "rule": pl.String, "why": pl.String})]
    for d in deliveries:
        if d.rejected_path and d.source:
            lines = pl.read_parquet(store.root / d.rejected_path)
            whys = {rule: explain(sources[d.source], rule) for rule in lines.get_column("rule").unique()}
            frames.append(lines.select(
                pl.lit(d.file).alias("file"), "line", "rule", pl.col("rule").replace_strict(whys).alias("why")
            ))  # fmt: skip
    return pl.concat(frames)
