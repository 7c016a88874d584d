"""Staff survey: the outcome of the survey among staff (MTO) per theme and team.

Who delivers it: HR or the bureau that held it, after every edition. Outcomes only, never an answer of a person.
Percentages, means and deviations are kept in whole hundredths. An empty team stands for everybody.
"""

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Hundredths, Integer, Layout, Schema, Source, Text, about, rule

THEMES = ("bevlogenheid", "betrokkenheid", "tevredenheid", "werkgeverschap")


class StaffSurveyOutcome(Schema):
    """The outcome of one theme in one edition for one team; without a team for everybody."""

    edition = dy.Int16(min=2000, max=2099, metadata=about("Meting (jaar)", 2025))
    team = dy.String(nullable=True, metadata=about("Team", "Entree"))
    theme = dy.Enum(THEMES, metadata=about("Thema", "bevlogenheid"))
    n = dy.Int32(min=0, max=100_000, metadata=about("Aantal medewerkers dat antwoordde", 18))
    n_invited = dy.Int32(nullable=True, min=1, max=100_000, metadata=about("Aantal uitgenodigde medewerkers", 24))
    scale = dy.Int8(
        nullable=True, min=3, max=100, metadata=about("Hoogste antwoord van de schaal, die bij 1 begint", 5)
    )
    mean_hundredths = dy.Int16(nullable=True, min=100, max=10_000, metadata=about("Gemiddelde", "3,62"))
    deviation_hundredths = dy.Int16(nullable=True, min=0, max=10_000, metadata=about("Standaardafwijking", "0,71"))
    positive_hundredths = dy.Int16(nullable=True, min=0, max=10_000, metadata=about("Percentage positief", "68,4"))

    @rule()
    def says_something(cls) -> pl.Expr:
        """Er zijn antwoorden, alleen staan er geen gemiddelde en geen percentage. Vul een van beide in en lever opnieuw
        aan.
        """
        known = pl.col("mean_hundredths").is_not_null() | pl.col("positive_hundredths").is_not_null()
        return (pl.col("n") == 0) | known

    @rule()
    def fits_its_scale(cls) -> pl.Expr:
        """Bij het gemiddelde staat geen schaal, of het gemiddelde is hoger dan de schaal. Verbeter de regel en lever
        opnieuw aan.
        """
        on_scale = pl.col("mean_hundredths") <= pl.col("scale").cast(pl.Int32) * 100
        return pl.col("mean_hundredths").is_null() | on_scale.fill_null(value=False)


SOURCE = Source(
    name="staff_survey",
    title="Medewerkersonderzoek",
    schema=StaffSurveyOutcome,
    grain=("edition", "team", "theme"),
    replaces=("edition", "team", "theme"),
    until="edition",
    layouts=(
        Layout(
            name="uitkomsten",
            title="Medewerkersonderzoek (MTO)",
            documented="README, Bestanden aanleveren",
            header=(
                "meting", "team", "thema", "n", "uitgenodigd", "schaal", "gemiddelde", "standaardafwijking", "positief",
            ),
            columns={
                "edition": At(("meting", "jaar"), Integer()),
                "team": At(("team", "afdeling"), Text()),
                "theme": At(("thema",), Code(values={theme: theme for theme in THEMES})),
                "n": At(("n", "aantal", "respons"), Integer()),
                "n_invited": At(("uitgenodigd",), Integer()),
                "scale": At(("schaal", "schaal_tot"), Integer()),
                "mean_hundredths": At(("gemiddelde", "score"), Hundredths()),
                "deviation_hundredths": At(("standaardafwijking", "standaarddeviatie", "sd"), Hundredths()),
                "positive_hundredths": At(("positief", "percentage_positief"), Hundredths()),
            },
        ),
    ),
)  # fmt: skip
