"""JOB items: the list that comes along, and what a school may add."""

from pathlib import Path

import polars as pl
import pytest

from tests.sources.drawn import draw, taken_in

LIST = Path(__file__).resolve().parents[2] / "pipelines" / "reference" / "job_items.csv"
HEADER = "item | thema | vraag | soort | kaw_doel\n"


def test_the_list_that_comes_along_is_read_whole() -> None:
    found = taken_in(LIST.read_bytes())
    assert found.rejected == []
    assert found.delivery.n_replaced == 0
    assert found.good.get_column("item").n_unique() == found.good.height == 30
    sizes = dict(found.good.group_by("theme").len().rows())
    assert [sizes[theme] for theme in (
        "Onderwijs en begeleiding", "Omgeving, sfeer en veiligheid", "Lesmateriaal en toetsen", "Stage (bol)",
    )] == [6, 5, 3, 6]  # fmt: skip
    assert found.good.filter(pl.col("kind") == "grade").get_column("item").to_list() == [
        "cijfer_opleiding", "cijfer_school",
    ]  # fmt: skip
    assert found.good.get_column("kaw_goal").drop_nulls().unique().sort().to_list() == [
        "Hier mag ik een probleem hebben", "Ik voel me hier welkom", "Rust in het hoofd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Eigen vraag | Eigen | De wifi | schaal | ", None),
        ("            | Eigen | De wifi | schaal | ", "item|nullability"),
        ("wifi        |       | De wifi | schaal | ", "theme|nullability"),
        ("wifi        | Eigen |         | schaal | ", "question|nullability"),
        ("wifi        | Eigen | De wifi |        | ", "kind|nullability"),
        ("wifi        | Eigen | De wifi | open   | ", "kind|code"),
    ],
)
def test_an_item_of_the_school_has_a_theme_a_question_and_a_scale(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "veilig | Sfeer | Veilig zijn | Schaal | Welkom\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])
    if rule is None:
        assert found.good.get_column("item").to_list() == ["eigen_vraag", "veilig"]
