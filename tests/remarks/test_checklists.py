"""What is said about checklists that do not match the enrolments; never who they are about."""

from tests.marts.drawn import remarks


def said(checklists: str) -> dict[str, str]:
    return remarks("checklists", "checklist_line", checklists=checklists)


def test_a_student_who_was_in_no_class_that_day_is_counted_and_not_named() -> None:
    found = said(
        "checklist_id date student_id class_id\nC1 31-07-2025 10001 E1A\nC2 01-09 99999 E1A\nC3 01-09 10001 E1A"
    )
    assert found == {
        f"schooljaar {year}-{year + 1}": "Er zijn checklists over een student die op die dag in geen klas zat "
        "(checklists: 1). Zij tellen niet bij het bereik. Controleer studentnummer en datum."
        for year in (2024, 2025)
    }


def test_a_class_that_the_enrolments_do_not_have_is_named() -> None:
    found = said("checklist_id student_id class_id\nC1 - e1a\nC2 - e1a\nC3 - E1A\nC4 10001 e1a")
    assert found == {
        "schooljaar 2025-2026, klas e1a": "De klas 'e1a' staat op checklists en niet in de inschrijvingen (checklists: "
        "2). Schrijf haar zoals in de inschrijvingen."
    }
