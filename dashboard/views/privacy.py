"""Privacy: wat bewaart Groeilijn, waarom, hoe lang, en wie keek er?"""

from dashboard.panels import privacy as panels

panels.introduction()
panels.held()
panels.looked()
