"""Aanwezigheid: doet de reeks iets anders dan haar gewone ups en downs, en waar begint het gesprek?"""

from dashboard import filters
from dashboard.panels import aanwezigheid as panels

scope = filters.scope_picker()
year = filters.year_picker()
panels.heading(scope, year)
panels.headline(scope, year)
panels.trend(scope, year)
panels.years(scope, year)
panels.levels(scope, year)
panels.split(scope, year)
panels.weekdays(scope, year)
