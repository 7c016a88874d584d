"""The page Privacy: the same words for everyone, and the log of looking for who looks after the system only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data
from pipelines import looking
from pipelines.api import Build

Opener = Callable[..., AppTest]
BEHEER = "Functioneel beheerder"


@pytest.fixture(autouse=True)
def _nothing_looked_at(store: Path) -> None:
    for path in (store / "looked").glob("*.jsonl"):
        path.unlink()


def test_opening_a_growth_line_is_written_down_once(visit: Opener, school: Build, store: Path) -> None:
    query = (
        "SELECT c.class_key, s.student_key FROM marts.placement JOIN marts.student AS s USING (student_id) "
        "JOIN marts.\"class\" AS c USING (class_id) WHERE is_current AND class_id = 'DV1A-25' ORDER BY 2 LIMIT 1"
    )
    class_key, student_key = school.ask(query).row(0)
    app = visit("groeilijn", rol="Tandem van DV1A-25", **{"class": class_key, "student": student_key})
    app.run()
    assert looking.read(store / "looked").select("person", "what", "key").rows() == [
        ("kaw.dv1a@voorbeeld.example", "Groeilijn", student_key)
    ]


def test_a_class_page_is_no_look_at_one_student(visit: Opener, store: Path) -> None:
    visit("klas", rol="Tandem van DV1A-25")
    assert looking.read(store / "looked").is_empty()


def test_beheer_reads_who_looked_and_nobody_else_does(visit: Opener, store: Path) -> None:
    looking.note(store / "looked", "iemand@voorbeeld.example", "Groeilijn", "0" * 16)
    for role, sees in ((BEHEER, True), ("Kwaliteitsmedewerker", False), ("Tandem van DV1A-25", False)):
        app = visit("privacy", rol=role)
        assert not app.exception
        html = " ".join(element.proto.body for element in app.get("html"))
        assert ("iemand@voorbeeld.example" in html) is sees
        assert "Wat bewaren we, en waarom?" in [head.value for head in app.header]


def test_nobody_looked_yet_is_said(visit: Opener) -> None:
    app = visit("privacy", rol=BEHEER)
    assert "Er is nog geen groeilijn geopend en geen tabel meegenomen." in [text.value for text in app.markdown]


@pytest.mark.parametrize(("years", "log_years", "said"), [
    (None, 1, {"Tot een student vraagt om vergeten te worden", "Dit schooljaar en het vorige"}),
    (4, 2, {
        "Dit schooljaar en de 4 ervoor", "Dit schooljaar en de 2 ervoor",
        "Zolang de school het bestand aanlevert, hoogstens dit schooljaar en de 4 ervoor",
        "Uit dit schooljaar en de 4 ervoor; van oudere alleen cijfers en datums, zonder tekst en namen",
    }),
])  # fmt: skip
def test_the_page_says_how_long_as_the_school_chose(
    years: int | None, log_years: int, said: set[str], visit: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "kept", lambda: data.Kept(years, log_years))
    app = visit("privacy", rol=BEHEER)
    html = " ".join(element.proto.body for element in app.get("html"))
    assert [one for one in said if f"<div>{one}</div>" not in html] == []
