"""The parts of the page *Verbeteren*: the board of cycles, and one cycle with its chart, actions, checks, decisions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import cycles, data, downloads, filters, style, wording
from dashboard.charts import verbeteren as charts
from dashboard.cycles import FIGURES, Figure
from dashboard.downloads import Column
from dashboard.journal.doors import CycleStory
from dashboard.journal.kinds import Check, IndicatorGoal
from dashboard.journal.store import Saved
from dashboard.panels import aanwezigheid, elements, written
from dashboard.panels import verbeteren_forms as forms
from dashboard.panels import verbeteren_rows as own
from dashboard.wording import verbeteren as words
from dashboard.wording.sure import Change
from dashboard.wording.verbeteren import Told, Weekly

CHECK_DEFINITION = "cycle_check"
MOMENTS = {"edition": "Meting", "teljaar": "Teljaar", "school_year": "Schooljaar"}
"""What a figure of once in a year or two runs along, as the head of a column."""


def page(key: str | None) -> None:
    """The board, a new cycle, or the cycle of this key; a sentence for a key that is not the viewer's."""
    written.told_saved()
    with written.reachable():
        _page(key)


def _page(key: str | None) -> None:
    if key is None:
        _board()
        return
    with st.container(key="around"):
        filters.cycle_link(None, "← Alle cycli")
    journal = data.door().cycles()
    if key == filters.NEW_CYCLE:
        st.title("Nieuwe cyclus", anchor=False)
        forms.cycle(journal)
        return
    story = next((one for one in journal.entries() if one.cycle.id.hex == key), None)
    if story is None:
        st.info(wording.NOT_YOURS)
        return
    _cycle(story)


# --- the board -------------------------------------------------------------------------------------------------------


def _board() -> None:
    today = data.door().today
    stories = data.door().cycles().entries()
    running = [one for one in stories if cycles.phase(one, today) != "closed"]
    closed = [one for one in stories if cycles.phase(one, today) == "closed"]
    due = [(story, one) for story in running for one in cycles.due(story, today)]
    st.title("Verbeteren", anchor=False)
    until = f"gegevens tot en met {style.day(data.door().until)}"
    st.html(f'<p class="gl-eyebrow">Plannen, doen, checken, besluiten · {until}</p>')
    elements.lead(words.lead(len(running), len(due)))
    with st.container(key="choose"):
        filters.cycle_link(filters.NEW_CYCLE, "Nieuwe cyclus")
    st.header("Aan de beurt", anchor=False)
    if not due:
        st.write(words.NOTHING_DUE)
    for number, (story, one) in enumerate(sorted(due, key=lambda pair: pair[1].since)):
        with st.container(key=f"row-due-{number}", gap="xsmall"):
            filters.cycle_link(story.cycle.id.hex, story.cycle.content.title)
            st.html(f"<p>{style.text(one.sentence)}</p>")
    if running:
        st.header("Wat loopt", anchor=False)
        _rows(running, today, "running")
    if closed:
        st.header("Archief", anchor=False)
        _rows(closed, today, "closed")


def _rows(stories: list[CycleStory], today: dt.date, name: str) -> None:
    """A row per cycle, by group and title."""
    elements.fact_heads("Cyclus", words.BOARD_HEADS, "gl-cycles", key=f"head-{name}")
    for number, story in enumerate(sorted(stories, key=lambda one: (_group(one), one.cycle.content.title))):
        phase = cycles.phase(story, today)
        cells = [
            style.text(cycles.goal(story)),
            style.text(_seen(story, phase)),
            style.text(words.STEPS[phase]),
            style.day(story.cycle.content.by_when),
        ]
        with st.container(horizontal=True, key=f"row-{name}-{number}", gap="small"):
            with st.container(width=elements.FIRST_WIDTH, gap=None):
                filters.cycle_link(story.cycle.id.hex, story.cycle.content.title)
                elements.note(_group(story))
            st.html(elements.facts(words.BOARD_HEADS, cells, "gl-cycles"))


def _seen(story: CycleStory, phase: cycles.Phase) -> str:
    """What a cycle shows: of one that runs now, of one that is closed as it was kept last."""
    if phase == "closed":
        kept = story.checks[-1].content.figures.get("headline") if story.checks else None
        return str(kept or "–")
    return headline(story)


def headline(story: CycleStory) -> str:
    """What a cycle shows now, in one sentence."""
    return _shown(story).told.headline


def _group(story: CycleStory) -> str:
    return words.group(cycles.group(story))


# --- one cycle -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """What a cycle shows now: words, the rows of its chart and of its classes, and the figures they rest on."""

    told: Told
    marks: pl.DataFrame
    classes: pl.DataFrame
    figures: pl.DataFrame
    figure: Figure | None = None


