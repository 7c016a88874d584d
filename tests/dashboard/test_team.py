"""The page of a team: classes side by side, each compared with itself."""

import re
from datetime import date

import polars as pl
import pytest

from dashboard import wording
from dashboard.charts import team as charts
from dashboard.panels import rows
from dashboard.style import PALETTES
from dashboard.wording import team as words
from dashboard.wording.team import Lately
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import QUALITY, TANDEM, TEAM, links
from tests.dashboard.test_pages import words as said_by

LATELY = Lately(4, 13, 0.66, 0.95)


def weeks(*lines: tuple[str, int, int | None, int | None, int | None, bool]) -> pl.DataFrame:
    """Weeks as (class, number of the week, numerator, denominator, people, is hidden)."""
    schema = {"class_id": pl.String, "week": pl.Int64, "numerator": pl.Int64, "denominator": pl.Int64}
    schema |= {"n_persons": pl.Int64, "is_hidden": pl.Boolean}
    monday = pl.lit(date(2026, 1, 5)) + pl.duration(weeks="week")
    return pl.DataFrame(lines, schema=schema, orient="row").with_columns(week_start=monday)


def test_the_last_four_teaching_weeks_are_added_up_before_they_are_divided() -> None:
    late = rows.lately(
        weeks(
            ("A", 1, 90, 90, 12, False),
            ("A", 2, 10, 100, 12, False),
            ("A", 3, 0, 0, 12, False),  # a holiday is no teaching week
            ("A", 4, 30, 100, 11, False),
            ("A", 5, 50, 200, 11, False),
            ("A", 6, 10, 100, 10, False),
            ("B", 6, None, None, None, True),
        ),
        "class_id",
    )

    assert late.select("class_id", "numerator", "denominator", "n_persons", "n_weeks", "is_hidden").rows() == [
        ("A", 100, 500, 12, 4, False),
        ("B", 0, 0, None, 1, True),
    ]
    assert late["value"].to_list() == [0.2, None]


def test_people_who_come_back_every_week_are_counted_once() -> None:
    shown = weeks(
        ("A", 1, 1, 10, 12, False),
        ("B", 1, 1, 10, 8, False),
        ("A", 2, 1, 10, 13, False),
        ("B", 2, None, None, None, True),
    )

    assert rows.counted(shown) == (30, 20)
    assert rows.counted(shown.clear()) == (0, 0)


@pytest.mark.parametrize(
    ("share", "x"),
    [(-0.5, "6.0"), (-0.3, "6.0"), (0.0, "68.0"), (0.15, "99.0"), (0.3, "130.0"), (0.9, "130.0")],
)
def test_the_bar_of_growth_has_the_same_scale_for_every_class(share: float, x: str) -> None:
    assert f'<circle cx="{x}"' in charts.growth_bar(share, -0.05, 0.05, PALETTES["light"])


def test_a_class_that_cannot_be_compared_has_a_scale_without_a_dot() -> None:
    bar = charts.growth_bar(None, None, None, PALETTES["dark"])

    assert "<circle" not in bar
    assert "<rect" not in bar
    assert "<path" in bar


def test_the_headline_of_a_team_is_its_gain() -> None:
    assert words.lead(1, 4, 13, 4) == "1 van de 4 klassen is gegroeid, meer dan de gewone schommeling"
    assert words.lead(2, 4, 13, 4).startswith("2 van de 4 klassen zijn gegroeid")
    assert words.lead(1, 1, 13, 4).startswith("De klas is gegroeid")
    assert words.lead(0, 4, 1, 4) == "Studenten zetten 1 stap in de laatste 4 lesweken"
    assert words.lead(0, 0, 0, 4) == "De klassen zijn net begonnen"
    assert words.lead(0, 4, None, 4) == "Op weg naar een volgende stap"


def test_classes_that_may_not_be_shown_are_not_called_new() -> None:
    assert words.lead(0, 0, 0, 4, is_hidden=True) == words.HIDDEN_CLASSES
    assert words.explained(0, [], 0, Lately(4, None, None, None), is_hidden=True) == ""
    assert words.growth("too_early", None, is_hidden=True) == (wording.NOT_SHOWN, "")
    assert words.growth("too_early", None) == ("nog te vroeg", "om te vergelijken")


