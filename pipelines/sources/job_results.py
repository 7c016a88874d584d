"""JOB results: the outcome of the JOB-monitor per question, for a school that has no answers of respondents.

Who delivers it: JOB or the school's own dashboard of it, after every edition, per team or programme. Percentages and
means are kept in whole hundredths. Where answers of respondents of the same edition, team and programme came in as
well, those count.
"""

import dataframely as dy
import polars as pl

from pipelines.contract import At, Hundredths, Integer, Layout, Name, Schema, Source, Text, about, rule

PERCENTAGES = ("positive_hundredths", "neutral_hundredths", "negative_hundredths")


class JobResult(Schema):
    """The outcome of one question in one edition for one team, programme and level; empty stands for all of them."""

    edition = dy.Int16(min=2000, max=2099, metadata=about("Meting (jaar)", 2024))
    team = dy.String(nullable=True, metadata=about("Team", "Entree"))
    programme = dy.String(nullable=True, metadata=about("Opleiding", "Assistent horeca"))
    level = dy.Int8(nullable=True, min=1, max=4, metadata=about("Niveau (1 tot 4)", 2))
    question = dy.String(metadata=about("Vraag: kolom uit het codeboek, item of tekst van de vraag", "v12"))
    n = dy.Int32(min=0, max=1_000_000, metadata=about("Aantal antwoorden", 86))
    positive_hundredths = dy.Int32(nullable=True, min=0, max=10_000, metadata=about("Percentage positief", "54,3"))
    neutral_hundredths = dy.Int32(nullable=True, min=0, max=10_000, metadata=about("Percentage neutraal", "30,2"))
    negative_hundredths = dy.Int32(nullable=True, min=0, max=10_000, metadata=about("Percentage negatief", "15,5"))
    mean_hundredths = dy.Int32(nullable=True, min=0, max=1_000, metadata=about("Gemiddelde", "3,62"))

    @rule()
    def adds_up(cls) -> pl.Expr:
        """De percentages positief, neutraal en negatief zijn samen geen 100 (99 tot en met 101 mag, door afronding),
        of er ontbreekt er een. Controleer de regel in het bronbestand en lever opnieuw aan.
        """
        total = pl.sum_horizontal(PERCENTAGES, ignore_nulls=False)
        return pl.all_horizontal(pl.col(PERCENTAGES).is_null()) | total.is_between(9_900, 10_100).fill_null(value=False)

    @rule()
    def says_something(cls) -> pl.Expr:
        """Er zijn antwoorden, alleen staan er geen percentages en geen gemiddelde. Vul ze in en lever opnieuw aan."""
        return (pl.col("n") == 0) | ~pl.all_horizontal(pl.col(*PERCENTAGES, "mean_hundredths").is_null())


SOURCE = Source(
    name="job_results",
    title="JOB-monitor, uitkomsten per vraag",
    schema=JobResult,
    grain=("edition", "team", "programme", "level", "question"),
    replaces=("edition", "team", "programme", "level", "question"),
    until="edition",
    layouts=(
        Layout(
            name="uitkomsten",
            title="JOB-monitor uitkomsten",
            documented="README, Bestanden aanleveren",
            header=(
                "meting", "team", "opleiding", "niveau", "vraag", "n", "positief", "neutraal", "negatief", "gemiddelde",
            ),
            columns={
                "edition": At(("meting", "jaar"), Integer()),
                "team": At(("team",), Text()),
                "programme": At(("opleiding", "opleidingsnaam"), Text()),
                "level": At(("niveau",), Integer()),
                "question": At(("vraag",), Name()),
                "n": At(("n", "aantal"), Integer()),
                "positive_hundredths": At(("positief", "percentage_positief"), Hundredths()),
                "neutral_hundredths": At(("neutraal", "percentage_neutraal"), Hundredths()),
                "negative_hundredths": At(("negatief", "percentage_negatief"), Hundredths()),
                "mean_hundredths": At(("gemiddelde",), Hundredths()),
            },
        ),
    ),
)  # fmt: skip
