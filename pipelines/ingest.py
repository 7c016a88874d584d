"""One delivered file: recognised by its header or shape, read, judged, and split in validated and rejected lines.

Text files go through DuckDB's typed scan first. Only lines that the scan or the schema does not accept get a second,
tolerant look as text; what then still fails is set aside as line number and rule. Workbooks and Parquet files take
the tolerant look at once. Lines in = validated + rejected + replaced (the same lesson again further down the file).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import itertools
import shutil
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import dataframely as dy
import duckdb
import fastexcel
import numpy as np
import polars as pl

from pipelines.contract import Layout, Reading, Source
from pipelines.errors import RefusedError

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_LINES = 200
LONGEST_LINE = 1_000_000
"""Bytes; a longer line is set aside."""
JOINED_LINES = 20
"""A quoted field may run over this many lines; then the quote counts as never closed."""
BATCH_ROWS = 2_000_000
"""Rows judged at once, which bounds the memory a file of any size takes."""
SHARE_READABLE = 0.5
"""A file without a header is recognised when at least this share of its first lines can be read."""


@dataclass(frozen=True)
class Match:
    """What a file was recognised as, and how to read it."""

    source: Source
    layout: Layout
    positions: dict[str, int]
    n_fields: int
    delimiter: str
    has_header: bool

    @property
    def kept(self) -> list[str]:
        """Columns of the schema that this file has and that are kept."""
        return [column for column in self.source.kept_columns if column in self.positions]

    def reading(self, column: str) -> Reading:
        """How a column is written in this file."""
        return self.layout.columns[column].reading


@dataclass(frozen=True)
class Facts:
    """What one pass over the bytes of a file tells."""

    digest: str
    n_bytes: int
    n_lines: int
    is_utf8: bool
    has_bom: bool
    has_nul: bool
    has_quote: bool


@dataclass
class Batch:
    """Rows that were read together: `good` with the validated columns and `line`, `rejected` with line and rule."""

    good: pl.DataFrame
    rejected: pl.DataFrame


Numbers: TypeAlias = np.ndarray[Any, Any]

REJECTED_SCHEMA = pl.Schema({"line": pl.UInt32, "rule": pl.String})


def examine(path: Path) -> Facts:
    """Read the bytes once: their hash, and what decides the way they are read. Raises RefusedError.

    A packed file counts as what is in it, so the same delivery packed and unpacked has one hash.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    n_bytes = n_newlines = 0
    is_utf8, is_ascii, has_nul, has_quote, start, last = True, True, False, False, b"", b""
    try:
        with gzip.open(path) if _is_packed(path) else path.open("rb") as file:
            while chunk := file.read(1 << 22):
                start = start or chunk[:3]
                digest.update(chunk)
                n_bytes += len(chunk)
                n_newlines += chunk.count(b"\n")
                has_nul = has_nul or b"\0" in chunk
                has_quote = has_quote or b'"' in chunk
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
        raise _vanished() from error
    return Facts(
        digest=digest.hexdigest(),
        n_bytes=n_bytes,
        n_lines=n_newlines + (last not in {b"\n", b""}),
        is_utf8=is_utf8,
        has_bom=start == codecs.BOM_UTF8,
        has_nul=has_nul,
        has_quote=has_quote,
    )


