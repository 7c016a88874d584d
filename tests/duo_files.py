"""Files as DUO writes them, from a few invented people: the same people in each of the five kinds of file.

Numbers, names and streets are made up on the spot. The names, the streets and the sex stand in the files because DUO
puts them there; a test looks for them in what is kept.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.sources import vsv_leavers, vsv_start

HEADERS = {
    "A04": vsv_leavers.A04.header,
    "A14": vsv_leavers.A04.header,
    "A05": vsv_start.A05.header,
    "NRSP": vsv_start.NRSP.header,
    "NenR": vsv_leavers.NENR.header,
}
COLUMNS = {
    "A04": {
        "BRIN_NR": "brin", "RAPPORTAGEMAAND": "month", "VANAF_WANNEER": "month", "PERSOONSGEBONDENNUMMER": "number",
        "GEBOORTEDATUM": "birth_date", "ONDERWIJSCODE": "crebo", "LEERWEG": "leerweg", "NIVEAU": "level",
        "NAAM_ONDERWIJSAANBIEDER": "provider", "BRIN_VOLGNUMMER": "location", "RMC_REGIO": "region",
    },
    "A05": {
        "BRIN": "brin", "RAPPORTAGE_MAAND": "month", "BSN_ONDERWIJSNR": "number", "GEBOORTEDATUM": "birth_date",
        "ILT/CREBO": "crebo", "LEERWEG": "leerweg", "NIVEAU": "level", "ONDERWIJSAANBIEDER_NAAM": "provider",
        "BRIN_VOLGNR": "location", "RMC_REGIO": "region",
    },
    "NRSP": {
        "BRIN": "brin", "BURGERSERVICENUMMER": "bsn", "ONDERWIJSNUMMER": "onderwijsnummer",
        "GEBOORTEDATUM": "birth_date", "CREBO": "crebo", "ONDERWIJSSOORT": "leerweg", "NIVEAU": "level",
        "ONDERWIJSAANBIEDER_NAAM": "provider", "BRIN_VOLGNR": "location", "RMC_REGIO": "region",
    },
}  # fmt: skip
COLUMNS["A14"] = COLUMNS["A04"]
COLUMNS["NenR"] = COLUMNS["NRSP"]
PRIVATE = {
    "ACHTERNAAM": "Geheimstra", "VOORNAMEN": "Stiekema", "ALLE_VOORNAMEN": "Stiekema", "VOORVOEGSEL": "ter",
    "STRAAT": "Verborgenlaan", "WOONPLAATS": "Nergenshuizen", "POSTCODE": "0000ZZ", "GESLACHT": "X",
    "WOONGEMEENTE": "Nergenshuizen",
}  # fmt: skip
"""What is in a file of DUO and may stand nowhere after reading it."""


@dataclass(frozen=True)
class Person:
    """One line about one person; texts as DUO writes them."""

    bsn: str
    onderwijsnummer: str = "0"
    birth_date: dt.date | None = dt.date(2005, 3, 15)
    level: str = "Mbo2 opleidingen"
    leerweg: str = "BOL"
    crebo: str = "25255"
    provider: str = "Entree"
    month: str = ""
    brin: str = "99XX"
    location: str = "C01"
    region: str = "REGIO 13"

    def field(self, name: str, date_format: str) -> str:
        """Text of a field; a monthly file has one number, the BSN or else the onderwijsnummer."""
        if name == "number":
            return self.bsn if self.bsn.strip("0") else self.onderwijsnummer
        if name == "birth_date":
            return self.birth_date.strftime(date_format) if self.birth_date else ""
        return str(getattr(self, name))


def file_of(
    kind: str,
    people: Sequence[Person],
    *,
    mark: str = "#",
    date_format: str = "",
    order: random.Random | None = None,
    encoding: str = "utf-8",
) -> bytes:
    """Write people as a file of a kind; `order` shuffles the columns, `mark` stands before the first header."""
    header = list(HEADERS[kind])
    if order:
        order.shuffle(header)
    form = date_format or ("%d-%m-%Y" if kind.startswith("A") else "%Y%m%d")
    columns = COLUMNS[kind]
    lines = [mark + ";".join(header)]
    lines += [
        ";".join(person.field(columns[name], form) if name in columns else PRIVATE.get(name, "") for name in header)
        for person in people
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def everyone(n: int, seed: int) -> list[Person]:
    """Give `n` invented people with all ways in which DUO writes a level, a leerweg, a region and a number."""
    draw = random.Random(seed)
    levels = ("Mbo1 opleidingen", "Mbo2 opleidinge", "Mbo niveau 3", "Mbo4 opleidingen", "VMBO bovenbouw",
              "HAVO/VWO bovenbouw", "")  # fmt: skip
    people = []
    for number in draw.sample(range(100_000_000, 999_999_999), n):
        has_bsn = draw.random() < 0.9
        year = draw.randrange(1996, 2008)
        people.append(Person(
            bsn=str(number) if has_bsn else draw.choice(("0", "000000000", "")),
            onderwijsnummer="0" if has_bsn else str(number),
            birth_date=None if draw.random() < 0.05 else dt.date(year, draw.randrange(1, 13), draw.randrange(1, 29)),
            level=draw.choice(levels), leerweg=draw.choice(("BOL", "BBL", "EX", "", "Bol4")),
            crebo=str(draw.randrange(25000, 25999)), provider=draw.choice(("Entree", "Horeca", "Zorg & één", "")),
            location=draw.choice(("C01", "01", "")), region=draw.choice(("REGIO 13", "13", "")),
        ))  # fmt: skip
    return people


def in_month(people: Sequence[Person], months: Sequence[str]) -> list[Person]:
    """The same people, each with a report month, in turn."""
    return [replace(person, month=months[place % len(months)]) for place, person in enumerate(people)]
