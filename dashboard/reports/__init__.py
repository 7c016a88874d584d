"""Prints: what a tandem, a student or a quality officer takes along on paper.

Each print is made from what the pages show (`dashboard.panels`, `dashboard.wording`, `dashboard.charts`), for one
viewer, and holds nothing that this viewer may not see.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import data
from dashboard.data import About, Door
from dashboard.filters import Klas, Student
from dashboard.reports import account, class_sheet, growth_card, press, tandem_hour
from dashboard.reports.half_year import HalfYear


def groeikaart(door: Door, klas: Klas, student: Student) -> bytes:
    """The groeikaart of a student as PDF, one A4. Raises AccessDeniedError outside the scope of the door's viewer."""
    with data.through(door):
        return press.pdf("groeikaart", growth_card.content(klas, student))


def klasblad(door: Door, klas: Klas) -> bytes:
    """The klasblad of a class as PDF. Raises AccessDeniedError outside the scope of the door's viewer."""
    with data.through(door):
        return press.pdf("klasblad", class_sheet.content(klas))


def tandemoverleg(
    class_id: str,
    on: date,
    about: About,
    *,
    steps: Sequence[Mapping[str, Any]],
    students: Sequence[Mapping[str, Any]],
    since: date | None = None,
) -> bytes:
    """The weekly hour of a class as PDF, one A4, from what its page shows.

    `steps`, in the order of the page: name, day, sentence. `students`, in any order: name, goes_well, next_step, who
    (texts, may be empty: then there is room to write), last_contact (a date or None), goals (a list of words, number),
    agreements (a list of what, who, when) and is_waiting (not spoken of for a while). `since` is the day of the last
    hour. Long texts are cut so that the page stays one, which is said on it.
    """
    made = tandem_hour.content(class_id, on, about, steps=steps, students=students, since=since)
    return press.pdf("tandemoverleg", made)


def halfjaarverantwoording(door: Door, period: HalfYear) -> bytes:
    """The account of half a school year as PDF, for kwaliteit. Raises AccessDeniedError for others."""
    with data.through(door):
        return press.pdf("verantwoording", account.content(period))


def halfjaarverantwoording_xlsx(door: Door, period: HalfYear) -> bytes:
    """The same account as a workbook. Raises AccessDeniedError for who is not of kwaliteit."""
    with data.through(door):
        return account.workbook(period)
