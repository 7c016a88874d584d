"""Contacts with and without a reason, and individual checklists, with the class of the student on that day."""

from tests.marts.drawn import mart, shows

ENROLMENTS = """
    student_id class_id start_date end_date
    10001      E1A      25-08      31-10
    10001      E1B      01-11      -
    10002      E1A      25-08      -
"""


def test_contacts_with_and_without_a_reason_and_lists_stand_beside_each_other() -> None:
    found = mart(
        "student_contact",
        enrolments=ENROLMENTS,
        contacts="""
            contact_id date  student_id has_reason how     by_role
            K1         31-10 10001      no         phone   kaw
            K2         01-11 10001      yes        -       -
            K3         24-08 10001      yes        message mentor
            K4         01-11 99999      no         phone   kaw
        """,
        checklists="""
            checklist_id date  student_id kind          kenmerk   class_id filled_in_by
            C1           01-10 10002      individual    autonomie -        together
            C1           01-10 10002      individual    positief  -        together
            C2           01-10 10002      collaboration regie     -        kaw
            C3           01-10 -          individual    autonomie E1A      kaw
            C4           02-10 10002      individual    autonomie -        mentor
        """,
    )
    shows(
        found,
        """
        kind      contact_id student_id class_id date  has_reason how   by_role
        contact   K1         10001      E1A      31-10 no         phone kaw
        contact   K2         10001      E1B      01-11 yes        -     -
        checklist C1         10002      E1A      01-10 -          -     -
        checklist C4         10002      E1A      02-10 -          -     mentor
    """,
    )


def test_of_a_contact_the_latest_delivery_counts() -> None:
    found = mart("student_contact", contacts="contact_id has_reason _received\nK1 no 1\nK1 yes 2")
    assert found.get_column("has_reason").to_list() == [True]
