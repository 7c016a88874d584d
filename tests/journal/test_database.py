"""Migrations: from nothing, and to a next revision with what is there; see test_released for those of before."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from dashboard.journal import database
from dashboard.journal.database import JournalError, bring_up_to_date, revisions
from dashboard.journal.models import Base
from dashboard.journal.store import Journal, Subject
from tests.journal.test_kinds import EXAMPLES


def at(address: str, revision: str, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """A journal as a version of Groeilijn left it that knew no later revision."""
    with monkeypatch.context() as patch:
        patch.setattr(database, "bring_up_to_date", lambda engine: bring_up_to_date(engine, revision))
        return database.opened(address)


def revision_of(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def test_the_tables_are_those_of_the_models(journal: Journal) -> None:
    with journal.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert revision_of(journal.engine) == revisions()[-1]


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "{}"


def upgrade():
    with op.batch_alter_table("entry") as table:
        table.add_column(sa.Column("colour", sa.String(20), nullable=False, server_default="grijs"))
    version = sa.table("version", sa.column("entry_id", sa.Uuid), sa.column("body", sa.JSON))
    for key, body in op.get_bind().execute(sa.select(version.c.entry_id, version.c.body)).all():
        if "words" in body:
            changed = body | {{"words": body["words"] + "!"}}
            op.execute(version.update().where(version.c.entry_id == key).values(body=changed))
    {}
"""
"""A revision as a later version may have one: it changes a table, and what stored bodies look like."""


def _has_next(folder: Path, monkeypatch: pytest.MonkeyPatch, last_line: str) -> None:
    (folder / "next.py").write_text(NEXT.format(revisions()[-1], last_line), "utf-8")
    monkeypatch.setattr(database, "VERSIONS", [*database.VERSIONS, folder])


def test_a_next_revision_changes_the_tables_and_takes_what_is_there_along(
    journal: Journal, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = journal.write(EXAMPLES["goal"], Subject(student_id=10001), author="mentor")
    _has_next(tmp_path, monkeypatch, "pass")
    later = Journal(address)
    assert revision_of(later.engine) == "next"
    (found,) = later.entries()
    assert (found.content.words, found.author, found.written_at) == ("Op tijd!", "mentor", saved.written_at)
    with later.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT colour FROM entry")).scalars().all() == ["grijs"]
    later.close()


def test_a_next_revision_that_breaks_off_changes_nothing_at_all(
    journal: Journal, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = journal.write(EXAMPLES["goal"], Subject(student_id=10001), author="mentor")
    with monkeypatch.context() as patch:
        _has_next(tmp_path, patch, "raise RuntimeError")
        with pytest.raises(RuntimeError):
            Journal(address)
    again = Journal(address)
    assert again.entries() == [saved]
    assert revision_of(again.engine) == revisions()[-1]
    with again.engine.connect() as connection:
        assert "colour" not in {column["name"] for column in sa.inspect(connection).get_columns("entry")}
    again.close()


def test_who_open_a_new_journal_at_once_all_get_it(address: str) -> None:
    opened: list[Journal] = []
    threads = [threading.Thread(target=lambda: opened.append(Journal(address))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {revision_of(one.engine) for one in opened} == {revisions()[-1]}
    assert len(opened) == 8
    for one in opened:
        one.close()


def test_a_journal_of_a_newer_version_is_left_alone(journal: Journal, address: str) -> None:
    with journal.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(JournalError, match="nieuwere versie"):
        Journal(address)
    assert revision_of(journal.engine) == "9999"


def test_a_revision_that_breaks_off_leaves_the_journal_as_it_was(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", breaks)
        with pytest.raises(RuntimeError):
            Journal(address)
    journal = Journal(address)
    assert journal.entries() == []
    journal.close()
