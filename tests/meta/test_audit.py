"""The audit of dependencies: a weakness fails, a source that is away does not, and nothing else is let through."""

import importlib.util
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.meta.repository import ROOT


@pytest.fixture(scope="module")
def verdict() -> Callable[[str, str], tuple[bool, str]]:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci/audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.verdict  # type: ignore[no-any-return]


WELL = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"], "aliases": []}]}
MENDED_NOWHERE = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}
UNKNOWN = {"name": "d", "skip_reason": "Dependency not found on PyPI and could not be audited: d (1)"}


@pytest.mark.parametrize(
    ("dependencies", "is_well", "sentence"),
    [
        ([WELL], True, "No known weakness in 1 dependencies."),
        ([WELL, UNKNOWN], True, "No known weakness in 1 dependencies.\nThe source does not know d."),
        ([UNKNOWN, UNKNOWN], True, "Known weaknesses were not looked for"),
        ([WELL, WEAK], False, "Known weaknesses:\nb 2: PYSEC-1, mended in 3"),
        ([WEAK, UNKNOWN], False, "mended in 3\nThe source does not know d."),
        ([MENDED_NOWHERE], False, "c 2: PYSEC-2, mended in no version yet"),
        ([], False, "saw no dependency"),
    ],
)
def test_what_was_found_decides(
    dependencies: list[dict[str, Any]], is_well: bool, sentence: str, verdict: Callable[[str, str], tuple[bool, str]]
) -> None:
    found, said = verdict(json.dumps({"dependencies": dependencies}), "")
    assert found is is_well
    assert sentence in said


@pytest.mark.parametrize(
    ("output", "errors", "is_well"),
    [
        ("", "requests.exceptions.ConnectionError: HTTPSConnectionPool(...)", True),
        ("", "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed", True),
        ("", "ERROR:pip_audit._cli:invalid requirements input: x.txt", False),
        ("", "No module named pip_audit", False),
        ("null", "", False),
        ("{}", "", False),
    ],
)
def test_a_source_that_is_away_is_told_from_an_audit_that_failed(
    output: str, errors: str, is_well: bool, verdict: Callable[[str, str], tuple[bool, str]]
) -> None:
    found, said = verdict(output, errors)
    assert found is is_well
    assert ("cannot be reached" in said) is is_well
