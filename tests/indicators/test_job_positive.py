from pipelines.indicators.job_positive import INDICATOR
from tests.indicators.drawn import count, persons

TABLE = """
    edition theme   item kind     team n  n_positive n_respondents
    2024    sfeer   s1   scale    A    20 12         22
    2024    sfeer   s2   scale    A    18 6          22
    2024    sfeer   s1   scale    B    10 5          10
    2022    sfeer   s1   scale    A    25 10         25
    2024    cijfer  c1   grade    A    20 0          22
"""


def test_answers_are_added_up_over_items_and_editions_stay_apart() -> None:
    assert count(INDICATOR, TABLE, by="theme", over="edition") == "sfeer 2022 10/25\nsfeer 2024 23/48"


def test_a_respondent_who_answers_two_questions_of_a_theme_is_one_person() -> None:
    assert persons(INDICATOR, TABLE, by="theme team") == [25, 20, 10]


def test_a_question_that_few_answered_is_about_few_people_however_many_took_part() -> None:
    table = "edition theme item kind n n_positive n_respondents\n2024 stage s1 scale 3 1 22\n2024 stage s2 scale 9 1 22"
    assert persons(INDICATOR, table, by="theme item") == [3, 9]
    assert persons(INDICATOR, table, by="theme") == [9]
