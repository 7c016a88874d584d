"""Attendance: three layouts give the same kind of lessons, and what cannot be a lesson is set aside by its rule."""

import datetime as dt

import pytest

from tests.sources.drawn import Outcome, draw, taken_in

HEADER = "studentnummer;datum;begin;eind;status;aankomst;minuten_aanwezig;reden;geoorloofd;klas;geregistreerd_op\n"
DAY = dt.date(2025, 9, 1)


def generic(table: str) -> Outcome:
    return taken_in(HEADER + draw(table))


def kept(found: Outcome, *columns: str) -> list[tuple[object, ...]]:
    return found.good.select(*columns).rows()


LESSON = ("student_id", "date", "start_minute", "end_minute", "status")


def test_eduarte_has_no_header_and_tells_only_that_somebody_was_absent() -> None:
    found = taken_in(
        draw("""
        912345 | 20250901 | 0830 | 20250901 | 0920 | 1 | 1 | NED | Aanwezig | J
        912345 | 20250901 | 930  | 20250901 | 1020 | 2 | 2 | REK | Afwezig  | J
        912345 | 20250901 | 1030 | 20250901 | 1120 | 3 | 3 | LB  | Nvt      | J
        912345 | 20250901 | 1130 | 20250901 | 1220 | 4 | 4 | LB  |          | N
        """)
    )
    assert found.delivery.layout == "EduArte waarneming"
    assert kept(found, *LESSON, "lesson_code") == [
        (912345, DAY, 510, 560, "present", "NED"),
        (912345, DAY, 570, 620, "absent", "REK"),
        (912345, DAY, 630, 680, "cancelled", "LB"),
        (912345, DAY, 690, 740, "unregistered", "LB"),
    ]


def test_pars_counts_in_half_hours_and_a_late_student_arrives_at_the_end_of_the_registration() -> None:
    found = taken_in(
        "DatumVan;LesuurBegin;LesuurEind;OVnr;DeelnemerNaam;GroepNaam;TypeOmschrijving;TijdVan2;TijdTot2;Tijd;"
        "Reden;Opmerking;Naam\n"
        + draw("""
        1-9-2025 | 1 | 2 | 912345 | Voorbeeld, L. | E1A | Present         | 8:30  | 9:30  | 1,00 |      |          | REK
        1-9-2025 | 3 | 4 | 912345 | Voorbeeld, L. | E1A | Te laat         | 9:30  | 9:50  | 0,33 |      |          | REK
        1-9-2025 | 5 | 5 | 912345 | Voorbeeld, L. | E1A | Absent          | 10:30 | 11:00 | 0,50 |      |          | REK
        1-9-2025 | 6 | 6 | 912345 | Voorbeeld, L. | E1A | Regulier absent | 11:00 | 11:30 | 0,50 | Arts |          | REK
        1-9-2025 | 7 | 7 | 912345 | Voorbeeld, L. | E1A | Ziek            | 11:30 | 12:00 | 0,50 | Ziek | hoofdpyn | REK
        1-9-2025 | 8 | 8 | 912345 | Voorbeeld, L. | E1A |                 | 12:00 | 12:30 | 0,50 |      |          | REK
        """)
    )
    assert kept(found, "start_minute", "end_minute", "status", "arrival_minute", "class_code") == [
        (510, 570, "present", 570, "E1A"),
        (570, 630, "late", 590, "E1A"),
        (630, 660, "unexcused", 660, "E1A"),
        (660, 690, "excused", 690, "E1A"),
        (690, 720, "ill", 720, "E1A"),
        (720, 750, "unregistered", 750, "E1A"),
    ]


def test_remarks_and_names_are_never_loaded() -> None:
    found = taken_in(
        "DatumVan;LesuurBegin;LesuurEind;OVnr;DeelnemerNaam;GroepNaam;TypeOmschrijving;Reden;Opmerking\n"
        "1-9-2025;1;2;912345;Voorbeeld, L.;E1A;Ziek;Griep;belt morgen\n"
    )
    words = str(found.good.rows())
    assert not [word for word in ("Voorbeeld", "Griep", "belt") if word in words]


def test_every_spelling_of_a_status_is_known() -> None:
    spellings = {
        "aanwezig": "present", "P": "present", "PRESENT": "present", "te laat": "late", "Telaat": "late",
        "TL": "late", "ziek": "ill", "Z": "ill", "verlof": "excused", "arts": "excused",
        "regulier absent": "excused", "Absent": "unexcused", "spijbelen": "unexcused",
        "afwezig zonder melding": "unexcused", "verwijderd": "removed", "N": "cancelled", "lesuitval": "cancelled",
        "afwezig": "absent", "": "unregistered",
    }  # fmt: skip
    lines = [f"912345;01-09-2025;{8 + i // 6:02d}:{i % 6}0;18:00;{word};;;;;;" for i, word in enumerate(spellings)]
    found = taken_in(HEADER + "\n".join(lines))
    assert found.good.get_column("status").to_list() == list(spellings.values())


