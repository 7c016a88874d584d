"""Outcomes per question: which of them count, and why not the others."""

from tests.marts.drawn import mart, shows

ITEMS = "item kind\nveilig scale\ncijfer grade\nkeuze choice"


def test_an_outcome_does_not_count_where_answers_may_be_about_the_same_students() -> None:
    found = mart(
        "job_result",
        job_items=ITEMS,
        job_answers="""
            edition respondent team   programme level question answer
            2024    1          Entree Horeca    1     veilig   4
            2022    1          -      -         1     veilig   4
        """,
        job_results="""
            edition team   programme level question n positive_hundredths
            2024    Entree Horeca    1     veilig   9 5000
            2024    Entree Horeca    2     veilig   9 5000
            2024    Entree Zorg      1     veilig   9 5000
            2024    Zorg   Horeca    1     veilig   9 5000
            2024    -      -         -     veilig   9 5000
            2022    Entree Horeca    1     veilig   9 5000
            2022    Entree Horeca    2     veilig   9 5000
            2020    Entree Horeca    1     veilig   9 5000
        """,
    )
    shows(
        found,
        """
        edition team   programme level left_out_for
        2024    Entree Horeca    1     respondents
        2024    Entree Horeca    2     -
        2024    Entree Zorg      1     -
        2024    Zorg   Horeca    1     -
        2024    -      -         -     respondents
        2022    Entree Horeca    1     respondents
        2022    Entree Horeca    2     -
        2020    Entree Horeca    1     -
    """,
    )


def test_a_total_does_not_count_where_there_are_parts_of_it() -> None:
    found = mart(
        "job_result",
        job_items=ITEMS,
        job_results="""
            team   programme level question n positive_hundredths
            -      -         -     veilig   9 5000
            Entree -         -     veilig   9 5000
            Entree -         1     veilig   9 5000
            Zorg   -         -     veilig   9 5000
            -      -         -     cijfer   9 5000
            -      -         -     keuze    9 -
        """,
    )
    shows(
        found,
        """
        team   level item   left_out_for
        -      -     veilig finer
        Entree -     veilig finer
        Entree 1     veilig -
        Zorg   -     veilig -
        -      -     cijfer figures
        -      -     keuze  -
    """,
    )


def test_without_answers_no_figures_are_needed_and_a_scale_needs_more_than_a_mean() -> None:
    found = mart(
        "job_result",
        job_items=ITEMS,
        job_results="""
            team question n positive_hundredths mean_hundredths
            A    veilig   0 -                   -
            B    veilig   1 -                   300
            C    cijfer   1 -                   700
        """,
    )
    shows(found, "team left_out_for\nA -\nB figures\nC -")


def test_an_outcome_that_is_delivered_twice_counts_as_the_later() -> None:
    found = mart(
        "job_result",
        job_items=ITEMS,
        job_codebook="question item\nv1 veilig",
        job_results="question n positive_hundredths _received\nv1 7 5000 1\nveilig 8 5000 2\nonbekend 9 5000 3",
    )
    shows(found, "item n\nveilig 8")
