"""Who opened which student, and who took which table along, and when: a log apart from the figures.

    <store>/looked/<year>-<month>.jsonl    a line per look: at, person, what, key; readable by the owner only

The month is that of the school, `at` is in UTC.

`what` is a page or the title of a table, `key` the opaque key of a student, or empty. It holds no figures and no names
of students. A line is written in one go, so that people who look at the same time do not lose each other's line.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from pipelines import private
from pipelines.settings import ZONE

SCHEMA: Final = pl.Schema({"at": pl.String, "person": pl.String, "what": pl.String, "key": pl.String})

DEFINITIONS: Final = """
# Wie keek wanneer

Waarom: Wie gegevens van een student opent, moet dat kunnen uitleggen. Daarom wordt het vastgelegd.
Telt mee: Het openen van de groeilijn van een student en het meenemen van een tabel of een afdruk: wie, wat en wanneer.
Telt niet mee: Wat er op het scherm stond. In dit logboek staan geen cijfers en geen namen van studenten.
Lees met beleid: Alleen de functioneel beheerder kan het logboek lezen. Hoe lang een regel blijft, staat bij Privacy.
"""


def note(folder: Path, person: str, what: str, key: str = "") -> None:
    """Write down one look in the log that `folder` holds."""
    now = dt.datetime.now(dt.UTC)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{now.astimezone(ZONE):%Y-%m}.jsonl"
    entry = {"at": now.isoformat(timespec="seconds"), "person": person, "what": what, "key": key}
    line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line)
    finally:
        os.close(file)


def remove_older(folder: Path, since: dt.date) -> None:
    """Remove what was looked at before a day, which is the first of a month."""
    for path in folder.glob("*.jsonl"):
        if path.stem < f"{since:%Y-%m}":
            path.unlink(missing_ok=True)


def read(folder: Path) -> pl.DataFrame:
    """Every look that is remembered, the newest first. Grain: look. A line that is damaged is passed over."""
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8", errors="replace").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                continue
            rows.append({name: str(entry.get(name, "")) for name in SCHEMA})
    return pl.DataFrame(rows, schema=SCHEMA).reverse()


def forget(folder: Path, key: str) -> None:
    """Take out every look at one student."""
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if f'"key": "{key}"' not in line]
        if len(kept) < len(lines):
            private.write(path, "".join(kept).encode())


def rename(folder: Path, keys: Mapping[str, str]) -> None:
    """Give students the key that they have now, by the key that they had."""
    for path in sorted(folder.glob("*.jsonl")):
        before = path.read_text("utf-8")
        after = re.sub(r'"key": "(\w+)"', lambda found: f'"key": "{keys.get(found[1], found[1])}"', before)
        if after != before:
            private.write(path, after.encode())
