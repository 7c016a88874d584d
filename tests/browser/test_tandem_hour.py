"""The hour of a tandem: what is agreed is on the growth line at once, and still there after a restart and a build."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.wording import groeilijn as words
from pipelines import written
from pipelines.build import build
from pipelines.settings import Settings
from tests.browser.conftest import ROOT, free_port, served
from tests.dashboard.conftest import LESSONS, THIS_YEAR

TANDEM = "Tandem van DV1A-25"
SLOW = 60_000
PHONE = {"width": 390, "height": 844}
GOAL, AGREEMENT = "Elke maandag de eerste les halen", "Samen de week doornemen"


class School:
    """A small part of the fictional school, with a server that can be ended and a build that can be made again."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(inbox=folder / "inbox", store=folder / "store")
        self._port = free_port()
        self._running = ExitStack()
        self.settings.inbox.mkdir()
        for file in (ROOT / "sample_data").iterdir():
            if THIS_YEAR.match(file.name) or (file.suffix == ".csv" and not LESSONS.search(file.name)):
                shutil.copy(file, self.settings.inbox)

    def builds(self) -> None:
        """Take in what was written, and make a new build, as the command does."""
        written.facts(self.settings)
        build(self.settings, is_sample=True)

    def starts(self) -> str:
        """Serve the newest build; the address is always the same."""
        return self._running.enter_context(served(self.settings.store, self._port))

    def ends(self) -> None:
        self._running.close()


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    small = School(tmp_path)
    small.builds()
    yield small
    small.ends()


@pytest.fixture
def dashboard(school: School) -> str:
    return school.starts()


def settled(page: Page) -> None:
    """Wait until the run has ended."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=SLOW)


def open_first_student(page: Page) -> None:
    page.goto(f"/?rol={TANDEM.replace(' ', '+')}")
    expect(page.locator("h1")).to_contain_text("Klas DV1A", timeout=SLOW)
    settled(page)
    page.locator("[class*='st-key-row-'] a").first.click()
    expect(page.get_by_role("heading", name=words.HEAD)).to_be_visible(timeout=SLOW)
    settled(page)


def picks(page: Page, question: str, answer: str) -> None:
    page.get_by_role("radiogroup", name=question).get_by_text(answer, exact=True).click()


def chooses(page: Page, kind: str) -> None:
    picks(page, words.WHAT, words.KINDS[kind])
    expect(page.get_by_role("button", name="Zet op de lijn")).to_be_visible(timeout=SLOW)
    settled(page)


def saves(page: Page, said: str) -> None:
    page.get_by_role("button", name="Zet op de lijn").click()
    expect(page.get_by_test_id("stToast").filter(has_text=said)).to_be_visible(timeout=SLOW)
    settled(page)


def is_all_there(page: Page) -> None:
    """The goal and the agreement are in the list, above it, and on the line."""
    expect(page.locator(".gl-entries li").filter(has_text=GOAL)).to_be_visible(timeout=SLOW)
    expect(page.locator(".gl-entries li").filter(has_text=AGREEMENT)).to_be_visible(timeout=SLOW)
    expect(page.locator(".gl-own").filter(has_text=GOAL)).to_be_visible(timeout=SLOW)
    chart = page.locator(".st-key-growth_line svg.marks")
    expect(chart.get_by_text("eigen doel: 18 van de 20 lessen").first).to_be_attached(timeout=SLOW)
    for lane in ("goal", "agreement"):
        expect(chart.get_by_text(words.LANES[lane], exact=True)).to_be_attached(timeout=SLOW)


def test_a_goal_and_an_agreement_outlive_a_reload_a_restart_and_the_next_build(page: Page, school: School) -> None:
    open_first_student(page)
    chooses(page, "goal")
    page.get_by_label("Wat wil de student bereiken, in eigen woorden?").fill(GOAL)
    picks(page, "Hoort er een getal bij?", words.COUNTS["lessons"])
    page.get_by_label("Hoeveel van de 20 lessen?").fill("18")
    # The field still has the focus: what stands in it counts all the same.
    saves(page, words.SAVED["goal"])
    chooses(page, "agreement")
    page.get_by_label("Wat spreken jullie af?").fill(AGREEMENT)
    picks(page, "Wie pakt het op?", words.WHO["mentor"])
    saves(page, words.SAVED["agreement"])
    is_all_there(page)

    page.reload()
    is_all_there(page)

    school.ends()
    school.starts()
    page.reload()
    is_all_there(page)

    school.builds()
    page.reload()
    is_all_there(page)


def test_what_somebody_was_typing_on_a_phone_is_there_after_a_reload(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_first_student(page)
    chooses(page, "agreement")
    page.get_by_label("Wat spreken jullie af?").fill(AGREEMENT)
    page.get_by_label("Wat spreken jullie af?").press("Tab")
    expect(page.get_by_text("Dit is je concept.")).to_be_visible(timeout=SLOW)

    page.reload()

    expect(page.get_by_label("Wat spreken jullie af?")).to_have_value(AGREEMENT, timeout=SLOW)
