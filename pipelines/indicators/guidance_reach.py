"""# Bereik van de begeleiding

Waarom: Elke student verdient een gesprek, ook als alles goed gaat.
Telt mee: Studenten met wie er in de laatste zes lesweken contact was, met of zonder aanleiding, of over wie een lijst
    individuele begeleiding is ingevuld, ook in een vakantie daartussen, gedeeld door alle studenten in de klas.
Telt niet mee: Lijsten over samenwerking, want die gaan over de klas. Gesprekken die niet in Groeilijn of een
    aangeleverd bestand staan.
Lees met beleid: De lijst gaat over de begeleiding en is geen oordeel over de student. Een laag getal kan ook
    betekenen dat gesprekken niet worden vastgelegd, of dat het schooljaar nog geen zes lesweken oud is.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_guidance",
    numerator=pl.col("n_reached"),
    denominator=pl.col("n_students"),
    persons=pl.col("n_students"),
    counted="studenten",
    interval="share",
    apart=("week_start",),
)
