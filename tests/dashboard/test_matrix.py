"""Nobody sees a student outside the own scope: every viewer, every page, every key, after somebody who may see all.

What is shown and answered is laid beside the rule in plain Python (`tests.dashboard.matrix`). Then the scope is broken
on purpose in all ways we could think of, and the matrix has to say so each time.
"""

import ast
import datetime as dt
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import access, data, downloads
from dashboard.journal.doors import Cycles
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal
from dashboard.panels import written
from dashboard.panels.written import SAID
from pipelines import api, registry, scope, student_rows
from pipelines.api import GROUP_MARTS, STUDENT_MARTS, Build, Viewer
from pipelines.errors import AccessDeniedError
from pipelines.settings import Settings
from tests.dashboard.conftest import APP
from tests.dashboard.matrix import (
    BROKEN,
    CYCLES,
    ENROLLED,
    EVERYTHING,
    KINDS,
    N_ADDRESSES,
    N_FEW_ADDRESSES,
    NOW,
    RULES,
    STAYS,
    STEPS_BEFORE_THE_MOVE,
    STUDENTS,
    TEAM_OF,
    WEST,
    WRITTEN,
    Keys,
    Press,
    Record,
    Rule,
    Session,
    Stay,
    addresses,
    forbidden,
    in_files,
    lessons_given,
    on_screen,
    school,
    starts,
    write_about_everybody,
)
from tests.small_school import SmallSchool

PAGES: dict[str, tuple[str, set[str]]] = next(
    ast.literal_eval(node.value)
    for node in ast.parse(APP.read_text("utf-8")).body
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
)
SIGNED_IN = [kind for kind, rule in RULES.items() if rule.roles]
ALL = "somebody who may see all"
WEEK = dt.timedelta(days=6)
PERIOD = {
    "placement": ("start_date", dt.timedelta()),
    "student_day": ("date", dt.timedelta()),
    "student_week": ("week_start", WEEK),
    "student_progress": ("as_of", dt.timedelta()),
    "student_step": ("step_date", dt.timedelta()),
    "student_duty": ("week_start", WEEK),
}
"""The first day of what a row is about, and how many days follow it."""


@dataclass(frozen=True)
class Finding:
    """What is not as the rule says: too much ("leak"), nothing where there should be something ("missing")."""

    kind: str
    where: str


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallSchool:
    """The deliveries of a real school: no sample data, so whoever looks has signed in."""
    return school(tmp_path_factory.mktemp("matrix"))


@dataclass(frozen=True)
class Known:
    """A build with all that is known of it before anything is asked."""

    build: Build
    keys: Keys
    viewers: Mapping[str, Viewer]
    rows: "Rows"
    groups: Mapping[tuple[str, tuple[str, ...]], set[tuple[Any, ...]]]


# -- What the doors give -----------------------------------------------------------------------------------


def viewers(build: Build) -> dict[str, Viewer]:
    """Who of the kinds the staff delivery knows, as the program makes viewers of them."""
    found = {kind: api.viewer_of(build, str(KINDS[kind]["email"])) for kind in SIGNED_IN}
    return {kind: viewer for kind, viewer in found.items() if viewer is not None}


class Rows:
    """Every row of the student marts by what it is about, and which of them a rule gives."""

    def __init__(self, build: Build) -> None:
        self.names = {
            mart: ("student_id", "class_id", PERIOD[mart][0], *(("step",) if mart == "student_step" else ()))
            for mart in PERIOD
        }
        self.names |= {"student": ("student_id",), "student_lesson": ("student_id", "class_id", "date", "start_minute")}
        self.all = {mart: list(build.ask(f"FROM marts.{mart}").select(self.names[mart]).iter_rows()) for mart in PERIOD}
        self.all["student_lesson"] = lessons_given()
        self._seen: dict[tuple[Rule, str], list[tuple[Any, ...]]] = {}

    def given(self, rule: Rule, mart: str, class_id: str | None, student: int | None) -> list[tuple[Any, ...]] | None:
        """What the rule gives of a mart, for a class and a student if asked for; None where it gives no answer."""
        if not rule.sees_students or (class_id is not None and class_id not in rule.opens):
            return None
        if (student is not None and not rule.knows(student)) or (student is None and mart == "student_lesson"):
            return None
        wanted = [one for one in STUDENTS if student in (None, one)]
        if mart == "student":
            return [
                (one,) for one in wanted
                if rule.knows(one) and any(s.student == one and class_id in (None, s.class_id) for s in STAYS)
            ]  # fmt: skip
        if (rule, mart) not in self._seen:
            _, more = PERIOD.get(mart, ("date", dt.timedelta()))
            self._seen[rule, mart] = [row for row in self.all[mart] if rule.sees(row[0], row[1], row[2], row[2] + more)]
        return sorted(row for row in self._seen[rule, mart] if row[0] in wanted and class_id in (None, row[1]))

    def found(self, build: Build, viewer: Viewer, mart: str, **asked: str | None) -> list[tuple[Any, ...]] | None:
        """What the door gives of a mart; None where it stays closed."""
        try:
            return sorted(api.students(build, viewer, mart, **asked).select(self.names[mart]).iter_rows())  # type: ignore[arg-type]
        except AccessDeniedError:
            return None


