"""What the journal keeps, for how long, and how a student is forgotten in it: entries, all versions, and drafts."""

from __future__ import annotations

import datetime as dt
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from dashboard.journal.database import PATIENCE, JournalError, told_safely
from dashboard.journal.kinds import CODES, STEPS_OF_A_CYCLE, Action, Check, Content, Cycle, Decision, SoftGoal
from dashboard.journal.models import Draft, Entry, Version
from dashboard.journal.store import Condition, Journal, Saved, is_withdrawn

DRAFT_DAYS: Final = 30
"""So long is kept what somebody was writing and never saved."""
GONE: Final = "Opgeruimd na de bewaartijd"
"""What stands for a text, and for who wrote it, in a cycle that ended before the years that are kept."""
MASK: Final = "[…]"
"""What stands for a student who is forgotten in a text about something else: never longer than a number or a name."""
GAP: Final = r"[\s\-]+"
"""What may stand between the parts of a name."""
Names = Iterable[Sequence[str]]
"""First and last names of a student, in pairs."""


def held(journal: Journal, student_id: int) -> list[dict[str, Any]]:
    """All that is written about a student, each version with who and when, and what colleagues did not save yet."""
    versions = (
        sa.select(Entry.kind, Version.n, Version.author, Version.written_at, Version.is_withdrawn, Version.body)
        .join(Version, Version.entry_id == Entry.id)
        .where(Entry.student_id == student_id)
        .order_by(Entry.created_at, Entry.id, Version.n)
    )
    drafts = sa.select(Draft.author, Draft.saved_at, Draft.body).where(Draft.student_id == student_id)
    with told_safely(), journal.engine.connect() as connection:
        written = [dict(row) for row in connection.execute(versions).mappings()]
        unsaved = [dict(row) for row in connection.execute(drafts.order_by(Draft.saved_at)).mappings()]
    return written + [{"kind": "draft", "written_at": row.pop("saved_at"), **row} for row in unsaved]


# --- forgetting ------------------------------------------------------------------------------------------------------


def forget(journal: Journal, student_id: int, names: Names = ()) -> None:
    """Remove all that was written about a student, so that nothing of it is left in the files either, and mask the
    number and the full names in what was written about others, a class or a cycle.

    Raises JournalError when somebody keeps the database busy for so long that it cannot be swept.
    """
    _remove(journal, Entry.student_id == student_id, Draft.student_id == student_id)
    whole = _whole(student_id, names)
    with told_safely(), journal.writing() as connection:
        _let_nobody_write(connection)
        for table, key in ((Version, (Version.entry_id, Version.n)), (Draft, (Draft.author, Draft.place))):
            for *identity, body in connection.execute(sa.select(*key, table.body)).all():
                masked = _masked(body, whole)
                if masked != body:
                    same = (column == value for column, value in zip(key, identity, strict=True))
                    connection.execute(sa.update(table).where(*same).values(body=masked))
    _sweep(journal)


