"""# Registratiegraad

Waarom: Wat niet is geregistreerd, telt nergens mee. Pas als bijna alles is geregistreerd, zeggen de andere
    cijfers iets.
Telt mee: Geregistreerde lessen, gedeeld door alle lessen die doorgingen.
Telt niet mee: Vervallen lessen.
Lees met beleid: Dit cijfer gaat over het registreren door de school, niet over studenten.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_week",
    numerator=pl.col("n_registered"),
    denominator=pl.col("n_lessons"),
    persons=pl.col("n_students"),
    counted="lessen die doorgingen",
)