def compared(where: str, found: Iterable[Any] | None, given: Iterable[Any] | None) -> Iterator[Finding]:
    """What was found that is not given, and what was given and not found; None is a closed door."""
    more, less = Counter(found or ()) - Counter(given or ()), Counter(given or ()) - Counter(found or ())
    if more or (given is None and found is not None):
        yield Finding("leak", f"{where}: {len(more)} too many")
    if less or (found is None and given is not None):
        yield Finding("missing", f"{where}: {len(less)} missing")


STUDENT_QUESTIONS = [
    (mart, class_id, student)
    for mart in STUDENT_MARTS
    for class_id in (None, *TEAM_OF, "by name", "")
    for student in (None, *STUDENTS, 0, -1)
]
"""Each mart with each class and student by key, with names and numbers for a key, and with an empty one."""


def of_students(school: Known, kind: str) -> Iterator[Finding]:
    """Lay every question of one kind of viewer about students beside the rule."""
    class_keys = {"by name": next(iter(TEAM_OF)), "": "", **school.keys.classes}
    student_keys = {0: str(STUDENTS[0]), -1: "", **school.keys.students}
    for mart, class_id, student in STUDENT_QUESTIONS:
        asked = {
            "class_key": class_id if class_id is None else class_keys[class_id],
            "student_key": student if student is None else student_keys[student],
        }
        where = f"{kind}, {mart}, class {class_id}, student {student}"
        try:
            found = school.rows.found(school.build, school.viewers[kind], mart, **asked)
        except RuntimeError:
            yield Finding("missing", where)
            continue
        yield from compared(where, found, school.rows.given(RULES[kind], mart, class_id, student))


GROUP_QUESTIONS = [
    *((name, table) for name, one in registry.indicators().items() for table in one.tables),
    *((mart, (class_id,)) for mart in GROUP_MARTS for class_id in ("", *TEAM_OF)),
    ("coverage", ()),
    ("classes", ()),
    *(("check_cycle", table) for table in ((), *((team,) for team in dict.fromkeys(TEAM_OF.values())))),
]
BEGUN = dt.date(2025, 9, 22)
"""The start of a cycle after which each class had its twenty teaching days."""


def of_groups(school: Known, kind: str) -> Iterator[Finding]:
    """Lay the classes and teams that one kind of viewer gets in every table of figures beside the rule."""
    rule = RULES[kind]
    for (name, table), every in school.groups.items():
        given: set[tuple[Any, ...]] | None
        if name == "coverage":
            given = every if rule.roles & {"kwaliteit", "beheer"} else {row for row in every if row[0] in rule.own}
        elif name == "classes":
            given = {(class_id,) for class_id in rule.opens}
        elif name in GROUP_MARTS:
            opens = rule.roles - {"beheer"} and set(table) <= {"", *rule.opens}
            given = {row for row in every if row[0] in rule.opens} if opens else None
        elif name == "check_cycle":
            # Its weeks are those of the group, its classes those of the group that are one's own. Quality sees no class
            # of few people, and all of these are.
            weeks = {row for row in every if row[0] == "week"}
            mine = {row for row in every - weeks if row[1] in rule.own} | (weeks if {*table} <= rule.teams else set())
            given = weeks if "kwaliteit" in rule.roles else mine if rule.teams and table else None
        elif "kwaliteit" in rule.roles:
            given = every
        elif "class_id" in table and rule.own:
            given = {row for row in every if row[table.index("class_id")] in rule.own}
        elif "team" in table and rule.teams and "class_id" not in table:
            given = {row for row in every if row[table.index("team")] in rule.teams}
        else:
            given = None
        where = f"{kind}, {name}, {' by '.join(table)}"
        try:
            found = _groups(school.build, school.viewers[kind], school.keys, name, table)
        except RuntimeError:
            yield Finding("missing", where)
            continue
        yield from compared(where, found, given)


def of_checks(school: Known, kind: str) -> Iterator[Finding]:
    """Of these, the checks of cycles alone."""
    return (finding for finding in of_groups(school, kind) if ", check_cycle, " in finding.where)


