"""The way a mentor goes: open the class, open a student, look at the neighbour, and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from pipelines.synthetic import GROWING_CLASS

ROLE = "Teamleider Entree"
NARROW = {"width": 390, "height": 844}


def open_class(page: Page, role: str = ROLE) -> None:
    page.goto(f"/?rol={role.replace(' ', '+')}")
    expect(page.locator("h1")).to_contain_text("Klas E1A", timeout=30_000)
    expect(page.locator(".gl-spark").first).to_be_visible()
    # Until the run has ended, rows may still be put in front of those that are there.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)


def first_student(page: Page) -> str:
    link = page.locator(".st-key-row-0 a")
    name = link.inner_text()
    link.click()
    expect(page.locator("h1")).to_have_text(name)
    return name


def test_who_tries_groeilijn_out_begins_with_a_class_that_grew(page: Page) -> None:
    page.goto(f"/?rol=Tandem+van+{GROWING_CLASS}")
    expect(page.locator(".gl-lead").first).to_contain_text("De klas is gegroeid", timeout=30_000)


def test_from_the_class_to_a_student_to_the_next_and_back(page: Page) -> None:
    open_class(page)
    name = first_student(page)
    expect(page.locator(".gl-lead")).to_contain_text("van de")

    page.get_by_role("link", name=re.compile("^Volgende: ")).click()
    expect(page.locator("h1")).not_to_have_text(name)
    page.get_by_role("link", name=re.compile("^Vorige: ")).click()
    expect(page.locator("h1")).to_have_text(name)

    page.get_by_role("link", name="Terug naar klas").click()
    expect(page.locator("h1")).to_contain_text("Klas E1A")


def test_the_address_of_a_student_opens_the_same_page_again_and_names_nobody(page: Page) -> None:
    open_class(page)
    name = first_student(page)

    assert re.search(r"[?&]student=[0-9a-f]{16}(&|$)", page.url)
    assert not [part for part in name.split() if part in page.url]
    page.reload()
    expect(page.locator("h1")).to_have_text(name, timeout=30_000)


def test_the_charts_of_a_student_are_drawn_with_their_sentence(page: Page) -> None:
    open_class(page)
    first_student(page)

    for key in ("growth_line", "arrivals", "lessons"):
        chart = page.locator(f".st-key-{key} [role='graphics-document']")
        expect(chart).to_be_visible(timeout=30_000)
        expect(chart).to_have_attribute("aria-label", re.compile(r"\.$"))
        expect(page.locator(f".st-key-{key} svg.marks path").nth(3)).to_be_attached()


def test_a_chart_has_no_buttons_of_its_own_for_the_mouse_or_the_keyboard(page: Page) -> None:
    open_class(page)
    first_student(page)
    chart = page.locator(".st-key-growth_line [role='graphics-document']")
    expect(chart).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)

    chart.hover()
    page.wait_for_timeout(300)

    expect(page.get_by_test_id("stElementToolbar").filter(visible=True)).to_have_count(0)
    page.locator(".st-key-growth_line").evaluate("part => part.querySelectorAll('button').forEach(one => one.focus())")
    assert page.evaluate("document.activeElement.closest('.st-key-growth_line') === null")
    expect(page.locator(".vega-embed summary")).to_have_count(0)


def test_every_page_of_the_menu_opens(page: Page) -> None:
    open_class(page)

    for title in ("Gegevens", "Zo rekenen we", "Groeilijn"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        expect(page.locator("h1")).to_have_text(title)


def test_on_a_phone_no_list_of_steps_scrolls_within_the_page(page: Page) -> None:
    open_class(page)
    first_student(page)
    steps = page.locator(".st-key-steps")
    for _ in range(10):
        expect(page.locator(".st-key-lessons [role='graphics-document']")).to_be_visible(timeout=30_000)
        if steps.locator("li").count() > 5:
            break
        name = page.locator("h1").inner_text()
        page.get_by_role("link", name=re.compile("^Volgende: ")).click()
        expect(page.locator("h1")).not_to_have_text(name)
    assert steps.evaluate("list => list.scrollHeight > list.clientHeight"), "Where there is room beside the line."

    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.wait_for_timeout(300)

    assert steps.evaluate("list => list.scrollHeight <= list.clientHeight + 1")
    assert steps.evaluate("list => list.parentElement.clientHeight >= list.clientHeight"), "What follows makes room."
    below = page.get_by_role("heading", name="Om het gesprek mee te beginnen").bounding_box()
    last = steps.locator("li").last.bounding_box()
    assert below is not None
    assert last is not None
    assert last["y"] + last["height"] <= below["y"]


def test_who_looked_fits_on_a_phone(page: Page) -> None:
    open_class(page)
    first_student(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto("/privacy?rol=Functioneel+beheerder")
    expect(page.get_by_role("heading", name="Wie keek wanneer?")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)

    # As long as the address of a person and the title of a table can be.
    long = "adresvaneencollegametheellangenaam@roc-voorbeeldstad-noord.example"
    page.locator(".gl-table").last.locator("tbody td > div").evaluate_all(
        f"cells => cells.forEach(cell => cell.textContent = '{long}')"
    )
    widest = "Math.max(...[...document.querySelectorAll('.gl-table td > div')].map(one => "
    assert page.evaluate(f"{widest}one.getBoundingClientRect().left + one.scrollWidth))") <= NARROW["width"]


def test_the_class_is_reached_with_the_keyboard_alone(page: Page) -> None:
    open_class(page)
    link = page.locator(".st-key-row-0 a")
    name = link.inner_text()

    link.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(name)


@pytest.mark.parametrize(
    "view", ["klas", "groeilijn", "team", "aanwezigheid", "begeleiding", "gegevens", "zo_rekenen_we"]
)
def test_nothing_sticks_out_of_the_screen_of_a_phone(page: Page, view: str) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    open_class(page)
    if view == "groeilijn":
        first_student(page)
        expect(page.locator(".st-key-lessons [role='graphics-document']")).to_be_visible(timeout=30_000)
    else:
        page.goto(f"/{view}?rol={ROLE.replace(' ', '+')}")
        expect(page.locator("h1")).to_be_visible(timeout=30_000)

    page.wait_for_timeout(500)
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll("
        "'.stMain .stHtml, .stMain .stHtml dd, .stMain .stPageLink, .stMain svg.marks')]"
        ".map(part => part.getBoundingClientRect().right))"
    )
    assert widest <= NARROW["width"]
    # Names are not long enough in every class to be cut off here.
    page.set_viewport_size({**NARROW, "width": 240})  # type: ignore[typeddict-item]
    page.wait_for_timeout(300)
    cut = "[...document.querySelectorAll('.stMain .stPageLink a p')].filter(p => p.scrollWidth > p.clientWidth + 1)"
    assert page.evaluate(f"{cut}.map(p => p.innerText)") == []
