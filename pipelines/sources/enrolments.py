"""Enrolments: which student is in which class of which programme, from when until when.

Who delivers it: the student information system, as often as it changes. Layouts: generic, EduArte and OSIRIS header
names. The latest delivery that names a student in a school year gives all enrolments of that student in it, so a
corrected date or class leaves no ghost behind. A school year runs from 1 August. A person number, where there is one,
is kept as a keyed hash, which links a student to the files of DUO; the number is never loaded.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Day, Integer, Layout, PersonNumber, Schema, Source, Text, about, rule

LEAVE_REASONS = {
    "01": "geslaagd", "02": "eigen verzoek", "03": "overplaatsing", "04": "niet meer verschenen", "05": "overlijden",
    "06": "andere reden", "07": "verwijdering", "08": "administratief", "09": "verlies recht op bekostiging",
    "10": "zonder diploma",
}  # fmt: skip


class Enrolment(Schema):
    """One stay of one student in one class; both dates included, no end date means still there."""

    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    first_name = dy.String(nullable=True, metadata=about("Roepnaam", "Linde", sensitive=True))
    last_name = dy.String(nullable=True, metadata=about("Achternaam", "Voorbeeld", sensitive=True))
    birth_date = dy.Date(
        nullable=True, min=dt.date(1920, 1, 1), max=dt.date(2099, 12, 31),
        metadata=about("Geboortedatum", "15-03-2008", sensitive=True),
    )  # fmt: skip
    class_id = dy.String(metadata=about("Klas", "E1A"))
    team = dy.String(nullable=True, metadata=about("Team", "Entree"))
    location = dy.String(nullable=True, metadata=about("Locatie", "Hoofdstraat"))
    programme = dy.String(nullable=True, metadata=about("Opleiding", "Assistent horeca"))
    crebo = dy.Int32(nullable=True, min=10_000, max=99_999, metadata=about("Crebo (5 cijfers)", 25255))
    level = dy.Int8(nullable=True, min=1, max=4, metadata=about("Niveau (1 tot 4)", 2))
    leerweg = dy.Enum(["BOL", "BBL", "EX"], nullable=True, metadata=about("Leerweg", "BOL"))
    cohort = dy.String(nullable=True, metadata=about("Cohort", "2025/2026"))
    start_date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Begindatum", "25-08-2025"))
    end_date = dy.Date(
        nullable=True,
        min=dt.date(2000, 1, 1),
        max=dt.date(2099, 12, 31),
        metadata=about("Einddatum", "31-07-2026"),
    )
    leave_reason = dy.String(nullable=True, metadata=about("Reden van uitschrijving", "02"))
    bsn_hash = dy.String(nullable=True, metadata=about("Burgerservicenummer (cijfers)", "123456782", sensitive=True))
    onderwijsnummer_hash = dy.String(
        nullable=True, metadata=about("Onderwijsnummer (cijfers)", "123456782", sensitive=True)
    )

    @rule()
    def ends_after_start(cls) -> pl.Expr:
        """De inschrijving eindigt voor zij begint. Verbeter begin- of einddatum en lever opnieuw aan."""
        return pl.col("end_date").is_null() | (pl.col("end_date") >= pl.col("start_date"))


DAYS = Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))
LEVELS = Integer()
LEERWEGEN = Code(values={"BOL": "BOL", "BBL": "BBL", "EX": "EX"})
REASONS = Code(values={**LEAVE_REASONS, **{str(int(code)): text for code, text in LEAVE_REASONS.items()},
                **{text: text for text in LEAVE_REASONS.values()}}, keeps_unknown=True)  # fmt: skip

PERSONAL = {
    "first_name": At(("roepnaam", "voornaam"), Text()),
    "last_name": At(("achternaam",), Text()),
    "birth_date": At(("geboortedatum",), DAYS),
    "class_id": At(("klas", "groep", "groepscode", "basisgroep"), Text()),
    "location": At(("locatie",), Text()),
    "programme": At(("opleiding", "opleidingsnaam"), Text()),
    "level": At(("niveau",), LEVELS),
    "leerweg": At(("leerweg",), LEERWEGEN),
    "cohort": At(("cohort",), Text()),
    "leave_reason": At(("reden_uitschrijving", "redenuitschrijving"), REASONS),
    "bsn_hash": At(("bsn", "burgerservicenummer", "persoonsgebondennummer"), PersonNumber()),
    "onderwijsnummer_hash": At(("onderwijsnummer",), PersonNumber()),
}

GENERIC = Layout(
    name="generiek",
    title="Algemene indeling",
    documented="README, Bestanden aanleveren",
    header=(
        "studentnummer", "roepnaam", "achternaam", "geboortedatum", "klas", "team", "locatie", "opleiding", "crebo",
        "niveau", "leerweg", "cohort", "begindatum", "einddatum", "reden_uitschrijving", "vooropleiding", "mentor",
        "kaw", "peercoach",
    ),
    columns={
        **PERSONAL,
        "student_id": At(("studentnummer",), Integer()),
        "team": At(("team",), Text()),
        "crebo": At(("crebo",), Integer()),
        "start_date": At(("begindatum",), DAYS),
        "end_date": At(("einddatum",), DAYS),
    },
)  # fmt: skip

EDUARTE = Layout(
    name="eduarte",
    title="EduArte verbintenissen",
    documented="EduArte export verbintenissen (kolomnamen)",
    header=(
        "deelnemernummer", "roepnaam", "achternaam", "geboortedatum", "klas", "team", "locatie", "opleiding",
        "externecode", "niveau", "leerweg", "cohort", "begindatum", "einddatum", "redenuitschrijving",
    ),
    columns={
        **PERSONAL,
        "student_id": At(("deelnemernummer",), Integer()),
        "team": At(("team", "organisatie_eenheid"), Text()),
        "crebo": At(("externecode",), Integer()),
        "start_date": At(("verbintenis begindatum", "begindatum"), DAYS),
        "end_date": At(("verbintenis einddatum", "einddatum"), DAYS),
    },
)  # fmt: skip

OSIRIS = Layout(
    name="osiris",
    title="OSIRIS inschrijvingen",
    documented="OSIRIS mbo export inschrijvingen (kolomnamen)",
    header=(
        "studentnummer", "roepnaam", "achternaam", "geboortedatum", "klas", "organisatieonderdeel", "locatie",
        "opleiding", "externe_code", "niveau", "leerweg", "cohort", "ingangsdatum", "afloopdatum",
        "reden_uitschrijving",
    ),
    columns={
        **PERSONAL,
        "student_id": At(("studentnummer",), Integer()),
        "team": At(("organisatieonderdeel",), Text()),
        "crebo": At(("externe_code",), Integer()),
        "start_date": At(("ingangsdatum",), DAYS),
        "end_date": At(("afloopdatum",), DAYS),
    },
)  # fmt: skip

SOURCE = Source(
    name="enrolments",
    title="Inschrijvingen",
    schema=Enrolment,
    grain=("student_id", "class_id", "start_date"),
    replaces=("student_id", "year(start_date - INTERVAL 7 MONTH)"),
    period="start_date",
    until="end_date",
    layouts=(GENERIC, EDUARTE, OSIRIS),
)
