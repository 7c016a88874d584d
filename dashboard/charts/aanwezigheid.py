"""The charts of *Aanwezigheid*: a series beside its limits, the parts of the lessons, months beside earlier years."""

from collections.abc import Callable

import altair as alt

from dashboard.charts import ROWS, Spec, finish, part, share_axis, weeks
from dashboard.style import Palette
from dashboard.wording import aanwezigheid as wording

SHAPES = {
    "common_cause": "circle",
    "improvement": "triangle-up",
    "concern": "diamond",
    "change": "square",
}
"""The form of a point; the word stands beside it, and colour only repeats the form."""

MONTHS = ("aug", "sep", "okt", "nov", "dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul")


def trend(colours: Palette) -> Spec:
    """Presence week by week with the limits of its baseline; see `controlled` for the rows."""
    return controlled(colours, wording.TREND, height=360)


def level(colours: Palette) -> Spec:
    """The same for one level, smaller, on the same scale."""
    return controlled(colours, wording.LEVEL, height=190)


def controlled(
    colours: Palette,
    description: str,
    *,
    height: int,
    moment: Callable[[], alt.X] = weeks,
    amount: Callable[[str], alt.Y] = share_axis,
) -> Spec:
    """A series beside its limits. One row per moment from the first to the last: that of `moment` (week_start), value
    (null in a holiday), lower_limit, centre and upper_limit (null while there are none), is_current (of the school year
    on screen), signal, text. `amount` is the axis of the figure.
    """
    base = alt.Chart(alt.NamedData(ROWS))
    share = amount("value")
    limits = base.mark_area(color=colours.soft, opacity=0.75).encode(
        x=moment(), y=amount("lower_limit"), y2="upper_limit:Q"
    )
    centre = base.mark_line(color=colours.muted, strokeDash=[4, 3], strokeWidth=1.25).encode(
        x=moment(), y=amount("centre")
    )
    lines = [
        base.transform_calculate(shown=f"datum.is_current === {now} ? datum.value : null")
        .mark_line(color=colour, strokeWidth=width, opacity=opacity)
        .encode(x=moment(), y=amount("shown"))
        for now, colour, width, opacity in (
            ("false", colours.muted, 1.25, 0.8),
            ("true", colours.accent, 2, 1),
        )
    ]
    kinds, forms = list(SHAPES), list(SHAPES.values())
    points = (
        base.transform_filter("datum.value !== null")
        .mark_point(opacity=1, strokeWidth=1.5)
        .encode(
            x=moment(),
            y=share,
            shape=alt.Shape("signal:N", scale=alt.Scale(domain=kinds, range=forms), legend=None),
            size=alt.condition("datum.signal === 'common_cause'", alt.value(18), alt.value(62)),
            stroke=alt.condition("datum.is_current", alt.value(colours.accent), alt.value(colours.muted)),
            # A diamond is open and a triangle is filled, so that forms stay apart when small.
            fill=alt.FillValue(
                colours.muted,
                condition=[
                    {"test": "datum.signal === 'concern'", "value": colours.background},
                    {"test": "datum.is_current", "value": colours.accent},
                ],
            ),
            tooltip=alt.Tooltip("text:N", title=" "),
        )
    )
    return finish(alt.layer(limits, centre, *lines, points), description, height=height)


def years(colours: Palette) -> Spec:
    """Presence per month of the school year, this year beside earlier ones.

    Rows, by `part`: `earlier` and `now` (school_year, place: 0 is August, share, text) and `name` (place, share, label:
    the year at the end of its line).
    """
    month = alt.X(
        "place:Q",
        scale=alt.Scale(domain=[-0.3, 11.9], nice=False),
        axis=alt.Axis(
            values=list(range(12)),
            labelExpr=f"{list(MONTHS)}[datum.value]",
            title=None,
            grid=False,
            labelFlush=False,
        ),
    )
    share = share_axis("share")
    said = alt.Tooltip("text:N", title=" ")
    earlier = part("earlier").mark_line(
        color=colours.muted, strokeWidth=1.5, opacity=0.8, point=alt.OverlayMarkDef(size=22, color=colours.muted)
    ).encode(x=month, y=share, detail="school_year:N", tooltip=said)  # fmt: skip
    now = part("now").mark_line(
        color=colours.accent, strokeWidth=2.5, point=alt.OverlayMarkDef(size=46, color=colours.accent)
    ).encode(x=month, y=share, tooltip=said)  # fmt: skip
    # The names stand on both sides of the lines, so that two lines that end together keep both.
    names = [
        part("name")
        .transform_filter(f"datum.is_current === {is_current}")
        .mark_text(align="left", dx=4, dy=down, fontSize=12, color=colour)
        .encode(x=month, y=share, text="label:N")
        for is_current, down, colour in (("true", 15, colours.accent), ("false", -13, colours.muted))
    ]
    return finish(alt.layer(earlier, now, *names), wording.YEARS, height=220)


def split(colours: Palette) -> Spec:
    """The lessons of each week in four parts that add up to all of them, one on top of the other.

    One row per week and part: week_start, kind (a key of `wording.PARTS`), order, low and high (shares 0-1), text.
    """
    week = alt.X(
        "week:O",
        sort=alt.EncodingSortField("week_start", order="ascending"),
        axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy", labelExpr="'week ' + datum.label", ticks=False),
    )
    parts = alt.Scale(domain=list(wording.PARTS), range=part_colours(colours))
    # Who was not there leaves the bar empty: its outline alone is drawn.
    outlines = alt.Scale(domain=list(wording.PARTS), range=[*[colours.background] * 3, colours.muted])
    bars = (
        alt.Chart(alt.NamedData(ROWS))
        .mark_bar(strokeWidth=0.75, width={"band": 0.9})
        .encode(
            x=week,
            y=share_axis("low"),
            y2="high:Q",
            fill=alt.Fill("kind:N", scale=parts, legend=None),
            stroke=alt.Stroke("kind:N", scale=outlines, legend=None),
            tooltip=alt.Tooltip("text:N", title=" "),
        )
    )
    return finish(alt.layer(bars), wording.SPLIT, height=260)


def part_colours(colours: Palette) -> list[str]:
    """The colours of the parts, in the order of `wording.PARTS`."""
    return [colours.accent, colours.soft, colours.away, colours.background]


def mark(signal: str, colours: Palette) -> str:
    """The form of a point for the words beside the chart, as SVG."""
    path = {
        "common_cause": "M8,4.5a3.5,3.5 0 1 0 .01,0Z",
        "improvement": "M8,2L14,13H2Z",
        "concern": "M8,1.5L14,8L8,14.5L2,8Z",
        "change": "M3,3H13V13H3Z",
    }[signal]
    fill = colours.background if signal == "concern" else colours.accent
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        f'<path d="{path}" fill="{fill}" stroke="{colours.accent}" stroke-width="1.5"/></svg>'
    )
