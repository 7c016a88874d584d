import datetime as dt

from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"
SCHOOL = """
    student_id class_id team   location start_date end_date cohort
    10001      E1A      Entree Stadshof 01-08      -        2025/2026
    10002      E1A      Entree Stadshof 01-08      15-10    2025/2026
    10003      H2A      Horeca Haven    01-10      -        2025/2026
"""


def test_a_month_has_its_incidents_and_the_students_who_were_there() -> None:
    found = mart(
        "incident_month",
        enrolments=SCHOOL,
        attendance=ONE_LESSON,
        until="31-12",
        incidents="""
            number date  location class_id
            1      01-09 Stadshof E1A
            2      30-09 Stadshof E1A
            3      30-09 Haven    -
            4      05-11 Haven    H2A
        """,
    )
    shows(
        found,
        """
        month school_year location team   n_incidents n_students
        01-09 2025        Stadshof Entree 2           2
        01-09 2025        Haven    -      1           0
        01-10 2025        Stadshof Entree 0           2
        01-10 2025        Haven    Horeca 0           1
        01-11 2025        Stadshof Entree 0           1
        01-11 2025        Haven    Horeca 1           1
        """,
    )


def test_who_changes_class_in_a_month_counts_once_where_he_was_last() -> None:
    found = mart(
        "incident_month",
        enrolments="class_id team location start_date end_date\nE1A Entree S 01-08 14-09\nE1B Zorg H 15-09 -",
        attendance=ONE_LESSON,
        until="31-12",
        incidents="date location class_id\n10-09 S E1A",
    )
    shows(found, "location team n_incidents n_students\nH Zorg 0 1\nS Entree 1 0")


def test_a_month_that_is_not_over_and_the_summer_are_left_out() -> None:
    def months(until: str) -> list[dt.date]:
        found = mart(
            "incident_month",
            attendance=ONE_LESSON,
            until=until,
            incidents="date\n30-05-2025\n05-07-2025\n05-08\n05-09\n05-10",
            enrolments="start_date\n01-08-2024",
        )
        return found.get_column("month").unique().sort().to_list()

    before = [dt.date(2025, 5, 1), dt.date(2025, 6, 1), dt.date(2025, 9, 1)]
    assert months("30-10") == before
    assert months("31-10") == [*before, dt.date(2025, 10, 1)]


def test_without_incidents_nothing_is_known_and_that_is_not_zero() -> None:
    assert mart("incident_month", attendance=ONE_LESSON).is_empty()
