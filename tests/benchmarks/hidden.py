"""How many cells of each group figure are hidden on the sample data, and why: what the thresholds cost.

    python -m tests.benchmarks.hidden               the fictional school, built in a temporary folder
    python -m tests.benchmarks.hidden --store PATH  the newest build of a store

A cell is a group at a moment, in all tables of a figure together (see `pipelines.indicator.MARTS`). `size` are cells
about fewer people than may be shown, `part` those with a small part (1 to 4 who left, or all but 1 to 4) of a group in
which people know each other, `beside` those that would give such a cell away, also beside the month before.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from pipelines import api, disclosure, figures, registry
from pipelines.build import build
from pipelines.indicator import Indicator
from pipelines.settings import Settings
from tests.sample_files import SAMPLE

HEAD: Final = f"{'indicator':<26}{'cells':>7}{'size':>7}{'part':>7}{'beside':>8}{'hidden':>9}"


class Hidden(NamedTuple):
    """What became of the cells of one figure."""

    indicator: str
    n_cells: int
    n_size: int
    n_part: int
    n_beside: int

    @property
    def share(self) -> float:
        """The part of all cells that is hidden."""
        return (self.n_size + self.n_part + self.n_beside) / max(1, self.n_cells)

    def __str__(self) -> str:
        return (
            f"{self.indicator:<26}{self.n_cells:>7}{self.n_size:>7}{self.n_part:>7}{self.n_beside:>8}{self.share:>9.1%}"
        )


def counted(opened: api.Build, indicator: Indicator) -> Hidden:
    """Count the cells of one figure, by why they are hidden."""
    moments = indicator.moments(())
    rows = opened.ask(figures._rows_of_mart(indicator.mart))
    smallest = opened.thresholds[indicator.few]
    n_cells = n_size = n_small = n_hidden = 0
    for table, shown in opened.tables(indicator, moments).items():
        cells = indicator.cells(rows, table, moments)
        n_cells += cells.height
        n_size += cells.filter(disclosure._is_small(smallest, counts_people=False)).height
        n_small += cells.filter(disclosure._is_small(smallest, indicator.counts_people)).height
        n_hidden += int(shown["is_hidden"].sum())
    return Hidden(indicator.name, n_cells, n_size, n_small - n_size, n_hidden - n_small)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path)
    store = parser.parse_args().store
    with tempfile.TemporaryDirectory() as work:
        if store is None:
            store = Path(work) / "store"
            build(Settings(institution="", inbox=SAMPLE, store=store), is_sample=True)
        opened = api.open_build(store)
        if opened is None:
            parser.error("There is no build in this store.")
        print(HEAD, *(counted(opened, indicator) for indicator in registry.indicators().values()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