def _let_nobody_write(connection: sa.Connection) -> None:
    """Keep others from writing versions and drafts until the transaction ends: what they save while names are looked
    for would be overwritten with what was there before, or keep a name.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"LOCK TABLE {Version.__tablename__}, {Draft.__tablename__} IN EXCLUSIVE MODE")
    else:
        # SQLite takes its lock with the first statement that writes, also when that finds nothing.
        connection.execute(sa.delete(Draft).where(sa.false()))


def mentions(journal: Journal, student_id: int, names: Names) -> dict[str, dict[str, int]]:
    """In how many entries and drafts about something else a student is named, by the class or team they were last
    written with: `whole` by the number or the full name, `part` by a first or last name alone, which may be that of
    somebody else.
    """
    names = list(names)
    whole, part = _whole(student_id, names), _part(names)
    versions = sa.select(
        Entry.id, Version.body, sa.func.coalesce(Entry.class_id, Version.class_id, Entry.team, "")
    ).join(Version, Version.entry_id == Entry.id)
    drafts = sa.select(Draft.author, Draft.place, Draft.body).where(Draft.student_id.is_distinct_from(student_id))
    with told_safely(), journal.engine.connect() as connection:
        rows = [
            *connection.execute(versions.where(Entry.student_id.is_distinct_from(student_id)).order_by(Version.n)),
            *(((author, place), body, "") for author, place, body in connection.execute(drafts)),
        ]
    found: dict[str, dict[Any, str]] = {"whole": {}, "part": {}}
    for key, body, where in rows:
        texts = list(_texts(body))
        if any(whole.search(text) for text in texts):
            found["whole"][key] = where
        elif part is not None and any(part.search(text) for text in texts):
            found["part"][key] = where
    return {how: dict(sorted(Counter(places.values()).items())) for how, places in found.items()}


def _whole(student_id: int, names: Names) -> re.Pattern[str]:
    """A student's number, also with noughts before it, or a first and a last name together in either order; the small
    words that a last name begins with may stand at the end, as in "Vries, Bo de".
    """
    full: list[str] = []
    for first, last in ([_parts(name) for name in pair] for pair in names):
        if not (first and last):
            continue
        n_small = next((at for at, part in enumerate(last) if not part.islower()), 0)
        full.append(_row(first) + GAP + _row(last))
        full.append(f"{_row(last)},?{GAP}{_row(first)}")
        if n_small:
            full.append(f"{_row(last[n_small:])},?{GAP}{_row(first + last[:n_small])}")
    of_name = [rf"(?<!\w){one}(?!\w)" for one in full]
    return re.compile("|".join([rf"(?<!\d)0*{student_id}(?!\d)", *of_name]), re.IGNORECASE)


def _part(names: Names) -> re.Pattern[str] | None:
    """A first or a last name alone, with its capitals: many a name is also a word."""
    single = sorted({_row(parts) for pair in names for name in pair if (parts := _parts(name))})
    return re.compile(rf"(?<!\w)(?:{'|'.join(single)})(?!\w)") if single else None


def _row(parts: Sequence[str]) -> str:
    """A pattern of words in a row."""
    return GAP.join(map(re.escape, parts))


def _parts(name: str) -> list[str]:
    """The words of a name."""
    return [part for part in re.split(GAP, _composed(name)) if part]


def _composed(text: str) -> str:
    """A text in which a letter with its accent is one sign, however it was typed."""
    return unicodedata.normalize("NFC", text)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a stored body; no codes."""
    if isinstance(value, str):
        yield _composed(value)
    elif isinstance(value, dict | list):
        named = value.items() if isinstance(value, dict) else enumerate(value)
        for one in (one for name, one in named if name not in CODES):
            yield from _texts(one)


def _masked(value: Any, whole: re.Pattern[str]) -> Any:
    """A stored body in which a name is masked."""
    if isinstance(value, str):
        masked, n_times = whole.subn(MASK, _composed(value))
        return masked if n_times else value
    if isinstance(value, dict):
        return {name: one if name in CODES else _masked(one, whole) for name, one in value.items()}
    return [_masked(one, whole) for one in value] if isinstance(value, list) else value


# --- keeping no longer than is needed --------------------------------------------------------------------------------


def remove_older(journal: Journal, now: dt.datetime, since: dt.datetime | None = None) -> None:
    """Remove what was last written about a student or a class before `since`, what was taken back before it, and drafts
    that were left lying.

    Of a cycle that ended before `since` only figures and dates stay: decisions may have started the limits of a chart
    anew, and charts reach back over years that were closed.
    """
    kept = sa.select(Version.entry_id)
    if since is not None:
        kept = kept.where(Version.written_at >= since)
    with told_safely(), journal.engine.connect() as connection:
        back = list(connection.scalars(sa.select(Entry.id).where(is_withdrawn(), Entry.id.not_in(kept))))
    is_of_people = Entry.student_id.is_not(None) | Entry.class_id.is_not(None)
    is_gone = (is_of_people & Entry.id.not_in(kept)) | Entry.id.in_(back) | Entry.part_of.in_(back)
    n_gone = _remove(journal, is_gone, Draft.saved_at < now - dt.timedelta(days=DRAFT_DAYS))
    if since is not None:
        n_gone += sum(_clear(journal, parts) for parts in _ended(journal, since))
    if n_gone:
        _sweep(journal)


