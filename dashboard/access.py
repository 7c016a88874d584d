"""Who are you, and what may you see. Everything unsure ends in nobody, and nobody sees one page without data.

A school signs people in with its own OpenID Connect provider; which classes, teams or offices are theirs comes from the
staff delivery, and is looked up on every run. Without a provider there is a role picker, and only with the sample data,
on a server that listens on this machine only, reached from this machine without a proxy in between.
"""

import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import httpx
import streamlit as st

from dashboard import wording
from dashboard.data import sample_viewers, viewer_of
from dashboard.wording import writing
from pipelines.api import Build, Viewer

LOG = logging.getLogger("groeilijn")
ROLE_PARAM = "rol"
_PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded")
_PATIENCE = 3.0
"""Seconds the provider gets to answer before we say that signing in does not work now."""


def viewer(build: Build) -> Viewer | None:
    """The viewer of this run, or None: who signed in, or with sample data on the own machine who was picked."""
    if signs_in():
        person = signed_in()
        return viewer_of(build, person) if person else None
    if not on_this_machine():
        return None
    return _picked(sample_viewers(build))


def signs_in() -> bool:
    """Whether a provider is configured. Then there is no other way in, whatever the data."""
    return "auth" in _secrets()


def signed_in() -> str | None:
    """What the provider told of the person who looks, or None: nobody, or signed in too long ago.

    The claim and the number of hours are those of the settings. An address the provider says is not verified is none.
    """
    told, until = st.user.to_dict(), ends_at()
    claim = str(_choices().get("claim", "email"))
    person = told.get(claim)
    if not told.get("is_logged_in") or until is None or not isinstance(person, str):
        return None
    if datetime.now(UTC) >= until or (claim == "email" and told.get("email_verified") is False):
        return None
    return person.strip() or None


def ends_at() -> datetime | None:
    """When who signed in has to do so again; None for who did not."""
    since = st.user.to_dict().get("iat") if signs_in() else None
    if not isinstance(since, int | float):
        return None
    return datetime.fromtimestamp(since, UTC) + timedelta(hours=int(_choices().get("hours", 10)))


def welcome(build: Build | None) -> None:
    """What somebody without a viewer sees: one friendly sentence without data, and the way in where there is one."""
    st.title("Welkom bij Groeilijn", anchor=False)
    if not signs_in():
        st.write(wording.NO_BUILD if build is None else wording.NO_VIEWER)
    elif signed_in():
        st.write(wording.NO_BUILD if build is None else wording.NOT_KNOWN)
        sign_out(st)
    else:
        st.write(wording.SIGN_IN)
        if st.button("Inloggen", type="primary"):
            if _provider_answers(str(_secrets()["auth"]["server_metadata_url"])):
                st.login()
            else:
                st.info(wording.PROVIDER_AWAY)


def sign_out(place: Any = None) -> None:
    """A button to sign out, for who signed in."""
    if signs_in() and st.user.to_dict().get("is_logged_in"):
        (place or st.sidebar).button("Uitloggen", on_click=st.logout)


def reference(error: Exception) -> str:
    """Log the kind and the place of an error nobody expected, never its text, and give a word to find it by."""
    word = token_hex(4)
    place = traceback.extract_tb(error.__traceback__)[-1]
    LOG.error("%s: %s in %s, line %s", word, type(error).__name__, Path(place.filename).name, place.lineno)
    return word


def _secrets() -> Mapping[str, Any]:
    """Streamlit's secrets; none where there is no file, or one that cannot be read."""
    return st.secrets if st.secrets.load_if_toml_exists() else {}


def _choices() -> Mapping[str, Any]:
    """The choices of the school about signing in."""
    found: Mapping[str, Any] = _secrets().get("groeilijn", {})
    return found


def _provider_answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=_PATIENCE, follow_redirects=True).is_success
    except httpx.HTTPError:
        return False


def _picked(roles: dict[str, Viewer]) -> Viewer | None:
    if not roles:
        return None
    asked = st.query_params.get(ROLE_PARAM, st.session_state.get(ROLE_PARAM))
    st.session_state[ROLE_PARAM] = asked if asked in roles else next(iter(roles))
    chosen = st.sidebar.selectbox(
        "Kijk mee als",
        list(roles),
        placeholder=writing.PICK,
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
