"""What is written on a growth line is shown at once at its day, kept while it is typed, and seen by whom it is for."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, data, style, wording
from dashboard.charts import groeilijn as own_charts
from dashboard.journal.database import JournalError
from dashboard.journal.doors import ClassJournal, StudentJournal
from dashboard.journal.kinds import Agreement, Checklist, Contact, Content, Event, Goal, Note, Scale, SeenStep, Talk
from dashboard.journal.store import Journal, Saved, Subject
from dashboard.panels import groeilijn_forms, groeilijn_rows, rows
from dashboard.wording import groeilijn as words
from dashboard.wording import writing as writing_words
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import KEEPER, QUALITY, TANDEM, TEAM, keys
from tests.dashboard.test_pages import words as said_on

MONDAY = dt.date(2025, 9, 1)
OTHER_TANDEM = "Tandem van DV1B-25"


@pytest.fixture(autouse=True)
def journal_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty journal for each test."""
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(tmp_path / "journal.sqlite"))
    yield
    data._journal.clear()


@pytest.fixture
def line(visit: Opener, school: Build) -> Callable[..., AppTest]:
    """Open the growth line of the first student of a class as somebody."""
    class_key, students = keys(school, TANDEM)

    def opened(role: str = TANDEM) -> AppTest:
        return visit("groeilijn", rol=role, **{"class": class_key, "student": students[0]})

    return opened


@pytest.fixture
def book(school: Build, tmp_path: Path) -> Iterator[Callable[..., StudentJournal]]:
    """The journal of that student, for who has a role."""
    opened: list[Journal] = []

    def door(role: str = TANDEM) -> StudentJournal:
        class_key, students = keys(school, TANDEM)
        viewer = api.sample_viewers(school)[role]
        opened.append(Journal(str(tmp_path / "journal.sqlite")))
        reach = api.reach(school, viewer, class_key, students[0])
        return ClassJournal(opened[-1], viewer.person, reach, api.kenmerken()).of(students[0])

    yield door
    for one in opened:
        one.close()


def called(found: Any, label: str) -> Any:
    return next(one for one in found if one.label == label)


def choose(app: AppTest, kind: str) -> AppTest:
    called(app.button_group, words.WHAT).set_value(kind)
    return app.run()


def save(app: AppTest, label: str = "Zet op de lijn") -> AppTest:
    called(app.button, label).click()
    return app.run()


def test_a_goal_and_an_agreement_are_on_the_page_at_once_and_after_a_reload(
    line: Callable[..., AppTest], school: Build
) -> None:
    app = choose(line(), "goal")
    called(app.text_area, "Wat wil de student bereiken, in eigen woorden?").set_value("Elke maandag op tijd")
    called(app.radio, "Hoort er een getal bij?").set_value("lessons").run()
    called(app.number_input, "Hoeveel van de 20 lessen?").set_value(25)
    app = save(app)
    alerts = [block.body for block in app.html if 'role="alert"' in block.body]
    assert len(alerts) == 1
    assert "Kies een getal vanaf 0 tot en met 20." in alerts[0]
    called(app.number_input, "Hoeveel van de 20 lessen?").set_value(17)
    app = save(app)
    assert words.SAVED["goal"] in [toast.value for toast in app.toast]
    # The form makes way for what was written: that stands elsewhere on the page, on a phone out of sight.
    assert called(app.button_group, words.WHAT).value is None
    assert "Zet op de lijn" not in [button.label for button in app.button]
    assert "Staat op de lijn: Doel: “Elke maandag op tijd”" in said_on(app)
    app = choose(app, "agreement")
    called(app.text_area, "Wat spreken jullie af?").set_value("Samen de wekker zetten")
    called(app.radio, "Wie pakt het op?").set_value("mentor")
    app = save(app)

    for page in (app, line()):
        told = said_on(page)
        assert told.count("“Elke maandag op tijd”") == 2
        # What was written just now also stands where its form was.
        assert told.count("“Samen de wekker zetten”") == (3 if page is app else 2)
        assert "17 van de 20 lessen" in told
        assert words.OWN_GOAL in told
        assert "Onder de lijn staat bij de dag wat is opgeschreven" in told


