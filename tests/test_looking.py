"""The log of who looked: one line a look, for beheer only, and nothing about a student who is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines import api, looking, rights
from pipelines.api import Viewer
from pipelines.errors import AccessDeniedError
from tests.small_school import SmallSchool

TANDEM = Viewer("mentor.e1b", frozenset({"tandem"}), frozenset({"E1B"}))
BEHEER = Viewer("b", frozenset({"beheer"}))


def test_looks_at_the_same_time_all_stay(tmp_path: Path) -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: looking.note(tmp_path / "looked", f"p{n}", "Groeilijn", f"{n:016x}"), range(200)))
    found = looking.read(tmp_path / "looked")
    assert sorted(found.get_column("key")) == [f"{n:016x}" for n in range(200)]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "looked").iterdir())


def test_the_newest_look_comes_first_and_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    looking.note(tmp_path, "a", "Klas")
    path = next(tmp_path.glob("*.jsonl"))
    path.write_text(path.read_text("utf-8") + "{half a li\n", "utf-8")
    looking.note(tmp_path, "b", "Klas")
    assert looking.read(tmp_path).get_column("person").to_list() == ["b", "a"]


def test_a_look_is_forgotten_after_thirteen_months(tmp_path: Path) -> None:
    for year in (2023, 2024):
        for month in range(1, 13):
            (tmp_path / f"{year}-{month:02}.jsonl").write_text("{}\n")
    looking.note(tmp_path, "a", "Klas")
    kept = sorted(path.stem for path in tmp_path.glob("*.jsonl"))
    assert len(kept) == looking.KEPT_MONTHS
    assert kept[0] == "2024-01"


def test_only_beheer_reads_it_and_only_who_may_see_the_student_is_noted(tmp_path: Path) -> None:
    build = SmallSchool(tmp_path, range(2)).build()
    (inside,) = build.ask("SELECT student_key FROM marts.student WHERE student_id = 10004").get_column("student_key")
    (outside,) = build.ask("SELECT student_key FROM marts.student WHERE student_id = 10006").get_column("student_key")
    api.look(build, TANDEM, "Groeilijn", student_key=inside)
    with pytest.raises(AccessDeniedError):
        api.look(build, TANDEM, "Groeilijn", student_key=outside)
    found = api.looked(build, BEHEER)
    assert found.select("person", "what", "key").rows() == [("mentor.e1b", "Groeilijn", inside)]
    for viewer in (TANDEM, Viewer("k", frozenset({"kwaliteit"})), Viewer("n", frozenset())):
        with pytest.raises(AccessDeniedError):
            api.looked(build, viewer)


def test_looks_at_a_forgotten_student_are_forgotten_too(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    build = school.build()
    keys = dict(build.ask("SELECT student_id, student_key FROM marts.student").iter_rows())
    for number in (10003, 10004):
        api.look(build, TANDEM, "Groeilijn", student_key=keys[number])
    assert rights.held(school.settings(), 10004)["looked"][0]["person"] == "mentor.e1b"
    assert rights.forget(school.settings(), 10004) == []
    assert looking.read(school.store / "looked").get_column("key").to_list() == [keys[10003]]
