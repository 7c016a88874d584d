"""Names in order, and names that look like markup."""

import pytest

from dashboard import filters, wording


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
