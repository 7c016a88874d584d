from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"


def test_weeks_run_from_the_own_start_to_the_leaving_or_to_the_last_day_of_data() -> None:
    enrolments = """
        student_id start_date end_date leave_reason  level
        10001      01-09      -        -             1
        10002      01-09      26-09    verhuizing    1
        10003      01-09      26-09    geslaagd      2
        10004      29-09      -        -             -
        10005      07-10      -        -             1
    """
    shows(
        mart("student_stay", enrolments=enrolments, attendance=ONE_LESSON, until="06-10"),
        """
        student_id cohort level first_date left_date has_left n_weeks
        10001      2025   1     01-09      -         no       5
        10002      2025   1     01-09      26-09     yes      3
        10003      2025   2     01-09      26-09     no       3
        10004      2025   -     29-09      -         no       1
        """,
    )


def test_who_leaves_on_or_after_the_last_day_is_still_there() -> None:
    enrolments = """
        student_id start_date end_date leave_reason
        10001      01-09      06-10    verhuizing
        10002      01-09      05-10    -
    """
    shows(
        mart("student_stay", enrolments=enrolments, attendance=ONE_LESSON, until="06-10"),
        """
        student_id left_date has_left n_weeks
        10001      -         no       5
        10002      05-10     yes      4
        """,
    )


def test_a_change_of_class_is_one_stay_of_the_cohort_and_level_it_began_with() -> None:
    enrolments = """
        student_id class_id start_date  end_date level
        10001      E1A      02-09-2024  31-07-2025 1
        10001      E1B      25-08       -          2
    """
    shows(
        mart("student_stay", enrolments=enrolments, attendance=ONE_LESSON, until="06-10"),
        """
        student_id cohort level first_date left_date n_weeks
        10001      2024   1     02-09-2024 -         57
        """,
    )
