"""Start population of vsv: everyone enrolled on 1 October who could become a vsv'er in that teljaar.

Who delivers it: DUO, on Mijn DUO, per institution: A05 every month from October to September, NRSP twice, voorlopig (V)
and definitief (D), as the population that belongs to NenR. A later file of the same kind and period replaces the
earlier one as a whole; V and D stay beside each other. Person numbers are kept as a keyed hash; names, addresses and
sex are never loaded. The birth date is, because the rules of a teljaar have an age limit.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines import duo
from pipelines.contract import Layout, Schema, Source, about, rule


class VsvStart(Schema):
    """One person in one programme in the start population of a teljaar."""

    kind = dy.Enum(["A05", "NRSP"], metadata=about("Soort bestand", "A05"))
    name_month = dy.Int32(nullable=True, metadata=about("Jaar en maand in de bestandsnaam", "202304", transient=True))
    end_year = dy.Int16(nullable=True, metadata=about("Jaar in de bestandsnaam", "2023", transient=True))
    teljaar = dy.Int16(nullable=True, metadata=about("Jaar waarin het teljaar begint", 2022))
    report_month = dy.Int8(nullable=True, metadata=about("Rapportagemaand (1 tot 17)", 6))
    status = dy.Enum(["monthly", "V", "D"], nullable=True, metadata=about("Maandlijst, voorlopig of definitief", "V"))
    month = dy.Int32(nullable=True, metadata=about("Rapportagemaand (jjjjmm)", "202303", transient=True))
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
        return (pl.col("kind") != "A05") | pl.col("month").is_not_null()


A05 = Layout(
    name="a05",
    title="DUO A05 startset",
    documented="DUO, productbeschrijving maandelijkse vsv-bestanden",
    header=(
        "BRIN", "NAAM_INSTELLING", "RAPPORTAGE_MAAND", "BSN_ONDERWIJSNR", "VOORNAMEN", "VOORVOEGSEL", "ACHTERNAAM",
        "WOONGEMEENTE", "GEBOORTEDATUM", "ILT/CREBO", "ILT/CREBO_OMS", "LEERWEG", "BRIN_NR", "NAAM_INST",
        "ONDERWIJSAANBIEDERCODE", "ONDERWIJSAANBIEDER_NAAM", "GEMCODE", "RMC_REGIO", "LOCATIECODE",
        "ONDERWIJSLOCATIECODE", "ONDERWIJSLOCATIE_POSTCODE", "ONDERWIJSLOCATIE_HUISNUMMER", "BRIN_VOLGNR", "NIVEAU",
        "INSCHR_VLGNR", "STRAAT", "HUISNUMMER", "HUISLETTER", "HUISNR_AAND", "HUISNR_TOEV", "ADRES_LOCATIE",
        "POSTCODE", "WOONPLAATS", "INDICATIE_STARTKWALIFICATIE",
    ),
    needs=("RAPPORTAGE_MAAND", "BSN_ONDERWIJSNR", "GEBOORTEDATUM", "NIVEAU", "LEERWEG", "BRIN"),
    named=duo.MONTHLY_NAME.format(kinds="A05"),
    name_example="202304A05I99XX.csv",
    columns={
        **duo.monthly_columns(),
        "month": duo.at("RAPPORTAGE_MAAND", "RAPPORTAGEMAAND", reading=duo.MONTH),
        "line_brin": duo.at("BRIN", reading=duo.BRIN),
        "bsn_hash": duo.at("BSN_ONDERWIJSNR", reading=duo.NUMBER),
        "birth_date": duo.at("GEBOORTEDATUM", reading=duo.DAY),
        "level": duo.at("NIVEAU", reading=duo.LEVEL),
        "leerweg": duo.at("LEERWEG", reading=duo.LEERWEG),
        "crebo": duo.at("ILT/CREBO", reading=duo.CREBO),
        "programme": duo.at("ILT/CREBO_OMS"),
        "provider": duo.at("ONDERWIJSAANBIEDER_NAAM"),
        "location_no": duo.at("BRIN_VOLGNR", reading=duo.LOCATION),
        "region": duo.at("RMC_REGIO", reading=duo.REGION),
    },
)  # fmt: skip

NRSP = Layout(
    name="nrsp",
    title="DUO NRSP startpopulatie",
    documented="DUO, productbeschrijving vsv namen en rugnummers",
    header=(
        "BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "GEBOORTEDATUM", "GESLACHT", "ACHTERNAAM", "VOORVOEGSEL",
        "VOORNAMEN", "POSTCODE_CIJFERS", "RMC_REGIO", "RMC_REGIO_NAAM", "GEMCODE", "GEMEENTENAAM", "BRIN",
        "BRIN_VOLGNR", "BRIN_VEST_NAAM", "NIVEAU", "ONDERWIJSSOORT", "CREBO", "CREBO_OMSCHRIJVING",
        "ONDERWIJSAANBIEDER_CODE", "ONDERWIJSAANBIEDER_NAAM", "ONDERWIJSLOCATIE_CODE",
        "ONDERWIJSLOCATIE_STRAATNAAM", "ONDERWIJSLOCATIE_HUISNUMMER", "ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING",
        "ONDERWIJSLOCATIE_POSTCODE", "ONDERWIJSLOCATIE_PLAATSNAAM",
    ),
    needs=("BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "GEBOORTEDATUM", "NIVEAU", "ONDERWIJSSOORT", "BRIN"),
    named=duo.YEARLY_NAME.format(kind="NRSP"),
    name_example="NRSP2023VI99XX.csv",
    columns={**duo.yearly_columns(), **duo.named_and_numbered_columns()},
)  # fmt: skip

SOURCE = Source(
    name="vsv_start",
    title="Vsv startpopulatie",
    schema=VsvStart,
    grain=("bsn_hash", "onderwijsnummer_hash", "level", "crebo", "leerweg", "provider"),
    replaces=("kind", "teljaar", "report_month", "brin"),
    until="teljaar",
    layouts=(A05, NRSP),
    of_file=duo.periods("month"),
)
