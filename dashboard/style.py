"""How things look and how figures are written: the only place that knows percent, commas and colours.

On screen a share of 0.708 is "71 %", a date is 09-10-2025, its week is "week 41", 605 minutes after midnight
is "10:05 uur". Every colour of the text and the lines reads at AA contrast on its background, in light and in
dark.
"""

import re
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_DAY = re.compile(r"\b\d\d-\d\d-\d{4}\b")
CSS_FILE = _HERE / "style.css"
ICON = _HERE / "icon.svg"
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"

# Numbers, months and days inside the charts, which ignore the language of the browser.
LOCALE: dict[str, Any] = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "time": {
        "dateTime": "%d-%m-%Y %H:%M",
        "date": "%d-%m-%Y",
        "time": "%H:%M",
        "periods": ["", ""],
        "days": ["zondag", *WEEKDAYS[:6]],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "months": list(MONTHS),
        "shortMonths": [month[:3] if month != "maart" else "mrt" for month in MONTHS],
    },
}


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as hex codes; presence is always `accent`, a step is always `step`."""

    background: str
    surface: str
    ink: str
    muted: str
    rule: str
    accent: str
    soft: str
    step: str
    away: str


PALETTES = {
    "light": Palette(
        background="#fcfbf8",
        surface="#f3f0e9",
        ink="#22302f",
        muted="#5a6665",
        rule="#ddd8cc",
        accent="#1f6b66",
        soft="#d3e3df",
        step="#95560b",
        away="#566580",
    ),
    "dark": Palette(
        background="#151b1c",
        surface="#1e2627",
        ink="#e7ebe8",
        muted="#a5b0ad",
        rule="#39433f",
        accent="#7cc7bd",
        soft="#2a4542",
        step="#e9b667",
        away="#9fb0cc",
    ),
}

PRINT = Palette(
    background="#ffffff",
    surface="#f4f2ec",
    ink="#1d2928",
    muted="#566261",
    rule="#d9d5ca",
    accent="#1f6b66",
    soft="#d3e3df",
    step="#95560b",
    away="#566580",
)
"""The colours of what is printed: those of the light theme on white paper."""


def theme() -> str:
    """Light or dark, as the viewer's browser shows it; light when it does not say."""
    kind = st.context.theme.type
    return kind if kind in PALETTES else "light"


def apply() -> None:
    """Put our small stylesheet and the colours of the current theme on the page."""
    colours = ";".join(f"--gl-{name}:{value}" for name, value in asdict(PALETTES[theme()]).items())
    st.html(f"<style>:root{{{colours}}}</style>")
    st.html(CSS_FILE)


def logo(colours: Palette | None = None) -> str:
    """The name of the product with its mark, in the ink of the current theme unless other colours are given."""
    colours = colours or PALETTES[theme()]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="168" height="36" viewBox="0 0 168 36">'
        f'<path d="M3 28 L11 21 L18 24 L29 9" fill="none" stroke="{colours.accent}" stroke-width="3" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        f'<circle cx="29" cy="9" r="4.2" fill="{colours.step}"/>'
        f'<text x="42" y="26" font-family="Source Serif, Georgia, serif" font-size="24" font-weight="600" '
        f'fill="{colours.ink}">Groeilijn</text></svg>'
    )


def text(value: object) -> str:
    """A value made safe to stand inside our own HTML."""
    return escape(str(value))


def prose(value: object) -> str:
    """A sentence made safe to stand inside our own HTML, in which no line ends halfway a date."""
    return _DAY.sub(r'<span class="gl-whole">\g<0></span>', text(value))


def unbroken(label: str) -> str:
    """A label that takes no HTML, in which no line ends halfway a date."""
    return _DAY.sub(lambda day: day[0].replace("-", "\N{NON-BREAKING HYPHEN}"), label)


def count(number: int) -> str:
    """1234567 becomes "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def _rounded(number: float, digits: int) -> Decimal:
    """A number as people round it: a half goes away from nought."""
    return Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def decimal(number: float, digits: int = 1) -> str:
    """12.5 becomes "12,5", and 0.25 "0,3"; a negative number gets a real minus sign."""
    return str(_rounded(number, digits)).replace(".", ",").replace("-", MINUS)


def percent(share: float | None, digits: int = 0) -> str:
    """A share of 0-1 as a percentage, whole unless told otherwise: 0.708 becomes "71 %"; unknown becomes a dash."""
    return "–" if share is None else f"{decimal(share * 100, digits)}{NO_BREAK}%"


def points(share: float, digits: int = 0) -> str:
    """A difference of two shares in percentage points, always with its sign: "+19 punten", "−0,4 punten"."""
    return _points(_rounded(share * 100, digits))


def change(now: float, before: float, digits: int = 0) -> str:
    """The difference of two shares that stand beside it, as these are rounded: a reader who subtracts gets the same."""
    return _points(_rounded(now * 100, digits) - _rounded(before * 100, digits))


def _points(number: Decimal) -> str:
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return f"{sign}{abs(number)}".replace(".", ",") + f"{NO_BREAK}{'punt' if abs(number) == 1 else 'punten'}"


def plural(number: int, one: str, more: str) -> str:
    """The Dutch word that goes with a number."""
    return one if number == 1 else more


def of_lessons(n_present: int, n_registered: int) -> str:
    """Present lessons of registered lessons: "34 van de 48 lessen"."""
    return f"{count(n_present)} van de {count(n_registered)} {plural(n_registered, 'les', 'lessen')}"


def day(moment: date | None) -> str:
    """09-10-2025; unknown becomes a dash."""
    return "–" if moment is None else moment.strftime("%d-%m-%Y")


def week(moment: date) -> str:
    """The ISO week a date lies in: "week 41"."""
    return f"week {moment.isocalendar().week}"


def month(moment: date) -> str:
    """A month with its year: "oktober 2025"."""
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def school_year(start: int) -> str:
    """The school year by the year it starts in: 2025 becomes "2025-2026"."""
    return f"{start}-{start + 1}"


def clock(minute: int | None) -> str:
    """Minutes since midnight as a Dutch time of day: 605 becomes "10:05 uur"; unknown becomes a dash."""
    return "–" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}{NO_BREAK}uur"


def hours(minutes: int) -> str:
    """Minutes as hours, cut to one decimal so that 959 minutes never reads as 16 hours: "15,9 uur"."""
    return f"{decimal(minutes // 6 / 10)}{NO_BREAK}uur"
