"""# Starters die nog op school zijn

Waarom: Het eerste jaar is de tijd waarin de meeste studenten vertrekken. Blijven is de eerste stap.
Telt mee: Studenten die dit schooljaar begonnen en er nog zijn, of een diploma haalden, gedeeld door alle
    studenten die dit schooljaar begonnen.
Telt niet mee: Studenten die al eerder begonnen.
Lees met beleid: Loopt het jaar nog, dan kan dit cijfer alleen nog dalen. De lijn "nog op school" laat zien wanneer
    studenten vertrekken.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_start",
    numerator=pl.col("n_stayed"),
    denominator=pl.col("n_starters"),
    persons=pl.col("n_starters"),
    counted="starters",
    interval="share",
    counts_people=True,
)
