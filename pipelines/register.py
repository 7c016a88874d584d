"""Who is and was in which class, and the keys of classes and students in addresses: looked up in a moment.

Every question begins with this, a few times over. A query takes a thousandth of a second to plan, and a look in here
next to nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

import polars as pl

KEYS = ("student_key", "class_key")


class Stay(NamedTuple):
    """A stay of a student in a class, with its first and last day; `is_current` while it goes on."""

    student_id: int
    class_id: str
    start_date: dt.date
    end_date: dt.date | None
    is_current: bool


class Register:
    """The classes, the students and their stays of one build."""

    def __init__(self, classes: pl.DataFrame, people: pl.DataFrame, stays: pl.DataFrame) -> None:
        """`classes`, `people` and `stays` are the marts class, student and placement."""
        self.class_ids: dict[str, str] = dict(classes.select("class_key", "class_id").iter_rows())
        self.student_ids: dict[str, int] = dict(people.select("student_key", "student_id").iter_rows())
        self._class_keys = {class_id: key for key, class_id in self.class_ids.items()}
        self._every_class = frozenset(self._class_keys)
        self._student_keys = {student_id: key for key, student_id in self.student_ids.items()}
        self._of_team: dict[str, list[str]] = defaultdict(list)
        for class_id, team in classes.select("class_id", "team").iter_rows():
            self._of_team[team].append(class_id)
        self._of_student: dict[int, list[Stay]] = defaultdict(list)
        self._of_class: dict[str, list[Stay]] = defaultdict(list)
        for stay in map(Stay._make, stays.select(Stay._fields).iter_rows()):
            self._of_student[stay.student_id].append(stay)
            self._of_class[stay.class_id].append(stay)

    def every_class(self) -> frozenset[str]:
        """All classes there are."""
        return self._every_class

    def classes_of(self, teams: Collection[str]) -> set[str]:
        """The classes of teams."""
        return {class_id for team in teams for class_id in self._of_team.get(team, ())}

    def stays_of(self, student_id: int) -> list[Stay]:
        """The stays of a student."""
        return self._of_student.get(student_id, [])

    def ever_in(self, class_ids: Collection[str]) -> set[int]:
        """Who is or was in one of these classes."""
        return {stay.student_id for class_id in class_ids for stay in self._of_class.get(class_id, ())}

    def now_in(self, class_ids: Collection[str]) -> set[int]:
        """Who is in one of these classes now."""
        return {s.student_id for class_id in class_ids for s in self._of_class.get(class_id, ()) if s.is_current}

    def between(self, class_ids: Collection[str], student_id: int | None = None) -> tuple[dt.date, dt.date]:
        """The first and the last day on which anybody, or this student, was in one of these classes."""
        stays = [stay for class_id in class_ids for stay in self._of_class.get(class_id, ())]
        own = [stay for stay in stays if student_id in {None, stay.student_id}]
        return (
            min((stay.start_date for stay in own), default=dt.date.max),
            max((stay.end_date or dt.date.max for stay in own), default=dt.date.min),
        )

    def keys_of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """student_key and class_key of rows with a student and a class, in their order."""
        keys = (
            [self._student_keys[one] for one in rows.get_column("student_id").to_list()],
            [self._class_keys[one] for one in rows.get_column("class_id").to_list()],
        )
        return pl.DataFrame([pl.Series(name, of_rows, pl.String) for name, of_rows in zip(KEYS, keys, strict=True)])
