"""Opens pages on a small part of the fictional school (the `store` of all tests)."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "dashboard" / "app.py"

Opener = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def _installed_components_are_looked_up_once() -> Iterator[None]:
    """Keep which components are installed: every app that is opened reads the metadata of all packages for it."""
    with pytest.MonkeyPatch.context() as patched:
        looked_up = cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", looked_up)
        yield


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
        if view is not None:
            app.switch_page(f"views/{view}.py")
        return app.run()

    return opened
