"""Andere uitkomsten: wat laten toetscijfers, incidenten en medewerkers zien?"""

from dashboard import filters
from dashboard.panels import uitkomsten as panels

scope = filters.scope_picker(panels.teams_of_staff())
year = filters.year_picker()
panels.heading(scope, year)
panels.marks(scope, year)
panels.incidents(scope, year)
panels.staff(scope)
