from pipelines.indicators.kenmerk_growth import INDICATOR
from tests.indicators.drawn import count, persons

TABLE = """
    kind       kenmerk      class_id team   week_start n_done n_in_class n_voldoende n_ruimte n_open
    individual autonomie    E1A      Entree 03-11      10     9          5           3        2
    individual autonomie    E1A      Entree 10-11      5      5          5           0        0
    individual volhouden    E1A      Entree 03-11      10     9          0           0        10
    individual volhouden    E1B      Entree 03-11      1      12         1           0        0
"""


def test_what_was_not_talked_about_is_left_out_of_the_denominator() -> None:
    assert count(INDICATOR, TABLE, by="kind kenmerk") == "individual autonomie 3/13\nindividual volhouden 0/1"


def test_it_is_about_the_guidance_of_whole_classes_counted_once_for_all_kenmerken_and_weeks() -> None:
    assert persons(INDICATOR, TABLE, by="kind") == [21]
