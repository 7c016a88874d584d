"""The fictional ROC: same seed same bytes, the layouts as suppliers send them, the stories in the lines."""

import csv
import io
import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

import polars as pl
import pytest

from pipelines.synthetic import SAMPLE_SEED, write_extra_day, write_sample
from pipelines.synthetic.faults import FAULTS, TWICE, TWICE_AS, Fault
from pipelines.synthetic.people import FIRST_NAMES, LAST_NAMES
from pipelines.synthetic.stories import CLASS_STORIES, STORY_STUDENTS
from tests.sample_files import SAMPLE, content, rows

MOST_BYTES = 4_000_000
LAST_DAY = date(2026, 6, 5)
MAY = date(2026, 5, 4)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again")
    write_sample(folder, seed=SAMPLE_SEED)
    return folder


@pytest.fixture(scope="module")
def small_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    write_sample(folder, seed=5, students=61)
    return folder


@pytest.fixture(scope="module")
def observations() -> list[list[str]]:
    return rows("eduarte_waarneming_??????.csv*", "cp1252")


@pytest.fixture(scope="module")
def enrolments() -> list[dict[str, str]]:
    files = {
        "eduarte_verbintenissen.csv": "cp1252",
        "osiris_inschrijvingen.csv": "utf-8-sig",
        "inschrijvingen_logistiek.csv": "utf-8",
    }
    same = {
        "deelnemernummer": "studentnummer", "externecode": "crebo", "externe_code": "crebo",
        "verbintenis begindatum": "begindatum", "verbintenis einddatum": "einddatum",
        "ingangsdatum": "begindatum", "afloopdatum": "einddatum", "organisatieonderdeel": "team",
    }  # fmt: skip
    stays = []
    for file, encoding in files.items():
        header, *lines = rows(file, encoding)
        stays += [dict(zip([same.get(name, name) for name in header], line, strict=True)) for line in lines]
    return stays


# The same bytes


def test_the_committed_sample_is_what_the_generator_writes(again: Path) -> None:
    committed = {path.name: path for path in SAMPLE.iterdir() if not path.name.startswith(".")}
    written = {path.name: path for path in again.iterdir()}
    assert sorted(committed) == sorted(written)
    for name, path in written.items():
        assert content(path) == content(committed[name]), f"{name} differs: run `groeilijn sample` and commit it"


def test_packed_files_hold_no_time_of_writing(again: Path) -> None:
    assert all(path.read_bytes()[4:8] == bytes(4) for path in again.glob("*.gz"))


@pytest.mark.parametrize(("seed", "is_same"), [(5, True), (6, False)])
def test_the_seed_decides_the_bytes(seed: int, is_same: bool, tmp_path: Path) -> None:
    first, _ = write_extra_day(tmp_path / "first", seed=5, students=61)
    second, _ = write_extra_day(tmp_path / "second", seed=seed, students=61)
    assert (first.read_bytes() == second.read_bytes()) is is_same


def test_the_sample_stays_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < MOST_BYTES


def test_progress_is_told_in_plain_lines(tmp_path: Path) -> None:
    told: list[str] = []
    write_sample(tmp_path, seed=1, students=15, progress=told.append)
    assert told[0] == "week 1 of 40"
    assert len(told) == 40


# Nobody real


def test_every_student_has_a_made_up_name_and_number(enrolments: list[dict[str, str]]) -> None:
    story_names = {(one.first_name, one.last_name) for one in STORY_STUDENTS}
    for stay in enrolments:
        assert re.fullmatch(r"9\d{5}", stay["studentnummer"])
        name = stay["roepnaam"], stay["achternaam"]
        assert name in story_names or (name[0] in FIRST_NAMES and name[1] in LAST_NAMES)
        assert stay["mentor"].endswith("@voorbeeld.example")


