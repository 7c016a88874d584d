"""The parts of the page *Privacy*: what is held, why, how long, and for who looks after the system: who looked."""

import polars as pl
import streamlit as st

from dashboard import data, style
from dashboard.panels import elements
from dashboard.wording import privacy as wording
from pipelines.settings import ZONE

LOOKS_SHOWN = 200


def introduction() -> None:
    """What the page is for."""
    st.title("Privacy", anchor=False)
    elements.lead(wording.LEAD, wording.LEAD_EXPLAINED)


def held() -> None:
    """What is held, why and how long, and what never is."""
    kept = data.kept()
    st.header("Wat bewaren we, en waarom?", anchor=False)
    elements.table(
        ["Wat", "Waarom", "Hoe lang"],
        [[style.text(cell) for cell in row] for row in wording.held(kept.years, kept.log_years)],
        numbers=set(),
    )
    st.header("Wat bewaren we nooit?", anchor=False)
    st.html("<ul>" + "".join(f"<li>{style.text(never)}</li>" for never in wording.NEVER) + "</ul>")
    st.header("Wat kan een student vragen?", anchor=False)
    for right in wording.RIGHTS:
        st.write(right)
    with st.container(gap="xsmall"):
        for name in ("looking", "disclosure"):
            one = data.definition(name)
            with st.expander(one.title):
                elements.definition(one)


def looked() -> None:
    """Who opened which growth line and took which table along, for who looks after the system."""
    door = data.door()
    if not door.sees_rejected:
        return
    st.header("Wie keek wanneer?", anchor=False)
    looks = door.looked()
    if looks.is_empty():
        st.write(wording.NO_LOOKS)
        return
    elements.note(wording.LOOKS_NOTE)
    shown = looks.head(LOOKS_SHOWN).with_columns(
        pl.col("at").str.to_datetime(time_zone="UTC").dt.convert_time_zone(ZONE.key)
    )
    elements.table(
        ["Wanneer", "Wie", "Wat", "Student"],
        [
            [
                f"{style.day(row['at'].date())} {style.clock(row['at'].hour * 60 + row['at'].minute)}",
                style.text(row["person"]),
                style.text(row["what"]),
                style.text(row["key"] or "–"),
            ]
            for row in shown.iter_rows(named=True)
        ],
        numbers=set(),
    )
