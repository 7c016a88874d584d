"""Absence reasons: what a code means, and whether it excuses."""

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "redencode;omschrijving;soort;geoorloofd\n"


def test_a_code_has_a_kind_and_is_excused_or_not() -> None:
    found = taken_in(
        HEADER
        + draw("""
        ZK | Ziek       | ziek       | J
        SP | Spijbelen  | absent     | N
        TL | Te laat    | Te laat    | nee
        VW | Verwijderd | verwijderd | Ja
        """)
    )
    assert found.good.rows() == [
        ("SP", "absent", "no"), ("TL", "late", "no"), ("VW", "removed", "yes"), ("ZK", "ill", "yes"),
    ]  # fmt: skip
    assert "omschrijving" not in found.good.columns


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("ZKX | Ziek | ziek  | J", "reason_code|max_length"),
        ("    | Ziek | ziek  | J", "reason_code|nullability"),
        ("XX  | Ziek | thuis | J", "kind|code"),
        ("XX  | Ziek |       | J", "kind|nullability"),
        ("XX  | Ziek | ziek  | ?", "is_excused|code"),
    ],
)
def test_a_line_that_explains_nothing_is_set_aside_by_its_rule(line: str, rule: str) -> None:
    assert taken_in(HEADER + draw("ZK | Ziek | ziek | J") + draw(line)).rejected == [(3, rule)]
