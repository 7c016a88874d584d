"""The tables of the journal: entries, their versions, and drafts.

Nothing in `version` is ever changed, but that `keeping` takes out what may no longer be kept.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC, also where the database keeps no time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """All tables; names of constraints are fixed, so that a migration can name them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Entry(Base):
    """One thing somebody wrote down: what kind it is and whom it is about. Its content stands in its versions.

    About a student, about a class as a whole, or about a team; none of the three: about the institution. `part_of` is
    the cycle that an action, check or decision belongs to.
    """

    __tablename__ = "entry"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    student_id: Mapped[int | None] = mapped_column(sa.Integer, index=True)
    class_id: Mapped[str | None] = mapped_column(sa.String(120), index=True)
    team: Mapped[str | None] = mapped_column(sa.String(120), index=True)
    part_of: Mapped[UUID | None] = mapped_column(sa.Uuid, sa.ForeignKey("entry.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)


class Version(Base):
    """One version of an entry, counted from 1: what it said, who wrote it and when.

    `class_id` is the class whose tandem (or teamleider) wrote it: who had a student in class before reads that and
    nothing later. The highest number counts; where that one is withdrawn, the entry is.
    """

    __tablename__ = "version"

    entry_id: Mapped[UUID] = mapped_column(sa.Uuid, sa.ForeignKey("entry.id"), primary_key=True)
    n: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    is_withdrawn: Mapped[bool] = mapped_column(sa.Boolean)
    class_id: Mapped[str | None] = mapped_column(sa.String(120))
    author: Mapped[str] = mapped_column(sa.String(320))
    written_at: Mapped[dt.datetime] = mapped_column(Moment)


class Draft(Base):
    """What one person was writing at one place and did not save yet."""

    __tablename__ = "draft"

    author: Mapped[str] = mapped_column(sa.String(320), primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    student_id: Mapped[int | None] = mapped_column(sa.Integer, index=True)
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    saved_at: Mapped[dt.datetime] = mapped_column(Moment)
