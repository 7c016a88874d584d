"""What is written on a growth line, and where it is written.

The goal, agreements and talks of now, one choice of what to write, and one list of all that is there.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dashboard import data, style
from dashboard.charts import groeilijn as own_charts
from dashboard.filters import Klas, Student
from dashboard.journal.database import JournalError
from dashboard.journal.doors import StudentJournal
from dashboard.journal.kinds import Agreement, Checklist, Contact, Content, Goal, SeenStep, Talk, filled_in
from dashboard.journal.store import Saved
from dashboard.panels import elements, groeilijn_forms, groeilijn_rows, written
from dashboard.panels.groeilijn_rows import Entries
from dashboard.panels.writing import Form
from dashboard.wording import groeilijn as words
from dashboard.wording import writing as writing_words

SHOWN = 6
"""How many entries the list has before it scrolls; on a phone it never does."""


@dataclass(frozen=True)
class Story:
    """What is written about a student as this viewer may read it; without a journal it is out of reach."""

    student: Student
    journal: StudentJournal | None = None
    entries: Entries = ()


def story(klas: Klas, student: Student) -> Story:
    """Read what is written, once for the whole page. Raises AccessDeniedError outside the scope."""
    try:
        journal = data.door().journal_of(student.student_key, klas.class_key, is_former=student.is_former)
        kinds = {*words.KINDS, Talk.kind, Checklist.kind}
        return Story(student, journal, [one for one in journal.entries() if one.content.kind in kinds])
    except JournalError:
        return Story(student)


def writing(told: Story) -> None:
    """The goal, agreements and talks of now; what to write; and the list. Without a journal one sentence, and of who is
    in the class no more the list alone.
    """
    written.told_saved()
    st.header(words.HEAD, anchor=False)
    if told.journal is None:
        st.info(writing_words.OUT_OF_REACH)
        return
    with written.reachable():
        if not told.journal.may_write:
            elements.note(words.ONLY_READING if told.entries else words.NOTHING_WRITTEN)
            if told.entries:
                _list(told)
            return
        now(told.journal, told)
        drafts = set(told.journal.drafts())
        write(told.journal, told, drafts)
        _list(told)
        if told.entries:
            _change(told.journal, told, drafts)


# --- now -------------------------------------------------------------------------------------------------------------


def now(journal: StudentJournal, told: Story) -> None:
    """The goal, the agreements and the contacts of now, each with one tap for what happened."""
    goal, agreements, talked = st.columns(3, gap="medium")
    with goal:
        st.subheader(words.GOAL, anchor=False)
        _goals(journal, told)
    with agreements:
        st.subheader(words.AGREEMENTS, anchor=False)
        _agreements(journal, told)
    with talked:
        st.subheader(words.TALKED, anchor=False)
        _talked(journal, told)


def _goals(journal: StudentJournal, told: Story) -> None:
    """The goals that are not reached yet, each with one tap that says it is."""
    open_now: list[Saved[Goal]] = [
        one for one in told.entries if isinstance(one.content, Goal) and not one.content.is_reached
    ]
    if not open_now:
        elements.note(words.NO_GOAL)
    for one in open_now:
        by_when = one.content.by_when
        below = [words.goal_number(one.content), f"voor {style.day(by_when)}" if by_when else ""]
        _said(words.quoted(one.content.words), below)
        if journal.may_write and st.button(words.REACHED, key=f"reached {one.id}"):
            day = max(data.door().today, one.content.set_on)
            written.act(partial(_set, journal, one, reached_on=day), words.GOAL_REACHED)


def _agreements(journal: StudentJournal, told: Story) -> None:
    """The agreements that are not done yet, the one that is due first on top, each with one tap that says it is."""
    open_now: list[Saved[Agreement]] = [
        one for one in told.entries if isinstance(one.content, Agreement) and one.content.done_on is None
    ]
    today = data.door().today
    if not open_now:
        elements.note(words.NO_AGREEMENTS)
    for one in sorted(open_now, key=lambda one: (one.content.due is None, one.content.due or today)):
        _said(words.quoted(one.content.what), [words.due(one.content, today)])
        if journal.may_write and st.button(words.DONE, key=f"done {one.id}"):
            day = max(today, one.content.made_on)
            written.act(partial(_set, journal, one, done_on=day), words.AGREEMENT_DONE)


def _talked(journal: StudentJournal, told: Story) -> None:
    """The last contact, and one tap for a talk of today."""
    today = data.door().today
    days = [one.content.date for one in told.entries if isinstance(one.content, Contact)]
    elements.note(words.talked(max(days), today) if days else words.NO_TALK)
    if (
        journal.may_write
        and today not in days
        and st.button(words.TALKED_TODAY, key=f"talked {told.student.student_key}")
    ):
        talk = filled_in(Contact, date=today, how="in_person", has_reason=False)
        written.act(partial(journal.write, talk), words.TALK_SAVED)


def _set(journal: StudentJournal, one: Saved[Any], **values: Any) -> None:
    journal.correct(one, written.changed(one, **values))


def _said(text: str, below: list[str]) -> None:
    small = " · ".join(part for part in below if part)
    st.html(f'<p class="gl-own">{style.text(text)}<small>{style.text(small)}</small></p>')


# --- to write --------------------------------------------------------------------------------------------------------


def write(journal: StudentJournal, told: Story, drafts: set[str]) -> None:
    """One choice of what to write, and its form; nothing else until something is chosen."""
    kinds = [kind for kind in words.KINDS if kind != "note" or journal.may_confide]
    key = f"write {told.student.student_key}"
    just_written = st.session_state.pop(f"{key} saved", None)
    if just_written:
        # The form makes way for what was written, which stands elsewhere on the page.
        st.session_state[key] = None
    elif key not in st.session_state:
        st.session_state[key] = next((kind for kind in kinds if kind in drafts), None)
    kind = st.pills(
        words.WHAT,
        kinds,
        key=key,
        format_func=lambda kind: f"{words.KINDS[kind]} ({words.DRAFTED})" if kind in drafts else words.KINDS[kind],
    )
    if just_written:
        elements.note(just_written)
    if kind is None:
        return

    def save(content: Content) -> None:
        journal.write(content, place=form.place)
        st.session_state[f"{key} saved"] = words.written(content)

    with st.container(border=True, key="write-one"):
        if kind == "seen_step":
            _ready_steps(journal)
        form = Form(journal, kind)
        make = groeilijn_forms.FORMS[kind](form, is_new=True)
        form.save(make, "Zet op de lijn", said=words.SAVED[kind], write=save)


def _ready_steps(journal: StudentJournal) -> None:
    """The steps of the school's own list, each one tap."""
    ready = data.seen_steps()
    if not ready:
        return
    st.caption(words.STEP_TAP)
    with st.container(horizontal=True, gap="xsmall", key="ready-steps"):
        for number, step in enumerate(ready):
            if st.button(step, key=f"step {number}"):
                seen = filled_in(SeenStep, date=data.door().today, words=step)
                written.act(partial(journal.write, seen), words.STEP_SAVED)


