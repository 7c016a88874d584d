"""Person numbers of people who do not exist: nine digits that no real number can have.

A real burgerservicenummer passes the 11-proof: nine times its first digit plus eight times its second, and so on,
minus its last, is a multiple of eleven. In a real onderwijsnummer that sum is five more than a multiple of eleven.
The numbers made here fail both on purpose.
"""

import numpy as np
from numpy.typing import NDArray

_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])
_PLACES = 10 ** np.arange(8, -1, -1)
BSN_FROM, ONDERWIJSNUMMER_FROM = 910_000_000, 102_000_000
MOST_PEOPLE = 8_900_000
PASSING = (0, 5)
"""Remainders of the 11-proof that real numbers have: the burgerservicenummer and the onderwijsnummer."""
NO_BSN_EVERY = 67
"""One in so many made-up people has an onderwijsnummer only."""


def has_bsn(index: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the made-up people with these indexes have a burgerservicenummer."""
    return np.asarray(index % NO_BSN_EVERY != 0, dtype=np.bool_)


def remainder(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The weighted sum of the nine digits of each number, modulo eleven."""
    digits = numbers[:, None] // _PLACES % 10
    return np.asarray(digits @ _WEIGHTS % 11, dtype=np.int64)


def person_numbers(index: NDArray[np.int64], has_bsn: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The number of the people with these indexes (0 to 8,899,999): a bsn, or for who has none an onderwijsnummer.

    Different indexes have different numbers. Raises ValueError for an index outside the range.
    """
    if len(index) and not 0 <= index.min() <= index.max() < MOST_PEOPLE:
        message = f"indexes must be between 0 and {MOST_PEOPLE - 1}"
        raise ValueError(message)
    tens = np.where(has_bsn, BSN_FROM, ONDERWIJSNUMMER_FROM) + index * 10
    last = index % 7
    # The last digit counts for minus one: two numbers that pass are five apart, so one further never passes.
    passes = np.isin(remainder(tens + last), PASSING)
    return np.asarray(tens + last + passes, dtype=np.int64)