def test_a_time_that_was_promised_and_left_out_is_asked_for_as_a_time(line: Callable[..., AppTest]) -> None:
    app = choose(line(), "goal")
    called(app.radio, "Hoort er een getal bij?").set_value("arrival_minute").run()
    app = save(app)
    assert words.TIME_LEFT_OUT in said_on(app)
    assert words.NUMBER_LEFT_OUT not in said_on(app)


def test_a_number_that_was_promised_and_left_out_is_asked_for_at_its_field_until_it_is_not_wanted(
    line: Callable[..., AppTest],
) -> None:
    app = choose(line(), "goal")
    called(app.radio, "Hoort er een getal bij?").set_value("lessons").run()
    app = save(app)
    html = [block.body for block in app.html if 'role="alert"' in block.body]
    assert [words.NUMBER_LEFT_OUT in one for one in html] == [False, True], "The words are open as well."
    called(app.text_area, "Wat wil de student bereiken, in eigen woorden?").set_value("Elke maandag op tijd")
    app = save(app)
    assert words.NUMBER_LEFT_OUT in said_on(app)
    called(app.radio, "Hoort er een getal bij?").set_value("").run()
    assert words.NUMBER_LEFT_OUT not in said_on(app)
    app = save(app)
    assert words.SAVED["goal"] in [toast.value for toast in app.toast]


def test_one_tap_says_that_somebody_spoke_with_the_student(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], school: Build
) -> None:
    app = save(line(), words.TALKED_TODAY)

    (talk,) = book().entries()
    assert school.data_until is not None
    assert talk.content == Contact(date=school.data_until, how="in_person", has_reason=False)
    assert words.talked(talk.content.date, talk.content.date) in said_on(app)
    assert words.TALKED_TODAY not in [one.label for one in app.button]


def test_what_happened_stands_at_no_day_to_come(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], school: Build
) -> None:
    assert school.data_until is not None
    app = choose(line(), "contact")
    called(app.date_input, "Wanneer?").set_value(school.data_until + dt.timedelta(days=1))
    app = save(app)
    assert words.TO_COME in said_on(app)
    assert book().entries() == []

    called(app.date_input, "Wanneer?").set_value(school.data_until)
    save(app)
    assert [one.content.day for one in book().entries()] == [school.data_until]


def test_one_tap_says_that_an_agreement_is_done_and_a_goal_reached(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], school: Build
) -> None:
    book().write(Agreement(what="Bellen", who="student", made_on=MONDAY))
    # Set for a day to come: it is reached on that day at the earliest.
    later = dt.date(2026, 9, 1)
    book().write(Goal(words="Op tijd", set_on=later))

    app = save(save(line(), words.DONE), words.REACHED)

    agreement, goal = book().entries()
    assert (agreement.content.done_on, goal.content.reached_on) == (school.data_until, later)
    assert words.NO_AGREEMENTS in said_on(app)
    assert words.NO_GOAL in said_on(app)


def test_a_step_of_the_own_list_of_the_school_takes_one_tap(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal]
) -> None:
    ready = data.seen_steps()

    app = save(choose(line(), "seen_step"), ready[1])

    (step,) = book().entries(SeenStep)
    assert step.content.words == ready[1]
    told = said_on(app)
    assert words.SEEN_BY in told
    assert words.FROM_REGISTER in told
    assert "gl-seen" in " ".join(block.body for block in app.html)


ENTRIES: dict[str, Content] = {
    "goal": Goal(words="Om negen uur er zijn", set_on=MONDAY, number=540, counts="arrival_minute"),
    "agreement": Agreement(what="Bellen", who="kaw", made_on=MONDAY, due=MONDAY, done_on=MONDAY),
    "contact": Contact(date=MONDAY, how="phone", has_reason=True, by_role="peercoach"),
    "seen_step": SeenStep(date=MONDAY, words="Hielp mee"),
    "scale": Scale(date=MONDAY, score=6, question="rust", how_come="slapen", small_step="eerder"),
    "event": Event(date=MONDAY, what="bpv_start", words="bij de bakker"),
    "note": Note(date=MONDAY, words="Tussen ons"),
}


