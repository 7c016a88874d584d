from pipelines.indicators.weekday_presence import INDICATOR
from tests.indicators.drawn import count, persons

TABLE = """
    class_id team   month weekday n_students present_minutes registered_minutes
    E1A      Entree 01-09 1       10         300             600
    E1A      Entree 01-10 1       12         100             200
    E1B      Entree 01-09 1       8          0               100
    E1B      Entree 01-09 5       8          0               0
"""


def test_the_minutes_of_a_weekday_are_added_up_before_they_are_divided() -> None:
    assert count(INDICATOR, TABLE, by="weekday") == "1 400/900"


def test_students_who_come_back_every_month_are_counted_in_the_fullest_one() -> None:
    assert persons(INDICATOR, TABLE, by="team weekday") == [18]
