"""Sums over rows that follow each other."""

import polars as pl
import pytest

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


KIND = pl.Enum(["a", "b", "c", "d", "e", "f", "g", "h", "i"])


def test_each_run_counts_its_rows_of_every_category() -> None:
    frame = pl.DataFrame({"who": [1, 1, 1, 2], "kind": ["a", "i", "i", "b"]}, schema_overrides={"kind": KIND})
    tally = Runs(frame, "who").tally("kind")
    assert tally.select("a", "b", "i").rows() == [(1, 0, 2), (0, 1, 0)]
    assert tally.select(pl.sum_horizontal(pl.all())).to_series().to_list() == [3, 1]
    assert Runs(frame.clear(), "who").tally("kind").columns == KIND.categories.to_list()


def test_as_many_rows_as_fit_are_counted_and_more_are_refused() -> None:
    frame = pl.DataFrame({"who": [1] * 127, "kind": ["a"] * 127}, schema_overrides={"kind": KIND})
    assert Runs(frame, "who").tally("kind").row(0) == (127, *[0] * 8)
    with pytest.raises(pl.exceptions.InvalidOperationError):
        Runs(pl.concat([frame, frame[:1]]), "who").tally("kind")