def _groups(build: Build, viewer: Viewer, keys: Keys, name: str, table: tuple[str, ...]) -> set[tuple[Any, ...]] | None:
    """The groups that an answer tells about."""
    try:
        if name in GROUP_MARTS:
            answer = api.class_figures(build, viewer, name, class_key=keys.classes.get(table[0]))
        elif name in {"coverage", "classes"}:
            answer = getattr(api, name)(build, viewer)
        elif name == "check_cycle":
            group = dict(zip(("team",), table, strict=False))
            checked = api.check_cycle(build, viewer, "presence", group=group, start=BEGUN, good="up")
            return {
                *(("week", week, value) for week, value in checked.weeks.select("week_start", "value").iter_rows()),
                *(("class", class_id, None) for class_id in checked.classes["class_id"]),
            }
        else:
            cells = api.figures(build, viewer, name, by=table)
            return set(cells.select(table).iter_rows()) if table else {()}
    except AccessDeniedError:
        return None
    return set(answer.select("class_id").iter_rows())


@pytest.fixture(scope="module")
def known(small: SmallSchool) -> Known:
    """The school as everybody in these tests looks at it."""
    return opened(small)


def opened(small: SmallSchool) -> Known:
    """The build of a school, opened; who looks has signed in, as it holds no sample data."""
    write_about_everybody(small.settings().journal_address())
    build = small.build(prepares=True)
    keys, everyone = Keys.of(build), Viewer("all", frozenset({"kwaliteit"}))
    leader = Viewer("all", frozenset({"teamleider"}), teams=frozenset(TEAM_OF.values()))
    groups = {}
    for name, table in GROUP_QUESTIONS:
        of_team = name == "check_cycle" and table
        groups[name, table] = _groups(build, leader if of_team else everyone, keys, name, table) or set()
    return Known(build, keys, viewers(build), Rows(build), groups)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The same school, where everybody who moved did something else afterwards."""
    return opened(school(tmp_path_factory.mktemp("other"), after_a_move="Aanwezig"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", SIGNED_IN, ids=lambda kind: f"{kind}, {len(STUDENT_QUESTIONS)} questions")
def test_a_question_about_students_gives_what_the_rule_says(kind: str, known: Known) -> None:
    assert list(of_students(known, kind)) == []


@pytest.mark.parametrize("kind", SIGNED_IN, ids=lambda kind: f"{kind}, {len(GROUP_QUESTIONS)} questions")
def test_a_table_of_figures_has_the_groups_that_the_rule_says(kind: str, known: Known) -> None:
    assert list(of_groups(known, kind)) == []


def test_the_staff_delivery_makes_viewers_of_the_same_people_as_the_rule(known: Known) -> None:
    assert list(known.viewers) == SIGNED_IN
    for told in KINDS.values():
        viewer = api.viewer_of(known.build, str(told.get("email", "")))
        assert viewer is None or viewer.roles, told


def of_before(known: Known, kind: str) -> dict[str, pl.DataFrame]:
    """All that is given of students of whom only the time in an own class may be seen."""
    viewer, rule = known.viewers[kind], RULES[kind]
    former = [student for student in STUDENTS if rule.knows(student) and not rule.whole(student)]
    found = {
        mart: api.students(known.build, viewer, mart).filter(pl.col("student_id").is_in(former))
        for mart in STUDENT_MARTS
        if mart != "student_lesson"
    }
    for student in former:
        key = known.keys.students[student]
        found[f"lessons of {student}"] = api.students(known.build, viewer, "student_lesson", student_key=key)
    return {name: frame.drop("student_key", "class_key", strict=False) for name, frame in found.items()}


@pytest.mark.parametrize("kind", [kind for kind in SIGNED_IN if RULES[kind].sees_students])
def test_what_comes_after_a_move_changes_nothing_for_who_may_see_the_time_before(
    kind: str, known: Known, other: Known
) -> None:
    now, then = of_before(known, kind), of_before(other, kind)

    assert [name for name, frame in now.items() if not frame.equals(then[name])] == []


def test_nobody_is_told_whether_a_student_has_another_enrolment(known: Known) -> None:
    for kind in (kind for kind in SIGNED_IN if RULES[kind].sees_students):
        assert "has_other_enrolment" not in api.students(known.build, known.viewers[kind], "placement").columns


def test_that_test_finds_a_step_that_is_followed_after_the_move(
    known: Known, other: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(student_rows, "_until_the_move", lambda _build, _viewer, steps: steps)
    now, then = of_before(known, "a mentor"), of_before(other, "a mentor")

    assert [name for name, frame in now.items() if not frame.equals(then[name])] == ["student_step"]


# -- What a page shows -------------------------------------------------------------------------------------


@dataclass
class Screens:
    """Everybody at the own screen, on one server that keeps its answers."""

    keys: Keys
    sessions: Mapping[str, Session]
    record: Record

    def warm(self, page: str) -> None:
        """Let somebody who may see everything open a page, for every student and class there is."""
        for stay in STAYS:
            self.sessions[ALL].opens(page, {
                "class": self.keys.classes[stay.class_id], "student": self.keys.students[stay.student],
                "team": TEAM_OF[stay.class_id],
            }, self.record)  # fmt: skip

    def findings(self, kind: str, page: str) -> Iterator[Finding]:
        """Open a page in every way as one kind of viewer, and lay what is shown and answered beside the rule."""
        rule = RULES[kind]
        telltales = forbidden(rule, self.keys, reads_the_log=page == "privacy" and "beheer" in rule.roles)
        for address in addresses(rule, self.keys, every=goes_deep(kind, page)):
            where = f"{kind} on {page} with {address}"
            shown = self.sessions[kind].opens(page, address, self.record)
            if BROKEN in shown:
                yield Finding("missing", where)
            for telltale in telltales:
                if any(word in shown for word in telltale.words):
                    yield Finding("leak", f"{where}: {telltale.about} is shown")
            for answer in self.record.answers:
                yield from (Finding("leak", f"{where}: {one}") for one in outside(answer, rule, self.keys))
            for name in due(rule, page, address, self.keys):
                if name.lower().encode() not in shown:
                    yield Finding("missing", f"{where}: {name}")

    def behind_clicks(self, kind: str, page: str) -> Iterator[Finding]:
        """Do all there is to do on a page as one kind of viewer, from the own class, and lay what comes beside the
        rule.
        """
        rule, session = RULES[kind], self.sessions[kind]
        for address in starts(rule, self.keys, read_by(page)):
            done: set[Press] = set()
            session.opens(page, address, self.record)
            while True:
                press = session.next_press(done)
                if press is None:
                    # What was done may have taken other things out of sight.
                    session.opens(page, address, self.record)
                    press = session.next_press(done)
                if press is None:
                    break
                done.add(press)
                shown = session.press(press, address, self.record)
                yield from self.judged(f"{kind} on {page} after {press}", rule, shown)
                if press.kind == "page_link":
                    session.opens(page, address, self.record)

    def judged(self, where: str, rule: Rule, shown: bytes) -> Iterator[Finding]:
        """Lay what is shown, and the answers it was made of, beside the rule."""
        if BROKEN in shown:
            yield Finding("missing", where)
        for telltale in forbidden(rule, self.keys, reads_the_log=False):
            if any(word in shown for word in telltale.words):
                yield Finding("leak", f"{where}: {telltale.about} is shown")
        for answer in self.record.answers:
            yield from (Finding("leak", f"{where}: {one}") for one in outside(answer, rule, self.keys))


def goes_deep(kind: str, page: str) -> bool:
    """Whether a page opens for a kind of viewer and reads what stands in the address."""
    return bool(RULES[kind].roles & PAGES[page][1]) and "filters" in read_by(page)


@cache
def read_by(page: str) -> str:
    """The sources of a page and of the panels it is made of."""
    view = (APP.parent / f"views/{page}.py").read_text("utf-8")
    panels = [path for path in APP.parent.glob("panels/*.py") if re.search(rf"\b{path.stem}\b", view)]
    return "\n".join([view, *(path.read_text("utf-8") for path in panels)])


def n_cases(page: str) -> int:
    """How many times a page is opened and judged."""
    return sum(N_ADDRESSES if goes_deep(kind, page) else N_FEW_ADDRESSES for kind in KINDS)


def outside(answer: pl.DataFrame, rule: Rule, keys: Keys) -> list[str]:
    """What an answer that was given for a page tells of outside the scope."""
    if "student_key" in answer.columns:
        student = {key: number for number, key in keys.students.items()}
        if "class_key" not in answer.columns:
            return [key for key in answer["student_key"] if not rule.knows(student[key])]
        name = {key: class_id for class_id, key in keys.classes.items()}
        pairs = answer.select("student_key", "class_key").unique().iter_rows()
        return [
            f"{who} in {which}" for who, which in pairs
            if not rule.whole(student[who]) and not (name[which] in rule.own and rule.knows(student[who]))
        ]  # fmt: skip
    if "class_id" in answer.columns and "beheer" not in rule.roles:
        return [name for name in answer["class_id"].unique().drop_nulls() if name not in rule.opens]
    return []


def due(rule: Rule, page: str, address: Mapping[str, str], keys: Keys) -> list[str]:
    """First names that have to be on a page, so that an empty one does not pass for a safe one."""
    if page == "verbeteren":
        readable = {keys.cycles[team]: word for team, word in CYCLES.items() if rule.reads_cycle(team)}
        asked_cycle = address.get("cyclus")
        shown = readable if asked_cycle is None else {key: readable[key] for key in readable if key == asked_cycle}
        return list(shown.values()) if rule.roles & PAGES[page][1] else []
    asked = next((name for name in rule.own if keys.classes[name] == address.get("class")), None)
    if asked is None or page not in {"klas", "groeilijn", "tandemoverleg", "checklist"}:
        return []
    here = [stay.student for stay in STAYS if stay.class_id == asked and stay.end is None]
    former = {stay.student for stay in STAYS if stay.class_id == asked} - set(here)
    chosen = [student for student in here if keys.students[student] == address.get("student")]
    names = {int(row["studentnummer"]): row["roepnaam"] for row in ENROLLED}
    written = [goal for stay, (goal, _) in WRITTEN.items() if stay.student in chosen and stay.class_id == asked]
    if page == "groeilijn":
        chosen += [student for student in former if keys.students[student] == address.get("student")]
        goals = [goal for stay, (goal, _) in WRITTEN.items() if stay.student in chosen and stay.class_id == asked]
        return [*(names[student] for student in chosen or {*here, *former}), *goals]
    return [*(names[student] for student in here), *(written if page == "tandemoverleg" else ())]


@pytest.fixture(scope="module")
def sessions() -> dict[str, Session]:
    """Who is at a screen already, from page to page."""
    return {}


@pytest.fixture
def screens(
    known: Known,
    sessions: dict[str, Session],
    monkeypatch: pytest.MonkeyPatch,
    small: SmallSchool,
    listens_on: Callable[[str | None], None],
) -> Screens:
    """A server that anybody can reach; what is answered and what can be taken along is kept per session."""
    monkeypatch.setenv("GROEILIJN_STORE", str(small.store))
    listens_on(None)
    answered, checked, button = data.Door._answer, data.Door.check_cycle, st.download_button

    def answer(door: data.Door, question: str, *arguments: object, **options: object) -> pl.DataFrame:
        record.answers.append(answered(door, question, *arguments, **options))
        return record.answers[-1]

    def download_button(label: str, make: Callable[[], bytes], **options: Any) -> bool:
        record.files.append((options["file_name"], make))
        return button(label, make, **options)

    def check(door: data.Door, *arguments: Any, **options: Any) -> Any:
        found = checked(door, *arguments, **options)
        record.answers.append(found.classes)
        return found

    monkeypatch.setattr(data.Door, "_answer", answer)
    monkeypatch.setattr(data.Door, "check_cycle", check)
    monkeypatch.setattr(st, "download_button", download_button)
    record = Record()
    return Screens(known.keys, {
        kind: sessions.setdefault(kind, Session(told)) for kind, told in {**KINDS, ALL: {"email": EVERYTHING}}.items()
    }, record)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page}, {n_cases(page)} cases")
def test_a_page_shows_nothing_outside_the_scope(page: str, screens: Screens) -> None:
    screens.warm(page)

    assert [finding for kind in KINDS for finding in screens.findings(kind, page)] == []
    assert screens.record.n_opened == len(STAYS) + n_cases(page)


def page_of_before(known: Known, kind: str, stay: Stay) -> bytes:
    """The growth line of who is in a class no more, without what differs from school to school: the keys, and the
    minute in which the journal was filled.
    """
    address = {"class": known.keys.classes[stay.class_id], "student": known.keys.students[stay.student]}
    shown = Session(KINDS[kind]).opens("groeilijn", address, Record())
    for name, key in (*known.keys.classes.items(), *known.keys.students.items()):
        shown = shown.replace(key.encode(), str(name).encode())
    return re.sub(rb"op \d\d-\d\d-\d{4} om \d\d:\d\d", b"", shown)


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("kind", ["a mentor", "a team leader"])
def test_the_page_of_who_moved_tells_of_the_time_before_alone_also_to_who_leads_both_classes(
    kind: str, known: Known, other: Known, monkeypatch: pytest.MonkeyPatch, listens_on: Callable[[str | None], None]
) -> None:
    stay = next(stay for stay in STAYS if stay.student == STEPS_BEFORE_THE_MOVE and stay.end is not None)
    listens_on(None)
    shown = []
    for one in (known, other):
        monkeypatch.setenv("GROEILIJN_STORE", str(one.build.root))
        shown.append(page_of_before(one, kind, stay))
    goals = {there.class_id: goal.encode() for there, (goal, _) in WRITTEN.items() if there.student == stay.student}
    assert goals[stay.class_id] in shown[0]
    assert [goal for name, goal in goals.items() if name != stay.class_id and goal in shown[0]] == []
    assert b"zet op de lijn" not in shown[0]
    assert shown[0] == shown[1]


@pytest.fixture
def journal_of_its_own(small: SmallSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved and withdrawn by pressing everything is so in a copy."""
    own = tmp_path / "journal.sqlite"
    there, here = (sqlite3.connect(path) for path in (Settings(store=small.store).journal_address(), own))
    with closing(there), closing(here):
        there.backup(here)
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(own))