def test_the_generic_layout_knows_arrival_minutes_and_the_moment_of_reporting() -> None:
    found = generic("912345 | 01-09-2025 | 8.30 | 9:20 | te laat | 08:50 | 30 | | N | E1A | 01-09-2025 07:55")
    columns = ("arrival_minute", "attended_minutes", "is_excused", "class_code", "registered_at")
    assert kept(found, *columns) == [(530, 30, "no", "E1A", dt.datetime(2025, 9, 1, 7, 55))]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        # the boundary is a lesson, one step beyond it is not
        ("912345 | 01-09-2025 | 08:00 | 18:00 | P |       |     |  |   | | ", None),
        ("912345 | 01-09-2025 | 08:00 | 18:01 | P |       |     |  |   | | ", "lasts_at_most_ten_hours"),
        ("912345 | 01-09-2025 | 01:00 | 17:40 | P |       |     |  |   | | ", "lasts_at_most_ten_hours"),
        ("912345 | 01-09-2025 | 08:00 | 08:01 | P |       |     |  |   | | ", None),
        ("912345 | 01-09-2025 | 08:00 | 08:00 | P |       |     |  |   | | ", "ends_after_start"),
        ("912345 | 01-09-2025 | 09:00 | 08:00 | P |       |     |  |   | | ", "ends_after_start"),
        ("912345 | 01-09-2025 | 23:00 | 24:00 | P |       |     |  |   | | ", None),
        ("912345 | 01-09-2025 | 08:00 | 24:01 | P |       |     |  |   | | ", "end_minute|type"),
        ("912345 | 01-09-2025 | 08:60 | 09:30 | P |       |     |  |   | | ", "start_minute|type"),
        ("912345 | 28-02-2026 | 08:00 | 09:00 | P |       |     |  |   | | ", None),
        ("912345 | 29-02-2026 | 08:00 | 09:00 | P |       |     |  |   | | ", "date|type"),
        ("912345 | 31-12-1999 | 08:00 | 09:00 | P |       |     |  |   | | ", "date|min"),
        ("912345 | 01-01-2100 | 08:00 | 09:00 | P |       |     |  |   | | ", "date|max"),
        ("912345 | 01-09-25   | 08:00 | 09:00 | P |       |     |  |   | | ", "date|type"),
        ("912345 |            | 08:00 | 09:00 | P |       |     |  |   | | ", "date|nullability"),
        ("10000  | 01-09-2025 | 08:00 | 09:00 | P |       |     |  |   | | ", None),
        ("9999   | 01-09-2025 | 08:00 | 09:00 | P |       |     |  |   | | ", "student_id|min"),
        ("999999999 | 01-09-2025 | 08:00 | 09:00 | P |    |     |  |   | | ", None),
        ("1000000000 | 01-09-2025 | 08:00 | 09:00 | P |   |     |  |   | | ", "student_id|max"),
        ("9123456789 | 01-09-2025 | 08:00 | 09:00 | P |   |     |  |   | | ", "student_id|type"),
        ("s912345 | 01-09-2025 | 08:00 | 09:00 | P |      |     |  |   | | ", "student_id|type"),
        ("       | 01-09-2025 | 08:00 | 09:00 | P |       |     |  |   | | ", "student_id|nullability"),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | Q |       |     |  |   | | ", "status|code"),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | Z |       |     |  | X | | ", "is_excused|code"),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | P |       | 60  |  |   | | ", None),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | P |       | 61  |  |   | | ", "attended_within_the_lesson"),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | P |       | -1  |  |   | | ", "attended_minutes|min"),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | P | later |     |  |   | | ", "arrival_minute|type"),
        ("912345 | 01-09-2025 | 08:00 | 09:00 | P |       |     |  |   | | gisteren", "registered_at|type"),
    ],
)
def test_a_line_that_cannot_be_a_lesson_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    usual = "912345 | 02-09-2025 | 08:00 | 09:00 | P | | | | | | \n"
    found = generic(usual + line)
    assert found.rejected == ([] if rule is None else [(3, rule)])


def test_an_eduarte_lesson_ends_on_its_own_day() -> None:
    found = taken_in(
        draw("""
        912345 | 20250901 | 0830 | 20250901 | 0920 | 1 | 1 | NED | Aanwezig | J
        912345 | 20250902 | 0830 | 20250903 | 0920 | 1 | 1 | NED | Aanwezig | J
        912345 | 20250903 | 0830 |          | 0920 | 1 | 1 | NED | Aanwezig | J
        """)
    )
    assert found.rejected == [(2, "ends_on_the_same_day")]
    assert "end_date" not in found.good.columns


def test_the_last_line_about_a_lesson_counts_and_the_others_are_counted_as_replaced() -> None:
    found = generic("""
        912345 | 01-09-2025 | 08:00 | 09:00 | Absent | | | | | |
        912346 | 01-09-2025 | 08:00 | 09:00 | P      | | | | | |
        912345 | 01-09-2025 | 08:00 | 09:00 | Z      | | | | | |
        912345 | 01-09-2025 | 08:00 | 09:00 | P      | | | | | |
    """)
    assert kept(found, "student_id", "status") == [(912345, "present"), (912346, "present")]
    assert (found.delivery.n_lines, found.delivery.n_replaced) == (4, 2)