def test_names_have_prefixes_accents_and_length(enrolments: list[dict[str, str]]) -> None:
    last_names = {stay["achternaam"] for stay in enrolments}
    assert any(name.startswith("van der ") for name in last_names)
    assert any(not name.isascii() for name in last_names)
    assert max(map(len, last_names)) >= 40


def test_staff_are_addresses_in_a_domain_that_cannot_exist() -> None:
    header, *staff = rows("personeel.csv", "utf-8")
    assert header == ["persoon", "naam", "rol", "klas", "team"]
    assert all(person.endswith("@voorbeeld.example") for person, *_ in staff)
    assert {role for _, _, role, _, _ in staff} == {
        "mentor", "kaw", "peercoach", "teamleider", "kwaliteit", "beheer",
    }  # fmt: skip
    assert ["mentor.e1a@voorbeeld.example", "Mentor E1A Fictief", "mentor", "E1A-25", "Entree"] in staff


# The layouts


def test_an_eduarte_observation_has_ten_fields_and_no_header(observations: list[list[str]]) -> None:
    for line in observations:
        number, day, begin, last_day, end, first_hour, last_hour, product, status, handled = line
        assert re.fullmatch(r"9\d{5}", number)
        assert re.fullmatch(r"20\d{6}", day)
        assert day == last_day
        assert re.fullmatch(r"\d{4}", begin)
        assert begin < end
        assert int(first_hour) <= int(last_hour)
        assert product.isalpha()
        assert status in {"Aanwezig", "Afwezig", "Nvt", ""}
        assert handled == ("J" if status else "N")


def test_an_eduarte_report_has_nine_fields_and_no_header() -> None:
    reports = rows("eduarte_absentiemelding_*", "cp1252")
    reasons = {line[0] for line in rows("absentieredenen.csv", "cp1252")[1:]}
    assert {len(line) for line in reports} == {9}
    assert {line[7] for line in reports} == reasons
    assert all(line[2] == line[4] == line[5] == line[6] == "" for line in reports if line[7] == "ZK")
    assert all(line[2] < line[4] for line in reports if line[7] == "TL")
    assert any(line[3] == "" for line in reports), "illness that lasts on the last day has no end"
    assert any(not line[8].isascii() for line in reports)


def test_eduarte_files_are_cp1252_with_crlf() -> None:
    raw = content(SAMPLE / "eduarte_waarneming_202606.csv")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    names = content(SAMPLE / "eduarte_verbintenissen.csv")
    assert "Façade".encode("cp1252") in names
    with pytest.raises(UnicodeDecodeError):
        names.decode("utf-8")


def test_pars_registrations_have_the_header_and_half_hour_slots() -> None:
    path = SAMPLE / "PARS_registraties_2026-wk23.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    header, *lines = rows(path.name, "utf-8-sig")
    assert header == [
        "DatumVan", "LesuurBegin", "LesuurEind", "OVnr", "DeelnemerNaam", "GroepNaam", "TypeOmschrijving",
        "TijdVan2", "TijdTot2", "Tijd", "Reden", "Opmerking", "Naam",
    ]  # fmt: skip
    whole = [line for line in lines if len(line) == len(header)]
    kinds = {"Present", "Absent", "Regulier absent", "Te laat", "Ziek", ""}
    assert {line[6] for line in whole} <= kinds
    for day, first_slot, last_slot, *_, kind, begin, end, hours, _, _, _ in whole:
        assert re.fullmatch(r"[1-9]\d?-[1-9]\d?-\d{4}", day)
        start = minute(begin)
        assert start == 510 + (int(first_slot) - 1) * 30
        length = (int(last_slot) - int(first_slot) + 1) * 30
        if kind == "Te laat":
            assert start < minute(end) < start + length
        else:
            assert minute(end) == start + length
        assert hours == f"{(minute(end) - start) * 100 // 60 / 100:.2f}".replace(".", ",")


