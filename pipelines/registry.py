"""Finds the sources, indicators and steps: every module in the folder that declares one, no list to keep."""

from __future__ import annotations

import ast
import hashlib
import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pipelines import indicators as indicators_folder
from pipelines import sources as sources_folder
from pipelines import steps as steps_folder
from pipelines.contract import Source
from pipelines.definition import Definition, parse

if TYPE_CHECKING:
    from pipelines.indicator import Indicator
    from pipelines.step import Step

HERE = Path(__file__).parent


@cache
def sources() -> dict[str, Source]:
    """All sources by name, alphabetical."""
    return {module.SOURCE.name: module.SOURCE for module in _modules(sources_folder)}


@cache
def indicators() -> dict[str, Indicator]:
    """All group figures by name, alphabetical."""
    return {module.INDICATOR.name: module.INDICATOR for module in _modules(indicators_folder)}


@cache
def steps() -> tuple[Step, ...]:
    """All small steps, alphabetical by file name."""
    return tuple(module.STEP for module in _modules(steps_folder))


@cache
def definitions() -> tuple[Definition, ...]:
    """Every definition that is shown on screen: of the marts, of ways to count, of the indicators and of the steps."""
    found: list[Definition] = []
    for path in sorted((HERE / "marts").iterdir()):
        if path.suffix in {".py", ".sql"}:
            found += parse(words_of_mart(path), name=path.stem, where=f"pipelines/marts/{path.name}")
    for name in (
        "deliveries", "progress", "class_progress", "control_chart", "cycle_check", "survival", "disclosure", "history",
        "looking",
    ):  # fmt: skip
        text = importlib.import_module(f"pipelines.{name}").DEFINITIONS
        found += parse(text, name=name, where=f"pipelines/{name}.py")
    for folder in (indicators_folder, steps_folder):
        for module in _modules(folder):
            name = module.__name__.rpartition(".")[2]
            where = f"{module.__name__.replace('.', '/')}.py"
            found += parse(module.__doc__ or "", name=name, where=where)
    return tuple(found)


def words_of_mart(path: Path) -> str:
    """What a mart says of itself: the docstring of its function's file, or the comments of its query."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return ast.get_docstring(ast.parse(text)) or ""
    return "\n".join(line[2:].strip() for line in text.splitlines() if line.startswith("--"))


@cache
def fingerprint(*parts: str) -> str:
    """Hash of the code in the named files and folders: a change in it makes earlier results of it worthless."""
    digest = hashlib.sha256()
    for part in parts:
        path = HERE / part
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in {".py", ".sql"}:
                digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _modules(folder: ModuleType) -> list[ModuleType]:
    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__))
    return [importlib.import_module(f"{folder.__name__}.{name}") for name in names]
