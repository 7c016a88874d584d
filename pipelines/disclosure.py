"""Small numbers: which cells of the tables of a figure are hidden, so that no figure tells about a few people.

All tables of one figure are judged together, because whoever has them all can subtract one from another. Give the same
tables for whatever page asks, and every page hides the same cells.

**First, cells that are about few people.** A cell is hidden when it is about at least one and fewer than `smallest`
people. When the numerator counts people (who left, who are still here), a numerator, or a rest of the denominator, of
at least one and fewer than `smallest` is hidden as well, but only in a group of fewer than KNOWN times `smallest`
people, about a class, where people know each other: "2 of 15 left" points at two people. "2 of 300 left" tells of
nobody who they are, and hiding it would hide most of what there is to know about leaving. Nobody and everybody are
shown once the group itself is large enough: "0 of 20 left" points at no one of the 20, and is the best news there is.
Of a numerator that counts minutes, lessons or answers a small one tells nothing about a person, so there only the
number of people decides. A cell whose figures are not known (null) is hidden.

**Then, cells that give a hidden one away.** An attacker is assumed to have every cell that is shown in all tables
together, to know which combinations of groups exist (which class belongs to which team, and that somebody is in it),
that amounts are whole numbers from 0, and that a numerator is a part of its denominator where it always is. What such
an attacker can work out about a hidden cell is a range, from the smallest to the largest amount that fits. Further
cells are hidden until the range of people of every hidden cell is at least `smallest` wide, and that of any other
amount at least 1. For one table with a total this is the well-known rule: hide the next smallest cell until the hidden
ones together reach the threshold. One exception: that a hidden cell has nobody in its numerator, because shown cells
around it have nobody, is told by what is shown.

**Then, moments at which the same people are counted again.** The list of this month holds that of last month and who
came since, so that whoever has both can subtract. In a group of fewer than KNOWN times `smallest` people a numerator
is therefore hidden as well when it differs from an earlier one by at least one and fewer than `smallest`. What is
hidden once stays hidden at all later moments, as the moments around it would tell between which numbers it lies. The
attacker is assumed to believe that nobody ever leaves a list, and who came since the moment before has to stay unknown
too: of a cell that was shown until then, and of a group in which people know each other. What is hidden at a moment
follows from that moment and earlier ones only, so that it is the same in the build of that month and in later ones.
Only that nobody came since a figure was shown is told by what is shown.

The months of DUO's list and its final ones (NenR, V and D) are judged as one list that goes on: most people on one are
on the next, so that whoever has both can subtract.

**Then, longer times.** A month is the sum of its weeks, and a school year that of its months. A cell over a longer time
is therefore shown only where all its cells over the shortest time are: it is the sum of what is shown, and no more.

**Last, figures about the same lessons.** Those that add up a same column (how many lessons were registered, say) hide
the same cells. And the days of the week, and the first lesson of the day, of a school year are parts of wholes that
presence tells by the week: the lessons of a group in that year. Where a week that touches the year is hidden, so is
that whole, and each of its parts: the parts together would tell the whole, and the whole less the other weeks that
week. Which parts it has is not told either. Where all weeks are shown, whoever has them adds them up, so that the whole
is never what is hidden for the sake of a part: another part is. A hidden week is then as unknown as before, as long as
nobody knows on which days a class had lessons: whatever fits the weeks can be laid over the days so that it fits the
days too. And a hidden part is as unknown as it can be with all these wholes known. A part that is hidden for the sake
of its whole alone is no secret. That a class has all lessons of a team on some day is taken to be known. There are no
months of these figures, as months do not end with weeks.

This is not promised: that nothing follows from what someone knows beside the tables, or from tables that were left out
when the cells were judged; nor that no figure follows for a group that no table shows.

Sources: Hundepool et al. (2012), Statistical Disclosure Control, chapters 4 (thresholds, secondary cells, the range an
attacker can compute, choosing further cells by linear programs) and 5 (counts of people); Willenborg and De Waal
(2001), Elements of Statistical Disclosure Control, chapter 6.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars import selectors
from scipy import optimize, sparse

from pipelines.school_year import school_years

RULES: Final = hashlib.sha256(Path(__file__).read_bytes()).digest()
"""What was chosen by these rules is not kept for others."""

COUNTED: Final = ("numerator", "denominator")

Table = tuple[str, ...]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Marks = NDArray[np.bool_]

KNOWN: Final = 5
"""In groups of fewer than this many times the threshold, people know each other."""

TOLD: Final = 2**62
"""The weight of a cell that another figure tells as well: hiding it would hide nothing, so it never is."""

IMPOSSIBLE: Final = 2
"""What `scipy.optimize.milp` answers where no numbers fit."""

ROUNDING: Final = 1e-9
"""By how much, relative to the largest amount, a computed bound may miss a whole number and still be taken for it."""

DEFINITIONS: Final = """
# Kleine aantallen