def _ended(journal: Journal, since: dt.datetime) -> Iterator[list[Saved[Any]]]:
    """Every cycle that was to be ready and was last written in before a moment, with its parts; not those of which
    all was cleared before.
    """
    parts: dict[UUID, list[Saved[Any]]] = {}
    for one in journal.entries(Entry.kind.in_([Cycle.kind, *STEPS_OF_A_CYCLE])):
        parts.setdefault(one.subject.part_of or one.id, []).append(one)
    for key, story in parts.items():
        cycle = next((one for one in story if one.id == key), None)
        if (
            cycle is not None
            and any(one.author != GONE for one in story)
            and cycle.content.by_when < since.date()
            and all(one.written_at < since for one in story)
        ):
            yield story


def _clear(journal: Journal, story: list[Saved[Any]]) -> int:
    """Take the texts and the names out of a cycle; give how many of its entries stay."""
    stays = {one.id: one for one in story if one.content.kind != Action.kind}
    of_cycle = Entry.id.in_([one.id for one in story]) | Entry.part_of.in_(stays)
    _remove(journal, of_cycle & Entry.id.not_in(stays), sa.false())
    with told_safely(), journal.writing() as connection:
        for key, one in stays.items():
            this = Version.entry_id == key
            connection.execute(sa.delete(Version).where(this, Version.n < one.n))
            body = _figures_of(one.content).model_dump(mode="json")
            connection.execute(sa.update(Version).where(this).values(body=body, author=GONE))
    return len(stays)


def _figures_of(content: Content) -> Content:
    """A cycle, a check or a decision without what people typed."""
    if isinstance(content, Cycle):
        goal = content.goal.model_copy(update={"words": GONE}) if isinstance(content.goal, SoftGoal) else content.goal
        measures = tuple(one.model_copy(update={"what": GONE, "target_group": None}) for one in content.measures)
        return content.model_copy(update={"title": GONE, "plan": None, "measures": measures, "goal": goal})
    if isinstance(content, Decision):
        return content.model_copy(update={"why": GONE})
    figures: dict[str, Any] = dict(content.figures) if isinstance(content, Check) else {}
    if "marks" in figures:
        # The chart of a check has the actions on it, in the words of who made them.
        marks = [mark for mark in figures["marks"] if mark.get("part") != Action.kind]
        figures |= {"actions": [], "marks": marks}
    return content.model_copy(update={"words": None, "figures": figures})


def _remove(journal: Journal, entries: Condition, drafts: Condition) -> int:
    """Delete entries with their versions, and drafts; give how many rows went."""
    gone = sa.select(Entry.id).where(entries)
    with told_safely(), journal.writing() as connection:
        return sum(
            connection.execute(query).rowcount
            for query in (
                sa.delete(Version).where(Version.entry_id.in_(gone)),
                sa.delete(Entry).where(entries),
                sa.delete(Draft).where(drafts),
            )
        )


def _sweep(journal: Journal) -> None:
    """Let the database write its files anew, without what was deleted."""
    engine = journal.engine.execution_options(isolation_level="AUTOCOMMIT")
    with told_safely(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            for table in (Version, Entry, Draft):
                connection.exec_driver_sql(f"VACUUM (FULL) {table.__tablename__}")
            return
        connection.exec_driver_sql("VACUUM")
        give_up_at = time.monotonic() + PATIENCE
        while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
            if time.monotonic() > give_up_at:
                break
            time.sleep(0.1)
        else:
            return
    raise JournalError("Het logboek is te druk om op te ruimen.", "Sluit het dashboard en doe het opnieuw.")
