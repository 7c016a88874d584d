"""Test marks: what one student got for one test or resit.

Who delivers it: the student information system or the mark register, after every marking period or every week. A mark
is kept in whole hundredths. A word instead of a number (voldoende, nog niet, goed) is kept as a code, and takes no part
in what compares marks. Remarks, names and who marked it are never loaded. A later delivery that repeats a test of a
student in the same school year replaces its mark.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Day, Hundredths, Integer, Layout, Reading, Schema, Source, Text, about, rule

WORDS = {
    "V": "pass", "voldoende": "pass", "behaald": "pass",
    "O": "not_yet", "onvoldoende": "not_yet", "niet behaald": "not_yet",
    "G": "good", "goed": "good",
}  # fmt: skip
"""Words that stand where a number is expected; any other text sets its line aside."""


class Mark(Schema):
    """One result of one student for one test; a resit is a result of its own."""

    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    subject = dy.String(metadata=about("Vak", "REK"))
    test = dy.String(metadata=about("Toets", "Toets 2"))
    attempt = dy.Int8(
        nullable=True, min=0, max=20, metadata=about("Herkansing (volgnummer, leeg is de eerste keer)", 1)
    )
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Datum", "14-10-2025"))
    mark_hundredths = dy.Int16(nullable=True, min=100, max=1_000, metadata=about("Cijfer (1 tot en met 10)", "6,4"))
    word = dy.Enum(["pass", "not_yet", "good"], nullable=True, metadata=about("Resultaat in een woord", "V"))

    @rule()
    def has_a_result(cls) -> pl.Expr:
        """Het resultaat is leeg, of het is geen cijfer van 1 tot en met 10 en ook geen V, O of G. Is de toets niet
        gemaakt of is er vrijstelling, dan hoeft er niets te gebeuren; verbeter anders het resultaat en lever opnieuw
        aan.
        """
        return pl.col("mark_hundredths").is_not_null() | pl.col("word").is_not_null()


DAYS = Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))


def _layout(name: str, title: str, documented: str, header: tuple[str, ...], **names: tuple[str, ...]) -> Layout:
    readings: dict[str, Reading] = {
        "student_id": Integer(),
        "subject": Text(),
        "test": Text(),
        "attempt": Integer(),
        "date": DAYS,
        "mark_hundredths": Hundredths(drops_unknown=True),
        "word": Code(values=WORDS, drops_unknown=True),
    }
    names["word"] = names["mark_hundredths"]
    columns = {column: At(names[column], reading) for column, reading in readings.items()}
    return Layout(name=name, title=title, documented=documented, header=header, columns=columns)


SOURCE = Source(
    name="test_marks",
    title="Toetscijfers",
    schema=Mark,
    grain=("student_id", "subject", "test", "attempt", "date"),
    replaces=("student_id", "subject", "test", "attempt", "year(date - INTERVAL 7 MONTH)"),
    period="date",
    layouts=(
        _layout(
            "generiek",
            "Toetscijfers",
            "README, Bestanden aanleveren",
            ("studentnummer", "vak", "toets", "datum", "cijfer", "herkansing"),
            student_id=("studentnummer", "deelnemernummer", "leerlingnummer"),
            subject=("vak", "vakcode", "onderwijsproduct"),
            test=("toets", "toetscode", "toetsnaam"),
            attempt=("herkansing", "poging", "kans"),
            date=("datum", "toetsdatum", "datum_afname"),
            mark_hundredths=("cijfer",),
        ),
        _layout(
            "osiris",
            "OSIRIS resultaten",
            "OSIRIS export resultaten (kolomnamen)",
            ("studentnummer", "cursus", "toets", "gelegenheid", "toetsdatum", "resultaat"),
            student_id=("studentnummer",),
            subject=("cursus", "cursuscode", "examenonderdeel"),
            test=("toets", "toetscode"),
            attempt=("gelegenheid", "poging"),
            date=("toetsdatum", "datum_resultaat", "resultaatdatum"),
            mark_hundredths=("resultaat", "oordeel"),
        ),
        _layout(
            "eduarte",
            "EduArte resultaten",
            "EduArte export resultaten (kolomnamen)",
            ("deelnemernummer", "onderwijsproduct", "toetscode", "herkansingsnummer", "datum_behaald", "waarde"),
            student_id=("deelnemernummer",),
            subject=("onderwijsproduct", "onderwijsproductcode"),
            test=("toetscode", "resultaatstructuurcode"),
            attempt=("herkansingsnummer", "poging"),
            date=("datum_behaald", "datumbehaald"),
            mark_hundredths=("waarde", "score"),
        ),
    ),
)
