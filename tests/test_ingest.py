"""Reading a file: every way it can be written gives the same rows, and whatever is wrong with it is told, not lost."""

import csv
import datetime as dt
import gzip
import io
import logging
import random
import re
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines import deliveries, ingest, judge, recognise, records, registry
from pipelines.contract import At, Text
from pipelines.errors import RefusedError
from tests.sources.drawn import taken_in

SOURCES = list(registry.sources().values())
HEADER = ["studentnummer", "datum", "begin", "eind", "status", "aankomst", "minuten_aanwezig", "reden", "geoorloofd",
          "klas", "geregistreerd_op"]  # fmt: skip
DUTCH = {"present": "aanwezig", "late": "te laat", "ill": "ziek", "unexcused": "spijbelen", "unregistered": ""}
Lesson = tuple[int, dt.date, int, int, str, str | None]
"""Student, date, start, end, status, class."""
LESSONS: list[Lesson] = [
    (912345, dt.date(2025, 9, 1), 510, 560, "present", "E1A"),
    (912345, dt.date(2025, 9, 1), 570, 620, "late", "Één;A"),
    (912345, dt.date(2025, 12, 31), 0, 5, "ill", None),
    (912346, dt.date(2025, 9, 2), 840, 1440, "unexcused", 'E"1"A'),
    (999999999, dt.date(2025, 9, 2), 600, 660, "unregistered", "E1A"),
]  # fmt: skip
PERSON = ["912345", "912346", "Één", "Voorbeeld"]


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def cells(lesson: Lesson) -> list[str]:
    student, day, start, end, status, group = lesson
    return [str(student), f"{day:%d-%m-%Y}", clock(start), clock(end), DUTCH[status], "", "", "", "", group or "", ""]


def written(rows: list[list[str]], delimiter: str = ";", line_end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return file.getvalue()


def read_back(good: pl.DataFrame) -> list[Lesson]:
    if good.is_empty():
        return []
    columns = ("student_id", "date", "start_minute", "end_minute", "status", "class_code")
    full = good if "class_code" in good.columns else good.with_columns(class_code=pl.lit(None, pl.String))
    return sorted(full.select(columns).cast({"status": pl.String}).rows(), key=str)


def text_of(rows: list[list[str]]) -> str:
    return written([HEADER, *rows])


# -- Every way to write the same lessons -------------------------------------------------------------------------

ROWS = [cells(lesson) for lesson in LESSONS]
SHUFFLED = [9, 3, 0, 4, 2, 1]


def workbook(lessons: list[Lesson], *, has_real_cells: bool) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day, time = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "hh:mm"})
        sheet.write_row(0, 0, HEADER)
        for line, lesson in enumerate(lessons, start=1):
            for place, words in enumerate(cells(lesson)):
                sheet.write_string(line, place, words)
            if has_real_cells:
                sheet.write_number(line, 0, lesson[0])
                sheet.write_datetime(line, 1, lesson[1], day)
                sheet.write_number(line, 2, lesson[2] / 1440, time)
                if lesson[3] < 1440:
                    sheet.write_number(line, 3, lesson[3] / 1440, time)
    return file.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return packed.getvalue()


def parquet(lessons: list[Lesson], *, has_types: bool) -> bytes:
    frame = pl.DataFrame([cells(lesson) for lesson in lessons], schema=dict.fromkeys(HEADER, pl.String), orient="row")
    if has_types:
        frame = frame.with_columns(
            pl.col("studentnummer").cast(pl.Int64),
            pl.col("datum").str.to_date("%d-%m-%Y"),
            pl.col("begin").str.to_time("%H:%M"),
            pl.col("status").cast(pl.Categorical),
            pl.col("klas").replace("", None),
            line=pl.lit(1.5),
        )
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


