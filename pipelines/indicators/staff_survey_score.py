"""# Medewerkersonderzoek: score

Waarom: Wie met plezier werkt, heeft studenten meer te bieden. Medewerkers geven elk thema een score.
Telt mee: De scores van alle medewerkers die antwoordden, op een schaal van 1 tot 10, gedeeld door hun aantal.
Telt niet mee: Uitkomsten waarvan alleen een percentage bekend is. Groepen met minder dan 10 antwoorden worden niet
    getoond.
Lees met beleid: De band laat zien hoe zeker de score is; is de spreiding niet aangeleverd, dan is er geen band. Twee
    metingen zijn nog geen trend, en een andere schaal of een ander bureau maakt vergelijken onzeker.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="staff_survey_result",
    rows=pl.col("left_out_for").is_null() & pl.col("sum_hundredths").is_not_null(),
    numerator=pl.col("sum_hundredths"),
    denominator=pl.col("n"),
    squares=pl.col("sum_squares"),
    persons=pl.col("n"),
    counted="medewerkers",
    interval="mean",
    per=0.01,
    population="n_invited",
    few="few_answers",
    beside=("n_invited",),
)
