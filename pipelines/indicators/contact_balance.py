"""# Verdeling van de aandacht

Waarom: Contact zonder aanleiding telt ook. Studenten die veel en studenten die minder vaak komen, krijgen evenveel
    aandacht.
Telt mee: Contacten met studenten die in hun klas bij de hoogste helft in aanwezigheid horen, gedeeld door alle
    contacten: wat is opgeschreven, met en zonder aanleiding, en elke lijst individuele begeleiding.
Telt niet mee: Lijsten over samenwerking, en contacten uit een week zonder lessen. Een student zonder geregistreerde
    lessen hoort bij geen van beide helften; het contact telt dan alleen mee in het totaal.
Lees met beleid: Bij een gelijke verdeling is dit ongeveer de helft. Een andere verdeling kan een bewuste keuze zijn.
"""

import polars as pl

from pipelines.indicator import Indicator

INDICATOR = Indicator(
    module=__name__,
    mart="class_guidance",
    numerator=pl.col("n_contacts_upper"),
    denominator=pl.col("n_contacts"),
    persons=pl.col("n_students"),
    counted="contacten",
    beside=("n_students_upper", "n_students"),
)
