"""The truth about the teljaren as DUO sends it: A05, A04 and A14 by the month, NRSP and NenR twice.

Separator `;`, lines end in CRLF, dates dd-mm-yyyy in the A-files and yyyymmdd in NRSP and NenR. What else DUO writes in
more than one way is written in more than one way here too: see `Manner`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.synthetic.teljaren import OWN_TEAMS, SEPTEMBER

BRIN, INSTITUTION = "99XX", "ROC Voorbeeldstad"

A05_COLUMNS = (
    "BRIN", "NAAM_INSTELLING", "RAPPORTAGE_MAAND", "BSN_ONDERWIJSNR", "VOORNAMEN", "VOORVOEGSEL", "ACHTERNAAM",
    "WOONGEMEENTE", "GEBOORTEDATUM", "ILT/CREBO", "ILT/CREBO_OMS", "LEERWEG", "BRIN_NR", "NAAM_INST",
    "ONDERWIJSAANBIEDERCODE", "ONDERWIJSAANBIEDER_NAAM", "GEMCODE", "RMC_REGIO", "LOCATIECODE", "ONDERWIJSLOCATIECODE",
    "ONDERWIJSLOCATIE_POSTCODE", "ONDERWIJSLOCATIE_HUISNUMMER", "BRIN_VOLGNR", "NIVEAU", "INSCHR_VLGNR", "STRAAT",
    "HUISNUMMER", "HUISLETTER", "HUISNR_AAND", "HUISNR_TOEV", "ADRES_LOCATIE", "POSTCODE", "WOONPLAATS",
    "INDICATIE_STARTKWALIFICATIE",
)  # fmt: skip
A04_COLUMNS = (
    "BRIN_NR", "NAAM_INST", "RAPPORTAGEMAAND", "PERSOONSGEBONDENNUMMER", "ACHTERNAAM", "VOORVOEGSEL", "ALLE_VOORNAMEN",
    "WOONGEMEENTE", "GEBOORTEDATUM", "ONDERWIJSCODE", "ONDERWIJSNAAM", "LEERWEG", "DATUM_UITSCHRIJVING",
    "MELDING_VERZUIM_WETTELIJK", "REDEN", "BRIN", "NAAM_INSTELLING", "ONDERWIJSAANBIEDERCODE",
    "NAAM_ONDERWIJSAANBIEDER", "MELDING_VERZUIM_NIET_WETTELIJK", "GEMEENTECODE", "RMC_REGIO", "REDEN_UITSTROOM",
    "LOCATIECODE", "ONDERWIJSLOCATIECODE", "POSTCODE_ONDERWIJSLOCATIE", "HUISNUMMER_ONDERWIJSLOCATIE",
    "BRIN_VOLGNUMMER", "NIVEAU", "INSCHRIJVINGSVOLGNUMMER", "STRAAT", "HUISNUMMER", "HUISLETTER",
    "HUISNUMMER_TOEVOEGING", "HUISNUMMER_AANDUIDING", "ADRES_LOCATIE", "POSTCODE", "WOONPLAATS", "VANAF_WANNEER",
)  # fmt: skip
NRSP_COLUMNS = (
    "BURGERSERVICENUMMER", "ONDERWIJSNUMMER", "GEBOORTEDATUM", "GESLACHT", "ACHTERNAAM", "VOORVOEGSEL", "VOORNAMEN",
    "POSTCODE_CIJFERS", "RMC_REGIO", "RMC_REGIO_NAAM", "GEMCODE", "GEMEENTENAAM", "BRIN", "BRIN_VOLGNR",
    "BRIN_VEST_NAAM", "NIVEAU", "ONDERWIJSSOORT", "CREBO", "CREBO_OMSCHRIJVING", "ONDERWIJSAANBIEDER_CODE",
    "ONDERWIJSAANBIEDER_NAAM", "ONDERWIJSLOCATIE_CODE", "ONDERWIJSLOCATIE_STRAATNAAM", "ONDERWIJSLOCATIE_HUISNUMMER",
    "ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING", "ONDERWIJSLOCATIE_POSTCODE", "ONDERWIJSLOCATIE_PLAATSNAAM",
)  # fmt: skip
NENR_COLUMNS = (*NRSP_COLUMNS[:19], "EXAMEN", "IND_BEKOSTIGING", *NRSP_COLUMNS[19:])
NENR_SHUFFLED = (*NENR_COLUMNS[15:], *NENR_COLUMNS[14:4:-1], *NENR_COLUMNS[:5])
"""The order of NenR2024D; the others have `NENR_COLUMNS`."""

TOWNS = (("Voorbeeldstad", "9901"), ("Nieuw-Fictië", "9902"), ("Façadedam", "9903"))
_PREFIX = r"^((?:van|der|den|de|ter|op|'t)(?: (?:van|der|den|de|ter|op|'t))*) (.*)$"


@dataclass(frozen=True)
class Manner:
    """How one delivery is written: whether `#` comes before the header, its encoding, and its words.

    `level` is the form of NIVEAU for an mbo level; `bol4` writes BOL at level 4 as Bol4; `region` is the form of
    RMC_REGIO; `columns` replaces the usual order.
    """

    has_hash: bool = False
    encoding: str = "utf-8"
    level: str = "Mbo{} opleidingen"
    bol4: bool = False
    region: str = "REGIO 99"
    columns: tuple[str, ...] | None = None


USUAL = {
    "A05": Manner(),
    "A04": Manner(),
    "A14": Manner(),
    "NRSP": Manner(has_hash=True),
    "NenR": Manner(has_hash=True),
}
MANNERS = {
    ("A05", 2022): Manner(has_hash=True, encoding="cp1252"),
    ("A04", 2022): Manner(encoding="cp1252"),
    ("A14", 2022): Manner(has_hash=True, encoding="cp1252"),
    ("A05", 2023): Manner(level="Mbo{} opleidinge", region="99"),
    ("A04", 2023): Manner(has_hash=True, level="Mbo{} opleidinge"),
    ("A05", 2025): Manner(has_hash=True, encoding="utf-8-sig"),
    ("NRSP2023", "D"): Manner(has_hash=True, bol4=True),
    ("NenR2023", "D"): Manner(has_hash=True, bol4=True, encoding="utf-8-sig"),
    ("NRSP2024", "V"): Manner(has_hash=True, encoding="cp1252", level="Mbo niveau {}"),
    ("NenR2024", "V"): Manner(has_hash=True, encoding="cp1252", level="Mbo niveau {}"),
    ("NenR2024", "D"): Manner(level="Mbo{} opleidinge", region="99", columns=NENR_SHUFFLED),
    ("NRSP2025", "V"): Manner(level="Mbo niveau {}"),
}
"""What departs from the usual, by kind and the year the teljaar starts in, or by name and status."""


@dataclass(frozen=True)
class Delivered:
    """One file: its name, its rows as text, and the encoding it is sent in."""

    name: str
    rows: pl.DataFrame
    manner: Manner

    def content(self) -> bytes:
        """The bytes of the file."""
        text = self.rows.write_csv(separator=";", line_terminator="\r\n", quote_style="never")
        # A name may have a letter that cp1252 lacks; the supplier's export then writes a question mark.
        return ("#" * self.manner.has_hash + text).encode(self.manner.encoding, errors="replace")


def monthly(truth: pl.DataFrame, teljaar: int, last_month: int) -> Iterator[Delivered]:
    """The A05 and A04 of report months 1 to 12 and the A14 of 13 to 15, up to and including `last_month`."""
    base = _described(truth.filter(pl.col("teljaar") == teljaar))
    for month in range(1, last_month + 1):
        name = f"{_month(teljaar, month + 1)}{{}}I{BRIN}.csv"
        if month <= SEPTEMBER:
            manner = MANNERS.get(("A05", teljaar), USUAL["A05"])
            is_here = pl.col("is_start") & (pl.col("gone_from").is_null() | (pl.col("gone_from") > month))
            yield Delivered(name.format("A05"), _a05(base.filter(is_here), _month(teljaar, month), manner), manner)
        kind = "A04" if month <= SEPTEMBER else "A14"
        manner = MANNERS.get((kind, teljaar), USUAL[kind])
        yield Delivered(name.format(kind), _a04(base.filter(pl.col("listed") <= month), teljaar, manner), manner)


def yearly(truth: pl.DataFrame, teljaar: int, statuses: Sequence[str]) -> Iterator[Delivered]:
    """NRSP and NenR of a teljaar, for each status: V is provisional, D definitive. Named after the year it ends in."""
    base = _described(truth.filter(pl.col("teljaar") == teljaar))
    for status in statuses:
        is_vsv = pl.col("is_vsv_v") if status == "V" else pl.col("is_vsv_d")
        is_start = pl.col("is_start") & (pl.col("is_nrsp_d") if status == "D" else pl.lit(True))
        # Who has left the startset without being a vsv'er is not in the startpopulatie of NenR either.
        is_start = is_start & pl.col("gone_from").is_null()
        for kind, keep, columns in (("NRSP", is_start, NRSP_COLUMNS), ("NenR", is_vsv, NENR_COLUMNS)):
            name = f"{kind}{teljaar + 1}"
            manner = MANNERS.get((name, status), USUAL[kind])
            rows = _nenr(base.filter(keep), manner).select(manner.columns or columns)
            yield Delivered(f"{name}{status}I{BRIN}.csv", rows, manner)


def _month(teljaar: int, report_month: int) -> str:
    """The calendar month of a report month, as yyyymm."""
    months = teljaar * 12 + 8 + report_month
    return f"{months // 12}{months % 12 + 1:02d}"


def _described(truth: pl.DataFrame) -> pl.DataFrame:
    """The truth with name, town, location and address as DUO knows them."""
    town = pl.col("index") // 20 % 10
    team = pl.col("team").rank("dense").cast(pl.Int32)
    return truth.with_columns(
        prefix=pl.col("last_name").str.extract(_PREFIX, 1),
        surname=pl.coalesce(pl.col("last_name").str.extract(_PREFIX, 2), "last_name"),
        town=pl.when(town < 7).then(pl.lit(TOWNS[0][0])).when(town < 9).then(pl.lit(TOWNS[1][0]))
        .otherwise(pl.lit(TOWNS[2][0])),
        town_code=pl.when(town < 7).then(pl.lit(TOWNS[0][1])).when(town < 9).then(pl.lit(TOWNS[1][1]))
        .otherwise(pl.lit(TOWNS[2][1])),
        provider=pl.format("999A{}", team + 100),
        site=pl.format("999X{}", team + 700),
        site_number=team.cast(pl.String),
        branch=pl.when(pl.col("team").is_in(OWN_TEAMS)).then(pl.lit("C01")).otherwise(pl.lit("00")),
    )  # fmt: skip


def _level(manner: Manner) -> pl.Expr:
    none = pl.when(pl.col("programme").str.contains("vmbo")).then(pl.lit("VMBO bovenbouw"))
    return (
        pl.when(pl.col("level") == 0)
        .then(none.otherwise(pl.lit("HAVO/VWO bovenbouw")))
        .otherwise(pl.format(manner.level, "level"))
    )


def _leerweg(manner: Manner) -> pl.Expr:
    is_bol4 = pl.lit(manner.bol4) & (pl.col("leerweg") == "BOL") & (pl.col("level") == 4)
    return pl.when(is_bol4).then(pl.lit("Bol4")).otherwise("leerweg")


def _a05(start: pl.DataFrame, month: str, manner: Manner) -> pl.DataFrame:
    """The startset of one month: every row has the month of the report."""
    empty = pl.lit(None, pl.String)
    columns = (
        pl.lit(BRIN), pl.lit(INSTITUTION), pl.lit(month), pl.col("number"), pl.col("first_name"), pl.col("prefix"),
        pl.col("surname"), pl.col("town"), pl.col("birth_date").dt.to_string("%d-%m-%Y"), pl.col("crebo"),
        pl.col("programme"), _leerweg(manner), pl.lit(BRIN), pl.lit(INSTITUTION), pl.col("provider"), pl.col("team"),
        pl.col("town_code"), pl.lit(manner.region), empty, pl.col("site"), pl.lit("0000AA"), pl.col("site_number"),
        pl.col("branch"), _level(manner), pl.lit("1"), pl.lit("Voorbeeldstraat"), pl.lit("1"), empty, empty, empty,
        empty, pl.lit("0000AA"), pl.col("town"), pl.lit("N"),
    )  # fmt: skip
    return _named(start, A05_COLUMNS, columns)


def _a04(listed: pl.DataFrame, teljaar: int, manner: Manner) -> pl.DataFrame:
    """The cumulative list: each row has the month since when the person is on it, in the order they came."""
    empty = pl.lit(None, pl.String)
    # The A14 gives those who come after September the last month of the teljaar.
    since = pl.min_horizontal(pl.col("listed"), pl.lit(SEPTEMBER, pl.Int8)).replace_strict(
        {month: _month(teljaar, month) for month in range(1, SEPTEMBER + 1)}, return_dtype=pl.String
    )
    columns = (
        pl.lit(BRIN), pl.lit(INSTITUTION), since, pl.col("number"), pl.col("surname"), pl.col("prefix"),
        pl.col("first_name"), pl.col("town"), pl.col("birth_date").dt.to_string("%d-%m-%Y"), pl.col("crebo"),
        pl.col("programme"), _leerweg(manner), empty, pl.lit("J"), empty, pl.lit(BRIN), pl.lit(INSTITUTION),
        pl.col("provider"), pl.col("team"), pl.lit("N"), pl.col("town_code"), pl.lit(manner.region), empty, empty,
        pl.col("site"), pl.lit("0000AA"), pl.col("site_number"), pl.col("branch"), _level(manner), pl.lit("1"),
        pl.lit("Voorbeeldstraat"), pl.lit("1"), empty, empty, empty, empty, pl.lit("0000AA"), pl.col("town"), since,
    )  # fmt: skip
    return _named(listed.sort("listed", maintain_order=True), A04_COLUMNS, columns)


def _nenr(people: pl.DataFrame, manner: Manner) -> pl.DataFrame:
    """The columns of NRSP and NenR; who has no burgerservicenummer has 0 there and an onderwijsnummer."""
    empty = pl.lit(None, pl.String)
    columns = (
        pl.when("has_bsn").then("number").otherwise(0), pl.col("number"), pl.col("birth_date").dt.to_string("%Y%m%d"),
        pl.when("is_woman").then(pl.lit("V")).otherwise(pl.lit("M")), pl.col("surname"), pl.col("prefix"),
        pl.col("first_name"), pl.lit("0000"), pl.lit(manner.region), empty, pl.col("town_code"), pl.col("town"),
        pl.lit(BRIN), pl.col("branch"), empty, _level(manner), _leerweg(manner), pl.col("crebo"), pl.col("programme"),
        empty, empty, pl.col("provider"), pl.col("team"), pl.col("site"), pl.lit("Schoolstraat"),
        pl.format("{}.0", "site_number"), empty, pl.lit("0000AA"), pl.lit(TOWNS[0][0]),
    )  # fmt: skip
    return _named(people, NENR_COLUMNS, columns)


def _named(frame: pl.DataFrame, names: Sequence[str], columns: Sequence[pl.Expr]) -> pl.DataFrame:
    return frame.select([column.cast(pl.String).alias(name) for name, column in zip(names, columns, strict=True)])
