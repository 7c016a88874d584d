"""The words of what was written about a student, for who asks what is held: no codes, own words in quotes."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from dashboard import style
from dashboard.journal.kinds import KINDS, Checklist, Content
from dashboard.wording import checklist, groeilijn

NAMES: Final = groeilijn.KINDS | {
    "note": "Notitie van de tandem", "talk": "Tandemoverleg", "checklist": "Checklist over de begeleiding",
    "draft": "Nog niet opgeslagen",
}  # fmt: skip
WITHDRAWN: Final = "Ingetrokken."
OWN_WORDS: Final = {
    "words": "", "what": "", "question": "vraag", "how_come": "hoe gekomen", "small_step": "stapje hoger",
    "goes_well": "wat gaat goed", "next_step": "volgende stap", "note": "toelichting",
}  # fmt: skip
"""Fields that people type in, of what was never saved, with their labels."""


def told(version: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """A title, and labels with texts, of one version as `keeping.held` gives it."""
    kind, body = version["kind"], version["body"]
    name = NAMES.get(kind, kind)
    if version.get("is_withdrawn"):
        return name, [("", WITHDRAWN)]
    try:
        content = KINDS[kind].model_validate(body)
    except (KeyError, ValidationError):
        # What somebody was writing need not be whole, and a choice in it is a code.
        return name, _own_words(body)
    title = name if kind in {"note", "talk", "checklist"} else groeilijn.title(content)
    return title, [("dag", style.day(content.day)), *_said(content)]


def _said(content: Content) -> list[tuple[str, str]]:
    if not isinstance(content, Checklist):
        return groeilijn.parts(content)
    found = [
        ("moment", checklist.MOMENTS.get(content.moment or "", "").lower()),
        ("ingevuld door", checklist.ROLES.get(content.filled_in_by or "", "").lower()),
        *((code.replace("_", " "), checklist.STATUSES[status].lower()) for code, status in content.items.items()),
        ("toelichting", groeilijn.quoted(content.note)),
    ]
    return [(label, text) for label, text in found if text]


def _own_words(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (label, groeilijn.quoted(body[field]))
        for field, label in OWN_WORDS.items()
        if isinstance(body.get(field), str) and body[field]
    ]