Broken = tuple[Any, str, object]
"""What is broken: the owner, the name, and what stands in its place."""


def fails(*_: object, **__: object) -> Any:
    """A filter that stumbles."""
    raise RuntimeError


# Every run presses everything as one kind of viewer for each page; -m long does so as all of them.
IN_EVERY_RUN = {
    **dict.fromkeys(PAGES, "a team leader"),
    **dict.fromkeys(("tandemoverleg", "collegiale_feedback"), "a mentor"),
    **dict.fromkeys(("overzicht", "verantwoording"), "quality"),
    **dict.fromkeys(("gegevens", "privacy"), "management"),
}
HAS_BUTTONS = PAGES.keys() - {"gegevens", "zo_rekenen_we", "privacy"}
"""Where there is something to press but to take along."""
TAKES_LONG = {"groeilijn", "checklist", "verbeteren"}
PRESSED = [
    pytest.param(kind, page, marks=() if IN_EVERY_RUN[page] == kind and page not in TAKES_LONG else pytest.mark.long)
    for page in PAGES
    for kind in KINDS
]


@pytest.mark.slow
@pytest.mark.usefixtures("journal_of_its_own")
@pytest.mark.parametrize(("kind", "page"), PRESSED)
def test_whatever_is_pressed_shows_nothing_outside_the_scope(
    kind: str, page: str, screens: Screens, request: pytest.FixtureRequest
) -> None:
    assert list(screens.behind_clicks(kind, page)) == []
    # With --junitxml the numbers stand in that file.
    request.node.user_properties.append(("cases", screens.record.n_pressed))
    assert (screens.record.n_pressed > 0) is (page in HAS_BUTTONS and bool(RULES[kind].roles & PAGES[page][1]))


