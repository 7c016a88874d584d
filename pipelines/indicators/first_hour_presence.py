"""# Aanwezig in de eerste les

Waarom: De eerste les van de dag is voor veel studenten de moeilijkste. Er op tijd zijn begint met er zijn.
Telt mee: Dagen waarop een student in de eerste les was, gedeeld door alle dagen met een geregistreerde eerste les. Te
    laat in de eerste les telt als aanwezig.
Telt niet mee: Dagen waarop de eerste les niet is geregistreerd of verviel zonder andere les.
Lees met beleid: Hoe laat de dag begint, verschilt per klas. Vergelijk een groep daarom met zichzelf, eerder.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="weekday_month",
    numerator=pl.col("n_first_present"),
    denominator=pl.col("n_first"),
    persons=pl.col("n_students"),
    counted="eerste lessen",
    beside=("n_present", "n_registered"),
)