def _cycle(story: CycleStory) -> None:
    one = story.cycle.content
    today = data.door().today
    phase = cycles.phase(story, today)
    st.title(filters.escape_label(one.title), anchor=False)
    parts = [
        _group(story), f"start {style.day(one.started_on)}", f"doel voor {style.day(one.by_when)}", words.STEPS[phase],
        f"gegevens tot en met {style.day(data.door().until)}",
    ]  # fmt: skip
    st.html(f'<p class="gl-eyebrow">{" · ".join(style.text(part) for part in parts)}</p>')
    for due in cycles.due(story, today):
        elements.note(due.sentence)
    shown = _shown(story)
    elements.lead(shown.told.headline, shown.told.explained)
    _check(story, shown)
    _plan(story)
    _actions(story)
    _checks(story, shown)
    _decisions(story)
    forms.withdraw(data.door().cycles(), story)


def _shown(story: CycleStory) -> Shown:
    goal = story.cycle.content.goal
    none = pl.DataFrame()
    if not isinstance(goal, IndicatorGoal):
        return Shown(words.soft(len(goal.job_items)), none, none, _of_items(story, goal.job_items))
    figure = FIGURES.get(goal.indicator)
    if figure is None:
        return Shown(Told(words.NOT_SHOWN, ""), none, none, none)
    return _weekly(story, goal, figure) if figure.is_weekly else _moments(story, goal, figure)


def _weekly(story: CycleStory, goal: IndicatorGoal, figure: Figure) -> Shown:
    start = story.cycle.content.started_on
    found = data.door().check_cycle(
        goal.indicator, group=dict(goal.group), start=start, good=figure.good, cycle=story.cycle.id
    )
    check = Weekly(**{name: getattr(found.check, name) for name in Weekly.__dataclass_fields__})
    told = words.weekly(figure.title, check, figure.unit, figure.good, goal.to_value)
    classes = own.of_classes(found.classes) if figure.about_students else pl.DataFrame()
    if figure.about_students and check.verdict not in {"no_baseline", "too_early"}:
        status = {name: classes.filter(status=name)["class_id"].to_list() for name in ("above_band", "below_band")}
        same = words.same_students(status["above_band"], status["below_band"], classes.height)
        told = Told(told.headline, told.explained, (told.sentences[0], same, *told.sentences[1:]))
    marks = own.marks(found.weeks, start, _numbered(story), figure.unit)
    return Shown(told, marks, classes, found.weeks, figure)


def _moments(story: CycleStory, goal: IndicatorGoal, figure: Figure) -> Shown:
    """A figure that is there once in a year or two: the last moment before the start beside the newest since."""
    along, title = figure.along or "", cycles.called(goal, figure)
    by, where = tuple(goal.group), dict[str, object](goal.group)
    if along == "teljaar":
        where["rule"] = "delivered"
    rows = data.door().figures(goal.indicator, by=by, over=(along,), where=where)
    known = rows.filter(pl.col("value").is_not_null())
    ended, begun = cycles.around(figure, story.cycle.content.started_on)
    earlier, later = known.filter(pl.col(along) <= ended), known.filter(pl.col(along) >= begun)
    if earlier.is_empty() or later.is_empty():
        told = words.no_pair(
            title,
            has_before=not earlier.is_empty(),
            has_since=not later.is_empty(),
            is_hidden=rows["is_hidden"].any(),
        )
        return Shown(told, pl.DataFrame(), pl.DataFrame(), rows, figure)
    pair = (int(earlier[along].max()), int(later[along].max()))  # type: ignore[arg-type]
    changed = data.door().changes(goal.indicator, along=along, by=by, where={**where, along: pair})
    # Of V and D, which differ, the same of both moments; D, which comes later, when both are there.
    row = changed.filter(pl.col("change_low").is_not_null()).sort("status" if along == "teljaar" else along).to_dicts()
    status = f" ({row[0]['status']})" if row and along == "teljaar" else ""
    since, until = (f"{words.moment(along, one)}{status}" for one in pair)
    if row:
        change = Change(row[0]["change"], row[0]["change_low"], row[0]["change_high"])
        told = words.moments(title, since, until, change, known[along].n_unique(), figure.unit)
    else:
        told = words.no_change(title, since, until, along)
    return Shown(told, pl.DataFrame(), pl.DataFrame(), rows, figure)


def _of_items(story: CycleStory, items: tuple[str, ...]) -> pl.DataFrame:
    """What was answered to the questions that are tied to a goal in words."""
    if not items:
        return pl.DataFrame()
    by = ("theme", "item") if story.cycle.subject.team is None else ("theme", "item", "team")
    team = {} if story.cycle.subject.team is None else {"team": story.cycle.subject.team}
    return data.door().figures("job_positive", by=by, over=("edition",), where={"item": list(items), **team})


