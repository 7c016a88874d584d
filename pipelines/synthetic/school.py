"""The fictional school: its calendar, its classes and their timetables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

LAST_DAY = date(2026, 6, 5)
"""The last day of data in the demo."""

SCHOOL_YEARS = {2024: (date(2024, 9, 2), date(2025, 7, 11)), 2025: (date(2025, 8, 25), date(2026, 7, 10))}
"""First and last teaching day of each school year, keyed by the year it starts in."""


@dataclass(frozen=True)
class CalendarEntry:
    """One line of the school calendar; both days belong to it. kind: vakantie, vrije dag or lesdag."""

    first: date
    last: date
    kind: str
    name: str


CALENDAR = (
    CalendarEntry(date(2024, 9, 2), date(2024, 9, 2), "lesdag", "Eerste lesdag 2024-2025"),
    CalendarEntry(date(2024, 10, 26), date(2024, 11, 3), "vakantie", "Herfstvakantie"),
    CalendarEntry(date(2024, 12, 21), date(2025, 1, 5), "vakantie", "Kerstvakantie"),
    CalendarEntry(date(2025, 2, 22), date(2025, 3, 2), "vakantie", "Voorjaarsvakantie"),
    CalendarEntry(date(2025, 4, 18), date(2025, 4, 18), "vrije dag", "Goede Vrijdag"),
    CalendarEntry(date(2025, 4, 21), date(2025, 4, 21), "vrije dag", "Tweede paasdag"),
    CalendarEntry(date(2025, 4, 26), date(2025, 5, 5), "vakantie", "Meivakantie"),
    CalendarEntry(date(2025, 5, 29), date(2025, 5, 30), "vrije dag", "Hemelvaart"),
    CalendarEntry(date(2025, 6, 9), date(2025, 6, 9), "vrije dag", "Tweede pinksterdag"),
    CalendarEntry(date(2025, 7, 12), date(2025, 8, 24), "vakantie", "Zomervakantie"),
    CalendarEntry(date(2025, 8, 25), date(2025, 8, 25), "lesdag", "Eerste lesdag 2025-2026"),
    CalendarEntry(date(2025, 10, 18), date(2025, 10, 26), "vakantie", "Herfstvakantie"),
    CalendarEntry(date(2025, 12, 20), date(2026, 1, 4), "vakantie", "Kerstvakantie"),
    CalendarEntry(date(2026, 1, 30), date(2026, 1, 30), "vrije dag", "Studiedag"),
    CalendarEntry(date(2026, 2, 14), date(2026, 2, 22), "vakantie", "Voorjaarsvakantie"),
    CalendarEntry(date(2026, 4, 3), date(2026, 4, 3), "vrije dag", "Goede Vrijdag"),
    CalendarEntry(date(2026, 4, 6), date(2026, 4, 6), "vrije dag", "Tweede paasdag"),
    CalendarEntry(date(2026, 4, 25), date(2026, 5, 3), "vakantie", "Meivakantie"),
    CalendarEntry(date(2026, 5, 14), date(2026, 5, 15), "vrije dag", "Hemelvaart"),
    CalendarEntry(date(2026, 5, 25), date(2026, 5, 25), "vrije dag", "Tweede pinksterdag"),
    CalendarEntry(date(2026, 7, 11), date(2026, 8, 23), "vakantie", "Zomervakantie"),
)


def is_free(day: date, kinds: tuple[str, ...] = ("vakantie", "vrije dag")) -> bool:
    """True when the calendar has a holiday or day off (of these kinds) on this day."""
    return any(entry.kind in kinds and entry.first <= day <= entry.last for entry in CALENDAR)


def mondays(first: date, last: date) -> Iterator[date]:
    """The Mondays of the weeks from `first` up to and including `last`."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


@dataclass(frozen=True)
class SchoolClass:
    """One class in one school year; `teaching_days` are weekdays (Monday = 0), the others work placement."""

    class_id: str
    school_year: int
    team: str
    location: str
    programme: str
    crebo: int
    level: int
    system: str
    teaching_days: tuple[int, ...]
    next_class: str | None = None

    @property
    def stem(self) -> str:
        """The class code without its year: E1A of E1A-25."""
        return self.class_id.split("-")[0]

    @property
    def cohort(self) -> int:
        """The year in which its students began: the year before for a second-year class (DV2A)."""
        return self.school_year - self.stem[:-1].endswith("2")


