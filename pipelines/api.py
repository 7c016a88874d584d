"""The dashboard's only doors to a build: `figures` for groups, `students` for rows of students.

What is hidden in figures of a group is told in `pipelines.group_figures`, and who may see what in `pipelines.scope`:
rows of students are given to a `Viewer` only, and only those within the viewer's scope.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from pipelines import history, looking, registry, scope
from pipelines.definition import Definition
from pipelines.errors import AccessDeniedError
from pipelines.group_figures import (
    GROUP_MARTS,
    Checked,
    NewLimits,
    changes,
    check_cycle,
    class_figures,
    classes,
    control_chart,
    figures,
    funnel,
    job_items,
    job_references,
    norms,
    retention,
    side_by_side,
    vsv_files,
)
from pipelines.indicator import MARTS
from pipelines.scope import DELIVERY_ROLES, REMARK_ROLES, STUDENT_ROLES, Viewer
from pipelines.served import Build, newest_build, open_build
from pipelines.sources.checklists import COLLABORATION, INDIVIDUAL
from pipelines.student_rows import DATED, STUDENT_MARTS, Reach, reach, students

__all__ = [
    "DATED", "GROUP_MARTS", "STUDENT_MARTS", "STUDENT_ROLES", "Build", "Checked", "NewLimits", "Reach", "Viewer",
    "accept_revision", "changes", "check_cycle", "class_figures", "classes", "control_chart", "counted", "coverage",
    "cycle_teams", "definitions", "deliveries", "figures", "funnel", "job_items", "job_references", "kenmerken", "look",
    "looked", "newest_build", "norms", "open_build", "per", "reach", "rejected", "remarks", "retention", "revisions",
    "sample_viewers", "side_by_side", "staff_names", "students", "viewer_of", "vsv_files",
]  # fmt: skip

TANDEM_ROLES = ("mentor", "kaw", "peercoach")


def cycle_teams(viewer: Viewer) -> frozenset[str] | None:
    """The teams whose PDCA cycles are the viewer's, or None for those of all teams and of the institution.

    Raises AccessDeniedError for who is not of kwaliteit and leads no team.
    """
    scope.require(viewer, frozenset({"teamleider", "kwaliteit"}))
    return None if "kwaliteit" in viewer.roles else viewer.teams


def kenmerken() -> dict[str, frozenset[str]]:
    """The codes of the kenmerken on each checklist of guidance, by its kind."""
    return {"individual": frozenset(INDIVIDUAL), "collaboration": frozenset(COLLABORATION)}


def deliveries(build: Build, viewer: Viewer) -> pl.DataFrame:
    """What was delivered and what became of the lines: n_lines = n_validated + n_rejected + n_replaced.

    Grain: delivered file. Of the validated lines, `n_unmatched` wait for an enrolment, `n_unexplained` for their reason
    code in the reason table, and `n_planned` and `n_ahead` are lessons after the day the file came in: planned
    ones, and ones that already say what happened. `n_crowded` are on a day with more lessons of a student than can be.
    `lacks`, `gone` and `ignored` name columns of the file. Names of files and of columns that are ignored are for
    beheer; others see the same rows without them.
    """
    scope.require(viewer, DELIVERY_ROLES)
    rows = build.ask("SELECT * FROM build.delivery ORDER BY received_at, file")
    return (
        rows
        if "beheer" in viewer.roles
        else rows.with_columns(file=pl.lit(""), repeats=pl.lit(None), ignored=pl.lit(None))
    )


def rejected(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Lines that were set aside: file, line, rule, and why (Dutch: what is wrong, what to do); never values.

    Grain: line. For beheer. Raises AccessDeniedError for others.
    """
    scope.require(viewer, frozenset({"beheer"}))
    return build.ask("SELECT * FROM build.rejected ORDER BY file, line")


def remarks(build: Build, viewer: Viewer) -> pl.DataFrame:
    """What files tell about each other that no line can: a month that is missing, an end without a start.

    For kwaliteit and beheer, as a remark may name how long a list is. Raises AccessDeniedError for others. Grain:
    remark. Columns: source, source_title, about, sentence (Dutch: what is the matter, what to do).
    """
    scope.require(viewer, REMARK_ROLES)
    titles = {name: source.title for name, source in registry.sources().items()}
    rows = build.ask("SELECT * FROM build.remark ORDER BY source, about, sentence")
    return rows.with_columns(source_title=pl.col("source").replace_strict(titles, default=None, return_dtype=pl.String))


def revisions(build: Build, viewer: Viewer) -> pl.DataFrame:
    """What later deliveries would change in closed years; see `pipelines.history`.

    Grain: mart and period. For beheer. Raises AccessDeniedError for others.
    """
    scope.require(viewer, frozenset({"beheer"}))
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
    scope.require(viewer, DELIVERY_ROLES)
    counted = build.known(
        "SELECT c.team, t.class_id, date_trunc('month', t.week_start)::DATE AS month, "
        "sum(t.n_lessons)::INTEGER AS n_lessons, sum(t.n_registered)::INTEGER AS n_registered "
        'FROM marts.class_week AS t JOIN marts."class" AS c USING (class_id) '
        "GROUP BY ALL ORDER BY c.team, t.class_id, month"
    )
    if "beheer" in viewer.roles:
        return counted
    return counted.filter(pl.col("class_id").is_in(sorted(scope.class_ids(build, viewer))))


def look(build: Build, viewer: Viewer, what: str, *, student_key: str | None = None) -> None:
    """Write down that the viewer opened a page of a student, or took a table along; see `pipelines.looking`.

    Raises AccessDeniedError for a student outside the scope: then there was nothing to see.
    """
    scope.require_student(build, viewer, student_key)
    looking.note(build.root / "looked", viewer.person, what, student_key or "")


def looked(build: Build, viewer: Viewer) -> pl.DataFrame:
    """Who looked at what, newest first: at, person, what, key (the opaque key of a student, or empty).

    Grain: look. For beheer. Raises AccessDeniedError for others.
    """
    scope.require(viewer, frozenset({"beheer"}))
    return looking.read(build.root / "looked")


def definitions() -> tuple[Definition, ...]:
    """Every definition shown on screen, from the file that holds its code."""
    return registry.definitions()


def counted() -> dict[str, str]:
    """What the denominator of each group figure counts, in Dutch: "lessen" in "van de 1.204 lessen"."""
    return {name: indicator.counted for name, indicator in registry.indicators().items()}


def repeats() -> dict[str, tuple[str, ...]]:
    """The columns of each group figure in which the same people come back, row after row: see `indicator.Mart`."""
    return {name: MARTS[indicator.mart].repeats for name, indicator in registry.indicators().items()}


def per() -> dict[str, float]:
    """Per how many of its denominator each group figure is told: 100 for "per 100 students"."""
    return {name: indicator.per for name, indicator in registry.indicators().items()}


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


def staff_names(build: Build) -> dict[str, str]:
    """What the people of the staff delivery are called, by how they sign in; who has no name there is left out."""
    rows = build.known("SELECT person, any_value(name) AS name FROM marts.staff WHERE name IS NOT NULL GROUP BY person")
    return dict(rows.iter_rows())


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