def test_nobody_has_two_lessons_at_once(observations: list[list[str]]) -> None:
    pars = [line for line in rows("PARS_registraties_*", "utf-8-sig") if len(line) == 13]
    at_once = Counter((line[3], line[0], slot) for line in pars[1:] for slot in (line[1], f"end {line[2]}"))
    assert not [key for key, times in at_once.items() if times > 1 and key[1] != "DatumVan"]
    twice = [key for key, n in Counter((line[0], line[1], line[2]) for line in observations).items() if n > 1]
    assert len(twice) == 1, "only the planted fault"


def test_generic_lines_say_arrival_minutes_and_when_registered() -> None:
    header, *lines = rows("presentie_logistiek_2026-06.csv", "utf-8")
    assert header == [
        "studentnummer", "datum", "begin", "eind", "status", "aankomst", "minuten_aanwezig", "reden",
        "geoorloofd", "klas", "geregistreerd_op",
    ]  # fmt: skip
    faults = {fault.line for fault in FAULTS}
    for line in (line for line in lines if ";".join(line) not in faults):
        _, day, begin, end, status, arrival, minutes, _, excused, _, registered = line
        assert re.fullmatch(r"\d{2}-\d{2}-\d{4}", day)
        assert bool(arrival) == (status == "te laat")
        if status == "te laat":
            assert int(minutes) == minute(end) - minute(arrival)
        assert (excused != "") == (status in {"ziek", "geoorloofd", "ongeoorloofd"})
        assert (registered == "") == (status == "")
        assert begin < end


def test_the_spreadsheet_has_the_generic_header_and_real_dates() -> None:
    sheet = pl.read_excel(SAMPLE / "presentie_LO2A-25_2025-10.xlsx")
    assert sheet.columns[:3] == ["studentnummer", "datum", "begin"]
    assert sheet["datum"].dtype == pl.Date
    assert sheet["klas"].unique().to_list() == ["LO2A-25"]


def test_every_lesson_is_on_a_weekday_up_to_the_last_day(observations: list[list[str]]) -> None:
    days = {datetime.strptime(line[1], "%Y%m%d").date() for line in observations}
    assert max(days) == LAST_DAY
    assert min(days) == date(2024, 9, 2)
    assert all(day.weekday() < 5 for day in days)
    assert not any(date(2025, 12, 20) <= day <= date(2026, 1, 4) for day in days)


# The faults


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_deliberate_fault_is_in_its_file(fault: Fault) -> None:
    assert content(SAMPLE / fault.file).count(fault.line.encode()) == 1


def test_one_lesson_is_delivered_twice_and_one_is_corrected_later() -> None:
    lines = content(SAMPLE / "eduarte_waarneming_202606.csv").decode().splitlines()
    twice = [line for line in set(lines) if lines.count(line) > 1]
    assert twice == [lines[-1]]
    (correction,) = content(SAMPLE / "eduarte_waarneming_202606_correctie.csv").decode().splitlines()
    assert correction.replace("Aanwezig", "Afwezig") in lines


def test_one_file_is_delivered_twice_under_two_names() -> None:
    assert content(SAMPLE / TWICE) == content(SAMPLE / TWICE_AS)
    assert (SAMPLE / "kantine-menu.csv").exists()


# The stories


def test_the_readme_tells_every_story_and_fault() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert all(str(one.student_id) in readme for one in STORY_STUDENTS)
    assert all(class_id in readme for class_id in CLASS_STORIES)
    assert all(fault.what in readme for fault in FAULTS)


def test_990001_came_around_noon_and_since_may_around_ten(observations: list[list[str]]) -> None:
    notices = {
        (line[1], line[2]): line[4] for line in rows("eduarte_absentiemelding_*", "cp1252")
        if line[0] == "990001" and line[7] == "TL"
    }  # fmt: skip
    arrivals: dict[date, int] = {}
    for number, day, begin, *_, status, _ in observations:
        if number == "990001" and status == "Aanwezig":
            arrived = minute(notices.get((day, begin), begin))
            when = datetime.strptime(day, "%Y%m%d").date()
            arrivals[when] = min(arrivals.get(when, 1440), arrived)
    before = [arrived for when, arrived in arrivals.items() if when < MAY]
    after = [arrived for when, arrived in arrivals.items() if when >= MAY]
    assert median(before) == pytest.approx(720, abs=10)
    assert median(after) == pytest.approx(600, abs=10)
    assert len(after) >= 18


