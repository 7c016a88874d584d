"""The words of the weekly hour of the tandem: first what went well, then each student in turn."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard import style, wording

TITLE: Final = "Tandemoverleg"
CELEBRATE: Final = "Eerst: wat ging er goed?"
WAITING: Final = "Hoe gaat het met ...?"
CLASS: Final = "De klas"
GOES_WELL, NEXT_STEP, PICKED_UP_BY = "Wat gaat goed?", "Wat is de volgende stap?", "Wie pakt het op?"
WHO: Final = {role: wording.capital(name) for role, name in wording.TANDEM.items()} | {"student": "De student zelf"}
SAVE: Final = "Besproken"
TOO_SOON: Final = "Hier is nog niets vastgelegd. Is deze student ook besproken? Klik dan nog een keer."
TODAY: Final = "besproken"
WITHDRAW_TODAY, WITHDRAW_LAST = "Trek het gesprek van vandaag in", "Trek het vorige gesprek in"
ALL_DONE: Final = "Iedereen is vandaag aan bod geweest. Mooi werk."
PRINT: Final = "Print dit overleg"
BY: Final = {**WHO, "student": "Student", "other": "Iemand anders"}
HERE: Final = "nu"
PREVIOUS, NEXT = "Vorige", "Volgende"
LATE: Final = "kwam pas na het vorige overleg binnen"
TO_LINE: Final = "Naar de groeilijn"
NO_STUDENTS: Final = "In deze klas staan nu nog geen studenten."
HOUR: Final = 60
"""Minutes of the fixed hour."""


def subtitle(class_id: str, on: date) -> str:
    """Which class, and the day of this hour."""
    return f"Klas {class_id} · {style.day(on)}"


def celebrate(n_steps: int, n_students: int, since: date | None) -> str:
    """How many steps there were since the last hour (None: this is the first one), and of how many students."""
    when = "in de laatste vier weken" if since is None else f"sinds {style.day(since)}"
    if n_steps == 0:
        return f"Er staat {when} nog geen nieuwe stap. Wat zagen jullie zelf? Dat mag er ook bij."
    steps = f"{n_steps} {style.plural(n_steps, 'nieuwe stap', 'nieuwe stappen')}"
    return f"{steps} {when}, van {n_students} {style.plural(n_students, 'student', 'studenten')}."


def progress(n_spoken: int, n_students: int) -> str:
    """How far the hour is, and how many minutes there are for each of the others."""
    said = f"{n_spoken} van {n_students} besproken"
    left = n_students - n_spoken
    if left == 0 or n_students == 0:
        return said
    minutes = HOUR / n_students
    return f"{said} · {style.decimal(minutes, 0)} minuten per student"


def waiting(last: date | None) -> str:
    """Since when somebody was not spoken of."""
    return "nog niet besproken" if last is None else f"niet meer besproken sinds {style.day(last)}"


def saved(name: str, *, is_empty: bool) -> str:
    """That a talk was saved, of whom, and whether without a word: that they spoke is a fact by itself."""
    return f"{name}: besproken{', zonder tekst' if is_empty else ''}. Op naar de volgende."


def save(name: str) -> str:
    """The button that saves a talk, with whom it was about: on a phone the name above the form may be out of sight."""
    return f"{SAVE}: {name}"


def suggestion(sentences: Sequence[str]) -> str:
    """What to begin with in the column of what goes well: the last steps, one a line."""
    return "\n".join(sentences)


def facts(n_present: int | None, n_registered: int | None) -> str:
    """The lessons of the last twenty teaching days, as a count."""
    if not n_registered:
        return "Er zijn nog geen geregistreerde lessen."
    return f"Was bij {style.of_lessons(n_present or 0, n_registered)} in de laatste 20 lesdagen."


def last_time(next_step: str | None, picked_up_by: str | None, on: date) -> str:
    """What was agreed in the last talk, in one line."""
    who = WHO.get(picked_up_by or "")
    if not next_step:
        return f"Besproken op {style.day(on)}."
    by = f" ({who})" if who else ""
    return f"Vorige keer, {style.day(on)}: {next_step}{by}"
