"""The words of the repository: those on screen tell what people did and never judge; the rest is about the product."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.dashboard.reading import judgements
from tests.meta.repository import ROOT, text_files

# -- Texts on screen ------------------------------------------------------------------------------------------

READ = ("pipelines/", "dashboard/", ".streamlit/", "README.md")
"""Where the texts stand that people read: rules, remarks, steps, definitions, commands, pages, prints, help."""

ALLOWED = {
    "dashboard/wording/__init__.py": r"(?s)^FORBIDDEN = re\.compile\(.*?^\)",
    "pipelines/reference/job_items.csv": r"(?:Hier mag ik een probleem hebben)",
    "pipelines/sources/test_marks.py": r"(?s)^WORDS = \{.*?^\}",
}
"""The words where they are refused, a goal of the school in its own words, and what a supplier writes."""

_VALUE = re.compile(r"\{[\w.]*(?::[^{}]*)?\}")


def texts(path: str, source: str) -> Iterator[tuple[int, str]]:
    """Every text in a file with its line; a value that is filled in reads as 0."""
    if not path.endswith(".py"):
        yield from enumerate(source.splitlines(), start=1)
        return
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values]
            yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def judged(path: str, source: str) -> list[str]:
    """Where a file says something that judges."""
    return [
        f"{path}:{line} {said}. Say what is next instead: nu nog niet, op weg naar, volgende stap, heeft nodig."
        for line, one in texts(path, source)
        for said in judgements(_VALUE.sub("0", one))
    ]


def read() -> dict[str, str]:
    return {path: source for path, source in text_files().items() if path.startswith(READ)}


def test_no_text_in_the_code_judges() -> None:
    found = []
    for path, source in read().items():
        ours = re.sub(ALLOWED[path], "x = 0", source, flags=re.MULTILINE) if path in ALLOWED else source
        found += judged(path, ours)
    assert not found, "\n".join(found)


def test_every_file_with_texts_is_read() -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for folder in ("pipelines", "dashboard")
        for path in (ROOT / folder).rglob("*.*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there - read().keys() == set()


@pytest.mark.parametrize("path", ALLOWED)
def test_what_is_allowed_is_there(path: str) -> None:
    assert judged(path, read()[path]), "This file needs no place in ALLOWED any more."


@pytest.mark.parametrize(
    "source",
    [
        'title = "Onvoldoende aanwezig"',
        'text = f"maar {share} % aanwezig"',
        'text = f"slechts {n} van de 20 lessen"',
        'TEMPLATE = "maar {share} procent"',
        'TEMPLATE = "Maar {share:.0f} %"',
        'text = "Er is een achter" "stand"',
        'text = "risicostudenten"',
        'text = "probleemgedrag"',
        'text = """de laagste\n        klas"""',
        'text = "vaker dan zijn klasgenoten"',
        'text = "lager dan de rest van de klas"',
        'text = "onder het klasgemiddelde"',
        'text = "een “achterstand” van 3"',
        'def f() -> str:\n    """Deze student kan\n    niet meedoen."""',
    ],
)
def test_a_sentence_that_judges_is_found(source: str) -> None:
    assert judged("dashboard/panels.py", source)


@pytest.mark.parametrize(
    "source",
    [
        'text = "12 van de 20 lessen"',
        'text = "nu nog niet, maar wel op weg naar 10.00 uur"',
        'text = "volgende stap: nog 3 lessen"',
        'text = "meer lessen dan in de periode ervoor"',
        'text = "onder het eigen gemiddelde"',
    ],
)
def test_a_sentence_about_what_someone_did_is_fine(source: str) -> None:
    assert judged("dashboard/panels.py", source) == []


# -- The repository speaks of the product -------------------------------------------------------------------

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


@pytest.mark.parametrize(
    "path", [path for path in text_files() if path.startswith("dashboard/") and path.endswith(".py")]
)
def test_a_list_that_opens_has_a_word_of_its_own_while_nothing_is_chosen(path: str) -> None:
    without = [
        node.lineno
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "selectbox"
        if "placeholder" not in {word.arg for word in node.keywords}
    ]
    assert without == [], f"{path}: give st.selectbox a placeholder, or it says an English one of the library."
