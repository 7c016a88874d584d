from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"


def test_a_class_is_described_for_each_school_year_by_most_of_its_placements() -> None:
    found = mart(
        "class_year",
        enrolments="""
            student_id class_id team   level start_date end_date   cohort
            10001      A1       Entree 1     25-08-2024 31-07-2025 2024/2025
            10002      A1       Entree 1     25-08-2024 -          2024/2025
            10003      A1       Zorg   2     25-08      -          2025/2026
            10004      A1       Zorg   2     01-08      -          2025/2026
            10005      A1       Zorg   2     01-06      -          2025/2026
        """,
        attendance=ONE_LESSON,
        until="15-01",
    )
    shows(
        found,
        """
        class_id school_year team   level n_students
        A1       2024        Entree 1     2
        A1       2025        Zorg   2     3
        """,
    )


def test_a_class_that_has_not_begun_is_not_there_yet() -> None:
    found = mart("class_year", enrolments="student_id start_date\n10001 16-01", attendance=ONE_LESSON, until="15-01")
    assert found.is_empty()