def test_990002_grew_from_forty_to_sixty_percent(observations: list[list[str]]) -> None:
    assert present_share(observations, "990002", date(2025, 8, 25), MAY) == pytest.approx(0.42, abs=0.06)
    assert present_share(observations, "990002", MAY, LAST_DAY) == pytest.approx(0.62, abs=0.06)


def test_990004_stayed_away_for_seven_weeks_and_came_back(observations: list[list[str]]) -> None:
    away, back = date(2026, 3, 2), date(2026, 4, 20)
    assert present_share(observations, "990004", away, back - timedelta(days=1)) == 0
    assert present_share(observations, "990004", back, LAST_DAY) > 0.6


def test_990011_is_a_minor_with_more_than_sixteen_hours_unexplained(
    observations: list[list[str]], enrolments: list[dict[str, str]]
) -> None:
    (stay,) = [stay for stay in enrolments if stay["studentnummer"] == "990011"]
    born = datetime.strptime(stay["geboortedatum"], "%Y%m%d").date()
    assert born > date(LAST_DAY.year - 18, LAST_DAY.month, LAST_DAY.day)
    missed = [line for line in observations if line[0] == "990011" and line[8] == "Afwezig" and line[1] >= "20260511"]
    excused = [
        line for line in rows("eduarte_absentiemelding_2026*", "cp1252")
        if line[0] == "990011" and line[1] >= "20260511" and line[7] in {"ZK", "AR", "VL"}
    ]  # fmt: skip
    assert sum(minute(line[4]) - minute(line[2]) for line in missed) > 16 * 60
    assert not [line for line in excused if line[7] != "AR"]


def test_the_mean_of_dv1b_rises_only_because_low_attenders_left(enrolments: list[dict[str, str]]) -> None:
    left = [stay for stay in enrolments if stay["klas"] == "DV1B-25" and stay["einddatum"]]
    assert [(stay["studentnummer"], stay["einddatum"]) for stay in left] == [
        ("990021", "17-04-2026"),
        ("990022", "17-04-2026"),
        ("990023", "17-04-2026"),
    ]
    leavers = {stay["studentnummer"] for stay in left}
    shares = {
        (window, who): pars_share("DV1B-25", first, last, leavers if who == "stayed" else set())
        for window, first, last in (
            ("before", date(2026, 3, 16), date(2026, 4, 17)),
            ("after", date(2026, 4, 20), LAST_DAY),
        )
        for who in ("all", "stayed")
    }
    assert shares["after", "all"] - shares["before", "all"] > 0.06
    assert abs(shares["after", "stayed"] - shares["before", "stayed"]) < 0.035


def test_lo1a_truly_grew(enrolments: list[dict[str, str]]) -> None:
    assert not [stay for stay in enrolments if stay["klas"] == "LO1A-25" and stay["einddatum"]]
    counts: dict[bool, list[int]] = defaultdict(lambda: [0, 0])
    for line in rows("presentie_logistiek_2026-0[3-6]*", "utf-8"):
        if line[9] != "LO1A-25" or not line[6] or line[1].startswith("31-02"):
            continue
        is_after = datetime.strptime(line[1], "%d-%m-%Y").date() >= date(2026, 4, 20)
        counts[is_after][0] += int(line[6])
        counts[is_after][1] += minute(line[3]) - minute(line[2])
    assert counts[True][0] / counts[True][1] - counts[False][0] / counts[False][1] > 0.1


