from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"


def test_a_stay_is_at_risk_in_each_week_since_its_own_start_and_leaves_in_the_last() -> None:
    enrolments = """
        student_id start_date end_date leave_reason level
        10001      15-09      -        -            1
        10002      22-09      26-09    verhuizing   1
        10003      01-09      05-09    geslaagd     2
        10004      29-09      -        -            -
    """
    shows(
        mart("stay_week", enrolments=enrolments, attendance=ONE_LESSON, until="06-10"),
        """
        cohort level school_year week n_at_risk n_left
        2025   1     2025        0    2         1
        2025   1     2025        1    1         0
        2025   1     2025        2    1         0
        2025   1     2025        3    1         0
        2025   2     2025        0    1         0
        2025   -     2025        0    1         0
        2025   -     2025        1    1         0
        """,
    )


def test_a_week_belongs_to_the_school_year_in_which_it_began() -> None:
    enrolments = """
        student_id start_date end_date
        10001      20-07-2025 -
        10002      25-07-2025 08-08
    """
    shows(
        mart("stay_week", enrolments=enrolments, attendance=ONE_LESSON, until="11-08"),
        """
        cohort school_year week n_at_risk n_left
        2024   2024        0    2         0
        2024   2024        1    1         0
        2024   2025        1    1         0
        2024   2025        2    2         1
        2024   2025        3    1         0
        """,
    )
