from pipelines.steps.first_full_day import STEP
from tests.steps.drawn import days, find, sentences
from tests.steps.flat_students import FlatYear


def test_the_first_full_day_after_twenty_days_is_a_step_once() -> None:
    table = days("""
        times  n_registered  n_present  is_full_day
        20     5             3          no
        1      4             4          yes
        2      5             5          yes
        1      5             3          no
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == "Volgde een hele dag alle 4 lessen, voor het eerst na 20 lesdagen."
    assert str(step["step_date"]) == "2025-09-29"
    assert (step["before_value"], step["now_value"], step["unit"]) == (None, 20, "days")
    assert step["n_days_held"] == 2


def test_nineteen_days_is_not_yet_long() -> None:
    table = days("""
        times  is_full_day
        19     no
        1      yes
    """)
    assert sentences(STEP, table) == []


def test_a_student_who_is_always_there_has_nothing_to_gain_here() -> None:
    assert sentences(STEP, days("times is_full_day\n100 yes")) == []


def test_after_twenty_other_days_it_counts_again() -> None:
    table = days("""
        times  is_full_day
        20     no
        1      yes
        19     no
        1      yes
        20     no
        1      yes
    """)
    assert find(STEP, table)["step_date"].dt.to_string().to_list() == ["2025-09-29", "2025-11-25"]


def test_days_that_cannot_be_judged_are_as_if_they_were_not_there() -> None:
    table = days("""
        times  is_teaching_day  n_registered  n_unregistered  is_full_day
        19     yes              5             0               no
        5      no               5             0               no
        5      yes              4             1               no
        5      yes              0             0               no
        5      yes              1             0               yes
        1      yes              5             0               yes
    """)
    assert sentences(STEP, table) == []


def test_a_student_who_stays_the_same_gets_a_few_at_most(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 1.5
    assert flat_year.most(STEP) <= 6