def _numbered(story: CycleStory) -> list[tuple[dt.date, str]]:
    """The actions in the order of their day, as they are numbered in the chart."""
    return sorted((one.content.day, one.content.what) for one in story.actions)


def _check(story: CycleStory, shown: Shown) -> None:
    st.header("Wat je ziet", anchor=False)
    _draw(shown.told, shown.marks, shown.figure, "now")
    goal = story.cycle.content.goal
    indicator = goal.indicator if isinstance(goal, IndicatorGoal) else "job_positive"
    if shown.figure is not None and shown.figure.is_weekly and shown.marks.height:
        _account(story, indicator, shown.figures)
    elif shown.figures.height:
        _moments_table(story, indicator, shown.figures, shown.figure.unit if shown.figure else "share")
    # What the weeks are counted from stands under the weeks: the classes are the same students, twice 20 days.
    if shown.classes.height:
        _classes(shown.classes)


def _draw(told: Told, marks: pl.DataFrame, figure: Figure | None, key: str) -> None:
    if marks.height:
        elements.chart(
            charts.cycle, marks, key=f"cycle-{key}", unit="number" if figure and figure.unit == "number" else "share"
        )
        aanwezigheid.limits_legend("common_cause", "improvement", "concern")
    elif figure is not None and figure.is_weekly:
        st.write(words.NO_WEEKS)
    if told.sentences:
        st.html('<ul class="gl-told">' + "".join(f"<li>{style.text(one)}</li>" for one in told.sentences) + "</ul>")


def _account(story: CycleStory, indicator: str, weeks: pl.DataFrame) -> None:
    shown = weeks.with_columns(pl.col("phase").replace_strict(words.PHASES), is_hidden=pl.lit(value=False))
    elements.account(
        _name_of_file(story, indicator),
        shown,
        indicator,
        CHECK_DEFINITION,
        aanwezigheid.SIGNAL_DEFINITION,
        basis=elements.basis(indicator, weeks, with_people=False),
        columns={
            "phase": downloads.group("Deel"),
            **downloads.known(
                shown,
                centre=Column("Midden ervoor", "share"),
                lower_limit=Column("Ondergrens ervoor", "share"),
                upper_limit=Column("Bovengrens ervoor", "share"),
            ),
        },
    )


def _classes(classes: pl.DataFrame) -> None:
    st.subheader("Dezelfde studenten, per klas", anchor=False)
    elements.table(
        ["Klas", "20 lesdagen ervoor", "20 lesdagen erna", "Verschil", "Te verwachten"],
        [
            [
                style.text(row["class_id"]),
                style.percent(row["previous_share"], 1),
                style.percent(row["current_share"], 1),
                style.points(row["change_share"], 1),
                f"{style.points(row['band_low_share'], 1)} tot {style.points(row['band_high_share'], 1)}",
            ]
            for row in classes.iter_rows(named=True)
        ],
        numbers={"20 lesdagen ervoor", "20 lesdagen erna", "Verschil", "Te verwachten"},
    )


def _moments_table(story: CycleStory, indicator: str, figures: pl.DataFrame, unit: words.Unit) -> None:
    along = next(name for name in MOMENTS if name in figures.columns)
    questions = dict(data.door().job_items().select("item", "question").iter_rows())
    figure = "Aandeel" if unit == "share" else "Cijfer"
    heads = [*(["Vraag"] if "item" in figures.columns else []), MOMENTS[along], figure, "Van"]
    elements.table(
        heads,
        [
            [
                *([style.text(questions.get(row["item"], row["item"]))] if "item" in figures.columns else []),
                f"{words.moment(along, row[along])}{' (' + row['status'] + ')' if row.get('status') else ''}",
                wording.NOT_SHOWN if row["is_hidden"] else words.measured(row["value"], row["low"], row["high"], unit),
                wording.NOT_SHOWN if row["is_hidden"] else style.count(row["denominator"]),
            ]
            for row in figures.iter_rows(named=True)
        ],
        numbers={"Van"},
    )
    if "item" in figures.columns:
        figures = figures.with_columns(question=pl.col("item").replace(questions))
    kind: downloads.Kind = "share" if unit == "share" else "decimal"
    columns = downloads.known(
        figures, value=Column(figure, kind), low=Column("Band van", kind), high=Column("Band tot", kind)
    )
    elements.account(
        _name_of_file(story, indicator),
        figures,
        indicator,
        basis=words.PER_MOMENT,
        # What is added up under a mean is no count of anything.
        columns={name: column for name, column in columns.items() if unit == "share" or name != "numerator"},
    )


