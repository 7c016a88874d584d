"""What a valid entry is, and what is said of one that is not yet."""

import datetime as dt
import re
from typing import Any

import pytest

from dashboard import wording
from dashboard.journal.kinds import (
    KINDS,
    Action,
    Agreement,
    Checklist,
    Contact,
    Content,
    Cycle,
    Decision,
    Event,
    Goal,
    InvalidEntryError,
    Measure,
    Note,
    Scale,
    SeenStep,
    SoftGoal,
    Talk,
    filled_in,
)

MONDAY = dt.date(2025, 11, 3)
NEXT, BEFORE = MONDAY + dt.timedelta(days=7), MONDAY - dt.timedelta(days=1)


def said(kind: type[Content], **values: Any) -> dict[str, str]:
    with pytest.raises(InvalidEntryError) as told:
        filled_in(kind, **values)
    return told.value.fields


@pytest.mark.parametrize(
    ("number", "counts"),
    [(None, None), (0, "lessons"), (20, "lessons"), (100, "presence_percent"), (600, "arrival_minute"),
     (1439, "arrival_minute")],
)  # fmt: skip
def test_a_goal_has_a_number_that_can_be(number: int | None, counts: str | None) -> None:
    goal = filled_in(Goal, words="Op tijd", set_on=MONDAY, number=number, counts=counts)
    assert (goal.number, goal.counts, goal.is_reached) == (number, counts, False)


@pytest.mark.parametrize(
    ("number", "counts", "sentence"),
    [(21, "lessons", "groter dan"), (101, "presence_percent", "groter dan"), (1440, "arrival_minute", "1439"),
     (-1, "lessons", "vanaf 0"), (5, None, "wat het telt"), (None, "lessons", "wat het telt"),
     ("veel", "lessons", "heel getal"), (1.5, "lessons", "heel getal")],
)  # fmt: skip
def test_a_number_that_goes_beyond_is_told(number: Any, counts: str | None, sentence: str) -> None:
    fields = said(Goal, words="Op tijd", set_on=MONDAY, number=number, counts=counts)
    assert sentence in " ".join(fields.values())


def test_days_come_in_order_and_the_same_day_is_fine() -> None:
    assert filled_in(Goal, words="x", set_on=MONDAY, by_when=MONDAY, reached_on=MONDAY).is_reached
    for column in ("by_when", "reached_on"):
        assert "ligt voor het begin" in said(Goal, words="x", set_on=MONDAY, **{column: BEFORE})[""]
    assert said(Agreement, what="x", who="kaw", made_on=MONDAY, due=BEFORE)
    assert said(Cycle, title="x", started_on=MONDAY, by_when=BEFORE, goal=SoftGoal(words="x"))
    assert said(Action, what="x", owner="mentor", planned_on=MONDAY, due=BEFORE)
    filled_in(Action, what="x", owner="mentor", planned_on=MONDAY, done_on=BEFORE)


@pytest.mark.parametrize("score", [0, 10])
def test_the_scale_runs_from_0_to_10(score: int) -> None:
    assert filled_in(Scale, date=MONDAY, score=score, how_come="  ", small_step="Wekker").how_come is None


@pytest.mark.parametrize(("score", "sentence"), [(-1, "vanaf 0"), (11, "tot en met 10"), (None, "heel getal")])
def test_beyond_the_scale_is_told(score: int | None, sentence: str) -> None:
    assert sentence in said(Scale, date=MONDAY, score=score)["score"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Op tijd \n", "Op tijd"), ("een\r\ntwee", "een\ntwee"), ("a\x00b\x1b\tc", "abc"), ("é" * 600, "é" * 600)],
)
def test_text_is_kept_without_what_no_keyboard_has(typed: str, kept: str) -> None:
    assert filled_in(SeenStep, date=MONDAY, words=typed).words == kept


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "Vul dit nog in"), (" \n\x00", "Vul dit nog in"), ("x" * 601, "600 tekens")]
)
def test_text_that_is_missing_or_long_is_told(typed: str, sentence: str) -> None:
    assert sentence in said(SeenStep, date=MONDAY, words=typed)["words"]


