"""Figures of groups, within the scope of a `Viewer` and without what would tell of a few people; given out by `api`.

A figure of a group passes only after `disclosure` hid what would tell about a few people, and always the same cells
are hidden, whatever page asks and whoever looks: which follows from all the tables of that figure together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines import control_chart as control
from pipelines import cycle_check, disclosure, intervals, registry, scope, survival
from pipelines.errors import AccessDeniedError
from pipelines.indicator import MARTS
from pipelines.scope import GROUP_ROLES, Rows, Viewer
from pipelines.served import Build

GROUP_MARTS = ("class", "class_progress")
FIGURES = ("numerator", "denominator", "value", "low", "high")
FUNNEL_POINTS = 80
RETENTION: tuple[tuple[str, ...], ...] = ((), ("cohort",), ("level",), ("level", "cohort"))
"""The groupings in which is shown who is still at school, the finest last."""


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


def classes(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Classes that the viewer may open, alphabetical.

    Grain: class. Columns: class_id, class_key, school_year, team, location, programme, level, leerweg, n_students
    (now in it), is_current (it has students now).
    """
    every = build.known(
        "SELECT c.*, count(DISTINCT p.student_id) FILTER (p.is_current)::INTEGER AS n_students, "
        'count(*) FILTER (p.is_current) > 0 AS is_current FROM marts."class" AS c '
        "JOIN marts.placement AS p USING (class_id) GROUP BY ALL ORDER BY c.class_id"
    )
    return every.filter(pl.col("class_id").is_in(sorted(scope.class_ids(build, viewer))))


def class_figures(
    build: Build, viewer: Viewer, mart: str, *, class_key: str | None = None, since: dt.date | None = None
) -> pl.DataFrame:
    """Figures of classes within the viewer's scope; `mart` is one of GROUP_MARTS.

    Kwaliteit sees groups: of a class whose presence is hidden in a week of the school year so far all figures are null,
    and the status; elsewhere those that tell of a few who came or went. Raises AccessDeniedError for a role without
    group figures and for a class outside the scope.
    """
    if mart not in GROUP_MARTS:
        raise AccessDeniedError
    scope.require(viewer, GROUP_ROLES)
    class_id = scope.require_class(build, viewer, class_key)
    own = scope.class_ids(build, viewer) if class_id is None else {class_id}
    if mart == "class":
        return build.classes.filter(pl.col("class_id").is_in(sorted(own)))
    condition, values = Rows(tuple(sorted(own))).condition()
    rows = build.ask(
        f"SELECT t.* FROM marts.{mart} AS t WHERE {condition} AND t.week_start >= ?", [*values, since or dt.date.min]
    )
    keys = build.classes.select("class_key", "class_id")
    rows = keys.join(rows, on="class_id").sort("class_id", "week_start")
    return _without_few(build, rows) if "kwaliteit" in viewer.roles else rows


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
    scope.require(viewer, GROUP_ROLES)
    one = registry.indicators()[indicator]
    table = next((known for known in one.tables if set(known) == set(by)), None)
    if table is None:
        raise ValueError(f"{indicator} is not published by {', '.join(by) or 'nothing'}.")
    cells = build.tables(one, one.moments(over))[table].filter(scope.of_figures(build, viewer, table))
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
    scope.require(viewer, frozenset({"kwaliteit"}))
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
    scope.require(viewer, frozenset({"kwaliteit"}))
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
    progress = class_figures(build, viewer, "class_progress", since=since).filter(pl.col("status").is_not_null())
    progress = progress.join(own, on="class_id", how="semi")
    taught = build.ask(
        "SELECT class_id, week_start, n_teaching_days FROM marts.class_week WHERE week_start >= ?", [since]
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
        # A day in the middle of a week counts from the next Monday, as in the check of a cycle.
        since, why = cycle_check.first_week(one.since) if moment == "week_start" else one.since, one.reason
        group = {name: value for name, value in one.group if value is not None}
        # A reason is about a group of people, and so about both kinds of list.
        if set(group) == set(by) - {"kind"}:
            is_later = pl.all_horizontal(when >= since, *(pl.col(name) == value for name, value in group.items()))
            first = when.filter(is_later).min()
            is_first = when == (first.over("kind") if "kind" in by else first)
            reason = pl.when(is_later & is_first).then(pl.lit(why)).otherwise(reason)
    return reason


def _without_few(build: Build, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of class_progress with null where a figure would tell of few people.

    A row looks back over weeks of its school year, and the presence of a class tells of the class that is hidden beside
    it: so it is shown where the presence of all weeks so far is.
    """
    presence = registry.indicators()["presence"]
    cells = build.tables(presence, presence.moments(("week_start", "school_year")))[("team", "class_id")]
    keys, smallest = ("class_id", "school_year", "week_start"), build.thresholds["small_group"]
    # Weeks before the first of `rows` count as well; a week without a figure has none to show.
    weeks = cells.sort(keys).select(*keys, _hidden=pl.col("is_hidden").cum_max().over("class_id", "school_year"))

    def few(count: str) -> pl.Expr:
        return pl.col(count).is_between(1, smallest - 1)

    moved = pl.any_horizontal(few("n_leavers"), few("n_joiners"))
    whole = ("all_previous_share", "all_current_share")
    of_leavers = ("leavers_previous_present_minutes", "leavers_previous_registered_minutes", "n_leavers")
    apart = rows.with_columns(
        pl.when(~moved).then(pl.col(whole)),
        pl.when(~few("n_leavers")).then(pl.col(of_leavers)),
        pl.when(~few("n_joiners")).then("n_joiners"),
    )
    return (
        apart.join(weeks, on=keys, how="left", maintain_order="left")
        .with_columns(pl.when(~pl.col("_hidden")).then(pl.exclude("class_key", *keys, "as_of", "_hidden")))
        .drop("_hidden")
    )


def norms(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Norms of vsv and national figures, each with its origin.

    Grain: teljaar and level (null for all of mbo). Columns: teljaar, level, norm_share, n_national, national_share,
    status, origin; what is not known is null.
    """
    scope.require(viewer, GROUP_ROLES)
    return build.ask("SELECT * FROM marts.vsv_norm ORDER BY teljaar, level")


def vsv_files(build: Build, viewer: Viewer) -> pl.DataFrame:
    """From which kinds of files the figures of vsv are counted.

    Grain: teljaar and report month. Columns: teljaar, report_month, status, population_from, leavers_from.
    """
    scope.require(viewer, GROUP_ROLES)
    return build.ask(
        "SELECT DISTINCT teljaar, report_month, status, population_from, leavers_from FROM marts.vsv_month ORDER BY ALL"
    )


def job_items(build: Build, viewer: Viewer) -> pl.DataFrame:
    """The items of the JOB-monitor in the order of the questionnaire.

    Grain: item. Columns: place (1 is the first), item, theme, question, kind (scale, grade, choice), kaw_goal.
    """
    scope.require(viewer, GROUP_ROLES)
    return build.ask("SELECT * FROM marts.job_list ORDER BY place")


def job_references(build: Build, viewer: Viewer) -> pl.DataFrame:
    """National outcomes of the JOB-monitor, each with who reported it.

    Grain: edition and item. Columns: edition, item, share (positive, 0-1), grade (1-10), reported_by; what is not known
    is null.
    """
    scope.require(viewer, GROUP_ROLES)
    return build.ask(
        "SELECT edition, item, positive_hundredths / 10000 AS share, grade_hundredths / 100 AS grade, reported_by "
        "FROM marts.job_reference ORDER BY edition, item"
    )
