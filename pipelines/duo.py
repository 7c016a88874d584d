"""How DUO writes its vsv files: what the sources of those files share.

A monthly file (A04, A05, A14) tells its month in its name and in a column, the yearly ones (NRSP, NenR) tell their
teljaar and V (voorlopig) or D (definitief) in their name only. A teljaar runs from 1 October to 30 September and is
named here after the year it starts in: NenR2023 is about teljaar 2022. Report months count from 1 (October) to 12
(September), 13 to 15 (October to December after the teljaar, A14), 16 (V) and 17 (D).
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Day, Part, PersonNumber, Reading, Schema, Text, about, rule

OCTOBER = 9
"""The first month of a teljaar, in months since January."""
AFTER_TELJAAR = 12
"""Months after the start of a teljaar at which the months of A14 begin."""

MONTHLY_NAME = r"(?P<name_month>20\d\d(?:0[1-9]|1[0-2]))(?P<kind>{kinds})I(?P<brin>[0-9A-Z]{{4}})"
YEARLY_NAME = r"(?P<kind>{kind})(?P<end_year>20\d\d)(?P<status>[VD])I(?P<brin>[0-9A-Z]{{4}})"

DAY = Day(formats=("%d-%m-%Y", "%Y%m%d"), unknown=r"^(00-\d\d-|\d\d-00-|\d{4}00|\d{6}00$|\d{4}-00|\d{4}-\d\d-00$)")
"""Of some people the registers know the year or the month of birth only: 00-00-2005 or 20050000."""
NUMBER = PersonNumber()
MONTH = Part(r"^(20\d\d(?:0[1-9]|1[0-2])|[1-9]|1[0-5])(?:-[a-z]+)?$")
"""As 202210 or as 1-Oktober; the value is 202210 or 1."""
LEVEL = Part(r"(?:^|[^v])mbo ?(?:niveau ?)?([1-4])", drops_unknown=True)
"""The digit after Mbo; vmbo, havo, vwo and whatever else is written have no level."""
LEERWEG = Part(r"^(bol|bbl|ex)", drops_unknown=True)
REGION = Part(r"^(?:rmc[- ]?)?(?:regio ?)?(\d{1,2})$", drops_unknown=True)
CREBO = Part(r"^(\d{1,5})(?:\.0)?$", drops_unknown=True)
BRIN = Part(r"^([0-9a-z]{4})", drops_unknown=True)
LOCATION = Part(r"^c?(.+)$")
"""Number of the location; a C before it says nothing."""
CODE = Part(r"^(.+)$")


class PersonInFile(Schema):
    """What every file of DUO tells of one person in one programme."""

    name_month = dy.Int32(nullable=True, metadata=about("Jaar en maand in de bestandsnaam", "202304", transient=True))
    end_year = dy.Int16(nullable=True, metadata=about("Jaar in de bestandsnaam", "2023", transient=True))
    teljaar = dy.Int16(nullable=True, metadata=about("Jaar waarin het teljaar begint", 2022))
    report_month = dy.Int8(nullable=True, metadata=about("Rapportagemaand (1 tot 17)", 6))
    status = dy.Enum(["monthly", "V", "D"], nullable=True, metadata=about("Maandlijst, voorlopig of definitief", "V"))
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


def at(*names: str, reading: Reading | None = None) -> At:
    """Where a column stands; what is not said otherwise is text."""
    return At(names, reading or Text())


def monthly_columns() -> dict[str, At]:
    """Columns that the name of a monthly file gives."""
    return {"kind": At((), CODE), "brin": At((), CODE), "name_month": At((), MONTH)}


def yearly_columns() -> dict[str, At]:
    """Columns that the name of a yearly file gives."""
    return {"kind": At((), CODE), "brin": At((), CODE), "end_year": At((), CODE), "status": At((), CODE)}


def named_and_numbered_columns() -> dict[str, At]:
    """Columns of a yearly file."""
    return {
        "line_brin": at("BRIN", reading=BRIN),
        "bsn_hash": at("BURGERSERVICENUMMER", reading=NUMBER),
        "onderwijsnummer_hash": at("ONDERWIJSNUMMER", reading=NUMBER),
        "birth_date": at("GEBOORTEDATUM", reading=DAY),
        "level": at("NIVEAU", reading=LEVEL),
        "leerweg": at("ONDERWIJSSOORT", reading=LEERWEG),
        "crebo": at("CREBO", reading=CREBO),
        "programme": at("CREBO_OMSCHRIJVING"),
        "provider": at("ONDERWIJSAANBIEDER_NAAM"),
        "location_no": at("BRIN_VOLGNR", reading=LOCATION),
        "region": at("RMC_REGIO", reading=REGION),
    }


def periods(month: str) -> dict[str, pl.Expr]:
    """Teljaar, report month and status of a file, and of a monthly list the report month that `month` holds per line.

    The month of an A04 or A05 is the last one in its column. The name may be one month later than that, so the column
    is believed; where the name is later still, nobody new came on the list since, and the month before the name counts
    (A04 and A14 only, and for A14 never one before October).
    """
    is_monthly = pl.col("name_month").is_not_null()
    is_after = pl.col("kind") == "A14"
    named = _months(pl.col("name_month"))
    written = pl.col(month)
    is_number = written.max() <= 15
    by_name = (named - OCTOBER - pl.when(is_after).then(AFTER_TELJAAR).otherwise(written.max() - 1)) // 12
    by_column = (_months(written.max()) - OCTOBER) // 12
    teljaar = pl.when(is_number | is_after).then(by_name).otherwise(by_column)
    start = teljaar * 12 + OCTOBER
    per_line = pl.when(written <= 15).then(written).otherwise(_months(written) - start + 1)
    per_line = pl.when(per_line.is_between(1, 15)).then(per_line)
    before_name = named - start
    last = per_line.max()
    is_in_reach = (pl.col("kind") == "A04") & before_name.is_between(1, 12)
    monthly = (
        pl.when(is_after)
        .then(pl.max_horizontal(last, before_name).clip(AFTER_TELJAAR + 1, AFTER_TELJAAR + 3))
        .when(is_in_reach)
        .then(pl.max_horizontal(last, before_name))
        .otherwise(last)
    )
    status = pl.when(is_monthly).then(pl.lit("monthly")).otherwise(pl.col("status").cast(pl.String))
    return {
        "teljaar": pl.when(is_monthly).then(teljaar).otherwise(pl.col("end_year") - 1),
        "report_month": pl.when(is_monthly).then(monthly).otherwise(pl.when(status == "V").then(16).otherwise(17)),
        "status": status,
        month: pl.when(is_monthly).then(per_line),
    }


def _months(yyyymm: pl.Expr) -> pl.Expr:
    return yyyymm // 100 * 12 + yyyymm % 100 - 1
