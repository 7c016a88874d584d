"""The fields of each kind of entry on a growth line: for a new entry, and for one that is changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboard import data
from dashboard.journal.kinds import (
    Agreement,
    Contact,
    Content,
    Event,
    Goal,
    InvalidEntryError,
    Note,
    Scale,
    SeenStep,
    filled_in,
)
from dashboard.panels.writing import Fields, Form, fields_of
from dashboard.wording import groeilijn as words

Make = Callable[[], Content]


def goal(form: Form, *, is_new: bool) -> Make:
    """A goal in the words of the student, with a number if there is one."""
    said = form.text(
        "words", "Wat wil de student bereiken, in eigen woorden?", is_long=True, max_chars=600, height=80,
        placeholder="Bijvoorbeeld: ik wil op maandag de eerste les halen",
    )  # fmt: skip
    counts = form.pick("counts", "Hoort er een getal bij?", words.COUNTS, "") or ""
    number: float | int | None = None
    if counts == "lessons":
        number = form.number(counts, "Hoeveel van de 20 lessen?", most=20)
    elif counts == "arrival_minute":
        number = form.clock(counts, "Hoe laat binnen?")
    elif counts == "presence_percent":
        number = form.number(counts, "Hoeveel procent van de lestijd?", most=100)
    left, right = st.columns(2)
    with left:
        set_on = form.day("set_on", "Gekozen op", data.door().today)
    with right:
        by_when = form.day("by_when", "Voor wanneer? (hoeft niet)")
    reached_on = None if is_new else form.day("reached_on", "Bereikt op")
    return lambda: _made_goal(
        number, counts, words=said, set_on=set_on, by_when=by_when, reached_on=reached_on
    )  # fmt: skip


def _made_goal(number: float | None, counts: str, **values: Any) -> Goal:
    """A goal; a number that was promised and left out is asked for at its own field, beside whatever else is open."""
    asked = words.TIME_LEFT_OUT if counts == "arrival_minute" else words.NUMBER_LEFT_OUT
    left_out = {counts: asked} if counts and number is None else {}
    try:
        made = filled_in(Goal, number=number, counts=None if left_out else counts or None, **values)
    except InvalidEntryError as error:
        raise InvalidEntryError({**error.fields, **left_out}) from None
    if left_out:
        raise InvalidEntryError(left_out)
    return made


def _of_goal(content: Goal) -> Fields:
    fields = fields_of(content)
    counts = fields["counts"] or ""
    return {**fields, "counts": counts, **({counts: content.number} if counts else {})}


def agreement(form: Form, *, is_new: bool) -> Make:
    """What, who and when."""
    what = form.text(
        "what", "Wat spreken jullie af?", is_long=True, max_chars=600, height=80,
        placeholder="Bijvoorbeeld: samen op maandag de week doornemen",
    )  # fmt: skip
    who = form.pick("who", "Wie pakt het op?", words.WHO)
    left, right = st.columns(2)
    with left:
        made_on = form.day("made_on", "Afgesproken op", data.door().today)
    with right:
        due = form.day("due", "Voor wanneer? (hoeft niet)")
    done_on = None if is_new else form.day("done_on", "Gedaan op")
    return lambda: filled_in(Agreement, what=what, who=who, made_on=made_on, due=due, done_on=done_on)


def contact(form: Form, *, is_new: bool) -> Make:
    """How, with or without a reason, and by whom."""
    how = form.pick("how", "Hoe was het contact?", words.HOW, "in_person" if is_new else None)
    reason = form.pick("has_reason", "Waarom?", words.REASONS, "no" if is_new else None)
    by_role = form.pick("by_role", "Door wie? (hoeft niet)", words.BY)
    date = form.day("date", "Wanneer?", data.door().today)
    return lambda: _happened(Contact, date, how=how, has_reason=_is_yes(reason), by_role=by_role)


def _of_contact(content: Contact) -> Fields:
    return {**fields_of(content), "has_reason": "yes" if content.has_reason else "no"}


def _happened(kind: type[Content], date: dt.date | None, **values: Any) -> Content:
    """An entry of a day that has been: a contact of next year would be the last one for ever."""
    if date is not None and date > data.door().today:
        raise InvalidEntryError({"date": words.TO_COME})
    return filled_in(kind, date=date, **values)


def _is_yes(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"


def seen_step(form: Form, *, is_new: bool) -> Make:
    """A step in own words."""
    said = form.text("words", words.STEP_OTHER if is_new else "Welke stap zag je?", max_chars=600)
    date = form.day("date", "Wanneer?", data.door().today)
    return lambda: _happened(SeenStep, date, words=said)


def scale(form: Form, *, is_new: bool) -> Make:
    """Where the student stands from 0 to 10, how it came so, and a small step higher."""
    question = form.text("question", "Waar gaat de vraag over? (hoeft niet)", max_chars=600,
                         placeholder="Bijvoorbeeld: op tijd komen")  # fmt: skip
    score = form.tap("score", "Waar sta je nu, van 0 tot 10?", [str(number) for number in range(11)])
    how_come = form.text("how_come", "Hoe ben je daar gekomen? (hoeft niet)", max_chars=600)
    small_step = form.text("small_step", "Hoe ziet een stapje hoger eruit? (hoeft niet)", max_chars=600)
    date = form.day("date", "Wanneer?", data.door().today)
    return lambda: _happened(Scale, date, question=question, score=score, how_come=how_come, small_step=small_step)


def _of_scale(content: Scale) -> Fields:
    return {**fields_of(content), "score": str(content.score)}


def event(form: Form, *, is_new: bool) -> Make:
    """Something that happened around the student."""
    what = form.pick("what", "Wat gebeurde er?", words.EVENTS)
    said = form.text("words", "In eigen woorden (hoeft niet)", max_chars=600)
    date = form.day("date", "Wanneer?", data.door().today)
    return lambda: filled_in(Event, what=what, words=said, date=date)


def note(form: Form, *, is_new: bool) -> Make:
    """A note for the tandem alone."""
    st.caption(words.CONFIDED)
    said = form.text("words", "Notitie", is_long=True, max_chars=4000, height=140)
    date = form.day("date", "Wanneer?", data.door().today)
    return lambda: _happened(Note, date, words=said)


FORMS: Final[dict[str, Callable[..., Make]]] = {
    "goal": goal,
    "agreement": agreement,
    "contact": contact,
    "seen_step": seen_step,
    "scale": scale,
    "event": event,
    "note": note,
}
"""The fields by kind."""
_OF: Final[dict[str, Callable[[Any], Fields]]] = {"goal": _of_goal, "contact": _of_contact, "scale": _of_scale}


def of(kind: str) -> Callable[[Any], Fields]:
    """How an entry of a kind is put in the fields of its form."""
    return _OF.get(kind, fields_of)
