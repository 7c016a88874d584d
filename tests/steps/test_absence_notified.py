from pipelines.steps.absence_notified import STEP
from tests.steps.drawn import days, find, sentences
from tests.steps.flat_students import FlatYear


def test_the_first_absence_that_was_reported_beforehand_is_a_step_once() -> None:
    table = days("""
        times  is_absence_notified
        5      no
        3      yes
        1      no
    """)
    (step,) = find(STEP, table).to_dicts()
    assert step["sentence"] == ("Liet voor de eerste les weten niet te komen, bij de 5 afwezige dagen ervoor nog niet.")
    assert str(step["step_date"]) == "2025-09-08"
    assert (step["before_value"], step["now_value"], step["unit"]) == (None, 5, "days")
    assert step["n_days_held"] == 2


def test_four_unreported_days_are_not_enough_to_speak_of_a_step() -> None:
    table = days("""
        times  is_absence_notified
        4      no
        1      yes
    """)
    assert sentences(STEP, table) == []


def test_days_without_absence_unknown_times_and_holidays_are_as_if_they_were_not_there() -> None:
    table = days("""
        times  is_teaching_day  is_absence_notified
        4      yes              no
        9      yes              -
        3      no               no
        1      yes              yes
    """)
    assert sentences(STEP, table) == []


def test_it_counts_again_after_a_long_time_without() -> None:
    table = days("""
        times  is_absence_notified
        5      no
        1      yes
        19     no
        1      yes
        20     no
        1      yes
    """)
    assert len(sentences(STEP, table)) == 2


def test_a_student_who_stays_the_same_gets_a_few_at_most(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 2
    assert flat_year.most(STEP) <= 6
