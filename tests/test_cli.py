"""The command: Dutch a school administrator understands, exit codes, and a dashboard that ends with its command."""

import datetime as dt
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from rich.console import Console
from typer.testing import CliRunner, Result

from pipelines import cli, delivered, opening, registry, settings
from pipelines.api import Build, newest_build, open_build
from pipelines.build import REFERENCE
from pipelines.errors import EXIT_NOTHING_HELD, EXIT_OK, EXIT_REFUSED, EXIT_USAGE, BuildError
from pipelines.settings import Settings
from pipelines.store import Store
from tests.modes import open_to_others
from tests.small_school import SmallSchool

ROOT = Path(__file__).parent.parent
ENROLMENTS = "studentnummer;roepnaam;achternaam;klas;begindatum\n912345;Linde;Voorbeeld;E1A;25-08-2025\n"
HEAD = "studentnummer;datum;begin;eind;status\n"
SHIPPED = {path.name: path.read_text("utf-8").count("\n") - 1 for path in REFERENCE.glob("*.csv")}
"""Lines of the reference deliveries that come with Groeilijn."""
LESSONS = HEAD + "".join(f"912345;{day:02d}-09-2025;08:30;09:20;P\n" for day in range(1, 6))


def groeilijn(*arguments: object, **environment: str) -> Result:
    return CliRunner().invoke(
        cli.app, [str(argument) for argument in arguments], prog_name="groeilijn", env={"COLUMNS": "80", **environment}
    )


def by_itself(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from pipelines.cli import app; app(prog_name='groeilijn')", *map(str, arguments)]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox, and a store with a build of it."""
    folder = tmp_path_factory.mktemp("school")
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "a [bold]enrolments.csv").write_text(ENROLMENTS, "utf-8")
    (inbox / "lessons.csv").write_text(LESSONS, "utf-8")
    (inbox / "lessons again.csv").write_text(LESSONS, "utf-8")
    (inbox / "odd.csv").write_text(
        f"{HEAD}912345;01-09-2025;08:30;09:20;Z\n912399;02-09-2025;08:30;09:20;P\n912345;Voorbeeld\n", "utf-8"
    )
    (inbox / "menu.csv").write_text("dag,soep\nmaandag,tomaat\n", "utf-8")
    built = groeilijn("build", "--inbox", inbox, "--store", folder / "store")
    assert built.exit_code == EXIT_OK, built.output
    (folder / "said.txt").write_text(built.output, "utf-8")
    return folder


# -- build and status ----------------------------------------------------------------------------------------------


def test_build_tells_its_progress_in_plain_lines_when_it_is_not_on_a_terminal(school: Path) -> None:
    said = (school / "said.txt").read_text("utf-8")
    n_files = 4 + len(SHIPPED)
    assert f"Bestanden lezen: {n_files} van {n_files}" in said
    assert re.search(r"^Nieuwe opbouw: \d{8}-\d{6}-\d{6}\.duckdb$", said, re.MULTILINE)
    assert "\x1b" not in said


def test_status_adds_up_and_says_what_became_of_every_line(school: Path) -> None:
    said = groeilijn("status", "--store", school / "store")
    assert said.exit_code == EXIT_OK
    lines, good, apart, replaced = map(int, re.findall(r"\d+", next(
        line for line in said.output.splitlines() if " regels = " in line
    )))  # fmt: skip
    n_shipped = sum(SHIPPED.values())
    assert (lines, good, apart, replaced) == (14 + n_shipped, 7 + n_shipped, 1, 6)
    assert "Wacht = goede regels die op iets wachten" in said.output
    assert "Van de goede regels: 1 van een student die op die dag niet in de inschrijvingen staat." in said.output
    assert "Niet gelezen: menu.csv. Dit bestand past bij geen bekende indeling." in said.output
    assert "Apart gezet: odd.csv, 1 regel (regel 4). De regel heeft een ander aantal velden" in said.output
    assert "n_fields" not in said.output
    assert said.output.endswith("Let op: 1 bestand is niet gelezen; waarom staat hierboven.\n")


