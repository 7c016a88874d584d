"""Small pieces of SQL that whatever works on a build shares."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl

from pipelines.store import quoted

MARTS = Path(__file__).parent / "marts"


def of_mart(mart: str) -> str:
    """The query of a mart."""
    return (MARTS / f"{mart}.sql").read_text("utf-8")


def keep(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Make a table of a frame."""
    arrow = frame.to_arrow()
    connection.register("incoming", arrow)
    connection.execute(f"CREATE TABLE {name} AS FROM incoming")
    connection.unregister("incoming")


def listed(paths: Iterable[Path]) -> str:
    """Paths as a list in SQL."""
    return "[" + ", ".join(quoted(path) for path in paths) + "]"
