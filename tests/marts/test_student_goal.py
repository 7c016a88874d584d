from tests.marts.drawn import mart, shows

ENROLMENTS = "student_id class_id start_date end_date\n10001 E1A 25-08 31-10\n10001 E1B 01-11 -"


def test_a_goal_stands_with_the_class_of_the_day_it_was_set() -> None:
    found = mart(
        "student_goal",
        enrolments=ENROLMENTS,
        goals="""
            goal_id set_date student_id number counts         due_date reached_date
            D1      31-10    10001      15     lessons        01-12    30-11
            D2      01-11    10001      600    arrival_minute -        -
            D3      01-11    10001      -      -              -        -
            D4      24-08    10001      -      -              -        -
            D5      01-11    99999      -      -              -        -
        """,
    )
    shows(
        found,
        """
        goal_id class_id set_date number counts         due_date reached_date
        D1      E1A      31-10    15     lessons        01-12    30-11
        D2      E1B      01-11    600    arrival_minute -        -
        D3      E1B      01-11    -      -              -        -
    """,
    )


def test_of_a_goal_the_latest_delivery_counts() -> None:
    found = mart("student_goal", goals="goal_id number counts _received\nD1 10 lessons 1\nD1 12 lessons 2")
    assert found.get_column("number").to_list() == [12]
