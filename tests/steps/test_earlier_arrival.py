import pytest

from pipelines.steps.earlier_arrival import STEP
from tests.steps.drawn import find, sentences, weeks
from tests.steps.flat_students import FlatYear


def test_from_twelve_to_ten_is_a_step_even_though_it_is_still_late() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        5      12:00                 900
        1      10:00                 1500
        2      10:10                 1450
        1      12:00                 900
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == "Kwam deze week rond 10:00 uur binnen, eerst rond 12:00 uur."
    assert (step["before_value"], step["now_value"], step["unit"]) == (720, 600, "minute_of_day")
    assert str(step["step_date"]) == "2025-10-10"
    assert step["n_days_held"] == 10


@pytest.mark.parametrize(("arrival", "n_steps"), [("11:30", 1), ("11:31", 0)])
def test_half_an_hour_is_a_step_and_a_minute_less_is_not(arrival: str, n_steps: int) -> None:
    table = weeks(f"""
        times  usual_arrival_minute  present_minutes
        4      12:00                 900
        1      {arrival}             1050
    """)
    assert len(sentences(STEP, table)) == n_steps


@pytest.mark.parametrize(("best_week", "n_steps"), [("11:15", 1), ("11:14", 0)])
def test_a_student_who_comes_that_early_now_and_then_takes_no_step(best_week: str, n_steps: int) -> None:
    table = weeks(f"""
        times  usual_arrival_minute  present_minutes
        3      12:00                 900
        1      {best_week}           900
        1      11:00                 1200
    """)
    assert len(sentences(STEP, table)) == n_steps


def test_before_is_the_middle_of_the_four_weeks_so_one_odd_week_does_not_count() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        1      15:00                 900
        3      11:00                 900
        1      10:31                 1100
    """)
    assert sentences(STEP, table) == []


def test_the_first_four_weeks_are_too_early() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        3      12:00                 900
        1      10:00                 1500
    """)
    assert sentences(STEP, table) == []


def test_a_week_with_few_or_unknown_arrivals_is_as_if_it_was_not_there() -> None:
    table = weeks("""
        times  usual_arrival_minute  n_days_present  present_minutes
        4      12:00                 5               900
        1      -                     5               900
        1      9:00                  2               900
        1      10:00                 3               900
    """)
    assert sentences(STEP, table) == ["Kwam deze week rond 10:00 uur binnen, eerst rond 12:00 uur."]


def test_a_student_who_already_came_on_time_only_follows_the_timetable() -> None:
    table = weeks("""
        times  usual_arrival_minute  n_on_time_days  present_minutes
        4      10:30                 3               900
        1      8:30                  3               1500
    """)
    assert sentences(STEP, table) == []


def test_a_timetable_that_starts_earlier_gives_no_step_when_the_time_in_lessons_stays_the_same() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        4      12:00                 900
        1      10:00                 900
    """)
    assert sentences(STEP, table) == []


def test_it_fires_once_and_again_only_for_a_further_step_after_a_quiet_month() -> None:
    table = weeks("""
        times  usual_arrival_minute  present_minutes
        5      12:00                 900
        1      11:00                 1200
        1      10:00                 1500
        9      10:00                 1500
        1      9:00                  1800
    """)
    assert sentences(STEP, table) == [
        "Kwam deze week rond 11:00 uur binnen, eerst rond 12:00 uur.",
        "Kwam deze week rond 09:00 uur binnen, eerst rond 10:00 uur.",
    ]


def test_a_student_who_stays_the_same_gets_one_at_most_now_and_then(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 1
    assert flat_year.most(STEP) <= 4
