"""The rights of a student: to be told what is held, and to be forgotten."""

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines import api, rights
from pipelines.api import Build
from pipelines.errors import BuildError
from pipelines.forgotten import NOBODY, Forgotten, add, read
from pipelines.store import Store
from tests.kept import found
from tests.modes import open_to_others
from tests.small_school import SmallSchool, lines

NUMBER, OTHER = 10004, 10001
BSN = "123456782"


@pytest.fixture
def school(tmp_path: Path) -> SmallSchool:
    """Student 10004 also stands in a file with a person number, and has been in two builds."""
    school = SmallSchool(tmp_path, range(3))
    school.delivers(
        "bsn.csv",
        "studentnummer;roepnaam;achternaam;klas;team;crebo;niveau;cohort;begindatum;einddatum;burgerservicenummer\n"
        f"{NUMBER};Dédalus;Zonnebloemveld;E1B;Entree;25255;1;2025/2026;25-08-2025;;{BSN}\n",
    )
    school.build()
    school.delivers("later.csv", "studentnummer;datum;begin;eind;status\n10001;22-09-2025;08:30;09:30;Aanwezig\n")
    school.build()
    return school


def tables(build: Build) -> set[str]:
    """Tables and views of a build in which the student has a row."""
    found = build.ask(
        "SELECT table_schema || '.' || table_name AS name FROM information_schema.columns "
        "WHERE column_name = 'student_id' AND table_schema IN ('marts', 'build')"
    ).get_column("name")
    return {name for name in found if build.ask(f"SELECT 1 FROM {name} WHERE student_id = {NUMBER}").height}


def test_after_forgetting_nothing_of_the_student_is_found_anywhere(school: SmallSchool) -> None:
    gone = rights.traces(school.settings(), NUMBER)
    assert gone.names == {("Dé", "Dam"), ("Dédalus", "Zonnebloemveld")}
    (number_hash,) = gone.hashes
    before = {path.suffix for path in map(Path, rights.left(school.settings(), gone))}
    assert {".parquet", ".duckdb"} <= before, "The search finds what is there."

    key = next(key for key, student in rights.keys_of_students(Store(school.store)).items() if student == NUMBER)
    assert found(school.folder, {number_hash}, outside=school.inbox) != []

    assert rights.forget(school.settings(), NUMBER) == []

    assert found(school.folder, {str(NUMBER), "Zonnebloemveld", BSN, number_hash, key}, outside=school.inbox) == []
    build = api.open_build(school.store)
    assert build is not None
    assert tables(build) == set()
    assert len(list((school.store / "builds").glob("*.duckdb"))) == 1


def test_the_same_files_do_not_bring_a_forgotten_student_back(school: SmallSchool) -> None:
    rights.forget(school.settings(), NUMBER)
    school.delivers("nog_later.csv", f"studentnummer;datum;begin;eind;status\n{NUMBER};23-09-2025;08:30;09:30;P\n")
    build = school.build()
    assert tables(build) == set()
    told = lines(build)
    assert told.filter(pl.col("n_lines") != pl.sum_horizontal("n_validated", "n_rejected", "n_replaced")).is_empty()
    rejected = build.ask("SELECT file, line, rule, why FROM build.rejected WHERE rule = 'forgotten'")
    assert ("nog_later.csv", 2) in rejected.select("file", "line").rows()
    assert rejected["why"][0].startswith("De regel gaat over iemand die op verzoek is vergeten.")


def test_others_keep_every_figure(school: SmallSchool) -> None:
    before = api.open_build(school.store)
    assert before is not None
    query = f"FROM marts.student_day WHERE student_id = {OTHER} ORDER BY ALL"
    days = before.ask(query)
    rights.forget(school.settings(), NUMBER)
    after = api.open_build(school.store)
    assert after is not None
    assert after.ask(query).equals(days)


