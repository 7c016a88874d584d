from pipelines.indicators.share_growing import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    class_id team   week_start n_students n_comparable n_growing n_steps
    E1A      Entree 03-11      15         0            0         4
    E1A      Entree 10-11      15         12           3         2
    E1B      Entree 10-11      14         10           0         1
"""


def test_the_same_students_of_two_weeks_are_never_added_up() -> None:
    assert INDICATOR.moments([]) == ("week_start",)
    assert count(INDICATOR, TABLE, by="team", over="week_start") == "Entree 10-11 3/22"


def test_a_week_in_which_nobody_can_be_compared_is_left_out() -> None:
    assert (
        count(INDICATOR, TABLE, by="team class_id", over="week_start") == "Entree E1A 10-11 3/12\nEntree E1B 10-11 0/10"
    )
