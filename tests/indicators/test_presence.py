from pipelines.indicators.presence import INDICATOR
from tests.indicators.drawn import cells, count, persons

TWO_WEEKS = """
    class_id team   week_start n_students present_minutes registered_minutes n_lessons n_registered
    E1A      Entree 01-09      10         300             600                20        20
    E1A      Entree 08-09      12         100             200                10        8
    E1B      Entree 01-09      8          0               0                  5         0
"""


def test_minutes_are_added_up_before_they_are_divided() -> None:
    assert count(INDICATOR, TWO_WEEKS, by="team") == "Entree 400/800"


def test_a_class_without_registered_lessons_has_no_presence_and_keeps_its_lessons() -> None:
    assert count(INDICATOR, TWO_WEEKS, by="team class_id") == "Entree E1A 400/800\nEntree E1B 0/0"
    assert cells(INDICATOR, TWO_WEEKS, by="team class_id").get_column("n_lessons").to_list() == [30, 5]


def test_students_of_two_weeks_are_counted_in_the_fullest_one() -> None:
    assert persons(INDICATOR, TWO_WEEKS, by="team") == [18]
    assert persons(INDICATOR, TWO_WEEKS, by="team", over="week_start") == [18, 12]
