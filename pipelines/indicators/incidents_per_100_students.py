"""# Incidenten per 100 studenten

Waarom: Een veilige school is de basis om te groeien. Per 100 studenten zijn maanden en locaties te vergelijken met
    zichzelf van eerder.
Telt mee: Alle incidenten van een maand, gedeeld door de studenten van die maand, keer 100. Over meer maanden worden
    eerst alle incidenten en alle studenten van die maanden opgeteld: het blijft een getal per maand.
Telt niet mee: Juli en augustus en een maand die nog niet om is. Bij een team: incidenten zonder klas. Bij een locatie:
    plaatsen die niet in de inschrijvingen staan.
Lees met beleid: Een team dat meer meldt, heeft niet altijd meer incidenten: soms is er meer vertrouwen om te melden. De
    band laat zien wat toeval doet. Een ruzie die drie keer in het register staat, maakt het getal minder zeker dan de
    band zegt.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="incident_month",
    numerator=pl.col("n_incidents"),
    denominator=pl.col("n_students"),
    persons=pl.col("n_students"),
    counted="studentmaanden",
    interval="rate",
    per=100,
    counts_people=True,
)
