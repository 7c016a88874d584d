"""The charts, each a pure function from colours to a Vega-Lite spec without data.

A spec is built once per theme (`data.spec`) and fed with a frame of our own on each run: building it on every
run costs more than everything else on the page. A frame has one row per mark and a column `part` that says
which mark it belongs to. Shares are 0-1 in our tables and 0-1 in the charts; only the axis writes percent,
and is always 0-100. The charts of a class and the calendar stand here with what all charts share; those of
another page stand in the module of that page.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt

from dashboard import style, wording
from dashboard.style import Palette

Spec = dict[str, Any]

# Vega draws hours as minutes since midnight and weeks as the Monday they start on.
CLOCK_LABEL = "format(floor(datum.value / 60), '02') + ':' + format(datum.value % 60, '02') + ' uur'"
PERCENT_LABEL = "round(datum.value * 100) + ' %'"
WEEK_LABEL = "'week ' + toNumber(utcFormat(datum.value, '%V'))"

ROWS = "rows"


@dataclass(frozen=True)
class Glyph:
    """The mark of one lesson in a square of -1 to 1; `fill` and `stroke` name a colour of the palette."""

    label: str
    path: str
    fill: str | None = None
    stroke: str | None = None


# Filled where the student was there, from the start of the lesson (top) to its end (bottom). The form tells
# the statuses apart; colour only repeats what the form says.
GLYPHS = {
    "present": Glyph("aanwezig", "M-1,-1H1V1H-1Z", fill="accent"),
    "late": Glyph("later binnen", "M-1,-0.1H1V1H-1Z", fill="accent"),
    "removed": Glyph("eerder uit de les", "M-1,-1H1V0.1H-1Z", fill="accent"),
    "excused": Glyph("afwezig, geoorloofd", "M-0.5,0A0.5,0.5 0 1 1 0.5,0A0.5,0.5 0 1 1 -0.5,0Z", fill="away"),
    "unexcused": Glyph("afwezig, ongeoorloofd", "M0,0Z"),
    "unregistered": Glyph("niet geregistreerd", "M-1,0L0,-1M-1,1L1,-1M0,1L1,0", stroke="muted"),
    "cancelled": Glyph("les ging niet door", "M-0.5,0H0.5", stroke="muted"),
}
DAY_HEIGHT = 6.4
"""Room for a day in the calendar of lessons, in lessons; a day with more lessons runs into the next."""


def class_change(colours: Palette) -> Spec:
    """The change of a class against the 20 teaching days before, week by week, with the band of no change.

    One row per week: week_start, change_share, expected_change_share, band_low_share, band_high_share, text.
    """
    axis = alt.Y(
        "band_low_share:Q",
        scale=alt.Scale(domain=[-0.3, 0.3], clamp=True),
        axis=alt.Axis(values=[-0.3, -0.15, 0, 0.15, 0.3], labelExpr=_POINTS_LABEL, title=None, grid=True),
    )
    base = alt.Chart(alt.NamedData(ROWS))
    band = base.mark_area(color=colours.soft, opacity=0.9).encode(x=weeks(), y=axis, y2="band_high_share:Q")
    expected = base.mark_line(color=colours.muted, strokeDash=[3, 3], strokeWidth=1.25).encode(
        x=weeks(), y="expected_change_share:Q"
    )
    line = base.mark_line(color=colours.accent, strokeWidth=2).encode(x=weeks(), y="change_share:Q")
    dots = base.mark_circle(color=colours.accent, size=34, opacity=1).encode(
        x=weeks(), y="change_share:Q", tooltip=alt.Tooltip("text:N", title=" ")
    )
    return finish(
        alt.layer(band, expected, line, dots),
        wording.CLASS_CHANGE,
        height=190,
    )


def lessons(colours: Palette) -> Spec:
    """The calendar of lessons: a column per week, in it the lessons of each day in order, one glyph per
    lesson.

    One row per lesson: week_label (in order of `week_start`), position (weekday 0-4 in steps of `DAY_HEIGHT`,
    plus the number of the lesson on that day), status (a key of `GLYPHS`; illness is `excused`), text.
    """
    base = alt.Chart(alt.NamedData(ROWS))
    week = alt.X(
        "week_label:O",
        sort=alt.EncodingSortField("week_start", order="ascending"),
        axis=alt.Axis(title=None, labelAngle=0, orient="top", ticks=False, domain=False, labelOverlap=True),
    )
    day = alt.Y(
        "position:Q",
        scale=alt.Scale(reverse=True, domain=[-0.8, 5 * DAY_HEIGHT - 0.6], nice=False, zero=False),
        axis=alt.Axis(
            values=[DAY_HEIGHT * number + 2.2 for number in range(5)],
            labelExpr=f"['ma', 'di', 'wo', 'do', 'vr'][round((datum.value - 2.2) / {DAY_HEIGHT})]",
            title=None,
            grid=False,
            ticks=False,
            domain=False,
        ),
    )
    square = (
        base.transform_filter("datum.status != 'cancelled'")
        .mark_square(size=100, filled=False, stroke=colours.muted, strokeWidth=0.8, opacity=0.75)
        .encode(x=week, y=day)
    )
    glyph = base.mark_point(size=100, opacity=1, filled=True, strokeWidth=1).encode(
        x=week,
        y=day,
        shape=alt.Shape(
            "status:N",
            scale=alt.Scale(domain=list(GLYPHS), range=[mark.path for mark in GLYPHS.values()]),
            legend=None,
        ),
        fill=alt.Fill(
            "status:N",
            scale=alt.Scale(domain=list(GLYPHS), range=[_colour(colours, mark.fill) for mark in GLYPHS.values()]),
            legend=None,
        ),
        stroke=alt.Stroke(
            "status:N",
            scale=alt.Scale(domain=list(GLYPHS), range=[_colour(colours, mark.stroke) for mark in GLYPHS.values()]),
            legend=None,
        ),
        tooltip=alt.Tooltip("text:N", title=" "),
    )
    return finish(alt.layer(square, glyph), wording.CALENDAR, height=430)


_POINTS_LABEL = "(datum.value > 0 ? '+' : datum.value < 0 ? '\N{MINUS SIGN}' : '') + abs(round(datum.value * 100))"
WEEK_TICKS: dict[str, Any] = {
    "tickCount": {"interval": "week", "step": 2},
    "labelOverlap": "parity",
    "labelFlush": True,
    "labelBound": True,
    "format": "%V",
}


def sparkline(shares: list[float | None], colours: Palette) -> str:
    """A small line of weekly shares (0-1) on a fixed 0-100 axis as SVG; a null is a gap, the last known week
    a dot.
    """
    width, height, edge = 136, 36, 3
    step = (width - 2 * edge) / max(1, len(shares) - 1)
    runs: list[list[str]] = [[]]
    last = ""
    for number, share in enumerate(shares):
        if share is None:
            runs.append([])
            continue
        x, y = edge + number * step, edge + (1 - share) * (height - 2 * edge)
        runs[-1].append(f"{x:.1f},{y:.1f}")
        last = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colours.accent}"/>'
    # A week between two gaps is a line to itself, which the round ends make a dot.
    lines = "".join(f'<polyline points="{" ".join([run[0], *run])}"/>' for run in runs if run)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<path d="M0,{edge}H{width}M0,{height - edge}H{width}" stroke="{colours.rule}"/>'
        f'<g fill="none" stroke="{colours.accent}" stroke-width="1.75" stroke-linejoin="round" '
        f'stroke-linecap="round">{lines}</g>{last}</svg>'
    )


def glyph(status: str, colours: Palette) -> str:
    """The mark of one lesson status as SVG, for the legend beside the calendar."""
    frame = (
        ""
        if status == "cancelled"
        else f'<path d="M-1,-1H1V1H-1Z" fill="none" stroke="{colours.muted}" stroke-width=".15"/>'
    )
    fill, stroke = (_colour(colours, GLYPHS[status].fill), _colour(colours, GLYPHS[status].stroke))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.1 -1.1 2.2 2.2">{frame}'
        f'<path d="{GLYPHS[status].path}" fill="{fill}" stroke="{stroke}" stroke-width=".2"/></svg>'
    )


def swatch(colour: str, colours: Palette) -> str:
    """A small square for the words beside a chart, as SVG."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        f'<rect x="1" y="1" width="14" height="14" rx="2" fill="{colour}" stroke="{colours.muted}" stroke-width=".5"/>'
        "</svg>"
    )


def _colour(colours: Palette, name: str | None) -> str:
    return getattr(colours, name) if name else "transparent"


def part(name: str) -> alt.Chart:
    """The rows of one mark."""
    return alt.Chart(alt.NamedData(ROWS)).transform_filter(f"datum.part == '{name}'")


def weeks(field: str = "week_start") -> alt.X:
    """The axis of weeks; `field` holds the Monday a week starts on."""
    return alt.X(
        f"{field}:T",
        scale=alt.Scale(type="utc", padding=14),
        axis=alt.Axis(labelExpr=WEEK_LABEL, title=None, grid=False, **WEEK_TICKS),
    )


def share_axis(field: str) -> alt.Y:
    """The axis of shares: always from 0 to 100 %."""
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], labelExpr=PERCENT_LABEL, title=None, grid=True),
    )


def finish(chart: alt.LayerChart | alt.FacetChart, description: str, *, height: int) -> Spec:
    """The spec of a chart without data, in Dutch, with the sentence that says what it shows."""
    spec: Spec = (
        chart.properties(height=height, description=description, data=alt.NamedData(ROWS))
        .configure(locale=style.LOCALE)
        .configure_view(strokeWidth=0)
        .to_dict()
    )
    return spec
