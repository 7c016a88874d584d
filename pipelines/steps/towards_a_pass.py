"""# Op weg naar een voldoende

Waarom: Wie van een 3,8 naar een 4,9 gaat, is er nu nog niet en zette wel een stap. Die stap verdient het om gezien te
    worden.
Telt mee: Cijfers voor hetzelfde vak, op volgorde van datum; een herkansing is een cijfer van zichzelf. De stap telt
    als het cijfer een half punt of meer hoger is dan het vorige, en nog onder de 5,5.
Telt niet mee: Het eerste cijfer voor een vak en resultaten in een woord. Vanaf een 5,5 is er de stap
    "Hoogste cijfer tot nu toe".
Lees met beleid: De ene toets is moeilijker dan de andere. Vraag wat hielp, en wat een volgende kleine stap is.
"""

import polars as pl

from pipelines.step import Step, is_higher_mark, is_pass, mark, previous

STEP = Step(
    module=__name__,
    grain="mark",
    rows=mark.is_not_null(),
    before=previous(mark),
    now=mark,
    moment=is_higher_mark & ~is_pass,
    held=pl.lit(value=False),
    unit="mark_hundredths",
    sentence="Is voor {subject} op weg naar een voldoende: een {now}, de vorige keer een {before}.",
)
