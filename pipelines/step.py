"""The grammar of a small step.

A step is a fact with a date and a sentence: this student did something that did not work before. One step
is one file in `pipelines/steps`: a docstring in Dutch (the text on screen) and one `STEP`. It names the rows
that count and marks the moment with Polars expressions over one student's own rows, in order of time. The
words below (`rows_before`, `previous`, `in_a_row`, `rows_without`, `best_before`, `at_latest`, `newly`) never
look past the student's own first row; `mark`, `is_higher_mark` and `is_pass` are what steps in marks have in common.
Nothing is remembered between runs: a corrected delivery takes a step back by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import Formatter
from typing import Literal

import polars as pl

Grain = Literal["day", "week", "progress", "mark"]
Unit = Literal["minute_of_day", "lessons", "days", "weeks", "minutes", "mark_hundredths"]

COLUMNS = pl.Schema(
    {
        "student_id": pl.Int32(),
        "enrolment_key": pl.Int64(),
        "class_id": pl.String(),
        "step": pl.String(),
        "step_date": pl.Date(),
        "subject": pl.String(),
        "sentence": pl.String(),
        "n_days_held": pl.Int32(),
        "before_value": pl.Int32(),
        "now_value": pl.Int32(),
        "unit": pl.String(),
    }
)
"""marts.student_step: one row per enrolment, step and date; of a step in marks, one per subject, which is null for any
other. A build adds `known_at`, see `pipelines.known`."""

NO_MARKS = pl.DataFrame(
    schema={
        "student_id": pl.Int32, "enrolment_key": pl.Int64, "class_id": pl.String, "subject": pl.String,
        "date": pl.Date, "mark_hundredths": pl.Int16,
    }
)  # fmt: skip
"""The columns of marts.student_mark that steps read, for a school without marks."""

ROWS_AT_ONCE = 500_000
"""Students are taken in parts of about so many rows, which bounds the memory and keeps two cores at work."""

_WHO_AND_WHEN = {"student_id", "enrolment_key", "class_id", "date", "week_start", "as_of", "subject"}
_TEACHING_DAYS = {"is_teaching_day", "n_teaching_days"}

# Among the rows that count: the number of this row, and of the student's first row.
row, first = pl.col("_row"), pl.col("_first")
is_moment = pl.col("_is_moment")

mark = pl.col("mark_hundredths")
is_higher_mark = mark - pl.col("before") >= 50
"""Half a point or more above the mark it is compared with: no step for every tenth."""
is_pass = mark >= 550
"""A 5,5 or higher: what a student may call a voldoende."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One kind of step.

    Expressions see the columns of one mart: `student_day` (only teaching days), `student_week`, `student_progress`
    (only weeks that are over) or `student_mark` (one subject at a time). Whole numbers come as Int32.

    module: `__name__` of the file, which gives the step its name.
    rows: the rows that count; the others are as if they were not there. Null is no.
    before, now: the evidence, whole numbers in `unit`; where one of them is null there is no step.
    moment: the step is taken on this row. May read `before` and `now`.
    rest: so many rows before must have been quiet, which makes a step fire once and not every day.
    held: the step is still held on a later row. Here `before` and `now` are those of the latest step.
        n_days_held adds up the teaching days of such rows after the step, until the next step of this kind; a mark
        has no days.
    sentence: Dutch, without a name; {before}, {now}, or a column of the row that is a whole number or a text.
    """

    module: str
    grain: Grain
    rows: pl.Expr
    before: pl.Expr | None = None
    now: pl.Expr
    moment: pl.Expr
    rest: int = 0
    held: pl.Expr
    unit: Unit
    sentence: str

    @property
    def name(self) -> str:
        """The file name, which is the registry key."""
        return self.module.rpartition(".")[2]

    @property
    def columns(self) -> set[str]:
        """The columns of the mart that this step reads, and a few names that only live in between."""
        before = self.now if self.before is None else self.before
        read = (self.rows, before, self.now, self.moment, self.held)
        return {name for expression in read for name in expression.meta.root_names()}.union(self.evidence)

    @property
    def evidence(self) -> list[str]:
        """Columns of the row that the sentence shows besides before and now, in alphabetical order."""
        shown = {field for _, field, _, _ in Formatter().parse(self.sentence) if field}
        return sorted(shown - {"before", "now"})


def rows_before() -> pl.Expr:
    """Count the student's rows before this one."""
    return row - first


def previous(value: pl.Expr, rows: int = 1) -> pl.Expr:
    """Give the value so many rows earlier; null when the student has no such row."""
    return pl.when(rows_before() >= rows).then(value.shift(rows))


