"""The dashboard's only doors to a build: `figures` for groups, `students` for rows of students.

A figure of a group passes only after `disclosure` hid what would tell about a few people, and always the same cells
are hidden, whatever page asks and whoever looks: which follows from all the tables of that figure together.

Rows of students are given to a `Viewer` only, and only those within the viewer's scope: a tandem sees its own classes
now, with the whole line of the students who are in them, and of a former student only the time in the own class; a
teamleider sees the classes of the own teams; kwaliteit sees groups; beheer sees deliveries. Whoever is not known to
have a right has none.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from pipelines import control_chart as control
from pipelines import cycle_check, disclosure, history, intervals, lessons, looking, registry, survival
from pipelines.definition import Definition
from pipelines.errors import AccessDeniedError
from pipelines.figures import Figures, Tables
from pipelines.indicator import MARTS, Indicator
from pipelines.marts.lesson_class import lesson_class
from pipelines.marts.student_lesson import student_lesson
from pipelines.sources.checklists import COLLABORATION, INDIVIDUAL
from pipelines.store import quoted

TANDEM_ROLES = ("mentor", "kaw", "peercoach")
STUDENT_ROLES = frozenset({"tandem", "teamleider"})
STUDENT_MARTS = (
    "student", "placement", "student_lesson", "student_day", "student_week", "student_progress", "student_step",
    "student_duty",
)  # fmt: skip
GROUP_MARTS = ("class", "class_week", "class_progress")
GROUP_ROLES = frozenset({"tandem", "teamleider", "kwaliteit"})
DELIVERY_ROLES = frozenset({"tandem", "teamleider", "kwaliteit", "beheer"})
KEYS = ("student_key", "class_key")
FIGURES = ("numerator", "denominator", "value", "low", "high")
FUNNEL_POINTS = 80
RETENTION: tuple[tuple[str, ...], ...] = ((), ("cohort",), ("level",), ("level", "cohort"))
"""The groupings in which is shown who is still at school, the finest last."""
REMARK_ROLES = frozenset({"kwaliteit", "beheer"})
THREADS = 2
DATED = {
    "student_lesson": "date",
    "student_day": "date",
    "student_step": "step_date",
    "student_progress": "as_of",
}
LESSON = (
    "student_id", "date", "start_minute", "end_minute", "lesson_code", "registered_at", "missed_minutes",
    "scheduled_minutes", "present_minutes", "arrival_minute",
)  # fmt: skip
"""What is given of a lesson, besides its status and its class."""
NEEDED = frozenset(
    f"build.{table}" for table in (
        "about", "absence_notices", "absence_reasons", "choice", "delivery", "lesson_part", "new_limits", "rejected",
        "remark", "revision", "week_file",
    )
) | frozenset(
    f"marts.{mart}" for mart in (
        "class", "class_growth", "class_progress", "class_week", "staff", "student", "student_progress",
        "student_step", *(path.stem for path in (registry.HERE / "marts").glob("*.sql")),
    )
)  # fmt: skip
"""The tables of a build; one that an earlier version made may miss some."""
WEEKLY = frozenset({"student_week", "student_duty", "class_week", "class_progress"})


@dataclass(frozen=True)
class Viewer:
    """Who looks: the person, the roles, and the classes and teams these roles are about."""

    person: str
    roles: frozenset[str]
    class_ids: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NewLimits:
    """From which day the limits of a series start anew, why, and of which group: pairs of a column and its value."""

    since: dt.date
    reason: str
    group: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Checked:
    """The check of a cycle: what may be said, the weeks it rests on (see `cycle_check.weeks`), and the comparison of
    each class of the group with itself around the start (see `cycle_check.same_students`).
    """

    check: cycle_check.Check
    weeks: pl.DataFrame
    classes: pl.DataFrame


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


class Build:
    """A complete build, opened read-only; one connection for the process, a cursor for each question."""

    def __init__(self, path: Path) -> None:
        """Open the build file at `path`, in the `builds` folder of its store."""
        self.path = path
        self.name = path.stem
        self.root = path.parent.parent
        self._connection = _connected(path, self.root)
        self._lock = threading.Lock()
        about = self.ask("SELECT * FROM build.about").row(0, named=True)
        self.institution: str = about["institution"]
        self.is_sample: bool = about["is_sample"]
        self.data_until: dt.date | None = about["data_until"]
        self.illness_counts: bool = about["illness_counts"]
        self.thresholds: dict[str, int] = {name: about[name] for name in ("small_group", "few_answers")}
        # Who and what is there is asked again in every question, and a build never changes.
        self._known = lru_cache(maxsize=2048)(lambda query, values: self.ask(query, json.loads(values)))
        self._figures = Figures(self.ask, self.thresholds, self.ask("FROM build.choice"))

    def ask(self, query: str, values: Sequence[object] = ()) -> pl.DataFrame:
        """Answer one query with `values` for its question marks."""
        cursor = self.cursor()
        try:
            answer: pl.DataFrame = cursor.sql(query, params=list(values)).pl()
            return answer
        finally:
            cursor.close()

    def known(self, query: str, values: Sequence[object] = ()) -> pl.DataFrame:
        """As `ask`, and remembered: for the small answers that other questions begin with."""
        answer: pl.DataFrame = self._known(query, json.dumps(values))
        return answer

    def with_keys(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with student_key and class_key before them, in the same order."""
        students, classes = (
            self.known(f'SELECT {name}_id, {name}_key FROM marts."{name}"') for name in ("student", "class")
        )
        return (
            rows.join(students, on="student_id", maintain_order="left")
            .join(classes, on="class_id", maintain_order="left")
            .select(*KEYS, pl.exclude(KEYS))
        )

    def tables(self, indicator: Indicator, moments: tuple[str, ...]) -> Tables:
        """All tables of a figure, with the cells hidden that have to be; see `figures.Figures.tables`."""
        return self._figures.tables(indicator, moments)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Give a connection of its own for one question, so that questions do not wait for each other."""
        with self._lock:
            return self._connection.cursor()


def _connected(path: Path, root: Path) -> duckdb.DuckDBPyConnection:
    """Connect to a build and to the week files it stands on, found from where the store is now.

    What is in a file never changes, so its table of contents is read once; GLOBAL makes it hold for every cursor.
    """
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("SET GLOBAL parquet_metadata_cache = true")
    connection.execute(f"ATTACH {quoted(path)} AS built (READ_ONLY)")
    tables = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'built'"
    ).fetchall()
    for schema in ("marts", "build"):
        connection.execute(f"CREATE SCHEMA {schema}")
    for schema, table in tables:
        connection.execute(f'CREATE VIEW {schema}."{table}" AS FROM built.{schema}."{table}"')
    for column in ("day", "week"):
        files = connection.execute(f"SELECT {column} FROM built.build.week_file").fetchall()
        listed = ", ".join(quoted(root / file) for (file,) in files)
        connection.execute(f"CREATE VIEW marts.student_{column} AS FROM read_parquet([{listed}])")
    return connection


def newest_build(store_path: Path) -> Path | None:
    """Path of the newest complete build in the store, or None when there is none that this version can read."""
    builds = sorted((store_path / "builds").glob("*.duckdb"), reverse=True)
    return builds[0] if builds and _is_of_this_version(builds[0]) else None


@lru_cache(maxsize=16)
def _is_of_this_version(path: Path) -> bool:
    """Tell whether a build has all the tables this version asks; one that an earlier version made may not."""
    with duckdb.connect() as there:
        there.execute(f"ATTACH {quoted(path)} AS built (READ_ONLY)")
        tables = there.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'built'"
        ).fetchall()
    return NEEDED <= {table for (table,) in tables}


def open_build(store_path: Path) -> Build | None:
    """Open the newest complete build in the store, or give None when there is none."""
    path = newest_build(store_path)
    return Build(path) if path else None


def classes(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Classes that the viewer may open, alphabetical.

    Grain: class. Columns: class_id, class_key, school_year, team, location, programme, level, leerweg, n_students
    (now in it), is_current (it has students now).
    """
    condition, values = _class_scope(viewer)
    sizes = build.known(
        "SELECT class_id, count(DISTINCT student_id) FILTER (is_current)::INTEGER AS n_students, "
        "count(*) FILTER (is_current) > 0 AS is_current FROM marts.placement GROUP BY class_id"
    )
    found = build.ask(f'SELECT c.* FROM marts."class" AS c WHERE {condition} ORDER BY c.class_id', values)
    return found.join(sizes, on="class_id", maintain_order="left")


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
    of each enrolment. Lessons are given for one student at a time. Of a former student, n_days_held
    and known_at of a step are null.
    Raises AccessDeniedError for a role without student rows and for keys outside the scope.
    """
    if mart not in STUDENT_MARTS or not viewer.roles & STUDENT_ROLES:
        raise AccessDeniedError
    class_id = _require_class(build, viewer, class_key)
    student_id = _require_student(build, viewer, student_key)
    if mart == "student_lesson":
        if student_id is None:
            raise AccessDeniedError
        stays = students(build, viewer, "placement", class_key=class_key, student_key=student_key)
        return _lessons(build, student_id, stays, since or dt.date.min)
    condition, values = _scope_of(build, viewer, mart, class_id, student_id)
    if since is not None and (date := DATED.get(mart, "week_start" if mart in WEEKLY else None)):
        condition += f" AND t.{date} >= ?"
        values.append(since)
    if mart == "student":
        return build.ask(f"SELECT t.* FROM marts.student AS t WHERE {condition} ORDER BY last_name, first_name", values)
    if any('"' in column for column in columns or ()):
        raise AccessDeniedError
    in_order = ("enrolment_key", _date_of(mart))
    needed = dict.fromkeys((*columns, "student_id", "class_id", *in_order)) if columns else ()
    chosen = ", ".join(f't."{column}"' for column in needed) or "t.*"
    rows, row_values = f"marts.{mart}", list[object]()
    if mart == "student_step":
        rows, row_values = _until_the_move(viewer)
    elif mart == "placement":
        # Whether there is another enrolment is for the marts, and tells a tandem of before what came after the move.
        rows = "(SELECT * EXCLUDE (has_other_enrolment) FROM marts.placement)"
    # What is left are some hundreds of rows: ordering and naming those costs less than planning a join.
    found = build.ask(f"SELECT {chosen} FROM {rows} AS t WHERE {condition}", [*row_values, *values])
    found = found.sort(in_order, maintain_order=True)
    if latest:
        found = found.unique("enrolment_key", keep="last", maintain_order=True)
    found = build.with_keys(found)
    return found.select(*KEYS, *columns) if columns else found


def reach(build: Build, viewer: Viewer, class_key: str, student_key: str | None = None) -> Reach:
    """How far the viewer reaches in the journal from a class, or from one student who is or was in it.

    The same students as `students` gives. Raises AccessDeniedError as `students` does.
    """
    if not viewer.roles & STUDENT_ROLES:
        raise AccessDeniedError
    own = _for_rows(viewer)
    class_id = _require_class(build, own, class_key)
    student_id = _require_student(build, own, student_key)
    scope, values = _class_scope(own)
    named = "" if student_id is None else f"AND student_id = {student_id}"
    stays = build.ask(
        "SELECT s.student_id, s.student_key, p.class_id, p.is_current, "
        f"{scope} AS is_own, c.class_id = ? AS is_asked FROM marts.placement AS p "
        'JOIN marts.student AS s USING (student_id) JOIN marts."class" AS c USING (class_id) '
        f"WHERE p.student_id IN (SELECT student_id FROM marts.placement WHERE class_id = ? {named}) "
        "ORDER BY is_asked, p.start_date",
        [*values, class_id, class_id],
    )
    if student_id is not None and stays.is_empty():
        raise AccessDeniedError
    confided = own.class_ids if "tandem" in own.roles else frozenset()
    now = stays.filter("is_own", "is_current")
    classes_ = build.ask(f'SELECT class_id FROM marts."class" AS c WHERE {scope}', values)
    return Reach(
        str(class_id),
        dict(stays.select("student_key", "student_id").iter_rows()),
        dict(now.select("student_id", "class_id").iter_rows()),
        frozenset(now.filter(pl.col("class_id").is_in(sorted(confided))).get_column("student_id")),
        frozenset(classes_.get_column("class_id")),
        confided,
    )


def cycle_teams(viewer: Viewer) -> frozenset[str] | None:
    """The teams whose PDCA cycles are the viewer's, or None for those of all teams and of the institution.

    Raises AccessDeniedError for who is not of kwaliteit and leads no team.
    """
    _require(viewer, frozenset({"teamleider", "kwaliteit"}))
    return None if "kwaliteit" in viewer.roles else viewer.teams


def kenmerken() -> dict[str, frozenset[str]]:
    """The codes of the kenmerken on each checklist of guidance, by its kind."""
    return {"individual": frozenset(INDIVIDUAL), "collaboration": frozenset(COLLABORATION)}


def class_figures(
    build: Build, viewer: Viewer, mart: str, *, class_key: str | None = None, since: dt.date | None = None
) -> pl.DataFrame:
    """Figures of classes within the viewer's scope; `mart` is one of GROUP_MARTS.

    Kwaliteit sees groups: of a class of few people, and of a few who came or went, the figures are null. Raises
    AccessDeniedError for a role without group figures and for a class outside the scope.
    """
    if mart not in GROUP_MARTS or not viewer.roles & GROUP_ROLES:
        raise AccessDeniedError
    class_id = _require_class(build, viewer, class_key)
    condition, values = _class_scope(viewer)
    if class_id is not None:
        condition += f" AND c.class_id = {quoted(class_id)}"
    if mart == "class":
        return build.ask(f'SELECT c.* FROM marts."class" AS c WHERE {condition} ORDER BY class_id', values)
    if since is not None:
        condition += " AND t.week_start >= ?"
        values.append(since)
    if class_id is not None:
        condition += f" AND t.class_id = {quoted(class_id)}"
    rows = build.ask(
        f'SELECT c.class_key, t.* FROM marts.{mart} AS t JOIN marts."class" AS c USING (class_id) '
        f"WHERE {condition} ORDER BY t.class_id, t.week_start",
        values,
    )
    return _without_few(rows, mart, build.thresholds["small_group"]) if "kwaliteit" in viewer.roles else rows


def figures(
    build: Build,
    viewer: Viewer,
    indicator: str,
    *,
    by: Sequence[str] = (),
    over: Sequence[str] = (),
    where: Mapping[str, object] | None = None,
) -> pl.DataFrame:
    """A group figure within the viewer's scope: numerator over denominator, with its interval, small cells hidden.

    `by` is one of the tables of the indicator (see `pipelines.indicator.MARTS`), `over` the moments it is split by,
    to which those are added that may never be added up; `where` keeps the rows in which a column has a value, or one
    of a list of values. Grain: group and moment, sorted. Columns: see `Build.tables`. A hidden cell has is_hidden
    true and no figures. Kwaliteit gets all groups; tandem and teamleider the tables by class or team, own rows only.
    Raises AccessDeniedError for a role without group figures and for a table that tells about groups outside the
    scope; ValueError for a table or moment the indicator does not have.
    """
    _require(viewer, GROUP_ROLES)
    one = registry.indicators()[indicator]
    table = next((known for known in one.tables if set(known) == set(by)), None)
    if table is None:
        raise ValueError(f"{indicator} is not published by {', '.join(by) or 'nothing'}.")
    cells = build.tables(one, one.moments(over))[table].filter(_figure_scope(build, viewer, table))
    for column, wanted in (where or {}).items():
        values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
        cells = cells.filter(
            pl.col(column).is_in(pl.Series(values, dtype=cells.schema[column]).implode(), nulls_equal=True)
        )
    return cells


def changes(
    build: Build,
    viewer: Viewer,
    indicator: str,
    *,
    along: str,
    by: Sequence[str] = (),
    over: Sequence[str] = (),
    where: Mapping[str, object] | None = None,
) -> pl.DataFrame:
    """Figures with their change since the moment of `along` before them, for the same group and other moments.

    As `figures`, with before_ columns of `along`, numerator, denominator, value, low and high, and change, change_low,
    change_high (see `intervals.with_change`). These are null for the first moment and where one of the two is hidden.
    The moment before is the one that is there: nobody looks whether a moment is missing in between.
    """
    cells = figures(build, viewer, indicator, by=by, over=(*over, along), where=where)
    moments = registry.indicators()[indicator].moments((*over, along))
    same = [*by, *(moment for moment in moments if moment != along)]
    earlier = [pl.col(name).shift(1).alias(f"before_{name}") for name in (along, *FIGURES)]
    in_order = cells.sort([*same, along], nulls_last=True)
    paired = in_order.with_columns(one.over(same) if same else one for one in earlier)
    return intervals.with_change(paired).sort([*by, *moments], nulls_last=True)


def side_by_side(
    build: Build, viewer: Viewer, indicator: str, *, by: Sequence[str], where: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """Shares of groups that stand beside each other at one moment, with what chance alone does to groups of their size.

    As `figures`, with the columns of `intervals.with_shrunk_share` and the limits of `intervals.funnel_limits` around
    the common_share of all groups that are shown. For kwaliteit, who sees all groups. Raises AccessDeniedError for
    others, whose groups are not all there is.
    """
    _require(viewer, frozenset({"kwaliteit"}))
    cells = figures(build, viewer, indicator, by=by, where=where)
    total, size = (int(cells[name].sum()) for name in ("numerator", "denominator"))
    common = total / size if size else 0.0
    limits = intervals.funnel_limits(common, cells["denominator"].drop_nulls())
    limits = limits.cast({"denominator": cells.schema["denominator"]})
    return (
        intervals.with_shrunk_share(cells)
        .join(limits, on="denominator", how="left", maintain_order="left")
        .with_columns(common_share=pl.lit(common))
    )


def funnel(
    build: Build, viewer: Viewer, indicator: str, *, by: Sequence[str], where: Mapping[str, object] | None = None
) -> pl.DataFrame:
    """Limits around the common_share of `side_by_side` for groups of every size up to the largest, to draw a funnel.

    For kwaliteit. Raises AccessDeniedError for others.
    """
    groups = side_by_side(build, viewer, indicator, by=by, where=where)
    largest = groups["denominator"].max()
    if not isinstance(largest, int):
        return groups.select("denominator", "^(low|high)_(95|998)$", "common_share").clear()
    sizes = [*range(1, largest, max(1, largest // FUNNEL_POINTS)), largest]
    common = float(groups["common_share"][0])
    return intervals.funnel_limits(common, sizes).with_columns(common_share=pl.lit(common))


def retention(build: Build, viewer: Viewer, *, by: Sequence[str] = ()) -> pl.DataFrame:
    """How many are still at school in the weeks since their own start; see `survival.still_enrolled`.

    `by` is (), ("cohort",) (the school year of the start), ("level",) or ("level", "cohort"). Leaving with a diploma is
    no leaving: until then is all that is known. Weeks of closed school years stay as reported. Grain: group and week.
    Columns: `by`, week, n_starters, n_at_risk, share, low, high. Each step of a line tells of those who left, so there
    is none for a group in which people know each other (see `disclosure`), nor one that gives such a group away; it
    ends where fewer are at risk than the smallest group that is shown. For kwaliteit. Raises AccessDeniedError for
    others, ValueError for another grouping.
    """
    _require(viewer, frozenset({"kwaliteit"}))
    table = next((known for known in RETENTION if set(known) == set(by)), None)
    if table is None:
        raise ValueError(f"Who is still at school is not published by {', '.join(by)}.")
    counts = build.ask("SELECT cohort, level, week, n_at_risk, n_left FROM marts.stay_week")
    stays = survival.stays(counts, over=RETENTION[-1])
    smallest = build.thresholds["small_group"]
    finest = _starters(stays, RETENTION[-1])
    counted = {known: _starters(stays, known) for known in RETENTION}
    cells = disclosure.protect(counted, finest, smallest=disclosure.KNOWN * smallest, counts_people=False)[table]
    shown = cells.filter(~pl.col("is_hidden")).select(*table, n_starters="n_persons")
    weeks = survival.still_enrolled(stays, over=table).filter(pl.col("n_at_risk") >= smallest)
    lines = weeks.join(shown, on=table, nulls_equal=True) if table else weeks.join(shown, how="cross")
    return lines.select(*by, "week", "n_starters", "n_at_risk", "share", "low", "high").sort(*by, "week")


def _starters(stays: pl.DataFrame, table: Sequence[str]) -> pl.DataFrame:
    """How many stays began, and how many ended, in every group of a table."""
    counts = {"numerator": pl.col("has_left").sum(), "denominator": pl.len(), "n_persons": pl.len()}
    cells = stays.with_columns(_all=True).group_by("_all", *table).agg(**counts).drop("_all")
    return cells.with_columns(pl.col(*counts).cast(pl.Int64))


def control_chart(
    build: Build,
    viewer: Viewer,
    indicator: str,
    *,
    by: Sequence[str] = (),
    where: Mapping[str, object] | None = None,
    good: control.Direction | None = "up",
    anew: Sequence[NewLimits] = (),
) -> pl.DataFrame:
    """A figure moment by moment for every group, with the limits of its own baseline; see `pipelines.control_chart`.

    The moments are the shortest that the mart has: weeks, or months. A rate of events gets the limits of `u_chart`,
    a share of people or answers those of `p_chart`, unless each moment looks back over those before it and so tells
    of the same people again; any other figure gets those of `xmr_chart`. `by` and `where` as in `figures`, whose
    errors it raises; a class is too small for limits. Grain: group and moment, sorted. Columns: those of `figures`
    without the interval, those of the chart, and `reason`: why limits start anew at this moment, as the settings of
    the school or `anew` say, else null.
    """
    one = registry.indicators()[indicator]
    moment = MARTS[one.mart].moments[0]
    series = _series_of(build, viewer, indicator, by, where, anew, moment)
    if one.interval in ("share", "share_of_people") and moment not in one.apart:
        return control.p_chart(series, good=good, over=by, rebased="reason")
    if one.interval != "rate":
        return control.xmr_chart(series, good=good, over=by, rebased="reason")
    judged = control.u_chart(series, good=good, over=by, rebased="reason")
    return judged.with_columns(pl.col("value", *control.LIMITS) * one.per)


def check_cycle(
    build: Build,
    viewer: Viewer,
    indicator: str,
    *,
    group: Mapping[str, object],
    start: dt.date,
    good: control.Direction,
    anew: Sequence[NewLimits] = (),
) -> Checked:
    """Whether a weekly figure of one group changed since the start of a cycle; see `pipelines.cycle_check`.

    `group` names the group by the columns of a table of the indicator; empty is the institution. Raises as `figures`;
    a class is too small.
    """
    weeks = _series_of(build, viewer, indicator, tuple(group), group, anew, "week_start")
    laid = cycle_check.weeks(weeks, start=start, good=good)
    own = classes(build, viewer).filter(
        pl.all_horizontal(pl.lit(value=True), *(pl.col(k) == v for k, v in group.items()))
    )
    since = start - dt.timedelta(days=7)
    progress, taught = (
        class_figures(build, viewer, mart, since=since).join(own, on="class_id", how="semi")
        for mart in ("class_progress", "class_week")
    )
    return Checked(
        cycle_check.check(laid, start=start, good=good), laid, cycle_check.same_students(progress, taught, start=start)
    )


def _series_of(
    build: Build,
    viewer: Viewer,
    indicator: str,
    by: Sequence[str],
    where: Mapping[str, object] | None,
    anew: Sequence[NewLimits],
    moment: str,
) -> pl.DataFrame:
    """A figure moment by moment, with the written reason where limits start anew."""
    if "class_id" in by:
        raise ValueError("A class is too small for limits.")
    series = figures(build, viewer, indicator, by=by, over=(moment,), where=where).drop("low", "high")
    return series.sort(*by, moment).with_columns(reason=_why_anew(build, indicator, by, anew, moment))


def _why_anew(build: Build, indicator: str, by: Sequence[str], anew: Sequence[NewLimits], moment: str) -> pl.Expr:
    """The written reason at the first moment from which the limits of a series start anew; null at all others."""
    reason = pl.lit(None, pl.String)
    when = pl.col(moment)
    settled = build.ask("SELECT since, reason, team, level FROM build.new_limits WHERE indicator = ?", [indicator])
    of_settings = [
        NewLimits(since, why, (("team", team), ("level", level))) for since, why, team, level in settled.rows()
    ]
    for one in sorted((*of_settings, *anew), key=lambda one: one.since):
        # A day in the middle of a week counts from its Monday, as in the check of a cycle.
        since, why = cycle_check.monday(one.since) if moment == "week_start" else one.since, one.reason
        group = {name: value for name, value in one.group if value is not None}
        # A reason is about a group of people, and so about both kinds of list.
        if set(group) == set(by) - {"kind"}:
            is_later = pl.all_horizontal(when >= since, *(pl.col(name) == value for name, value in group.items()))
            first = when.filter(is_later).min()
            is_first = when == (first.over("kind") if "kind" in by else first)
            reason = pl.when(is_later & is_first).then(pl.lit(why)).otherwise(reason)
    return reason


def norms(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Norms of vsv and national figures, each with its origin.

    Grain: teljaar and level (null for all of mbo). Columns: teljaar, level, norm_share, n_national, national_share,
    status, origin; what is not known is null.
    """
    _require(viewer, GROUP_ROLES)
    return build.ask("SELECT * FROM marts.vsv_norm ORDER BY teljaar, level")


