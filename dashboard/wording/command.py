"""What `groeilijn report` says: "u" to who administers the school's computer, and nothing of a person."""

NO_BUILD = ("Er is nog geen opbouw om iets van af te drukken.", "Draai eerst `groeilijn build`, of `groeilijn demo`.")
NOBODY = ("Zeg ook van wie: --class met een klas, of --student met een studentnummer.", "Kijk bij --help.")
NO_CLASS = ("Deze klas is er niet, of heeft nu geen studenten.", "Kijk op de pagina Klas hoe de klas heet.")
NO_STUDENT = ("Er is geen student met dit nummer die nu in een klas zit.", "Kijk of het nummer klopt.")
NO_PERIOD = (
    "Deze periode is er niet.",
    "Schrijf de eerste maand van een half schooljaar, bijvoorbeeld --period 2025-08 of --period 2026-02.",
)
MANY = ("Dit worden meer bestanden.", "Geef bij --out een map op.")
OTHER_SUFFIX = ("Dit is er niet als bestand van deze soort.", "Laat de naam bij --out eindigen op .pdf.")
NOT_WRITTEN = ("Het bestand is niet te schrijven.", "Kijk of de map bestaat en te beschrijven is.")


def written(name: str) -> str:
    """Which file was written."""
    return f"Geschreven: {name}"


def gone_wrong(kind: str, file: str, line: int | None) -> str:
    """Of an error nobody expected: its kind and its place, and never its text."""
    return (
        f"Er ging iets mis wat Groeilijn niet kent ({kind} in {file}, regel {line}). "
        "Meld dit aan wie Groeilijn voor u beheert."
    )