def _tells_of_a_stranger() -> None:
    """A confirmation that names somebody else."""
    if st.session_state.pop(SAID, None):
        st.toast("Gudulinus")


@pytest.mark.usefixtures("journal_of_its_own")
@pytest.mark.parametrize(
    ("expected", "broken"),
    [("leak", (written, "told_saved", _tells_of_a_stranger)), ("missing", (Journal, "write", fails))],
)
def test_pressing_finds_what_is_wrong_only_behind_a_button(
    expected: str, broken: Broken, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*broken)
    assert {finding.kind for finding in screens.behind_clicks("a mentor", "collegiale_feedback")} == {expected}


# Every run tries the pages on which people write or see students; the others are tried with -m long.
AFTER = [
    page if page in {"klas", "groeilijn", "tandemoverleg", "verbeteren"} else pytest.param(page, marks=pytest.mark.long)
    for page in PAGES
]


@pytest.mark.slow
@pytest.mark.parametrize("page", AFTER)
def test_who_comes_after_somebody_else_in_the_same_session_sees_nothing_of_the_first(
    page: str, screens: Screens
) -> None:
    session, keys = screens.sessions[ALL], screens.keys
    last = max(STAYS, key=lambda stay: stay.student)
    address = {"class": keys.classes[last.class_id], "student": keys.students[last.student], "team": TEAM_OF[WEST]}
    found = []
    for kind, told in KINDS.items():
        session.opens(page, address, screens.record)
        assert session.app is not None
        session.app.session_state["typed"] = str(STUDENTS[0])
        session.app.user = {"is_logged_in": bool(told), "iat": NOW, **told}
        reads_the_log = page == "privacy" and "beheer" in RULES[kind].roles
        telltales = forbidden(RULES[kind], keys, reads_the_log=reads_the_log)
        for then in (address, {}):
            shown = (
                session.opens(page, then, screens.record) + str(session.app.session_state.to_dict()).lower().encode()
            )
            found += [(kind, one.about) for one in telltales if any(word in shown for word in one.words)]
        found += [(kind, "what was typed")] * ("typed" in session.app.session_state)
        session.app.user = {"is_logged_in": True, "iat": NOW, "email": EVERYTHING}
    assert found == []


