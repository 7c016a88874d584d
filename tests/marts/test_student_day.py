"""Lesdag: wat een student op een dag deed, en of het een lesdag was."""

import polars as pl
import pytest

from tests.marts.drawn import mart, shows

TWO_CLASSES = """
    student_id class_id crebo start_date
    10001      E1A      25255 25-08
    10001      H2A      25256 01-09
    10002      E1A      25255 25-08
    10003      H2A      25256 25-08
"""


def test_lessons_add_up_and_cancelled_ones_stay_outside() -> None:
    day = mart("student_day", attendance="""
        start_minute end_minute status       attended_minutes
        08:30        09:30      present      -
        09:30        10:30      late         45
        10:30        11:00      removed      20
        11:00        12:00      excused      -
        12:30        13:30      ill          -
        13:30        14:30      unexcused    -
        14:30        15:00      unregistered -
        15:00        16:00      cancelled    -
    """)  # fmt: skip
    shows(
        day,
        """
        n_lessons n_registered n_present n_late n_removed n_excused n_ill n_unexcused n_unregistered n_cancelled
        7         6            3         1      1         2         1     1           1              1
    """,
    )
    shows(
        day,
        """
        scheduled_minutes registered_minutes present_minutes unexcused_minutes is_teaching_day is_holiday is_full_day
        360               330                125             60                yes             no         no
    """,
    )


def test_whether_illness_counts_is_a_choice_and_it_shows_either_way() -> None:
    attendance = """
        date  start_minute status
        01-09 08:30        ill
        01-09 09:30        present
        02-09 08:30        ill
    """
    shows(mart("student_day", attendance=attendance, illness_counts=True), """
        date  n_lessons n_registered n_excused n_ill registered_minutes first_start_minute is_full_day is_teaching_day
        01-09 2         2            1         1     120                08:30              no          yes
        02-09 1         1            1         1     60                 08:30              no          yes
    """)  # fmt: skip
    shows(mart("student_day", attendance=attendance, illness_counts=False), """
        date  n_lessons n_registered n_excused n_ill registered_minutes first_start_minute is_full_day is_teaching_day
        01-09 1         1            0         1     60                 09:30              yes         yes
        02-09 0         0            0         1     0                  -                  no          yes
    """)  # fmt: skip


def test_a_teaching_day_is_one_on_which_the_class_had_a_registered_lesson_and_no_holiday() -> None:
    found = mart(
        "student_day",
        enrolments="student_id class_id\n10001 E1A\n10002 E1A\n10003 E1B",
        attendance="""
            student_id date  start_minute status
            10001      01-09 08:30        present
            10001      02-09 08:30        unregistered
            10002      02-09 08:30        cancelled
            10001      03-09 08:30        present
            10003      04-09 08:30        unregistered
            10001      04-09 08:30        unexcused
        """,
        calendar="start_date end_date\n03-09 03-09",
    )
    shows(
        found,
        """
        student_id date  n_lessons n_registered n_cancelled is_teaching_day is_holiday
        10001      01-09 1         1            0           yes             no
        10002      01-09 0         0            0           yes             no
        10001      02-09 1         0            0           no              no
        10002      02-09 0         0            1           no              no
        10001      03-09 1         1            0           no              yes
        10001      04-09 1         1            0           yes             no
        10002      04-09 0         0            0           yes             no
        10003      04-09 1         0            0           no              no
    """,
    )


def test_a_school_day_inside_a_holiday_is_a_teaching_day() -> None:
    found = mart(
        "student_day",
        attendance="date start_minute\n13-10 08:30\n14-10 08:30",
        calendar="start_date end_date kind\n13-10 17-10 holiday\n14-10 14-10 school_day",
    )
    shows(
        found,
        """
        date  is_teaching_day is_holiday
        13-10 no              yes
        14-10 yes             no
    """,
    )


def test_a_day_of_the_class_without_lessons_for_one_student_is_a_row_of_zeros_and_nulls() -> None:
    found = mart(
        "student_day",
        enrolments="student_id\n10001\n10002",
        attendance="student_id start_minute\n10001 08:30",
    )
    shows(
        found,
        """
        student_id n_lessons registered_minutes present_minutes is_full_day is_teaching_day
        10001      1         60                 60              yes         yes
        10002      0         0                  0               no          yes
    """,
    )
    shows(
        found,
        """
        student_id first_start_minute arrival_minute is_on_time is_first_hour_present is_absence_notified
        10001      08:30              08:30          yes        yes                   -
        10002      -                  -              -          -                     -
    """,
    )


