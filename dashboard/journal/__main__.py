"""The journal for the commands of Groeilijn, in a process of its own: `python -m dashboard.journal COMMAND`.

Standard input holds one JSON object: the address of the journal, and what the command needs; so that neither a password
nor a student stands in the list of processes. Standard output holds the answer as JSON. Exit code 1: an expected error,
told as {"what": ..., "do": ...}.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from dashboard.journal import facts, keeping, sample
from dashboard.journal.store import Journal
from pipelines.errors import EXIT_REFUSED, ExpectedError


def _facts(journal: Journal, asked: dict[str, Any]) -> None:
    since = dt.datetime.fromisoformat(asked["since"]) if asked["since"] else None
    keeping.remove_older(journal, dt.datetime.now(dt.UTC), since)
    facts.write(journal, Path(asked["folder"]))


def _forget(journal: Journal, asked: dict[str, Any]) -> None:
    keeping.forget(journal, asked["student_id"], asked["names"])


def _mentions(journal: Journal, asked: dict[str, Any]) -> dict[str, dict[str, int]]:
    return keeping.mentions(journal, asked["student_id"], asked["names"])


def _held(journal: Journal, asked: dict[str, Any]) -> list[dict[str, Any]]:
    # Only here, and only when asked: the words know more than the journal, and take a while to load.
    from dashboard.wording import inzage  # noqa: PLC0415

    found = keeping.held(journal, asked["student_id"])
    return [{**one, "title": title, "said": said} for one in found for title, said in (inzage.told(one),)]


def _sample(_: Journal, asked: dict[str, Any]) -> bool:
    classes = [sample.Class(**klas) for klas in asked["classes"]]
    until = dt.date.fromisoformat(asked["until"])
    return sample.fill(asked["address"], sample.School(until, classes, asked["leaders"], asked["quality"]))


COMMANDS = {"facts": _facts, "forget": _forget, "mentions": _mentions, "held": _held, "sample": _sample}


def main(command: str, asked: dict[str, Any]) -> int:
    """Run one command and give the exit code."""
    try:
        journal = Journal(asked["address"])
        try:
            answer = COMMANDS[command](journal, asked)
        finally:
            journal.close()
    except ExpectedError as error:
        sys.stdout.write(json.dumps({"what": error.what, "do": error.do}))
        return EXIT_REFUSED
    sys.stdout.write(json.dumps(answer, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], json.load(sys.stdin)))
