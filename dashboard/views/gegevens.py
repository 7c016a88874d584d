"""Gegevens: welke bestanden zijn er, tot en met welke dag, en wat is er nog op te lossen?"""

from dashboard.panels import gegevens as panels

panels.freshness()
panels.deliveries()
panels.remarks()
panels.revisions()
panels.rejected()
panels.coverage()
