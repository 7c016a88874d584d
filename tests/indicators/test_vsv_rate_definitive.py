from pipelines.indicators.vsv_rate_definitive import INDICATOR
from tests.indicators.drawn import count

TABLE = """
    teljaar report_month status  rule      level leerweg team n_population n_vsv n_unmatched
    2024    6            monthly delivered 1     BOL     A    100          9     1
    2024    6            monthly delivered 2     BOL     A    200          8     0
    2024    6            monthly delivered 2     BBL     B    0            0     2
    2024    7            monthly delivered 1     BOL     A    100          11    1
    2024    16           V       delivered 1     BOL     A    101          20    0
    2024    17           D       delivered 1     BOL     A    101          18    0
"""


def test_preliminary_and_definitive_are_two_figures() -> None:
    assert count(INDICATOR, TABLE, by="level", over="status") == "1 V 20/101\n1 D 18/101"
