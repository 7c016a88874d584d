"""The way a quality officer goes: the overview, leaving, what a figure means, and a copy to take along."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROLE = "Kwaliteitsmedewerker"
NARROW = {"width": 390, "height": 844}


def open_overview(page: Page) -> None:
    page.goto(f"/?rol={ROLE}")
    expect(page.locator("h1")).to_have_text("Overzicht", timeout=60_000)
    expect(page.locator(".gl-figure")).to_have_count(4, timeout=60_000)


def test_from_the_overview_to_leaving_to_the_definition_to_the_export(page: Page, tmp_path: Path) -> None:
    open_overview(page)
    stayed = page.locator(".st-key-statement-vsv .gl-figure").inner_text()
    page.get_by_role("link", name="Meer over voortijdig schoolverlaten").click()
    expect(page.locator("h1")).to_have_text("Voortijdig schoolverlaten")

    said = page.locator(".gl-sub").first
    expect(said).to_contain_text("op de lijst van voortijdig schoolverlaters", timeout=60_000)
    listed = re.search(r"schoolverlaters: ([\d,]+)\s%", said.inner_text())
    assert listed is not None
    shares = [float(text.replace(",", ".")) for text in (stayed.split()[0], listed[1])]
    assert sum(shares) == pytest.approx(100)

    account = page.locator("[class*='st-key-account-voortijdig-schoolverlaten-verloop']")
    account.get_by_role("button", name="Wat telt mee?").click()
    meaning = "Vergelijk alleen dezelfde maand van verschillende jaren"
    expect(page.get_by_text(meaning).first).to_be_visible()
    page.keyboard.press("Escape")

    with page.expect_download() as download:
        account.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "taken.csv")
    content = (tmp_path / "taken.csv").read_text(encoding="utf-8-sig")
    assert content.startswith("# Wat: Voortijdig schoolverlaten, verloop per maand, Hele school, alle niveaus\n")
    assert meaning in content
    newest = [line.split(";") for line in content.splitlines() if line.startswith("2025")][-1]
    assert listed[1] in newest


@pytest.mark.parametrize(
    ("view", "heading", "charts"),
    [
        ("vsv?niveau=2", "Voortijdig schoolverlaten", ("pace", "years", "funnel", "retention")),
        ("job", "JOB-monitor", ("editions",)),
    ],
)
def test_the_charts_are_drawn_with_their_sentence(page: Page, view: str, heading: str, charts: tuple[str, ...]) -> None:
    page.goto(f"/{view}{'&' if '?' in view else '?'}rol={ROLE}")
    expect(page.locator("h1")).to_have_text(heading, timeout=60_000)

    for key in charts:
        chart = page.locator(f".st-key-{key} [role='graphics-document']")
        expect(chart).to_be_visible(timeout=60_000)
        expect(chart).to_have_attribute("aria-label", re.compile(r"\.$"))
        expect(page.locator(f".st-key-{key} svg.marks path").nth(3)).to_be_attached()


@pytest.mark.parametrize("view", ["overzicht", "vsv", "job", "begeleiding", "gegevens"])
def test_nothing_sticks_out_of_the_screen_of_a_phone(page: Page, view: str) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(f"/{view}?rol={ROLE}")
    expect(page.get_by_role("button", name="Wat telt mee?").last).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)

    page.wait_for_timeout(500)
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.stMain .stHtml, .stMain .stPageLink, .stMain svg.marks')]"
        ".map(part => part.getBoundingClientRect().right))"
    )
    assert widest <= NARROW["width"]


def test_a_page_opens_from_the_overview_with_the_keyboard_alone(page: Page) -> None:
    open_overview(page)

    page.get_by_role("link", name="Meer over tevredenheid").focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("JOB-monitor", timeout=60_000)
