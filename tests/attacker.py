"""An attacker of tables with hidden cells: who has every cell that is shown, and works out what it can.

Written apart from `pipelines.disclosure` and without its shortcuts: whole numbers, one integer program for each bound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Table = tuple[str, ...]

LARGE = 10_000
"""More than any amount in the tables that are attacked."""


@dataclass(frozen=True)
class Finding:
    """What the attacker is sure of: an amount of a hidden cell."""

    table: Table
    group: tuple[object, ...]
    amount: str
    value: int


def attack(
    shown: Mapping[Table, pl.DataFrame],
    combinations: pl.DataFrame,
    *,
    counts_people: bool,
    moments: Sequence[str] = (),
    is_certain: bool = True,
) -> list[Finding]:
    """Find the hidden cells whose numerator, denominator or number of people can have one value only.

    The attacker knows the group columns of `combinations`, and, where `is_certain`, that there is somebody in each;
    that the numerator is a part of the denominator; and, where people are counted, that the denominator is the number
    of people. That a hidden cell has nobody, or everybody, because shown cells around it say so of all their people,
    is no finding.
    """
    n = len(combinations)
    # Unknown: of each combination the numerator, the rest of the denominator, and how many people there are.
    within: dict[str, NDArray[np.float64]] = {
        "numerator": np.hstack([np.eye(n), np.zeros((n, 2 * n))]),
        "rest": np.hstack([np.zeros((n, n)), np.eye(n), np.zeros((n, n))]),
        "n_persons": np.hstack([np.zeros((n, 2 * n)), np.eye(n)]),
    }
    within["denominator"] = within["numerator"] + within["rest"]
    known, totals, told = [], [], {"numerator": np.zeros(n, bool), "rest": np.zeros(n, bool)}
    secrets = []
    for table, cells in shown.items():
        by = [*moments, *table]
        for row in cells.rows(named=True):
            group = tuple(row[column] for column in by)
            inside = np.array(
                [combination == group for combination in combinations.select(by).rows()] if by else [True] * n
            )
            if row["is_hidden"]:
                secrets.append((table, group, inside))
                continue
            # Of people who come back week after week a longer time tells no sum.
            for amount in ("numerator", "denominator", *(["n_persons"] if row["n_persons"] is not None else [])):
                known.append(inside @ within[amount])
                totals.append(row[amount])
            told["numerator"] |= inside & (row["numerator"] == 0)
            told["rest"] |= inside & (row["numerator"] == row["denominator"])
    constraints = []
    if is_certain:
        constraints += [LinearConstraint(within[amount], 1, np.inf) for amount in ("n_persons", "denominator")]
    if counts_people:
        constraints.append(LinearConstraint(within["denominator"] - within["n_persons"], 0, 0))
    if known:
        constraints.append(LinearConstraint(np.array(known), totals, totals))
    possible: list[NDArray[np.float64]] = []
    found = []
    for table, group, inside in secrets:
        for amount in ("numerator", "rest", "denominator", "n_persons"):
            if amount in told and told[amount][inside].all():
                continue
            value = _only_value(inside @ within[amount], constraints, possible)
            if value is not None:
                found.append(Finding(table, group, amount, value))
    return found


def subtract(
    shown: Mapping[Table, pl.DataFrame], combinations: pl.DataFrame, *, moment: str, known: int, smallest: int
) -> list[Finding]:
    """Find what comparing moments tells, of lists that grow: the same people, and who came since the moment before.

    The attacker has all shown cells of all moments, knows that nobody ever leaves a list, and that groups stay the same
    size. Found are the hidden cells whose numerator can have one value only, unless it is that of the last moment at
    which the cell was shown; and that one, or fewer than `smallest`, came in a group of fewer than `known` people.
    """
    times = sorted({row[moment] for cells in shown.values() for row in cells.rows(named=True)})
    n, n_times = len(combinations), len(times)
    # Unknown: of each combination who came at each moment, and how many people there are.

    def came(inside: NDArray[np.bool_], first: int, last: int) -> NDArray[np.float64]:
        return np.concatenate([*(inside * (first <= time <= last) for time in range(n_times)), np.zeros(n)])

    def people(inside: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.concatenate([np.zeros(n * n_times), inside])

    every = np.eye(n, dtype=bool)
    all_came = np.array([came(one, 0, n_times - 1) for one in every])
    size = np.array([people(one) for one in every])
    constraints = [LinearConstraint(size, 1, np.inf), LinearConstraint(size - all_came, 0, np.inf)]
    known_sums, totals = [], []
    series: dict[tuple[Table, tuple[object, ...]], dict[int, tuple[int, int] | None]] = {}
    for table, cells in shown.items():
        for row in cells.rows(named=True):
            told = None if row["is_hidden"] else (row["numerator"], row["denominator"])
            series.setdefault((table, tuple(row[name] for name in table)), {})[times.index(row[moment])] = told
    inside_of = {
        (table, group): np.array(
            [found == group for found in combinations.select(table).rows()] if table else [True] * n
        )
        for table, group in series
    }
    for key, at in series.items():
        for time, told in at.items():
            if told is not None:
                known_sums += [came(inside_of[key], 0, time), people(inside_of[key])]
                totals += list(told)
    if known_sums:
        constraints.append(LinearConstraint(np.array(known_sums), totals, totals))
    possible: list[NDArray[np.float64]] = []
    found = []
    for (table, group), at in series.items():
        inside = inside_of[table, group]
        before = 0
        n_people = _only_value(people(inside), constraints, possible) if None in at.values() else None
        for time, told in sorted(at.items()):
            if told is not None:
                if told[1] < known and 0 < told[0] - before < smallest:
                    found.append(Finding(table, (times[time], *group), "came", told[0] - before))
                before = told[0]
                continue
            value = _only_value(came(inside, 0, time), constraints, possible)
            if value not in {None, before}:
                found.append(Finding(table, (times[time], *group), "numerator", int(value or 0)))
            knows_each_other = n_people is not None and n_people < known
            if knows_each_other and (step := _only_value(came(inside, time, time), constraints, possible)):
                found.append(Finding(table, (times[time], *group), "came", step))
    return found


def _only_value(
    wanted: NDArray[np.float64], constraints: Sequence[LinearConstraint], possible: list[NDArray[np.float64]]
) -> int | None:
    """Give the sum of what is wanted if the constraints leave one whole number for it.

    Two different sums among the solutions found so far, `possible`, settle it; else the smallest and largest are found.
    """
    for sign in (1, -1):
        values = {round(float(wanted @ solution)) for solution in possible}
        if len(values) > 1:
            return None
        # With presolve some of these small programs are called impossible, or get another optimum than the best one.
        answer = milp(
            sign * wanted, integrality=1, constraints=constraints, bounds=Bounds(0, LARGE), options={"presolve": False}
        )
        assert answer.success, answer.message
        possible.append(answer.x)
    values = {round(float(wanted @ solution)) for solution in possible}
    return values.pop() if len(values) == 1 else None
