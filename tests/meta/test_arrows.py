"""The import arrows: who may know of whom. They keep every part small enough to read on its own."""

import ast
import re
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from graphlib import CycleError, TopologicalSorter

import pytest

from pipelines import registry
from tests.meta.repository import ROOT, python_files


@dataclass(frozen=True)
class Arrow:
    """Files that match `where` import nothing of `never` and, if given, `only` these packages."""

    where: str
    why: str
    only: tuple[str, ...] | None = None
    never: tuple[str, ...] = ()
    standard_library: bool = True


ARROWS = [
    Arrow(
        "pipelines/sources/[!_]*.py",
        "A source says what a valid row is and how it arrives; reading and judging is the work of ingest.",
        only=("pipelines.contract", "pipelines.duo", "dataframely", "polars"),
    ),
    Arrow(
        "pipelines/duo.py",
        "How DUO writes is said in the words of the contract.",
        only=("pipelines.contract", "dataframely", "polars"),
    ),
    Arrow(
        "pipelines/indicators/[!_]*.py",
        "An indicator is two Polars expressions over one mart.",
        only=("pipelines.indicator", "polars"),
    ),
    Arrow(
        "pipelines/steps/[!_]*.py",
        "A step is a Polars expression over the days or weeks it is handed, and a sentence.",
        only=("pipelines.step", "polars"),
    ),
    Arrow(
        "pipelines/marts/[!_]*.py",
        "A mart is a function of the tables that its parameters name.",
        only=("pipelines.marts", "pipelines.runs", "polars"),
    ),
    Arrow(
        "pipelines/*.py",
        "The figures do not know how they are shown; hand the page a frame through pipelines.api.",
        never=("streamlit", "altair", "dashboard"),
    ),
    Arrow(
        "dashboard/*.py",
        "A page gets its figures from dashboard.data, so that no page can skip the scope of its viewer.",
        never=("duckdb", "pipelines.build", "pipelines.ingest", "pipelines.store"),
    ),
    Arrow(
        # What starts it from the command line may put its answer in the words of the dashboard.
        "dashboard/journal/[!_]*.py",
        "The journal is words in a database of its own: it knows no page and no build.",
        only=(
            "dashboard.journal",
            "pipelines.api.Reach",
            "pipelines.errors",
            "pipelines.private",
            "alembic",
            "pydantic",
            "pydantic_core",
            "sqlalchemy",
        ),
    ),
    Arrow(
        "dashboard/views/[!_]*.py",
        "A view reads as a description of its page; put the work in panels, filters, charts or data.",
        only=("dashboard", "__future__"),
        standard_library=False,
    ),
]

# What a page may name of the pipelines without going through dashboard.data: words, not rows.
WORDS_OF_PIPELINES = (
    "pipelines.api.Build",
    "pipelines.api.Reach",
    "pipelines.api.Viewer",
    "pipelines.definition",
    "pipelines.errors",
    "pipelines.private",
    "pipelines.school_year",
    "pipelines.settings",
)


