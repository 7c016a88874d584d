"""`groeilijn report`: files for their owner alone, for who has the files of the school anyway."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from dashboard import data, filters
from dashboard.reports import command
from dashboard.wording import command as words
from pipelines import cli
from pipelines.api import Build
from pipelines.errors import EXIT_OK, EXIT_REFUSED, EXIT_USAGE, ExpectedError
from tests.modes import open_to_others
from tests.reports.conftest import KEEPER, DoorOf
from tests.reports.reading import holds, pages

UNKNOWN = 12345


@pytest.fixture
def out(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write to, beside the store of the fictional school."""
    monkeypatch.setenv("GROEILIJN_STORE", str(store))
    return tmp_path / "out"


def ask(kind: str, out: Path, **asked: str | int) -> list[Path]:
    options: dict[str, Any] = {"student": None, "class_id": None, "period": None, **asked}
    return list(command.written(kind, out, **options))


def refusal(kind: str, out: Path, **asked: str | int) -> tuple[str, str]:
    with pytest.raises(ExpectedError) as refused:
        ask(kind, out, **asked)
    return refused.value.what, refused.value.do


def test_a_class_becomes_one_sheet_and_the_account_two_files(out: Path) -> None:
    (sheet,) = ask("klasblad", out, class_id="DV1A-25")
    account = ask("halfjaarverantwoording", out, period="2026-02")

    assert sheet.name == "groeilijn_klasblad-dv1a-25_2026-06-05.pdf"
    assert holds(sheet.read_bytes(), "Klas DV1A-25")
    assert [path.name for path in account] == [
        "groeilijn_halfjaarverantwoording-2026-02_2026-06-05.pdf",
        "groeilijn_halfjaarverantwoording-2026-02_2026-06-05.xlsx",
    ]
    assert open_to_others([sheet, *account]) == []


def test_the_hour_of_a_class_becomes_one_sheet_with_everybody_in_it(out: Path, school: Build, door_of: DoorOf) -> None:
    door = door_of("Tandem van DV1A-25")
    (sheet,) = ask("tandemoverleg", out, class_id="DV1A-25")

    made = sheet.read_bytes()
    assert sheet.name == "groeilijn_tandemoverleg-dv1a-25_2026-06-05.pdf"
    assert len(pages(made)) == 1
    with data.through(door):
        (klas,) = filters.classes()
        assert all(holds(made, student.name) for student in filters.students(klas))


def test_a_file_of_before_is_replaced_and_becomes_private(out: Path) -> None:
    out.mkdir()
    file = out / "klas.pdf"
    file.write_text("van eerder")
    file.chmod(0o644)

    assert ask("klasblad", file, class_id="DV1A-25") == [file]
    assert file.read_bytes().startswith(b"%PDF")
    assert open_to_others([file]) == []


def test_a_student_is_found_by_number_and_named_by_a_key(out: Path, school: Build, door_of: DoorOf) -> None:
    number, key, name = school.ask(
        "SELECT student_id, student_key, first_name FROM marts.student JOIN marts.placement USING (student_id) "
        "WHERE is_current AND class_id = 'DV1A-25' ORDER BY student_id LIMIT 1"
    ).row(0)

    (card,) = ask("groeikaart", out, student=number)

    assert card.name == f"groeilijn_groeikaart-{key[:8]}_2026-06-05.pdf"
    assert str(number) not in card.name
    assert holds(card.read_bytes(), name)
    with data.through(door_of(KEEPER)):
        looks = door_of(KEEPER).looked()
    assert looks.row(0, named=True) | {"at": ""} == {
        "at": "", "person": command.PERSON, "what": f"Afgedrukt: Groeikaart {key[:8]}", "key": key,
    }  # fmt: skip


def test_a_class_gives_a_card_for_everybody_in_it(out: Path) -> None:
    cards = ask("groeikaart", out, class_id="DV1A-25")

    assert len({path.name for path in cards}) == 15
    assert {len(pages(path.read_bytes())) for path in cards} == {1}


