import pytest

from pipelines.steps.best_first_hour import STEP
from tests.steps.drawn import find, sentences, weeks
from tests.steps.flat_students import FlatYear


def test_more_first_lessons_in_four_weeks_than_ever_is_a_step_once() -> None:
    table = weeks("""
        times  n_first_hour
        12     1
        1      2
        1      3
        2      4
        1      0
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == (
        "Was in 4 lesweken 7 keer in de eerste les van de dag, vaker dan ooit. Het vaakst ervoor was 4 keer."
    )
    assert str(step["step_date"]) == "2025-12-05"
    assert (step["before_value"], step["now_value"], step["unit"]) == (4, 7, "days")
    assert step["n_days_held"] == 15


@pytest.mark.parametrize(("n_weeks", "times", "n_steps"), [(12, 4, 1), (11, 4, 0), (12, 3, 0)])
def test_it_takes_three_times_more_and_twelve_weeks_to_compare_with(n_weeks: int, times: int, n_steps: int) -> None:
    table = weeks(f"""
        times      n_first_hour
        {n_weeks}  1
        1          {times}
    """)
    assert len(sentences(STEP, table)) == n_steps


def test_more_first_lessons_because_more_were_registered_is_no_step() -> None:
    table = weeks("""
        times  n_first_hour  n_first_hour_days
        12     2             2
        4      4             5
    """)
    assert sentences(STEP, table) == []


def test_weeks_of_which_nothing_is_known_are_as_if_they_were_not_there() -> None:
    table = weeks("""
        times  n_first_hour  n_first_hour_days
        12     1             5
        3      0             0
        1      4             5
    """)
    assert len(sentences(STEP, table)) == 1


def test_a_student_who_stays_the_same_gets_one_at_most_now_and_then(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 0.7
    assert flat_year.most(STEP) <= 4
