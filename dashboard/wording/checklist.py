"""The words of the two checklists and of collegiale feedback: about the guidance, never about the student."""

from datetime import date
from typing import Final

from dashboard import style, wording

TITLE: Final = "Checklist"
INTRODUCTION: Final = (
    "Een checklist kijkt naar de begeleiding, nooit naar hoe een student het doet. Alles mag in elke volgorde: tik "
    "aan wat al goed gaat en waar ruimte voor groei is, en laat de rest open."
)
KIND, ABOUT, MOMENT, BY = "Welke lijst?", "Over wie?", "Wanneer ten opzichte van het gesprek?", "Wie vult in?"
WHOLE_CLASS: Final = "De hele klas"
CHOOSE: Final = "Kies een student"
SHOW, NOTE_HEAD = "Bekijk de lijst", "Toelichting"
STATUSES: Final = {"voldoende": "Voldoende", "ruimte": "Ruimte voor groei", "open": "Nog niet besproken"}
MOMENTS: Final = {"before": "Ervoor", "during": "Tijdens", "after": "Erna"}
ROLES: Final = {role: wording.capital(name) for role, name in wording.TANDEM.items()} | {"together": "Samen"}
NOTE: Final = "Toelichting (hoeft niet)"
"""Not called a note: that word is for what the tandem alone can read."""
NOTE_MEANS: Final = "Dit blijft bij deze lijst en telt nergens mee. Ook de teamleider kan het lezen."
SAVE, SAVED = "Bewaar de lijst", "Bewaard. Bij de volgende opbouw telt de lijst mee op Begeleiding."
NOTHING_CHOSEN: Final = "Tik bij minstens één kenmerk aan hoe het gaat."
OF_STUDENT, FILL_IN = "Hoe gaat de begeleiding?", "Vul een checklist in"
LIST: Final = "Ingevulde lijsten"
NONE_YET: Final = "Hier komen de lijsten die jullie invullen."

FEEDBACK: Final = "Collegiale feedback"
FEEDBACK_MEANS: Final = (
    "Kijk met een collega een kwartier terug op één ervaring. Wat jullie zeggen blijft van jullie: Groeilijn bewaart "
    "alleen dat het gesprek er was."
)
FEEDBACK_STEPS: Final = (
    (
        "Vertel",
        4,
        "Eén van jullie kiest een moment met een student dat is bijgebleven, en vertelt. De ander luistert.",
        ("Wat gebeurde er, en wat deed jij?", "Wat wilde je bereiken?"),
    ),
    (
        "Zoek wat werkte",
        4,
        "De ander vraagt door op wat al lukte, hoe klein ook.",
        (
            "Wat ging er beter dan je dacht?",
            "Waaraan merkte je dat bij de student?",
            "Hoe heb je dat voor elkaar gekregen?",
        ),
    ),
    (
        "Kijk mee",
        4,
        "De ander zegt terug wat die hoorde, en legt er een kenmerk van de checklist naast.",
        ("Welk kenmerk herken je hierin?", "Wat zou ik hiervan willen overnemen?"),
    ),
    (
        "Kies een stap",
        3,
        "De verteller kiest zelf een kleine volgende stap.",
        ("Wat probeer je de volgende keer?", "Wie of wat heb je daarbij nodig?"),
    ),
)
"""Of each part of the quarter: its name, its minutes, what happens, and questions to choose from."""
FEEDBACK_DONE: Final = "Gedaan?"
FEEDBACK_SAVE: Final = "We hebben dit gedaan"
FEEDBACK_SAVED: Final = "Fijn. Alleen de datum is bewaard."
FEEDBACK_TODAY: Final = "Vandaag is er collegiale feedback geweest."
FEEDBACK_NONE: Final = "In deze klas is nog geen collegiale feedback opgeschreven."


def filled(counts: dict[str, int]) -> str:
    """How many kenmerken got which word: "5 voldoende, 2 ruimte voor groei, 1 nog niet besproken"."""
    return ", ".join(f"{counts[code]} {word.lower()}" for code, word in STATUSES.items() if counts.get(code))


def heading(kind: str, about: str) -> str:
    """Which list, and about whom its guidance was."""
    return f"{kind} · {about}"


def newest(kind: str, on: date, counts: dict[str, int]) -> str:
    """The newest list of a kind: its day, and how many kenmerken got which word."""
    return f"{kind}, {style.day(on)}: {filled(counts)}."


def kept(on: date, counts: dict[str, int], today: date) -> str:
    """Above an empty list: that there is one already, of when, and how many kenmerken got which word."""
    when = "Vandaag bewaard" if on == today else f"Eerder bewaard, {style.day(on)}"
    return f"{when}: {filled(counts)}. Hieronder begint een nieuwe lijst."


def part(start: int, end: int) -> str:
    """Which minutes of the quarter a part takes."""
    return f"Minuut {start} tot {end}"


def feedback_so_far(class_id: str, number: int, last: date) -> str:
    """How often there was feedback in this class, and when last."""
    return f"In klas {class_id} is dit {number} keer gedaan, voor het laatst op {style.day(last)}."