def test_below_the_headline_stand_the_other_classes_and_a_question() -> None:
    said = words.explained(1, ["E1C"], 4, LATELY)

    assert "2 klassen bleven binnen de gewone schommeling." in said
    assert "E1C staat lager dan gewoon: wat heeft deze klas nodig?" in said
    assert "13 stappen" in said
    assert words.explained(0, [], 0, Lately(4, None, None, None)) == "Vergelijken kan vanaf lesdag 40."


def test_a_few_who_left_stay_unnamed_where_their_number_is_not_given() -> None:
    assert words.some(None, 5) == "minder dan 5"
    assert words.some(4, 5) == "4"
    assert words.some(0, 5) == "–"


def test_no_sentence_of_the_team_judges() -> None:
    texts = [words.TABLE, words.MOVES, words.NO_MOVES, *words.GROWTH.values(), words.explained(0, ["A"], 1, LATELY)]

    assert wording.forbidden(" ".join(texts)) == []


@pytest.mark.parametrize("role", [TEAM, QUALITY])
def test_the_classes_of_a_team_stand_in_the_order_of_their_name_and_open_their_page(
    visit: Opener, school: Build, role: str
) -> None:
    app = visit("team", rol=role, team="Dienstverlening")

    assert "Team Dienstverlening" in app.title[0].value
    assert links(app) == ["DV1A-25", "DV1B-25", "DV2A-25", "DV2B-25"]
    key = api.classes(school, api.sample_viewers(school)[role]).filter(pl.col("class_id") == "DV1A-25")["class_key"][0]
    assert f"class={key}" in app.page_link[0].proto.query_string


def test_a_class_is_compared_with_itself_and_its_band_in_words(visit: Opener) -> None:
    said = said_by(visit("team", rol=TEAM))

    assert re.search(r"(meer dan|binnen|lager dan) de gewone schommeling", said)
    assert re.search(r"\d+ stap(pen)? +\d,\d per student", said)
    assert "van de lessen" in said


def test_the_presence_of_a_class_is_its_last_four_teaching_weeks(visit: Opener, school: Build) -> None:
    minutes = school.ask(
        "SELECT sum(present_minutes) / sum(registered_minutes) AS share FROM (FROM marts.class_week "
        "WHERE class_id = 'DV1A-25' AND registered_minutes > 0 ORDER BY week_start DESC LIMIT 4)"
    )

    assert f"{round(100 * minutes['share'][0])}\N{NO-BREAK SPACE}%" in said_by(visit("team", rol=TEAM))


def test_under_the_classes_stands_what_they_are_counted_from_with_definition_and_files(visit: Opener) -> None:
    app = visit("team", rol=TEAM)
    said = said_by(app)

    counted = r"Geteld over [\d.]+ minuten geregistreerde les in 2025-2026, in de volste week \d+ studenten, tot en met"
    assert re.search(f"{counted} 05-06-2026", said)
    assert "Eerst worden alle minuten opgeteld" in said
    assert [button.proto.label for button in app.get("download_button")] == ["Excel", "CSV"] * 2


def test_another_team_is_not_opened_by_its_name(visit: Opener) -> None:
    app = visit("team", rol=TEAM, team="Entree")

    assert wording.NOT_YOURS in said_by(app)
    assert not app.title


def test_a_team_without_lessons_has_a_friendly_page(visit: Opener) -> None:
    assert words.NO_LESSONS in said_by(visit("team", rol=QUALITY, team="Entree"))


def test_an_earlier_school_year_stays_in_the_url(visit: Opener) -> None:
    app = visit("team", rol=TEAM)

    app.sidebar.selectbox(key="schooljaar").select("2024").run()

    assert app.query_params["schooljaar"] == "2024"
    assert words.NO_LESSONS in said_by(app)


def test_a_tandem_does_not_see_other_classes_of_the_team(visit: Opener) -> None:
    assert wording.NOT_YOURS in said_by(visit("team", rol=TANDEM))


def test_what_was_picked_is_remembered_on_the_next_page(visit: Opener) -> None:
    app = visit("aanwezigheid", rol=QUALITY)
    app.sidebar.selectbox(key="team").select("Entree").run()
    app.sidebar.selectbox(key="schooljaar").select("2024").run()

    app.query_params.clear()
    app.switch_page("views/team.py").run()

    assert app.title[0].value == "Team Entree"
    assert "2024-2025" in said_by(app)


def test_the_whole_school_is_no_team(visit: Opener) -> None:
    app = visit("aanwezigheid", rol=QUALITY, team="Hele school")

    app.query_params.clear()
    app.switch_page("views/team.py").run()

    assert app.title[0].value == "Team Dienstverlening"
