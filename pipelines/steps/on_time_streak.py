"""# Langste reeks op tijd

Waarom: Op tijd komen is te oefenen. Een reeks die langer is dan ooit, laat zien dat het oefenen werkt.
Telt mee: Lesdagen waarvan de aankomst bekend is. Op tijd is: er zijn bij het begin van de eerste les. De
    stap telt als een reeks voor het eerst 5, 10, 20, 40, 80 of 160 lesdagen lang is.
Telt niet mee: Een dag ziek of met verlof en een dag zonder bekende aankomst: die breken de reeks niet.
    Een hele dag afwezig zonder verlof breekt de reeks wel. De eerste 20 lesdagen geven nog geen stap.
Lees met beleid: Vergelijk de student alleen met zichzelf.
"""

import polars as pl

from pipelines.step import Step, best_before, in_a_row, rows_before

is_on_time = pl.col("is_on_time")
is_away = (pl.col("n_present") == 0) & (pl.col("n_unexcused") > 0)
is_new_length = pl.col("now").is_in([5, 10, 20, 40, 80, 160]) & (pl.col("now") > pl.col("before"))

STEP = Step(
    module=__name__,
    grain="day",
    rows=is_on_time.is_not_null() | is_away,
    before=best_before(in_a_row(is_on_time)),
    now=in_a_row(is_on_time),
    moment=is_new_length & (rows_before() >= 20),
    held=is_on_time,
    unit="days",
    sentence="Was {now} lesdagen achter elkaar op tijd, de langste reeks tot nu toe.",
)
