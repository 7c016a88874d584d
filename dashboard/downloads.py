"""What a viewer takes along: a workbook or a CSV file of the figures that were on screen, with what they mean.

A file is made of the frame that was shown and never asks for figures again, so what was hidden on screen is hidden
in the file. A hidden cell holds a word, never a number and never nothing. Shares are numbers with a percent format in
the workbook and percentages with a decimal comma in the CSV file, which opens as columns in a Dutch spreadsheet.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl
import xlsxwriter

from dashboard import style, wording
from dashboard.data import About
from pipelines.definition import Definition

Kind = Literal["text", "number", "count", "decimal", "share", "published", "points", "date", "month", "school_year"]

FORMATS: dict[Kind, str] = {
    "number": "0",
    "count": "#,##0",
    "decimal": "0.00",
    "share": "0.0%",
    "published": "0.00%",
    "points": "+0.0;-0.0;0.0",
    "date": "dd-mm-yyyy",
    "month": "dd-mm-yyyy",
}
"""How a spreadsheet shows each kind of number, in its own notation; the reader's language decides on the comma."""


@dataclass(frozen=True)
class Column:
    """One column of a file: its Dutch head, what it holds, and which column of the frame says that it is hidden.

    kind: a share, a published one (of two decimals) and points are 0-1 in our tables; points are written in whole
    percentage points. hidden_by is None
    for what tells the groups apart, which is always shown.
    """

    head: str
    kind: Kind = "text"
    hidden_by: str | None = "is_hidden"


def group(head: str, kind: Kind = "text") -> Column:
    """A column that says which group or moment a row is about."""
    return Column(head, kind, hidden_by=None)


COLUMNS = {
    "theme": group("Thema"),
    "question": group("Vraag"),
    "item": group("Code van de vraag"),
    "kind": group("Soort lijst"),
    "kenmerk": group("Kenmerk"),
    "location": group("Locatie"),
    "team": group("Team"),
    "programme": group("Opleiding"),
    "class_id": group("Klas"),
    "level": group("Niveau", "number"),
    "leerweg": group("Leerweg"),
    "teljaar": group("Teljaar", "school_year"),
    "report_month": group("Rapportagemaand", "number"),
    "status": group("Status"),
    "edition": group("Meting", "number"),
    "school_year": group("Schooljaar", "school_year"),
    "month": group("Maand vanaf", "month"),
    "week_start": group("Week vanaf", "date"),
    "numerator": Column("Geteld", "count"),
    "denominator": Column("Van", "count"),
    "n_persons": Column("Studenten", "count"),
    "value": Column("Aandeel", "share"),
    "low": Column("Band van", "share"),
    "high": Column("Band tot", "share"),
}
"""The columns of `Door.figures` that every file knows, in the order in which they are written."""


@dataclass(frozen=True)
class Takeaway:
    """One table or chart to take along: the rows as they were shown, and all that is needed to read them later.

    columns: which columns of `rows` are written, in this order; the known ones that are there when left out.
    basis: from what it is counted, as it stands on screen.
    """

    title: str
    rows: pl.DataFrame
    definitions: tuple[Definition, ...]
    basis: str
    about: About
    columns: Mapping[str, Column] = field(default_factory=dict)

    @property
    def shown(self) -> Mapping[str, Column]:
        """The columns that are written."""
        return self.columns or known(self.rows)

    @property
    def n_hidden(self) -> int:
        """How many figures are hidden: rows in which a column that tells so is true."""
        flags = {column.hidden_by for column in self.shown.values()} & set(self.rows.columns)
        return int(sum(self.rows[flag].sum() for flag in flags if flag is not None))

    def file_name(self, suffix: str) -> str:
        """A name that sorts and says up to which day: groeilijn_aanwezigheid-per-week_2026-06-05.csv."""
        return file_name(self.title, self.about.until, suffix)


CHANGE = {
    "change": Column("Verschil in punten", "points"),
    "change_low": Column("Verschil van, in punten", "points"),
    "change_high": Column("Verschil tot, in punten", "points"),
}
"""What a figure changed by since an earlier moment, with its interval; a page adds which moment that was."""


def file_name(title: str, until: dt.date | None, suffix: str) -> str:
    """The name of a file by its title, which holds nothing of a person, and the last day it is about."""
    day = f"_{until.isoformat()}" if until else ""
    return f"groeilijn_{wording.slug(title)}{day}.{suffix}"


def known(rows: pl.DataFrame, **others: Column) -> dict[str, Column]:
    """The known columns that are in a frame; `others` give a column of the frame a head of its own, or add it. Where
    figures have no band, neither has the file.
    """
    found = {name: column for name, column in {**COLUMNS, **others}.items() if name in rows.columns}
    is_shown = "value" in found and rows["value"].is_not_null().any()
    if is_shown and "low" in found and rows["low"].is_null().all():
        return {name: column for name, column in found.items() if name not in ("low", "high")}
    return found


