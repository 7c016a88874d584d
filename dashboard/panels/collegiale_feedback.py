"""The parts of the page *Collegiale feedback*: a quarter of an hour in four parts, of which only the day is kept."""

from functools import partial

import streamlit as st

from dashboard import data, style
from dashboard.filters import Klas
from dashboard.journal.kinds import Feedback, filled_in
from dashboard.panels import elements, written
from dashboard.wording import checklist as words


def guide() -> None:
    """What to do in which minutes, with questions to choose from."""
    st.title(words.FEEDBACK, anchor=False)
    st.write(words.FEEDBACK_MEANS)
    past = 0
    for number, (name, minutes, what, questions) in enumerate(words.FEEDBACK_STEPS, start=1):
        st.header(f"{number}. {name}", anchor=False)
        elements.note(words.part(past, past + minutes))
        asked = "".join(f"<p>{style.text(question)}</p>" for question in questions)
        st.html(f'<div class="gl-ask"><p class="gl-note">{style.text(what)}</p>{asked}</div>')
        past += minutes


def done(klas: Klas) -> None:
    """One tap that says it took place; nothing else is kept."""
    written.told_saved()
    st.header(words.FEEDBACK_DONE, anchor=False)
    with written.reachable():
        journal = data.door().journal_of_class(klas.class_key)
        today = data.door().today
        kept = journal.entries(Feedback)
        days = sorted({one.content.date for one in kept})
        elements.note(words.feedback_so_far(klas.class_id, len(days), days[-1]) if days else words.FEEDBACK_NONE)
        if today in days:
            st.write(words.FEEDBACK_TODAY)
            for one in kept:
                if one.content.date == today:
                    written.withdraw(journal, one)
        elif st.button(words.FEEDBACK_SAVE, type="primary"):
            took_place = filled_in(Feedback, date=today)
            written.act(partial(journal.write, took_place), words.FEEDBACK_SAVED)