def imported(source: str) -> set[str]:
    """Find every dotted name that `source` imports, also inside functions and by importlib."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=aliases):
                names.update(alias.name for alias in aliases)
            case ast.ImportFrom(module=module, names=aliases):
                names.update(f"{module}.{alias.name}" for alias in aliases)
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                names.add(module)
    return names


def _is_of(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def violations(path: str, source: str) -> list[str]:
    """Say of each import in `source` that goes against an arrow what it breaks and why that matters."""
    found = []
    for arrow in ARROWS:
        # fnmatch lets * run over folders, so an arrow for a package holds for everything under it.
        if not fnmatch(path, arrow.where):
            continue
        for name in sorted(imported(source)):
            standard = arrow.standard_library and name.split(".")[0] in sys.stdlib_module_names
            if _is_of(name, arrow.never) or (arrow.only is not None and not standard and not _is_of(name, arrow.only)):
                found.append(f"{path} imports {name}. {arrow.why}")
    if path.startswith("dashboard/") and path != "dashboard/data.py":
        found += [
            f"{path} imports {name}. Only dashboard/data.py asks pipelines.api; ask dashboard.data."
            for name in sorted(imported(source))
            if _is_of(name, ("pipelines",)) and not _is_of(name, WORDS_OF_PIPELINES)
        ]
    if path.startswith("pipelines/") and path != "pipelines/api.py":
        found += [
            f"{path} imports {name}. Rows of students are handed out by pipelines.api alone, and only to a Viewer."
            for name in sorted(imported(source))
            if _is_of(name, ("pipelines.student_rows",))
        ]
    if path == "dashboard/data.py":
        found += [
            f"{path} imports {name}. Rows come through pipelines.api and by no other door."
            for name in sorted(imported(source))
            if _is_of(name, ("pipelines",)) and not _is_of(name, ("pipelines.api", *WORDS_OF_PIPELINES))
        ]
    return found


def test_every_import_follows_the_arrows() -> None:
    broken = [
        line for path, source in python_files("pipelines", "dashboard").items() for line in violations(path, source)
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("pipelines/sources/enrolments.py", "from pipelines import store"),
        ("pipelines/sources/enrolments.py", "import duckdb"),
        ("pipelines/steps/came_back.py", "from pipelines.contract import Column"),
        ("pipelines/steps/came_back.py", "import numpy as np"),
        ("pipelines/indicators/presence.py", "from pipelines.step import Step"),
        ("pipelines/progress.py", "import altair as alt"),
        ("pipelines/cli.py", "def demo():\n    import streamlit"),
        ("pipelines/cli.py", "from dashboard import app"),
        ("pipelines/steps/came_back.py", "import importlib\nimportlib.import_module('streamlit.web')"),
        ("pipelines/rights.py", "from pipelines.student_rows import students"),
        ("pipelines/group_figures.py", "from pipelines import student_rows"),
        ("dashboard/data.py", "from pipelines import student_rows"),
        ("dashboard/panels/klas.py", "from pipelines.scope import Rows"),
        ("dashboard/charts.py", "import duckdb"),
        ("dashboard/panels/klas.py", "from pipelines import api"),
        ("dashboard/panels/klas.py", "from pipelines.api import students"),
        ("dashboard/data.py", "from pipelines.store import newest"),
        ("dashboard/journal/store.py", "import streamlit as st"),
        ("dashboard/journal/facts.py", "import duckdb"),
        ("dashboard/journal/doors.py", "from pipelines.api import students"),
        ("dashboard/journal/migrations/env.py", "from dashboard import data"),
        ("dashboard/views/klas.py", "import streamlit as st"),
        ("dashboard/views/klas.py", "from pipelines.api import Viewer"),
        ("dashboard/views/klas.py", "import datetime"),
    ],
)
def test_an_import_against_an_arrow_is_found(path: str, source: str) -> None:
    assert violations(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "pipelines/sources/enrolments.py",
            "from pipelines.contract import Column\nimport dataframely as dy",
        ),
        ("pipelines/steps/came_back.py", "import polars as pl\nfrom pipelines.step import Step"),
        ("pipelines/steps/__init__.py", "from pipelines import registry"),
        ("dashboard/data.py", "from pipelines import api\nfrom pipelines.api import students"),
        (
            "dashboard/access.py",
            "from pipelines.api import Viewer\nfrom pipelines.errors import ExpectedError",
        ),
        ("dashboard/views/klas.py", "from dashboard import filters, panels"),
    ],
)
def test_an_import_along_an_arrow_is_fine(path: str, source: str) -> None:
    assert violations(path, source) == []


# -- Marts ------------------------------------------------------------------------------------------------


# A choice of the school that a mart may depend on.
ILLNESS_COUNTS = "illness_counts"

# The rows of student_week, which a build keeps per school week and hands to the mart behind it.
KEPT_WEEKS = "week_plain"


def tables_read(sql: str) -> set[str]:
    """Find the tables and functions behind FROM and JOIN, names given by WITH left out."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'[^']*'", " ", sql, flags=re.DOTALL).lower()
    bare = re.sub(r"\bdistinct\s+from\b|\bextract\s*\([^()]*\)", " ", bare)
    given = set(
        re.findall(r"(?:\bwith(?:\s+recursive)?|,)\s+(\w+)(?:\s*\([^()]*\))?\s+as\s+(?:materialized\s*)?\(", bare)
    )
    read = set(re.findall(r"\b(?:from|join)\s+(?:lateral\s+)?([\w.\"$]+)", bare))
    return read - given - {KEPT_WEEKS, "unnest", "range", "generate_series", "values"}


