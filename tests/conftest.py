"""What every test starts from: the same draws in every run, and nothing of this machine's own settings.

Pages and prints share a small part of the fictional school: the classes of one system have lessons, the others not yet.
"""

import gc
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines import api
from pipelines.api import Build
from pipelines.build import build
from pipelines.settings import Settings
from tests.sample_files import SAMPLE

LESSONS = re.compile(r"melding|waarneming|registraties|presentie", re.IGNORECASE)
THIS_YEAR = re.compile(r"^PARS_registraties_(2025-(0[89]|1\d)|2026)")

settings.register_profile("same_every_run", derandomize=True, deadline=None)
settings.load_profile("same_every_run")


def pytest_unconfigure() -> None:
    """Let go of what was opened: DuckDB names what is left when Python ends, below the line that says what passed."""
    if "streamlit" in sys.modules:
        sys.modules["streamlit"].cache_resource.clear()
    gc.collect()


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a school's settings in the environment out of the tests."""
    for name in [name for name in os.environ if name.upper().startswith("GROEILIJN")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of all deliveries of the fictional school but lessons: of these the PARS lessons of this school year."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "inbox").mkdir()
    for file in SAMPLE.iterdir():
        if THIS_YEAR.match(file.name) or (file.suffix in {".csv", ".gz"} and not LESSONS.search(file.name)):
            shutil.copy(file, folder / "inbox")
    build(Settings(inbox=folder / "inbox", store=folder / "store"), is_sample=True)
    return folder / "store"


@pytest.fixture(scope="session")
def school(store: Path) -> Build:
    """The same build, opened."""
    opened = api.open_build(store)
    assert opened is not None
    return opened
