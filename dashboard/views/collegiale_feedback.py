"""Collegiale feedback: wat werkte er, en wat neem je mee naar de volgende keer?"""

from dashboard import filters
from dashboard.panels import collegiale_feedback as panels

klas = filters.class_picker()
panels.guide()
panels.done(klas)
