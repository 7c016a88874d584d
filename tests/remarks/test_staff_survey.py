"""What is said of totals beside their parts, of scales that differ, and of a spread that is missing."""

from tests.marts.drawn import remarks


def said(outcomes: str) -> dict[str, str]:
    return remarks("staff_survey", "staff_survey_result", staff_survey=outcomes)


def test_totals_beside_outcomes_of_teams_are_counted() -> None:
    (sentence,) = said("team n positive_hundredths\n- 20 5000\nA 10 5000").values()
    assert sentence.startswith("Van de meting 2025 zijn er naast totalen ook uitkomsten van teams.")
    assert sentence.endswith("(regels: 1).")


def test_another_scale_in_another_edition_is_told() -> None:
    found = said("""
        edition team n  scale mean_hundredths deviation_hundredths
        2023    A    10 5     300             50
        2025    A    10 10    600             100
    """)
    assert found == {
        "schalen": "De metingen zijn op een andere schaal gehouden (2023: 1 tot 5, 2025: 1 tot 10). De scores zijn "
        "omgerekend naar 1 tot 10; vergelijk ze met beleid."
    }


def test_a_mean_without_its_spread_is_counted() -> None:
    (sentence,) = said("team n scale mean_hundredths\nA 10 5 300\nB 1 5 300").values()
    assert "(regels: 1), dus bij die scores is er geen band" in sentence


def test_an_outcome_that_says_all_needs_no_remark() -> None:
    assert said("team n scale mean_hundredths deviation_hundredths\nA 10 5 300 60") == {}
