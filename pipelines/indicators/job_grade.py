"""# JOB-monitor: rapportcijfer

Waarom: Studenten geven hun opleiding en hun school een rapportcijfer.
Telt mee: De som van alle cijfers (1 tot 10), gedeeld door het aantal cijfers.
Telt niet mee: Niet ingevulde cijfers. Groepen met minder dan 10 cijfers worden niet getoond.
Lees met beleid: De band laat zien hoe zeker het gemiddelde is. Twee metingen zijn nog geen trend.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="job_item",
    rows=pl.col("kind") == "grade",
    numerator=pl.col("sum_score"),
    denominator=pl.col("n"),
    squares=pl.col("sum_squares"),
    persons=pl.col("n"),
    counted="cijfers",
    interval="mean",
    population="n_invited",
    few="few_answers",
    beside=("n_invited",),
)
