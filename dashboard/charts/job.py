"""The pictures of the page *JOB-monitor*: three-way bars, and the course over the editions."""

from dataclasses import dataclass

import altair as alt

from dashboard.charts import PERCENT_LABEL, Spec, finish, part
from dashboard.style import Palette
from dashboard.wording import job as wording


@dataclass(frozen=True)
class Answers:
    """How an item was answered: three shares of 0-1 that add up to 1.

    The interval of the first is not known for a theme, in which one student answers more than once.
    """

    positive: float
    neutral: float
    negative: float
    low: float | None = None
    high: float | None = None
    national: float | None = None


def bar(answers: Answers, colours: Palette) -> str:
    """A three-way bar from 0 to 100 % as SVG: positive filled, neutral light, negative striped.

    Above it a bracket for the interval of the positive share, below it a triangle at the national share.
    """
    width, high = 320, 16
    top = 1 if answers.low is None else 9

    def at(share: float) -> float:
        return share * width

    middle, right = at(answers.positive), at(answers.positive + answers.neutral)
    bottom = top + high
    bracket = national = ""
    if answers.low is not None and answers.high is not None:
        bracket = (
            f'<path d="M{at(answers.low):.1f},{top - 3}v-4H{at(answers.high):.1f}v4" fill="none" '
            f'stroke="{colours.ink}" stroke-width="1.5"/>'
        )
    if answers.national is not None:
        x = at(answers.national)
        national = (
            f'<path d="M{x:.1f},{top - 2}V{bottom + 2}" stroke="{colours.ink}" stroke-width="2"/>'
            f'<path d="M{x - 4.5:.1f},{bottom + 9}h9L{x:.1f},{bottom + 2}Z" fill="{colours.ink}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 0 {width + 6} {bottom + (10 if national else 2)}">'
        f'<defs><pattern id="s" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0,0V5" stroke="{colours.muted}" stroke-width="2.2"/></pattern></defs>'
        f'<path d="M0,{top}h{middle:.1f}v{high}H0Z" fill="{colours.accent}"/>'
        f'<path d="M{middle:.1f},{top}H{right:.1f}v{high}H{middle:.1f}Z" fill="{colours.soft}"/>'
        f'<path d="M{right:.1f},{top}H{width}v{high}H{right:.1f}Z" fill="url(#s)"/>'
        f'<path d="M0,{top}H{width}V{bottom}H0Z" fill="none" stroke="{colours.rule}"/>'
        f"{bracket}{national}</svg>"
    )


def editions(colours: Palette) -> Spec:
    """The share of positive answers per edition with its interval, and the national share beside it.

    Rows, by `part`: `ours` (edition, share, low, high, label, text), `line` (edition, share: the editions that may be
    compared), `national` (edition, share, text), `apart` (edition, label: before which edition comparing ends).
    """
    edition = alt.X(
        "edition:Q",
        scale=alt.Scale(nice=False, zero=False, padding=36),
        axis=alt.Axis(title=None, grid=False, format="d", tickMinStep=2, labelOverlap="greedy"),
    )
    tooltip = alt.Tooltip("text:N", title=" ")
    ours = part("ours")
    sure = ours.mark_rule(color=colours.accent, strokeWidth=1.5).encode(x=edition, y=_share("low"), y2="high:Q")
    dots = ours.mark_circle(color=colours.accent, size=90, opacity=1).encode(x=edition, y=_share(), tooltip=tooltip)
    said = ours.mark_text(dy=-10, fontSize=13, fontWeight=600, color=colours.accent).encode(
        x=edition, y=_share("high"), text="label:N"
    )
    line = part("line").mark_line(color=colours.accent, strokeWidth=1.5, opacity=0.6).encode(x=edition, y=_share())
    national = part("national").mark_tick(color=colours.ink, thickness=2.5, size=26, orient="horizontal").encode(
        x=edition, y=_share(), tooltip=tooltip
    )  # fmt: skip
    apart = part("apart")
    rule = apart.mark_rule(color=colours.muted, strokeDash=[2, 3]).encode(x=edition)
    why = apart.mark_text(align="right", baseline="top", dx=-5, color=colours.muted, lineBreak="\n").encode(
        x=edition, y=alt.datum(1), text="label:N"
    )
    return finish(alt.layer(rule, why, line, sure, national, dots, said), wording.EDITIONS, height=220)


def legend(colours: Palette) -> list[tuple[str, str]]:
    """The small pictures beside the bars, each with its word."""
    box = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    stripes = (
        f'<defs><pattern id="s" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0,0V5" stroke="{colours.muted}" stroke-width="2.2"/></pattern></defs>'
    )
    return [
        (f'{box}<path d="M0,1H16V15H0Z" fill="{colours.accent}"/></svg>', "positief (4 en 5)"),
        (f'{box}<path d="M0,1H16V15H0Z" fill="{colours.soft}"/></svg>', "neutraal (3)"),
        (f'{box}{stripes}<path d="M0,1H16V15H0Z" fill="url(#s)" stroke="{colours.rule}"/></svg>', "negatief (1 en 2)"),
        (f'{box}<path d="M1,12V6H15V12" fill="none" stroke="{colours.ink}" stroke-width="1.8"/></svg>', "band"),
        (f'{box}<path d="M3,14h10L8,4Z" fill="{colours.ink}"/></svg>', "landelijk"),
    ]


def _share(field: str = "share") -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], labelExpr=PERCENT_LABEL, title=None, grid=True),
    )
