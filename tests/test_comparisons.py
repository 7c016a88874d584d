"""Figures compared: with the moment before, and groups that stand side by side."""

from typing import Any, cast

import polars as pl
import pytest

from pipelines import api, intervals
from pipelines.api import Build, Viewer
from pipelines.errors import AccessDeniedError

KWALITEIT = Viewer("k", frozenset({"kwaliteit"}))
BEHEER = Viewer("b", frozenset({"beheer"}))
NOBODY = Viewer("n", frozenset())
TEAMLEIDER = Viewer("t", frozenset({"teamleider"}), teams=frozenset({"Zorg"}))


class Drawn:
    """A build that has one table of `vsv_rate`, as (group, teljaar, report_month, numerator, denominator)."""

    def __init__(self, group: tuple[str, ...], *rows: tuple[Any, ...]) -> None:
        names = [*group, "teljaar", "report_month", "numerator", "denominator"]
        kinds = {"numerator": pl.Int32, "denominator": pl.Int32}
        cells = pl.DataFrame(rows, schema=names, orient="row", schema_overrides=kinds)
        self.cells = intervals.with_share(cells).with_columns(
            status=pl.lit("monthly"), rule=pl.lit("delivered"), is_hidden=pl.col("numerator").is_null()
        )

    def tables(self, *_: object) -> dict[tuple[str, ...], pl.DataFrame]:
        names = {"team", "level"} & set(self.cells.columns)
        return {tuple(sorted(names)): self.cells}


def drawn(group: tuple[str, ...], *rows: tuple[Any, ...]) -> Build:
    return cast(Build, Drawn(group, *rows))


def test_a_change_is_since_the_same_month_of_the_teljaar_before() -> None:
    build = drawn((), (2024, 5, 60, 1000), (2024, 6, 90, 1000), (2025, 5, 40, 1000))

    found = api.changes(build, KWALITEIT, "vsv_rate", along="teljaar").to_dicts()

    assert [(row["teljaar"], row["report_month"], row["before_value"]) for row in found] == [
        (2024, 5, None), (2024, 6, None), (2025, 5, 0.06),
    ]  # fmt: skip
    assert found[-1]["change"] == pytest.approx(-0.02)
    assert found[-1]["change_low"] < -0.02 < found[-1]["change_high"]


def test_a_change_stays_within_its_group_and_a_group_without_a_name_is_one_too() -> None:
    build = drawn(
        ("level",), (2, 2024, 5, 9, 90), (None, 2024, 5, 8, 40), (2, 2025, 5, 18, 90), (None, 2025, 5, 10, 40)
    )

    found = api.changes(build, KWALITEIT, "vsv_rate", by=("level",), along="teljaar", where={"teljaar": [2024, 2025]})

    assert {row["level"]: row["before_value"] for row in found.to_dicts() if row["teljaar"] == 2025} == {
        2: 0.1, None: 0.2,
    }  # fmt: skip


def test_no_change_is_known_where_one_of_the_two_is_hidden() -> None:
    build = drawn((), (2023, 5, 60, 1000), (2024, 5, None, None), (2025, 5, 40, 1000))

    found = api.changes(build, KWALITEIT, "vsv_rate", along="teljaar")

    assert found["change"].to_list() == [None, None, None]


def test_groups_stand_beside_what_chance_does_to_groups_of_their_size() -> None:
    build = drawn(("team",), ("Bouw", 2025, 5, 5, 100), ("Zorg", 2025, 5, 25, 500), ("Klein", 2025, 5, None, None))

    found = {row["team"]: row for row in api.side_by_side(build, KWALITEIT, "vsv_rate", by=("team",)).to_dicts()}

    assert found["Bouw"]["common_share"] == pytest.approx(0.05)
    assert found["Bouw"]["low_95"] < 0.05 < found["Bouw"]["high_95"]
    assert found["Bouw"]["high_95"] > found["Zorg"]["high_95"]
    assert found["Bouw"]["shrunk_value"] == pytest.approx(0.05)
    assert found["Klein"]["shrunk_value"] is None
    assert found["Klein"]["low_95"] is None


def test_the_limits_of_a_funnel_run_up_to_the_largest_group() -> None:
    build = drawn(("team",), ("Bouw", 2025, 5, 5, 100), ("Zorg", 2025, 5, 25, 500))

    limits = api.funnel(build, KWALITEIT, "vsv_rate", by=("team",))

    assert (limits["denominator"].min(), limits["denominator"].max()) == (1, 500)
    assert limits["common_share"].unique().to_list() == [0.05]


def test_without_a_group_that_is_shown_there_is_no_funnel() -> None:
    build = drawn(("team",), ("Klein", 2025, 5, None, None))

    assert api.funnel(build, KWALITEIT, "vsv_rate", by=("team",)).is_empty()
    assert api.side_by_side(build, KWALITEIT, "vsv_rate", by=("team",)).height == 1


def test_only_who_sees_all_groups_sees_them_side_by_side() -> None:
    build = drawn(("team",), ("Bouw", 2025, 5, 5, 100), ("Zorg", 2025, 5, 25, 500))

    for door in (api.side_by_side, api.funnel):
        with pytest.raises(AccessDeniedError):
            door(build, TEAMLEIDER, "vsv_rate", by=("team",))
    own = api.changes(build, TEAMLEIDER, "vsv_rate", by=("team",), along="teljaar")
    assert own["team"].to_list() == ["Zorg"]


@pytest.mark.parametrize("viewer", [BEHEER, NOBODY])
def test_who_sees_no_group_figures_sees_nothing_that_stands_beside_them(viewer: Viewer) -> None:
    build = drawn((), (2025, 5, 40, 1000))

    for door in (api.norms, api.vsv_files, api.job_items, api.job_references):
        with pytest.raises(AccessDeniedError):
            door(build, viewer)
    with pytest.raises(AccessDeniedError):
        api.changes(build, viewer, "vsv_rate", along="teljaar")
