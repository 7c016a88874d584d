"""What can be written down: one frozen model per kind of entry, each with the day it stands at on a line.

Text is what people typed, without control characters and outer space; an optional text that is left empty is none.
Dates lie in this century. The text of an error tells the field and what to do, never what was typed.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Annotated, Any, ClassVar, Final, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipelines.errors import ExpectedError

Tandem = Literal["mentor", "kaw", "peercoach"]
Who = Literal["student", "mentor", "kaw", "peercoach", "other"]
"""Who takes something on."""
About = Literal["student", "class", "team"]
"""Whom an entry is about."""


class InvalidEntryError(ExpectedError):
    """What was filled in is not complete or not possible; `fields` says per field what to do, in Dutch."""

    def __init__(self, fields: dict[str, str]) -> None:
        """Take per field (empty for the form as a whole) a Dutch sentence without what was typed."""
        super().__init__("Er is nog iets in te vullen of te verbeteren.", " ".join(dict.fromkeys(fields.values())))
        self.fields = fields


_UNSEEN: Final = frozenset({"Cc", "Cs"})
_FIRST_DAY, _LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


def _clean(value: Any) -> Any:
    """Text without signs that no keyboard has and not every database keeps."""
    if not isinstance(value, str):
        return value
    kept = (sign for sign in value.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign) not in _UNSEEN)
    return "".join(kept).strip()


def _cleaned(value: Any) -> Any:
    return _clean(value) or None if isinstance(value, str) else value


def _in_this_century(day: dt.date) -> dt.date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise PydanticCustomError("century", "not in this century")
    return day


Day = Annotated[dt.date, AfterValidator(_in_this_century)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120), BeforeValidator(_clean)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600), BeforeValidator(_clean)]
Story = Annotated[str, StringConstraints(min_length=1, max_length=4000), BeforeValidator(_clean)]
MaybeWords = Annotated[Words | None, BeforeValidator(_cleaned)]
MaybeStory = Annotated[Story | None, BeforeValidator(_cleaned)]


class Content(BaseModel):
    """What one version of an entry holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    about: ClassVar[frozenset[About]]
    is_restricted: ClassVar[bool] = False
    """Whether the tandem alone may read it."""
    one_per: ClassVar[tuple[str, ...] | None] = None
    """Fields of which there is one entry for whom it is about: two people who begin the same one meet each other."""
    in_order: ClassVar[tuple[str, ...]] = ()
    """Days of which none lies before the first."""

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        start, *later = [getattr(self, name) for name in self.in_order] or [None]
        if any(day is not None and day < start for day in later):
            raise PydanticCustomError("days_in_order", "before the start")
        return self

    @property
    def day(self) -> dt.date:
        """The day at which it stands on a line."""
        raise NotImplementedError


class Dated(Content):
    """Something of one day."""

    date: Day

    @property
    def day(self) -> dt.date:
        return self.date


# --- on the growth line ----------------------------------------------------------------------------------------------


class Goal(Content):
    """A goal of the student in own words, with an optional number: lessons of 20, minute of arrival, or percent.

    `number` counts what `counts` says: lessons (of the next twenty), arrival_minute (of the day, 600 is ten o'clock)
    or presence_percent (of lessons).
    """

    kind = "goal"
    about = frozenset({"student"})
    in_order = ("set_on", "by_when", "reached_on")

    words: Words
    set_on: Day
    number: Annotated[int, Field(ge=0, le=1439)] | None = None
    counts: Literal["lessons", "arrival_minute", "presence_percent"] | None = None
    by_when: Day | None = None
    reached_on: Day | None = None

    @property
    def day(self) -> dt.date:
        return self.set_on

    @property
    def is_reached(self) -> bool:
        """Whether the student says it was reached."""
        return self.reached_on is not None

    @model_validator(mode="after")
    def _number_fits(self) -> Self:
        if (self.number is None) != (self.counts is None):
            raise PydanticCustomError("number_and_counts", "one without the other")
        if self.number is not None and self.number > {"lessons": 20, "presence_percent": 100}.get(
            self.counts or "", 1439
        ):
            raise PydanticCustomError("number_fits", "more than there can be")
        return self


