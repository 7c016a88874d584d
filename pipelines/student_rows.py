"""Rows of students, for a `Viewer` and within the scope of this viewer; handed out by `api` alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines import lessons, registry, scope
from pipelines.errors import AccessDeniedError
from pipelines.marts.lesson_class import lesson_class
from pipelines.marts.student_lesson import student_lesson
from pipelines.marts.student_week import student_week
from pipelines.progress import student_progress
from pipelines.register import KEYS
from pipelines.scope import Rows, Viewer
from pipelines.served import Build
from pipelines.step import find_steps

STUDENT_MARTS = (
    "student", "placement", "student_lesson", "student_day", "student_week", "student_progress", "student_step",
    "student_duty",
)  # fmt: skip
DATED = {
    "student_lesson": "date",
    "student_day": "date",
    "student_week": "week_start",
    "student_progress": "as_of",
    "student_step": "step_date",
    "student_duty": "week_start",
}
SAME = {
    "student_progress": ("enrolment_key", "as_of"),
    "student_step": ("enrolment_key", "step", "step_date", "sentence"),
}
"""What makes two rows about the same moment, or the same step word for word."""
LESSON = (
    "student_id", "date", "start_minute", "end_minute", "lesson_code", "registered_at", "missed_minutes",
    "scheduled_minutes", "present_minutes", "arrival_minute",
)  # fmt: skip
"""What is given of a lesson, besides its status and its class."""


@dataclass(frozen=True)
class Reach:
    """How far a viewer reaches in what is written down about a class and its students.

    `keys` are the students by their key in addresses; `writes_in` those who are in an own class now, with that class;
    `confided` those of them who are in a class of the own tandem; `class_ids` and `confided_class_ids` the own classes
    and those of the own tandem.
    """

    class_id: str
    keys: Mapping[str, int]
    writes_in: Mapping[int, str]
    confided: frozenset[int]
    class_ids: frozenset[str]
    confided_class_ids: frozenset[str]

    def until_the_move(self) -> Reach:
        """What was written with this class about who is not in it any more: nothing of elsewhere, and only to read."""
        of_class = frozenset({self.class_id})
        return replace(
            self, writes_in={}, confided=frozenset(),
            class_ids=self.class_ids & of_class, confided_class_ids=self.confided_class_ids & of_class,
        )  # fmt: skip


def students(
    build: Build,
    viewer: Viewer,
    mart: str,
    *,
    class_key: str | None = None,
    student_key: str | None = None,
    since: dt.date | None = None,
    latest: bool = False,
    columns: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Rows of students within the viewer's scope, with student_key and class_key beside them.

    `mart` is one of STUDENT_MARTS. With `class_key` only rows of that class, or, for `student`, those who are in it
    now or were; with `student_key` only that student. `since` leaves out earlier days. `latest` keeps the newest row
    of each enrolment. Lessons are given for one student at a time. Of a former student, n_days_held and known_at of a
    step are null; who came from a class outside the scope in the same enrolment has progress over the time in it alone,
    and the steps that this time alone shows, and these only with `student_key`.
    Raises AccessDeniedError for a role without student rows and for keys outside the scope.
    """
    if mart not in STUDENT_MARTS:
        raise AccessDeniedError
    scope.require(viewer, scope.STUDENT_ROLES)
    class_id = scope.require_class(build, viewer, class_key)
    student_id = scope.require_student(build, viewer, student_key)
    if mart == "student":
        return _people(build, scope.of_names(build, viewer, class_id, student_id))
    rows = scope.of_rows(build, viewer, class_id, student_id)
    if mart == "student_lesson":
        if student_id is None:
            raise AccessDeniedError
        return _lessons(build, student_id, rows, since or dt.date.min)
    found = build.stays.filter(rows.expression()) if mart == "placement" else _asked(build, mart, rows, since, columns)
    if mart in SAME:
        found = _since_the_move(build, mart, rows, class_id, found)
    if mart == "student_step":
        found = _until_the_move(build, viewer, found)
    if latest:
        found = found.unique("enrolment_key", keep="last", maintain_order=True)
    found = build.register.keys_of(found).hstack(found)
    return found[[*KEYS, *columns]] if columns else found


def reach(build: Build, viewer: Viewer, class_key: str, student_key: str | None = None) -> Reach:
    """How far the viewer reaches in the journal from a class, or from one student who is or was in it.

    The same students as `students` gives. Raises AccessDeniedError as `students` does.
    """
    scope.require(viewer, scope.STUDENT_ROLES)
    own = scope.for_rows(viewer)
    class_id = scope.require_class(build, own, class_key)
    student_id = scope.require_student(build, own, student_key)
    here = scope.of_names(build, own, class_id, student_id)
    if student_id is not None and not here:
        raise AccessDeniedError
    own_classes = scope.class_ids(build, own)
    confided = own.class_ids if "tandem" in own.roles else frozenset()
    # Of two own classes at once the one that was asked counts, else the newest.
    now = build.stays.filter(
        pl.col("student_id").is_in(list(here)), "is_current", pl.col("class_id").is_in(sorted(own_classes))
    ).sort(pl.col("class_id") == class_id, "start_date", maintain_order=True)
    return Reach(
        str(class_id),
        dict(_people(build, here).select("student_key", "student_id").iter_rows()),
        dict(now.select("student_id", "class_id").iter_rows()),
        frozenset(now.filter(pl.col("class_id").is_in(sorted(confided))).get_column("student_id")),
        own_classes,
        confided,
    )


def _people(build: Build, student_ids: Collection[int]) -> pl.DataFrame:
    """Students by name."""
    return build.people.filter(pl.col("student_id").is_in(list(student_ids)))


