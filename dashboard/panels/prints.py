"""The buttons that hand over a print; each is made when it is asked for, for who looks at the page."""

from functools import partial

import streamlit as st

from dashboard import data, reports
from dashboard.filters import Klas, Student
from dashboard.panels import elements
from dashboard.reports.half_year import HalfYear


def groeikaart(klas: Klas, student: Student) -> None:
    """One A4 for and with the student on screen; not of who is in another class, whose tandem makes it."""
    if student.is_former:
        return
    make = partial(reports.groeikaart, data.door(), klas, student)
    elements.print_button("Neem mee als groeikaart (PDF)", "Groeikaart", make, student_key=student.student_key)


def klasblad(klas: Klas) -> None:
    """The page of the class on screen, on paper."""
    make = partial(reports.klasblad, data.door(), klas)
    elements.print_button("Print deze klas", f"Klasblad {klas.class_id}", make)


def account(period: HalfYear) -> None:
    """The account of a half school year, to read and to count on with."""
    door, title = data.door(), f"Halfjaarverantwoording {period.key}"
    with st.container(horizontal=True, gap="small"):
        elements.print_button("Neem mee als PDF", title, partial(reports.halfjaarverantwoording, door, period))
        make = partial(reports.halfjaarverantwoording_xlsx, door, period)
        elements.print_button("Neem mee als werkmap (xlsx)", title, make, suffix="xlsx")
