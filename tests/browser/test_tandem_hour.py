"""The hour of a tandem: what is written is on the growth line at once, and still there after a restart and a build."""

import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.panels.checklist import ITEM
from dashboard.wording import begeleiding, checklist, tandemoverleg
from dashboard.wording import groeilijn as words
from pipelines import api, written
from pipelines.build import build
from pipelines.settings import Settings
from tests.browser.conftest import ROOT, free_port, served
from tests.conftest import LESSONS, THIS_YEAR
from tests.reports.reading import holds

TANDEM = "Tandem van DV1A-25"
SLOW = 60_000
PHONE = {"width": 390, "height": 844}
GOAL, AGREEMENT = "Elke maandag de eerste les halen", "Samen de week doornemen"
NEXT_STEP = "Samen de bus van acht uur nemen"
KENMERKEN = begeleiding.KENMERKEN["individual"]
TAP, LETTERS = 1.0, 200 / 60
"""Seconds somebody takes for a tap, and the letters somebody types in a second."""
BEGINS = 150
"""Milliseconds in which a run has begun."""
THUMB = 44
"""How high and wide in pixels something is that a thumb finds without looking."""


class School:
    """A small part of the fictional school, with a server that can be ended and a build that can be made again."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(inbox=folder / "inbox", store=folder / "store")
        self.server: subprocess.Popen[bytes] | None = None
        self._port = free_port()
        self._running = ExitStack()

    def receives(self) -> None:
        """Put the deliveries in the inbox."""
        self.settings.inbox.mkdir()
        for file in (ROOT / "sample_data").iterdir():
            if THIS_YEAR.match(file.name) or (file.suffix == ".csv" and not LESSONS.search(file.name)):
                shutil.copy(file, self.settings.inbox)

    def builds(self) -> None:
        """Take in what was written, and make a new build, as the command does."""
        written.facts(self.settings)
        build(self.settings, is_sample=True)

    def checklist_lines(self) -> int:
        """How many answers about the guidance in the class the figures are counted from."""
        newest = api.open_build(self.settings.store)
        assert newest is not None
        return int(newest.ask("SELECT count(*) FROM marts.checklist_line WHERE class_id = 'DV1A-25'").item())

    def starts(self) -> str:
        """Serve the newest build; the address is always the same."""
        address, self.server = self._running.enter_context(served(self.settings.store, self._port))
        return address

    def ends(self) -> None:
        self._running.close()

    def is_killed_when_it_writes(self) -> threading.Thread:
        """Kill the server without a warning as soon as something of a next save reaches the disk."""
        server = self.server
        assert server is not None
        log = Path(f"{self.settings.journal_address()}-wal")
        before = log.stat().st_mtime_ns

        def wait() -> None:
            while log.stat().st_mtime_ns == before:
                pass
            server.kill()

        killer = threading.Thread(target=wait, daemon=True)
        killer.start()
        return killer


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a school that was built and that nobody has written in."""
    folder = tmp_path_factory.mktemp("school")
    first = School(folder)
    first.receives()
    first.builds()
    return folder


@pytest.fixture
def school(built: Path, tmp_path: Path) -> Iterator[School]:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    small = School(tmp_path)
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


def open_hour(page: Page) -> str:
    """Open the hour of the class; gives the name of the student whose turn it is."""
    page.goto(f"/tandemoverleg?rol={TANDEM.replace(' ', '+')}")
    expect(page.get_by_role("button", name=tandemoverleg.SAVE)).to_be_visible(timeout=SLOW)
    settled(page)
    return page.locator(".st-key-turns a").filter(has_text=f"({tandemoverleg.HERE})").inner_text().partition(" (")[0]


def turn_of(page: Page, name: str) -> None:
    page.locator(".st-key-turns a").filter(has_text=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW)
    settled(page)


def printed(page: Page, button: str) -> bytes:
    with page.expect_download(timeout=SLOW) as handed:
        page.get_by_role("button", name=button).click()
    return handed.value.path().read_bytes()


