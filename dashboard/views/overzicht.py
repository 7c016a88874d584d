"""Overzicht: hoe staat de school ervoor, in vier zinnen?"""

from dashboard.panels import overzicht as panels

panels.introduction()
panels.presence()
panels.vsv()
panels.job()
panels.guidance()