def vsv_files(build: Build, viewer: Viewer) -> pl.DataFrame:
    """From which kinds of files the figures of vsv are counted.

    Grain: teljaar and report month. Columns: teljaar, report_month, status, population_from, leavers_from.
    """
    _require(viewer, GROUP_ROLES)
    return build.ask(
        "SELECT DISTINCT teljaar, report_month, status, population_from, leavers_from FROM marts.vsv_month ORDER BY ALL"
    )


def job_items(build: Build, viewer: Viewer) -> pl.DataFrame:
    """The items of the JOB-monitor in the order of the questionnaire.

    Grain: item. Columns: place (1 is the first), item, theme, question, kind (scale, grade, choice), kaw_goal.
    """
    _require(viewer, GROUP_ROLES)
    return build.ask("SELECT * FROM marts.job_list ORDER BY place")


def job_references(build: Build, viewer: Viewer) -> pl.DataFrame:
    """National outcomes of the JOB-monitor, each with who reported it.

    Grain: edition and item. Columns: edition, item, share (positive, 0-1), grade (1-10), reported_by; what is not known
    is null.
    """
    _require(viewer, GROUP_ROLES)
    return build.ask(
        "SELECT edition, item, positive_hundredths / 10000 AS share, grade_hundredths / 100 AS grade, reported_by "
        "FROM marts.job_reference ORDER BY edition, item"
    )