@pytest.mark.parametrize("day", [dt.date(1999, 12, 31), dt.date(2100, 1, 1)])
def test_a_day_lies_in_this_century(day: dt.date) -> None:
    assert said(Note, date=day, words="x")["date"] == "Kies een datum in deze eeuw."


@pytest.mark.parametrize("day", ["31 februari", "2025-02-30", None, ""])
def test_what_is_no_day_is_told(day: Any) -> None:
    assert "atum" in said(Note, date=day, words="x")["date"]


def test_what_is_not_a_choice_is_told() -> None:
    assert said(Contact, date=MONDAY, how="duif", has_reason=False) == {"how": "Kies een van de mogelijkheden."}
    assert said(Event, date=MONDAY, what="feest")["what"]
    assert said(Decision, date=MONDAY, decision="wachten", why="x")["decision"]
    assert said(Checklist, date=MONDAY, checklist="individual", items={"autonomie": "slecht"})["items"]
    assert said(Checklist, date=MONDAY, checklist="individual", items={})["items"] == "Vul er nog een in."
    assert said(Talk, date=MONDAY, picked_up_by="iemand")["picked_up_by"]
    assert said(Contact, date=MONDAY, how="phone")["has_reason"] == "Vul dit nog in."
    with pytest.raises(ValueError, match="finite"):
        Measure(what="x", effort_hours=float("inf"))


def test_a_field_that_does_not_exist_is_refused() -> None:
    assert said(Note, date=MONDAY, words="x", student_id=10001)["student_id"]


def test_an_error_never_repeats_what_was_typed() -> None:
    with pytest.raises(InvalidEntryError) as told:
        filled_in(Goal, words="geheimpje " * 100, set_on="geheimpje", number="geheimpje", counts="geheimpje")
    assert "geheimpje" not in f"{told.value}{told.value.fields}{told.value.__cause__}{told.value.__context__}"


def test_sentences_speak_of_what_to_do() -> None:
    from dashboard.journal import kinds

    for sentence in kinds._MISTAKES.values():
        assert re.fullmatch(r"[A-Z][^{]*(\{\w+(:g)?\}[^{]*)?\.", sentence), sentence
        assert not wording.forbidden(sentence)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_day_and_comes_back_from_what_was_kept(name: str) -> None:
    content = EXAMPLES[name]
    assert isinstance(content.day, dt.date)
    assert KINDS[name].model_validate_json(content.model_dump_json()) == content
    assert content.about


EXAMPLES: dict[str, Content] = {
    one.kind: one
    for one in (
        Goal(words="Op tijd", set_on=MONDAY, number=600, counts="arrival_minute", by_when=NEXT),
        Scale(date=MONDAY, score=6, how_come="Wekker"),
        SeenStep(date=MONDAY, words="Nam het woord"),
        Agreement(what="Bellen", who="mentor", made_on=MONDAY, due=NEXT, done_on=NEXT),
        Contact(date=MONDAY, how="phone", has_reason=False, by_role="kaw"),
        Event(date=MONDAY, what="bpv_start", words="Bij de bakker"),
        Note(date=MONDAY, words="In vertrouwen"),
        Talk(date=MONDAY, goes_well="Komt op tijd", next_step="Hele week", picked_up_by="mentor"),
        Checklist(date=MONDAY, checklist="individual", items={"autonomie": "ruimte"}, note="x"),
        KINDS["feedback"](date=MONDAY),  # type: ignore[call-arg]
        Cycle(title="Op tijd", started_on=MONDAY, by_when=NEXT, goal=SoftGoal(words="Welkom", job_items=("sfeer",)),
              measures=(Measure(what="Bellen", target_group="nieuwe studenten", effort_hours=2.5),)),
        Action(what="Bellen", owner="mentor", planned_on=MONDAY),
        KINDS["check"](date=MONDAY, figures={"value": 0.5, "rows": [1, None]}),  # type: ignore[call-arg]
        Decision(date=MONDAY, decision="keep", why="Het werkt", rebases=True),
    )
}  # fmt: skip
