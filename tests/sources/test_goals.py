"""Goals: the number and the days, never the words."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "doel_id | studentnummer | gesteld_op | getal | telt | voor | bereikt_op\n"


def test_a_line_is_a_goal_with_or_without_a_number() -> None:
    found = taken_in(draw(HEADER + """
        D1 | 912345 | 14-10-2025 | 15  | lessen van de twintig | 14-12-2025 | 01-12-2025
        D2 | 912345 | 14-10-2025 | 600 | minuut van aankomst   |            |
        D3 | 912345 | 14-10-2025 |     |                       |            |
    """))  # fmt: skip
    assert found.rejected == []
    day = dt.date(2025, 10, 14)
    assert [tuple(row) for row in found.good.rows()] == [
        ("D1", 912345, day, 15, "lessons", dt.date(2025, 12, 14), dt.date(2025, 12, 1)),
        ("D2", 912345, day, 600, "arrival_minute", None, None),
        ("D3", 912345, day, None, None, None, None),
    ]


def test_the_words_of_a_goal_are_not_loaded() -> None:
    line = "D1;912345;14-10-2025;15;lessen van de twintig;;;elke dag de bus van zeven uur\n"
    found = taken_in(HEADER.strip().replace(" | ", ";") + ";woorden\n" + line)
    assert found.rejected == []
    assert "bus" not in str(found.good.to_dicts())


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("D2 | 912345 | 14-10-2025 | 15   |                       | |", "number_says_what_it_counts"),
        ("D2 | 912345 | 14-10-2025 |      | lessen van de twintig | |", "number_says_what_it_counts"),
        ("D2 | 912345 | 14-10-2025 | 1440 | minuut van aankomst   | |", "number|max"),
        ("D2 | 912345 | 14-10-2025 | 1439 | minuut van aankomst   | |", None),
        ("D2 | 912345 | 14-10-2025 | 15   | koekjes               | |", "counts|code"),
        ("D2 | 912345 |            | 15   | lessen van de twintig | |", "set_date|nullability"),
        ("D2 |        | 14-10-2025 | 15   | lessen van de twintig | |", "student_id|nullability"),
    ],
)
def test_a_line_that_tells_too_little_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    first = "D1 | 912345 | 14-10-2025 | | | |\n"
    assert taken_in(draw(HEADER + first + line)).rejected == ([] if rule is None else [(3, rule)])
