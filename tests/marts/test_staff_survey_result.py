import statistics

import pytest

from tests.marts.drawn import mart, shows


def test_a_score_is_added_up_on_a_scale_of_1_to_10() -> None:
    found = mart(
        "staff_survey_result",
        staff_survey="""
            team theme          n  n_invited scale mean_hundredths deviation_hundredths positive_hundredths
            A    bevlogenheid   10 12        5     300             100                  6000
            A    betrokkenheid  10 -         10    725             -                    -
            B    bevlogenheid   1  -         5     500             -                    -
            B    betrokkenheid  0  4         -     -               -                    -
        """,
    )
    # 3 of 5 is the middle, and so is 5,5 of 10; one point of five is 2,25 points of ten.
    shows(
        found,
        f"""
        team theme         n  n_invited sum_hundredths sum_squares                        n_positive left_out_for
        A    bevlogenheid  10 12        5500           {10 * 550**2 + 9 * 225**2}  6          -
        A    betrokkenheid 10 -         7250           -                                  -          -
        B    bevlogenheid  1  -         1000           1000000                            -          -
        B    betrokkenheid 0  4         -              -                                  -          -
        """,
    )


@pytest.mark.parametrize("answers", [[1, 4, 5, 5], [2, 2, 3], [5, 5]])
def test_the_squares_give_back_the_deviation_of_the_answers(answers: list[int]) -> None:
    mean, deviation = (round(100 * figure) for figure in (statistics.fmean(answers), statistics.stdev(answers)))
    found = mart(
        "staff_survey_result",
        staff_survey=f"team n scale mean_hundredths deviation_hundredths\nA {len(answers)} 5 {mean} {deviation}",
    )
    n, total, squares = found.select("n", "sum_hundredths", "sum_squares").row(0)
    on_ten = [1 + (answer - 1) * 9 / 4 for answer in answers]
    assert total / 100 / n == pytest.approx(statistics.fmean(on_ten), abs=0.02)
    assert ((squares - total**2 / n) / (n - 1)) ** 0.5 / 100 == pytest.approx(statistics.stdev(on_ten), abs=0.03)


def test_a_total_counts_only_where_there_is_no_outcome_of_a_team() -> None:
    found = mart(
        "staff_survey_result",
        staff_survey="""
            edition team theme         n  scale mean_hundredths
            2025    -    bevlogenheid  30 10    700
            2025    A    bevlogenheid  12 10    700
            2025    -    betrokkenheid 30 10    700
            2025    A    betrokkenheid 0  -     -
            2023    -    bevlogenheid  30 10    700
        """,
    )
    shows(
        found.filter(n=30),
        """
        edition theme         left_out_for
        2025    bevlogenheid  finer
        2025    betrokkenheid -
        2023    bevlogenheid  -
        """,
    )


def test_the_latest_delivery_of_an_outcome_counts() -> None:
    found = mart(
        "staff_survey_result",
        staff_survey="team n scale mean_hundredths _received\nA 12 10 700 1\nA 13 10 800 2",
    )
    shows(found, "n sum_hundredths\n13 10400")
