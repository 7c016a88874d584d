"""Small numbers: which cells of the tables of a figure are hidden, so that no figure tells about a few people.

All tables of one figure are judged together, because whoever has them all can subtract one from another. Give the same
tables for whatever page asks, and every page hides the same cells.

**First, cells that are about few people.** A cell is hidden when it is about at least one and fewer than `smallest`
people. When the numerator counts people (who left, who are still here) it is also hidden when the numerator, or the
rest of the denominator, is at least one and smaller than that: "2 of 60 left" points at two people, and "58 of 60
stayed" at the same two. Nobody and everybody are shown, once the group itself is large enough: "0 of 20 left" points
at no one of the 20, and hiding it would hide the best news there is. Where it has to be secret that everybody in a
group has done the same, this rule is not enough. Of a numerator that counts minutes, lessons or answers a small one
tells nothing about a person, so there only the number of people decides. A cell whose figures are not known (null) is
hidden.

**Then, cells that give a hidden one away.** An attacker is assumed to have every cell that is shown in all tables
together, to know which combinations of groups exist (which class belongs to which team) and that amounts are whole
numbers from 0, and that a numerator is a part of its denominator where it always is. What such an attacker can work out
about a hidden cell is a range, from the smallest to the largest amount that fits. Further cells are hidden until the
range of people of every hidden cell, and of its numerator and the rest where these count people, is at least `smallest`
wide, and that of any other amount at least 1. For one table with a total this is the well-known rule: hide the next
smallest cell until the hidden ones together reach the threshold. One exception: that a hidden cell has nobody in its
numerator, because a shown cell around it has nobody, is told by the cell that is shown.

This is not promised: that nothing follows from comparing moments (the list of this month with that of the last one),
from what someone knows beside the tables, or from tables that were left out when the cells were judged.

Sources: Hundepool et al. (2012), Statistical Disclosure Control, chapters 4 (thresholds, secondary cells, the interval
an attacker can compute) and 5 (frequency tables); Willenborg and De Waal (2001), Elements of Statistical Disclosure
Control, chapter 6, for the linear programs.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import optimize, sparse

Table = tuple[str, ...]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]

ROUNDING: Final = 1e-9
"""By how much, relative to the largest amount, a computed bound may miss a whole number and still be taken for it."""

DEFINITIONS: Final = """
# Kleine aantallen

Waarom: Een cijfer over een paar studenten gaat al snel over iemand die anderen herkennen. Daarom staat er in plaats van
    zo'n cijfer een woord.
Telt mee: Cijfers over minder dan 5 studenten, en bij de JOB-monitor over minder dan 10. Telt een cijfer zelf mensen,
    zoals wie vertrok, dan is het ook verborgen als het er 1 tot en met 4 zijn, of allemaal op 1 tot en met 4 na. Is een
    verborgen cijfer uit te rekenen met de andere cijfers, dan is er nog een cijfer verborgen.
Telt niet mee: Niemand en iedereen, als de groep zelf groot genoeg is. De school kan andere grenzen instellen.
Lees met beleid: Verborgen is niet nul. Waarom een cijfer verborgen is, zegt niets over die groep: vaak staat het
    er alleen om een ander cijfer te beschermen.
