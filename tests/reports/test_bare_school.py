"""Prints of a school that has just begun: no names, one day of lessons, and hardly any delivery."""

from collections.abc import Iterator
from datetime import date

import pytest

from dashboard import data, filters, reports, wording
from dashboard.data import Door
from dashboard.reports.half_year import HalfYear
from pipelines import api
from pipelines.api import Build
from pipelines.build import build
from pipelines.settings import Settings
from tests.dashboard.test_bare_school import FILES
from tests.reports.reading import pages, text


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("bare")
    (folder / "inbox").mkdir()
    for name, said in FILES.items():
        (folder / "inbox" / name).write_text(said, "utf-8")
    return Build(build(Settings(inbox=folder / "inbox", store=folder / "store"), is_sample=True))


def prints(bare: Build) -> Iterator[bytes]:
    """Every print that anybody may make."""
    for viewer in api.sample_viewers(bare).values():
        door = Door(bare, viewer)
        if not viewer.roles & {"tandem", "teamleider", "kwaliteit"}:
            continue
        with data.through(door):
            classes = filters.classes()
        for klas in classes:
            yield reports.klasblad(door, klas)
            if door.sees_students:
                with data.through(door):
                    students = filters.students(klas)
                yield from (reports.groeikaart(door, klas, student) for student in students)
        if door.sees_everyone:
            yield reports.halfjaarverantwoording(door, HalfYear(date(2025, 8, 1)))
            assert reports.halfjaarverantwoording_xlsx(door, HalfYear(date(2025, 8, 1)))


def test_every_print_is_made_of_what_there_is(bare: Build) -> None:
    made = list(prints(bare))

    assert len(made) > 8
    for one in made:
        said = text(one)
        assert pages(one)
        assert "None" not in said
        assert "nan" not in said.split()
        assert wording.forbidden(said) == []
