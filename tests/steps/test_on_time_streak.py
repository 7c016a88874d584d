from pipelines.steps.on_time_streak import STEP
from tests.steps.drawn import days, find, sentences
from tests.steps.flat_students import FlatYear


def test_a_streak_counts_when_it_reaches_a_length_for_the_first_time() -> None:
    table = days("""
        times  is_on_time
        20     no
        4      yes
        1      no
        5      yes
        1      no
        9      yes
        1      no
        10     yes
    """)
    first, second = find(STEP, table).to_dicts()
    assert first["sentence"] == "Was 5 lesdagen achter elkaar op tijd, de langste reeks tot nu toe."
    assert (first["before_value"], first["now_value"], first["unit"]) == (4, 5, "days")
    assert str(first["step_date"]) == "2025-10-10"
    assert first["n_days_held"] == 18
    assert second["sentence"] == "Was 10 lesdagen achter elkaar op tijd, de langste reeks tot nu toe."
    assert (second["before_value"], second["now_value"]) == (9, 10)
    assert second["n_days_held"] == 0


def test_the_first_twenty_days_give_no_step_and_do_count_as_a_streak() -> None:
    table = days("""
        times  is_on_time
        20     yes
        1      no
        20     yes
    """)
    assert sentences(STEP, table) == []


def test_the_day_after_the_first_twenty_can_be_the_step() -> None:
    table = days("""
        times  is_on_time
        16     no
        5      yes
    """)
    assert len(sentences(STEP, table)) == 1


def test_illness_leave_and_an_unknown_arrival_do_not_break_a_streak() -> None:
    table = days("""
        times  is_on_time  n_present  n_unexcused
        20     no          5          0
        2      yes         5          0
        3      -           0          0
        2      -           5          0
        3      yes         5          0
    """)
    assert len(sentences(STEP, table)) == 1


def test_a_day_away_without_leave_breaks_a_streak() -> None:
    table = days("""
        times  is_on_time  n_present  n_unexcused
        20     no          5          0
        2      yes         5          0
        1      -           0          5
        3      yes         5          0
    """)
    assert sentences(STEP, table) == []


def test_a_student_who_stays_the_same_gets_one_at_most_now_and_then(flat_year: FlatYear) -> None:
    assert flat_year.mean(STEP) < 0.7
    assert flat_year.most(STEP) <= 4