class Scale(Dated):
    """Schaalvraag: where am I from 0 to 10, how did I get there, and what would be a small step higher."""

    kind = "scale"
    about = frozenset({"student"})

    question: MaybeWords = None
    score: Annotated[int, Field(ge=0, le=10)]
    how_come: MaybeWords = None
    small_step: MaybeWords = None


class SeenStep(Dated):
    """A step that somebody saw and no register holds: from the school's own short list, or in own words."""

    kind = "seen_step"
    about = frozenset({"student"})

    words: Words


class Agreement(Content):
    """What was agreed, who does it, and by when."""

    kind = "agreement"
    about = frozenset({"student"})
    in_order = ("made_on", "due", "done_on")

    what: Words
    who: Who
    made_on: Day
    due: Day | None = None
    done_on: Day | None = None

    @property
    def day(self) -> dt.date:
        return self.made_on


class Contact(Dated):
    """There was a contact, with or without a reason: both count. What was said stands in a note, if anywhere."""

    kind = "contact"
    about = frozenset({"student"})

    how: Literal["in_person", "phone", "message", "visit", "other"]
    has_reason: bool
    by_role: Tandem | Literal["teamleider", "other"] | None = None


class Event(Dated):
    """Something that happened around a student: the start of a stage (bpv), a new class, or something else."""

    kind = "event"
    about = frozenset({"student"})

    what: Literal["bpv_start", "new_class", "other"]
    words: MaybeWords = None


class Note(Dated):
    """A note in confidence, for the tandem alone."""

    kind = "note"
    about = frozenset({"student"})
    is_restricted = True

    words: Story


# --- the hour of the tandem, and guidance ----------------------------------------------------------------------------


class Talk(Dated):
    """A student was spoken of in the hour of the tandem: what goes well, what is next, who picks it up."""

    kind = "talk"
    about = frozenset({"student"})
    one_per = ("date",)

    goes_well: MaybeWords = None
    next_step: MaybeWords = None
    picked_up_by: Tandem | Literal["student"] | None = None


Kenmerk = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class Checklist(Dated):
    """A checklist of guidance: per kenmerk voldoende, ruimte voor groei, or open (nog niet besproken).

    About the guidance of one student, or (collaboration) of a class. Which kenmerken belong to which list is checked
    where it is written, by those who know them.
    """

    kind = "checklist"
    about = frozenset({"student", "class"})

    checklist: Literal["individual", "collaboration"]
    moment: Literal["before", "during", "after"] | None = None
    filled_in_by: Tandem | Literal["together"] | None = None
    items: Annotated[dict[Kenmerk, Literal["voldoende", "ruimte", "open"]], Field(min_length=1, max_length=20)]
    note: MaybeStory = None


class Feedback(Dated):
    """Collegiale feedback took place; nothing of it is kept but the day."""

    kind = "feedback"
    about = frozenset({"class"})


# --- PDCA ------------------------------------------------------------------------------------------------------------


