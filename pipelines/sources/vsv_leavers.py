"""Leavers of vsv: who left without startkwalificatie in a teljaar, by DUO's count.

Who delivers it: DUO, on Mijn DUO, per institution: A04 every month from October to September (everyone so far in the
teljaar), A14 in the three months after it, NenR ("namen en rugnummers") twice, voorlopig (V) and definitief (D). A
later file of the same kind and period replaces the earlier one as a whole; V and D stay beside each other. Person
numbers are kept as a keyed hash; names, addresses and sex are never loaded.
"""

import dataframely as dy
import polars as pl

from pipelines import duo
from pipelines.contract import Layout, Source, about, rule


class VsvLeaver(duo.PersonInFile):
    """One person in one programme on a list of leavers."""

    kind = dy.Enum(["A04", "A14", "NENR"], metadata=about("Soort bestand", "A04"))
    listed_month = dy.Int32(nullable=True, metadata=about("Rapportagemaand waarin de regel op de lijst kwam", "202303"))

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