def read_file(
    path: Path,
    facts: Facts,
    sources: Sequence[Source],
    workplace: Path,
    connection: duckdb.DuckDBPyConnection,
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
    kind = path.suffix.lower()
    if kind in {".xlsx", ".xls", ".parquet"}:
        table = _read_workbook(path) if kind != ".parquet" else _read_parquet(path)
        return _read_table(table, sources)
    copy = workplace / f"{facts.digest}.txt"
    try:
        readable, facts = _readable(path, facts, copy)
        match = _recognise_text(readable, sources)
    except OSError as error:
        copy.unlink(missing_ok=True)
        raise _vanished() from error
    except RefusedError:
        copy.unlink(missing_ok=True)
        raise
    if as_text or facts.has_nul:
        return match, _then_remove(_read_records(readable, match), copy)
    return match, _then_remove(_typed_batches(readable, facts, match, connection), copy)


# --- from bytes to readable text ---------------------------------------------------------------------------------


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _readable(path: Path, facts: Facts, copy: Path) -> tuple[Path, Facts]:
    """Give a UTF-8 file without byte order mark: the file itself, or a copy when it is packed or written otherwise."""
    is_packed = _is_packed(path)
    if facts.is_utf8 and not facts.has_bom:
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


def _vanished() -> RefusedError:
    return RefusedError(
        "Het bestand was weg of niet te lezen terwijl het werd gelezen.", "Zet het terug en bouw opnieuw."
    )


# --- recognising ---------------------------------------------------------------------------------------------------


def _recognise_text(path: Path, sources: Sequence[Source]) -> Match:
    with path.open("rb") as file:
        raw = list(itertools.islice(iter(lambda: file.readline(LONGEST_LINE), b""), SAMPLE_LINES))
    lines = [text for line in raw if (text := line.decode("utf-8", "replace").strip("\r\n")).strip()]
    if not lines:
        raise RefusedError("Het bestand bevat geen regels.", "Maak de export opnieuw.")
    return _recognise({mark: _split(lines, mark) for mark in DELIMITERS}, sources)


def _split(lines: list[str], delimiter: str) -> list[list[str]]:
    return [next(csv.reader([line], delimiter=delimiter), []) for line in lines if "\0" not in line]


def _recognise(samples: dict[str, list[list[str]]], sources: Sequence[Source]) -> Match:
    """Choose the layout whose header fits most columns, else the one that reads most of the first lines."""
    by_header: list[tuple[int, Match]] = []
    by_shape: list[tuple[float, Match]] = []
    nearest: tuple[float, str] = (0.0, "")
    for delimiter, rows in samples.items():
        if not rows:
            continue
        for source in sources:
            for layout in source.layouts:
                if layout.delimiter not in {None, delimiter}:
                    continue
                places = layout.positions(rows[0])
                required = source.required(layout)
                missing = [column for column in required if column not in places]
                if not missing:
                    match = Match(source, layout, places, len(rows[0]), delimiter, has_header=True)
                    by_header.append((len(places), _settled(match, rows[1:])))
                    continue
                share = 1 - len(missing) / len(required)
                if share > nearest[0]:
                    names = ", ".join(layout.columns[column].names[0] for column in missing)
                    nearest = (share, f"Het lijkt op {layout.title}, alleen ontbreekt de kolom {names}.")
                if len(layout.header) == _common_length(rows) and len(layout.header) > 1:
                    places = layout.positions(list(layout.header))
                    match = Match(source, layout, places, len(layout.header), delimiter, has_header=False)
                    match = _settled(match, rows)
                    readable = [row for row in rows if len(row) == match.n_fields]
                    good = _look_again(match, _text_frame(readable, range(len(readable)), match)).good.height
                    by_shape.append((good / len(rows), match))
    if by_header:
        return max(by_header, key=lambda found: found[0])[1]
    best = max(by_shape, key=lambda found: found[0], default=None)
    if best and best[0] >= SHARE_READABLE:
        return best[1]
    if nearest[0] >= SHARE_READABLE:
        raise RefusedError(
            nearest[1],
            "Voeg de kolom toe aan de export, of beschrijf de indeling in het instellingenbestand.",
        )
    raise RefusedError(
        "Dit bestand past bij geen bekende indeling.",
        "Kijk of het de bedoelde export is, of beschrijf de indeling in het instellingenbestand.",
    )


def _common_length(rows: list[list[str]]) -> int:
    lengths = [len(row) for row in rows]
    return max(set(lengths), key=lengths.count)


def _settled(match: Match, rows: list[list[str]]) -> Match:
    """Fix date and time formats from the first lines."""
    columns = {}
    for column, at in match.layout.columns.items():
        place = match.positions.get(column, -1)
        samples = [row[place].strip() for row in rows if 0 <= place < len(row) and row[place].strip()]
        columns[column] = replace(at, reading=at.reading.settle(samples))
    return replace(match, layout=replace(match.layout, columns=columns))


# --- the typed scan ------------------------------------------------------------------------------------------------


class UnaccountedError(Exception):
    """The typed scan cannot say for each line what became of it; the file has to be read as text."""


def _typed_batches(path: Path, facts: Facts, match: Match, connection: duckdb.DuckDBPyConnection) -> Iterator[Batch]:
    cursor = connection.cursor()
    try:
        scan = cursor.sql(_scan_sql(path, match))
        if facts.n_lines <= BATCH_ROWS:
            yield _judge_whole(scan.pl(), _refused_lines(cursor), path, facts, match)
        else:
            yield from _judge_stream(scan, path, facts, match, cursor)
    except duckdb.Error as error:
        # The text of a DuckDB error quotes the line it stumbled over, so it goes no further than this.
        raise UnaccountedError from error.__cause__
    finally:
        cursor.execute("DROP TABLE IF EXISTS rejects")
        cursor.execute("DROP TABLE IF EXISTS scans")
        cursor.close()


def _refused_lines(cursor: duckdb.DuckDBPyConnection) -> Numbers:
    refused: pl.DataFrame = cursor.sql("SELECT DISTINCT line FROM rejects ORDER BY line").pl()
    return refused.get_column("line").to_numpy()


def _judge_whole(scanned: pl.DataFrame, refused: Numbers, path: Path, facts: Facts, match: Match) -> Batch:
    numbers = _taken_lines(refused, scanned.height, facts, match)
    good, failing = _judge(match, _with_lines(_typed(scanned, match), numbers))
    if facts.has_quote and (len(failing) or len(refused)):
        raise UnaccountedError
    return _with_second_look(good, np.union1d(refused, failing), path, match)


def _judge_stream(
    scan: duckdb.DuckDBPyRelation, path: Path, facts: Facts, match: Match, cursor: duckdb.DuckDBPyConnection
) -> Iterator[Batch]:
    """Judge a large file batch by batch; which lines the scan refused is known, and looked at, after the last."""
    n_taken, failing_rows = 0, [np.array([], dtype=np.int64)]
    for arrow in scan.to_arrow_reader(BATCH_ROWS):
        frame = _typed(pl.DataFrame(arrow), match)
        good, failing = _judge(match, _with_lines(frame, np.arange(n_taken, n_taken + frame.height)))
        n_taken += frame.height
        failing_rows.append(failing)
        yield Batch(good, pl.DataFrame(schema=REJECTED_SCHEMA))
    refused, rows = _refused_lines(cursor), np.concatenate(failing_rows)
    numbers = _taken_lines(refused, n_taken, facts, match)
    if facts.has_quote and (len(rows) or len(refused)):
        raise UnaccountedError
    yield _with_second_look(good.clear(), np.union1d(refused, numbers[rows]), path, match)


def _taken_lines(refused: Numbers, n_taken: int, facts: Facts, match: Match) -> Numbers:
    """Line number of each row the scan took: those of the file that it did not refuse, in order."""
    numbers = np.arange(1 + match.has_header, facts.n_lines + 1)
    if len(refused):
        numbers = np.setdiff1d(numbers, refused, assume_unique=True)
    if len(numbers) != n_taken:
        raise UnaccountedError
    return numbers


def _scan_sql(path: Path, match: Match) -> str:
    """SQL of the typed scan: every column of the file has a name, only those of the layout are read."""
    used = {place: column for column, place in match.positions.items()}
    types, days = {}, []
    for place in range(match.n_fields):
        reading = match.reading(used[place]) if place in used else None
        types[f"c{place}"] = reading.duck_type if reading else "VARCHAR"
        days += list(getattr(reading, "formats", ()))[:1] if reading and reading.duck_type == "DATE" else []
    selected = ", ".join(f'c{place} AS "{column}"' for column, place in match.positions.items())
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    file = str(path).replace("'", "''")
    return (
        f"SELECT {selected} FROM read_csv('{file}', auto_detect=false, header=false, "
        f"skip={int(match.has_header)}, delim='{match.delimiter}', quote='\"', escape='\"', "
        f"columns={{{columns}}}, max_line_size={LONGEST_LINE}, store_rejects=true, "
        f"rejects_table='rejects', rejects_scan='scans'" + (f", dateformat='{days[0]}'" if days else "") + ")"
    )


def _typed(scanned: pl.DataFrame, match: Match) -> pl.DataFrame:
    """Give the scanned columns the values and types of the schema; `_is_suspect` where something was not understood."""
    columns: list[pl.Expr] = []
    suspects = [pl.lit(value=False)]
    for name, column in match.source.schema.columns().items():
        if name not in match.positions:
            columns.append(pl.lit(None, dtype=column.dtype).alias(name))
            continue
        reading = match.reading(name)
        if reading.duck_type == "VARCHAR":
            values, unread = _read_distinct(scanned.get_column(name), reading, column.dtype)
            columns.append(pl.lit(values).alias(name))
            suspects += [] if unread is None else [pl.lit(unread)]
        else:
            value = reading.scanned(name).cast(column.dtype, strict=False)
            columns.append(value.alias(name))
            suspects.append(pl.col(name).is_not_null() & value.is_null())
    return scanned.select(
        pl.int_range(pl.len()).alias("_row"), *columns, pl.any_horizontal(suspects).alias("_is_suspect")
    ).drop("_row")


def _read_distinct(words: pl.Series, reading: Reading, dtype: pl.DataType) -> tuple[pl.Series, pl.Series | None]:
    """Read each distinct text once, which makes a column of text about as fast as a column of numbers.

    Gives the values and, where some text was not understood, which rows have it.
    """
    codes = words.cast(pl.Categorical).to_physical()
    firsts = codes.arg_unique()
    n_codes = int(codes.max() or 0) + 1  # type: ignore[arg-type]
    places = np.zeros(n_codes + 1, dtype=np.uint32)
    places[codes.gather(firsts).fill_null(n_codes).to_numpy()] = np.arange(len(firsts))
    place = pl.Series(places).gather(codes.fill_null(n_codes))
    texts = words.gather(firsts).to_frame().select(pl.col(words.name).str.strip_chars().replace("", None))
    values = texts.select(reading.text(words.name).cast(dtype, strict=False)).to_series()
    unread = values.is_null() & texts.to_series().is_not_null()
    return values.gather(place), unread.gather(place) if unread.any() else None


def _with_lines(frame: pl.DataFrame, numbers: Numbers) -> pl.DataFrame:
    return frame.with_columns(pl.Series("line", numbers, dtype=pl.UInt32))


def _judge(match: Match, frame: pl.DataFrame) -> tuple[pl.DataFrame, Numbers]:
    """Split typed rows in those the schema accepts and the lines of the others."""
    marked = frame.filter("_is_suspect") if frame.get_column("_is_suspect").any() else frame.clear()
    known = frame.filter(~pl.col("_is_suspect")) if marked.height else frame
    result = _judged(match.source.schema).filter(known.drop("_is_suspect"))
    failing = pl.concat([marked.select("line"), result.failure.invalid().select("line")])
    return result.result.select(*match.kept, "line"), failing.get_column("line").sort().to_numpy()


@cache
def _judged(schema: type[dy.Schema]) -> type[dy.Schema]:
    """Build the schema with the line number beside it, so that a verdict can be traced to its line."""
    return type(schema.__name__, (schema,), {"line": dy.UInt32(nullable=False)})


# --- the second look -----------------------------------------------------------------------------------------------


def _with_second_look(good: pl.DataFrame, suspects: Numbers, path: Path, match: Match) -> Batch:
    if not len(suspects):
        return Batch(good, pl.DataFrame(schema=REJECTED_SCHEMA))
    wanted = set(suspects.tolist())
    lines, numbers, rejected = [], [], []
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
            if number in wanted:
                if len(line) > LONGEST_LINE:
                    rejected.append((number, "line_too_long"))
                elif line.strip():
                    lines.append(line.decode("utf-8", "replace").strip("\r\n"))
                    numbers.append(number)
            while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE + 1)  # noqa: PLW2901
                if not line:
                    break
    again = _look_again_at(_split(lines, match.delimiter), numbers, match)
    return Batch(
        pl.concat([good, again.good]),
        pl.concat([again.rejected, pl.DataFrame(rejected, schema=REJECTED_SCHEMA, orient="row")]).sort("line"),
    )


