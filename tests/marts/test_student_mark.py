from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"


def test_a_mark_belongs_to_the_class_of_that_day() -> None:
    found = mart(
        "student_mark",
        enrolments="class_id start_date end_date\nE1A 01-08 30-09\nE1B 01-10 -",
        attendance=ONE_LESSON,
        test_marks="""
            test date  mark_hundredths word
            T1   30-09 640             -
            T2   01-10 -               pass
            T3   31-07 700             -
        """,
        until="10-07",
    )
    shows(
        found,
        """
        test class_id date  school_year mark_hundredths word
        T1   E1A      30-09 2025        640             -
        T2   E1B      01-10 2025        -               pass
        """,
    )


def test_a_later_delivery_or_a_later_day_gives_the_mark_of_an_attempt() -> None:
    found = mart(
        "student_mark",
        attendance=ONE_LESSON,
        test_marks="""
            test attempt date  mark_hundredths _received
            T1   -       01-09 400             1
            T1   -       02-09 450             1
            T1   1       09-09 500             1
            T2   -       03-09 700             1
            T2   -       02-09 600             2
        """,
    )
    shows(found, "test attempt date mark_hundredths\nT1 - 02-09 450\nT1 1 09-09 500\nT2 - 02-09 600")


def test_a_test_that_comes_back_next_year_is_another_test() -> None:
    found = mart(
        "student_mark",
        enrolments="start_date\n01-08-2024",
        attendance=ONE_LESSON,
        test_marks="date mark_hundredths\n01-09-2024 500\n01-09 600",
    )
    shows(found, "school_year mark_hundredths\n2024 500\n2025 600")


def test_of_two_enrolments_the_one_that_began_last_has_the_mark() -> None:
    found = mart(
        "student_mark",
        enrolments="class_id crebo start_date\nE1A 25255 01-08\nH2A 25256 15-08",
        attendance=ONE_LESSON,
        test_marks="date mark_hundredths\n14-08 500\n15-08 600",
    )
    assert found.height == 1, "the same test and attempt is one mark"
    shows(found, "class_id mark_hundredths\nH2A 600")


def test_a_mark_after_the_last_day_or_of_a_stranger_counts_in_nothing() -> None:
    found = mart(
        "student_mark",
        attendance=ONE_LESSON,
        until="01-10",
        test_marks="student_id test date mark_hundredths\n10001 A 01-10 600\n10001 B 02-10 700\n10009 C 01-10 800",
    )
    shows(found, "test\nA")
