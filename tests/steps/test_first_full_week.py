from pipelines.steps.first_full_week import STEP
from tests.steps.drawn import find, sentences, weeks
from tests.steps.flat_students import FlatYear


def test_the_first_full_week_after_six_is_a_step_once() -> None:
    table = weeks("""
        times  n_registered  is_full_week
        6      25            no
        1      24            yes
        2      25            yes
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == "Volgde een hele week alle 24 lessen, voor het eerst na 6 lesweken."
    assert str(step["step_date"]) == "2025-10-17"
    assert (step["before_value"], step["now_value"], step["unit"]) == (None, 6, "weeks")
    assert step["n_days_held"] == 10


def test_five_weeks_is_not_yet_long() -> None:
    table = weeks("""
        times  is_full_week
        5      no
        1      yes
    """)
    assert sentences(STEP, table) == []


def test_a_week_without_lessons_or_with_an_unregistered_one_or_of_two_days_does_not_count() -> None:
    table = weeks("""
        times  n_teaching_days  n_registered  n_unregistered  is_full_week
        5      5                25            0               no
        2      0                0             0               no
        2      5                24            1               no
        2      2                10            0               yes
        1      5                25            0               no
        1      3                15            0               yes
    """)
    assert sentences(STEP, table) == ["Volgde een hele week alle 15 lessen, voor het eerst na 6 lesweken."]


def test_a_student_who_stays_the_same_gets_one_at_most_now_and_then(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 0.5
    assert flat_year.most(STEP) <= 4