class Measure(BaseModel):
    """Something a cycle does: for whom, how many of them were reached, and the effort in hours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Words
    target_group: MaybeWords = None
    n_reached: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    effort_hours: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] | None = None


class IndicatorGoal(BaseModel):
    """An indicator of a group that goes from one value to another; values as the indicator gives them (a share 0-1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["indicator"] = "indicator"
    indicator: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")]
    group: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")], Title | int] = {}
    """Columns of the group and their values, as the figures are asked: {"team": "Entree"}; empty: the institution."""
    from_value: Annotated[float, Field(allow_inf_nan=False)]
    to_value: Annotated[float, Field(allow_inf_nan=False)]


class SoftGoal(BaseModel):
    """A goal in words, tied to items of the JOB-monitor by their codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["soft"] = "soft"
    words: Words
    job_items: Annotated[tuple[Title, ...], Field(max_length=20)] = ()


class Cycle(Content):
    """A PDCA cycle of a team or the institution: the goal, by when, the plan and its measures."""

    kind = "cycle"
    about = frozenset({"team"})
    in_order = ("started_on", "by_when")

    title: Title
    started_on: Day
    by_when: Day
    goal: Annotated[IndicatorGoal | SoftGoal, Field(discriminator="type")]
    plan: MaybeStory = None
    measures: Annotated[tuple[Measure, ...], Field(max_length=30)] = ()

    @property
    def day(self) -> dt.date:
        return self.started_on


class Action(Content):
    """What somebody does in a cycle; `owner` is a role or a name."""

    kind = "action"
    about = frozenset({"team"})
    in_order = ("planned_on", "due")

    what: Words
    owner: Title
    planned_on: Day
    due: Day | None = None
    done_on: Day | None = None

    @property
    def day(self) -> dt.date:
        return self.done_on or self.planned_on


class Check(Dated):
    """What was seen on a day, with the figures frozen as they were shown."""

    kind = "check"
    about = frozenset({"team"})

    words: MaybeStory = None
    figures: dict[str, JsonValue] = {}


class Decision(Dated):
    """What a team decides after a check, and why; it may start the limits of the chart anew."""

    kind = "decision"
    about = frozenset({"team"})

    decision: Literal["keep", "adjust", "stop"]
    why: Story
    rebases: bool = False


KINDS: Final[dict[str, type[Content]]] = {
    one.kind: one
    for one in (
        Goal, Scale, SeenStep, Agreement, Contact, Event, Note, Talk, Checklist, Feedback, Cycle, Action, Check,
        Decision,
    )
}  # fmt: skip
"""Every kind by its name in the journal."""
RESTRICTED: Final = frozenset(name for name, one in KINDS.items() if one.is_restricted)
STEPS_OF_A_CYCLE: Final = frozenset({"action", "check", "decision"})
"""Kinds that are part of a cycle."""

CODES: Final = frozenset({"indicator", "group", "job_items"})
"""Fields whose texts are names of figures, groups and questions as deliveries give them: no words of people."""

C = TypeVar("C", bound=Content)

_MISTAKES: Final = {
    "missing": "Vul dit nog in.",
    "string_too_short": "Vul dit nog in.",
    "string_too_long": "Dit is te lang. Kort het in tot {max_length} tekens.",
    "too_short": "Vul er nog een in.",
    "too_long": "Dit zijn er te veel. Maak er hoogstens {max_length} van.",
    "date_from_datetime_parsing": "Dit is geen datum. Schrijf bijvoorbeeld 31-01-2026.",
    "date_parsing": "Dit is geen datum. Schrijf bijvoorbeeld 31-01-2026.",
    "date_type": "Kies een datum.",
    "century": "Kies een datum in deze eeuw.",
    "days_in_order": "Deze datum ligt voor het begin. Kies een latere.",
    "number_and_counts": "Zeg bij het getal ook wat het telt, of laat beide leeg.",
    "number_fits": "Dit getal is groter dan het worden kan. Kies een lager getal.",
    "greater_than_equal": "Kies een getal vanaf {ge:g}.",
    "less_than_equal": "Kies een getal tot en met {le:g}.",
    "int_type": "Kies een heel getal.",
    "int_parsing": "Kies een heel getal.",
    "int_from_float": "Kies een heel getal.",
    "float_type": "Kies een getal.",
    "float_parsing": "Kies een getal.",
    "finite_number": "Kies een getal.",
    "literal_error": "Kies een van de mogelijkheden.",
    "bool_type": "Kies ja of nee.",
    "bool_parsing": "Kies ja of nee.",
}
"""What pydantic found, said in Dutch; a value of a person is in none of them."""


def _field(where: tuple[int | str, ...]) -> str:
    """The field of a form: empty for the form as a whole, of a goal its own field, of a measure with its row."""
    if where[:1] == ("goal",):
        return str(where[2] if len(where) > 2 else where[0])
    if where[:1] == ("measures",) and len(where) > 2:
        return f"{where[2]} {where[1]}"
    return str(where[0]) if where else ""


def filled_in(kind: type[C], **values: Any) -> C:
    """An entry from what was filled in on a form. Raises InvalidEntryError, with a sentence per field."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        fields = {
            _field(mistake["loc"]): _MISTAKES.get(mistake["type"], "Verbeter wat hier staat.").format(
                **mistake.get("ctx", {})
            )
            for mistake in reversed(error.errors(include_input=False, include_url=False))
        }
    raise InvalidEntryError(fields)
