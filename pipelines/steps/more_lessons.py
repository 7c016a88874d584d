"""# Meer lessen

Waarom: Groei is meer dan eerst. Wie meer lessen volgt dan in de periode ervoor, zet een stap, ook onder
    de norm.
Telt mee: De laatste 20 lesdagen naast de 20 lesdagen daarvoor, aan het eind van elke lesweek. De stap
    telt bij 5 of meer lessen erbij, als ook het deel van de lessen 15 procentpunt of meer hoger is.
Telt niet mee: Lessen die niet zijn geregistreerd of niet doorgingen. De eerste 40 lesdagen: dan is het
    nog te vroeg om te vergelijken. Na een stap moet het 4 lesweken stil zijn voor de volgende.
Lees met beleid: Zulke tellingen gaan bij iedereen op en neer. Of het aanhoudt, staat bij de groeilijn.
"""

import polars as pl

from pipelines.step import Step

lessons, lessons_before = pl.col("current_n_present"), pl.col("previous_n_present")
of, of_before = pl.col("current_n_registered"), pl.col("previous_n_registered")
# 15 points more of the lessons; multiplied out, which keeps it exact.
is_larger_share = 100 * (lessons * of_before - lessons_before * of) >= 15 * of * of_before

STEP = Step(
    module=__name__,
    grain="progress",
    rows=(of > 0) & (of_before > 0),
    before=lessons_before,
    now=lessons,
    moment=is_larger_share & (lessons - lessons_before >= 5),
    rest=4,
    held=lessons > pl.col("before"),
    unit="lessons",
    sentence=(
        "Volgde in 20 lesdagen {now} van de {current_n_registered} lessen,"
        " in de 20 lesdagen daarvoor {before} van de {previous_n_registered}."
    ),
)
