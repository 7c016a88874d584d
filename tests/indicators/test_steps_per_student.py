from pipelines.indicators.steps_per_student import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    class_id team   week_start n_students n_comparable n_growing n_steps
    E1A      Entree 03-11      15         0            0         4
    E1A      Entree 10-11      14         12           3         0
"""


def test_steps_and_students_of_all_weeks_are_added_up_first() -> None:
    assert count(INDICATOR, TABLE, by="team") == "Entree 4/29"


def test_a_week_without_steps_is_zero() -> None:
    assert count(INDICATOR, TABLE, over="week_start") == "03-11 4/15\n10-11 0/14"
