"""# Voortijdig schoolverlaters tot nu toe

Waarom: Hoe loopt dit teljaar, vergeleken met eerdere jaren en met de norm? Een teljaar loopt van 1 oktober tot en
    met 30 september.
Telt mee: Studenten op de maandlijst van DUO (A04, vanaf de dertiende maand A14) die ook in de startpopulatie
    staan, gedeeld door de startpopulatie (A05). Elke student telt één keer.
Telt niet mee: Studenten op de lijst die niet in de startpopulatie staan. Zij staan apart vermeld.
Lees met beleid: De maandlijst is voorlopig: wie terugkomt of een diploma haalt, gaat er weer af. Vergelijk alleen
    dezelfde maand van verschillende jaren.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="vsv_month",
    rows=pl.col("status") == "monthly",
    numerator=pl.col("n_vsv"),
    denominator=pl.col("n_population"),
    persons=pl.col("n_population") + pl.col("n_unmatched"),
    counted="studenten in de startpopulatie",
    interval="share",
    counts_people=True,
    beside=("n_unmatched",),
)
