"""# Aanwezig, te laat en afwezig per les
Waarom: Elke les telt zoals zij is geregistreerd. Een melding zegt waarom iemand er niet of later was.
Telt mee: Geregistreerde lessen. Te laat en uit de les gestuurd tellen als aanwezig, min de gemiste minuten. Afwezig
met een melding die geoorloofd is, telt als geoorloofd; afwezig zonder melding telt als ongeoorloofd. Wie volgens
een melding van te laat of uit de les gestuurd de hele les miste, was afwezig.
Telt niet mee: Vervallen lessen. Niet-geregistreerde lessen zijn aanwezig noch afwezig; zij tellen alleen in de
registratiegraad. Heeft een student op een dag meer dan 60 lessen of meer dan 24 uur les, dan telt die dag niet mee; de
regels staan geteld op de pagina Gegevens.
Lees met beleid: Staat niet vast hoeveel minuten iemand te laat was, dan telt de hele les als aanwezig en is de
aankomsttijd onbekend. Een melding van te laat of uit de les gestuurd gaat over de les waarin zij begint, en maakt
van afwezig pas aanwezig als vaststaat voor hoeveel minuten. Een andere melding zonder einddatum geldt hoogstens
veertien dagen.
"""

import polars as pl

from pipelines.runs import Runs

MOMENTS = ("late", "removed")
"""Kinds of notice about one lesson: the one in which they begin."""
LONGEST_OPEN = 14
"""So many days an absence without an end goes on, at most."""
ANSWERS = ("is_late", "is_removed", "is_ill", "is_told_excused")

# For the lessons of one student, putting these together takes as long as answering them; so they are made once.
_DATE, _START, _END, _STATUS = pl.col("date"), pl.col("start_minute"), pl.col("end_minute"), pl.col("status")
_KIND, _FIRST_DATE, _END_DATE = pl.col("kind"), pl.col("start_date"), pl.col("end_date")
_ON_DAY = (pl.col("student_id").cast(pl.Int64) * 2**16 + _DATE.to_physical()).alias("_on_day")
"""A student and a day as one number: that is looked up twice as fast."""

_IS_EXCUSED = pl.col("is_excused") == "yes"
_IS_MOMENT = _KIND.is_in(MOMENTS)
_KNOWN_END = pl.when(~_IS_MOMENT | _END_DATE.is_null() | (_END_DATE == _FIRST_DATE)).then(_END)
_NOTICE = (
    pl.col("student_id"), _KIND, _FIRST_DATE, _IS_EXCUSED.fill_null(value=False).alias("is_told_excused"),
    pl.when(_IS_MOMENT | (_END_DATE.is_null() & _END.is_not_null())).then(_FIRST_DATE)
    .otherwise(pl.coalesce(_END_DATE, _FIRST_DATE + pl.duration(days=LONGEST_OPEN))).alias("last_date"),
    _START.fill_null(0).alias("from_minute"),
    pl.coalesce(_KNOWN_END, pl.when(_IS_MOMENT).then(_START + 1), pl.lit(1440, pl.Int16)).alias("until_minute"),
    (_START.is_not_null() & _KNOWN_END.is_not_null()).alias("has_times"),
)  # fmt: skip
"""What a notice says, from its first day to its last."""
_NOTICE_DAY = (
    _ON_DAY, _KIND, pl.col("is_told_excused", "has_times"),
    pl.when(_DATE == _FIRST_DATE).then("from_minute").otherwise(pl.lit(0, pl.Int16)).alias("from_minute"),
    pl.when(_DATE == pl.col("last_date")).then("until_minute").otherwise(pl.lit(1440, pl.Int16)).alias("until_minute"),
)  # fmt: skip

_FROM, _UNTIL, _TOLD_MINUTES = pl.col("from_minute"), pl.col("until_minute"), pl.col("minutes")
_IS_COVERED = _STATUS.is_in(["absent", "present"]) & (_FROM < _END) & (_UNTIL > _START)
_COVERED = (pl.min_horizontal(_END, _UNTIL) - pl.max_horizontal(_START, _FROM)).alias("minutes")
_IS_WHOLE = pl.col("has_times") & (_TOLD_MINUTES == _END - _START)
_IS_NOTE = _IS_MOMENT & ~(_IS_WHOLE & (_STATUS == "absent") & (_KIND != "ill"))
_SAID = (
    pl.col("row"), _TOLD_MINUTES,
    (_IS_NOTE & (_KIND == "late")).alias("is_late"),
    (_IS_NOTE & (_KIND == "removed")).alias("is_removed"),
    (_KIND == "ill").alias("is_ill"),
    (~_IS_NOTE & pl.col("is_told_excused")).alias("is_told_excused"),
    (_IS_NOTE & pl.col("has_times") & ~_IS_WHOLE).alias("is_missed"),
)  # fmt: skip
"""What a notice says of a lesson."""

