"""Renewing the secrets: nobody who is forgotten comes back, and nothing that the old secrets made is left."""

from pathlib import Path

import polars as pl
import pytest

from pipelines import api, forgotten, looking, renewal, rights
from pipelines.contract import hash_of
from pipelines.errors import BuildError, SettingsError
from pipelines.store import Store
from tests.duo_files import Person, file_of, in_month
from tests.kept import found
from tests.modes import open_to_others
from tests.small_school import SmallSchool

NUMBER = 10004
PEOPLE = [Person(bsn=str(123456782 + 11 * number)) for number in range(40)]
PERSON = PEOPLE[0]
LATER = "studentnummer;datum;begin;eind;status\n{number};{day}-09-2025;08:30;09:30;Aanwezig\n"


@pytest.fixture
def school(tmp_path: Path) -> SmallSchool:
    """Student 10004 is also known by the person number of the first line in the lists of DUO."""
    school = SmallSchool(tmp_path, range(1))
    lists(school, "1-Oktober")
    school.delivers(
        "bsn.csv",
        "studentnummer;roepnaam;achternaam;klas;team;crebo;niveau;cohort;begindatum;einddatum;burgerservicenummer\n"
        f"{NUMBER};Dédalus;Zonnebloemveld;E1B;Entree;25255;1;2025/2026;25-08-2025;;{PERSON.bsn}\n",
    )
    school.build()
    return school


def lists(school: SmallSchool, month: str) -> None:
    """Deliver the start population and the leavers of a month, with the person in both."""
    people = in_month(PEOPLE, [month])
    number = 10 if month == "1-Oktober" else 11
    (school.inbox / f"2025{number}A05I99XX.csv").write_bytes(file_of("A05", people))
    (school.inbox / f"2025{number}A04I99XX.csv").write_bytes(file_of("A04", people[:9]))


def n_in_lists(build: api.Build) -> tuple[int, int]:
    """How many people are in the start population and among the leavers of October."""
    return build.ask("SELECT sum(n_population), sum(n_vsv) FROM marts.vsv_month WHERE report_month = 1").row(0)


def is_somewhere(school: SmallSchool, *words: str) -> bool:
    """Whether one of the words is kept, the inbox aside."""
    return found(school.folder, set(words), outside=school.inbox) != []


def test_who_is_forgotten_stays_so_under_every_later_secret(school: SmallSchool) -> None:
    settings = school.settings()
    gone = rights.traces(settings, NUMBER)
    assert gone.hashes == {hash_of(PERSON.bsn, settings.secret())}
    assert rights.forget(settings, NUMBER) == []
    assert n_in_lists(school.build()) == (39, 8)
    secrets = [settings.secret()]
    for _ in range(2):
        renewal.renew_secrets(settings)
        secrets.append(settings.secret())
        school.delivers(f"later_{len(secrets)}.csv", LATER.format(number=NUMBER, day=20 + len(secrets)))
        built = school.build()
        assert n_in_lists(built) == (39, 8)
        named = rights.Traces(NUMBER, frozenset(hash_of(PERSON.bsn, secret) for secret in secrets), gone.names)
        assert rights.left(settings, named) == []
        assert not is_somewhere(school, str(NUMBER), "Zonnebloemveld", PERSON.bsn, *named.hashes)
    lists(school, "2-November")
    rejected = school.build().ask("SELECT file FROM build.rejected WHERE rule = 'forgotten'")["file"].to_list()
    of_duo = {f"2025{month}{kind}I99XX.csv" for month in (10, 11) for kind in ("A04", "A05")}
    assert {"later_2.csv", "later_3.csv", *of_duo} <= set(rejected)
    assert len(set(secrets)) == 3


def test_that_test_finds_who_comes_back_without_the_older_secrets(school: SmallSchool) -> None:
    rights.forget(school.settings(), NUMBER)
    renewal.renew_secrets(school.settings())
    (school.folder / "store.key.older").unlink()
    school.build()
    assert is_somewhere(school, str(NUMBER))


