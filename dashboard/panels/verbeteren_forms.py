"""The forms of *Verbeteren*: a cycle, an action, a check that is kept, and a decision."""

import re
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from dashboard import cycles, data, filters
from dashboard.cycles import FIGURES, Figure
from dashboard.journal.doors import Cycles, CycleStory
from dashboard.journal.kinds import Action, Check, Cycle, Decision, IndicatorGoal, InvalidEntryError, filled_in
from dashboard.journal.store import Saved
from dashboard.panels import elements, written
from dashboard.panels.writing import Form
from dashboard.wording import verbeteren as words
from dashboard.wording.uitkomsten import THEMES

IN_WORDS = "in_words"
LATELY = 4
"""Of how many moments the figure stands beside the number a goal starts from: one week by itself tells little."""


def cycle(journal: Cycles, story: CycleStory | None = None) -> None:
    """A new cycle, or the plan of one that runs."""
    seen = story.cycle if story else None
    form = Form(journal, f"plan {seen.id}" if seen else "new", seen=seen, of=_fields_of(seen))
    today = data.door().today
    title = form.text("title", "Waar gaat het om?", max_chars=120)
    left, right = st.columns(2)
    with left:
        started_on = form.day("started_on", "Start", today)
    with right:
        by_when = form.day("by_when", "Doel voor", cycles.period_end(today))
    named = {name: figure.title for name, figure in FIGURES.items()} | {IN_WORDS: words.IN_WORDS}
    chosen = form.choice("figure", "Waaraan zie je het?", named, "presence") or "presence"
    with st.popover(words.NO_GOAL_HEAD, type="tertiary", key=f"no-goal {seen.id if seen else 'new'}"):
        st.write(words.NO_GOAL_WHY)
    groups = _groups(chosen)
    if seen is not None:
        # Who may read a cycle follows from its team, which stays.
        groups = {name: group for name, group in groups.items() if group.get("team") == seen.subject.team}
    label = form.choice("whom", "Voor wie?", list(groups), next(iter(groups), None))
    group = groups.get(label or "", {})
    goal = _soft_goal(form) if chosen == IN_WORDS else _indicator_goal(form, chosen, group)
    plan = form.text("plan", "Het plan: wat ga je doen, en waarom zou dat helpen?", is_long=True, max_chars=4000)
    measures = _measures(form)

    def make() -> Cycle:
        try:
            return filled_in(
                Cycle, title=title, started_on=started_on, by_when=by_when, goal=goal, plan=plan,
                measures=list(measures.values()),
            )  # fmt: skip
        except InvalidEntryError as error:
            # The journal numbers the measures that are there, the form all of its rows.
            rows = {f" {spot}": f" {number}" for spot, number in enumerate(measures)}
            fields = {re.sub(r" \d+$", lambda found: rows[found[0]], name): do for name, do in error.fields.items()}
            raise InvalidEntryError(fields) from None

    def write(made: Cycle) -> None:
        team = group.get("team")
        begun = journal.write(made, team=None if team is None else str(team), place=form.place)
        filters.open_cycle(begun.id.hex)

    form.save(make, "Begin deze cyclus" if seen is None else "Sla het plan op", write=write)


def _groups(indicator: str) -> dict[str, dict[str, object]]:
    """The groups of which this viewer may pick one: own teams, or for who sees everyone also the rest."""
    door = data.door()
    teams: dict[str, dict[str, object]] = {
        words.group({"team": team}): {"team": team} for team in filters.teams_of_cycles()
    }
    if not door.sees_everyone:
        return teams
    found: dict[str, dict[str, object]] = {words.group({}): {}, **teams}
    classes = door.classes()
    columns = () if indicator == IN_WORDS else FIGURES[indicator].columns
    for column in columns:
        found |= {words.group({column: one}): {column: one} for one in classes[column].drop_nulls().unique().sort()}
    return found


def _indicator_goal(form: Form, indicator: str, group: dict[str, object]) -> dict[str, Any]:
    figure = FIGURES[indicator]
    is_share = figure.unit == "share"
    group = {**_part(form, figure), **group}
    elements.note(_lately(indicator, figure, group))
    unit, most = (" (%)", 100) if is_share else ("", None)
    left, right = st.columns(2)
    with left:
        was = form.number("from_value", f"Van{unit}", is_whole=False, most=most)
    with right:
        target = form.number("to_value", f"Naar{unit}", is_whole=False, most=most)
    each = 100 if is_share else 1
    return {
        "type": "indicator",
        "indicator": indicator,
        "group": group,
        "from_value": None if was is None else was / each,
        "to_value": None if target is None else target / each,
    }


