"""# Stap vastgehouden

Waarom: Een stap zetten is een begin, vasthouden is groei. Daarom noemen we ook de stap die blijft.
Telt mee: Na de stap "Meer lessen": volgt de student 20 tot 40 lesdagen later nog 10 procentpunt meer van
    de lessen dan voor die stap, en is de groei aanhoudend, dan telt dit als een stap. Zo is de groei twee
    perioden van 20 lesdagen vastgehouden.
Telt niet mee: Lessen die niet zijn geregistreerd of niet doorgingen. De eerste 60 lesdagen. Na een stap
    moet het 8 lesweken stil zijn voor de volgende.
Lees met beleid: Is het even minder, dan is de stap niet weg. Kijk wat hielp in de perioden dat het lukte.
"""

import polars as pl

from pipelines.step import Step, at_latest, newly

lessons, lessons_before = pl.col("current_n_present"), pl.col("previous_n_present")
of, of_before = pl.col("current_n_registered"), pl.col("previous_n_registered")


def is_higher(lessons_then: pl.Expr, of_then: pl.Expr, points: int) -> pl.Expr:
    """So many points more of the lessons than then; multiplied out, which keeps it exact."""
    return 100 * (lessons * of_then - lessons_then * of) >= points * of * of_then


rise = newly(is_higher(lessons_before, of_before, points=15) & (lessons - lessons_before >= 5), rest=4)
days_since = pl.col("n_teaching_days") - at_latest(rise, pl.col("n_teaching_days"))
is_still_higher = is_higher(at_latest(rise, lessons_before), at_latest(rise, of_before), points=10)

STEP = Step(
    module=__name__,
    grain="progress",
    rows=(of > 0) & (of_before > 0),
    before=at_latest(rise, lessons_before),
    now=lessons,
    moment=(days_since >= 20) & (days_since < 40) & is_still_higher & (pl.col("status") == "sustained_up"),
    rest=8,
    held=lessons > pl.col("before"),
    unit="lessons",
    sentence=(
        "Houdt een stap al 40 lesdagen vast: {now} van de {current_n_registered} lessen in 20 lesdagen,"
        " voor de stap {before}."
    ),
)
