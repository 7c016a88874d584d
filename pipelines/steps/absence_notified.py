"""# Vooraf afgemeld

Waarom: Laten weten dat je niet komt, is contact houden met school. Voor wie dat eerst niet deed, is het
    een stap.
Telt mee: Lesdagen met afwezigheid waarvan bekend is wanneer die is gemeld. De stap telt als alles voor de
    eerste les is gemeld, en bij de 5 afwezige dagen ervoor nog niet.
Telt niet mee: Dagen zonder afwezigheid en dagen waarvan de tijd van melden niet bekend is. Na een stap
    moet het 20 afwezige dagen stil zijn voor de volgende.
Lees met beleid: Of de student zelf belde of een ouder, is niet te zien.
"""

import polars as pl

from pipelines.step import Step, rows_without

is_notified = pl.col("is_absence_notified")

STEP = Step(
    module=__name__,
    grain="day",
    rows=is_notified.is_not_null(),
    now=rows_without(is_notified),
    moment=is_notified & (pl.col("now") >= 5),
    rest=20,
    held=is_notified,
    unit="days",
    sentence="Liet voor de eerste les weten niet te komen, bij de {now} afwezige dagen ervoor nog niet.",
)
