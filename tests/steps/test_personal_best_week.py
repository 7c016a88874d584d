import pytest

from pipelines.steps.personal_best_week import STEP
from tests.steps.drawn import find, sentences, weeks
from tests.steps.flat_students import FlatYear


def test_the_best_week_so_far_is_a_step_once() -> None:
    table = weeks("""
        times  n_present
        4      12
        4      15
        1      17
        1      20
        1      15
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == (
        "Volgde deze week 17 van de 25 lessen, de beste week tot nu toe. Het meeste ervoor was 15."
    )
    assert str(step["step_date"]) == "2025-10-31"
    assert (step["before_value"], step["now_value"], step["unit"]) == (15, 17, "lessons")
    assert step["n_days_held"] == 5


@pytest.mark.parametrize(("n_weeks", "lessons", "n_steps"), [(8, 17, 1), (7, 17, 0), (8, 16, 0)])
def test_it_takes_two_lessons_more_and_eight_weeks_to_compare_with(n_weeks: int, lessons: int, n_steps: int) -> None:
    table = weeks(f"""
        times      n_present
        {n_weeks}  15
        1          {lessons}
    """)
    assert len(sentences(STEP, table)) == n_steps


def test_more_lessons_in_a_fuller_timetable_is_no_best_week() -> None:
    table = weeks("""
        times  n_present  n_registered
        8      15         20
        1      20         27
    """)
    assert sentences(STEP, table) == []


def test_a_short_week_or_one_without_registration_neither_is_nor_sets_the_best() -> None:
    table = weeks("""
        times  n_teaching_days  n_present  n_registered
        8      5                15         25
        1      2                10         10
        1      5                0          0
        1      5                17         25
    """)
    assert len(sentences(STEP, table)) == 1


def test_a_student_who_stays_the_same_gets_one_at_most_now_and_then(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 0.7
    assert flat_year.most(STEP) <= 4
