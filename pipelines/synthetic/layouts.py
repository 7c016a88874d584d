"""The truth written down the way each supplier writes it: the supplier's columns in the supplier's order.

EduArte: headerless, dates yyyymmdd, times hhmm. PARS: header, dates d-m-yyyy, half-hour slots. Generic:
header, dates dd-mm-jjjj, times HH:MM. All with `;` between the fields.
"""

from datetime import date

import polars as pl

from pipelines.synthetic.attendance import (
    CANCELLED,
    EXCUSED,
    ILL,
    LATE,
    PRESENT,
    REMOVED,
    UNEXCUSED,
    UNREGISTERED,
)
from pipelines.synthetic.school import PRODUCTS

REASONS = (
    ("ZK", "Ziek", "ziek", "J"),
    ("AR", "Arts of specialist", "absent", "J"),
    ("VL", "Verlof", "absent", "J"),
    ("SP", "Spijbelen", "absent", "N"),
    ("TL", "Te laat", "te laat", "N"),
    ("VW", "Verwijderd uit de les", "verwijderd", "N"),
)
"""The school's reason table: code, name, kind, geoorloofd."""

NOON = 12 * 60
_MINUTES = range(24 * 60)
_HHMM = {minute: f"{minute // 60:02d}{minute % 60:02d}" for minute in _MINUTES}
_H_MM = {minute: f"{minute // 60}:{minute % 60:02d}" for minute in _MINUTES}
_HH_MM = {minute: f"{minute // 60:02d}:{minute % 60:02d}" for minute in _MINUTES}

_PRODUCTS = dict(enumerate(PRODUCTS))

EDUARTE_STATUS = {
    PRESENT: "Aanwezig", LATE: "Aanwezig", REMOVED: "Aanwezig", EXCUSED: "Afwezig", ILL: "Afwezig",
    UNEXCUSED: "Afwezig", UNREGISTERED: None, CANCELLED: "Nvt",
}  # fmt: skip
PARS_TYPE = {
    PRESENT: "Present", LATE: "Te laat", REMOVED: "Present", EXCUSED: "Regulier absent", ILL: "Ziek",
    UNEXCUSED: "Absent", UNREGISTERED: None,
}  # fmt: skip
GENERIC_STATUS = {
    PRESENT: "aanwezig", LATE: "te laat", REMOVED: "verwijderd", EXCUSED: "geoorloofd", ILL: "ziek",
    UNEXCUSED: "ongeoorloofd", UNREGISTERED: None, CANCELLED: "lesuitval",
}  # fmt: skip


def _clock(minute: pl.Expr, form: dict[int, str]) -> pl.Expr:
    return minute.cast(pl.Int16).replace_strict(form, return_dtype=pl.String)


def _yyyymmdd(day: str) -> pl.Expr:
    column = pl.col(day)
    return column.dt.year().cast(pl.Int32) * 10_000 + column.dt.month().cast(pl.Int32) * 100 + column.dt.day()


