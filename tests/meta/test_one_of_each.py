"""One file and one test per source and step: what is missing is said here, with what to do about it."""

import ast
import importlib
import re
from collections import Counter
from pathlib import Path

import dataframely as dy
import pytest

from pipelines import registry
from pipelines.contract import At, Integer, Layout, Schema, Source, about
from pipelines.definition import parse
from pipelines.indicator import MARTS
from tests.meta.repository import ROOT, python_files


def names_in(folder: str, suffix: str = ".py") -> list[str]:
    """List the sources, steps or marts in a folder: one file, one name."""
    return sorted(path.stem for path in (ROOT / folder).glob(f"[!_]*{suffix}"))


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


# -- A test file of its name -------------------------------------------------------------------------------


def untested(folder: str, names: list[str], tests: set[str]) -> list[str]:
    """Say for which names there is no test file, and how to begin one."""
    kind = Path(folder).name
    return [
        f"{folder}/{name} has no test. Write tests/{kind}/test_{name}.py: draw a few lines as a table in the "
        "test, the boundary and the empty value among them, and say in the test's name what should come out."
        for name in names
        if f"tests/{kind}/test_{name}.py" not in tests
    ]


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        ("pipelines/sources", ".py"),
        ("pipelines/indicators", ".py"),
        ("pipelines/steps", ".py"),
        ("pipelines/marts", ".sql"),
        ("pipelines/marts", ".py"),
        ("pipelines/remarks", ".sql"),
    ],
)
def test_everything_has_a_test_file_of_its_name(folder: str, suffix: str) -> None:
    names = names_in(folder, suffix)
    assert names, f"{folder} is empty: this test looks in the wrong place."
    missing = untested(folder, names, set(python_files("tests")))
    assert not missing, "\n".join(missing)


def test_every_test_file_of_a_step_indicator_or_source_has_something_to_test() -> None:
    strays = [
        f"{path} tests nothing that exists. Rename it after the file it tests, or delete it."
        for path in python_files("tests/sources", "tests/indicators", "tests/steps")
        if (name := re.fullmatch(r"tests/(sources|indicators|steps)/test_(\w+)\.py", path))
        and name[2] not in names_in(f"pipelines/{name[1]}")
    ]
    assert not strays, "\n".join(strays)


def test_a_missing_test_file_is_found() -> None:
    tests = {"tests/steps/test_came_back.py"}
    assert untested("pipelines/steps", ["came_back"], tests) == []
    assert len(untested("pipelines/steps", ["came_back", "first_full_day"], tests)) == 1


# -- Sources -----------------------------------------------------------------------------------------------


def source_gaps(name: str, docstring: str, source: Source) -> list[str]:
    """Say what the source `name` still lacks."""
    where = f"pipelines/sources/{name}.py"
    gaps = []
    if not re.match(r"[A-Z][\w ]+: \S", docstring):
        gaps.append(f'{where}: start the docstring with what it is, as "Calendar: the holidays."')
    if not re.search(r"Who delivers it: [^.]{10,}", docstring):
        gaps.append(f'{where}: say who delivers it and how often: "Who delivers it: the timetable office, yearly."')
    if source.name != name:
        gaps.append(f"{where}: SOURCE is named '{source.name}'. Name it after its file: '{name}'.")
    for column, rules in source.schema.columns().items():
        metadata = rules.metadata or {}
        if not str(metadata.get("description", "")).strip():
            gaps.append(f'{where}: column {column} has no description. Add metadata=about("Wat het is", example).')
        if not str(metadata.get("example", "")).strip():
            gaps.append(f'{where}: column {column} has no example. Add it: metadata=about("Wat het is", example).')
    for layout in source.layouts:
        if not layout.documented.strip():
            gaps.append(f"{where}: layout {layout.name} does not say where it is documented. Fill in documented=.")
        gaps += [
            f"{where}: layout {layout.name} has no place for {column}, needed in every row. Add it."
            for column, rules in source.schema.columns().items()
            if not rules.nullable and column not in layout.columns
        ]
    return gaps


