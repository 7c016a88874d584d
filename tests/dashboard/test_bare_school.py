"""A school that has just begun: one student in a class, without a name, on the first day, and few columns filled."""

from pathlib import Path

import pytest

from dashboard.wording import HIDDEN_GROUP, TOO_EARLY, overzicht, uitkomsten
from dashboard.wording.aanwezigheid import NO_LESSONS
from pipelines import api
from pipelines.build import build
from pipelines.settings import Settings
from tests.dashboard.conftest import ROOT, Opener
from tests.dashboard.test_pages import QUALITY, links, words

VIEWS = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("[!_]*.py"))
LONG = "Klas met een heel lange naam voor zorg, welzijn & techniek <b>avond</b>"
FILES = {
    "inschrijvingen.csv": "studentnummer;klas;begindatum;achternaam\n"
    f"10001;E1A;26-08-2024;\n10002;E1B;26-08-2024;Aarts\n10003;{LONG};26-08-2024;\n",
    "lessen.csv": "studentnummer;datum;begin;eind;status\n10001;02-09-2025;08:30;09:30;Aanwezig\n"
    "10003;02-09-2025;08:30;09:30;Absent\n",
    "personeel.csv": f"persoon;rol;klas;team\na@voorbeeld.example;mentor;E1A;\nb@voorbeeld.example;mentor;E1B;\n"
    f"c@voorbeeld.example;mentor;{LONG};\nd@voorbeeld.example;teamleider;;zonder team\n"
    "e@voorbeeld.example;kwaliteit;;\nf@voorbeeld.example;beheer;;\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare")
    (folder / "inbox").mkdir()
    for name, text in FILES.items():
        (folder / "inbox" / name).write_text(text, "utf-8")
    build(Settings(inbox=folder / "inbox", store=folder / "store"), is_sample=True)
    return folder / "store"


def test_every_page_opens_for_everybody_and_shows_no_word_of_code(store: Path, visit: Opener) -> None:
    opened = api.open_build(store)
    assert opened is not None
    for role, viewer in api.sample_viewers(opened).items():
        for page in VIEWS:
            shown = words(visit(page, rol=role))
            assert "lukt nu even niet" not in shown, (role, page)
            assert "None" not in shown, (role, page)
        if viewer.roles & {"tandem", "teamleider"}:
            for row in api.students(opened, viewer, "placement").iter_rows(named=True):
                shown = words(
                    visit("groeilijn", rol=role, **{"class": row["class_key"], "student": row["student_key"]})
                )
                assert "lukt nu even niet" not in shown, (role, row["class_id"])
                assert "None" not in shown, (role, row["class_id"])


@pytest.mark.usefixtures("store")
def test_a_school_without_lists_is_not_told_that_nobody_was_seen(visit: Opener) -> None:
    shown = words(visit("overzicht", rol=QUALITY))
    assert "gesprek vastgelegd" not in shown
    assert overzicht.NOTHING_YET in shown


@pytest.mark.usefixtures("store")
def test_a_school_without_other_outcomes_reads_what_will_be_there(visit: Opener) -> None:
    shown = words(visit("uitkomsten", rol=QUALITY))
    for sentence in (uitkomsten.NO_MARKS, uitkomsten.NO_INCIDENTS, uitkomsten.NO_STAFF):
        assert sentence in shown
    assert "Geteld over" not in shown


@pytest.mark.usefixtures("store")
def test_a_school_too_small_for_figures_is_not_told_that_there_are_no_lessons(visit: Opener) -> None:
    shown = words(visit("aanwezigheid", rol=QUALITY))
    assert HIDDEN_GROUP in shown
    assert NO_LESSONS not in shown
    of_class = words(visit("klas", rol=QUALITY))
    assert HIDDEN_GROUP in of_class
    assert TOO_EARLY not in of_class


@pytest.mark.usefixtures("store")
def test_a_class_that_began_in_an_earlier_school_year_is_on_the_page_of_this_one(visit: Opener) -> None:
    app = visit("team", rol="Teamleider zonder team")
    assert "2025-2026" in words(app)
    assert "E1A" in links(app)
