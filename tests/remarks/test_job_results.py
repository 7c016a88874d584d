"""What is said about outcomes per question."""

from tests.marts.drawn import remarks

ITEMS = "item kind\nveilig scale\ncijfer grade"


def said(**drawn: str) -> dict[str, str]:
    return remarks("job_results", "job_item", job_items=ITEMS, **drawn)


def test_a_question_that_is_no_item_is_named() -> None:
    found = said(job_results="question team n\nv9 A 3\nv9 B 3\nveilig A 0")
    assert found == {
        "meting 2024, vraag v9": "De vraag 'v9' van de meting 2024 staat niet in het codeboek, dus haar uitkomsten "
        "tellen niet mee (regels: 2). Zet haar in het codeboek bij het item dat zij is."
    }


def test_an_outcome_without_its_figures_is_named() -> None:
    found = said(job_results="question n positive_hundredths mean_hundredths\nveilig 3 - 300\ncijfer 3 5000 -")
    assert {about: sentence.partition(" staat geen ")[2].partition(",")[0] for about, sentence in found.items()} == {
        "meting 2024, item veilig": "percentage",
        "meting 2024, item cijfer": "gemiddelde",
    }


def test_outcomes_that_do_not_count_are_counted_with_why() -> None:
    found = said(
        job_answers="edition team question answer\n2024 A veilig 4",
        job_results="""
            edition team question n positive_hundredths
            2024    A    veilig   9 5000
            2022    -    veilig   9 5000
            2022    A    veilig   9 5000
            2020    A    veilig   9 5000
        """,
    )
    assert found == {
        "meting 2024": "Van de meting 2024 zijn er ook antwoorden van respondenten. Uitkomsten per vraag over dezelfde "
        "groepen tellen daarom niet mee (regels: 1).",
        "meting 2022": "Van de meting 2022 zijn er naast totalen ook uitkomsten van de delen. De totalen tellen daarom "
        "niet mee (regels: 1).",
    }
