from pipelines import figures
from pipelines.indicators.marks_rising import INDICATOR
from tests.indicators.drawn import cells, count, persons

TABLE = """
    class_id team   school_year n_repeated n_rising n_same n_students
    E1A      Entree 2025        30         18       2      12
    E1B      Entree 2025        10         4        0      5
    E1A      Entree 2024        20         10       1      10
"""


def test_subjects_are_added_up_first_and_a_year_stands_apart() -> None:
    assert count(INDICATOR, TABLE, by="team", over="school_year") == "Entree 2024 10/20\nEntree 2025 22/40"
    assert persons(INDICATOR, TABLE, by="team") == [10, 17]


def test_the_band_is_that_of_as_many_answers_as_there_are_students() -> None:
    (found,) = figures._with_value(INDICATOR, cells(INDICATOR, TABLE, by="team").tail(1)).to_dicts()
    # Wilson by hand, with p = 22/40 and n = 17 students.
    z, p, n = 1.959963984540054, 22 / 40, 17
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    assert found["value"] == p
    assert abs(found["low"] - (middle - half)) < 1e-12
    assert abs(found["high"] - (middle + half)) < 1e-12


def test_what_stands_beside_it_is_added_up_too() -> None:
    assert cells(INDICATOR, TABLE, by="team").get_column("n_same").to_list() == [1, 2]
