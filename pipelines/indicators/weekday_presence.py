"""# Aanwezigheid per dag van de week

Waarom: Op welke dag lukt het komen al goed? Daar valt iets van te leren voor het rooster en de begeleiding.
Telt mee: Minuten aanwezig, gedeeld door minuten geregistreerde les, per dag van de week.
Telt niet mee: Lessen die vervielen of niet zijn geregistreerd, en lessen op vrije dagen.
Lees met beleid: Een dag verschilt ook door welke klassen en lessen er op staan. Kijk of het verschil maanden blijft.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="weekday_month",
    numerator=pl.col("present_minutes"),
    denominator=pl.col("registered_minutes"),
    persons=pl.col("n_students"),
    counted="minuten geregistreerde les",
)
