"""Which item a question stands for: the codebook of the edition first, then that of all, then its own name."""

from tests.marts.drawn import mart, shows

ITEMS = """
    item   question      kind
    veilig Veilig_zijn   scale
    sfeer  De_sfeer      scale
    cijfer Het_cijfer    grade
"""


def test_the_codebook_of_the_edition_goes_before_that_of_all_and_both_before_names() -> None:
    found = mart(
        "job_question",
        job_items=ITEMS,
        job_codebook="""
            edition question item
            2024    v1       veilig
            -       v1       sfeer
            -       veilig   cijfer
        """,
        job_answers="edition question\n2024 v1\n2022 v1\n2022 veilig\n2020 sfeer\n2020 de_sfeer\n2020 onbekend",
    )
    shows(
        found,
        """
        edition question named_item item   kind  is_second
        2024    v1       veilig     veilig scale no
        2022    v1       sfeer      sfeer  scale no
        2022    veilig   cijfer     cijfer grade no
        2020    sfeer    sfeer      sfeer  scale yes
        2020    de_sfeer sfeer      sfeer  scale no
        2020    onbekend -          -      -     no
    """,
    )


def test_an_item_that_is_not_in_the_list_stands_for_nothing() -> None:
    found = mart(
        "job_question", job_items=ITEMS, job_codebook="question item\nveilig veilgi", job_answers="question\nveilig"
    )
    shows(found, "question named_item item\nveilig veilgi -")


def test_answers_and_outcomes_are_asked_apart() -> None:
    found = mart("job_question", job_items=ITEMS, job_answers="question\nveilig", job_results="question n\nveilig 3")
    shows(found, "question is_aggregate is_second\nveilig no no\nveilig yes no")


def test_the_later_of_two_codebooks_counts() -> None:
    found = mart(
        "job_question",
        job_items=f"{ITEMS}",
        job_codebook="question item _received\nv1 veilig 2\nv1 sfeer 1",
        job_answers="question\nv1",
    )
    shows(found, "question item\nv1 veilig")
