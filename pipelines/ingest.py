"""One delivered file: recognised by its header or shape, read, judged, and split in validated and rejected lines.

Text files go through one scan by Arrow, which splits lines in fields and numbers the distinct texts of each column.
Each distinct text is then read once, which is faster than a typed scan and never guesses (8.30 is no number). Only
lines that are not accepted get a second look, which names the rule that sets them aside. A file in which the scan
cannot account for every line (line ends inside quotes, say) is read record by record. Lines in = validated +
rejected + replaced (the same lesson again further down the file).

A wide file, whose layout has answers, is small and is read record by record too. It counts lines of the file, not the
rows their answers become: a line is validated, rejected or replaced as a whole (see `contract.Answers`).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import itertools
import shutil
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, TypeAlias

import dataframely as dy
import fastexcel
import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow.csv import ConvertOptions, CSVStreamingReader, InvalidRow, ParseOptions, ReadOptions, open_csv

from pipelines.contract import Layout, Reading, Source, may_be_anything, plain_name
from pipelines.errors import RefusedError, UnreadableError

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_LINES = 200
LONGEST_LINE = 100_000
"""Bytes; a longer line is set aside."""
CHUNK = 1 << 18
"""Bytes of a file that are looked at at once: few enough to stay in the processor's cache."""
WINDOW = 1 << 15
"""Bytes. Lines that may be too long are looked for in windows of this size, two of which fit in such a line."""
JOINED_LINES = 20
"""A quoted field may run over this many lines; then the quote counts as never closed."""
BLOCK = 1 << 20
"""Bytes of a file that are split in fields at once."""
BATCH_ROWS = 2_000_000
"""Rows judged at once, which bounds the memory a file of any size takes."""
CLOSE = 0.1
"""Numbers lie close together when there are at most so many of them, used or not, per row."""
TEXT_ROWS = 200_000
"""The same for rows that are read one by one."""
ANSWER = "answer: "
"""Before the name of a column that is an answer, which may be named as a column of the schema is."""
WRITTEN = "written: "
"""Before the name of a column: whether a line has something there."""
AT_ONCE: Literal["in-memory"] = "in-memory"
"""The engine of Polars that takes least to start, for what is in memory already."""
SHARE_READABLE = 0.5
"""A file without a header is recognised when at least this share of its first lines can be read."""
NOTHING: frozenset[str] = frozenset()


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


@dataclass(frozen=True)
class Facts:
    """What one pass over the bytes of a file tells; of a workbook, also which sheet is meant."""

    digest: str
    n_bytes: int
    n_lines: int
    is_utf8: bool
    start: bytes
    is_plain: bool
    """Whether there is no NUL, no carriage return that does not end a line, and no line that may be too long."""
    has_quote: bool
    has_hex: bool
    """Whether something may look like 0x1F, which the scan would take for a number."""
    sheet: str | None = None

    @property
    def is_workbook(self) -> bool:
        """Whether the file says that it is a workbook."""
        return self.start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


@dataclass
class Batch:
    """Rows that were read together: `good` with the validated columns and `line`, `rejected` with line and rule."""

    good: pl.DataFrame
    rejected: pl.DataFrame


class Row(NamedTuple):
    """A record that was split in fields, with its first line number."""

    line: int
    fields: list[str]


Record: TypeAlias = tuple[int, list[str], str | None]
Numbers: TypeAlias = np.ndarray[Any, Any]
Distinct: TypeAlias = tuple[pl.Series, pl.Series]
"""Values, and which of them were not understood."""

REJECTED_SCHEMA = pl.Schema({"line": pl.UInt32, "rule": pl.String})
NONE_REJECTED = pl.DataFrame(schema=REJECTED_SCHEMA)
NO_LINES = ("Het bestand bevat geen regels.", "Maak de export opnieuw.")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls")
NO_WORKBOOK = ("Dit is geen leesbaar Excelbestand.", "Maak de export opnieuw.")
UNKNOWN = (
    "Dit bestand past bij geen bekende indeling.",
    "Kijk of het de bedoelde export is, of beschrijf de indeling in het instellingenbestand.",
)


