"""Who may see which student, in plain Python, and all that somebody gets to see: what the matrix lays side by side.

Three classes in two teams, and invented students whose names, numbers and days of birth stand nowhere else. What the
rule says follows from the texts below and from nothing the program computes.
"""

import csv
import datetime as dt
import io
import itertools
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import polars as pl
import pyarrow as pa
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

from dashboard.journal.kinds import Action, Check, Cycle, Decision, Goal, IndicatorGoal, Note
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal, Subject
from dashboard.panels.handing_over import NotHandedOverError
from pipelines.api import Build
from pipelines.settings import Settings
from pipelines.sources.checklists import INDIVIDUAL
from tests.dashboard.conftest import APP
from tests.duo_files import PRIVATE, everyone, file_of, in_month
from tests.small_school import LESSON_HEADER, STARTS, SmallSchool, lesson, lessons, school_days

NORTH, EAST, WEST = "Noorderlicht", "Oosterwind", "Westerzon"
MORNING, EVENING = "Morgenster", "Avondrood"
ENROLMENTS = f"""\
studentnummer;roepnaam;achternaam;geboortedatum;klas;team;crebo;niveau;cohort;begindatum;einddatum
810000001;Adelmoer;Aarzelzand;11-01-2008;{NORTH};{MORNING};25255;1;2025/2026;25-08-2025;
810000002;Bontebal;Bergemeer;12-02-2008;{NORTH};{MORNING};25255;1;2025/2026;25-08-2025;
810000003;Cimbaline;Cruquiveld;13-03-2008;{NORTH};{MORNING};25255;1;2025/2026;25-08-2025;21-10-2025
810000003;Cimbaline;Cruquiveld;13-03-2008;{EAST};{MORNING};25255;1;2025/2026;22-10-2025;
810000004;Dagobertus;Drieluik;14-04-2008;{EAST};{MORNING};25255;1;2025/2026;25-08-2025;
810000005;Evermarije;Esdoornhof;15-05-2008;{EAST};{MORNING};25255;1;2025/2026;25-08-2025;24-10-2025
810000006;Floridante;Fazantweg;16-06-2008;{WEST};{EVENING};25256;2;2025/2026;25-08-2025;
810000007;Gudulinus;Geiserkolk;17-07-2008;{WEST};{EVENING};25256;2;2025/2026;25-08-2025;
810000008;Hermeline;Havikshorst;18-08-2008;{WEST};{EVENING};25256;2;2025/2026;25-08-2025;05-11-2025
810000008;Hermeline;Havikshorst;18-08-2008;{EAST};{MORNING};25255;1;2025/2026;06-11-2025;
810000009;Iolanthus;Ibisvallei;19-09-2008;{NORTH};{MORNING};25255;1;2025/2026;25-08-2025;
810000009;Iolanthus;Ibisvallei;19-09-2008;{WEST};{EVENING};25256;2;2025/2026;06-11-2025;
"""
"""Who moves, who leaves, who comes from the other team, and who is in two classes now."""

STAFF_BEFORE = f"""\
persoon;naam;rol;klas;team
wisselt@voorbeeld.example;W. Isselt;mentor;{NORTH};
was@voorbeeld.example;W. As;kaw;{EAST};
"""
STAFF = f"""\
persoon;naam;rol;klas;team
mentor@voorbeeld.example;M. Entor;mentor;{NORTH};
kaw@voorbeeld.example;K. Aw;kaw;{EAST};
twee@voorbeeld.example;T. Wee;mentor;{EAST};
twee@voorbeeld.example;T. Wee;mentor;{WEST};
wisselt@voorbeeld.example;W. Isselt;peercoach;{WEST};
leider.ochtend@voorbeeld.example;L. Ochtend;teamleider;;{MORNING}
leider.avond@voorbeeld.example;L. Avond;teamleider;;{EVENING}
kwaliteit@voorbeeld.example;K. Liteit;kwaliteit;;
beheer@voorbeeld.example;B. Heer;beheer;;
mentor.leider@voorbeeld.example;M. Leider;mentor;{NORTH};
mentor.leider@voorbeeld.example;M. Leider;teamleider;;{EVENING}
mentor.kwaliteit@voorbeeld.example;M. Kwaliteit;mentor;{WEST};
mentor.kwaliteit@voorbeeld.example;M. Kwaliteit;kwaliteit;;
mentor.beheer@voorbeeld.example;M. Beheer;mentor;{EAST};
mentor.beheer@voorbeeld.example;M. Beheer;beheer;;
alles@voorbeeld.example;A. Lles;teamleider;;{MORNING}
alles@voorbeeld.example;A. Lles;teamleider;;{EVENING}
alles@voorbeeld.example;A. Lles;kwaliteit;;
alles@voorbeeld.example;A. Lles;beheer;;
"""
"""The later delivery, which names every class, team and office anew."""

