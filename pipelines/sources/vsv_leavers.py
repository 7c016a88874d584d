"""Leavers of vsv: who left without startkwalificatie in a teljaar, by DUO's count.

Who delivers it: DUO, on Mijn DUO, per institution: A04 every month from October to September (everyone so far in the
teljaar), A14 in the three months after it, NenR ("namen en rugnummers") twice, voorlopig (V) and definitief (D). A
later file of the same kind and period replaces the earlier one as a whole; V and D stay beside each other. Person
numbers are kept as a keyed hash; names, addresses and sex are never loaded.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines import duo
from pipelines.contract import Layout, Schema, Source, about, rule


class VsvLeaver(Schema):
    """One person in one programme on a list of leavers."""

    kind = dy.Enum(["A04", "A14", "NENR"], metadata=about("Soort bestand", "A04"))
    name_month = dy.Int32(nullable=True, metadata=about("Jaar en maand in de bestandsnaam", "202304", transient=True))
    end_year = dy.Int16(nullable=True, metadata=about("Jaar in de bestandsnaam", "2023", transient=True))
    teljaar = dy.Int16(nullable=True, metadata=about("Jaar waarin het teljaar begint", 2022))
    report_month = dy.Int8(nullable=True, metadata=about("Rapportagemaand (1 tot 17)", 6))
    status = dy.Enum(["monthly", "V", "D"], nullable=True, metadata=about("Maandlijst, voorlopig of definitief", "V"))
    listed_month = dy.Int32(nullable=True, metadata=about("Rapportagemaand waarin de regel op de lijst kwam", "202303"))
    brin = dy.String(metadata=about("Instelling (brin)", "99XX"))
    line_brin = dy.String(nullable=True, metadata=about("Instelling van de regel (brin)", "99XX", transient=True))
    bsn_hash = dy.String(nullable=True, metadata=about("Burgerservicenummer (cijfers)", "123456782", sensitive=True))
    onderwijsnummer_hash = dy.String(
        nullable=True, metadata=about("Onderwijsnummer (cijfers)", "123456782", sensitive=True)
    )
    birth_date = dy.Date(
        nullable=True, min=dt.date(1900, 1, 1), max=dt.date(2099, 12, 31),
        metadata=about("Geboortedatum", "15-03-2008", sensitive=True),
    )  # fmt: skip
    level = dy.Int8(nullable=True, min=1, max=4, metadata=about("Niveau (Mbo1 tot Mbo4)", "Mbo2 opleidingen"))
    leerweg = dy.Enum(["BOL", "BBL", "EX"], nullable=True, metadata=about("Leerweg", "BOL"))
    crebo = dy.Int32(nullable=True, min=0, max=99_999, metadata=about("Crebo", 25255))
    programme = dy.String(nullable=True, metadata=about("Opleiding", "Assistent horeca"))
    provider = dy.String(nullable=True, metadata=about("Onderwijsaanbieder", "Entree"))
    location_no = dy.String(nullable=True, metadata=about("Volgnummer van de vestiging", "C01"))
    region = dy.Int8(nullable=True, metadata=about("RMC-regio", "REGIO 13"))

    @rule()
    def is_of_this_institution(cls) -> pl.Expr:
        """De regel is van een andere instelling dan dit bestand en telt hier niet mee. Lever de bestanden per
        instelling aan, of zet de eigen `brin` in het instellingenbestand.
        """
        return pl.col("line_brin").is_null() | (pl.col("line_brin") == pl.col("brin"))

    @rule()
    def has_a_number(cls) -> pl.Expr:
        """De regel heeft geen burgerservicenummer en geen onderwijsnummer. Vraag DUO naar het nummer."""
        return pl.col("bsn_hash").is_not_null() | pl.col("onderwijsnummer_hash").is_not_null()

    @rule()
    def has_a_month(cls) -> pl.Expr:
        """De rapportagemaand is leeg. Kijk of de regel compleet is en download het bestand opnieuw bij DUO."""
        return (pl.col("kind") == "NENR") | pl.col("listed_month").is_not_null()


A04 = Layout(
    name="a04",
    title="DUO A04/A14 potentiële vsv'ers",
    documented="DUO, productbeschrijving maandelijkse vsv-bestanden",
    header=(
        "BRIN_NR", "NAAM_INST", "RAPPORTAGEMAAND", "PERSOONSGEBONDENNUMMER", "ACHTERNAAM", "VOORVOEGSEL",
        "ALLE_VOORNAMEN", "WOONGEMEENTE", "GEBOORTEDATUM", "ONDERWIJSCODE", "ONDERWIJSNAAM", "LEERWEG",
        "DATUM_UITSCHRIJVING", "MELDING_VERZUIM_WETTELIJK", "REDEN", "BRIN", "NAAM_INSTELLING",
        "ONDERWIJSAANBIEDERCODE", "NAAM_ONDERWIJSAANBIEDER", "MELDING_VERZUIM_NIET_WETTELIJK", "GEMEENTECODE",
        "RMC_REGIO", "REDEN_UITSTROOM", "LOCATIECODE", "ONDERWIJSLOCATIECODE", "POSTCODE_ONDERWIJSLOCATIE",
        "HUISNUMMER_ONDERWIJSLOCATIE", "BRIN_VOLGNUMMER", "NIVEAU", "INSCHRIJVINGSVOLGNUMMER", "STRAAT",
        "HUISNUMMER", "HUISLETTER", "HUISNUMMER_TOEVOEGING", "HUISNUMMER_AANDUIDING", "ADRES_LOCATIE", "POSTCODE",
        "WOONPLAATS", "VANAF_WANNEER",
    ),
    needs=("RAPPORTAGEMAAND", "PERSOONSGEBONDENNUMMER", "GEBOORTEDATUM", "NIVEAU", "LEERWEG", "BRIN_NR"),
    named=duo.MONTHLY_NAME.format(kinds="A04|A14"),
    name_example="202304A04I99XX.csv",
    columns={
        **duo.monthly_columns(),
        "listed_month": duo.at("RAPPORTAGEMAAND", "VANAF_WANNEER", reading=duo.MONTH),
        "line_brin": duo.at("BRIN_NR", reading=duo.BRIN),
        "bsn_hash": duo.at("PERSOONSGEBONDENNUMMER", reading=duo.NUMBER),
        "birth_date": duo.at("GEBOORTEDATUM", reading=duo.DAY),
        "level": duo.at("NIVEAU", reading=duo.LEVEL),
        "leerweg": duo.at("LEERWEG", reading=duo.LEERWEG),
        "crebo": duo.at("ONDERWIJSCODE", reading=duo.CREBO),
        "programme": duo.at("ONDERWIJSNAAM"),
        "provider": duo.at("NAAM_ONDERWIJSAANBIEDER"),
        "location_no": duo.at("BRIN_VOLGNUMMER", reading=duo.LOCATION),
        "region": duo.at("RMC_REGIO", reading=duo.REGION),
    },
)  # fmt: skip

NENR = Layout(
    name="nenr",
    title="DUO NenR vsv'ers",
    documented="DUO, productbeschrijving vsv namen en rugnummers",
    header=(
        "BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "GEBOORTEDATUM", "GESLACHT", "ACHTERNAAM", "VOORVOEGSEL",
        "VOORNAMEN", "POSTCODE_CIJFERS", "RMC_REGIO", "RMC_REGIO_NAAM", "GEMCODE", "GEMEENTENAAM", "BRIN",
        "BRIN_VOLGNR", "BRIN_VEST_NAAM", "NIVEAU", "ONDERWIJSSOORT", "CREBO", "CREBO_OMSCHRIJVING", "EXAMEN",
        "IND_BEKOSTIGING", "ONDERWIJSAANBIEDER_CODE", "ONDERWIJSAANBIEDER_NAAM", "ONDERWIJSLOCATIE_CODE",
        "ONDERWIJSLOCATIE_STRAATNAAM", "ONDERWIJSLOCATIE_HUISNUMMER", "ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING",
        "ONDERWIJSLOCATIE_POSTCODE", "ONDERWIJSLOCATIE_PLAATSNAAM",
    ),
    needs=("BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "GEBOORTEDATUM", "NIVEAU", "ONDERWIJSSOORT", "BRIN", "EXAMEN",
           "IND_BEKOSTIGING"),
    named=duo.YEARLY_NAME.format(kind="NENR"),
    name_example="NenR2023VI99XX.csv",
    columns={**duo.yearly_columns(), **duo.named_and_numbered_columns()},
)  # fmt: skip

SOURCE = Source(
    name="vsv_leavers",
    title="Vsv'ers",
    schema=VsvLeaver,
    grain=("bsn_hash", "onderwijsnummer_hash", "level", "crebo", "leerweg", "provider"),
    replaces=("kind", "teljaar", "report_month", "brin"),
    until="teljaar",
    layouts=(A04, NENR),
    of_file=duo.periods("listed_month"),
)
