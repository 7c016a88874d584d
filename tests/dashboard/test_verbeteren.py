"""The page of cycles: a board, one cycle with what its figures do and do not tell, and an archive that stays as it was.

The school of these tests has the lessons of team Dienstverlening, in which a cycle without any effect and one of low
weeks that came back by themselves are planted; the one with a real effect is drawn.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from streamlit.testing.v1 import AppTest

from dashboard import cycles, data, wording
from dashboard.charts import verbeteren as charts
from dashboard.cycles import FIGURES
from dashboard.journal.doors import Cycles, CycleStory
from dashboard.journal.kinds import Action, Check, Content, Cycle, Decision, IndicatorGoal, Measure, SoftGoal
from dashboard.journal.store import Journal, Saved, Subject
from dashboard.panels import verbeteren_rows as rows
from dashboard.style import PALETTES
from dashboard.wording import verbeteren as words
from dashboard.wording.sure import Change
from dashboard.wording.verbeteren import Told, Weekly
from pipelines import api, cycle_check, registry
from pipelines.api import Build, Viewer
from tests.dashboard.conftest import Opener
from tests.dashboard.matrix import on_screen
from tests.dashboard.test_pages import QUALITY, TEAM
from tests.dashboard.test_pages import words as said_by

TEAM_NAME = "Dienstverlening"
OTHER_TEAM = "Teamleider Entree"
WRITER = "kwaliteit@voorbeeld.example"
START, LATE_START, TODAY = dt.date(2026, 1, 5), dt.date(2026, 3, 16), dt.date(2026, 6, 5)


def presence(**group: object) -> IndicatorGoal:
    return IndicatorGoal(indicator="presence", group=group, from_value=0.7, to_value=0.76)  # type: ignore[arg-type]


@dataclass
class Desk:
    """A journal of its own, to write in without a page."""

    journal: Journal

    def begins(self, title: str, start: dt.date = START, **more: Any) -> Saved[Cycle]:
        """Begin a cycle; of team Dienstverlening unless told otherwise."""
        team = more.pop("team", TEAM_NAME)
        goal = more.pop("goal", None) or presence(**({"team": team} if team else {}))
        one = Cycle(title=title, started_on=start, by_when=more.pop("by_when", TODAY), goal=goal, **more)
        return self.journal.write(one, Subject(team=team), author=WRITER)

    def adds(self, cycle: Saved[Cycle], content: Content) -> Saved[Any]:
        """Write an action, a check or a decision with it."""
        return self.journal.write(content, Subject(team=cycle.subject.team, part_of=cycle.id), author=WRITER)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    address = str(tmp_path / "journal.sqlite")
    monkeypatch.setenv("GROEILIJN_JOURNAL", address)
    found = Desk(Journal(address))
    yield found
    found.journal.close()
    data._journal.clear()


def fields(app: AppTest, label: str) -> list[Any]:
    """The fields under this label."""
    kinds = ("text_input", "text_area", "date_input", "number_input", "selectbox", "radio")
    found: list[Any] = [one for kind in kinds for one in app.main.get(kind)]
    return [one for one in found if one.label == label]


def fill(app: AppTest, label: str, value: object) -> None:
    """Fill in a field by what stands above it; of more with that label the last one."""
    fields(app, label)[-1].set_value(value)


def all_of(app: AppTest) -> bytes:
    """Everything that is sent to the browser, also the links."""
    return b"".join(on_screen(app, {}))


def press(app: AppTest, label: str) -> None:
    """Press a button; of more with that label the last one."""
    buttons: list[Any] = list(app.main.get("button"))
    [one for one in buttons if one.label == label][-1].click()
    app.run()
    assert not app.exception


# What is said of each story


def test_a_cycle_in_which_nothing_changed_is_not_told_to_have_failed_nor_to_have_worked(
    visit: Opener, desk: Desk
) -> None:
    one = desk.begins("Huiswerkuur", team=TEAM_NAME)
    said = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert "Aanwezigheid beweegt zoals voor de start" in said
    assert "een klein verschil valt weg in die schommeling" in said
    assert words.NOT_CAUSAL in said
    assert "is hoger" not in said


def test_low_weeks_that_came_back_are_told_to_have_come_back_by_themselves_with_the_number(
    visit: Opener, desk: Desk
) -> None:
    goal = IndicatorGoal(indicator="registration_coverage", group={"team": TEAM_NAME}, from_value=0.927, to_value=0.97)
    one = desk.begins("Iedereen registreert", LATE_START, goal=goal)
    said = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert "Registratie van lessen is terug bij het eigen gemiddelde" in said
    assert re.search(r"onder het eigen gemiddelde: 92,7\s% tegen 95,4\s%", said)
    assert re.search(r"al ongeveer \+2,7\spunten, ook zonder plan", said)
    assert "is hoger" not in said


def test_what_is_taken_along_is_not_named_after_what_somebody_typed(visit: Opener, desk: Desk) -> None:
    one = desk.begins("Meer rust voor Aya Verzonnen", team=TEAM_NAME)
    app = visit("verbeteren", rol=QUALITY, cyclus=one.id.hex)
    taken = [f"{button.proto.id} {button.proto.help}" for button in app.get("download_button")]
    assert "Meer rust voor Aya Verzonnen" in app.title[0].value
    assert [one for one in taken if "Cyclus aanwezigheid vanaf" in one] != []
    assert "verzonnen" not in str(taken).lower()


def check_of(build: Build, start: dt.date, indicator: str = "presence") -> Weekly:
    viewer = Viewer(WRITER, frozenset({"kwaliteit"}))
    found = api.check_cycle(build, viewer, indicator, group={"team": TEAM_NAME}, start=start, good="up").check
    return Weekly(**{name: getattr(found, name) for name in Weekly.__dataclass_fields__})


def drawn(**changes: Any) -> Weekly:
    """A check of a real effect, as the planted one has it, with changes."""
    values: dict[str, Any] = {
        "verdict": "better", "n_before": 18, "n_since": 14, "before": 0.69, "chosen": 0.683, "since": 0.767,
        "lately": 0.79, "change": 0.077, "change_low": 0.063, "change_high": 0.091, "returned": None,
        "from_week": dt.date(2026, 2, 23), "rules": ("seven_on_one_side",), "n_good": 14, "n_bad": 0,
        "other_students": False,
    }  # fmt: skip
    return Weekly(**{**values, **changes})


def test_a_real_effect_is_told_with_its_week_its_interval_and_what_it_does_not_tell() -> None:
    told = words.weekly("aanwezigheid", drawn(), "share", "up", 0.75)
    assert told.headline == "Aanwezigheid is hoger sinds week 9, en dat houdt aan"
    plain = told.explained.replace("\N{NO-BREAK SPACE}", " ")
    assert "Voor de start 69,0 % (18 lesweken), sinds de start 76,7 % (14 lesweken)." in plain
    assert "Verschil +7,7 punten (tussen +6,3 en +9,1)." in plain
    assert "Het doel is 75,0 %." in plain
    assert words.NOT_CAUSAL in told.sentences
    assert words.FALSE_ALARM in told.sentences


@pytest.mark.parametrize(
    ("changes", "good", "expected"),
    [
        ({"returned": 0.05, "chosen": 0.64}, "up", "komt daar dus bovenop"),
        ({"returned": -0.05, "chosen": 0.74}, "up", "begon dus al voor de start"),
        ({"verdict": "worse", "returned": 0.05, "chosen": 0.64}, "up", "begon dus al voor de start"),
        ({"verdict": "better", "returned": -0.05, "chosen": 0.74}, "down", "komt daar dus bovenop"),
        ({"verdict": "too_early", "n_since": 3}, "up", "Vanaf 7 lesweken is er iets te zeggen"),
        ({"verdict": "no_baseline", "n_before": 4}, "up", "Vanaf 10 zijn er grenzen"),
        ({"verdict": "better_for_a_while"}, "up", "Het houdt nog niet aan"),
        ({"verdict": "unchanged", "n_good": 2, "n_bad": 1}, "up", "2 keer verbetering en 1 keer vraagt aandacht"),
        ({"other_students": True}, "up", words.OTHER_STUDENTS),
    ],
)
def test_what_may_not_be_concluded_is_said(changes: dict[str, Any], good: str, expected: str) -> None:
    told = words.weekly("aanwezigheid", drawn(**changes), "share", good)
    assert expected in " ".join(told.sentences)


def test_where_less_is_good_the_words_follow_the_number() -> None:
    assert "is lager sinds" in words.weekly("ongeoorloofd afwezig", drawn(), "share", "down").headline
    worse = words.weekly("ongeoorloofd afwezig", drawn(verdict="worse"), "share", "down")
    assert "is hoger sinds" in worse.headline


def test_the_words_know_the_numbers_and_answers_of_the_check() -> None:
    assert (words.LEAST, words.CHOSEN) == (cycle_check.MIN_SINCE, cycle_check.CHOSEN)
    for verdict in cycle_check.Verdict.__args__:  # type: ignore[attr-defined]
        assert words.weekly("aanwezigheid", drawn(verdict=verdict), "share", "up").headline


def test_a_cycle_may_aim_at_every_figure_or_the_page_says_why_not() -> None:
    assert FIGURES.keys().isdisjoint(words.NO_GOAL)
    assert FIGURES.keys() | words.NO_GOAL.keys() == registry.indicators().keys()
    for name, title in words.NO_GOAL.items():
        assert title in words.NO_GOAL_WHY, name
        assert data.definition(name).title == title


def test_two_moments_are_no_trend_and_a_difference_within_chance_is_called_so() -> None:
    told = words.moments("positief", "2022", "2024", Change(0.12, -0.01, 0.25), 2)
    assert "past bij toeval" in told.headline
    assert "Twee metingen zijn nog geen trend." in told.sentences
    assert "hoger dan bij de meting" in words.moments("positief", "2022", "2024", Change(0.2, 0.1, 0.3), 3).headline
    grade = words.moments("rapportcijfer", "2022", "2024", Change(0.45, 0.1, 0.8), 2, "number")
    assert "+0,45 (tussen +0,10 en +0,80)" in grade.explained


@pytest.mark.parametrize(
    ("has_before", "has_since", "said"),
    [
        (True, False, "nog geen meting van na de start"),
        (False, True, "nog geen meting van voor de start"),
        (False, False, "nog geen meting van voor of van na de start"),
    ],
)
def test_a_measurement_that_is_missing_is_named_by_its_side_of_the_start(
    has_before: bool, has_since: bool, said: str
) -> None:
    seen, hidden = (
        words.no_pair("positief", has_before=has_before, has_since=has_since, is_hidden=is_hidden)
        for is_hidden in (False, True)
    )
    assert said in seen.headline
    assert "kleine groep" not in seen.explained
    assert "kleine groep" in hidden.explained


@pytest.mark.parametrize(("along", "why"), [("teljaar", "V en D"), ("edition", "Zonder band aan beide kanten")])
def test_measurements_that_cannot_be_compared_are_not_called_missing(along: str, why: str) -> None:
    told = words.no_change("voortijdig schoolverlaten", "2022-2023", "2024-2025", along)
    assert "nog geen meting" not in told.headline
    assert "niet naast elkaar" in told.headline
    assert why in told.explained
    assert "2022-2023" in told.explained
    assert ("V en D" in told.explained) == (along == "teljaar")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (dt.date(2023, 8, 1), (2022, 2023)),
        (dt.date(2023, 10, 1), (2022, 2023)),
        # In the middle of a teljaar, which is then neither before nor since.
        (dt.date(2024, 2, 1), (2022, 2024)),
        (dt.date(2023, 10, 2), (2022, 2024)),
        (dt.date(2023, 12, 31), (2022, 2024)),
        (dt.date(2024, 6, 30), (2022, 2024)),
        (dt.date(2024, 7, 1), (2023, 2024)),
    ],
)
def test_a_teljaar_that_runs_at_the_start_is_neither_before_nor_since(
    start: dt.date, expected: tuple[int, int]
) -> None:
    assert cycles.around(FIGURES["vsv_rate_definitive"], start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (dt.date(2024, 8, 1), (2023, 2024)),
        # In the middle of a school year, which is then neither before nor since.
        (dt.date(2024, 8, 2), (2023, 2025)),
        (dt.date(2025, 5, 31), (2023, 2025)),
        (dt.date(2025, 6, 1), (2024, 2025)),
    ],
)
def test_a_school_year_that_runs_at_the_start_is_neither_before_nor_since(
    start: dt.date, expected: tuple[int, int]
) -> None:
    assert cycles.around(FIGURES["marks_rising"], start) == expected


@pytest.mark.parametrize(
    ("indicator", "group", "start", "said"),
    [
        ("marks_rising", {}, dt.date(2025, 7, 1), "Van 2024-2025 naar 2025-2026"),
        ("incidents_per_100_students", {}, dt.date(2025, 7, 1), "Van 2024-2025 naar 2025-2026"),
        ("staff_survey_score", {"theme": "bevlogenheid"}, dt.date(2024, 9, 1),
         "Score in het medewerkersonderzoek (bevlogenheid) is hoger dan bij de meting van voor de start"),
        ("staff_survey_positive", {"theme": "bevlogenheid"}, dt.date(2026, 3, 1), "nog geen meting van na de start"),
        ("job_grade", {"theme": "Rapportcijfers", "item": "cijfer_school"}, dt.date(2023, 3, 1),
         "Van 2022 naar 2024"),
    ],
)  # fmt: skip
def test_a_figure_of_once_in_a_year_or_two_lays_two_moments_side_by_side(
    visit: Opener, desk: Desk, indicator: str, group: dict[str, str | int], start: dt.date, said: str
) -> None:
    goal = IndicatorGoal(indicator=indicator, group=group, from_value=1, to_value=2)
    one = desk.begins("Elk jaar", start, team=None, goal=goal)
    app = visit("verbeteren", rol=QUALITY, cyclus=one.id.hex)
    assert said in said_by(app)
    assert words.NO_GOAL_WHY in said_by(app)
    assert app.get("download_button")
    press(app, "Sla het plan op")


def test_a_yearly_figure_lays_the_newest_moment_beside_the_last_before_the_start(visit: Opener, desk: Desk) -> None:
    goal = IndicatorGoal(indicator="vsv_rate_definitive", group={"level": 1}, from_value=0.28, to_value=0.2)
    one = desk.begins("Minder uitval", dt.date(2023, 8, 1), team=None, goal=goal, by_when=dt.date(2026, 9, 1))
    said = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert "Van 2022-2023 (V) naar 2024-2025 (V)" in said
    assert "groter dan je van toeval mag verwachten" in said
    assert words.NOT_CAUSAL in said


def test_a_decision_that_was_a_mistake_is_taken_back_and_the_cycle_runs_again(visit: Opener, desk: Desk) -> None:
    one = desk.begins("Huiswerkuur")
    decision = desk.adds(one, Decision(date=TODAY, decision="stop", why="Verkeerde cyclus"))
    app = visit("verbeteren", rol=QUALITY, cyclus=one.id.hex)
    assert words.DECIDED["stop"] in said_by(app)
    assert "Besluit: houden, bijstellen of stoppen" not in [part.label for part in app.expander]
    app.button(key=f"withdraw yes {decision.id}").click().run()
    assert words.DECIDED["stop"] not in said_by(app)
    assert "Besluit: houden, bijstellen of stoppen" in [part.label for part in app.expander]


def test_a_cycle_can_be_taken_back_and_the_board_comes_in_its_place(visit: Opener, desk: Desk) -> None:
    one = desk.begins("Verkeerd begonnen")
    app = visit("verbeteren", rol=QUALITY, cyclus=one.id.hex)
    assert words.WITHDRAW in [part.proto.popover.label for part in app.get("popover")]
    app.button(key=f"withdraw yes {one.id}").click().run()
    assert not app.exception
    assert app.title[0].value == "Verbeteren"
    assert "Verkeerd begonnen" not in said_by(app)
    assert desk.journal.entries() == []


# Where a cycle is, and what is due


def story(*parts: tuple[Content, int], by_when: dt.date = TODAY, **more: Any) -> CycleStory:
    """A cycle with what was written in it, each at an hour."""

    def saved(content: Any, hour: int) -> Saved[Any]:
        at = dt.datetime(2026, 1, 5, hour, tzinfo=dt.UTC)
        return Saved(uuid4(), 1, content, Subject(team=TEAM_NAME), WRITER, at, at, None)

    one = Cycle(title="Een", started_on=START, by_when=by_when, goal=presence(team=TEAM_NAME), **more)
    kinds = [
        tuple(saved(content, hour) for content, hour in parts if isinstance(content, kind))
        for kind in (Action, Check, Decision)
    ]
    return CycleStory(saved(one, 0), *kinds)


DO = Action(what="Bellen", owner="mentor", planned_on=START, due=dt.date(2026, 2, 1))
SEEN = Check(date=dt.date(2026, 5, 1))


def decided(what: str, why: str = "Omdat", *, rebases: bool = False, on: dt.date = TODAY) -> Decision:
    return Decision(date=on, decision=what, why=why, rebases=rebases)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "today", "expected"),
    [
        ([], dt.date(2026, 2, 1), "plan"),
        ([(DO, 1)], dt.date(2026, 1, 4), "plan"),
        ([(DO, 1)], dt.date(2026, 1, 5), "do"),
        ([(DO, 1)], dt.date(2026, 6, 4), "do"),
        ([(DO, 1)], dt.date(2026, 6, 5), "check"),
        ([(DO, 1), (SEEN, 2)], dt.date(2026, 5, 2), "act"),
        ([(SEEN, 2), (decided("adjust"), 3)], dt.date(2026, 5, 2), "plan"),
        ([(SEEN, 2), (decided("adjust"), 3), (SEEN, 4)], dt.date(2026, 5, 2), "act"),
        ([(SEEN, 2), (decided("keep"), 3)], TODAY, "closed"),
        ([(decided("stop"), 3)], TODAY, "closed"),
    ],
)
def test_where_a_cycle_is_follows_from_what_was_written(
    parts: list[tuple[Content, int]], today: dt.date, expected: str
) -> None:
    assert cycles.phase(story(*parts), today) == expected


def test_due_are_actions_whose_day_has_come_and_then_the_next_step() -> None:
    run = story((DO, 1), (DO.model_copy(update={"done_on": START}), 1))
    assert [one.since for one in cycles.due(run, dt.date(2026, 1, 31))] == []
    assert [one.since for one in cycles.due(run, dt.date(2026, 2, 1))] == [dt.date(2026, 2, 1)]
    assert [one.since for one in cycles.due(run, TODAY)] == [dt.date(2026, 2, 1), TODAY]
    assert cycles.due(story((DO, 1), (decided("stop"), 2)), TODAY) == []


def test_a_cycle_runs_in_a_period_from_its_start_until_it_is_closed() -> None:
    first, end = dt.date(2026, 2, 1), dt.date(2026, 8, 1)
    assert cycles.runs_in(story(), first, end)
    # Begun on the first day after the period, or closed on the last day before it.
    assert not cycles.runs_in(story(), dt.date(2025, 8, 1), START)
    assert cycles.runs_in(story((decided("stop", on=first), 1)), first, end)
    assert not cycles.runs_in(story((decided("keep", on=dt.date(2026, 1, 31)), 1)), first, end)
    assert cycles.runs_in(story((decided("adjust", on=dt.date(2026, 1, 31)), 1)), first, end)


def test_what_was_found_is_the_headline_of_the_last_check_up_to_a_day_as_it_was_kept() -> None:
    seen = [SEEN.model_copy(update={"figures": {"headline": said}, "date": day})
            for said, day in (("Hoger", dt.date(2026, 5, 1)), ("Terug", dt.date(2026, 6, 1)))]  # fmt: skip
    run = story((seen[0], 1), (seen[1], 2))
    assert [cycles.found(run, dt.date(2026, month, 1)) for month in (4, 5, 6)] == [None, "Hoger", "Terug"]
    assert cycles.found(story((SEEN, 1)), TODAY) is None


# What is drawn, and what is kept


def weeks(build: Build) -> pl.DataFrame:
    viewer = Viewer(WRITER, frozenset({"kwaliteit"}))
    group = {"team": TEAM_NAME}
    return api.check_cycle(build, viewer, "presence", group=group, start=START, good="up").weeks


def test_actions_stand_in_the_chart_by_number_and_weeks_without_lessons_are_gaps(school: Build) -> None:
    shown = rows.marks(weeks(school), START, [(START, "Bellen"), (TODAY, "Stoppen")], "share")
    labels = shown.filter(pl.col("part").is_in(["start", "action"])).select("label", "day").rows()
    assert labels == [("start", START), ("1", START), ("2", TODAY)]
    of_weeks = shown.filter(part="week")
    assert of_weeks["week_start"].diff().drop_nulls().unique().to_list() == [dt.timedelta(days=7)]
    assert of_weeks.filter(week_start=dt.date(2025, 12, 22))["value"].to_list() == [None]
    assert shown.filter(part="since").height == weeks(school).filter(phase="since").height


def test_what_was_kept_comes_back_as_it_was(school: Build) -> None:
    told = Told("Kop", "Uitleg", ("Eén", "Twee"))
    shown = rows.marks(weeks(school), START, [(START, "Bellen")], "share")
    classes = pl.DataFrame({"class_id": ["DV1A-25"], "previous_share": [0.5]})
    kept = rows.frozen(told, shown, classes, [(START, "Bellen")], unit="share")
    content = Check(date=TODAY, figures=kept)
    again = rows.thawed(Check.model_validate_json(content.model_dump_json()).figures)
    assert again[0] == told
    assert_frame_equal(again[1], shown)
    assert_frame_equal(again[2], classes)
    assert again[3] == [(START, "Bellen")]
    assert rows.thawed(rows.frozen(told, rows.marks(weeks(school).clear(), START, [], "share"), classes, []))[
        1
    ].is_empty()


def test_the_chart_has_a_description_and_shares_run_from_0_to_100() -> None:
    spec = charts.cycle(PALETTES["light"])
    assert spec["description"] == words.CHART
    axis = "'values': [0, 0.2, 0.4, 0.6, 0.8, 1]"
    assert axis in str(spec)
    assert axis not in str(charts.cycle(PALETTES["light"], unit="number"))


# The page


def test_the_board_shows_what_is_due_what_runs_and_the_archive(visit: Opener, desk: Desk) -> None:
    assert words.NO_CYCLES in said_by(visit("verbeteren", rol=QUALITY))
    desk.begins("Huiswerkuur")
    closed = desk.begins("Oud plan")
    desk.adds(closed, decided("stop"))
    said = said_by(visit("verbeteren", rol=QUALITY))
    assert "1 cyclus loopt; 1 ding is aan de beurt" in said
    assert "De check is aan de beurt: het doel was voor 05-06-2026." in said
    assert "Archief" in said


def test_a_teamleider_sees_the_cycles_of_the_own_team_and_no_others(visit: Opener, desk: Desk) -> None:
    own, whole = desk.begins("Huiswerkuur"), desk.begins("Voor allen", team=None)
    everything = all_of(visit("verbeteren", rol=TEAM))
    assert b"Huiswerkuur" in everything
    assert b"Voor allen" not in everything
    for role, cycle in ((TEAM, whole), (OTHER_TEAM, own)):
        app = visit("verbeteren", rol=role, cyclus=cycle.id.hex)
        assert wording.NOT_YOURS in said_by(app)
        assert cycle.content.title.encode() not in all_of(app)
    assert wording.NOT_YOURS in said_by(visit("verbeteren", rol=QUALITY, cyclus="geen-cyclus"))


@pytest.mark.parametrize("role", ["Tandem van DV1A-25", "Functioneel beheerder"])
def test_for_others_the_page_is_not_there(role: str, visit: Opener, desk: Desk) -> None:
    one = desk.begins("Huiswerkuur")
    for parameters in ({}, {"cyclus": one.id.hex}, {"cyclus": "nieuw"}):
        app = visit("verbeteren", rol=role, **parameters)
        assert wording.NOT_YOURS in said_by(app)
        assert b"Huiswerkuur" not in all_of(app)
        assert b"Nieuwe cyclus" not in all_of(app)


def test_a_cycle_is_begun_and_lived_through_by_its_forms(visit: Opener, desk: Desk) -> None:
    app = visit("verbeteren", rol=TEAM, cyclus="nieuw")
    fill(app, "Waar gaat het om?", "Dagstart")
    fill(app, "Start", START)
    fill(app, "Van (%)", 70.5)
    fill(app, "Naar (%)", 76.0)
    fill(app, "Maatregel 1", "Kwartier in de klas")
    fill(app, "Uren (maatregel 1)", 12.5)
    app.run()
    press(app, "Begin deze cyclus")
    (begun,) = data_stories(desk)
    one = begun.cycle.content
    assert app.query_params["cyclus"] in (begun.cycle.id.hex, [begun.cycle.id.hex])
    assert [title.value for title in app.title] == ["Dagstart"]
    assert (begun.cycle.subject.team, one.title, one.started_on) == (TEAM_NAME, "Dagstart", START)
    assert isinstance(one.goal, IndicatorGoal)
    assert (one.goal.group, one.goal.from_value, one.goal.to_value) == ({"team": TEAM_NAME}, 0.705, 0.76)
    assert one.measures == (Measure(what="Kwartier in de klas", effort_hours=12.5),)

    app = visit("verbeteren", rol=TEAM, cyclus=begun.cycle.id.hex)
    fill(app, "Wat gebeurt er?", "Bellen")
    fill(app, "Wie?", "mentor")
    press(app, "Zet deze actie erbij")
    press(app, "Gedaan")
    fill(app, "Wat valt je op, en wat weet je van die weken?", "Het is rustiger.")
    press(app, "Leg deze check vast")
    fill(app, "Wat doen jullie?", "keep")
    fill(app, "Waarom?", "Het helpt.")
    press(app, "Leg dit besluit vast")
    (lived,) = data_stories(desk)
    assert [one.content.done_on for one in lived.actions] == [TODAY]
    assert [one.content.words for one in lived.checks] == ["Het is rustiger."]
    assert [one.content.decision for one in lived.decisions] == ["keep"]
    said = said_by(visit("verbeteren", rol=TEAM, cyclus=begun.cycle.id.hex))
    assert words.DECIDED["keep"] in said
    assert "Het is rustiger." in said


@pytest.mark.parametrize("role", [QUALITY, TEAM])
def test_the_newest_figures_stand_beside_the_number_a_goal_starts_from(role: str, visit: Opener, desk: Desk) -> None:
    app = visit("verbeteren", rol=role, cyclus="nieuw")
    one = r"[\d,]+(\xa0%)? \((week \d+|\d{4}(-\d{4})?)\)"
    told = {}
    for indicator in FIGURES:
        fill(app, "Waaraan zie je het?", indicator)
        app.run()
        found = re.search(rf"(Het|De) laatste cijfers? van deze groep: {one}(, {one})*\.", said_by(app))
        told[indicator] = found[0] if found else ""
        assert found or words.NOT_SHOWN in said_by(app)
    assert re.search(r"\(week 23\)\.$", told["presence"])
    assert role == TEAM or all(told.values())


def test_of_a_figure_that_is_not_there_nothing_is_made_up() -> None:
    assert words.lately([], "week_start", "share") == words.NOT_SHOWN
    assert words.lately([(2024, 7.25)], "edition", "number") == "Het laatste cijfer van deze groep: 7,25 (2024)."


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # nine weeks ahead to the day, a day later, and over the summer
        (dt.date(2026, 4, 28), dt.date(2026, 6, 30)),
        (dt.date(2026, 4, 29), dt.date(2026, 11, 15)),
        (dt.date(2026, 6, 5), dt.date(2026, 11, 15)),
        (dt.date(2026, 12, 1), dt.date(2027, 4, 15)),
    ],
)
def test_the_day_of_a_goal_is_the_end_of_a_period_with_enough_school_weeks(start: dt.date, end: dt.date) -> None:
    assert cycles.period_end(start) == end


def test_the_button_for_another_measure_stands_below_the_measures(visit: Opener, desk: Desk) -> None:
    app = visit("verbeteren", rol=TEAM, cyclus="nieuw")
    press(app, "Nog een maatregel")
    shown = [getattr(one, "label", "") for one in app.main]
    assert shown.index("Uren (maatregel 2)") < shown.index("Nog een maatregel")


def data_stories(desk: Desk) -> list[CycleStory]:
    return Cycles(desk.journal, WRITER, None).entries()


def test_what_is_still_to_fill_in_is_said_and_what_was_typed_survives_a_reload(visit: Opener, desk: Desk) -> None:
    app = visit("verbeteren", rol=TEAM, cyclus="nieuw")
    fill(app, "Waar gaat het om?", "Half af")
    app.run()
    press(app, "Begin deze cyclus")
    assert data_stories(desk) == []
    again = visit("verbeteren", rol=TEAM, cyclus="nieuw")
    assert [one.value for one in fields(again, "Waar gaat het om?")] == ["Half af"]


def test_what_is_still_to_fill_in_of_goal_and_measures_stands_at_its_own_field(visit: Opener, desk: Desk) -> None:
    app = visit("verbeteren", rol=TEAM, cyclus="nieuw")
    fill(app, "Naar (%)", 76.0)
    press(app, "Nog een maatregel")
    # The first measure stays empty, of the second only the hours are known.
    fill(app, "Uren (maatregel 2)", 12.5)
    app.run()
    press(app, "Begin deze cyclus")
    shown = [str(getattr(one, "label", "")) + str(getattr(one, "body", "")) for one in app.main]
    after = {shown[spot - 1]: one for spot, one in enumerate(shown) if 'role="alert"' in one}
    assert [(label, do.partition(">")[2].partition("<")[0]) for label, do in after.items()] == [
        ("Waar gaat het om?", "Vul dit nog in."), ("Van (%)", "Kies een getal."), ("Maatregel 2", "Vul dit nog in."),
    ]  # fmt: skip
    assert data_stories(desk) == []


def test_a_number_outside_its_limits_is_asked_for_again_in_dutch_and_not_saved(visit: Opener, desk: Desk) -> None:
    app = visit("verbeteren", rol=TEAM, cyclus="nieuw")
    fill(app, "Waar gaat het om?", "Dagstart")
    fill(app, "Van (%)", -1.0)
    fill(app, "Naar (%)", 150.0)
    fill(app, "Uren (maatregel 1)", -0.5)
    fill(app, "Maatregel 1", "Kwartier in de klas")
    app.run()
    press(app, "Begin deze cyclus")
    assert data_stories(desk) == []
    said = said_by(app)
    assert said.count("Kies een getal vanaf 0 tot en met 100.") == 2
    assert "Kies een getal vanaf 0." in said
    # The limits of a field of the library itself are told in English; a whole number is written without a point.
    of_library = [one.proto for one in app.number_input]
    assert [one.label for one in of_library if one.min > -1e9 or one.max < 1e9] == []
    assert {one.format for one in of_library if "(%)" in one.label or "Uren" in one.label} == {"%g"}
    fill(app, "Van (%)", 0.0)
    fill(app, "Naar (%)", 100.0)
    fill(app, "Uren (maatregel 1)", 0.5)
    app.run()
    press(app, "Begin deze cyclus")
    assert len(data_stories(desk)) == 1


def test_two_who_change_the_same_plan_see_both_texts(visit: Opener, desk: Desk) -> None:
    one = desk.begins("Huiswerkuur", plan="Van ons allen")
    app = visit("verbeteren", rol=TEAM, cyclus=one.id.hex)
    label = "Het plan: wat ga je doen, en waarom zou dat helpen?"
    fill(app, label, "Wat ik schreef")
    app.run()
    theirs = one.content.model_copy(update={"plan": "Wat een collega schreef"})
    desk.journal.correct(one, theirs, author=WRITER)
    press(app, "Sla het plan op")
    said = said_by(app)
    assert "Wat ik schreef" in said
    assert "Wat een collega schreef" in said
    assert [story.cycle.content.plan for story in data_stories(desk)] == ["Wat een collega schreef"]


def test_the_archive_stays_as_it_was_when_the_figures_change(visit: Opener, desk: Desk) -> None:
    one = desk.begins("Huiswerkuur")
    app = visit("verbeteren", rol=QUALITY, cyclus=one.id.hex)
    press(app, "Leg deze check vast")
    (kept,) = data_stories(desk)[0].checks
    headline, explained = kept.content.figures["headline"], kept.content.figures["explained"]
    assert headline == "Aanwezigheid beweegt zoals voor de start"
    # With another start the figures are others.
    desk.journal.correct(one, one.content.model_copy(update={"started_on": dt.date(2026, 5, 18)}), author=WRITER)
    said = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert "Nog te vroeg om iets te zeggen" in said
    assert str(headline) in said
    assert str(explained) in said.replace("&#x27;", "'")


def test_a_decision_starts_the_limits_anew_with_its_reason_on_the_page_of_presence_too(
    visit: Opener, desk: Desk
) -> None:
    one = desk.begins("Huiswerkuur")
    desk.adds(one, decided("keep", "Dit is het nieuwe gewone.", rebases=True))
    said = said_by(visit("aanwezigheid", rol=QUALITY, team=TEAM_NAME))
    assert "Vanaf week 2 (05-01-2026) beginnen de grenzen opnieuw" in said
    assert "Huiswerkuur" in said
    assert "Dit is het nieuwe gewone." in said
    assert "beginnen de grenzen opnieuw" not in said_by(visit("aanwezigheid", rol=QUALITY))
    # Its own check keeps looking at the weeks before the start.
    own = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert "Aanwezigheid beweegt zoals voor de start" in own


def test_a_goal_in_words_shows_the_questions_that_are_tied_to_it(visit: Opener, desk: Desk) -> None:
    goal = SoftGoal(words="Iedereen is welkom", job_items=("sfeer", "veilig"))
    one = desk.begins("Welkom", team=None, goal=goal)
    said = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert "Iedereen is welkom" in said
    assert "De sfeer in de opleiding" in said


def test_a_figure_that_is_known_no_more_is_said_so_and_the_plan_can_be_read(visit: Opener, desk: Desk) -> None:
    goal = IndicatorGoal(indicator="gone", group={"team": TEAM_NAME}, from_value=0.2, to_value=0.3)
    one = desk.begins("Oud cijfer", goal=goal, plan="Wat we toen dachten")
    said = said_by(visit("verbeteren", rol=QUALITY, cyclus=one.id.hex))
    assert words.NOT_SHOWN in said
    assert "Wat we toen dachten" in said


def test_a_journal_that_cannot_be_reached_leaves_the_figures_as_they_are(
    visit: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(tmp_path / "folder"))
    assert "Week voor week" in said_by(visit("aanwezigheid", rol=QUALITY, team=TEAM_NAME))
    assert not visit("verbeteren", rol=QUALITY).exception
    data._journal.clear()
