"""The words of the klasblad that its page does not have."""

from dashboard.wording import TOO_EARLY
from dashboard.wording.groeikaart import foot
from dashboard.wording.tandemoverleg_print import MORE_STEPS

__all__ = ["MORE_STEPS", "NO_LESSONS", "STEPS", "STUDENTS", "foot", "title"]

STUDENTS = "Studenten"
STEPS = "Stappen in deze klas"
NO_LESSONS = f"{TOO_EARLY}: er zijn nog geen geregistreerde lessen."


def title(class_id: str) -> str:
    """Which class it is about."""
    return f"Klas {class_id}"