@pytest.mark.parametrize(
    ("kind", "name", "asked", "said"),
    [
        ("klasblad", "out", {}, words.NOBODY),
        ("klasblad", "out", {"class_id": "Nergens"}, words.NO_CLASS),
        ("groeikaart", "out", {"student": UNKNOWN}, words.NO_STUDENT),
        ("groeikaart", "alles.pdf", {"class_id": "DV1A-25"}, words.MANY),
        ("klasblad", "klas.xlsx", {"class_id": "DV1A-25"}, words.OTHER_SUFFIX),
        ("halfjaarverantwoording", "out", {"period": "2026-03"}, words.NO_PERIOD),
        ("halfjaarverantwoording", "out", {"period": "x"}, words.NO_PERIOD),
    ],
)
def test_what_cannot_be_printed_is_refused_with_what_to_do(
    out: Path, kind: str, name: str, asked: dict[str, str | int], said: tuple[str, str]
) -> None:
    assert refusal(kind, out.parent / name, **asked) == said
    assert not out.exists()


def test_without_a_build_there_is_nothing_to_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROEILIJN_STORE", str(tmp_path))

    assert refusal("klasblad", tmp_path / "out", class_id="DV1A-25") == words.NO_BUILD


def test_a_place_that_cannot_be_written_is_refused(out: Path) -> None:
    out.write_text("een bestand", "utf-8")

    assert refusal("klasblad", out, class_id="DV1A-25") == words.NOT_WRITTEN


def test_the_command_prints_and_says_which_file(out: Path, store: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from pipelines.cli import app; app(prog_name='groeilijn')", "report", "klasblad",
         "--class", "DV1A-25", "--out", str(out), "--store", str(store)],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "COLUMNS": "80"},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (EXIT_OK, "")
    assert done.stdout == "Geschreven: groeilijn_klasblad-dv1a-25_2026-06-05.pdf\n"


def started(monkeypatch: pytest.MonkeyPatch, returncode: int) -> list[dict[str, object]]:
    """What the command starts, which ends with a code."""
    calls: list[dict[str, object]] = []

    def run(arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        calls.append({"arguments": arguments, **options})
        return subprocess.CompletedProcess(arguments, returncode)

    monkeypatch.setattr(subprocess, "run", run)
    return calls


@pytest.mark.parametrize("code", [EXIT_OK, EXIT_REFUSED])
def test_the_command_ends_as_the_print_did(out: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    calls = started(monkeypatch, code)

    done = CliRunner().invoke(cli.app, ["report", "groeikaart", "--student", "1", "--out", str(out)])

    assert done.exit_code == code
    ((call,)) = (calls,)[0]
    assert call["arguments"] == [
        sys.executable, "-m", "dashboard.reporting", "--", "groeikaart", str(out),
    ]  # fmt: skip
    assert call["input"] == "1"


def test_the_number_of_a_student_is_read_where_no_list_of_processes_shows_it(out: Path, store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.reporting", "--", "groeikaart", str(out)],
        input=str(UNKNOWN), text=True, capture_output=True, check=False,
        env={**os.environ, "GROEILIJN_STORE": str(store), "COLUMNS": "80"},
    )  # fmt: skip

    assert done.returncode == EXIT_REFUSED
    assert words.NO_STUDENT[0] in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["klasblad", "--student", "1"], EXIT_REFUSED), (["rapport"], EXIT_USAGE), ([], EXIT_USAGE)],
)
def test_what_is_not_understood_starts_nothing(
    out: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    calls = started(monkeypatch, EXIT_OK)

    assert CliRunner().invoke(cli.app, ["report", *arguments, "--out", str(out)]).exit_code == code
    assert not calls


def test_an_error_nobody_expected_tells_its_place_and_nothing_more(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> object:
        raise ValueError(json.dumps({"naam": "Geheim"}))

    monkeypatch.setattr(command, "written", fails)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(typer.Exit) as ended:
        command.main("klasblad", out)

    assert ended.value.exit_code == EXIT_REFUSED
    said = capsys.readouterr().err
    assert "ValueError in test_command.py" in said
    assert "Geheim" not in said
