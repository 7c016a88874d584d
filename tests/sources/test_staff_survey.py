"""Staff survey: outcomes per theme, as a mean on a scale, as a percentage, or both."""

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "meting | team | thema | n | uitgenodigd | schaal | gemiddelde | standaardafwijking | positief\n"


def test_an_outcome_is_a_mean_on_a_scale_or_a_percentage() -> None:
    found = taken_in(draw(HEADER + """
        2025 | Entree | Bevlogenheid   | 18 | 24 | 5  | 3,62 | 0,71 |
        2025 |        | werkgeverschap | 60 |    |    |      |      | 68.4
        2025 | Zorg   | tevredenheid   | 0  |    |    |      |      |
    """))  # fmt: skip
    assert found.delivery.source == "staff_survey"
    assert found.rejected == []
    assert set(found.good.rows()) == {
        (2025, "Entree", "bevlogenheid", 18, 24, 5, 362, 71, None),
        (2025, None, "werkgeverschap", 60, None, None, None, None, 6840),
        (2025, "Zorg", "tevredenheid", 0, None, None, None, None, None),
    }


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("2025 | E | tevredenheid | 9 | | 10 | 10   | |       ", None),
        ("2025 | E | tevredenheid | 9 | | 5  | 5    | |       ", None),
        ("2025 | E | tevredenheid | 9 | | 5  | 5,01 | |       ", "fits_its_scale"),
        ("2025 | E | tevredenheid | 9 | |    | 3,6  | |       ", "fits_its_scale"),
        ("2025 | E | tevredenheid | 9 | | 5  |      | |       ", "says_something"),
        ("2025 | E | tevredenheid | 9 | | 5  | 0,9  | |       ", "mean_hundredths|min"),
        ("2025 | E | tevredenheid | 9 | |    |      | | 100,5 ", "positive_hundredths|max"),
        ("2025 | E | lunch        | 9 | | 5  | 3    | |       ", "theme|code"),
        ("2025 | E | tevredenheid |   | | 5  | 3    | |       ", "n|nullability"),
        ("     | E | tevredenheid | 9 | | 5  | 3    | |       ", "edition|nullability"),
    ],
)
def test_a_line_that_says_nothing_or_does_not_fit_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "2025 | F | tevredenheid | 9 | | 5 | 3 | |\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])
