"""What a viewer takes along, read back as a spreadsheet does."""

import csv
import io
from datetime import date
from types import SimpleNamespace

import fastexcel
import polars as pl
import pytest

from dashboard import data, downloads, wording
from dashboard.data import About
from dashboard.downloads import Column, Takeaway
from dashboard.panels import elements
from pipelines.definition import Definition

PRESENCE = Definition("presence", "Aanwezigheid", "Waarom dan.", "Minuten.", "Vervallen\nlessen.", "Rustig.", "a/b.py")


def taken(*rows: tuple[str, int | None, float | None, bool], title: str = "Aanwezigheid per klas") -> Takeaway:
    """A table with rows of (class, minutes, share, is hidden)."""
    schema = {"class_id": pl.String, "denominator": pl.Int64, "value": pl.Float64, "is_hidden": pl.Boolean}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    about = About("ROC Voorbeeld", date(2026, 6, 5), "20260605T120000", 61, 5, 10)
    return Takeaway(title, frame, (PRESENCE,), "Geteld over 1.200 minuten", about)


TABLE = taken(("B1", 1200, 0.7084, False), ("K1", None, None, True), ("Z1", 0, None, False))


def written(one: Takeaway) -> tuple[list[str], list[list[str]]]:
    """The lines of explanation and the table of a CSV file."""
    text = downloads.comma_separated(one).decode("utf-8-sig")
    lines = text.split("\r\n")
    notes = [line for line in lines if line.startswith("#")]
    return notes, list(csv.reader(io.StringIO("\n".join(lines[len(notes) :])), delimiter=";"))


def sheets(one: Takeaway) -> dict[str, list[tuple[object, ...]]]:
    book = fastexcel.read_excel(downloads.workbook(one))
    return {name: book.load_sheet(name, header_row=None).to_polars().rows() for name in book.sheet_names}


def test_a_hidden_cell_is_a_word_and_an_unknown_one_is_empty() -> None:
    _, table = written(TABLE)

    assert table == [
        ["Klas", "Van", "Aandeel (%)"],
        ["B1", "1200", "70,8"],
        ["K1", wording.NOT_SHOWN, wording.NOT_SHOWN],
        ["Z1", "0", ""],
    ]


def test_the_file_opens_as_columns_in_a_dutch_spreadsheet() -> None:
    content = downloads.comma_separated(TABLE)

    assert content.startswith(b"\xef\xbb\xbf#")
    assert b"70,8" in content


def test_the_first_lines_say_what_it_is_and_what_it_means() -> None:
    notes, _ = written(TABLE)

    for line in (
        "# Instelling: ROC Voorbeeld",
        "# Gegevens tot en met: 05-06-2026",
        "# Bestanden: 61 aangeleverde bestanden, alle soorten samen",
        "# Versie van de cijfers: 20260605T120000",
        "# Waarover: Geteld over 1.200 minuten",
        "# Definitie: Aanwezigheid",
        "# Telt niet mee: Vervallen lessen.",
    ):
        assert line in notes
    (hidden,) = [line for line in notes if line.startswith("# Niet getoond")]
    assert "1 cijfer" in hidden


def test_the_workbook_holds_shares_as_numbers_and_what_they_mean_on_the_second_sheet() -> None:
    found = sheets(TABLE)

    assert list(found) == ["Cijfers", "Toelichting"]
    assert found["Cijfers"][0] == ("Klas", "Van", "Aandeel")
    assert [row[0] for row in found["Cijfers"]] == ["Klas", "B1", "K1", "Z1"]
    assert ("Instelling", "ROC Voorbeeld") in found["Toelichting"]
    assert ("Telt mee", "Minuten.") in found["Toelichting"]


def test_a_share_in_the_workbook_counts_on_as_a_number() -> None:
    book = fastexcel.read_excel(downloads.workbook(taken(("B1", 1200, 0.7084, False))))

    assert book.load_sheet("Cijfers").to_polars()["Aandeel"].to_list() == [0.7084]


@pytest.mark.parametrize("name", ["=1+1", "+B", "-B", "@B"])
def test_a_name_that_looks_like_a_formula_stays_a_name(name: str) -> None:
    _, table = written(taken((name, 1, 0.5, False)))

    assert table[1][0] == f"'{name}"
    assert sheets(taken((name, 1, 0.5, False)))["Cijfers"][1][0] == name


def test_a_hidden_cell_of_one_figure_leaves_the_figure_beside_it() -> None:
    frame = pl.DataFrame({"class_id": ["K1"], "presence": [0.5], "steps": [None], "is_few": [True]})
    columns = {
        "class_id": downloads.group("Klas"),
        "presence": Column("Aanwezigheid", "share", "presence_is_hidden"),
        "steps": Column("Stappen per student", "decimal", "is_few"),
    }
    one = Takeaway("Team", frame, (), "", TABLE.about, columns)

    assert written(one)[1][1] == ["K1", "50,0", wording.NOT_SHOWN]
    assert one.n_hidden == 1


