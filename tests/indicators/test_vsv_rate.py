from pipelines.indicators.vsv_rate import INDICATOR
from tests.indicators.drawn import cells, count

TABLE = """
    teljaar report_month status  rule      level leerweg team n_population n_vsv n_unmatched
    2024    6            monthly delivered 1     BOL     A    100          9     1
    2024    6            monthly delivered 2     BOL     A    200          8     0
    2024    6            monthly delivered 2     BBL     B    0            0     2
    2024    7            monthly delivered 1     BOL     A    100          11    1
    2024    16           V       delivered 1     BOL     A    101          20    0
    2024    17           D       delivered 1     BOL     A    101          18    0
"""


def test_months_of_a_teljaar_are_never_added_up() -> None:
    assert INDICATOR.moments([]) == ("teljaar", "report_month", "status", "rule")
    assert count(INDICATOR, TABLE, over="report_month") == "6 17/300\n7 11/100"


def test_leavers_outside_the_start_population_stand_beside_the_rate_also_where_nobody_else_does() -> None:
    found = cells(INDICATOR, TABLE, by="leerweg")
    assert found.select("leerweg", "report_month", "denominator", "n_unmatched").rows() == [
        ("BBL", 6, 0, 2), ("BOL", 6, 300, 1), ("BOL", 7, 100, 1),
    ]  # fmt: skip