_FULL, _FOUR, _THREE = (0, 1, 2, 3, 4), (0, 1, 2, 4), (0, 1, 3)
_ENTREE, _CARE, _LOGISTICS = "Entree", "Dienstverlening", "Techniek en Logistiek"
_STEMS = (
    ("E1A", _ENTREE, "Stadshof", "Assistent dienstverlening", 99101, 1, "eduarte", _FULL, None),
    ("E1B", _ENTREE, "Stadshof", "Assistent dienstverlening", 99101, 1, "eduarte", _FULL, None),
    ("E1C", _ENTREE, "Stadshof", "Assistent horeca", 99102, 1, "eduarte", _FOUR, None),
    ("E1D", _ENTREE, "Stadshof", "Assistent horeca", 99102, 1, "eduarte", _THREE, None),
    ("DV1A", _CARE, "Havenkade", "Helpende", 99201, 2, "pars", _FOUR, "DV2A"),
    ("DV1B", _CARE, "Havenkade", "Helpende", 99201, 2, "pars", _FOUR, "DV2B"),
    ("DV2A", _CARE, "Havenkade", "Helpende", 99201, 2, "pars", _THREE, None),
    ("DV2B", _CARE, "Havenkade", "Helpende", 99201, 2, "pars", _THREE, None),
    ("ET1A", _LOGISTICS, "Spoorzone", "Assistent logistiek", 99103, 1, "generic", _FULL, None),
    ("LO1A", _LOGISTICS, "Spoorzone", "Logistiek medewerker", 99202, 2, "generic", _FOUR, "LO2A"),
    ("LO1B", _LOGISTICS, "Spoorzone", "Logistiek medewerker", 99202, 2, "generic", _FOUR, "LO2A"),
    ("LO2A", _LOGISTICS, "Spoorzone", "Logistiek medewerker", 99202, 2, "generic", _THREE, None),
)
CLASSES = tuple(
    SchoolClass(
        f"{stem}-{year % 100}", year, team, location, programme, crebo, level, system, days,
        f"{follow}-{(year + 1) % 100}" if follow else None,
    )
    for year in SCHOOL_YEARS
    for stem, team, location, programme, crebo, level, system, days, follow in _STEMS
)  # fmt: skip

PRODUCTS = ("NED", "REK", "BUR", "SLB", "PRK", "SPO")
"""Kinds of lesson: language, arithmetic, citizenship, mentor hour, practical, sport."""

HOURS = {
    "eduarte": tuple((start, start + 50) for start in (510, 560, 630, 680, 760, 810, 870, 920)),
    "pars": tuple((start, start + 60) for start in (510, 570, 660, 750, 810, 870, 930)),
    "generic": tuple((start, start + 45) for start in (510, 555, 615, 660, 735, 780, 840, 885)),
}
"""Per attendance system the lesson hours of a day: (start, end) in minutes since midnight."""

PARS_SLOT_MINUTES = 30
PARS_FIRST_SLOT = 510
"""PARS counts in half-hour slots; slot 1 starts at 08:30."""


@dataclass(frozen=True)
class Lessons:
    """The lessons of a class in one week, as parallel arrays in order of time; times in minute of day."""

    weekday: NDArray[np.int64]
    position: NDArray[np.int64]
    first_hour: NDArray[np.int64]
    last_hour: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    product: NDArray[np.int64]

    def on(self, keep: NDArray[np.bool_]) -> "Lessons":
        """Only the lessons marked in `keep`."""
        return Lessons(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))


def timetable(
    rng: np.random.Generator, system: str, teaching_days: tuple[int, ...], n_lessons: int | None = None
) -> Lessons:
    """A week of lessons for a class: 20-23 of them, or `n_lessons`, without gaps in a day.

    A day starts at the first or second hour of the grid and has at least three lessons.
    """
    hours = HOURS[system]
    total = n_lessons if n_lessons is not None else int(rng.integers(20, 24))
    total = min(total, len(teaching_days) * len(hours))
    counts = np.full(len(teaching_days), total // len(teaching_days))
    counts[rng.permutation(len(counts))[: total % len(counts)]] += 1
    if counts.min() == counts.max() <= len(hours) - 2:
        moved = rng.permutation(len(counts))[:2]
        counts[moved] += (1, -1)
    rows = []
    for weekday, count in zip(teaching_days, counts, strict=True):
        first = min(int(rng.random() < 0.3), len(hours) - int(count))
        for position in range(int(count)):
            start, end = hours[first + position]
            low, high = first + position + 1, first + position + 1
            if system == "pars":
                low = (start - PARS_FIRST_SLOT) // PARS_SLOT_MINUTES + 1
                high = (end - PARS_FIRST_SLOT) // PARS_SLOT_MINUTES
            rows.append((weekday, position, low, high, start, end, int(rng.integers(len(PRODUCTS)))))
    return Lessons(*np.array(rows, dtype=np.int64).T)
