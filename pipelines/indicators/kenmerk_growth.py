"""# Ruimte voor groei

Waarom: Op welke kenmerken van goede begeleiding willen we verder groeien? Dat is het begin van een gesprek in het
    team.
Telt mee: Ingevulde kenmerken met "ruimte voor groei", gedeeld door alle kenmerken die zijn besproken.
Telt niet mee: Kenmerken met "nog niet besproken". Een klas of team van minder dan vijf studenten wordt niet getoond.
Lees met beleid: Het cijfer gaat over de begeleiding, nooit over een student. Een hoger cijfer kan betekenen dat een
    team scherper kijkt.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="checklist_item",
    numerator=pl.col("n_ruimte"),
    denominator=pl.col("n_ruimte") + pl.col("n_voldoende"),
    persons=pl.col("n_in_class"),
    counted="besproken kenmerken",
    interval="share",
    beside=("n_open",),
)
