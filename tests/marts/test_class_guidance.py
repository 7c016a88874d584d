"""Who in a class was seen in the last six teaching weeks, high and low attenders alike."""

import datetime as dt
from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marts.drawn import mart, shows

MONDAYS = ["01-09", "08-09", "15-09", "22-09", "29-09", "06-10", "20-10", "27-10"]
"""The week of 13 October is a holiday in the tests that have one."""


def lessons(students: dict[int, str], mondays: list[str]) -> str:
    """One lesson per student and Monday; the word has a letter per week: p present, a absent, x not registered."""
    status = {"p": "present", "a": "unexcused", "x": "unregistered"}
    lines = [
        f"{student} {monday} 08:30 {status[letter]}"
        for student, word in students.items()
        for monday, letter in zip(mondays, word, strict=True)
    ]
    return "student_id date start_minute status\n" + "\n".join(lines)


def test_a_student_is_reached_for_six_teaching_weeks_and_a_holiday_week_does_not_count() -> None:
    found = mart(
        "class_guidance",
        attendance=lessons({10001: "pppppppp"}, MONDAYS),
        checklists="checklist_id date\nC1 07-09",
        calendar="start_date end_date\n13-10 17-10",
    )
    shows(
        found,
        """
        week_start n_students n_reached n_contacts
        01-09      1          1         1
        08-09      1          1         0
        15-09      1          1         0
        22-09      1          1         0
        29-09      1          1         0
        06-10      1          1         0
        20-10      1          0         0
        27-10      1          0         0
    """,
    )


def test_a_talk_in_a_holiday_counts_from_the_week_after_it() -> None:
    found = mart(
        "class_guidance",
        attendance=lessons({10001: "ppp"}, ["06-10", "20-10", "27-10"]),
        checklists="checklist_id date\nC1 15-10",
        calendar="start_date end_date\n13-10 17-10",
    )
    shows(found, "week_start n_reached n_contacts\n06-10 0 0\n20-10 1 0\n27-10 1 0")


def test_only_individual_checklists_of_students_in_the_class_that_week_count() -> None:
    found = mart(
        "class_guidance",
        enrolments="""
            student_id class_id start_date end_date
            10001      E1A      25-08      07-09
            10001      E1B      08-09      -
            10002      E1A      25-08      -
            10003      E1B      25-08      -
        """,
        attendance=lessons({10001: "pp", 10002: "pp", 10003: "pp"}, MONDAYS[:2]),
        checklists="""
            checklist_id kind          date  student_id class_id kenmerk
            C1           individual    01-09 10001      -        autonomie
            C1           individual    01-09 10001      -        positief
            C2           individual    03-09 10001      -        autonomie
            C3           collaboration 01-09 10002      -        regie
            C4           individual    01-09 -          E1A      autonomie
        """,
    )
    shows(
        found,
        """
        class_id week_start n_students n_reached n_contacts
        E1A      01-09      2          1         2
        E1A      08-09      1          0         0
        E1B      01-09      1          0         0
        E1B      08-09      2          1         0
    """,
    )


def test_the_upper_half_is_at_or_above_the_median_of_presence_so_far() -> None:
    found = mart(
        "class_guidance",
        enrolments="student_id\n10001\n10002\n10003\n10004",
        attendance=lessons({10001: "ppp", 10002: "ppa", 10003: "paa", 10004: "xxx"}, MONDAYS[:3]),
        checklists="""
            checklist_id date  student_id
            C1           15-09 10001
            C2           15-09 10002
            C3           15-09 10003
            C4           15-09 10004
        """,
    )
    shows(
        found,
        """
        week_start n_students n_students_upper n_contacts n_contacts_upper
        01-09      4          3                0          0
        08-09      4          2                0          0
        15-09      4          2                4          2
    """,
    )


def test_a_school_year_before_the_first_contact_has_no_rows_and_no_noughts() -> None:
    found = mart(
        "class_guidance",
        enrolments="student_id start_date\n10001 25-08-2024",
        attendance=lessons({10001: "ppp"}, ["02-06-2025", "01-09", "08-09"]),
        checklists="checklist_id date student_id\nC1 08-09 10001",
    )
    shows(
        found,
        """
        school_year week_start n_reached
        2025        01-09      0
        2025        08-09      1
    """,
    )


def test_a_new_school_year_starts_anew() -> None:
    found = mart(
        "class_guidance",
        enrolments="student_id start_date\n10001 25-08-2024\n10002 25-08-2024",
        attendance=lessons({10001: "ppa", 10002: "aap"}, ["02-06-2025", "09-06-2025", "01-09"]),
        checklists="checklist_id date student_id\nC1 09-06-2025 10001\nC2 01-09 10002",
    )
    shows(
        found,
        """
        school_year week_start n_reached n_students_upper n_contacts_upper
        2024        02-06-2025 0         1                0
        2024        09-06-2025 1         1                1
        2025        01-09      1         1                1
    """,
    )


# -- Counted by hand over the raw rows -----------------------------------------------------------------------------

WEEKS = [dt.date(2025, 9, 1) + dt.timedelta(weeks=week) for week in range(9)]
STUDENTS = (10001, 10002, 10003, 10004)
words = st.lists(st.text("ppax", min_size=9, max_size=9), min_size=4, max_size=4)
talks = st.lists(st.tuples(st.sampled_from([*STUDENTS, 99999]), st.integers(-3, 65)), max_size=8)


@settings(max_examples=40)
@given(drawn=words, held=talks)
def test_every_week_is_as_counted_by_hand(drawn: list[str], held: list[tuple[int, int]]) -> None:
    students = dict(zip(STUDENTS, drawn, strict=True))
    dated = [(student, WEEKS[0] + dt.timedelta(days=days)) for student, days in held]
    found = mart(
        "class_guidance",
        enrolments="student_id\n" + "\n".join(map(str, STUDENTS)),
        attendance=lessons(students, [f"{week:%d-%m}" for week in WEEKS]),
        checklists="checklist_id date student_id\n"
        + "\n".join(f"C{number} {day:%d-%m} {student}" for number, (student, day) in enumerate(dated)),
    )
    # A week in which nothing was registered for the class is no teaching week.
    teaching = [n for n in range(9) if any(word[n] != "x" for word in drawn)]
    expected = []
    for place, n in enumerate(teaching):
        since = WEEKS[teaching[max(0, place - 5)]]
        end = WEEKS[n] + dt.timedelta(days=6)
        shares = {
            student: Fraction(word[: n + 1].count("p"), len(word[: n + 1].replace("x", "")))
            for student, word in students.items()
            if word[: n + 1].replace("x", "")
        }
        order = sorted(shares.values())
        middle = (order[(len(order) - 1) // 2] + order[len(order) // 2]) / 2
        upper = {student for student, share in shares.items() if share >= middle}
        here = [student for student, day in dated if student in STUDENTS and WEEKS[n] <= day <= end]
        reached = {student for student, day in dated if student in STUDENTS and since <= day <= end}
        expected.append((WEEKS[n], 4, len(reached), len(here), len(upper), sum(s in upper for s in here)))
    columns = ("week_start", "n_students", "n_reached", "n_contacts", "n_students_upper", "n_contacts_upper")
    is_known = any(student in STUDENTS for student, _ in dated)
    assert found.select(pl.col(columns)).rows() == (expected if is_known else []), "No contact at all is no nought."
