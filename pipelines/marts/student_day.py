"""# Lesdag
Waarom: Wie dagen vergelijkt, moet weten welke dagen tellen.
Telt mee: Een dag waarop de klas minstens één geregistreerde les had en de schoolkalender geen vrije dag heeft.
Telt niet mee: Vakanties, vrije dagen, en dagen waarop voor de hele klas niets is geregistreerd.
Lees met beleid: Ook een dag waarop de klas les had en deze student niet, is een lesdag van de klas.

# Gegevens tot en met
Waarom: Wie naar cijfers kijkt, moet weten tot welke dag zij lopen.
Telt mee: De laatste dag met een geregistreerde les van een student die dan is ingeschreven.
Telt niet mee: Lessen na de dag waarop hun bestand binnenkwam. Een les in het rooster van morgen wacht op haar
registratie; een registratie die er nu al is, staat met haar aantal op de pagina Gegevens.
Lees met beleid: Een les telt mee zodra zij na de lesdag opnieuw is aangeleverd. Het verzonnen voorbeeld-roc heeft een
eigen kalender; daar wacht geen les.

# Aankomst
Waarom: Eerder binnenkomen is een stap, ook als het nog te laat is.
Telt mee: Het eerste moment van de dag waarop de student aanwezig was, naast het begin van de eerste geplande les.
Telt niet mee: Dagen zonder aanwezigheid, en dagen waarop een eerdere les niet is geregistreerd of waarop niet
vaststaat hoe laat iemand binnenkwam.
Lees met beleid: De gebruikelijke aankomst van een week is de middelste dag; bij twee middelste de vroegste.
"""

import polars as pl

from pipelines.runs import Runs

NEVER = 2047
"""A minute after the last one of every day."""
UNKNOWN_NOTICE = 2**62
"""Later than every notice."""
AWAY = ("excused", "ill")

_COUNTS = (
    "n_lessons", "n_registered", "n_present", "n_late", "n_removed", "n_excused", "n_ill", "n_unexcused",
    "n_unregistered", "n_cancelled",
)  # fmt: skip
_MINUTES = ("scheduled_minutes", "registered_minutes", "present_minutes", "unexcused_minutes")
_PLACE = ("student_id", "enrolment_key", "class_id")


def student_day(
    student_lesson: pl.DataFrame,
    lesson_class: pl.DataFrame,
    placement: pl.DataFrame,
    free_day: pl.DataFrame,
    illness_counts: bool,
) -> pl.DataFrame:
    """Add up the lessons of a student on a day, and add the teaching days on which the student had none.

    Grain: enrolment and date. Raises polars.exceptions.InvalidOperationError for a day with more lessons than can be.
    """
    places = placement.select(
        *_PLACE, "start_date", "end_date", "has_other_enrolment",
        class_no=pl.col("class_id").rank("dense").cast(pl.Int64),
    )  # fmt: skip
    days = _placed(_by_enrolment(student_lesson, lesson_class, places, illness_counts), places)
    # An ill student was registered, whether or not illness counts.
    is_registered = (pl.col("n_registered") > 0) | (pl.col("n_ill") > 0)
    date = pl.col("date")
    # A class and a day as one number: that is looked up twice as fast.
    days = days.with_columns(class_day=pl.col("class_no") * 2**16 + date.to_physical(), is_registered=is_registered)
    class_days = (
        days.group_by("class_day")
        .agg(pl.first("class_no", "date"), pl.col("is_registered").any())
        .select(
            "class_day",
            "class_no",
            "date",
            is_teaching_day=pl.col("is_registered") & ~date.is_in(free_day.get_column("date").implode()),
            is_holiday=date.is_in(free_day.get_column("date").implode()),
            school_year=(date.dt.year() - (date.dt.month() < 8).cast(pl.Int32)).cast(pl.Int16),
            week_start=date.dt.truncate("1w"),
        )
    )
    days = days.join(class_days.drop("class_no", "date"), on="class_day", how="left", maintain_order="left")
    every = class_days.filter("is_teaching_day").join(places, on="class_no").filter(_is_in_class())
    if every.height > days.select(pl.col("is_teaching_day").sum()).item():
        missing = every.join(days, on=["enrolment_key", "date"], how="anti").drop("start_date", "end_date")
        days = pl.concat([days, missing.drop("has_other_enrolment")], how="diagonal")
    return _told(days)


def _is_in_class() -> pl.Expr:
    day, end = pl.col("date"), pl.col("end_date")
    return (day >= pl.col("start_date")) & (end.is_null() | (day <= end))


def _by_enrolment(
    lessons: pl.DataFrame, lesson_class: pl.DataFrame, places: pl.DataFrame, illness_counts: bool
) -> pl.DataFrame:
    """The days of a student, and those of who has more enrolments by enrolment; null for who has one only."""
    runs = Runs(lessons, "student_id", "date")
    day = pl.col("student_id").cast(pl.Int64) * 2**16 + pl.col("date").to_physical()
    if not runs.first("student_id", "date").select(day.is_sorted()).item():
        lessons = lessons.sort("student_id", "date")
        runs = Runs(lessons, "student_id", "date")
    days = _counted(lessons, runs, illness_counts)
    days = days.with_columns(enrolment_key=pl.lit(None, pl.Int64))
    others = places.filter("has_other_enrolment").select("student_id").unique()
    if others.is_empty():
        return days
    theirs = (
        lessons.join(others, on="student_id", how="semi")
        .join(lesson_class.drop("class_id"), on=["student_id", "date", "class_code"], how="left", nulls_equal=True)
        .sort("student_id", "date", "enrolment_key")
    )
    runs = Runs(theirs, "student_id", "date", "enrolment_key")
    their_days = _counted(theirs, runs, illness_counts).hstack(runs.first("enrolment_key"))
    return pl.concat([days.join(others, on="student_id", how="anti", maintain_order="left"), their_days])


