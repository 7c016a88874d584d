"""The entry script: who are you, which pages are yours, and nothing else."""

# Imported here, before any visitor: streamlit imports these lazily, and two first visitors at once would meet
# half-imported modules.
from collections.abc import Callable

import altair  # noqa: F401
import numpy  # noqa: F401
import pandas  # noqa: F401
import polars  # noqa: F401
import pyarrow  # noqa: F401
import streamlit as st
from streamlit.navigation.page import Page

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
    if build is None or viewer is None:
        _navigate({name: _page(name, _no_build if build is None else _no_viewer) for name in PAGES})
        return
    data.enter(build, viewer)
    own = {name for name, (_, roles) in PAGES.items() if roles & viewer.roles}
    _navigate(
        {name: _page(name, f"views/{name}.py" if name in own else _not_yours, name in own) for name in PAGES}
    )


def _page(name: str, source: str | Callable[[], None], is_visible: bool = False) -> Page:
    """A page at its own address; one that is not for this viewer answers there too, without data."""
    return st.Page(
        source, title=PAGES[name][0], url_path=name, visibility="visible" if is_visible else "hidden"
    )


def _navigate(pages: dict[str, Page]) -> None:
    """Run the page asked for; the bare address leads to the first page that is for this viewer."""
    first = next((page for page in pages.values() if page.visibility == "visible"), pages["klas"])

    def start() -> None:
        st.switch_page(first, query_params=st.query_params.to_dict())

    bare = st.Page(start, title="Groeilijn", url_path="start", default=True, visibility="hidden")
    try:
        st.navigation([bare, *pages.values()]).run()
    except AccessDeniedError:
        _not_yours()


def _not_yours() -> None:
    st.title("Groeilijn", anchor=False)
    st.write(wording.NOT_YOURS)


def _no_viewer() -> None:
    st.title("Welkom bij Groeilijn", anchor=False)
    st.write(wording.NO_VIEWER)


def _no_build() -> None:
    st.title("Welkom bij Groeilijn", anchor=False)
    st.write(wording.NO_BUILD)


main()
