"""The page *Voortijdig schoolverlaten*: its sentences, the rows of its charts, and what each role sees."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import style
from dashboard import wording as words_of_all
from dashboard.charts import vsv as charts
from dashboard.panels import vsv_rows
from dashboard.style import PALETTES
from dashboard.wording import forbidden, sure
from dashboard.wording import vsv as wording
from dashboard.wording.sure import Change
from dashboard.wording.vsv import Rate
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import QUALITY, TEAM, words

NORMS = pl.DataFrame(
    [
        (2018, None, None, 21734, 0.0540, None, "OCW"),
        (2019, None, None, 18539, 0.0460, None, "OCW"),
        (2022, None, None, 24286, None, None, "OCW"),
        (2023, 2, 0.0933, None, None, None, "OCW"),
        (2024, 2, 0.0920, None, None, None, "OCW"),
    ],
    schema=["teljaar", "level", "norm_share", "n_national", "national_share", "status", "origin"],
    orient="row",
)
ENGINEERING = "Teamleider Techniek en Logistiek"
MAY = Rate(2025, 8, 40, 1000, 0.04, 0.03, 0.054)


def figures(*rows: tuple[int, int, str, float | None]) -> pl.DataFrame:
    """Figures as (teljaar, report_month, status, share or None when hidden), each of 1000 students."""
    schema = {"teljaar": pl.Int16, "report_month": pl.Int8, "status": pl.String, "value": pl.Float64}
    shown = pl.col("value").is_not_null()
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        numerator=(pl.col("value") * 1000).round().cast(pl.Int64),
        denominator=pl.when(shown).then(pl.lit(1000)),
        low=pl.col("value") - 0.01,
        high=pl.col("value") + 0.01,
        is_hidden=~shown,
    )


def parts(rows: pl.DataFrame, name: str) -> list[dict[str, Any]]:
    return rows.filter(pl.col("part") == name).to_dicts()


MONTHS = figures(
    (2023, 1, "monthly", 0.01), (2023, 2, "monthly", 0.02), (2024, 1, "monthly", 0.015), (2024, 2, "monthly", None),
    (2025, 1, "monthly", 0.012), (2025, 2, "monthly", 0.019), (2025, 3, "monthly", None),
)  # fmt: skip
FINAL = figures((2023, 16, "V", 0.08), (2023, 17, "D", 0.078), (2024, 16, "V", 0.081))


# --- Sentences ------------------------------------------------------------------------------------------------------


def test_who_stayed_comes_first() -> None:
    assert wording.lead(MAY) == (
        "960 van de 1.000 studenten zijn op school gebleven of hebben een startkwalificatie"
    )  # fmt: skip
    assert "komen nog" in wording.lead(None)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-0.01, 0.02, "past bij toeval"),
        (0.0, 0.02, "past bij toeval"),
        (0.001, 0.02, "groter dan je van toeval mag verwachten"),
        (-0.02, -0.001, "groter dan je van toeval mag verwachten"),
        (-0.02, 0.0, "past bij toeval"),
    ],
)
def test_a_difference_is_larger_than_chance_only_when_its_interval_leaves_out_nought(
    low: float, high: float, words: str
) -> None:
    change = Change((low + high) / 2, low, high)

    assert sure.chance(change) == words
    assert words in wording.compared(change, MAY, MAY)


def test_the_same_month_of_the_teljaar_before_stands_beside_it_with_its_numbers() -> None:
    said = wording.explained(MAY, Rate(2024, 8, 50, 1000, 0.05, 0.04, 0.06), Change(-0.01, -0.03, 0.01))

    assert "Tot en met mei van teljaar 2025-2026 staan 40 studenten op de lijst" in said
    assert "tussen 3,0 en 5,4\xa0%" in said
    assert "dezelfde maand van 2024-2025 was dat 5,0\xa0% (50 van de 1.000)" in said
    assert "(−1,0\xa0punt) past bij toeval" in said


def test_one_student_stands_on_the_list_in_the_singular() -> None:
    assert "staat 1 student op de lijst" in wording.explained(Rate(2025, 1, 1, 55, 0.018, 0.003, 0.096), None, None)


def test_the_month_of_the_page_is_the_newest_also_when_it_is_hidden() -> None:
    last = vsv_rows.moment(MONTHS)

    assert last is not None
    assert (last["teljaar"], last["report_month"]) == (2025, 3)
    assert vsv_rows.rate(last) is None
    assert vsv_rows.moment(figures()) is None
    nobody = MONTHS.with_columns(is_hidden=pl.lit(value=False), denominator=pl.lit(0))
    assert vsv_rows.moment(nobody) is None


def test_of_a_hidden_month_it_is_said_that_it_is_not_shown_and_an_older_one_has_no_figure() -> None:
    assert wording.hidden(2025, 7) == "Het cijfer tot en met april van teljaar 2025-2026: niet getoond"
    said = wording.hidden_why(MAY)
    assert "De laatste maand die we van deze groep wel laten zien, is mei van teljaar 2025-2026." in said
    assert "%" not in said
    assert wording.hidden_why(None) == words_of_all.HIDDEN_GROUP


def test_across_a_trend_break_nothing_is_compared() -> None:
    said = wording.explained(
        Rate(2026, 8, 40, 1000, 0.04, 0.03, 0.05), Rate(2025, 8, 50, 1000, 0.05, 0.04, 0.06), Change(-0.01, -0.03, 0.01)
    )

    assert "Vergelijken kan hier niet: vanaf 2026-2027 wordt anders geteld." in said
    assert "toeval" not in said
    assert not wording.breaks_between(2024, 2025)
    assert wording.breaks_between(2018, 2019)
    assert not wording.breaks_between(2019, 2020)


@pytest.mark.parametrize(
    ("report_month", "name"),
    [
        (1, "oktober"), (3, "december"), (4, "januari"), (12, "september"), (13, "oktober na het teljaar"),
        (15, "december na het teljaar"), (16, "voorlopig (V)"), (17, "definitief (D)"),
    ],
)  # fmt: skip
def test_every_report_month_has_a_name(report_month: int, name: str) -> None:
    assert wording.month(report_month) == name


def test_the_page_says_up_to_which_month_its_figures_run() -> None:
    assert wording.when(2025, 7) == ("teljaar 2025-2026", "gegevens tot en met april")
    assert wording.when(2024, 16) == ("teljaar 2024-2025", "voorlopig (V)")


def test_the_norm_says_of_which_level_and_teljaar_it_is_and_who_says_so() -> None:
    norm = NORMS.row(-1, named=True)

    assert wording.norm(2, norm) == (
        "De norm voor niveau 2 in 2024-2025 is 9,2\xa0% van het hele teljaar (bron: OCW)."
    )  # fmt: skip
    assert "kies een niveau" in wording.norm(None, None)
    assert "geen norm bekend" in wording.norm(4, None)


@pytest.mark.parametrize(
    ("share", "said"), [(0.0945, "9,45\xa0%"), (0.092, "9,2\xa0%"), (0.22, "22\xa0%"), (None, "–")]
)
def test_a_norm_is_written_as_it_was_published(share: float | None, said: str) -> None:
    assert wording.published(share) == said


def test_a_level_stands_as_a_whole_above_its_leerwegen() -> None:
    by_leerweg = pl.DataFrame(
        {"level": [2, 3, 3, None], "leerweg": ["BOL", "BOL", "BBL", "onbekend"], "value": [1.0, 2, 3, 4]}
    )
    whole = pl.DataFrame({"level": [2, 3, None], "value": [1.0, 5, 4]})
    assert vsv_rows.with_whole(by_leerweg, whole, "alle").select("level", "leerweg", "value").rows() == [
        (2, "BOL", 1.0), (3, "alle", 5.0), (3, "BBL", 3.0), (3, "BOL", 2.0), (None, "onbekend", 4.0),
    ]  # fmt: skip


def test_a_norm_in_a_table_names_its_teljaar() -> None:
    assert wording.norm_of(0.092, 2024) == "9,2\xa0%<br><small>van 2024-2025</small>"
    assert wording.norm_of(None, None) == "–"


def test_a_national_figure_names_its_source_and_says_when_it_is_provisional() -> None:
    assert wording.national(2023, None, 22308, "V", "DUO") == (
        "Landelijk in 2023-2024: 22.308 studenten, voorlopig (V) (bron: DUO). Het percentage is daarvan niet bekend, "
        "dus dit teljaar staat niet in de grafiek."
    )
    assert "6,35\xa0% ofwel 25.217 studenten (bron" in wording.national(2021, 0.0635, 25217, None, "DUO")


@pytest.mark.parametrize(("number", "words"), [(0, "iedereen"), (1, "1 student staat"), (2, "2 studenten staan")])
def test_the_unmatched_are_named_by_their_number(number: int, words: str) -> None:
    assert words in wording.unmatched(number, 8)


def test_what_a_new_rule_did_is_not_called_a_change_of_students() -> None:
    said = wording.definition_change(2026, "voorlopig (V)", 0.05, 0.054)

    assert "met de nieuwe regel 5,4\xa0%, met de regel van daarvoor 5,0\xa0%" in said
    assert "(+0,4\xa0punten) komt door de regel, niet door studenten" in said


@pytest.mark.parametrize(("n_outside", "words"), [(0, "Alle teams liggen binnen"), (1, "1 team ligt"), (2, "2 teams")])
def test_teams_are_told_of_together(n_outside: int, words: str) -> None:
    assert words in wording.teams(n_outside, 8)
    assert not wording.teams(0, 1)


def test_an_adjusted_figure_names_what_it_moves_towards() -> None:
    alike, apart = wording.shrunk(0.0386, is_distinct=False), wording.shrunk(0.0412, is_distinct=True)

    assert "schuift naar dat van de getoonde teams samen, 3,9\xa0%. Nu is" in alike
    assert apart.endswith("ligt dichter bij het gemiddelde van de getoonde teams, 4,1\xa0%.")


def test_no_sentence_has_a_word_that_judges() -> None:
    texts = [value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)]
    change = Change(0.02, 0.01, 0.03)
    texts += [wording.explained(MAY, MAY, change), wording.compared(change, MAY, MAY), wording.teams(1, 3)]
    texts += [wording.breaks([2012, 2019, 2026]), wording.years(wording.YEARS_DRAWN)]
    texts += [wording.unmatched(3, 8), wording.definition_change(2026, "V", 0.05, 0.054), wording.lead(None)]
    texts += [wording.hidden(2025, 7), wording.hidden_why(MAY)]

    assert [word for text in texts for word in forbidden(text)] == []
    assert "startkwalificatie" in wording.ENTREE


# --- Rows of the charts ---------------------------------------------------------------------------------------------


def test_the_running_teljaar_is_the_thick_line_up_to_its_newest_month_that_is_shown() -> None:
    rows = vsv_rows.pace(MONTHS, FINAL, None)

    assert [(row["teljaar"], row["report_month"]) for row in parts(rows, "now")] == [(2025, 1), (2025, 2)]
    assert [(row["teljaar"], row["report_month"]) for row in parts(rows, "year")] == [(2023, 1), (2023, 2), (2024, 1)]
    (here,) = parts(rows, "here")
    assert (here["report_month"], here["label"]) == (2, "2025-26, november: 1,9\xa0%"), "The newest is not shown."
    (here,) = parts(vsv_rows.pace(MONTHS.filter(is_hidden=False), FINAL, None), "here")
    assert here["label"] == "2025-26: 1,9\xa0%"


def test_v_and_d_are_points_of_their_own_and_say_which_they_are() -> None:
    finals = parts(vsv_rows.pace(MONTHS, FINAL, None), "final")

    assert [(row["report_month"], row["status"]) for row in finals] == [(16, "V"), (17, "D"), (16, "V")]
    heads = parts(vsv_rows.pace(MONTHS, FINAL, None), "head")
    assert [(row["report_month"], row["label"]) for row in heads] == [(16, "V"), (17, "D")]
    assert heads[0]["share"] > 0.081
    assert finals[0]["text"] == "2023-2024, voorlopig (V): 8,0\xa0%, 80 van de 1.000"
    assert "definitief (D)" in finals[1]["text"]


def test_the_names_of_earlier_years_never_stand_on_each_other() -> None:
    names = parts(vsv_rows.pace(MONTHS, FINAL, None), "name")

    assert {row["label"] for row in names} == {"2023-24", "2024-25"}
    heights = sorted(row["share"] for row in names)
    assert heights[1] - heights[0] >= vsv_rows.NAME_GAP * 0.1


def test_the_norm_is_a_line_only_where_there_is_one() -> None:
    norm = NORMS.row(-1, named=True)

    assert parts(vsv_rows.pace(MONTHS, FINAL, None), "norm") == []
    (row,) = parts(vsv_rows.pace(MONTHS, FINAL, norm), "norm")
    assert (row["share"], row["label"]) == (0.092, "norm 2024-2025: 9,2\xa0%")


@pytest.mark.parametrize(
    ("running", "breaks"),
    [(2024, [2018.5]), (2025, [2018.5, 2025.5]), (2026, [2018.5, 2025.5])],
)
def test_a_trend_break_is_drawn_from_the_first_year_to_the_year_to_come(running: int, breaks: list[float]) -> None:
    rows = vsv_rows.years(FINAL, NORMS, None, running)

    assert [row["place"] for row in parts(rows, "break")] == breaks


def test_only_the_trend_breaks_that_are_drawn_are_named() -> None:
    said = wording.breaks(vsv_rows.broken(vsv_rows.years(FINAL, NORMS, None, 2025)))

    assert "2012-2013" not in said
    assert "2019-2020: een nieuwe telling. 2026-2027" in said
    assert wording.breaks([]) == ""


def test_no_line_joins_national_figures_across_a_break() -> None:
    before, after = parts(vsv_rows.years(FINAL, NORMS, None, 2025), "national")

    assert (before["place"], after["place"]) == (2018, 2019)
    assert before["era"] != after["era"]


def test_a_level_has_its_norms_and_not_the_national_figure() -> None:
    rows = vsv_rows.years(FINAL, NORMS, 2, 2025)

    assert [row["share"] for row in parts(rows, "norm")] == [0.0933, 0.092]
    assert parts(rows, "national") == []


@pytest.mark.parametrize(
    ("level", "running", "said"),
    [(None, 2025, (False, True, True)), (2, 2024, (True, False, False)), (1, 2024, (False, False, False))],
)
def test_only_what_is_drawn_of_the_teljaren_is_told_of(
    level: int | None, running: int, said: tuple[bool, bool, bool]
) -> None:
    drawn = vsv_rows.parts(vsv_rows.years(FINAL, NORMS, level, running))
    told = charts.years(PALETTES["light"], top=0.1, drawn=drawn)["description"]

    assert tuple(word in told for word in ("norm", "landelijke", "staande lijn")) == said


def test_a_difference_is_that_of_the_figures_that_stand_beside_it() -> None:
    now, before = Rate(2025, 8, 63, 1000, 0.0634, 0.05, 0.08), Rate(2024, 8, 49, 1000, 0.0486, 0.04, 0.06)
    said = wording.explained(now, before, Change(now.value - before.value, -0.01, 0.03))

    assert "6,3\xa0%" in said
    assert "4,9\xa0%" in said
    assert "(+1,4\xa0punten)" in said


def test_a_team_outside_the_wide_limits_is_counted_and_one_on_them_is_not() -> None:
    teams = pl.DataFrame(
        [("Op de grens", 0.10, 0.02, 0.10), ("Erboven", 0.11, 0.02, 0.10), ("Verborgen", None, None, None)],
        schema=["team", "value", "low_998", "high_998"],
        orient="row",
    )

    assert vsv_rows.n_outside(teams) == 1


def test_a_teljaar_counted_by_two_rules_is_told_of_and_one_that_is_hidden_by_one_of_them_is_not() -> None:
    delivered = figures((2025, 16, "V", 0.05), (2026, 16, "V", 0.06), (2027, 16, "V", 0.06))
    previous = figures((2026, 16, "V", 0.055), (2027, 16, "V", None))
    both = pl.concat(
        [delivered.with_columns(rule=pl.lit("delivered")), previous.with_columns(rule=pl.lit("previous_rule"))]
    )

    assert vsv_rows.both_rules(both) == [(2026, "V", 0.055, 0.06)]


def test_a_team_has_the_letter_of_its_row_in_the_table_and_a_hidden_one_keeps_its_letter() -> None:
    teams = pl.DataFrame(
        {"team": ["Bouw", "Klein", "Zorg"], "value": [0.05, None, 0.051], "numerator": [50, None, 51],
         "denominator": [1000, None, 1000]}
    )  # fmt: skip
    rows = vsv_rows.funnel(teams, pl.DataFrame({"denominator": []}))

    assert [(row["label"], row["text"].split(":")[0]) for row in parts(rows, "team")] == [("A", "Bouw"), ("C", "Zorg")]


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (52, "BA")])
def test_there_is_a_letter_for_every_team(number: int, name: str) -> None:
    assert wording.letter(number) == name


def test_the_newest_cohort_is_the_thick_line() -> None:
    curves = pl.DataFrame(
        [(2024, 0, 40, 1.0, 1.0, 1.0), (2024, 40, 30, 0.8, 0.7, 0.9), (2025, 0, 35, 1.0, 1.0, 1.0)],
        schema=["cohort", "week", "n_starters", "share", "low", "high"],
        orient="row",
    )
    rows = vsv_rows.retention(curves)

    assert {row["cohort"] for row in parts(rows, "now")} == {2025}
    assert {row["cohort"] for row in parts(rows, "year")} == {2024}
    assert {row["label"] for row in parts(rows, "name")} == {"2024-25", "2025-26"}


def test_a_group_of_leavers_that_were_not_found_is_not_called_too_small() -> None:
    table = pl.DataFrame(
        [(1, 100, False), (2, 0, False), (3, None, True)], schema=["level", "denominator", "is_hidden"], orient="row"
    ).with_columns(teljaar=2025, report_month=8)

    assert vsv_rows.groups(table, {"teljaar": 2025, "report_month": 8})["level"].to_list() == [1, 3]


def test_a_cohort_of_which_nobody_left_has_no_band_yet() -> None:
    assert wording.stayed(2025, 3, 1.0, None, None) == (
        "Van de starters in 2025-2026 is na 3 weken 100\N{NO-BREAK SPACE}% nog op school."
    )
    assert "(band tussen 70 en 90" in wording.stayed(2025, 40, 0.8, 0.7, 0.9)


def test_without_figures_there_is_nothing_newest() -> None:
    assert vsv_rows.newest(figures()) is None
    assert vsv_rows.newest(figures((2025, 1, "monthly", None))) is None
    assert vsv_rows.rate(None) is None
    assert vsv_rows.change({"change": None}) is None


@pytest.mark.parametrize(
    ("shares", "end"),
    [
        ([], 0.1),
        ([None], 0.1),
        ([0.1], 0.1),
        ([0.1001], 0.2),
        ([0.21, 0.02], 0.4),
        ([0.6], 0.6),
        ([0.9], 1.0),
        ([1.0], 1.0),
    ],
)
def test_an_axis_is_one_of_a_few_and_holds_every_share(shares: list[float | None], end: float) -> None:
    assert charts.top(shares) == end


def test_an_interval_shows_its_norm_as_an_upright_line_and_stays_inside() -> None:
    with_norm = charts.interval(0.02, 0.05, 0.5, 0.1, PALETTES["light"], 0.09)

    assert "stroke-dasharray" in with_norm
    assert "stroke-dasharray" not in charts.interval(0.02, 0.05, 0.08, 0.1, PALETTES["light"])
    assert "H155.0" in with_norm


# --- The page -------------------------------------------------------------------------------------------------------


def headers(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


def test_the_page_says_the_figures_of_the_mart(visit: Opener, school: Build) -> None:
    now = school.ask(
        "SELECT sum(n_population) AS n, sum(n_vsv) AS k FROM marts.vsv_month WHERE status = 'monthly' "
        "AND (teljaar, report_month) = (SELECT max((teljaar, report_month)) FROM marts.vsv_month "
        "WHERE status = 'monthly')"
    ).row(0)
    said = words(visit("vsv", rol=QUALITY))

    assert f"{now[0] - now[1]:,} van de {now[0]:,} studenten".replace(",", ".") in said
    assert f"staan {now[1]} studenten op de lijst" in said


def test_the_fictional_school_says_that_duo_counts_more_students_than_its_lessons(visit: Opener) -> None:
    said = [words(visit(page, rol=QUALITY)) for page in ("vsv", "job", "aanwezigheid")]

    assert [words_of_all.SAMPLE_WHOLE.partition(",")[0] in one for one in said] == [True, True, False]


def test_a_team_of_which_no_year_is_shown_is_not_told_that_duo_has_none(visit: Opener) -> None:
    assert wording.NO_FINAL not in words(visit("vsv", rol="Teamleider Entree"))


def test_where_the_newest_month_of_a_team_is_hidden_no_older_one_takes_its_place(visit: Opener, school: Build) -> None:
    viewer = api.sample_viewers(school)[ENGINEERING]
    where = {"team": "Techniek en Logistiek", "rule": vsv_rows.DELIVERED}
    months = api.figures(school, viewer, "vsv_rate", by=("team",), where=where)
    moment, newest = vsv_rows.moment(months), vsv_rows.newest(months)
    assert moment is not None
    assert newest is not None
    assert (moment["report_month"], newest["report_month"]) == (7, 1)
    said = words(visit("vsv", rol=ENGINEERING))

    assert "Team Techniek en Logistiek · teljaar 2025-2026 · gegevens tot en met april" in said
    assert wording.hidden(2025, 7) in said
    assert wording.hidden_why(vsv_rows.rate(newest)) in said
    assert "staan 0 studenten op de lijst" not in said
    per_level = said.partition("Norm heel het teljaar")[2].partition("Waarom")[0]
    assert "3 van de 49" in per_level
    assert "oktober" not in per_level
    assert "In oktober staat iedereen" not in said


def test_a_year_of_which_duos_figure_is_not_shown_has_its_name_where_its_line_ends() -> None:
    shown = (2023, 1, "monthly", 0.02), (2023, 2, "monthly", 0.04), (2024, 1, "monthly", 0.01)
    found = {
        after: vsv_rows.pace(figures(*shown), figures((2023, 17, "D", after)), None).filter(part="name")
        for after in (0.05, None)
    }

    assert {after: rows["place"].to_list() for after, rows in found.items()} == {0.05: [17], None: [2]}


def test_the_quality_officer_sees_all_parts_in_order(visit: Opener) -> None:
    assert headers(visit("vsv", rol=QUALITY)) == [
        "Hoe loopt dit teljaar?", "Teljaar na teljaar", "Per niveau", "Teams", "Wie blijft?",
        "Niet gevonden in de startpopulatie", "Waar de cijfers vandaan komen",
    ]  # fmt: skip


def test_teams_stand_in_the_order_of_their_name(visit: Opener, school: Build) -> None:
    viewer = api.sample_viewers(school)[QUALITY]
    teams = api.figures(school, viewer, "vsv_rate", by=("team",), where={"teljaar": 2025, "report_month": 7})
    html = " ".join(block.body for block in visit("vsv", rol=QUALITY).html)
    spots = [html.index(f"<b>{team}</b>") for team in sorted(teams["team"])]

    shown = teams.filter(pl.col("value").is_not_null())
    common = int(shown["numerator"].sum()) / int(shown["denominator"].sum())
    assert f"de getoonde teams samen, {style.percent(common, 1)}" in html
    assert len(spots) > 3
    assert spots == sorted(spots)


def test_a_level_has_its_norm_and_stays_in_the_url(visit: Opener) -> None:
    said = words(visit("vsv", rol=QUALITY, niveau="2"))

    assert "Hele school · Niveau 2 · teljaar 2025-2026 · gegevens tot en met april" in said
    assert "De norm voor niveau 2 in 2024-2025 is 9,2\xa0%" in said
    assert wording.ENTREE not in said
    assert wording.ENTREE in words(visit("vsv", rol=QUALITY, niveau="1"))


def test_a_team_leader_sees_the_own_team_and_no_other(visit: Opener) -> None:
    app = visit("vsv", rol=TEAM)

    assert app.sidebar.selectbox(key="team").options == ["Dienstverlening"]
    assert "Teams" not in headers(app)
    assert "Wie blijft?" not in headers(app)
    assert words_of_all.NOT_YOURS in words(visit("vsv", rol=TEAM, team="Entree"))


def test_every_figure_can_be_taken_along_and_has_its_definition(visit: Opener) -> None:
    app = visit("vsv", rol=QUALITY)
    buttons = [button.proto.label for button in app.get("download_button")]

    assert buttons == ["Excel", "CSV"] * 7
    assert "Een entreediploma is geen startkwalificatie" in words(app)
    assert "Geteld over" in words(app)


def test_starters_are_counted_for_each_cohort() -> None:
    said = wording.starters({2024: 160, 2025: 174}, date(2026, 6, 5))

    assert said == "Geteld over 160 starters in 2024-2025 en 174 starters in 2025-2026, tot en met 05-06-2026."
