"""The page of what is held about a student: Dutch throughout, as people write it, whatever is added to a build."""

import re

import polars as pl
import pytest

from pipelines import registry, rights
from pipelines.api import Build
from pipelines.forgotten import PERSON_COLUMNS
from pipelines.student_page import CHAPTERS, CODES, COLUMNS, LEFT_OUT, page
from tests.small_school import SmallSchool

NOTHING = {
    "institution": "ROC Voorbeeldstad",
    "made_at": "2026-06-02T08:15:00+00:00",
    "deliveries": {},
    "computed": {},
    "written": [],
    "mentioned": {},
    "looked": [],
}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> SmallSchool:
    return SmallSchool(tmp_path_factory.mktemp("page"), range(12))


@pytest.fixture(scope="module")
def build(school: SmallSchool) -> Build:
    return school.build()


def test_every_mart_about_a_student_and_every_column_of_it_has_dutch_words(build: Build) -> None:
    columns = build.ask(
        "SELECT DISTINCT table_name, column_name FROM information_schema.columns WHERE table_schema = 'marts' AND "
        "table_name IN (SELECT table_name FROM information_schema.columns WHERE column_name = 'student_id')"
    )
    assert set(columns["table_name"]) == set(CHAPTERS), "Give a mart with a row about a student its title in CHAPTERS."
    assert set(columns["column_name"]) - LEFT_OUT == set(COLUMNS), "Give a new column its words in COLUMNS."


def test_every_code_in_a_delivery_about_a_student_has_a_dutch_word() -> None:
    words = {"BOL", "BBL", "EX", "mentor", "peercoach", "teamleider", "voldoende", "A04", "A05", "A14", "NRSP", "NENR"}
    codes = {
        (column, value)
        for source in registry.sources().values()
        if set(PERSON_COLUMNS) & set(source.kept_columns)
        for column, kind in source.kept_columns.items()
        if isinstance(kind, pl.Enum)
        for value in kind.categories
    }
    unsaid = {(column, value) for column, value in codes if value not in CODES.get(column, {}) and value not in words}
    assert unsaid == set(), "Give a new code its word in CODES."


def test_a_page_holds_no_name_or_code_of_a_machine(school: SmallSchool, build: Build) -> None:
    told = page(rights.held(school.settings(), 10004))
    assert not re.findall(r"<th>[^<]*_[^<]*</th>|<h[23]>[a-z_]+ ", told)
    above = [one for said in re.findall(r"<p>In elke regel: ([^<]*)\.</p>", told) for one in said.split("; ")]
    assert above
    assert not [one for one in above if "_" in one]
    cells = {*re.findall(r"<td[^>]*>([^<]*)</td>", told), *(one.partition(": ")[2] for one in above)}
    assert not cells & {"True", "False", "yes", "no", "unknown", "present", "late", "ill", "fact", "too_early"}
    assert not [cell for cell in cells if re.match(r"\d{4}-\d\d-\d\d", cell)]
    for text in (
        "Mijn dagen",
        "Wie ik ben",
        "Tijd van aankomst",
        "01-09-2025",
        "08:30",
        "aanwezig",
        "nee",
        "2025-2026",
    ):
        assert text in told
    key = build.ask("SELECT student_key FROM marts.student WHERE student_id = 10004").item()
    assert key not in told
    assert "enrolment_key" in str(rights.held(school.settings(), 10004)), "The data beside it keeps every column."


@pytest.mark.parametrize(
    ("mart", "row", "cells"),
    [
        ("student_mark", {"date": "2026-06-02", "mark_hundredths": 640}, ["02-06-2026", "6,4"]),
        ("student_mark", {"mark_hundredths": 725, "word": "not_yet"}, ["7,25", "nog niet behaald"]),
        ("student_day", {"is_on_time": True, "is_full_day": False, "arrival_minute": 510}, ["ja", "nee", "08:30"]),
        ("student_day", {"arrival_minute": None, "class_id": "present"}, ["", "present"]),
        ("student_goal", {"number": 525, "counts": "arrival_minute"}, ["08:45", "tijd van aankomst"]),
        ("student_goal", {"number": 15, "counts": "lessons"}, ["15", "lessen van de twintig"]),
        ("student_year", {"school_year": 2025, "has_startkwalificatie": "unknown"}, ["2025-2026", "nog niet bekend"]),
        ("student_progress", {"change_share": -0.0512, "level_share": 0.625}, ["-5,1 procentpunt", "62,5 %"]),
        ("student_step", {"step": "came_back", "known_at": "2026-06-02 08:15 UTC"}, ["Terug op school", "02-06-2026"]),
        ("placement", {"enrolment_key": 7, "start_date": "2025-08-25 08:05:00.000000"}, ["25-08-2025 08:05"]),
    ],
)  # fmt: skip
def test_a_value_is_written_as_people_write_it(mart: str, row: dict[str, object], cells: list[str]) -> None:
    told = page({**NOTHING, "computed": {mart: {"title": mart, "columns": {}, "rows": [row]}}})
    assert re.findall(r"<td[^>]*>([^<]*)</td>", told) == cells
    assert "gemaakt op 02-06-2026" in told


def test_what_is_the_same_in_every_row_stands_above_the_table_once() -> None:
    rows = [{"student_id": 7, "date": "2025-09-01", "arrival_minute": None, "n_late": n} for n in (0, 1)]
    everything = {**NOTHING, "computed": {"student_day": {"rows": rows}, "student": {"rows": rows[:1]}}}
    days, one = page(everything).split("<h3>")[1:]
    assert "<p>In elke regel: Studentnummer: 7; Datum: 01-09-2025.</p>" in days
    assert "<p>In geen enkele regel ingevuld: Tijd van aankomst.</p>" in days
    assert re.findall(r"<th>([^<]*)</th>", days) == ["Te laat"]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", days) == ["0", "1"]
    assert "In elke regel" not in one
    assert len(re.findall(r"<td[^>]*>", one)) == 4
