"""JOB answers: one row per answer, and nothing of what somebody wrote in their own words."""

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "respondent | meting | team | opleiding | crebo | niveau | leerweg | locatie | V01 | v_02 | Cijfer school\n"


def test_every_answer_is_a_row_with_the_group_of_the_respondent() -> None:
    found = taken_in(draw(HEADER + """
        101 | 2024 | Entree | Assistent horeca | 25255 | 1 | BOL | Hoofdstraat | 4 | 9 | 7
        102 | 2024 |        |                  |       |   |     |             |   | 0 |
    """))  # fmt: skip
    assert found.rejected == []
    assert found.good.select("respondent", "question", "answer").rows() == [
        ("101", "cijfer_school", 7), ("101", "v01", 4), ("101", "v_02", 9), ("102", "v_02", 0),
    ]  # fmt: skip
    group = found.good.filter(respondent="101", question="v01").drop("respondent", "question", "answer").row(0)
    assert group == (2024, "Entree", "Assistent horeca", 25255, 1, "BOL", "Hoofdstraat")


def test_columns_may_stand_in_any_order_and_most_may_be_left_out() -> None:
    found = taken_in("v2;meting;v1;respondent\n3;2022;5;7\n")
    assert found.good.select("edition", "respondent", "question", "answer").rows() == [
        (2022, "7", "v1", 5), (2022, "7", "v2", 3),
    ]  # fmt: skip


def test_words_of_a_respondent_and_numbers_of_a_person_are_never_loaded() -> None:
    found = taken_in(draw("""
        respondent | meting | naam         | studentnummer | v1 | open vraag    | bsn       | datum
        7          | 2022   | A. Voorbeeld | 912345        | 5  | mijn verhaal! | 123456789 | 01-02-2022
    """))  # fmt: skip
    assert found.good.select("question", "answer").rows() == [
        ("bsn", None), ("datum", None), ("open_vraag", None), ("v1", 5),
    ]  # fmt: skip
    assert not {"Voorbeeld", "verhaal", "912345", "123456789"} & set(str(found.good.to_dicts()).split())


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("    | 2024 | E | A | 25255 | 1 | BOL | H | 4 | 4 | 7", "respondent|nullability"),
        ("103 |      | E | A | 25255 | 1 | BOL | H | 4 | 4 | 7", "edition|nullability"),
        ("103 | 24   | E | A | 25255 | 1 | BOL | H | 4 | 4 | 7", "edition|min"),
        ("103 | 2024 | E | A | 2525  | 1 | BOL | H | 4 | 4 | 7", "crebo|min"),
        ("103 | 2024 | E | A | 25255 | 5 | BOL | H | 4 | 4 | 7", "level|max"),
        ("103 | 2024 | E | A | 25255 | 1 | vmbo| H | 4 | 4 | 7", "leerweg|code"),
        ("103 | 2024 | E | A | 25255 | 1 | BOL | H |   |   |  ", "no_answers"),
    ],
)
def test_a_line_of_which_nothing_can_be_made_is_set_aside_by_its_rule(line: str, rule: str) -> None:
    found = taken_in(draw(HEADER + "101 | 2024 | E | A | 25255 | 1 | BOL | H | 4 | 4 | 7\n" + line))
    assert found.rejected == [(3, rule)]


def test_a_respondent_who_is_repeated_counts_once() -> None:
    found = taken_in("respondent;meting;v1;v2\n7;2022;5;1\n7;2024;4;4\n7;2022;;3\n")
    assert found.delivery.n_replaced == 1
    assert found.good.select("edition", "question", "answer").rows() == [
        (2022, "v2", 3), (2024, "v1", 4), (2024, "v2", 4),
    ]  # fmt: skip
