"""A text file as records: split in fields one line after the other, with the lines that cannot be split set aside.

Slower than the scan in `ingest`, and for what it cannot do: the first lines, those it did not accept, and files with
line ends inside quotes.
"""

from __future__ import annotations

import csv
import itertools
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

LONGEST_LINE = 100_000
"""Bytes; a longer line is set aside."""
JOINED_LINES = 20
"""A quoted field may run over this many lines; then the quote counts as never closed."""
Record: TypeAlias = tuple[int, list[str], str | None]


class Row(NamedTuple):
    """A record that was split in fields, with its first line number."""

    line: int
    fields: list[str]


def split_in_records(path: Path, delimiter: str, n_fields: int | None = None) -> Iterator[Record]:
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
