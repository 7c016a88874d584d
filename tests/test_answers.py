"""A file with a column per question: every answer becomes a row, and every line stays one line in the count."""

import gzip
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipelines import validated
from pipelines.build import _workbench
from pipelines.contract import Answers, At, Integer, Layout, Name, Schema, Source, Text, about, plain_name
from pipelines.deliveries import take_in
from pipelines.errors import SettingsError
from pipelines.settings import load
from pipelines.store import Store
from tests.small_school import SmallSchool, lines
from tests.sources.drawn import FINGERPRINT, Outcome, draw, taken_in


class Reply(Schema):
    """One answer of one person."""

    year = dy.Int16(min=2000, max=2099, metadata=about("Jaar", 2024))
    person = dy.Int32(metadata=about("Persoon", 7))
    town = dy.String(nullable=True, metadata=about("Plaats", "Voorbeeld"))
    question = dy.String(metadata=about("Vraag", "v1"))
    answer = dy.Int8(nullable=True, min=0, max=10, metadata=about("Antwoord", 4))


WIDE = Layout(
    name="breed",
    title="Breed bestand",
    documented="here",
    header=("jaar", "persoon", "plaats", "opmerking"),
    columns={
        "year": At(("jaar",), Integer()),
        "person": At(("persoon",), Integer()),
        "town": At(("plaats", "woonplaats"), Text()),
        "question": At((), Text()),
        "answer": At((), Integer()),
    },
    answers=Answers("question", "answer"),
)
SOURCE = Source(
    name="replies",
    title="Antwoorden",
    schema=Reply,
    grain=("year", "person", "question"),
    replaces=("year", "person"),
    layouts=(WIDE,),
)


def as_written(**changes: object) -> Source:
    return replace(SOURCE, layouts=(replace(WIDE, **changes),))  # type: ignore[arg-type]


def taken(content: str | bytes, name: str = "file.csv", source: Source = SOURCE) -> Outcome:
    return taken_in(content, name, [source])


def rows(found: Outcome) -> list[tuple[object, ...]]:
    return sorted(found.good.select("person", "question", "answer").rows())


FILE = draw("""
    jaar | persoon | v1 | plaats | V-2 | opmerking | v1 |
    2024 | 1       | 4  | A      | 5   | een naam  | 3  |
    2024 | 2       |    |        | 9   |           |    | 0
""")
ROWS = [(1, "kolom_7", 3), (1, "v1", 4), (1, "v_2", 5), (2, "kolom_8", 0), (2, "v_2", 9)]


def workbook(lines: list[list[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, fields in enumerate(lines):
            sheet.write_row(line, 0, fields)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", FILE.encode()),
        ("a.csv.gz", gzip.compress(b"\xef\xbb\xbf#" + FILE.replace("\n", "\r\n").encode(), mtime=0)),
        ("a.xlsx", workbook([line.split(";") for line in FILE.splitlines()])),
        ("a.csv", ("\n\n" + FILE.replace(";", ",")).encode("utf-16")),
    ],
    ids=["text", "packed", "workbook", "comma"],
)
def test_every_answer_is_a_row_and_what_the_layout_names_is_none(name: str, content: bytes) -> None:
    found = taken(content, name)
    assert rows(found) == ROWS
    assert (found.delivery.n_lines, found.delivery.n_validated, found.rejected) == (2, 2, [])
    assert found.good.filter(person=1).get_column("town").unique().to_list() == ["A"]


def test_with_a_pattern_only_the_columns_it_fits_are_answers() -> None:
    found = taken(FILE, source=as_written(answers=Answers("question", "answer", matching=r"^v_?[0-9]+$")))
    assert rows(found) == [(1, "kolom_7", 3), (1, "v1", 4), (1, "v_2", 5), (2, "v_2", 9)]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("2024 | 3 |    | x | ",  "no_answers"),
        ("2024 | 3 | 10 | x | ",  None),
        ("2024 | 3 | 11 | x | 3", "answer|max"),
        ("2024 | 3 | 4  | x | vier", "answer|type"),
        ("1999 | 3 | 4  | x | 3", "year|min"),
        ("     | 3 | 4  | x | 3", "year|nullability"),
        ("2024 | y | 4  | x | y", "person|type"),
        ("2024 | 3 | 4  | x | 3 | 3", "n_fields"),
    ],
)  # fmt: skip
def test_a_line_is_set_aside_as_a_whole_and_once(line: str, rule: str | None) -> None:
    header = "jaar | persoon | v1 | plaats | v2\n"
    found = taken(draw(header + "2024 | 1 | 4 | x | 5\n" + line + "\n2024 | 2 | 1 | x | 2"))
    assert found.rejected == ([] if rule is None else [(3, rule)])
    assert found.delivery.n_lines == 3
    assert found.good.filter(person=3).height == (rule is None)


