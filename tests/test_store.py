"""The store: what is written there appears whole, what nobody uses goes, and the list of deliveries comes back."""

from pathlib import Path

import duckdb
import pytest

from pipelines import registry
from pipelines.errors import BuildError
from pipelines.store import Delivery, Part, Store, quoted, rows_of

DELIVERED = Delivery(
    "één.csv", 10, 20, "digest", 1, "2025-09-01T08:00:00+00:00", source="attendance", layout="Eigen", n_lines=3,
    n_validated=2, n_rejected=1, parts=(Part("validated/a.parquet", "2025-09-01", 2),), rejected_path="rejected/a",
)  # fmt: skip
REPEATED = Delivery("twee.csv", 10, 21, "digest", 2, "2025-09-02T08:00:00+00:00", repeats="één.csv")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_the_list_of_deliveries_comes_back_in_order_of_arrival(store: Store) -> None:
    assert store.deliveries("code") == []
    store.keep_deliveries([REPEATED, DELIVERED], "code")
    assert store.deliveries("code") == [DELIVERED, REPEATED]
    assert not list(store.workplace.iterdir())


def test_of_deliveries_read_by_other_code_only_name_content_and_order_count(store: Store) -> None:
    store.keep_deliveries([DELIVERED, REPEATED], "code")
    first, second = store.deliveries("other code")
    assert (first.file, first.digest, first.received, first.received_at) == (
        DELIVERED.file, DELIVERED.digest, DELIVERED.received, DELIVERED.received_at,
    )  # fmt: skip
    assert (first.n_bytes, first.n_lines, first.parts) == (-1, 0, ())
    assert second.repeats == "één.csv"


def test_the_sweep_leaves_what_is_used_and_nothing_else(store: Store) -> None:
    used, unused = ["validated/a/x.parquet", "rejected/a/x.parquet", "weeks/w.parquet"], ["validated/b/deep/y.parquet"]
    for name in [*used, *unused, "being_made/half.parquet", "builds/3.partial", "builds/3.partial.wal"]:
        path = store.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for name in ("1", "2", "3"):
        (store.builds / f"{name}.duckdb").touch()
    store.sweep(set(used), keep_builds=2)
    left = sorted(path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file())
    assert left == sorted([*used, "builds/2.duckdb", "builds/3.duckdb"])
    assert not (store.root / "validated/b").exists()


def test_a_build_that_fails_lets_go_of_the_store_and_a_running_one_does_not(store: Store) -> None:
    with pytest.raises(RuntimeError), store.being_built():
        raise RuntimeError
    busy = pytest.raises(BuildError, match="Er loopt al een bouw in deze opslag")
    with store.being_built(), busy, Store(store.root).being_built():
        pass


def test_the_secret_is_made_once(store: Store) -> None:
    with store.being_built():
        assert store.secret() == Store(store.root).secret()
    assert len(store.secret()) == 32


def test_rows_have_every_column_of_the_source_also_those_the_file_lacks(tmp_path: Path) -> None:
    source = registry.sources()["attendance"]
    path = tmp_path / "it's a file.parquet"
    duckdb.execute(f"COPY (SELECT 912345::INT AS student_id, 'P' AS status) TO {quoted(path)}")
    with duckdb.connect() as connection:
        found = connection.sql(rows_of(source, [(path, {"_received": "7"})])).pl()
        assert connection.sql(rows_of(source, [])).pl().columns == list(source.kept_columns)
    assert found.columns == [*source.kept_columns, "_received"]
    (row,) = found.rows(named=True)
    assert {name: value for name, value in row.items() if value is not None} == {
        "student_id": 912345, "status": "P", "_received": 7,
    }  # fmt: skip
