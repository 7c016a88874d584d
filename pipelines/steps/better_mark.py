"""# Hoogste cijfer tot nu toe

Waarom: Een hoger cijfer dan alle keren ervoor laat zien wat oefenen en hulp opleveren. Vraag hoe dat is gelukt.
Telt mee: Cijfers voor hetzelfde vak, op volgorde van datum; een herkansing is een cijfer van zichzelf. De stap telt
    als het cijfer een half punt of meer hoger is dan elk cijfer ervoor, en een 5,5 of hoger.
Telt niet mee: Het eerste cijfer voor een vak en resultaten in een woord, zoals V of G. Een cijfer dat hoger is dan het
    vorige, en niet dan alle ervoor: na een lager cijfer komt vanzelf vaak een hoger. Een hoger cijfer onder de 5,5
    staat bij "Op weg naar een voldoende".
Lees met beleid: De ene toets is moeilijker dan de andere. Ook als er niets verandert, is ongeveer een op de vijf
    cijfers zo'n stap: van de tweede cijfers voor een vak drie op de tien, daarna steeds minder.
"""

import polars as pl

from pipelines.step import Step, best_before, is_higher_mark, is_pass, mark

STEP = Step(
    module=__name__,
    grain="mark",
    rows=mark.is_not_null(),
    before=best_before(mark),
    now=mark,
    moment=is_higher_mark & is_pass,
    held=pl.lit(value=False),
    unit="mark_hundredths",
    sentence="Haalde voor {subject} een {now}, het hoogste cijfer tot nu toe. Het hoogste ervoor was een {before}.",
)