def test_the_table_of_status_is_readable_at_80_columns(school: Path) -> None:
    said = groeilijn("status", "--store", school / "store").output.splitlines()
    (head,) = [line for line in said if line.startswith("Levering")]
    assert head.split() == [
        "Levering",
        "Bestanden",
        "Tot",
        "en",
        "met",
        "Regels",
        "Goed",
        "Apart",
        "Vervangen",
        "Wacht",
    ]
    (row,) = [line for line in said if line.startswith("Aanwezigheid per les")]
    assert row.split()[3:] == ["3", "05-09-2025", "13", "6", "1", "6", "1"]
    assert len(head) <= 80
    assert "(meegeleverd)" in "".join(said)
    assert "…" not in "".join(said)


def test_no_value_of_a_person_is_printed(school: Path) -> None:
    said = (school / "said.txt").read_text("utf-8") + groeilijn("check", *(school / "inbox").iterdir()).output
    assert not [value for value in ("912345", "912399", "Voorbeeld", "Linde") if value in said]


def test_a_progress_bar_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(force_terminal=True, width=80, record=True, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    monkeypatch.setattr(cli, "console", console)
    with cli._progress() as told:
        told("Bestanden lezen", 1, 2)
        told("Bestanden lezen", 2, 2)
    assert "Bestanden lezen" in console.export_text()
    console.file.close()


# -- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["status", "--store", "niets"], "Er is nog geen opbouw. Draai eerst `groeilijn build`, of `groeilijn demo`."),
        (["serve", "--store", "niets"], "Er is nog geen opbouw om te laten zien. Draai eerst `groeilijn build`, of "),
        (["build", "--inbox", "niets"], "De map niets voor aangeleverde bestanden bestaat niet. Maak haar aan."),
        (["build", "--inbox", "leeg"], "Er is geen bruikbaar bestand met inschrijvingen in de map leeg. Zet het "),
        (["build", "--settings", "weg.toml"], "Het instellingenbestand weg.toml is niet te lezen. Controleer de naam."),
        (["check", "weg.csv"], "weg.csv: dit bestand bestaat niet. Controleer de naam en de map."),
        (["check", "leeg"], "leeg: in deze map staan geen bestanden."),
        (["check", "menu.csv"], "menu.csv: niet gelezen. Dit bestand past bij geen bekende indeling. Kijk of "),
    ],
)
def test_what_is_refused_is_told_in_one_sentence_with_exit_code_1(
    arguments: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leeg").mkdir()
    (tmp_path / "menu.csv").write_text("dag,soep\nmaandag,tomaat\n", "utf-8")
    said = groeilijn(*arguments)
    assert said.exit_code == EXIT_REFUSED
    (told,) = [line for line in said.output.splitlines() if not line.startswith("Bestanden lezen: ")]
    assert told.startswith(sentence)


def test_a_build_without_an_inbox_leaves_nothing_behind(tmp_path: Path) -> None:
    assert groeilijn("build", "--inbox", tmp_path / "niets", "--store", tmp_path / "store").exit_code == EXIT_REFUSED
    assert list(tmp_path.iterdir()) == []


def test_serve_does_not_show_students_of_a_real_school_without_sign_in(school: Path) -> None:
    said = groeilijn("serve", "--store", school / "store")
    assert said.exit_code == EXIT_REFUSED
    assert "Het dashboard laat eigen gegevens alleen zien aan wie is ingelogd, en inloggen is nog niet" in said.output


@pytest.mark.parametrize(
    "arguments",
    [["bouw"], ["build", "--indoos", "x"], ["check"], ["sample"], ["sample", "x", "--students", "0"],
     ["demo", "--port", "x"]],
)  # fmt: skip
def test_what_is_not_understood_ends_in_exit_code_2(arguments: list[str]) -> None:
    said = groeilijn(*arguments)
    assert said.exit_code == EXIT_USAGE
    assert "De opdracht is niet begrepen" in said.output
    assert "Uitleg: groeilijn" in said.output
    assert "Try" not in said.output


@pytest.mark.parametrize("failure", [
    duckdb.ConversionException("Could not convert string '912345 Voorbeeld' to INT32"),
    duckdb.IOException("disk full while writing 912345"),
    PermissionError(13, "Permission denied", "/store/912345"),
    KeyError("912345 Voorbeeld"),
])  # fmt: skip
def test_an_error_nobody_expected_is_a_sentence_without_values(
    failure: Exception, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise failure

    monkeypatch.setattr(cli, "open_build", fail)
    said = groeilijn("status", "--store", school / "store")
    assert said.exit_code == EXIT_REFUSED
    assert re.match(
        rf"Er ging iets mis wat Groeilijn niet kent \({type(failure).__name__} in test_cli.py, ", said.output
    )
    assert "Een vorige opbouw blijft in gebruik." in said.output
    assert not [value for value in ("912345", "Voorbeeld", "Traceback") if value in said.output]


def test_a_damaged_build_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "builds").mkdir()
    (tmp_path / "builds" / "20250101-000000-000000.duckdb").write_bytes(b"912345 Voorbeeld" * 500)
    said = groeilijn("status", "--store", tmp_path)
    assert said.exit_code == EXIT_REFUSED
    assert said.output.startswith("Er ging iets mis")
    assert "912345" not in said.output


@pytest.mark.parametrize(
    "without",
    [
        "DROP TABLE build.choice",
        "DROP TABLE marts.stay_week",
        "ALTER TABLE marts.student_step DROP known_at",
        "ALTER TABLE build.delivery DROP lacks",
    ],
)
def test_a_build_of_an_earlier_version_is_as_good_as_none(without: str, school: Path, tmp_path: Path) -> None:
    newest = newest_build(school / "store")
    assert newest is not None
    shutil.copytree(school / "store", tmp_path / "store")
    with duckdb.connect(str(tmp_path / "store" / "builds" / newest.name)) as older:
        older.execute(without)
    for command in ("status", "serve"):
        said = groeilijn(command, "--store", tmp_path / "store")
        assert said.exit_code == EXIT_REFUSED
        assert "Draai eerst `groeilijn build`" in said.output
    where = ("--inbox", school / "inbox", "--store", tmp_path / "store")
    assert groeilijn("build", *where).exit_code == EXIT_OK
    assert newest_build(tmp_path / "store") is not None


# -- check ---------------------------------------------------------------------------------------------------------


def test_check_says_what_a_file_is_and_keeps_nothing(school: Path) -> None:
    inbox = school / "inbox"
    before = sorted(inbox.iterdir())
    said = groeilijn("check", inbox / "lessons.csv", inbox / "a [bold]enrolments.csv")
    assert said.exit_code == EXIT_OK
    assert said.output == (
        "lessons.csv: Aanwezigheid per les, indeling Algemene indeling. 5 regels: 5 goed, 0 apart gezet, 0 dubbel.\n"
        "  Niet in het bestand: geoorloofd, aankomst, minuten_aanwezig, klas, geregistreerd_op. Wat daarin hoort te "
        "staan, telt niet mee.\n"
        "a [bold]enrolments.csv: Inschrijvingen, indeling Algemene indeling. 1 regel: 1 goed, 0 apart gezet, "
        "0 dubbel.\n"
        "  Niet in het bestand: geboortedatum, locatie, opleiding, niveau, leerweg, cohort, reden_uitschrijving, team, "
        "crebo, einddatum. Wat daarin hoort te staan, telt niet mee.\n"
    )
    assert sorted(inbox.iterdir()) == before


def test_a_column_that_is_gone_and_one_that_is_not_known_are_told_by_check_build_and_status(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "inschrijvingen.csv").write_text(ENROLMENTS, "utf-8")
    for week, column in enumerate(("aankomst", "binnen", "binnen")):
        (inbox / f"les_{week}.csv").write_text(
            HEAD.replace("\n", f";{column}\n") + f"912345;0{week + 1}-09-2025;08:30;09:20;L;08:40\n", "utf-8"
        )
    checked = groeilijn("check", inbox / "les_1.csv")
    columns = (
        "Niet in het bestand: geoorloofd, aankomst, minuten_aanwezig, klas, geregistreerd_op. "
        "Wat daarin hoort te staan, telt niet mee. Niet bekend, dus niet gelezen: binnen.\n"
    )
    assert checked.exit_code == EXIT_OK
    assert f"  {columns}" in checked.output
    for said in (
        groeilijn("build", "--inbox", inbox, "--store", tmp_path / "store").output,
        groeilijn("status", "--store", tmp_path / "store").output,
    ):
        assert f"Kolommen: Aanwezigheid per les, indeling Algemene indeling, 2 bestanden. {columns}" in said
        assert said.count("Let op: ") == 1
        assert (
            "Let op: in les_1.csv en nog 1 ontbreekt wat eerdere bestanden in deze indeling wel hadden: aankomst. "
        ) in said
    for number, has_less in ((0, False), (1, True)):
        said = groeilijn("check", inbox / f"les_{number}.csv", "--store", tmp_path / "store").output
        assert ("  Let op: aangeleverde bestanden in deze indeling hebben wel: aankomst. " in said) == has_less
        assert said.count("Let op: ") == has_less
    assert "Let op: " not in checked.output, "There was nothing to compare it with."


def test_check_takes_a_folder_as_build_does(school: Path) -> None:
    of_folder = groeilijn("check", school / "inbox")
    files = [
        school / "inbox" / f"{name}.csv" for name in ("a [bold]enrolments", "lessons", "lessons again", "menu", "odd")
    ]
    assert of_folder.exit_code == EXIT_REFUSED
    assert sorted(of_folder.output.splitlines()) == sorted(groeilijn("check", *files).output.splitlines())


def test_a_refused_build_and_status_after_it_say_which_files_were_not_read_and_why(tmp_path: Path) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "store"
    inbox.mkdir()
    (inbox / "inschrijvingen.csv").write_text(ENROLMENTS.replace("begindatum", "sinds"), "utf-8")
    (inbox / "les.csv").write_text(LESSONS, "utf-8")
    for said in (groeilijn("build", "--inbox", inbox, "--store", store), groeilijn("status", "--store", store)):
        assert said.exit_code == EXIT_REFUSED
        assert "Niet gelezen: inschrijvingen.csv. Het lijkt op Algemene indeling (Inschrijvingen)" in said.output
        assert "Niet gelezen: les.csv" not in said.output


def test_a_build_over_that_of_the_fictional_school_says_that_people_have_to_sign_in(tmp_path: Path) -> None:
    sign_in = "Deze opbouw is geen voorbeeldschool meer: het dashboard vraagt nu om inloggen."
    drawn = SmallSchool(tmp_path, range(1))
    drawn.build(is_sample=True)
    first, second = (groeilijn("build", "--inbox", drawn.inbox, "--store", drawn.store).output for _ in range(2))
    assert first.splitlines()[-1] == sign_in
    assert sign_in not in second
    assert "Wacht = " not in second, "nothing waits"


def test_build_and_status_say_which_source_lost_lines_until_they_are_back_or_it_is_meant(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(3))
    where = ("--inbox", school.inbox, "--store", school.store)
    first = groeilijn("build", *where).output + groeilijn("status", *where[2:]).output
    assert "een bestand mist" not in first
    whole = {name: (school.inbox / name).read_bytes() for name in ("medewerkers.csv", "les_01.csv")}
    for name, text in whole.items():
        (school.inbox / name).write_bytes(text.replace(b";", b"^"))
    for said in (groeilijn("build", *where), groeilijn("status", *where[2:]), groeilijn("build", *where)):
        assert said.exit_code == EXIT_OK
        *_, lessons, staff = said.output.splitlines()
        assert re.fullmatch(
            r"Let op: Aanwezigheid per les\. Tot \d\d-\d\d-\d{4} waren er \d+ regels, nu \d+\. "
            r"Kijk of er een bestand mist of niet is gelezen\.",
            lessons,
        )
        assert re.fullmatch(
            r"Let op: Medewerkers\. Tot \d\d-\d\d-\d{4} waren er 5 regels, nu geen\. "
            r"Zonder medewerkers kan niemand inloggen\. Kijk of er een bestand mist of niet is gelezen\.",
            staff,
        )
    (newest, *_) = Store(school.store).complete_builds()
    told = Build(newest)
    (since,) = told.ask("SELECT DISTINCT since FROM build.lost").to_series()
    remarked = told.ask("SELECT source FROM build.remark WHERE about = 'minder regels' ORDER BY 1").to_series()
    assert remarked.to_list() == ["attendance", "staff"]
    files = told.ask("FROM build.delivery")
    assert delivered._lost_sentence("attendance", 152330, 1, since).startswith(
        f"Tot {since:%d-%m-%Y} waren er 152.330 "
    )
    assert delivered.lost(newest, files, since + dt.timedelta(days=14)).height == 2
    assert delivered.lost(newest, files, since + dt.timedelta(days=15)).is_empty()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(registry, "sources", lambda: {"attendance": None})
        assert delivered.lost(newest, files, since)["source"].to_list() == ["attendance"], "no source of an old version"
    (school.inbox / "medewerkers.csv").write_bytes(whole["medewerkers.csv"])
    again = groeilijn("build", *where).output
    assert "Let op: Aanwezigheid per les. Tot" in again
    assert "Let op: Medewerkers" not in again


@pytest.mark.parametrize("name", ["20250101-000000-000000", "20990101-000000-000000"])
def test_a_build_is_made_beside_one_that_is_damaged(name: str, tmp_path: Path) -> None:
    drawn = SmallSchool(tmp_path, range(1))
    Store(drawn.store)
    (drawn.store / "builds" / f"{name}.duckdb").write_bytes(b"912345 Voorbeeld" * 500)
    said = groeilijn("build", "--inbox", drawn.inbox, "--store", drawn.store)
    assert said.exit_code == EXIT_OK, said.output


def test_check_counts_what_is_set_aside_by_rule_and_names_the_first_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "912345;1\n" * 7 + "912345;31-02-2026;08:30;09:20;P\n", "utf-8")
    said = groeilijn("check", tmp_path / "a.csv")
    assert said.exit_code == EXIT_REFUSED
    assert "  7 keer (regel 2, 3, 4, 5, 6, ...): De regel heeft een ander aantal velden dan de indeling." in said.output
    assert "  1 keer (regel 9): Datum van de les: niet te lezen. Verwacht wordt iets als 01-09-2025." in said.output


