"""Small numbers: which cells of a group figure would tell about a few people, and are hidden.

The one policy module; `api` lets no figure pass without it.
"""

from collections.abc import Mapping, Sequence

import polars as pl

Table = tuple[str, ...]


def protect(
    tables: Mapping[Table, pl.DataFrame],
    *,
    moments: Sequence[str],
    smallest: int,
    counts_people: bool,
    beside: Sequence[str],
) -> dict[Table, pl.DataFrame]:
    """Hide the cells about fewer than `smallest` people in all tables of one figure.

    `tables` are all groupings in which the figure is published, each split by `moments`; grain: group and moment, with
    numerator, denominator, squares (of grades, may be null), n_persons and the columns `beside`. With `counts_people`
    the numerator counts people, and a small one, or a small rest, is hidden as well. The answer has the same rows with
    `is_hidden`; a hidden cell keeps its group and its moment and loses all its figures.
    """
    persons, numerator = pl.col("n_persons"), pl.col("numerator")
    is_small = persons.is_between(1, smallest - 1)
    if counts_people:
        rest = pl.col("denominator") - numerator
        is_small |= numerator.is_between(1, smallest - 1) | rest.is_between(1, smallest - 1)
    figures = ("numerator", "denominator", "squares", "n_persons", *beside)
    return {
        table: cells.with_columns(is_hidden=is_small.fill_null(value=False)).with_columns(
            pl.when(~pl.col("is_hidden")).then(pl.col(name)).alias(name) for name in figures
        )
        for table, cells in tables.items()
    }
