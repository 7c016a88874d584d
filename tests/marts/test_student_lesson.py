"""Aanwezig, te laat en afwezig per les: de registratie, met de melding eroverheen."""

import polars as pl
import pytest

from tests.marts.drawn import mart, shows


def lessons(attendance: str, notices: str = "", **other: str) -> pl.DataFrame:
    return mart("student_lesson", attendance=attendance, notices=notices, **other)


def test_a_lesson_without_notice_counts_as_it_was_registered() -> None:
    shows(lessons("""
        start_minute end_minute status       is_excused
        08:30        09:30      present      -
        09:30        10:30      excused      -
        10:30        11:30      ill          -
        11:30        12:30      unexcused    -
        12:30        13:30      unregistered -
        13:30        14:30      cancelled    -
        14:30        15:30      absent       -
        15:30        16:30      absent       yes
        16:30        17:30      absent       no
        17:30        18:30      unexcused    yes
    """), """
        start_minute status       missed_minutes scheduled_minutes present_minutes arrival_minute
        08:30        present      -              60                60              08:30
        09:30        excused      -              60                0               -
        10:30        ill          -              60                0               -
        11:30        unexcused    -              60                0               -
        12:30        unregistered -              60                0               -
        13:30        cancelled    -              60                0               -
        14:30        unexcused    -              60                0               -
        15:30        excused      -              60                0               -
        16:30        unexcused    -              60                0               -
        17:30        excused      -              60                0               -
    """)  # fmt: skip


