from pipelines.indicators.starters_still_enrolled import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    school_year team   level is_starter is_enrolled_at_end leave_reason
    2025        Entree 1     yes        yes                -
    2025        Entree 1     yes        no                 geslaagd
    2025        Entree 1     yes        no                 overplaatsing
    2025        Entree 1     no         no                 geslaagd
    2024        Entree 1     yes        no                 -
"""


def test_who_is_still_there_or_left_with_a_diploma_stayed() -> None:
    assert count(INDICATOR, TABLE, by="team", over="school_year") == "Entree 2024 0/1\nEntree 2025 2/3"
