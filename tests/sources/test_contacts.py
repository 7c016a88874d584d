"""Contacts: a day, with or without a reason, and nothing of what was said."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "contact_id | studentnummer | datum | aanleiding | hoe | rol\n"


def test_a_line_is_a_contact_with_or_without_a_reason() -> None:
    found = taken_in(draw(HEADER + """
        K1 | 912345 | 14-10-2025 | ja  | Gesprek   | KAW'er
        K2 | 912345 | 2025-10-15 | Nee | duivenpost| J. Voorbeeld
        K3 | 912345 | 15-10-2025 | nee |           |
    """))  # fmt: skip
    assert found.rejected == []
    assert [tuple(row) for row in found.good.rows()] == [
        ("K1", 912345, dt.date(2025, 10, 14), "yes", "in_person", "kaw"),
        ("K2", 912345, dt.date(2025, 10, 15), "no", None, None),
        ("K3", 912345, dt.date(2025, 10, 15), "no", None, None),
    ]
    assert "Voorbeeld" not in str(found.good.to_dicts())


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("K2 | 912345 | 14-10-2025 |     | gebeld | kaw", "has_reason|nullability"),
        ("K2 | 912345 | 14-10-2025 | wel | gebeld | kaw", "has_reason|code"),
        ("K2 |        | 14-10-2025 | ja  | gebeld | kaw", "student_id|nullability"),
        ("K2 | 9123   | 14-10-2025 | ja  | gebeld | kaw", "student_id|min"),
        ("K2 | 912345 | 31-11-2025 | ja  | gebeld | kaw", "date|type"),
        ("   | 912345 | 14-10-2025 | ja  | gebeld | kaw", "contact_id|nullability"),
        ("K1 | 912345 | 14-10-2025 | ja  | gebeld | kaw", None),
    ],
)
def test_a_line_that_tells_too_little_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    first = "K1 | 912345 | 14-10-2025 | ja | gebeld | kaw\n"
    found = taken_in(draw(HEADER + first + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])
    assert found.good.height == 1, "A contact counts once."
