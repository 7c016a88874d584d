import statistics

import pytest
from scipy import stats

from pipelines import figures
from pipelines.indicators.staff_survey_score import INDICATOR
from tests.indicators.drawn import cells, count

TABLE = """
    edition theme        team n  n_invited sum_hundredths sum_squares n_positive left_out_for
    2025    bevlogenheid A    10 12        7000           5000000     7          -
    2025    bevlogenheid B    5  8         3000           1900000     3          -
    2025    bevlogenheid C    4  4         -              -           3          -
    2025    bevlogenheid -    19 24        13300          9500000     13         finer
    2023    bevlogenheid A    11 -         7700           -           -          -
"""


def test_scores_are_added_up_over_teams_and_a_total_of_the_same_people_is_not() -> None:
    assert count(INDICATOR, TABLE, by="theme") == "bevlogenheid 7700/11\nbevlogenheid 10000/15"
    assert cells(INDICATOR, TABLE, by="theme").get_column("edition").to_list() == [2023, 2025]


def test_an_outcome_without_a_mean_is_no_score() -> None:
    assert count(INDICATOR, TABLE, by="theme team").count("bevlogenheid C") == 0


def test_a_score_is_told_on_a_scale_of_10_with_the_interval_of_its_answers() -> None:
    answers = [6, 7, 7, 8, 9, 5, 7, 8, 6, 7]
    total, squares = 100 * sum(answers), 10_000 * sum(answer * answer for answer in answers)
    table = f"edition theme n n_invited sum_hundredths sum_squares left_out_for\n2025 sfeer 10 - {total} {squares} -"
    (found,) = figures._with_value(INDICATOR, cells(INDICATOR, table, by="theme")).to_dicts()
    half = stats.t.ppf(0.975, 9) * statistics.stdev(answers) / 10**0.5
    assert found["value"] == pytest.approx(7.0)
    assert (found["low"], found["high"]) == pytest.approx((7 - half, 7 + half))


def test_without_the_spread_of_all_teams_there_is_no_interval() -> None:
    found = figures._with_value(INDICATOR, cells(INDICATOR, TABLE, by="theme")).to_dicts()
    assert [row["low"] is None for row in found] == [True, False]
