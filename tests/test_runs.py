"""Sums over rows that follow each other."""

import polars as pl

from pipelines.runs import Runs

ROWS = pl.DataFrame(
    [(1, None, 3), (1, None, 4), (1, 7, 5), (2, 7, -1), (1, None, 2)],
    schema={"who": pl.Int32, "which": pl.Int64, "n": pl.Int16},
    orient="row",
)


def test_a_run_begins_where_a_column_of_the_key_changes_unknown_or_not() -> None:
    runs = Runs(ROWS, "who", "which")
    assert len(runs) == 4
    assert runs.starts().to_list() == [0, 2, 3, 4]
    assert runs.sizes().to_list() == [2, 1, 1, 1]
    assert runs.number().to_list() == [0, 0, 1, 2, 3]
    assert runs.first("who", "n").rows() == [(1, 3), (1, 5), (2, -1), (1, 2)]
    assert runs.last("n").to_series().to_list() == [4, 5, -1, 2]


def test_each_run_has_its_own_sum_least_and_most_in_the_type_of_the_values() -> None:
    runs = Runs(ROWS, "who", "which")
    sums = runs.sums(total=pl.col("n"), who=pl.col("who"))
    assert sums.rows() == [(7, 2), (5, 1), (-1, 2), (2, 1)]
    assert sums.schema == {"total": pl.Int16, "who": pl.Int32}
    assert runs.least(n=pl.col("n")).to_series().to_list() == [3, 5, -1, 2]
    assert runs.most(n=pl.col("n")).to_series().to_list() == [4, 5, -1, 2]


def test_without_rows_there_are_no_runs() -> None:
    runs = Runs(ROWS.clear(), "who")
    assert len(runs) == 0
    assert runs.first("n").is_empty()
    assert runs.sums(n=pl.col("n")).schema == {"n": pl.Int16}
