"""A late file that would change a closed year and lacks a column: beheer sees both on Gegevens."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.history import acceptances
from tests.dashboard.conftest import APP
from tests.dashboard.test_pages import words
from tests.small_school import LESSON_HEADER, SmallSchool, lesson


@pytest.fixture
def page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listens_on: Callable[[str | None], None]
) -> Callable[[str], AppTest]:
    """Gegevens of a small school of which a late file would change the closed year."""
    school = SmallSchool(tmp_path, range(2))
    school.delivers("volgend_jaar.csv", LESSON_HEADER + lesson(10001, dt.date(2026, 10, 1), 510, "Aanwezig"))
    school.build(is_sample=True, prepares=True)
    late = LESSON_HEADER + lesson(10001, dt.date(2025, 9, 1), 510, "Absent")
    school.delivers("zz_correctie.csv", late.replace("geoorloofd", "toegestaan"))
    school.build(is_sample=True, prepares=True)
    monkeypatch.setenv("GROEILIJN_STORE", str(school.store))
    listens_on("127.0.0.1")

    def opened(role: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params["rol"] = role
        return app.run().switch_page("views/gegevens.py").run()

    return opened


def test_beheer_accepts_with_a_reason_and_it_is_written_down(page: Callable[[str], AppTest], tmp_path: Path) -> None:
    app = page("Functioneel beheerder")
    titles = [box.label for box in app.expander if "schooljaar 2025-2026" in box.label]
    assert any(title.startswith("Aanwezigheid, schooljaar 2025-2026") for title in titles)
    app.button[0].click().run()
    assert acceptances(tmp_path / "store" / "reported") == []
    assert "Schrijf in één zin waarom" in app.info[0].value
    app.text_input[0].input("De les stond verkeerd.")
    app.button[0].click().run()
    assert not app.exception
    (kept,) = acceptances(tmp_path / "store" / "reported")
    assert (kept.period, kept.by, kept.reason) == (2025, "beheer@voorbeeld.example", "De les stond verkeerd.")


def test_quality_staff_do_not_see_what_is_to_be_accepted(page: Callable[[str], AppTest]) -> None:
    app = page("Kwaliteitsmedewerker")
    assert not app.exception
    assert app.button.len == 0
    assert [head.value for head in app.header if head.value == "Afgesloten jaren"] == []


def test_beheer_is_told_of_a_column_that_is_gone_and_of_one_that_is_not_known(page: Callable[[str], AppTest]) -> None:
    said, others = (words(page(role)) for role in ("Functioneel beheerder", "Kwaliteitsmedewerker"))
    assert (
        "Let op: in zz_correctie.csv ontbreekt wat eerdere bestanden in deze indeling wel hadden: geoorloofd."
    ) in said
    assert "toegestaan" in said
    assert "zz_correctie.csv" not in others
    assert "toegestaan" not in others