def test_moments_are_written_as_dates_and_years_as_school_years() -> None:
    frame = pl.DataFrame({"week_start": [date(2026, 6, 1)], "school_year": [2025], "gain": [-0.021], "steps": [1.5]})
    others = {"gain": Column("Verandering in punten", "points"), "steps": Column("Stappen", "decimal")}
    one = Takeaway("Weken", frame, (), "", TABLE.about, downloads.known(frame, **others))

    assert written(one)[1] == [
        ["Schooljaar", "Week vanaf", "Verandering in punten", "Stappen"],
        ["2025-2026", "01-06-2026", "-2,1", "1,50"],
    ]


def test_a_figure_without_a_band_has_no_columns_for_one() -> None:
    frame = pl.DataFrame({"value": [0.5], "low": [None], "high": [None]}, schema_overrides={"low": pl.Float64})

    assert list(downloads.known(frame)) == ["value"]
    assert list(downloads.known(frame.with_columns(low=0.4, high=0.6))) == ["value", "low", "high"]


def test_a_published_share_keeps_its_second_decimal() -> None:
    frame = pl.DataFrame({"norm": [0.0945]})
    one = Takeaway("Norm", frame, (), "", TABLE.about, {"norm": Column("Norm", "published")})

    assert written(one)[1] == [["Norm (%)"], ["9,45"]]


def test_a_teljaar_is_written_as_the_two_years_it_runs_over() -> None:
    frame = pl.DataFrame({"teljaar": [2024], "status": ["maandlijst"]})

    assert written(Takeaway("Maanden", frame, (), "", TABLE.about))[1][1] == ["2024-2025", "maandlijst"]


def test_a_table_without_rows_is_a_file_with_heads() -> None:
    assert written(taken())[1] == [["Klas", "Van", "Aandeel (%)"]]
    assert sheets(taken())["Cijfers"] == [("Klas", "Van", "Aandeel")]


def test_the_name_of_the_file_says_what_and_up_to_which_day() -> None:
    one = taken(title="Eén team: groei & stappen")

    assert one.file_name("csv") == "groeilijn_een-team-groei-stappen_2026-06-05.csv"


def test_what_is_counted_is_one_sentence() -> None:
    until = date(2026, 6, 5)

    assert wording.counted(12403, "minuten geregistreerde les", until, n_persons=178) == (
        "Geteld over 12.403 minuten geregistreerde les van 178 studenten, tot en met 05-06-2026"
    )
    assert wording.counted(3, "bestanden", None) == "Geteld over 3 bestanden"
    assert wording.counted(12403, "lessen", until, n_persons=178, years=[2025]) == (
        "Geteld over 12.403 lessen van 178 studenten in 2025-2026, tot en met 05-06-2026"
    )


TWO_YEARS = pl.DataFrame({
    "week_start": [date(2025, 5, 5), date(2025, 9, 1), date(2025, 9, 8), date(2024, 5, 6)],
    "denominator": [500, 600, 700, None],
    "n_persons": [12, 10, 11, None],
})  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("presence", TWO_YEARS, "Geteld over 1.800 minuten geregistreerde les in 2024-2025 en 2025-2026, in de volste "
         "week 12 studenten, tot en met 05-06-2026"),
        ("presence", TWO_YEARS.slice(1, 2), "Geteld over 1.300 minuten geregistreerde les in 2025-2026, in de volste "
         "week 11 studenten, tot en met 05-06-2026"),
        ("presence", TWO_YEARS.slice(1, 1), "Geteld over 600 minuten geregistreerde les van 10 studenten in 2025-2026, "
         "tot en met 05-06-2026"),
        ("presence", TWO_YEARS.slice(0, 1), "Geteld over 500 minuten geregistreerde les van 12 studenten in 2024-2025"),
        ("guidance_reach", TWO_YEARS.slice(1, 2).with_columns(denominator="n_persons"),
         "Geteld over 11 studenten in de volste week van 2025-2026, tot en met 05-06-2026"),
        ("weekday_presence", pl.DataFrame({"weekday": [1, 2], "school_year": 2025, "denominator": [50, 60],
         "n_persons": [12, 10]}), "Geteld over 110 minuten geregistreerde les in 2025-2026, op de volste weekdag van "
         "een maand 12 studenten, tot en met 05-06-2026"),
        ("incidents_per_100_students", pl.DataFrame({"school_year": [2025], "denominator": [900], "n_persons": [100]}),
         "Geteld over 900 studentmaanden in 2025-2026, in de volste maand 100 studenten, tot en met 05-06-2026"),
        ("incidents_per_100_students", pl.DataFrame({"month": [date(2025, 9, 1), date(2025, 10, 1)],
         "denominator": [90, 100], "n_persons": [90, 100]}),
         "Geteld over 190 studentmaanden in 2025-2026, in de volste maand 100 studenten, tot en met 05-06-2026"),
        ("marks_rising", pl.DataFrame({"school_year": [2025], "denominator": [90], "n_persons": [40]}),
         "Geteld over 90 vakken met een eerder cijfer van 40 studenten in 2025-2026, tot en met 05-06-2026"),
    ],
)  # fmt: skip
def test_years_are_named_and_people_who_come_back_are_those_of_the_fullest_moment(
    name: str, rows: pl.DataFrame, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "door", lambda: SimpleNamespace(until=date(2026, 6, 5)))

    assert elements.basis(name, rows) == said


def test_three_school_years_are_named_by_the_first_and_the_last() -> None:
    assert wording.school_years([2023, 2024, 2025]) == "2023-2024 tot en met 2025-2026"
