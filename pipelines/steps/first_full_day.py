"""# Een hele lesdag

Waarom: Een dag alle lessen volgen laat zien dat het lukt. Wie dat lang niet deed, zet daarmee een echte
    stap.
Telt mee: Lesdagen met 2 of meer lessen, allemaal geregistreerd. De stap telt als de student alle lessen
    helemaal volgde, en in de 20 lesdagen ervoor nog niet.
Telt niet mee: Vakanties, uitval en dagen waarop een les niet is geregistreerd. De eerste 20 lesdagen: dan
    is alles nieuw.
Lees met beleid: Een korte lesdag is makkelijker vol dan een lange.
"""

import polars as pl

from pipelines.step import Step, rows_without

is_full = pl.col("is_full_day")

STEP = Step(
    module=__name__,
    grain="day",
    rows=(pl.col("n_registered") >= 2) & (pl.col("n_unregistered") == 0),
    now=rows_without(is_full),
    moment=is_full & (pl.col("now") >= 20),
    held=is_full,
    unit="days",
    sentence="Volgde een hele dag alle {n_registered} lessen, voor het eerst na {now} lesdagen.",
)
