"""The doors of the viewers of the fictional school."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from streamlit import config

from dashboard import data, filters
from dashboard.data import Door
from dashboard.filters import Klas, Student
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import visit

__all__ = ["visit"]

TANDEM = "Tandem van DV1A-25"
TEAM = "Teamleider Dienstverlening"
QUALITY = "Kwaliteitsmedewerker"
KEEPER = "Functioneel beheerder"
DoorOf = Callable[[str], Door]


@pytest.fixture(autouse=True)
def _journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty journal for every test."""
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(tmp_path / "journal.sqlite"))
    yield
    data._journal.clear()


@pytest.fixture
def listens_on() -> Iterator[Callable[[str | None], None]]:
    """Let the server listen on an address; afterwards on the one it had."""
    before = config.get_option("server.address")
    yield partial(config.set_option, "server.address")
    config.set_option("server.address", before)


@pytest.fixture
def door_of(school: Build) -> DoorOf:
    """What a role may see, by its label."""
    viewers = api.sample_viewers(school)
    return lambda role: Door(school, viewers[role])


def class_of(door: Door, class_id: str) -> Klas:
    """A class by its name, as the page knows it."""
    with data.through(door):
        return next(klas for klas in filters.classes() if klas.class_id == class_id)


def students_of(door: Door, klas: Klas) -> list[Student]:
    """Who is in a class, alphabetical."""
    with data.through(door):
        return filters.students(klas)
