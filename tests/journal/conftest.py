"""Every test of the journal runs on SQLite and on a real PostgreSQL server."""

import datetime as dt
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.journal.store import Journal
from tests import postgres

NAMES = (f"journal_{number}" for number in itertools.count())


class Clock:
    """A time that a test sets by hand."""

    def __init__(self) -> None:
        self.now = dt.datetime(2025, 11, 3, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def goes(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server; without its programs, skip, or fail where CI is set."""
    if postgres.programs() is None:
        reason = "No PostgreSQL on this machine: install it to run the tests of the journal on it."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with postgres.server(is_safe=False) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "store.journal.sqlite")
    running: postgres.Server = request.getfixturevalue("server")
    return running.database(next(NAMES))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opens(address: str, clock: Clock) -> Iterator[Callable[[], Journal]]:
    """Open the same journal again and again."""
    opened: list[Journal] = []

    def another() -> Journal:
        opened.append(Journal(address, clock))
        return opened[-1]

    yield another
    for one in opened:
        one.close()


@pytest.fixture
def journal(opens: Callable[[], Journal]) -> Journal:
    return opens()