def _counted(lessons: pl.DataFrame, runs: Runs, illness_counts: bool) -> pl.DataFrame:
    """One row per run of lessons: lessons and minutes added up, and the first moments of the day."""
    status, start = pl.col("status"), pl.col("start_minute")
    counts = (status != "ill") | pl.lit(illness_counts)
    is_scheduled = (status != "cancelled") & counts
    is_registered = is_scheduled & (status != "unregistered")
    is_present = status.is_in(["present", "late", "removed"])

    def minutes(condition: pl.Expr) -> pl.Expr:
        return pl.when(condition).then(pl.col("scheduled_minutes").cast(pl.Int32)).otherwise(0)

    n_present = pl.col("present") + pl.col("late") + pl.col("removed")
    n_excused = pl.col("excused") + pl.col("ill") if illness_counts else pl.col("excused")
    n_registered = n_present + pl.col("absent") + n_excused + pl.col("unexcused")
    numbers = runs.tally("status").select(
        n_lessons=n_registered + pl.col("unregistered"),
        n_registered=n_registered,
        n_present=n_present,
        n_late="late",
        n_removed="removed",
        n_excused=n_excused,
        n_ill="ill",
        n_unexcused="unexcused",
        n_unregistered="unregistered",
        n_cancelled="cancelled",
    )
    sums = runs.sums(
        scheduled_minutes=minutes(is_scheduled),
        registered_minutes=minutes(is_registered),
        present_minutes=pl.col("present_minutes").cast(pl.Int32),
        unexcused_minutes=minutes(status == "unexcused"),
    )
    first = runs.least(
        first_start_minute=pl.when(is_scheduled).then(start.cast(pl.Int32)).otherwise(NEVER),
        first_unregistered_minute=pl.when(status == "unregistered").then(start.cast(pl.Int32)).otherwise(NEVER),
        # The first lesson with presence and its arrival as one number.
        first_present=pl.when(is_present)
        .then(start.cast(pl.Int32) * 2048 + pl.col("arrival_minute").fill_null(NEVER))
        .otherwise(NEVER * 2048 + NEVER)
        .cast(pl.Int32),
    )
    last = runs.most(
        last_notice_at=pl.when(status.is_in(AWAY))
        .then(pl.col("registered_at").dt.epoch("us").fill_null(UNKNOWN_NOTICE))
        .otherwise(-UNKNOWN_NOTICE)
    )
    return pl.concat([runs.first("student_id", "date"), numbers, sums, first, last], how="horizontal")


def _placed(days: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The days on which the student was in a class, with enrolment and class."""
    rows = days.select("student_id", "date", own="enrolment_key").with_row_index("_row")
    placed = (
        rows.join(places, on="student_id", maintain_order="left")
        .filter(_is_in_class() & (~pl.col("has_other_enrolment") | (pl.col("own") == pl.col("enrolment_key"))))
        .select("_row", "enrolment_key", "class_id", "class_no")
    )
    days, at = days.drop("enrolment_key"), placed.get_column("_row")
    is_each_once = len(at) == days.height and (at == rows.get_column("_row")).all()
    return (days if is_each_once else days[at]).hstack(placed.drop("_row"))


def _told(days: pl.DataFrame) -> pl.DataFrame:
    """The columns of the mart."""
    date = pl.col("date")
    first_start, unregistered = pl.col("first_start_minute"), pl.col("first_unregistered_minute").fill_null(NEVER)
    present_start, arrival = pl.col("first_present") // 2048, pl.col("first_present") % 2048
    is_known = (unregistered > present_start) & (arrival < NEVER)
    first_lesson = pl.when(first_start < NEVER).then(first_start)
    is_away = (pl.col("n_excused") + pl.col("n_unexcused")).fill_null(0) > 0
    first_lesson_at = date.cast(pl.Datetime("us")).dt.epoch("us") + first_lesson.cast(pl.Int64) * 60_000_000
    return days.select(
        *_PLACE,
        "school_year",
        "week_start",
        "date",
        "is_teaching_day",
        "is_holiday",
        *(pl.col(name).fill_null(0).cast(pl.UInt8) for name in _COUNTS),
        *(pl.col(name).fill_null(0).cast(pl.Int16) for name in _MINUTES),
        first_lesson.cast(pl.Int16).alias("first_start_minute"),
        pl.when(is_known).then(arrival).cast(pl.Int16).alias("arrival_minute"),
        (
            (pl.col("n_registered") > 0)
            & (pl.col("n_registered") == pl.col("n_lessons"))
            & (pl.col("present_minutes") == pl.col("registered_minutes"))
        ).fill_null(value=False).alias("is_full_day"),
        pl.when(is_known).then(arrival <= first_lesson).alias("is_on_time"),
        pl.when(first_lesson < unregistered).then(present_start == first_start).alias("is_first_hour_present"),
        pl.when(is_away & (pl.col("last_notice_at") < UNKNOWN_NOTICE))
        .then((pl.col("n_unexcused") == 0) & (pl.col("last_notice_at") < first_lesson_at))
        .alias("is_absence_notified"),
    )  # fmt: skip
