"""One row per enrolment and school week: what the days of that week add up to."""

import polars as pl

from pipelines.runs import Runs

SUMS = (
    "n_lessons", "n_registered", "n_present", "n_late", "n_removed", "n_excused", "n_ill", "n_unexcused",
    "n_unregistered", "n_cancelled", "scheduled_minutes", "registered_minutes", "present_minutes", "unexcused_minutes",
)  # fmt: skip


def student_week(student_day: pl.DataFrame) -> pl.DataFrame:
    """Add up the days of an enrolment in a week; holidays do not count.

    Grain: enrolment and week; sorted by class and enrolment. class_id is the class on the last day.
    """
    days = student_day.filter(~pl.col("is_holiday"))
    day = pl.col("enrolment_key") * 2**16 + pl.col("date").to_physical()
    if not days.select(day.is_sorted()).item():
        days = days[days.select(day.arg_sort()).to_series()]
    runs = Runs(days, "enrolment_key", "week_start")
    n_of = {
        "n_teaching_days": pl.col("is_teaching_day"),
        "n_days_present": pl.col("n_present") > 0,
        "n_full_days": pl.col("is_full_day"),
        "n_on_time_days": pl.col("is_on_time").fill_null(value=False),
        "n_first_hour": pl.col("is_first_hour_present").fill_null(value=False),
        "n_first_hour_days": pl.col("is_first_hour_present").is_not_null(),
    }
    who, last = runs.first("student_id", "enrolment_key", "week_start"), runs.last("class_id")
    least = runs.least(school_year=pl.col("school_year"))
    sums = runs.sums(
        **{name: pl.col(name).cast(pl.Int16) for name in SUMS},
        **{name: condition.cast(pl.UInt8) for name, condition in n_of.items()},
    )
    weeks = pl.concat([who, last, least, sums], how="horizontal").with_columns(
        _usual_arrival(days, runs),
        is_full_week=(pl.col("n_registered") > 0)
        & (pl.col("n_unregistered") == 0)
        & (pl.col("present_minutes") == pl.col("registered_minutes"))
        & (pl.col("n_teaching_days") > 0),
    )
    return weeks.select(
        "student_id", "enrolment_key", "class_id", "school_year", "week_start", "n_teaching_days", *SUMS,
        "n_days_present", "n_full_days", "n_on_time_days", "n_first_hour", "n_first_hour_days",
        "usual_arrival_minute", "is_full_week",
    ).sort("class_id", "enrolment_key", "week_start")  # fmt: skip


def _usual_arrival(days: pl.DataFrame, runs: Runs) -> pl.Series:
    """The arrival on the middle day of each week, the earliest of two; null without a known arrival."""
    known = days.select(runs.number(), arrival="arrival_minute").drop_nulls("arrival")
    in_order = known.select(at=pl.col("run").cast(pl.Int64) * 2048 + pl.col("arrival")).sort("at")
    known = in_order.select(run=pl.col("at") // 2048, arrival=(pl.col("at") % 2048).cast(pl.Int16))
    weeks = Runs(known, "run")
    middle = weeks.starts() + (weeks.sizes() - 1) // 2
    usual = pl.Series([None], dtype=pl.Int16).new_from_index(0, len(runs))
    usual = usual.scatter(weeks.first("run").to_series(), known.get_column("arrival")[middle])
    return usual.alias("usual_arrival_minute")