def test_class_changes_two_enrolments_starters_and_leavers_are_enrolled(
    enrolments: list[dict[str, str]],
) -> None:
    stays = defaultdict(list)
    for stay in enrolments:
        stays[stay["studentnummer"]].append((stay["klas"], stay["crebo"], stay["begindatum"], stay["einddatum"]))
    assert stays["990006"] == [
        ("E1A-25", "99101", "20250825", "20260104"),
        ("E1B-25", "99101", "20260105", ""),
    ]
    assert stays["990007"] == [
        ("E1A-25", "99101", "20250825", "20260129"),
        ("E1C-25", "99102", "20260202", ""),
    ]
    assert stays["990008"] == [("E1B-25", "99101", "20260302", "")]
    assert stays["990010"] == [("E1C-25", "99102", "20250825", "20260313")]


# A whole institution


def test_a_school_of_any_size_has_25_lessons_a_week_for_every_seat(small_school: Path) -> None:
    files = sorted(small_school.glob("eduarte_waarneming_*"))
    lines = [len(path.read_bytes().splitlines()) for path in files]
    assert len(files) == 40
    assert lines[:-1] == [61 * 25] * 39
    assert lines[-1] < 61 * 25


def test_the_extra_day_is_the_friday_that_was_left_out(small_school: Path, tmp_path: Path) -> None:
    lessons, reports = write_extra_day(tmp_path, seed=5, students=61)
    extra = [line.split(";") for line in lessons.read_text(encoding="cp1252").splitlines()]
    last_week = sorted(small_school.glob("eduarte_waarneming_*"))[-1].read_text(encoding="cp1252").splitlines()
    days = {line.split(";")[1] for line in last_week}
    assert {line[1] for line in extra} == {"20260703"}
    assert max(days) == "20260702"
    assert len(extra) + len(last_week) == 61 * 25
    assert reports.exists()


def test_everybody_in_the_lessons_is_enrolled_and_those_who_left_are_gone(small_school: Path) -> None:
    header, *lines = csv.reader(
        io.StringIO((small_school / "eduarte_verbintenissen.csv").read_text(encoding="cp1252")), delimiter=";"
    )
    begin, end = header.index("verbintenis begindatum"), header.index("verbintenis einddatum")
    stays = {line[0]: (line[begin], line[end] or "99991231") for line in lines}
    assert any(last != "99991231" for _, last in stays.values())
    for path in small_school.glob("eduarte_waarneming_*"):
        for line in path.read_text(encoding="cp1252").splitlines():
            number, day, *_ = line.split(";")
            assert stays[number][0] <= day <= stays[number][1]


@pytest.mark.parametrize("students", [0, -1, 90_001])
def test_an_impossible_number_of_students_is_refused(students: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="between 1 and 90000"):
        write_sample(tmp_path, seed=1, students=students)


def minute(clock: str) -> int:
    digits = clock.replace(":", "")
    return int(digits[:-2]) * 60 + int(digits[-2:])


def present_share(lines: list[list[str]], number: str, first: date, last: date) -> float:
    """Share of a student's registered EduArte lessons with Aanwezig, both days included."""
    mine = [line[8] for line in lines if line[0] == number and f"{first:%Y%m%d}" <= line[1] <= f"{last:%Y%m%d}"]
    registered = [status for status in mine if status in {"Aanwezig", "Afwezig"}]
    return registered.count("Aanwezig") / len(registered)


def pars_share(class_id: str, first: date, last: date, without: set[str]) -> float:
    """Share of the registered PARS lessons of a class with Present or Te laat, both days included."""
    kinds = [
        line[6]
        for line in rows("PARS_registraties_2026*", "utf-8-sig")
        if len(line) == 13 and line[5] == class_id and line[3] not in without and line[6]
        and first <= datetime.strptime(line[0], "%d-%m-%Y").date() <= last
    ]  # fmt: skip
    return (kinds.count("Present") + kinds.count("Te laat")) / len(kinds)
