"""Attendance: what was registered for one student in one lesson.

Who delivers it: the attendance system (EduArte, PARS or another), mostly every day or week.
Layouts: EduArte "waarneming" (headerless, ten fields), PARS registrations (half-hour slots), a generic layout, and
whatever a school describes in its settings file. Remarks are never loaded: they can hold medical facts.

EduArte says only that a student was absent; why is told by the absence notices, which the marts lay over the
lessons. PARS counts in half-hour slots from the first slot of the day; a late student is one registration whose
clock times run from the start of the lesson to the arrival (our reading; the layout can be redefined in the settings).
"""

import datetime as dt
from dataclasses import replace

import dataframely as dy
import polars as pl

from pipelines.contract import (
    At,
    Clock,
    Code,
    Day,
    Integer,
    Layout,
    Moment,
    Schema,
    Slot,
    Source,
    Text,
    about,
    rule,
)

STATUSES = [
    "present",
    "late",
    "removed",
    "absent",
    "excused",
    "ill",
    "unexcused",
    "unregistered",
    "cancelled",
]
"""`absent` is absence of which the reason is not in the line itself."""

DUTCH_STATUSES = {
    "P": "present", "Aanwezig": "present", "Present": "present",
    "Te laat": "late", "Telaat": "late", "TL": "late", "L": "late",
    "Verwijderd": "removed", "Uitgestuurd": "removed", "Verwijderd uit les": "removed",
    "Afwezig": "absent", "A": "absent",
    "Geoorloofd": "excused", "Regulier absent": "excused", "Verlof": "excused", "Arts": "excused", "G": "excused",
    "Ziek": "ill", "Z": "ill",
    "Ongeoorloofd": "unexcused", "Absent": "unexcused", "Afwezig zonder melding": "unexcused", "Spijbelen": "unexcused",
    "O": "unexcused",
    "Niet geregistreerd": "unregistered", "": "unregistered",
    "Nvt": "cancelled", "N": "cancelled", "Lesuitval": "cancelled", "Uitgevallen": "cancelled",
}  # fmt: skip


class Attendance(Schema):
    """One student in one lesson; `end_date` only serves to check that a lesson ends on the day it starts."""

    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Datum van de les", "01-09-2025"))
    start_minute = dy.Int16(min=0, max=1439, metadata=about("Begintijd van de les", "08:30"))
    end_minute = dy.Int16(min=1, max=1440, metadata=about("Eindtijd van de les", "09:30"))
    end_date = dy.Date(nullable=True, metadata=about("Einddatum van de les", "01-09-2025", transient=True))
    status = dy.Enum(STATUSES, metadata=about("Status van de registratie", "Aanwezig"))
    is_excused = dy.Enum(["yes", "no"], nullable=True, metadata=about("Geoorloofd (J of N)", "J"))
    arrival_minute = dy.Int16(nullable=True, min=0, max=1440, metadata=about("Tijd van aankomst", "09:10"))
    attended_minutes = dy.Int16(nullable=True, min=0, max=600, metadata=about("Minuten aanwezig", 50))
    # Few texts on very many lines: as a category they are numbered once, and neither copied nor looked up again.
    lesson_code = dy.Categorical(nullable=True, metadata=about("Soort les of vak", "REK"))
    class_code = dy.String(nullable=True, metadata=about("Klas of groep van de les", "E1A"))
    registered_at = dy.Datetime(
        nullable=True,
        min=dt.datetime(2000, 1, 1),
        time_unit="us",
        metadata=about("Moment van melden", "01-09-2025 08:05"),
    )

    @rule()
    def ends_after_start(cls) -> pl.Expr:
        """De les eindigt niet na het begin. Verbeter begin- of eindtijd in het rooster en lever opnieuw aan."""
        return pl.col("end_minute") > pl.col("start_minute")

    @rule()
    def lasts_at_most_ten_hours(cls) -> pl.Expr:
        """De les duurt langer dan tien uur. Controleer begin- en eindtijd en lever de regel opnieuw aan."""
        return pl.col("end_minute").cast(pl.Int32) - pl.col("start_minute") <= 600

    @rule()
    def ends_on_the_same_day(cls) -> pl.Expr:
        """De les eindigt op een andere dag dan waarop zij begint. Controleer de datums en lever opnieuw aan."""
        return pl.col("end_date").is_null() | (pl.col("end_date") == pl.col("date"))

    @rule()
    def attended_within_the_lesson(cls) -> pl.Expr:
        """Er staan meer minuten aanwezig dan de les duurt. Controleer de regel in het bronsysteem."""
        return pl.col("attended_minutes").is_null() | (
            pl.col("attended_minutes") <= pl.col("end_minute") - pl.col("start_minute")
        )


