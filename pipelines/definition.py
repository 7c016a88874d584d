"""A definition as people read it on screen, taken from the file that holds the code of the same number.

A block starts with `# Titel` and has the parts Waarom, Telt mee, Telt niet mee and Lees met beleid, each of
which may run on over several lines. A module docstring, the opening comment of an SQL file or a constant may
hold one block or more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PARTS = {
    "Waarom": "why",
    "Telt mee": "counts",
    "Telt niet mee": "counts_not",
    "Lees met beleid": "care",
}
_PART = re.compile(rf"^({'|'.join(PARTS)}):\s*(.*)$")


@dataclass(frozen=True)
class Definition:
    """What one number means: the text a reader gets, and the file it comes from.

    `name` is the identifier in code, `where` the path of the file inside the repository.
    """

    name: str
    title: str
    why: str
    counts: str
    counts_not: str
    care: str
    where: str = ""


def parse(text: str, *, name: str, where: str = "") -> tuple[Definition, ...]:
    """Read the definition blocks in `text`.

    The first block gets `name`, a following one `name` with its number behind it.
    Raises ValueError, naming the block and the part, when a part is missing.
    """
    blocks: list[tuple[str, dict[str, list[str]]]] = []
    current: list[str] | None = None
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("# "):
            blocks.append((line[2:].strip(), {}))
            current = None
        elif blocks and (part := _PART.match(line)):
            current = [part[2]]
            blocks[-1][1][PARTS[part[1]]] = current
        elif line and current is not None:
            current.append(line)
        elif not line:
            current = None
    found = []
    for number, (title, parts) in enumerate(blocks):
        missing = [dutch for dutch, key in PARTS.items() if not " ".join(parts.get(key, [])).strip()]
        if missing:
            raise ValueError(f"{where or name}: block '# {title}' lacks {', '.join(missing)}")
        words = {key: " ".join(lines).strip() for key, lines in parts.items()}
        found.append(Definition(name if number == 0 else f"{name}_{number + 1}", title, where=where, **words))
    return tuple(found)
