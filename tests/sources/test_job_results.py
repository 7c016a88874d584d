"""JOB results: percentages that add up, in hundredths."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.sources.drawn import draw, taken_in

HEADER = "meting | team | opleiding | niveau | vraag | n | positief | neutraal | negatief | gemiddelde\n"


def test_a_line_has_its_percentages_in_hundredths_with_comma_or_point() -> None:
    found = taken_in(draw(HEADER + """
        2024 | Entree |         | 1 | V-01          | 86 | 54,3  | 30.2 | 15,5  | 3,62
        2024 | Entree | Horeca  |   | Veilig voelen | 10 | 50 %  | 25%  | 25    |
        2024 |        |         |   | cijfer        | 40 |       |      |       | 6.8
        2024 |        |         |   | v3            | 0  |       |      |       |
    """))  # fmt: skip
    assert found.rejected == []
    assert sorted(found.good.drop("edition").rows(), key=lambda row: row[3]) == [
        (None, None, None, "cijfer", 40, None, None, None, 680),
        (None, None, None, "v3", 0, None, None, None, None),
        ("Entree", None, 1, "v_01", 86, 5430, 3020, 1550, 362),
        ("Entree", "Horeca", None, "veilig_voelen", 10, 5000, 2500, 2500, None),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("2024 | E | | 1 | v | 3 | 33,3 | 33,3 | 33,3   | 3", None),
        ("2024 | E | | 1 | v | 3 | 33   | 33   | 33     | 3", None),
        ("2024 | E | | 1 | v | 3 | 33   | 33   | 32,99  | 3", "adds_up"),
        ("2024 | E | | 1 | v | 3 | 34   | 34   | 33     | 3", None),
        ("2024 | E | | 1 | v | 3 | 34   | 34   | 33,005 | 3", "adds_up"),
        ("2024 | E | | 1 | v | 3 | 60   | 40   |        | 3", "adds_up"),
        ("2024 | E | | 1 | v | 3 | 0    | 0    | 0      | 3", "adds_up"),
        ("2024 | E | | 1 | v | 3 | 101  | 0    | 0      | 3", "positive_hundredths|max"),
        ("2024 | E | | 1 | v | 3 | -1   | 50   | 51     | 3", "positive_hundredths|min"),
        ("2024 | E | | 1 | v | 3 |      |      |        |  ", "says_something"),
        ("2024 | E | | 1 | v |   | 34   | 34   | 32     | 3", "n|nullability"),
        ("2024 | E | | 1 | v |<5 | 34   | 34   | 32     | 3", "n|type"),
        ("2024 | E | | 1 |   | 3 | 34   | 34   | 32     | 3", "question|nullability"),
        ("     | E | | 1 | v | 3 | 34   | 34   | 32     | 3", "edition|nullability"),
    ],
)
def test_a_line_that_does_not_add_up_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "2024 | F | | 1 | v | 3 | 100 | 0 | 0 | 5\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])


@given(
    counts=st.tuples(*[st.integers(0, 400)] * 3).filter(any),
    decimals=st.integers(0, 4),
    comma=st.booleans(),
)
@example(counts=(0, 1, 80), decimals=3, comma=False)
def test_percentages_of_real_counts_always_add_up_and_give_the_counts_back(
    counts: tuple[int, int, int], decimals: int, comma: bool
) -> None:
    n = sum(counts)
    words = [f"{100 * count / n:.{decimals}f}" for count in counts]
    shares = ";".join(words).replace(".", "," if comma else ".")
    found = taken_in(f"meting;vraag;n;positief;neutraal;negatief\n2024;v;{n};{shares}\n")
    assert found.rejected == []
    read = found.good.select("positive_hundredths", "neutral_hundredths", "negative_hundredths").row(0)
    # The file rounds to its decimals; what has more than two is rounded to hundredths once more.
    rounding = 50 / 10**decimals + (0.5 if decimals > 2 else 0)
    assert all(abs(value - 10_000 * count / n) <= rounding + 0.01 for value, count in zip(read, counts, strict=True))
    if decimals >= 2:
        assert tuple((n * value + 5_000) // 10_000 for value in read) == counts
