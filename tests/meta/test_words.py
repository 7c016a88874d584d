"""The words on screen: they tell what a student did, and never what a student lacks."""

import ast
import re

import pytest

from pipelines import registry
from tests.meta.repository import ROOT, python_files, text_files

# A figure in a sentence may be written out, a placeholder ({n}) or an f-string value (shown here as 0).
_FIGURE = r"(?:\d+(?:,\d+)?|\{\w*(?::[^{}]*)?\})"

DEFICIT = re.compile(
    rf"""
    \b(?:maar|slechts)\s+{_FIGURE}\s*(?:%|procent|punten?\b|van\ de\b)
    | \bonvoldoende\b
    | \bachterstand(?:en)?\b
    | \brisico(?:student|leerling|groep)?(?:en|s)?\b
    | \bprobleem-?\w+
    | \bfaalt\b | \bfalen\b
    | \bkan\ niet\b
    | \bte\ weinig\b
    | \bslechtste\b | \blaagste\b
    | \balarm(?:en)?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

ADVICE = "Say what is next instead: nu nog niet, op weg naar, volgende stap, heeft nodig."

# This file lists the words in order to refuse them.
_LISTS_THE_WORDS = "dashboard/wording/__init__.py"


def sentences(source: str) -> list[tuple[int, str]]:
    """Find every text in Python `source` with its line; a value inside an f-string reads as 0."""
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(p.value) if isinstance(p, ast.Constant) else "0" for p in node.values]
            found.append((node.lineno, "".join(parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            found.append((node.lineno, node.value))
    return found


def definitions(source: str) -> list[tuple[int, str]]:
    """Find the texts that hold a definition block: a docstring or constant with the part 'Waarom:'."""
    return [(line, text) for line, text in sentences(source) if "Waarom:" in text]


def deficit_words(path: str, texts: list[tuple[int, str]]) -> list[str]:
    """Say where a text speaks of what someone lacks, and how to say it instead."""
    return [
        f"{path}:{line} says '{match[0]}'. {ADVICE}"
        for line, text in texts
        for match in DEFICIT.finditer(re.sub(r"\s+", " ", text))
    ]


def test_pages_and_prints_never_speak_of_what_a_student_lacks() -> None:
    found = [
        line
        for path, source in python_files("dashboard").items()
        if path != _LISTS_THE_WORDS
        for line in deficit_words(path, sentences(source))
    ]
    for path, text in text_files().items():
        if path.startswith("dashboard/") and not path.endswith((".py", ".pyi")):
            found += deficit_words(path, list(enumerate(text.splitlines(), start=1)))
    assert not found, "\n".join(found)


def test_steps_never_speak_of_what_a_student_lacks() -> None:
    found = [
        line
        for path, source in python_files("pipelines/steps").items()
        for line in deficit_words(path, sentences(source))
    ]
    assert not found, "\n".join(found)


def test_definitions_never_speak_of_what_a_student_lacks() -> None:
    found = [
        line for path, source in python_files("pipelines").items() for line in deficit_words(path, definitions(source))
    ]
    for path in sorted((ROOT / "pipelines/marts").glob("*.*")):
        found += deficit_words(f"pipelines/marts/{path.name}", [(1, registry.words_of_mart(path))])
    assert not found, "\n".join(found)


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
        'def f() -> str:\n    """Deze student kan\n    niet meedoen."""',
    ],
)
def test_a_sentence_about_what_someone_lacks_is_found(source: str) -> None:
    assert deficit_words("dashboard/panels.py", sentences(source))


@pytest.mark.parametrize(
    "source",
    [
        'text = "12 van de 20 lessen"',
        'text = "nu nog niet, maar wel op weg naar 10.00 uur"',
        'text = "dat is geen probleem"',
        'text = "volgende stap: nog 3 lessen"',
    ],
)
def test_a_sentence_about_what_someone_did_is_fine(source: str) -> None:
    assert deficit_words("dashboard/panels.py", sentences(source)) == []


def test_only_the_definition_is_judged_outside_the_pages() -> None:
    source = 'DEFINITIONS = """# Kop\nWaarom: om het alarm."""\nNOTE = "at most 5 % false alarm"'
    assert len(deficit_words("pipelines/progress.py", definitions(source))) == 1


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
