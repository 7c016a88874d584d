"""What was validated, as tables that marts read: of every key the rows of its latest delivery.

Lessons are not among these: they are read a school week at a time, see `school_week`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import polars as pl

from pipelines import sql
from pipelines.contract import Source
from pipelines.deliveries import is_shipped
from pipelines.store import Delivery, Store, quoted, rows_of


def load(
    bench: duckdb.DuckDBPyConnection, store: Store, deliveries: list[Delivery], sources: Sequence[Source]
) -> dict[int, int]:
    """Give every source that is not cut by week its rows, each from the latest delivery that has its key.

    Tells how many lines of each delivery were replaced. Deliveries in different layouts come from different systems and
    do not replace each other; what came with Groeilijn is replaced whatever the layout. A source of which nothing was
    replaced stays in its files, where a mart reads the columns it needs: that costs less than loading them all.
    `validated.delivery` tells of each delivery its file and when it was received.
    """
    replaced: dict[int, int] = {}
    arrivals = pl.DataFrame(
        [(d.received, d.file, d.received_at) for d in deliveries],
        schema={"received": pl.Int32, "file": pl.String, "received_at": pl.String}, orient="row",
    )  # fmt: skip
    sql.keep(bench, "validated.delivery", arrivals)
    for source in sources:
        if source.is_weekly:
            continue
        whole, left = list[Delivery](), list[str]()
        for together in _that_can_replace_each_other(source, deliveries):
            n_replaced, rows = _left_of(bench, store, source, together) if len(together) > 1 else ({}, "")
            replaced |= n_replaced
            left += [rows] if n_replaced else []
            whole += [] if n_replaced else together
        nothing = f"SELECT *, 0 AS _received, '' AS _layout FROM ({rows_of(source, [])})"
        rows = " UNION ALL BY NAME ".join([nothing, _arrived_rows(store, source, whole), *left])
        bench.execute(f"CREATE {'TABLE' if left else 'VIEW'} validated.{source.name} AS {rows}")
    return replaced


def _left_of(
    bench: duckdb.DuckDBPyConnection, store: Store, source: Source, together: list[Delivery]
) -> tuple[dict[int, int], str]:
    """How many lines of each of these deliveries a later one of them replaces, and SQL for the rows that are left."""
    rows = _arrived_rows(store, source, together)
    systems = [] if any(is_shipped(d) for d in together) else ["_layout"]
    keys = {f"_key_{place}": key for place, key in enumerate([*systems, *source.replaces])}
    latest = f'"{source.name} {together[0].received}"'
    bench.execute(
        f"CREATE TEMP TABLE {latest} AS SELECT {', '.join(f'{key} AS {name}' for name, key in keys.items())}, "
        f"max(_received) AS _latest FROM ({rows}) GROUP BY ALL HAVING min(_received) < max(_received)"
    )
    is_older = " AND ".join(
        ["_received < _latest", *(f"({key}) IS NOT DISTINCT FROM {name}" for name, key in keys.items())]
    )
    lines = "*" if source.line_grain == source.grain else f"DISTINCT ({', '.join(source.line_grain)})"
    counted = bench.sql(
        f"SELECT _received, count({lines}) FROM ({rows}) SEMI JOIN {latest} ON {is_older} GROUP BY 1"
    ).fetchall()
    return dict(counted), f"SELECT * FROM ({rows}) ANTI JOIN {latest} ON {is_older}"


def _arrived_rows(store: Store, source: Source, deliveries: list[Delivery]) -> str:
    """SQL for the rows of deliveries, with the place in the order of arrival and the layout beside them."""
    return rows_of(source, [
        (store.root / part.path, {"_received": str(d.received), "_layout": quoted(d.layout)})
        for d in deliveries
        for part in d.parts
    ])  # fmt: skip


def _that_can_replace_each_other(source: Source, deliveries: list[Delivery]) -> Iterator[list[Delivery]]:
    """Deliveries of a source in groups; when a row's key holds its day, deliveries about other days stand apart."""
    own = [d for d in deliveries if d.source == source.name and d.parts]
    if source.period not in source.replaces:
        if own:
            yield own
        return
    together: list[Delivery] = []
    until = ""
    for delivery in sorted(own, key=lambda d: d.first_date or ""):
        if together and (delivery.first_date or "") > until:
            yield together
            together, until = [], ""
        together.append(delivery)
        until = max(until, delivery.last_date or "")
    if together:
        yield together