def _is_one_in(n: int) -> pl.Expr:
    """True for about one row in `n`, always the same ones."""
    day = pl.col("date").dt.ordinal_day().cast(pl.Int32)
    return (pl.col("student_id") * 31 + day * 17 + pl.col("start_minute") // 15) % n == 0


def eduarte_observations(lessons: pl.DataFrame) -> pl.DataFrame:
    """EduArte waarneming: ten columns, one row per student and lesson. Not registered = ninth field empty."""
    return lessons.select(
        deelnemernummer="student_id",
        begindatum=_yyyymmdd("date"),
        begintijd=_clock(pl.col("start_minute"), _HHMM),
        einddatum=_yyyymmdd("date"),
        eindtijd=_clock(pl.col("end_minute"), _HHMM),
        beginlesuur="first_hour",
        eindlesuur="last_hour",
        onderwijsproduct=pl.col("product").replace_strict(_PRODUCTS, return_dtype=pl.String),
        waarneming=pl.col("status").replace_strict(EDUARTE_STATUS, return_dtype=pl.String),
        afgehandeld=pl.when(pl.col("status") == UNREGISTERED).then(pl.lit("N")).otherwise(pl.lit("J")),
    )


def eduarte_reports(lessons: pl.DataFrame, last_day: date) -> pl.DataFrame:
    """EduArte absentiemelding: nine columns, one row per report of an absence.

    Illness is one report per run of days, without times, and without an end when it lasts on `last_day`. An
    excused absence runs from its first to its last lesson; late and sent out are reported per lesson with the
    missed minutes; one unexcused lesson in ten has a report (spijbelen), the others stay unexplained.
    """
    by_day = ["student_id", "date"]
    ill_days = lessons.filter(pl.col("status") == ILL).select(by_day).unique().sort(by_day)
    new_run = (pl.col("date").diff().dt.total_days() != 1).over("student_id").fill_null(value=True)
    runs = (
        ill_days.with_columns(run=new_run.cum_sum())
        .group_by("run")
        .agg(pl.col("student_id").first(), date=pl.col("date").min(), last=pl.col("date").max())
        .with_columns(start_minute=pl.lit(0, pl.Int16))
    )
    illness = runs.select(
        "student_id", "date",
        begin=pl.lit(None, pl.Int16),
        last=pl.when(pl.col("last") < last_day).then("last"),
        end=pl.lit(None, pl.Int16),
        first_hour=pl.lit(None, pl.Int8),
        last_hour=pl.lit(None, pl.Int8),
        code=pl.lit("ZK"),
        remark=pl.when(_is_one_in(9)).then(pl.lit("belt zelf, hoopt op één dag")),
    )  # fmt: skip
    excused = (
        lessons.filter(pl.col("status") == EXCUSED)
        .group_by(by_day)
        .agg(
            pl.col("start_minute").min(),
            begin=pl.col("start_minute").min(),
            last=pl.col("date").first(),
            end=pl.col("end_minute").max(),
            first_hour=pl.col("first_hour").min(),
            last_hour=pl.col("last_hour").max(),
        )
        .select(
            "student_id", "date", "begin", "last", "end", "first_hour", "last_hour",
            code=pl.when(pl.col("end") < NOON).then(pl.lit("AR")).otherwise(pl.lit("VL")),
            remark=pl.lit(None, pl.String),
        )
    )  # fmt: skip
    is_late, is_removed = pl.col("status") == LATE, pl.col("status") == REMOVED
    missed = pl.col("missed_minutes")
    is_truant = (pl.col("status") == UNEXCUSED) & _is_one_in(10)
    per_lesson = lessons.filter(is_late | is_removed | is_truant).select(
        "student_id", "date",
        begin=pl.when(is_removed).then(pl.col("end_minute") - missed).otherwise("start_minute"),
        last="date",
        end=pl.when(is_late).then(pl.col("start_minute") + missed).otherwise("end_minute"),
        first_hour="first_hour",
        last_hour="last_hour",
        code=pl.when(is_late).then(pl.lit("TL")).when(is_removed).then(pl.lit("VW")).otherwise(pl.lit("SP")),
        remark=pl.lit(None, pl.String),
    )  # fmt: skip
    reports = pl.concat([illness, excused, per_lesson]).sort("date", "student_id", "begin", "code")
    return reports.select(
        deelnemernummer="student_id",
        begindatum=_yyyymmdd("date"),
        begintijd=_clock(pl.col("begin"), _HHMM),
        einddatum=_yyyymmdd("last"),
        eindtijd=_clock(pl.col("end"), _HHMM),
        beginlesuur="first_hour",
        eindlesuur="last_hour",
        redencode="code",
        opmerking="remark",
    )


def pars_registrations(lessons: pl.DataFrame) -> pl.DataFrame:
    """PARS: one row per student and lesson, cancelled lessons left out.

    Needs class_id, first_name and last_name too. Somebody late has one `Te laat` registration: its slots are
    those of the lesson, its clock times run from the start of the lesson to the arrival, exact to the minute.
    """
    status = pl.col("status")
    is_ill, is_excused, is_late = status == ILL, status == EXCUSED, status == LATE
    end = pl.when(is_late).then(pl.col("start_minute") + pl.col("missed_minutes")).otherwise("end_minute")
    hundredths = (end - pl.col("start_minute")).cast(pl.Int32) * 100 // 60
    day = pl.col("date").dt
    leave = pl.when(pl.col("end_minute") < NOON).then(pl.lit("Arts of specialist")).otherwise(pl.lit("Verlof"))
    rows = lessons.filter(status != CANCELLED).sort("class_id", "date", "start_minute", "student_id")
    return rows.select(
        DatumVan=pl.format("{}-{}-{}", day.day(), day.month(), day.year()),
        LesuurBegin="first_hour",
        LesuurEind="last_hour",
        OVnr="student_id",
        DeelnemerNaam=pl.format("{}, {}", "last_name", "first_name"),
        GroepNaam="class_id",
        TypeOmschrijving=status.replace_strict(PARS_TYPE, return_dtype=pl.String),
        TijdVan2=_clock(pl.col("start_minute"), _H_MM),
        TijdTot2=_clock(end, _H_MM),
        Tijd=pl.format("{},{}", hundredths // 100, (hundredths % 100).cast(pl.String).str.zfill(2)),
        Reden=pl.when(is_ill).then(pl.lit("Ziek")).when(is_excused).then(leave),
        Opmerking=pl.when(is_ill & _is_one_in(23)).then(pl.lit("belt morgen, misschien één dag")),
        Naam=pl.col("product").replace_strict(_PRODUCTS, return_dtype=pl.String),
    )


def generic_attendance(lessons: pl.DataFrame) -> pl.DataFrame:
    """Our own layout: one row per student and lesson, with arrival, minutes and moment of registration."""
    status = pl.col("status")
    length = pl.col("end_minute") - pl.col("start_minute")
    is_here = (status == PRESENT) | (status == LATE) | (status == REMOVED)
    is_absent = (status == EXCUSED) | (status == ILL) | (status == UNEXCUSED)
    is_known = status != UNREGISTERED
    day = pl.col("date").dt.to_string("%d-%m-%Y")
    return lessons.sort("date", "class_id", "start_minute", "student_id").select(
        studentnummer="student_id",
        datum=day,
        begin=_clock(pl.col("start_minute"), _HH_MM),
        eind=_clock(pl.col("end_minute"), _HH_MM),
        status=status.replace_strict(GENERIC_STATUS, return_dtype=pl.String),
        aankomst=pl.when(status == LATE).then(_clock(pl.col("start_minute") + pl.col("missed_minutes"), _HH_MM)),
        minuten_aanwezig=pl.when(is_here).then(length - pl.col("missed_minutes")).when(is_absent).then(0),
        reden=pl.when(status == ILL).then(pl.lit("ZK")).when(status == EXCUSED).then(pl.lit("VL")),
        geoorloofd=pl.when(is_absent).then(pl.when(status == UNEXCUSED).then(pl.lit("N")).otherwise(pl.lit("J"))),
        klas="class_id",
        geregistreerd_op=pl.when(is_known).then(pl.format("{} {}", day, _clock(pl.col("reported_minute"), _HH_MM))),
    )


_ENROLMENT_COLUMNS = {
    "student_id": "studentnummer", "first_name": "roepnaam", "last_name": "achternaam",
    "birth_date": "geboortedatum", "class_id": "klas", "team": "team", "location": "locatie",
    "programme": "opleiding", "crebo": "crebo", "level": "niveau", "leerweg": "leerweg", "cohort": "cohort",
    "start_date": "begindatum", "end_date": "einddatum", "leave_reason": "reden_uitschrijving",
    "prior_education": "vooropleiding", "mentor": "mentor", "kaw": "kaw", "peercoach": "peercoach",
    "person_number": "burgerservicenummer",
}  # fmt: skip
_OTHER_NAMES = {
    "generic": {},
    "eduarte": {
        "student_id": "deelnemernummer", "crebo": "externecode", "start_date": "verbintenis begindatum",
        "end_date": "verbintenis einddatum", "person_number": "bsn",
    },
    "osiris": {
        "crebo": "externe_code", "team": "organisatieonderdeel", "start_date": "ingangsdatum",
        "end_date": "afloopdatum", "person_number": "persoonsgebondennummer",
    },
}  # fmt: skip


def enrolments(stays: pl.DataFrame, layout: str) -> pl.DataFrame:
    """Enrolments as `generic`, `eduarte` or `osiris` name them; dates dd-mm-jjjj (EduArte yyyymmdd)."""
    form = "%Y%m%d" if layout == "eduarte" else "%d-%m-%Y"
    days = [pl.col(name).dt.to_string(form) for name in ("birth_date", "start_date", "end_date")]
    names = _ENROLMENT_COLUMNS | _OTHER_NAMES[layout]
    return stays.with_columns(days).select(*names).rename(names)


def calendar(entries: list[tuple[date, date, str, str]]) -> pl.DataFrame:
    """The school calendar: datum_van, datum_tot (both included), soort, omschrijving."""
    frame = pl.DataFrame(entries, schema=["datum_van", "datum_tot", "soort", "omschrijving"], orient="row")
    return frame.with_columns(pl.col("datum_van", "datum_tot").dt.to_string("%d-%m-%Y"))


def reasons() -> pl.DataFrame:
    """The reason table that goes with the absentiemelding."""
    return pl.DataFrame(REASONS, schema=["redencode", "omschrijving", "soort", "geoorloofd"], orient="row")
