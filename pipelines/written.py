"""What people wrote: asked of the journal in a process of its own, for the journal is no part of the pipelines.

    <store>/written/<source>.csv    facts from the journal, which a build takes in beside the inbox; without text

Neither the address of the journal nor a student number stands in the list of processes: both go over standard input.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.api import Build
from pipelines.errors import BuildError
from pipelines.settings import ZONE, Settings


@dataclass(frozen=True)
class Mentions:
    """In how many texts about something else a student is named, by where they are: the class or team they were
    written with. `whole` by the number or the full name; `part` by a first or last name alone, which may be somebody
    else's.
    """

    whole: Mapping[str, int] = field(default_factory=dict)
    part: Mapping[str, int] = field(default_factory=dict)


def folder_of(store: Path) -> Path:
    """The folder of a store that holds the facts of the journal."""
    return store / "written"


def facts(settings: Settings) -> None:
    """Ask the journal for its facts, and put them where a build takes them in; without a journal there are none.

    What is older than is kept goes out of the journal first. Raises BuildError when the journal is out of reach: then
    the facts of last time are still there.
    """
    folder = folder_of(settings.store)
    if not _is_there(settings):
        shutil.rmtree(folder, ignore_errors=True)
        return
    since = settings.kept_since()
    midnight = None if since is None else dt.datetime.combine(since, dt.time(), ZONE).isoformat()
    _ask(settings, "facts", folder=str(folder.resolve()), since=midnight)


def forget(settings: Settings, student_id: int, names: Collection[tuple[str, str]] = ()) -> None:
    """Remove all that was written about a student, mask the number and the full names (first, last) in all other texts,
    and renew the facts. Raises BuildError when that did not work.
    """
    if _is_there(settings):
        _ask(settings, "forget", student_id=student_id, names=sorted(names))
    facts(settings)


def mentions(settings: Settings, student_id: int, names: Collection[tuple[str, str]]) -> Mentions:
    """Where a student is named in what was written about something else. Raises BuildError."""
    found = _ask(settings, "mentions", student_id=student_id, names=sorted(names)) if _is_there(settings) else {}
    return Mentions(**found)


def held(settings: Settings, student_id: int) -> list[dict[str, Any]]:
    """All that was written about a student, each version with who and when. Raises BuildError."""
    found: list[dict[str, Any]] = _ask(settings, "held", student_id=student_id) if _is_there(settings) else []
    return found


def sample(settings: Settings, build: Build) -> bool:
    """Let the fictional school write in its journal, if that is still empty; whether it did. Raises BuildError."""
    if not build.is_sample or build.data_until is None:
        return False
    staff = build.ask("SELECT role, person, class_id, team FROM marts.staff ORDER BY role, class_id, team, person")
    # The same mentor, team leader and quality officer as those whose part one may play.
    who = {(role, class_id or team): person for role, person, class_id, team in staff.reverse().iter_rows()}
    here = build.ask(
        """
        SELECT class_id, any_value(team) AS team, list(student_id ORDER BY student_id) AS student_ids
        FROM marts.placement WHERE is_current GROUP BY class_id ORDER BY class_id
        """
    )
    classes = [
        {**klas, "author": who["mentor", klas["class_id"]]}
        for klas in here.iter_rows(named=True)
        if ("mentor", klas["class_id"]) in who
    ]
    leaders = {team: person for (role, team), person in who.items() if role == "teamleider"}
    quality = who.get(("kwaliteit", None))
    until = build.data_until.isoformat()
    return bool(_ask(settings, "sample", until=until, classes=classes, leaders=leaders, quality=quality))


def _is_there(settings: Settings) -> bool:
    """Whether there is a journal: a file that exists, or a server."""
    address = settings.journal_address()
    return "://" in address or Path(address).exists()


def _ask(settings: Settings, command: str, **asked: object) -> Any:
    asked["address"] = settings.journal_address()
    answer = subprocess.run(
        [sys.executable, "-m", "dashboard.journal", command],
        input=json.dumps(asked), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if answer.returncode == 0:
        return json.loads(answer.stdout)
    # What stands on standard error may quote what was written, so of that nothing is told.
    told = json.loads(answer.stdout) if answer.stdout.startswith("{") else {}
    raise BuildError(
        told.get("what", "Het logboek gaf geen antwoord."),
        told.get("do", "Kijk of de instelling `journal` klopt, en doe het opnieuw."),
    )
