"""The one way of writing on a page: a form at a place of a journal door.

What somebody types is kept as a draft at each change, so a reload loses no text; what is still to fill in stands with
its field; and when a colleague saved first, both texts stand side by side and the writer chooses.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s
from typing import Any, Final

import streamlit as st

from dashboard import data, style, wording
from dashboard.journal.database import JournalError
from dashboard.journal.doors import Cycles
from dashboard.journal.kinds import Content, InvalidEntryError
from dashboard.journal.store import ConflictError, Saved
from dashboard.panels.written import SAID, Door, author, listed, told_saved
from dashboard.wording import writing as words

Fields = dict[str, Any]
"""The values of the fields of a form by name, as JSON knows them: a date is its ISO text, a time its minute."""
Options = Mapping[str, str] | Sequence[str]
"""What can be chosen: names with the words on screen, or the words alone."""

DATE_FORMAT: Final = "DD-MM-YYYY"


def fields_of(content: Content) -> Fields:
    """The fields of a form that has one field for each field of the content."""
    return content.model_dump(mode="json")


class Form:
    """The fields of one form at one place of a door.

    It begins with the draft that is there, else with `seen` (the entry that is corrected, as the page shows it) as
    `of` puts it in fields, else with `start`. Fields are drawn by their methods, which give what is filled in; then
    `save` draws the buttons. `place` is unique among the forms of a door, and the same after a reload.
    """

    def __init__(
        self,
        journal: Door,
        place: str,
        *,
        seen: Saved[Any] | None = None,
        of: Callable[[Any], Fields] = fields_of,
        start: Fields | None = None,
    ) -> None:
        told_saved()
        self.place = place
        self._journal, self._seen, self._of = journal, seen, of
        self._start = of(seen.content) if seen else dict(start or {})
        self._labels: dict[str, Callable[[Fields], str]] = {}
        self._drawn: set[str] = set()
        self._beyond: dict[str, str] = {}
        self._id = key_of(journal, place)
        self._told: dict[str, Any] = st.session_state.setdefault(self._id, {"turn": 0})
        n = seen.n if seen else 0
        if "values" not in self._told:
            kept = journal.draft(place) or {}
            self._begin(kept.get("values"), kept.get("n", n))
        elif self._told["n"] != n and not self._told["is_draft"] and not self._is_typed_now():
            self._begin(None, n)

    def _begin(self, draft: Fields | None, n: int) -> None:
        """Fill the fields anew; `n` is the version that was seen when writing began, 0 for none."""
        self._told |= {
            "turn": self._told["turn"] + 1, "values": {**self._start, **(draft or {})}, "n": n,
            "is_draft": draft is not None, "kept": draft, "is_kept": True, "theirs": None, "mistakes": {},
            "loose": set(), "mended": set(),
        }  # fmt: skip

    def _is_typed_now(self) -> bool:
        """Whether this run brings a change of a field: then a colleague who saved meanwhile may not take its place."""
        held = {name: self._key(name) for name in self._told["values"] if self._key(name) in st.session_state}
        return any(_for_json(st.session_state[key]) != self._told["values"][name] for name, key in held.items())

    @property
    def is_draft(self) -> bool:
        """Whether something is written here that is not saved."""
        return bool(self._told["is_draft"])

    # --- fields ------------------------------------------------------------------------------------------------------

    def text(self, name: str, label: str, *, is_long: bool = False, **options: Any) -> str:
        """A line of text, or an area."""
        return str(self._field(st.text_area if is_long else st.text_input, name, label, "", **options) or "")

    def day(self, name: str, label: str, default: dt.date | None = None, **options: Any) -> dt.date | None:
        """A date, or none."""
        start = default.isoformat() if default else None
        found = self._field(st.date_input, name, label, start, format=DATE_FORMAT, **options)
        self._labels[label] = lambda fields: style.day(dt.date.fromisoformat(fields[name])) if fields.get(name) else ""
        return found if isinstance(found, dt.date) else None

    def clock(self, name: str, label: str, default: int | None = None, **options: Any) -> int | None:
        """A time of day as minutes since midnight, or none."""
        found = self._field(st.time_input, name, label, default, step=300, **options)
        self._labels[label] = lambda fields: "" if fields.get(name) is None else style.clock(fields[name])
        return 60 * found.hour + found.minute if isinstance(found, dt.time) else None

    def number(
        self, name: str, label: str, *, is_whole: bool = True, least: int = 0, most: int | None = None
    ) -> float | int | None:
        """A number, or none; whole unless told otherwise. One outside its limits is not saved, and is kept as typed."""
        kind = int if is_whole else float
        # Limits of the field itself are told in English. Written in short, only a fraction has a decimal sign.
        shape = {} if is_whole else {"format": "%g"}
        found = self._field(st.number_input, name, label, None, step=kind(1), **shape)
        if found is not None and not least <= found <= (found if most is None else most):
            self._beyond[name] = words.within(least, most)
        return None if found is None else kind(found)

    def choice(self, name: str, label: str, options: Options, default: str | None = None, **more: Any) -> str | None:
        """One of some words, in a list that opens; the name of what is chosen, or None."""
        return self._one_of(st.selectbox, name, label, options, default, placeholder=words.PICK, **more)

    def pick(self, name: str, label: str, options: Options, default: str | None = None, **more: Any) -> str | None:
        """One of a few words that are all in sight."""
        return self._one_of(st.radio, name, label, options, default, **{"horizontal": True, **more})

    def tap(self, name: str, label: str, options: Options, default: str | None = None, **more: Any) -> str | None:
        """One of a few words as buttons for a thumb; a second tap takes it back."""
        return self._one_of(st.pills, name, label, options, default, **more)

    def tick(self, name: str, label: str, **options: Any) -> bool:
        """Yes or no."""
        return bool(self._field(st.checkbox, name, label, False, **options))

    def count(self, name: str, label: str, least: int = 1) -> int:
        """How many rows there are, with a button for one more."""
        number = max(least, int(self._told["values"].get(name) or 0))
        if st.button(label, key=self._key(name), type="tertiary"):
            self._told["values"][name] = number = number + 1
        return number

    def _one_of(
        self, widget: Callable[..., Any], name: str, label: str, options: Options, default: str | None, **more: Any
    ) -> str | None:
        said = dict(options) if isinstance(options, Mapping) else {one: one for one in options}
        if self._told["values"].get(name) not in {None, *said}:
            # What could be chosen depends on another field.
            self._told["values"][name] = default
            st.session_state.pop(self._key(name), None)
        found = self._field(
            widget, name, label, default, options=list(said), format_func=lambda one: said.get(one, one), **more
        )
        self._labels[label] = lambda fields: said.get(str(fields.get(name)), "")
        return None if found is None else str(found)

    def _field(self, widget: Callable[..., Any], name: str, label: str, default: Any, **options: Any) -> Any:
        key, values = self._key(name), self._told["values"]
        for fields in (values, self._start):
            if fields.setdefault(name, default) is None:
                fields[name] = "" if default == "" else None
        if key not in st.session_state:
            st.session_state[key] = _for_widget(widget, values[name])
        # A field is also remembered in a run that cannot draw it, because the journal is out of reach.
        found = widget(label, key=key, persist_state="page", **options)
        value = _for_json(found)
        if value != values[name]:
            values[name] = value
            self._told["mended"].add(name)
        self._drawn.add(name)
        self._mistake(name)
        self._labels[label] = lambda fields: _said(fields.get(name))
        return found

    def _key(self, name: str) -> str:
        return f"{self._id} {name} {self._told['turn']}"

    def _mistake(self, name: str) -> None:
        """What is still to do with a field. A mended one keeps its room, or the button would move under the finger."""
        if name in self._told["mistakes"]:
            kind = "gl-mistake gl-mended" if name in self._told["mended"] else "gl-mistake"
            st.html(f'<p class="{kind}" role="alert">{style.text(self._told["mistakes"][name])}</p>')

    # --- saving ------------------------------------------------------------------------------------------------------

    def save(
        self,
        make: Callable[[], Content],
        label: str = words.SAVE,
        *,
        said: str = words.SAVED,
        write: Callable[[Any], object] | None = None,
    ) -> None:
        """Keep the draft, and draw the buttons; once it is saved the page starts anew, and `said` confirms it.

        `make` gives the content from what is filled in and may raise InvalidEntryError. A new entry is written by
        `write`, which hands `place=form.place` to the door, or by the door itself when left out.
        """
        self._keep()
        for name in self._told["loose"]:
            self._mistake(name)
        theirs: Saved[Any] | None = self._told["theirs"]
        if theirs is not None:
            self._side_by_side(theirs)
        with st.container(horizontal=True, key=f"{self._id} buttons"):
            wants = st.button(label if theirs is None else words.KEEP_YOURS, key=f"{self._id} save", type="primary")
            if theirs is not None:
                lets_go = st.button(words.KEEP_THEIRS, key=f"{self._id} theirs")
            else:
                lets_go = self.is_draft and st.button(words.DROP, key=f"{self._id} drop", type="tertiary")
        if self.is_draft:
            st.caption(words.DRAFT if self._told["is_kept"] else words.DRAFT_NOT_KEPT)
        if lets_go:
            self.drop()
        if wants:
            self._save(make, write or self._write, said)

    def _save(self, make: Callable[[], Content], write: Callable[[Any], object], said: str) -> None:
        theirs: Saved[Any] | None = self._told["theirs"]
        # The version that was seen when writing began, which a draft may have carried over a reload.
        seen = theirs or (replace(self._seen, n=self._told["n"]) if self._seen else None)
        try:
            content = self._made(make)
            if seen is None:
                write(content)
            else:
                self._journal.correct(seen, content, place=self.place)
        except InvalidEntryError as error:
            # What belongs to no field stands at the buttons; what belongs to a field goes when its field does.
            loose = error.fields.keys() - self._drawn
            self._told |= {"mistakes": error.fields, "loose": loose, "mended": set()}
            st.rerun()
        except ConflictError as error:
            self._told["theirs"] = error.theirs
            st.rerun()
        except JournalError:
            st.warning(words.NOT_SAVED)
        else:
            self._end(said)

    def _made(self, make: Callable[[], Content]) -> Content:
        """What is filled in. Raises InvalidEntryError, also for a number outside the limits of its field."""
        if not self._beyond:
            return make()
        try:
            make()
        except InvalidEntryError as error:
            # What belongs to no field may be about that same number, and comes back when it is still there.
            fields = {name: do for name, do in error.fields.items() if name in self._drawn}
            raise InvalidEntryError({**fields, **self._beyond}) from None
        raise InvalidEntryError(self._beyond)

    def _write(self, content: Content) -> None:
        if isinstance(self._journal, Cycles):
            raise TypeError("A cycle is written by the `write` of its form, which knows the team.")
        self._journal.write(content, place=self.place)

    def drop(self) -> None:
        """Let go of what was written here, and begin anew."""
        try:
            self._journal.drop_draft(self.place)
        except JournalError:
            st.warning(words.OUT_OF_REACH)
        else:
            self._end()

    def _end(self, said: str = "") -> None:
        turn = self._told["turn"]
        self._told.clear()
        self._told["turn"] = turn + 1
        if said:
            st.session_state[SAID] = said
        st.rerun()

    def _keep(self) -> None:
        """Keep what is filled in where it differs from what the form began with; only when something changed."""
        values = self._told["values"]
        differs = any(values.get(name) != self._start.get(name) for name in {*values, *self._start})
        now = dict(values) if differs else None
        self._told["is_draft"] = differs
        if now == self._told["kept"]:
            return
        try:
            if now is None:
                self._journal.drop_draft(self.place)
            else:
                self._journal.keep_draft(self.place, {"values": now, "n": self._told["n"]})
        except JournalError:
            self._told["is_kept"] = False
        else:
            self._told |= {"kept": now, "is_kept": True}

    def _side_by_side(self, theirs: Saved[Any]) -> None:
        """Both texts, of the fields in which they differ."""
        other = author(theirs)
        st.html(f'<p class="gl-mistake" role="alert">{style.text(words.conflict(other, theirs.written_at))}</p>')
        mine, now = self._told["values"], self._of(theirs.content)
        differ = {label: say for label, say in self._labels.items() if say(mine) != say(now)} or self._labels
        both = ((words.YOURS, mine), (words.theirs(other), now))
        for column, (head, fields) in zip(st.columns(2, gap="medium"), both, strict=True):
            said = [(label, say(fields)) for label, say in differ.items()]
            column.html(f'<p class="gl-term">{style.text(head)}</p>{listed(said)}')


def key_of(journal: Door, place: str) -> str:
    """What the keys of the fields of a form begin with: tells nobody whom it is about, and differs per writer."""
    who = blake2s(f"{data.door().viewer.person}/{journal.full_place(place)}".encode(), digest_size=4).hexdigest()
    return f"write-{wording.slug(place)}-{who}"


def _for_widget(widget: Callable[..., Any], value: Any) -> Any:
    if value is not None and widget is st.date_input:
        return dt.date.fromisoformat(value)
    if value is not None and widget is st.time_input:
        return dt.time(value // 60, value % 60)
    return value


def _for_json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return 60 * value.hour + value.minute if isinstance(value, dt.time) else value


def _said(value: Any) -> str:
    """The value of a field in words."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)
