"""National figures: one per item and edition."""

from tests.marts.drawn import mart, shows


def test_a_figure_of_the_school_goes_before_the_one_that_comes_along() -> None:
    found = mart(
        "job_reference",
        job_references="""
            edition item   positive_hundredths grade_hundredths reported_by _received
            2024    veilig 7900                -                meegeleverd 1
            2024    veilig 7950                -                school      2
            2022    cijfer -                   680              meegeleverd 1
        """,
    )
    shows(
        found,
        """
        edition item   positive_hundredths grade_hundredths reported_by
        2024    veilig 7950                -                school
        2022    cijfer -                   680              meegeleverd
    """,
    )
