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
    shown: Mapping[Table, pl.DataFrame], combinations: pl.DataFrame, *, counts_people: bool, moments: Sequence[str] = ()
) -> list[Finding]:
    """Find the hidden cells whose numerator, denominator or number of people can have one value only.

    The attacker knows the group columns of `combinations`, and that there is somebody in each; that the numerator is a
    part of the denominator; and, where people are counted, that the denominator is the number of people. That a hidden
    cell has nobody, or everybody, because shown cells around it say so of all their people, is no finding.
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
            for amount in ("numerator", "denominator", "n_persons"):
                known.append(inside @ within[amount])
                totals.append(row[amount])
            told["numerator"] |= inside & (row["numerator"] == 0)
            told["rest"] |= inside & (row["numerator"] == row["denominator"])
    constraints = [LinearConstraint(within[amount], 1, np.inf) for amount in ("n_persons", "denominator")]
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