def deliveries(build: Build, viewer: Viewer) -> pl.DataFrame:
    """What was delivered and what became of the lines: n_lines = n_validated + n_rejected + n_replaced.

    Grain: delivered file. Of the validated lines, `n_unmatched` wait for an enrolment, `n_unexplained` for their reason
    code in the reason table, and `n_planned` and `n_ahead` are lessons after the day the file came in: planned
    ones, and ones that already say what happened. `n_crowded` are on a day with more lessons of a student than can be.
    Names of files are for beheer; others see the same
    rows without them.
    """
    _require(viewer, DELIVERY_ROLES)
    rows = build.ask("SELECT * FROM build.delivery ORDER BY received_at, file")
    return rows if "beheer" in viewer.roles else rows.with_columns(file=pl.lit(""), repeats=pl.lit(None))


def rejected(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Lines that were set aside: file, line, rule, and why (Dutch: what is wrong, what to do); never values.

    Grain: line. For beheer. Raises AccessDeniedError for others.
    """
    _require(viewer, frozenset({"beheer"}))
    return build.ask("SELECT * FROM build.rejected ORDER BY file, line")


def remarks(build: Build, viewer: Viewer) -> pl.DataFrame:
    """What files tell about each other that no line can: a month that is missing, an end without a start.

    For kwaliteit and beheer, as a remark may name how long a list is. Raises AccessDeniedError for others. Grain:
    remark. Columns: source, source_title, about, sentence (Dutch: what is the matter, what to do).
    """
    _require(viewer, REMARK_ROLES)
    titles = {name: source.title for name, source in registry.sources().items()}
    rows = build.ask("SELECT * FROM build.remark ORDER BY source, about, sentence")
    return rows.with_columns(source_title=pl.col("source").replace_strict(titles, default=None, return_dtype=pl.String))


def revisions(build: Build, viewer: Viewer) -> pl.DataFrame:
    """What later deliveries would change in closed years; see `pipelines.history`.

    Grain: mart and period. For beheer. Raises AccessDeniedError for others.
    """
    _require(viewer, frozenset({"beheer"}))
    return build.ask("SELECT * FROM build.revision ORDER BY mart, period")


def accept_revision(build: Build, viewer: Viewer, mart: str, period: int, reason: str) -> None:
    """Accept one change of `revisions`, with a written reason; the next build carries it out.

    For beheer. Raises AccessDeniedError for others and for a change that is not there, ValueError without a reason.
    """
    found = revisions(build, viewer).filter((pl.col("mart") == mart) & (pl.col("period") == period))
    if found.is_empty():
        raise AccessDeniedError
    if not reason.strip():
        raise ValueError("A change of a closed year needs a reason.")
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    digest = str(found.get_column("digest")[0])
    history.accept(build.root / "reported", history.Acceptance(mart, period, digest, viewer.person, at, reason.strip()))


def coverage(build: Build, viewer: Viewer) -> pl.DataFrame:
    """How many lessons were registered, per team, class and month: n_lessons, n_registered.

    Tandem and teamleider get their own classes; kwaliteit and beheer all.
    """
    _require(viewer, DELIVERY_ROLES)
    condition, values = ("true", []) if viewer.roles & {"kwaliteit", "beheer"} else _class_scope(viewer)
    return build.ask(
        "SELECT c.team, t.class_id, date_trunc('month', t.week_start)::DATE AS month, "
        "sum(t.n_lessons)::INTEGER AS n_lessons, sum(t.n_registered)::INTEGER AS n_registered "
        f'FROM marts.class_week AS t JOIN marts."class" AS c USING (class_id) WHERE {condition} '
        "GROUP BY ALL ORDER BY c.team, t.class_id, month",
        values,
    )


def look(build: Build, viewer: Viewer, what: str, *, student_key: str | None = None) -> None:
    """Write down that the viewer opened a page of a student, or took a table along; see `pipelines.looking`.

    Raises AccessDeniedError for a student outside the scope: then there was nothing to see.
    """
    _require_student(build, viewer, student_key)
    looking.note(build.root / "looked", viewer.person, what, student_key or "")


def looked(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Who looked at what, newest first: at, person, what, key (the opaque key of a student, or empty).

    Grain: look. For beheer. Raises AccessDeniedError for others.
    """
    _require(viewer, frozenset({"beheer"}))
    return looking.read(build.root / "looked")


def definitions() -> tuple[Definition, ...]:
    """Every definition shown on screen, from the file that holds its code."""
    return registry.definitions()


def counted() -> dict[str, str]:
    """What the denominator of each group figure counts, in Dutch: "lessen" in "van de 1.204 lessen"."""
    return {name: indicator.counted for name, indicator in registry.indicators().items()}


def viewer_of(build: Build, person: str) -> Viewer | None:
    """The viewer that the staff delivery makes of a person, or None for whom it does not name.

    `person` is what the provider tells of who signed in; case and outer space do not matter. Several roles add up.
    """
    rows = build.ask(
        "SELECT person, role, class_id, team FROM marts.staff WHERE lower(trim(person)) = lower(trim(?))", [person]
    )
    if not person.strip() or rows.is_empty():
        return None
    is_tandem = pl.col("role").is_in(TANDEM_ROLES)
    roles = rows.select(pl.when(is_tandem).then(pl.lit("tandem")).otherwise("role")).to_series()
    return Viewer(
        str(rows.get_column("person")[0]),
        frozenset(roles),
        frozenset(rows.filter(is_tandem).get_column("class_id").drop_nulls()),
        frozenset(rows.filter(pl.col("role") == "teamleider").get_column("team").drop_nulls()),
    )


def sample_viewers(build: Build) -> dict[str, Viewer]:
    """One viewer for each kind of role, for trying out the sample data. Empty for any other build."""
    if not build.is_sample:
        return {}
    current = build.ask("SELECT DISTINCT class_id, team FROM marts.placement WHERE is_current ORDER BY class_id")
    rows = build.ask("SELECT person, role, class_id, team FROM marts.staff ORDER BY role, class_id, team, person")
    found: dict[str, Viewer] = {}
    for class_id in current.get_column("class_id"):
        tandem = rows.filter((pl.col("class_id") == class_id) & pl.col("role").is_in(TANDEM_ROLES))
        if tandem.height:
            found[f"Tandem van {class_id}"] = Viewer(
                tandem.get_column("person")[0], frozenset({"tandem"}), frozenset({class_id})
            )
    for person, team in rows.filter(pl.col("role") == "teamleider").select("person", "team").iter_rows():
        found[f"Teamleider {team}"] = Viewer(person, frozenset({"teamleider"}), teams=frozenset({team}))
    for role, title in (("kwaliteit", "Kwaliteitsmedewerker"), ("beheer", "Functioneel beheerder")):
        people = rows.filter(pl.col("role") == role).get_column("person")
        if len(people):
            found[title] = Viewer(people[0], frozenset({role}))
    return found


# --- scope -----------------------------------------------------------------------------------------------------------


def _require(viewer: Viewer, roles: frozenset[str]) -> None:
    if not viewer.roles & roles:
        raise AccessDeniedError


def _class_scope(viewer: Viewer) -> tuple[str, list[object]]:
    """SQL condition on `c` (marts.class) for the classes in scope, with its values."""
    if "kwaliteit" in viewer.roles:
        return "true", []
    conditions, values = ["false"], list[object]()
    if "tandem" in viewer.roles:
        conditions.append("c.class_id IN (SELECT unnest(?::VARCHAR[]))")
        values.append(sorted(viewer.class_ids))
    if "teamleider" in viewer.roles:
        conditions.append("c.team IN (SELECT unnest(?::VARCHAR[]))")
        values.append(sorted(viewer.teams))
    return f"({' OR '.join(conditions)})", values


def _figure_scope(build: Build, viewer: Viewer, table: Sequence[str]) -> pl.Expr:
    """Rows of a table of figures in scope, as a condition on its columns."""
    if "kwaliteit" in viewer.roles:
        return pl.lit(value=True)
    own: list[pl.Expr] = []
    if "class_id" in table:
        mine = classes(build, viewer).get_column("class_id")
        own.append(pl.col("class_id").is_in(mine.implode()))
    elif "team" in table and "teamleider" in viewer.roles:
        own.append(pl.col("team").is_in(sorted(viewer.teams)))
    if not own:
        raise AccessDeniedError
    return pl.any_horizontal(own)


def _without_few(rows: pl.DataFrame, mart: str, smallest: int) -> pl.DataFrame:
    """Rows of classes with null where a figure would tell of few people."""

    def few(count: str) -> pl.Expr:
        return pl.col(count).is_between(1, smallest - 1)

    if mart == "class_week":
        figures = pl.selectors.numeric().exclude("school_year")
        return rows.with_columns(pl.when(~few("n_students")).then(figures))
    moved = pl.any_horizontal(few("n_leavers"), few("n_joiners"))
    whole = ("all_previous_share", "all_current_share")
    of_leavers = ("leavers_previous_present_minutes", "leavers_previous_registered_minutes", "n_leavers")
    return rows.with_columns(
        pl.when(~moved).then(pl.col(whole)),
        pl.when(~few("n_leavers")).then(pl.col(of_leavers)),
        pl.when(~few("n_joiners")).then("n_joiners"),
    )


def _for_rows(viewer: Viewer) -> Viewer:
    """The viewer with only the roles that give rows of students."""
    return Viewer(viewer.person, viewer.roles & STUDENT_ROLES, viewer.class_ids, viewer.teams)


def _row_scope(viewer: Viewer, mart: str) -> tuple[str, list[object]]:
    """SQL condition on `t` (a student mart) for the rows in scope: own classes, and all of who is in them now."""
    own_classes, values = _own_classes(viewer)
    if mart == "student":
        return (
            f"t.student_id IN (SELECT student_id FROM marts.placement WHERE class_id IN ({own_classes}))",
            values,
        )
    return f"(t.class_id IN ({own_classes}) OR {_is_in(own_classes)})", values + values


def _own_classes(viewer: Viewer) -> tuple[str, list[object]]:
    """SQL for the classes whose students are the viewer's, with its values."""
    scope, values = _class_scope(_for_rows(viewer))
    return f'SELECT class_id FROM marts."class" AS c WHERE {scope}', values


def _is_in(classes: str) -> str:
    """SQL condition on `t` for the rows of who is in one of the classes now."""
    return f"t.student_id IN (SELECT student_id FROM marts.placement WHERE is_current AND class_id IN ({classes}))"


def _until_the_move(viewer: Viewer) -> tuple[str, list[object]]:
    """SQL for the steps, with its values; how long they were held, and when known, only of who is in an own class now.

    A step may still be held after a move, which is outside the scope of the class of before.
    """
    own_classes, values = _own_classes(viewer)
    own = ", ".join(
        f"CASE WHEN {_is_in(own_classes)} THEN t.{column} END AS {column}" for column in ("n_days_held", "known_at")
    )
    return f"(SELECT t.* REPLACE ({own}) FROM marts.student_step AS t)", values + values


def _scope_of(
    build: Build, viewer: Viewer, mart: str, class_id: str | None, student_id: int | None
) -> tuple[str, list[object]]:
    """SQL condition on `t` for the rows in scope of one class, of one student, of both, or of all.

    A class of which the viewer may see everything, and the classes of a student, are spelled out: then only the
    pieces of files that hold these classes are read, and nothing has to be looked up for each row.
    """
    if student_id is not None and mart != "student":
        condition, values = _class_scope(_for_rows(viewer))
        stays = build.known(
            f"SELECT class_id, is_current, {condition} AS is_own FROM marts.placement AS p "
            'JOIN marts."class" AS c USING (class_id) WHERE p.student_id = ?',
            [*values, student_id],
        )
        is_own = pl.col("is_own") | (pl.col("is_own") & pl.col("is_current")).any()
        seen = stays.filter(is_own).get_column("class_id").unique().sort()
        named = [name for name in seen if class_id in {None, name}]
        return f"t.student_id = {student_id} AND t.class_id IN ({', '.join(map(quoted, named)) or 'NULL'})", []
    condition, values = _row_scope(viewer, mart)
    if class_id is not None and "kwaliteit" not in viewer.roles:
        condition, values = "true", []
    if student_id is not None:
        condition += f" AND t.student_id = {student_id}"
    if class_id is not None and mart == "student":
        condition += (
            f" AND t.student_id IN (SELECT student_id FROM marts.placement WHERE class_id = {quoted(class_id)})"
        )
    elif class_id is not None:
        condition += f" AND t.class_id = {quoted(class_id)}"
    return condition, values


def _require_class(build: Build, viewer: Viewer, class_key: str | None) -> str | None:
    """Give the class behind a key in scope."""
    if class_key is None:
        return None
    condition, values = _class_scope(viewer)
    found = build.known(
        f'SELECT class_id FROM marts."class" AS c WHERE c.class_key = ? AND {condition}', [class_key, *values]
    )
    if found.is_empty():
        raise AccessDeniedError
    return str(found.item())


def _require_student(build: Build, viewer: Viewer, student_key: str | None) -> int | None:
    """Give the student behind a key in scope."""
    if student_key is None:
        return None
    condition, values = _row_scope(viewer, "student")
    found = build.known(
        f"SELECT student_id FROM marts.student AS t WHERE student_key = ? AND {condition}",
        [student_key, *values],
    )
    if found.is_empty():
        raise AccessDeniedError
    return int(found.item())


def _date_of(mart: str) -> str:
    return DATED.get(mart, "week_start" if mart in WEEKLY else "start_date")


def _lessons(build: Build, student_id: int, stays: pl.DataFrame, since: dt.date) -> pl.DataFrame:
    """Lessons of one student from the validated files, by the same functions as the marts.

    A lesson is in scope when it belongs to one of the `stays` (placements in scope).
    """
    parts = build.ask(
        "SELECT path, received, arrived FROM build.lesson_part WHERE week_start > ? ORDER BY received, part_order",
        [since - dt.timedelta(days=7) if since > dt.date.min else since],
    )
    source = registry.sources()["attendance"]
    pieces = [
        lessons.Piece(build.root / path, received, dt.date.fromisoformat(arrived) if arrived else None)
        for path, received, arrived in parts.iter_rows()
    ]
    counted = lessons.read(source, pieces, tuple(source.kept_columns), student_id).counted
    notices = build.ask("FROM build.absence_notices WHERE student_id = ?", [student_id])
    # Each lesson is placed by itself, also of a student with one enrolment.
    placements = build.ask(
        "SELECT * REPLACE (true AS has_other_enrolment) FROM marts.placement WHERE student_id = ?", [student_id]
    )
    own = stays.select("student_key", "class_key", "enrolment_key", "class_id").unique()
    free = build.known("SELECT date FROM marts.free_day").get_column("date")
    return (
        student_lesson(counted, notices, build.known("FROM build.absence_reasons"))
        .join(
            lesson_class(counted, placements),
            on=["student_id", "date", "class_code"],
            nulls_equal=True,
        )
        .filter(pl.col("date") >= since)
        .join(own, on=["enrolment_key", "class_id"])
        .select(
            "enrolment_key", "class_id", *LESSON, pl.col("status").cast(pl.String), "student_key", "class_key",
            week_start=pl.col("date").dt.truncate("1w"), is_holiday=pl.col("date").is_in(free.implode()),
        )
        .sort("date", "start_minute")
    )  # fmt: skip
