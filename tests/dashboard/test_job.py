"""The page *JOB-monitor*: its sentences, what stands beside a question, and the course over the editions."""

from typing import Any

import polars as pl
import pytest

from dashboard import wording as words_of_all
from dashboard.charts import job as charts
from dashboard.charts.job import Answers
from dashboard.panels import job_rows
from dashboard.panels.job_rows import Asked
from dashboard.style import PALETTES
from dashboard.wording import forbidden
from dashboard.wording import job as wording
from dashboard.wording.job import Grade
from dashboard.wording.sure import Change
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import QUALITY, TEAM, words

COLOURS = PALETTES["light"]


def row(edition: int, before: int | None, change: float | None, **others: Any) -> dict[str, Any]:
    """A row of the changes of an item: 100 answers, 60 positive, 25 neutral, 15 negative."""
    return {
        "edition": edition, "before_edition": before, "value": 0.6, "low": 0.5, "high": 0.69, "denominator": 100,
        "n_neutral": 25, "n_negative": 15, "change": change, "change_low": -0.02, "change_high": 0.1, **others,
    }  # fmt: skip


# --- Sentences ------------------------------------------------------------------------------------------------------


def test_the_grades_stand_in_one_sentence_with_the_national_ones_below() -> None:
    grades = [Grade("hun opleiding", 6.84, 6.7, 7.0, 412, 6.8), Grade("hun school", 6.5, None, None, 400)]

    assert wording.lead(grades) == "Studenten geven hun opleiding een 6,8 en hun school een 6,5"
    assert wording.explained(grades) == (
        "Opleiding: band van 6,7 tot 7,0, 412 cijfers, landelijk 6,8. School: band niet bekend, 400 cijfers."
    )
    assert wording.lead([]).endswith("?")


def test_a_change_names_its_edition_its_interval_and_what_chance_does() -> None:
    assert wording.change(2022, Change(0.03, -0.02, 0.081)) == (
        "+3\xa0punten sinds 2022 (tussen −2,0 en +8,1): past bij toeval"
    )
    assert wording.change(2022, Change(0.03, 0.004, 0.056)).endswith(
        "(tussen +0,4 en +5,6): groter dan je van toeval mag verwachten"
    )


@pytest.mark.parametrize(("n_editions", "is_said"), [(1, False), (2, True), (3, False)])
def test_two_measurements_are_no_trend(n_editions: int, is_said: bool) -> None:
    assert ("Twee metingen zijn nog geen trend." in wording.changed(0, 6, n_editions, 2022)) == is_said


def test_of_many_questions_some_change_by_chance_alone() -> None:
    assert "bij 1 van de 6 vragen groter dan je van toeval mag verwachten" in wording.changed(1, 6, 3, 2022)
    assert "Van elke 20 vragen" in wording.changed(1, 6, 3, 2022)
    assert "past het verschil bij toeval, bij alle 6 vragen" in wording.changed(0, 6, 3, 2022)
    assert wording.changed(0, 0, 1, 0) == "Er is nog geen eerdere meting om mee te vergelijken."


def test_no_sentence_has_a_word_that_judges() -> None:
    texts = [value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)]
    texts += [wording.changed(2, 6, 2, 2022), wording.response(400, 1000), wording.bar(0.5, 0.3, 0.2)]

    assert [word for text in texts for word in forbidden(text)] == []


# --- A question -----------------------------------------------------------------------------------------------------


def test_a_question_has_its_three_shares_its_interval_and_the_national_share() -> None:
    asked = job_rows.asked(row(2024, 2022, 0.04), "Je veilig voelen", "Ik voel me hier welkom", 0.79)

    assert asked.answers == Answers(0.6, 0.25, 0.15, 0.5, 0.69, 0.79)
    assert (asked.n, asked.since, asked.change) == (100, 2022, Change(0.04, -0.02, 0.1))


@pytest.mark.parametrize(("edition", "before"), [(2020, 2018), (2018, 2016)])
def test_nothing_is_compared_with_2018_and_earlier(edition: int, before: int) -> None:
    assert job_rows.asked(row(edition, before, 0.04), "Vraag").change is None


