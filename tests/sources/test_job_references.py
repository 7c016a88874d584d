"""JOB references: national figures, each with where it comes from."""

from pathlib import Path

import pytest

from tests.sources.drawn import draw, taken_in

FOLDER = Path(__file__).resolve().parents[2] / "pipelines" / "reference"
HEADER = "meting | item | positief | cijfer | bron\n"


def test_the_figures_that_come_along_are_read_whole_and_are_of_known_items() -> None:
    found = taken_in((FOLDER / "job_references.csv").read_bytes())
    assert found.rejected == []
    assert found.good.height == 10
    known = taken_in((FOLDER / "job_items.csv").read_bytes()).good.get_column("item").to_list()
    assert set(found.good.get_column("item")) <= set(known)
    pleasure = found.good.filter(item="plezier").select("edition", "positive_hundredths").rows()
    assert pleasure == [(2020, 5500), (2022, 5700), (2024, 5100)]
    grade = found.good.filter(item="cijfer_school").select("edition", "grade_hundredths").rows()
    assert grade == [(2020, 650), (2022, 660)]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("2026 | sfeer | 0     |      | JOB", None),
        ("2026 | sfeer |       | 10   | JOB", None),
        ("2026 | sfeer |       |      | JOB", "says_something"),
        ("2026 | sfeer | 100,1 |      | JOB", "positive_hundredths|max"),
        ("2026 | sfeer |       | 0,9  | JOB", "grade_hundredths|min"),
        ("2026 | sfeer |       | 10,1 | JOB", "grade_hundredths|max"),
        ("2026 | sfeer | 50    |      |    ", "reported_by|nullability"),
        ("2026 |       | 50    |      | JOB", "item|nullability"),
        ("     | sfeer | 50    |      | JOB", "edition|nullability"),
    ],
)
def test_a_figure_that_cannot_be_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "2026 | veilig | 79 | | JOB\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])
