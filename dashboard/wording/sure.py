"""How sure a figure is, in plain words; the same words on every page."""

from dataclasses import dataclass
from typing import Final

from dashboard import style

BEYOND: Final = "groter dan je van toeval mag verwachten"
"""What may be said of a difference whose interval leaves out nought: chance alone gives one now and then."""
FITS: Final = "past bij toeval"


@dataclass(frozen=True)
class Change:
    """A difference of two figures (shares 0-1, or grades) with its interval."""

    value: float
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the interval leaves out no difference at all."""
        return self.low > 0 or self.high < 0


def between(low: float, high: float, digits: int = 0) -> str:
    """The interval of a share: "tussen 46 en 52 %"."""
    return f"tussen {style.decimal(low * 100, digits)} en {style.percent(high, digits)}"


def chance(change: Change) -> str:
    """What may be said of a difference: it fits chance, or it is larger than may be expected of chance."""
    return BEYOND if change.is_beyond_chance else FITS


def no_trend(n_measured: int) -> str:
    """Two measurements make no trend; with more there is nothing to say."""
    return "Twee metingen zijn nog geen trend." if n_measured == 2 else ""
