"""# Medewerkersonderzoek: positief

Waarom: Welk deel van de medewerkers is positief over een thema?
Telt mee: Medewerkers die het onderzoeksbureau positief noemt, gedeeld door wie antwoordde.
Telt niet mee: Uitkomsten waarvan alleen een gemiddelde bekend is. Groepen met minder dan 10 antwoorden worden niet
    getoond.
Lees met beleid: Wat positief heet, bepaalt het bureau; een ander bureau kan een andere grens hebben. De band laat zien
    hoe zeker het cijfer is. Twee metingen zijn nog geen trend.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="staff_survey_result",
    rows=pl.col("left_out_for").is_null() & pl.col("n_positive").is_not_null(),
    numerator=pl.col("n_positive"),
    denominator=pl.col("n"),
    persons=pl.col("n"),
    counted="medewerkers",
    interval="share",
    population="n_invited",
    few="few_answers",
    beside=("n_invited",),
)
