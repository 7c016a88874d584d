"""The settings file: a layout of the school's own, and a sentence for every mistake in it."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from pipelines import registry
from pipelines.contract import Source
from pipelines.errors import SettingsError
from pipelines.settings import Settings, load
from tests.modes import open_to_others
from tests.sources.drawn import taken_in

ROOT = Path(__file__).parent.parent

MADE_UP = """
[[layouts]]
source = "attendance"
name = "Rooster 3000"
delimiter = "|"
date_format = "%d/%m/%y"
time_format = "%Hu%M"
columns = { student_id = "Pasnr", date = "Dag", start_minute = "Van", end_minute = "Tot", status = "Stand", \
lesson_code = "Waarover", registered_at = "Gezien" }
values.status = { "+" = "aanwezig", "-" = "unexcused", "~" = "Te laat", "" = "niet geregistreerd" }
"""
LINES = [
    "+|70101|NED|08u30|31/10/25|09u20|31/10/25 08u35",
    "~|70102|NED|8u30|31/10/25|09u20|",
    "|70103|NED|08u30|31/10/25|09u20|",
]
WANTED = [
    (70101, dt.date(2025, 10, 31), 510, 560, "present", "NED", dt.datetime(2025, 10, 31, 8, 35)),
    (70102, dt.date(2025, 10, 31), 510, 560, "late", "NED", None),
    (70103, dt.date(2025, 10, 31), 510, 560, "unregistered", "NED", None),
]


def sources_of(folder: Path, toml: str) -> list[Source]:
    file = folder / "groeilijn.toml"
    file.write_text(toml, "utf-8")
    return load(file).sources(registry.sources())


def read(good: pl.DataFrame) -> list[tuple[object, ...]]:
    columns = ("student_id", "date", "start_minute", "end_minute", "status", "lesson_code", "registered_at")
    return good.select(columns).rows()


def test_a_made_up_system_is_read_without_code(tmp_path: Path) -> None:
    content = "\n".join(["Stand|Pasnr|Waarover|Van|Dag|Tot|Gezien", *LINES, LINES[0].replace("+", "?")])
    found = taken_in(content, "export.dat", sources_of(tmp_path, MADE_UP))
    assert found.delivery.layout == "Rooster 3000"
    assert read(found.good) == WANTED
    assert found.rejected == [(5, "status|code")]
    assert taken_in(content).delivery.refused_why, "without the settings nobody knows these headers"


def test_a_made_up_system_without_a_header_is_read_by_position(tmp_path: Path) -> None:
    header = '\nheader = ["Stand", "Pasnr", "Waarover", "Van", "Dag", "Tot", "Gezien"]\n'
    found = taken_in("\n".join(LINES), sources=sources_of(tmp_path, MADE_UP.replace("\nname", f"{header}name")))
    assert read(found.good) == WANTED


def test_a_layout_without_header_names_in_order_is_never_guessed_by_position(tmp_path: Path) -> None:
    assert taken_in("\n".join(LINES), sources=sources_of(tmp_path, MADE_UP)).delivery.refused_why


def test_a_layout_of_the_school_goes_before_ours_for_the_same_headers(tmp_path: Path) -> None:
    own = """
        [[layouts]]
        source = "attendance"
        name = "Eigen codes"
        columns = { student_id = "studentnummer", date = "datum", start_minute = "begin", end_minute = "eind", \
status = "status" }
        values.status = { "P" = "lesuitval" }
    """
    content = "studentnummer;datum;begin;eind;status\n912345;01-09-2025;8:30;9:20;P\n"
    found = taken_in(content, sources=sources_of(tmp_path, own))
    assert found.good.get_column("status").to_list() == ["cancelled"]


README_BLOCKS = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


def test_the_example_of_sign_in_in_the_readme_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (toml,) = (block for block in README_BLOCKS if "[auth]" in block)
    monkeypatch.setenv("GROEILIJN_AUTH__CLIENT_SECRET", "geheim")
    (tmp_path / "groeilijn.toml").write_text(toml, "utf-8")
    assert load(tmp_path / "groeilijn.toml").auth is not None


def test_the_example_in_the_readme_reads_the_file_it_describes(tmp_path: Path) -> None:
    (toml,) = (block for block in README_BLOCKS if "[[layouts]]" in block)
    content = "Nr|Dag|Van|Tot|Code\n" + "".join(f"91234{n}|31/10/2025|08:30|09:20|{n}\n" for n in range(1, 6))
    found = taken_in(content, sources=sources_of(tmp_path, toml))
    assert found.delivery.layout == "Ons systeem"
    assert found.good.get_column("status").to_list() == ["present", "late", "ill", "unexcused", "cancelled"]


def test_folders_are_seen_from_the_file_and_the_command_line_wins(tmp_path: Path) -> None:
    file = tmp_path / "school.toml"
    file.write_bytes(b'\xef\xbb\xbfinbox = "in"\nstore = "kept"\nkeep_builds = 1\n')
    found = load(file, store=Path("elsewhere"))
    assert (found.inbox, found.store, found.keep_builds) == (tmp_path / "in", Path("elsewhere"), 1)


def test_without_a_file_the_defaults_and_the_environment_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROEILIJN_INSTITUTION", "ROC Ergens")
    assert (load().institution, load().inbox) == ("ROC Ergens", Path("inbox"))


LAYOUT = MADE_UP


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("inbox =\nstore = 1", "Het instellingenbestand groeilijn.toml is geen geldige TOML. Kijk bij regel 1."),
        ("a = 1\nb = 'x", "Het instellingenbestand groeilijn.toml is geen geldige TOML. "),
        ("inbux = 'x'", "De instelling 'inbux' bestaat niet. Controleer de naam "),
        ("keep_builds = 0", "De instelling 'keep_builds' is te klein. Kies een hoger getal "),
        ("keep_builds = 'veel'", "De instelling 'keep_builds' is geen heel getal. Schrijf een getal "),
        ("illness_counts = 'soms'", "De instelling 'illness_counts' is geen ja of nee. Schrijf true of false "),
        ("institution = 3", "De instelling 'institution' is geen tekst. Zet de waarde tussen aanhalingstekens "),
        ("inbox = 3", "De instelling 'inbox' heeft een waarde die niet kan. Kijk in de README "),
        ("[[layouts]]\nname = 'x'\ncolumns = {}", "De instelling 'layouts.1.source' ontbreekt. Vul haar in "),
        (LAYOUT.replace("delimiter", "delimeter"), "De instelling 'layouts.1.delimeter' bestaat niet. "),
        (LAYOUT.replace('"|"', '"^"'),
         "Indeling 'Rooster 3000': dit scheidingsteken kennen we niet. Kies uit ; , | of \\t "),
        (LAYOUT.replace('"attendance"', '"presentie"'), "Indeling 'Rooster 3000': de bron 'presentie' bestaat niet. "
         "Kies uit absence_notices, absence_reasons, attendance, "),
        (LAYOUT.replace("lesson_code", "vak"), "Indeling 'Rooster 3000': de kolom 'vak' bestaat niet bij attendance. "
         "Kies uit student_id, date, "),
        (LAYOUT.replace('student_id = "Pasnr", ', ""), "Indeling 'Rooster 3000': de verplichte kolom student_id "
         "ontbreekt. Voeg die toe aan columns."),
        (LAYOUT.replace("%d/%m/%y", "dd-mm-jjjj"), "Indeling 'Rooster 3000': date_format is geen notatie. "
         "Schrijf bijvoorbeeld %d-%m-%Y "),
        (LAYOUT.replace("%Hu%M", "%H:%Q"), "Indeling 'Rooster 3000': time_format is geen notatie. "),
        (LAYOUT.replace('"aanwezig"', '"hier"'), "Indeling 'Rooster 3000': 'hier' is geen bekende waarde voor status. "
         "Kies uit a, aanwezig, absent, "),
        (LAYOUT + 'values.lesson_code = { "N" = "NED" }', "Indeling 'Rooster 3000': lesson_code is geen kolom met "
         "codes. Haal values.lesson_code weg."),
        (LAYOUT + 'values.is_excused = { "1" = "J" }', "Indeling 'Rooster 3000': values.is_excused hoort bij geen "
         "kolom. "),
        (LAYOUT + 'header = ["Stand", "Pasnr"]', "Indeling 'Rooster 3000': 'Dag' staat niet in header. "),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence_with_what_to_do(toml: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        sources_of(tmp_path, toml)
    assert str(raised.value).startswith(sentence)


def test_the_journal_stands_next_to_the_store_unless_the_settings_say_so(tmp_path: Path) -> None:
    file = tmp_path / "groeilijn.toml"
    file.write_text('store = "kept"\n', "utf-8")
    assert load(file).journal_address() == str((tmp_path / "kept.journal.sqlite").resolve())
    file.write_text('store = "kept"\njournal = "kluis/logboek.sqlite"\n', "utf-8")
    assert load(file).journal_address() == str((tmp_path / "kluis" / "logboek.sqlite").resolve())


def test_the_address_of_a_server_is_kept_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://groeilijn:geheim@db.school.example/groeilijn"
    monkeypatch.setenv("GROEILIJN_JOURNAL", address)
    found = Settings(store=tmp_path)
    assert found.journal_address() == address
    assert "geheim" not in f"{found!r}{found}{found.model_dump()}"


@pytest.mark.parametrize(
    "address", ["", " ", "mysql://x@y.example/z", "postgres://x@y.example/z", "sqlite:///x.sqlite"]
)
def test_another_database_is_refused_and_its_address_not_repeated(address: str, tmp_path: Path) -> None:
    file = tmp_path / "groeilijn.toml"
    file.write_text(f'journal = "{address}"\n', "utf-8")
    with pytest.raises(SettingsError) as raised:
        load(file)
    assert str(raised.value).startswith(
        "De instelling 'journal' is geen bestand en geen PostgreSQL. Begin met postgresql:// of noem een bestand "
    )
    assert "y.example" not in str(raised.value)


def test_a_file_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Het instellingenbestand weg.toml is niet te lezen. Controleer de naam."):
        load(tmp_path / "weg.toml")
    (tmp_path / "oud.toml").write_bytes(b'institution = "\xe9\xe9n"')
    with pytest.raises(SettingsError, match=r"Het instellingenbestand oud.toml is niet in UTF-8. Sla het zo op."):
        load(tmp_path / "oud.toml")


def test_a_mistake_in_the_environment_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROEILIJN_KEEP_BUILDS", "veel")
    with pytest.raises(SettingsError, match="De instelling 'keep_builds' is geen heel getal"):
        load()


def test_another_layout_means_lines_are_judged_anew(tmp_path: Path) -> None:
    file = tmp_path / "groeilijn.toml"
    judged = []
    for toml in ("", "keep_builds = 2", MADE_UP, 'brin = "99XX"'):
        file.write_text('store = "store"\n' + toml, "utf-8")
        judged.append(load(file).judging())
    assert judged[0] == judged[1]
    assert len(set(judged)) == 3


def test_the_secret_is_made_once_outside_the_store_for_the_eyes_of_its_owner(tmp_path: Path) -> None:
    school = Settings(store=tmp_path / "folder" / "demo")
    secret = school.secret()
    assert len(secret) == 32
    file = tmp_path / "folder" / "demo.key"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]
    assert file.read_bytes() == secret == school.secret() == Settings(store=tmp_path / "folder" / "demo").secret()
    assert open_to_others([file]) == []
    assert Settings(store=tmp_path / "other").secret() != secret


def test_readers_that_ask_at_the_same_time_get_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(20):
            school = Settings(store=tmp_path / str(number))
            assert len({*pool.map(lambda _, school=school: school.secret(), range(8))}) == 1


def test_the_settings_say_where_the_secret_is_kept(tmp_path: Path) -> None:
    (tmp_path / "groeilijn.toml").write_text('store = "store"\nsecret_file = "kluis/geheim.key"\n', "utf-8")
    secret = load(tmp_path / "groeilijn.toml").secret()
    assert (tmp_path / "kluis" / "geheim.key").read_bytes() == secret


def test_a_secret_in_the_store_or_in_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="staat in de opslag"):
        Settings(store=tmp_path / "store", secret_file=tmp_path / "store" / "x.key").secret()
    (tmp_path / "store.key").write_bytes(b"kort")
    with pytest.raises(SettingsError, match=r"\(store\.key\) is niet compleet\. Zet het terug"):
        Settings(store=tmp_path / "store").secret()
    (tmp_path / "map.key").mkdir()
    with pytest.raises(SettingsError, match="niet te lezen of te maken"):
        Settings(store=tmp_path / "map").secret()


def test_another_secret_means_lines_are_judged_anew_and_never_stands_in_the_fingerprint(tmp_path: Path) -> None:
    school = Settings(store=tmp_path / "store")
    before, secret = school.judging(), school.secret()
    (tmp_path / "store.key").unlink()
    assert school.judging() != before
    assert secret.hex() not in before


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('brin = "99xx"', "De instelling 'brin' is niet zo geschreven als het hoort. Schrijf bijvoorbeeld 99XX"),
        ("vsv_rules = [{ from_teljaar = 2026 }]", "De instelling 'vsv_rules.1.age_limit' ontbreekt"),
        ("vsv_rules = [{ from_teljaar = 2026, age_limit = 270 }]", "'vsv_rules.1.age_limit' is te groot"),
        ("vsv_rules = [{ from_teljaar = 2026, age_limit = 27, levels = [5] }]", "'vsv_rules.1.levels"),
    ],
)
def test_a_mistake_in_what_duo_files_need_is_told(tmp_path: Path, toml: str, words: str) -> None:
    (tmp_path / "groeilijn.toml").write_text(toml, "utf-8")
    with pytest.raises(SettingsError, match=words):
        load(tmp_path / "groeilijn.toml")


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "groeilijn.toml"
    file.write_text('store = "from_file"\ninstitution = "School"\n', "utf-8")
    monkeypatch.setenv("GROEILIJN_STORE", str(tmp_path / "from_environment"))

    assert load(file).store == tmp_path / "from_environment"
    assert load(file).institution == "School"
    assert load(file, store=tmp_path / "given").store == tmp_path / "given"


SIGN_IN = """
[auth]
server_metadata_url = "https://inlog.example/.well-known/openid-configuration"
client_id = "groeilijn"
address = "{address}"
"""


@pytest.mark.parametrize("address", ["https://groeilijn.example/", "http://localhost:8501", "http://127.0.0.1:8501"])
def test_people_sign_in_at_a_safe_address(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROEILIJN_AUTH__CLIENT_SECRET", "geheim")
    file = tmp_path / "groeilijn.toml"
    file.write_text(SIGN_IN.format(address=address), "utf-8")
    auth = load(file).auth
    assert auth is not None
    assert auth.redirect_uri == f"{address.rstrip('/')}/oauth2callback"
    assert (auth.claim, auth.hours) == ("email", 10)
    assert "geheim" not in repr(load(file))


@pytest.mark.parametrize(
    "address", ["http://groeilijn.example", "groeilijn.example", "ftp://x.example", "https://", ""]
)
def test_an_address_anybody_can_listen_in_on_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROEILIJN_AUTH__CLIENT_SECRET", "geheim")
    file = tmp_path / "groeilijn.toml"
    file.write_text(SIGN_IN.format(address=address), "utf-8")
    with pytest.raises(SettingsError, match=r"De instelling 'auth\.address' is geen veilig adres. Begin met https://"):
        load(file)


def test_sign_in_without_a_secret_is_named(tmp_path: Path) -> None:
    file = tmp_path / "groeilijn.toml"
    file.write_text(SIGN_IN.format(address="https://groeilijn.example"), "utf-8")
    with pytest.raises(SettingsError, match=r"De instelling 'auth\.client_secret' ontbreekt"):
        load(file)
