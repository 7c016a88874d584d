"""No figure of the fictional school that is shown is about a few people."""

import polars as pl
import pytest

from pipelines import disclosure, registry
from pipelines.api import Build
from pipelines.indicator import MARTS


def small(cells: pl.DataFrame, smallest: int, *, counts_people: bool) -> pl.DataFrame:
    """The shown cells about one to four people, or with a part of one to four of a group in which people know each
    other, by the rule as it is written and not by its code.
    """
    persons, part = pl.col("n_persons"), pl.col("numerator")
    rest = pl.col("denominator") - part
    of_few = persons.is_between(1, smallest - 1)
    if counts_people:
        few = part.is_between(1, smallest - 1) | rest.is_between(1, smallest - 1)
        of_few = of_few | (few & (persons < 5 * smallest))
    return cells.filter(~pl.col("is_hidden") & of_few)


@pytest.mark.parametrize("name", registry.indicators())
def test_no_cell_about_a_few_people_is_shown_in_any_table_or_moment(school: Build, name: str) -> None:
    indicator = registry.indicators()[name]
    smallest = school.thresholds[indicator.few]
    known = {moment: indicator.moments((moment,)) for moment in ("school_year", "month", "week_start")
             if moment in MARTS[indicator.mart].moments}  # fmt: skip
    for moments in {indicator.moments(()), *known.values()}:
        for cells in school.tables(indicator, moments).values():
            assert small(cells, smallest, counts_people=indicator.counts_people).is_empty()


def test_a_part_of_a_few_people_is_found_where_it_is_shown() -> None:
    cells = pl.DataFrame(
        [(4, 4, 4), (24, 3, 24), (24, 21, 24), (25, 3, 25), (24, 0, 24), (24, 5, 24)],
        schema=["n_persons", "numerator", "denominator"], orient="row",
    ).with_columns(is_hidden=False)  # fmt: skip
    assert small(cells, 5, counts_people=True)["numerator"].to_list() == [4, 3, 21]
    assert small(cells, 5, counts_people=False)["numerator"].to_list() == [4]
    assert disclosure.KNOWN == 5