def test_check_tells_of_every_sheet_of_a_workbook(tmp_path: Path) -> None:
    free = ["datum_van;datum_tot;soort", "1-5-2026;5-5-2026;vakantie"]
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, rows in {"Vrij": free, "Uitleg": ["x"]}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row.split(";"))
    said = groeilijn("check", tmp_path / "a.xlsx")
    assert said.exit_code == EXIT_REFUSED
    assert "a.xlsx, blad Vrij: Schoolkalender, indeling Kalender. 1 regel: 1 goed" in said.output
    assert "a.xlsx, blad Uitleg: niet gelezen. Dit blad past bij geen bekende indeling." in said.output


def test_check_reads_a_layout_from_the_settings_file_in_the_environment(tmp_path: Path) -> None:
    (tmp_path / "eigen.toml").write_text(
        '[[layouts]]\nsource = "absence_reasons"\nname = "Eigen redenen"\n'
        'columns = { reason_code = "Kort", kind = "Wat", is_excused = "Mag" }\n',
        "utf-8",
    )
    (tmp_path / "redenen.csv").write_text("Kort;Wat;Mag\nZK;ziek;J\n", "utf-8")
    assert groeilijn("check", tmp_path / "redenen.csv").exit_code == EXIT_REFUSED
    said = groeilijn("check", tmp_path / "redenen.csv", GROEILIJN_SETTINGS=str(tmp_path / "eigen.toml"))
    assert said.exit_code == EXIT_OK
    assert "Redenen van absentie, indeling Eigen redenen. 1 regel: 1 goed" in said.output


