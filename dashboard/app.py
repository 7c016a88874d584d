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
    "overzicht": ("Overzicht", {"kwaliteit"}),
    "klas": ("Klas", {"tandem", "teamleider", "kwaliteit"}),
    "groeilijn": ("Groeilijn", {"tandem", "teamleider"}),
    "tandemoverleg": ("Tandemoverleg", {"tandem", "teamleider"}),
    "checklist": ("Checklist", {"tandem", "teamleider"}),
    "collegiale_feedback": ("Collegiale feedback", {"tandem", "teamleider"}),
    "team": ("Team", {"teamleider", "kwaliteit"}),
    "aanwezigheid": ("Aanwezigheid", {"teamleider", "kwaliteit"}),
    "begeleiding": ("Begeleiding", {"tandem", "teamleider", "kwaliteit"}),
    "vsv": ("Voortijdig schoolverlaten", {"teamleider", "kwaliteit"}),
    "job": ("JOB-monitor", {"teamleider", "kwaliteit"}),
    "uitkomsten": ("Andere uitkomsten", {"teamleider", "kwaliteit"}),
    "verbeteren": ("Verbeteren", {"teamleider", "kwaliteit"}),
    "verantwoording": ("Verantwoording", {"kwaliteit"}),
    "gegevens": ("Gegevens", {"tandem", "teamleider", "kwaliteit", "beheer"}),
    "zo_rekenen_we": ("Zo rekenen we", {"tandem", "teamleider", "kwaliteit", "beheer"}),
    "privacy": ("Privacy", {"tandem", "teamleider", "kwaliteit", "beheer"}),
}


def main() -> None:
    """Show a page; where anything goes wrong that nobody expected, a sentence and a word to find it by."""
    st.set_page_config(page_title="Groeilijn", page_icon=style.ICON, layout="wide")
    style.apply()
    st.logo(style.logo(), size="large")
    try:
        _open()
    except AccessDeniedError:
        _say("Groeilijn", wording.NOT_YOURS)
    except Exception as error:
        # The text of an error nobody expected may quote what it stumbled over, so it is told nowhere.
        _say("Groeilijn", wording.gone_wrong(access.reference(error)))


def _open() -> None:
    """Show the page that was asked for to a viewer who may see it; to anyone else a sentence without data."""
    build = data.build()
    viewer = access.viewer(build) if build else None
    own = [name for name, (_, roles) in PAGES.items() if viewer and roles & viewer.roles]
    pages = {
        name: st.Page(
            f"views/{name}.py",
            title=title,
            url_path=name,
            visibility="visible" if name in own else "hidden",
        )
        for name, (title, _) in PAGES.items()
    }
    bare = st.Page(lambda: None, title="Groeilijn", url_path="start", default=True, visibility="hidden")
    asked = st.navigation([bare, *pages.values()], expanded=True)
    if build is None or viewer is None:
        data.leave()
        access.welcome(build)
        return
    data.enter(build, viewer, access.ends_at(), keep={access.ROLE_PARAM})
    access.sign_out()
    if asked.url_path in own:
        asked.run()
    elif asked.url_path in PAGES or not own:
        _say("Groeilijn", wording.NOT_YOURS)
    else:
        st.switch_page(pages[own[0]], query_params=st.query_params.to_dict())


def _say(title: str, sentence: str) -> None:
    st.title(title, anchor=False)
    st.write(sentence)


main()
