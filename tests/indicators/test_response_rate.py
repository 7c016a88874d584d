from pipelines.indicators.response_rate import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    edition theme   item kind     team n_respondents n_invited
    2024    respons r    response A    22            30
    2024    respons r    response B    10            -
    2024    sfeer   s1   scale    A    22            30
"""


def test_groups_of_which_nobody_knows_how_many_were_asked_are_left_out() -> None:
    assert count(INDICATOR, TABLE, by="theme") == "respons 22/30"
