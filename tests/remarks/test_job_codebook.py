"""What is said about a codebook that does not match."""

from tests.marts.drawn import remarks


def said(**drawn: str) -> dict[str, str]:
    return remarks("job_codebook", "job_item", job_items="item\nveilig\nsfeer", **drawn)


def test_a_column_that_no_file_has_is_named() -> None:
    found = said(
        job_codebook="edition question item\n2024 v1 veilig\n2022 v1 veilig\n- v2 sfeer\n- v3 sfeer",
        job_answers="edition question answer\n2024 v1 4",
        job_results="edition question n\n2020 v2 0",
    )
    assert found == {
        "meting 2022, kolom v1": "Het codeboek noemt de kolom 'v1', alleen is er geen bestand van de meting 2022 met "
        "die kolom. Controleer de naam.",
        "kolom v3": "Het codeboek noemt de kolom 'v3', alleen is er geen bestand van een meting met die kolom. "
        "Controleer de naam.",
    }


def test_an_item_that_is_not_in_the_list_is_named() -> None:
    found = said(job_codebook="question item\nv1 veilgi", job_answers="question answer\nv1 4")
    assert found == {
        "kolom v1": "Het codeboek zegt dat 'v1' het item 'veilgi' is. Dat item staat niet in de lijst met items, dus "
        "de antwoorden tellen niet mee. Verbeter het codeboek of vul de lijst met items aan."
    }


def test_a_codebook_that_fits_says_nothing() -> None:
    assert said(job_codebook="question item\nv1 veilig", job_answers="question answer\nv1 4") == {}
