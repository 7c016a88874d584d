"""Tevredenheid: wat vinden studenten zelf, hoe zeker is dat, en wat veranderde er?"""

from dashboard.panels import job as panels

shown = panels.group()
panels.headline(shown)
panels.themes(shown)
panels.theme(shown)
