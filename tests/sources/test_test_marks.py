"""Test marks: numbers in hundredths, words as a code, and every layout of a supplier."""

import datetime as dt

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "studentnummer | vak | toets | datum | cijfer | herkansing\n"
DAY = dt.date(2025, 10, 14)


@pytest.mark.parametrize(
    ("header", "layout"),
    [
        ("studentnummer | vak | toets | datum | cijfer | herkansing", "Toetscijfers"),
        ("Leerlingnummer | Vakcode | Toetsnaam | Toetsdatum | Cijfer | Poging", "Toetscijfers"),
        ("Studentnummer | Cursus | Toets | Toetsdatum | Resultaat | Gelegenheid", "OSIRIS resultaten"),
        (
            "deelnemernummer | onderwijsproduct | toetscode | datum behaald | waarde | herkansingsnummer",
            "EduArte resultaten",
        ),
    ],
)
def test_every_supplier_says_the_same_in_own_words(header: str, layout: str) -> None:
    found = taken_in(
        draw(header + "\n10001 | REK | T1 | 14-10-2025 | 6,4 | \n10001 | REK | T1 | 2025-10-14 | 7.25 | 1")
    )
    assert (found.delivery.source, found.delivery.layout) == ("test_marks", layout)
    assert sorted(found.good.rows(), key=lambda row: row[5]) == [
        (10001, "REK", "T1", None, DAY, 640, None),
        (10001, "REK", "T1", 1, DAY, 725, None),
    ]


@pytest.mark.parametrize(
    ("written", "mark", "word"),
    [
        ("1", 100, None),
        ("10", 1000, None),
        ("5,45", 545, None),
        ("V", None, "pass"),
        ("o", None, "not_yet"),
        ("Goed", None, "good"),
    ],
)
def test_a_result_is_a_number_or_a_word(written: str, mark: int | None, word: str | None) -> None:
    found = taken_in(draw(HEADER + f"10001 | REK | T1 | 14-10-2025 | {written} |"))
    assert found.good.select("mark_hundredths", "word").rows() == [(mark, word)]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("10002 | REK | T1 | 14-10-2025 | 0,9   |    ", "mark_hundredths|min"),
        ("10002 | REK | T1 | 14-10-2025 | 10,1  |    ", "mark_hundredths|max"),
        ("10002 | REK | T1 | 14-10-2025 | 64    |    ", "mark_hundredths|max"),
        ("10002 | REK | T1 | 14-10-2025 |       |    ", "has_a_result"),
        ("10002 | REK | T1 | 14-10-2025 | VR    |    ", "has_a_result"),
        ("10002 | REK | T1 | 14-10-2025 | ziek  |    ", "has_a_result"),
        ("10002 | REK | T1 | 31-02-2025 | 6,4   |    ", "date|type"),
        ("10002 |     | T1 | 14-10-2025 | 6,4   |    ", "subject|nullability"),
        ("10002 | REK |    | 14-10-2025 | 6,4   |    ", "test|nullability"),
        ("      | REK | T1 | 14-10-2025 | 6,4   |    ", "student_id|nullability"),
        ("10002 | REK | T1 | 14-10-2025 | 6,4   | ja ", "attempt|type"),
        ("10002 | REK | T1 | 14-10-2025 | 6,4   | 0  ", None),
    ],
)
def test_a_line_that_is_no_result_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    found = taken_in(draw(HEADER + "10001 | REK | T1 | 14-10-2025 | 6,4 |\n" + line))
    assert found.rejected == ([] if rule is None else [(3, rule)])


def test_a_remark_beside_a_mark_is_not_loaded() -> None:
    found = taken_in(draw("""
        studentnummer | vak | toets | datum      | cijfer | docent        | opmerking
        10001         | REK | T1    | 14-10-2025 | 6,4    | A. Voorbeeld  | was ziek
    """))  # fmt: skip
    assert "Voorbeeld" not in str(found.good.to_dicts())
    assert "ziek" not in str(found.good.to_dicts())


def test_the_same_attempt_twice_in_a_file_counts_once_and_the_last_line_wins() -> None:
    found = taken_in(draw(HEADER + "10001 | REK | T1 | 14-10-2025 | 6,4 |\n10001 | REK | T1 | 14-10-2025 | 6,9 |"))
    assert found.good.get_column("mark_hundredths").to_list() == [690]
