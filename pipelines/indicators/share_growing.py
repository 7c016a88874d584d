"""# Studenten met aanhoudende groei

Waarom: Groei van een groep is de groei van de studenten erin. Dit cijfer telt bij hoeveel van hen de
    aanwezigheid aanhoudend hoger is dan eerst.
Telt mee: Studenten met aanhoudend hogere aanwezigheid, gedeeld door de studenten van wie twee perioden van 20
    lesdagen bekend zijn. Elke week opnieuw.
Telt niet mee: Studenten voor wie het nog te vroeg is om te vergelijken, en studenten die vertrokken zijn.
Lees met beleid: Ook als er niets verandert, heet bij ongeveer 2 van de 100 studenten de groei aanhoudend. De band
    laat zien hoeveel studenten dat door toeval kunnen zijn.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_growth",
    numerator=pl.col("n_growing"),
    denominator=pl.col("n_comparable"),
    persons=pl.col("n_comparable"),
    counted="studenten met twee perioden",
    interval="share",
    apart=("week_start",),
)
