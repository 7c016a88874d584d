"""Lessen per dag van de week: de som van de maand, met de eerste les van de dag apart."""

from tests.marts.drawn import mart, shows


def test_the_same_weekday_of_a_month_is_added_up_and_another_month_is_not() -> None:
    # Two Mondays and a Tuesday in September, a Monday in October.
    lessons = """
        student_id date  start_minute end_minute status
        10001 01-09 9:00  10:00 present
        10001 01-09 10:00 11:00 unexcused
        10001 08-09 9:00  10:00 unexcused
        10002 08-09 9:00  10:00 present
        10001 09-09 9:00  10:00 present
        10001 06-10 9:00  10:00 present
    """
    shows(
        mart("weekday_month", enrolments="student_id\n10001\n10002", attendance=lessons),
        """
        class_id month weekday n_students n_registered n_present registered_minutes present_minutes
        E1A      01-09 1       2          4            2         240                120
        E1A      01-09 2       1          1            1         60                 60
        E1A      01-10 1       1          1            1         60                 60
    """,
    )


def test_the_first_lesson_counts_where_it_is_registered() -> None:
    # There in the first, late in the first, only in the second, the first not registered, a holiday.
    lessons = """
        student_id date  start_minute end_minute status
        10001 01-09 9:00  10:00 present
        10001 01-09 10:00 11:00 unexcused
        10001 08-09 9:00  10:00 late
        10001 15-09 9:00  10:00 unexcused
        10001 15-09 10:00 11:00 present
        10001 22-09 9:00  10:00 unregistered
        10001 22-09 10:00 11:00 present
        10001 29-09 9:00  10:00 present
    """
    shows(
        mart("weekday_month", attendance=lessons, calendar="start_date end_date\n29-09 29-09"),
        """
        month weekday n_first n_first_present n_registered n_present
        01-09 1       3       2               6            4
    """,
    )


def test_a_student_with_two_enrolments_in_a_class_is_one_and_one_who_moved_is_in_the_row_of_both() -> None:
    enrolments = """
        student_id class_id start_date end_date programme
        10001      E1A      25-08      05-09    A
        10001      E1A      06-09      -        B
        10002      E1A      25-08      05-09    A
        10002      E1B      06-09      -        A
    """
    attendance = """
        student_id date  start_minute
        10001      01-09 08:30
        10001      08-09 08:30
        10002      01-09 08:30
        10002      08-09 08:30
    """
    shows(
        mart("weekday_month", enrolments=enrolments, attendance=attendance),
        """
        class_id month weekday n_students n_registered
        E1A      01-09 1       2          3
        E1B      01-09 1       1          1
        """,
    )