EVERYTHING = "alles@voorbeeld.example"
NOW = time.time()
KINDS: dict[str, dict[str, Any]] = {
    "a mentor": {"email": "mentor@voorbeeld.example"},
    "a KAW'er": {"email": "kaw@voorbeeld.example"},
    "a mentor of two classes": {"email": "twee@voorbeeld.example"},
    "a mentor who changed class": {"email": "wisselt@voorbeeld.example"},
    "a team leader": {"email": "leider.ochtend@voorbeeld.example"},
    "the other team leader": {"email": "leider.avond@voorbeeld.example"},
    "quality": {"email": "kwaliteit@voorbeeld.example"},
    "management": {"email": "beheer@voorbeeld.example"},
    "a mentor who leads another team": {"email": "mentor.leider@voorbeeld.example"},
    "a mentor of quality": {"email": "mentor.kwaliteit@voorbeeld.example"},
    "a mentor of management": {"email": "mentor.beheer@voorbeeld.example"},
    "who was a KAW'er": {"email": "was@voorbeeld.example"},
    "who is unknown": {"email": "iemand@voorbeeld.example"},
    "who did not sign in": {},
    "a mentor who signed in too long ago": {"email": "mentor@voorbeeld.example", "iat": NOW - 11 * 3600},
    "a mentor whose address is not verified": {"email": "mentor@voorbeeld.example", "email_verified": False},
}
"""What the provider tells about each kind of viewer."""

CYCLES = {MORNING: "Regenboogtrui", EVENING: "Windhoosjas", None: "Vuurtorenlicht"}
"""A word that stands in everything written about the cycle of a team, and of the institution."""

DAY = dt.date(2025, 11, 3)
"""The day on which all of it was written."""

EXTRA_STARTS = (690, 750, 810, 870)
"""The lessons that everybody missed in the first and the last days, so that there are hours to tell about."""

STEPS_BEFORE_THE_MOVE = 810000003
"""Who took steps in the class of before, within the enrolment that went on in another class."""

ARROW = b"\xff\xff\xff\xff"
"""How a table begins that is sent to the browser."""

STRANGER = 820000009
"""A number in a file of lessons that nobody is enrolled with."""

TOLD_IN_CONFIDENCE = "vertrouwelijkheid"
"""A note that somebody wrote on a checklist."""


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d-%m-%Y").date()


@dataclass(frozen=True)
class Stay:
    """A student in a class, up to and including the last day; without one it goes on."""

    student: int
    class_id: str
    start: dt.date
    end: dt.date | None

    def holds(self, first: dt.date, last: dt.date) -> bool:
        """Whether some day of a period is in the stay."""
        return self.start <= last and (self.end is None or first <= self.end)


ENROLLED = list(csv.DictReader(io.StringIO(ENROLMENTS), delimiter=";"))
STAYS = [
    Stay(
        int(row["studentnummer"]),
        row["klas"],
        day(row["begindatum"]),
        day(row["einddatum"]) if row["einddatum"] else None,
    )
    for row in ENROLLED
]
STUDENTS = sorted({stay.student for stay in STAYS})
WRITTEN = {stay: (f"doelzin{at}q", f"geheimzin{at}q") for at, stay in enumerate(STAYS)}
"""The words of a goal and of a note in confidence that were written about a student in each class."""
TEAM_OF = {row["klas"]: row["team"] for row in ENROLLED}


