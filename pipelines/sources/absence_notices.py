"""Absence notices: what a student, a parent or a teacher reported about an absence, a late arrival or a removal.

Who delivers it: EduArte ("absentiemelding", headerless, nine fields). A notice without times covers whole days; one
without an end date is open. The marts lay notices over the lessons. The remark is never loaded.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Clock, Day, Integer, Layout, Schema, Source, Text, about, rule


class AbsenceNotice(Schema):
    """One notice: from when, until when, and the code of its reason."""

    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    start_date = dy.Date(
        min=dt.date(2000, 1, 1),
        max=dt.date(2099, 12, 31),
        metadata=about("Begindatum van de melding", "20250901"),
    )
    start_minute = dy.Int16(nullable=True, min=0, max=1440, metadata=about("Begintijd van de melding", "0830"))
    end_date = dy.Date(
        nullable=True, min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31),
        metadata=about("Einddatum van de melding", "20250901"),
    )  # fmt: skip
    end_minute = dy.Int16(nullable=True, min=0, max=1440, metadata=about("Eindtijd van de melding", "1030"))
    reason_code = dy.String(max_length=2, metadata=about("Redencode (hoogstens 2 tekens)", "ZK"))

    @rule()
    def ends_after_start(cls) -> pl.Expr:
        """De melding eindigt voor zij begint. Verbeter begin of eind in het bronsysteem en lever opnieuw aan."""
        same_day = pl.col("end_date") == pl.col("start_date")
        return pl.col("end_date").is_null() | (
            (pl.col("end_date") >= pl.col("start_date"))
            & (~same_day | (pl.col("end_minute") >= pl.col("start_minute")).fill_null(value=True))
        )


EDUARTE = Layout(
    name="eduarte_absentiemelding",
    title="EduArte absentiemelding",
    documented="EduArte export absentiemeldingen: negen velden, puntkomma, zonder kopregel",
    header=(
        "deelnemernummer", "begindatum", "begintijd", "einddatum", "eindtijd", "beginlesuur", "eindlesuur",
        "redencode", "opmerking",
    ),
    columns={
        "student_id": At(("deelnemernummer",), Integer()),
        "start_date": At(("begindatum",), Day(formats=("%Y%m%d", "%d-%m-%Y", "%Y-%m-%d"))),
        "start_minute": At(("begintijd",), Clock()),
        "end_date": At(("einddatum",), Day(formats=("%Y%m%d", "%d-%m-%Y", "%Y-%m-%d"))),
        "end_minute": At(("eindtijd",), Clock()),
        "reason_code": At(("redencode",), Text()),
    },
)  # fmt: skip

SOURCE = Source(
    name="absence_notices",
    title="Absentiemeldingen",
    schema=AbsenceNotice,
    grain=("student_id", "start_date", "start_minute", "reason_code"),
    replaces=("student_id", "start_date", "start_minute"),
    period="start_date",
    layouts=(EDUARTE,),
)
