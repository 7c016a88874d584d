from pipelines.indicators.staff_survey_positive import INDICATOR
from tests.indicators.drawn import cells, count, persons

TABLE = """
    edition theme        team n  n_invited n_positive left_out_for
    2025    bevlogenheid A    10 12        7          -
    2025    bevlogenheid B    5  -         3          -
    2025    bevlogenheid C    4  4         -          -
    2025    bevlogenheid -    19 24        13         finer
"""


def test_who_is_positive_is_added_up_over_teams_that_have_a_percentage() -> None:
    assert count(INDICATOR, TABLE, by="theme") == "bevlogenheid 10/15"
    assert persons(INDICATOR, TABLE, by="theme") == [15]


def test_how_many_were_asked_is_known_when_it_is_known_of_every_team() -> None:
    assert cells(INDICATOR, TABLE, by="theme").get_column("n_invited").to_list() == [None]
    assert cells(INDICATOR, TABLE, by="theme team").get_column("n_invited").to_list() == [12, None]
