"""JOB codebook: names of columns are compared without case and punctuation."""

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "meting | kolom | item\n"


def test_a_column_is_an_item_in_one_edition_or_in_all() -> None:
    found = taken_in(draw(HEADER + """
        2024 | V-01 | veilig
             | V01  | Cijfer School
    """))  # fmt: skip
    assert found.rejected == []
    assert sorted(found.good.rows(), key=str) == [(2024, "v_01", "veilig"), (None, "v01", "cijfer_school")]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("24   | v2 | veilig", "edition|min"),
        ("2024 |    | veilig", "question|nullability"),
        ("2024 | v2 |       ", "item|nullability"),
    ],
)
def test_a_line_without_a_column_or_an_item_is_set_aside_by_its_rule(line: str, rule: str) -> None:
    assert taken_in(draw(HEADER + "2024 | v1 | veilig\n" + line)).rejected == [(3, rule)]


def test_a_column_that_is_named_twice_is_what_the_last_line_says() -> None:
    found = taken_in(draw(HEADER + "| v1 | veilig\n2024 | v1 | sfeer\n| V1 | kantine"))
    assert found.delivery.n_replaced == 1
    assert set(found.good.select("edition", "item").rows()) == {(None, "kantine"), (2024, "sfeer")}