def _lately(indicator: str, figure: Figure, group: dict[str, object]) -> str:
    """The newest figures of a group, each with its moment."""
    along = figure.along or "week_start"
    where = {**group, "rule": "delivered"} if along == "teljaar" else group
    found = data.door().figures(indicator, by=tuple(group), over=(along,), where=where)
    known = found.filter(pl.col("value").is_not_null()).sort(along).tail(LATELY)
    return words.lately(list(known.select(along, "value").iter_rows()), along, figure.unit)


def _part(form: Form, figure: Figure) -> dict[str, object]:
    """Which question or theme of a survey a goal is about; nothing for a figure without parts."""
    if figure.part is None:
        return {}
    if figure.part == "theme":
        return {"theme": form.choice("theme", "Welk thema?", THEMES, next(iter(THEMES)))}
    asked = data.door().job_items().filter(kind=figure.part).sort("place")
    questions = dict(asked.select("item", "question").iter_rows())
    first = "plezier" if "plezier" in questions else next(iter(questions), None)
    item = form.choice("item", "Welke vraag?", questions, first)
    return {"theme": dict(asked.select("item", "theme").iter_rows()).get(item), "item": item}


def _soft_goal(form: Form) -> dict[str, Any]:
    asked = data.door().job_items().filter(kind="scale").sort("place")
    said = form.text("words", "Wat wil je dat er anders is?", is_long=True, max_chars=600)
    kaw = asked["kaw_goal"].drop_nulls().unique(maintain_order=True).to_list()
    questions = dict(asked.select("item", "question").iter_rows())
    tied = form.choice("tied", "Wat uit de JOB-monitor hoort erbij?", {one: f"Doel: {one}" for one in kaw} | questions)
    items = asked.filter(kaw_goal=tied)["item"].to_list() if tied in kaw else [tied] * (tied in questions)
    return {"type": "soft", "words": said, "job_items": items}


def _measures(form: Form) -> dict[int, dict[str, Any]]:
    """The measures in which something is filled in, by the number of their row."""
    st.markdown("**Maatregelen**")
    found = {}
    # The button stands below the rows of which it tells the number.
    rows = st.container()
    for number in range(form.count("n_measures", "Nog een maatregel", 1)):
        with rows:
            what = form.text(f"what {number}", f"Maatregel {number + 1}", max_chars=600)
            for_whom, reached, hours = st.columns([2, 1, 1])
        with for_whom:
            target = form.text(f"target_group {number}", f"Voor wie (maatregel {number + 1})", max_chars=600)
        with reached:
            n_reached = form.number(f"n_reached {number}", f"Bereikt (maatregel {number + 1})")
        with hours:
            effort = form.number(f"effort_hours {number}", f"Uren (maatregel {number + 1})", is_whole=False)
        if what or target or n_reached is not None or effort is not None:
            found[number] = {"what": what, "target_group": target, "n_reached": n_reached, "effort_hours": effort}
    return found


def _fields_of(seen: Saved[Cycle] | None) -> Callable[[Cycle], dict[str, Any]]:
    """How a cycle is put in the fields of its form."""
    asked = data.door().job_items()
    team = None if seen is None else seen.subject.team

    def of(one: Cycle) -> dict[str, Any]:
        goal = one.goal
        values: dict[str, Any] = {
            "title": one.title, "started_on": one.started_on.isoformat(), "by_when": one.by_when.isoformat(),
            "plan": one.plan or "", "n_measures": len(one.measures),
        }  # fmt: skip
        for number, measure in enumerate(one.measures):
            values |= {
                f"what {number}": measure.what, f"target_group {number}": measure.target_group or "",
                f"n_reached {number}": measure.n_reached, f"effort_hours {number}": measure.effort_hours,
            }  # fmt: skip
        if isinstance(goal, IndicatorGoal):
            figure = FIGURES.get(goal.indicator)
            each = 1 if figure is not None and figure.unit == "number" else 100
            return values | {
                "figure": goal.indicator, "whom": words.group(goal.group), "item": goal.group.get("item"),
                "theme": goal.group.get("theme"),
                "from_value": round(goal.from_value * each, 2), "to_value": round(goal.to_value * each, 2),
            }  # fmt: skip
        kaw = asked.filter(asked["item"].is_in(list(goal.job_items)))["kaw_goal"].drop_nulls().to_list()
        tied = kaw[0] if len(goal.job_items) > 1 and kaw else goal.job_items[0] if goal.job_items else None
        whom = words.group({} if team is None else {"team": team})
        return values | {"figure": IN_WORDS, "whom": whom, "words": goal.words, "tied": tied}

    return of


