"""An error nobody expected: the visitor gets a sentence and a word, the log gets that word, and nobody gets data."""

import logging
import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, data
from tests.dashboard.conftest import ROOT

ABOUT = "Linde Voorbeeld 912345"
PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("[!_]*.py"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_hides_what_an_error_is_about(
    page: str, visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> object:
        raise ZeroDivisionError(ABOUT)

    monkeypatch.setattr(data.Door, "_answer", breaks)
    monkeypatch.setattr(data, "definitions", breaks)
    monkeypatch.setattr(data.Door, "about", breaks, raising=False)
    monkeypatch.setattr(data.Door, "cycles", breaks)
    with caplog.at_level(logging.ERROR, logger="groeilijn"):
        tried = [visit(page, rol=role) for role in ("Teamleider Dienstverlening", "Kwaliteitsmedewerker")]
    opened = next(one for one in tried if any("Deze pagina lukt" in element.value for element in one.markdown))
    said = " ".join(str(element.value) for element in (*opened.title, *opened.markdown))
    assert not opened.exception
    assert ABOUT not in said
    assert ABOUT not in caplog.text
    found = re.search(r"het woord ([0-9a-f]{8})", said)
    assert found is not None, said
    assert f"{found[1]}: ZeroDivisionError in" in caplog.text


@pytest.mark.parametrize(
    ("owner", "name"), [(data, "build"), (access, "viewer"), (data, "enter"), (access, "sign_out")]
)
def test_what_goes_wrong_before_a_page_is_hidden_too(
    owner: object,
    name: str,
    visit: Callable[..., AppTest],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(*_: object, **__: object) -> object:
        raise ZeroDivisionError(ABOUT)

    monkeypatch.setattr(owner, name, breaks)
    app = visit()
    said = " ".join(str(element.value) for element in app.markdown)
    assert not app.exception
    assert "Deze pagina lukt" in said
    assert ABOUT not in said + caplog.text