def examine(path: Path) -> Facts:
    """Read the bytes once: their hash, and what decides the way they are read. Raises RefusedError.

    A packed file counts as what is in it, so the same delivery packed and unpacked has one hash.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    n_bytes = n_newlines = n_loose = 0
    is_utf8, is_ascii, is_plain, has_quote, has_hex, start, last = True, True, True, False, False, b"", b""
    try:
        with gzip.open(path) if _is_packed(path) else path.open("rb") as file:
            while chunk := file.read(CHUNK):
                start = start or chunk[:4]
                digest.update(chunk)
                n_bytes += len(chunk)
                codes = np.frombuffer(chunk, dtype=np.uint8)
                is_newline = codes == ord("\n")
                n_newlines += int(np.count_nonzero(is_newline))
                if b"\r" in chunk:
                    is_return = codes == ord("\r")
                    n_loose += int(np.count_nonzero(is_return) - np.count_nonzero(is_return[:-1] & is_newline[1:]))
                n_loose -= last == b"\r" and chunk.startswith(b"\n")
                windows = is_newline[: len(chunk) // WINDOW * WINDOW].reshape(-1, WINDOW)
                is_plain = is_plain and b"\0" not in chunk and bool(windows.any(axis=1).all())
                has_quote = has_quote or b'"' in chunk
                has_hex = has_hex or any(x in chunk and b"0" + x in last + chunk for x in (b"x", b"X"))
                if is_utf8 and not (chunk.isascii() and is_ascii):
                    is_ascii = False
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError:
                        is_utf8 = False
                last = chunk[-1:]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RefusedError("Het ingepakte bestand is beschadigd of niet compleet.", "Lever het opnieuw aan.") from error
    except OSError as error:
        raise UnreadableError() from error
    return Facts(
        digest=digest.hexdigest(),
        n_bytes=n_bytes,
        n_lines=n_newlines + (last not in {b"\n", b""}),
        is_utf8=is_utf8,
        start=start,
        is_plain=is_plain and n_loose == 0,
        has_quote=has_quote,
        has_hex=has_hex,
    )


def read_file(
    path: Path,
    facts: Facts,
    sources: Sequence[Source],
    workplace: Path,
    *,
    as_text: bool = False,
) -> tuple[Match, Iterator[Batch]]:
    """Recognise a file and read it batch by batch.

    `workplace` is an existing folder inside the store for a readable copy where one is needed; the copy is gone
    when the last batch has been taken. Raises RefusedError when the file cannot be read or recognised; taking the
    batches raises UnaccountedError when the file has to be read again `as_text`.
    """
    if facts.n_bytes == 0:
        raise RefusedError("Het bestand is leeg.", "Maak de export opnieuw.")
    if facts.is_workbook:
        return _read_table(_sheet(_open_workbook(path), facts.sheet or 0), sources, path.name)
    if facts.start == b"PAR1":
        return _read_table(_read_parquet(path), sources, path.name)
    copy = workplace / f"{facts.digest}.txt"
    try:
        readable, facts = _readable(path, facts, copy)
        match = _recognise_text(readable, sources, path.name)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    if as_text or not facts.is_plain or match.header_line > 1 or match.answers:
        return match, _then_remove(_read_records(readable, match), copy)
    return match, _then_remove(_scanned_batches(readable, facts, match), copy)


# --- from bytes to readable text ---------------------------------------------------------------------------------


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _readable(path: Path, facts: Facts, copy: Path) -> tuple[Path, Facts]:
    """Give a UTF-8 file without byte order mark: the file itself, or a copy when it is packed or written otherwise."""
    is_packed = _is_packed(path)
    if facts.is_utf8 and not facts.start.startswith(codecs.BOM_UTF8):
        if not is_packed:
            return path, facts
        with gzip.open(path, "rb") as packed, copy.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 22)
        return copy, facts
    with gzip.open(path) if is_packed else path.open("rb") as raw:
        start = raw.read(2)
        raw.seek(0)
        is_utf16 = start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
        encoding = "utf-16" if is_utf16 else "utf-8-sig" if facts.is_utf8 else "cp1252"
        with (
            io.TextIOWrapper(raw, encoding, errors="replace", newline="") as words,
            copy.open("w", encoding="utf-8", newline="") as rewritten,
        ):
            shutil.copyfileobj(words, rewritten, 1 << 22)
    return copy, replace(examine(copy), digest=facts.digest)


def _then_remove(batches: Iterator[Batch], copy: Path) -> Iterator[Batch]:
    try:
        yield from batches
    finally:
        copy.unlink(missing_ok=True)


# --- recognising ---------------------------------------------------------------------------------------------------


def _recognise_text(path: Path, sources: Sequence[Source], name: str) -> Match:
    first = {mark: list(itertools.islice(_records(path, mark), SAMPLE_LINES)) for mark in DELIMITERS}
    if not any(first.values()):
        raise RefusedError(*NO_LINES)
    split = {
        mark: [Row(number, fields) for number, fields, rule in found if rule is None] for mark, found in first.items()
    }
    split = {mark: rows for mark, rows in split.items() if rows}
    if any(len(rows[0].fields) > 1 for rows in split.values()):
        # A sign that splits no line at all is no delimiter of this file.
        split = {mark: rows for mark, rows in split.items() if any(len(row.fields) > 1 for row in rows)}
    try:
        match = _recognise(split, sources, name)
    except RefusedError as error:
        if error.what == UNKNOWN[0] and name.lower().endswith(WORKBOOKS):
            raise RefusedError(*NO_WORKBOOK) from None
        raise
    return replace(match, in_digits=_in_digits(split[match.delimiter], match))


def _in_digits(sampled: list[Row], match: Match) -> frozenset[str]:
    """Columns of which the first lines hold digits or nothing, and whose reading asks for no more than the number.

    Not where another column of the schema reads the same place as a text, of which zeros in front may matter.
    """
    body = [row.fields for row in sampled if row.line != match.header_line and len(row.fields) == match.n_fields]
    texts = {place for column, place in match.positions.items() if not match.reading(column).is_number()}
    words = {place: {fields[place].strip() for fields in body} - {""} for place in {*match.positions.values()} - texts}
    digits = {place for place, found in words.items() if found and all(w.isascii() and w.isdigit() for w in found)}
    return frozenset(column for column, place in match.positions.items() if place in digits)


def _recognise(samples: dict[str, list[Row]], sources: Sequence[Source], name: str) -> Match:
    """Choose the layout whose header fits most columns, else the one that reads most of the first lines.

    Of layouts with the same columns, one that the `name` of the file fits goes first. Where none fits, the refusal
    tells of the one with most of the columns.
    """
    by_header: list[tuple[int, bool, Match]] = []
    by_shape: list[tuple[list[Row], Match]] = []
    nearest: tuple[float, float, str] = (-inf, 0.0, "")
    for delimiter, sampled in samples.items():
        rows = [fields for _, fields in sampled]
        n_fields = _common_length(rows)
        header = [plain_name(name) for name in rows[0]]
        for source in sources:
            for layout in source.layouts:
                if layout.delimiter not in {None, delimiter}:
                    continue
                places, said = layout.positions(header), layout.said(name)
                n_needed, missing = _missing(source, layout, places, header)
                answers = layout.answer_positions(header)
                if not missing and (answers or layout.answers is None):
                    line = sampled[0].line
                    match = Match(source, layout, places, len(rows[0]), delimiter, line, answers, said or {})
                    by_header.append((len(places) + len(layout.needs), said is not None, match))
                    continue
                share = 1 - len(missing) / n_needed
                n_known = sum(name in layout.known for name in header)
                if (
                    max(share, n_known / len(header)) >= SHARE_READABLE
                    and (n_known - len(missing), share) > nearest[:2]
                ):
                    # Only where most names are known is the first line surely a header, and no line about somebody.
                    is_header = n_known / len(header) >= SHARE_READABLE
                    words = _nearly(source, layout, missing, layout.ignored(rows[0]) if is_header else ())
                    nearest = (n_known - len(missing), share, words)
                if (
                    len(layout.header) == n_fields
                    and len(layout.header) > 1
                    and layout.answers is None
                    and said is not None
                ):
                    places = layout.positions([plain_name(name) for name in layout.header])
                    match = Match(source, layout, places, len(layout.header), delimiter, 0, said=said)
                    by_shape.append((sampled, match))
    if by_header:
        _, is_named_so, match = max(by_header, key=lambda found: found[:2])
        if not is_named_so:
            raise RefusedError(
                f"Dit bestand heeft de kolommen van {match.layout.title}, en de naam zegt niet over welke periode en "
                "instelling het gaat.",
                f"Geef het een naam zoals {match.layout.name_example}.",
            )
        first = samples[match.delimiter][0].fields
        lacks = match.layout.lacking([plain_name(name) for name in first])
        return replace(match, lacks=lacks, ignored=match.layout.ignored(first))
    if nearest[2]:
        raise RefusedError(
            nearest[2],
            "Voeg de kolom toe aan de export, of beschrijf de indeling in het instellingenbestand.",
        )
    best = _best_by_shape(by_shape)
    if best is None:
        raise RefusedError(*UNKNOWN)
    return best


def _nearly(source: Source, layout: Layout, missing: list[str], others: Sequence[str]) -> str:
    """Say which columns a file would need for a layout, and which of its own those may be under another name."""
    title = layout.title if layout.title == source.title else f"{layout.title} ({source.title})"
    lacks = f"ontbreken de kolommen {', '.join(missing) or 'met antwoorden'}"
    if len(missing) == 1:
        lacks = f"ontbreekt de kolom {missing[0]}"
    unknown = (
        f" Niet bekend in dit bestand: {', '.join(others)}. Is dat hetzelfde onder een andere naam?" if others else ""
    )
    return f"Het lijkt op {title}, alleen {lacks}.{unknown}"


def _best_by_shape(candidates: list[tuple[list[Row], Match]]) -> Match | None:
    """Choose what reads most of the first lines, if it reads enough; the first that reads them all ends the search."""
    best, best_share = None, 0.0
    for sampled, match in candidates:
        share = _judge_rows(sampled, match).good.height / len(sampled)
        if share > best_share:
            best, best_share = match, share
        if share == 1:
            break
    return best if best_share >= SHARE_READABLE else None


def _missing(source: Source, layout: Layout, places: dict[str, int], header: list[str]) -> tuple[int, list[str]]:
    """Say how many columns a header must have for a layout, and name those it lacks."""
    required = source.required(layout)
    missing = [layout.columns[column].names[0] for column in required if column not in places]
    missing += [need for need in layout.needs if plain_name(need) not in header]
    return len(required) + len(layout.needs), list(dict.fromkeys(missing))


def _common_length(rows: list[list[str]]) -> int:
    lengths = [len(row) for row in rows]
    return max(set(lengths), key=lengths.count)


# --- the scan ------------------------------------------------------------------------------------------------------


class UnaccountedError(Exception):
    """The scan cannot say for each line what became of it; the file has to be read as text."""


def _scanned_batches(path: Path, facts: Facts, match: Match) -> Iterator[Batch]:
    refused: list[int] = []
    try:
        if facts.n_lines <= BATCH_ROWS:
            in_digits = NOTHING if facts.has_hex else match.in_digits
            try:
                block = _whole(path, match, refused, in_digits)
            except pa.ArrowInvalid:
                refused.clear()
                block = _whole(path, match, refused, NOTHING)
            yield _judge_whole(_read_columns(block, match), refused, path, facts, match)
        else:
            with _split(path, match, refused, NOTHING) as blocks:
                frames = (_read_columns(block, match) for block in _batched(blocks))
                yield from _judge_stream(frames, refused, path, facts, match)
    except (pa.ArrowException, OSError):
        # The text of these errors can quote the line they stumbled over, so it goes no further than this.
        raise UnaccountedError from None


def _whole(path: Path, match: Match, refused: list[int], in_digits: frozenset[str]) -> pa.RecordBatch:
    """Split a file that fits in memory, as one block."""
    with _split(path, match, refused, in_digits) as blocks:
        return _as_one(list(blocks), blocks.schema)


def _as_one(blocks: list[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    table = pa.Table.from_batches(blocks, schema).unify_dictionaries().combine_chunks()
    return next(iter(table.to_batches()), pa.RecordBatch.from_pylist([], schema))


def _batched(blocks: CSVStreamingReader) -> Iterator[pa.RecordBatch]:
    """Put blocks together until there are enough rows to judge at once."""
    waiting: list[pa.RecordBatch] = []
    for block in blocks:
        waiting.append(block)
        if sum(block.num_rows for block in waiting) >= BATCH_ROWS:
            yield _as_one(waiting, blocks.schema)
            waiting.clear()
    if waiting:
        yield _as_one(waiting, blocks.schema)


def _split(path: Path, match: Match, refused: list[int], in_digits: frozenset[str]) -> CSVStreamingReader:
    """Split a file in the fields of the layout, block by block: distinct texts, or whole numbers for `in_digits`.

    Something else than a whole number or nothing in a column of `in_digits` raises ArrowInvalid. `refused` gets the
    numbers of lines with another number of fields; all others become a row, a blank line too.
    """

    def refuse(row: InvalidRow) -> str:
        refused.append(row.number)
        return "skip"

    kinds = {f"c{place}": pa.dictionary(pa.int32(), pa.string()) for place in match.positions.values()}
    kinds |= {f"c{match.positions[column]}": pa.uint32() for column in in_digits}
    return open_csv(
        path,
        read_options=ReadOptions(
            use_threads=False,
            block_size=BLOCK,
            column_names=[f"c{place}" for place in range(match.n_fields)],
            skip_rows=match.header_line,
        ),
        parse_options=ParseOptions(delimiter=match.delimiter, ignore_empty_lines=False, invalid_row_handler=refuse),
        convert_options=ConvertOptions(include_columns=sorted(kinds), column_types=kinds, null_values=[""]),
    )


def _judge_whole(frame: pl.DataFrame, refused: list[int], path: Path, facts: Facts, match: Match) -> Batch:
    good, failing = _judge(match, _with_lines(frame, _taken_lines(refused, frame.height, facts, match)))
    suspects = np.union1d(np.array(refused, dtype=np.int64), failing)
    if not len(suspects):
        return Batch(good, NONE_REJECTED)
    again = _second_look(suspects, path, facts, match)
    return Batch(pl.concat([good, again.good]), again.rejected)


def _judge_stream(
    frames: Iterator[pl.DataFrame], refused: list[int], path: Path, facts: Facts, match: Match
) -> Iterator[Batch]:
    """Judge a large file batch by batch; which lines the scan refused is known, and looked at, after the last."""
    n_taken, failing_rows = 0, [np.array([], dtype=np.int64)]
    for frame in frames:
        good, failing = _judge(match, _with_lines(frame, np.arange(n_taken, n_taken + frame.height)))
        n_taken += frame.height
        failing_rows.append(failing)
        yield Batch(good, NONE_REJECTED)
    numbers = _taken_lines(refused, n_taken, facts, match)
    suspects = np.union1d(np.array(refused, dtype=np.int64), numbers[np.concatenate(failing_rows)])
    if not len(suspects):
        return
    again = _second_look(suspects, path, facts, match)
    if again.good.height:
        # Which of two lines about the same lesson comes last can only be told line by line.
        raise UnaccountedError
    yield again


def _taken_lines(refused: list[int], n_taken: int, facts: Facts, match: Match) -> Numbers:
    """Line number of each row the scan took: those of the file that it did not refuse, in order."""
    numbers = np.arange(match.header_line + 1, facts.n_lines + 1, dtype=np.uint32)
    if refused:
        numbers = np.setdiff1d(numbers, refused, assume_unique=True)
    if len(numbers) != n_taken:
        raise UnaccountedError
    return numbers


def _read_columns(block: pa.RecordBatch, match: Match) -> pl.DataFrame:
    """Give the columns the values and types of the schema; `_is_suspect` where something was not understood."""
    columns: list[pl.Series | pl.Expr] = []
    suspects = [pl.lit(value=False)]
    for name, column in match.source.schema.columns().items():
        if name not in match.has:
            columns.append(pl.lit(None, dtype=column.dtype).alias(name))
            continue
        reading, dtype = match.reading(name), column.dtype
        if name in match.said:
            distinct = _read_distinct(pl.Series([match.said[name]]), reading, dtype)
            codes = pl.repeat(0, block.num_rows, dtype=pl.UInt32, eager=True)
        else:
            distinct, codes = _numbered(block.column(f"c{match.positions[name]}"), reading, dtype)
        values, is_unread = distinct
        read = values.gather(codes).alias(name)
        columns.append(read)
        if read.null_count() and is_unread.any():
            suspects.append(pl.lit(is_unread.gather(codes)))
    return pl.select(*columns, pl.any_horizontal(suspects).alias("_is_suspect"))


def _numbered(field: pa.Array, reading: Reading, dtype: pl.DataType) -> tuple[Distinct, pl.Series]:
    """Read the texts of a column, at least each distinct one, and tell for each row which it has; null for no text.

    Numbers that lie close together are their own places in the row of all numbers between the lowest and the highest.
    """
    if pa.types.is_dictionary(field.type):
        return _read_distinct(pl.Series(field.dictionary), reading, dtype), pl.Series(field.indices)
    numbers = pl.Series(field)
    low, high = numbers.min(), numbers.max()
    if isinstance(low, int) and isinstance(high, int) and high - low < CLOSE * len(numbers):
        return _read_between(low, high, reading, dtype), numbers - low  # type: ignore[arg-type]  # is frozen
    encoded = field.dictionary_encode()
    return _read_distinct(pl.Series(encoded.dictionary).cast(pl.String), reading, dtype), pl.Series(encoded.indices)


@lru_cache(16)  # the files of every week have the same students and times
def _read_between(low: int, high: int, reading: Reading, dtype: pl.DataType) -> Distinct:
    """Read all numbers from the lowest to the highest."""
    return _read_distinct(pl.int_range(low, high + 1, eager=True).cast(pl.String), reading, dtype)


def _read_distinct(texts: pl.Series, reading: Reading, dtype: pl.DataType) -> Distinct:
    """Read distinct texts of a column: their values, and which of them were not understood and so have none."""
    words = texts.to_frame("text").select(_word("text")).with_columns(_or_null("text", reading))
    values = words.select(reading.text("text").cast(dtype, strict=False)).to_series()
    is_quoted = texts.str.contains('^ +"')  # for the scan, a quote stands at the start of a field or is just a sign
    if is_quoted.any():
        values = pl.select(pl.when(~is_quoted).then(values)).to_series()
    if may_be_anything(reading):
        return values, is_quoted
    return values, is_quoted | (values.is_null() & words.to_series().is_not_null())


def _word(column: str) -> pl.Expr:
    """Text without the space around it; null where nothing is left."""
    word = pl.col(column).str.strip_chars()
    return pl.when(word != "").then(word)


def _or_null(column: str, reading: Reading) -> pl.Expr:
    """Null where a text says that there is no value."""
    return pl.when(reading.nothing(column)).then(None).otherwise(pl.col(column)).alias(column)


def _with_lines(frame: pl.DataFrame, numbers: Numbers) -> pl.DataFrame:
    return frame.with_columns(pl.Series("line", numbers, dtype=pl.UInt32))


def _judge(match: Match, frame: pl.DataFrame) -> tuple[pl.DataFrame, Numbers]:
    """Split rows in those the schema accepts and the lines of the others."""
    marked = frame.filter("_is_suspect") if frame.get_column("_is_suspect").any() else frame.clear()
    known = frame.filter(~pl.col("_is_suspect")) if marked.height else frame
    good, failure = _accepted(known.drop("_is_suspect"), match.source)
    failing = pl.concat([marked.select("line"), *([failure.invalid().select("line")] if failure else [])])
    return good.select(*match.kept, "line"), failing.get_column("line").sort().to_numpy()


def _accepted(rows: pl.DataFrame, source: Source) -> tuple[pl.DataFrame, dy.FailureInfo | None]:
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


# --- the second look, and records of text --------------------------------------------------------------------------


def _second_look(suspects: Numbers, path: Path, facts: Facts, match: Match) -> Batch:
    """Look up lines that were not accepted, and judge them once more by themselves."""
    if len(suspects) > TEXT_ROWS or facts.has_quote:
        raise UnaccountedError
    wanted = set(suspects.tolist())
    return _judge_records([record for record in _records(path, match.delimiter) if record[0] in wanted], match)


def _read_records(path: Path, match: Match) -> Iterator[Batch]:
    """Read a whole file as text, record by record; a quoted field may hold line ends."""
    records = _records(path, match.delimiter, match.n_fields)
    records = (record for record in records if record[0] != match.header_line)
    while taken := list(itertools.islice(records, TEXT_ROWS)):
        yield _judge_records(taken, match)


def _records(path: Path, delimiter: str, n_fields: int | None = None) -> Iterator[Record]:
    """Give each record that is not blank: its first line number, its fields, and the rule that sets it aside or None.

    A quoted field may run over several lines, when the record then has `n_fields` fields (if given). Otherwise the
    quote was never closed: its line is set aside alone, and the next lines are records of their own.
    """
    with path.open("rb") as file:
        lines = _lines(file)
        waiting: deque[tuple[int, bytes, str | None]] = deque()
        while (first := waiting.popleft() if waiting else next(lines, None)) is not None:
            number, line, problem = first
            if problem is None and b'"' in line:
                reader = csv.reader(_until_closed(line, waiting, lines), delimiter=delimiter, skipinitialspace=True)
                try:
                    fields = next(reader)
                except (csv.Error, _NeverClosedError):
                    problem = "quote"
                else:
                    n_more = reader.line_num - 1
                    if n_more and n_fields not in {None, len(fields)}:
                        problem = "quote"
                    else:
                        for _ in range(n_more):
                            waiting.popleft()
            else:
                fields = line.decode("utf-8", "replace").split(delimiter)
            yield (number, fields, None) if problem is None else (number, [], problem)


class _NeverClosedError(Exception):
    """A quote was opened and not closed within so many lines."""


def _until_closed(
    line: bytes, waiting: deque[tuple[int, bytes, str | None]], lines: Iterator[tuple[int, bytes, str | None]]
) -> Iterator[str]:
    """Give a line and, for as long as a quote is open, the lines after it, which stay in `waiting`."""
    yield line.decode("utf-8", "replace") + "\n"
    size = len(line)
    for extra in range(JOINED_LINES):
        if extra == len(waiting):
            waiting.extend(itertools.islice(lines, 1))
        if extra == len(waiting) or waiting[extra][2] is not None:
            break
        size += len(waiting[extra][1])
        if size > LONGEST_LINE:
            break
        yield waiting[extra][1].decode("utf-8", "replace") + "\n"
    raise _NeverClosedError


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes, str | None]]:
    """Give each line that is not blank without its end: number, bytes, and the rule that sets it aside or None."""
    for number in itertools.count(1):
        line = file.readline(LONGEST_LINE + 2)
        if not line:
            return
        content = line.rstrip(b"\r\n")
        if len(content) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
            yield number, b"", "line_too_long"
        elif b"\0" in content or b"\r" in content:
            yield number, b"", "control_character"
        elif content.strip():
            yield number, content, None


def _judge_records(records: Sequence[Record], match: Match) -> Batch:
    rejected = [(number, rule) for number, _, rule in records if rule is not None]
    batch = _judge_rows([Row(number, fields) for number, fields, rule in records if rule is None], match)
    return Batch(batch.good, pl.concat([batch.rejected, _rejected(rejected)]).sort("line"))


def _judge_rows(rows: Sequence[Row], match: Match) -> Batch:
    fitting = [row for row in rows if len(row.fields) == match.n_fields]
    words = pl.DataFrame(
        {column: [row.fields[place] for row in fitting] for column, place in match.taken.items()}
        | {"line": [row.line for row in fitting]},
        schema={**dict.fromkeys(match.taken, pl.String), "line": pl.UInt32},
    )
    batch = _judge_words(words, match)
    other = _rejected([(row.line, "n_fields") for row in rows if len(row.fields) != match.n_fields])
    return Batch(batch.good, pl.concat([batch.rejected, other]))


def _rejected(lines: list[tuple[int, str]]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=REJECTED_SCHEMA, orient="row")


def _judge_words(words: pl.DataFrame, match: Match) -> Batch:
    """Judge rows of text; what is not readable fails the rule `column|type` or `column|code`."""
    read = words.lazy().with_columns(_word(column) for column in match.taken)
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
    words = words.with_columns(_or_null(column, match.reading(column)) for column in match.has)
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
    known, failure = _accepted(read.filter(pl.col("rule").is_null()).drop("rule"), source)
    good = known.select(*match.kept, "line")
    if failure is None:
        return Batch(good, unread.cast(REJECTED_SCHEMA))
    details = failure.details()
    rules = [name for name in details.columns if name not in read.columns]
    first_broken = pl.coalesce(pl.when(pl.col(name).cast(pl.String) == "invalid").then(pl.lit(name)) for name in rules)
    broken = details.select("line", first_broken.alias("rule"))
    return Batch(good, pl.concat([unread, broken]).cast(REJECTED_SCHEMA))


# --- tables --------------------------------------------------------------------------------------------------------


def sheets(path: Path, facts: Facts) -> list[Facts]:
    """Give the facts of each sheet of a workbook that has something in it, or of the file when there is but one.

    A workbook that cannot be opened is one file, of which reading will say so.
    """
    try:
        book = _open_workbook(path)
        filled = [name for name in book.sheet_names if _sheet(book, name).height] if len(book.sheet_names) > 1 else []
    except RefusedError:
        return [facts]
    if len(filled) < 2:
        return [replace(facts, sheet=name) for name in filled] or [facts]
    return [
        replace(facts, sheet=name, digest=hashlib.sha256(f"{facts.digest}/{name}".encode()).hexdigest())
        for name in filled
    ]


NOT_OPENED = "Dit Excelbestand is niet te openen.", "Sla het opnieuw op als .xlsx zonder wachtwoord."


def _open_workbook(path: Path) -> fastexcel.ExcelReader:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError() from error
    try:
        return fastexcel.read_excel(content)
    except Exception:
        is_zip = zipfile.is_zipfile(io.BytesIO(content))
    if is_zip and "[Content_Types].xml" not in zipfile.ZipFile(io.BytesIO(content)).namelist():
        raise RefusedError("Dit is een zipbestand.", "Pak het uit en zet de bestanden die erin zitten in de map.")
    raise RefusedError(*NOT_OPENED)


def _sheet(book: fastexcel.ExcelReader, sheet: str | int) -> pl.DataFrame:
    """Read the cells of a sheet as text, empty rows at the top included, so that rows keep their numbers."""
    try:
        return book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except Exception:
        raise RefusedError(*NOT_OPENED) from None


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path).with_columns(pl.all().cast(pl.String))
    except FileNotFoundError as error:
        raise UnreadableError() from error
    except (pl.exceptions.PolarsError, OSError):
        raise RefusedError("Dit Parquetbestand is niet te lezen.", "Maak de export opnieuw.") from None
    header = pl.DataFrame({name: [name] for name in frame.columns})
    return pl.concat([header, frame])


def _read_table(table: pl.DataFrame, sources: Sequence[Source], name: str) -> tuple[Match, Iterator[Batch]]:
    """Recognise and read a table of text of which the first row may be the header."""
    fields = [f"c{place}" for place in range(table.width)]
    table = table.rename(dict(zip(table.columns, fields, strict=True)))
    table = table.with_columns(pl.all().fill_null("")).with_row_index("line", offset=1)
    table = table.filter(pl.any_horizontal(pl.lit(value=False), pl.col(fields).str.strip_chars() != ""))
    if table.is_empty():
        raise RefusedError(*NO_LINES)
    rows = [Row(line, list(cells)) for line, *cells in table.head(SAMPLE_LINES).iter_rows()]
    match = _recognise({";": rows}, sources, name)
    body = table.filter(pl.col("line") != match.header_line)
    words = body.select("line", *(pl.col(fields[place]).alias(name) for name, place in match.taken.items()))
    return match, iter([_judge_words(words, match)])
