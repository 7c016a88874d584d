"""Who may see what of a build. Whoever is not known to have a right has none.

A tandem sees its own classes now, with the whole line of the students who are in them, and of a former student only the
time in the own class; a teamleider sees the classes of the own teams; kwaliteit sees groups; beheer sees deliveries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.errors import AccessDeniedError
from pipelines.served import Build
from pipelines.store import quoted

STUDENT_ROLES = frozenset({"tandem", "teamleider"})
GROUP_ROLES = frozenset({"tandem", "teamleider", "kwaliteit"})
DELIVERY_ROLES = frozenset({"tandem", "teamleider", "kwaliteit", "beheer"})
REMARK_ROLES = frozenset({"kwaliteit", "beheer"})


@dataclass(frozen=True)
class Viewer:
    """Who looks: the person, the roles, and the classes and teams these roles are about."""

    person: str
    roles: frozenset[str]
    class_ids: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rows:
    """Which rows of students: of `class_ids`, and of `student_ids` wherever they are.

    Of these only those of `class_id` and of `student_id`, where it is given.
    """

    class_ids: tuple[str, ...]
    student_ids: tuple[int, ...] = ()
    class_id: str | None = None
    student_id: int | None = None

    def condition(self) -> tuple[str, list[object]]:
        """SQL on `t`, a mart of students, with its values.

        Where classes alone decide they are spelled out: then only the pieces of files that hold these are read.
        """
        if self.student_ids:
            condition = "(t.class_id IN (SELECT unnest(?::VARCHAR[])) OR t.student_id IN (SELECT unnest(?::INTEGER[])))"
            values: list[object] = [list(self.class_ids), list(self.student_ids)]
        else:
            condition, values = f"t.class_id IN ({', '.join(map(quoted, self.class_ids)) or 'NULL'})", []
        if self.class_id is not None:
            condition += f" AND t.class_id = {quoted(self.class_id)}"
        if self.student_id is not None:
            condition += f" AND t.student_id = {self.student_id}"
        return condition, values

    def between(self, build: Build) -> tuple[dt.date, dt.date]:
        """The first and the last day that these rows can be about."""
        if self.student_ids:
            return dt.date.min, dt.date.max
        return build.register.between(self.class_ids, self.student_id)

    def expression(self) -> pl.Expr:
        """The same in Polars."""
        class_id, student_id = pl.col("class_id"), pl.col("student_id")
        # One class is compared in half the time of looking it up in a list of one.
        found = class_id == self.class_ids[0] if len(self.class_ids) == 1 else class_id.is_in(list(self.class_ids))
        if self.student_ids:
            found |= student_id.is_in(list(self.student_ids))
        if self.class_id is not None:
            found &= class_id == self.class_id
        if self.student_id is not None:
            found &= student_id == self.student_id
        return found


def require(viewer: Viewer, roles: frozenset[str]) -> None:
    """Raise AccessDeniedError for who has none of the roles."""
    if not viewer.roles & roles:
        raise AccessDeniedError


def for_rows(viewer: Viewer) -> Viewer:
    """The viewer with only the roles that give rows of students."""
    return Viewer(viewer.person, viewer.roles & STUDENT_ROLES, viewer.class_ids, viewer.teams)


def class_ids(build: Build, viewer: Viewer) -> frozenset[str]:
    """The classes in scope."""
    register = build.register
    if "kwaliteit" in viewer.roles:
        return register.every_class()
    found: set[str] = set()
    if "tandem" in viewer.roles:
        found |= viewer.class_ids & register.every_class()
    if "teamleider" in viewer.roles:
        found |= register.classes_of(viewer.teams)
    return frozenset(found)


def of_figures(build: Build, viewer: Viewer, table: Sequence[str]) -> pl.Expr:
    """The groups in scope, as a condition on a table of figures. Raises AccessDeniedError where there can be none."""
    if "kwaliteit" in viewer.roles:
        return pl.lit(value=True)
    if "class_id" in table:
        return pl.col("class_id").is_in(sorted(class_ids(build, viewer)))
    if "team" in table and "teamleider" in viewer.roles:
        return pl.col("team").is_in(sorted(viewer.teams))
    raise AccessDeniedError


def of_rows(build: Build, viewer: Viewer, class_id: str | None, student_id: int | None) -> Rows:
    """The rows of students in scope, of one class, of one student, of both, or of all.

    Those in own classes, and all of who is in one of them now.
    """
    own = class_ids(build, for_rows(viewer))
    if student_id is not None:
        stays = build.register.stays_of(student_id)
        is_here_now = any(stay.is_current and stay.class_id in own for stay in stays)
        seen = {stay.class_id for stay in stays if is_here_now or stay.class_id in own}
        return Rows(tuple(sorted(seen if class_id is None else seen & {class_id})), (), None, student_id)
    if class_id in own:
        return Rows((class_id,))
    return Rows(tuple(sorted(own)), tuple(sorted(build.register.now_in(own))), class_id)


def of_names(build: Build, viewer: Viewer, class_id: str | None, student_id: int | None) -> set[int]:
    """The students whose names are in scope: who is or was in an own class, of one class or one student or of all."""
    found = build.register.ever_in(class_ids(build, for_rows(viewer)))
    if class_id is not None:
        found &= build.register.ever_in({class_id})
    return found if student_id is None else found & {student_id}


def require_class(build: Build, viewer: Viewer, class_key: str | None) -> str | None:
    """Give the class behind a key in scope. Raises AccessDeniedError for any other key."""
    if class_key is None:
        return None
    class_id = build.register.class_ids.get(class_key)
    if class_id not in class_ids(build, viewer):
        raise AccessDeniedError
    return class_id


def require_student(build: Build, viewer: Viewer, student_key: str | None) -> int | None:
    """Give the student behind a key: who is or was in an own class. Raises AccessDeniedError for any other key."""
    if student_key is None:
        return None
    student_id = build.register.student_ids.get(student_key)
    if student_id is None or not of_names(build, viewer, None, student_id):
        raise AccessDeniedError
    return student_id
