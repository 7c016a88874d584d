"""# Respons van de JOB-monitor

Waarom: Hoe meer studenten meedoen, hoe meer de cijfers over alle studenten zeggen.
Telt mee: Studenten die hebben meegedaan, gedeeld door studenten die zijn gevraagd.
Telt niet mee: Groepen waarvan niet bekend is hoeveel studenten zijn gevraagd.
Lees met beleid: Wie niet meedeed, dacht misschien anders. Dat vangt de band niet op.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="job_item",
    rows=(pl.col("kind") == "response") & pl.col("n_invited").is_not_null(),
    numerator=pl.col("n_respondents"),
    denominator=pl.col("n_invited"),
    persons=pl.col("n_invited"),
    counted="gevraagde studenten",
    few="few_answers",
)
