"""The charts of the page *Voortijdig schoolverlaten*. `top` is where the axis of shares ends: one of `TOPS`."""

from collections.abc import Collection, Iterable
from typing import Any

import altair as alt

from dashboard.charts import Spec, finish, part
from dashboard.style import Palette
from dashboard.wording import vsv as wording

TOPS = (0.1, 0.2, 0.4, 0.6, 1.0)
"""The axes there are: a level keeps its own whatever month it is, and none is stretched to its values."""

PERCENT_LABEL = (
    "replace(format(datum.value * 100, datum.value < 0.005 && datum.value > 0 ? '.1f' : '.0f'), '.', ',') + ' %'"
)
MONTHS = ("okt", "nov", "dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
PROVISIONAL, DEFINITIVE = 16, 17
"""Report months of NenR: V is provisional, D definitive."""

_PLACES = [*MONTHS, "", ""]


def top(shares: Iterable[float | None]) -> float:
    """The smallest axis that holds all these shares."""
    highest = max((share for share in shares if share is not None), default=0.0)
    return next((end for end in TOPS if highest <= end), TOPS[-1])


def pace(colours: Palette, *, top: float) -> Spec:
    """The share on the list per report month: this teljaar, earlier ones in grey, V and D as points of their own.

    Rows, by `part`: `year` (earlier: teljaar, report_month 1-15, share), `now` (this teljaar, the same), `here` (its
    newest month: report_month, share, low, high, label), `final` (report_month 16 or 17, share, status V or D, text),
    `head` (report_month, share, label: V or D above its points), `name` (place, share, label: the name of an earlier
    year, moved apart), `norm` (share, label). All marks of a figure have a text.
    """
    month, share = _month(), _share(top)
    year = part("year").mark_line(color=colours.muted, strokeWidth=1.25, opacity=0.75).encode(
        x=month, y=share, detail="teljaar:N"
    )  # fmt: skip
    point = part("year").mark_point(shape="circle", filled=True, size=14, color=colours.muted, opacity=0.75).encode(
        x=month, y=share, tooltip=_tooltip()
    )  # fmt: skip
    now = part("now").mark_line(color=colours.accent, strokeWidth=2.5).encode(x=month, y=share)
    dots = part("now").mark_circle(color=colours.accent, size=46, opacity=1).encode(
        x=month, y=share, tooltip=_tooltip()
    )  # fmt: skip
    here = part("here")
    sure = here.mark_rule(color=colours.accent, strokeWidth=1.5).encode(x=month, y=_share(top, "low"), y2="high:Q")
    name: dict[str, Any] = {"align": "left", "dx": 9, "dy": 15, "fontSize": 13, "fontWeight": 700}
    halo = here.mark_text(**name, stroke=colours.background, strokeWidth=4).encode(x=month, y=share, text="label:N")
    said = here.mark_text(**name, color=colours.accent).encode(x=month, y=share, text="label:N")
    norm = part("norm")
    line = norm.mark_rule(color=colours.step, strokeWidth=1.5, strokeDash=[6, 4]).encode(y=share)
    norm_name = norm.mark_text(align="left", baseline="line-bottom", dy=-4, fontSize=12, color=colours.step).encode(
        x=alt.datum(1), y=share, text="label:N"
    )
    beside: dict[str, Any] = {"align": "left", "dx": 12, "fontSize": 11.5}
    spot: dict[str, Any] = {"x": _month("place"), "y": share, "text": "label:N"}
    names = [
        part("name").mark_text(**beside, stroke=colours.background, strokeWidth=4).encode(**spot),
        part("name").mark_text(**beside, color=colours.muted).encode(**spot),
    ]
    head = part("head").mark_text(fontSize=12, fontWeight=700, color=colours.muted)
    heads = head.encode(x=month, y=share, text="label:N")
    layers = [heads, year, point, line, norm_name, _final(colours, colours.muted, month, share), *names, sure, now,
              dots, halo, said]  # fmt: skip
    return finish(alt.layer(*layers), wording.PACE, height=340)


def years(colours: Palette, *, top: float, drawn: Collection[str]) -> Spec:
    """The share of each teljaar, provisional and definitive apart, with norm, national figure and trend breaks.

    Rows, by `part`: `final` (place: the teljaar, V a little before and D a little after it, share, low, high, status,
    text), `norm` (teljaar_from, teljaar_to, share, text), `national` (place, share, text, era: no line joins two of
    them), `name` (place, share, label of the last point of norm and national), `break` (place between two teljaren,
    label). `drawn` are the parts that the rows have: of others nothing is said.
    """
    place, share = _teljaar(), _share(top)
    borders = part("break")
    rule = borders.mark_rule(color=colours.muted, strokeDash=[2, 3]).encode(x=place)
    why = borders.mark_text(
        align="left", baseline="top", dx=5, fontSize=11.5, color=colours.muted, lineBreak="\n"
    ).encode(x=place, y=alt.datum(top), text="label:N")
    norm = part("norm").mark_rule(color=colours.step, strokeWidth=2, strokeDash=[6, 4]).encode(
        x=_teljaar("teljaar_from"), x2="teljaar_to:Q", y=share, tooltip=_tooltip()
    )  # fmt: skip
    national = part("national")
    line = national.mark_line(color=colours.away, strokeWidth=1.5, strokeDash=[2, 2]).encode(
        x=place, y=share, detail="era:N"
    )
    squares = national.mark_point(shape="square", filled=True, size=26, color=colours.away, opacity=1).encode(
        x=place, y=share, tooltip=_tooltip()
    )  # fmt: skip
    names = part("name").mark_text(align="left", dx=8, fontSize=11.5, color=colours.muted).encode(
        x=place, y=share, text="label:N"
    )  # fmt: skip
    sure = part("final").mark_rule(color=colours.accent, strokeWidth=1.5).encode(
        x=place, y=_share(top, "low"), y2="high:Q"
    )  # fmt: skip
    letters = part("final").mark_text(dy=-11, fontSize=12, fontWeight=700, color=colours.accent).encode(
        x=place, y=_share(top, "high"), text="status:N"
    )  # fmt: skip
    layers = [rule, why, norm, line, squares, names, sure, _final(colours, colours.accent, place, share), letters]
    return finish(alt.layer(*layers), wording.years(drawn), height=300)


def funnel(colours: Palette, *, top: float) -> Spec:
    """The share of each team against its size, within the limits that chance alone would give.

    Rows, by `part`: `limit` (n_population, low_95, high_95, low_998, high_998), `common` (share), `team`
    (n_population, share, label: the letter of the team, text).
    """
    size = alt.X(
        "n_population:Q",
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(title=None, grid=False, format=",d", tickCount=5),
    )
    share, limits = _share(top), part("limit")
    wide = limits.mark_area(color=colours.soft, opacity=0.45).encode(x=size, y=_share(top, "low_998"), y2="high_998:Q")
    narrow = limits.mark_area(color=colours.soft, opacity=0.9).encode(x=size, y=_share(top, "low_95"), y2="high_95:Q")
    common = part("common")
    line = common.mark_rule(color=colours.muted, strokeDash=[3, 3]).encode(y=share)
    team = part("team")
    dots = team.mark_circle(color=colours.accent, size=80, opacity=1).encode(x=size, y=share, tooltip=_tooltip())
    name: dict[str, Any] = {"dy": -13, "fontSize": 12, "fontWeight": 600}
    spot: dict[str, Any] = {"x": size, "y": share, "text": "label:N"}
    halo = team.mark_text(**name, stroke=colours.background, strokeWidth=3).encode(**spot)
    letters = team.mark_text(**name, color=colours.ink).encode(**spot)
    return finish(alt.layer(wide, narrow, line, dots, halo, letters), wording.FUNNEL, height=300)


def retention(colours: Palette) -> Spec:
    """How many of a cohort are still at school, by weeks since each began: the newest with its band, others grey.

    Rows, by `part`: `year` (an earlier cohort: cohort, week, share, text), `now` (the newest: week, share, low, high,
    text), `name` (week, share, label).
    """
    week = alt.X(
        "week:Q",
        scale=alt.Scale(domainMin=0, nice=False),
        axis=alt.Axis(title=None, grid=False, tickMinStep=1, labelExpr="'week ' + datum.value", labelOverlap=True),
    )
    share = _share(1.0)
    year = part("year").mark_line(color=colours.muted, strokeWidth=1.25, interpolate="step-after", opacity=0.75).encode(
        x=week, y=share, detail="cohort:N"
    )  # fmt: skip
    now = part("now")
    band = now.mark_area(color=colours.soft, opacity=0.9, interpolate="step-after").encode(
        x=week, y=_share(1.0, "low"), y2="high:Q"
    )
    line = now.mark_line(color=colours.accent, strokeWidth=2.5, interpolate="step-after").encode(x=week, y=share)
    names = part("name").mark_text(align="left", dx=6, fontSize=11.5, color=colours.muted).encode(
        x=week, y=share, text="label:N"
    )  # fmt: skip
    touch = now.mark_circle(color=colours.accent, size=40, opacity=0).encode(x=week, y=share, tooltip=_tooltip())
    return finish(alt.layer(band, year, line, names, touch), wording.RETENTION, height=300)


def interval(low: float, share: float, high: float, end: float, colours: Palette, norm: float | None = None) -> str:
    """A share with its interval on an axis of 0 to `end` as SVG; a norm is an upright line."""
    width, height, edge = 160, 26, 5

    def at(value: float) -> float:
        return edge + min(value, end) / end * (width - 2 * edge)

    mark = "" if norm is None else (
        f'<path d="M{at(norm):.1f},3V{height - 3}" stroke="{colours.step}" stroke-width="2" stroke-dasharray="4 2"/>'
    )  # fmt: skip
    middle = height / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<path d="M{edge},{middle}H{width - edge}" stroke="{colours.rule}"/>{mark}'
        f'<path d="M{at(low):.1f},{middle}H{at(high):.1f}" stroke="{colours.accent}" stroke-width="5" opacity=".45" '
        f'stroke-linecap="round"/><circle cx="{at(share):.1f}" cy="{middle}" r="4.5" fill="{colours.accent}"/></svg>'
    )


