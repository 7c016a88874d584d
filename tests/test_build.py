"""The build: what one delivery changes, what a build that is stopped leaves, and that all layouts tell the same."""

import datetime as dt
import gc
import os
import shutil
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines import api, school_week
from pipelines import build as building
from pipelines.errors import BuildError
from pipelines.settings import SchoolLayout
from pipelines.store import Store
from tests.duo_files import Person, file_of
from tests.modes import open_to_others
from tests.small_school import (
    ENROLMENTS,
    LESSON_HEADER,
    STARTS,
    SmallSchool,
    clock,
    differences,
    lesson,
    lessons,
    lines,
    marts,
    school_days,
    status_of,
)

ROOT = Path(__file__).resolve().parents[1]
WEEKS = range(12)
TRUTH_DAYS = school_days(WEEKS)


# -- One truth in every layout ------------------------------------------------------------------------------


def truth() -> list[tuple[int, dt.date, int, str]]:
    """Every lesson of the school: student, date, start and what was registered, one lesson of removal among them."""
    rows = [
        (student, day, start, status_of(student, day, start))
        for day in TRUTH_DAYS
        for student in range(10001, 10008)
        for start in STARTS
    ]
    return [(*row[:3], "Verwijderd") if row[0] == 10002 and row[1].day == 9 else row for row in rows]


def eduarte(school: SmallSchool) -> None:
    """Waarnemingen without a reason, absentiemeldingen over them, and what the reason codes mean."""
    observed = {"Aanwezig": "Aanwezig", "Te laat": "Aanwezig", "Verwijderd": "Aanwezig", "Nvt": "Nvt",
                "Niet geregistreerd": ""}  # fmt: skip
    codes = {"Te laat": "TL", "Verwijderd": "VW", "Ziek": "ZK", "Verlof": "VL"}
    observations, notices = "", ""
    for student, day, start, status in truth():
        begin, end = (clock(minute).replace(":", "") for minute in (start, start + 60))
        date = f"{day:%Y%m%d}"
        observations += f"{student};{date};{begin};{date};{end};1;2;REK;{observed.get(status, 'Afwezig')};J\n"
        if status in codes:
            until = clock(start + 12).replace(":", "") if status == "Te laat" else end
            notices += f"{student};{date};{begin};{date};{until};1;2;{codes[status]};\n"
    school.delivers("waarneming.csv", observations)
    school.delivers("meldingen.csv", notices)
    school.delivers(
        "redenen.csv",
        "redencode;omschrijving;soort;geoorloofd\nTL;Te laat;te laat;N\nVW;Eruit;verwijderd;N\nZK;Ziek;ziek;J\n"
        "VL;Verlof;absent;J\n",
    )


def pars(school: SmallSchool) -> None:
    """Half-hour slots from 08:30; somebody late has clock times up to the arrival."""
    types = {"Aanwezig": "Present", "Verlof": "Regulier absent", "Niet geregistreerd": "", "Nvt": "Lesuitval"}
    text = (
        "DatumVan;LesuurBegin;LesuurEind;OVnr;DeelnemerNaam;GroepNaam;TypeOmschrijving;TijdVan2;TijdTot2;Tijd;Reden;"
        "Opmerking;Naam\n"
    )
    for student, day, start, status in truth():
        slot = (start - 510) // 30 + 1
        until = clock(start + (12 if status == "Te laat" else 60))
        text += (
            f"{day.day}-{day.month}-{day.year};{slot};{slot + 1};{student};Naam;X;{types.get(status, status)};"
            f"{clock(start)};{until};1,00;;;Rekenen\n"
        )
    school.delivers("pars.csv", text)


def generic(school: SmallSchool) -> None:
    """Our own layout."""
    school.delivers("generiek.csv", LESSON_HEADER + "".join(lesson(*row) for row in truth()))


