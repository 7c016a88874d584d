import pytest

from pipelines.steps.better_mark import STEP
from tests.steps.drawn import find, marks, sentences
from tests.steps.flat_students import FlatYear


def test_a_mark_half_a_point_above_every_mark_before_is_a_step() -> None:
    (step,) = find(STEP, marks("mark\n6,1\n5,0\n6,5\n7,0\n6,2")).to_dicts()
    assert step["sentence"] == "Haalde voor REK een 7,0, het hoogste cijfer tot nu toe. Het hoogste ervoor was een 6,5."
    assert str(step["step_date"]) == "2025-09-22"
    assert (step["before_value"], step["now_value"], step["unit"]) == (650, 700, "mark_hundredths")
    assert step["n_days_held"] == 0


def test_a_mark_that_comes_back_after_a_lower_one_is_no_step() -> None:
    assert sentences(STEP, marks("mark\n7,0\n4,0\n7,0\n7,4")) == []


def test_the_highest_so_far_is_not_a_step_again_until_it_is_passed_by_half_a_point() -> None:
    assert len(sentences(STEP, marks("mark\n5,0\n7,0\n5,0\n7,0\n7,4\n7,9"))) == 2


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
    assert sentences(STEP, table) == [
        "Haalde voor REK een 9,0, het hoogste cijfer tot nu toe. Het hoogste ervoor was een 8,25."
    ]


def test_a_result_in_a_word_is_passed_over() -> None:
    table = marks("mark\n5,0\n-\n6,0")
    assert sentences(STEP, table) == [
        "Haalde voor REK een 6,0, het hoogste cijfer tot nu toe. Het hoogste ervoor was een 5,0."
    ]


def test_of_the_later_marks_of_a_student_who_stays_the_same_one_in_five_is_a_step(flat_year: FlatYear) -> None:
    assert 0.16 < flat_year.mean(STEP) / flat_year.n_later_marks < 0.22
