"""The voice of *Andere uitkomsten*: marks, incidents and the staff survey, each with how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard import style, wording
from dashboard.wording.sure import BEYOND, Change, between, no_trend

Kind = Literal["marks", "locations", "score", "positive"]

DESCRIPTIONS: dict[Kind, str] = {
    "marks": (
        "Het deel van de vakken waarin het laatste cijfer hoger is dan het vorige, op volgorde van naam. Het streepje "
        "is de band. De stippellijn bij 50 % is wat toeval alleen geeft als er geen gelijke cijfers zijn; met gelijke "
        "cijfers is het minder."
    ),
    "locations": (
        "Incidenten per 100 studenten per maand in dit schooljaar, op volgorde van naam. Het streepje is de band, het "
        "open rondje het schooljaar ervoor."
    ),
    "score": "De score per thema, van 1 tot 10. Het streepje is de band, het open rondje de meting ervoor.",
    "positive": "Het deel dat positief is, per thema. Het streepje is de band, het open rondje de meting ervoor.",
}
MONTHS = (
    "Incidenten per 100 studenten, maand voor maand; het schooljaar ervoor in grijs. Het vlak is de gewone "
    "schommeling, de streepjeslijn het midden. Juli en augustus tellen niet mee."
)
SIGNALS = {
    "common_cause": "gewone schommeling",
    "improvement": "verbetering",
    "concern": "vraagt aandacht",
}
THEMES = {
    "bevlogenheid": "Bevlogenheid",
    "betrokkenheid": "Betrokkenheid",
    "tevredenheid": "Tevredenheid",
    "werkgeverschap": "Werkgeverschap",
}
"""The themes of the staff survey, in the order in which they stand on screen."""

NO_MARKS = (
    "Er zijn dit schooljaar nog geen vakken met twee of meer cijfers. Zodra de school toetscijfers aanlevert, zie je "
    "hier hoe vaak een student hoger uitkomt dan de vorige keer."
)
NO_INCIDENTS = (
    "Er zijn over dit schooljaar nog geen incidenten aangeleverd. Dat betekent niet dat er geen waren: lever het "
    "register (ZIM) aan, dan staat hier het aantal per 100 studenten."
)
NO_STAFF = (
    "Er zijn nog geen uitkomsten van het medewerkersonderzoek aangeleverd. Zodra die er zijn, staan hier de thema's."
)
MONTHS_HIDDEN = (
    "Van deze groep tonen we de maanden niet. Zij is klein: alleen maanden zonder incidenten zouden er staan, en dat "
    "geeft een verkeerd beeld."
)
NO_LIMITS = "Er zijn nog geen grenzen: die komen er vanaf 10 maanden."
FALSE_ALARMS = (
    "Ook als er niets verandert, geeft ongeveer 1 op de 25 maanden een signaal. Een signaal is een vraag en nog geen "
    "antwoord: wat was er anders, en werd er anders gemeld?"
)
LESS_REPORTED = "Minder meldingen is niet altijd veiliger, en meer meldingen kan ook meer vertrouwen zijn."
TEAMS = "De teams op volgorde van naam: de score, en tussen haakjes hoeveel medewerkers antwoordden."


def marks(n_rising: int, n_repeated: int, n_same: int, value: float, low: float, high: float) -> str:
    """What the marks show, and what may be said of it beside chance: half of those that are not the same are higher."""
    by_chance = (n_repeated - n_same) / (2 * n_repeated)
    chance = f"{style.percent(by_chance)} (de helft van wat niet gelijk is)"
    if low > by_chance:
        verdict = f"Toeval alleen geeft hier {chance}: het is dus vaker dan toeval. Wat hielp hier?"
    elif high < by_chance:
        verdict = (
            f"Toeval alleen geeft hier {chance}: het is dus minder vaak dan toeval. Waren de laatste toetsen "
            "moeilijker, of is er hulp nodig?"
        )
    else:
        verdict = f"Dat past bij toeval: als er niets verandert, is het hier ongeveer {chance}."
    subjects = f"{style.count(n_rising)} van de {style.count(n_repeated)} vakken"
    return (
        f"In {subjects} is het laatste cijfer hoger dan het vorige van dezelfde student: {style.percent(value)}, "
        f"{between(low, high)}. {verdict}"
    )


def incidents(number: int, rate: float, low: float, high: float, before: float | None) -> str:
    """How many incidents there were this school year, per 100 students, and the year before."""
    many = f"{style.count(number)} {style.plural(number, 'incident', 'incidenten')}"
    earlier = "" if before is None else f" In het schooljaar ervoor was het {style.decimal(before)}."
    return (
        f"Dit schooljaar {style.plural(number, 'is', 'zijn')} er {many} gemeld: {style.decimal(rate)} per 100 "
        f"studenten per maand, tussen {style.decimal(low)} en {style.decimal(high)}.{earlier}"
    )


@dataclass(frozen=True)
class Theme:
    """One theme in the newest edition, with its change since the one before where both are known."""

    title: str
    value: float
    change: Change | None


def staff(kind: Kind, edition: int, n: int, n_invited: int | None, themes: Sequence[Theme], n_editions: int) -> str:
    """Who answered, which themes changed more than chance, and which did not."""
    of = "" if n_invited is None else f" van de {style.count(n_invited)}"
    parts = [f"In {edition} antwoordden {style.count(n)}{of} medewerkers."]
    compared = [theme for theme in themes if theme.change is not None]
    larger = [
        _changed(kind, theme.title, theme.change)
        for theme in compared
        if theme.change is not None and theme.change.is_beyond_chance
    ]
    if larger:
        rest = "; de andere verschillen passen bij toeval" if len(larger) < len(compared) else ""
        parts.append(f"Vergeleken met de meting ervoor: {wording.joined(larger)}, {BEYOND}{rest}.")
    elif compared:
        parts.append("De verschillen met de meting ervoor passen bij toeval.")
    if compared and no_trend(n_editions):
        parts.append(no_trend(n_editions))
    return " ".join(parts)


def _changed(kind: Kind, title: str, change: Change) -> str:
    if kind == "positive":
        return f"{title.lower()} {style.points(change.value)}"
    return f"{title.lower()} {'+' if change.value > 0 else ''}{style.decimal(change.value)}"


def beside(kind: Kind, value: float) -> str:
    """A figure as it stands at its dot."""
    return style.percent(value) if kind in ("marks", "positive") else style.decimal(value)


def sure(kind: Kind, value: float, low: float | None, high: float | None) -> str:
    """A figure with its interval, for who points at it."""
    if low is None or high is None:
        return beside(kind, value)
    return f"{beside(kind, value)}, tussen {beside(kind, low)} en {beside(kind, high)}"


def signal(month: str, word: str) -> str:
    """A month that calls, in words."""
    return f"{month.capitalize()}: {SIGNALS[word]}"


def answered(n: int, edition: int) -> str:
    """From how many answers the staff survey is counted."""
    return f"Geteld over {style.count(n)} medewerkers die antwoordden in {edition}"
