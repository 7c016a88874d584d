"""# Hogere toetscijfers

Waarom: Een hoger cijfer dan de vorige keer laat zien dat oefenen iets oplevert. We vergelijken een student alleen met
    zichzelf.
Telt mee: Vakken waarin een student dit schooljaar een cijfer haalde en daarvoor ook al een cijfer had. Het getal is het
    deel van die vakken waarin het laatste cijfer hoger is dan het cijfer ervoor.
Telt niet mee: Een eerste cijfer voor een vak en een V, O of G. Een gelijk cijfer is niet hoger.
Lees met beleid: Ook als er niets verandert, is ongeveer de helft van de laatste cijfers hoger dan het vorige: dat is
    toeval, en de ene toets is moeilijker dan de andere. Gelijke cijfers tellen mee in het geheel, dus daarmee geeft
    toeval minder dan de helft. Pas als de band daar helemaal boven ligt, is er meer aan de hand dan toeval. De band is
    ruim, omdat een student meer vakken heeft.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_mark",
    numerator=pl.col("n_rising"),
    denominator=pl.col("n_repeated"),
    persons=pl.col("n_students"),
    counted="vakken met een eerder cijfer",
    interval="share_of_people",
    apart=("school_year",),
    beside=("n_same",),
)
