"""One year in which nobody changes, shared by the tests of all steps."""

import pytest

from tests.steps.flat_students import FlatYear
from tests.steps.flat_students import flat_year as draw


@pytest.fixture(scope="session")
def flat_year() -> FlatYear:
    """500 students, none of whom changes."""
    return draw(students=500, seed=2025)