_IS_LATE, _IS_PARTLY = _STATUS == "late", _STATUS.is_in(["late", "removed"])
_NOTED, _ATTENDED = pl.col("arrival_minute"), pl.col("attended_minutes")
_SCHEDULED, _MISSED = pl.col("scheduled_minutes"), pl.col("missed_minutes")
_CAME_WITHIN = (_NOTED > _START) & (_NOTED < _END)
_MINUTES_MISSED = pl.when(_IS_PARTLY).then(pl.coalesce(
    _SCHEDULED - _ATTENDED, "told_missed", pl.when(_IS_LATE & _CAME_WITHIN).then(_NOTED - _START)
)).alias("missed_minutes")  # fmt: skip
_MINUTES_PRESENT = (
    pl.when(_STATUS == "present").then(pl.coalesce(_ATTENDED, _SCHEDULED))
    .when(_IS_PARTLY).then(_SCHEDULED - _MISSED.fill_null(0))
    .otherwise(pl.lit(0, pl.Int16)).alias("present_minutes")
)  # fmt: skip
_ARRIVAL = (
    pl.when(_STATUS.is_in(["present", "removed"])).then(_START)
    .when(_IS_LATE & _CAME_WITHIN).then(_NOTED)
    .when(_IS_LATE).then(_START + _MISSED).alias("arrival_minute")
)  # fmt: skip


def student_lesson(
    attendance: pl.DataFrame, absence_notices: pl.DataFrame, absence_reasons: pl.DataFrame
) -> pl.DataFrame:
    """Lay the notices over the lessons: what each lesson was, and how many minutes of it the student was there.

    Grain and order: those of `attendance`, one row per lesson of a student. Columns: those of `attendance`, with
    status, arrival_minute and class_code as they turn out, without is_excused and attended_minutes; and
    missed_minutes (null where it is not known), scheduled_minutes and present_minutes.
    """
    days = _notice_days(absence_notices, absence_reasons, attendance.get_column("date"))
    return (
        attendance.hstack(_told(attendance, days)).lazy()
        .with_columns(_status(attendance.get_column("status").dtype), (_END - _START).alias("scheduled_minutes"))
        .with_columns(_MINUTES_MISSED)
        .with_columns(_MINUTES_PRESENT, _ARRIVAL)
        .drop("is_excused", "attended_minutes", *ANSWERS, "told_missed")
        .collect(engine="in-memory")
    )  # fmt: skip


def _status(kinds: pl.DataType) -> pl.Expr:
    """What a lesson was, as one of `kinds`."""
    late, removed, ill, excused, unexcused = (
        pl.lit(name, kinds) for name in ("late", "removed", "ill", "excused", "unexcused")
    )
    is_present, is_missed_known = _STATUS == "present", pl.col("told_missed").is_not_null()
    absent = (
        pl.when(pl.col("is_late") & is_missed_known).then(late)
        .when(pl.col("is_removed") & is_missed_known).then(removed)
        .when(pl.col("is_ill") & pl.col("is_told_excused")).then(ill)
        .when(pl.col("is_told_excused") | _IS_EXCUSED).then(excused)
        .otherwise(unexcused)
    )  # fmt: skip
    return (
        pl.when(_STATUS == "absent").then(absent)
        .when(is_present & pl.col("is_late")).then(late)
        .when(is_present & pl.col("is_removed")).then(removed)
        .when((_STATUS == "unexcused") & _IS_EXCUSED).then(excused)
        .otherwise(_STATUS).alias("status")
    )  # fmt: skip


def _notice_days(notices: pl.DataFrame, reasons: pl.DataFrame, days: pl.Series) -> pl.LazyFrame:
    """What was told about the days from the first of these to the last: a row per notice and day, with its minutes."""
    first, last = days.cast(pl.Int32).min(), days.cast(pl.Int32).max()
    since = pl.max_horizontal(_FIRST_DATE.to_physical(), first)
    until = pl.min_horizontal(pl.col("last_date").to_physical(), last)
    return (
        notices.lazy()
        .join(reasons.lazy(), on="reason_code")
        .filter(~(_IS_MOMENT & _START.is_null()))
        .select(_NOTICE)
        .with_columns(date=pl.int_ranges(since, until + 1, dtype=pl.Int32))
        .explode("date")
        .drop_nulls("date")
        .with_columns(_DATE.cast(pl.Date))
        .select(_NOTICE_DAY)
    )


def _told(lessons: pl.DataFrame, days: pl.LazyFrame) -> list[pl.Series]:
    """What notices say about each lesson: four answers, and the minutes told to be missed, null where none are."""
    # A notice is laid beside days, which are a fifth of the lessons.
    runs = Runs(lessons, "student_id", "date")
    stretches = runs.first("student_id", "date").lazy().select(_ON_DAY, row=runs.starts(), size=runs.sizes())
    said = (
        stretches.join(days, on="_on_day")
        .with_columns(row=pl.int_ranges("row", pl.col("row") + pl.col("size"), dtype=pl.UInt32))
        .explode("row")
        .with_columns(
            pl.lit(lessons.get_column(name)).gather("row") for name in ("start_minute", "end_minute", "status")
        )
        .filter(_IS_COVERED)
        .with_columns(_COVERED)
        .select(_SAID)
        .collect(engine="in-memory")
    )
    # One notice that says so is enough; of minutes the most, which are written last.
    missed = said.filter("is_missed").sort("minutes")
    no, unknown = pl.Series([False]), pl.Series("told_missed", [None], pl.Int16)
    return [
        *(
            no.new_from_index(0, lessons.height).scatter(said["row"].filter(said[name]), True).alias(name)
            for name in ANSWERS
        ),
        unknown.new_from_index(0, lessons.height).scatter(missed["row"], missed["minutes"]),
    ]
