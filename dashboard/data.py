"""The only module that asks `pipelines.api` for figures; every answer is cached.

`st.cache_data` is shared between all users, so the key of every cached answer holds the name of the build (a
new build has a new name) and the scope of the viewer. Small tables are cached as data; the open build and the
chart specs, which are large or live connections, are cached as resources.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import polars as pl
import streamlit as st

from dashboard import charts, style
from dashboard.cycles import new_limits
from dashboard.journal.database import JournalError
from dashboard.journal.doors import ClassJournal, Cycles, StudentJournal
from dashboard.journal.store import Journal
from pipelines import api, settings
from pipelines.api import Build, Checked, Viewer
from pipelines.definition import Definition
from pipelines.errors import AccessDeniedError


def build() -> Build | None:
    """The newest complete build, or None when there is none yet; looked up on every run."""
    newest = api.newest_build(settings.load().store)
    return _opened(newest) if newest else None


def _journal_now() -> Journal:
    """The journal, opened once for everyone; who may read what of it is for the doors."""
    return _journal(settings.load().journal_address())


@st.cache_resource(show_spinner=False, on_release=Journal.close)
def _journal(address: str) -> Journal:
    return Journal(address)


@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(path: Path) -> Build:
    """A build opened once for everyone; its name is new whenever its figures are."""
    return Build(path)


def sample_viewers(opened: Build) -> dict[str, Viewer]:
    """The roles one may try, by label; empty unless the build is made from sample data."""
    return api.sample_viewers(opened)


@dataclass(frozen=True)
class About:
    """Where the figures on screen come from: whose, up to which day, in which build, from how many files."""

    institution: str
    until: date | None
    build: str
    n_files: int
    small_group: int
    few_answers: int


def viewer_of(opened: Build, person: str) -> Viewer | None:
    """Who signed in, as the staff delivery knows this person; looked up on every run, so a right that ended is gone."""
    return api.viewer_of(opened, person)


class Door:
    """The answers of one build for one viewer; what the viewer may not see never passes."""

    def __init__(self, opened: Build, viewer: Viewer, ends_at: datetime | None = None) -> None:
        """`ends_at` is when who signed in has to do so again."""
        self.viewer = viewer
        self.ends_at = ends_at
        self.until: date | None = opened.data_until
        self._opened = opened
        self._scope = (
            opened.name,
            tuple(sorted(viewer.roles)),
            tuple(sorted(viewer.class_ids)),
            tuple(sorted(viewer.teams)),
        )

    def require_still(self) -> None:
        """Raise AccessDeniedError unless this viewer may still see what was shown: signed in not too long ago, and with
        the same rights in the newest build. For what happens without a run of the page.
        """
        newest, viewer = build(), self.viewer
        is_over = self.ends_at is not None and datetime.now(UTC) >= self.ends_at
        known = newest is not None and (
            viewer_of(newest, viewer.person) == viewer or viewer in sample_viewers(newest).values()
        )
        if is_over or not known:
            raise AccessDeniedError

    @property
    def is_sample(self) -> bool:
        """Whether this is the fictional school that comes with Groeilijn."""
        return self._opened.is_sample

    @property
    def today(self) -> date:
        """The day it is; for the fictional school the last day of its lessons, so that it is never out of date."""
        return self.until if self.is_sample and self.until else datetime.now(settings.ZONE).date()

    @property
    def sees_students(self) -> bool:
        """Whether this viewer's role opens rows of students at all."""
        return bool(self.viewer.roles & api.STUDENT_ROLES)

    @property
    def sees_teams(self) -> bool:
        """Whether this viewer's role is about teams, and not about single classes."""
        return bool(self.viewer.roles & {"teamleider", "kwaliteit"})

    @property
    def sees_everyone(self) -> bool:
        """Whether this viewer's role is about the institution as a whole."""
        return "kwaliteit" in self.viewer.roles

    @property
    def sees_rejected(self) -> bool:
        """Whether this viewer looks after the deliveries."""
        return "beheer" in self.viewer.roles

    @property
    def sees_remarks(self) -> bool:
        """Whether this viewer reads what files tell about each other."""
        return self.sees_everyone or self.sees_rejected

    def about(self) -> About:
        """Where the figures come from. Raises AccessDeniedError for who may not see the deliveries either."""
        n_files = self.deliveries()["refused_why"].null_count()
        opened = self._opened
        return About(opened.institution, self.until, opened.name, n_files, **opened.thresholds)

    def classes(self) -> pl.DataFrame:
        """The classes this viewer may open, alphabetical; see `api.classes`."""
        return self._answer("classes")

    def students(
        self,
        mart: str,
        *,
        class_key: str | None = None,
        student_key: str | None = None,
        since: date | None = None,
        latest: bool = False,
        columns: tuple[str, ...] | None = None,
    ) -> pl.DataFrame:
        """Rows of students; see `api.students`, which raises AccessDenied outside the viewer's scope."""
        return self._answer(
            "students",
            mart,
            class_key=class_key,
            student_key=student_key,
            since=since,
            latest=latest,
            columns=columns,
        )

    def figures(
        self,
        indicator: str,
        *,
        by: tuple[str, ...] = (),
        over: tuple[str, ...] = (),
        where: dict[str, object] | None = None,
    ) -> pl.DataFrame:
        """A group figure, with its interval and without what would tell about a few people; see `api.figures`."""
        return self._answer("figures", indicator, by=by, over=over, where=where)

    def changes(
        self,
        indicator: str,
        *,
        along: str,
        by: tuple[str, ...] = (),
        over: tuple[str, ...] = (),
        where: dict[str, object] | None = None,
    ) -> pl.DataFrame:
        """Figures with their change since the moment of `along` before; see `api.changes`."""
        return self._answer("changes", indicator, along=along, by=by, over=over, where=where)

    def side_by_side(
        self, indicator: str, *, by: tuple[str, ...], where: dict[str, object] | None = None
    ) -> pl.DataFrame:
        """Shares of all groups at one moment, with what chance does to them; see `api.side_by_side`."""
        return self._answer("side_by_side", indicator, by=by, where=where)

    def funnel(self, indicator: str, *, by: tuple[str, ...], where: dict[str, object] | None = None) -> pl.DataFrame:
        """The limits of a funnel for groups of every size; see `api.funnel`."""
        return self._answer("funnel", indicator, by=by, where=where)

    def retention(self, *, by: tuple[str, ...] = ()) -> pl.DataFrame:
        """How many are still at school in the weeks since their own start; see `api.retention`."""
        return self._answer("retention", by=by)

    def control_chart(
        self,
        indicator: str,
        *,
        by: tuple[str, ...] = (),
        where: dict[str, object] | None = None,
        good: str | None = "up",
    ) -> pl.DataFrame:
        """A figure week by week, or month by month, with the limits of its own baseline; see `api.control_chart`.

        Limits start anew where a cycle was decided on so.
        """
        return self._answer("control_chart", indicator, by=by, where=where, good=good, anew=self._new_limits(indicator))

    def check_cycle(
        self, indicator: str, *, group: dict[str, object], start: date, good: Literal["up", "down"], cycle: UUID
    ) -> Checked:
        """Whether a weekly figure of a group changed since the start of a cycle; see `api.check_cycle`."""
        anew = self._new_limits(indicator, but=cycle)
        return _checked(
            self._scope, self._opened, self.viewer, indicator, group=group, start=start, good=good, anew=anew
        )

    def _new_limits(self, indicator: str, but: UUID | None = None) -> tuple[api.NewLimits, ...]:
        """Where decisions in cycles start limits anew; none while the journal cannot be reached, as figures can."""
        if not self.sees_teams:
            return ()
        try:
            stories = self.cycles().entries()
        except JournalError:
            return ()
        return tuple(api.NewLimits(one.since, one.reason, one.group) for one in new_limits(stories, indicator, but))

    def norms(self) -> pl.DataFrame:
        """Norms of vsv and national figures; see `api.norms`."""
        return self._answer("norms")

    def vsv_files(self) -> pl.DataFrame:
        """From which files the figures of vsv are counted; see `api.vsv_files`."""
        return self._answer("vsv_files")

    def job_items(self) -> pl.DataFrame:
        """The items of the JOB-monitor in the order of the questionnaire; see `api.job_items`."""
        return self._answer("job_items")

    def job_references(self) -> pl.DataFrame:
        """National outcomes of the JOB-monitor; see `api.job_references`."""
        return self._answer("job_references")

    def class_figures(self, mart: str, *, class_key: str | None = None, since: date | None = None) -> pl.DataFrame:
        """Rows of classes; see `api.class_figures`."""
        return self._answer("class_figures", mart, class_key=class_key, since=since)

    def deliveries(self) -> pl.DataFrame:
        """One row per delivered file; see `api.deliveries`."""
        return self._answer("deliveries")

    def rejected(self) -> pl.DataFrame:
        """One row per rejected line, without values; see `api.rejected`."""
        return self._answer("rejected")

    def remarks(self) -> pl.DataFrame:
        """What files tell about each other; see `api.remarks`."""
        return self._answer("remarks")

    def revisions(self) -> pl.DataFrame:
        """What later deliveries would change in closed years; see `api.revisions`."""
        return self._answer("revisions")

    def accept_revision(self, mart: str, period: int, reason: str) -> None:
        """Accept one of `revisions`; see `api.accept_revision`."""
        api.accept_revision(self._opened, self.viewer, mart, period, reason)

    def name_of(self, person: str) -> str:
        """What somebody is called who signs in as `person`, or that itself for who has no name in the deliveries."""
        return api.staff_names(self._opened).get(person, person)

    def look(self, what: str, student_key: str) -> None:
        """Write down, once a day, that this viewer opened a page of a student."""
        seen: set[tuple[object, ...]] = st.session_state.setdefault("looked_at", set())
        once = (self.today, self.viewer.person, what, student_key)
        if once not in seen:
            api.look(self._opened, self.viewer, what, student_key=student_key)
            seen.add(once)

    def took(self, what: str, student_key: str | None = None) -> None:
        """Write down that this viewer took a table or a print along; works from wherever the file is made."""
        api.look(self._opened, self.viewer, what, student_key=student_key)

    def looked(self) -> pl.DataFrame:
        """Who looked at what, newest first; see `api.looked`."""
        return api.looked(self._opened, self.viewer)

    def journal_of_class(self, class_key: str) -> ClassJournal:
        """What is written about a class and its students. Raises AccessDeniedError outside the scope; never cached."""
        reach = api.reach(self._opened, self.viewer, class_key)
        return ClassJournal(_journal_now(), self.viewer.person, reach, api.kenmerken())

    def journal_of(self, student_key: str, class_key: str, *, is_former: bool = False) -> StudentJournal:
        """What is written about a student who is in a class, or was: raises as `journal_of_class`, never cached."""
        reach = api.reach(self._opened, self.viewer, class_key, student_key)
        if is_former:
            reach = reach.until_the_move()
        return ClassJournal(_journal_now(), self.viewer.person, reach, api.kenmerken()).of(student_key)

    def cycles(self) -> Cycles:
        """PDCA cycles of own teams, or of all. Raises AccessDeniedError for other roles; never cached."""
        return Cycles(_journal_now(), self.viewer.person, api.cycle_teams(self.viewer))

    def coverage(self) -> pl.DataFrame:
        """Registered lessons per class and month; see `api.coverage`."""
        return self._answer("coverage")

    def _answer(self, question: str, *arguments: object, **options: object) -> pl.DataFrame:
        return _answer(self._scope, question, arguments, options, self._opened, self.viewer)