def _look_again_at(rows: list[list[str]], numbers: Sequence[int], match: Match) -> Batch:
    fitting = [(row, number) for row, number in zip(rows, numbers, strict=True) if len(row) == match.n_fields]
    other = [(number, "n_fields") for row, number in zip(rows, numbers, strict=True) if len(row) != match.n_fields]
    batch = _look_again(match, _text_frame([row for row, _ in fitting], [number for _, number in fitting], match))
    return Batch(batch.good, pl.concat([batch.rejected, pl.DataFrame(other, schema=REJECTED_SCHEMA, orient="row")]))


def _text_frame(rows: list[list[str]], numbers: Sequence[int], match: Match) -> pl.DataFrame:
    return pl.DataFrame(
        {column: [row[place] for row in rows] for column, place in match.positions.items()} | {"line": list(numbers)},
        schema={**dict.fromkeys(match.positions, pl.String), "line": pl.UInt32},
    )


def _look_again(match: Match, words: pl.DataFrame) -> Batch:
    """Read rows of text column by column, tolerantly; what is not readable fails the rule `column|type` or `|code`."""
    source = match.source
    words = words.with_columns(pl.col(column).str.strip_chars().replace("", None) for column in match.positions)
    values, verdicts = [], []
    for name, column in source.schema.columns().items():
        if name not in match.positions:
            values.append(pl.lit(None, dtype=column.dtype).alias(name))
            continue
        value = match.reading(name).text(name).cast(column.dtype, strict=False)
        values.append(value.alias(name))
        kind = "code" if source.allowed(name) is not None else "type"
        verdicts.append(
            pl.when(pl.col(name).is_not_null() & value.is_null()).then(pl.lit(f"{name}|{kind}")).alias(f"_{name}")
        )
    read = words.select(
        *values, "line", pl.coalesce(verdicts).alias("rule") if verdicts else pl.lit(None).alias("rule")
    )
    unread = read.filter(pl.col("rule").is_not_null()).select("line", "rule")
    result = _judged(source.schema).filter(read.filter(pl.col("rule").is_null()).drop("rule"))
    rules = [name for name in result.failure.details().columns if name not in read.columns]
    broken = (
        result.failure.details().select(
            "line",
            pl.coalesce(pl.when(pl.col(name).cast(pl.String) == "invalid").then(pl.lit(name)) for name in rules).alias(
                "rule"
            ),
        )
        if rules
        else unread.clear()
    )
    return Batch(result.result.select(*match.kept, "line"), pl.concat([unread, broken]).cast(REJECTED_SCHEMA))