@pytest.mark.parametrize("found", [None, {"value": None}])
def test_a_question_that_is_hidden_or_that_nobody_got_has_no_figures(found: dict[str, Any] | None) -> None:
    assert job_rows.asked(found, "Vraag") == Asked("Vraag")


def test_a_theme_has_no_interval_as_a_student_answers_more_than_once() -> None:
    theme = job_rows.theme({"theme": "Stage (bol)", **row(2024, 2022, 0.04)})

    assert theme.answers is not None
    assert (theme.answers.low, theme.answers.high, theme.change) == (None, None, None)


def test_only_changes_that_are_known_are_counted() -> None:
    beyond = Asked("a", None, 100, Answers(0.6, 0.3, 0.1), Change(0.1, 0.02, 0.2), 2022)
    chance = Asked("b", None, 100, Answers(0.6, 0.3, 0.1), Change(0.1, -0.02, 0.2), 2022)

    assert job_rows.beyond([beyond, chance, Asked("c")]) == job_rows.Beyond(1, 2, 2022)
    assert job_rows.beyond([Asked("c")]) == job_rows.Beyond(0, 0, 0)


def test_grades_stand_in_the_order_of_the_questionnaire_and_a_hidden_one_is_left_out() -> None:
    items = pl.DataFrame(
        {"place": [30, 29], "item": ["cijfer_school", "cijfer_opleiding"], "question": ["S", "O"], "kind": "grade"}
    )
    rows = pl.DataFrame(
        {"item": ["cijfer_school", "cijfer_opleiding", "cijfer_school"], "edition": [2024, 2024, 2022],
         "value": [6.5, 6.8, None], "low": 6.0, "high": 7.0, "denominator": 50}
    )  # fmt: skip
    national = pl.DataFrame({"edition": [2024], "item": ["cijfer_school"], "grade": [6.6]})

    assert [(one.name, one.national) for one in job_rows.grades(rows, items, national, 2024)] == [
        ("hun opleiding", None), ("hun school", 6.6),
    ]  # fmt: skip
    assert job_rows.grades(rows, items, national, 2022) == []


def test_the_line_over_the_editions_starts_in_2020_and_a_hidden_edition_gives_no_point() -> None:
    rows = pl.DataFrame(
        {"edition": [2018, 2020, 2022, 2024], "value": [0.5, 0.55, None, 0.6], "low": 0.4, "high": 0.7,
         "denominator": 80}
    )  # fmt: skip
    marks = job_rows.editions(rows, pl.DataFrame({"edition": [2024], "share": [0.58]}))

    def of(part: str) -> list[int]:
        return marks.filter(pl.col("part") == part)["edition"].to_list()

    assert of("ours") == [2018, 2020, 2024]
    assert of("line") == [2020, 2024]
    assert of("national") == [2024]
    assert of("apart") == [2019]
    only_new = job_rows.editions(rows.filter(pl.col("edition") >= 2020), pl.DataFrame({"edition": [], "share": []}))
    assert "apart" not in only_new["part"].to_list()


# --- Pictures -------------------------------------------------------------------------------------------------------


def test_the_copy_holds_the_question_in_words_the_national_share_and_the_change() -> None:
    rows = pl.DataFrame([
        row(2024, 2022, 0.1, item="b"), row(2020, 2018, 0.1, item="a"), row(2024, 2022, None, item="a"),
    ])  # fmt: skip
    items = pl.DataFrame({"item": ["a", "b"], "question": ["Hulp", "Sfeer"], "place": [1, 2]})
    references = pl.DataFrame({"edition": [2024, 2022], "item": ["b", "b"], "share": [0.54, 0.5]})

    found = job_rows.for_file(rows, items, references)

    assert found.select("question", "edition", "national", "since", "change").rows() == [
        ("Hulp", 2020, None, None, None),
        ("Hulp", 2024, None, None, None),
        ("Sfeer", 2024, 0.54, 2022, 0.1),
    ]


