import pytest

from pipelines.steps.step_held import STEP
from tests.steps.drawn import find, progress, sentences
from tests.steps.flat_students import FlatYear


def test_a_step_that_stays_for_two_periods_is_a_step_once() -> None:
    table = progress("""
        times  status        previous_n_present  current_n_present
        2      fact          40                  40
        1      fact          40                  58
        3      sustained_up  45                  60
        1      sustained_up  58                  61
        3      sustained_up  60                  60
        1      fact          60                  38
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == (
        "Houdt een stap al 40 lesdagen vast: 61 van de 100 lessen in 20 lesdagen, voor de stap 40."
    )
    assert str(step["step_date"]) == "2025-12-05"
    assert (step["before_value"], step["now_value"], step["unit"]) == (40, 61, "lessons")
    assert step["n_days_held"] == 15


@pytest.mark.parametrize(("weeks_later", "n_steps"), [(3, 0), (4, 1), (7, 1), (8, 0)])
def test_the_second_period_ends_twenty_to_forty_days_after_the_first(weeks_later: int, n_steps: int) -> None:
    table = progress(f"""
        times              status        previous_n_present  current_n_present
        1                  fact          40                  60
        {weeks_later - 1}  fact          60                  60
        1                  sustained_up  60                  60
    """)
    assert len(sentences(STEP, table)) == n_steps


@pytest.mark.parametrize(("lessons", "n_steps"), [(50, 1), (49, 0)])
def test_held_is_ten_points_or_more_above_the_start(lessons: int, n_steps: int) -> None:
    table = progress(f"""
        times  status        previous_n_present  current_n_present
        1      sustained_up  40                  60
        3      sustained_up  60                  {lessons}
        1      sustained_up  60                  {lessons}
    """)
    assert len(sentences(STEP, table)) == n_steps


def test_without_a_sustained_rise_the_second_period_may_be_chance() -> None:
    table = progress("""
        times  status  previous_n_present  current_n_present
        1      fact    40                  60
        8      fact    60                  60
    """)
    assert sentences(STEP, table) == []


def test_a_level_that_was_always_high_is_not_a_step_that_was_held() -> None:
    table = progress("""
        times  status        previous_n_present  current_n_present
        20     sustained_up  90                  92
    """)
    assert sentences(STEP, table) == []


def test_too_early_to_compare_gives_no_step() -> None:
    table = progress("""
        times  status     previous_n_present  previous_n_registered  current_n_present
        9      too_early  -                   -                      60
    """)
    assert sentences(STEP, table) == []


def test_a_student_who_stays_the_same_seldom_gets_one(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 0.25
    assert flat_year.most(STEP) <= 2