def test_where_anything_may_be_written_an_answer_that_cannot_be_read_is_a_row_without_a_value() -> None:
    reading = {**WIDE.columns, "answer": At((), Integer(drops_unknown=True))}
    found = taken(draw("jaar | persoon | v1 | v2\n2024 | 1 | 4 | mijn verhaal"), source=as_written(columns=reading))
    assert (rows(found), found.rejected) == ([(1, "v1", 4), (1, "v2", None)], [])


def test_a_later_line_about_the_same_replaces_all_answers_of_the_earlier() -> None:
    found = taken(draw("""
        jaar | persoon | v1 | v2
        2024 | 1       | 4  | 5
        2024 | 2       | 1  | 1
        2024 | 1       |    | 3
    """))  # fmt: skip
    assert rows(found) == [(1, "v2", 3), (2, "v1", 1), (2, "v2", 1)]
    assert (found.delivery.n_lines, found.delivery.n_validated, found.delivery.n_replaced) == (3, 2, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("jaar;persoon;plaats;opmerking\n2024;1;A;x\n",
         "Het lijkt op Breed bestand (Antwoorden), alleen ontbreken de kolommen met antwoorden. Voeg de kolom toe "
         "aan de export, of beschrijf de indeling in het instellingenbestand."),
        ("2024;1;A;4\n2024;2;A;5\n",
         "Dit bestand past bij geen bekende indeling. Er zijn 4 kolommen gevonden, zonder kopregel. Kijk of het de "
         "bedoelde export is, of beschrijf de indeling in het instellingenbestand."),
    ],
    ids=["no answers", "no header"],
)  # fmt: skip
def test_a_file_without_names_of_questions_is_refused(content: str, sentence: str) -> None:
    assert taken(content).delivery.refused_why == sentence


def test_a_later_delivery_replaces_lines_and_not_answers(tmp_path: Path) -> None:
    inbox, store = tmp_path / "inbox", Store(tmp_path / "store")
    inbox.mkdir()
    (inbox / "1.csv").write_text("jaar;persoon;v1;v2;v3\n2024;1;4;5;1\n2024;2;1;1;1\n2023;1;2;2;2\n")
    (inbox / "2.csv").write_text("jaar;persoon;v1;v2;v3\n2024;1;;3;\n")
    with store.being_built():
        deliveries = take_in(inbox, store, [SOURCE], FINGERPRINT)
        with _workbench(store) as bench:
            replaced = validated.load(bench, store, deliveries, [SOURCE])
            left = bench.sql("SELECT year, person, question, answer FROM validated.replies ORDER BY ALL").fetchall()
    assert replaced == {1: 1}
    assert left == [
        (2023, 1, "v1", 2), (2023, 1, "v2", 2), (2023, 1, "v3", 2), (2024, 1, "v2", 3),
        (2024, 2, "v1", 1), (2024, 2, "v2", 1), (2024, 2, "v3", 1),
    ]  # fmt: skip


# -- Any wide file against the same done by hand ------------------------------------------------------------------

cell = st.sampled_from(["", " ", "0", "4", "10", "11", "-1", "x", "4.0", "4.5"])
wide_lines = st.lists(st.tuples(st.sampled_from(["2024", "1999", ""]), st.integers(1, 3), st.lists(cell, min_size=3,
                 max_size=3)), min_size=1, max_size=8)  # fmt: skip


