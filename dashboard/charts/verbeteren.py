"""The chart of a cycle: the weeks around its start, limits of before and since, and what was done when."""

from typing import Any, Literal

import altair as alt

from dashboard.charts import Spec, finish, part, share_axis, weeks
from dashboard.charts.aanwezigheid import SHAPES
from dashboard.style import Palette
from dashboard.wording import verbeteren as wording

Unit = Literal["share", "number"]


def cycle(colours: Palette, *, unit: Unit = "share") -> Spec:
    """One weekly figure around the start of a cycle.

    Rows, by `part`: `limits` (week_start, centre, lower_limit, upper_limit: those of before the start, over all weeks),
    `since` (the same, of the weeks since the start), `week` (week_start, value, signal, phase, text), `start` and
    `action` (day, label, text). A `share` runs from 0 to 100 %, a `number` from 0.
    """

    def y(field: str) -> alt.Y:
        if unit == "share":
            # Room above 100 % for the numbers of the actions.
            return share_axis(field).scale(domain=[0, 1.17])
        return alt.Y(f"{field}:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title=None, grid=True))

    said = alt.Tooltip("text:N", title=" ")
    band = (
        part("limits")
        .mark_area(color=colours.soft, opacity=0.75)
        .encode(x=weeks(), y=y("lower_limit"), y2="upper_limit:Q")
    )
    centre = (
        part("limits")
        .mark_line(color=colours.muted, strokeDash=[4, 3], strokeWidth=1.25)
        .encode(x=weeks(), y=y("centre"))
    )
    since = [
        part("since").mark_line(color=colours.ink, strokeWidth=width, strokeDash=dash).encode(x=weeks(), y=y(field))
        for field, width, dash in (("centre", 1.75, [1, 0]), ("lower_limit", 1, [2, 3]), ("upper_limit", 1, [2, 3]))
    ]
    line = part("week").mark_line(color=colours.accent, strokeWidth=2).encode(x=weeks(), y=y("value"))
    points = (
        part("week")
        .mark_point(opacity=1, strokeWidth=1.5)
        .encode(
            x=weeks(),
            y=y("value"),
            shape=alt.Shape("signal:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None),
            size=alt.condition("datum.signal === 'common_cause'", alt.value(18), alt.value(62)),
            stroke=alt.condition("datum.phase === 'chosen'", alt.value(colours.muted), alt.value(colours.accent)),
            fill=alt.FillValue(
                colours.accent,
                condition=[
                    {"test": "datum.signal === 'concern'", "value": colours.background},
                    {"test": "datum.phase === 'chosen'", "value": colours.background},
                ],
            ),
            tooltip=said,
        )
    )
    rules = [
        part(name).mark_rule(color=colour, strokeWidth=width, strokeDash=dash).encode(x=weeks("day"), tooltip=said)
        for name, colour, width, dash in (("action", colours.step, 1.25, [2, 3]), ("start", colours.ink, 1.5, [1, 0]))
    ]
    number: dict[str, Any] = {"baseline": "top", "align": "left", "dx": 4, "fontSize": 12, "fontWeight": 700}
    labels = [
        part(name).mark_text(color=colour, dy=down, **number).encode(x=weeks("day"), y=alt.value(0), text="label:N")
        for name, colour, down in (("action", colours.step, 16), ("start", colours.ink, 1))
    ]
    return finish(alt.layer(band, centre, *since, *rules, line, points, *labels), wording.CHART, height=330)
