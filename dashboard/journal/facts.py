"""What of the journal reaches a build: facts as delivery files, in the layouts of `pipelines.sources`, and no text.

A contact on a day, a goal with its number, that a student was spoken of, the items of a checklist, that collegiale
feedback took place. Each file holds all of its kind as it is now, so that what is withdrawn is gone at the next build.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from dashboard.journal.kinds import Checklist, Contact, Content, Feedback, Goal, Talk
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal, Saved
from pipelines import private

Row = tuple[object, ...]
HOW: Final = {
    "in_person": "gesprek", "phone": "gebeld", "message": "bericht", "visit": "huisbezoek", "other": "anders",
}  # fmt: skip
COUNTS: Final = {
    "lessons": "lessen van de twintig", "arrival_minute": "minuut van aankomst",
    "presence_percent": "procent van de lessen",
}  # fmt: skip
LISTS: Final = {"individual": "individuele begeleiding", "collaboration": "samenwerking"}
MOMENTS: Final = {"before": "voor", "during": "tijdens", "after": "na"}
STATUSES: Final = {"voldoende": "voldoende", "ruimte": "ruimte voor groei", "open": "nog niet besproken"}
ROLES: Final = {"mentor": "mentor", "kaw": "kaw", "peercoach": "peercoach", "together": "samen",
                "teamleider": "teamleider", "other": "anders"}  # fmt: skip


def _contact(one: Saved[Contact]) -> Iterator[Row]:
    said = one.content
    has_reason = "ja" if said.has_reason else "nee"
    yield one.id, one.subject.student_id, said.date, has_reason, HOW[said.how], ROLES.get(said.by_role or "", "")


def _goal(one: Saved[Goal]) -> Iterator[Row]:
    said = one.content
    counts = COUNTS.get(said.counts or "", "")
    yield one.id, one.subject.student_id, said.set_on, said.number, counts, said.by_when, said.reached_on


def _talk(one: Saved[Talk]) -> Iterator[Row]:
    yield one.id, one.subject.student_id, one.content.date


def _feedback(one: Saved[Feedback]) -> Iterator[Row]:
    yield one.id, one.subject.class_id, one.content.date


def _checklist(one: Saved[Checklist]) -> Iterator[Row]:
    said = one.content
    moment, by = MOMENTS.get(said.moment or "", ""), ROLES.get(said.filled_in_by or "", "")
    about = one.subject.student_id, one.subject.class_id or one.written_in
    for kenmerk, status in said.items.items():
        yield one.id, LISTS[said.checklist], said.date, moment, *about, by, kenmerk, STATUSES[status]


FILES: Final[dict[str, tuple[type[Content], Callable[[Saved[Any]], Iterator[Row]], tuple[str, ...]]]] = {
    "contacts": (
        Contact, _contact, ("contact_id", "studentnummer", "datum", "aanleiding", "hoe", "rol")),
    "goals": (
        Goal, _goal, ("doel_id", "studentnummer", "gesteld_op", "getal", "telt", "voor", "bereikt_op")),
    "talks": (
        Talk, _talk, ("bespreking_id", "studentnummer", "besproken_op")),
    "feedback": (
        Feedback, _feedback, ("feedback_id", "klas", "datum")),
    "checklists": (
        Checklist, _checklist, ("checklist_id", "soort", "datum", "moment", "studentnummer", "klas", "ingevuld_door",
                                "kenmerk", "status")),
}  # fmt: skip
"""Per source the kind that goes there, its lines, and the header of its layout."""


def write(journal: Journal, folder: Path) -> None:
    """Put a delivery file in `folder` for each source about which something was written, and take away the others.

    The same journal gives the same files to the byte. They are readable by their owner only.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    contents = {f"{source}.csv": _text(journal, *how) for source, how in FILES.items()}
    for path in folder.iterdir():
        if not contents.get(path.name):
            path.unlink()
    for name, text in contents.items():
        if text:
            private.write(folder / name, text.encode())


def _text(
    journal: Journal, kind: type[Content], lines: Callable[[Saved[Any]], Iterator[Row]], header: tuple[str, ...]
) -> str:
    """The text of a file, or nothing where nothing was written."""
    rows = [row for one in journal.entries(Entry.kind == kind.kind) for row in lines(one)]
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows([header, *rows])
    return text.getvalue()
