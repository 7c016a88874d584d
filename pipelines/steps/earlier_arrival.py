"""# Eerder binnen

Waarom: Wie altijd om 12:00 uur kwam en nu om 10:00 uur, is nog te laat en zet wel een stap. Die stap
    willen we zien en benoemen.
Telt mee: Lesweken met op 3 of meer dagen een aankomst. De gewone aankomst is de middelste van de week. De
    stap telt als die 30 minuten of meer eerder is dan het gewone in de 4 weken ervoor, en 15 minuten of
    meer eerder dan de vroegste van die 4. De student was dan per dag ook langer in de les.
Telt niet mee: Dagen zonder bekende aankomst en een week die nog niet om is. Een student die al meestal op
    tijd kwam. Na een stap moet het 4 lesweken stil zijn voor de volgende.
Lees met beleid: De tijd is die van de registratie. Begint het rooster vroeger, dan kan de student ook
    daardoor eerder binnen zijn.
"""

import polars as pl

from pipelines.step import Step, previous


def four_weeks_before(column: str) -> list[pl.Expr]:
    """Give the figure of each of the four weeks before."""
    return [previous(pl.col(column), weeks) for weeks in (1, 2, 3, 4)]


def sum_before(column: str) -> pl.Expr:
    """Add the four weeks before; null when there are fewer."""
    return sum(four_weeks_before(column), pl.lit(0))


arrival = pl.col("usual_arrival_minute")
earliest = pl.min_horizontal(four_weeks_before("usual_arrival_minute"))
latest = pl.max_horizontal(four_weeks_before("usual_arrival_minute"))
middle = (sum_before("usual_arrival_minute") - earliest - latest) // 2

gain = pl.col("before") - pl.col("now")
days, days_before = pl.col("n_days_present"), sum_before("n_days_present")
was_usually_late = 2 * sum_before("n_on_time_days") < days_before
# Per day present the minutes in lessons rose by half the gain or more; multiplied out, which keeps it exact.
more_minutes = pl.col("present_minutes") * days_before - sum_before("present_minutes") * days
was_longer_in_lessons = 2 * more_minutes >= gain * days * days_before

STEP = Step(
    module=__name__,
    grain="week",
    rows=(pl.col("n_days_present") >= 3) & arrival.is_not_null(),
    before=middle,
    now=arrival,
    moment=(gain >= 30) & (earliest - arrival >= 15) & was_usually_late & was_longer_in_lessons,
    rest=4,
    held=arrival <= pl.col("before") - 30,
    unit="minute_of_day",
    sentence="Kwam deze week rond {now} binnen, eerst rond {before}.",
)
