"""Write prints to files, for `groeilijn report`, which starts `python -m dashboard.reporting`.

Who gives the command has the files of the school anyway. All the same it looks through a door with no wider scope than
the print needs, and what it takes is written down in the log of looking.
"""

import re
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from dashboard import data, downloads, filters, reports
from dashboard.data import Door
from dashboard.filters import Klas, Student
from dashboard.panels import tandemoverleg
from dashboard.reports.half_year import HalfYear, half_year_of
from dashboard.wording import command as words
from pipelines import private
from pipelines.api import Build, Viewer
from pipelines.errors import EXIT_REFUSED, ExpectedError

PERSON = "groeilijn report"
"""How the command is called in the log of looking."""

Print = tuple[str, str, Callable[[], bytes], str | None]
"""A title for the file, its suffix, how it is made, and the key of whom it is about."""


class RefusedPrintError(ExpectedError):
    """What was asked cannot be printed."""


def main(
    kind: str,
    out: Path,
    class_id: Annotated[str | None, typer.Option("--class")] = None,
    period: Annotated[str | None, typer.Option()] = None,
) -> None:
    """Write the prints of one kind to `out`: a folder, or the file of the only one with that suffix.

    The number of a student, if it is about one, is read from standard input: there the list of processes does not show
    it.
    """
    try:
        number = sys.stdin.read().strip()
        student = int(number) if number else None
        for path in written(kind, out, student, class_id, period):
            typer.echo(words.written(path.name))
    except ExpectedError as error:
        typer.echo(f"{error.what} {error.do}", err=True)
        raise typer.Exit(EXIT_REFUSED) from None
    except Exception as error:
        # What an unexpected error says may quote what it stumbled over.
        place = traceback.extract_tb(error.__traceback__)[-1]
        typer.echo(words.gone_wrong(type(error).__name__, Path(place.filename).name, place.lineno), err=True)
        raise typer.Exit(EXIT_REFUSED) from None


def written(kind: str, out: Path, student: int | None, class_id: str | None, period: str | None) -> Iterator[Path]:
    """Make and write each print; gives where it stands."""
    opened = data.build()
    if opened is None:
        raise RefusedPrintError(*words.NO_BUILD)
    if kind == "halfjaarverantwoording":
        door, asked = _account(opened, period)
    elif student is not None:
        door, asked = _of_student(opened, student)
    elif class_id is not None:
        door, asked = _of_class(opened, kind, class_id)
    else:
        raise RefusedPrintError(*words.NOBODY)
    one = out.suffix.removeprefix(".") if out.suffix in {".pdf", ".xlsx"} else None
    chosen = [item for item in asked if one in (None, item[1])]
    if one is not None and len(chosen) != 1:
        raise RefusedPrintError(*(words.MANY if chosen else words.OTHER_SUFFIX))
    for title, suffix, make, key in chosen:
        with data.through(door):
            made = make()
        path = out if one else out / downloads.file_name(title, door.until, suffix)
        _keep(path, made)
        door.took(f"Afgedrukt: {title}", key)
        yield path


def _account(opened: Build, period: str | None) -> tuple[Door, list[Print]]:
    """The account of a half year, the newest one unless another is asked for, as kwaliteit."""
    door = Door(opened, Viewer(PERSON, frozenset({"kwaliteit"})))
    if period is not None and not re.fullmatch(r"20\d\d-0[28]", period):
        raise RefusedPrintError(*words.NO_PERIOD)
    if period is None and door.until is None:
        raise RefusedPrintError(*words.NO_BUILD)
    shown = HalfYear(date.fromisoformat(f"{period}-01")) if period else half_year_of(door.until or date.min)
    title = f"Halfjaarverantwoording {shown.key}"
    return door, [
        (title, "pdf", partial(reports.halfjaarverantwoording, door, shown), None),
        (title, "xlsx", partial(reports.halfjaarverantwoording_xlsx, door, shown), None),
    ]


def _of_student(opened: Build, number: int) -> tuple[Door, list[Print]]:
    """The groeikaart of a student, by the number the school knows the student by."""
    classes = _classes(opened)
    everyone = Door(opened, _tandem(*classes))
    stays = everyone.students("placement").filter(pl.col("student_id") == number, pl.col("is_current"))
    if stays.is_empty():
        raise RefusedPrintError(*words.NO_STUDENT)
    stay = stays.row(-1, named=True)
    klas = next(one for one in classes.values() if one.class_key == stay["class_key"])
    door = Door(opened, _tandem(klas.class_id))
    with data.through(door):
        (found,) = [one for one in filters.students(klas) if one.student_key == stay["student_key"]]
    return door, [_card(door, klas, found)]


def _of_class(opened: Build, kind: str, class_id: str) -> tuple[Door, list[Print]]:
    """The klasblad or the tandemoverleg of a class, or the groeikaart of everybody in it."""
    klas = _classes(opened).get(class_id)
    if klas is None:
        raise RefusedPrintError(*words.NO_CLASS)
    door = Door(opened, _tandem(class_id))
    if kind == "klasblad":
        return door, [(f"Klasblad {class_id}", "pdf", partial(reports.klasblad, door, klas), None)]
    if kind == "tandemoverleg":
        return door, [(f"Tandemoverleg {class_id}", "pdf", partial(tandemoverleg.printed, door, klas), None)]
    with data.through(door):
        return door, [_card(door, klas, student) for student in filters.students(klas)]


def _card(door: Door, klas: Klas, student: Student) -> Print:
    """The groeikaart of one student; its file is named after a key, and never after a person."""
    make = partial(reports.groeikaart, door, klas, student)
    return f"Groeikaart {student.student_key[:8]}", "pdf", make, student.student_key


def _classes(opened: Build) -> dict[str, Klas]:
    with data.through(Door(opened, Viewer(PERSON, frozenset({"kwaliteit"})))):
        return {klas.class_id: klas for klas in filters.classes()}


def _tandem(*class_ids: str) -> Viewer:
    return Viewer(PERSON, frozenset({"tandem"}), frozenset(class_ids))


def _keep(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, in the place of the one before it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        private.write(path, content)
    except OSError:
        raise RefusedPrintError(*words.NOT_WRITTEN) from None
