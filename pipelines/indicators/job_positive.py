"""# JOB-monitor: positief

Waarom: Wat vinden studenten zelf? De JOB-monitor vraagt het om de twee jaar.
Telt mee: Antwoorden 4 en 5 op een schaal van 1 tot 5, gedeeld door alle geldige antwoorden.
Telt niet mee: Niet van toepassing en niet ingevuld. Groepen met minder dan 10 antwoorden worden niet getoond.
Lees met beleid: De band laat zien hoe zeker het cijfer is, ook al deed niet iedereen mee. Twee metingen zijn nog geen
    trend. Vergelijk niet met 2018 en eerder.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="job_item",
    rows=pl.col("kind") == "scale",
    numerator=pl.col("n_positive"),
    denominator=pl.col("n"),
    persons=pl.col("n"),
    counted="antwoorden",
    interval="share",
    population="n_invited",
    few="few_answers",
    beside=("n_neutral", "n_negative", "n_not_applicable", "n_invited"),
)
