"""Which class a checklist is about, and whether the enrolments know it."""

from tests.marts.drawn import mart, shows

ENROLMENTS = """
    student_id class_id start_date end_date team   level crebo
    10001      E1A      25-08      31-10    Entree 1     25255
    10001      E1B      01-11      -        Entree 1     25255
    10002      E1A      25-08      -        Entree 1     25255
    10002      H2A      25-08      -        Horeca 2     25256
"""


def test_a_checklist_is_about_the_class_of_the_student_on_that_day() -> None:
    found = mart(
        "checklist_line",
        enrolments=ENROLMENTS,
        checklists="""
            checklist_id date       student_id class_id
            C1           31-10      10001      -
            C2           01-11      10001      E1A
            C3           24-08      10001      E1B
            C4           01-09      10002      H2A
            C5           01-09      10002      -
            C6           01-09      -          H2A
            C7           01-09      -          X9Z
            C8           01-09      99999      -
        """,
    )
    shows(
        found,
        """
        checklist_id class_id level week_start school_year is_student_placed is_class_known
        C1           E1A      1     27-10      2025        yes               yes
        C2           E1B      1     27-10      2025        yes               yes
        C3           E1B      1     18-08      2025        no                yes
        C4           H2A      2     01-09      2025        yes               yes
        C5           E1A      1     01-09      2025        yes               yes
        C6           H2A      2     01-09      2025        no                yes
        C7           X9Z      -     01-09      2025        no                no
        C8           -        -     01-09      2025        no                no
    """,
    )
    teams = found.sort("checklist_id").get_column("team").to_list()
    assert teams == ["Entree", "Entree", "Entree", "Horeca", "Entree", "Horeca", "zonder team", "zonder team"]


def test_a_checklist_that_comes_in_two_layouts_is_the_later() -> None:
    found = mart(
        "checklist_line",
        checklists="""
            checklist_id kenmerk   status    _received
            C1           autonomie voldoende 1
            C1           positief  voldoende 1
            C1           autonomie ruimte    2
        """,
    )
    shows(found, "kenmerk status\nautonomie ruimte")


def test_a_school_year_begins_in_august() -> None:
    found = mart("checklist_line", checklists="checklist_id date\nC1 31-07-2025\nC2 01-08-2025")
    shows(found, "checklist_id school_year\nC1 2024\nC2 2025")
