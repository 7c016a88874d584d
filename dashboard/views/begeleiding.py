"""Begeleiding: komt elke student aan bod, en bij welke kenmerken is ruimte voor groei?"""

from dashboard import filters
from dashboard.panels import begeleiding as panels

scope = filters.scope_picker()
year = filters.year_picker()
panels.heading(scope, year)
panels.headline(scope, year)
panels.reach(scope, year)
panels.kenmerken(scope, year)
panels.over_time(scope, year)
panels.week_by_week(scope, year)
panels.balance(scope, year)
