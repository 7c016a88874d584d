"""Every page in every role, on a real build of a part of the fictional school."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import APP, Opener

TANDEM = "Tandem van DV1A-25"
TEAM = "Teamleider Dienstverlening"
QUALITY = "Kwaliteitsmedewerker"
KEEPER = "Functioneel beheerder"
NO_LESSONS_YET = "Tandem van E1A-25"
VIEWS = sorted(path.stem for path in (APP.parent / "views").glob("[!_]*.py"))


def words(app: AppTest) -> str:
    """Everything a page says, without our own tags."""
    assert not app.exception
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.info]
    html = re.sub(r'<span class="gl-whole">(.*?)</span>', r"\1", " ".join(block.body for block in app.html))
    html = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html)
    return " ".join([*(part.value for part in parts), html])


def links(app: AppTest) -> list[str]:
    return [link.label.replace("\\", "") for link in app.page_link]


def keys(school: Build, role: str) -> tuple[str, list[str]]:
    """The first class of a role with the keys of its students, alphabetical."""
    viewer = api.sample_viewers(school)[role]
    class_key = api.classes(school, viewer).filter("is_current")["class_key"][0]
    rows = api.students(school, viewer, "placement", class_key=class_key).filter("is_current")
    names = api.students(school, viewer, "student", class_key=class_key).filter(
        pl.col("student_key").is_in(rows["student_key"].to_list())
    )
    return class_key, names["student_key"].to_list()


@pytest.mark.parametrize("view", [None, *VIEWS])
def test_nobody_sees_one_friendly_page_without_data(
    visit: Opener, listens_on: Callable[[str | None], None], view: str | None
) -> None:
    listens_on("0.0.0.0")  # noqa: S104  reachable from elsewhere, so the role picker is off

    app = visit(None, rol=TANDEM, **{"class": "x", "student": "y"})
    if view:
        app.query_params.clear()
        app.run()

    assert wording.NO_VIEWER in words(app)
    assert not app.selectbox
    assert not app.page_link


def test_without_a_build_the_page_says_what_to_do(
    visit: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GROEILIJN_STORE", str(tmp_path))

    assert "groeilijn demo" in words(visit())


@pytest.mark.parametrize(("role", "title"), [(TANDEM, "Klas DV1A"), (QUALITY, "Overzicht"), (KEEPER, "Gegevens")])
def test_a_role_starts_on_its_own_first_page(visit: Opener, role: str, title: str) -> None:
    first = visit(rol=role).title[0].value.replace("\\", "")

    assert first.startswith(title)


def test_the_class_page_has_a_row_per_student_in_the_order_of_the_name(visit: Opener, school: Build) -> None:
    app = visit("klas", rol=TANDEM)

    _, students = keys(school, TANDEM)
    to_hour, *names = links(app)
    assert to_hour == "Naar het tandemoverleg"
    assert len(names) == len(students)
    assert names == sorted(names, key=str.casefold)
    assert re.search(r"\d+ van \d+ lessen", words(app))


def test_the_class_page_compares_the_same_students_and_names_the_band(visit: Opener) -> None:
    said = words(visit("klas", rol=TANDEM))

    assert re.search(r"Dezelfde \d+ studenten waren in de laatste 20 lesdagen", said)
    assert "Verwacht vanuit hun beginpunt" in said
    assert "tussen" in said


def test_the_sixteen_hours_stand_low_and_closed_and_for_staff_only(visit: Opener) -> None:
    (duty,) = visit("klas", rol=TANDEM).expander

    assert "16 uur" in duty.label
    assert not duty.proto.expanded
    assert not visit("klas", rol=QUALITY).expander


def test_the_quality_officer_sees_the_class_and_no_student(visit: Opener, school: Build) -> None:
    app = visit("klas", rol=QUALITY)

    assert wording.NO_STUDENT_ROWS in words(app)
    assert links(app) == []


def test_a_class_without_lessons_gets_a_friendly_sentence(visit: Opener) -> None:
    said = words(visit("klas", rol=NO_LESSONS_YET))

    assert wording.TOO_EARLY in said
    assert wording.NO_DUTY in said


def test_another_class_of_the_team_is_found_by_its_label_and_stays_in_the_url(visit: Opener) -> None:
    app = visit("klas", rol=TEAM)

    app.sidebar.selectbox(key="class").select_index(1).run()

    assert "DV1B" in app.title[0].value
    assert re.fullmatch(r"[0-9a-f]{16}", app.query_params["class"])
    app.run()
    assert "DV1B" in app.title[0].value


def test_another_role_starts_anew(visit: Opener) -> None:
    app = visit("klas", rol=TEAM)

    app.sidebar.selectbox(key="rol").select(TANDEM).run()
    assert "DV1A" in app.title[0].value
    app.sidebar.selectbox(key="rol").select(QUALITY).run()
    assert wording.NO_STUDENT_ROWS in words(app)


def test_a_student_page_tells_what_worked_and_asks_two_questions(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, TANDEM)

    for student_key in students:
        said = words(visit("groeilijn", rol=TANDEM, **{"class": class_key, "student": student_key}))

        assert re.search(r"was er \d+ van de \d+ lessen", said)
        for heading in (
            "De groeilijn",
            "Stappen",
            "Wanneer lukte het?",
            "Binnenkomst",
            "Kalender van lessen",
        ):
            assert heading in said
        assert said.count("?") >= 3
        assert wording.forbidden(said) == []


def test_a_student_page_leads_to_the_neighbours_and_back(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, TANDEM)

    app = visit("groeilijn", rol=TANDEM, **{"class": class_key, "student": students[0]})

    back, *neighbours, to_hour, to_checklist = links(app)
    assert back == "← Terug naar klas DV1A-25"
    assert 1 <= len(neighbours) <= 2
    assert all(label.startswith(("Vorige: ", "Volgende: ")) for label in neighbours)
    assert (to_hour, to_checklist) == ("Naar het tandemoverleg", "Vul een checklist in")


def test_a_student_without_lessons_has_a_page_too(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, NO_LESSONS_YET)

    said = words(visit("groeilijn", rol=NO_LESSONS_YET, **{"class": class_key, "student": students[0]}))

    assert "begint bij de eerste geregistreerde les" in said
    assert wording.NO_LESSONS in said


def test_without_a_student_the_page_asks_which_one(visit: Opener, school: Build) -> None:
    app = visit("groeilijn", rol=TANDEM)

    assert "Kies een student" in words(app)
    assert len(links(app)[:-1]) == len(keys(school, TANDEM)[1]), "The last one was in the class before."


def test_who_was_in_the_class_before_stands_apart_and_is_shown_until_the_move(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, TANDEM)
    asked = "SELECT student_id, end_date FROM marts.placement WHERE NOT is_current AND class_id = ? AND start_date > ?"
    ((number, until),) = school.ask(asked, ["DV1A-25", "2025-07-31"]).iter_rows()
    key = school.ask("SELECT student_key FROM marts.student WHERE student_id = ?", [number]).item()

    app = visit("groeilijn", rol=TANDEM)
    *now, former = links(app)
    assert (len(now), former in now) == (len(students), False)
    assert [head.value for head in app.header] == ["Eerder in deze klas"]
    shown = visit("groeilijn", rol=TANDEM, **{"class": class_key, "student": key})
    assert shown.title[0].value.replace("\\", "") == former
    assert f"Zat tot en met {until:%d-%m-%Y} in klas DV1A-25." in words(shown)
    assert links(shown) == ["← Terug naar klas DV1A-25"]
    of_now = ("Wat wil je opschrijven?", "Om het gesprek mee te beginnen")
    assert [text for text in of_now if text in words(shown)] == []
    assert wording.forbidden(words(shown)) == []


def test_a_key_of_another_class_opens_nothing(visit: Opener, school: Build) -> None:
    other_class, others = keys(school, NO_LESSONS_YET)
    own_class, _ = keys(school, TANDEM)

    assert wording.NOT_YOURS in words(visit("klas", rol=TANDEM, **{"class": other_class}))
    stranger = visit("groeilijn", rol=TANDEM, **{"class": own_class, "student": others[0]})
    assert wording.NOT_YOURS in words(stranger)
    assert "Kalender van lessen" not in words(stranger)


def test_the_url_holds_no_name_and_no_number_of_a_student(visit: Opener, school: Build) -> None:
    class_key, students = keys(school, TANDEM)

    app = visit("groeilijn", rol=TANDEM, **{"class": class_key, "student": students[0]})

    assert set(app.query_params) == {"rol", "class", "student"}
    for link in app.page_link:
        assert re.fullmatch(r"(rol|class|student|[=&+\w-])*", link.proto.query_string)
        assert not re.search(r"student=\d{5,9}(&|$)", link.proto.query_string)


@pytest.mark.parametrize("role", [TANDEM, KEEPER])
def test_the_lines_of_the_deliveries_add_up(visit: Opener, school: Build, role: str) -> None:
    names = ["n_lines", "n_validated", "n_replaced", "n_rejected", *wording.WAITING]
    files = api.deliveries(school, api.sample_viewers(school)[role])
    lines, used, replaced, rejected, *waiting = files.select(pl.col(names).sum()).row(0)
    said = words(visit("gegevens", rol=role))

    assert lines == used + replaced + rejected
    assert wording.lines(lines, used, replaced, rejected) in said
    for what, number in zip(wording.WAITING, waiting, strict=True):
        assert (wording.waiting(what, number) in said) == (number > 0)


def test_only_who_keeps_the_deliveries_sees_names_of_files_and_rejected_lines(visit: Opener) -> None:
    keeper, tandem = (words(visit("gegevens", rol=role)) for role in (KEEPER, TANDEM))

    assert "kantine-menu.csv" in keeper
    assert "Apart gezette regels" in keeper
    assert "kantine-menu.csv" not in tandem
    assert "Apart gezette regels" not in tandem
    assert wording.refused(1) in tandem


@pytest.mark.parametrize("role", [TANDEM, QUALITY, KEEPER])
def test_each_table_of_the_deliveries_can_be_taken_along_with_what_it_means(visit: Opener, role: str) -> None:
    app = visit("gegevens", rol=role)
    said = words(app)
    taken = {button.proto.id.rpartition("xlsx-")[2] for button in app.get("download_button")} - {""}
    expected = {"bestanden-per-soort", "registratie-per-klas-en-maand"}
    if role == KEEPER:
        expected |= {"alle-ingelezen-bestanden", "niet-ingelezen-bestanden", "apart-gezette-regels"}

    assert expected <= taken
    assert ("wat-opvalt-in-de-bestanden" in taken) == ("Wat valt op?" in said)
    assert "bestanden, tot en met" in said


def test_every_definition_is_on_the_page_with_where_it_stands_in_the_code(visit: Opener) -> None:
    app = visit("zo_rekenen_we", rol=QUALITY)
    said = words(app)

    assert sorted(part.label for part in app.expander) == sorted(one.title for one in api.definitions())
    for definition in api.definitions():
        assert definition.where in said
