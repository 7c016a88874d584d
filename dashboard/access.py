"""Who are you, and what may you see. Everything unsure ends in nobody, and nobody sees one page without data.

For now the only way to be somebody is the role picker: with the sample data, on a server that listens on this
machine only, reached from this machine without a proxy in between.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from dashboard.data import sample_viewers
from pipelines.api import Build, Viewer

ROLE_PARAM = "rol"
_PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded")


def viewer(build: Build) -> Viewer | None:
    """The viewer of this run, or None. With sample data on the own machine a picker in the sidebar makes
    one.
    """
    if not on_this_machine():
        return None
    roles = sample_viewers(build)
    if not roles:
        return None
    asked = st.query_params.get(ROLE_PARAM, st.session_state.get(ROLE_PARAM))
    st.session_state[ROLE_PARAM] = asked if asked in roles else next(iter(roles))
    chosen = st.sidebar.selectbox(
        "Kijk mee als",
        list(roles),
        key=ROLE_PARAM,
        on_change=_change_role,
        help="Alleen met de voorbeeldgegevens, op deze computer.",
    )
    st.query_params[ROLE_PARAM] = chosen
    return roles[chosen]


def _change_role() -> None:
    """Another role begins without what the one before looked at."""
    st.query_params.clear()
    st.query_params[ROLE_PARAM] = st.session_state[ROLE_PARAM]


def on_this_machine() -> bool:
    """Whether the server listens on the loopback address only and this visit came straight from this
    machine.
    """
    if not is_loopback(st.get_option("server.address")):
        return False
    headers = st.context.headers
    if any(name in headers for name in _PROXY_HEADERS):
        return False
    host = headers.get("Host")
    return host is None or is_loopback(urlsplit(f"//{host}").hostname)


def is_loopback(address: str | None) -> bool:
    """Whether an address can only be this machine; no address means all of them, so no."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