PLAIN = text_of(ROWS)
WAYS: dict[str, tuple[str, bytes]] = {
    "utf-8": ("a.csv", PLAIN.encode()),
    "byte order mark": ("a.csv", PLAIN.encode("utf-8-sig")),
    "cp1252": ("a.csv", PLAIN.encode("cp1252")),
    "utf-16 little": ("a.txt", b"\xff\xfe" + PLAIN.encode("utf-16-le")),
    "utf-16 big": ("a.txt", b"\xfe\xff" + PLAIN.encode("utf-16-be")),
    "comma": ("a.csv", written([HEADER, *ROWS], ",").encode()),
    "tab": ("a.tsv", written([HEADER, *ROWS], "\t").encode()),
    "pipe": ("a.dat", written([HEADER, *ROWS], "|").encode()),
    "CRLF": ("a.csv", written([HEADER, *ROWS], line_end="\r\n").encode()),
    "both line ends": ("a.csv", PLAIN.replace("\n", "\r\n", 2).encode()),
    "double carriage return": ("a.csv", PLAIN.replace("\n", "\r\r\n").encode()),
    "no last line end": ("a.csv", PLAIN.rstrip("\n").encode()),
    "all quoted": ("a.csv", written([HEADER, *ROWS], quoting=csv.QUOTE_ALL).encode()),
    "space around fields": ("a.csv", written([[f" {c} " if '"' not in c else c for c in r] for r in ROWS]).encode()),
    "no header": ("a.csv", written(ROWS).encode()),
    "gzip": ("a.csv.gz", gzip.compress(PLAIN.encode(), mtime=0)),
    "gzip of cp1252": ("a.gz", gzip.compress(PLAIN.encode("cp1252"), mtime=0)),
    "xlsx": ("a.xlsx", workbook(LESSONS, has_real_cells=False)),
    "xlsx with real cells": ("a.xlsx", workbook(LESSONS, has_real_cells=True)),
    "xlsx under another name": ("a.csv", workbook(LESSONS, has_real_cells=True)),
    "parquet": ("a.parquet", parquet(LESSONS, has_types=False)),
    "typed parquet": ("a.parquet", parquet(LESSONS, has_types=True)),
    "text under the name of a workbook": ("a.xls", PLAIN.encode()),
    "shuffled columns": ("a.csv", written([[row[i] for i in SHUFFLED] for row in [HEADER, *ROWS]]).encode()),
    "extra columns": ("a.csv", written([[*row, "x", row[0], "Voorbeeld"] for row in [HEADER, *ROWS]]).encode()),
    "leading #": ("a.csv", f"#{PLAIN}".encode()),
    "leading # in quotes": ("a.csv", written([[f"# {HEADER[0]}", *HEADER[1:]], *ROWS]).encode()),
    "other case and punctuation": ("a.csv", PLAIN.replace("minuten_aanwezig", " Minuten-Aanwezig ").encode()),
    "blank lines": ("a.csv", f"\n{PLAIN}".replace("\n", "\n\n").encode()),
    "blank lines of spaces": ("a.csv", PLAIN.replace("\n", "\n   \n").encode()),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_same_lessons_in_any_way_of_writing_are_the_same_rows(way: str) -> None:
    name, content = WAYS[way]
    found = taken_in(content, name)
    assert found.delivery.refused_why is None
    assert found.rejected == []
    assert read_back(found.good) == sorted(LESSONS, key=str)


def test_a_quoted_field_may_hold_line_ends_and_lines_keep_their_numbers() -> None:
    rows = [[*cells(LESSONS[0])[:7], "first\nsecond\r\n\nthird", *cells(LESSONS[0])[8:]], ["bad"], cells(LESSONS[1])]
    found = taken_in(text_of(rows))
    assert read_back(found.good) == sorted(LESSONS[:2], key=str)
    assert found.rejected == [(6, "n_fields")]


# -- Bad input ---------------------------------------------------------------------------------------------------

GOOD = ";".join(cells(LESSONS[0]))
OTHER = ";".join(cells((*LESSONS[3][:5], "E1A")))
HEAD = ";".join(HEADER)
EMPTY = "Het bestand is leeg. Maak de export opnieuw."
UNKNOWN = (
    "Dit bestand past bij geen bekende indeling. Kijk of het de bedoelde export is, of beschrijf de indeling in het "
    "instellingenbestand."
)
ONE_COLUMN = UNKNOWN.replace(
    "indeling. ", "indeling. Er is 1 kolom gevonden; Groeilijn kent als scheidingsteken ; , | en tab. ", 1
)
DAMAGED = "Het ingepakte bestand is beschadigd of niet compleet. Lever het opnieuw aan."
JUNK = random.Random(5).randbytes(5000)


@pytest.mark.parametrize(
    ("what", "name", "content", "sentence"),
    [
        ("empty", "a.csv", b"", EMPTY),
        ("empty gzip", "a.csv.gz", gzip.compress(b"", mtime=0), EMPTY),
        ("only a byte order mark", "a.csv", b"\xef\xbb\xbf", "Het bestand bevat geen regels. Maak de export opnieuw."),
        ("only line ends", "a.csv", b"\n\r\n  \n", "Het bestand bevat geen regels. Maak de export opnieuw."),
        ("header only", "a.csv", HEAD.encode(),
         "Het bestand bevat alleen een kopregel. Maak de export opnieuw als er regels horen te zijn."),
        ("header only", "a.parquet", parquet([], has_types=False),
         "Het bestand bevat alleen een kopregel. Maak de export opnieuw als er regels horen te zijn."),
        ("wrong delimiter", "a.csv", f"{HEAD}\n{GOOD}\n".replace(";", "^").encode(), ONE_COLUMN),
        ("old line ends", "a.csv", f"{HEAD}\r{GOOD}\r".encode(), UNKNOWN),
        ("binary junk", "a.csv", JUNK, ONE_COLUMN),
        ("binary junk", "a.csv.gz", gzip.compress(JUNK, mtime=0), ONE_COLUMN),
        ("binary junk", "a.xlsx", JUNK, "Dit is geen leesbaar Excelbestand. Maak de export opnieuw."),
        ("only NUL", "a.csv", b"\0" * 100, UNKNOWN),
        ("one line of 10 MB", "a.csv", b"9" * 10_000_000, UNKNOWN),
        ("a column more than a layout, without a header", "a.csv",
         b"912345;20250901;0830;20250901;0930;1;1;REK;Aanwezig;J;extra\n" * 5,
         UNKNOWN.replace("indeling. ", "indeling. Er zijn 11 kolommen gevonden, zonder kopregel; Algemene indeling "
                         "(Aanwezigheid per les) heeft er 11, Checklists begeleiding heeft er 10, EduArte waarneming "
                         "(Aanwezigheid per les) heeft er 10, JOB-monitor uitkomsten (JOB-monitor, uitkomsten per "
                         "vraag) heeft er 10. ", 1)),
        ("damaged gzip", "a.csv.gz", gzip.compress(PLAIN.encode(), mtime=0)[:-20], DAMAGED),
        ("damaged gzip", "a.csv.gz", gzip.compress(PLAIN.encode(), mtime=0)[:30] + b"garbage", DAMAGED),
        ("damaged xlsx", "a.xlsx", WAYS["xlsx"][1][:3000],
         "Dit Excelbestand is niet te openen. Sla het opnieuw op als .xlsx zonder wachtwoord."),
        ("xlsx with a password", "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + JUNK,
         "Dit Excelbestand is niet te openen. Sla het opnieuw op als .xlsx zonder wachtwoord."),
        ("files in a zip", "a.zip", zipped({"a.csv": PLAIN}),
         "Dit is een zipbestand. Pak het uit en zet de bestanden die erin zitten in de map."),
        ("a letter", "brief.docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}),
         "Dit is geen bestand dat Groeilijn kan lezen. Sla de gegevens op als .csv of .xlsx, of haal het weg."),
        ("damaged parquet", "a.parquet", WAYS["parquet"][1][:-50],
         "Dit Parquetbestand is niet te lezen. Maak de export opnieuw."),
        ("another file", "a.csv", b"dag,soep\nmaandag,tomaat\n", UNKNOWN),
        ("a column is missing", "a.csv", f"{HEAD}\n{GOOD}\n".replace("eind;", "einde;").encode(),
         "Het lijkt op Algemene indeling (Aanwezigheid per les), alleen ontbreekt de kolom eind. Niet bekend in dit "
         "bestand: einde. Is dat hetzelfde onder een andere naam? Voeg de kolom toe aan de export, of beschrijf de "
         "indeling in het instellingenbestand."),
        ("two columns under other names, of eleven", "a.csv",
         f"{HEAD}\n{GOOD}\n".replace("studentnummer", "leerlingnr").replace("status", "presentie").encode(),
         "Het lijkt op Algemene indeling (Aanwezigheid per les), alleen ontbreken de kolommen studentnummer, status. "
         "Niet bekend in dit bestand: leerlingnr, presentie. Is dat hetzelfde onder een andere naam? Voeg de kolom toe "
         "aan de export, of beschrijf de indeling in het instellingenbestand."),
        ("text under the name of a workbook", "a.xlsx", b"dag,soep\nmaandag,tomaat\n",
         "Dit is geen leesbaar Excelbestand. Maak de export opnieuw."),
        ("a column of EduArte under another name", "a.csv",
         b"deelnemernummer;roepnaam;achternaam;geboortedatum;klas;team;locatie;opleiding;externecode;niveau;leerweg;cohort;"
         b"begint op;verbintenis einddatum;reden_uitschrijving;vooropleiding;mentor;kaw;peercoach;bsn\n912345;Linde\n",
         "Het lijkt op EduArte verbintenissen (Inschrijvingen), alleen ontbreekt de kolom verbintenis begindatum. Niet "
         "bekend in dit bestand: begint op, vooropleiding, mentor, kaw, peercoach. Is dat hetzelfde onder een andere "
         "naam? Voeg de kolom toe aan de export, of beschrijf de indeling in het instellingenbestand."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(
    what: str, name: str, content: bytes, sentence: str
) -> None:
    found = taken_in(content, name)
    assert found.delivery.refused_why == sentence, what
    assert (found.delivery.n_lines, found.delivery.parts) == (0, ())


@pytest.mark.parametrize(
    ("what", "bad", "rule"),
    [
        ("truncated line", "912345;01-09-2025;08", "n_fields"),
        ("other delimiter", GOOD.replace(";", ","), "n_fields"),
        ("a field too many", f"{GOOD};1", "n_fields"),
        ("a line of another layout", "912345;20250901;0830;20250901;0920;1;1;NED;Aanwezig;J", "n_fields"),
        ("the header again", HEAD, "student_id|type"),
        ("impossible date", GOOD.replace("01-09", "31-02"), "date|type"),
        ("end before start", GOOD.replace("09:20", "08:20"), "ends_after_start"),
        ("unknown code", GOOD.replace("aanwezig", "Voorbeeld"), "status|code"),
        ("a lesson of 0 minutes", GOOD.replace("09:20", "08:30"), "ends_after_start"),
        ("a lesson of 1,000 minutes", GOOD.replace("08:30", "00:10").replace("09:20", "16:50"),
         "lasts_at_most_ten_hours"),
        ("NUL", GOOD.replace("E1A", "E\0A"), "control_character"),
        ("a loose carriage return", GOOD.replace("E1A", "E\rA"), "control_character"),
        ("10 MB line", GOOD.replace("E1A", "E" * 10_000_000), "line_too_long"),
        ("a line one byte too long", GOOD.ljust(records.LONGEST_LINE + 1, "E"), "line_too_long"),
        ("unclosed quote", GOOD.replace("E1A", '"E1A')[: -len(";")], "quote"),
        ("unclosed quote at the start", f'"{GOOD}', "quote"),
        ("a number with a fraction", GOOD.replace("912345", "912345.6"), "student_id|type"),
        ("a number with an exponent", GOOD.replace("912345", "9e5"), "student_id|type"),
        ("a date of 7 digits", GOOD.replace("01-09-2025", "2025091"), "date|type"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_last", [False, True], ids=["in the middle", "as the last line"])
def test_a_bad_line_is_set_aside_alone(what: str, bad: str, rule: str, as_last: bool) -> None:
    lines = [HEAD, GOOD, bad] + ([] if as_last else [OTHER, OTHER.replace("02-09", "03-09")])
    found = taken_in("\n".join(lines) + ("" if as_last else "\n"))
    assert found.rejected == [(3, rule)], what
    assert found.delivery.n_lines == len(lines) - 1
    assert found.delivery.n_validated == len(lines) - 2


def test_two_layouts_in_one_file_keep_the_first_and_set_the_other_aside() -> None:
    observations = "".join(f"912345;2025090{day};0830;2025090{day};0920;1;1;NED;Aanwezig;J\n" for day in range(1, 6))
    notices = "".join(f"912345;2025090{day};0830;2025090{day};0920;1;1;ZK;\n" for day in range(1, 4))
    found = taken_in(observations + notices)
    assert (found.delivery.layout, found.delivery.n_validated) == ("EduArte waarneming", 5)
    assert found.rejected == [(line, "n_fields") for line in (6, 7, 8)]


def test_a_quote_that_is_never_closed_does_not_swallow_the_lines_after_it() -> None:
    bad = GOOD.replace("E1A", '"E1A')
    lines = [HEAD, *(OTHER.replace("02-09", f"{day:02d}-09") for day in range(1, 30)), bad]
    lines += [OTHER.replace("02-09", f"{day:02d}-10") for day in range(1, 30)] + [bad, OTHER.replace("02-09", "1-11")]
    found = taken_in("\n".join(lines))
    assert found.rejected == [(31, "quote"), (61, "quote")]
    assert found.delivery.n_validated == len(lines) - 3


def test_two_unclosed_quotes_near_each_other_do_not_swallow_the_lines_between() -> None:
    odd = GOOD.replace("aanwezig", 'aanwezig"')
    found = taken_in("\n".join([HEAD, GOOD.replace("E1A", '"E1A'), OTHER, odd, GOOD]))
    assert read_back(found.good) == sorted([LESSONS[0], (*LESSONS[3][:5], "E1A")], key=str)
    assert found.lines == {2: "quote", 4: "status|code"}


def test_inches_in_a_field_are_words_and_no_quotes() -> None:
    found = taken_in("\n".join([HEAD, GOOD.replace("E1A", '15"'), OTHER.replace("E1A", '17"')]))
    assert found.good.get_column("class_code").to_list() == ['15"', '17"']


@pytest.mark.parametrize(
    ("later", "minute"), [("8.30", 510), ("8:30", 510), ("0830", 510), ("830", 510), ("08:30:59", 510)]
)
def test_a_time_means_the_same_whatever_the_lines_before_it_look_like(later: str, minute: int) -> None:
    lines = [f"912345;{20250901 + day};0930;{20250901 + day};1020;1;1;NED;Aanwezig;J" for day in range(20)]
    lines.append(f"912345;20250930;{later};20250930;1020;1;1;NED;Aanwezig;J")
    found = taken_in("\n".join(lines))
    assert found.good.filter(pl.col("date") == dt.date(2025, 9, 30)).get_column("start_minute").to_list() == [minute]


ODD_NUMBERS = st.one_of(
    st.integers(0, 10**10).map(str),
    st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)).map(lambda day: f"{day:%Y%m%d}"),
    st.text('0123456789xXfe+-. "', max_size=9),
    st.sampled_from(
        ["", "0x1F", "0X2710", "020250908", "00830", " 0830 ", "1e3", "912345,00", "٣", "99999999999999999999"]
    ),
)


@given(rows=st.lists(st.tuples(ODD_NUMBERS, ODD_NUMBERS, ODD_NUMBERS), min_size=1, max_size=4))
@example(rows=[("0x000DEBD8", "20250901", "0830")])
@example(rows=[("912345", "020250901", "00830")])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_in_digits_are_read_as_they_are_read_line_by_line(
    rows: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    usual = [("912345", "20250901", f"{8 + n:02d}30") for n in range(2)]
    lines = [f"{who};{day};{start};{day};1720;1;1;NED;Aanwezig;J" for who, day, start in [*usual, *rows]]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    facts = ingest.examine(file)

    def taken(*, as_text: bool) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        match, batches = ingest.read_file(file, facts, SOURCES, tmp_path, as_text=as_text)
        assert {"student_id", "date", "start_minute"} <= match.in_digits
        read = list(batches)
        good, rejected = (
            pl.concat(frames).sort("line") for frames in zip(*((b.good, b.rejected) for b in read), strict=True)
        )
        return good.rows(), rejected.rows()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognise, "SAMPLE_LINES", 2)
        by_line = taken(as_text=True)
        try:
            assert taken(as_text=False) == by_line
        except ingest.UnaccountedError:
            assert facts.has_quote


def test_a_place_that_is_also_read_as_a_text_keeps_the_zeros_in_front() -> None:
    attendance = registry.sources()["attendance"]
    generic = next(layout for layout in attendance.layouts if layout.name == "generiek")
    twice = replace(generic, columns={**generic.columns, "lesson_code": At(("begin",), Text())})
    found = taken_in(f"{HEAD}\n912345;01-09-2025;0830;0920;aanwezig;;;;;E1A;\n", sources=[
        replace(attendance, layouts=(twice,))
    ])  # fmt: skip
    assert found.good.select("start_minute", "lesson_code").rows() == [(510, "0830")]


# -- Files that change or vanish while they are read ---------------------------------------------------------------


@pytest.mark.parametrize("moment", ["recognise_text", "_split", "split_in_records"])
def test_a_file_that_vanishes_mid_read_is_refused_and_tried_again(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{HEAD}\n{GOOD}\n{'bad' if moment == 'split_in_records' else GOOD}\n", "utf-8")
    before: Callable[..., object] = getattr(ingest, moment)

    def vanish(*given: object) -> object:
        file.unlink(missing_ok=True)
        return before(*given)

    monkeypatch.setattr(ingest, moment, vanish)
    ((delivery, rejected),) = deliveries.check(file, SOURCES, tmp_path)
    assert delivery.refused_why == (
        "Het bestand was weg of niet te lezen terwijl het werd gelezen. Zet het terug en bouw opnieuw."
    )
    assert rejected.is_empty()


# -- Values of people stay in the file -----------------------------------------------------------------------------

WRONG = [GOOD.replace("E1A", "Voorbeeld"), "912346;Voorbeeld", GOOD.replace("aanwezig", "Één"), f'"{GOOD}']


def test_no_value_of_a_person_is_in_messages_or_in_the_list_of_lines_set_aside(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    found = taken_in("\n".join([HEAD, *WRONG]))
    said = f"{found.rejected} {found.delivery.refused_why} {caplog.text} {capfd.readouterr()}"
    assert found.delivery.n_rejected == 3
    assert not [value for value in PERSON if value in said]


@pytest.mark.parametrize("batch_rows", [10_000, 2])
def test_no_value_of_a_person_is_in_the_traceback_when_the_scan_gives_up(
    batch_rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*given: object) -> Iterator[pl.DataFrame]:
        raise pa.ArrowInvalid("Row #3: invalid value '912345 Voorbeeld'")

    monkeypatch.setattr(ingest, "BATCH_ROWS", batch_rows)
    monkeypatch.setattr(ingest, "_split", give_up)
    file = tmp_path / "a.csv"
    file.write_bytes("\n".join([HEAD, *[GOOD] * 30]).encode())
    _, batches = ingest.read_file(file, ingest.examine(file), SOURCES, tmp_path)
    with pytest.raises(ingest.UnaccountedError) as raised:
        list(batches)
    said = "".join(traceback.format_exception(raised.value))
    assert not [value for value in PERSON if value in said]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.csv.gz"])
def test_no_value_of_a_person_is_in_the_traceback_of_a_refusal(name: str, tmp_path: Path) -> None:
    whole = dict(WAYS.values())[name]
    file = tmp_path / name
    file.write_bytes(whole[: len(whole) * 2 // 3])

    def read() -> Iterator[object]:
        yield ingest.read_file(file, ingest.examine(file), SOURCES, tmp_path)

    with pytest.raises(RefusedError) as raised:
        list(read())
    said = "".join(traceback.format_exception(raised.value))
    assert not [value for value in PERSON if value in said]


# -- Properties ----------------------------------------------------------------------------------------------------

QUICK = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
group_codes = st.none() | st.text(
    st.characters(codec="cp1252", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u00a0"), min_size=1
).map(str.strip).filter(bool)


@st.composite
def valid_lessons(draw: st.DrawFn) -> list[Lesson]:
    keys = draw(st.lists(
        st.tuples(st.integers(10_000, 999_999_999), st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
                  st.integers(0, 1439)), min_size=1, max_size=20, unique=True,
    ))  # fmt: skip
    return [
        (student, day, start, draw(st.integers(start + 1, min(start + 600, 1440))),
         draw(st.sampled_from(sorted(DUTCH))),
         draw(group_codes))
        for student, day, start in keys
    ]  # fmt: skip


FORMATS: dict[str, Callable[[list[Lesson]], bytes]] = {
    "utf-8": lambda lessons: text_of([cells(one) for one in lessons]).encode(),
    "cp1252, tab, CRLF, quoted": lambda lessons: written(
        [HEADER, *map(cells, lessons)], "\t", "\r\n", csv.QUOTE_ALL
    ).encode("cp1252"),
    "utf-16, comma": lambda lessons: written([HEADER, *map(cells, lessons)], ",").encode("utf-16"),
    "no header, pipe, packed": lambda lessons: gzip.compress(written([*map(cells, lessons)], "|").encode("utf-8-sig")),
    "parquet": lambda lessons: parquet(lessons, has_types=True),
    "xlsx": lambda lessons: workbook(lessons, has_real_cells=True),
}


@pytest.mark.parametrize("form", FORMATS)
@QUICK
@given(lessons=valid_lessons())
def test_any_valid_lessons_in_any_format_read_back_identically(form: str, lessons: list[Lesson]) -> None:
    found = taken_in(FORMATS[form](lessons))
    assert found.rejected == []
    assert read_back(found.good) == sorted(lessons, key=str)


odd_cells = st.sampled_from(
    ["", " ", "8.30", "1e3", "+5", "0x1F", "1_0", "912345.0", "9 12", '"', '""', '"a"', '"a";"b"', 'a"b', '"a"b', "\r",
     "\0", "\ufeff", "\u00a0", "é", "31-02-2025", "2025091", "1-9-2025", "24:00", "24:01", "2400", "-1", "٣", "NULL",
     "nan", "912345;", "#", "\\", "'", "\x1c", "\x85", "\u2028"]
) | st.text(max_size=6)  # fmt: skip


@st.composite
def lines_thrown_at_it(draw: st.DrawFn) -> str:
    """A file of lessons in which some fields, lines and line ends are something else."""
    lines = []
    for day in range(draw(st.integers(1, 12))):
        fields = cells((912345 + day % 2, dt.date(2025, 9, 1 + day), 510, 560, "present", "E1A"))
        for _ in range(draw(st.integers(0, 2))):
            fields[draw(st.integers(0, 10))] = draw(odd_cells)
        lines.append(";".join(fields))
        if draw(st.integers(0, 5)) == 0:
            lines.append(draw(odd_cells))
    head = [HEAD] * draw(st.integers(0, 5).map(bool))
    return draw(st.sampled_from(["\n", "\n", "\r\n"])).join([*head, *lines]) + draw(st.sampled_from(["", "\n"]))


def both_ways(content: bytes, folder: Path) -> tuple[judge.Batch | None, judge.Batch]:
    """Read by the scan (None when it hands over to text) and as text."""
    file = folder / "both.csv"
    file.write_bytes(content)
    found: list[judge.Batch | None] = []
    for as_text in (False, True):
        _, batches = ingest.read_file(file, ingest.examine(file), SOURCES, folder, as_text=as_text)
        try:
            read = list(batches)
        except ingest.UnaccountedError:
            assert not as_text
            found.append(None)
            continue
        good = pl.concat([batch.good for batch in read]).sort("line")
        found.append(judge.Batch(good, pl.concat([batch.rejected for batch in read]).sort("line")))
    assert found[1] is not None
    return found[0], found[1]


@settings(QUICK, max_examples=100)
@given(text=lines_thrown_at_it())
@example(text=f"{HEAD}\n{GOOD}\n\n{OTHER}\n")
def test_the_scan_and_the_text_agree_on_good_rows_and_lines_set_aside(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        scanned, read = both_ways(text.encode("utf-8", "surrogatepass"), folder)
    except RefusedError:
        return
    if scanned is not None:
        assert scanned.good.equals(read.good)
        assert scanned.rejected.equals(read.rejected)


@settings(QUICK, max_examples=100)
@given(content=lines_thrown_at_it().map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=300))
def test_whatever_is_thrown_at_it_adds_up_or_is_refused(content: bytes) -> None:
    found = taken_in(content)
    if found.delivery.refused_why is None and b'"' not in content:
        n_lines = sum(bool(line.strip()) for line in content.split(b"\n"))
        has_header = content.lstrip(b"\xef\xbb\xbf\r\n ").startswith(HEAD.encode())
        assert found.delivery.n_lines == n_lines - has_header


# -- Large files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_rows", [20, 100])
@pytest.mark.parametrize("oddity", ["none", "bad lines", "quotes", "quotes and bad lines", "blank line"])
def test_a_file_read_in_batches_gives_the_same_as_in_one_go(
    batch_rows: int, oddity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(8)
    lines = [
        f"{912300 + rng.randrange(30)};{day:02d}-09-2025;08:30;09:{rng.randrange(60):02d};"
        f"{rng.choice(['P', 'Z', 'TL'])};;;;;E1A;"
        for day in range(1, 29)
        for _ in range(8)
    ]
    if "quotes" in oddity:
        lines[40] = lines[40].replace("E1A", '"E1;A"')
    if "bad lines" in oddity:
        lines[3], lines[90], lines[150], lines[-1] = "bad", "x" + lines[90], lines[150].replace(";P;", ";Q;"), "1;2"
    if oddity == "blank line":
        lines[60] = ""
    content = "\n".join([HEAD, *lines])
    whole = taken_in(content)
    monkeypatch.setattr(ingest, "BATCH_ROWS", batch_rows)
    monkeypatch.setattr(ingest, "TEXT_ROWS", batch_rows)
    parts = taken_in(content)
    key = ["student_id", "date", "start_minute"]
    # The batch a lesson is in says which of two lines comes last; the build counts those as replaced.
    latest = parts.good.unique(key, keep="last", maintain_order=True).sort(key)
    assert latest.equals(whole.good.sort(key))
    assert parts.rejected == whole.rejected
    assert parts.delivery.n_lines == whole.delivery.n_lines == sum(map(bool, lines))


def test_more_bad_lines_than_fit_in_memory_are_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "TEXT_ROWS", 3)
    found = taken_in("\n".join([HEAD, GOOD, *["bad"] * 10]))
    assert found.rejected == [(line, "n_fields") for line in range(3, 13)]
    assert re.fullmatch(r"\d+", str(found.delivery.n_validated))
