"""# Beste week tot nu toe

Waarom: De beste week tot nu toe laat zien wat er al lukt. Vraag wat die week anders maakte.
Telt mee: Lesweken met 3 of meer lesdagen. De stap telt als de student 2 of meer lessen meer volgde dan in
    elke week ervoor, en ook een groter deel van de lessen.
Telt niet mee: Lessen die niet zijn geregistreerd of niet doorgingen en een week die nog niet om is. De
    eerste 8 lesweken. Na een stap moet het 4 lesweken stil zijn voor de volgende.
Lees met beleid: Na een week met alle lessen is er geen betere week meer. Dan zegt deze stap niets over
    groei.
"""

import polars as pl

from pipelines.step import Step, best_before, rows_before

lessons = pl.col("n_present")
per_thousand = lessons * 1000 // pl.col("n_registered")
is_most = (lessons - pl.col("before") >= 2) & (per_thousand - best_before(per_thousand) > 0)

STEP = Step(
    module=__name__,
    grain="week",
    rows=(pl.col("n_teaching_days") >= 3) & (pl.col("n_registered") > 0),
    before=best_before(lessons),
    now=lessons,
    moment=is_most & (rows_before() >= 8),
    rest=4,
    held=lessons > pl.col("before"),
    unit="lessons",
    sentence=(
        "Volgde deze week {now} van de {n_registered} lessen, de beste week tot nu toe. Het meeste ervoor was {before}."
    ),
)