def speaks_of_a_student() -> None:
    """A page with a number in every kind of element that our pages are made of."""
    import polars as pl
    import streamlit as st

    number, rows = 810000001, pl.DataFrame({"a": [810000001], "b": ["x"]})
    st.title(f"1 {number}")
    st.html(f"<b title='2 {number}'>x</b>")
    st.vega_lite_chart({"datasets": {"rows": rows}, "data": {"name": "rows"}, "mark": "point"}, key="3")
    st.dataframe(rows, key="4")
    with st.sidebar, st.expander(f"5 {number}"):
        st.selectbox("x", ["y", f"6 {number}"])
    with st.popover("x"), st.container(key=f"7-{number}"):
        st.write("x")
    st.download_button("x", "y", file_name=f"8 {number}", help=f"9 {number}")
    st.toast(f"10 {number}")
    st.link_button("x", f"https://groeilijn.example?x=11-{number}")
    st.query_params["x"] = f"12-{number}"


def test_what_is_judged_is_all_that_a_page_shows() -> None:
    app = AppTest.from_function(speaks_of_a_student, default_timeout=60).run()

    assert not app.exception
    shown = b"\n".join(on_screen(app, {}))
    number = b"810000001"
    assert [
        place for place in (1, 2, 5, 6, 7, 9, 10, 11, 12) if not re.search(rb"\b%d[ -]%s" % (place, number), shown)
    ] == []
    assert shown.count(b"(810000001, 'x')") == 2


