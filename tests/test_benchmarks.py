"""The benchmark runs, and pandas, written apart from the product, gives the same figures."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from pipelines import api
from pipelines.api import Build
from pipelines.build import build
from pipelines.settings import Settings
from pipelines.synthetic import write_extra_day, write_sample
from tests.benchmarks import pandas_way, scale

ROOT = Path(__file__).parents[1]
STUDENTS = 60


@pytest.fixture(scope="module")
def roc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school year of sixty students, the last day included."""
    folder = tmp_path_factory.mktemp("roc")
    write_sample(folder, seed=scale.SEED, students=STUDENTS)
    write_extra_day(folder, seed=scale.SEED, students=STUDENTS)
    return folder


@pytest.fixture(scope="module")
def store(roc: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of that school year."""
    folder = tmp_path_factory.mktemp("store")
    _opened(roc, folder)
    return folder


def _opened(inbox: Path, store: Path) -> Build:
    build(Settings(inbox=inbox, store=store), is_sample=True)
    opened = api.open_build(store)
    assert opened is not None
    return opened


@pytest.mark.slow
def test_pandas_gives_the_same_figures_for_a_whole_school_year(roc: Path, store: Path, tmp_path: Path) -> None:
    bad_lines = pandas_way.make_marts(roc, tmp_path / "pandas")
    _, compared = scale.compare_pandas(store, tmp_path / "pandas")
    assert not any(bad_lines.values())
    assert compared["differing"] == []
    assert compared["n_figures"] > 12_000 * 20

    statuses = pd.read_parquet(tmp_path / "pandas" / "student_progress.parquet")["status"]
    assert set(statuses) == {"too_early", "fact", "sustained_up", "sustained_down"}

    day = tmp_path / "pandas" / "student_day" / "2025-09-01.parquet"
    frame = pd.read_parquet(day)
    frame.loc[7, "present_minutes"] += 1
    frame.to_parquet(day)
    _, compared = scale.compare_pandas(store, tmp_path / "pandas")
    assert compared["differing"] == ["student_day 2025-09-01"]


FAULTS = {
    3: "900101;20250901;0830",  # cut off
    5: "900102;20250231;0830;20250231;0920;1;1;REK;Aanwezig;J",  # no such date
    8: "900102;20250902;1010;20250902;0920;1;1;REK;Aanwezig;J",  # ends before it starts
    13: "900103;20250902;0830;20250902;1930;1;1;REK;Aanwezig;J",  # eleven hours
    21: "900103;20250902;0860;20250902;0930;1;1;REK;Aanwezig;J",  # no such time
    34: "900104;20250902;0830;20250903;0920;1;1;REK;Aanwezig;J",  # ends another day
    55: "900104;20250902;0830;20250902;0920;1;1;REK;Misschien;J",  # unknown code
    89: "90010x;20250902;0830;20250902;0920;1;1;REK;Aanwezig;J",  # no number
    144: "901;20250902;0830;20250902;0920;1;1;REK;Aanwezig;J",  # no student number
    233: "900105;19990902;0830;19990902;0920;1;1;REK;Aanwezig;J",  # before this century
    377: "900105;20250902;0830;20250902;0920;1;1;REK;Aanwezig;J;extra",  # a field too many
    610: "900105;20250902;;20250902;0920;1;1;REK;Aanwezig;J",  # no time
    # and two that are good: an empty status, and a lesson that is in the file once more
    987: "900106;20250902;0745;20250902;0815;1;1;;;N",
    1000: "900106;20250902;0745;20250902;0815;1;1;REK; aanwezig ;J",
}


def test_pandas_sets_the_same_lines_aside(roc: Path, tmp_path: Path) -> None:
    name = "eduarte_waarneming_2025-wk36.csv"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for path in [*roc.glob("[!e]*.csv"), *roc.glob("eduarte_verb*.csv"), *roc.glob("eduarte_*_2025-wk3[67].csv")]:
        shutil.copy(path, inbox)
    lines = (inbox / name).read_text("utf-8").splitlines()
    lines = [FAULTS.get(number, line) for number, line in enumerate(lines, start=1)]
    (inbox / name).write_text("\r\n".join(lines) + "\r\n", "utf-8")

    opened = _opened(inbox, tmp_path / "store")
    bad_lines = pandas_way.make_marts(inbox, tmp_path / "pandas")
    rejected = opened.ask("SELECT file, line FROM build.rejected ORDER BY file, line")
    assert {file: numbers for file, numbers in bad_lines.items() if numbers} == {name: sorted(FAULTS)[:-2]}
    assert rejected.rows() == [(name, line) for line in bad_lines[name]]
    _, compared = scale.compare_pandas(tmp_path / "store", tmp_path / "pandas")
    assert compared["differing"] == []


@pytest.mark.slow
@pytest.mark.long
def test_pandas_gives_the_same_figures_for_the_sample_data_in_every_layout(tmp_path: Path) -> None:
    """Class changes, two enrolments, holidays, all layouts: the marts from the validated lessons on."""
    opened = _opened(ROOT / "sample_data", tmp_path)

    def table(query: str) -> pd.DataFrame:
        return opened.ask(query).to_pandas()

    reasons = table("SELECT * REPLACE (is_excused::VARCHAR = 'yes' AS is_excused) FROM build.absence_reasons")
    placements = table("SELECT student_id, enrolment_key, class_id, start_date, end_date FROM marts.placement")
    notices = table("FROM build.absence_notices")
    parts = opened.ask("FROM build.lesson_part ORDER BY week_start, received, part_order")
    days = []
    for (week,), files in parts.group_by("week_start", maintain_order=True):
        lessons = pl.concat([pl.read_parquet(tmp_path / path) for path in files["path"]], how="diagonal_relaxed")
        latest = lessons.unique(pandas_way.LESSON, keep="last", maintain_order=True).to_pandas()
        near = notices[abs(notices["start_date"] - pd.Timestamp(str(week))) < pd.Timedelta(days=100)]
        days.append(pandas_way.student_days(latest, near, reasons, placements, table("FROM marts.free_day")))
    every_day = pd.concat(days, ignore_index=True)
    for mart, theirs in {
        "student_day": every_day,
        "student_week": pandas_way.student_weeks(every_day),
        "class_week": pandas_way.class_weeks(every_day),
        "student_progress": pandas_way.student_progress(every_day),
    }.items():
        ours = opened.ask(f"FROM marts.{mart}")
        assert scale.same_figures(ours, pl.from_pandas(theirs)), mart


@pytest.mark.slow
@pytest.mark.long
def test_the_benchmark_measures_every_part_and_finds_no_difference(
    roc: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / "roc"
    shutil.copytree(roc, before, ignore=shutil.ignore_patterns("*_vrijdag.csv"))
    lines = scale.run(STUDENTS, before, weeks=2, parts=list(scale.PARTS), rounds=1, visits=2)
    printed = capsys.readouterr().out
    assert all(str(line) in printed for line in lines)
    assert [line.found for line in lines if "differ" in line.what] == [0, 0]
    assert len(lines) == 8 + len(scale.PAGES)
    assert list(tmp_path.iterdir()) == [before], "nothing is left behind"


@pytest.fixture
def address() -> Iterator[None]:
    """The server listens on this machine only, as the role picker asks."""
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


@pytest.mark.slow
@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("page", ["klas", "groeilijn", "gegevens"])
def test_the_benchmark_asks_what_the_page_asks(page: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = api.open_build(store)
    assert opened is not None
    roles = api.sample_viewers(opened)
    role = "Functioneel beheerder" if page == "gegevens" else next(iter(roles))
    asked: list[tuple[Any, ...]] = []

    def noted(question: str, *arguments: object, **options: object) -> None:
        given = {name: value for name, value in options.items() if value not in {None, False}}
        asked.append((question, arguments, sorted(given.items())))

    def answered(question: str, *arguments: object, **options: object) -> pl.DataFrame:
        noted(question, *arguments, **options)
        answer: pl.DataFrame = getattr(api, question)(opened, roles[role], *arguments, **options)
        return answer

    parameters = {"rol": role}
    if page != "gegevens":
        in_class = api.classes(opened, roles[role]).filter("is_current").row(0, named=True)
        parameters["class"] = in_class["class_key"]
        here = api.students(opened, roles[role], "placement", class_key=in_class["class_key"]).filter("is_current")
        parameters["student"] = here["student_key"][0]
    scale.PAGES[page](answered, opened.data_until, parameters.get("class", ""), parameters.get("student", ""))
    expected, depth = sorted(asked, key=str), 0
    asked.clear()

    def listening(question: str) -> Any:
        real = getattr(api, question)

        def answer(build: Build, viewer: api.Viewer, *arguments: object, **options: object) -> object:
            nonlocal depth
            if not depth:
                noted(question, *arguments, **options)
            depth += 1
            try:
                return real(build, viewer, *arguments, **options)
            finally:
                depth -= 1

        return answer

    monkeypatch.setenv("GROEILIJN_STORE", str(store))
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    app.query_params.update(parameters)
    app.run()
    app.switch_page(f"views/{page}.py")
    app.query_params.update(parameters)
    st.cache_data.clear()
    for question in ("classes", "students", "class_figures", "deliveries", "rejected", "coverage"):
        monkeypatch.setattr(api, question, listening(question))
    app.run()
    assert not app.exception
    assert sorted(asked, key=str) == expected
