"""Zo rekenen we: wat betekent elk getal, en waar staat het in de code?"""

from dashboard.panels import zo_rekenen_we as panels

panels.introduction()
panels.definitions()
