"""Norms of vsv: which share of the students of a level may become vsv'er in a teljaar, and how many did nationally.

Who delivers it: Groeilijn ships it filled (`pipelines/reference/vsv_norms.csv`); quality staff deliver a file in the
same layout, once a year when a new norm is known. A line of the school replaces the shipped line about the same teljaar
and level. A line without a level is about all of mbo together. Each line says where its figure comes from.
"""

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Integer, Layout, Part, Percent, Schema, Source, Text, about, rule


class VsvNorm(Schema):
    """The norm and the national figures of one teljaar and one level, or of all levels together."""

    teljaar = dy.Int16(min=2000, max=2100, metadata=about("Teljaar", "2022-2023"))
    level = dy.Int8(nullable=True, min=1, max=4, metadata=about("Niveau (1 tot 4, of leeg voor heel het mbo)", 2))
    norm_share = dy.Float64(nullable=True, min=0, max=1, metadata=about("Norm in procenten", "9,45"))
    n_national = dy.Int32(nullable=True, min=0, metadata=about("Aantal vsv'ers in het land", 24286))
    national_share = dy.Float64(nullable=True, min=0, max=1, metadata=about("Landelijk percentage", "4,99"))
    status = dy.Enum(["V", "D"], nullable=True, metadata=about("Voorlopig (V) of definitief (D)", "V"))
    origin = dy.String(metadata=about("Bron van het getal", "OCW"))

    @rule()
    def has_a_figure(cls) -> pl.Expr:
        """De regel heeft geen norm en geen landelijk cijfer. Vul er een in, of haal de regel weg."""
        return pl.any_horizontal(pl.col("norm_share", "n_national", "national_share").is_not_null())


SOURCE = Source(
    name="vsv_norms",
    title="Vsv normen",
    schema=VsvNorm,
    grain=("teljaar", "level"),
    replaces=("teljaar", "level"),
    layouts=(
        Layout(
            name="normen",
            title="Vsv normen",
            documented="README, Bestanden aanleveren",
            header=("teljaar", "niveau", "norm", "landelijk_aantal", "landelijk_percentage", "status", "bron"),
            needs=("niveau", "norm"),
            columns={
                "teljaar": At(("teljaar",), Part(r"^(20\d\d)(?:[-/](?:20)?\d\d)?$")),
                "level": At(("niveau",), Integer()),
                "norm_share": At(("norm",), Percent()),
                "n_national": At(("landelijk_aantal",), Integer()),
                "national_share": At(("landelijk_percentage",), Percent()),
                "status": At(("status",), Code(values={"V": "V", "voorlopig": "V", "D": "D", "definitief": "D"})),
                "origin": At(("bron",), Text()),
            },
        ),
    ),
)