@dataclass(frozen=True)
class Rule:
    """The rule of scope for one person, as a privacy officer would say it; nothing of it is asked from the program."""

    roles: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """The classes whose students are this person's: those of the tandem, and those of the teams that are led."""
        return self.classes | {name for name, team in TEAM_OF.items() if team in self.teams}

    @property
    def opens(self) -> frozenset[str]:
        """The classes whose figures this person may see."""
        return frozenset(TEAM_OF) if "kwaliteit" in self.roles else self.own

    @property
    def sees_students(self) -> bool:
        """Whether there is a role that is about students."""
        return bool(self.roles & {"tandem", "teamleider"})

    def reads_cycle(self, team: str | None) -> bool:
        """Whether the cycle of a team, or of the institution, may be read: by quality, and by who leads the team."""
        return "kwaliteit" in self.roles or team in self.teams

    def knows(self, student: int) -> bool:
        """Whether the name may be seen: of who is or was in an own class."""
        return any(stay.student == student and stay.class_id in self.own for stay in STAYS)

    def whole(self, student: int) -> bool:
        """Whether the whole line may be seen: of who is in an own class now."""
        return any(stay.student == student and stay.class_id in self.own and stay.end is None for stay in STAYS)

    def sees(self, student: int, class_id: str, first: dt.date, last: dt.date) -> bool:
        """Whether a fact about a period in a class may be seen: of a former student only the time in the own class."""
        return self.whole(student) or (
            class_id in self.own
            and any(stay.student == student and stay.class_id == class_id and stay.holds(first, last) for stay in STAYS)
        )


def rule_of(told: Mapping[str, Any]) -> Rule:
    """What somebody may see of whom the provider tells this; nothing unless all is in order."""
    if told.get("email_verified") is False or told.get("iat", NOW) < NOW - 10 * 3600:
        return Rule()
    rows = [row for row in csv.DictReader(io.StringIO(STAFF), delimiter=";") if row["persoon"] == told.get("email")]
    tandem = [row for row in rows if row["rol"] in {"mentor", "kaw", "peercoach"}]
    return Rule(
        frozenset({"tandem"} if tandem else ()) | {row["rol"] for row in rows if row not in tandem},
        frozenset(row["klas"] for row in tandem),
        frozenset(row["team"] for row in rows if row["rol"] == "teamleider"),
    )


RULES = {kind: rule_of(told) for kind, told in KINDS.items()}


# -- The school ---------------------------------------------------------------------------------------------


def school(folder: Path, after_a_move: str = "") -> SmallSchool:
    """Deliver fourteen weeks of lessons and lists; `after_a_move` is the status of every lesson that a tandem of before
    may not see.
    """
    small = SmallSchool(folder)
    days = school_days(range(14))
    small.delivers("inschrijvingen.csv", ENROLMENTS)
    small.delivers("medewerkers.csv", STAFF_BEFORE)
    small.delivers("medewerkers_later.csv", STAFF)
    for week in range(14):
        small.delivers(
            f"les_{week:02}.csv", lessons(school_days(range(week, week + 1)), range(STUDENTS[0], STUDENTS[-1] + 1))
        )
    small.delivers("spijbelen.csv", LESSON_HEADER + "".join(
        lesson(student, date, start, "Absent")
        for student in STUDENTS for date in (*days[:4], *days[-4:]) for start in EXTRA_STARTS
    ))  # fmt: skip
    small.delivers("wat_toen_lukte.csv", LESSON_HEADER + "".join(
        lesson(STEPS_BEFORE_THE_MOVE, date, start, "Aanwezig")
        for date in school_days(range(3, 6)) for start in STARTS
    ))  # fmt: skip
    if after_a_move:
        moves = [(stay.student, stay.end) for stay in STAYS if stay.end is not None]
        small.delivers("wat_later_kwam.csv", LESSON_HEADER + "".join(
            lesson(student, date, start, after_a_move)
            for student, end in moves for date in days if date > end for start in STARTS
        ))  # fmt: skip
    small.delivers("onbekenden.csv", LESSON_HEADER + lesson(STRANGER, days[0], 510, "Aanwezig"))
    small.delivers("fouten.csv", LESSON_HEADER + "".join(lesson(who, days[0], 960, "Zomaar wat") for who in STUDENTS))
    lines = [
        f"C{number}-{student};individuele begeleiding;{date:%d-%m-%Y};na;{student};;mentor;{kenmerk};"
        f"ruimte voor groei;{TOLD_IN_CONFIDENCE}"
        for student in STUDENTS
        for number, date in enumerate(days[5::15])
        for kenmerk in list(INDIVIDUAL)[:2]
    ]
    head = "checklist_id;soort;datum;moment;studentnummer;klas;ingevuld_door;kenmerk;status;notitie"
    small.delivers("checklists.csv", "\n".join([head, *lines]) + "\n")
    people = in_month(everyone(30, seed=4), ["1-Oktober"])
    (small.inbox / "202510A05I99XX.csv").write_bytes(file_of("A05", people))
    (small.inbox / "202510A04I99XX.csv").write_bytes(file_of("A04", people[:9]))
    return small