@pytest.mark.parametrize("kind", list(words.KINDS))
def test_an_entry_is_changed_in_its_own_fields_and_stays_the_same_without_a_change(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], kind: str
) -> None:
    assert set(words.KINDS) == set(ENTRIES) == set(groeilijn_forms.FORMS)
    saved = book().write(ENTRIES[kind])
    app = line()

    app = called(app.selectbox, words.WHICH).set_value(str(saved.id)).run()
    assert writing_words.DRAFT not in said_on(app)
    app = save(app, writing_words.SAVE)

    (now,) = book().entries()
    assert (now.n, now.content) == (2, saved.content)


def test_a_change_that_was_not_saved_is_open_again_after_a_reload(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal]
) -> None:
    book().write(ENTRIES["event"])
    saved = book().write(ENTRIES["seen_step"])
    app = called(line().selectbox, words.WHICH).set_value(str(saved.id)).run()
    called(app.text_input, "Welke stap zag je?").set_value("Hielp mee in de keuken").run()

    app = line()

    assert called(app.text_input, "Welke stap zag je?").value == "Hielp mee in de keuken"
    assert called(app.expander, words.CHANGE).proto.expanded


def test_what_was_being_written_is_open_again_after_a_reload(line: Callable[..., AppTest]) -> None:
    app = choose(line(), "agreement")
    called(app.text_area, "Wat spreken jullie af?").set_value("Samen de").run()

    app = line()

    assert called(app.text_area, "Wat spreken jullie af?").value == "Samen de"
    assert writing_words.DRAFT in said_on(app)


def test_two_colleagues_who_change_the_same_goal_see_both_texts(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal]
) -> None:
    saved = book().write(ENTRIES["goal"])
    app = called(line().selectbox, words.WHICH).set_value(str(saved.id)).run()
    own = "Wat wil de student bereiken, in eigen woorden?"
    called(app.text_area, own).set_value("Van de tandem").run()
    book(TEAM).correct(saved, Goal(words="Van de teamleider", set_on=MONDAY))

    app = save(app, writing_words.SAVE)

    told = said_on(app)
    assert writing_words.YOURS in told
    assert all(text in told for text in ("Van de tandem", "Van de teamleider"))
    app = save(app, writing_words.KEEP_YOURS)
    assert [one.content.words for one in book().versions(saved.id)] == [
        "Om negen uur er zijn", "Van de teamleider", "Van de tandem",
    ]  # fmt: skip


def test_a_checklist_stands_on_the_line_at_its_day_and_says_nothing_of_what_was_filled_in(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], school: Build
) -> None:
    assert school.data_until is not None
    book().write(
        Checklist(
            date=school.data_until, checklist="individual", items={"autonomie": "ruimte"}, note="Even samen kijken"
        )
    )

    app = line()

    told = said_on(app)
    assert words.title(Checklist(date=MONDAY, checklist="individual", items={"autonomie": "ruimte"})) in told
    assert "Even samen kijken" not in told
    assert "autonomie" not in told
    assert words.CHANGE not in [part.label for part in app.expander]


def test_a_note_in_confidence_is_for_the_tandem_alone(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal]
) -> None:
    book().write(Note(date=MONDAY, words="Dit blijft tussen ons"))
    book().write(ENTRIES["goal"])

    tandem, leader = line(), line(TEAM)

    assert "Dit blijft tussen ons" in said_on(tandem)
    assert "Dit blijft tussen ons" not in said_on(leader)
    assert "Om negen uur er zijn" in said_on(leader)
    assert "Notitie" in str(called(tandem.button_group, words.WHAT).options)
    assert "Notitie" not in str(called(leader.button_group, words.WHAT).options)


def test_a_team_leader_writes_too_and_the_tandem_reads_who_it_was(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], school: Build
) -> None:
    app = choose(line(TEAM), "event")
    called(app.radio, "Wat gebeurde er?").set_value("new_class").run()
    save(app)

    told = said_on(line())
    assert "Nieuwe klas" in told
    leader = api.sample_viewers(school)[TEAM].person
    assert f"geschreven door {api.staff_names(school)[leader]} op" in told
    assert leader not in told