def _read_records(path: Path, match: Match) -> Iterator[Batch]:
    """Read a whole file as text, record by record; a quoted field may hold line ends."""
    records = _records(path)
    if match.has_header:
        next(records, None)
    while taken := list(itertools.islice(records, 200_000)):
        refused = [(number, problem) for number, _, problem in taken if problem]
        kept = [(number, line) for number, line, problem in taken if not problem]
        rows = [next(csv.reader([line], delimiter=match.delimiter), []) for _, line in kept]
        batch = _look_again_at(rows, [number for number, _ in kept], match)
        yield Batch(
            batch.good,
            pl.concat([batch.rejected, pl.DataFrame(refused, schema=REJECTED_SCHEMA, orient="row")]).sort("line"),
        )


def _records(path: Path) -> Iterator[tuple[int, str, str | None]]:
    """Yield (first line number, text, rule that sets it aside or None) of each record that is not blank."""
    with path.open("rb") as file:
        lines = enumerate(iter(file.readline, b""), start=1)
        waiting: list[tuple[int, bytes]] = []
        while True:
            number, line = waiting.pop(0) if waiting else next(lines, (0, b""))
            if not line:
                return
            if not line.strip():
                continue
            if len(line) > LONGEST_LINE:
                yield number, "", "line_too_long"
                continue
            if b"\0" in line:
                yield number, "", "control_character"
                continue
            joined, extra = line, 0
            while joined.count(b'"') % 2 and extra < JOINED_LINES:
                if extra == len(waiting):
                    waiting.append(next(lines, (0, b"")))
                if not waiting[extra][1]:
                    break
                joined += waiting[extra][1]
                extra += 1
            if joined.count(b'"') % 2:
                waiting = [kept for kept in waiting if kept[1]]
                yield number, "", "quote"
                continue
            del waiting[:extra]
            yield number, joined.decode("utf-8", "replace").strip("\r\n"), None


