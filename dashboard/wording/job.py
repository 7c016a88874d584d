"""The sentences of the page *JOB-monitor*: what students say themselves, how sure that is, and no ranking."""

from dataclasses import dataclass

from dashboard import style
from dashboard.wording import joined, sure
from dashboard.wording.sure import Change

EDITIONS = (
    "Het deel positieve antwoorden per meting, met een band om elk punt; de streep is het landelijke cijfer. Metingen "
    "van 2018 en eerder staan los: toen was de vragenlijst anders."
)
THEMES = (
    "In de volgorde van de vragenlijst. Elke balk loopt van 0 tot 100 % van de antwoorden op de vragen van het thema. "
    "Een band staat bij de vragen zelf: in een thema telt een student meer dan één keer mee."
)
ITEMS = "In de volgorde van de vragenlijst. Het haakje boven een balk is de band, de driehoek het landelijke cijfer."
GOAL = "Doel van Klas als Werkplaats"
NO_FIGURES = (
    "Er is nog geen JOB-monitor ingelezen. Lever de antwoorden of de uitkomsten per vraag aan; op de pagina Gegevens "
    "staat welke bestanden er zijn."
)
NO_RESPONSE = (
    "Hoeveel studenten zijn gevraagd, is nog niet bekend. Met het bestand van uitgenodigde studenten komt de respons "
    "erbij."
)
WHO_DID_NOT = "Wie niet meedeed, dacht misschien anders; dat vangt de band niet op."
WHOLE_SCHOOL = "Hele school"
NOT_COMPARED = "De vragenlijst van 2018 en eerder was anders; die metingen staan los."

FIRST_COMPARABLE = 2020
"""The first edition of the questionnaire as it is now."""


@dataclass(frozen=True)
class Grade:
    """A grade of 1-10: its mean and interval, how many gave one, and the national mean of the same edition."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int
    national: float | None = None


def level(number: int) -> str:
    """The students of one level."""
    return f"Niveau {number}"


def programme(name: str) -> str:
    """The students of one programme."""
    return f"Opleiding {name}"


def graded(item: str, question: str) -> str:
    """What a grade is about, as it stands in a sentence."""
    return {"cijfer_opleiding": "hun opleiding", "cijfer_school": "hun school"}.get(item, question)


def lead(grades: list[Grade]) -> str:
    """The two grades in one sentence."""
    if not grades:
        return "Wat vinden studenten van hun opleiding en hun school?"
    given = joined([f"{one.name} een {style.decimal(one.value)}" for one in grades])
    return f"Studenten geven {given}"


def explained(grades: list[Grade]) -> str:
    """How sure the grades are, from how many, and the national ones."""
    parts = []
    for one in grades:
        about = one.name.removeprefix("hun ").capitalize()
        band = wide(one.low, one.high)
        national = "" if one.national is None else f", landelijk {style.decimal(one.national)}"
        parts.append(f"{about}: {band}, {style.count(one.n)} cijfers{national}.")
    return " ".join(parts)


def wide(low: float | None, high: float | None) -> str:
    """The interval of a grade; not known where only a mean was delivered."""
    if low is None or high is None:
        return "band niet bekend"
    return f"band van {style.decimal(low)} tot {style.decimal(high)}"


def response(n_respondents: int, n_invited: int) -> str:
    """How many took part of those who were asked."""
    return (
        f"{style.count(n_respondents)} van de {style.count(n_invited)} gevraagde studenten deden mee: "
        f"een respons van {style.percent(n_respondents / n_invited)}. {WHO_DID_NOT}"
    )


def positive(share: float, low: float, high: float, n: int, national: float | None) -> str:
    """What stands beside a bar: the share, its band, from how many answers, and the national share."""
    said = f"{style.percent(share)} positief, {sure.between(low, high)} · {style.count(n)} antwoorden"
    return said if national is None else f"{said} · landelijk {style.percent(national)}"


def change(since: int, difference: Change) -> str:
    """The difference with the edition before: points, interval, and whether it is larger than chance."""
    return (
        f"{style.points(difference.value)} sinds {since} (tussen {_signed(difference.low)} en "
        f"{_signed(difference.high)}): {sure.chance(difference)}"
    )


def _signed(share: float) -> str:
    """A bound in points with one decimal, so that what is beyond chance never reads as nought."""
    return style.points(share, 1).partition(style.NO_BREAK)[0]


def whole(positive_share: float, neutral: float, negative: float, n: int) -> str:
    """What stands beside the bar of a theme."""
    return f"{bar(positive_share, neutral, negative)} · {style.count(n)} antwoorden"


def changed(n_beyond: int, n_compared: int, n_editions: int, since: int) -> str:
    """What the changes of all items say together; of many items some differ by chance alone."""
    if n_compared == 0:
        return "Er is nog geen eerdere meting om mee te vergelijken."
    items = style.plural(n_compared, "vraag", "vragen")
    if n_beyond == 0:
        said = f"Sinds {since} past het verschil bij toeval, bij alle {n_compared} {items}."
    else:
        said = (
            f"Sinds {since} is het verschil bij {n_beyond} van de {n_compared} {items} {sure.BEYOND}. "
            "Van elke 20 vragen is er gemiddeld 1 waarbij dat zo lijkt terwijl er niets veranderde."
        )
    return f"{said} {sure.no_trend(n_editions)}".strip()


def bar(positive_share: float, neutral: float, negative: float) -> str:
    """A bar in words, for who cannot see it."""
    return (
        f"{style.percent(positive_share)} positief, {style.percent(neutral)} neutraal, "
        f"{style.percent(negative)} negatief"
    )  # fmt: skip


def national(edition: int, share: float, origin: str) -> str:
    """The newest national figure that is known, with its source."""
    return f"Landelijk in {edition}: {style.percent(share)} positief (bron: {origin})."


def held(edition: int) -> str:
    """Of which edition the answers are."""
    return f"gegevens van {edition}"


def counted(n: int, edition: int) -> str:
    """From how many answers, in which edition."""
    return f"Geteld over {style.count(n)} antwoorden in de JOB-monitor van {edition}."
