"""The parts of the page *Tandemoverleg*: celebrate first, then each student in turn, and who waited long."""

from functools import partial
from time import monotonic
from typing import Any, Final

import streamlit as st

from dashboard import data, filters, reports, style
from dashboard.filters import Klas
from dashboard.journal.doors import ClassJournal, StudentJournal
from dashboard.journal.kinds import InvalidEntryError, Talk, filled_in
from dashboard.panels import checklist, elements, groeilijn_written, tandem_hour, written
from dashboard.panels.klas import growth
from dashboard.panels.tandem_hour import Hour, Step, Turn
from dashboard.panels.writing import Form
from dashboard.wording import groeilijn as goal_words
from dashboard.wording import tandemoverleg as words
from dashboard.wording.groeilijn import SEEN_BY

SHOWN = 5
"""How many steps there are before the list scrolls."""
DOUBLE: Final = 2.0
"""Seconds after a talk in which a press is the second click of the same one: nobody reads the next form so fast."""
SPOKEN_AT: Final = "moment a talk was saved"
LAST_TURN: Final = "whose turn it was"
NAME: Final = "turn-name"
"""The key of the name above the form, which is brought in view when another student comes up."""


def hour(klas: Klas) -> None:
    """The hour of today: what went well, the class, and the student whose turn it is."""
    st.title(words.TITLE, anchor=False)
    st.html(f'<p class="gl-eyebrow">{style.text(words.subtitle(klas.class_id, data.door().today))}</p>')
    with written.reachable():
        journal = data.door().journal_of_class(klas.class_key)
        now = _hour(klas, journal)
        turn = now.of(st.query_params.get(filters.STUDENT_PARAM))
        if turn is None:
            st.write(words.NO_STUDENTS)
            return
        _celebrate(now)
        _waiting(klas, now)
        spoken, names = st.columns([7, 3], gap="large")
        with spoken:
            _turn(klas, journal, now, turn)
            _around(klas, now, turn)
        with names:
            _class(klas, now, turn)
            _print(klas, now)
        _bring_in_view(klas, turn)


def _hour(klas: Klas, journal: ClassJournal) -> Hour:
    steps = data.door().students("student_step", class_key=klas.class_key)
    return tandem_hour.hour(
        filters.students(klas), journal.of_students(), steps.iter_rows(named=True), data.door().today
    )


def _celebrate(now: Hour) -> None:
    """The steps since the last hour; folded once the students are spoken of, so that whose turn it is stands high."""
    st.header(words.CELEBRATE, anchor=False)
    steps = now.steps
    said = words.celebrate(len(steps), len({step.student.student_key for step in steps}), now.since)
    if not steps:
        st.write(said)
    elif now.n_spoken:
        with st.expander(said, key="celebrate-again"):
            _steps(steps)
    else:
        elements.lead(said)
        _steps(steps)


def _steps(steps: list[Step]) -> None:
    items = "".join(map(_step, steps))
    with st.container(height=260 if len(steps) > SHOWN else "content", border=False, key="celebrate"):
        st.html(f'<ol class="gl-steps gl-ledger">{items}</ol>')


def _step(step: Step) -> str:
    small = [style.day(step.date), *([SEEN_BY] if step.is_seen else []), *([words.LATE] if step.is_late else [])]
    return (
        f'<li><span class="gl-mark" aria-hidden="true"></span><div><b>{style.text(step.student.name)}</b> · '
        f"{style.text(step.sentence)}<small>{' · '.join(small)}</small></div></li>"
    )


def _waiting(klas: Klas, now: Hour) -> None:
    """Who was not spoken of for three weeks; high and low attenders alike."""
    if not now.waiting:
        return
    st.header(words.WAITING, anchor=False)
    with st.container(horizontal=True, gap="small", key="waiting"):
        for turn in now.waiting:
            filters.turn_link(klas, turn.student, f"{turn.student.name}: {words.waiting(turn.last_day)}")


def _class(klas: Klas, now: Hour, turn: Turn) -> None:
    """Every student by name, with a word for who was spoken of today."""
    st.header(words.CLASS, anchor=False)
    elements.note(words.progress(now.n_spoken, len(now.turns)))
    with st.container(gap="xsmall", key="turns"):
        for one in now.turns:
            here = f" ({words.HERE})" if one is turn else f" ✓ {words.TODAY}" if one.talk else ""
            filters.turn_link(klas, one.student, f"{one.student.name}{here}")
    if now.n_spoken == len(now.turns):
        st.write(words.ALL_DONE)


def _turn(klas: Klas, journal: ClassJournal, now: Hour, turn: Turn) -> None:
    """The student whose turn it is: the three columns, and the goal, agreements and contact of now."""
    student = turn.student
    data.door().look(words.TITLE, student.student_key)
    with st.container(key=NAME):
        st.header(filters.escape_label(student.name), anchor=False)
    if turn.last_talk:
        said = turn.last_talk.content
        elements.note(words.last_time(said.next_step, said.picked_up_by, said.date))
        door = journal.of(student.student_key)
        if door.may_write:
            written.withdraw(door, turn.last_talk, words.WITHDRAW_LAST)
    elements.note(words.facts(*_lessons(klas, student.student_key)))
    _talk(journal, now, turn)
    told = groeilijn_written.story(klas, student)
    if told.journal is not None:
        groeilijn_written.now(told.journal, told)
        if told.journal.may_write:
            groeilijn_written.write(told.journal, told, set(told.journal.drafts()))
        checklist.of_student(klas, student, told.journal)


