"""Who is forgotten: a list of keyed hashes that tells nobody's number, and which lines it sets aside.

The list stands next to the store, `<store>.forgotten`, one mark a line, so that it outlives a store that is made anew
from the same files. A mark is HMAC-SHA256 of a student number, or of a hash in files of DUO, with the secret of the
school.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

PERSON_COLUMNS: Final = ("student_id", "bsn_hash", "onderwijsnummer_hash")
"""Columns that name one person, in whatever delivery."""

RULE: Final = "forgotten"
"""The rule that sets aside a line about somebody who is forgotten."""


@dataclass(frozen=True)
class Forgotten:
    """The list, and the secret its marks are made with."""

    marks: frozenset[str] = frozenset()
    secret: bytes = b""

    @property
    def digest(self) -> str:
        """What tells this list from another; empty when nobody is forgotten."""
        return hashlib.sha256("".join(sorted(self.marks)).encode()).hexdigest() if self.marks else ""

    def names(self, rows: pl.DataFrame) -> pl.Series:
        """Say of each row whether it names somebody who is forgotten."""
        found = pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
        for column in PERSON_COLUMNS if self.marks else ():
            if column in rows.columns:
                values = rows.get_column(column)
                known = values.drop_nulls().unique()
                gone = [value for value in known if self.mark(str(value)) in self.marks]
                found |= values.is_in(pl.Series(gone, dtype=values.dtype).implode()).fill_null(value=False)
        return found

    def mark(self, value: str) -> str:
        """The mark of a number or a hash, which only this school can make."""
        return hmac.digest(self.secret, f"forgotten:{value}".encode(), "sha256").hex()


NOBODY: Final = Forgotten()


def read(path: Path, secret: bytes) -> Forgotten:
    """Read the list at `path`; nobody is forgotten while there is none."""
    marks = path.read_text("utf-8").split() if path.exists() else []
    return Forgotten(frozenset(marks), secret)


def add(path: Path, secret: bytes, values: Iterable[str]) -> None:
    """Add numbers or hashes to the list, readable by the owner only."""
    before = read(path, secret)
    marks = sorted(before.marks.union(before.mark(value) for value in values))
    aside = path.with_name(f"{path.name}.partial")
    aside.touch(mode=0o600)
    aside.write_text("\n".join(marks) + "\n", "utf-8")
    aside.replace(path)
