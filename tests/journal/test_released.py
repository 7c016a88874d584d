"""Every released revision, with rows as it wrote them, walks forward step by step and is read through the doors.

`released/<revision>.json` holds the rows of every kind that a journal of that revision had. Such a file is never
changed: what a later revision makes of them is for the migrations, and what they say then for this test.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from dashboard.journal.database import bring_up_to_date, revisions
from dashboard.journal.doors import ClassJournal, Cycles
from dashboard.journal.kinds import KINDS, STEPS_OF_A_CYCLE, Goal
from dashboard.journal.store import Journal, Saved
from pipelines.api import Reach
from tests.journal.test_database import at, revision_of

RELEASED = Path(__file__).parent / "released"
STUDENT, CLASS = 10001, frozenset({"E1A"})
REACH = Reach("E1A", {"key": STUDENT}, {STUDENT: "E1A"}, frozenset({STUDENT}), CLASS, CLASS)
MENTOR, KAW = "mentor@voorbeeld.example", "kaw@voorbeeld.example"
KEYS, MOMENTS = ("id", "entry_id", "part_of"), ("created_at", "written_at", "saved_at")

Row = dict[str, Any]


def rows_of(revision: str) -> dict[str, list[Row]]:
    """The rows of every table as that revision wrote them."""
    path = RELEASED / f"{revision}.json"
    assert path.exists(), f"Write the rows of every kind that a journal of revision {revision} has in {path.name}."
    found: dict[str, list[Row]] = json.loads(path.read_text("utf-8"))
    for row in (row for rows in found.values() for row in rows):
        row |= {name: UUID(row[name]) for name in KEYS if name in row}
        row |= {name: dt.datetime.fromisoformat(row[name]) for name in MOMENTS if name in row}
    return found


def fill(engine: sa.Engine, rows: dict[str, list[Row]]) -> None:
    """Put the rows in the tables as they are at that revision."""
    tables = sa.MetaData()
    tables.reflect(engine)
    of_sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        for name, filled in rows.items():
            for row in filled:
                kept = {
                    key: value.hex if of_sqlite and isinstance(value, UUID) else value for key, value in row.items()
                }
                connection.execute(sa.insert(tables.tables[name]), kept)


@pytest.mark.parametrize("revision", revisions())
def test_a_journal_of_every_revision_walks_forward_with_what_is_in_it(
    address: str, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = at(address, revision, monkeypatch)
    rows = rows_of(revision)
    fill(engine, rows)
    for step in revisions()[revisions().index(revision) :]:
        bring_up_to_date(engine, step)
        assert revision_of(engine) == step
    engine.dispose()

    journal = Journal(address)
    of_class = ClassJournal(journal, MENTOR, REACH, {})
    of_student, cycles = of_class.of("key"), Cycles(journal, MENTOR, None)
    stories = cycles.entries()
    parts = [part for story in stories for part in (*story.actions, *story.checks, *story.decisions)]
    found = [*of_student.entries(), *of_class.entries(), *(story.cycle for story in stories), *parts]
    is_as_it_was_written(found, rows)
    (goal,) = of_student.entries(Goal)
    assert [one.author for one in of_student.versions(goal.id)] == [MENTOR, KAW]
    assert sorted(len(story.decisions) for story in stories) == [0, 1]
    assert of_student.drafts() == {"agreement": {"values": {"what": "half geschr"}, "n": 0}}
    assert ClassJournal(journal, KAW, REACH, {}).draft("checklist collaboration") is not None
    # And it goes on from there.
    assert of_student.correct(goal, Goal(words="Verder", set_on=goal.content.set_on)).n == 3
    journal.close()


def is_as_it_was_written(found: list[Saved[Any]], rows: dict[str, list[Row]]) -> None:
    """The last version of every entry that was not withdrawn, with who, when, in which class, and every field."""
    kinds = {row["id"]: row["kind"] for row in rows["entry"]}
    last = {row["entry_id"]: row for row in rows["version"]}
    valid = {key: row for key, row in last.items() if not row["is_withdrawn"]}
    assert len(valid) == len(last) - 1, "One of them was withdrawn."
    assert {one.id: one.content.kind for one in found} == {key: kinds[key] for key in valid}
    for one in found:
        row = valid[one.id]
        told = (one.n, one.author, one.written_at, one.written_in)
        assert told == (row["n"], row["author"], row["written_at"], row.get("class_id"))
        assert row["body"].items() <= one.content.model_dump(mode="json").items()


def test_the_rows_of_the_newest_revision_are_of_every_kind() -> None:
    rows = rows_of(revisions()[-1])
    kinds = {row["id"]: row["kind"] for row in rows["entry"]}
    assert set(kinds.values()) == set(KINDS)
    parts = {kinds[row["id"]] for row in rows["entry"] if "part_of" in row}
    assert parts == STEPS_OF_A_CYCLE
