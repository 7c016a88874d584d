"""Signing in: whom the provider names and the staff delivery knows sees the own pages, everybody else one sentence."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, wording
from pipelines.api import Build, Viewer, viewer_of
from tests.dashboard.conftest import APP

PROVIDER = {"server_metadata_url": "https://inlog.example/.well-known/openid-configuration", "cookie_secret": "x" * 40}
NOW = time.time()
MENTOR = "mentor.dv1a@voorbeeld.example"
OTHER_MENTOR = "mentor.e1a@voorbeeld.example"

Visit = Callable[..., AppTest]


@pytest.fixture
def visit(store: Path, monkeypatch: pytest.MonkeyPatch, listens_on: Callable[[str | None], None]) -> Visit:
    """Open the app on a server that anybody can reach, as whoever the provider told of."""
    monkeypatch.setenv("GROEILIJN_STORE", str(store))
    listens_on(None)

    def opened(page: str | None = None, hours: int = 10, claim: str = "email", **told: Any) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.secrets["auth"] = {"redirect_uri": "https://groeilijn.example/oauth2callback", **PROVIDER}
        app.secrets["groeilijn"] = {"claim": claim, "hours": hours}
        app.user = {"is_logged_in": bool(told), "iat": NOW, **told}
        app.run()
        return app.switch_page(f"views/{page}.py").run() if page else app

    return opened


def text(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*app.title, *app.markdown, *app.info))


def test_nobody_gets_the_way_in_and_nothing_else(visit: Visit) -> None:
    for page in (None, "klas", "groeilijn", "gegevens"):
        app = visit(page)
        assert not app.exception
        assert wording.SIGN_IN in text(app)
        assert [button.label for button in app.button] == ["Inloggen"]
        assert app.selectbox.len == 0


def test_a_mentor_gets_the_own_class(visit: Visit) -> None:
    app = visit("klas", email=MENTOR)
    assert not app.exception
    assert app.title[0].value == r"Klas DV1A\-25"
    assert app.selectbox.len == 1, "There is a class to pick and no role."
    assert [button.label for button in app.sidebar.button] == ["Uitloggen"]


@pytest.mark.parametrize(
    "told",
    [
        {"email": "iemand@voorbeeld.example"},
        {"email": ""},
        {"email": MENTOR, "iat": NOW - 10 * 3600 - 1},
        {"email": MENTOR, "iat": None},
        {"email": MENTOR, "email_verified": False},
        {"sub": MENTOR},
        {"email": [MENTOR]},
        {"email": "%"},
        {"email": MENTOR, "is_logged_in": False},
    ],
)
def test_whoever_is_unsure_sees_no_data(told: dict[str, Any], visit: Visit) -> None:
    app = visit("klas", **told)
    assert not app.exception
    assert app.title[0].value == "Welkom bij Groeilijn"
    assert app.selectbox.len == 0


def test_who_signed_in_and_is_not_in_the_staff_delivery_is_told_whom_to_ask(visit: Visit) -> None:
    app = visit(email="iemand@voorbeeld.example")
    assert wording.NOT_KNOWN in text(app)
    assert [button.label for button in app.button] == ["Uitloggen"]


def test_the_school_chooses_the_claim_and_the_hours(visit: Visit) -> None:
    assert visit("klas", claim="eduid", eduid=MENTOR).title[0].value == r"Klas DV1A\-25"
    assert visit("klas", hours=1, email=MENTOR, iat=time.time() - 3000).title[0].value == r"Klas DV1A\-25"
    assert visit("klas", hours=1, email=MENTOR, iat=time.time() - 3601).title[0].value == "Welkom bij Groeilijn"


def test_a_role_in_the_address_gives_nothing_where_people_sign_in(visit: Visit) -> None:
    app = visit()
    app.query_params["rol"] = "Functioneel beheerder"
    assert wording.SIGN_IN in text(app.run())


def test_a_provider_that_does_not_answer_is_said_in_a_sentence(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> httpx.Response:
        raise httpx.ConnectTimeout("")

    monkeypatch.setattr(httpx, "get", away)
    app = visit()
    app.button[0].click().run()
    assert not app.exception
    assert wording.PROVIDER_AWAY in text(app)


def test_who_signs_in_after_somebody_else_in_the_same_session_finds_nothing_of_the_first(visit: Visit) -> None:
    app = visit("klas", email=MENTOR)
    assert app.title[0].value == r"Klas DV1A\-25"
    app.session_state["typed"] = "een notitie"
    first = set(app.session_state.keys()) - {"door"}
    assert {"typed", "class"} <= first
    # Out, with the address still there: nothing is left, and then the other one comes.
    app.user = {"is_logged_in": False}
    app.run()
    assert wording.SIGN_IN in text(app)
    assert len(app.session_state) == 0
    app.user = {"is_logged_in": True, "iat": NOW, "email": OTHER_MENTOR}
    app.run()
    assert not app.exception
    assert app.title.len == 0, "The address is still that of a class of somebody else."
    assert "DV1A" not in text(app)
    app.query_params.clear()
    app.run()
    assert app.title[0].value == r"Klas E1A\-25"
    assert "DV1A" not in text(app)
    assert "typed" not in app.session_state
    # And the first again, without a run in which nobody was there.
    app.session_state["typed"] = "een andere notitie"
    app.user = {"is_logged_in": True, "iat": NOW, "email": MENTOR}
    app.query_params.clear()
    app.run()
    assert app.title[0].value == r"Klas DV1A\-25"
    assert "typed" not in app.session_state
    own = app.session_state["class_before"]
    assert app.query_params["class"] in (own, [own])


def test_whose_rights_change_keeps_nothing_of_before(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit("klas", email=MENTOR)
    app.session_state["typed"] = "een notitie"
    app.run()
    assert app.session_state["typed"] == "een notitie"
    fewer = Viewer(MENTOR, frozenset({"kwaliteit"}))
    monkeypatch.setattr(access, "viewer_of", lambda *_: fewer)
    app.run()
    assert "typed" not in app.session_state


def test_several_roles_of_one_person_add_up(school: Build) -> None:
    viewer = viewer_of(school, " Mentor.DV1A@voorbeeld.example ")
    assert viewer is not None
    assert (set(viewer.roles), set(viewer.class_ids), set(viewer.teams)) == ({"tandem"}, {"DV1A-25"}, set())
    beheer = viewer_of(school, "beheer@voorbeeld.example")
    assert beheer is not None
    assert (set(beheer.roles), set(beheer.class_ids)) == ({"beheer"}, set())
    assert viewer_of(school, "") is None
    assert viewer_of(school, "' OR true --") is None
