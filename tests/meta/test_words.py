"""The words of the repository: it speaks of the product, and not of how the work was done."""

import re

import pytest

from tests.meta.repository import text_files

NOT_THE_PRODUCT = re.compile(
    r"""
    \b(?:TODO|FIXME|XXX|HACK)\b
    | \bas\ (?:asked|requested|instructed)\b
    | \bper\ the\ (?:brief|issue|ticket|assignment)\b
    | \bissue\ (?:\#?\d+|[A-Z]\b)
    | \bthis\ (?:session|sandbox|assignment)\b
    | \b(?:generated|written)\ (?:by|with)\ (?:an?\ )?(?:assistant|model|tool)\b
    | \bco-authored-by\b
    """,
    re.VERBOSE,
)

_THIS_FILE = "tests/meta/test_words.py"


def process_words(path: str, text: str) -> list[str]:
    """Say where a text speaks of how the work was done instead of what the product does."""
    return [
        f"{path}:{number} says '{match[0]}'. Write what the product does; keep plans and tickets elsewhere."
        for number, line in enumerate(text.splitlines(), start=1)
        for match in NOT_THE_PRODUCT.finditer(line)
    ]


def test_the_repository_speaks_of_the_product_alone() -> None:
    found = [line for path, text in text_files().items() if path != _THIS_FILE for line in process_words(path, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["# TODO later", "see issue 12", "as requested", "Co-authored-by: x".lower()])
def test_a_note_about_the_work_is_found(text: str) -> None:
    assert process_words("pipelines/build.py", text)
