"""# Voortijdig schoolverlaters, voorlopig en definitief

Waarom: Dit is het cijfer waarop de school wordt afgerekend, zoals DUO het vaststelt: eerst voorlopig (V), later
    definitief (D).
Telt mee: Studenten in NenR die ook in de startpopulatie (NRSP) van hetzelfde teljaar staan, gedeeld door die
    startpopulatie. Elke student telt één keer.
Telt niet mee: Studenten in NenR die niet in de startpopulatie staan. Zij staan apart vermeld.
Lees met beleid: V en D zijn twee tellingen van hetzelfde jaar en verschillen. Bij elk cijfer staat welke het is.
    Een entreediploma is geen startkwalificatie.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="vsv_month",
    rows=pl.col("status") != "monthly",
    numerator=pl.col("n_vsv"),
    denominator=pl.col("n_population"),
    persons=pl.col("n_population") + pl.col("n_unmatched"),
    counted="studenten in de startpopulatie",
    interval="share",
    counts_people=True,
    beside=("n_unmatched",),
)
