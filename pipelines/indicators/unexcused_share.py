"""# Ongeoorloofd afwezig

Waarom: Afwezig zonder melding vraagt een ander gesprek dan ziek of verlof. Dit cijfer zet ze uit elkaar.
Telt mee: Lessen die ongeoorloofd zijn gemist, gedeeld door geregistreerde lessen.
Telt niet mee: Ziek, verlof en andere geoorloofde afwezigheid. Te laat komen. Lessen die vervielen of niet zijn
    geregistreerd.
Lees met beleid: Een melding die later binnenkomt, maakt ongeoorloofd alsnog geoorloofd. De laatste weken kunnen
    daarom nog dalen.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_week",
    numerator=pl.col("n_unexcused"),
    denominator=pl.col("n_registered"),
    persons=pl.col("n_students"),
    counted="geregistreerde lessen",
    beside=("n_excused", "n_ill", "n_late"),
)
