"""Verantwoording: wat is er in een half schooljaar gedaan, voor wie, en wat is er te zien?"""

from dashboard.panels import prints
from dashboard.panels import verantwoording as panels

period = panels.period()
panels.introduction(period)
prints.account(period)
panels.short(period)
