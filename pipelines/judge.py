"""Rows of text judged by what their source allows: validated rows, and the rule that sets each other line aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import dataframely as dy
import polars as pl

from pipelines.contract import Layout, Reading, Source, may_be_anything
from pipelines.records import Record, Row

ANSWER = "answer: "
"""Before the name of a column that is an answer, which may be named as a column of the schema is."""
WRITTEN = "written: "
"""Before the name of a column: whether a line has something there."""
AT_ONCE: Literal["in-memory"] = "in-memory"
"""The engine of Polars that takes least to start, for what is in memory already."""
NOTHING: frozenset[str] = frozenset()
REJECTED_SCHEMA = pl.Schema({"line": pl.UInt32, "rule": pl.String})
NONE_REJECTED = pl.DataFrame(schema=REJECTED_SCHEMA)


@dataclass(frozen=True)
class Match:
    """What a file was recognised as, and how to read it."""

    source: Source
    layout: Layout
    positions: dict[str, int]
    n_fields: int
    delimiter: str
    header_line: int
    """Line number of the header, 0 when there is none."""
    answers: dict[str, int] = field(default_factory=dict)
    """Position of each column that is an answer, by its name."""
    said: dict[str, str] = field(default_factory=dict)
    """Texts of columns that the name of the file gives, the same for every line."""
    in_digits: frozenset[str] = NOTHING
    """Columns that the first lines write in digits, and that may be read as whole numbers."""
    lacks: tuple[str, ...] = ()
    """Columns of the layout that the header does not have."""
    ignored: tuple[str, ...] = ()
    """Columns in the header that the layout does not know."""

    @property
    def has(self) -> set[str]:
        """Columns of the schema that this file has, or its name gives."""
        return {*self.positions, *self.layout.unpivoted, *self.said}

    @property
    def kept(self) -> list[str]:
        """Columns of the schema that this file has and that are kept, or that its lines together are looked at by."""
        wanted = self.source.schema.columns() if self.source.of_file else self.source.kept_columns
        return [column for column in wanted if column in self.has]

    @property
    def taken(self) -> dict[str, int]:
        """What is read of each line: the columns of the schema, and the answers, by the names they are read under."""
        return self.positions | {f"{ANSWER}{name}": place for name, place in self.answers.items()}

    def n_lines(self, rows: pl.DataFrame) -> int:
        """How many lines of the file these rows come from."""
        return rows.get_column("line").n_unique() if self.answers else rows.height

    def reading(self, column: str) -> Reading:
        """How a column is written in this file."""
        return self.layout.columns[column].reading


@dataclass
class Batch:
    """Rows that were read together: `good` with the validated columns and `line`, `rejected` with line and rule."""

    good: pl.DataFrame
    rejected: pl.DataFrame


def judge_records(records: Sequence[Record], match: Match) -> Batch:
    """Judge records; those that could not be split are set aside by the rule that says so."""
    rejected = [(number, rule) for number, _, rule in records if rule is not None]
    batch = judge_rows([Row(number, fields) for number, fields, rule in records if rule is None], match)
    return Batch(batch.good, pl.concat([batch.rejected, lines_rejected(rejected)]).sort("line"))


def judge_rows(rows: Sequence[Row], match: Match) -> Batch:
    """Judge records that were split in fields; one with too few or too many is set aside."""
    fitting = [row for row in rows if len(row.fields) == match.n_fields]
    words = pl.DataFrame(
        {column: [row.fields[place] for row in fitting] for column, place in match.taken.items()}
        | {"line": [row.line for row in fitting]},
        schema={**dict.fromkeys(match.taken, pl.String), "line": pl.UInt32},
    )
    batch = judge_words(words, match)
    other = lines_rejected([(row.line, "n_fields") for row in rows if len(row.fields) != match.n_fields])
    return Batch(batch.good, pl.concat([batch.rejected, other]))


def lines_rejected(lines: list[tuple[int, str]]) -> pl.DataFrame:
    """Lines that are set aside, each with its rule."""
    return pl.DataFrame(lines, schema=REJECTED_SCHEMA, orient="row")


def judge_words(words: pl.DataFrame, match: Match) -> Batch:
    """Judge rows of text; what is not readable fails the rule `column|type` or `column|code`."""
    read = words.lazy().with_columns(word(column) for column in match.taken)
    if match.answers:
        return _judge_answers(read.collect(engine=AT_ONCE), match)
    return _judge_named(read, match)


def _judge_answers(words: pl.DataFrame, match: Match) -> Batch:
    """Judge wide lines: each answer is a row, and a line stands or is set aside with all of its rows."""
    question, answer = match.layout.unpivoted
    rows = words.unpivot(
        [name for name in words.columns if name.startswith(ANSWER)],
        index=["line", *match.positions], variable_name=question, value_name=answer,
    ).drop_nulls(answer).with_columns(pl.col(question).str.strip_prefix(ANSWER))  # fmt: skip
    judged = _judge_named(rows.lazy(), match)
    silent = words.join(rows, on="line", how="anti").select("line", pl.lit("no_answers").alias("rule"))
    rejected = pl.concat([judged.rejected.sort("line", "rule"), silent]).unique("line", keep="first")
    return Batch(judged.good.join(rejected, on="line", how="anti"), rejected.sort("line"))


def _judge_named(words: pl.LazyFrame, match: Match) -> Batch:
    source = match.source
    values, verdicts, written = [], [], []
    words = words.with_columns(pl.lit(text or None, pl.String).alias(name) for name, text in match.said.items())
    words = words.with_columns(or_null(column, match.reading(column)) for column in match.has)
    for name, column in source.schema.columns().items():
        if name not in match.has:
            values.append(pl.lit(None, dtype=column.dtype).alias(name))
            continue
        reading = match.reading(name)
        values.append(reading.text(name).cast(column.dtype, strict=False).alias(name))
        if may_be_anything(reading):
            continue
        kind = "code" if source.allowed(name) is not None else "type"
        is_written = f"{WRITTEN}{name}"
        written.append(pl.col(name).is_not_null().alias(is_written))
        verdicts.append(pl.when(pl.col(is_written) & pl.col(name).is_null()).then(pl.lit(f"{name}|{kind}")))
    judged = words.select(*values, *written, "line").with_columns(pl.coalesce(verdicts).alias("rule"))
    read = judged.select(*source.schema.columns(), "line", "rule").collect(engine=AT_ONCE)
    unread = read.filter(pl.col("rule").is_not_null()).select("line", "rule")
    known, failure = accepted(read.filter(pl.col("rule").is_null()).drop("rule"), source)
    good = known.select(*match.kept, "line")
    if failure is None:
        return Batch(good, unread.cast(REJECTED_SCHEMA))
    details = failure.details()
    rules = [name for name in details.columns if name not in read.columns]
    first_broken = pl.coalesce(pl.when(pl.col(name).cast(pl.String) == "invalid").then(pl.lit(name)) for name in rules)
    broken = details.select("line", first_broken.alias("rule"))
    return Batch(good, pl.concat([unread, broken]).cast(REJECTED_SCHEMA))


def accepted(rows: pl.DataFrame, source: Source) -> tuple[pl.DataFrame, dy.FailureInfo | None]:
    """Rows the schema of a source accepts, and the others with why, if there are any."""
    schema = _judged(source.schema)
    # Filtering copies the rows, also where it keeps them all.
    if schema.is_valid(rows, engine=AT_ONCE):
        return rows, None
    good, failure = schema.filter(rows)
    return good, failure


@cache
def _judged(schema: type[dy.Schema]) -> type[dy.Schema]:
    """Build the schema with the line number beside it, so that a verdict can be traced to its line."""
    return type(schema.__name__, (schema,), {"line": dy.UInt32(nullable=False)})


def word(column: str) -> pl.Expr:
    """Text without the space around it; null where nothing is left."""
    word = pl.col(column).str.strip_chars()
    return pl.when(word != "").then(word)


def or_null(column: str, reading: Reading) -> pl.Expr:
    """Null where a text says that there is no value."""
    return pl.when(reading.nothing(column)).then(None).otherwise(pl.col(column)).alias(column)