def _around(klas: Klas, now: Hour, turn: Turn) -> None:
    """The neighbours in alphabetical order."""
    spot = now.turns.index(turn)
    with st.container(horizontal=True, gap="medium", key="around"):
        for label, there in ((words.PREVIOUS, spot - 1), (words.NEXT, spot + 1)):
            if 0 <= there < len(now.turns):
                student = now.turns[there].student
                filters.turn_link(klas, student, f"{label}: {student.name}")
        filters.student_link(klas, turn.student, words.TO_LINE)


def _bring_in_view(klas: Klas, turn: Turn) -> None:
    """Scroll to the name of who comes up, where it is out of sight: on a phone the form before it is a long one.

    Last on the page, so that it moves nothing. It jumps: nobody has to ask for less motion.
    """
    shown = (klas.class_key, turn.student.student_key)
    before = st.session_state.get(LAST_TURN)
    st.session_state[LAST_TURN] = shown
    if before is None or before == shown or before[0] != klas.class_key:
        return
    # A browser runs the same script once, so each student has one of their own.
    st.html(
        f"<script>/* {turn.student.student_key} */{{"
        f"const name = document.querySelector('.st-key-{NAME}'), top = name?.getBoundingClientRect().top;"
        "if (top < 60 || top > innerHeight / 2) name.scrollIntoView();}</script>",
        unsafe_allow_javascript=True,
    )


def _talk(journal: ClassJournal, now: Hour, turn: Turn) -> None:
    """The three columns; once they are saved the next student comes up."""
    door = journal.of(turn.student.student_key)
    if not door.may_write:
        return
    start = {"goes_well": words.suggestion([step.sentence for step in turn.steps[:2]])}
    form = Form(door, "talk", seen=turn.talk, start=start)
    goes_well, next_step, who = st.columns(3, gap="medium")
    with goes_well:
        well = form.text("goes_well", words.GOES_WELL, is_long=True, max_chars=600)
    with next_step:
        following = form.text("next_step", words.NEXT_STEP, is_long=True, max_chars=600)
    with who:
        by = form.pick("picked_up_by", words.PICKED_UP_BY, words.WHO, horizontal=False)
    name, is_empty = filters.escape_label(turn.student.name), not (well.strip() or following.strip() or by)
    form.save(
        partial(_made, turn, form, date=data.door().today, goes_well=well, next_step=following, picked_up_by=by),
        words.save(name),
        said=words.saved(name, is_empty=is_empty),
        write=partial(_save, door, form.place, now.after(turn)),
    )
    if turn.talk:
        written.withdraw(door, turn.talk, words.WITHDRAW_TODAY)


def _made(turn: Turn, form: Form, **values: Any) -> Talk:
    """The talk, which may be empty. A double click is no talk about the next student, whose form nobody touched."""
    since = monotonic() - st.session_state.get(SPOKEN_AT, -DOUBLE)
    if turn.talk is None and not form.is_draft and since < DOUBLE:
        raise InvalidEntryError({"": words.TOO_SOON})
    return filled_in(Talk, **values)


def _save(door: StudentJournal, place: str, following: Turn | None, talk: Talk) -> None:
    door.write(talk, place=place)
    st.session_state[SPOKEN_AT] = monotonic()
    if following is None:
        st.query_params.pop(filters.STUDENT_PARAM, None)
    else:
        st.query_params[filters.STUDENT_PARAM] = following.student.student_key


def _lessons(klas: Klas, student_key: str) -> tuple[int | None, int | None]:
    """Lessons present and registered in the last twenty teaching days."""
    found = data.door().students("student_progress", class_key=klas.class_key, student_key=student_key, latest=True)
    now = growth(found.sort("as_of").row(-1, named=True)) if found.height else None
    return (None, None) if now is None else (now.n_present, now.n_registered)


def _print(klas: Klas, now: Hour) -> None:
    """The hour on one A4."""
    make = partial(reports.tandemoverleg, klas.class_id, now.on, data.door().about(), **content(now))
    elements.print_button(words.PRINT, f"Tandemoverleg {klas.class_id}", make)


def printed(door: data.Door, klas: Klas) -> bytes:
    """The hour of today on one A4, without its page. Raises AccessDeniedError outside the scope, and JournalError."""
    with data.through(door):
        now = _hour(klas, door.journal_of_class(klas.class_key))
        return reports.tandemoverleg(klas.class_id, now.on, door.about(), **content(now))


def content(now: Hour) -> dict[str, Any]:
    """What the print of an hour is given: see `reports.tandemoverleg`."""
    return {
        "since": now.since,
        "steps": [{"name": one.student.name, "day": one.date, "sentence": one.sentence} for one in now.steps],
        "students": [
            {
                "name": turn.student.name,
                "goes_well": turn.talk.content.goes_well if turn.talk else "",
                "next_step": turn.talk.content.next_step if turn.talk else "",
                "who": words.WHO.get(turn.talk.content.picked_up_by or "", "") if turn.talk else "",
                "last_contact": turn.last_contact,
                "is_waiting": turn.is_waiting,
                "goals": [
                    {"words": one.content.words, "number": goal_words.goal_number(one.content)} for one in turn.goals
                ],
                "agreements": [
                    {"what": one.content.what, "who": words.BY.get(one.content.who), "when": one.content.due}
                    for one in turn.agreements
                ],
            }
            for turn in now.turns
        ],
    }
