"""# Klas van een les
Waarom: Wie twee inschrijvingen tegelijk heeft, zit in twee klassen. Elke les telt één keer, bij één klas.
Telt mee: Noemt de les een klas waarin de student die dag zit, dan hoort de les daarbij; anders bij de klas waarin de
student het laatst is begonnen.
Telt niet mee: Lessen op een dag waarop de student in geen enkele klas staat. Die staan op de pagina Gegevens.
Lees met beleid: Wie één inschrijving heeft, zit elke dag in één klas; dan maakt het niet uit wat de les noemt.
"""

import polars as pl


def lesson_class(attendance: pl.DataFrame, placement: pl.DataFrame) -> pl.DataFrame:
    """Place the lessons of who has more than one enrolment (`has_other_enrolment` in `placement`).

    Grain: student, day and class_code of a lesson. Columns: student_id, date, class_code, enrolment_key, class_id.
    """
    others = (
        placement.lazy()
        .filter("has_other_enrolment")
        .select("student_id", "enrolment_key", "class_id", "start_date", "end_date")
    )
    lesson = ("student_id", "date", "class_code")
    names_it = (pl.col("class_id").cast(pl.String) == pl.col("class_code")).fill_null(value=False)
    date, end = pl.col("date"), pl.col("end_date")
    is_there = (date >= pl.col("start_date")) & (end.is_null() | (date <= end))
    return (
        attendance.lazy()
        .select(lesson)
        .join(others.select("student_id").unique(), on="student_id", how="semi")
        .unique()
        .join(others, on="student_id")
        .filter(is_there)
        .sort(names_it, "start_date", "class_id", descending=[True, True, False])
        .unique(lesson, keep="first", maintain_order=True)
        .select(*lesson, "enrolment_key", "class_id")
        .collect(engine="in-memory")
    )
