"""# Hoger cijfer

Waarom: Een hoger cijfer dan de vorige keer laat zien wat oefenen en hulp opleveren. Vraag hoe dat is gelukt.
Telt mee: Cijfers voor hetzelfde vak, op volgorde van datum; een herkansing is een cijfer van zichzelf. De stap telt
    als het cijfer een half punt of meer hoger is dan het vorige, en een 5,5 of hoger.
Telt niet mee: Het eerste cijfer voor een vak en resultaten in een woord, zoals V of G. Een hoger cijfer onder de 5,5
    staat bij "Op weg naar een voldoende".
Lees met beleid: De ene toets is moeilijker dan de andere. Ook als er niets verandert, is ongeveer een op de drie
    cijfers een half punt of meer hoger dan het vorige.
"""

import polars as pl

from pipelines.step import Step, previous

mark = pl.col("mark_hundredths")
HALF_A_POINT, PASS = 50, 550

STEP = Step(
    module=__name__,
    grain="mark",
    rows=mark.is_not_null(),
    before=previous(mark),
    now=mark,
    moment=(mark - pl.col("before") >= HALF_A_POINT) & (mark >= PASS),
    held=pl.lit(value=False),
    unit="mark_hundredths",
    sentence="Haalde voor {subject} een {now}, de vorige keer was het een {before}.",
)
