"""Numbers, dates and colours as people read them."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from dashboard import style

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0\xa0%"), (0.4, "40\xa0%"), (0.7083, "71\xa0%"), (1.0, "100\xa0%"), (None, "–")],
)
def test_a_share_becomes_a_whole_percentage(share: float | None, text: str) -> None:
    assert style.percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.19, "+19\xa0punten"), (0.01, "+1\xa0punt"), (0.004, "0\xa0punten"), (-0.08, "−8\xa0punten")],
)
def test_a_difference_is_in_points_with_its_sign(share: float, text: str) -> None:
    assert style.points(share) == text


def test_a_line_never_ends_halfway_a_date() -> None:
    assert style.prose("tot en met 05-06-2026 <b>") == ('tot en met <span class="gl-whole">05-06-2026</span> &lt;b&gt;')
    assert style.prose("in 2025-2026, 12-34") == "in 2025-2026, 12-34"
    assert (
        style.unbroken("in 2025-2026, sinds 05-06-2026")
        == "in 2025-2026, sinds 05\N{NON-BREAKING HYPHEN}06\N{NON-BREAKING HYPHEN}2026"
    )


def test_numbers_have_a_decimal_comma_and_points_between_thousands() -> None:
    assert style.decimal(12.5) == "12,5"
    assert style.decimal(-0.25, 2) == "−0,25"
    assert [style.decimal(number) for number in (0.25, 0.35, -0.25, 0.249)] == ["0,3", "0,4", "−0,3", "0,2"]
    assert [style.decimal(number, 0) for number in (2.5, 0.5, 1e6)] == ["3", "1", "1000000"]
    assert style.count(1234567) == "1.234.567"


def test_dates_weeks_and_school_years_are_dutch() -> None:
    assert style.day(date(2025, 10, 9)) == "09-10-2025"
    assert style.day(None) == "–"
    assert style.week(date(2025, 10, 9)) == "week 41"
    assert style.week(date(2027, 1, 1)) == "week 53"
    assert style.month(date(2025, 3, 1)) == "maart 2025"
    assert style.school_year(2025) == "2025-2026"


def test_a_time_of_day_is_written_with_a_colon() -> None:
    assert style.clock(605) == "10:05\xa0uur"
    assert style.clock(0) == "00:00\xa0uur"
    assert style.clock(None) == "–"


@pytest.mark.parametrize(("minutes", "text"), [(959, "15,9"), (960, "16,0"), (961, "16,0"), (1050, "17,5")])
def test_one_minute_short_of_sixteen_hours_never_reads_as_sixteen(minutes: int, text: str) -> None:
    assert style.hours(minutes) == f"{text}\xa0uur"


def test_one_lesson_is_a_les() -> None:
    assert style.of_lessons(1, 1) == "1 van de 1 les"
    assert style.of_lessons(34, 48) == "34 van de 48 lessen"


def test_a_name_cannot_break_out_of_the_page() -> None:
    assert style.text("<b>Bo & Co</b>") == "&lt;b&gt;Bo &amp; Co&lt;/b&gt;"


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("colour", ["ink", "muted", "accent", "step", "away"])
@pytest.mark.parametrize("behind", ["background", "surface"])
def test_every_colour_of_text_and_lines_reads_at_aa_contrast(name: str, colour: str, behind: str) -> None:
    palette = style.PALETTES[name]

    assert contrast(getattr(palette, colour), getattr(palette, behind)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_theme_of_streamlit_has_the_same_colours(name: str) -> None:
    palette, theme = style.PALETTES[name], CONFIG["theme"][name]

    assert theme["backgroundColor"] == palette.background
    assert theme["secondaryBackgroundColor"] == palette.surface
    assert theme["textColor"] == palette.ink
    assert theme["primaryColor"] == theme["linkColor"] == palette.accent
    assert theme["borderColor"] == palette.rule


def test_the_server_listens_on_this_machine_only_unless_told_otherwise() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_no_chart_hands_over_a_copy_that_nobody_writes_down() -> None:
    assert CONFIG["client"]["disableDataExport"] is True


def contrast(one: str, other: str) -> float:
    """The contrast of two hex colours by WCAG 2.2: 1 for the same colour, 21 for black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