def write_about_everybody(address: str) -> None:
    """Write in the journal about every student in every class, unless that was done."""
    journal = Journal(address)
    if not journal.entries(Entry.kind == Goal.kind):
        for stay, (goal, note) in WRITTEN.items():
            for content in (Goal(words=goal, set_on=stay.start), Note(words=note, date=stay.start)):
                journal.write(content, Subject(stay.student), author="iemand", written_in=stay.class_id)
    journal.close()


def lessons_given() -> list[tuple[int, str, dt.date, int]]:
    """Student, class, date and first minute of every lesson of somebody who was in a class that day.

    Of two classes at once it belongs to the one that began last.
    """
    days = school_days(range(14))
    extra = [(date, start) for date in (*days[:4], *days[-4:]) for start in EXTRA_STARTS]
    found = []
    for student, (date, start) in itertools.product(STUDENTS, [*itertools.product(days, STARTS), *extra]):
        there = [stay for stay in STAYS if stay.student == student and stay.holds(date, date)]
        if there:
            found.append((student, max(there, key=lambda stay: stay.start).class_id, date, start))
    return found


@dataclass(frozen=True)
class Keys:
    """What stands for whom in an address, and by which words a student would be recognised."""

    classes: Mapping[str, str]
    students: Mapping[int, str]
    cycles: Mapping[str | None, str]

    @classmethod
    def of(cls, build: Build) -> "Keys":
        """Those of a build, and of the cycles in the journal beside it, which are written when there are none yet."""
        return cls(
            dict(build.ask('SELECT class_id, class_key FROM marts."class"').iter_rows()),
            dict(build.ask("SELECT student_id, student_key FROM marts.student").iter_rows()),
            _cycles(Settings(store=build.root).journal_address()),
        )


def _cycles(address: str) -> dict[str | None, str]:
    """The key of the cycle of each team and of the institution."""
    journal = Journal(address)
    known = {one.subject.team: one.id.hex for one in journal.entries(Entry.kind == Cycle.kind)}
    for team, word in CYCLES.items():
        if team in known:
            continue
        goal = IndicatorGoal(indicator="presence", group={"team": team} if team else {}, from_value=0.6, to_value=0.7)
        began = journal.write(
            Cycle(title=f"{word} cyclus", started_on=DAY, by_when=DAY, goal=goal, plan=f"{word} plan"),
            Subject(team=team), author="iemand",
        )  # fmt: skip
        known[team] = began.id.hex
        part = Subject(team=team, part_of=began.id)
        journal.write(Action(what=f"{word} actie", owner=word, planned_on=DAY, due=DAY), part, author="iemand")
        figures: dict[str, Any] = {
            "headline": word,
            "explained": "",
            "sentences": [],
            "marks": [],
            "classes": [],
            "actions": [],
        }
        journal.write(Check(date=DAY, words=f"{word} check", figures=figures), part, author="iemand")
        journal.write(Decision(date=DAY, decision="adjust", why=f"{word} besluit"), part, author="iemand")
    journal.close()
    return known


@dataclass(frozen=True)
class Telltale:
    """The words by which somebody or something is recognised, in small letters, in what a viewer may not see."""

    about: str
    words: tuple[bytes, ...]

    @classmethod
    def of(cls, about: object, *words: str) -> "Telltale":
        """Telltale words about a number, a name or a class."""
        return cls(str(about), tuple(word.lower().encode() for word in words))


