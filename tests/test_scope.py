"""What a viewer may see, as a condition on rows: in SQL and in Polars the same."""

import datetime as dt

import duckdb
import polars as pl
import pytest

from pipelines.register import Register
from pipelines.scope import Rows

SEPTEMBER, OCTOBER, DECEMBER = dt.date(2025, 9, 1), dt.date(2025, 10, 20), dt.date(2025, 12, 1)
ROWS = pl.DataFrame(
    [("E1A", 1), ("E1A", 2), ("E1B", 2), ("E1B", 3), ("H'2", 4), ("H'2", None), (None, 2), (None, None)],
    schema={"class_id": pl.String, "student_id": pl.Int32},
    orient="row",
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (Rows(()), []),
        (Rows((), (), "E1A", 1), []),
        (Rows(("E1A",)), [("E1A", 1), ("E1A", 2)]),
        (Rows(("H'2",)), [("H'2", 4), ("H'2", None)]),
        (Rows(("E1A",), (3,)), [("E1A", 1), ("E1A", 2), ("E1B", 3)]),
        (Rows((), (2,)), [("E1A", 2), ("E1B", 2), (None, 2)]),
        (Rows(("E1A",), (2,), class_id="E1B"), [("E1B", 2)]),
        (Rows(("E1A", "E1B"), student_id=2), [("E1A", 2), ("E1B", 2)]),
        (Rows(("E1A", "E1B"), (4,), "H'2", 4), [("H'2", 4)]),
        (Rows(("E1A' OR true --",)), []),
    ],
)
def test_a_condition_says_in_sql_and_in_polars_the_same(rows: Rows, expected: list[tuple[str, int]]) -> None:
    condition, values = rows.condition()
    with duckdb.connect() as connection:
        connection.register("marts", ROWS.to_arrow())
        in_sql = connection.execute(f"SELECT * FROM marts AS t WHERE {condition}", values).fetchall()
    assert in_sql == expected
    assert ROWS.filter(rows.expression()).rows() == expected


def register() -> Register:
    """Student 1 went from E1A to E1B, where 2 is; 3 has two enrolments at once."""
    return Register(
        pl.DataFrame({"class_id": ["E1A", "E1B", "H2A"], "class_key": ["a", "b", "h"], "team": ["E", "E", "H"]}),
        pl.DataFrame({"student_id": [1, 2, 3], "student_key": ["x", "y", "z"]}),
        pl.DataFrame(
            [
                (1, "E1A", SEPTEMBER, OCTOBER, False),
                (1, "E1B", OCTOBER, None, True),
                (2, "E1B", SEPTEMBER, None, True),
                (3, "E1B", OCTOBER, DECEMBER, True),
                (3, "H2A", SEPTEMBER, OCTOBER, True),
            ],
            schema=["student_id", "class_id", "start_date", "end_date", "is_current"],
            orient="row",
        ),
    )


def test_who_is_in_a_class_now_and_who_ever_was() -> None:
    assert register().now_in({"E1A"}) == set()
    assert register().ever_in({"E1A"}) == {1}
    assert register().now_in({"E1A", "E1B", "H2A", "unknown"}) == {1, 2, 3}
    assert register().classes_of({"E", "unknown"}) == {"E1A", "E1B"}
    assert [stay.class_id for stay in register().stays_of(3)] == ["E1B", "H2A"]
    assert register().stays_of(4) == []


def test_between_which_days_somebody_was_in_a_class() -> None:
    ever, never = dt.date.max, dt.date.min
    assert register().between({"E1A"}) == (SEPTEMBER, OCTOBER)
    assert register().between({"E1A", "E1B"}, 1) == (SEPTEMBER, ever)
    assert register().between({"E1B"}) == (SEPTEMBER, ever)
    assert register().between({"E1B"}, 3) == (OCTOBER, DECEMBER)
    assert register().between({"E1A"}, 3) == register().between({"unknown"}) == (ever, never)


def test_keys_stand_beside_their_rows_and_no_row_gets_the_key_of_another() -> None:
    rows = pl.DataFrame({"student_id": [3, 1, 3], "class_id": ["H2A", "E1A", "E1B"]})
    assert register().keys_of(rows).rows() == [("z", "h"), ("x", "a"), ("z", "b")]
    assert register().keys_of(rows.clear()).schema == {"student_key": pl.String, "class_key": pl.String}
    with pytest.raises(KeyError):
        register().keys_of(pl.DataFrame({"student_id": [4], "class_id": ["E1A"]}))