OWN_CODES = {
    "10": "aanwezig", "20": "te laat", "30": "ziek", "40": "verlof", "50": "absent", "60": "niet geregistreerd",
    "70": "nvt", "80": "verwijderd",
}  # fmt: skip
OWN = SchoolLayout(
    source="attendance",
    name="Ons systeem",
    delimiter="|",
    date_format="%d/%m/%Y",
    columns={
        "student_id": "lid", "date": "dag", "start_minute": "van", "end_minute": "tot", "status": "wat",
        "arrival_minute": "binnen",
    },
    values={"status": {code: word.capitalize() for code, word in OWN_CODES.items()}},
)  # fmt: skip


def own(school: SmallSchool) -> None:
    """A made-up system whose headers, delimiter, dates and codes are none of ours."""
    codes = {word.lower(): code for code, word in OWN_CODES.items()}
    text = "wat|tot|van|zaal|dag|binnen|lid\n"
    for student, day, start, status in truth():
        arrival = clock(start + 12) if status == "Te laat" else ""
        text += f"{codes[status.lower()]}|{clock(start + 60)}|{clock(start)}|A1|{day:%d/%m/%Y}|{arrival}|{student}\n"
    school.delivers("eigen.txt", text)


def test_all_attendance_layouts_give_the_same_marts_for_the_same_lessons(tmp_path: Path) -> None:
    opened = {}
    for layout in (generic, eduarte, pars, own):
        school = SmallSchool(tmp_path / layout.__name__)
        layout(school)
        opened[layout.__name__] = school.build(layouts=[OWN] if layout is own else [])
        attended = lines(opened[layout.__name__]).filter(pl.col("n_lines") == len(truth()))
        assert attended.select("n_validated", "n_rejected", "n_replaced").row(0) == (len(truth()), 0, 0)
    told = marts(opened["generic"])
    days = told["student_day"].select(pl.selectors.starts_with("n_").cast(pl.Int32).sum()).row(0, named=True)
    assert all(n > 0 for n in days.values()), f"The truth lacks a kind of lesson: {days}"
    assert {"fact", "too_early"} < set(told["student_progress"]["status"])
    assert all(rows.height for rows in told.values())
    found = {name: differences(opened["generic"], other) for name, other in opened.items()}
    assert not any(found.values()), found


# -- Lines in, lines out ------------------------------------------------------------------------------------


def adds_up(opened: api.Build) -> None:
    """Fail unless lines in = validated + rejected + replaced, for every file."""
    rows = lines(opened)
    out = pl.col("n_validated") + pl.col("n_rejected") + pl.col("n_replaced")
    assert rows.filter(out != pl.col("n_lines")).is_empty(), rows


