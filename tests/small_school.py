"""A school of a few students whose deliveries are written by hand, so that a test sees every line of them."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from pipelines import api, figures
from pipelines.build import build
from pipelines.settings import Settings

MONDAY = dt.date(2025, 9, 1)
FREE_WEEK = 6
"""The week, counted from 0, in which nobody has lessons."""
STARTS = (8 * 60 + 30, 9 * 60 + 30, 10 * 60 + 30)
STATUSES = ("Aanwezig", "Aanwezig", "Aanwezig", "Te laat", "Ziek", "Verlof", "Absent", "Niet geregistreerd", "Nvt")
ENROLMENTS = """\
studentnummer;roepnaam;achternaam;klas;team;crebo;niveau;cohort;begindatum;einddatum
10001;Ada;Aarts;E1A;Entree;25255;1;2025/2026;25-08-2025;
10002;Bo;de Boer;E1A;Entree;25255;1;2025/2026;25-08-2025;
10003;Cem;Can;E1A;Entree;25255;1;2025/2026;25-08-2025;
10003;Cem;Can;E1B;Entree;25255;1;2025/2026;20-10-2025;
10004;Dé;Dam;E1B;Entree;25255;1;2025/2026;25-08-2025;
10005;Eva;Es;E1B;Entree;25255;1;2025/2026;25-08-2025;24-10-2025
10006;Fay;Fer;H2A;Horeca;25256;2;2025/2026;25-08-2025;
10007;Gus;Goes;H2A;Horeca;25256;2;2025/2026;25-08-2025;
"""
STAFF = """\
persoon;naam;rol;klas;team
mentor.e1a@voorbeeld.example;M. Aa;mentor;E1A;
mentor.e1b@voorbeeld.example;M. Bee;mentor;E1B;
leider@voorbeeld.example;T. Leider;teamleider;;Entree
kwaliteit@voorbeeld.example;K. Liteit;kwaliteit;;
beheer@voorbeeld.example;B. Heer;beheer;;
"""
CALENDAR = "datum_van;datum_tot;soort;omschrijving\n13-10-2025;17-10-2025;vakantie;Herfst\n"
LESSON_HEADER = "studentnummer;datum;begin;eind;status;aankomst;geoorloofd;klas\n"


def school_days(weeks: range) -> list[dt.date]:
    """Monday to Friday of the weeks, counted from the first."""
    return [MONDAY + dt.timedelta(weeks=week, days=day) for week in weeks if week != FREE_WEEK for day in range(5)]


def status_of(student: int, date: dt.date, start: int) -> str:
    """What was registered: always the same for the same lesson. Even numbers grow; one has two weeks of truancy."""
    if student == 10007 and 14 <= (date - MONDAY).days < 28:
        return "Absent"
    number = (student * 7 + date.toordinal() * 13 + start // 10 * 5) % len(STATUSES)
    is_better = (date - MONDAY).days > 50 and student % 2 == 0
    return "Aanwezig" if is_better and number > 3 else STATUSES[number]


def lesson(student: int, date: dt.date, start: int, status: str, group: str = "") -> str:
    """One lesson of an hour in the generic layout; who is late comes twelve minutes late."""
    arrival = clock(start + 12) if status == "Te laat" else ""
    return f"{student};{date:%d-%m-%Y};{clock(start)};{clock(start + 60)};{status};{arrival};;{group}\n"


def clock(minute: int) -> str:
    """Write a minute of the day as hh:mm."""
    return f"{minute // 60:02}:{minute % 60:02}"


def lessons(days: list[dt.date], students: range = range(10001, 10008)) -> str:
    """All lessons of all students on these days, in the generic layout."""
    return LESSON_HEADER + "".join(
        lesson(student, day, start, status_of(student, day, start))
        for day in days
        for student in students
        for start in STARTS
    )


class SmallSchool:
    """An inbox and a store of its own; deliveries are texts, and a build is opened as soon as it is made."""

    def __init__(self, folder: Path, weeks: range = range(0)) -> None:
        """Make the inbox in `folder`, with enrolments, staff and calendar, and with a file of lessons per week."""
        self.folder = folder
        self.inbox = folder / "inbox"
        self.store = folder / "store"
        self.inbox.mkdir(parents=True)
        # The same secret in every small school, so that the same files get the same names in two of them.
        (folder / "store.key").write_bytes(bytes(range(32)))
        for name, text in {"inschrijvingen": ENROLMENTS, "medewerkers": STAFF, "kalender": CALENDAR}.items():
            self.delivers(f"{name}.csv", text)
        for week in weeks:
            if week != FREE_WEEK:
                self.delivers(f"les_{week:02}.csv", lessons(school_days(range(week, week + 1))))

    def delivers(self, name: str, text: str) -> None:
        """Put a file in the inbox."""
        (self.inbox / name).write_text(text, "utf-8")

    def settings(self, **changes: object) -> Settings:
        """Settings of this school."""
        return Settings(**{"inbox": self.inbox, "store": self.store, **changes})  # type: ignore[arg-type]

    def build(self, *, is_sample: bool = False, prepares: bool = False, **changes: object) -> api.Build:
        """Build what is in the inbox and open it.

        What is hidden is chosen when it is asked for, unless the build `prepares` it: that is a third of a small build.
        """
        with pytest.MonkeyPatch.context() as patched:
            if not prepares:
                patched.setattr(figures, "prepare", lambda *_: pl.DataFrame(schema=figures.CHOICES))
            return api.Build(build(self.settings(**changes), is_sample=is_sample))

    def files(self) -> set[str]:
        """Every file in the store; builds by number instead of time."""
        found = {p.relative_to(self.store).as_posix() for p in self.store.rglob("*") if p.is_file()}
        builds = sorted(name for name in found if name.startswith("builds/"))
        return found - set(builds) | {f"builds/{number}{Path(name).suffix}" for number, name in enumerate(builds)}


MARTS = (
    "placement", "free_day", "student_day", "student_week", "class_week", "student_progress", "class_progress",
    "student_step", "student_duty",
)  # fmt: skip


def marts(opened: api.Build) -> dict[str, pl.DataFrame]:
    """Every mart of a build, rows in a fixed order; without when a step became known, which is no figure."""
    return {name: opened.ask(f"FROM marts.{name} ORDER BY ALL").drop("known_at", strict=False) for name in MARTS}


def differences(one: api.Build, other: api.Build) -> list[str]:
    """Names of the marts that are not the same to the bit, with the number of rows that differ."""
    ours, theirs = marts(one), marts(other)
    return [
        f"{name}: {ours[name].height} and {theirs[name].height} rows"
        for name in MARTS
        if not ours[name].equals(theirs[name], null_equal=True) or ours[name].schema != theirs[name].schema
    ]


def lines(opened: api.Build) -> pl.DataFrame:
    """What became of the lines of every file, by name of the file."""
    return opened.ask(
        "SELECT file, n_lines, n_validated, n_rejected, n_replaced, n_unmatched, n_unexplained "
        "FROM build.delivery ORDER BY file"
    )