Waarom: Een cijfer over een paar studenten gaat al snel over iemand die anderen herkennen. Daarom staat er in plaats van
    zo'n cijfer een woord.
Telt mee: Cijfers over minder dan 5 studenten, en bij de JOB-monitor en het medewerkersonderzoek over minder dan 10.
    Telt een cijfer wie vertrok of bleef, of incidenten, dan is het in een groep van minder dan 25 ook verborgen als het
    er 1 tot en met 4 zijn, of allemaal op 1 tot en met 4 na, of als er sinds een eerdere maand 1 tot en met 4 bij
    kwamen. De lijn "nog op school" is er voor groepen vanaf 25. Is een verborgen cijfer uit te rekenen met de andere
    cijfers, dan is er nog een cijfer verborgen. Een lijst die elke maand opnieuw is geteld, blijft voor die groep
    verborgen tot het eind van het teljaar, ook in de lijsten V en D. Een maand of een jaar is er alleen als alle weken
    of maanden daarvan er zijn, en de dagen van de week en de eerste les van een jaar alleen als alle weken er zijn.
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
    again: Sequence[str] = (),
    wholes: Mapping[Table, pl.DataFrame] | None = None,
    choices: "Choices | None" = None,
) -> dict[Table, pl.DataFrame]:
    """Give the tables with `is_hidden` added, and in hidden cells null in every column that is no group or moment.

    `tables` are all tables of one figure: the columns a table groups by, and its cells, with those columns, `moments`,
    numerator, denominator, n_persons (how many people a cell is about) and whatever stands beside them. `finest` is the
    same figure counted for every combination of the columns of all tables that occurs. Rows keep their order; the same
    cells give the same answer, in whatever order they come.

    `smallest` is the smallest number of people that is shown. `counts_people`: numerator and denominator count people.
    `again` are the moments, in the order of `moments`, at which the same people are counted once more. `wholes` are
    tables of another figure that counts the same (see `whole_years`): a cell is a part of the one in the largest of
    them whose columns its table has. `choices` are looked up, and added to.
    """
    choices, again = choices or Choices(), again if counts_people else ()
    columns = {table: ["_all", *moments, *table] for table in tables}
    series = {table: [column for column in by if column not in again] for table, by in columns.items()}
    every = list(dict.fromkeys(column for by in columns.values() for column in by))
    atoms = finest.with_columns(_all=True).sort(every)
    ordered, places, n_cells = dict[Table, pl.DataFrame](), [], 0
    for table, by in columns.items():
        is_small = _is_small(smallest, counts_people)
        judged = _beside_wholes(tables[table].with_columns(_all=True), table, moments, wholes)
        judged = (
            judged.with_row_index("_row")
            .with_columns(
                is_hidden=is_small | pl.col("_in_hidden"),
                _is_told=pl.col("_is_whole") & ~pl.col("_in_hidden"),
                _is_secret=is_small | pl.col("_is_whole") | ~pl.col("_in_hidden"),
            )
            .sort(by)
        )
        if again:
            tells = _tells_who_came(judged, series[table], smallest)
            judged = judged.with_columns(is_hidden=pl.col("is_hidden") | tells)
        ordered[table] = judged.with_row_index("_cell", n_cells)
        n_cells += len(judged)
        numbers = ordered[table].select(*by, "_cell")
        places.append(atoms.join(numbers, on=by, how="left", nulls_equal=True, maintain_order="left")["_cell"])
    # What a table has no cell for is as unknown as what is hidden: the number after the last cell stands for it.
    place = np.column_stack([cell.fill_null(n_cells).cast(pl.Int64).to_numpy() for cell in places])
    judged_by = ("is_hidden", "n_persons", "_is_told", "_is_secret")
    every_cell = pl.concat(cells.select(judged_by) for cells in ordered.values())
    own = np.append(every_cell["_is_secret"].to_numpy(), True)
    hidden = np.append(every_cell["is_hidden"].to_numpy(), True)
    persons = every_cell["n_persons"].fill_null(0).clip(lower_bound=1).to_numpy()
    weight = np.append(np.where(every_cell["_is_told"], TOLD, persons), 0)
    cell = pl.col("_cell")
    last = [cells.select(cell.shift(1).over(series[table]).fill_null(cell)) for table, cells in ordered.items()]
    before = np.append(pl.concat(last)["_cell"].to_numpy(), n_cells) if again else np.arange(n_cells + 1)

    # Cells of one moment, or of one question, are never added to those of another.
    shared = [column for column in every if all(column in by for by in columns.values())]
    block = atoms.select(pl.struct(shared).rank("dense")).to_series().to_numpy()
    amounts = _amounts(atoms, smallest)
    beyond = [] if counts_people else _beyond_one_lesson(atoms)
    came = [_came(atoms, [column for column in every if column not in again])] if again else []
    for number in np.unique(block):
        rows = block == number
        cells, local = np.unique(place[rows], return_inverse=True)
        # What is hidden once stays hidden while the same people are counted again.
        was_shown = ~hidden[before[cells]] | (before[cells] == cells)
        hidden[cells] |= ~was_shown
        if not hidden[cells[cells < n_cells]].any():
            continue
        secret = was_shown | (weight[cells] < KNOWN * smallest)
        of_block = [*(amount.of(rows, own[cells]) for amount in amounts), *(amount.of(rows, secret) for amount in came)]
        inside = local.reshape(-1, len(tables))
        for part, amount in beyond:
            # That there is nothing of it is told by the part itself.
            has_some = np.bincount(inside.ravel(), np.repeat(part[rows], len(tables)), len(cells)) > 0
            of_block.append(amount.of(rows, has_some & own[cells]))
        problem = _Problem(inside, hidden[cells], weight[cells], of_block)
        hidden[cells[choices.of(problem)]] = True
    shown = {table: _without_hidden(cells, hidden, columns[table]) for table, cells in ordered.items()}
    return (
        {table: _with_every_part(cells, table, moments, wholes) for table, cells in shown.items()} if wholes else shown
    )


