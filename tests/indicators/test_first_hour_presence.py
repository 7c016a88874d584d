from pipelines.indicators.first_hour_presence import INDICATOR
from tests.indicators.drawn import cells, count, persons

TABLE = """
    class_id team   month weekday n_students n_first_present n_first n_present n_registered
    E1A      Entree 01-09 1       10         20              40      60        100
    E1A      Entree 01-09 2       9          10              40      60        100
    E1B      Entree 01-09 1       8          0               0       0         0
"""


def test_days_with_a_known_first_lesson_are_the_denominator() -> None:
    assert count(INDICATOR, TABLE, by="team") == "Entree 30/80"


def test_a_class_without_first_lessons_has_no_figure() -> None:
    assert count(INDICATOR, TABLE, by="team class_id") == "Entree E1A 30/80"


def test_all_lessons_stand_beside_the_first_ones() -> None:
    assert cells(INDICATOR, TABLE).select("n_present", "n_registered").rows() == [(120, 200)]


def test_students_of_two_weekdays_are_counted_once() -> None:
    assert persons(INDICATOR, TABLE, by="team class_id") == [10]
