"""Weekcijfers van een klas: de som van de lessen van wie er die dagen in zat."""

from tests.marts.drawn import mart, shows


def test_a_class_is_the_sum_of_the_lessons_of_who_was_in_it_those_days() -> None:
    found = mart(
        "class_week",
        enrolments="""
            student_id class_id start_date end_date
            10001      E1A      25-08      -
            10002      E1A      25-08      02-09
            10003      E1A      25-08      -
            10003      E1B      03-09      -
            10004      E1B      25-08      -
        """,
        attendance="""
            student_id date  start_minute status       attended_minutes
            10001      01-09 08:30        present      -
            10001      02-09 08:30        late         40
            10001      03-09 08:30        unregistered -
            10001      05-09 08:30        present      -
            10002      01-09 08:30        unexcused    -
            10002      03-09 08:30        present      -
            10003      01-09 08:30        ill          -
            10003      03-09 08:30        removed      30
            10004      04-09 08:30        cancelled    -
            10004      08-09 08:30        excused      -
        """,
        calendar="start_date end_date\n05-09 05-09",
    )
    shows(
        found,
        """
        class_id week_start n_students n_teaching_days n_lessons n_registered n_present n_late n_removed n_excused
        E1A      01-09      3          2               5         4            2         1      0         1
        E1B      01-09      2          1               1         1            1         0      1         0
        E1B      08-09      2          1               1         1            0         0      0         1
    """,
    )
    shows(
        found,
        """
        class_id week_start n_ill n_unexcused n_unregistered n_cancelled registered_minutes present_minutes
        E1A      01-09      1     1           1              0           240                100
        E1B      01-09      0     0           0              1           60                 30
        E1B      08-09      0     0           0              0           60                 0
    """,
    )
    shows(
        found,
        """
        class_id week_start school_year scheduled_minutes unexcused_minutes
        E1A      01-09      2025        300               60
        E1B      01-09      2025        60                0
        E1B      08-09      2025        60                0
    """,
    )


def test_a_week_without_lessons_of_the_class_has_no_row() -> None:
    found = mart(
        "class_week",
        enrolments="student_id class_id\n10001 E1A\n10002 E1B",
        attendance="student_id date start_minute\n10001 01-09 08:30\n10002 08-09 08:30",
    )
    shows(found, "class_id week_start\nE1A 01-09\nE1B 08-09")