def test_where_no_build_can_be_made_of_what_is_left_the_earlier_ones_are_gone(school: SmallSchool) -> None:
    (school.inbox / "inschrijvingen.csv").unlink()
    (school.inbox / "bsn.csv").unlink()
    with pytest.raises(BuildError, match="inschrijvingen") as told:
        rights.forget(school.settings(), NUMBER)
    assert "dashboard" not in told.value.do
    assert Store(school.store).complete_builds() == []
    assert found(school.folder, {str(NUMBER)}, outside=school.inbox) == []


def test_an_earlier_build_that_is_open_on_windows_is_told_beside_why_no_new_one_was_made(
    school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (school.inbox / "inschrijvingen.csv").unlink()
    (school.inbox / "bsn.csv").unlink()
    plain = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".duckdb":
            raise PermissionError
        plain(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(BuildError, match="inschrijvingen") as told:
        rights.forget(school.settings(), NUMBER)
    assert told.value.do.endswith("Stop ook het dashboard, en doe het dan opnieuw: een eerdere opbouw is nog open.")
    assert len(Store(school.store).complete_builds()) == 2
    assert list(Store(school.store).validated.rglob("*.parquet")) == []


def test_a_student_who_is_not_known_is_forgotten_all_the_same(school: SmallSchool) -> None:
    assert rights.forget(school.settings(), 99999) == []
    school.delivers("x.csv", "studentnummer;datum;begin;eind;status\n99999;23-09-2025;08:30;09:30;P\n")
    assert school.build().ask("SELECT 1 FROM build.rejected WHERE rule = 'forgotten'").height == 1


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ('{"n_bytes": 1000412, "digest": "ab10004cd10004ef10004ab", "modified_ns": 1710004}', False),
        ('{"file": "s10004.csv"}', True),
        ("S10004@school.example", True),
        ('{"file": "student_10004.csv"}', True),
        ('{"student_id": 10004}', True),
        ("0010004;P", True),
    ],
)
def test_digits_within_longer_ones_are_no_trace_of_a_student(words: str, is_named: bool, tmp_path: Path) -> None:
    file = tmp_path / "deliveries.json"
    file.write_text(words, "utf-8")
    assert rights._in_bytes(file, rights.Traces(NUMBER, frozenset(), frozenset())) == is_named


def test_the_list_tells_nobodys_number_and_is_for_the_owner_only(tmp_path: Path) -> None:
    file, secret = tmp_path / "x.forgotten", b"s" * 32
    add(file, secret, ["10004", "ab" * 16])
    add(file, secret, ["10005"])
    assert "1000" not in file.read_text("utf-8")
    assert open_to_others([file]) == []
    gone = read(file, secret)
    rows = pl.DataFrame({"student_id": [10003, 10004, None, 10005], "bsn_hash": ["ab" * 16, None, None, "cd" * 16]})
    assert gone.names(rows).to_list() == [True, True, False, True]
    assert NOBODY.names(rows).to_list() == [False] * 4
    assert Forgotten(gone.marks, b"another").names(rows).to_list() == [False] * 4


def test_what_is_held_is_told_as_data_and_as_a_print(school: SmallSchool, tmp_path: Path) -> None:
    written = rights.write_held(school.settings(), NUMBER, tmp_path / "inzage")
    data = json.loads(written[0].read_text("utf-8"))
    assert {row["student_id"] for kind in ("deliveries", "computed") for one in data[kind].values()
            for row in one["rows"]} == {NUMBER}  # fmt: skip
    build = api.open_build(school.store)
    assert build is not None
    n_lessons = build.ask(f"SELECT sum(n_lessons) FROM marts.student_day WHERE student_id = {NUMBER}").item()
    assert len(data["deliveries"]["attendance"]["rows"]) >= n_lessons > 0
    assert {"student", "placement", "student_day"} <= set(data["computed"])
    print_ = written[1].read_text("utf-8")
    assert "Zonnebloemveld" in print_
    assert "Studentnummer" in print_
    assert open_to_others(written) == []


def test_of_a_student_who_is_not_known_nothing_is_held(school: SmallSchool) -> None:
    told = rights.held(school.settings(), 99999)
    assert (told["deliveries"], told["computed"]) == ({}, {})
