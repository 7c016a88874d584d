from pipelines.indicators.registration_coverage import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    class_id team   week_start n_students n_registered n_lessons
    E1A      Entree 01-09      10         40           50
    E1A      Entree 08-09      10         0            50
    E1A      Entree 13-10      10         0            0
"""


def test_lessons_nobody_registered_count_in_the_denominator() -> None:
    assert count(INDICATOR, TABLE, by="team") == "Entree 40/100"


def test_a_week_without_lessons_has_no_coverage() -> None:
    assert count(INDICATOR, TABLE, over="week_start") == "01-09 40/50\n08-09 0/50"
