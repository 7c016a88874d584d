"""The voice of *Team*: classes side by side, each compared with itself earlier, never with the class beside it."""

from dataclasses import dataclass
from datetime import date

from dashboard import style, wording

GROWTH = {
    "above_band": "meer dan de gewone schommeling",
    "within_band": "binnen de gewone schommeling",
    "below_band": "lager dan de gewone schommeling",
}
TABLE = (
    "Op volgorde van naam en op dezelfde schaal: het verloop dit schooljaar van 0 tot 100 %, de groei van 30 punten "
    "eraf tot 30 punten erbij. De stip bij groei is van dezelfde studenten: de laatste 20 lesdagen vergeleken met de "
    "20 ervoor. Het vlak is de gewone schommeling, het streepje is gelijk gebleven. Begeleiding gaat over de "
    "laatste 6 lesweken, de rest over de laatste 4."
)
MOVES = (
    "Wie in de laatste 20 lesdagen uit de klas ging of erbij kwam. Zij tellen niet mee in de groei, want een klas kan "
    "ook veranderen door wie erin zit."
)
NO_MOVES = "In de laatste 20 lesdagen is in deze klassen niemand vertrokken of erbij gekomen."
NO_LESSONS = "In dit schooljaar zijn er nog geen geregistreerde lessen van dit team."
HIDDEN_CLASSES = (
    "Van de klassen van dit team tonen we geen cijfers. Zij zijn klein, of met hun cijfers is een kleine klas uit te "
    "rekenen."
)
NO_TEAM = "Er is nog geen team dat bij jou hoort. Vraag de functioneel beheerder om je te koppelen aan een team."


def lead(n_above: int, n_compared: int, n_steps: int | None, n_weeks: int, *, is_hidden: bool = False) -> str:
    """The gain of the team first: the classes that grew more than their band of no change, else the steps taken;
    `is_hidden` where no class may be shown.
    """
    if n_above:
        classes = f"{n_above} van de {n_compared} klassen" if n_compared > 1 else "De klas"
        return f"{classes} {style.plural(n_above, 'is', 'zijn')} gegroeid, meer dan de gewone schommeling"
    if n_steps:
        return f"Studenten zetten {_steps(n_steps)} in de laatste {n_weeks} lesweken"
    if is_hidden:
        return HIDDEN_CLASSES
    return "De klassen zijn net begonnen" if not n_compared else "Op weg naar een volgende stap"


@dataclass(frozen=True)
class Lately:
    """The team in the last teaching weeks; None is unknown or not shown."""

    n_weeks: int
    n_steps: int | None
    presence: float | None
    coverage: float | None


def explained(n_above: int, lower: list[str], n_compared: int, lately: Lately, *, is_hidden: bool = False) -> str:
    """What the headline leaves out: the other classes, steps, presence and how much of it was registered."""
    parts = []
    n_within = n_compared - n_above - len(lower)
    if not n_compared and not is_hidden:
        parts.append("Vergelijken kan vanaf lesdag 40.")
    elif n_within:
        who = f"{_classes(n_within)} {style.plural(n_within, 'bleef', 'bleven')}"
        parts.append(f"{who} binnen de gewone schommeling.")
    if lower:
        stand, asks = ("staat", "heeft deze klas") if len(lower) == 1 else ("staan", "hebben deze klassen")
        parts.append(f"{wording.joined(lower)} {stand} lager dan gewoon: wat {asks} nodig?")
    if n_above and lately.n_steps:
        parts.append(f"Studenten zetten {_steps(lately.n_steps)} in de laatste {lately.n_weeks} lesweken.")
    if lately.presence is not None:
        parts.append(f"De studenten waren {style.percent(lately.presence)} van de lestijd aanwezig.")
    if lately.coverage is not None:
        parts.append(f"Van de lessen is {style.percent(lately.coverage)} geregistreerd.")
    return " ".join(parts)


def _classes(number: int) -> str:
    return f"{number} {style.plural(number, 'klas', 'klassen')}"


def growth(status: str | None, change_share: float | None, *, is_hidden: bool = False) -> tuple[str, str]:
    """The change of the same students in points and where that lies, as two short texts for one cell."""
    if is_hidden:
        return wording.NOT_SHOWN, ""
    if status is None or change_share is None:
        return "nog te vroeg", "om te vergelijken"
    return style.points(change_share), GROWTH[status]


def growth_said(change_share: float | None, low: float | None, high: float | None) -> str:
    """The bar of growth in words, for who cannot see it."""
    if change_share is None or low is None or high is None:
        return "Nog te vroeg om te vergelijken"
    return f"{style.points(change_share)}, gewoon is tussen {style.points(low)} en {style.points(high)}"


def steps(n_steps: int, per_student: float) -> tuple[str, str]:
    """The steps of a class and how many that is for each student."""
    return _steps(n_steps), f"{style.decimal(per_student)} per student"


def some(number: int | None, smallest: int) -> str:
    """How many students came or went; null are a few, who stay unnamed to who does not see students."""
    if number == 0:
        return "–"
    return f"minder dan {smallest}" if number is None else style.count(number)


def moves_basis(n_classes: int, until: date | None) -> str:
    """From how many classes it is counted who went and who came, and up to which day."""
    return f"Geteld in {n_classes} {style.plural(n_classes, 'klas', 'klassen')}, tot en met {style.day(until)}"


def _steps(number: int) -> str:
    return f"{style.count(number)} {style.plural(number, 'stap', 'stappen')}"
