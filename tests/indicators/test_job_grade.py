from pipelines.indicators.job_grade import INDICATOR
from tests.indicators.drawn import cells, count, persons

TABLE = """
    edition theme  item kind  team n  n_respondents sum_score sum_squares
    2024    cijfer c1   grade A    20 22            140       1000
    2024    cijfer c1   grade B    10 12            60        -
    2024    sfeer  s1   scale A    20 22            76        320
"""


def test_a_grade_is_the_sum_of_the_grades_over_their_number() -> None:
    assert count(INDICATOR, TABLE, by="theme item") == "cijfer c1 200/30"


def test_without_all_squares_nobody_knows_how_far_grades_lie_apart() -> None:
    found = cells(INDICATOR, TABLE, by="theme item team")
    assert found.get_column("squares").to_list() == [1000, None]
    assert cells(INDICATOR, TABLE, by="theme item").get_column("squares").to_list() == [None]


def test_a_grade_that_few_gave_is_about_few_people_however_many_took_part() -> None:
    table = "edition theme item kind n n_respondents sum_score sum_squares\n2024 cijfer c1 grade 9 22 63 450"
    assert persons(INDICATOR, table, by="theme item") == [9]