@pytest.mark.parametrize("arguments", [["check", "a.csv"], ["status"], ["build"], ["serve"]])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('[[new_limits]]\nindicator = "presense"\nsince = 2025-08-25\nreason = "Een nieuw rooster"\n',
         "Bij new_limits bestaat het cijfer 'presense' niet. Kies uit "),
        ('[[layouts]]\nsource = "attendence"\nname = "Eigen"\ncolumns = {}\n',
         "Indeling 'Eigen': de bron 'attendence' bestaat niet. Kies uit "),
    ],
)  # fmt: skip
def test_every_command_tells_of_a_name_in_the_settings_that_does_not_exist(
    words: str, sentence: str, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "eigen.toml").write_text(words, "utf-8")
    said = groeilijn(*arguments, "--settings", "eigen.toml")
    assert said.exit_code == EXIT_REFUSED
    assert said.output.startswith(sentence)


# -- sample, demo and help -----------------------------------------------------------------------------------------


def test_sample_writes_a_school_of_the_size_that_is_asked(tmp_path: Path) -> None:
    said = groeilijn("sample", tmp_path / "school", "--students", 15, "--seed", 3)
    assert said.exit_code == EXIT_OK
    assert list((tmp_path / "school").iterdir())


def test_sample_never_mixes_made_up_files_with_others(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "echt.csv").write_text(HEAD, "utf-8")
    said = groeilijn("sample", tmp_path / "inbox", "--students", 3)
    assert (said.exit_code, said.output) == (
        EXIT_REFUSED, "De map inbox is niet leeg. Kies een nieuwe map voor verzonnen bestanden.\n"
    )  # fmt: skip
    assert [file.name for file in (tmp_path / "inbox").iterdir()] == ["echt.csv"]
    (tmp_path / "inbox" / "echt.csv").rename(tmp_path / "bestand")
    said = groeilijn("sample", tmp_path / "bestand" / "x", "--students", 3)
    assert (said.exit_code, said.output) == (
        EXIT_REFUSED, "De map x is niet te maken of te beschrijven. Kies een andere map of maak ruimte.\n"
    )  # fmt: skip


