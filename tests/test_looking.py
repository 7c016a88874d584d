"""The log of who looked: one line a look, for beheer only, and nothing about a student who is forgotten."""

import datetime as dt
import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import pytest

from pipelines import api, looking, rights
from pipelines.api import Viewer
from pipelines.errors import AccessDeniedError
from tests.modes import open_to_others
from tests.small_school import SmallSchool

TANDEM = Viewer("mentor.e1b", frozenset({"tandem"}), frozenset({"E1B"}))
BEHEER = Viewer("b", frozenset({"beheer"}))


def test_looks_at_the_same_time_all_stay(tmp_path: Path) -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: looking.note(tmp_path / "looked", f"p{n}", "Groeilijn", f"{n:016x}"), range(200)))
    found = looking.read(tmp_path / "looked")
    assert sorted(found.get_column("key")) == [f"{n:016x}" for n in range(200)]
    assert open_to_others((tmp_path / "looked").iterdir()) == []


def test_the_newest_look_comes_first_and_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    looking.note(tmp_path, "a", "Klas")
    path = next(tmp_path.glob("*.jsonl"))
    path.write_text(path.read_text("utf-8") + "{half a li\n", "utf-8")
    looking.note(tmp_path, "b", "Klas")
    assert looking.read(tmp_path).get_column("person").to_list() == ["b", "a"]


def test_a_build_forgets_who_looked_before_the_school_years_that_are_kept(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    looked, first = school.store / "looked", school.settings(keep_log_years=2).log_kept_since()
    looked.mkdir(parents=True)
    for month in (first - dt.timedelta(days=1), first):
        (looked / f"{month:%Y-%m}.jsonl").write_text("{}\n")
    school.build(keep_log_years=2)
    assert [path.stem for path in looked.iterdir()] == [f"{first:%Y-%m}"]


def test_a_look_stands_in_the_month_of_the_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Mock(now=lambda zone: dt.datetime(2026, 7, 31, 22, 0, tzinfo=dt.UTC).astimezone(zone))
    monkeypatch.setattr("pipelines.looking.dt", Mock(wraps=dt, datetime=clock, UTC=dt.UTC))
    looking.note(tmp_path, "a", "Klas")
    assert [path.stem for path in tmp_path.iterdir()] == ["2026-08"]


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
    # Windows removes no file that is open.
    del build
    gc.collect()
    assert rights.forget(school.settings(), 10004) == []
    assert looking.read(school.store / "looked").get_column("key").to_list() == [keys[10003]]