# --- what is there ---------------------------------------------------------------------------------------------------


def _list(told: Story) -> None:
    """All that is written, the newest first."""
    st.subheader(words.LIST, anchor=False)
    if not told.entries:
        elements.note(words.NOTHING_YET)
        return
    colours = style.PALETTES[style.theme()]
    items = "".join(_item(one, colours) for one in reversed(told.entries))
    with st.container(height=420 if len(told.entries) > SHOWN else "content", border=False, key="written-list"):
        st.html(f'<ol class="gl-steps gl-entries">{items}</ol>')


def _item(one: Saved[Any], colours: style.Palette) -> str:
    mark = groeilijn_rows.mark_of(one.content)
    said = writing_words.who_and_when(written.author(one), one.written_at, is_corrected=one.is_corrected)
    return (
        f"<li>{elements.picture(own_charts.mark(mark, colours), '', 'gl-glyph')}<div>"
        f"{style.text(words.line(one.content))}"
        f"<small>{style.day(one.content.day)} · {style.text(said[0].lower() + said[1:])}</small></div></li>"
    )


def _change(journal: StudentJournal, told: Story, drafts: set[str]) -> None:
    """Change one entry or take it back; one that somebody was changing is open again after a reload."""
    of_lists = [one for one in told.entries if one.content.kind in groeilijn_forms.FORMS]
    if not of_lists:
        return
    found = {str(one.id): one for one in reversed(of_lists)}
    begun = next((key for key in found if f"change {key}" in drafts), None)
    with st.expander(words.CHANGE, expanded=begun is not None):
        key = f"change {told.student.student_key}"
        if st.session_state.get(key) not in {None, *found}:
            del st.session_state[key]
        st.session_state.setdefault(key, begun)
        chosen = st.selectbox(
            words.WHICH,
            list(found),
            index=None,
            key=key,
            format_func=lambda key: words.choice(found[key].content),
            placeholder=writing_words.PICK,
        )
        if chosen is None:
            return
        one = found[chosen]
        kind = one.content.kind
        form = Form(journal, f"change {one.id}", seen=one, of=groeilijn_forms.of(kind))
        form.save(groeilijn_forms.FORMS[kind](form, is_new=False))
        written.who_and_when(one)
        written.withdraw(journal, one)
    written.earlier_versions(journal, one, lambda content: [("", words.line(content))])


def scales(told: Story) -> None:
    """The answers to the schaalvraag over time, a small chart for each question; nothing before the first answer."""
    found = groeilijn_rows.scales(told.entries)
    if not found:
        return
    st.header(words.SCALES, anchor=False)
    for number, (question, answers) in enumerate(found.items()):
        if question:
            st.subheader(words.quoted(question), anchor=False)
        elements.note(words.scale_now(answers))
        elements.chart(own_charts.scale, groeilijn_rows.scale(answers), key=f"scale-{number}")
