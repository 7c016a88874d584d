"""The voice of *Aanwezigheid*: a series beside its own ordinary ups and downs, a signal as a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import style, wording
from pipelines.school_year import school_year_of

SIGNALS = {
    "common_cause": "gewone schommeling",
    "improvement": "verbetering",
    "concern": "vraagt aandacht",
    "change": "verandering",
}
RULES = {
    "beyond_limit": "buiten de grenzen",
    "two_of_three": "twee van de drie weken dicht bij dezelfde grens",
    "seven_on_one_side": "zeven weken op rij aan dezelfde kant van het midden",
    "six_rising_or_falling": "zes weken op rij dezelfde kant op",
}
TREND = (
    "Aanwezigheid per week, van 0 tot 100 % van de geregistreerde lestijd; het schooljaar ervoor in grijs. Het vlak is "
    "de gewone schommeling, de streepjeslijn het midden. Beide volgen uit de verschillen van week tot week in de "
    "eerste 20 weken, en blijven staan (XmR-kaart)."
)
LEVEL = "Dezelfde lijn voor één niveau, met eigen grenzen."
YEARS = "Aanwezigheid per maand, dit schooljaar naast eerdere schooljaren in grijs."
SPLIT = (
    "Alle geregistreerde lessen van een week, verdeeld in op tijd, te laat, geoorloofd en ongeoorloofd afwezig. De "
    "percentages eronder gaan over de laatste 4 lesweken."
)
WEEKDAYS = "Aanwezig van de geregistreerde lestijd in dit schooljaar. Het streepje is het schooljaar ervoor."
FIRST = "De eerste les van de dag naast alle latere lessen, in dit schooljaar. Het streepje is het schooljaar ervoor."
FIRST_LESSON = "Eerste les"
LATER_LESSONS = "Latere lessen"
NO_LESSONS = "In dit schooljaar zijn er nog geen geregistreerde lessen."
NO_LIMITS = "Er zijn nog geen grenzen: die komen er vanaf 10 weken met lessen."
NO_SIGNALS = "In dit schooljaar zijn er geen signalen: de weken bleven binnen de gewone schommeling."
FALSE_ALARMS = (
    "Ook als er niets verandert, geeft ongeveer 1 op de 25 weken een signaal. Een signaal is een vraag en nog geen "
    "antwoord: wat was er anders in die weken?"
)
PARTS = {
    "on_time": "op tijd",
    "late": "te laat",
    "excused": "geoorloofd afwezig",
    "unexcused": "ongeoorloofd afwezig",
}


def lead(share: float | None, n_weeks: int, signal: str | None) -> str:
    """The headline: presence in the last weeks, and a gain where the last week is a signal of one."""
    if share is None:
        return NO_LESSONS
    here = f"{style.percent(share)} van de lestijd aanwezig in de laatste {n_weeks} lesweken"
    return f"Aanwezigheid gaat vooruit: {here}" if signal == "improvement" else here


@dataclass(frozen=True)
class Last:
    """The last week beside the limits of its series; limits are null while there are none."""

    signal: str | None
    rules: Sequence[str]
    centre: float | None
    lower_limit: float | None
    upper_limit: float | None


def explained(last: Last | None, n_growing: int | None, n_comparable: int | None, before: float | None) -> str:
    """The students who gain, where the last week lies beside the limits, and the same weeks one school year earlier."""
    parts = []
    if n_growing and n_comparable:
        who = f"{style.count(n_growing)} van de {style.count(n_comparable)} studenten"
        parts.append(f"Bij {who} is de aanwezigheid aanhoudend hoger dan eerst.")
    if last is not None and last.lower_limit is not None:
        why = f"{_why(last.rules)} (het midden is {style.percent(last.centre)})"
        usual = f"tussen {style.percent(last.lower_limit)} en {style.percent(last.upper_limit)}"
        parts.append({
            "improvement": f"De laatste week is een signaal van verbetering: {why}. Hoe is dat gelukt?",
            "concern": f"De laatste week vraagt aandacht: {why}. Wat hebben klassen nu nodig?",
        }.get(last.signal or "", f"De laatste week past bij de gewone schommeling, {usual}."))  # fmt: skip
    if before is not None:
        parts.append(f"In dezelfde weken van het schooljaar ervoor was het {style.percent(before)}.")
    return " ".join(parts)


def _why(rules: Sequence[str]) -> str:
    return wording.joined([RULES[rule] for rule in RULES if rule in rules])


def run(first: date, last: date, signal: str, rules: Sequence[str]) -> str:
    """Weeks of one school year in a row with the same signal, and the rules that call it."""
    weeks = style.week(first) if first == last else f"{style.week(first)} tot en met {style.week(last)}"
    year = style.school_year(school_year_of(last))
    return f"{weeks.capitalize()} van {year}: {SIGNALS[signal]} – {_why(rules)}"


def part_now(name: str, share: float | None) -> str:
    """One part of the lessons with its share in the last weeks."""
    return f"{PARTS[name]} {style.percent(share)}"


def compared(share: float, before: float | None) -> str:
    """A share, and that of the school year before where it is known."""
    earlier = "" if before is None else f", schooljaar ervoor {style.percent(before)}"
    return f"{style.percent(share)}{earlier}"


def new_limits(since: date, reason: str) -> str:
    """From which week the limits start anew, and the reason that was written down."""
    return f"Vanaf {style.week(since)} ({style.day(since)}) beginnen de grenzen opnieuw: {reason}"
