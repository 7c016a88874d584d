"""Team: hoe groeien de klassen van dit team, en wat hebben ze nodig?"""

from dashboard import filters
from dashboard.panels import team as panels

team = filters.team_picker()
year = filters.year_picker()
panels.heading(team, year)
panels.headline(team, year)
panels.side_by_side(team, year)
panels.moves(team, year)