def test_late_counts_as_present_minus_the_minutes_missed_and_unknown_minutes_leave_the_arrival_unknown() -> None:
    shows(lessons("""
        start_minute end_minute status  arrival_minute attended_minutes
        08:30        09:30      late    08:31          -
        09:30        10:30      late    10:29          -
        10:30        11:30      late    -              45
        11:30        12:30      late    11:40          45
        12:30        13:30      late    -              -
        13:30        14:30      late    13:30          -
        14:30        15:30      late    15:30          -
        15:30        16:30      removed -              20
        16:30        17:30      removed -              -
        17:30        18:30      present -              50
    """), """
        start_minute status  missed_minutes present_minutes arrival_minute
        08:30        late    1              59              08:31
        09:30        late    59             1               10:29
        10:30        late    15             45              10:45
        11:30        late    15             45              11:40
        12:30        late    -              60              -
        13:30        late    -              60              -
        14:30        late    -              60              -
        15:30        removed 40             20              15:30
        16:30        removed -              60              16:30
        17:30        present -              50              17:30
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("reason_code", "expected"),
    [("ZK", "ill"), ("VL", "excused"), ("SP", "unexcused"), ("XX", "unexcused")],
)
def test_a_whole_day_notice_says_why_somebody_was_absent_and_an_unknown_code_explains_nothing(
    reason_code: str, expected: str
) -> None:
    found = lessons(
        "date  start_minute status\n01-09 08:30        absent\n02-09 08:30        absent",
        f"reason_code start_date end_date\n{reason_code} 01-09 01-09",
    )
    shows(found, f"""
        date  status
        01-09 {expected}
        02-09 unexcused
    """)  # fmt: skip


def test_a_notice_with_times_covers_the_lessons_it_overlaps_by_a_minute_or_more() -> None:
    shows(lessons("""
        start_minute status
        08:30        absent
        09:30        absent
        10:30        absent
        11:30        absent
    """, """
        reason_code start_minute end_minute
        VL          09:30        10:31
    """), """
        start_minute status
        08:30        unexcused
        09:30        excused
        10:30        excused
        11:30        unexcused
    """)  # fmt: skip


def test_times_of_a_notice_over_more_days_hold_on_its_first_and_last_day_only() -> None:
    shows(lessons("""
        date  start_minute status
        01-09 08:30        absent
        01-09 13:30        absent
        02-09 08:30        absent
        03-09 08:30        absent
        03-09 13:30        absent
    """, """
        reason_code start_date start_minute end_date end_minute
        VL          01-09      12:00        03-09    12:00
    """), """
        date  start_minute status
        01-09 08:30        unexcused
        01-09 13:30        excused
        02-09 08:30        excused
        03-09 08:30        excused
        03-09 13:30        unexcused
    """)  # fmt: skip


def test_a_notice_without_an_end_holds_for_fourteen_days_and_with_an_end_time_for_that_day() -> None:
    shows(lessons("""
        student_id date  start_minute status
        10001      31-08 08:30        absent
        10001      01-09 08:30        absent
        10001      15-09 08:30        absent
        10001      16-09 08:30        absent
        10002      01-09 08:30        absent
        10002      01-09 13:30        absent
        10002      02-09 08:30        absent
    """, """
        student_id reason_code end_date end_minute
        10001      ZK          -        -
        10002      ZK          -        12:00
    """), """
        student_id date  start_minute status
        10001      31-08 08:30        unexcused
        10001      01-09 08:30        ill
        10001      15-09 08:30        ill
        10001      16-09 08:30        unexcused
        10002      01-09 08:30        ill
        10002      01-09 13:30        unexcused
        10002      02-09 08:30        unexcused
    """)  # fmt: skip


def test_overlapping_notices_are_one_explanation_and_no_second_lesson() -> None:
    shows(lessons("""
        start_minute status
        08:30        absent
        09:30        absent
    """, """
        reason_code start_minute end_minute
        ZK          -            -
        VL          08:00        09:00
        SP          08:00        12:00
        ZK          -            -
    """), """
        start_minute status
        08:30        ill
        09:30        ill
    """)  # fmt: skip


def test_a_registered_presence_wins_over_a_notice_of_absence() -> None:
    shows(lessons("""
        start_minute status
        08:30        present
        09:30        cancelled
        10:30        unregistered
        11:30        absent
    """, "reason_code\nZK"), """
        start_minute status       present_minutes
        08:30        present      60
        09:30        cancelled    0
        10:30        unregistered 0
        11:30        ill          0
    """)  # fmt: skip


def test_a_notice_of_late_or_removed_tells_the_minutes_that_were_missed() -> None:
    shows(lessons("""
        student_id start_minute status
        10001      08:30        present
        10001      09:30        present
        10001      10:30        present
        10002      08:30        absent
        10002      09:30        present
    """, """
        student_id reason_code start_minute end_minute
        10001      TL          08:30        08:45
        10001      VW          10:10        10:30
        10002      TL          08:30        09:10
    """), """
        student_id start_minute status  missed_minutes present_minutes arrival_minute
        10001      08:30        late    15             45              08:45
        10001      09:30        removed 20             40              09:30
        10001      10:30        present -              60              10:30
        10002      08:30        late    40             20              09:10
        10002      09:30        present -              60              09:30
    """)  # fmt: skip


def test_a_lesson_that_was_missed_from_start_to_end_is_absence_whatever_the_notice_calls_it() -> None:
    shows(lessons("""
        student_id start_minute status
        10001      08:30        absent
        10001      09:30        absent
        10001      10:30        present
        10002      08:30        absent
        10002      09:30        present
        10003      08:30        present
        10003      09:30        absent
        10004      08:30        present
    """, """
        student_id reason_code start_minute end_minute
        10001      TL          08:30        10:00
        10002      TG          08:30        09:30
        10003      VW          09:10        10:30
        10004      TL          08:30        09:30
    """), """
        student_id start_minute status    missed_minutes present_minutes arrival_minute
        10001      08:30        unexcused -              0               -
        10001      09:30        late      30             30              10:00
        10001      10:30        present   -              60              10:30
        10002      08:30        excused   -              0               -
        10002      09:30        present   -              60              09:30
        10003      08:30        removed   20             40              08:30
        10003      09:30        unexcused -              0               -
        10004      08:30        late      -              60              -
    """)  # fmt: skip


def test_a_notice_of_late_without_an_end_makes_nobody_present_and_stays_in_its_own_lesson() -> None:
    shows(lessons("""
        date  start_minute end_minute status
        01-09 08:30        09:30      absent
        01-09 09:30        10:30      present
        02-09 08:30        09:30      present
        02-09 09:30        10:30      present
        03-09 08:30        09:30      absent
    """, """
        reason_code start_date start_minute
        TL          01-09      08:40
        TL          02-09      08:40
        TL          03-09      -
    """), """
        date  start_minute status    missed_minutes present_minutes arrival_minute
        01-09 08:30        unexcused -              0               -
        01-09 09:30        present   -              60              09:30
        02-09 08:30        late      -              60              -
        02-09 09:30        present   -              60              09:30
        03-09 08:30        unexcused -              0               -
    """)  # fmt: skip


def test_a_notice_of_late_that_ends_on_another_day_says_nothing_about_minutes() -> None:
    shows(lessons("""
        date  start_minute end_minute status
        01-09 10:00        11:00      present
        01-09 11:00        12:00      present
        02-09 08:30        09:30      present
        03-09 08:30        09:30      absent
    """, """
        reason_code start_date start_minute end_date end_minute
        TL          01-09      10:20        02-09    10:10
        TL          03-09      08:40        04-09    09:00
    """), """
        date  start_minute status    missed_minutes present_minutes arrival_minute
        01-09 10:00        late      -              60              -
        01-09 11:00        present   -              60              11:00
        02-09 08:30        present   -              60              08:30
        03-09 08:30        unexcused -              0               -
    """)  # fmt: skip


def test_notices_of_somebody_else_and_of_another_day_say_nothing() -> None:
    shows(lessons("start_minute status\n08:30 absent", """
        student_id reason_code start_date end_date
        10002      ZK          01-09      01-09
        10001      ZK          31-08      31-08
        10001      ZK          02-09      02-09
    """), """
        status
        unexcused
    """)  # fmt: skip