def forbidden(rule: Rule, keys: Keys, *, reads_the_log: bool) -> list[Telltale]:
    """Everything that may not occur in what somebody with this rule sees: strangers, students and classes of others.

    Who reads the log of looking sees the keys of students there, which open nothing.
    """
    found = [Telltale.of("somebody of DUO", *(word for word in PRIVATE.values() if len(word) > 5)),
             Telltale.of("a note", TOLD_IN_CONFIDENCE), Telltale.of("a stranger", str(STRANGER))]  # fmt: skip
    for row in ENROLLED:
        number, born = int(row["studentnummer"]), day(row["geboortedatum"])
        if not rule.knows(number):
            key = () if reads_the_log else (keys.students[number],)
            dates = (f"{born:%d-%m-%Y}", f"{born:%d\\-%m\\-%Y}", f"{born:%Y-%m-%d}")
            found.append(Telltale.of(number, row["studentnummer"], row["roepnaam"], row["achternaam"], *key, *dates))
    for stay, (goal, note) in WRITTEN.items():
        if not rule.whole(stay.student) and stay.class_id not in rule.own:
            found.append(Telltale.of(f"a goal of {stay.student} in {stay.class_id}", goal))
        tandem = Rule(frozenset({"tandem"}), rule.classes)
        if not tandem.whole(stay.student) and stay.class_id not in rule.classes:
            found.append(Telltale.of(f"a note about {stay.student} in {stay.class_id}", note))
    for class_id, class_key in keys.classes.items():
        if class_id not in rule.opens:
            found.append(Telltale.of(class_id, class_key, *(() if "beheer" in rule.roles else (class_id,))))
    for team, word in CYCLES.items():
        if not rule.reads_cycle(team):
            found.append(Telltale.of(f"the cycle of {team}", word, keys.cycles[team]))
    if "kwaliteit" not in rule.roles:
        led = rule.teams | {TEAM_OF[name] for name in rule.own}
        found += [Telltale.of(team, team) for team in set(TEAM_OF.values()) - led if "beheer" not in rule.roles]
    return found


# -- What stands in the address ----------------------------------------------------------------------------


CLASS_KINDS = ("missing", "own", "another's", "by name")
STUDENT_KINDS = ("missing", "own", "former", "another's", "by number")
TEAM_KINDS = ("missing", "own", "another's", "garbage")
CYCLE_KINDS = ("own", "missing", "another's", "new", "garbage")
YEARS = ("", "2025", "1999'; --")
ROLES = ("Kwaliteitsmedewerker", "Functioneel beheerder", "")
N_ADDRESSES = len(CLASS_KINDS) * len(STUDENT_KINDS)
N_FEW_ADDRESSES = max(len(CLASS_KINDS), len(STUDENT_KINDS))


def addresses(rule: Rule, keys: Keys, *, every: bool) -> Iterator[dict[str, str]]:
    """Every kind of class with every kind of student, or only each kind of both once; the team, the year, the role and
    a level take turns beside them.

    What is somebody's own is anybody's for who has none.
    """
    own = min(rule.own or TEAM_OF)
    other = max(set(TEAM_OF) - rule.own or TEAM_OF)
    inside = [stay.student for stay in STAYS if stay.class_id == own and stay.end is None]
    former = [student for student in STUDENTS if rule.knows(student) and not rule.whole(student)]
    others = [student for student in STUDENTS if not rule.knows(student)]
    a_former, another = (former or [810000005])[0], (others or STUDENTS)[-1]
    classes = {"own": keys.classes[own], "another's": keys.classes[other], "by name": other}
    students = {"own": keys.students[inside[0]], "former": keys.students[a_former],
                "another's": keys.students[another], "by number": str(another)}  # fmt: skip
    teams = {"own": TEAM_OF[own], "another's": TEAM_OF[other], "garbage": "x' OR true --"}
    led = [team for team in CYCLES if rule.reads_cycle(team)] or list(CYCLES)
    cycles = {"own": keys.cycles[led[0]], "new": "nieuw", "garbage": "x' OR true --", "another's": keys.cycles[next(
        (team for team in CYCLES if not rule.reads_cycle(team)), None)]}  # fmt: skip
    beside = zip(
        itertools.cycle(TEAM_KINDS), itertools.cycle(YEARS), itertools.cycle(ROLES), itertools.cycle(CYCLE_KINDS),
        strict=False,
    )  # fmt: skip
    once = zip(itertools.cycle(CLASS_KINDS), STUDENT_KINDS, strict=False)
    both = itertools.product(CLASS_KINDS, STUDENT_KINDS) if every else once
    for (class_kind, student_kind), (team_kind, year, role, cycle_kind) in zip(both, beside, strict=False):
        address = {
            "class": classes.get(class_kind, ""),
            "student": students.get(student_kind, ""),
            "opleiding": "x' OR true --" if year else "",
            "meting": year,
            "periode": "x' OR true --" if year else "",
            "thema": other if year else "",
            "lijst": "collaboration" if year else "",
            "team": teams.get(team_kind, ""),
            "schooljaar": year,
            "rol": role,
            "niveau": "2" if year else "",
            "cyclus": cycles.get(cycle_kind, ""),
        }
        yield {name: value for name, value in address.items() if value}