def added_up(cells: pl.DataFrame, parts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Give a table over longer moments with `is_hidden` added, and hidden what has a hidden part.

    `parts` is the same table over the shortest moments, protected; both have the columns `by`. What is shown then is
    the sum of what is shown, and tells no more.
    """
    whole = parts.with_columns(_all=True).group_by("_all", *by).agg(pl.col("is_hidden").any())
    found = cells.with_columns(_all=True).join(
        whole, on=["_all", *by], how="left", nulls_equal=True, maintain_order="left"
    )
    is_hidden = pl.col("is_hidden").fill_null(value=True)
    figures = [pl.when(~is_hidden).then(name).alias(name) for name in cells.columns if name not in by]
    return found.drop("_all").with_columns(*figures, is_hidden=is_hidden)


def hidden_too(cells: pl.DataFrame, others: Sequence[pl.DataFrame], by: Sequence[str]) -> pl.DataFrame:
    """Give a protected table with those cells hidden too that are hidden in the same table of one of the others.

    All have the columns `by`; a cell that others do not have stays as it is.
    """
    if not others:
        return cells
    told = pl.concat(other.select(*by, "is_hidden") for other in (cells, *others))
    return added_up(cells.drop("is_hidden"), told, by)


def whole_years(weeks: Sequence[pl.DataFrame], table: Table) -> pl.DataFrame:
    """Tell of each group of a table in each school year whether all weeks that touch it are shown.

    `weeks` are this table in the figures that count its lessons by the week, protected. Grain: group and school year.
    Columns: those of `table`, school_year, is_hidden, n_persons (in the fullest week that is shown).
    """
    monday = pl.concat(cells.select(*table, "week_start", "is_hidden", "n_persons") for cells in weeks)
    sunday = monday.with_columns(pl.col("week_start").dt.offset_by("6d"))
    return (
        pl.concat([monday, sunday])
        .group_by(*table, school_years("week_start").alias("school_year"))
        .agg(pl.col("is_hidden").any(), pl.col("n_persons").max())
    )


def _whole(table: Table, wholes: Mapping[Table, pl.DataFrame]) -> Table:
    """Give the largest of the tables of wholes whose columns a table has."""
    return max((known for known in wholes if set(known) <= set(table)), key=len)


def _beside_wholes(
    cells: pl.DataFrame, table: Table, moments: Sequence[str], wholes: Mapping[Table, pl.DataFrame] | None
) -> pl.DataFrame:
    """Add to cells whether the whole they are in is hidden, and whether they are that whole.

    A whole is about as many people as in the other figure.
    """
    if not wholes:
        return cells.with_columns(_in_hidden=False, _is_whole=False)
    whole = _whole(table, wholes)
    on, is_whole = [*moments, *whole], whole == table
    there = wholes[whole].select(
        *(pl.col(name).cast(cells.schema[name]) for name in on), _in_hidden="is_hidden", _n_persons="n_persons"
    )
    found = cells.join(there, on=on, how="left", nulls_equal=True, maintain_order="left")
    return found.with_columns(
        pl.col("_in_hidden").fill_null(value=True),
        n_persons=pl.max_horizontal("n_persons", "_n_persons") if is_whole else "n_persons",
        _is_whole=pl.lit(is_whole),
    ).drop("_n_persons")


def _with_every_part(
    shown: pl.DataFrame, table: Table, moments: Sequence[str], wholes: Mapping[Table, pl.DataFrame]
) -> pl.DataFrame:
    """Add the parts that a hidden whole does not have, hidden as the others: which ones it has would tell of it."""
    whole = _whole(table, wholes)
    hidden = (
        wholes[whole].filter("is_hidden").select(pl.col(name).cast(shown.schema[name]) for name in (*moments, *whole))
    )
    parts = shown.select(*moments, *(column for column in table if column not in whole)).unique()
    every = hidden.join(parts, on=list(moments)).with_columns(is_hidden=True)
    missing = every.join(shown, on=[*moments, *table], how="anti", nulls_equal=True)
    return pl.concat([shown, missing], how="diagonal").sort([*table, *moments], nulls_last=True)


def _is_small(smallest: int, counts_people: bool) -> pl.Expr:
    """Tell of a cell whether it is about few people, or not known."""
    persons, numerator, denominator = (pl.col(name) for name in ("n_persons", "numerator", "denominator"))

    def few(count: pl.Expr) -> pl.Expr:
        return (count > 0) & (count < smallest)

    is_small = few(persons)
    if counts_people:
        is_small |= (persons < KNOWN * smallest) & (few(numerator) | few(denominator - numerator))
    return is_small.fill_null(value=True) | numerator.is_null() | denominator.is_null()


def _tells_who_came(cells: pl.DataFrame, series: Sequence[str], smallest: int) -> pl.Series:
    """Tell of cells, in the order of their moments, whether the difference with an earlier one is about few people.

    Cells have to be sorted by moment within a series.
    """
    numbered = cells.select(*series, "numerator", "n_persons", at=pl.int_range(pl.len()))
    pairs = numbered.join(numbered, on=series, nulls_equal=True, suffix="_before")
    came = (pl.col("numerator") - pl.col("numerator_before")).abs()
    know_each_other = pl.min_horizontal("n_persons", "n_persons_before") < KNOWN * smallest
    is_earlier = pl.col("at_before") < pl.col("at")
    few = pairs.filter(is_earlier & (came > 0) & (came < smallest) & know_each_other)
    return numbered["at"].is_in(few["at"].implode())


class _Amount:
    """What an attacker can add up and subtract: its value per finest combination, and how unknown it has to stay.

    `is_told`: that there is nothing of it is no secret where a shown cell tells so of all people in it. `possible` are
    values that fit everything that is shown, as far as they were found; the true one is the first. Only of the cells
    in `secret` it is a secret, where that is given.
    """

    def __init__(
        self,
        value: Numbers,
        need: int,
        *,
        is_told: bool = False,
        possible: Numbers | None = None,
        secret: Marks | None = None,
    ) -> None:
        self.value, self.need, self.is_told, self.secret = value, need, is_told, secret
        self.possible = value[np.newaxis] if possible is None else possible
        self.slack = ROUNDING * max(float(value.sum()), 1000)

    def of(self, rows: Marks, secret: Marks | None = None) -> "_Amount":
        """Give the same amount for some of the combinations."""
        return _Amount(self.value[rows], self.need, is_told=self.is_told, secret=secret)

    def fitting(self, inside: Marks) -> "_Amount":
        """Keep of the possible values those that have the true sum over `inside`."""
        fits = np.abs((self.possible - self.value) @ inside) < self.slack
        return _Amount(self.value, self.need, is_told=self.is_told, possible=self.possible[fits], secret=self.secret)

    def add(self, possible: Numbers) -> None:
        """Remember another possible value."""
        self.possible = np.vstack([self.possible, possible])


def _amounts(atoms: pl.DataFrame, smallest: int) -> list[_Amount]:
    """Give the amounts of a figure.

    Where the numerator is always a part of the denominator, the attacker knows this: then numerator and rest are two
    amounts from 0, which have the denominator as their sum.
    """
    persons, numerator, denominator = (
        atoms[name].fill_null(0).cast(pl.Float64).to_numpy() for name in ("n_persons", "numerator", "denominator")
    )
    other = denominator - numerator if (numerator <= denominator).all() else denominator
    # A combination that is known to exist has somebody in it: also beyond that one person something stays unknown.
    beyond_one = _Amount(np.maximum(persons - 1, 0), 1)
    return [
        _Amount(persons, smallest),
        beyond_one,
        _Amount(numerator, 1, is_told=True),
        _Amount(other, 1, is_told=True),
    ]


def _beyond_one_lesson(atoms: pl.DataFrame) -> list[tuple[Numbers, _Amount]]:
    """Give numerator and rest of a figure that counts something else than people, each with what there is of it beyond
    the one lesson that everybody has of whom there is nothing of the other.
    """
    numerator, denominator = (atoms[name].fill_null(0).cast(pl.Float64).to_numpy() for name in COUNTED)
    rest = denominator - numerator
    if (rest < 0).any():
        return []
    return [
        (part, _Amount(np.maximum(part - (other == 0), 0), 1)) for part, other in ((numerator, rest), (rest, numerator))
    ]


def _came(atoms: pl.DataFrame, series: Sequence[str]) -> _Amount:
    """Give who came since the moments before.

    What is shown was shown at all moments before, so that an attacker can subtract wherever he can add.
    """
    numerator = pl.col("numerator").fill_null(0).cast(pl.Float64)
    so_far = numerator.cum_max().shift(1).over(series).fill_null(0)
    came = atoms.select((numerator - so_far).clip(lower_bound=0)).to_series().to_numpy()
    return _Amount(came, 1, is_told=True)


class _Problem(NamedTuple):
    """Which further cells are to be hidden; see `_Tied` for `place`, `hidden` and `weight`."""

    place: Places
    hidden: Marks
    weight: Places
    amounts: list[_Amount]

    def name(self) -> str:
        """Name the problem by its content."""
        told = hashlib.sha256(RULES)
        for part in (self.place, self.hidden, self.weight, *(amount.value for amount in self.amounts)):
            told.update(f"{part.shape} {part.dtype}".encode() + part.tobytes())
        for amount in self.amounts:
            told.update(f"{amount.need} {amount.is_told}".encode())
            told.update(b"" if amount.secret is None else amount.secret.tobytes())
        return told.hexdigest()[:32]

    def solve(self) -> list[int]:
        """Give the numbers of all cells that are hidden in the end."""
        tied = _Tied(self.place, self.hidden, self.weight)
        tied.complete(self.amounts)
        return list(map(int, np.flatnonzero(tied.hidden)))


@dataclass(frozen=True)
class Choices:
    """Which cells were hidden in problems with the same content, so that no problem is solved twice."""

    before: Mapping[str, list[int]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)

    def of(self, problem: _Problem) -> list[int]:
        """Give the hidden cells of a problem."""
        name = problem.name()
        if name not in self.made:
            self.made[name] = self.before[name] if name in self.before else problem.solve()
        return self.made[name]


class _Tied:
    """Cells that can be added to and subtracted from each other, and which of them are hidden."""

    def __init__(self, place: Places, hidden: Marks, weight: Places) -> None:
        """`place` tells of each finest combination, a row, in which cell of each table it is.

        `weight` is what it costs to hide a cell; one without weight is no cell of a table, and is never shown, and one
        that weighs TOLD is not hidden.
        """
        self.place, self.hidden, self.weight = place, hidden.copy(), weight
        self._hide(np.empty(0, np.int64))

    def _hide(self, cells: Places | int, *, is_hidden: bool = True) -> None:
        """Hide cells, or show them again; then see what an attacker sees.

        That is how combinations add up to the shown cells, and which combinations are in the same shown cells.
        """
        self.hidden[cells] = is_hidden
        shown = np.where(self.hidden[self.place], -1, self.place)
        row, table = np.nonzero(shown >= 0)
        self.shown, cell = np.unique(shown[row, table], return_inverse=True)
        self.adds_up = sparse.csr_array((np.ones(len(row)), (cell, row)), shape=(len(self.shown), len(self.place)))
        self.is_nowhere = (shown < 0).all(axis=1)
        self.alike = _alike(shown)

    def complete(self, amounts: Sequence[_Amount]) -> None:
        """Hide further cells until every amount of every hidden cell is as unknown as it needs to be, or can be.

        A cell that turns out to add nothing, as others protect as well, is shown again, those with most people first.
        """
        is_small, wide, reached = self.hidden.copy(), set[tuple[int, int]](), dict[tuple[int, int], float]()
        while (narrow := self._narrow(amounts, reached, wide)) is not None:
            which, cell, low, high = narrow
            amount, inside = amounts[which], self._inside(cell)
            twin = self._twin(amount, inside, cell, amount.need - (high - low))
            if twin is not None:
                self._hide(twin)
            elif not self._hide_for(amount, inside, [low + amount.need, high - amount.need, high + 1, low - 1]):
                reached[which, cell] = high - low
        further = np.flatnonzero(self.hidden & ~is_small)
        for cell in further[np.argsort(-self.weight[further], kind="stable")]:
            self._hide(cell, is_hidden=False)
            fitting = [amount.fitting(self._inside(cell)) for amount in amounts]
            if self._narrow(fitting, reached, set(), search=False) is None:
                amounts = fitting
            else:
                self._hide(cell)

    def _inside(self, cell: int) -> Marks:
        """Mark the combinations that are in a cell."""
        return np.asarray((self.place == cell).any(axis=1))

    def _narrow(
        self,
        amounts: Sequence[_Amount],
        reached: Mapping[tuple[int, int], float],
        wide: set[tuple[int, int]],
        *,
        search: bool = True,
    ) -> tuple[int, int, float, float] | None:
        """Find a hidden cell with an amount whose range is too narrow: which amount, which cell, and its range.

        Where no more can be `reached`, that is wide enough. Cells found `wide` enough are not looked at again: hiding
        more never narrows a range. Without `search` a range is taken to be no wider than is known without a linear
        program.
        """
        for which, amount in enumerate(amounts):
            is_nothing = self.adds_up.T @ (self.adds_up @ amount.value == 0) > 0
            for cell in np.flatnonzero(self.hidden & (self.weight > 0)).tolist():
                if (which, cell) in wide or not (amount.secret is None or amount.secret[cell]):
                    continue
                inside = self._inside(cell)
                if amount.is_told and is_nothing[inside].all():
                    continue
                need = reached.get((which, cell), amount.need)
                low, high = self._range(amount, inside)
                if search and high - low < need:
                    amount.add(_solved(inside.astype(float), self.adds_up, self.adds_up @ amount.value))
                    low, high = self._range(amount, inside)
                if high - low < need:
                    return which, cell, low, high
                wide.add((which, cell))
        return None

    def _range(self, amount: _Amount, inside: Marks) -> tuple[float, float]:
        """Give the smallest and largest sum over `inside` that are known to fit everything that is shown."""
        if (inside & self.is_nowhere).any():
            return 0, np.inf
        # Combinations that are in the same shown cells can be exchanged without anybody seeing it.
        n_alike = self.alike.max() + 1
        own, others = (np.bincount(self.alike, amount.value * side, n_alike) for side in (inside, ~inside))
        has_own, has_others = (np.bincount(self.alike, side, n_alike) > 0 for side in (inside, ~inside))
        sums = amount.possible @ inside
        low, high = sums[0] - own[has_others].sum(), sums[0] + others[has_own].sum()
        # Amounts are whole numbers: what lies between two of them is no wider for who knows that.
        return np.ceil(min(low, sums.min()) - amount.slack), np.floor(max(high, sums.max()) + amount.slack)

    def _twin(self, amount: _Amount, inside: Marks, cell: int, lacking: float) -> int | None:
        """Give the cell of the same table with the fewest people that makes up for what is lacking, if there is one.

        A twin has combinations that differ from those in the cell in this table alone, so that nobody sees them
        exchanged once both are hidden.
        """
        table = int(np.flatnonzero((self.place == cell).any(axis=0))[0])
        elsewhere = np.where(self.hidden[self.place], -1, self.place)
        visible = elsewhere[:, table] >= 0
        elsewhere[:, table] = -1
        alike = _alike(elsewhere)
        twins = visible & np.isin(alike, alike[inside])
        gains = np.bincount(self.place[twins, table], amount.value[twins], len(self.hidden))
        enough = np.flatnonzero((gains >= lacking - amount.slack) & (self.weight < TOLD))
        return int(enough[self.weight[enough].argmin()]) if len(enough) else None

    def _hide_for(self, amount: _Amount, inside: Marks, wanted: Sequence[float]) -> bool:
        """Hide cells so that the sum over `inside` may be the first of those `wanted` that is possible.

        A linear program looks for amounts from 0 with this sum that change as little as can be in the shown cells, each
        change counted by the weight of its cell; the cells that do change are hidden. This is the usual way to choose
        further cells where tables are linked. Answers whether one is possible, as told cells keep their amount.
        """
        may_change = np.flatnonzero(self.weight[self.shown] < TOLD)
        n, n_free = len(inside), len(may_change)
        change = sparse.eye_array(len(self.shown), format="csc")[:, may_change]
        sum_inside = sparse.csr_array(inside[np.newaxis].astype(float))
        fits = sparse.block_array([[self.adds_up, change, -change], [sum_inside, None, None]])
        cost = np.concatenate([np.zeros(n), *[self.weight[self.shown[may_change]]] * 2])
        sums = self.adds_up @ amount.value
        for total in wanted:
            if total >= 0 and (found := _solved_if(cost, fits, np.append(sums, total))) is not None:
                amount.add(found[:n])
                self._hide(self.shown[may_change[found[n:].reshape(2, n_free).sum(axis=0) > amount.slack]])
                return True
        return False


def _alike(cells: Places) -> Places:
    """Give rows with the same cells the same number."""
    number = np.zeros(len(cells), np.int64)
    for column in cells.T:
        number = np.unique(number * (cells.max() + 2) + column, return_inverse=True)[1]
    return number


def _solved(cost: Numbers, fits: sparse.csr_array, totals: Numbers) -> Numbers:
    """Give the numbers from 0 with the least cost that add up to the totals. Raises RuntimeError if there are none."""
    found = _solved_if(cost, fits, totals)
    if found is None:
        raise RuntimeError("No amounts were found that fit.")
    return found


def _solved_if(cost: Numbers, fits: sparse.csr_array, totals: Numbers) -> Numbers | None:
    """Give the numbers from 0 with the least cost that add up to the totals, if there are any."""
    # Without integers this is a linear program; `linprog` takes twice as long to look its input over.
    found = optimize.milp(cost, constraints=optimize.LinearConstraint(fits, totals, totals))
    if found.status == IMPOSSIBLE:
        return None
    if not found.success:
        raise RuntimeError(f"No amounts were found that fit: {found.message}")
    return np.asarray(found.x)


def _without_hidden(cells: pl.DataFrame, hidden: Marks, by: Sequence[str]) -> pl.DataFrame:
    """Take the figures out of the hidden cells, and put the rows back in their order."""
    is_hidden = pl.Series(hidden[cells["_cell"].to_numpy()], dtype=pl.Boolean)
    return (
        cells.with_columns(is_hidden=is_hidden)
        .sort("_row")
        .with_columns(pl.when(~pl.col("is_hidden")).then(pl.exclude(*by, "is_hidden", "^_.*$")))
        .drop(selectors.starts_with("_"))
    )
