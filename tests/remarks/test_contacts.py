from tests.marts.drawn import remarks

ENROLMENTS = "student_id class_id start_date end_date\n10001 E1A 25-08 31-10"


def test_contacts_with_a_student_in_no_class_are_told_without_saying_who() -> None:
    found = remarks(
        "contacts",
        "student_contact",
        enrolments=ENROLMENTS,
        contacts="""
            contact_id date       student_id
            K1         31-10      10001
            K2         01-11      10001
            K3         01-10      99999
            K4         31-07-2025 10001
        """,
    )
    assert set(found) == {"schooljaar 2025-2026", "schooljaar 2024-2025"}
    assert "(contacten: 2)" in found["schooljaar 2025-2026"]
    assert "10001" not in str(found)


def test_contacts_in_a_class_need_no_remark() -> None:
    assert remarks("contacts", "student_contact", enrolments=ENROLMENTS, contacts="contact_id date\nK1 01-09") == {}
