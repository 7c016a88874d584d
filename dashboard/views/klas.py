"""Klas: hoe groeit deze klas, en welke stappen zijn er gezet?"""

from dashboard import filters
from dashboard.panels import klas as panels
from dashboard.panels import prints

klas = filters.class_picker()
panels.heading(klas)
panels.headline(klas)
prints.klasblad(klas)
panels.growth_table(klas)
panels.step_ledger(klas)
panels.duty(klas)
