from pipelines.indicators.unexcused_share import INDICATOR
from tests.indicators.drawn import cells, count

TABLE = """
    class_id team   week_start n_students n_unexcused n_registered n_excused n_ill n_late
    E1A      Entree 01-09      10         3           40           5         2     6
    E1A      Entree 08-09      10         0           10           0         0     0
"""


def test_only_unexcused_lessons_are_counted_and_the_rest_stands_beside() -> None:
    assert count(INDICATOR, TABLE, by="team") == "Entree 3/50"
    assert cells(INDICATOR, TABLE).select("n_excused", "n_ill", "n_late").row(0) == (5, 2, 6)


def test_a_week_in_which_nobody_was_missed_is_zero_and_not_unknown() -> None:
    assert count(INDICATOR, TABLE, over="week_start") == "01-09 3/40\n08-09 0/10"
