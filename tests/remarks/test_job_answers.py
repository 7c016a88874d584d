"""What is said about the answers of respondents."""

from tests.marts.drawn import remarks

ITEMS = "item kind\nveilig scale\nsfeer scale\ncijfer grade"


def said(**drawn: str) -> dict[str, str]:
    return remarks("job_answers", "job_item", job_items=ITEMS, **drawn)


def test_a_column_that_is_no_item_is_named_with_how_many_answers_do_not_count() -> None:
    found = said(job_answers="respondent question answer\n1 v9 4\n2 v9 -\n1 veilig 4")
    assert found == {
        "meting 2024, kolom v9": "De kolom 'v9' van de meting 2024 staat niet in het codeboek, dus haar antwoorden "
        "tellen niet mee (antwoorden: 2). Is het een vraag van de JOB-monitor, zet haar dan in het codeboek."
    }


def test_two_columns_for_one_item_are_told() -> None:
    found = said(job_codebook="question item\nv1 veilig", job_answers="question answer\nv1 4\nveilig 4\nsfeer 4")
    assert list(found) == ["meting 2024, kolom veilig"]
    assert "hoort bij hetzelfde item als een andere kolom ('veilig')" in next(iter(found.values()))


def test_answers_outside_the_scale_are_counted_per_item() -> None:
    found = said(
        job_answers="""
            respondent question answer
            1          veilig   5
            2          veilig   6
            3          veilig   -
            4          veilig   9
            1          cijfer   10
            2          cijfer   11
        """
    )
    assert {about: sentence.partition("(")[2].partition(")")[0] for about, sentence in found.items()} == {
        "meting 2024, item veilig": "antwoorden: 2",
        "meting 2024, item cijfer": "antwoorden: 1",
    }


def test_an_edition_before_2020_is_not_compared() -> None:
    found = said(job_answers="edition question answer\n2018 veilig 4\n2020 veilig 4")
    assert found == {
        "meting 2018": "De meting van 2018 is anders gehouden dan die van 2020 en later. Je kunt haar bekijken, en "
        "niet vergelijken."
    }


def test_an_edition_before_2020_of_which_only_outcomes_came_is_not_compared_either() -> None:
    assert list(said(job_results="edition question n positive_hundredths\n2018 veilig 9 5000")) == ["meting 2018"]


def test_when_all_is_well_nothing_is_said() -> None:
    assert said(job_answers="respondent question answer\n1 veilig 5\n1 cijfer 10\n2 sfeer 9") == {}
