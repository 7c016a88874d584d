"""The way in and out by a real OpenID Connect provider that runs on this machine."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.panels import handing_over
from pipelines.build import build
from pipelines.settings import Settings
from tests.browser.conftest import ROOT, free_port, wait_until_healthy
from tests.modes import open_to_others
from tests.small_school import SmallSchool

TITLE = "Welkom bij Groeilijn"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a school that is no sample, by `groeilijn serve`, with sign-in; give the address."""
    folder = tmp_path_factory.mktemp("sign_in")
    port = free_port()
    address = f"http://localhost:{port}"
    school = SmallSchool(folder, range(10))
    build(Settings(inbox=school.inbox, store=school.store))
    provider_port = free_port()
    with (folder / "log.txt").open("wb") as log:
        settings = folder / "groeilijn.toml"
        settings.write_text(
            'store = "store"\n[auth]\n'
            f'server_metadata_url = "http://localhost:{provider_port}/.well-known/openid-configuration"\n'
            f'client_id = "groeilijn"\naddress = "{address}"\n',
            "utf-8",
        )
        provider = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(provider_port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        command = "from pipelines.cli import app; app()"
        server = subprocess.Popen(
            [sys.executable, "-c", command, "serve", "--settings", str(settings), "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "GROEILIJN_AUTH__CLIENT_SECRET": "geheim-van-de-test", "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(address, server, folder / "log.txt")
            yield address
        finally:
            for process in (server, provider):
                process.terminate()
                process.wait(timeout=30)


@pytest.fixture
def visitor(browser: Browser, school: str) -> Iterator[Page]:
    context = browser.new_context(base_url=school, locale="nl-NL", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(page: Page, person: str) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_have_text(TITLE, timeout=30_000)
    page.get_by_role("button", name="Inloggen").click()
    page.locator("input[name=sub]").fill(person)
    page.locator("button[type=submit], input[type=submit]").first.click()


def test_in_a_page_reload_out_and_back_shows_nothing(visitor: Page) -> None:
    sign_in(visitor, "mentor.e1a@voorbeeld.example")
    expect(visitor.locator("h1")).to_have_text("Klas E1A", timeout=30_000)
    visitor.reload()
    expect(visitor.locator("h1")).to_have_text("Klas E1A", timeout=30_000)
    sign_out(visitor)
    for _ in range(3):
        visitor.go_back()
        expect(visitor.get_by_text("Klas E1A")).to_have_count(0)
    visitor.goto("/klas")
    expect(visitor.locator("h1")).to_have_text(TITLE, timeout=30_000)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    confirm = page.locator("button[type=submit], input[type=submit]")
    expect(confirm.or_(page.get_by_role("button", name="Inloggen")).first).to_be_visible(timeout=30_000)
    if confirm.count():
        confirm.first.click()
    expect(page.locator("h1")).to_have_text(TITLE, timeout=30_000)


def test_a_colleague_who_signs_in_after_somebody_else_sees_nothing_of_the_first(visitor: Page) -> None:
    sign_in(visitor, "mentor.e1a@voorbeeld.example")
    expect(visitor.locator("h1")).to_have_text("Klas E1A", timeout=30_000)
    first_address = visitor.url
    link = visitor.get_by_role("link", name="Ada Aarts").first
    expect(link).to_be_visible(timeout=30_000)
    link.click()
    expect(visitor.locator("h1")).to_contain_text("Ada", timeout=30_000)
    student_address = visitor.url
    sign_out(visitor)
    sign_in(visitor, "mentor.e1b@voorbeeld.example")
    expect(visitor.locator("h1")).to_have_text("Klas E1B", timeout=30_000)
    shown = visitor.content()
    assert "Aarts" not in shown
    assert "E1A" not in shown
    for address in (first_address, student_address):
        visitor.goto(address)
        expect(visitor.get_by_text("hoort bij een klas of student die je met jouw rol niet kunt openen")).to_be_visible(
            timeout=30_000
        )
        assert "Aarts" not in visitor.content()
    kept = visitor.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "Aarts" not in kept
    assert "E1A" not in kept


def test_two_people_at_once_each_see_their_own(browser: Browser, school: str) -> None:
    contexts = [browser.new_context(base_url=school, locale="nl-NL") for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, person in zip(pages, ("mentor.e1a", "mentor.e1b"), strict=True):
        sign_in(page, f"{person}@voorbeeld.example")
    for _ in range(2):
        for page, name, other in zip(pages, ("E1A", "E1B"), ("E1B", "E1A"), strict=True):
            expect(page.locator("h1")).to_have_text(f"Klas {name}", timeout=30_000)
            assert f"Klas {other}" not in page.content()
            page.reload()
    # One out: the other stays in.
    expect(pages[0].locator("h1")).to_have_text("Klas E1A", timeout=30_000)
    sign_out(pages[0])
    pages[1].reload()
    expect(pages[1].locator("h1")).to_have_text("Klas E1B", timeout=30_000)
    for context in contexts:
        context.close()


def test_a_page_with_people_is_not_kept_by_the_browser(visitor: Page) -> None:
    sign_in(visitor, "mentor.e1a@voorbeeld.example")
    expect(visitor.locator("h1")).to_have_text("Klas E1A", timeout=30_000)
    # What the browser may keep is the program; students come by the websocket alone.
    page = visitor.request.get(visitor.url)
    assert "Aarts" not in page.text()
    assert "no-" in page.headers.get("cache-control", "")


def test_a_file_stands_at_an_address_that_nobody_can_guess_and_only_after_the_click(
    visitor: Page, browser: Browser
) -> None:
    taken, stranger = takes_the_class_along(visitor, browser)
    assert re.search(r"/media/[0-9a-f]{32,}\.pdf$", taken)
    guessed = re.sub(r"[0-9a-f](\.pdf)$", lambda found: ("1" if found[0][0] == "0" else "0") + found[1], taken)
    assert stranger.request.get(guessed).status == 404


@pytest.mark.long
def test_a_file_that_was_taken_is_gone_from_its_address_within_a_minute_or_so(visitor: Page, browser: Browser) -> None:
    taken, stranger = takes_the_class_along(visitor, browser)
    assert stranger.request.get(taken).status == 200, "Streamlit asks nobody who he is; that is why it has to go."
    stranger.wait_for_timeout(2_200 * handing_over.KEPT_SECONDS)
    assert stranger.request.get(taken).status == 404


def takes_the_class_along(visitor: Page, browser: Browser) -> tuple[str, Page]:
    """The address of the print of a class that was just taken, and somebody who did not sign in."""
    sign_in(visitor, "mentor.e1a@voorbeeld.example")
    # A page that is still being made takes its buttons back.
    expect(visitor.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=30_000
    )
    with visitor.expect_download(timeout=60_000) as download:
        visitor.get_by_role("button", name="Print deze klas").click(timeout=30_000)
    return download.value.url, browser.new_context().new_page()


def test_somebody_the_school_does_not_know_sees_no_data(visitor: Page) -> None:
    sign_in(visitor, "iemand@voorbeeld.example")
    expect(visitor.get_by_text("je hoort nog niet bij een klas")).to_be_visible(timeout=30_000)
    visitor.goto("/gegevens")
    expect(visitor.locator("h1")).to_have_text(TITLE, timeout=30_000)


def test_the_secrets_of_sign_in_are_for_the_owner_only(school: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = next(Path(tmp_path_factory.getbasetemp()).glob("sign_in*/store"))
    assert open_to_others(store / name for name in ("sign_in.toml", "cookie.key", "secret.key")) == []