def action(journal: Cycles, story: CycleStory, seen: Saved[Action] | None = None) -> None:
    """A new action of a cycle, or one that is changed."""
    form = Form(journal, f"action {seen.id if seen else story.cycle.id}", seen=seen)
    what = form.text("what", "Wat gebeurt er?", max_chars=600)
    left, middle, right = st.columns(3)
    with left:
        owner = form.text("owner", "Wie?", max_chars=120)
    with middle:
        planned_on = form.day("planned_on", "Vanaf", data.door().today)
    with right:
        due = form.day("due", "Klaar voor")
    done_on = form.day("done_on", "Gedaan op") if seen is not None else None

    def make() -> Action:
        return filled_in(Action, what=what, owner=owner, planned_on=planned_on, due=due, done_on=done_on)

    form.save(
        make,
        "Zet deze actie erbij" if seen is None else "Sla de actie op",
        write=lambda written: journal.add(story.cycle, written, place=form.place),
    )
    if seen is not None:
        written.withdraw(journal, seen)


def done(journal: Cycles, seen: Saved[Action]) -> None:
    """One tap that says that an action was done today."""
    if st.button("Gedaan", key=f"done {seen.id}", help=f"{filters.escape_label(seen.content.what)}: gedaan"):
        written.act(lambda: journal.correct(seen, written.changed(seen, done_on=data.door().today)))


def texts(one: Cycle) -> list[tuple[str, str]]:
    """The texts of a plan, to read an earlier version by."""
    measures = "; ".join(measure.what for measure in one.measures)
    aim = cycles.aim(one.goal)
    return [("Waar gaat het om?", one.title), ("Doel", aim), ("Plan", one.plan or ""), ("Maatregelen", measures)]


def keep_check(journal: Cycles, story: CycleStory, figures: dict[str, Any]) -> None:
    """Keep what is shown now, with own words about it."""
    form = Form(journal, f"check {story.cycle.id}")
    said = form.text("words", "Wat valt je op, en wat weet je van die weken?", is_long=True, max_chars=4000)
    form.save(
        lambda: filled_in(Check, date=data.door().today, words=said, figures=figures),
        "Leg deze check vast",
        write=lambda made: journal.add(story.cycle, made, place=form.place),
    )


def decide(journal: Cycles, story: CycleStory) -> None:
    """Keep, adjust or stop, and why; for a weekly figure also whether its limits start anew."""
    form = Form(journal, f"decision {story.cycle.id}")
    chosen = form.pick("decision", "Wat doen jullie?", words.DECISIONS)
    why = form.text("why", "Waarom?", is_long=True, max_chars=4000)
    goal = story.cycle.content.goal
    has_limits = isinstance(goal, IndicatorGoal) and goal.indicator in FIGURES and FIGURES[goal.indicator].is_weekly
    rebases = has_limits and form.tick("rebases", words.REBASE, help=words.REBASE_HELP)
    form.save(
        lambda: filled_in(Decision, date=data.door().today, decision=chosen, why=why, rebases=rebases),
        "Leg dit besluit vast",
        write=lambda made: journal.add(story.cycle, made, place=form.place),
    )


def withdraw(journal: Cycles, story: CycleStory) -> None:
    """Take a cycle back, with all that was written in it; the board comes in its place."""
    written.withdraw(journal, story.cycle, words.WITHDRAW, then=filters.leave_cycle)


def is_open(story: CycleStory) -> bool:
    """Whether there is still something to write in a cycle."""
    return cycles.phase(story, data.door().today) != "closed"
