import pytest

from pipelines.steps.came_back import STEP
from tests.steps.drawn import days, find, sentences
from tests.steps.flat_students import FlatYear


def test_coming_back_after_a_week_away_is_a_step_on_the_first_day_only() -> None:
    table = days("""
        times  n_present
        3      5
        5      0
        1      2
        3      5
        1      0
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == "Kwam weer naar school na 5 lesdagen afwezigheid."
    assert str(step["step_date"]) == "2025-09-11"
    assert (step["before_value"], step["now_value"], step["unit"]) == (None, 5, "days")
    assert step["n_days_held"] == 3


def test_four_days_is_not_yet_an_absence_to_come_back_from() -> None:
    table = days("""
        times  n_present
        3      5
        4      0
        1      5
    """)
    assert sentences(STEP, table) == []


def test_the_very_first_day_is_no_return() -> None:
    table = days("""
        times  n_present
        8      0
        3      5
    """)
    assert sentences(STEP, table) == []


def test_holidays_and_days_without_registration_are_no_absence() -> None:
    table = days("""
        times  is_teaching_day  n_registered  n_present
        3      yes              5             5
        4      yes              5             0
        5      no               0             0
        5      yes              0             0
        1      yes              5             5
    """)
    assert sentences(STEP, table) == []


@pytest.mark.parametrize(("days_between", "n_steps"), [(15, 2), (14, 1)])
def test_a_next_return_counts_again_after_twenty_days(days_between: int, n_steps: int) -> None:
    table = days(f"""
        times           n_present
        1               5
        5               0
        1               5
        {days_between}  5
        5               0
        1               5
    """)
    assert len(sentences(STEP, table)) == n_steps


def test_a_student_who_stays_the_same_gets_a_few_at_most(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 1.5
    assert flat_year.most(STEP) <= 6
