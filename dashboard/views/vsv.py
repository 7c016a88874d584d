"""Voortijdig schoolverlaten: hoe loopt dit teljaar, wie blijft, en hoe zeker is dat?"""

from dashboard.panels import vsv as panels

shown = panels.group()
panels.headline(shown)
panels.pace(shown)
panels.years(shown)
panels.levels(shown)
panels.teams(shown)
panels.retention(shown)
panels.unmatched(shown)
panels.files()
