"""Start population of vsv: everyone enrolled on 1 October who could become a vsv'er in that teljaar.

Who delivers it: DUO, on Mijn DUO, per institution: A05 every month from October to September, NRSP twice, voorlopig (V)
and definitief (D), as the population that belongs to NenR. A later file of the same kind and period replaces the
earlier one as a whole; V and D stay beside each other. Person numbers are kept as a keyed hash; names, addresses and
sex are never loaded. The birth date is, because the rules of a teljaar have an age limit.
"""

import dataframely as dy
import polars as pl

from pipelines import duo
from pipelines.contract import Layout, Source, about, rule


class VsvStart(duo.PersonInFile):
    """One person in one programme in the start population of a teljaar."""

    kind = dy.Enum(["A05", "NRSP"], metadata=about("Soort bestand", "A05"))
    month = dy.Int32(nullable=True, metadata=about("Rapportagemaand (jjjjmm)", "202303", transient=True))

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