def test_a_name_with_letters_the_terminal_does_not_know_is_printed_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "łé.csv"
    file.write_text(HEAD, "utf-8")
    said = subprocess.run(
        by_itself("check", file), capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "cp1252"}
    )
    assert said.returncode == EXIT_REFUSED
    assert said.stdout.decode("cp1252").startswith("?é.csv: niet gelezen.")


def test_demo_builds_from_the_sample_and_opens_the_dashboard(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, int | None, bool, str]] = []
    monkeypatch.setattr(cli, "SAMPLE", school / "inbox")
    monkeypatch.setattr(
        cli,
        "_open_dashboard",
        lambda choices, port, headless, first="", **_: opened.append((choices.store, port, headless, first)),
    )
    assert groeilijn("demo", "--store", tmp_path / "demo", "--port", 8600, CI="1").exit_code == EXIT_OK
    assert groeilijn("serve", "--store", tmp_path / "demo").exit_code == EXIT_OK
    first = "/?rol=Tandem+van+LO1A-25"
    assert opened == [(tmp_path / "demo", 8600, True, first), (tmp_path / "demo", None, True, "")]


def test_the_first_demo_counts_what_the_fictional_school_wrote_as_the_second_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "SAMPLE", SmallSchool(tmp_path / "school", range(12)).inbox)
    monkeypatch.setattr(cli, "_open_dashboard", lambda *_, **__: None)
    guidance = []
    for _ in range(2):
        assert groeilijn("demo", "--store", tmp_path / "demo").exit_code == EXIT_OK
        build = open_build(tmp_path / "demo")
        assert build is not None
        guidance.append(build.ask("SELECT * FROM marts.class_guidance ORDER BY class_id, week_start"))
    first, second = guidance
    assert first.equals(second)
    assert first.get_column("n_contacts").sum() > 0