class Thumb:
    """A phone that is held in one hand, on which every tap is counted."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._context = browser.new_context(
            base_url=address, locale="nl-NL", viewport=PHONE, has_touch=True, is_mobile=True  # type: ignore[arg-type]
        )  # fmt: skip
        self.page = self._context.new_page()
        self.n_taps = 0

    def tap(self, target: Locator) -> None:
        target.tap(timeout=SLOW)
        self.n_taps += 1

    def ends(self) -> None:
        self._context.close()


def fills_in_a_checklist(thumb: Thumb, name: str) -> None:
    """From the turn of a student to a list that is saved, with every kenmerk answered."""
    page = thumb.page
    open_hour(page)
    turn_of(page, name)
    thumb.tap(page.get_by_role("link", name=checklist.FILL_IN))
    expect(page.get_by_role("heading", name=checklist.TITLE)).to_be_visible(timeout=SLOW)
    settled(page)
    for number, code in enumerate(KENMERKEN):
        word = page.locator(f"[class*='-{ITEM}{code}-']").get_by_role("radio").nth(number % 3)
        box = word.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= THUMB
        thumb.tap(word)
        expect(word).to_have_attribute("aria-checked", "true")
    thumb.tap(page.get_by_role("radio", name=checklist.MOMENTS["during"], exact=True))
    thumb.tap(page.get_by_role("radio", name=checklist.ROLES["together"], exact=True))
    settled(page)
    thumb.tap(page.get_by_role("button", name=checklist.SAVE))
    expect(page.get_by_test_id("stToast").filter(has_text="Bewaard.")).to_be_visible(timeout=SLOW)
    counted = page.locator("small").filter(has_text="3 voldoende, 3 ruimte voor groei, 2 nog niet besproken")
    expect(counted).to_be_visible(timeout=SLOW)


def hour_is_all_there(page: Page, name: str) -> None:
    """On the growth line, in the hour, and in both prints."""
    page.goto(f"/tandemoverleg?rol={TANDEM.replace(' ', '+')}")
    settled(page)
    turn_of(page, name)
    expect(page.locator(".gl-own").filter(has_text=GOAL)).to_be_visible(timeout=SLOW)
    expect(page.locator(".gl-own").filter(has_text=AGREEMENT)).to_be_visible(timeout=SLOW)
    expect(page.get_by_label(tandemoverleg.NEXT_STEP)).to_have_value(NEXT_STEP, timeout=SLOW)
    expect(page.get_by_text("3 voldoende, 3 ruimte voor groei")).to_be_visible(timeout=SLOW)
    sheet = printed(page, tandemoverleg.PRINT)
    assert [said for said in (name, GOAL, AGREEMENT, NEXT_STEP) if not holds(sheet, said)] == []
    page.get_by_role("link", name=tandemoverleg.TO_LINE).click()
    expect(page.locator("h1")).to_have_text(name, timeout=SLOW)
    settled(page)
    is_all_there(page)
    expect(page.locator(".gl-entries li").filter(has_text=NEXT_STEP)).to_be_visible(timeout=SLOW)
    chart = page.locator(".st-key-growth_line svg.marks")
    expect(chart.get_by_text(words.LANES["checklist"], exact=True)).to_be_attached(timeout=SLOW)
    assert holds(printed(page, "Neem mee als groeikaart (PDF)"), GOAL)


def test_an_hour_is_on_the_line_and_in_the_print_at_once_and_outlives_a_restart_and_the_next_build(
    browser: Browser, page: Page, school: School, dashboard: str
) -> None:
    before = school.checklist_lines()
    name = open_hour(page)
    chooses(page, "goal")
    page.get_by_label("Wat wil de student bereiken, in eigen woorden?").fill(GOAL)
    picks(page, "Hoort er een getal bij?", words.COUNTS["lessons"])
    page.get_by_label("Hoeveel van de 20 lessen?").fill("18")
    saves(page, words.SAVED["goal"])
    chooses(page, "agreement")
    page.get_by_label("Wat spreken jullie af?").fill(AGREEMENT)
    page.locator(".st-key-write-one").get_by_role("radiogroup").get_by_text(words.WHO["mentor"], exact=True).click()
    saves(page, words.SAVED["agreement"])

    thumb, began = Thumb(browser, dashboard), time.monotonic()
    fills_in_a_checklist(thumb, name)
    thumb.ends()
    assert time.monotonic() - began + thumb.n_taps * TAP < 3 * 60
    assert thumb.n_taps == len(KENMERKEN) + 4, "Open, a tap for each kenmerk, when, by whom, and save."

    page.get_by_label(tandemoverleg.NEXT_STEP).fill(NEXT_STEP)
    page.get_by_role("button", name=tandemoverleg.SAVE).click()
    expect(page.get_by_test_id("stToast").filter(has_text="Op naar de volgende.")).to_be_visible(timeout=SLOW)
    settled(page)
    expect(page.get_by_role("heading", name=name)).to_have_count(0)
    expect(page.get_by_text("1 van 15 besproken")).to_be_visible(timeout=SLOW)
    hour_is_all_there(page, name)

    school.ends()
    school.starts()
    hour_is_all_there(page, name)

    school.builds()
    hour_is_all_there(page, name)
    assert school.checklist_lines() == before + len(KENMERKEN)


def test_who_comes_up_is_in_view_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    first = open_hour(page)
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0, "The steps come first."
    names = [one.partition(" (")[0] for one in page.locator(".st-key-turns a").all_inner_texts()]
    second, third = names[names.index(first) + 1 :][:2]

    def comes_up(name: str) -> None:
        head = page.get_by_role("heading", name=name, exact=True)
        expect(head).to_be_visible(timeout=SLOW)
        settled(page)
        expect(head).to_be_in_viewport()
        box = head.bounding_box()
        assert box is not None
        assert 50 < box["y"] < PHONE["height"] / 2

    page.locator(".st-key-turns a").filter(has_text=second).click()
    comes_up(second)
    page.locator(".st-key-around a").filter(has_text=tandemoverleg.NEXT).click()
    comes_up(third)
    page.locator(".st-key-around a").filter(has_text=tandemoverleg.PREVIOUS).click()
    comes_up(second)
    page.get_by_label(tandemoverleg.NEXT_STEP).fill(NEXT_STEP)
    page.get_by_label(tandemoverleg.NEXT_STEP).press("Tab")
    settled(page)
    page.get_by_role("button", name=tandemoverleg.SAVE).click()
    comes_up(third)


def test_what_somebody_was_typing_on_a_phone_is_there_after_a_reload(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_first_student(page)
    chooses(page, "agreement")
    page.get_by_label("Wat spreken jullie af?").fill(AGREEMENT)
    page.get_by_label("Wat spreken jullie af?").press("Tab")
    expect(page.get_by_text("Dit is je concept.")).to_be_visible(timeout=SLOW)

    page.reload()

    expect(page.get_by_label("Wat spreken jullie af?")).to_have_value(AGREEMENT, timeout=SLOW)


def test_what_was_confirmed_is_there_when_the_server_is_killed_in_the_middle_of_a_save(
    page: Page, school: School
) -> None:
    own_goal = page.get_by_label("Wat wil de student bereiken, in eigen woorden?")

    def types(text: str) -> None:
        chooses(page, "goal")
        own_goal.fill(text)
        own_goal.press("Tab")
        expect(page.get_by_text("Dit is je concept.")).to_have_count(2, timeout=SLOW)
        settled(page)

    def on_the_page(text: str) -> Locator:
        return page.locator(".gl-own").filter(has_text=text)

    name = open_hour(page)
    page.get_by_label(tandemoverleg.NEXT_STEP).fill(NEXT_STEP)
    page.get_by_label(tandemoverleg.NEXT_STEP).press("Tab")
    expect(page.get_by_text("Dit is je concept.")).to_be_visible(timeout=SLOW)
    confirmed = [f"{GOAL} {number}" for number in (1, 2, 3)]
    for text in confirmed:
        types(text)
        page.get_by_role("button", name="Zet op de lijn").click()
        expect(on_the_page(text)).to_be_visible(timeout=SLOW)
        settled(page)
    under_way = f"{GOAL} 4"
    types(under_way)
    killer = school.is_killed_when_it_writes()
    page.get_by_role("button", name="Zet op de lijn").click()
    killer.join(SLOW / 1000)
    assert not killer.is_alive()
    school.ends()

    with closing(sqlite3.connect(school.settings.journal_address())) as there:
        assert there.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        half = "SELECT count(*) FROM entry WHERE id NOT IN (SELECT entry_id FROM version WHERE n = 1)"
        assert there.execute(half).fetchone() == (0,)
    school.starts()
    open_hour(page)
    turn_of(page, name)
    expect(page.get_by_label(tandemoverleg.NEXT_STEP)).to_have_value(NEXT_STEP, timeout=SLOW)
    for text in confirmed:
        expect(on_the_page(text)).to_have_count(1, timeout=SLOW)
    is_typed = own_goal.count() == 1 and own_goal.input_value() == under_way
    assert on_the_page(under_way).count() + is_typed == 1, "It is saved, or still there to be saved."


@dataclass
class Pace:
    """What an hour is made of: taps and letters of people, and seconds in which they wait for the app."""

    waits: list[float] = field(default_factory=list)
    n_taps: int = 0
    n_letters: int = 0

    @contextmanager
    def taps(self, page: Page) -> Iterator[None]:
        """One tap, and the wait until the page stands still again."""
        began = time.monotonic()
        yield
        # The run begins once the tap has reached the server.
        page.wait_for_timeout(BEGINS)
        settled(page)
        self.waits.append(time.monotonic() - began)
        self.n_taps += 1

    @property
    def minutes(self) -> float:
        """All of it together, without a word being said."""
        return (sum(self.waits) + self.n_taps * TAP + self.n_letters / LETTERS) / 60

    def told(self, n_students: int) -> str:
        """The figures of one student."""
        return (
            f"per student {self.n_taps / n_students:.1f} taps, {self.n_letters / n_students:.0f} letters, "
            f"{sum(self.waits) / n_students:.1f} s of waiting; longest wait {max(self.waits):.1f} s; "
            f"together {self.minutes:.1f} minutes"
        )


@pytest.mark.long
def test_an_hour_with_fifteen_students_is_an_hour_of_talking(page: Page, school: School) -> None:
    open_hour(page)
    pace, n_students = Pace(), page.locator(".st-key-turns a").count()
    assert n_students == 15
    well, next_step, agreed = "Kwam deze week drie keer samen met een vriend", NEXT_STEP, AGREEMENT
    for number in range(n_students):
        for label, text in ((tandemoverleg.GOES_WELL, well), (tandemoverleg.NEXT_STEP, next_step)):
            page.get_by_label(label).fill(text)
            with pace.taps(page):
                page.get_by_label(label).press("Tab")
            pace.n_letters += len(text)
        with pace.taps(page):
            picks(page, tandemoverleg.PICKED_UP_BY, tandemoverleg.WHO["mentor"])
        if number % 3 == 0:  # with every third student something is agreed
            with pace.taps(page):
                chooses(page, "agreement")
            page.get_by_label("Wat spreken jullie af?").fill(agreed)
            pace.n_letters += len(agreed)
            who = page.locator(".st-key-write-one").get_by_role("radiogroup")
            with pace.taps(page):
                who.get_by_text(words.WHO["mentor"], exact=True).click()
            with pace.taps(page):
                page.get_by_role("button", name="Zet op de lijn").click()
                expect(page.locator(".gl-own").filter(has_text=agreed)).to_be_visible(timeout=SLOW)
        with pace.taps(page):
            page.get_by_role("button", name=tandemoverleg.SAVE).click()
            expect(page.get_by_text(f"{number + 1} van {n_students} besproken")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(tandemoverleg.ALL_DONE)).to_be_visible(timeout=SLOW)
    print(pace.told(n_students))  # noqa: T201
    assert sum(pace.waits) < 15 * 20, "Of four minutes for a student the app may take twenty seconds."
    assert max(pace.waits) < 5
    assert pace.minutes < 20, "Two thirds of the hour are for talking."
