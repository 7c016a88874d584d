"""The small pictures of *Team*: the growth of a class on a scale that is the same for all."""

from dashboard.style import Palette

EDGE_POINTS = 0.3
"""Both ends of the scale, as a share; a change beyond it stands on the edge."""


def growth_bar(change: float | None, low: float | None, high: float | None, colours: Palette) -> str:
    """The change of a class as a dot beside its band of no change, from 30 points down to 30 points up, as SVG.

    A class that cannot be compared yet has the scale alone.
    """
    width, height, edge = 136, 28, 6

    def x(share: float) -> float:
        inside = min(EDGE_POINTS, max(-EDGE_POINTS, share))
        return edge + (inside + EDGE_POINTS) / (2 * EDGE_POINTS) * (width - 2 * edge)

    middle = height / 2
    marks = [
        f'<path d="M{edge},{middle}H{width - edge}" stroke="{colours.rule}"/>',
        f'<path d="M{x(0):.1f},{middle - 9}V{middle + 9}" stroke="{colours.muted}" stroke-width="1.25"/>',
    ]
    if change is not None and low is not None and high is not None:
        marks.insert(
            0,
            f'<rect x="{x(low):.1f}" y="{middle - 8}" width="{x(high) - x(low):.1f}" height="16" rx="3" '
            f'fill="{colours.soft}"/>',
        )
        marks.append(f'<circle cx="{x(change):.1f}" cy="{middle}" r="4.5" fill="{colours.accent}"/>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(marks)}</svg>'
