"""# Aanwezigheid

Waarom: Hoeveel van de les maken studenten mee? Dit cijfer laat zien hoe dat zich ontwikkelt voor een klas, een
    team of de hele school.
Telt mee: Minuten aanwezig, gedeeld door minuten geregistreerde les. Eerst worden alle minuten opgeteld, dan
    wordt één keer gedeeld. Te laat telt als aanwezig, min de gemiste minuten.
Telt niet mee: Lessen die vervielen of niet zijn geregistreerd, en lessen op vrije dagen.
Lees met beleid: Een week met weinig geregistreerde lessen zegt weinig. Studenten komen en gaan: het cijfer van een
    groep kan stijgen doordat iemand vertrekt. Kijk voor groei naar dezelfde studenten.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_week",
    numerator=pl.col("present_minutes"),
    denominator=pl.col("registered_minutes"),
    persons=pl.col("n_students"),
    counted="minuten geregistreerde les",
    beside=("n_lessons", "n_registered"),
)