def test_what_is_judged_is_what_stands_in_a_file() -> None:
    frame = pl.DataFrame({"class_id": ["Adelmoer"], "denominator": [810000001], "is_hidden": [False]})
    about = data.About("School", None, "1", 1, 5, 10)
    taken = downloads.Takeaway("x", frame, (), "", about)
    for write in (downloads.workbook, downloads.comma_separated):
        found = b"\n".join(in_files(Record([("naam.csv", partial(write, taken))])))
        assert {word for word in (b"Adelmoer", b"810000001", b"naam.csv") if word not in found} == set()


# -- When the scope is broken ------------------------------------------------------------------------------


_rows_now, _classes_now, _names_now = scope.of_rows, scope.class_ids, scope.of_names


def _every_class(build: Build, _: Viewer) -> frozenset[str]:
    return build.register.every_class()


def _team_of_the_class(build: Build, viewer: Viewer) -> frozenset[str]:
    """All classes of the teams of the own classes."""
    own = pl.col("class_id").is_in(sorted(_classes_now(build, viewer)))
    return frozenset(build.register.classes_of(build.classes.filter(own)["team"].to_list()))


def _everywhere(build: Build, _: Viewer, class_id: str | None, student_id: int | None) -> scope.Rows:
    return scope.Rows(tuple(build.register.every_class()), (), class_id, student_id)


def _ever(build: Build, viewer: Viewer, class_id: str | None, student_id: int | None) -> scope.Rows:
    """The whole line of everyone who ever was in an own class."""
    return scope.Rows((), tuple(_names_now(build, viewer, None, None)), class_id, student_id)


def _all_stays(build: Build, viewer: Viewer, class_id: str | None, student_id: int | None) -> scope.Rows:
    """A former student as a student of now."""
    if student_id is None or class_id is not None:
        return _rows_now(build, viewer, class_id, student_id)
    return _everywhere(build, viewer, class_id, student_id)


def _all_names(build: Build, _: Viewer, class_id: str | None, student_id: int | None) -> set[int]:
    """Everybody in the class, or in any class."""
    found = build.register.ever_in(build.register.every_class() if class_id is None else {class_id})
    return found if student_id is None else found & {student_id}


def _any_student(build: Build, _: Viewer, key: str | None) -> int | None:
    return build.register.student_ids.get(str(key))


def _any_class(build: Build, _: Viewer, key: str | None) -> str | None:
    return build.register.class_ids.get(str(key))


def _all_groups(*_: object) -> pl.Expr:
    return pl.lit(value=True)


def _groups_of_the_team(build: Build, viewer: Viewer, table: tuple[str, ...]) -> pl.Expr:
    """The groups of the teams of the own classes."""
    teams = api.classes(build, viewer).get_column("team")
    return pl.col("team").is_in(teams.implode()) if "team" in table else pl.lit(value=True)


