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
import gzip
import hashlib
import io
import itertools
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import fastexcel
import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow.csv import ConvertOptions, CSVStreamingReader, InvalidRow, ParseOptions, ReadOptions, open_csv

from pipelines.contract import Reading, Source, may_be_anything
from pipelines.errors import RefusedError, UnreadableError
from pipelines.judge import (
    NONE_REJECTED,
    NOTHING,
    Batch,
    Match,
    accepted,
    judge_records,
    judge_words,
    or_null,
    word,
)
from pipelines.recognise import NO_LINES, SAMPLE_LINES, recognise, recognise_text
from pipelines.records import Row, split_in_records

CHUNK = 1 << 18
"""Bytes of a file that are looked at at once: few enough to stay in the processor's cache."""
WINDOW = 1 << 15
"""Bytes. Lines that may be too long are looked for in windows of this size, two of which fit in such a line."""
BLOCK = 1 << 20
"""Bytes of a file that are split in fields at once."""
BATCH_ROWS = 2_000_000
"""Rows judged at once, which bounds the memory a file of any size takes."""
CLOSE = 0.1
"""Numbers lie close together when there are at most so many of them, used or not, per row."""
TEXT_ROWS = 200_000
"""The same for rows that are read one by one."""


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


Numbers: TypeAlias = np.ndarray[Any, Any]
Distinct: TypeAlias = tuple[pl.Series, pl.Series]
"""Values, and which of them were not understood."""


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
        match = recognise_text(readable, sources, path.name)
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
    words = texts.to_frame("text").select(word("text")).with_columns(or_null("text", reading))
    values = words.select(reading.text("text").cast(dtype, strict=False)).to_series()
    is_quoted = texts.str.contains('^ +"')  # for the scan, a quote stands at the start of a field or is just a sign
    if is_quoted.any():
        values = pl.select(pl.when(~is_quoted).then(values)).to_series()
    if may_be_anything(reading):
        return values, is_quoted
    return values, is_quoted | (values.is_null() & words.to_series().is_not_null())


def _with_lines(frame: pl.DataFrame, numbers: Numbers) -> pl.DataFrame:
    return frame.with_columns(pl.Series("line", numbers, dtype=pl.UInt32))


def _judge(match: Match, frame: pl.DataFrame) -> tuple[pl.DataFrame, Numbers]:
    """Split rows in those the schema accepts and the lines of the others."""
    marked = frame.filter("_is_suspect") if frame.get_column("_is_suspect").any() else frame.clear()
    known = frame.filter(~pl.col("_is_suspect")) if marked.height else frame
    good, failure = accepted(known.drop("_is_suspect"), match.source)
    failing = pl.concat([marked.select("line"), *([failure.invalid().select("line")] if failure else [])])
    return good.select(*match.kept, "line"), failing.get_column("line").sort().to_numpy()


# --- the second look, and records of text --------------------------------------------------------------------------


def _second_look(suspects: Numbers, path: Path, facts: Facts, match: Match) -> Batch:
    """Look up lines that were not accepted, and judge them once more by themselves."""
    if len(suspects) > TEXT_ROWS or facts.has_quote:
        raise UnaccountedError
    wanted = set(suspects.tolist())
    return judge_records([record for record in split_in_records(path, match.delimiter) if record[0] in wanted], match)


def _read_records(path: Path, match: Match) -> Iterator[Batch]:
    """Read a whole file as text, record by record; a quoted field may hold line ends."""
    records = split_in_records(path, match.delimiter, match.n_fields)
    records = (record for record in records if record[0] != match.header_line)
    while taken := list(itertools.islice(records, TEXT_ROWS)):
        yield judge_records(taken, match)


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
    if is_zip:
        inside = zipfile.ZipFile(io.BytesIO(content)).namelist()
        if "[Content_Types].xml" not in inside:
            raise RefusedError("Dit is een zipbestand.", "Pak het uit en zet de bestanden die erin zitten in de map.")
        if not any(name.startswith("xl/") for name in inside):
            raise RefusedError(
                "Dit is geen bestand dat Groeilijn kan lezen.", "Sla de gegevens op als .csv of .xlsx, of haal het weg."
            )
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
    match = recognise({";": rows}, sources, name)
    body = table.filter(pl.col("line") != match.header_line)
    words = body.select("line", *(pl.col(fields[place]).alias(name) for name, place in match.taken.items()))
    return match, iter([judge_words(words, match)])
