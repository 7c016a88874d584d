import pytest

from pipelines.steps.better_mark import STEP
from tests.steps.drawn import find, marks, sentences
from tests.steps.flat_students import FlatYear


def test_a_mark_half_a_point_higher_than_the_one_before_is_a_step() -> None:
    (step,) = find(STEP, marks("mark\n7,0\n5,9\n6,4\n6,8")).to_dicts()
    assert step["sentence"] == "Haalde voor REK een 6,4, de vorige keer was het een 5,9."
    assert str(step["step_date"]) == "2025-09-15"
    assert (step["before_value"], step["now_value"], step["unit"]) == (590, 640, "mark_hundredths")
    assert step["n_days_held"] == 0


@pytest.mark.parametrize(
    ("before", "now", "n_steps"),
    [
        ("5,9", "6,4", 1),
        ("5,91", "6,4", 0),
        ("6,4", "6,4", 0),
        ("6,4", "5,5", 0),
        ("5,0", "5,5", 1),
        ("4,9", "5,49", 0),
    ],
)
def test_it_takes_half_a_point_and_a_pass(before: str, now: str, n_steps: int) -> None:
    assert len(sentences(STEP, marks(f"mark\n{before}\n{now}"))) == n_steps


def test_the_first_mark_of_a_subject_is_no_step_whatever_another_subject_had() -> None:
    table = marks("""
        subject  mark
        NED      4,0
        REK      8,0
        REK      8,25
        REK      9,0
    """)
    assert sentences(STEP, table) == ["Haalde voor REK een 9,0, de vorige keer was het een 8,25."]


def test_a_result_in_a_word_is_passed_over() -> None:
    assert sentences(STEP, marks("mark\n5,0\n-\n6,0")) == ["Haalde voor REK een 6,0, de vorige keer was het een 5,0."]


def test_of_the_marks_of_a_student_who_stays_the_same_a_third_is_a_step(flat_year: FlatYear) -> None:
    assert 0.2 < flat_year.mean(STEP) / flat_year.n_later_marks < 0.4
