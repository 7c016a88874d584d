"""What is said where the response cannot be given."""

from tests.marts.drawn import remarks

ANSWERS = """
    respondent team   programme level question answer
    1          Entree Horeca    1     veilig   4
    2          Entree -         1     veilig   4
"""


def said(invited: str) -> dict[str, str]:
    return remarks("job_invited", "job_item", job_items="item\nveilig", job_answers=ANSWERS, job_invited=invited)


def test_groups_of_which_nobody_knows_how_many_were_asked_are_counted() -> None:
    assert said("team programme level n_invited\nEntree - 1 30") == {
        "meting 2024": "Van de meting 2024 is van groepen niet bekend hoeveel studenten zijn uitgenodigd (groepen: 1), "
        "dus daar is geen respons van te geven. Vul het bestand met uitgenodigden aan."
    }


def test_groups_that_were_asked_under_another_name_are_counted() -> None:
    found = said("team programme level n_invited\nEntree - 1 30\nEntree Horeca 1 9\nEntree Horeca 2 9\nZorg - - 5")
    assert found == {
        "meting 2024": "Voor de meting 2024 zijn studenten uitgenodigd in groepen waarvan geen antwoorden zijn "
        "(groepen: 2). Schrijf team, opleiding en niveau in beide bestanden gelijk."
    }


def test_when_all_groups_match_nothing_is_said() -> None:
    assert said("team programme level n_invited\nEntree - 1 30\nEntree Horeca 1 30") == {}