@st.cache_data(max_entries=1000, ttl=3600, show_spinner=False)
def _answer(
    scope: tuple[object, ...],
    question: str,
    arguments: tuple[object, ...],
    options: dict[str, object],
    _opened: Build,
    _viewer: Viewer,
) -> pl.DataFrame:
    """One answer of the api; `scope` is only there to be part of the cache key."""
    answer: pl.DataFrame = getattr(api, question)(_opened, _viewer, *arguments, **options)
    return answer


@st.cache_data(max_entries=200, ttl=3600, show_spinner=False)
def _checked(scope: tuple[object, ...], _opened: Build, _viewer: Viewer, indicator: str, **options: Any) -> Checked:
    """One check of a cycle; `scope` is only there to be part of the cache key."""
    return api.check_cycle(_opened, _viewer, indicator, **options)


def enter(opened: Build, viewer: Viewer, ends_at: datetime | None = None, keep: Collection[str] = ()) -> None:
    """Remember for this run which build is open for whom, and until when; `door` hands it to the page.

    Who comes after somebody else, or with other rights than before, finds nothing of what was picked or typed here but
    what is named in `keep`.
    """
    before = st.session_state.get("door")
    if isinstance(before, Door) and before.viewer != viewer:
        leave(keep)
    st.session_state["door"] = Door(opened, viewer, ends_at)


