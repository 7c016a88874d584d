"""The charts of *Begeleiding*: reach week by week, and room for growth month by month."""

import altair as alt

from dashboard.charts import ROWS, Spec, finish, share_axis, weeks
from dashboard.charts.aanwezigheid import controlled
from dashboard.style import Palette
from dashboard.wording import begeleiding as wording


def reach(colours: Palette) -> Spec:
    """Students who were reached in the six teaching weeks up to each week, with the interval of that share.

    One row per week from the first to the last: week_start, value, low, high (null in a holiday or when hidden), text.
    """
    base = alt.Chart(alt.NamedData(ROWS))
    band = base.mark_area(color=colours.soft, opacity=0.8).encode(x=weeks(), y=share_axis("low"), y2="high:Q")
    line = base.mark_line(color=colours.accent, strokeWidth=2).encode(x=weeks(), y=share_axis("value"))
    dots = base.mark_circle(color=colours.accent, size=30, opacity=1).encode(
        x=weeks(), y=share_axis("value"), tooltip=alt.Tooltip("text:N", title=" ")
    )
    return finish(alt.layer(band, line, dots), wording.REACH, height=240)


def growth(colours: Palette) -> Spec:
    """Room for growth per month, a line for each kind of list.

    One row per kind and month: month, kind (a label of `wording.KINDS`), value (null when hidden), text.
    """
    base = alt.Chart(alt.NamedData(ROWS))
    kinds = list(wording.KINDS.values())
    hue = alt.Scale(domain=kinds, range=kind_colours(colours))
    dash = alt.Scale(domain=kinds, range=[[1, 0], [5, 3]])
    month = alt.X(
        "month:T",
        scale=alt.Scale(type="utc", padding=18),
        axis=alt.Axis(
            title=None, grid=False, format="%b", tickCount={"interval": "month", "step": 1}, labelOverlap=True
        ),
    )
    line = base.mark_line(strokeWidth=2).encode(
        x=month,
        y=share_axis("value"),
        color=alt.Color("kind:N", scale=hue, legend=None),
        strokeDash=alt.StrokeDash("kind:N", scale=dash, legend=None),
    )  # fmt: skip
    dots = base.mark_circle(size=40, opacity=1).encode(
        x=month,
        y=share_axis("value"),
        color=alt.Color("kind:N", scale=hue, legend=None),
        tooltip=alt.Tooltip("text:N", title=" "),
    )  # fmt: skip
    return finish(alt.layer(line, dots), wording.GROWTH, height=220)


def weeks_of_growth(colours: Palette) -> Spec:
    """Room for growth per week beside its limits, for one kind of list; rows as in `aanwezigheid.controlled`."""
    return controlled(colours, wording.WEEKS_OF_GROWTH, height=220)


def kind_colours(colours: Palette) -> list[str]:
    """The colours of the kinds of list, in the order of `wording.KINDS`."""
    return [colours.accent, colours.away]