def test_a_bar_tells_its_three_parts_apart_without_colour() -> None:
    svg = charts.bar(Answers(0.5, 0.25, 0.25), COLOURS)

    assert "url(#s)" in svg
    assert "H240.0" in svg


def test_the_band_and_the_national_share_are_drawn_only_where_they_are_known() -> None:
    bare, full = (
        charts.bar(Answers(0.5, 0.3, 0.2), COLOURS),
        charts.bar(Answers(0.5, 0.3, 0.2, 0.4, 0.6, 0.79), COLOURS),
    )

    assert full.count("<path") == bare.count("<path") + 3
    assert "252.8" in full


def test_every_sign_of_a_bar_stands_in_the_legend() -> None:
    assert [word for _, word in charts.legend(COLOURS)] == [
        "positief (4 en 5)", "neutraal (3)", "negatief (1 en 2)", "band", "landelijk",
    ]  # fmt: skip


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_says_the_figures_of_the_mart(visit: Opener, school: Build) -> None:
    n, positive = school.ask(
        "SELECT sum(n), sum(n_positive) FROM marts.job_item WHERE edition = 2024 AND item = 'lesgeven'"
    ).row(0)
    said = words(visit("job", rol=QUALITY))

    assert f"{round(100 * positive / n)}\xa0% positief" in said
    assert f"· {n:,} antwoorden · landelijk 54\xa0%".replace(",", ".") in said


def test_questions_stand_in_the_order_of_the_questionnaire_with_their_goal(visit: Opener) -> None:
    said = words(visit("job", rol=QUALITY, thema="Omgeving, sfeer en veiligheid"))
    asked = [
        "De sfeer in de opleiding",
        "Met plezier naar school gaan",
        "Je veilig voelen",
        "Rustige plekken",
        "kantine",
    ]

    spots = [said.index(question) for question in asked]
    assert spots == sorted(spots)
    assert "Doel van Klas als Werkplaats: “Ik voel me hier welkom”" in said
    assert "landelijk 79\xa0%" in said


def test_grades_and_response_come_first(visit: Opener) -> None:
    said = words(visit("job", rol=QUALITY))

    assert "Studenten geven hun opleiding een" in said
    assert "gevraagde studenten deden mee" in said
    assert wording.WHO_DID_NOT in said


def test_the_page_says_whose_answers_they_are_and_of_which_edition(visit: Opener) -> None:
    assert "Hele school · gegevens van 2024" in words(visit("job", rol=QUALITY))
    assert "Hele school · Niveau 2 · gegevens van 2022" in words(visit("job", rol=QUALITY, meting="2022", niveau="2"))
    assert "Team Dienstverlening · gegevens van 2024" in words(visit("job", rol=TEAM))


def test_an_edition_with_outcomes_only_is_shown_too(visit: Opener) -> None:
    said = words(visit("job", rol=QUALITY, meting="2020"))

    assert "band niet bekend" in said
    assert "Er is nog geen eerdere meting" in said


def test_a_team_of_which_nothing_is_shown_is_not_told_that_there_was_no_edition_before(visit: Opener) -> None:
    said = words(visit("job", rol="Teamleider Entree"))

    assert "JOB-monitor van 2024" in said or words_of_all.HIDDEN_GROUP in said
    assert "Er is nog geen eerdere meting" not in said
    assert "Geteld over 0 " not in said


def test_a_team_leader_sees_the_own_team(visit: Opener, school: Build) -> None:
    n = school.ask(
        "SELECT sum(n) FROM marts.job_item WHERE edition = 2024 AND item = 'lesgeven' AND team = 'Dienstverlening'"
    ).item()
    app = visit("job", rol=TEAM)

    assert app.sidebar.selectbox(key="team").options == ["Dienstverlening"]
    assert f"· {n} antwoorden · landelijk 54\xa0%" in words(app)
    assert [button.proto.label for button in app.get("download_button")] == ["Excel", "CSV"] * 3