def leave(keep: Collection[str] = ()) -> None:
    """Forget who looked here before, and what was picked and typed."""
    for name in set(st.session_state) - set(keep):
        del st.session_state[name]


_held: ContextVar[Door | None] = ContextVar("held", default=None)


@contextmanager
def through(entered: Door) -> Iterator[None]:
    """Let `door` answer with this one while a print is made: after its page has run, or without a page."""
    before = _held.set(entered)
    try:
        yield
    finally:
        _held.reset(before)


def door() -> Door:
    """The answers this viewer may have. Raises AccessDeniedError when nobody entered."""
    entered = _held.get() or st.session_state.get("door")
    if not isinstance(entered, Door):
        raise AccessDeniedError
    return entered


@dataclass(frozen=True)
class Kept:
    """How many school years before the one that runs are kept: of all (None: everything), and of who looked."""

    years: int | None
    log_years: int


def kept() -> Kept:
    """How long the school keeps things."""
    chosen = settings.load()
    return Kept(chosen.keep_years, chosen.keep_log_years)


def seen_steps() -> list[str]:
    """The steps the school lets a tandem mark with one tap."""
    return settings.load().seen_steps


def definitions() -> tuple[Definition, ...]:
    """Every definition on screen, as written in the code."""
    return api.definitions()


def definition(name: str) -> Definition:
    """The definition of an indicator, or of what a mart holds, by its name in the code."""
    return next(found for found in definitions() if found.name == name)


def counted(name: str) -> str:
    """What the denominator of an indicator counts, in Dutch."""
    return api.counted()[name]


def repeats(name: str) -> tuple[str, ...]:
    """The columns in which the people of an indicator come back, row after row."""
    return api.repeats()[name]


def per(name: str) -> float:
    """Per how many of its denominator an indicator is told."""
    return api.per()[name]


def spec(chart: Callable[..., charts.Spec], **options: object) -> charts.Spec:
    """The spec of a chart in the viewer's theme, built once for everyone for each set of options."""
    return _spec(f"{chart.__module__}.{chart.__qualname__}", style.theme(), options, chart)


@st.cache_resource(show_spinner=False)
def _spec(name: str, theme: str, options: dict[str, object], _chart: Callable[..., charts.Spec]) -> charts.Spec:
    """Built by `_chart`, of which only the `name` is part of the cache key."""
    return _chart(style.PALETTES[theme], **options)
