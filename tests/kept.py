"""Everything that is kept, as somebody would search it who holds the disk: bytes of files, and values in tables.

Written apart from `pipelines.rights`: it knows no column and no kind of delivery, and looks into all of them.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl


def found(folder: Path, words: set[str], *, outside: Path) -> list[str]:
    """Name each file in `folder`, those in `outside` excepted, in whose bytes or values one of the words stands."""
    files = [path for path in folder.rglob("*") if path.is_file() and outside not in path.parents]
    return sorted(
        path.relative_to(folder).as_posix() for path in files if any(_has(text, words) for text in _texts(path))
    )


def _has(text: str, words: set[str]) -> bool:
    return any(word in text for word in words)


def _texts(path: Path) -> Iterator[str]:
    """The bytes of a file, and of a table the values."""
    content = path.read_bytes()
    yield content.decode("latin-1")
    if content.startswith(b"PAR1"):
        yield _values(pl.read_parquet(path))
    elif content.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as opened:
            for (table,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                yield str(opened.execute(f'SELECT * FROM "{table}"').fetchall())
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as opened:
            for schema, table in opened.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
                yield _values(opened.sql(f'FROM {schema}."{table}"').pl())


def _values(rows: pl.DataFrame) -> str:
    return str([rows[name].unique().to_list() for name in rows.columns])
