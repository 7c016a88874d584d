"""Aanwezigheid per week: sommen over de dagen die geen vakantie zijn."""

from tests.marts.drawn import mart, shows


def test_a_week_adds_up_its_days_and_leaves_holidays_out() -> None:
    found = mart(
        "student_week",
        attendance="""
            date  start_minute status       attended_minutes
            01-09 08:30        present      -
            01-09 09:30        late         45
            02-09 08:30        removed      20
            02-09 09:30        ill          -
            03-09 08:30        unexcused    -
            03-09 09:30        excused      -
            04-09 08:30        unregistered -
            04-09 09:30        cancelled    -
            05-09 08:30        present      -
            07-09 08:30        present      -
            08-09 08:30        present      -
        """,
        calendar="start_date end_date\n05-09 05-09",
    )
    shows(
        found,
        """
        week_start n_lessons n_registered n_present n_late n_removed n_excused n_ill n_unexcused n_unregistered
        01-09      8         7            4         1      1         2         1     1           1
        08-09      1         1            1         0      0         0         0     0           0
    """,
    )
    shows(
        found,
        """
        week_start n_cancelled n_teaching_days n_days_present scheduled_minutes registered_minutes present_minutes
        01-09      1           4               3              480               420                185
        08-09      0           1               1              60                60                 60
    """,
    )
    shows(
        found,
        """
        week_start unexcused_minutes n_full_days n_on_time_days n_first_hour n_first_hour_days is_full_week
        01-09      60                1           3              3            4                 no
        08-09      0                 1           1              1            1                 yes
    """,
    )


def test_the_usual_arrival_is_the_lower_of_the_two_in_the_middle() -> None:
    found = mart("student_week", enrolments="student_id\n10001\n10002\n10003\n10004", attendance="""
        student_id date  start_minute status    arrival_minute
        10001      01-09 08:30        late      09:20
        10001      02-09 08:30        late      08:40
        10001      03-09 08:30        late      09:00
        10001      04-09 08:30        late      08:50
        10002      01-09 08:30        late      09:20
        10002      02-09 08:30        late      08:40
        10002      03-09 08:30        late      09:00
        10003      01-09 08:30        late      08:41
        10003      02-09 08:30        late      -
        10004      01-09 08:30        unexcused -
    """)  # fmt: skip
    shows(
        found,
        """
        student_id usual_arrival_minute
        10001      08:50
        10002      09:00
        10003      08:41
        10004      -
    """,
    )


def test_a_full_week_misses_no_minute_leaves_nothing_unregistered_and_has_lessons() -> None:
    found = mart("student_week", enrolments="student_id\n10001\n10002\n10003\n10004\n10005", attendance="""
        student_id date  start_minute status       attended_minutes
        10001      01-09 08:30        present      -
        10001      02-09 08:30        cancelled    -
        10002      01-09 08:30        present      59
        10003      01-09 08:30        present      -
        10003      02-09 08:30        unregistered -
        10004      01-09 08:30        cancelled    -
    """)  # fmt: skip
    shows(
        found,
        """
        student_id n_teaching_days is_full_week
        10001      1               yes
        10002      1               no
        10003      1               no
        10004      1               no
        10005      1               no
    """,
    )


def test_a_week_with_a_change_of_class_is_one_row_under_the_class_at_its_end() -> None:
    found = mart(
        "student_week",
        enrolments="""
            student_id class_id start_date
            10001      E1B      25-08
            10001      E1A      04-09
        """,
        attendance="date start_minute\n02-09 08:30\n03-09 08:30\n04-09 08:30\n09-09 08:30",
    )
    shows(
        found,
        """
        enrolment_key class_id week_start n_lessons n_teaching_days
        1000101       E1A      01-09      3         3
        1000101       E1A      08-09      1         1
    """,
    )


def test_two_enrolments_have_a_week_each() -> None:
    found = mart(
        "student_week",
        enrolments="student_id class_id crebo\n10001 E1A 25255\n10001 H2A 25256",
        attendance="date start_minute class_code\n01-09 08:30 E1A\n02-09 08:30 H2A\n03-09 08:30 H2A",
    )
    shows(
        found,
        """
        enrolment_key class_id n_lessons n_teaching_days
        1000101       E1A      1         1
        1000102       H2A      2         2
    """,
    )


def test_a_week_of_holidays_only_has_no_row() -> None:
    found = mart(
        "student_week",
        attendance="date start_minute\n13-10 08:30\n20-10 08:30",
        calendar="start_date end_date\n13-10 17-10",
    )
    shows(found, "week_start\n20-10")