SLOT = Slot(first_minute=8 * 60 + 30, slot_minutes=30)
"""The half-hour slots of PARS; the first one starts at 08:30 [our choice]."""

EDUARTE = Layout(
    name="eduarte_waarneming",
    title="EduArte waarneming",
    documented="EduArte export waarnemingen: tien velden, puntkomma, zonder kopregel",
    header=(
        "deelnemernummer", "begindatum", "begintijd", "einddatum", "eindtijd", "beginlesuur", "eindlesuur",
        "onderwijsproduct", "waarneming", "afgehandeld",
    ),
    columns={
        "student_id": At(("deelnemernummer",), Integer()),
        "date": At(("begindatum",), Day(formats=("%Y%m%d", "%d-%m-%Y", "%Y-%m-%d"))),
        "start_minute": At(("begintijd",), Clock()),
        "end_date": At(("einddatum",), Day(formats=("%Y%m%d", "%d-%m-%Y", "%Y-%m-%d"))),
        "end_minute": At(("eindtijd",), Clock()),
        "lesson_code": At(("onderwijsproduct",), Text()),
        "status": At(
            ("waarneming",),
            Code(values={"Aanwezig": "present", "Afwezig": "absent", "Nvt": "cancelled", "": "unregistered"}),
        ),
    },
)  # fmt: skip

PARS = Layout(
    name="pars_registraties",
    title="PARS registraties",
    documented="PARS overzicht registraties: kopregel, puntkomma, halfuurblokken",
    header=(
        "DatumVan", "LesuurBegin", "LesuurEind", "OVnr", "DeelnemerNaam", "GroepNaam", "TypeOmschrijving",
        "TijdVan2", "TijdTot2", "Tijd", "Reden", "Opmerking", "Naam",
    ),
    columns={
        "student_id": At(("OVnr",), Integer()),
        "date": At(("DatumVan",), Day(formats=("%d-%m-%Y",))),
        "start_minute": At(("LesuurBegin",), SLOT),
        "end_minute": At(("LesuurEind",), replace(SLOT, is_at_end=True)),
        "arrival_minute": At(("TijdTot2",), Clock()),
        "lesson_code": At(("Naam",), Text()),
        "class_code": At(("GroepNaam",), Text()),
        "status": At(
            ("TypeOmschrijving",),
            Code(values={
                "Present": "present", "Absent": "unexcused", "Regulier absent": "excused", "Te laat": "late",
                "Ziek": "ill", "": "unregistered", "Lesuitval": "cancelled", "N": "cancelled",
                "Verwijderd": "removed",
            }),
        ),
    },
)  # fmt: skip

GENERIC = Layout(
    name="generiek",
    title="Algemene indeling",
    documented="README, Bestanden aanleveren",
    header=(
        "studentnummer", "datum", "begin", "eind", "status", "aankomst", "minuten_aanwezig", "reden", "geoorloofd",
        "klas", "geregistreerd_op",
    ),
    columns={
        "student_id": At(("studentnummer",), Integer()),
        "date": At(("datum",), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
        "start_minute": At(("begin", "begintijd"), Clock()),
        "end_minute": At(("eind", "eindtijd"), Clock()),
        "status": At(("status",), Code(values=DUTCH_STATUSES)),
        "is_excused": At(("geoorloofd",), Code(values={"J": "yes", "Ja": "yes", "N": "no", "Nee": "no"})),
        "arrival_minute": At(("aankomst",), Clock()),
        "attended_minutes": At(("minuten_aanwezig",), Integer()),
        "lesson_code": At(("vak", "lessoort"), Text()),
        "class_code": At(("klas",), Text()),
        "registered_at": At(("geregistreerd_op",), Moment()),
    },
)  # fmt: skip

SOURCE = Source(
    name="attendance",
    title="Aanwezigheid per les",
    schema=Attendance,
    grain=("student_id", "date", "start_minute"),
    replaces=("student_id", "date", "start_minute"),
    period="date",
    is_weekly=True,
    layouts=(EDUARTE, PARS, GENERIC),
)