def test_nothing_that_the_old_secrets_made_is_left(school: SmallSchool) -> None:
    settings = school.settings()
    old, number_hash = settings.secret(), hash_of(PERSON.bsn, settings.secret())
    keys = rights.keys_of_students(Store(school.store))
    classes = school.build().ask('SELECT class_key FROM marts."class"')["class_key"].to_list()
    assert is_somewhere(school, number_hash)
    renewal.renew_secrets(settings)
    assert len(list((school.store / "builds").glob("*.duckdb"))) == 1
    assert not is_somewhere(school, number_hash, *keys, *classes)
    assert is_somewhere(school, hash_of(PERSON.bsn, settings.secret()))
    assert not (school.folder / "store.key.older").exists(), "Nobody is forgotten, so no older secret is kept."
    assert settings.secret() != old


def test_the_older_secrets_and_the_new_one_are_for_the_owner_only(school: SmallSchool) -> None:
    rights.forget(school.settings(), NUMBER)
    old = school.settings().secret()
    renewal.renew_secrets(school.settings())
    renewal.renew_secrets(school.settings())
    older = school.folder / "store.key.older"
    assert older.read_text("utf-8").split()[0] == old.hex()
    assert len(older.read_text("utf-8").split()) == 2
    assert open_to_others([older, school.folder / "store.key", school.folder / "store.forgotten"]) == []


def test_the_log_of_looking_goes_on_under_the_new_keys(school: SmallSchool) -> None:
    store = Store(school.store)
    old = {student: key for key, student in rights.keys_of_students(store).items()}
    looking.note(store.root / "looked", "m", "Groeilijn", old[NUMBER])
    looking.note(store.root / "looked", "m", "Tabel")
    looking.note(store.root / "looked", "m", "Groeilijn", old[10001])
    renewal.renew_secrets(school.settings())
    new = {student: key for key, student in rights.keys_of_students(store).items()}
    assert looking.read(store.root / "looked")["key"].to_list() == [new[10001], "", new[NUMBER]]
    assert not set(old.values()) & set(new.values())
    assert [look["person"] for look in rights.held(school.settings(), NUMBER)["looked"]] == ["m"]
    rights.forget(school.settings(), NUMBER)
    assert looking.read(store.root / "looked")["key"].to_list() == [new[10001], ""]


def test_everything_else_stays_as_it_was(school: SmallSchool) -> None:
    query = "SELECT * FROM marts.student_week ORDER BY ALL"
    before = school.build().ask(query)
    renewal.renew_secrets(school.settings())
    assert school.build().ask(query).equals(before)


def test_without_an_inbox_nothing_is_renewed(school: SmallSchool, tmp_path: Path) -> None:
    before = school.settings().secret()
    with pytest.raises(BuildError, match="er is nog niets veranderd"):
        renewal.renew_secrets(school.settings(inbox=tmp_path / "elsewhere"))
    assert school.settings().secret() == before


def test_a_lost_secret_is_not_made_anew_where_somebody_is_forgotten(school: SmallSchool) -> None:
    rights.forget(school.settings(), NUMBER)
    (school.folder / "store.key").unlink()
    with pytest.raises(SettingsError, match=r"zou terugkomen wie is vergeten\. Zet het terug"):
        school.build()


def test_the_list_knows_a_number_under_each_secret_and_nobody_elses(tmp_path: Path) -> None:
    list_, old, new = tmp_path / "x.forgotten", b"o" * 32, b"n" * 32
    forgotten.add(list_, old, ["10004", hash_of("123456782", old)])
    forgotten.add(list_, new, ["10005"])
    gone = forgotten.read(list_, new, [old])
    rows = pl.DataFrame({"student_id": [10003, 10004, None, 10005]})
    assert gone.names(rows).to_list() == [False, True, False, True]
    assert gone.older_hash("00123456782") == hash_of("123456782", old)
    assert gone.older_hash("123456783") is None
    assert forgotten.read(list_, new).older_hash("123456782") is None
