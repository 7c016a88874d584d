"""# Weekcijfers van een klas
Waarom: Een klas is de som van haar lessen, niet het gemiddelde van percentages.
Telt mee: Alle lessen van studenten op de dagen dat zij in deze klas zaten.
Telt niet mee: Vervallen lessen en lessen op vrije dagen.
Lees met beleid: Studenten komen en gaan. Kijk voor groei naar dezelfde studenten, niet naar het weekcijfer.
"""

import polars as pl

from pipelines.marts.student_week import SUMS


def class_week(student_day: pl.DataFrame) -> pl.DataFrame:
    """Add up the days of all students of a class in a week; holidays do not count.

    Grain and order: class and week.
    """
    return (
        student_day.filter(~pl.col("is_holiday"))
        .group_by("class_id", "week_start")
        .agg(
            pl.min("school_year"),
            pl.n_unique("enrolment_key").cast(pl.Int32).alias("n_students"),
            pl.col("date").filter("is_teaching_day").n_unique().cast(pl.UInt8).alias("n_teaching_days"),
            *(pl.col(name).cast(pl.Int32).sum() for name in SUMS),
        )
        .select("class_id", "school_year", "week_start", "n_students", "n_teaching_days", *SUMS)
        .sort("class_id", "week_start")
    )