def test_lines_in_are_lines_out_for_a_correction_that_replaces_rejects_and_repeats(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    adds_up(school.build())
    monday = school_days(range(1, 2))[0]
    school.delivers(
        "les_01_correctie.csv",
        LESSON_HEADER
        + lesson(10001, monday, 510, "Aanwezig")
        + lesson(10001, monday, 510, "Ziek")
        + lesson(10001, monday, 570, "Onbekend woord")
        + lesson(10001, monday, 810, "Aanwezig")
        + lesson(99999, monday, 510, "Aanwezig"),
    )
    shutil.copy(school.inbox / "les_00.csv", school.inbox / "les_00_nog_eens.csv")
    opened = school.build()
    adds_up(opened)
    counted = {row[0]: row[1:] for row in lines(opened).iter_rows()}
    assert counted["les_01_correctie.csv"] == (5, 3, 1, 1, 1, 0)
    assert counted["les_01.csv"] == (105, 104, 0, 1, 0, 0)
    assert counted["les_00_nog_eens.csv"] == (105, 0, 0, 105, 0, 0)
    monday_morning = opened.ask("SELECT n_ill, n_lessons FROM marts.student_day WHERE student_id = 10001 AND date = ?",
                                [monday])  # fmt: skip
    assert monday_morning.row(0) == (1, 4)


def test_the_marts_hold_every_validated_line_that_is_matched(tmp_path: Path) -> None:
    opened = SmallSchool(tmp_path, WEEKS).build()
    adds_up(opened)
    waiting = lines(opened).get_column("n_unmatched").sum()
    validated = opened.ask("SELECT sum(n_validated)::INTEGER AS n FROM build.delivery WHERE source = 'attendance'")
    in_marts = opened.ask("SELECT sum(n_lessons + n_cancelled)::INTEGER AS n FROM marts.student_day")
    assert waiting == 4 * 15, "Student 10005 left after week 7 and still has lessons in the last four weeks."
    assert in_marts.item() == validated.item() - waiting


def test_notices_with_an_unknown_reason_code_are_counted_until_the_table_has_it(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    school.delivers("redenen.csv", "redencode;omschrijving;soort;geoorloofd\nZK;Ziek;ziek;J\n")
    school.delivers("meldingen.csv", "".join(
        f"{student};20250901;;20250901;;;;{code};\n" for student, code in [(10001, "ZK"), (10002, "QQ"), (10003, "QQ")]
    ))  # fmt: skip
    counted = lines(school.build()).filter(file="meldingen.csv").row(0)
    assert counted == ("meldingen.csv", 3, 3, 0, 0, 0, 2)
    school.delivers("redenen.csv", "redencode;omschrijving;soort;geoorloofd\nZK;Ziek;ziek;J\nQQ;Kwijt;absent;J\n")
    assert lines(school.build()).filter(file="meldingen.csv").row(0)[-1] == 0


def test_a_notice_that_is_corrected_to_another_reason_replaces_the_first(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    school.delivers("redenen.csv", "redencode;soort;geoorloofd\nZK;ziek;J\nSP;absent;N\n")
    school.delivers("lessen.csv", LESSON_HEADER + lesson(10001, school_days(range(1))[0], 810, "Afwezig"))
    school.delivers("meldingen_1.csv", "10001;20250901;1300;20250901;1500;;;ZK;\n10002;20250901;;20250901;;;;ZK;\n")
    school.delivers("meldingen_2.csv", "10001;20250901;1300;20250901;1430;;;SP;\n")
    opened = school.build()
    notices = opened.ask("SELECT student_id, reason_code FROM build.absence_notices ORDER BY ALL")
    assert notices.rows() == [(10001, "SP"), (10002, "ZK")]
    assert lines(opened).filter(file="meldingen_1.csv").row(0)[1:5] == (2, 1, 0, 1)
    adds_up(opened)


def test_a_calendar_that_is_delivered_again_gives_all_free_days_of_its_school_year(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    header = "datum_van;datum_tot;soort;omschrijving\n"
    school.delivers("kalender.csv", f"{header}13-10-2025;14-10-2025;vakantie;Herfst\n"
                    "06-07-2026;06-07-2026;vakantie;Zomer\n03-08-2026;03-08-2026;vakantie;Zomer\n")  # fmt: skip
    school.delivers("kalender_nieuw.csv", f"{header}20-10-2025;21-10-2025;vakantie;Herfst\n")
    opened = school.build()
    days = opened.ask("SELECT strftime(date, '%d-%m-%Y') AS day FROM marts.free_day ORDER BY date").get_column("day")
    assert days.to_list() == ["20-10-2025", "21-10-2025", "03-08-2026"]
    assert lines(opened).filter(file="kalender.csv").row(0)[1:5] == (3, 1, 0, 2)
    adds_up(opened)


def test_lessons_after_the_day_of_arrival_wait_and_never_move_the_last_day(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    last = school.build()
    monday, later = school_days(range(2, 3))[0], dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    school.delivers("rooster.csv", LESSON_HEADER
                    + lesson(10001, monday, 510, "Niet geregistreerd")
                    + lesson(10001, later, 510, "Niet geregistreerd")
                    + lesson(10001, later, 570, "Nvt")
                    + lesson(10001, later, 630, "Aanwezig")
                    + lesson(10002, dt.date(2062, 3, 1), 510, "Ziek"))  # fmt: skip
    opened = school.build()
    assert opened.data_until == last.data_until == school_days(range(1, 2))[-1]
    assert opened.ask("SELECT max(date) AS d FROM marts.student_day").item() == monday
    assert opened.ask("SELECT max(as_of) AS d FROM marts.student_progress").item() == last.data_until
    counted = opened.ask("SELECT n_lines, n_validated, n_planned, n_ahead, n_unmatched FROM build.delivery "
                         "WHERE file = 'rooster.csv'")  # fmt: skip
    assert counted.row(0) == (5, 5, 2, 2, 0)
    adds_up(opened)
    viewer = api.Viewer("mentor", frozenset({"tandem"}), frozenset({"E1A"}))
    key = opened.ask("SELECT student_key FROM marts.student WHERE student_id = 10001").item()
    assert api.students(opened, viewer, "student_lesson", student_key=key)["date"].max() == monday


def test_a_later_delivery_replaces_a_lesson_that_waits(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    school.delivers("les_1.csv", LESSON_HEADER + lesson(10001, later, 510, "Aanwezig"))
    school.delivers("les_2.csv", LESSON_HEADER + lesson(10001, later, 510, "Niet geregistreerd"))
    opened = school.build()
    counted = opened.ask("SELECT n_validated, n_replaced, n_planned, n_ahead FROM build.delivery "
                         "WHERE file IN ('les_1.csv', 'les_2.csv') ORDER BY file")  # fmt: skip
    assert counted.rows() == [(0, 1, 0, 0), (1, 0, 1, 0)]
    adds_up(opened)


@pytest.mark.parametrize(
    ("n", "minutes", "n_crowded"), [(60, 10, 0), (61, 10, 61), (3, 480, 0), (3, 481, 3), (300, 3, 300), (60, 600, 60)]
)
def test_a_day_with_more_lessons_than_can_be_counts_in_nothing_and_is_counted_apart(
    n: int, minutes: int, n_crowded: int, tmp_path: Path
) -> None:
    school = SmallSchool(tmp_path, range(1))
    saturday = school_days(range(1))[-1] + dt.timedelta(days=1)
    school.delivers("veel.csv", LESSON_HEADER + "".join(
        f"10001;{saturday:%d-%m-%Y};{clock(start)};{clock(start + minutes)};Aanwezig;;;\n" for start in range(n)
    ))  # fmt: skip
    opened = school.build()
    counted = opened.ask(
        "SELECT n_lines, n_validated, n_crowded, n_unmatched FROM build.delivery WHERE file = 'veel.csv'"
    )
    assert counted.row(0) == (n, n, n_crowded, 0)
    there = opened.ask(
        "SELECT coalesce(sum(n_lessons), 0)::INTEGER AS n FROM marts.student_day WHERE date = ?", [saturday]
    )
    assert there.item() == n - n_crowded
    viewer = api.Viewer("mentor", frozenset({"tandem"}), frozenset({"E1A"}))
    key = opened.ask("SELECT student_key FROM marts.student WHERE student_id = 10001").item()
    assert api.students(opened, viewer, "student_lesson", student_key=key).filter(date=saturday).height == n - n_crowded


def test_the_fictional_school_lives_in_a_time_of_its_own(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    later = dt.date(2062, 3, 1)
    school.delivers("later.csv", LESSON_HEADER + lesson(10001, later, 510, "Aanwezig"))
    opened = api.Build(building.build(school.settings(), is_sample=True))
    assert opened.data_until == later


def test_without_a_registered_lesson_of_an_enrolled_student_no_build_is_made(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path)
    monday = school_days(range(1))[0]
    school.delivers("les.csv", LESSON_HEADER + lesson(99999, monday, 510, "Aanwezig")
                    + lesson(10001, monday, 510, "Niet geregistreerd"))  # fmt: skip
    with pytest.raises(BuildError, match="geen geregistreerde les"):
        school.build()


def test_enrolments_in_two_systems_in_one_school_year_both_stay(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    school.delivers(
        "osiris.csv",
        "studentnummer;roepnaam;achternaam;klas;organisatieonderdeel;externe_code;niveau;cohort;ingangsdatum;"
        "afloopdatum\n10001;Ada;Aarts;H2A;Horeca;25256;2;2025/2026;01-09-2025;\n",
    )
    opened = school.build()
    stays = opened.ask("SELECT enrolment_key, class_id FROM marts.placement WHERE student_id = 10001 ORDER BY 1")
    assert stays.rows() == [(1000101, "E1A"), (1000102, "H2A")]
    adds_up(opened)


def test_a_later_delivery_of_enrolments_gives_all_of_a_student_in_that_school_year(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    school.build()
    school.delivers("inschrijvingen_2.csv", ENROLMENTS.splitlines()[0] + "\n"
                    "10001;Ada;Aarts;E1B;Entree;25255;1;2025/2026;25-08-2025;\n")  # fmt: skip
    opened = school.build()
    stays = opened.ask("SELECT class_id FROM marts.placement WHERE student_id IN (10001, 10002) ORDER BY student_id")
    assert stays.get_column("class_id").to_list() == ["E1B", "E1A"]
    adds_up(opened)


# -- One more day ------------------------------------------------------------------------------------------


def test_one_more_day_gives_what_a_full_rebuild_gives_to_the_bit(tmp_path: Path) -> None:
    days = school_days(WEEKS)
    school = SmallSchool(tmp_path / "a", range(10))
    for number, day in enumerate(days[45:]):
        school.delivers(f"dag_{number:02}.csv", lessons([day]))
        latest = school.build()
    fresh = SmallSchool(tmp_path / "b")
    for file in school.inbox.iterdir():
        shutil.copy(file, fresh.inbox)
    assert differences(latest, fresh.build()) == []


def test_a_correction_of_placements_notices_and_holidays_gives_what_a_full_rebuild_gives(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path / "a", WEEKS)
    school.build()
    school.delivers("inschrijvingen.csv", ENROLMENTS.replace("20-10-2025", "17-09-2025"))
    school.delivers("kalender.csv", "datum_van;datum_tot;soort;omschrijving\n10-09-2025;10-09-2025;studiedag;Studie\n")
    school.delivers("meldingen.csv", "10002;20251103;;20251103;;;;VL;\n")
    school.delivers("redenen.csv", "redencode;omschrijving;soort;geoorloofd\nVL;Verlof;absent;J\n")
    latest = school.build()
    fresh = SmallSchool(tmp_path / "b")
    for file in school.inbox.iterdir():
        shutil.copy(file, fresh.inbox)
    assert differences(latest, fresh.build()) == []


def test_whether_illness_counts_is_never_answered_from_earlier_weeks(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path / "a", range(8))
    school.build()
    without = school.build(illness_counts=False)
    fresh = SmallSchool(tmp_path / "b", range(8)).build(illness_counts=False)
    assert differences(without, fresh) == []
    assert without.ask("SELECT sum(n_ill) > 0 AND sum(n_excused) < 200 FROM marts.student_day").item()


def weeks_computed(school: SmallSchool, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> list[str]:
    """Build, and give the weeks for which something was computed."""
    computed: list[str] = []
    plain = school_week._compute_week

    def counting(store: Store, week: str, *others: Any) -> school_week.Week:
        computed.append(week)
        return plain(store, week, *others)

    with monkeypatch.context() as patched:
        patched.setattr(school_week, "_compute_week", counting)
        school.build(**changes)
    return sorted(computed)


def test_only_the_weeks_under_which_something_changed_are_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = SmallSchool(tmp_path, range(4))
    assert len(weeks_computed(school, monkeypatch)) == 4
    assert weeks_computed(school, monkeypatch) == []
    school.delivers("correctie.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 16), 510, "Ziek"))
    assert weeks_computed(school, monkeypatch) == ["2025-09-15"]
    school.delivers("kalender.csv", "datum_van;datum_tot;soort;omschrijving\n22-09-2025;22-09-2025;studiedag;Studie\n")
    assert weeks_computed(school, monkeypatch) == ["2025-09-22"]
    (school.inbox / "correctie.csv").unlink()
    assert weeks_computed(school, monkeypatch) == ["2025-09-15"]
    school.delivers("late_correctie.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 9), 510, "Ziek"))
    assert weeks_computed(school, monkeypatch) == ["2025-09-01", "2025-09-08"]
    assert len(weeks_computed(school, monkeypatch, illness_counts=False)) == 4


def test_a_new_week_leaves_the_older_weeks_together_as_they_are() -> None:
    weeks = [str(dt.date(2025, 9, 1) + dt.timedelta(weeks=number)) for number in range(14)]
    assert school_week._spans(weeks[:1]) == [(weeks[0],)]
    assert school_week._spans(weeks[:13]) == [tuple(weeks[:6]), tuple(weeks[6:11]), (weeks[11],), (weeks[12],)]
    assert school_week._spans(weeks) == [tuple(weeks[:6]), tuple(weeks[6:12]), (weeks[12],), (weeks[13],)]


def test_a_step_is_taken_back_when_the_same_day_is_corrected(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path)
    days = school_days(range(5))
    statuses = ["Absent"] * 22 + ["Aanwezig"] * (len(days) - 22)
    school.delivers("les.csv", LESSON_HEADER + "".join(
        lesson(10001, day, start, status) for day, status in zip(days, statuses, strict=True) for start in STARTS
    ))  # fmt: skip
    taken = "SELECT step_date FROM marts.student_step WHERE student_id = 10001 AND step = 'first_full_day'"
    assert school.build().ask(taken).get_column("step_date").to_list() == [days[22]]
    school.delivers("correctie_1.csv", LESSON_HEADER + lesson(10001, days[22], STARTS[0], "Absent"))
    assert school.build().ask(taken).get_column("step_date").to_list() == [days[23]]
    school.delivers("correctie_2.csv", LESSON_HEADER + lesson(10001, days[22], STARTS[0], "Aanwezig"))
    assert school.build().ask(taken).get_column("step_date").to_list() == [days[22]]


# -- Stopped, refused, moved -------------------------------------------------------------------------------

MOMENTS = {
    "while the second file is being written": "hook('pipelines.deliveries', '_write', 2)",
    "while the deliveries are being listed": "hook('pipelines.store', 'asdict', 1)",
    "before the first week": "hook('pipelines.school_week', '_compute_week', 1)",
    "when a week is computed and not yet in place": "hook('pipelines.school_week', '_unmatched', 2)",
    "between the files of one week": "hook_replace('.week', 2)",
    "before the marts are put together": "hook('pipelines.build', 'student_progress', 1)",
    "in the middle of the build file": "hook('pipelines.delivered', 'of_rejected', 1)",
    "before the build gets its name": "hook_replace('.partial', 1)",
    "before the sweep": "hook('pipelines.build', '_files_in_use', 1)",
    "during the sweep": "hook('pipelines.store', 'remove', 2)",
}
KILLED = """
    import importlib, os, signal, sys
    from pathlib import Path
    from pipelines.build import build
    from pipelines.settings import Settings

    def dying(plain, number, matters=lambda *arguments: True):
        left = [number]

        def called(*arguments, **options):
            if matters(*arguments):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
            return plain(*arguments, **options)

        return called

    def hook(module, name, number):
        found = importlib.import_module(module)
        setattr(found, name, dying(getattr(found, name), number))

    def hook_replace(suffix, number):
        Path.replace = dying(Path.replace, number, lambda path, *_: path.suffix == suffix)

    {moment}
    build(Settings(inbox=Path(sys.argv[1]), store=Path(sys.argv[2])))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSchool, api.Build]:
    """A store that was built twice without trouble: first two weeks, then the third and a correction."""
    school = SmallSchool(tmp_path_factory.mktemp("whole"), range(2))
    school.build()
    _deliver_more(school)
    return school, school.build()


def _deliver_more(school: SmallSchool) -> None:
    school.delivers("les_02.csv", lessons(school_days(range(2, 3))))
    school.delivers("zorreg.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 9), 510, "Onbekend woord"))
    school.delivers("les_01_correctie.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 9), 510, "Ziek"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9; the files are made the same way")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_killed_leaves_the_previous_one_served_and_no_rubbish_after_the_next(
    moment: str, whole: tuple[SmallSchool, api.Build], tmp_path: Path
) -> None:
    school = SmallSchool(tmp_path, range(2))
    before = school.build()
    _deliver_more(school)
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED).format(moment=MOMENTS[moment]), school.inbox, school.store],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr.decode()
    served = api.open_build(school.store)
    assert served is not None
    if "sweep" in moment:
        assert differences(served, whole[1]) == []
    else:
        assert served.name == before.name
        assert differences(served, before) == []
    after = school.build()
    assert differences(after, whole[1]) == []
    assert {path.suffix for path in after.path.parent.iterdir()} == {".duckdb"}
    kept, expected = ({name for name in one.files() if not name.startswith("builds")} for one in (school, whole[0]))
    assert kept == expected
    assert not [path for path in school.store.rglob("*") if path.is_dir() and not any(path.iterdir())
                and path.name not in {"weeks", "rejected"}]  # fmt: skip


def test_a_second_build_at_the_same_time_is_refused_in_one_sentence(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    school.build()
    holding = (
        "import sys; from pathlib import Path; from pipelines.store import Store\n"
        "with Store(Path(sys.argv[1])).being_built(): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, school.store], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(BuildError, match="Er loopt al een bouw in deze opslag"):
            school.build()
        other.communicate(timeout=30)
    school.build()


def test_a_second_build_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    with Store(school.store).being_built(), pytest.raises(BuildError, match="Er loopt al een bouw"):
        school.build()


def test_readers_of_the_previous_build_are_served_while_a_new_one_is_made(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    before = school.build()
    counts, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            counts.add(before.ask("SELECT count(*) FROM marts.student_day").item())

    reader = threading.Thread(target=read)
    reader.start()
    school.delivers("les_02.csv", lessons(school_days(range(2, 3))))
    school.build()
    stop.set()
    reader.join()
    assert len(counts) == 1


def test_a_store_that_is_moved_still_answers(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path / "here", range(2))
    before = marts(school.build())
    there = tmp_path / "there's a store"
    shutil.move(school.store, there)
    moved = api.open_build(there)
    assert moved is not None
    assert all(rows.equals(before[name]) for name, rows in marts(moved).items())
    viewer = api.Viewer("x", frozenset({"teamleider"}), teams=frozenset({"Entree"}))
    key = api.students(moved, viewer, "student").get_column("student_key")[0]
    assert api.students(moved, viewer, "student_lesson", student_key=key).height == 30


def test_builds_that_are_kept_keep_the_files_they_read(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    for number, status in enumerate(["Ziek", "Verlof", "Absent", "Te laat"]):
        school.delivers("correctie.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 9), 510, status))
        school.build(keep_builds=2)
        kept = Store(school.store).complete_builds()
        assert len(kept) == min(number + 1, 2)
        for path in kept:
            opened = api.Build(path)
            assert opened.ask("SELECT sum(n_lessons + n_cancelled) FROM marts.student_day").item() == 210
            viewer = api.Viewer("x", frozenset({"teamleider"}), teams=frozenset({"Entree"}))
            for key in api.students(opened, viewer, "student").get_column("student_key"):
                assert api.students(opened, viewer, "student_lesson", student_key=key).height == 30
            # Windows removes no file that is open.
            del opened
            gc.collect()
    assert sum(name.endswith(".day") for name in school.files()) == 3


def test_an_older_build_that_is_damaged_does_not_stop_a_new_one(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    path = school.build().path
    path.write_bytes(path.read_bytes()[:5000])
    assert school.build().ask("SELECT count(*) FROM marts.student").item() == 7


def test_a_delivery_that_is_taken_out_of_the_inbox_no_longer_counts(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path / "a", range(3))
    school.build()
    (school.inbox / "les_02.csv").unlink()
    assert differences(school.build(), SmallSchool(tmp_path / "b", range(2)).build()) == []


@pytest.mark.parametrize(("name", "word"), [("inschrijvingen.csv", "inschrijvingen"), ("les_00.csv", "aanwezigheid")])
def test_without_students_or_lessons_no_build_is_made_and_the_previous_one_stays(
    name: str, word: str, tmp_path: Path
) -> None:
    school = SmallSchool(tmp_path, range(1))
    before = school.build()
    (school.inbox / name).unlink()
    with pytest.raises(BuildError, match=word):
        school.build()
    served = api.open_build(school.store)
    assert served is not None
    assert served.name == before.name


@pytest.mark.parametrize(
    "error",
    [duckdb.InvalidInputException("10001;Ada"), OSError(28, "10001;Ada"), pl.exceptions.ComputeError("10001;Ada")],
)
def test_an_error_of_an_engine_is_passed_on_without_its_words(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = SmallSchool(tmp_path, range(1))
    before = school.build()

    def fails(*arguments: Any) -> None:
        raise error

    monkeypatch.setattr(building, "_students", fails)
    with pytest.raises(BuildError) as raised:
        school.build()
    assert "Ada" not in str(raised.value)
    assert type(error).__name__ in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    served = api.open_build(school.store)
    assert served is not None
    assert served.name == before.name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask for others")
def test_everything_in_the_store_is_for_its_owner_only(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    school.delivers("fout.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 9), 510, "Onbekend woord"))
    before = os.umask(0o022)
    try:
        school.build()
        school.build()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert open_to_others([school.store, *school.store.rglob("*")]) == []


def test_the_next_build_is_later_by_name_even_when_the_clock_goes_back(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    first = building.build(school.settings())
    first.rename(first.with_name("29991231-235959-000000.duckdb"))
    assert api.open_build(school.store) is not None
    assert school.build().name > "29991231-235959-000000"


# -- Files of DUO, and deliveries that come along -------------------------------------------------------------------


def test_a_build_counts_vsv_says_what_is_missing_and_takes_the_norms_of_the_school_over_those_that_came_along(
    tmp_path: Path,
) -> None:
    school = SmallSchool(tmp_path, range(1))
    people = [Person("100000000"), Person("200000000")]
    (school.inbox / "NRSP2023VI99XX.csv").write_bytes(file_of("NRSP", people))
    (school.inbox / "NenR2023VI99XX.csv").write_bytes(file_of("NenR", people[:1]))
    (school.inbox / "NenR2023DI99XX.csv").write_bytes(file_of("NenR", people[:1]))
    school.delivers("onze.csv", "Jaar;Niv;Doel;Wie\n2022;2;8,00;Ons plan\n")
    own = SchoolLayout(
        source="vsv_norms", name="Eigen normen",
        columns={"teljaar": "Jaar", "level": "Niv", "norm_share": "Doel", "origin": "Wie"},
    )  # fmt: skip
    opened = school.build(layouts=[own])
    counts = opened.ask("SELECT status, n_population, n_vsv, population_from FROM marts.vsv_month ORDER BY ALL")
    assert counts.rows() == [("D", 2, 1, "NRSP V"), ("V", 2, 1, "NRSP V")]
    listed = opened.ask("SELECT file, n_validated, n_replaced FROM build.delivery WHERE source = 'vsv_norms'").rows()
    assert sorted((file, n_replaced) for file, _, n_replaced in listed) == [
        ("meegeleverd: vsv_norms.csv", 1), ("onze.csv", 0),
    ]  # fmt: skip
    remarked = opened.ask("SELECT about FROM build.remark WHERE source = 'vsv_leavers'").get_column("about").to_list()
    assert remarked == ["teljaar 2022-2023, NenR D"]
    assert "100000000" not in "".join(str(opened.ask(f"FROM build.{name}").rows()) for name in ("delivery", "rejected"))
    assert (tmp_path / "store.key").stat().st_size == 32
    assert not list(school.store.rglob("store.key"))