def starts(rule: Rule, keys: Keys, read_by_the_page: str) -> Iterator[dict[str, str]]:
    """From where everything on a page is pressed: an own class with a student, with a former one; an own cycle, a new
    one and all of them. Only what the page reads.
    """
    own = min(rule.own or TEAM_OF)
    inside = next(stay.student for stay in STAYS if stay.class_id == own and stay.end is None)
    former = [stay.student for stay in STAYS if stay.class_id == own and not rule.whole(stay.student)]
    if "asked_cycle" in read_by_the_page:
        yield from ({"cyclus": keys.cycles[team]} for team in CYCLES if rule.reads_cycle(team))
        yield {"cyclus": "nieuw"}
    if "STUDENT_PARAM" in read_by_the_page or "student_picker" in read_by_the_page:
        for student in (inside, *former[:1]):
            yield {"class": keys.classes[own], "student": keys.students[student]}
    else:
        yield {"class": keys.classes[own]} if "class_picker" in read_by_the_page else {}


# -- What somebody sees ------------------------------------------------------------------------------------


@dataclass
class Record:
    """What was made for one page: the files that may be taken along, and the answers it was made of."""

    files: list[tuple[str, Callable[[], bytes]]] = field(default_factory=list)
    answers: list[pl.DataFrame] = field(default_factory=list)
    n_opened: int = 0
    n_pressed: int = 0


@dataclass(frozen=True)
class Press:
    """Something that can be done on a page: what kind of element, its label, which one of those that are called so, and
    what is chosen or typed there.
    """

    kind: str
    label: str
    nth: int = 0
    choice: str = ""


TYPED = "zomaarwat"
"""What is typed in every field of text."""
LEFT_ALONE = {"date_input", "time_input", "number_input"}
"""Fields of one form, whose value goes nowhere before the form is saved."""
IN_A_FORM = "write-"
"""What the key of each field of a form begins with, see `dashboard.panels.writing.key_of`."""


BROKEN = b"lukt nu even niet"
"""What a page says that stumbled, and what stands for a file that could not be made."""


@dataclass
class Session:
    """Somebody at the screen, from page to page."""

    told: Mapping[str, Any]
    app: AppTest | None = None

    def opens(self, page: str, address: Mapping[str, str], record: Record) -> bytes:
        """Open a page with an address; give all that it shows, and all that can be taken along, in small letters."""
        if self.app is None:
            self.app = _signed_in(self.told).run()
        record.n_opened += 1
        record.files.clear()
        record.answers.clear()
        self.app.switch_page(f"views/{page}.py")
        self.app.query_params.clear()
        self.app.query_params.update(address)
        self.app.run()
        return self._sees(address, record)

    def _sees(self, address: Mapping[str, str], record: Record) -> bytes:
        assert self.app is not None
        assert not self.app.exception
        assert n_downloads(self.app) == len(record.files), "Something can be taken along that nobody looks into."
        return b"\n".join([*on_screen(self.app, address), *in_files(record)]).lower()

    def next_press(self, done: set[Press]) -> Press | None:
        """Something on the page that can be pressed, chosen or filled in and was not yet; None when all of it was."""
        assert self.app is not None
        return next((press for press in presses(self.app) if press not in done), None)

    def press(self, press: Press, address: Mapping[str, str], record: Record) -> bytes:
        """Do what somebody at the screen does; give all that is shown then, as `opens` does."""
        assert self.app is not None
        record.n_pressed += 1
        if press.kind == "page_link":
            page, _, query = press.choice.partition("?")
            return self.opens(page, dict(parse_qsl(query)), record)
        record.files.clear()
        record.answers.clear()
        tree = self.app._tree
        alike = (node for node in tree if isinstance(node, Widget) and named(node) == (press.kind, press.label))
        widget = next(itertools.islice(alike, press.nth, None))
        states = tree.get_widget_states()
        state = next(one for one in states.widgets if one.id == widget.id)
        if press.kind == "button":
            state.trigger_value = True
        elif press.kind == "checkbox":
            state.bool_value = not state.bool_value
        elif press.kind == "button_group":
            state.string_array_value.data[:] = [press.choice]
        else:
            state.string_value = press.choice
        self.app._run(states)
        # A page that began anew after what was pressed drew its buttons twice, of which the last are there.
        del record.files[: len(record.files) - n_downloads(self.app)]
        return self._sees(address, record)


