"""# Vaakst in de eerste les

Waarom: De eerste les is vaak het moeilijkst te halen. Daar vaker bij zijn is een stap, ook als het nog
    niet elke dag lukt.
Telt mee: Dagen waarvan bekend is of de student in de eerste les was, per 4 lesweken. De stap telt bij 3
    of meer keer vaker dan in elke 4 lesweken ervoor, als het ook een groter deel van de dagen is.
Telt niet mee: Vakanties, dagen waarop de eerste les niet is geregistreerd en een week die nog niet om is.
    De eerste 12 lesweken. Na een stap moet het 4 lesweken stil zijn voor de volgende.
Lees met beleid: Begint het rooster later, dan is de eerste les makkelijker te halen.
"""

import polars as pl

from pipelines.step import Step, best_before, previous, rows_before


def in_four_weeks(column: str) -> pl.Expr:
    """Add this week and the three before; null when there are fewer."""
    return sum((previous(pl.col(column), weeks) for weeks in (1, 2, 3)), pl.col(column))


times = in_four_weeks("n_first_hour")
per_thousand = times * 1000 // in_four_weeks("n_first_hour_days")
# Four weeks are only laid beside four weeks that ended before they began.
best_per_thousand = previous(best_before(per_thousand), 3)
is_most = (pl.col("now") - pl.col("before") >= 3) & (per_thousand - best_per_thousand > 0)

STEP = Step(
    module=__name__,
    grain="week",
    rows=pl.col("n_first_hour_days") > 0,
    before=previous(best_before(times), 3),
    now=times,
    moment=is_most & (rows_before() >= 12),
    rest=4,
    held=times > pl.col("before"),
    unit="days",
    sentence=(
        "Was in 4 lesweken {now} keer in de eerste les van de dag, vaker dan ooit. Het vaakst ervoor was {before} keer."
    ),
)
