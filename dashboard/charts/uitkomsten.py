"""The charts of *Andere uitkomsten*: figures with their band under each other, and incidents beside their limits."""

import altair as alt

from dashboard.charts import PERCENT_LABEL, ROWS, Spec, finish
from dashboard.charts.aanwezigheid import controlled
from dashboard.style import Palette
from dashboard.wording import uitkomsten as wording
from dashboard.wording.uitkomsten import Kind

ROW_HEIGHT, AXIS_HEIGHT = 44, 50
DECIMAL_LABEL = "replace(format(datum.value, '.1~f'), '.', ',')"


def beside(colours: Palette, kind: Kind, n_rows: int) -> Spec:
    """Groups or themes under each other, each a dot with its band; never in the order of their figures.

    One row per group: name, value, low and high (null without a band), earlier (null when unknown), label, text.
    """
    base = alt.Chart(alt.NamedData(ROWS))
    # Every row has as much room as its neighbour, in the order in which the rows come.
    name = alt.Y(
        "name:N",
        sort=None,
        axis=alt.Axis(title=None, labelLimit=150, ticks=False, domain=False, labelPadding=8, labelFlush=False),
    )
    said = alt.Tooltip("text:N", title=" ")
    layers: list[alt.Chart] = []
    if kind == "marks":
        half = base.mark_rule(color=colours.muted, strokeDash=[2, 4]).encode(x=alt.datum(0.5))
        layers.append(half)
    layers += [
        base.mark_rule(color=colours.accent, strokeWidth=2).encode(
            x=_axis(kind, "low"), x2="high:Q", y=name, tooltip=said
        ),
        base.transform_filter("datum.earlier !== null")
        .mark_point(stroke=colours.muted, fill=colours.background, size=55, opacity=1, strokeWidth=1.5)
        .encode(x=_axis(kind, "earlier"), y=name),
        base.transform_filter("datum.value !== null")
        .mark_circle(color=colours.accent, size=95, opacity=1)
        .encode(x=_axis(kind, "value"), y=name, tooltip=said),
        base.transform_filter("datum.value !== null")
        .mark_text(dy=-13, fontSize=12, fontWeight=600, color=colours.accent)
        .encode(x=_axis(kind, "value"), y=name, text="label:N"),
        base.transform_filter("datum.value === null")
        .mark_text(align="left", dx=4, fontSize=12, color=colours.muted)
        .encode(x=alt.datum(1 if kind == "score" else 0), y=name, text="label:N"),
    ]
    return finish(alt.layer(*layers), wording.DESCRIPTIONS[kind], height=n_rows * ROW_HEIGHT + AXIS_HEIGHT)


def months(colours: Palette) -> Spec:
    """Incidents per 100 students month by month with the limits of their baseline; rows as `controlled`, by month."""
    return controlled(colours, wording.MONTHS, height=260, moment=_month, amount=_rate)


def _month() -> alt.X:
    return alt.X(
        "month:T",
        scale=alt.Scale(type="utc", padding=14),
        axis=alt.Axis(
            title=None, grid=False, format="%b", tickCount={"interval": "month", "step": 1}, labelOverlap="greedy"
        ),
    )


def _rate(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(title=None, grid=True, labelExpr=DECIMAL_LABEL, tickCount=6),
    )


def _axis(kind: Kind, field: str) -> alt.X:
    """The axis of a figure: always from 0 to 100 %, from 1 to 10, or from 0 up."""
    if kind in ("marks", "positive"):
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], labelExpr=PERCENT_LABEL, title=None, grid=True),
        )
    if kind == "score":
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[1, 10]),
            axis=alt.Axis(values=list(range(1, 11)), title=None, grid=True, labelExpr=DECIMAL_LABEL),
        )
    return alt.X(
        f"{field}:Q",
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(title=None, grid=True, labelExpr=DECIMAL_LABEL, tickCount=6),
    )