@pytest.mark.parametrize("role", [OTHER_TANDEM, QUALITY, KEEPER])
def test_who_has_another_class_or_another_task_reads_nothing(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal], role: str
) -> None:
    for content in ENTRIES.values():
        book().write(content)

    told = said_on(line(role))

    assert wording.NOT_YOURS in told
    assert not any(text in told for text in ("negen uur", "Bellen", "Hielp mee", "Tussen ons", words.HEAD))


def test_the_page_goes_on_without_a_journal(line: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> object:
        raise JournalError

    monkeypatch.setattr(Journal, "entries", away)

    told = said_on(line())

    assert told.count(writing_words.OUT_OF_REACH) == 1
    assert "Kalender van lessen" in told


def test_what_we_say_around_what_people_wrote_does_not_judge(
    line: Callable[..., AppTest], book: Callable[..., StudentJournal]
) -> None:
    for content in ENTRIES.values():
        book().write(content)
    book().write(SeenStep(date=MONDAY, words="Zei zelf: ik had een achterstand"))

    app = line()
    pages = [said_on(app), *(said_on(choose(app, kind)) for kind in words.KINDS)]

    ours = [re.sub("“[^”]*”", "", page) for page in pages]
    assert [word for page in ours for word in wording.forbidden(page)] == []
    texts = [text for name in vars(words) if name.isupper() for text in _texts(getattr(words, name))]
    assert [word for text in texts for word in wording.forbidden(text)] == []


def _texts(value: Any) -> list[str]:
    return list(value.values()) if isinstance(value, dict) else [str(value)]


# --- marks -----------------------------------------------------------------------------------------------------------


def saved(*contents: Content) -> list[Saved[Any]]:
    """Entries as the journal gives them, by day."""
    at = dt.datetime(2026, 1, 12, 9, 0, tzinfo=dt.UTC)
    found = [Saved(uuid4(), 1, one, Subject(student_id=900001), "x", at, at, "E1A") for one in contents]
    return sorted(found, key=lambda one: one.content.day)


def weeks(*shares: float | None) -> pl.DataFrame:
    """The line of `rows.growth_line`: one row a week."""
    return pl.DataFrame(
        {
            "part": ["week"] * len(shares),
            "week_start": [MONDAY + dt.timedelta(weeks=number) for number in range(len(shares))],
            "share": shares,
        },
        schema_overrides={"share": pl.Float64},
    )


def marks(found: pl.DataFrame, part: str) -> list[dict[str, Any]]:
    return found.filter(part=part).to_dicts()


def test_each_kind_has_a_lane_below_zero_and_only_when_there_is_one() -> None:
    entries = saved(ENTRIES["note"], ENTRIES["goal"], ENTRIES["seen_step"], Talk(date=MONDAY))

    lanes = groeilijn_rows.lanes(entries, MONDAY)

    assert lanes == ("goal", "note")
    assert 0 > own_charts.lane_share(0) > own_charts.lane_share(1)
    assert groeilijn_rows.lanes(entries, MONDAY + dt.timedelta(days=1)) == ()


def test_what_is_written_stands_at_its_day_and_several_of_a_week_are_counted() -> None:
    days = [MONDAY, MONDAY + dt.timedelta(days=6), MONDAY + dt.timedelta(days=7)]
    entries = saved(*(Contact(date=day, how="phone", has_reason=False) for day in days))

    found = marks(groeilijn_rows.growth_line(weeks(0.5, 0.6), entries, MONDAY), "written")

    assert [(row["week_start"], row["times"]) for row in found] == [(days[1], "2×"), (days[2], "")]


def test_what_lies_before_the_line_is_in_the_list_alone() -> None:
    entries = saved(*(content for content in ENTRIES.values()))
    later = weeks(0.5).with_columns(pl.col("week_start") + dt.timedelta(weeks=1))

    found = groeilijn_rows.growth_line(later, entries, MONDAY)

    assert set(found["part"]) == {"week"}


@pytest.mark.parametrize(("done_on", "mark"), [(None, "agreement"), (MONDAY, "agreement_done")])
def test_an_agreement_that_is_done_is_filled(done_on: dt.date | None, mark: str) -> None:
    content = Agreement(what="x", who="kaw", made_on=MONDAY, done_on=done_on)

    assert groeilijn_rows.mark_of(content) == mark
    assert own_charts.MARKS[mark].is_filled == (done_on is not None)


def test_a_step_somebody_saw_stands_in_the_line_at_its_week_and_at_the_foot_without_lessons() -> None:
    week = dt.timedelta(weeks=1)
    entries = saved(*(SeenStep(date=day, words="x") for day in (MONDAY, MONDAY + week, MONDAY + week)))

    found = marks(groeilijn_rows.growth_line(weeks(0.5, None), entries, MONDAY), "seen")

    assert [(row["letter"], row["share"]) for row in found] == [("a", 0.5), ("b–c", 0.0)]


@pytest.mark.parametrize(
    ("number", "counts", "share"),
    [
        (16, "lessons", 0.8),
        (20, "lessons", 1.0),
        (0, "lessons", 0.0),
        (65, "presence_percent", 0.65),
        (540, "arrival_minute", None),
        (None, None, None),
    ],
)
def test_a_goal_that_counts_lessons_or_percent_is_a_line(number: int | None, counts: Any, share: float | None) -> None:
    goal = Goal(words="x", set_on=MONDAY, number=number, counts=counts)
    entries = saved(goal)

    found = marks(groeilijn_rows.growth_line(weeks(0.5, 0.5), entries, MONDAY), "goal")

    assert [row["share"] for row in found] == ([] if share is None else [share])
    assert groeilijn_rows.has_goal(entries) == (share is not None)


def test_a_goal_stands_until_it_is_reached_or_the_next_one_and_never_runs_far_ahead() -> None:
    week = dt.timedelta(weeks=1)
    goals = [
        Goal(words="x", set_on=MONDAY, number=10, counts="lessons"),
        Goal(words="x", set_on=MONDAY + week, number=12, counts="lessons", reached_on=MONDAY + 2 * week),
        Goal(words="x", set_on=MONDAY + 3 * week, number=14, counts="lessons", by_when=MONDAY + 60 * week),
    ]
    today = MONDAY + 4 * week

    found = marks(groeilijn_rows.growth_line(weeks(0.5), saved(*goals), today), "goal")

    assert [(row["week_start"], row["week_end"]) for row in found] == [
        (MONDAY, MONDAY + week),
        (MONDAY + week, MONDAY + 2 * week),
        (MONDAY + 3 * week, today + groeilijn_rows.AHEAD),
    ]


def test_a_goal_of_today_can_be_seen_and_only_the_newest_of_each_kind_is_named() -> None:
    week = dt.timedelta(weeks=1)
    today = MONDAY + 4 * week
    goals = [
        Goal(words="x", set_on=MONDAY, number=10, counts="lessons"),
        Goal(words="x", set_on=MONDAY, number=85, counts="presence_percent"),
        Goal(words="x", set_on=today, number=17, counts="lessons"),
    ]

    found = marks(groeilijn_rows.growth_line(weeks(0.5), saved(*goals), today), "goal")

    assert [(row["week_start"], row["week_end"], row["label"]) for row in found] == [
        (MONDAY, today, "eigen doel: 17 van de 20 lessen en 85\xa0% van de lestijd"),
        (today, today + 2 * week, ""),
        (MONDAY, today, ""),
    ]


def test_the_words_of_a_goal_stand_above_the_plot() -> None:
    for spec in (
        own_charts.growth_line(style.PALETTES["light"], **FULL),
        own_charts.arrivals(style.PALETTES["light"], has_goal=True),
    ):
        (said,) = [
            layer for layer in spec["layer"]
            if layer["mark"]["type"] == "text" and layer["mark"].get("fontStyle") == "italic"
        ]  # fmt: skip
        assert (said["encoding"]["x"], said["encoding"]["y"]) == ({"value": "width"}, {"value": 0})
        assert said["mark"]["dy"] < 0


def test_a_goal_about_coming_in_is_a_line_among_the_arrivals() -> None:
    days = pl.DataFrame({"date": [MONDAY], "arrival_minute": [550], "first_start_minute": [510], "text": ["x"]})
    entries = saved(ENTRIES["goal"])

    (row,) = marks(groeilijn_rows.arrivals(days, entries, MONDAY), "goal")

    assert (row["goal_minute"], row["label"]) == (540, "eigen doel: binnen om 09:00\xa0uur")
    assert groeilijn_rows.has_arrival_goal(entries)
    assert groeilijn_rows.arrivals(days, [], MONDAY).equals(days)


def test_answers_are_laid_beside_answers_to_the_same_question() -> None:
    day = dt.timedelta(days=1)
    entries = saved(
        Scale(date=MONDAY, score=4), Scale(date=MONDAY + day, score=6, question="rust"), Scale(date=MONDAY, score=5)
    )

    found = groeilijn_rows.scales(entries)

    assert {question: [one.score for one in answers] for question, answers in found.items()} == {
        "rust": [6],
        "": [4, 5],
    }
    assert list(found) == ["rust", ""]


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([5], "Op 01-09-2025: een 5."),
        ([5, 7], "een 7. Dat is tot nu toe het hoogst."),
        ([7, 5], "een 5. Hoogst tot nu toe: een 7"),
    ],
)
def test_the_newest_answer_is_told_with_the_highest_so_far(scores: list[int], said: str) -> None:
    days = [MONDAY + dt.timedelta(days=number) for number in range(len(scores))]
    answers = [Scale(date=day, score=score) for day, score in zip(days, scores, strict=True)]

    assert said in words.scale_now(answers)


