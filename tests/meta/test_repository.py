"""The repository works on every machine: no path of one machine, no address it should not need."""

import re
import sys
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipelines.registry import sources
from pipelines.settings import load
from tests.meta.repository import ROOT, python_files, text_files

_ABSOLUTE = re.compile(
    r"(?<![\w.:/~$}*)<-])/(?:home|root|Users|tmp|work|opt|usr|var|mnt|srv|private)/\w[^\s'\")]*"
    r"|\b[A-Z]:\\+\w+"
)
_SHEBANG = re.compile(r"^#!\S+")

# This file holds examples of what it refuses.
_THIS_FILE = "tests/meta/test_repository.py"
_TEXTS = {path: text for path, text in text_files().items() if path != _THIS_FILE}


def absolute_paths(path: str, text: str) -> list[str]:
    """Say where a text holds a path of one machine; the first line may name its interpreter."""
    return [
        f"{path}:{number} holds {match[0]}. Make the path from a setting, from __file__ or from tmp_path."
        for number, line in enumerate(text.splitlines(), start=1)
        for match in _ABSOLUTE.finditer(_SHEBANG.sub("", line) if number == 1 else line)
    ]


def test_no_file_holds_a_path_of_one_machine() -> None:
    found = [line for path, text in _TEXTS.items() for line in absolute_paths(path, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["x\nstore = '/home/an/store'", "# see C:\\Users\\an", "cd /tmp/x"])
def test_a_path_of_one_machine_is_found(text: str) -> None:
    assert absolute_paths("pipelines/store.py", text)


@pytest.mark.parametrize("text", ["#!/usr/bin/env bash", "figures/home/page", "https://example.org/usr/x"])
def test_a_shebang_or_an_address_is_no_path_of_one_machine(text: str) -> None:
    assert absolute_paths(".ci/run", text) == []


def test_who_may_open_a_file_is_asked_in_one_place() -> None:
    own = ("tests/modes.py", _THIS_FILE)
    found = [name for name, text in python_files("tests").items() if "st_mode" in text and name not in own]
    assert not found, f"{', '.join(found)}: ask open_to_others of tests.modes, for on Windows no file has modes."


# Where a reader may be sent, and names that are never fetched. Anything else is an address too many.
_ADDRESSES = {"127.0.0.1", "localhost", "example.org", "login.microsoftonline.com", "vega.github.io", "www.w3.org"}


def foreign_addresses(path: str, text: str) -> list[str]:
    """Say where a text names a host that neither the program nor its reader needs."""
    return [
        f"{path}:{number} names {host}. Leave it out: what is installed comes from the registry each machine "
        "has set, and a page asks nothing of another host."
        for number, line in enumerate(text.splitlines(), start=1)
        for host in re.findall(r"(?:https?|ftp|git)(?:\+\w+)?://(?:[^/\s@]*@)?(\[[^\]]+\]|[\w.-]+)", line)
        if host not in _ADDRESSES and "." in host and not host.endswith((".example", ".test", ".invalid"))
    ]


def test_no_file_names_a_host_it_does_not_need() -> None:
    found = [line for path, text in _TEXTS.items() for line in foreign_addresses(path, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["--index-url https://packages.elsewhere.net/simple", "http://10.0.0.7/x"])
def test_a_host_too_many_is_found(text: str) -> None:
    assert foreign_addresses("requirements.txt", text)


def clashing_modules(paths: list[str]) -> list[str]:
    """Say which modules right under dashboard/ hide one of the standard library or of what we depend on."""
    taken = sys.stdlib_module_names | {
        "streamlit",
        "altair",
        "polars",
        "numpy",
        "pandas",
        "pyarrow",
        "typer",
        "rich",
    }
    return [
        f"{path} hides the module '{name}': streamlit puts dashboard/ first on the path. Choose another name."
        for path in paths
        for name in [PurePosixPath(path.removeprefix("dashboard/")).parts[0].removesuffix(".py")]
        if name in taken
    ]


def test_no_dashboard_module_hides_another() -> None:
    found = clashing_modules(list(python_files("dashboard")))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["dashboard/calendar.py", "dashboard/secrets/store.py", "dashboard/polars.py"])
def test_a_dashboard_module_that_hides_another_is_found(path: str) -> None:
    assert clashing_modules(["dashboard/app.py", path])


# -- Dependencies and commands ------------------------------------------------------------------------------


def pinned(requirements: str) -> dict[str, set[str]]:
    """Read an exported requirements file: name -> its exact versions, one per platform or Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", requirements, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def drift(declared: list[str], requirements: str) -> list[str]:
    """Say which declared dependency is missing from the export or pinned outside its range."""
    exported = pinned(requirements)
    found = []
    for line in declared:
        wanted = Requirement(line)
        versions = exported.get(canonicalize_name(wanted.name), set())
        if not versions or not all(wanted.specifier.contains(version) for version in versions):
            found.append(
                f"{line}: exported as {', '.join(sorted(versions)) or 'nothing'}. "
                "Export the requirements files again (CONTRIBUTING.md, Dependencies)."
            )
    return found


def _project() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = project["dependencies"]
    return {
        "requirements.txt": runtime,
        "requirements-dev.txt": runtime + project["optional-dependencies"]["dev"],
    }


@pytest.mark.parametrize("export", ["requirements.txt", "requirements-dev.txt"])
def test_the_exported_versions_are_those_of_pyproject(export: str) -> None:
    found = drift(_project()[export], (ROOT / export).read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("export", ["requirements.txt", "requirements-dev.txt"])
def test_every_exported_version_has_hashes_and_no_source(export: str) -> None:
    text = (ROOT / export).read_text(encoding="utf-8")
    lines = [line.strip(" \\") for line in text.splitlines() if not line.startswith("#")]
    entries = re.split(r"\n(?!--hash)", "\n".join(lines))
    assert [entry for entry in entries if not re.match(r"[\w.-]+==[^\n]+\n--hash=sha256:", entry)] == []


def test_a_dependency_outside_its_range_or_missing_is_found() -> None:
    requirements = "polars==2.1.0 \\\n    --hash=sha256:aa\n"
    assert drift(["polars>=2.1,<3"], requirements) == []
    assert len(drift(["polars>=2.2,<3", "duckdb>=2"], requirements)) == 2


def test_the_readme_describes_a_layout_that_works(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"^```toml\n(.*?)^```$", readme, flags=re.MULTILINE | re.DOTALL)
    assert example is not None
    (tmp_path / "groeilijn.toml").write_text(example[1], encoding="utf-8")
    attendance = {source.name: source for source in load(tmp_path / "groeilijn.toml").sources(sources())}["attendance"]
    assert attendance.layouts[0].name == "Ons systeem"
    assert attendance.required(attendance.layouts[0]) == [
        "student_id",
        "date",
        "start_minute",
        "end_minute",
        "status",
    ]


def test_the_readme_opens_with_the_two_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first, second = re.findall(r"^```sh\n(.*?)\n```$", readme, flags=re.MULTILINE | re.DOTALL)[:2]
    assert "\n" not in first
    assert "\n" not in second
    assert first.endswith("groeilijn demo")
    assert second.endswith("python -m pytest")
