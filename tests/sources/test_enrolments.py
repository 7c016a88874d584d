"""Enrolments: the same stays under three sets of header names, and what cannot be a stay is set aside."""

import datetime as dt
from pathlib import Path

import pytest

from pipelines import registry
from pipelines.settings import Settings
from tests.duo_files import Person, file_of
from tests.sources.drawn import draw, taken_in

GENERIC = (
    "studentnummer;roepnaam;achternaam;geboortedatum;klas;team;locatie;opleiding;crebo;niveau;leerweg;cohort;"
    "begindatum;einddatum;reden_uitschrijving;vooropleiding;mentor;kaw;peercoach\n"
)
EDUARTE = (
    "#deelnemernummer;roepnaam;achternaam;geboortedatum;klas;team;locatie;opleiding;externecode;niveau;leerweg;cohort;"
    "verbintenis begindatum;verbintenis einddatum;RedenUitschrijving\n"
)
OSIRIS = (
    "Studentnummer;Roepnaam;Achternaam;Geboortedatum;Klas;Organisatieonderdeel;Locatie;Opleiding;Externe_code;Niveau;"
    "Leerweg;Cohort;Ingangsdatum;Afloopdatum;Reden_uitschrijving\n"
)
STAY = (
    "912345 | Linde | de Voorbeeld | 15-03-2008 | E1A | Entree | Plein | Horeca | 25255 | 1 | bol | 2025/2026 "
    "| 25-08-2025 | 31-01-2026 | 2"
)


@pytest.mark.parametrize(
    ("layout", "content"),
    [
        ("Algemene indeling", GENERIC + draw(f"{STAY} | vmbo | m@x.example | k@x.example | p@x.example")),
        ("EduArte verbintenissen", EDUARTE + draw(STAY.replace("25-08-2025", "20250825"))),
        ("OSIRIS inschrijvingen", OSIRIS + draw(STAY)),
    ],
)
def test_every_system_gives_the_same_stay(layout: str, content: str) -> None:
    found = taken_in(content)
    assert found.delivery.layout == layout
    (stay,) = found.good.rows(named=True)
    assert stay == {
        "student_id": 912345, "first_name": "Linde", "last_name": "de Voorbeeld",
        "birth_date": dt.date(2008, 3, 15), "class_id": "E1A", "team": "Entree", "location": "Plein",
        "programme": "Horeca", "crebo": 25255, "level": 1, "leerweg": "BOL", "cohort": "2025/2026",
        "start_date": dt.date(2025, 8, 25), "end_date": dt.date(2026, 1, 31), "leave_reason": "eigen verzoek",
    }  # fmt: skip


def test_a_student_may_change_class_and_have_two_enrolments() -> None:
    found = taken_in(
        "studentnummer;klas;crebo;begindatum;einddatum\n"
        + draw("""
        912345 | E1A | 25255 | 25-08-2025 | 31-12-2025
        912345 | E1B | 25255 | 01-01-2026 |
        912345 | L2A | 25372 | 25-08-2025 |
        """)
    )
    assert found.good.get_column("class_id").to_list() == ["E1A", "E1B", "L2A"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("912346 | E1A | 25255 | 1 | 25-08-2025 | 25-08-2025", None),
        ("912346 | E1A | 25255 | 1 | 25-08-2025 | 24-08-2025", "ends_after_start"),
        ("912346 | E1A | 25255 | 4 | 25-08-2025 |           ", None),
        ("912346 | E1A | 25255 | 5 | 25-08-2025 |           ", "level|max"),
        ("912346 | E1A | 9999  | 1 | 25-08-2025 |           ", "crebo|min"),
        ("912346 | E1A |       |   | 25-08-2025 |           ", None),
        ("912346 |     | 25255 | 1 | 25-08-2025 |           ", "class_id|nullability"),
        ("912346 | E1A | 25255 | 1 |            |           ", "start_date|nullability"),
        ("91234x | E1A | 25255 | 1 | 25-08-2025 |           ", "student_id|type"),
    ],
)
def test_a_line_that_cannot_be_a_stay_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    head = "studentnummer;klas;crebo;niveau;begindatum;einddatum\n"
    found = taken_in(head + draw("912345 | E1A | 25255 | 1 | 25-08-2025 | ") + draw(line))
    assert found.rejected == ([] if rule is None else [(3, rule)])


@pytest.mark.parametrize(
    ("header", "number"),
    [("bsn", "123456782"), ("Burgerservicenummer", "0123456782"), ("persoonsgebondennummer", "123456782"),
     ("onderwijsnummer", "123456782")],
)  # fmt: skip
def test_a_person_number_links_a_student_to_duo_by_the_same_hash(header: str, number: str, tmp_path: Path) -> None:
    sources = Settings(store=tmp_path / "store").sources(registry.sources())
    content = f"studentnummer;klas;begindatum;{header}\n912345;E1A;25-08-2025;{number}\n912346;E1A;25-08-2025;0\n"
    stays = taken_in(content, sources=sources).good
    column = "onderwijsnummer_hash" if header == "onderwijsnummer" else "bsn_hash"
    people = file_of("NenR", [Person("123456782")])
    leaver = taken_in(people, "NenR2023VI99XX.csv", sources).good.get_column("bsn_hash").item()
    assert stays.get_column(column).to_list() == [leaver, None]
