from pipelines.indicators.starters_still_enrolled import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    class_id team   school_year n_starters n_stayed
    E1A      Entree 2025        12         9
    E1B      Entree 2025        10         10
    E1A      Entree 2024        8          0
"""


def test_starters_of_a_year_are_added_up_and_years_stay_apart() -> None:
    assert count(INDICATOR, TABLE, by="team", over="school_year") == "Entree 2024 0/8\nEntree 2025 19/22"