def workbook(taken: Takeaway) -> bytes:
    """The figures on the first sheet, what they mean on the second."""
    return workbook_of({"Cijfers": taken}, {"Toelichting": list(_notes(taken))})


def workbook_of(
    tables: Mapping[str, Takeaway], notes: Mapping[str, list[tuple[str, str]]], first: str | None = None
) -> bytes:
    """A sheet for each table, and sheets of pairs of term and meaning, by their names; `first` names what opens."""
    target = io.BytesIO()
    # What a school types is text, also when it begins with an equals sign or looks like an address.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        formats = {kind: book.add_format({"num_format": code, "align": "right"}) for kind, code in FORMATS.items()}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        word = book.add_format({"italic": True, "align": "right"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "valign": "top"})
        if first is not None:
            _pairs(book.add_worksheet(first), notes[first], bold, wrapped)
        for name, taken in tables.items():
            _figures(book.add_worksheet(name), taken, formats, head, word)
        for name, pairs in notes.items():
            if name != first:
                _pairs(book.add_worksheet(name), pairs, bold, wrapped)
    return target.getvalue()


def _figures(sheet: Any, taken: Takeaway, formats: Mapping[Kind, Any], head: Any, word: Any) -> None:
    for number, (name, column) in enumerate(taken.shown.items()):
        sheet.write_string(0, number, column.head, head)
        for line, (value, is_hidden) in enumerate(_cells(taken, name, column), start=1):
            if is_hidden:
                sheet.write_string(line, number, wording.NOT_SHOWN, word)
            elif value is not None:
                _write(sheet, line, number, value, column.kind, formats)
        sheet.set_column(number, number, max(14, min(40, len(column.head) + 2)))
    sheet.freeze_panes(1, 0)


def _pairs(sheet: Any, pairs: list[tuple[str, str]], bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for line, (term, meaning) in enumerate(pairs):
        sheet.write_string(line, 0, term, bold)
        sheet.write_string(line, 1, meaning, wrapped)


def comma_separated(taken: Takeaway) -> bytes:
    """What they mean in lines that start with #, then the figures; semicolons, decimal commas, UTF-8 with BOM."""
    target = io.StringIO()
    for term, meaning in _notes(taken):
        target.write(f"# {term}: {' '.join(meaning.split())}\r\n" if term else "#\r\n")
    lines = csv.writer(target, delimiter=";", lineterminator="\r\n")
    lines.writerow(_percent_head(column) for column in taken.shown.values())
    columns = [
        [
            wording.NOT_SHOWN if is_hidden else _written(value, column.kind)
            for value, is_hidden in _cells(taken, name, column)
        ]
        for name, column in taken.shown.items()
    ]
    lines.writerows(zip(*columns, strict=True))
    return target.getvalue().encode("utf-8-sig")


def _cells(taken: Takeaway, name: str, column: Column) -> Iterator[tuple[Any, bool]]:
    """Each value of a column with whether it is hidden."""
    flags = taken.rows[column.hidden_by] if column.hidden_by in taken.rows.columns else [False] * taken.rows.height
    return zip(taken.rows[name].to_list(), flags, strict=True)


def _write(sheet: Any, line: int, number: int, value: Any, kind: Kind, formats: Mapping[Kind, Any]) -> None:
    if kind == "points":
        value = value * 100
    if kind == "school_year":
        sheet.write_string(line, number, style.school_year(value))
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, number, dt.datetime.combine(value, dt.time()), formats["date"])
    elif kind == "text" or isinstance(value, str):
        sheet.write_string(line, number, str(value))
    else:
        sheet.write_number(line, number, value, formats[kind])


def _written(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if kind == "school_year":
        return style.school_year(value)
    if isinstance(value, dt.date):
        return style.day(value)
    if kind in ("share", "points"):
        return f"{value * 100:.1f}".replace(".", ",")
    if kind == "published":
        return f"{value * 100:.2f}".replace(".", ",")
    if kind == "decimal":
        return f"{value:.2f}".replace(".", ",")
    # A spreadsheet would run a text that begins like a formula.
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else str(value)


def _percent_head(column: Column) -> str:
    return f"{column.head} (%)" if column.kind in ("share", "published") else column.head


def _notes(taken: Takeaway) -> Iterator[tuple[str, str]]:
    """What the figures mean and where they come from, as pairs of term and meaning."""
    about = taken.about
    yield "Wat", taken.title
    yield "Instelling", about.institution
    yield "Gegevens tot en met", style.day(about.until)
    yield "Waarover", taken.basis
    yield "Bestanden", wording.from_files(about.n_files)
    yield "Versie van de cijfers", about.build
    yield "Kleine groepen", wording.thresholds(about.small_group, about.few_answers)
    yield "Niet getoond", wording.not_shown(taken.n_hidden)
    for definition in taken.definitions:
        yield "", ""
        yield "Definitie", definition.title
        yield from wording.terms(definition)
        yield "In de code", definition.where
