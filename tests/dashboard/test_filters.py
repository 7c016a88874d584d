"""Names in order, names that look like markup, and who is and was in a class."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard import data, filters, wording


def test_names_are_sorted_without_accents_and_capitals() -> None:
    names = ["Zoë Bos", "émile de Vries", "Eva Kok", "Ömer Kaya", "Noor Smit"]

    assert sorted(names, key=wording.plain) == [
        "émile de Vries",
        "Eva Kok",
        "Noor Smit",
        "Ömer Kaya",
        "Zoë Bos",
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [("Anna-Sophia [x](y)", r"Anna\-Sophia \[x\]\(y\)"), ("*Bo*", r"\*Bo\*"), (":red[A]", r"\:red\[A\]")],
)
def test_a_name_is_never_read_as_markup(name: str, label: str) -> None:
    assert filters.escape_label(name) == label


class _School(data.Door):
    """A door with the stays of one class."""

    stays = (
        ("Ada", True, date(2025, 8, 25), None),
        ("Bo", True, date(2025, 8, 25), date(2025, 12, 19)),
        ("Cem", False, date(2025, 8, 25), date(2025, 12, 18)),
        ("Dana", False, date(2024, 8, 26), date(2025, 7, 31)),
        ("Eva", False, date(2024, 8, 26), date(2025, 8, 1)),
        ("Noa", False, date(2026, 8, 1), date(2027, 7, 31)),
        ("Ola", False, date(2026, 8, 1), None),
        ("Pim", False, date(2025, 8, 25), date(2025, 10, 31)),
        ("Pim", False, date(2026, 8, 1), date(2027, 7, 31)),
    )  # fmt: skip

    def __init__(self) -> None:
        self.until = date(2025, 12, 19)

    def students(self, mart: str, **_: Any) -> pl.DataFrame:
        names = ("student_key", "is_current", "start_date", "end_date")
        stays = pl.DataFrame(self.stays, schema=names, orient="row")
        if mart == "placement":
            return stays
        nothing = pl.lit(None, pl.String)
        return stays.select(
            "student_key", first_name="student_key", last_name=nothing, student_id=pl.lit(1), birth_date=nothing
        )


def test_who_was_in_a_class_this_year_is_not_who_is_still_to_come() -> None:
    klas = filters.Klas("k", "E1A", None, None, None, "Entree", 2)
    with data.through(_School()):
        assert [one.first_name for one in filters.students(klas)] == ["Ada", "Bo"]
        former = [(one.first_name, one.until) for one in filters.former_students(klas)]
    assert former == [("Cem", date(2025, 12, 18)), ("Eva", date(2025, 8, 1)), ("Pim", date(2025, 10, 31))]