def _asked(build: Build, mart: str, rows: Rows, since: dt.date | None, columns: Sequence[str] | None) -> pl.DataFrame:
    """Rows of a mart in scope, by enrolment and date."""
    day = DATED[mart]
    in_order = ("enrolment_key", day)
    needed = dict.fromkeys((*columns, "student_id", "class_id", *in_order, *SAME.get(mart, ()))) if columns else ()
    if any('"' in column for column in needed):
        raise AccessDeniedError
    first, last = rows.between(build)
    weeks = build.weeks(mart, max(first, since or first), last)
    if weeks is not None:
        kept = rows.expression() if since is None else rows.expression() & (pl.col(day) >= since)
        found = weeks.filter(kept).select(pl.selectors.by_name(*needed) if needed else pl.all()).collect()
    else:
        chosen = ", ".join(f't."{column}"' for column in needed) or "t.*"
        condition, values = rows.condition()
        if since is not None:
            condition, values = f"{condition} AND t.{day} >= ?", [*values, since]
        # Of the table itself: a view on it makes the answer a tenth slower.
        found = build.ask(f"SELECT {chosen} FROM built.marts.{mart} AS t WHERE {condition}", values)
    # What is left are some hundreds of rows: ordering and naming those costs less than planning a join.
    return found.sort(in_order, maintain_order=True)


def _since_the_move(build: Build, mart: str, rows: Rows, class_id: str | None, found: pl.DataFrame) -> pl.DataFrame:
    """Progress and steps, of who is in the class no more and came from elsewhere over the days in the class alone.

    Windows, and what a step is compared with, go on over a move within an enrolment and so reach back to other classes.
    A step stays when the days in the class give the same one; one in marks does not. Computing it for one student takes
    as long as all else of a page, so that the answer about a whole class leaves these rows out.
    """
    moved = build.moved.intersection(found.get_column("enrolment_key").to_list())
    if not moved:
        return found
    here, key = rows.expression(), pl.col("enrolment_key")
    now = build.register.now_in({class_id} if class_id else ())
    stays = build.stays.filter(key.is_in(list(moved)), ~pl.col("student_id").is_in(list(now)))
    last = stays.filter(here).group_by("enrolment_key").agg(last_start=pl.col("start_date").max())
    from_elsewhere = (
        stays.filter(~here).join(last, on="enrolment_key").filter(pl.col("start_date") < pl.col("last_start"))
    )
    is_cut = key.is_in(from_elsewhere.get_column("enrolment_key").unique().implode())
    if from_elsewhere.is_empty():
        return found
    if rows.student_id is None:
        return found.filter(~is_cut)
    days = _asked(build, "student_day", rows, None, None).filter(is_cut)
    progress = student_progress(days)
    if mart == "student_progress":
        alone = progress.select(found.columns).cast(found.schema).join(found, on=SAME[mart], how="semi")
    else:
        steps = find_steps(registry.steps(), days, student_week(days), progress)
        alone = found.join(steps, on=SAME[mart], how="semi")
    return pl.concat([found.filter(~is_cut), alone]).sort("enrolment_key", DATED[mart], maintain_order=True)


def _until_the_move(build: Build, viewer: Viewer, steps: pl.DataFrame) -> pl.DataFrame:
    """The steps, with how long they were held, and when known, only of who is in an own class now.

    A step may still be held after a move, which is outside the scope of the class of before.
    """
    now = build.register.now_in(scope.class_ids(build, scope.for_rows(viewer)))
    if now.issuperset(steps.get_column("student_id").to_list()):
        return steps
    told = pl.col("^(n_days_held|known_at)$")
    return steps.with_columns(pl.when(pl.col("student_id").is_in(list(now))).then(told).name.keep())


def _lessons(build: Build, student_id: int, rows: Rows, since: dt.date) -> pl.DataFrame:
    """Lessons of one student from the validated files, by the same functions as the marts.

    A lesson is in scope when it belongs to a stay in scope.
    """
    parts = build.known(
        "SELECT path, received, arrived, week_start + 6 AS until FROM build.lesson_part ORDER BY received, part_order"
    )
    pieces = [
        lessons.Piece(build.root / path, received, dt.date.fromisoformat(arrived) if arrived else None)
        for path, received, arrived, until in parts.iter_rows()
        if until >= since
    ]
    source = registry.sources()["attendance"]
    counted = lessons.read(source, pieces, tuple(source.kept_columns), student_id).counted
    notices = build.ask(f"FROM built.build.absence_notices WHERE student_id = {student_id}")
    # Each lesson is placed by itself, also of a student with one enrolment.
    stays = build.stays.filter(pl.col("student_id") == student_id)
    placements = stays.with_columns(has_other_enrolment=True)
    free = build.known("SELECT date FROM marts.free_day").get_column("date")
    found = (
        student_lesson(counted, notices, build.known("FROM build.absence_reasons"))
        .lazy()
        .join(
            lesson_class(counted, placements).lazy(),
            on=["student_id", "date", "class_code"],
            nulls_equal=True,
        )
        .filter(pl.col("date") >= since)
        .join(stays.lazy().filter(rows.expression()), on=["enrolment_key", "class_id"], how="semi")
        .select(
            "enrolment_key", "class_id", *LESSON, pl.col("status").cast(pl.String),
            week_start=pl.col("date").dt.truncate("1w"), is_holiday=pl.col("date").is_in(free.implode()),
        )
        .sort("date", "start_minute")
        .collect(engine="in-memory")
    )  # fmt: skip
    return build.register.keys_of(found).hstack(found)
