"""The parts of the page *Zo rekenen we*: every definition, as it stands beside the code."""

import streamlit as st

from dashboard import data, wording
from dashboard.panels import elements

# Growth first, then the steps, then what is counted; by the folder or file the definition stands in.
GROUPS = {"Groei": "pipelines/progress", "Stappen": "pipelines/step", "Wat we tellen": ""}


def introduction() -> None:
    """What the page is for."""
    st.title("Zo rekenen we", anchor=False)
    st.write(wording.DEFINITIONS)


def definitions() -> None:
    """Every definition under its group, alphabetical by title, with the file that holds the code."""
    left = sorted(data.definitions(), key=lambda definition: definition.title.casefold())
    for title, place in GROUPS.items():
        group = [definition for definition in left if definition.where.startswith(place)]
        left = [definition for definition in left if definition not in group]
        if group:
            st.header(title, anchor=False)
        with st.container(gap="xsmall"):
            for definition in group:
                with st.expander(definition.title):
                    elements.definition(definition)
