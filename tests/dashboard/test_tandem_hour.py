"""The hour of the tandem as facts: what is celebrated, whose turn it is, and who comes up by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from dashboard.filters import Student
from dashboard.journal.kinds import Agreement, Contact, Content, Goal, SeenStep, Talk
from dashboard.journal.store import Saved, Subject
from dashboard.panels import tandem_hour
from dashboard.panels.tandem_hour import Hour

TODAY = date(2026, 3, 24)
NAMES = ("Aya", "Bram", "Cem")
STUDENTS = [Student(name.lower(), name, name, None) for name in NAMES]


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def saved(content: Content, hour: float = 9) -> Saved[Any]:
    now = datetime(2026, 3, 24, tzinfo=UTC) + timedelta(hours=hour)
    return Saved(uuid4(), 1, content, Subject(student_id=1), "mentor", now, now, "E1A")


def talk(days: int) -> Saved[Any]:
    return saved(Talk(date=days_ago(days), next_step="een volgende stap"), 9 - 24 * days)


def step(key: str, days: int, sentence: str, known_at: datetime | None = None) -> dict[str, Any]:
    return {"student_key": key, "step_date": days_ago(days), "known_at": known_at, "sentence": sentence}


def an_hour(written: dict[str, list[Saved[Any]]], steps: list[dict[str, Any]] | None = None) -> Hour:
    return tandem_hour.hour(STUDENTS, {name.lower(): written.get(name, []) for name in NAMES}, steps or [], TODAY)


@pytest.mark.parametrize(
    ("last_talks", "is_waiting"),
    [
        #  days ago         after three weeks to the day
        ([20], False),
        ([21], True),
        ([22], True),
        ([40, 3], False),
        ([], True),
        #  spoken of today already
        ([40, 0], False),
    ],
)
def test_who_was_not_spoken_of_for_three_weeks_comes_up(last_talks: list[int], is_waiting: bool) -> None:
    # Bram makes that the class had an hour before.
    now = an_hour({"Aya": [talk(days) for days in last_talks], "Bram": [talk(7)]})
    assert [turn.student.name for turn in now.waiting if turn.student.name == "Aya"] == ["Aya"] * is_waiting


def test_in_the_first_hour_of_a_class_nobody_is_waiting() -> None:
    now = an_hour({})
    assert now.since is None
    assert now.waiting == []


def test_steps_since_the_last_hour_are_celebrated_the_newest_first() -> None:
    now = an_hour(
        {"Bram": [talk(7), saved(SeenStep(date=days_ago(2), words="Vroeg zelf om hulp"))]},
        [
            step("aya", 8, "de dag voor de vorige keer"),
            step("aya", 7, "op de dag van de vorige keer"),
            step("cem", 0, "vandaag"),
            step("elders", 0, "van een andere klas"),
        ],
    )
    assert [(step.sentence, step.is_seen) for step in now.steps] == [
        ("vandaag", False),
        ("Vroeg zelf om hulp", True),
        ("op de dag van de vorige keer", False),
    ]


@pytest.mark.parametrize(("days", "is_shown"), [(28, True), (29, False)])
def test_the_first_hour_looks_back_four_weeks(days: int, is_shown: bool) -> None:
    now = an_hour({}, [step("aya", days, "een stap", datetime(2026, 3, 24, 8, 0, tzinfo=UTC))])
    assert len(now.steps) == is_shown


@pytest.mark.parametrize(
    ("known_at", "is_shown"),
    [
        #  the last hour was on 17 March, and its first talk was saved at 9:00
        (None, False),
        (datetime(2026, 3, 17, 3, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 17, 8, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 17, 8, 1, tzinfo=UTC), True),
        (datetime(2026, 3, 23, 3, 0, tzinfo=UTC), True),
    ],
)
def test_a_step_of_before_the_last_hour_is_celebrated_when_it_became_known_after_it(
    known_at: datetime | None, is_shown: bool
) -> None:
    late = [step("aya", 12, "kwam laat binnen", known_at), step("cem", 1, "op tijd binnen", known_at)]
    found = [(one.sentence, one.is_late) for one in an_hour({"Aya": [talk(14)], "Bram": [talk(7)]}, late).steps]
    assert found == [("op tijd binnen", False), *[("kwam laat binnen", True)] * is_shown]


def test_a_step_that_was_seen_before_the_last_hour_and_written_after_it_is_celebrated() -> None:
    seen = SeenStep(date=days_ago(9), words="Vroeg zelf om hulp")
    for hours_ago, n_shown in ((24 * 8, 0), (24 * 7 + 1, 0), (24 * 6, 1)):
        now = an_hour({"Aya": [talk(7), saved(seen, 9 - hours_ago)]})
        assert len(now.steps) == n_shown


def test_agreements_that_are_not_done_stand_with_the_first_due_in_front() -> None:
    def agreed(what: str, due: int | None, done: int | None = None) -> Saved[Any]:
        day = None if due is None else TODAY + timedelta(days=due)
        done_on = None if done is None else days_ago(done)
        return saved(Agreement(what=what, who="mentor", made_on=days_ago(30), due=day, done_on=done_on))

    now = an_hour({"Aya": [agreed("later", 9), agreed("ooit", None), agreed("eerst", -1), agreed("gedaan", 1, done=2)]})
    assert [one.content.what for one in now.turns[0].agreements] == ["eerst", "later", "ooit"]


def test_goals_stand_until_they_are_reached() -> None:
    goals = [
        saved(Goal(words=words, set_on=days_ago(30), reached_on=reached))
        for words, reached in (("nog niet", None), ("vandaag", TODAY))
    ]
    assert [one.content.words for one in an_hour({"Aya": goals}).turns[0].goals] == ["nog niet"]


def test_the_last_contact_counts_with_and_without_a_reason() -> None:
    contacts = [saved(Contact(date=days_ago(days), how="phone", has_reason=days > 5)) for days in (9, 3)]
    now = an_hour({"Aya": contacts})
    assert [turn.last_contact for turn in now.turns] == [days_ago(3), None, None]


def test_the_hour_opens_at_who_is_waiting_and_then_goes_by_name() -> None:
    #       Aya spoken of today, Bram a week ago, Cem four weeks ago
    now = an_hour({"Aya": [talk(7), talk(0)], "Bram": [talk(7)], "Cem": [talk(28)]})
    assert now.n_spoken == 1
    turn = now.of(None)
    assert turn is not None
    assert turn.student.name == "Cem"
    asked = now.of("bram")
    assert asked is not None
    assert asked.student.name == "Bram"
    rest = an_hour({"Aya": [talk(7), talk(0)], "Bram": [talk(7)], "Cem": [talk(7)]}).of("onbekend")
    assert rest is not None
    assert rest.student.name == "Bram"


@pytest.mark.parametrize(
    ("spoken", "waiting", "turn", "following"),
    [
        #  the next by name, and after the last name who was passed over
        ("", "", "Aya", "Bram"),
        ("Bram", "", "Aya", "Cem"),
        ("", "", "Cem", "Aya"),
        ("Aya Bram", "", "Cem", None),
        #  who waits comes first, and then it begins at the first name
        ("", "Bram Cem", "Bram", "Cem"),
        ("Bram", "Cem", "Cem", "Aya"),
        #  who is passed over while waiting does not come back each time
        ("Bram", "Aya", "Cem", "Aya"),
        ("", "Aya", "Bram", "Cem"),
    ],
)
def test_after_a_student_the_next_one_comes_up(spoken: str, waiting: str, turn: str, following: str | None) -> None:
    written = {name: [talk(28 if name in waiting else 7), *([talk(0)] if name in spoken else [])] for name in NAMES}
    now = an_hour(written)
    asked = now.of(turn.lower())
    assert asked is not None
    after = now.after(asked)
    assert (after and after.student.name) == following


def test_a_class_without_students_has_no_turn() -> None:
    assert tandem_hour.hour([], {}, [], TODAY).of(None) is None
