"""The matrix leaves nothing out: each page, each word in an address and each question has a place in it.

What is new fails here until somebody thought of it; the message says where to put it.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from pipelines import api
from tests.dashboard import matrix
from tests.dashboard.conftest import APP
from tests.dashboard.test_matrix import PAGES
from tests.meta.repository import ROOT, python_files

BY_THE_MATRIX = {"students", "class_figures", "figures", "coverage", "classes", "check_cycle"}
"""Questions whose answers are laid beside the rule, row by row."""

OF_FIGURES = {"changes", "side_by_side", "funnel", "control_chart"}
"""Questions that ask `figures`, and nothing else of people."""

OF_NOBODY = {"norms", "vsv_files", "job_items", "job_references", "deliveries"}
"""What stands on no line about a person."""

OF_SCOPE = {"reach", "cycle_teams", "look"}
"""What says who may be written about, or that somebody looked."""

FOR_ONE_ROLE = {
    "retention": {"kwaliteit"},
    "rejected": {"beheer"},
    "remarks": {"kwaliteit", "beheer"},
    "revisions": {"beheer"},
    "accept_revision": {"beheer"},
    "looked": {"beheer"},
}
"""What is closed to all other roles; tested in their own tests and on the pages."""


def asked_by_a_viewer() -> set[str]:
    """The doors of `api`: what it offers to a viewer."""
    return {
        name
        for name, one in inspect.getmembers(api, inspect.isfunction)
        if not name.startswith("_") and "viewer" in inspect.signature(one).parameters
    }


def test_every_door_has_a_place_in_the_matrix() -> None:
    places = (BY_THE_MATRIX, OF_FIGURES, OF_NOBODY, OF_SCOPE, set(FOR_ONE_ROLE))
    new = asked_by_a_viewer() - set().union(*places)
    assert not new, f"{new}: lay what it gives beside the rule in test_matrix.py, or say here why that is not needed."
    assert not set().union(*places) - asked_by_a_viewer(), "A door that is gone still has a place here."


@pytest.mark.parametrize("name", FOR_ONE_ROLE)
def test_a_door_for_one_role_asks_for_that_role_first(name: str) -> None:
    roles: set[str] = set()
    door = getattr(api, name)
    for node in ast.walk(ast.parse(inspect.getsource(door))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"scope.require", "revisions"}:
            is_known = "revisions" in ast.unparse(node.func)
            roles |= FOR_ONE_ROLE[name] if is_known else _named(node.args[1], vars(inspect.getmodule(door)))
    assert roles == FOR_ONE_ROLE[name]


def _named(node: ast.expr, known: dict[str, Any]) -> set[str]:
    return set(eval(ast.unparse(node), known))  # noqa: S307


def test_every_view_is_a_page_of_the_matrix() -> None:
    views = {path.stem for path in (APP.parent / "views").glob("[!_]*.py")}
    assert views == set(PAGES), "A view has a line in PAGES of dashboard/app.py, and nothing else is a page."


def test_pages_are_made_in_one_place() -> None:
    makers = [path for path in python_files("dashboard") if _calls(path, {"st.Page", "st.navigation"})]
    assert makers == ["dashboard/app.py"], "The matrix opens what app.py makes; make pages there."


def _calls(path: str, names: set[str]) -> bool:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return any(isinstance(node, ast.Call) and ast.unparse(node.func) in names for node in ast.walk(tree))


def parameters() -> Iterator[tuple[str, str]]:
    """Every name that stands in an address, with where it is declared."""
    for found in pkgutil.walk_packages(dashboard.__path__, "dashboard."):
        if found.name != "dashboard.app" and ".views." not in found.name and ".migrations" not in found.name:
            for name, value in vars(importlib.import_module(found.name)).items():
                if name.endswith("_PARAM"):
                    yield value, f"{found.name}.{name}"


def test_the_matrix_knows_every_word_in_an_address() -> None:
    known = inspect.getsource(matrix.addresses)
    new = sorted(where for value, where in parameters() if f'"{value}"' not in known)
    assert not new, f"{new}: add what may stand there, own and another's, to addresses() in matrix.py."


def test_an_address_is_read_by_names_that_are_declared() -> None:
    strays = [
        f"{path}:{node.lineno}"
        for path in python_files("dashboard")
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "st.query_params" and _is_word(node.slice))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "st.query_params.get" and _is_word(node.args[0]))
        or (isinstance(node, ast.Call) and _is_bound_to_a_word(node))
    ]
    assert not strays, f"{strays}: give the word a name that ends in _PARAM, so that the matrix finds it."


def _is_bound_to_a_word(call: ast.Call) -> bool:
    given = {one.arg: one.value for one in call.keywords}
    return "bind" in given and ("key" not in given or _is_word(given["key"]))


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def has_a_date() -> None:
    """A page on which a day can be chosen outside a form."""
    import streamlit as st

    st.date_input("Vanaf wanneer?")


def test_a_field_that_nobody_fills_in_stands_in_a_form() -> None:
    with pytest.raises(AssertionError, match="stands in no form"):
        list(matrix.presses(AppTest.from_function(has_a_date).run()))