FULL: dict[str, Any] = {"lanes": tuple(words.LANES), "has_goal": True, "has_seen": True}


def test_the_axis_of_the_line_stays_0_to_100_with_the_words_of_the_lanes_below() -> None:
    spec = own_charts.growth_line(style.PALETTES["light"], **FULL)
    (axis,) = {str(one): one for one in _axes(spec, "share")}.values()

    assert axis["scale"]["domain"][1] == 1.1
    assert [value for value in axis["axis"]["values"] if value >= 0] == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert all(word in axis["axis"]["labelExpr"] for word in words.LANES.values())
    assert axis["axis"]["labelOverlap"] is False
    assert axis["axis"]["tickCount"] >= len(axis["axis"]["values"])
    assert str(spec).count("'field': 'share'") == len(list(_axes(spec, "share")))
    assert spec["height"] == own_charts.HEIGHT + len(words.LANES) * own_charts.LANE


def test_the_scale_runs_from_0_to_10() -> None:
    spec = own_charts.scale(style.PALETTES["light"])

    assert [axis["scale"]["domain"] for axis in _axes(spec, "score")] == [[0, 10]] * 4


def test_a_chart_says_what_is_in_it_and_nothing_that_is_not() -> None:
    bare = own_charts.growth_line(style.PALETTES["light"])["description"]
    full = own_charts.growth_line(style.PALETTES["light"], **FULL)["description"]

    assert bare == wording.GROWTH_LINE
    assert all(word in full for word in ("eigen doel", "driehoek", "Onder de lijn"))
    assert own_charts.arrivals(style.PALETTES["light"], has_goal=True)["description"].endswith(words.OWN_GOAL)