def test_a_change_of_class_in_the_middle_of_a_week_moves_the_days_and_not_the_enrolment() -> None:
    found = mart(
        "student_day",
        enrolments="""
            student_id class_id start_date end_date
            10001      E1A      25-08      -
            10001      E1B      03-09      -
            10002      E1A      25-08      -
        """,
        attendance="""
            student_id date  start_minute class_code
            10001      02-09 08:30        -
            10001      03-09 08:30        E1A
            10002      03-09 08:30        -
            10002      04-09 08:30        -
        """,
    )
    shows(
        found,
        """
        student_id enrolment_key class_id date  n_lessons
        10001      1000101       E1A      02-09 1
        10001      1000101       E1B      03-09 1
        10002      1000201       E1A      02-09 0
        10002      1000201       E1A      03-09 1
        10002      1000201       E1A      04-09 1
    """,
    )


def test_who_leaves_or_comes_later_has_days_from_the_first_to_the_last_day_in_the_class() -> None:
    found = mart(
        "student_day",
        enrolments="""
            student_id start_date end_date
            10001      25-08      -
            10002      25-08      02-09
            10003      02-09      -
        """,
        attendance="""
            student_id date  start_minute
            10001      01-09 08:30
            10001      02-09 08:30
            10001      03-09 08:30
            10002      02-09 08:30
            10002      03-09 08:30
            10003      01-09 08:30
            10003      02-09 08:30
        """,
    )
    shows(
        found,
        """
        student_id date  n_lessons
        10001      01-09 1
        10001      02-09 1
        10001      03-09 1
        10002      01-09 0
        10002      02-09 1
        10003      02-09 1
        10003      03-09 0
    """,
    )


def test_with_two_enrolments_a_lesson_belongs_to_the_class_it_names() -> None:
    found = mart("student_day", enrolments=TWO_CLASSES, attendance="""
        student_id date  start_minute class_code status
        10001      01-09 08:30        E1A        present
        10001      01-09 09:30        E1A        unexcused
        10001      01-09 10:30        H2A        present
        10001      01-09 11:30        X9         present
        10001      01-09 12:30        -          present
    """)  # fmt: skip
    shows(
        found,
        """
        student_id enrolment_key class_id date  n_lessons n_present first_start_minute arrival_minute
        10001      1000101       E1A      01-09 2         1         08:30              08:30
        10001      1000102       H2A      01-09 3         3         10:30              10:30
        10002      1000201       E1A      01-09 0         0         -                  -
        10003      1000301       H2A      01-09 0         0         -                  -
    """,
    )


def test_with_two_enrolments_a_lesson_without_a_class_belongs_to_the_one_begun_last_that_day() -> None:
    found = mart("student_day", enrolments=TWO_CLASSES, attendance="""
        student_id date  start_minute
        10001      29-08 08:30
        10001      01-09 08:30
        10002      01-09 08:30
    """)  # fmt: skip
    shows(
        found,
        """
        student_id class_id date  n_lessons
        10001      E1A      29-08 1
        10002      E1A      29-08 0
        10001      E1A      01-09 0
        10001      H2A      01-09 1
        10002      E1A      01-09 1
        10003      H2A      01-09 0
    """,
    )


def test_with_two_enrolments_the_arrival_waits_for_what_is_unregistered_in_the_same_class_only() -> None:
    found = mart("student_day", enrolments=TWO_CLASSES, attendance="""
        student_id start_minute class_code status
        10001      08:30        E1A        unregistered
        10001      09:30        E1A        present
        10001      10:30        H2A        present
    """)  # fmt: skip
    shows(
        found.filter(student_id=10001),
        """
        class_id first_start_minute arrival_minute is_first_hour_present
        E1A      08:30              -              -
        H2A      10:30              10:30          yes
    """,
    )


def test_arrival_is_the_first_moment_present_and_unknown_after_an_unregistered_lesson() -> None:
    found = mart("student_day", attendance="""
        date  start_minute status       arrival_minute
        01-09 08:30        present      -
        02-09 08:30        late         08:40
        02-09 09:30        present      -
        03-09 08:30        unexcused    -
        03-09 09:30        present      -
        04-09 08:30        unregistered -
        04-09 09:30        present      -
        05-09 08:30        present      -
        05-09 09:30        unregistered -
        08-09 08:30        late         -
        08-09 09:30        present      -
        09-09 08:30        unexcused    -
        10-09 08:30        cancelled    -
        10-09 09:30        present      -
        11-09 08:30        removed      -
        12-09 08:30        excused      -
        12-09 09:30        late         09:31
    """)  # fmt: skip
    shows(
        found,
        """
        date  first_start_minute arrival_minute is_on_time is_first_hour_present
        01-09 08:30              08:30          yes        yes
        02-09 08:30              08:40          no         yes
        03-09 08:30              09:30          no         no
        04-09 08:30              -              -          -
        05-09 08:30              08:30          yes        yes
        08-09 08:30              -              -          yes
        09-09 08:30              -              -          no
        10-09 09:30              09:30          yes        yes
        11-09 08:30              08:30          yes        yes
        12-09 08:30              09:31          no         no
    """,
    )


