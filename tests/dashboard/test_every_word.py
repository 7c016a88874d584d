"""Every word that anybody reads, beside the rules of the voice: each page in each role, and each print.

A page, a role or a print that is new is read by itself, or fails here until it is. Every text in the code (messages,
rules, remarks, steps, definitions), whether or not a page shows it today, is read in `tests/meta/test_words.py`.
"""

import inspect
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pydantic import SecretStr
from streamlit.testing.v1 import AppTest

from dashboard import data, filters, reports, wording
from dashboard.data import Door
from dashboard.journal.kinds import Cycle
from dashboard.journal.models import Entry
from dashboard.journal.store import Journal
from dashboard.panels import tandemoverleg
from dashboard.reports.half_year import HalfYear
from pipelines import api, written
from pipelines.api import Build
from pipelines.settings import Settings
from tests.dashboard.conftest import Opener
from tests.dashboard.reading import judgements, judging, unquoted
from tests.dashboard.test_matrix import PAGES
from tests.dashboard.test_pages import KEEPER, QUALITY, TANDEM, TEAM, keys, words
from tests.reports.reading import text

ROLES = {TANDEM: "tandem", TEAM: "teamleider", QUALITY: "kwaliteit", KEEPER: "beheer"}
PERIOD = HalfYear(date(2026, 2, 1))


@pytest.fixture(scope="module")
def story(school: Build, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A journal with all that the fictional school wrote, so that every part of a page has something to say."""
    settings = Settings(store=school.root, journal=SecretStr(str(tmp_path_factory.mktemp("story") / "journal.sqlite")))
    assert written.sample(settings, school)
    return settings.journal_address()


@pytest.fixture
def told(story: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The journal of the fictional school in the place of an empty one."""
    monkeypatch.setenv("GROEILIJN_JOURNAL", story)
    yield story
    data._journal.clear()


# -- Pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_its_roles_alone_and_has_no_word_that_judges(
    visit: Opener, school: Build, told: str, role: str, view: str
) -> None:
    app = visit(view, rol=role, **_somebody(school, role))

    assert (wording.NOT_YOURS in words(app)) == (ROLES[role] not in PAGES[view][1])
    assert judging(app) == []


def _somebody(school: Build, role: str) -> dict[str, str]:
    """The first class and student of who sees students."""
    if role in {QUALITY, KEEPER}:
        return {}
    class_key, students = keys(school, role)
    return {"class": class_key, "student": students[0]}


@pytest.mark.parametrize("role", [TEAM, QUALITY])
def test_a_cycle_and_a_new_one_have_no_word_that_judges(visit: Opener, told: str, role: str) -> None:
    journal = Journal(told)
    known = [one.id.hex for one in journal.entries(Entry.kind == Cycle.kind) if one.subject.team == "Dienstverlening"]
    journal.close()
    pages = [visit("verbeteren", rol=role, cyclus=key) for key in (*known, "nieuw")]

    assert len({words(app) for app in pages}) == len(known) + 1 > 2
    assert [said for app in pages for said in judging(app)] == []


def test_every_role_there_is_and_every_page_there_is_are_read(school: Build) -> None:
    kinds = {label: set(viewer.roles) for label, viewer in api.sample_viewers(school).items()}

    assert {role: {kind} for role, kind in ROLES.items()}.items() <= kinds.items()
    assert set().union(*kinds.values()) == set(ROLES.values()), "A role of the sample has a label in ROLES."
    assert set().union(*(roles for _, roles in PAGES.values())) == set(ROLES.values())


def speaks() -> None:
    """A page with a word that judges in every kind of element that our pages are made of."""
    import polars as pl
    import streamlit as st

    st.html("<b title='risico 1'>maar</b> <i>2</i>")
    st.markdown("te **weinig** 3")
    st.vega_lite_chart({"title": "slechts\u00a04", "datasets": {"rows": pl.DataFrame({"a": ["laagste 5"]})},
                        "data": {"name": "rows"}, "mark": "point"})  # fmt: skip
    with st.sidebar, st.expander("achterstand 6", expanded=False):
        st.selectbox("kan niet 7", ["x", "ranglijst 8"], help="onvoldoende 9")
    st.download_button("beter dan de klas 10", "x", file_name="x")
    st.text_area("Wat nu?", value="een probleem", key="typed")
    st.write("“Ik mag een probleem hebben”")


def test_a_word_that_judges_is_found_wherever_it_stands_but_in_what_people_wrote() -> None:
    app = AppTest.from_function(speaks, default_timeout=60).run()

    found = " ".join(judging(app))

    words_that_judge = ("risico", "maar 2", "te weinig", "slechts\u00a04", "laagste", "achterstand", "kan niet",
                        "ranglijst", "onvoldoende", "beter dan de klas")  # fmt: skip
    assert [word for word in words_that_judge if f"“{word}”" not in found] == []
    assert "probleem" not in found


# -- Prints -------------------------------------------------------------------------------------------------


def _of_class(role: str, make: Callable[[Door, filters.Klas], bytes]) -> Callable[[Build], bytes]:
    def made(school: Build) -> bytes:
        door = Door(school, api.sample_viewers(school)[role])
        with data.through(door):
            klas = next(one for one in filters.classes() if one.class_id == "DV1A-25")
        with data.through(door):
            return make(door, klas)

    return made


def _of_student(door: Door, klas: filters.Klas) -> bytes:
    return reports.groeikaart(door, klas, filters.students(klas)[0])


def _of_school(make: Callable[[Door, HalfYear], bytes]) -> Callable[[Build], bytes]:
    return lambda school: make(Door(school, api.sample_viewers(school)[QUALITY]), PERIOD)


PRINTS = {
    ("groeikaart", TANDEM): _of_class(TANDEM, _of_student),
    ("groeikaart", TEAM): _of_class(TEAM, _of_student),
    ("klasblad", TANDEM): _of_class(TANDEM, reports.klasblad),
    ("klasblad", TEAM): _of_class(TEAM, reports.klasblad),
    ("klasblad", QUALITY): _of_class(QUALITY, reports.klasblad),
    ("tandemoverleg", TANDEM): _of_class(TANDEM, tandemoverleg.printed),
    ("tandemoverleg", TEAM): _of_class(TEAM, tandemoverleg.printed),
    ("halfjaarverantwoording", QUALITY): _of_school(reports.halfjaarverantwoording),
    ("halfjaarverantwoording_xlsx", QUALITY): _of_school(reports.halfjaarverantwoording_xlsx),
}
"""Each print in each role that may make it."""


@pytest.mark.parametrize("one", PRINTS, ids=" for ".join)
def test_a_print_has_no_word_that_judges(school: Build, told: str, one: tuple[str, str]) -> None:
    said = _printed(PRINTS[one](school))

    assert len(said) > 500
    assert judgements(unquoted(said)) == []


def _printed(made: bytes) -> str:
    if made.startswith(b"%PDF"):
        return text(made)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        return " ".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))


def test_every_print_there_is_is_read() -> None:
    made = {name for name, one in inspect.getmembers(reports, inspect.isfunction) if one.__module__ == reports.__name__}

    assert {name for name, _ in PRINTS} == made, "A print has a line in PRINTS for each role that may make it."
    assert {role for _, role in PRINTS} == {TANDEM, TEAM, QUALITY}
