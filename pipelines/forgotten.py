"""Who is forgotten: a list of keyed hashes that tells nobody's number, and which lines it sets aside.

The list stands next to the store, `<store>.forgotten`, one mark a line, so that it outlives a store that is made anew
from the same files. A mark is HMAC-SHA256 of a student number, or of a hash in files of DUO, with the secret of the
school. Where that secret was renewed since, the ones before it are kept beside it for this list alone: the number
behind a mark is not known, so that a mark cannot be made anew.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from pipelines import private
from pipelines.contract import hash_of

PERSON_COLUMNS: Final = ("student_id", "bsn_hash", "onderwijsnummer_hash")
"""Columns that name one person, in whatever delivery."""

RULE: Final = "forgotten"
"""The rule that sets aside a line about somebody who is forgotten."""


@dataclass(frozen=True)
class Forgotten:
    """The list, the secret its marks are made with, and those with which older ones were made."""

    marks: frozenset[str] = frozenset()
    secret: bytes = b""
    older: tuple[bytes, ...] = ()

    @property
    def digest(self) -> str:
        """What tells this list, and what it can be read with, from another; empty when nobody is forgotten."""
        read_with = (hashlib.sha256(secret).hexdigest() for secret in self.older)
        return hashlib.sha256("".join((*sorted(self.marks), *read_with)).encode()).hexdigest() if self.marks else ""

    def names(self, rows: pl.DataFrame) -> pl.Series:
        """Say of each row whether it names somebody who is forgotten."""
        found = pl.repeat(value=False, n=rows.height, dtype=pl.Boolean, eager=True)
        for column in PERSON_COLUMNS if self.marks else ():
            if column in rows.columns:
                values = rows.get_column(column)
                known = values.drop_nulls().unique()
                gone = [value for value in known if self._has_mark_of(str(value))]
                found |= values.is_in(pl.Series(gone, dtype=values.dtype).implode()).fill_null(value=False)
        return found

    def has(self, student_id: int) -> bool:
        """Whether a student was forgotten."""
        return bool(self.marks) and self._has_mark_of(str(student_id))

    def older_hash(self, number: str) -> str | None:
        """The hash under an older secret of a person number that was forgotten then; None for every other number."""
        hashes = ((hash_of(number, secret), secret) for secret in self.older if self.marks)
        return next((value for value, secret in hashes if _mark(value, secret) in self.marks), None)

    def mark(self, value: str) -> str:
        """The mark of a number or a hash, which only this school can make."""
        return _mark(value, self.secret)

    def _has_mark_of(self, value: str) -> bool:
        return any(_mark(value, secret) in self.marks for secret in (self.secret, *self.older))


NOBODY: Final = Forgotten()


def _mark(value: str, secret: bytes) -> str:
    return hmac.digest(secret, f"forgotten:{value}".encode(), "sha256").hex()


def read(path: Path, secret: bytes, older: Iterable[bytes] = ()) -> Forgotten:
    """Read the list at `path`; nobody is forgotten while there is none."""
    marks = path.read_text("utf-8").split() if path.exists() else []
    return Forgotten(frozenset(marks), secret, tuple(older))


def add(path: Path, secret: bytes, values: Iterable[str]) -> None:
    """Add numbers or hashes to the list, readable by the owner only."""
    before = read(path, secret)
    marks = sorted(before.marks.union(before.mark(value) for value in values))
    private.write(path, ("\n".join(marks) + "\n").encode())
