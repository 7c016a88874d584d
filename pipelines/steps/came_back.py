"""# Terug op school

Waarom: Terugkomen na een tijd weg kost moed. Gezien worden op de dag dat je er weer bent, helpt om te
    blijven.
Telt mee: Lesdagen met geregistreerde lessen. De stap telt op de eerste dag dat de student er weer was, na
    5 of meer lesdagen afwezigheid. Ziek en verlof horen daarbij: ook dan is terugkomen een stap.
Telt niet mee: Vakanties, uitval en dagen zonder registratie. De allereerste dag op school. Na een stap
    moet het 20 lesdagen stil zijn voor de volgende.
Lees met beleid: De reden van de afwezigheid staat hier niet. Vraag liever wat hielp om weer te komen.
"""

import polars as pl

from pipelines.step import Step, rows_before, rows_without

is_present = pl.col("n_present") > 0
has_been_here = pl.col("now") < rows_before()

STEP = Step(
    module=__name__,
    grain="day",
    rows=pl.col("n_registered") > 0,
    now=rows_without(is_present),
    moment=is_present & (pl.col("now") >= 5) & has_been_here,
    rest=20,
    held=is_present,
    unit="days",
    sentence="Kwam weer naar school na {now} lesdagen afwezigheid.",
)
