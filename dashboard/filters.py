"""What you look at: a class, a student. It lives in the URL as opaque keys, never as a name or a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from dashboard import access, data, style, wording
from dashboard.wording import team as team_words
from dashboard.wording import writing
from pipelines.school_year import first_day, school_year_of

CLASS_PARAM = "class"
TEAM_PARAM = "team"
YEAR_PARAM = "schooljaar"
STUDENT_PARAM = "student"
LEVEL_PARAM = "niveau"
PROGRAMME_PARAM = "opleiding"
EDITION_PARAM = "meting"
THEME_PARAM = "thema"
ALL_LEVELS = "Alle"
ALL_PROGRAMMES = "Alle opleidingen"
LEVELS = {str(level): level for level in range(1, 5)}
CYCLE_PARAM = "cyclus"
NEW_CYCLE = "nieuw"
STUDENT_PAGE = "views/groeilijn.py"
HOUR_PAGE = "views/tandemoverleg.py"
CYCLE_PAGE = "views/verbeteren.py"
CHECKLIST_PAGE = "views/checklist.py"
CLASS_PAGE = "views/klas.py"
WHOLE_SCHOOL = "Hele school"


@dataclass(frozen=True)
class Klas:
    """The class on screen; its key is what stands in the URL."""

    class_key: str
    class_id: str
    programme: str | None
    level: int | None
    leerweg: str | None
    team: str
    n_students: int


@dataclass(frozen=True)
class Student:
    """A student of the class on screen; `name` is the name as shown, `birth_date` may be unknown.

    `until` is the last day in the class of who is in it no more.
    """

    student_key: str
    name: str
    first_name: str
    birth_date: date | None
    until: date | None = None

    @property
    def is_former(self) -> bool:
        """Whether this student is not in the class any more: then only the time in it is shown."""
        return self.until is not None


@dataclass(frozen=True)
class Scope:
    """What the figures on screen are about: the institution as a whole, one team, or one class of it."""

    team: str | None
    class_id: str | None = None

    @property
    def title(self) -> str:
        """How it is called on screen."""
        if self.class_id is not None:
            return f"Klas {self.class_id}"
        return WHOLE_SCHOOL if self.team is None else f"Team {self.team}"

    @property
    def by(self) -> tuple[str, ...]:
        """The table of an indicator that tells about it."""
        if self.class_id is not None:
            return ("team", "class_id")
        return () if self.team is None else ("team",)

    @property
    def where(self) -> dict[str, object]:
        """The rows of that table."""
        named = {"team": self.team, "class_id": self.class_id}
        return {column: name for column, name in named.items() if name is not None}


def classes() -> list[Klas]:
    """The classes with students now that the viewer may open, alphabetical."""
    return [_klas(row) for row in data.door().classes().filter("is_current").iter_rows(named=True)]


def class_picker() -> Klas:
    """The class in the URL, else the one looked at before, else the first; pick another by its label.

    Stops the page with a friendly sentence when the viewer has no class, or not this one.
    """
    found = {klas.class_key: klas for klas in classes()}
    if not found:
        st.info(wording.NO_CLASSES)
        st.stop()
    asked = st.query_params.get(CLASS_PARAM)
    if asked is not None and asked not in found:
        st.info(wording.NOT_YOURS)
        _page_link(CLASS_PAGE, "Naar mijn klassen")
        st.stop()
    before = st.session_state.get("class_before")
    st.session_state[CLASS_PARAM] = asked or (before if before in found else next(iter(found)))
    chosen = st.sidebar.selectbox(
        "Klas",
        list(found),
        placeholder=writing.PICK,
        key=CLASS_PARAM,
        on_change=_change_class,
        format_func=lambda key: found[key].class_id,
    )
    st.query_params[CLASS_PARAM] = st.session_state["class_before"] = chosen
    return found[chosen]


def _change_class() -> None:
    """Another class begins without the student of the one before."""
    st.query_params.pop(STUDENT_PARAM, None)
    st.query_params[CLASS_PARAM] = st.session_state[CLASS_PARAM]


def students(klas: Klas) -> list[Student]:
    """The students who are in the class now, in alphabetical order of the name as shown."""
    return [student for student in _everyone(klas) if not student.is_former]


def former_students(klas: Klas) -> list[Student]:
    """Who was in the class in the school year of the newest lessons and is not any more, in the same order; not why,
    nor where to.
    """
    now = data.door().until or data.door().today
    this_year = first_day(school_year_of(now))
    return [student for student in _everyone(klas) if student.until is not None and student.until >= this_year]


def _everyone(klas: Klas) -> list[Student]:
    """Who is or was in the class; who is still to come has neither a place in it nor a last day."""
    door = data.door()
    stays = door.students("placement", class_key=klas.class_key, columns=("is_current", "end_date"))
    is_over = pl.col("end_date") < (door.until or door.today)
    names = door.students("student", class_key=klas.class_key)
    until = (
        stays.filter(pl.col("is_current") | is_over)
        .group_by("student_key")
        .agg(pl.col("is_current").any(), until=pl.col("end_date").max())
        .with_columns(pl.when(~pl.col("is_current")).then("until"))
    )
    found = [
        Student(
            row["student_key"],
            wording.name(row["first_name"], row["last_name"], row["student_id"]),
            row["first_name"] or wording.name(None, row["last_name"], row["student_id"]),
            row["birth_date"],
            row["until"],
        )
        for row in names.unique("student_key").join(until, on="student_key").iter_rows(named=True)
    ]
    return sorted(found, key=lambda student: (wording.plain(student.name), student.student_key))


def student_picker(klas: Klas) -> tuple[Student, Student | None, Student | None]:
    """The student in the URL with the previous and the next one of the class; asks which one when there is
    none. Who was in the class before stands apart, and has no neighbours.

    Stops the page after the list of links when no student is chosen, or after a sentence when the class is
    empty.
    """
    found = students(klas)
    keys = [student.student_key for student in found]
    asked = st.query_params.get(STUDENT_PARAM)
    if asked not in keys:
        former = former_students(klas)
        for student in former:
            if student.student_key == asked:
                return student, None, None
        if asked is not None:
            st.info(wording.NOT_YOURS)
        st.title("Groeilijn", anchor=False)
        st.write(f"Kies een student uit klas {escape_label(klas.class_id)}." if found else wording.NO_STUDENTS)
        with st.container(key="choose", gap="xsmall"):
            for student in found:
                student_link(klas, student)
        if former:
            st.header(wording.FORMER, anchor=False)
            st.write(wording.FORMER_MEANS)
            with st.container(key="choose-former", gap="xsmall"):
                for student in former:
                    student_link(klas, student)
        st.stop()
    spot = keys.index(asked)
    return found[spot], found[spot - 1] if spot else None, found[spot + 1] if spot + 1 < len(found) else None


def team_picker() -> str:
    """The team in the URL, else the one looked at before, else the first; pick another by its name.

    Stops the page with a friendly sentence when the viewer has no team, or not this one.
    """
    return _pick(_teams())


def scope_picker(others: Iterable[str] = ()) -> Scope:
    """The institution as a whole, for who sees it, or one team, as in `team_picker`; for a tandem one class, as in
    `class_picker`.

    Who sees the institution may also pick one of the `others`: teams that a delivery names and no class has.
    """
    door = data.door()
    if not door.sees_teams:
        klas = class_picker()
        return Scope(klas.team, klas.class_id)
    if not door.sees_everyone:
        return Scope(_pick(_teams()))
    chosen = _pick([WHOLE_SCHOOL, *sorted({*_teams(), *others}, key=wording.plain)])
    return Scope(None if chosen == WHOLE_SCHOOL else chosen)


def _teams() -> list[str]:
    teams: list[str] = data.door().classes()["team"].drop_nulls().unique().sort().to_list()
    return teams


def _pick(teams: list[str]) -> str:
    if not teams:
        st.info(team_words.NO_TEAM)
        st.stop()
    asked = st.query_params.get(TEAM_PARAM)
    if asked is not None and asked not in teams:
        st.info(wording.NOT_YOURS)
        st.stop()
    before = st.session_state.get("team_before")
    st.session_state[TEAM_PARAM] = asked or (before if before in teams else teams[0])
    chosen = st.sidebar.selectbox(
        "Team", teams, placeholder=writing.PICK, key=TEAM_PARAM, on_change=_keep, args=(TEAM_PARAM,)
    )
    st.query_params[TEAM_PARAM] = st.session_state["team_before"] = chosen
    return chosen


def year_picker() -> int:
    """The school year in the URL, by the year it starts in, else the one looked at before, else the newest.

    Years are those in which a class began or has lessons: a class may go on for years, or give its name to the next.
    """
    door = data.door()
    taught = door.figures("registration_coverage", by=("team", "class_id"), over=("school_year",))
    known = pl.concat([door.classes()["school_year"], taught["school_year"]])
    years: dict[str, int] = {str(year): year for year in known.unique().sort(descending=True)}
    asked = st.query_params.get(YEAR_PARAM, st.session_state.get("year_before"))
    st.session_state[YEAR_PARAM] = asked if asked in years else next(iter(years))
    chosen = st.sidebar.selectbox(
        "Schooljaar",
        list(years),
        placeholder=writing.PICK,
        key=YEAR_PARAM,
        on_change=_keep,
        args=(YEAR_PARAM,),
        format_func=lambda year: style.school_year(years[year]),
    )
    st.query_params[YEAR_PARAM] = st.session_state["year_before"] = chosen
    return years[chosen]


def _keep(parameter: str) -> None:
    """What was picked goes into the URL before the page is made."""
    st.query_params[parameter] = st.session_state[parameter]


def level_picker() -> int | None:
    """One level, or None for all of them together; it stays in the URL."""
    chosen = st.segmented_control(
        "Niveau", [ALL_LEVELS, *LEVELS], default=ALL_LEVELS, required=True, key=LEVEL_PARAM, bind="query-params"
    )
    return LEVELS.get(str(chosen))


def programme_picker(programmes: Iterable[str]) -> str | None:
    """One programme, or None for all of them together; it stays in the URL."""
    names = [ALL_PROGRAMMES, *sorted(set(programmes), key=wording.plain)]
    chosen = st.selectbox(
        "Opleiding", names, placeholder=writing.PICK, key=PROGRAMME_PARAM, bind="query-params", width=340
    )
    return None if chosen == ALL_PROGRAMMES else str(chosen)


def edition_picker(editions: list[int]) -> int:
    """One edition of the JOB-monitor, the newest unless the URL says otherwise."""
    names = {str(edition): edition for edition in editions}
    chosen = st.segmented_control(
        "Meting", list(names), default=next(iter(names)), required=True, key=EDITION_PARAM, bind="query-params"
    )
    return names[str(chosen)]


def theme_picker(themes: list[str]) -> str:
    """One theme of the JOB-monitor, the first unless the URL says otherwise."""
    return str(st.selectbox("Thema", themes, placeholder=writing.PICK, key=THEME_PARAM, bind="query-params"))


def question_picker(questions: dict[str, str]) -> str:
    """The item of one question of the JOB-monitor, given by its words."""
    return questions[str(st.selectbox("Vraag", list(questions), placeholder=writing.PICK, key="vraag"))]


def student_link(klas: Klas, student: Student, label: str = "") -> None:
    """A link to the growth line of a student."""
    _page_link(STUDENT_PAGE, label or student.name, {CLASS_PARAM: klas.class_key, STUDENT_PARAM: student.student_key})


def turn_link(klas: Klas, student: Student, label: str) -> None:
    """A link to the turn of a student in the hour of the tandem."""
    _page_link(HOUR_PAGE, label, {CLASS_PARAM: klas.class_key, STUDENT_PARAM: student.student_key})


def hour_link(klas: Klas, label: str) -> None:
    """A link to the hour of the tandem of a class."""
    _page_link(HOUR_PAGE, label, {CLASS_PARAM: klas.class_key})


def checklist_link(klas: Klas, student: Student, label: str) -> None:
    """A link to the checklist about the guidance of a student."""
    _page_link(CHECKLIST_PAGE, label, {CLASS_PARAM: klas.class_key, STUDENT_PARAM: student.student_key})


def class_link(class_key: str, label: str) -> None:
    """A link to the page of a class."""
    _page_link(CLASS_PAGE, label, {CLASS_PARAM: class_key})


def asked_cycle() -> str | None:
    """The cycle in the URL by its opaque key, NEW_CYCLE, or None for the board."""
    return st.query_params.get(CYCLE_PARAM)


def cycle_link(key: str | None, label: str) -> None:
    """A link to a cycle, to a new one, or (None) to the board."""
    _page_link(CYCLE_PAGE, label, {CYCLE_PARAM: key} if key else None)


def open_cycle(key: str) -> None:
    """Let a cycle come in the place of the form of a new one at the next run."""
    st.query_params[CYCLE_PARAM] = key


def leave_cycle() -> None:
    """Let the board come in the place of a cycle at the next run."""
    st.query_params.pop(CYCLE_PARAM, None)


def teams_of_cycles() -> list[str]:
    """The teams about which this viewer may begin a cycle."""
    return _teams()


def page_link(view: str, label: str) -> None:
    """A link to the page of that name."""
    _page_link(f"views/{view}.py", label)


def _page_link(page: str, label: str, parameters: dict[str, str] | None = None) -> None:
    """A link that keeps the role one tries with the sample data, which stands in the URL too."""
    role = {name: st.query_params[name] for name in (access.ROLE_PARAM,) if name in st.query_params}
    st.page_link(page, label=escape_label(style.unbroken(label)), query_params={**role, **(parameters or {})})


def escape_label(label: str) -> str:
    """A label that Streamlit must not read as Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|~$:<>" else letter for letter in label)


def _klas(row: dict[str, object]) -> Klas:
    return Klas(**{name: row[name] for name in Klas.__dataclass_fields__})  # type: ignore[arg-type]