# --- tables --------------------------------------------------------------------------------------------------------


def _read_workbook(path: Path) -> pl.DataFrame:
    try:
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
        return sheet.to_polars()
    except FileNotFoundError as error:
        raise _vanished() from error
    except Exception as error:
        raise RefusedError(
            "Dit Excelbestand is niet te openen.", "Sla het opnieuw op als .xlsx zonder wachtwoord."
        ) from error


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path).with_columns(pl.all().cast(pl.String))
    except FileNotFoundError as error:
        raise _vanished() from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("Dit Parquetbestand is niet te lezen.", "Maak de export opnieuw.") from error
    header = pl.DataFrame({name: [name] for name in frame.columns})
    return pl.concat([header, frame])


def _read_table(table: pl.DataFrame, sources: Sequence[Source]) -> tuple[Match, Iterator[Batch]]:
    """Recognise and read a table of text of which the first row may be the header."""
    table = table.with_row_index("line", offset=1).with_columns(pl.all().exclude("line").fill_null(""))
    table = table.filter(~pl.all_horizontal(pl.all().exclude("line").str.strip_chars() == ""))
    if table.is_empty():
        raise RefusedError("Het bestand bevat geen regels.", "Maak de export opnieuw.")
    fields = [name for name in table.columns if name != "line"]
    rows = [list(row) for row in table.head(SAMPLE_LINES).select(fields).iter_rows()]
    match = _recognise({";": rows}, sources)
    body = table.slice(1) if match.has_header else table
    words = body.select("line", *(pl.col(fields[place]).alias(name) for name, place in match.positions.items()))
    return match, iter([_look_again(match, words)])
