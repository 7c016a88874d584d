from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"


def test_who_is_still_there_or_left_with_a_diploma_stayed() -> None:
    enrolments = """
        student_id class_id start_date  end_date leave_reason
        10001      E1A      25-08       -        -
        10002      E1A      25-08       26-09    verhuizing
        10003      E1A      25-08       26-09    geslaagd
        10004      E1A      25-08       26-09    -
        10005      E1B      26-08-2024  -        -
    """
    shows(
        mart("class_start", enrolments=enrolments, attendance=ONE_LESSON, until="06-10"),
        """
        class_id school_year n_starters n_stayed
        E1A      2025        4          2
        E1B      2024        1          1
        """,
    )


def test_who_changes_class_counts_once_and_in_the_last_class() -> None:
    enrolments = """
        student_id class_id start_date end_date
        10001      E1A      25-08      26-09
        10001      E1B      27-09      -
    """
    shows(
        mart("class_start", enrolments=enrolments, attendance=ONE_LESSON, until="06-10"),
        "class_id school_year n_starters n_stayed\nE1B 2025 1 1",
    )
