"""Incidents: what was registered in the incident monitor of the school (ZIM), without anybody in it.

Who delivers it: the safety coordinator, from the incident register, mostly every month. Only the day, the place, the
kind and the class are loaded; who was in it, who wrote it down and what is told about it never are. Of a month and a
location the latest delivery gives all incidents. Lines without a number that are the same count once.
"""

import datetime as dt

import dataframely as dy

from pipelines.contract import At, Code, Day, Layout, Part, Schema, Source, Text, about

KINDS = {
    "words": ("verbaal", "verbale agressie", "schelden", "bedreiging"),
    "violence": ("fysiek", "fysiek geweld", "agressie", "geweld", "vechten"),
    "bullying": ("pesten", "online pesten", "cyberpesten"),
    "intimidation": ("seksuele intimidatie", "intimidatie", "grensoverschrijdend gedrag"),
    "discrimination": ("discriminatie",),
    "theft": ("diefstal",),
    "damage": ("vernieling", "vandalisme"),
    "substances": ("drugs", "alcohol", "alcohol en drugs", "middelen"),
    "weapons": ("wapen", "wapens", "wapenbezit"),
    "accident": ("ongeval", "ongeluk", "ehbo"),
    "other": ("overig", "anders"),
}
"""Kinds of incidents, each with the words for it; a school adds its own to the layout in its settings file."""


class Incident(Schema):
    """One incident; nobody is in it."""

    number = dy.String(nullable=True, metadata=about("Nummer van het incident", "2025-0031"))
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Datum", "14-10-2025"))
    location = dy.String(metadata=about("Locatie", "Hoofdstraat"))
    kind = dy.Enum(list(KINDS), metadata=about("Soort incident", "diefstal"))
    class_id = dy.String(nullable=True, metadata=about("Klas", "E1A"))


SOURCE = Source(
    name="incidents",
    title="Incidenten",
    schema=Incident,
    grain=("number", "date", "location", "kind", "class_id"),
    replaces=("year(date)", "month(date)", "location"),
    period="date",
    layouts=(
        Layout(
            name="incidenten",
            title="Incidenten (ZIM)",
            documented="README, Bestanden aanleveren",
            header=("incidentnummer", "datum", "locatie", "soort", "klas"),
            columns={
                # A field with anything but a number may hold a name.
                "number": At(
                    ("incidentnummer", "nummer", "meldingnummer"),
                    Part(r"^([a-z]{0,4}[-/]?[0-9][0-9/-]{0,14})$", drops_unknown=True),
                ),
                "date": At(
                    ("datum", "incidentdatum", "datum_incident"), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))
                ),
                "location": At(("locatie", "vestiging", "gebouw"), Text()),
                "kind": At(
                    ("soort", "categorie", "soort_incident"),
                    Code(values={word: kind for kind, words in KINDS.items() for word in words}),
                ),
                "class_id": At(("klas", "groep", "groepscode"), Text()),
            },
        ),
    ),
)
