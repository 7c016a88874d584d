"""The words of the print of the weekly hour: what goes well, what is next, who takes it up."""

from datetime import date

from dashboard import style

HEADS = ("Student", "Wat gaat goed?", "Volgende stap", "Wie pakt het op?", "Laatste contact", "Doel en afspraken")
NO_CONTACT = "nog niet"
TURN = "nu aan de beurt"
MORE_STEPS = "En nog {n}; alle staan op de pagina Klas."
MORE_DUE = "en nog {n}"
CUT = "Een tekst die eindigt op … is ingekort; de hele tekst staat in Groeilijn."


def title(class_id: str) -> str:
    """Which hour it is."""
    return f"Tandemoverleg klas {class_id}"


def eyebrow(on: date) -> str:
    """The day of the hour."""
    return f"{style.WEEKDAYS[on.weekday()].capitalize()} {style.day(on)} · {style.week(on)}"


def steps(since: date | None) -> str:
    """What is celebrated first; None is the first time."""
    return f"Eerst vieren: stappen sinds {style.day(since)}" if since else "Eerst vieren: de laatste stappen"


def goal(said: str, number: str) -> str:
    """The student's own goal in own words, and its number when there is one."""
    return f"Doel: “{said}”, {number}" if number else f"Doel: “{said}”"


def agreement(what: str, who: str | None, when: date | None) -> str:
    """What was agreed, by whom and for when."""
    said = f"{what} ({who})" if who else what
    return f"{said}, {style.day(when)}" if when else said
