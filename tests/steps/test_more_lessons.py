import pytest

from pipelines.steps.more_lessons import STEP
from tests.steps.drawn import find, progress, sentences
from tests.steps.flat_students import FlatYear


def test_more_lessons_than_the_twenty_days_before_is_a_step_once() -> None:
    table = progress("""
        times  previous_n_present  current_n_present  current_n_registered
        2      40                  45                 100
        1      40                  58                 98
        1      42                  60                 100
        1      45                  61                 100
        4      60                  60                 100
        1      60                  40                 100
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == ("Volgde in 20 lesdagen 58 van de 98 lessen, in de 20 lesdagen daarvoor 40 van de 100.")
    assert str(step["step_date"]) == "2025-11-07"
    assert (step["before_value"], step["now_value"], step["unit"]) == (40, 58, "lessons")
    assert step["n_days_held"] == 30


@pytest.mark.parametrize(("lessons", "n_steps"), [(55, 1), (54, 0)])
def test_fifteen_points_is_a_step_and_a_lesson_less_is_not(lessons: int, n_steps: int) -> None:
    table = progress(f"""
        previous_n_present  current_n_present
        40                  40
        40                  {lessons}
    """)
    assert len(sentences(STEP, table)) == n_steps


@pytest.mark.parametrize(("lessons", "n_steps"), [(13, 1), (12, 0)])
def test_a_larger_share_of_a_handful_of_lessons_is_no_step(lessons: int, n_steps: int) -> None:
    table = progress(f"""
        previous_n_present  previous_n_registered  current_n_present  current_n_registered
        8                   20                     {lessons}          20
    """)
    assert len(sentences(STEP, table)) == n_steps


def test_more_lessons_because_the_timetable_has_more_is_no_step() -> None:
    table = progress("""
        previous_n_present  previous_n_registered  current_n_present  current_n_registered
        30                  60                     50                 100
    """)
    assert sentences(STEP, table) == []


def test_too_early_to_compare_and_nothing_registered_give_no_step() -> None:
    table = progress("""
        times  status     previous_n_present  previous_n_registered  current_n_present  current_n_registered
        4      too_early  -                   -                      60                 100
        1      fact       0                   0                      60                 100
        1      fact       40                  100                    0                  0
    """)
    assert sentences(STEP, table) == []


def test_a_student_who_stays_the_same_gets_a_few_at_most(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 2
    assert flat_year.most(STEP) <= 4
