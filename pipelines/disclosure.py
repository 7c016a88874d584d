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
from dataclasses import dataclass, field, replace
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
            [replace(amount, value=amount.value[rows], possible=[]) for amount in amounts],
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


@dataclass
class _Amount:
    """What an attacker can add up and subtract: its value per finest combination, and how unknown it has to stay.

    `is_told`: that there is nothing of it is no secret where a shown cell tells so of all people in it. `possible` are
    other values that fit everything that is shown, as far as they were found.
    """

    value: Numbers
    need: int
    is_told: bool = False
    possible: list[Numbers] = field(default_factory=list)


def _amounts(atoms: pl.DataFrame, smallest: int, counts_people: bool) -> list[_Amount]:
    """Give the amounts of a figure.

    Where the numerator is always a part of the denominator, the attacker knows this: then numerator and rest are two
    amounts from 0, which have the denominator as their sum.
    """
    persons, numerator, denominator = (
        atoms[name].fill_null(0).cast(pl.Float64).to_numpy() for name in ("n_persons", "numerator", "denominator")
    )
    other = denominator - numerator if (numerator <= denominator).all() else denominator
    need = smallest if counts_people else 1
    # A combination that is known to exist has somebody in it: also beyond that one person something stays unknown.
    beyond_one = _Amount(np.maximum(persons - 1, 0), 1)
    return [_Amount(persons, smallest), beyond_one, _Amount(numerator, need, True), _Amount(other, need, True)]


def _complete(place: Places, amounts: Sequence[_Amount], hidden: Marks, order: Places) -> Marks:
    """Hide further cells until the range of every amount of every hidden cell is as wide as it needs to be.

    `place` tells of each finest combination, a row, in which cell of each table it is. Cells with a low `order` are
    hidden first. A cell that turns out to add nothing, as later ones protect as well, is shown again.
    """
    hidden, further = hidden.copy(), list[int]()
    while (cell := _next_to_hide(place, amounts, hidden, order)) is not None:
        hidden[cell] = True
        further.append(cell)
    for cell in further[-2::-1]:
        inside = (place == cell).any(axis=1)
        shown_again = [replace(amount, possible=_fitting(amount, inside)) for amount in amounts]
        hidden[cell] = False
        if _next_to_hide(place, shown_again, hidden, order) is None:
            amounts = shown_again
        else:
            hidden[cell] = True
    return hidden


def _fitting(amount: _Amount, inside: Marks) -> list[Numbers]:
    """Keep the possible values that also fit when the total of a cell is shown."""
    total = amount.value[inside].sum()
    return [value for value in amount.possible if abs(value[inside].sum() - total) <= _slack(amount.value)]


def _next_to_hide(place: Places, amounts: Sequence[_Amount], hidden: Marks, order: Places) -> int | None:
    """Give the first in order of the shown cells that keep the range of a hidden cell too narrow, if there is one."""
    shown = np.where(hidden[place], -1, place)
    secrets = np.flatnonzero(hidden & (order > 0))
    for amount in amounts:
        total = np.bincount(place.ravel(), np.repeat(amount.value, place.shape[1]))
        is_secret = ~(amount.is_told & (shown >= 0) & (total[place] == 0)).any(axis=1)
        # Combinations that are in the same shown cells can be exchanged without anybody seeing it.
        signatures, alike = np.unique(shown[is_secret], axis=0, return_inverse=True)
        alike = alike.reshape(-1)
        sizes, sums = np.bincount(alike, minlength=1), np.bincount(alike, amount.value[is_secret], minlength=1)
        is_free = np.all(signatures < 0, axis=1)
        for cell in secrets.tolist():
            inside = (place == cell).any(axis=1)
            parts = np.bincount(alike[inside[is_secret]], minlength=len(sizes))
            if not parts.any() or is_free[parts > 0].any() or sums[(0 < parts) & (parts < sizes)].sum() >= amount.need:
                continue
            narrowing = _narrowing(shown, is_secret, inside, amount)
            if len(narrowing):
                return int(narrowing[order[narrowing].argmin()])
    return None


def _narrowing(shown: Places, is_secret: Marks, inside: Marks, amount: _Amount) -> Places:
    """Give the shown cells that keep the sum of an amount over `inside` in too narrow a range; none if it is wide.

    Two linear programs: the largest and the smallest sum for amounts from 0 that add up to every shown cell. The cells
    that bound it are those whose dual value is not 0: with another total they would move the bound.
    """
    slack = _slack(amount.value)

    def is_wide() -> bool:
        sums = [value[inside].sum() for value in (amount.value, *amount.possible)]
        return bool(np.floor(max(sums) + slack) - np.ceil(min(sums) - slack) >= amount.need)

    if is_wide():
        return np.array([], np.int64)
    column, table = np.nonzero(shown[is_secret] >= 0)
    cells, row = np.unique(shown[is_secret][column, table], return_inverse=True)
    adds_up = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(cells), is_secret.sum()))
    totals = adds_up @ amount.value[is_secret]
    bounds = np.zeros(len(cells), bool)
    for sign in (-1, 1):
        found = optimize.linprog(sign * inside[is_secret], A_eq=adds_up, b_eq=totals, bounds=(0, None), method="highs")
        if not found.success:
            raise RuntimeError(f"No bound was found: {found.message}")
        possible = np.zeros(len(is_secret))
        possible[is_secret] = found.x
        amount.possible.append(possible)
        if is_wide():
            return np.array([], np.int64)
        bounds |= np.abs(found.eqlin.marginals) > ROUNDING
    return cells[bounds]


def _slack(value: Numbers) -> float:
    return ROUNDING * max(float(value.sum()), 1000)


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
