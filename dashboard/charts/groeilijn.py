"""The charts of *Groeilijn* on which own words stand beside what was registered: the line, arrivals, and the scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard import charts
from dashboard.charts import CLOCK_LABEL, PERCENT_LABEL, ROWS, Spec, finish, part, weeks
from dashboard.style import Palette
from dashboard.wording import groeilijn as words

HEIGHT = 320
"""Of the part of the growth line from 0 to 110 %."""
LANE = 24
"""Of a lane below it, in which one kind of entry stands."""


@dataclass(frozen=True)
class Mark:
    """The form of an entry in a square of -1 to 1, and whether it is filled."""

    path: str
    is_filled: bool = False


_SQUARE = "M-0.8,-0.8H0.8V0.8H-0.8Z"
MARKS = {
    "goal": Mark("M0,-1L1,0L0,1L-1,0Z"),
    "goal_reached": Mark("M0,-1L1,0L0,1L-1,0Z", is_filled=True),
    "scale": Mark("M-1,0.6H1M-0.5,0.6V0M0,0.6V-0.4M0.5,0.6V-0.9"),
    "agreement": Mark(_SQUARE),
    "agreement_done": Mark(_SQUARE, is_filled=True),
    "contact": Mark("M-0.85,0A0.85,0.85 0 1 1 0.85,0A0.85,0.85 0 1 1 -0.85,0Z"),
    "event": Mark("M-0.7,-0.95L0.95,0L-0.7,0.95Z"),
    "note": Mark("M-0.9,-0.5H0.9M-0.9,0H0.9M-0.9,0.5H0.3"),
    "checklist": Mark("M-0.9,0L-0.25,0.7L0.95,-0.75"),
    "seen_step": Mark("M0,-1L1,0.75H-1Z"),
    "talk": Mark("M-1,-0.8H1V0.45H-0.1L-0.6,1V0.45H-1Z"),
}
"""What is written has a form of its own, in the chart and in the list; colour only repeats it."""


def lane_share(number: int) -> float:
    """Where the lane with this number lies on the axis of shares: below zero."""
    return -(number + 0.75) * LANE / HEIGHT * 1.1


def growth_line(colours: Palette, *, lanes: Sequence[str] = (), has_goal: bool = False, has_seen: bool = False) -> Spec:
    """The weekly presence of one student on a fixed 0-100 axis, and below it what was written, in `lanes`.

    Rows, by `part`: `week` (week_start, share or null in a holiday, n_registered, text), `window` (week_start
    to week_end with its middle, share, label, text: the last 20 teaching days and the 20 before), `step`
    (week_start, share, number, text), `seen` (a step seen by the tandem: week_start, share, letter, text), `goal`
    (week_start to week_end, share, label or nothing, text), `written` (week_start is its day, share of its lane, mark,
    score, times, text), `duty` (share).
    """
    # The axis of every mark is the same: of axes that differ, Vega takes now this and now that.
    week, share = part("week"), _share(lanes)
    shape: dict[str, Any] = {"x": weeks(), "y": share}
    line = week.mark_line(color=colours.accent, strokeWidth=2, opacity=0.55, interpolate="linear").encode(**shape)
    dots = week.mark_circle(color=colours.accent, opacity=1).encode(
        **shape,
        size=alt.Size("n_registered:Q", scale=alt.Scale(domain=[0, 30], range=[10, 130], clamp=True), legend=None),
        tooltip=_text(),
    )
    duty = part("duty").mark_rule(color=colours.muted, strokeWidth=1, strokeDash=[2, 4]).encode(y=share)
    window = part("window")
    span: dict[str, Any] = {"x": weeks("week_start"), "x2": "week_end:T", "tooltip": _text()}
    field = window.mark_rect(color=colours.surface, stroke=colours.background, strokeWidth=3).encode(
        **span, y=alt.datum(0), y2=alt.datum(1)
    )
    rule = window.mark_rule(strokeWidth=2.5, color=colours.ink).encode(**span, y=share)
    count = window.mark_text(
        baseline="line-bottom", fontSize=12, fontWeight=600, color=colours.ink, lineBreak="\n"
    ).encode(x=weeks("middle"), y=alt.datum(0.1), text="label:N")
    layers = [field, duty, line, dots, rule, count]
    if has_goal:
        layers += _goal(part("goal"), colours, x=weeks("week_start"), x2="week_end:T", y=share)
    layers += _numbered(part("step"), colours, share, "circle", "number", -15)
    if has_seen:
        layers += _numbered(part("seen"), colours, share, MARKS["seen_step"].path, "letter", 17)
    if lanes:
        layers += _written(colours, share)
    return finish(
        alt.layer(*layers),
        words.growth_line(lanes, has_goal=has_goal, has_seen=has_seen),
        height=HEIGHT + LANE * len(lanes),
    )


def _numbered(step: alt.Chart, colours: Palette, share: alt.Y, shape: str, field: str, below: int) -> list[alt.Chart]:
    """A step as a form around its week, with the number or the letter it has in the list."""
    place: dict[str, Any] = {"x": weeks(), "y": share}
    said: dict[str, Any] = {"dy": below, "fontSize": 12, "fontWeight": 700}
    return [
        step.mark_point(shape=shape, size=150, stroke=colours.step, strokeWidth=2, opacity=1).encode(
            **place, tooltip=_text()
        ),
        step.mark_text(**said, stroke=colours.background, strokeWidth=4).encode(**place, text=f"{field}:N"),
        step.mark_text(**said, color=colours.step).encode(**place, text=f"{field}:N"),
    ]


def _goal(goal: alt.Chart, colours: Palette, *, x: alt.X, x2: str, y: Any) -> list[alt.Chart]:
    """An own goal as a line of dashes from the day it was set; its words stand above the plot, over nothing."""
    return [
        goal.mark_rule(color=colours.ink, strokeWidth=1.75, strokeDash=[7, 4]).encode(x=x, x2=x2, y=y, tooltip=_text()),
        goal.mark_text(align="right", dy=-8, fontSize=12, fontStyle="italic", color=colours.ink).encode(
            x=alt.value("width"), y=alt.value(0), text="label:N"
        ),
    ]


def _written(colours: Palette, share: alt.Y) -> list[alt.Chart]:
    """A mark per kind of entry and week, in its lane, of several how many; an answer on the scale is its number."""
    written = part("written")
    place: dict[str, Any] = {"x": weeks(), "y": share}
    filled = {mark: colours.ink if one.is_filled else colours.background for mark, one in MARKS.items()}
    marks = written.transform_filter("datum.mark != 'scale'").mark_point(
        size=70, strokeWidth=1.5, stroke=colours.ink, opacity=1
    ).encode(
        **place,
        shape=alt.Shape(
            "mark:N",
            scale=alt.Scale(domain=list(MARKS), range=[one.path for one in MARKS.values()]),
            legend=None,
        ),
        fill=alt.Fill("mark:N", scale=alt.Scale(domain=list(filled), range=list(filled.values())), legend=None),
        tooltip=_text(),
    )  # fmt: skip
    score = written.mark_text(fontSize=12, fontWeight=600, color=colours.ink).encode(
        **place, text="score:N", tooltip=_text()
    )
    times = written.mark_text(fontSize=10.5, align="left", dx=8, color=colours.muted).encode(**place, text="times:N")
    return [marks, score, times]


def arrivals(colours: Palette, *, has_goal: bool = False) -> Spec:
    """When a student came in, a dot per day, against the start of the first lesson; earlier is higher.

    One row per teaching day: date, arrival_minute (null when not present or unknown), first_start_minute,
    text. With an own goal also rows of `part` goal: date to date_end, goal_minute, label, text.
    """
    base = alt.Chart(alt.NamedData(ROWS))
    date = _days("date")
    minute = alt.Y(
        "first_start_minute:Q",
        scale=alt.Scale(domain=[480, 840], reverse=True, clamp=True),
        axis=alt.Axis(values=[480, 540, 600, 660, 720, 780, 840], labelExpr=CLOCK_LABEL, title=None, grid=True),
    )
    start = base.mark_tick(color=colours.muted, thickness=1.5, size=8, orient="horizontal").encode(x=date, y=minute)
    dots = base.mark_circle(color=colours.accent, size=42, opacity=0.9).encode(
        x=date, y="arrival_minute:Q", tooltip=_text()
    )
    layers = [start, dots]
    if has_goal:
        layers += _goal(part("goal"), colours, x=date, x2="date_end:T", y="goal_minute:Q")
    return finish(alt.layer(*layers), words.arrivals(has_goal=has_goal), height=190)


def scale(colours: Palette) -> Spec:
    """The answers to one question on a fixed axis of 0 to 10, each with its number.

    One row per answer: date, score, text.
    """
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        x=alt.X(
            "date:T",
            scale=alt.Scale(type="utc", padding=24),
            axis=alt.Axis(title=None, grid=False, format="%d %b", labelOverlap="parity", tickCount=6),
        ),
        y=alt.Y(
            "score:Q",
            scale=alt.Scale(domain=[0, 10]),
            axis=alt.Axis(values=[0, 2, 4, 6, 8, 10], title=None, grid=True),
        ),
    )
    line = base.mark_line(color=colours.accent, strokeWidth=2, opacity=0.55)
    dots = base.mark_circle(color=colours.accent, size=60, opacity=1).encode(tooltip=_text())
    said: dict[str, Any] = {"dy": -13, "fontSize": 12, "fontWeight": 600}
    halo = base.mark_text(**said, stroke=colours.background, strokeWidth=4).encode(text="score:Q")
    number = base.mark_text(**said, color=colours.ink).encode(text="score:Q")
    return finish(alt.layer(line, dots, halo, number), words.SCALE_CHART, height=190)


def mark(name: str, colours: Palette) -> str:
    """The form of an entry as SVG, for the list."""
    one = MARKS[name]
    fill = colours.ink if one.is_filled else "none"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.2 -1.2 2.4 2.4">'
        f'<path d="{one.path}" fill="{fill}" stroke="{colours.step if name == "seen_step" else colours.ink}" '
        'stroke-width=".22"/></svg>'
    )


def _text() -> alt.Tooltip:
    return alt.Tooltip("text:N", title=" ")


def _days(field: str) -> alt.X:
    return alt.X(
        f"{field}:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(labelExpr=charts.WEEK_LABEL, title=None, grid=False, **charts.WEEK_TICKS),
    )


def _share(lanes: Sequence[str]) -> alt.Y:
    """The axis of shares, 0 to 100 %, with the words of the lanes below it."""
    below = {lane_share(number): words.LANES[lane] for number, lane in enumerate(lanes)}
    names = [f"datum.value == {place} ? '{name}' : " for place, name in below.items()]
    return alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[-len(lanes) * LANE / HEIGHT * 1.1, 1.1], nice=False, zero=False),
        axis=alt.Axis(
            values=[*below, 0, 0.2, 0.4, 0.6, 0.8, 1],
            labelExpr="".join(names) + PERCENT_LABEL,
            # Every lane keeps its word: Vega leaves out every second value where there are more than this.
            tickCount=20,
            labelOverlap=False,
            title=None,
            grid=True,
        ),
    )
