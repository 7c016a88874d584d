"""# Een hele lesweek

Waarom: Een week lang alle lessen volgen is veel voor wie dat lang niet lukte. Een goed moment om te
    vragen: hoe is dat gelukt?
Telt mee: Weken met 3 of meer lesdagen waarin alle lessen zijn geregistreerd. De stap telt als de student
    alle lessen helemaal volgde, en in de 6 lesweken ervoor nog niet.
Telt niet mee: Vakanties, uitval, weken waarin een les niet is geregistreerd en een week die nog niet om
    is. De eerste 6 lesweken.
Lees met beleid: Met een dag ziek is een week niet vol. Dat zegt niets over de inzet.
"""

import polars as pl

from pipelines.step import Step, rows_without

is_full = pl.col("is_full_week")

STEP = Step(
    module=__name__,
    grain="week",
    rows=(pl.col("n_teaching_days") >= 3) & (pl.col("n_registered") > 0) & (pl.col("n_unregistered") == 0),
    now=rows_without(is_full),
    moment=is_full & (pl.col("now") >= 6),
    held=is_full,
    unit="weeks",
    sentence="Volgde een hele week alle {n_registered} lessen, voor het eerst na {now} lesweken.",
)