def tables_named(name: str, source: str, marts: set[str]) -> set[str]:
    """Find the tables that the function of a mart in Polars asks for, by the names of its parameters."""
    asked = {
        argument.arg
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == name
        for argument in node.args.args
    }
    known = {mart: f"marts.{mart}" for mart in marts} | {one: f"validated.{one}" for one in registry.sources()}
    return {known.get(table, table) for table in asked - {ILLNESS_COUNTS}}


def mart_violations(name: str, read: set[str], marts: set[str]) -> list[str]:
    """Say what the mart `name` reads beside validated deliveries and the other marts here."""
    return [
        f"pipelines/marts/{name} reads {table}. A mart reads validated.<source> or another mart here."
        for table in sorted(read)
        if not re.fullmatch(r"validated\.\w+", table)
        and not (table.startswith("marts.") and table.removeprefix("marts.") in marts - {name})
    ]


def _marts() -> dict[str, set[str]]:
    """Each mart with what it reads."""
    folder = ROOT / "pipelines/marts"
    paths = [*folder.glob("*.sql"), *folder.glob("[!_]*.py")]
    marts = {path.stem for path in paths}
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return {
        path.stem: tables_read(text) if path.suffix == ".sql" else tables_named(path.stem, text, marts)
        for path, text in texts.items()
    }


def test_marts_read_validated_deliveries_and_earlier_marts_only() -> None:
    marts = _marts()
    broken = [line for name, read in marts.items() for line in mart_violations(name, read, set(marts))]
    assert not broken, "\n".join(broken)


def test_no_two_marts_wait_for_each_other() -> None:
    reads = {
        name: {table.removeprefix("marts.") for table in read if table.startswith("marts.")}
        for name, read in _marts().items()
    }
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        pytest.fail(f"These marts read each other in a circle: {error.args[1]}. One must be built first.")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_parquet('lessons.parquet')",
        "SELECT * FROM lessons",
        "SELECT * FROM marts.student_progress",
        "SELECT * FROM validated.attendance JOIN journal.goal USING (student_id)",
        "WITH a AS (SELECT * FROM store.attendance) SELECT * FROM a",
        "SELECT * FROM marts.student_day",
    ],
)
def test_a_mart_that_reads_elsewhere_is_found(sql: str) -> None:
    assert mart_violations("student_day", tables_read(sql), {"student_day", "student_week"})


def test_a_mart_in_polars_that_asks_for_something_else_is_found() -> None:
    marts = {"student_day", "student_week"}
    good = "def student_week(student_day, attendance, illness_counts): ..."
    assert tables_named("student_week", good, marts) == {"marts.student_day", "validated.attendance"}
    assert mart_violations("student_week", tables_named("student_week", good, marts), marts) == []
    bad = "def student_week(student_week, student_progress): ..."
    assert len(mart_violations("student_week", tables_named("student_week", bad, marts), marts)) == 2


def test_a_mart_may_name_its_own_parts() -> None:
    sql = """
        -- Read FROM anywhere in a comment
        WITH lesson AS (SELECT *, extract(year FROM date) AS y FROM validated.attendance),
        day (a, b) AS MATERIALIZED (SELECT * FROM lesson)
        SELECT 'from nowhere' AS word FROM day JOIN marts.student_week USING (a) WHERE a IS DISTINCT FROM b
    """
    assert mart_violations("student_day", tables_read(sql), {"student_day", "student_week"}) == []
