"""A real browser in front of the real dashboard, filled with the fictional school."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket, sync_playwright

from pipelines.build import build
from pipelines.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")

# Root may not use the sandbox; the rest keeps the browser itself from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every test in this folder."""
    item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of this machine; without one, skip, or fail where CI is set."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        reason = f"No browser on the path: install one of {', '.join(BROWSERS)} to run the browser tests."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the fictional school from a build of its own, and give the address."""
    folder = tmp_path_factory.mktemp("dashboard")
    build(Settings(inbox=ROOT / "sample_data", store=folder / "store"), is_sample=True)
    with served(folder / "store", free_port()) as (address, _):
        yield address


@contextmanager
def served(store: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the newest build of a store while inside, and give the address and the process of the server."""
    log = store.parent / "log.txt"
    with log.open("ab") as told:
        server = subprocess.Popen(
            [
                *[sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard/app.py")],
                *[f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"],
            ],
            cwd=ROOT,
            env={**os.environ, "GROEILIJN_STORE": str(store)},
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, server, log)
            yield address, server
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture
def page(browser: Browser, dashboard: str) -> Iterator[Page]:
    """Open a page of a Dutch browser; it asks nothing of another host and ends without an error."""
    elsewhere: list[str] = []
    ours = urlsplit(dashboard).netloc

    def note(asked: Request | WebSocket) -> None:
        address = urlsplit(asked.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != ours:
            elsewhere.append(asked.url)

    context = browser.new_context(
        base_url=dashboard,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": 1280, "height": 900},
    )
    opened = context.new_page()
    opened.on("request", note)
    opened.on("websocket", note)
    yield opened
    broken = opened.locator("[data-testid=stException]").count()
    context.close()
    assert broken == 0, "The page ended on an error."
    assert elsewhere == [], "The page asked something of another host: serve it from the dashboard itself."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"The dashboard did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