DOORS: dict[str, tuple[Callable[[Known, str], Iterator[Finding]], str, str, Broken]] = {
    "rows without a scope": (of_students, "a mentor", "leak", (scope, "of_rows", _everywhere)),
    "rows of who was there once": (of_students, "a mentor", "leak", (scope, "of_rows", _ever)),
    "the time after the move": (of_students, "a mentor", "leak", (scope, "of_rows", _all_stays)),
    "rows whose scope fails": (of_students, "a KAW'er", "missing", (scope, "of_rows", fails)),
    "names without a scope": (of_students, "a mentor", "leak", (scope, "of_names", _all_names)),
    "names whose scope fails": (of_students, "a mentor", "missing", (scope, "of_names", fails)),
    "classes without a scope": (of_students, "a mentor", "leak", (scope, "class_ids", _every_class)),
    "classes of the whole team": (of_students, "a KAW'er", "leak", (scope, "class_ids", _team_of_the_class)),
    "classes whose scope fails": (of_students, "a mentor", "missing", (scope, "class_ids", fails)),
    "a student with any key": (of_students, "a mentor", "leak", (scope, "require_student", _any_student)),
    "a student whose scope fails": (of_students, "a mentor", "missing", (scope, "require_student", fails)),
    "a class with any key": (of_students, "a team leader", "leak", (scope, "require_class", _any_class)),
    "a class whose scope fails": (of_students, "a mentor", "missing", (scope, "require_class", fails)),
    "students by a role for groups": (
        of_students, "a mentor of quality", "leak", (scope, "for_rows", lambda one: one),
    ),
    "figures without a scope": (of_groups, "a team leader", "leak", (scope, "of_figures", _all_groups)),
    "figures of the whole team": (of_groups, "a mentor", "leak", (scope, "of_figures", _groups_of_the_team)),
    "a check of a cycle without a scope": (of_checks, "a team leader", "leak", (scope, "class_ids", _every_class)),
    "a check of a cycle whose scope fails": (of_checks, "a team leader", "missing", (scope, "class_ids", fails)),
    "figures whose scope fails": (of_groups, "a mentor", "missing", (scope, "of_figures", fails)),
}  # fmt: skip


@pytest.mark.parametrize("name", DOORS)
def test_the_questions_find_a_scope_that_is_broken(name: str, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, kind, expected, broken = DOORS[name]
    monkeypatch.setattr(*broken)
    found = asked(known, kind)

    if expected == "leak":
        assert any(finding.kind == "leak" for finding in found)
    else:
        assert {finding.kind for finding in found} == {"missing"}


class _SharedDoor(data.Door):
    """Answers that are kept for everyone together."""

    def __init__(self, opened: Build, viewer: Viewer, ends_at: dt.datetime | None = None) -> None:
        super().__init__(opened, viewer, ends_at)
        self._scope = (opened.name, (), (), ())


class _RoleDoor(data.Door):
    """Answers that are kept for everyone with the same roles."""

    def __init__(self, opened: Build, viewer: Viewer, ends_at: dt.datetime | None = None) -> None:
        super().__init__(opened, viewer, ends_at)
        self._scope = (opened.name, tuple(sorted(viewer.roles)), (), ())


def _whoever() -> str | None:
    """Who once signed in, whenever that was."""
    return str(st.user.to_dict().get("email"))


def _every_cycle(_: Cycles) -> Any:
    """All that is written about cycles, whoever asks."""
    return Entry.kind.in_(["cycle", "action", "check", "decision"])


SCREENS: dict[str, tuple[tuple[str, ...], str, str, Broken]] = {
    "answers kept without a scope": (("a mentor",), "klas", "leak", (data, "Door", _SharedDoor)),
    "answers kept by role": (("a team leader", "the other team leader"), "klas", "leak", (data, "Door", _RoleDoor)),
    "classes without a scope": (("a mentor",), "klas", "leak", (scope, "class_ids", _every_class)),
    "classes of the whole team": (("a mentor",), "groeilijn", "leak", (scope, "class_ids", _team_of_the_class)),
    "classes whose scope fails": (("a mentor",), "klas", "missing", (scope, "class_ids", fails)),
    "a class whose scope fails": (("a KAW'er",), "groeilijn", "missing", (scope, "require_class", fails)),
    "students by a role for groups": (("a mentor of quality",), "klas", "leak", (scope, "for_rows", lambda one: one)),
    "cycles of every team": (("a team leader",), "verbeteren", "leak", (Cycles, "_readable", _every_cycle)),
    "a sign-in that never ends": (
        ("a mentor who signed in too long ago",), "klas", "leak", (access, "signed_in", _whoever),
    ),
    "an address that nobody verified": (
        ("a mentor whose address is not verified",), "klas", "leak", (access, "signed_in", _whoever),
    ),
}  # fmt: skip


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """Answers of a broken scope are for one test only."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("name", SCREENS)
def test_the_pages_find_a_scope_that_is_broken(name: str, screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds, page, expected, broken = SCREENS[name]
    if expected == "leak":
        monkeypatch.setattr(*broken)
        screens.warm(page)
        assert any(finding.kind == "leak" for kind in kinds for finding in screens.findings(kind, page))
    else:
        screens.warm(page)
        st.cache_data.clear()
        monkeypatch.setattr(*broken)
        assert {finding.kind for kind in kinds for finding in screens.findings(kind, page)} == {"missing"}