AT_THE_DOOR = {"Inloggen", "Uitloggen"}
"""What leads to the provider; tried with one in `tests.browser.test_sign_in`."""


def named(widget: Widget) -> tuple[str, str]:
    """The kind of a widget, and what it is called on screen."""
    return widget.type, widget.label


def presses(app: AppTest) -> Iterator[Press]:
    """All that can be done on a page: first fill in and choose, then press, then follow the links."""
    buttons, links = [], []
    seen: Counter[tuple[str, str]] = Counter()
    for node in app._tree:
        proto: Any = getattr(node, "proto", None)
        if node.type == "page_link":
            links.append(Press("page_link", "", choice=f"{proto.page}?{proto.query_string}"))
        elif isinstance(node, Widget) and node.type in LEFT_ALONE:
            in_form = str(node.key).startswith(IN_A_FORM)
            assert in_form, f"{node.label}: this {node.type} stands in no form, so it has to be filled in here."
        elif isinstance(node, Widget) and node.type != "download_button":
            name = named(node)
            nth, seen[name] = seen[name], seen[name] + 1
            if proto.disabled or node.label in AT_THE_DOOR:
                continue
            if node.type == "button":
                buttons.append(Press(*name, nth))
            elif node.type == "checkbox":
                yield Press(*name, nth)
            elif node.type in {"text_input", "text_area"}:
                yield Press(*name, nth, TYPED)
            else:
                assert node.type in {"selectbox", "radio", "button_group"}, f"Nobody presses a {node.type} here yet."
                yield from (Press(*name, nth, option) for option in node.options)
    yield from buttons
    yield from links


def on_screen(app: AppTest, address: Mapping[str, str]) -> Iterator[bytes]:
    """Every element with its rows, and what the page itself put in the address."""
    for name, value in app.query_params.items():
        if value not in (address.get(name), [address.get(name)]):
            yield f"{name}={value}".encode()
    for node in app.main.root:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield proto.SerializeToString()
            yield from _rows(proto)


def n_downloads(app: AppTest) -> int:
    """How many files a page hands over."""
    protos = (getattr(node, "proto", None) for node in app.main.root)
    return sum(proto is not None and proto.DESCRIPTOR.name == "DownloadButton" for proto in protos)


def in_files(record: Record) -> Iterator[bytes]:
    """The name of every file that may be taken along, and what stands in it once it is made."""
    for name, make in record.files:
        yield name.encode()
        try:
            made = make()
        except NotHandedOverError:
            yield BROKEN
        else:
            yield from _unpacked(made)


def _signed_in(told: Mapping[str, Any]) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.secrets["auth"] = {
        "redirect_uri": "https://groeilijn.example/oauth2callback",
        "server_metadata_url": "https://inlog.example/.well-known/openid-configuration",
        "cookie_secret": "x" * 40,
    }
    app.user = {"is_logged_in": bool(told), "iat": NOW, **told}
    return app


def _rows(proto: Any) -> Iterator[bytes]:
    """The rows that a chart or a table was fed with, as text, wherever in the element they are."""
    for _, value in proto.ListFields():
        if isinstance(value, bytes) and value.startswith(ARROW):
            with pa.ipc.open_stream(value) as stream:
                table: Any = pl.from_arrow(stream.read_all())
            yield str(table.rows()).encode()
        elif not isinstance(value, (str, bytes, int, float)):
            for one in value if hasattr(value, "__len__") else (value,):
                if hasattr(one, "ListFields"):
                    yield from _rows(one)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What is in a file, also in a workbook or a print."""
    if content.startswith(b"%PDF"):
        yield from (page.extract_text().encode() for page in PdfReader(io.BytesIO(content)).pages)
        return
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for part in book.namelist():
            yield book.read(part)
