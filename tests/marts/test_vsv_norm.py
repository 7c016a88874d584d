"""Norms of vsv: one row per teljaar and level, of the latest delivery, and the whole mbo beside the levels."""

from tests.marts.drawn import mart


def test_the_line_of_the_school_replaces_the_line_that_comes_along() -> None:
    found = mart(
        "vsv_norm",
        vsv_norms="""
            teljaar level n_national _received
            2024    2     -          0
            2024    2     7          1
            2024    -     22308      0
        """,
    )

    assert found.select("teljaar", "level", "n_national").sort("level", nulls_last=True).rows() == [
        (2024, 2, 7), (2024, None, 22308),
    ]  # fmt: skip
