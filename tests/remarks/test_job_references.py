"""What is said about national figures."""

from tests.marts.drawn import remarks


def test_a_figure_of_an_item_that_does_not_exist_is_named() -> None:
    found = remarks(
        "job_references", "job_reference",
        job_items="item\nveilig", job_references="edition item positive_hundredths\n2024 veilig 7900\n2022 velig 7900",
    )  # fmt: skip
    assert found == {
        "meting 2022, item velig": "Van het item 'velig' is een landelijk cijfer aangeleverd over 2022, alleen staat "
        "dat item niet in de lijst met items. Verbeter de naam of vul de lijst aan."
    }
