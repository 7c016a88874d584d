"""Verbeteren: wat proberen we, en is er iets veranderd?"""

from dashboard import filters
from dashboard.panels import verbeteren

verbeteren.page(filters.asked_cycle())
