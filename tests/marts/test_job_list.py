"""JOB-monitor items in the order of the questionnaire: the school's own words count."""

from tests.marts.drawn import mart


def test_items_stand_in_the_order_of_the_questionnaire_and_one_without_a_place_comes_last() -> None:
    found = mart(
        "job_list",
        job_items="""
            item    theme place
            wifi    Eigen -
            veilig  Sfeer 9
            plezier Sfeer 8
        """,
    )

    assert found.select("place", "item").rows() == [(1, "plezier"), (2, "veilig"), (3, "wifi")]


def test_a_later_delivery_gives_an_item_its_words() -> None:
    found = mart(
        "job_list",
        job_items="""
            item   question _received place
            veilig Eerst    1         9
            veilig Later    2         9
        """,
    )

    assert found.select("item", "question").rows() == [("veilig", "Later")]