"""


def protect(
    tables: Mapping[Table, pl.DataFrame],
    finest: pl.DataFrame,
    *,
    smallest: int,
    counts_people: bool,
    moments: Sequence[str] = (),
) -> dict[Table, pl.DataFrame]:
    """Give the tables with `is_hidden` added, and in hidden cells null in every column that is no group or moment.

    `tables` are all tables of one figure: the columns a table groups by, and its cells, with those columns, `moments`,
    numerator, denominator, n_persons (how many people a cell is about) and whatever stands beside them. `finest` is the
    same figure counted for every combination of the columns of all tables that occurs. Rows keep their order; the same
    cells give the same answer, in whatever order they come.

    `smallest` is the smallest number of people that is shown. `counts_people`: numerator and denominator count people.
    """
    columns = {table: ["_all", *moments, *table] for table in tables}
    every = list(dict.fromkeys(column for by in columns.values() for column in by))
    atoms = finest.with_columns(_all=True).sort(every)
    ordered, places, n_cells = dict[Table, pl.DataFrame](), [], 0
    for table, by in columns.items():
        judged = (
            tables[table].with_row_index("_row").with_columns(_all=True, is_hidden=_is_small(smallest, counts_people))
        )
        ordered[table] = judged.sort(by).with_row_index("_cell", n_cells)
        n_cells += len(judged)
        numbers = ordered[table].select(*by, "_cell")
        places.append(atoms.join(numbers, on=by, how="left", nulls_equal=True, maintain_order="left")["_cell"])
    every_cell = pl.concat(
        cells.select("is_hidden", pl.struct(pl.lit(-len(table)), "n_persons", "_cell").alias("_order"))
        for table, cells in ordered.items()
    )
    # What a table has no cell for is as unknown as what is hidden: the number after the last cell stands for it.
    place = np.column_stack([cell.fill_null(n_cells).cast(pl.Int64).to_numpy() for cell in places])
    hidden = np.append(every_cell["is_hidden"].to_numpy(), True)
    # The finest cells first, as the others are looked at most; among these the one with the fewest people.
    order = np.append(every_cell["_order"].rank("ordinal").to_numpy(), 0)

    # Cells of one moment, or of one question, are never added to those of another.
    shared = [column for column in every if all(column in by for by in columns.values())]
    block = atoms.select(pl.struct(shared).rank("dense")).to_series().to_numpy()
    amounts = _amounts(atoms, smallest, counts_people)
    for number in np.unique(block[(hidden[place] & (place < n_cells)).any(axis=1)]):
        rows = block == number
        cells, local = np.unique(place[rows], return_inverse=True)
        hidden[cells] = _complete(
            local.reshape(-1, len(tables)),
            [(amount[rows], need) for amount, need in amounts],
            hidden[cells],
            order[cells],
        )
    return {table: _without_hidden(cells, hidden, columns[table]) for table, cells in ordered.items()}


def _is_small(smallest: int, counts_people: bool) -> pl.Expr:
    """Tell of a cell whether it is about few people, or not known."""
    counts = [pl.col("n_persons")]
    if counts_people:
        counts += [pl.col("numerator"), pl.col("denominator") - pl.col("numerator")]
    is_known = pl.all_horizontal(pl.col("n_persons", "numerator", "denominator").is_not_null())
    return ~is_known | pl.any_horizontal(((count > 0) & (count < smallest)).fill_null(value=False) for count in counts)


def _amounts(atoms: pl.DataFrame, smallest: int, counts_people: bool) -> list[tuple[Numbers, int]]:
    """Give what an attacker can add up and subtract, per finest combination, and how unknown it has to stay.

    Where the numerator is always a part of the denominator, the attacker knows this: then numerator and rest are two
    amounts from 0, which have the denominator as their sum.
    """
    persons, numerator, denominator = (
        atoms[name].fill_null(0).cast(pl.Float64).to_numpy() for name in ("n_persons", "numerator", "denominator")
    )
    other = denominator - numerator if (numerator <= denominator).all() else denominator
    need = smallest if counts_people else 1
    return [(persons, smallest), (numerator, need), (other, need)]


def _complete(place: Places, amounts: Sequence[tuple[Numbers, int]], hidden: Marks, order: Places) -> Marks:
    """Hide further cells until the range of every amount of every hidden cell is as wide as it needs to be.

    `place` tells of each finest combination, a row, in which cell of each table it is. Cells with a low `order` are
    hidden first. A cell that turns out to add nothing, as later ones protect as well, is shown again.
    """
    hidden, further, safe = hidden.copy(), list[int](), set[tuple[int, int]]()
    while (cell := _next_to_hide(place, amounts, hidden, order, safe)) is not None:
        hidden[cell] = True
        further.append(cell)
    for cell in further[-2::-1]:
        hidden[cell] = False
        hidden[cell] = _next_to_hide(place, amounts, hidden, order, set()) is not None
    return hidden


def _next_to_hide(
    place: Places, amounts: Sequence[tuple[Numbers, int]], hidden: Marks, order: Places, safe: set[tuple[int, int]]
) -> int | None:
    """Give the first in order of the shown cells that keep the range of a hidden cell too narrow, if there is one.

    What is found to be wide enough is added to `safe` and not looked at again: hiding more never narrows a range.
    """
    shown = np.where(hidden[place], -1, place)
    for which, (amount, need) in enumerate(amounts):
        totals = np.bincount(place.ravel(), np.repeat(amount, place.shape[1]))
        # A shown cell with nothing in it tells of all combinations in it that there is nothing: that is no secret.
        secret = ~((shown >= 0) & (totals[place] == 0)).any(axis=1)
        # Combinations that are in the same shown cells can be exchanged without anybody seeing it.
        signatures, alike = np.unique(shown[secret], axis=0, return_inverse=True)
        alike = alike.reshape(-1)
        sizes, sums = np.bincount(alike, minlength=1), np.bincount(alike, amount[secret], minlength=1)
        for cell in np.flatnonzero(hidden & (order > 0)).tolist():
            inside = (place[secret] == cell).any(axis=1)
            if (cell, which) in safe or not inside.any():
                continue
            parts = np.bincount(alike[inside], minlength=len(sizes))
            is_exchanged, is_nowhere_shown = (0 < parts) & (parts < sizes), (signatures < 0).all(axis=1) & (parts > 0)
            if is_nowhere_shown.any() or sums[is_exchanged].sum() >= need:
                safe.add((cell, which))
                continue
            width, narrowing = _range(signatures, alike, inside, amount[secret])
            if width < need:
                return int(narrowing[order[narrowing].argmin()])
            safe.add((cell, which))
    return None


def _range(signatures: Places, alike: Places, inside: Marks, amount: Numbers) -> tuple[float, Places]:
    """Compute how wide the range of a hidden cell is for who has all shown cells, and which of these bound it.

    Two linear programs: the smallest and the largest sum over `inside`, of amounts from 0 that add up to every shown
    cell. The cells that bound it are those whose dual value is not 0: with another total they would move the bound.
    """
    kinds, kind = np.unique(2 * alike + inside, return_inverse=True)
    column, table = np.nonzero(signatures[kinds // 2] >= 0)
    cells, row = np.unique(signatures[kinds // 2][column, table], return_inverse=True)
    adds_up = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(cells), len(kinds)))
    totals = adds_up @ np.bincount(kind, amount)
    slack = ROUNDING * max(totals.max(), 1000)
    bounds, narrowing = [], np.zeros(len(cells), bool)
    for sign in (1, -1):
        found = optimize.linprog(sign * (kinds % 2), A_eq=adds_up, b_eq=totals, bounds=(0, None), method="highs")
        if not found.success:
            raise RuntimeError(f"No bound was found: {found.message}")
        bounds.append(np.ceil(found.fun - slack))
        narrowing |= np.abs(found.eqlin.marginals) > ROUNDING
    return float(-bounds[1] - bounds[0]), cells[narrowing]


def _without_hidden(cells: pl.DataFrame, hidden: Marks, by: Sequence[str]) -> pl.DataFrame:
    """Take the figures out of the hidden cells, and put the rows back in their order."""
    is_hidden = pl.Series(hidden[cells["_cell"].to_numpy()], dtype=pl.Boolean)
    return (
        cells.with_columns(is_hidden=is_hidden)
        .sort("_row")
        .drop("_cell", "_row")
        .with_columns(pl.when(~pl.col("is_hidden")).then(pl.exclude(*by, "is_hidden")))
        .drop("_all")
    )