def rule_gaps(path: str, source: str) -> list[str]:
    """Say which rule across columns does not explain, in its docstring, what is wrong and what to do."""
    return [
        f"{path}: rule {node.name} has no docstring. Say in Dutch what is wrong with the line and what to do."
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        and any("rule" in ast.unparse(decorator) for decorator in node.decorator_list)
        and not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("name", names_in("pipelines/sources"))
def test_a_source_says_what_it_is_and_what_every_column_means(name: str) -> None:
    module = importlib.import_module(f"pipelines.sources.{name}")
    gaps = source_gaps(name, module.__doc__ or "", module.SOURCE)
    gaps += rule_gaps(f"pipelines/sources/{name}.py", _text(f"pipelines/sources/{name}.py"))
    assert not gaps, "\n".join(gaps)


class _Bare(Schema):
    """A schema whose second column says nothing."""

    student_id = dy.Int32(metadata=about("Studentnummer", 10001))
    minutes = dy.Int32()


_LAYOUT = Layout(name="own", title="Own", header=("nr",), columns={"student_id": At(("nr",), Integer())})
_BARE = Source(
    name="other",
    title="Bare",
    schema=_Bare,
    grain=("student_id",),
    replaces=("student_id",),
    layouts=(_LAYOUT,),
)


def test_a_rule_that_does_not_say_what_to_do_is_found() -> None:
    silent = "class Row(Schema):\n    @rule()\n    def ends_after_start(cls):\n        return 1"
    told = silent.replace("return 1", "'''Het einde ligt voor het begin. Verbeter de datum.'''")
    assert len(rule_gaps("pipelines/sources/bare.py", silent)) == 1
    assert rule_gaps("pipelines/sources/bare.py", told) == []


def test_a_source_that_says_too_little_is_found() -> None:
    expected = [
        "start the docstring with what it is",
        "say who delivers it and how often",
        "SOURCE is named 'other'. Name it after its file: 'bare'.",
        "column minutes has no description",
        "column minutes has no example",
        "layout own does not say where it is documented",
        "layout own has no place for minutes",
    ]
    for gap, said in zip(source_gaps("bare", "", _BARE), expected, strict=True):
        assert said in gap


# -- Definitions: marts, progress and steps -----------------------------------------------------------------


def definition_gaps(where: str, text: str) -> list[str]:
    """Say what a definition block still lacks before it can stand on the page 'Zo rekenen we'."""
    advice = "Write it as: # Titel, Waarom: ..., Telt mee: ..., Telt niet mee: ..., Lees met beleid: ..."
    try:
        blocks = parse(text, name="block", where=where)
    except ValueError as error:
        return [f"{error}. {advice}"]
    return [] if blocks else [f"{where} has no definition. {advice}"]


@pytest.mark.parametrize("name", names_in("pipelines/steps"))
def test_a_step_is_defined_in_words_for_the_screen(name: str) -> None:
    module = importlib.import_module(f"pipelines.steps.{name}")
    gaps = definition_gaps(f"pipelines/steps/{name}.py", module.__doc__ or "")
    assert not gaps, "\n".join(gaps)
    assert module.STEP.name == name, f"pipelines/steps/{name}.py: give STEP module=__name__."


@pytest.mark.parametrize("name", names_in("pipelines/indicators"))
def test_an_indicator_is_defined_in_words_for_the_screen(name: str) -> None:
    module = importlib.import_module(f"pipelines.indicators.{name}")
    gaps = definition_gaps(f"pipelines/indicators/{name}.py", module.__doc__ or "")
    assert not gaps, "\n".join(gaps)
    assert module.INDICATOR.name == name, f"pipelines/indicators/{name}.py: give INDICATOR module=__name__."
    assert module.INDICATOR.mart in MARTS, f"pipelines/indicators/{name}.py: say in MARTS what its mart is grouped by."


@pytest.mark.parametrize("name", ["progress", "class_progress"])
def test_progress_is_defined_in_words_for_the_screen(name: str) -> None:
    gaps = definition_gaps(f"pipelines/{name}.py", importlib.import_module(f"pipelines.{name}").DEFINITIONS)
    assert not gaps, "\n".join(gaps)


@pytest.mark.parametrize("name", names_in("pipelines/remarks", ".sql"))
def test_remarks_are_about_a_source(name: str) -> None:
    assert name in names_in("pipelines/sources"), f"pipelines/remarks/{name}.sql: name it after a source."


def test_no_two_definitions_have_the_same_title() -> None:
    found = Counter(definition.title for definition in registry.definitions())
    twice = [title for title, number in found.items() if number > 1]
    assert not twice, f"{', '.join(twice)}: defined more than once. Keep the one beside the code of the figure."


@pytest.mark.parametrize(
    ("name", "suffix"),
    [(name, suffix) for suffix in (".sql", ".py") for name in names_in("pipelines/marts", suffix)],
)
def test_a_mart_says_what_one_row_is(name: str, suffix: str) -> None:
    path = f"pipelines/marts/{name}{suffix}"
    first = _text(path).lstrip().split("\n", 1)[0]
    assert re.match(r'(--|/\*|""")\s*\S', first), f"{path}: begin with a comment that says what one row is."
    words = registry.words_of_mart(ROOT / path)
    if "Waarom:" in words:
        gaps = definition_gaps(path, words)
        assert not gaps, "\n".join(gaps)


@pytest.mark.parametrize(
    "text",
    [
        "A step in English prose.",
        "# Kop\nWaarom: x.\nTelt mee: y.\nLees met beleid: z.",
        "# Kop\nWaarom:\nTelt mee: y.",
    ],
)
def test_a_definition_that_lacks_a_part_is_found(text: str) -> None:
    assert definition_gaps("pipelines/steps/came_back.py", text)


# -- Views -------------------------------------------------------------------------------------------------


def view_gaps(path: str, source: str) -> list[str]:
    """Say when a view has grown from a description of its page into the work itself."""
    gaps = []
    if not re.match(r'"""[A-Z][\w ]+: [^"]+\?', source):
        gaps.append(f'{path}: start with the question the page answers: """Klas: hoe groeit deze klas?"""')
    if (n_lines := len(source.splitlines())) > 60:
        gaps.append(f"{path} has {n_lines} lines. A view is 40 lines or so: move the work to panels or charts.")
    return gaps


def test_a_view_reads_as_a_description_of_its_page() -> None:
    gaps = [
        gap
        for path, source in python_files("dashboard/views").items()
        if not Path(path).name.startswith("_")
        for gap in view_gaps(path, source)
    ]
    assert not gaps, "\n".join(gaps)


def test_a_view_that_does_the_work_itself_is_found() -> None:
    assert len(view_gaps("dashboard/views/klas.py", "x = 1\n" * 61)) == 2
    assert view_gaps("dashboard/views/klas.py", '"""Klas: hoe groeit deze klas?"""\n') == []
