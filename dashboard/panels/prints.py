"""The buttons that hand over a print; each is made when it is asked for, for who looks at the page."""

from functools import partial

from dashboard import data, reports
from dashboard.filters import Klas, Student
from dashboard.panels import elements


def groeikaart(klas: Klas, student: Student) -> None:
    """One A4 for and with the student on screen."""
    make = partial(reports.groeikaart, data.door(), klas, student)
    elements.print_button("Neem mee als groeikaart (PDF)", "Groeikaart", make, student_key=student.student_key)


def klasblad(klas: Klas) -> None:
    """The page of the class on screen, on paper."""
    make = partial(reports.klasblad, data.door(), klas)
    elements.print_button("Print deze klas", f"Klasblad {klas.class_id}", make)
