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

_ON_DAY = (pl.col("student_id").cast(pl.Int64) * 2**16 + pl.col("date").to_physical()).alias("_on_day")
"""A student and a day as one number: that is looked up twice as fast."""


def student_lesson(
    attendance: pl.DataFrame, absence_notices: pl.DataFrame, absence_reasons: pl.DataFrame
) -> pl.DataFrame:
    """Lay the notices over the lessons: what each lesson was, and how many minutes of it the student was there.

    Grain and order: those of `attendance`, one row per lesson of a student. Columns: those of `attendance`, with
    status, arrival_minute and class_code as they turn out, without is_excused and attended_minutes; and
    missed_minutes (null where it is not known), scheduled_minutes and present_minutes.
    """
    days = _notice_days(absence_notices, absence_reasons, attendance.get_column("date"))
    told = attendance.hstack(_told(attendance, days))
    status, is_missed_known = pl.col("status"), pl.col("told_missed").is_not_null()
    is_excused = pl.col("is_excused") == "yes"

    def is_now(name: str) -> pl.Expr:
        return pl.lit(name, attendance.schema["status"])

    absent = (
        pl.when(pl.col("is_late") & is_missed_known).then(is_now("late"))
        .when(pl.col("is_removed") & is_missed_known).then(is_now("removed"))
        .when(pl.col("is_ill") & pl.col("is_told_excused")).then(is_now("ill"))
        .when(pl.col("is_told_excused") | is_excused).then(is_now("excused"))
        .otherwise(is_now("unexcused"))
    )  # fmt: skip
    start, end, noted = pl.col("start_minute"), pl.col("end_minute"), pl.col("arrival_minute")
    scheduled, missed = pl.col("scheduled_minutes"), pl.col("missed_minutes")
    is_partly, is_late = status.is_in(["late", "removed"]), status == "late"
    came_within = (noted > start) & (noted < end)
    return (
        told.with_columns(
            status=pl.when(status == "absent").then(absent)
            .when((status == "present") & pl.col("is_late")).then(is_now("late"))
            .when((status == "present") & pl.col("is_removed")).then(is_now("removed"))
            .when((status == "unexcused") & is_excused).then(is_now("excused"))
            .otherwise(status),
            scheduled_minutes=end - start,
        )
        .with_columns(missed_minutes=pl.when(is_partly).then(pl.coalesce(
            scheduled - pl.col("attended_minutes"), "told_missed", pl.when(is_late & came_within).then(noted - start)
        )))
        .with_columns(
            present_minutes=pl.when(status == "present").then(pl.coalesce("attended_minutes", scheduled))
            .when(is_partly).then(scheduled - missed.fill_null(0))
            .otherwise(pl.lit(0, pl.Int16)),
            arrival_minute=pl.when(status.is_in(["present", "removed"])).then(start)
            .when(is_late & came_within).then(noted)
            .when(is_late).then(start + missed),
        )
        .drop("is_excused", "attended_minutes", *ANSWERS, "told_missed")
    )  # fmt: skip


def _notice_days(notices: pl.DataFrame, reasons: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """What was told about the days from the first of these to the last: a row per notice and day, with its minutes."""
    start, end = pl.col("start_minute"), pl.col("end_minute")
    is_one_day = pl.col("end_date").is_null() | (pl.col("end_date") == pl.col("start_date"))
    told = (
        notices.join(reasons.with_columns(is_told_excused=pl.col("is_excused") == "yes"), on="reason_code")
        .with_columns(is_moment=pl.col("kind").is_in(MOMENTS))
        .filter(~(pl.col("is_moment") & start.is_null()))
        .with_columns(
            known_minute=pl.when(~pl.col("is_moment") | is_one_day).then(end),
            last_date=pl.when(pl.col("is_moment") | (pl.col("end_date").is_null() & end.is_not_null()))
            .then("start_date")
            .otherwise(pl.coalesce("end_date", pl.col("start_date") + pl.duration(days=LONGEST_OPEN))),
        )
        .select(
            "student_id", "start_date", "last_date", "kind", "is_told_excused",
            from_minute=start.fill_null(0),
            until_minute=pl.coalesce("known_minute", pl.when("is_moment").then(start + 1), pl.lit(1440, pl.Int16)),
            has_times=start.is_not_null() & pl.col("known_minute").is_not_null(),
        )
    )  # fmt: skip
    first, last = days.to_physical().min(), days.to_physical().max()
    since = pl.max_horizontal(pl.col("start_date").to_physical(), first)
    until = pl.min_horizontal(pl.col("last_date").to_physical(), last)
    date = pl.col("date")
    return (
        told.with_columns(date=pl.int_ranges(since, until + 1, dtype=pl.Int32))
        .explode("date")
        .drop_nulls("date")
        .with_columns(date.cast(pl.Date))
        .with_columns(
            from_minute=pl.when(date == pl.col("start_date")).then("from_minute").otherwise(pl.lit(0, pl.Int16)),
            until_minute=pl.when(date == pl.col("last_date")).then("until_minute").otherwise(pl.lit(1440, pl.Int16)),
        )
    )


def _told(lessons: pl.DataFrame, days: pl.DataFrame) -> list[pl.Series]:
    """What notices say about each lesson: four answers, and the minutes told to be missed, null where none are."""
    start, end, kind = pl.col("start_minute"), pl.col("end_minute"), pl.col("kind")
    # A notice is laid beside days, which are a fifth of the lessons.
    runs = Runs(lessons, "student_id", "date")
    stretches = runs.first("student_id", "date").select(_ON_DAY, row=runs.starts(), size=runs.sizes())
    covered = stretches.join(days.with_columns(_ON_DAY), on="_on_day").select(
        "kind", "is_told_excused", "from_minute", "until_minute", "has_times",
        row=pl.int_ranges("row", pl.col("row") + pl.col("size"), dtype=pl.UInt32),
    ).explode("row")  # fmt: skip
    covered = (
        covered.hstack(lessons.select("start_minute", "end_minute", "status")[covered.get_column("row")])
        .filter(
            pl.col("status").is_in(["absent", "present"])
            & (pl.col("from_minute") < end)
            & (pl.col("until_minute") > start)
        )
        .with_columns(minutes=pl.min_horizontal(end, "until_minute") - pl.max_horizontal(start, "from_minute"))
        .with_columns(is_whole=pl.col("has_times") & (pl.col("minutes") == end - start))
    )
    is_away = pl.col("is_whole") & (pl.col("status") == "absent") & (kind != "ill")
    is_partly = kind.is_in(MOMENTS) & ~is_away
    said = covered.select(
        "row", "minutes",
        is_late=is_partly & (kind == "late"),
        is_removed=is_partly & (kind == "removed"),
        is_ill=kind == "ill",
        is_told_excused=~is_partly & pl.col("is_told_excused").fill_null(value=False),
        is_missed=is_partly & pl.col("has_times") & ~pl.col("is_whole"),
    )  # fmt: skip
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
