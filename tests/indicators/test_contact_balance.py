from pipelines.indicators.contact_balance import INDICATOR
from tests.indicators.drawn import cells, count

TABLE = """
    class_id team   week_start n_students n_reached n_contacts n_contacts_upper n_students_upper
    E1A      Entree 03-11      15         0         0          0                8
    E1A      Entree 10-11      15         9         4          2                8
    E1B      Entree 10-11      10         10        1          1                5
"""


def test_contacts_of_all_weeks_and_classes_are_added_up() -> None:
    assert count(INDICATOR, TABLE, by="team") == "Entree 3/5"


def test_the_students_who_could_be_reached_stand_beside_it() -> None:
    assert cells(INDICATOR, TABLE).select("n_students_upper", "n_students").row(0) == (21, 40)
