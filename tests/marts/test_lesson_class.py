"""Klas van een les: alleen voor wie op een dag in meer dan een inschrijving kan zitten."""

from tests.marts.drawn import mart, shows

ENROLMENTS = """
    student_id class_id crebo start_date end_date
    10001      E1A      25255 25-08      05-09
    10001      H2A      25256 01-09      -
    10001      H2B      25257 01-09      -
    10002      E1A      25255 25-08      -
"""


def test_a_lesson_belongs_to_the_class_it_names_and_else_to_the_one_begun_last() -> None:
    found = mart("lesson_class", enrolments=ENROLMENTS, attendance="""
        student_id date  start_minute class_code
        10001      24-08 08:30        E1A
        10001      25-08 08:30        H2A
        10001      01-09 08:30        E1A
        10001      01-09 09:30        E1A
        10001      01-09 10:30        H2B
        10001      01-09 11:30        X9
        10001      01-09 12:30        -
        10001      05-09 08:30        E1A
        10001      06-09 08:30        E1A
        10002      01-09 08:30        H2A
    """)  # fmt: skip
    shows(found, """
        student_id date  class_code enrolment_key class_id
        10001      25-08 H2A        1000101       E1A
        10001      01-09 E1A        1000101       E1A
        10001      01-09 H2B        1000103       H2B
        10001      01-09 X9         1000102       H2A
        10001      01-09 -          1000102       H2A
        10001      05-09 E1A        1000101       E1A
        10001      06-09 E1A        1000102       H2A
    """)  # fmt: skip


def test_with_one_enrolment_there_is_nothing_to_choose() -> None:
    found = mart("lesson_class", attendance="start_minute class_code\n08:30 E1A\n09:30 -")
    assert found.is_empty()