def test_a_full_day_misses_no_minute_and_has_nothing_unregistered() -> None:
    found = mart("student_day", attendance="""
        date  start_minute status       attended_minutes
        01-09 08:30        present      -
        01-09 09:30        cancelled    -
        02-09 08:30        present      59
        03-09 08:30        present      -
        03-09 09:30        unregistered -
        04-09 08:30        cancelled    -
        05-09 08:30        present      -
        05-09 09:30        excused      -
        08-09 08:30        late         -
    """)  # fmt: skip
    shows(
        found,
        """
        date  is_full_day
        01-09 yes
        02-09 no
        03-09 no
        04-09 no
        05-09 no
        08-09 yes
    """,
    )


def test_an_absence_is_notified_when_all_of_it_was_told_before_the_first_lesson() -> None:
    found = mart("student_day", attendance="""
        date  start_minute status    registered_at
        01-09 08:30        excused   01-09T08:29
        01-09 09:30        ill       31-08T20:00
        02-09 08:30        excused   02-09T08:30
        03-09 08:30        present   03-09T09:30
        04-09 08:30        excused   04-09T08:00
        04-09 09:30        unexcused -
        05-09 08:30        excused   05-09T08:00
        05-09 09:30        excused   05-09T09:00
        08-09 08:30        excused   08-09T08:00
        08-09 09:30        excused   -
        09-09 08:30        unexcused -
        10-09 08:30        present   -
        10-09 09:30        excused   10-09T08:29
    """)  # fmt: skip
    shows(
        found,
        """
        date  is_absence_notified
        01-09 yes
        02-09 no
        03-09 -
        04-09 no
        05-09 no
        08-09 -
        09-09 no
        10-09 yes
    """,
    )


def test_a_school_year_starts_on_the_first_of_august_and_a_week_on_monday() -> None:
    found = mart(
        "student_day",
        enrolments="student_id start_date\n10001 01-08-2024",
        attendance="date start_minute\n31-07-2025 08:30\n01-08 08:30\n31-12 08:30\n07-09 08:30\n08-09 08:30",
    )
    shows(
        found,
        """
        date       school_year week_start
        31-07-2025 2024        28-07-2025
        01-08      2025        28-07-2025
        31-12      2025        29-12
        07-09      2025        01-09
        08-09      2025        08-09
    """,
    )


def test_lessons_of_somebody_in_no_class_that_day_are_in_no_mart() -> None:
    found = mart(
        "student_day",
        enrolments="student_id start_date end_date\n10001 02-09 03-09",
        attendance="""
            student_id date  start_minute
            10001      01-09 08:30
            10001      02-09 08:30
            10001      03-09 08:30
            10001      04-09 08:30
            10009      02-09 08:30
        """,
    )
    shows(
        found,
        """
        student_id date
        10001      02-09
        10001      03-09
    """,
    )


@pytest.mark.parametrize("illness_counts", [True, False])
def test_every_lesson_that_went_on_is_present_excused_unexcused_or_unregistered(illness_counts: bool) -> None:
    statuses = ["present", "late", "removed", "absent", "excused", "ill", "unexcused", "unregistered", "cancelled"]
    rows = [
        f"{10001 + student} {1 + day:02}-09 {9 + hour}:00 {statuses[(student * 5 + day * 3 + hour * 2) % 9]}"
        for student in range(6)
        for day in range(12)
        for hour in range(6)
    ]
    day = mart(
        "student_day",
        enrolments="student_id\n" + "\n".join(str(10001 + student) for student in range(6)),
        attendance="student_id date start_minute status\n" + "\n".join(rows),
        illness_counts=illness_counts,
    ).with_columns(pl.selectors.starts_with("n_").cast(pl.Int32))
    parts = day.select("n_present", "n_excused", "n_unexcused", "n_unregistered").sum_horizontal()
    assert parts.to_list() == day["n_lessons"].to_list()
    assert (day["n_registered"] + day["n_unregistered"]).to_list() == day["n_lessons"].to_list()
    outside = day["n_cancelled"] if illness_counts else day["n_cancelled"] + day["n_ill"]
    assert (day["n_lessons"] + outside).sum() == len(rows)
    assert (day["present_minutes"] <= day["registered_minutes"]).all()
    assert (day["registered_minutes"] <= day["scheduled_minutes"]).all()
