"""Checklist: wat gaat er al goed in de begeleiding, en waar is ruimte voor groei?"""

from dashboard import filters
from dashboard.panels import checklist as panels

klas = filters.class_picker()
panels.page(klas)
