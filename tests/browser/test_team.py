"""The way a team leader goes: the classes side by side, what a figure means, a copy to take along, a class."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

ROLE = "Teamleider+Entree"


def open_page(page: Page, view: str, heading: str) -> None:
    page.goto(f"/{view}?rol={ROLE}")
    expect(page.locator("h1")).to_contain_text(heading, timeout=30_000)


def test_a_definition_opens_and_closes_with_the_keyboard(page: Page) -> None:
    open_page(page, "team", "Team Entree")
    button = page.get_by_role("button", name="Wat telt mee?").first

    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Eerst worden alle minuten opgeteld").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Eerst worden alle minuten opgeteld")).to_have_count(0)


def test_what_was_shown_is_taken_along_with_what_it_means(page: Page, tmp_path: Path) -> None:
    open_page(page, "team", "Team Entree")

    with page.expect_download() as download:
        account = page.locator(".st-key-account-klassen-van-team-entree")
        account.get_by_role("button", name="CSV").click()

    assert re.fullmatch(r"groeilijn_klassen-van-team-entree_[\d-]{10}\.csv", download.value.suggested_filename)
    download.value.save_as(tmp_path / "taken.csv")
    content = (tmp_path / "taken.csv").read_text(encoding="utf-8-sig")
    assert content.startswith("# Wat: Klassen van team Entree\n")
    for name in ("E1A-25", "E1B-25", "E1C-25", "E1D-25"):
        shown = page.get_by_role("link", name=name).count()
        assert content.count(f"\n{name};") == shown == 1


def test_a_class_of_the_team_opens_from_its_row(page: Page) -> None:
    open_page(page, "team", "Team Entree")

    page.get_by_role("link", name="E1C-25").click()

    expect(page.locator("h1")).to_contain_text("Klas E1C-25")


def test_the_charts_of_presence_and_guidance_are_drawn_with_their_sentence(page: Page) -> None:
    for view, heading, charts in (
        ("aanwezigheid", "Aanwezigheid", ("trend", "years", "split")),
        ("begeleiding", "Begeleiding", ("reach",)),
    ):
        open_page(page, view, heading)
        for key in charts:
            chart = page.locator(f".st-key-{key} [role='graphics-document']")
            expect(chart).to_be_visible(timeout=30_000)
            expect(chart).to_have_attribute("aria-label", re.compile(r"\.$"))
            expect(page.locator(f".st-key-{key} svg.marks path").nth(3)).to_be_attached()