def test_every_kind_has_a_form_of_its_own() -> None:
    outlines = {name: own_charts.MARKS[name].path for name in (*words.KINDS, "talk", "checklist")}

    assert len(set(outlines.values())) == len(outlines)


def test_the_line_without_anything_written_is_the_line_as_it_was() -> None:
    drawn = rows.growth_line(
        pl.DataFrame(
            {"week_start": [MONDAY], "present_minutes": [60], "registered_minutes": [60], "n_present": [1],
             "n_registered": [1]}
        ),
        pl.DataFrame(schema={"step_date": pl.Date, "number": pl.UInt32, "sentence": pl.String}),
        pl.DataFrame(schema={"is_teaching_day": pl.Boolean, "date": pl.Date}),
    )  # fmt: skip

    assert groeilijn_rows.growth_line(drawn, [], MONDAY).equals(drawn)
    assert charts.ROWS in str(own_charts.growth_line(style.PALETTES["light"]))


def _axes(part: Any, field: str) -> Iterator[dict[str, Any]]:
    """Every y axis of a field anywhere in a spec that has a scale."""
    if isinstance(part, dict):
        y = part.get("encoding", {}).get("y", {})
        if y.get("field") == field and "scale" in y:
            yield y
        for value in part.values():
            yield from _axes(value, field)
    elif isinstance(part, list):
        for value in part:
            yield from _axes(value, field)
