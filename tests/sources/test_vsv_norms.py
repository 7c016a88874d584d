"""Norms of vsv: per teljaar and level, with the source of each figure; what comes with Groeilijn is complete."""

import pytest

from pipelines.build import REFERENCE
from tests.sources.drawn import draw, taken_in

HEAD = "teljaar;niveau;norm;landelijk_aantal;landelijk_percentage;status;bron\n"


def test_a_norm_and_a_national_figure_are_read_with_their_source() -> None:
    found = taken_in(
        HEAD
        + draw("""
        2022-2023 | 2 | 9,45 |       |      |   | OCW
        2022-23   | 1 | 22.4 |       |      |   | OCW
        2023      |   |      | 22308 | 4,63 | V | DUO
        """)
    )
    assert found.good.rows() == [
        (2022, 1, 0.224, None, None, None, "OCW"),
        (2022, 2, 0.0945, None, None, None, "OCW"),
        (2023, None, None, 22308, 0.0463, "V", "DUO"),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("2022-2023 | 4 | 3,17 | | | | OCW", None),
        ("2022-2023 | 5 | 3,17 | | | | OCW", "level|max"),
        ("2022-2023 | 4 | 100  | | | | OCW", None),
        ("2022-2023 | 4 | 101  | | | | OCW", "norm_share|max"),
        ("2022-2023 | 4 | drie | | | | OCW", "norm_share|type"),
        ("2022-2023 | 4 |      | | | | OCW", "has_a_figure"),
        ("2022-2023 | 4 | 3,17 | | | | ", "origin|nullability"),
        ("22-23     | 4 | 3,17 | | | | OCW", "teljaar|type"),
        ("2022-2023 |   |      | 5 | | X | DUO", "status|code"),
    ],
)
def test_a_line_without_a_figure_or_a_source_is_set_aside(line: str, rule: str | None) -> None:
    found = taken_in(HEAD + draw("2021-2022 | 1 | 22,6 | | | | OCW") + draw(line))
    assert found.rejected == ([] if rule is None else [(3, rule)])


def test_what_comes_with_groeilijn_holds_norms_per_level_and_national_figures() -> None:
    found = taken_in((REFERENCE / "vsv_norms.csv").read_bytes(), "vsv_norms.csv")
    assert found.rejected == []
    rows = {(teljaar, level): (norm, n, share) for teljaar, level, norm, n, share, *_ in found.good.rows()}
    assert {teljaar for teljaar, level in rows if level is None} == set(range(2016, 2024))
    assert {key for key in rows if key[1]} == {(year, level) for year in range(2018, 2025) for level in range(1, 5)}
    assert rows[2022, 2] == (0.0945, None, None)
    assert rows[2021, None] == (None, 25217, 0.0635)
    assert rows[2023, None] == (None, 22308, None)
