"""An enrolment in a school year: began, went on, left, and with what."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marts.drawn import mart, shows


def test_there_is_a_row_for_each_school_year_with_the_last_class_of_it() -> None:
    found = mart(
        "student_year",
        enrolments="""
            student_id class_id team   level start_date end_date   cohort
            10001      E1A      Entree 1     25-08-2024 10-07-2025 2024/2025
            10001      E2A      Zorg   2     25-08-2025 31-10-2025 2024/2025
            10001      E2B      Zorg   2     01-11-2025 -          2024/2025
        """,
        until="15-01",
    )
    shows(
        found,
        """
        enrolment_key school_year class_id team   level first_date is_starter is_enrolled_at_end left_date
        1000101       2024        E1A      Entree 1     25-08-2024 yes        yes                -
        1000101       2025        E2B      Zorg   2     25-08-2024 no         yes                -
    """,
    )


def test_somebody_is_enrolled_at_the_end_on_31_july_or_on_the_last_day_with_lessons() -> None:
    found = mart(
        "student_year",
        enrolments="""
            student_id start_date end_date   leave_reason
            10001      25-08-2024 30-07-2025 -
            10002      25-08-2024 31-07-2025 geslaagd
            10003      25-08      14-01      geslaagd
            10004      25-08      15-01      -
            10005      25-08      16-01      eigen_verzoek
            10006      16-01      -          -
            10007      15-01      -          -
        """,
        until="15-01",
    )
    shows(
        found,
        """
        student_id school_year is_starter is_enrolled_at_end left_date  leave_reason
        10001      2024        yes        no                 30-07-2025 -
        10002      2024        yes        yes                31-07-2025 geslaagd
        10003      2025        yes        no                 14-01      geslaagd
        10004      2025        yes        yes                15-01      -
        10005      2025        yes        yes                -          -
        10007      2025        yes        yes                -          -
    """,
    )


def test_somebody_who_comes_back_in_the_same_enrolment_has_not_left() -> None:
    found = mart(
        "student_year",
        enrolments="""
            student_id class_id start_date end_date   leave_reason
            10001      E1A      25-08-2024 01-03-2025 eigen_verzoek
            10001      E1B      01-10      -          -
        """,
    )
    shows(
        found,
        """
        school_year class_id is_enrolled_at_end left_date leave_reason
        2024        E1A      yes                -         -
        2025        E1B      yes                -         -
    """,
    )


def test_a_diploma_of_level_2_or_higher_is_a_startkwalificatie_and_an_entree_diploma_is_none() -> None:
    found = mart(
        "student_year",
        enrolments="""
            student_id crebo level start_date end_date   leave_reason
            10001      25255 1     25-08-2024 10-07-2025 geslaagd
            10001      25256 2     25-08-2025 -          -
            10002      25256 2     25-08-2024 10-07-2025 geslaagd
            10002      25257 3     25-08-2025 01-10-2025 eigen_verzoek
            10003      25256 2     25-08-2024 10-07-2025 eigen_verzoek
            10004      25256 2     25-08-2024 10-07-2025 -
            10005      25256 -     25-08-2024 10-07-2025 geslaagd
            10006      25256 2     25-08-2024 20-05-2026 geslaagd
            10007      25256 2     25-08-2025 20-06-2026 geslaagd
        """,
        until="01-06",
    )
    shows(
        found,
        """
        student_id school_year level has_startkwalificatie
        10001      2024        1     no
        10001      2025        2     unknown
        10002      2024        2     yes
        10002      2025        3     yes
        10003      2024        2     no
        10004      2024        2     unknown
        10005      2024        -     unknown
        10006      2024        2     unknown
        10006      2025        2     yes
        10007      2025        2     unknown
    """,
    )


def test_weeks_with_lessons_and_weeks_present_are_counted_per_school_year() -> None:
    found = mart(
        "student_year",
        enrolments="student_id start_date end_date\n10001 25-08-2024 30-09\n10002 25-08-2024 -",
        attendance="""
            student_id date       start_minute status
            10001      02-06-2025 08:30        present
            10001      09-06-2025 08:30        unexcused
            10001      01-09      08:30        late
            10001      02-09      08:30        present
            10001      08-09      08:30        unregistered
            10002      08-09      08:30        ill
            10002      06-10      08:30        present
        """,
    )
    shows(
        found,
        """
        student_id school_year n_weeks n_weeks_present
        10001      2024        2       1
        10001      2025        2       1
        10002      2024        2       0
        10002      2025        3       1
    """,
    )


DAY = dt.date(2024, 8, 1)
UNTIL = dt.date(2026, 3, 2)
stays = st.lists(
    st.tuples(
        st.integers(0, 700), st.none() | st.integers(0, 500), st.sampled_from([None, 1, 2, 3]),
        st.sampled_from([None, "geslaagd", "eigen_verzoek"]), st.sampled_from(["A", "B"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def year_of(day: dt.date) -> int:
    return day.year - (day.month < 8)


@settings(max_examples=40)
@given(drawn=stays)
def test_for_every_grouping_students_are_as_counted_by_hand(drawn: list[tuple[Any, ...]]) -> None:
    """Each student has one stay, so an enrolment is a line of the table."""
    lines, expected = [], []
    for number, (start_at, length, level, why, team) in enumerate(drawn):
        start = DAY + dt.timedelta(days=start_at)
        end = None if length is None else start + dt.timedelta(days=length)
        reason = None if end is None else why
        student = 10_001 + number
        until = "-" if end is None else f"{end:%d-%m-%Y}"
        lines.append(f"{student} {start:%d-%m-%Y} {until} {level or '-'} {reason or '-'} {team}")
        last = min(end or UNTIL, UNTIL)
        for year in range(year_of(start), year_of(last) + 1) if start <= UNTIL else ():
            has_left = end is not None and end <= UNTIL and year_of(end) == year
            closing = min(dt.date(year + 1, 7, 31), UNTIL)
            has_diploma = has_left and reason == "geslaagd" and level in (2, 3)
            is_known = has_left and reason and not (reason == "geslaagd" and level is None)
            expected.append((
                student, year, team, level, year_of(start) == year, end is None or end >= closing,
                end if has_left else None, reason if has_left else None,
                "yes" if has_diploma else "no" if is_known else "unknown",
            ))  # fmt: skip
    found = mart(
        "student_year",
        enrolments="student_id start_date end_date level leave_reason team\n" + "\n".join(lines),
        until=f"{UNTIL:%d-%m-%Y}",
    )
    columns = (
        "student_id", "school_year", "team", "level", "is_starter", "is_enrolled_at_end", "left_date", "leave_reason",
        "has_startkwalificatie",
    )  # fmt: skip
    assert sorted(found.select(columns).rows()) == sorted(expected)
