"""# Stappen per student

Waarom: Kleine stappen gaan vooraf aan grote. Dit cijfer laat zien hoeveel stappen er in een groep worden gezet.
Telt mee: Alle stappen van studenten, gedeeld door het aantal studenten, per lesweek. Over meer weken worden eerst
    alle stappen en alle studenten van die weken opgeteld.
Telt niet mee: Weken waarin een student geen lesdag had.
Lees met beleid: Wie al bijna altijd op tijd en aanwezig is, kan minder stappen zetten. Minder stappen is dus geen
    oordeel over de groep.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_growth",
    numerator=pl.col("n_steps"),
    denominator=pl.col("n_students"),
    persons=pl.col("n_students"),
    counted="studenten per lesweek",
)
