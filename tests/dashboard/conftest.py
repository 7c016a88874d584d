"""A small part of the fictional school: the classes of one system have lessons, the others not yet."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from pipelines import api
from pipelines.api import Build
from pipelines.build import build
from pipelines.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "dashboard" / "app.py"
LESSONS = re.compile(r"melding|waarneming|registraties|presentie", re.IGNORECASE)
THIS_YEAR = re.compile(r"^PARS_registraties_(2025-(0[89]|1\d)|2026)")

Opener = Callable[..., AppTest]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of all deliveries of the fictional school but lessons: of these the PARS lessons of this school year."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "inbox").mkdir()
    for file in (ROOT / "sample_data").iterdir():
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


@pytest.fixture
def listens_on() -> Iterator[Callable[[str | None], None]]:
    """Let the server listen on an address; afterwards on the one it had."""
    before = config.get_option("server.address")
    yield lambda address: config.set_option("server.address", address)
    config.set_option("server.address", before)


@pytest.fixture
def visit(store: Path, monkeypatch: pytest.MonkeyPatch, listens_on: Callable[[str | None], None]) -> Opener:
    """Open a page of the app on this machine: the name of its view, and what stands in the URL."""
    monkeypatch.setenv("GROEILIJN_STORE", str(store))
    listens_on("127.0.0.1")

    def opened(view: str | None = None, **parameters: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        if view is not None:
            app.switch_page(f"views/{view}.py")
            for name, value in parameters.items():
                app.query_params[name] = value
            app.run()
        return app

    return opened
