"""The parts of the page *Checklist*: one list of kenmerken to tap, and the lists that are filled in."""

from collections import Counter
from functools import partial
from typing import Any

import streamlit as st

from dashboard import data, filters, style, wording
from dashboard.filters import Klas, Student
from dashboard.journal.doors import ClassJournal, StudentJournal
from dashboard.journal.kinds import Checklist, InvalidEntryError, filled_in
from dashboard.journal.store import Saved
from dashboard.panels import elements, written
from dashboard.panels.writing import Form
from dashboard.wording import begeleiding as kenmerk_words
from dashboard.wording import checklist as words

KIND_PARAM = "lijst"
WHOLE_CLASS = "klas"
ITEM = "item_"


def page(klas: Klas) -> None:
    """Pick the list and whom it is about, fill it in, and see it among the others."""
    st.title(words.TITLE, anchor=False)
    st.write(words.INTRODUCTION)
    with written.reachable():
        journal = data.door().journal_of_class(klas.class_key)
        kind = st.segmented_control(
            words.KIND, list(kenmerk_words.KINDS), format_func=kenmerk_words.KINDS.__getitem__,
            default="individual", required=True, key=KIND_PARAM, bind="query-params",
        )  # fmt: skip
        names = {one.student_key: one.name for one in filters.students(klas)}
        if kind == "collaboration":
            names = {WHOLE_CLASS: words.WHOLE_CLASS, **names}
        asked = st.query_params.get(filters.STUDENT_PARAM)
        about = st.selectbox(
            words.ABOUT, list(names), index=list(names).index(asked) if asked in names else None,
            format_func=names.__getitem__, placeholder=words.CHOOSE, key=f"over {kind} {klas.class_key}",
        )  # fmt: skip
        if about is not None:
            _fill_in(journal if about == WHOLE_CLASS else journal.of(about), str(kind))
        _filled(journal, names)


def of_student(klas: Klas, student: Student, journal: StudentJournal) -> None:
    """The newest list of each kind about the guidance of one student, and the way to fill one in."""
    if student.is_former:
        return
    st.subheader(words.OF_STUDENT, anchor=False)
    with written.reachable():
        lists = sorted(journal.entries(Checklist), key=lambda one: (one.content.date, one.written_at))
        newest: dict[str, Checklist] = {one.content.checklist: one.content for one in lists}
        for kind, content in sorted(newest.items(), reverse=True):
            elements.note(words.newest(kenmerk_words.KINDS[kind], content.date, Counter(content.items.values())))
        if journal.may_write:
            with st.container(key="to-checklist"):
                filters.checklist_link(klas, student, words.FILL_IN)


def _fill_in(journal: ClassJournal | StudentJournal, kind: str) -> None:
    """The kenmerken, each with three words to tap, then when and by whom."""
    mine = sorted(
        (one for one in journal.entries(Checklist) if one.content.checklist == kind),
        key=lambda one: (one.content.date, one.written_at),
    )
    if mine:
        last = mine[-1].content
        elements.note(words.kept(last.date, Counter(last.items.values()), data.door().today))
    form = Form(journal, f"checklist {kind}")
    answers: dict[str, str | None] = {}
    with st.container(key="kenmerken", gap="small"):
        for code, title in kenmerk_words.KENMERKEN[kind].items():
            answers[code] = form.tap(f"{ITEM}{code}", wording.capital(title), words.STATUSES)
        moment = form.tap("moment", words.MOMENT, words.MOMENTS)
        by = form.tap("filled_in_by", words.BY, words.ROLES)
    note = form.text("note", words.NOTE, is_long=True, max_chars=4000, help=words.NOTE_MEANS)
    with st.container(key="keep-list"):
        form.save(partial(_made, kind, answers, moment, by, note), words.SAVE, said=words.SAVED)


def _made(kind: str, answers: dict[str, str | None], moment: str | None, by: str | None, note: str) -> Checklist:
    items = {code: answer for code, answer in answers.items() if answer is not None}
    if not items:
        raise InvalidEntryError({"items": words.NOTHING_CHOSEN})
    return filled_in(
        Checklist, date=data.door().today, checklist=kind, moment=moment, filled_in_by=by, items=items, note=note
    )


def _filled(journal: ClassJournal, names: dict[str, str]) -> None:
    """The lists of this class, the newest first, each with a way to take it back."""
    st.header(words.LIST, anchor=False)
    found: list[tuple[str, ClassJournal | StudentJournal, Saved[Checklist]]] = [
        (words.WHOLE_CLASS, journal, one) for one in journal.entries(Checklist)
    ]
    for key, lists in journal.of_students(Checklist).items():
        if key in names:
            found += [(names[key], journal.of(key), one) for one in lists]
    if not found:
        elements.note(words.NONE_YET)
    for about, door, one in sorted(found, key=lambda line: line[2].written_at, reverse=True):
        _line(about, door, one)


def _line(about: str, door: ClassJournal | StudentJournal, one: Saved[Checklist]) -> None:
    content = one.content
    counts: Counter[str] = Counter(content.items.values())
    head = words.heading(kenmerk_words.KINDS[content.checklist], about)
    small = [style.day(content.date), words.ROLES.get(content.filled_in_by or "", ""), words.filled(counts)]
    with st.container(key=f"list-{one.id}", gap=None):
        st.html(
            f'<p class="gl-own">{style.text(head)}<small>'
            f"{style.text(' · '.join(part for part in small if part))}</small></p>"
        )
        with st.expander(words.SHOW):
            st.html(written.listed(_said(content)))
            written.who_and_when(one)
            written.withdraw(door, one)


def _said(content: Checklist) -> list[tuple[str, str]]:
    titles: dict[str, Any] = kenmerk_words.KENMERKEN[content.checklist]
    said = [(title, words.STATUSES[content.items[code]]) for code, title in titles.items() if code in content.items]
    return [*said, *([(words.NOTE_HEAD, content.note)] if content.note else [])]
