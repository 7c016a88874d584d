"""The page of the other outcomes: test marks, incidents and the staff survey, for groups and never per student."""

import datetime as dt
import re

import polars as pl
import pytest

from dashboard import style, wording
from dashboard.charts import uitkomsten as charts
from dashboard.panels import uitkomsten_rows as rows
from dashboard.wording import uitkomsten as words
from dashboard.wording.sure import Change
from dashboard.wording.uitkomsten import Theme
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import KEEPER, QUALITY, TANDEM, TEAM
from tests.dashboard.test_pages import words as said_by

HEADINGS = ("Toetscijfers", "Incidenten", "Medewerkersonderzoek")


def test_a_hidden_group_keeps_its_row_with_a_word_in_it() -> None:
    figures = pl.DataFrame({
        "name": ["A", "B"], "value": [0.5, None], "low": [0.25, None], "high": [0.75, None], "before": [0.4, None],
    })  # fmt: skip

    shown = rows.beside(figures, "marks", pl.col("before"))

    assert shown["name"].to_list() == ["A", "B"]
    assert shown["earlier"].to_list() == [0.4, None]
    assert shown["text"].to_list() == [
        f"A: {style.percent(0.5)}, tussen {style.percent(0.25)} en {style.percent(0.75)}",
        f"B: {wording.NOT_SHOWN}",
    ]


def test_a_figure_without_a_band_has_a_dot_and_no_bounds() -> None:
    figures = pl.DataFrame({"name": ["A"], "value": [7.25], "low": [None], "high": [None]})

    (row,) = rows.beside(figures, "score").to_dicts()

    assert (row["label"], row["text"]) == ("7,3", "A: 7,3")


def test_the_summer_is_a_gap_in_the_months() -> None:
    series = pl.DataFrame({
        "month": [dt.date(2025, 6, 1), dt.date(2025, 9, 1)], "numerator": [3, 4], "value": [1.5, 2.04],
        "centre": [2.0, 2.0], "lower_limit": [0.0, 0.0], "upper_limit": [6.0, 6.0],
        "signal": ["common_cause", "concern"],
    })  # fmt: skip

    shown = rows.months(series, 2025)

    assert shown["value"].to_list() == [1.5, None, None, 2.04]
    assert shown["is_current"].to_list() == [False, False, True, True]
    assert shown["text"].to_list() == [
        "juni 2025: 3 incidenten, 1.5 per 100 studenten, gewone schommeling".replace(".", ","),
        None,
        None,
        "september 2025: 4 incidenten, 2,0 per 100 studenten, vraagt aandacht",
    ]
    assert rows.calls(series, 2025) == [("september 2025", "concern")]
    assert rows.calls(series, 2024) == []


def test_a_series_of_which_months_are_hidden_is_not_drawn() -> None:
    months = pl.DataFrame({"is_hidden": [False, False]})

    assert rows.is_whole(months)
    assert not rows.is_whole(months.with_columns(is_hidden=pl.Series([False, True])))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.51, 0.8, "vaker dan toeval"), (0.2, 0.49, "minder vaak dan toeval"), (0.5, 0.8, "past bij toeval")],
)
def test_marks_are_called_more_than_chance_only_when_the_band_leaves_out_a_half(
    low: float, high: float, verdict: str
) -> None:
    assert verdict in words.marks(6, 10, 0, (low + high) / 2, low, high)


def test_a_band_above_what_chance_gives_is_more_than_chance_also_below_a_half() -> None:
    # Of ten, four the same: three would be higher by chance.
    assert "vaker dan toeval" in words.marks(5, 10, 4, 0.5, 0.31, 0.69)
    assert "ongeveer 30\xa0% (de helft van wat niet gelijk is)" in words.marks(4, 10, 4, 0.4, 0.3, 0.69)


@pytest.mark.parametrize(("n_same", "verdict"), [(2, "past bij toeval"), (1, "minder vaak dan toeval")])
def test_marks_that_stay_the_same_leave_fewer_to_be_higher_by_chance(n_same: int, verdict: str) -> None:
    # Of ten, two the same: four would be higher by chance, not five.
    assert verdict in words.marks(3, 10, n_same, 0.3, 0.15, 0.42)


def test_the_staff_survey_names_what_is_beyond_chance_and_two_editions_are_no_trend() -> None:
    larger, within = Change(1.2, 0.4, 2.0), Change(0.1, -0.2, 0.4)

    said = words.staff("score", 2025, 80, 126, [Theme("Bevlogenheid", 7.4, larger), Theme("Sfeer", 7.0, within)], 2)

    assert said == (
        "In 2025 antwoordden 80 van de 126 medewerkers. Vergeleken met de meting ervoor: bevlogenheid +1,2, groter dan "
        "je van toeval mag verwachten; de andere verschillen passen bij toeval. Twee metingen zijn nog geen trend."
    )
    assert "passen bij toeval" in words.staff("score", 2025, 80, None, [Theme("Sfeer", 7.0, within)], 3)
    assert words.staff("score", 2025, 80, None, [Theme("Sfeer", 7.0, None)], 1) == "In 2025 antwoordden 80 medewerkers."
    points = words.staff("positive", 2025, 80, None, [Theme("Sfeer", 0.7, Change(0.12, 0.02, 0.2))], 3)
    assert f"sfeer {style.points(0.12)}, groter dan je van toeval mag verwachten." in points