def _name_of_file(story: CycleStory, indicator: str) -> str:
    """Not the title of a cycle: that is what somebody typed, and this names a file and stands in the log of looking."""
    return f"Cyclus {FIGURES[indicator].title} vanaf {style.day(story.cycle.content.started_on)}"


def _plan(story: CycleStory) -> None:
    st.header("Het plan", anchor=False)
    one = story.cycle.content
    st.html(f"<p><b>{style.text(cycles.goal(story))}</b></p>" + _paragraphs(one.plan))
    if one.measures:
        elements.table(
            ["Maatregel", "Voor wie", "Bereikt", "Uren"],
            [
                [
                    style.text(measure.what),
                    style.text(measure.target_group or "–"),
                    "–" if measure.n_reached is None else style.count(measure.n_reached),
                    "–" if measure.effort_hours is None else style.decimal(measure.effort_hours),
                ]
                for measure in one.measures
            ],
            numbers={"Bereikt", "Uren"},
        )
    written.who_and_when(story.cycle)
    written.earlier_versions(data.door().cycles(), story.cycle, forms.texts)
    if forms.is_open(story):
        with st.expander("Pas het plan aan"):
            forms.cycle(data.door().cycles(), story)


def _actions(story: CycleStory) -> None:
    st.header("Acties", anchor=False)
    journal = data.door().cycles()
    if not story.actions:
        st.write(words.NO_ACTIONS)
    is_open = forms.is_open(story)
    for number, seen in enumerate(sorted(story.actions, key=lambda one: (one.content.day, one.content.what)), start=1):
        one = seen.content
        when = f"gedaan op {style.day(one.done_on)}" if one.done_on else (
            f"klaar voor {style.day(one.due)}" if one.due else f"vanaf {style.day(one.planned_on)}"
        )  # fmt: skip
        with st.container(key=f"row-action-{number}", gap="xsmall"):
            st.html(
                f"<p><b>{number}. {style.text(one.what)}</b><br><small>{style.text(one.owner)} · {when}</small></p>"
            )
            if is_open and one.done_on is None:
                forms.done(journal, seen)
            if is_open:
                with st.expander(f"Pas actie {number} aan"):
                    forms.action(journal, story, seen)
    if is_open:
        with st.expander("Nieuwe actie"):
            forms.action(journal, story)


def _checks(story: CycleStory, shown: Shown) -> None:
    st.header("Vastgelegde checks", anchor=False)
    if not story.checks:
        elements.note(words.NO_CHECKS)
    for seen in reversed(story.checks):
        with st.expander(f"Check van {style.day(seen.content.date)}"):
            _kept(seen)
    if forms.is_open(story):
        with st.expander("Leg vast wat je nu ziet"):
            figures = own.frozen(
                shown.told, shown.marks, shown.classes, _numbered(story),
                until=str(data.door().until),
                unit=shown.figure.unit if shown.figure else None,
            )  # fmt: skip
            forms.keep_check(data.door().cycles(), story, figures)


def _kept(seen: Saved[Check]) -> None:
    """A check as it was shown on its day."""
    figures: dict[str, Any] = dict(seen.content.figures)
    if "headline" in figures:
        told, marks, classes, actions = own.thawed(figures)
        elements.note(words.KEPT)
        st.html(f"<p><b>{style.text(told.headline)}</b><br>{style.text(told.explained)}</p>")
        unit = figures.get("unit")
        _draw(told, marks, Figure("", unit=unit) if unit else None, seen.id.hex)
        if actions:
            items = "".join(f"<li>{style.day(day)}: {style.text(what)}</li>" for day, what in actions)
            st.html(f'<ol class="gl-told">{items}</ol>')
        if classes.height:
            _classes(classes)
    st.html(_paragraphs(seen.content.words))
    written.who_and_when(seen)


def _decisions(story: CycleStory) -> None:
    st.header("Besluit", anchor=False)
    if not story.decisions:
        elements.note(words.NO_DECISIONS)
    for seen in story.decisions:
        one = seen.content
        anew = f"<br><small>{style.text(words.REBASED)}</small>" if one.rebases else ""
        st.html(
            f"<p><b>{style.day(one.date)}: {style.text(words.DECIDED[one.decision])}</b></p>"
            f"{_paragraphs(one.why)}{anew}"
        )
        written.who_and_when(seen)
        written.withdraw(data.door().cycles(), seen)
    if forms.is_open(story):
        with st.expander("Besluit: houden, bijstellen of stoppen"):
            forms.decide(data.door().cycles(), story)


def _paragraphs(text: str | None) -> str:
    return "".join(f"<p>{style.text(line)}</p>" for line in (text or "").splitlines() if line.strip())