def test_without_sign_in_no_other_machine_gets_in_not_even_to_the_sample(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "SAMPLE", school / "inbox")
    monkeypatch.setattr(cli, "_open_dashboard", lambda *_, **__: None)
    assert groeilijn("demo", "--store", tmp_path / "demo").exit_code == EXIT_OK
    for address in ("0.0.0.0", "192.168.1.4", ""):  # noqa: S104
        said = groeilijn("serve", "--store", tmp_path / "demo", "--address", address)
        assert said.exit_code == EXIT_REFUSED
        assert "Zonder inloggen is het dashboard alleen op deze computer te openen." in said.output


def test_a_student_is_told_what_is_held_and_then_forgotten(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    school.build()
    folders = ("--inbox", school.inbox, "--store", school.store)
    assert groeilijn("export-student", "10004", tmp_path / "inzage", *folders[2:]).exit_code == EXIT_OK
    assert (tmp_path / "inzage" / "gegevens.html").exists()
    said = groeilijn("forget", "10004", "--yes", *folders)
    assert said.exit_code == EXIT_OK
    assert "Vergeten. In de opslag is niets van deze student meer te vinden." in said.output
    told = groeilijn("status", "--store", school.store).output
    assert re.search(r"regels \(regel [\d, .]+\)\. De regel gaat over iemand die op verzoek is vergeten\.", told)
    assert "10004" not in said.output + told


def test_without_a_yes_nobody_is_forgotten(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    path = school.build().path
    asked = ["forget", "10004", "--inbox", str(school.inbox), "--store", str(school.store)]
    for answer in ("", "\n", "n\n", "jazeker niet\n", "y\n"):
        said = CliRunner().invoke(cli.app, asked, input=answer)
        assert said.exit_code == EXIT_REFUSED
        assert said.output.endswith("Doorgaan? [j/N]: Er is niets veranderd.\n")
        assert newest_build(school.store) == path
    assert "Vergeten." in CliRunner().invoke(cli.app, asked, input="Ja\n").output


def test_a_number_of_which_nothing_is_held_is_told_and_changes_nothing(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    path = school.build().path
    folders = ("--inbox", school.inbox, "--store", school.store)
    out = tmp_path / "inzage"
    for said in (
        groeilijn("export-student", "123456", out, *folders[2:]),
        groeilijn("forget", "123456", *folders),
        groeilijn("forget", "123456", "--yes", *folders),
    ):
        assert said.exit_code == EXIT_NOTHING_HELD
        assert said.output == "Van dit nummer is niets gevonden. Kijk of het klopt. Er is niets veranderd.\n"
    assert not out.exists()
    assert newest_build(school.store) == path
    school.delivers("later.csv", HEAD + "123456;02-09-2025;08:30;09:20;P\n")
    assert school.build().ask("SELECT 1 FROM build.rejected").is_empty(), "A slip of the hand sets nobody aside."


def test_who_was_forgotten_before_is_told_so(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    school.build()
    folders = ("--inbox", school.inbox, "--store", school.store)
    assert groeilijn("forget", "10004", "--yes", *folders).exit_code == EXIT_OK
    path = newest_build(school.store)
    out = tmp_path / "inzage"
    for said in (groeilijn("forget", "10004", *folders), groeilijn("export-student", "10004", out, *folders[2:])):
        assert said.exit_code == EXIT_OK
        assert said.output == "Deze student is al vergeten. Er is niets meer van hem of haar bewaard.\n"
    assert not out.exists()
    assert newest_build(school.store) == path


def test_without_a_yes_no_secret_is_made_new(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    path = school.build().path
    key = (tmp_path / "store.key").read_bytes()
    asked = ["new-secrets", "--inbox", str(school.inbox), "--store", str(school.store)]
    said = CliRunner().invoke(cli.app, asked, input="n\n")
    assert said.exit_code == EXIT_REFUSED
    assert said.output.endswith("Doorgaan? [j/N]: Er is niets veranderd.\n")
    assert (newest_build(school.store), (tmp_path / "store.key").read_bytes()) == (path, key)


def test_new_secrets_end_what_the_old_ones_opened(school: Path) -> None:
    store = Store(school / "store")
    before = {name: store.secret(name) for name in ("secret", "cookie")}
    key = (school / "store.key").read_bytes()
    where = ("--inbox", school / "inbox", "--store", school / "store")
    assert groeilijn("new-secrets", "--yes", *where).exit_code == EXIT_OK
    assert (school / "store.key").read_bytes() != key
    assert all(store.secret(name) != value for name, value in before.items())
    assert open_to_others(store.root / f"{name}.key" for name in before) == []


def test_whatever_a_command_makes_is_for_the_owner_only(school: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        where = ("--inbox", school / "inbox", "--store", tmp_path / "open" / "store")
        assert groeilijn("build", *where).exit_code == EXIT_OK
        assert groeilijn("forget", "912399", "--yes", *where).exit_code == EXIT_OK
        assert groeilijn("new-secrets", "--yes", *where).exit_code == EXIT_OK
        out = tmp_path / "open" / "inzage"
        assert groeilijn("export-student", "912345", out, "--store", tmp_path / "open" / "store").exit_code == EXIT_OK
    finally:
        os.umask(before)
    made = list((tmp_path / "open").rglob("*"))
    assert len(made) > 20
    assert open_to_others(made) == []


def test_a_port_that_is_taken_is_told(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "newest_build", lambda store: store)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BuildError, match=f"Poort {port} is al in gebruik. Kies een andere, "):
            cli._open_dashboard(Settings(store=school / "store"), port, headless=True)


@pytest.mark.skipif(os.name == "nt", reason="On Windows the dashboard is a process of its own.")
def test_the_dashboard_is_told_where_the_journal_is_and_nobody_else(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda _, arguments, told: started.append((arguments, told)))
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("This is for Windows."))
    address = "postgresql://groeilijn:geheim@db.school.example/groeilijn"
    for choices in (
        Settings(store=school / "store"),
        Settings.model_validate(
            {
                "store": school / "store",
                "journal": address,
                "seen_steps": ["Hielp een klasgenoot"],
                "keep_years": 4,
                "keep_log_years": 2,
            }
        ),
    ):
        with pytest.raises(pytest.fail.Exception):
            cli._open_dashboard(choices, None, headless=True)
    assert [told["GROEILIJN_JOURNAL"] for _, told in started] == [str(school / "store.journal.sqlite"), address]
    # What the school chose in a file that stands somewhere else reaches the page.
    assert "GROEILIJN_KEEP_YEARS" not in started[0][1]
    for name in ("GROEILIJN_SEEN_STEPS", "GROEILIJN_KEEP_YEARS", "GROEILIJN_KEEP_LOG_YEARS"):
        monkeypatch.setenv(name, started[1][1][name])
    told = settings.load()
    assert (told.seen_steps, told.keep_years, told.keep_log_years) == (["Hielp een klasgenoot"], 4, 2)
    assert "geheim" not in str([arguments for arguments, _ in started]) + capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="On Windows the dashboard is a process of its own.")
@pytest.mark.parametrize("headless", [True, False])
def test_the_server_never_speaks_of_itself_and_the_browser_is_opened_by_us(
    headless: bool, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    opened: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda _, arguments, told: started.append(arguments))
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setattr(subprocess, "Popen", lambda arguments, **_: opened.append(arguments))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("This is for Windows."))
    with pytest.raises(pytest.fail.Exception):
        cli._open_dashboard(Settings(store=school / "store"), None, headless=headless)
    assert {"--server.headless=true", "--logger.hideWelcomeMessage=true"} <= set(started[0])
    assert [arguments[1:3] for arguments in opened] == ([] if headless else [["-m", "pipelines.opening"]])


def test_a_browser_is_opened_once_the_dashboard_answers_and_not_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    tries: list[str] = []

    def ask(address: str, timeout: int) -> io.BytesIO:
        tries.append(address)
        assert not opened
        if len(tries) == 1:
            raise OSError
        return io.BytesIO(b"ok")

    def opens(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(urllib.request, "urlopen", ask)
    monkeypatch.setattr(webbrowser, "open", opens)
    assert opening.open_when_ready("http://127.0.0.1:8501/?rol=Tandem")
    assert opened == ["http://127.0.0.1:8501/?rol=Tandem"]
    assert {*tries} == {"http://127.0.0.1:8501/_stcore/health"}
    for environment, is_seen in (({"CI": "1", "DISPLAY": ":0"}, False), ({"DISPLAY": ":0"}, True), ({}, False)):
        monkeypatch.setattr(sys, "platform", "linux")
        for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert opening.has_screen() == is_seen


@pytest.mark.parametrize(
    "command",
    ["", "demo", "build", "check", "serve", "status", "sample", "report", "forget", "export-student", "new-secrets"],
)
def test_help_is_dutch(command: str) -> None:
    said = groeilijn(*command.split(), "--help")
    assert said.exit_code == EXIT_OK
    assert "Laat deze uitleg zien." in said.output
    assert not re.search(r"Options|Commands|Arguments|Show this|default:|required", said.output)
    assert max(map(len, said.output.splitlines())) <= 80


def test_help_of_report_names_each_kind_in_one_piece() -> None:
    said = groeilijn("report", "--help").output
    assert all(kind.value in said.split("Wat je opgeeft")[1].split("Keuzes")[0] for kind in cli.Report), said


# -- processes of their own ----------------------------------------------------------------------------------------


def test_a_process_of_its_own_builds_and_tells_its_exit_code(school: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        by_itself("build", "--inbox", school / "inbox", "--store", tmp_path / "store"),
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (EXIT_OK, "")
    n_shipped = sum(SHIPPED.values())
    assert f"{14 + n_shipped} regels = {7 + n_shipped} goed + 1 apart gezet + 6 vervangen" in done.stdout
    assert subprocess.run(by_itself("bouw"), capture_output=True, cwd=ROOT, check=False).returncode == EXIT_USAGE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM; there the dashboard shares the console")
def test_whoever_ends_the_command_ends_the_dashboard(school: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = (
        "from pathlib import Path; from pipelines import cli; "
        f"cli.SAMPLE = Path({str(school / 'inbox')!r}); cli.app(prog_name='groeilijn')"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", start, "demo", "--store", str(tmp_path / "demo"), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, "CI": "1"},
    )  # fmt: skip
    guard = threading.Timer(120, running.kill)
    guard.start()
    try:
        while not is_healthy(port):
            assert running.poll() is None, "the dashboard never came"
            time.sleep(0.3)
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=20)
        assert not is_healthy(port)
    finally:
        guard.cancel()
        running.kill()
        running.wait()


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