def test_every_sentence_keeps_to_the_rules() -> None:
    said = [
        *words.DESCRIPTIONS.values(), words.MONTHS, words.MONTHS_HIDDEN,
        words.NO_MARKS, words.NO_INCIDENTS, words.NO_STAFF, words.NO_LIMITS,
        words.FALSE_ALARMS, words.LESS_REPORTED, words.marks(1, 10, 1, 0.1, 0.05, 0.2),
        words.incidents(1, 0.5, 0.1, 1, 2),
    ]  # fmt: skip
    assert wording.forbidden(" ".join(said)) == []
    assert "is er 1 incident gemeld" in words.incidents(1, 0.5, 0.1, 1, None)
    assert "zijn er 2 incidenten gemeld" in words.incidents(2, 0.5, 0.1, 1, None)


@pytest.mark.parametrize("kind", list(words.DESCRIPTIONS))
def test_a_chart_says_what_it_shows_and_its_axis_does_not_move_with_the_figures(kind: words.Kind) -> None:
    spec = charts.beside(style.PALETTES["light"], kind, 3)
    assert spec["description"] == words.DESCRIPTIONS[kind]
    domains = {str(layer["encoding"]["x"].get("scale", {}).get("domain")) for layer in spec["layer"]} - {"None"}
    assert domains == {"marks": {"[0, 1]"}, "positive": {"[0, 1]"}, "score": {"[1, 10]"}, "locations": set()}[kind]
    order = [layer["encoding"]["y"]["sort"] for layer in spec["layer"] if "y" in layer["encoding"]]
    assert set(order) == {None}, "groups stand in the order of their names, never in that of their figures"


def test_quality_sees_the_three_outcomes_of_the_school_in_the_order_of_names(visit: Opener) -> None:
    said = said_by(visit("uitkomsten", rol=QUALITY))

    assert all(heading in said for heading in (*HEADINGS, "Per locatie", "Per team"))
    assert "Hele school · 2025-2026" in said
    assert re.search(
        r"Dienstverlening +niet getoond .* Economie +\d,\d .* Entree +\d,\d .* Techniek en Logistiek", said
    )
    assert wording.SMALL_GROUPS in said
    assert said.count("Geteld over") == 5
    assert wording.forbidden(said) == []


def test_a_leader_sees_the_own_team_alone(visit: Opener) -> None:
    said = said_by(visit("uitkomsten", rol=TEAM))

    assert "Team Dienstverlening · 2025-2026" in said
    assert all(heading in said for heading in HEADINGS)
    for other in ("Entree", "Economie", "Stadshof", "Per locatie", "Per team"):
        assert other not in said
    assert wording.HIDDEN_GROUP in said, "the staff of this team are too few, or protect a team that is"


def test_who_sees_no_groups_of_teams_does_not_open_the_page(visit: Opener) -> None:
    for role in (TANDEM, KEEPER):
        assert wording.NOT_YOURS in said_by(visit("uitkomsten", rol=role))


def test_the_sentences_are_what_a_plain_count_of_the_marts_gives(visit: Opener, school: Build) -> None:
    said = said_by(visit("uitkomsten", rol=QUALITY))

    marks = school.ask("FROM marts.student_mark").filter(pl.col("mark_hundredths").is_not_null()).to_dicts()
    own: dict[tuple[int, str], list[dict[str, object]]] = {}
    for mark in sorted(marks, key=lambda row: (row["date"], row["attempt"] or 0, row["test"])):
        own.setdefault((mark["enrolment_key"], mark["subject"]), []).append(mark)
    changes = []
    for found in own.values():
        of_year = [place for place, mark in enumerate(found) if mark["school_year"] == 2025]
        if of_year and of_year[-1]:
            now, before = (int(str(found[of_year[-1] - back]["mark_hundredths"])) for back in (0, 1))
            changes.append(now - before)
    assert f"In {sum(change > 0 for change in changes)} van de {len(changes)} vakken" in said

    months = [row for row in school.ask("FROM marts.incident_month").to_dicts() if row["school_year"] == 2025]
    number, students = (sum(row[name] for row in months) for name in ("n_incidents", "n_students"))
    assert f"zijn er {number} incidenten gemeld: {style.decimal(100 * number / students)} per 100 studenten" in said


def test_an_earlier_school_year_has_its_own_figures(visit: Opener, school: Build) -> None:
    months = school.ask("FROM marts.incident_month").filter(school_year=2024)
    number = int(months["n_incidents"].sum())
    said = said_by(visit("uitkomsten", rol=QUALITY, schooljaar="2024"))
    assert "Hele school · 2024-2025" in said
    assert f"zijn er {number} incidenten gemeld" in said
    assert "In het schooljaar ervoor" not in said


def test_a_mark_that_is_higher_stands_among_the_steps_of_a_class(visit: Opener, school: Build) -> None:
    newest = school.ask(
        "SELECT sentence FROM marts.student_step WHERE step = 'better_mark' AND class_id = 'DV1A-25' "
        "AND step_date > DATE '2026-06-05' - 56 ORDER BY step_date DESC LIMIT 1"
    )
    assert newest.height
    assert newest["sentence"][0] in said_by(visit("klas", rol=TANDEM))
