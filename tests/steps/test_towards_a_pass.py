import pytest

from pipelines.steps.better_mark import STEP as BETTER
from pipelines.steps.towards_a_pass import STEP
from tests.steps.drawn import find, marks, sentences


def test_from_a_3_8_to_a_4_9_is_a_step_towards_a_pass() -> None:
    (step,) = find(STEP, marks("mark\n3,8\n4,9\n5,6")).to_dicts()
    assert step["sentence"] == "Is voor REK op weg naar een voldoende: een 4,9, de vorige keer een 3,8."
    assert str(step["step_date"]) == "2025-09-08"
    assert (step["before_value"], step["now_value"], step["unit"]) == (380, 490, "mark_hundredths")


@pytest.mark.parametrize(
    ("before", "now", "n_steps"),
    [("4,0", "4,5", 1), ("4,01", "4,5", 0), ("4,5", "4,0", 0), ("4,9", "5,49", 1), ("4,9", "5,5", 0), ("-", "4,5", 0)],
)
def test_it_takes_half_a_point_and_ends_at_a_pass(before: str, now: str, n_steps: int) -> None:
    assert len(sentences(STEP, marks(f"mark\n{before}\n{now}"))) == n_steps


def test_a_mark_is_one_step_and_never_two() -> None:
    table = marks("mark\n3,0\n4,0\n5,4\n5,5\n6,0\n9,0")
    assert len(sentences(STEP, table)) + len(sentences(BETTER, table)) == 4


def test_another_subject_begins_anew() -> None:
    assert sentences(STEP, marks("subject mark\nNED 2,0\nREK 4,0")) == []
