"""Klas van een student: elke periode in een klas, zonder overlap binnen een inschrijving."""

from tests.marts.drawn import mart, shows

NO_LESSONS = "start_minute"


def test_a_class_change_ends_the_stay_before_on_the_day_before_and_keeps_the_enrolment() -> None:
    enrolments = """
        student_id class_id start_date end_date leave_reason
        10001      E1A      25-08      -        -
        10001      E1B      14-01      -        -
        10002      E1A      25-08      31-12    verhuisd
        10002      E1B      14-01      -        -
        10003      E1A      25-08      31-07    verhuisd
    """
    shows(mart("placement", enrolments=enrolments, attendance=NO_LESSONS), """
        student_id enrolment_key class_id start_date end_date leave_reason is_current has_other_enrolment
        10001      1000101       E1A      25-08      13-01    -            no         no
        10001      1000101       E1B      14-01      -        -            yes        no
        10002      1000201       E1A      25-08      31-12    -            no         no
        10002      1000201       E1B      14-01      -        -            yes        no
        10003      1000301       E1A      25-08      31-07    verhuisd     yes        no
    """)  # fmt: skip


def test_another_crebo_or_cohort_is_another_enrolment_and_the_stays_may_overlap() -> None:
    enrolments = """
        student_id class_id crebo cohort    start_date end_date
        10001      E1A      25255 2025/2026 25-08      -
        10001      H2A      25256 2025/2026 01-10      -
        10001      H2B      25256 2026/2027 01-02      -
        10002      E1A      -     -         25-08      -
        10002      E1B      -     -         01-10      -
    """
    shows(mart("placement", enrolments=enrolments, attendance=NO_LESSONS), """
        student_id enrolment_key class_id start_date end_date has_other_enrolment
        10001      1000101       E1A      25-08      -        yes
        10001      1000102       H2A      01-10      -        yes
        10001      1000103       H2B      01-02      -        yes
        10002      1000201       E1A      25-08      30-09    no
        10002      1000201       E1B      01-10      -        no
    """)  # fmt: skip


def test_a_stay_is_current_on_its_first_and_on_its_last_day() -> None:
    enrolments = """
        student_id start_date end_date
        10001      25-08      -
        10002      25-08      09-07
        10003      25-08      10-07
        10004      10-07      -
        10005      11-07      -
    """
    shows(mart("placement", enrolments=enrolments, attendance=NO_LESSONS, until="10-07"), """
        student_id is_current
        10001      yes
        10002      no
        10003      yes
        10004      yes
        10005      no
    """)  # fmt: skip


def test_two_classes_from_the_same_day_in_one_enrolment_count_once() -> None:
    enrolments = """
        student_id class_id start_date
        10001      E1B      25-08
        10001      E1A      25-08
    """
    shows(mart("placement", enrolments=enrolments, attendance=NO_LESSONS), """
        class_id start_date end_date
        E1A      25-08      -
    """)  # fmt: skip


def test_a_student_without_a_team_has_a_team_to_be_found_under() -> None:
    enrolments = "student_id team\n10001 -\n10002 Entree"
    teams = mart("placement", enrolments=enrolments, attendance=NO_LESSONS).get_column("team")
    assert teams.to_list() == ["zonder team", "Entree"]


def test_a_temporary_class_inside_an_open_stay_ends_in_a_return_to_the_class_before() -> None:
    enrolments = """
        student_id class_id start_date end_date
        10001      E1A      01-09      -
        10001      E1B      05-01      30-01
        10002      E1A      01-09      31-07
        10002      E1B      05-01      30-01
        10002      E1C      20-01      13-02
        10003      E1A      01-09      30-01
        10003      E1B      05-01      30-01
        10004      E1A      01-09      -
        10004      E1B      05-01      30-01
        10004      E1C      31-01      -
    """
    shows(mart("placement", enrolments=enrolments, attendance=NO_LESSONS, until="31-01"), """
        student_id enrolment_key class_id start_date end_date is_current
        10001      1000101       E1A      01-09      04-01    no
        10001      1000101       E1B      05-01      30-01    no
        10001      1000101       E1A      31-01      -        yes
        10002      1000201       E1A      01-09      04-01    no
        10002      1000201       E1B      05-01      19-01    no
        10002      1000201       E1C      20-01      13-02    yes
        10002      1000201       E1A      14-02      31-07    no
        10003      1000301       E1A      01-09      04-01    no
        10003      1000301       E1B      05-01      30-01    no
        10004      1000401       E1A      01-09      04-01    no
        10004      1000401       E1B      05-01      30-01    no
        10004      1000401       E1C      31-01      -        yes
    """)  # fmt: skip


def test_a_stay_that_ends_the_enrolment_or_the_school_year_or_lasts_over_half_a_year_is_not_temporary() -> None:
    enrolments = """
        student_id class_id start_date end_date leave_reason
        10001      E1A      01-09      -        -
        10001      E1B      05-01      30-01    verhuisd
        10002      E1A      01-09-2024 -        -
        10002      E2A      09-02      31-07    -
        10003      E1A      01-09-2024 -        -
        10003      E2A      01-09      02-03    -
        10004      E1A      01-09-2024 -        -
        10004      E2A      01-09      03-03    -
        10005      E1A      01-09      30-04    verhuisd
        10005      E1B      05-01      30-01    -
    """
    shows(mart("placement", enrolments=enrolments, attendance=NO_LESSONS), """
        student_id class_id start_date end_date   leave_reason
        10001      E1A      01-09      04-01      -
        10001      E1B      05-01      30-01      verhuisd
        10002      E1A      01-09-2024 08-02      -
        10002      E2A      09-02      31-07      -
        10003      E1A      01-09-2024 31-08      -
        10003      E2A      01-09      02-03      -
        10003      E1A      03-03      -          -
        10004      E1A      01-09-2024 31-08      -
        10004      E2A      01-09      03-03      -
        10005      E1A      01-09      04-01      -
        10005      E1B      05-01      30-01      -
        10005      E1A      31-01      30-04      verhuisd
    """)  # fmt: skip
