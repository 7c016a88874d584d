"""The parts of the page *Verantwoording*: which half year, what its account says in short, and the account itself."""

import polars as pl
import streamlit as st

from dashboard import data, style
from dashboard.panels import elements
from dashboard.reports import account
from dashboard.reports.half_year import HalfYear, half_years
from dashboard.wording import verantwoording as words
from dashboard.wording import writing

PERIOD_PARAM = "periode"


def period() -> HalfYear:
    """The half school year on screen: the newest with lessons unless another is picked. Stops the page without one."""
    st.title(words.PAGE, anchor=False)
    months = data.door().figures("presence", over=("month",)).filter(pl.col("is_hidden") | (pl.col("denominator") > 0))
    found = {words.period(one.first, one.last_month): one for one in half_years(months["month"])}
    if not found:
        st.write(words.NO_PRESENCE)
        st.stop()
    chosen = st.selectbox("Periode", list(found), placeholder=writing.PICK, key=PERIOD_PARAM, bind="query-params")
    return found[str(chosen)]


def introduction(shown: HalfYear) -> None:
    """What the account is for, up to which day it runs, and what to read before it is sent."""
    said = words.eyebrow(words.period(shown.first, shown.last_month), shown.school_year, data.door().until)
    st.html(f'<p class="gl-eyebrow">{style.text(said)}</p>')
    st.write(words.INTRODUCTION)
    elements.note(words.AS_TYPED)


def short(shown: HalfYear) -> None:
    """The first sentence of every chapter; what is not written down yet says what to write."""
    st.header(words.SHORT, anchor=False)
    _, *chapters = account.chapters(shown)
    for chapter in chapters:
        st.html(f'<p class="gl-term">{style.text(chapter.title)}</p><p>{style.text(chapter.said[0])}</p>')
