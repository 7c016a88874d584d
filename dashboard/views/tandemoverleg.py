"""Tandemoverleg: wat ging er goed sinds de vorige keer, en wat is voor elke student de volgende stap?"""

from dashboard import filters
from dashboard.panels import tandemoverleg as panels

klas = filters.class_picker()
panels.hour(klas)