def by_hand(
    drawn: list[tuple[str, int, list[str]]],
) -> tuple[Mapping[tuple[int, str], int], set[int], int]:
    """Answers kept, numbers of the lines set aside, and how many lines a later one replaced."""
    bad: set[int] = set()
    last: dict[int, dict[str, int]] = {}
    n_replaced = 0
    for number, (year, person, cells) in enumerate(drawn, start=2):
        given = {f"v{place}": words.strip() for place, words in enumerate(cells) if words.strip()}
        if year != "2024" or not given or not set(given.values()) <= {"0", "4", "10", "4.0"}:
            bad.add(number)
            continue
        n_replaced += person in last
        last[person] = {name: int(float(words)) for name, words in given.items()}
    kept = {(person, name): value for person, given in last.items() for name, value in given.items()}
    return kept, bad, n_replaced


@given(drawn=wide_lines)
def test_any_wide_file_gives_the_rows_and_the_counts_of_the_same_done_by_hand(
    drawn: list[tuple[str, int, list[str]]],
) -> None:
    text = "".join(f"{year};{person};{';'.join(cells)}\n" for year, person, cells in drawn)
    found = taken("jaar;persoon;v0;v1;v2\n" + text)
    kept, bad, n_replaced = by_hand(drawn)
    assert {row[:2]: row[2] for row in (rows(found) if kept else [])} == kept
    assert set(found.lines) == bad
    assert (found.delivery.n_lines, found.delivery.n_replaced) == (len(drawn), n_replaced)


@given(name=st.text(max_size=12))
def test_the_name_of_a_column_is_the_same_in_a_header_and_in_a_list_of_columns(name: str) -> None:
    listed = pl.Series("name", [name.lstrip("\ufeff").strip()], dtype=pl.String)
    assert listed.to_frame().select(Name().text("name")).item() == plain_name(name)


# -- A layout of the school's own ---------------------------------------------------------------------------------

OWN = """
[[layouts]]
source = "replies"
name = "Ons onderzoek"
columns = { year = "ronde", person = "nr" }
"""


def own(folder: Path, toml: str) -> list[Source]:
    (folder / "groeilijn.toml").write_text(toml, "utf-8")
    return load(folder / "groeilijn.toml").sources({"replies": SOURCE})


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", [(1, "duur", 7), (1, "q1", 4)]),
        ('answers = "^q[0-9]"\n', [(1, "q1", 4)]),
    ],
)
def test_a_school_names_its_answers_by_leaving_them_out_or_by_a_pattern(
    more: str, expected: list[tuple[object, ...]], tmp_path: Path
) -> None:
    found = taken_in("ronde;nr;duur;q1\n2024;1;7;4\n", sources=own(tmp_path, OWN + more))
    assert found.delivery.layout == "Ons onderzoek"
    assert rows(found) == expected


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        (OWN + 'answers = "["\n', "Indeling 'Ons onderzoek': answers is geen reguliere expressie."),
        (OWN.replace('person = "nr"', 'person = "nr", answer = "q1"'),
         "Indeling 'Ons onderzoek': answer staat niet in één kolom."),
        (OWN.replace(', person = "nr"', ""), "Indeling 'Ons onderzoek': de verplichte kolom person ontbreekt."),
    ],
)  # fmt: skip
def test_a_mistake_in_it_is_told(toml: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        own(tmp_path, toml)
    assert error.value.what == sentence


def test_from_the_inbox_to_the_figures_every_line_adds_up(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(1))
    school.delivers(
        "job_1.csv", "respondent;meting;team;v1;open\n1;2024;A;4;ja\n2;2024;A;1;\n3;2024;A;;\nx;1999;A;4;\n"
    )
    school.delivers("job_2.csv", "respondent;meting;team;v1;open\n1;2024;A;2;\n4;2024;A;5;\n")
    school.delivers("job_codeboek.csv", "meting;kolom;item\n;V1;veilig\n")
    built = school.build()
    delivered = lines(built).filter(pl.col("file").is_in(["job_1.csv", "job_2.csv"]))
    assert delivered.select("n_lines", "n_validated", "n_rejected", "n_replaced").rows() == [(4, 1, 2, 1), (2, 2, 0, 0)]
    found = built.ask("SELECT n, n_positive, n_negative, n_respondents FROM marts.job_item WHERE item = 'veilig'")
    assert found.rows() == [(3, 1, 2, 3)]
    said = built.ask("SELECT source, about FROM build.remark WHERE source LIKE 'job%' ORDER BY ALL").rows()
    assert said == [("job_invited", "meting 2024")]
