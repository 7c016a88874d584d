"""The entry script: who are you, which pages are yours, and nothing else."""

# Imported here, before any visitor: streamlit imports these lazily, and two first visitors at once would meet
# half-imported modules.
import altair  # noqa: F401
import numpy  # noqa: F401
import pandas  # noqa: F401
import polars  # noqa: F401
import pyarrow  # noqa: F401
import streamlit as st

from dashboard import access, data, style, wording
from pipelines.errors import AccessDeniedError

# In the order of the menu; the first page of a role is where it starts.
PAGES = {
    "klas": ("Klas", {"tandem", "teamleider", "kwaliteit"}),
    "groeilijn": ("Groeilijn", {"tandem", "teamleider"}),
    "gegevens": ("Gegevens", {"tandem", "teamleider", "kwaliteit", "beheer"}),
    "zo_rekenen_we": ("Zo rekenen we", {"tandem", "teamleider", "kwaliteit", "beheer"}),
}


def main() -> None:
    """Show the page that was asked for to a viewer who may see it, or one friendly page without data."""
    st.set_page_config(page_title="Groeilijn", page_icon=style.ICON, layout="wide")
    style.apply()
    st.logo(style.logo(), size="large")
    build = data.build()
    viewer = access.viewer(build) if build else None
    pages = [
        st.Page(f"views/{name}.py", title=title, url_path=name)
        for name, (title, roles) in PAGES.items()
        if viewer and roles & viewer.roles
    ]
    if build is None or viewer is None or not pages:
        welcome = _no_build if build is None else _no_viewer
        st.navigation([st.Page(welcome, title="Groeilijn", url_path="welkom")], position="hidden").run()
        return
    data.enter(build, viewer)
    try:
        st.navigation(pages).run()
    except AccessDeniedError:
        st.info(wording.NOT_YOURS)


def _no_viewer() -> None:
    st.title("Welkom bij Groeilijn")
    st.write(wording.NO_VIEWER)


def _no_build() -> None:
    st.title("Welkom bij Groeilijn")
    st.write(wording.NO_BUILD)


main()
