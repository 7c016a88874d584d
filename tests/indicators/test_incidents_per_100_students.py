import math

from pipelines import figures
from pipelines.indicators.incidents_per_100_students import INDICATOR
from tests.indicators.drawn import cells, count, persons

TABLE = """
    month location team   n_incidents n_students school_year
    01-09 Haven    Zorg   4           100        2025
    01-10 Haven    Zorg   2           98         2025
    01-10 Haven    -      1           0          2025
    01-10 Sporthal -      1           0          2025
    01-10 Stad     Entree 0           50         2025
"""


def test_months_are_added_up_first_and_the_figure_stays_one_per_month() -> None:
    assert count(INDICATOR, TABLE, by="location") == "Haven 7/198\nStad 0/50"
    assert count(INDICATOR, TABLE, over="month") == "01-09 4/100\n01-10 4/148"
    assert persons(INDICATOR, TABLE, by="location") == [100, 50]


def test_an_incident_without_a_known_place_or_class_counts_for_the_school_alone() -> None:
    assert count(INDICATOR, TABLE) == "8/248"
    assert count(INDICATOR, TABLE, by="team") == "Entree 0/50\nZorg 6/198"


def test_it_is_told_per_100_with_the_exact_poisson_interval() -> None:
    found = figures._with_value(INDICATOR, cells(INDICATOR, TABLE, by="location")).to_dicts()
    haven, stad = found
    assert math.isclose(haven["value"], 100 * 7 / 198)
    # P(X >= 7) at the lower limit and P(X <= 7) at the upper limit are both 2.5 %.
    low, high = haven["low"] * 198 / 100, haven["high"] * 198 / 100
    at_most = [
        sum(math.exp(-mu) * mu**k / math.factorial(k) for k in range(upto)) for mu, upto in ((low, 7), (high, 8))
    ]
    assert math.isclose(1 - at_most[0], 0.025, rel_tol=1e-9)
    assert math.isclose(at_most[1], 0.025, rel_tol=1e-9)
    # None of them: from 0 up to -ln(2.5 %) incidents.
    assert (stad["value"], stad["low"]) == (0, 0)
    assert math.isclose(stad["high"], 100 * -math.log(0.025) / 50)