def in_a_row(condition: pl.Expr) -> pl.Expr:
    """Count the rows in a row on which the condition holds, this row included; 0 where it does not."""
    return row - pl.when(condition).then(first - 1).otherwise(row).cum_max()


def rows_without(condition: pl.Expr) -> pl.Expr:
    """Count the rows directly before this one on which the condition did not hold; null on the first row."""
    return previous(in_a_row(~condition))


def best_before(value: pl.Expr) -> pl.Expr:
    """Give the highest value on any earlier row, null counting as 0; null on the first row.

    Values are whole numbers from 0 up to a million: they are lifted above those of all earlier students.
    """
    floor = first.cast(pl.Int64) * 2**20
    return previous((floor + value.fill_null(0)).cum_max() - floor).cast(pl.Int32)


def at_latest(moment: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Give the value (not null there) on the latest row, this one included, with the moment; null before."""
    latest = pl.when(moment).then(row).otherwise(first - 1).cum_max()
    return pl.when(latest >= first).then(pl.when(moment).then(value).forward_fill())


def newly(condition: pl.Expr, rest: int) -> pl.Expr:
    """Say whether the condition holds and held on none of the student's `rest` rows before."""
    latest = pl.when(condition).then(row).otherwise(first - 1).cum_max().shift(1, fill_value=-1)
    return condition & ((latest < first) | (row - latest > rest))


def columns_read(steps: Sequence[Step]) -> set[str]:
    """Names of the columns of the marts that these steps read, and of a few that only live in between."""
    return _WHO_AND_WHEN.union(_TEACHING_DAYS, *(step.columns for step in steps))


def find_steps(
    steps: Sequence[Step],
    days: pl.DataFrame,
    weeks: pl.DataFrame,
    progress: pl.DataFrame,
    marks: pl.DataFrame = NO_MARKS,
) -> pl.DataFrame:
    """Find every step of every student, sorted by enrolment, date and step.

    Takes marts.student_day, student_week and student_progress, with one row per enrolment and date or week;
    fastest when they come in order of enrolment and time; and marts.student_mark, in order of enrolment, subject and
    time. A step of a day or a mark carries its own date, any other the class's last teaching day of that week. Returns
    the columns of `COLUMNS`. Only whole numbers are compared, so every run gives the same rows.
    """
    read = columns_read(steps)
    is_over = pl.col("week_start") + pl.duration(days=4) <= pl.lit(progress["as_of"].max())
    frames: dict[Grain, pl.DataFrame] = {
        "day": _in_order(days, "date", read).with_columns(_counts="is_teaching_day", step_date="date"),
        "week": _in_order(weeks, "week_start", read).with_columns(_counts=is_over, step_date="week_start"),
        "progress": _in_order(progress, "week_start", read).with_columns(_counts=is_over, step_date="as_of"),
    }
    frames = {
        grain: frame.with_columns(_series="enrolment_key", subject=pl.lit(None, pl.String))
        for grain, frame in frames.items()
    }
    series = pl.struct("enrolment_key", "subject").rle_id().cast(pl.Int64)
    frames["mark"] = marks.with_columns(_counts=True, step_date="date", _series=series)
    found = {grain: [COLUMNS.to_frame()] for grain in frames}
    for step in steps:
        found[step.grain].append(_find(step, frames[step.grain]))
    last_days = progress.select("enrolment_key", "as_of", step_date="week_start")
    weekly = pl.concat(found["week"]).join(last_days, on=["enrolment_key", "step_date"])
    weekly = weekly.with_columns(step_date="as_of").select(COLUMNS.names())
    every = pl.concat([*found["day"], weekly, *found["progress"], *found["mark"]])
    return every.sort("enrolment_key", "step_date", "step", "sentence")


def _in_order(frame: pl.DataFrame, time: str, read: set[str]) -> pl.DataFrame:
    """Keep the columns that are read, in order of enrolment and time: one number sorts twice as fast."""
    order = pl.col("enrolment_key") * 2**16 + pl.col(time).to_physical()
    frame = frame.select(name for name in frame.columns if name in read)
    return frame if frame.select(order).to_series().is_sorted() else frame.sort(order)


def _find(step: Step, frame: pl.DataFrame) -> pl.DataFrame:
    """Find the steps of one kind and write their sentences."""
    key = frame["_series"]
    cuts = {0, *(int(key.search_sorted(key[at])) for at in range(0, len(frame), ROWS_AT_ONCE))}
    parts = pairwise([*sorted(cuts), len(frame)])
    rows = (_moments(step, frame[start:end].lazy().with_row_index("_at", start)) for start, end in parts)
    moments = pl.concat(pl.collect_all(rows, engine="in-memory"))
    so_far = pl.col("_held_so_far")
    held_before_next = (so_far - pl.when(is_moment).then(pl.col("_held")).otherwise(0)).shift(-1)
    taken = moments.with_columns(n_days_held=pl.when("_is_last").then(0).otherwise(held_before_next - so_far)).filter(
        is_moment
    )
    # Texts of columns in pieces of which one is empty cannot be put together (a fault of polars 2.1).
    taken = taken.rechunk()
    who_and_when = frame.select("student_id", "enrolment_key", "class_id", "step_date", "subject")[taken["_at"]]
    return (
        taken.drop("subject", strict=False)
        .hstack(who_and_when)
        .select(
            "student_id",
            "enrolment_key",
            pl.col("class_id").cast(pl.String),
            pl.lit(step.name).alias("step"),
            "step_date",
            pl.col("subject").cast(pl.String),
            _sentence(step).alias("sentence"),
            "n_days_held",
            (pl.lit(None, pl.Int32) if step.before is None else pl.col("before")).alias("before_value"),
            pl.col("now").alias("now_value"),
            pl.lit(step.unit).alias("unit"),
        )
    )


def _moments(step: Step, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Mark the moments and follow how long each is held; keep those rows and each student's last."""
    n_days = {
        "day": pl.lit(1),
        "week": pl.col("n_teaching_days"),
        "progress": pl.col("n_teaching_days") - previous(pl.col("n_teaching_days")),
        "mark": pl.lit(0),
    }[step.grain]
    key = pl.col("_series")
    before = pl.lit(0) if step.before is None else step.before
    has_evidence = pl.col("before").is_not_null() & pl.col("now").is_not_null()
    read_later = {"before", "now"} & set(step.held.meta.root_names())
    return (
        rows.filter(pl.col("_counts") & step.rows)
        .with_columns(pl.selectors.integer().exclude("_at", "enrolment_key", "_series").cast(pl.Int32))
        .with_columns(_row=pl.int_range(pl.len(), dtype=pl.Int32))
        .with_columns(_first=pl.when(key.eq(key.shift(1))).then(0).otherwise(row).cum_max())
        .with_columns(before=before.cast(pl.Int32), now=step.now.cast(pl.Int32))
        .with_columns(_is_moment=(step.moment & has_evidence).fill_null(False))
        .with_columns(_is_moment=newly(is_moment, step.rest) if step.rest else is_moment)
        .with_columns(at_latest(is_moment, pl.col(name)).alias(name) for name in sorted(read_later))
        .with_columns(_held=pl.when(step.held).then(n_days).otherwise(0).fill_null(0).cast(pl.Int32))
        .with_columns(_held_so_far=pl.col("_held").cum_sum(), _is_last=first.ne_missing(first.shift(-1)))
        .filter(is_moment | pl.col("_is_last"))
        .select("_at", "before", "now", *step.evidence, "_is_moment", "_is_last", "_held", "_held_so_far")
    )


def _sentence(step: Step) -> pl.Expr:
    """Fill in the sentence: a minute of the day as "10:00 uur", a mark as "6,4", any other figure as a whole number."""
    written = {"minute_of_day": _clock, "mark_hundredths": _mark}.get(step.unit, _whole)
    parts: list[pl.Expr] = []
    for text, field, _, _ in Formatter().parse(step.sentence):
        parts.append(pl.lit(text))
        if field:
            parts.append((written if field in ("before", "now") else _whole)(pl.col(field)))
    return pl.concat_str(parts)


def _whole(figure: pl.Expr) -> pl.Expr:
    return figure.cast(pl.String)


def _mark(hundredths: pl.Expr) -> pl.Expr:
    """Write a mark with a decimal comma: 640 is "6,4", 725 is "7,25"."""
    whole, tenths, rest = (
        digit.cast(pl.String) for digit in (hundredths // 100, hundredths // 10 % 10, hundredths % 10)
    )
    return pl.format("{},{}{}", whole, tenths, pl.when(rest != "0").then(rest).otherwise(pl.lit("")))


def _clock(minute: pl.Expr) -> pl.Expr:
    """Write a minute of the day as a Dutch time: 605 is "10:05 uur"."""
    hours, minutes = (minute // 60).cast(pl.String), (minute % 60).cast(pl.String)
    return pl.format("{}:{} uur", hours.str.zfill(2), minutes.str.zfill(2))
