"""JOB invited: how many were asked."""

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "meting | team | opleiding | niveau | uitgenodigd\n"


def test_a_group_has_how_many_were_asked_and_an_empty_field_stands_for_all() -> None:
    found = taken_in(draw(HEADER + "2024 | Entree | Horeca | 1 | 120\n2024 | | | | 900"))
    assert set(found.good.rows()) == {(2024, "Entree", "Horeca", 1, 120), (2024, None, None, None, 900)}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("2024 | Entree | | | 1", None),
        ("2024 | Entree | | | 0", "n_invited|min"),
        ("2024 | Entree | | |  ", "n_invited|nullability"),
        ("2024 | Entree | |5| 4", "level|max"),
        ("     | Entree | | | 4", "edition|nullability"),
    ],
)
def test_a_line_that_says_nothing_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "2024 | Zorg | | | 10\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])