def _final(colours: Palette, colour: str, x: alt.X, share: alt.Y) -> alt.Chart:
    """V is an open circle, D a filled diamond."""
    final: alt.Chart = part("final").mark_point(size=95, opacity=1, strokeWidth=2, stroke=colour).encode(
        x=x,
        y=share,
        shape=alt.Shape("status:N", scale=alt.Scale(domain=["V", "D"], range=["circle", "diamond"]), legend=None),
        fill=alt.Fill(
            "status:N",
            scale=alt.Scale(domain=["V", "D"], range=[colours.background, colour]),
            legend=None,
        ),
        tooltip=_tooltip(),
    )  # fmt: skip
    return final


def _month(field: str = "report_month") -> alt.X:
    places = list(range(1, len(_PLACES) + 1))
    return alt.X(
        f"{field}:Q",
        scale=alt.Scale(domain=[0.6, len(_PLACES) + 1.4], nice=False),
        axis=alt.Axis(
            values=places,
            labelExpr=f"{_PLACES}[datum.value - 1]",
            title=None,
            grid=False,
            labelOverlap="greedy",
            labelAngle=0,
        ),
    )


def _teljaar(field: str = "place") -> alt.X:
    return alt.X(
        f"{field}:Q",
        scale=alt.Scale(nice=False, zero=False, padding=26),
        axis=alt.Axis(
            title=None,
            grid=False,
            tickMinStep=1,
            labelOverlap="greedy",
            labelExpr="floor(datum.value) == datum.value ? datum.value + '-' + slice('' + (datum.value + 1), 2) : ''",
        ),
    )


def _share(top: float, field: str = "share") -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, top], clamp=True, nice=False),
        axis=alt.Axis(
            values=[round(top / 5 * step, 3) for step in range(6)], labelExpr=PERCENT_LABEL, title=None, grid=True
        ),
    )


def _tooltip() -> Any:
    return alt.Tooltip("text:N", title=" ")
