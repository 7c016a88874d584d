from pipelines.indicators.guidance_reach import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    class_id team   week_start n_students n_reached n_contacts n_contacts_upper n_students_upper
    E1A      Entree 03-11      15         0         0          0                8
    E1A      Entree 10-11      15         9         4          2                8
    E1B      Entree 10-11      10         10        1          1                5
"""


def test_a_student_reached_in_two_weeks_is_not_counted_twice() -> None:
    assert INDICATOR.moments(["school_year"])[0] == "week_start"
    assert count(INDICATOR, TABLE, by="team", over="week_start") == "Entree 03-11 0/15\nEntree 10-11 19/25"
