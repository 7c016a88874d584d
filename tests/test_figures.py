"""Group figures through their door: whose groups, small ones hidden, and the tables that exist."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines import api, disclosure, figures, registry
from pipelines.api import Build, Viewer
from pipelines.control_chart import xmr_chart
from pipelines.errors import AccessDeniedError, SettingsError
from tests.small_school import SmallSchool

KWALITEIT = Viewer("k", frozenset({"kwaliteit"}))
TEAMLEIDER = Viewer("t", frozenset({"teamleider"}), teams=frozenset({"Entree"}))
TANDEM = Viewer("m", frozenset({"tandem"}), frozenset({"E1A"}), frozenset({"Horeca"}))
BEHEER = Viewer("b", frozenset({"beheer"}), frozenset({"E1A"}), frozenset({"Entree"}))
ALL = {("Entree", "E1A"), ("Entree", "E1B"), ("Horeca", "H2A")}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return SmallSchool(tmp_path_factory.mktemp("school"), range(10)).build(small_group=2)


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [(KWALITEIT, ALL), (TEAMLEIDER, {("Entree", "E1A"), ("Entree", "E1B")}), (TANDEM, {("Entree", "E1A")})],
)
def test_a_viewer_gets_the_classes_in_scope_and_no_other(
    viewer: Viewer, expected: set[tuple[str, str]], school: Build
) -> None:
    found = api.figures(school, viewer, "presence", by=("team", "class_id"), over=("school_year",))
    assert set(found.select("team", "class_id").rows()) == expected


def test_a_teamleider_gets_the_own_team_and_never_the_institution(school: Build) -> None:
    assert api.figures(school, TEAMLEIDER, "presence", by=("team",)).get_column("team").to_list() == ["Entree"]
    for by in ((), ("level",), ("location",)):
        with pytest.raises(AccessDeniedError):
            api.figures(school, TEAMLEIDER, "presence", by=by)


def test_a_team_in_the_rights_of_a_tandem_opens_nothing(school: Build) -> None:
    with pytest.raises(AccessDeniedError):
        api.figures(school, TANDEM, "presence", by=("team",))


@pytest.mark.parametrize("viewer", [BEHEER, Viewer("nobody", frozenset())])
def test_who_has_no_role_for_group_figures_gets_none(viewer: Viewer, school: Build) -> None:
    with pytest.raises(AccessDeniedError):
        api.figures(school, viewer, "presence")


def test_a_table_that_is_not_published_is_an_error_and_not_an_answer(school: Build) -> None:
    with pytest.raises(ValueError, match="presence is not published by level, location"):
        api.figures(school, KWALITEIT, "presence", by=("level", "location"))
    with pytest.raises(ValueError, match="presence has no moment teljaar"):
        api.figures(school, KWALITEIT, "presence", over=("teljaar",))


def test_a_figure_equals_a_plain_sum_over_the_weeks(school: Build) -> None:
    weeks = school.ask("FROM marts.class_week").to_dicts()
    present = sum(row["present_minutes"] for row in weeks)
    registered = sum(row["registered_minutes"] for row in weeks)
    (found,) = api.figures(school, KWALITEIT, "presence").to_dicts()
    assert (found["numerator"], found["denominator"]) == (present, registered)
    assert found["value"] == present / registered


def test_a_group_under_the_threshold_is_hidden_with_all_its_figures(tmp_path: Path) -> None:
    build = SmallSchool(tmp_path, range(3)).build()
    found = api.figures(build, KWALITEIT, "presence", by=("team", "class_id"))
    assert found.get_column("is_hidden").all()
    shown = found.drop("team", "class_id", "is_hidden")
    assert shown.null_count().row(0) == (found.height,) * shown.width


def test_where_keeps_one_value_or_one_of_a_list(school: Build) -> None:
    weeks = api.figures(school, KWALITEIT, "presence", over=("week_start",)).get_column("week_start")
    one = api.figures(school, KWALITEIT, "presence", over=("week_start",), where={"week_start": weeks[0]})
    two = api.figures(school, KWALITEIT, "presence", over=("week_start",), where={"week_start": list(weeks[:2])})
    assert (one.height, two.height) == (1, 2)


def test_every_table_of_every_indicator_can_be_asked_for(school: Build) -> None:
    marts = set(school.ask("SELECT table_name FROM information_schema.tables").get_column("table_name"))
    for indicator in registry.indicators().values():
        if indicator.mart in marts:
            for table in indicator.tables:
                found = api.figures(school, KWALITEIT, indicator.name, by=table)
                assert {*table, "numerator", "value", "low", "high", "is_hidden"} <= set(found.columns)
                assert isinstance(found, pl.DataFrame)


LISTS = """
    report_month  status   team  n_vsv  n_population
    11            monthly  a     5      20
    12            monthly  a     5      20
    16            V        a     7      20
    17            D        a     12     20
    11            monthly  b     10     60
    12            monthly  b     10     60
    16            V        b     20     60
    17            D        b     20     60
    11            monthly  c     10     60
    12            monthly  c     10     60
    16            V        c     20     60
    17            D        c     20     60
"""
"""Two more on the first final list than on the last monthly one, in a team of twenty."""


def of_lists() -> figures.Figures:
    """The figures about LISTS."""
    header, *rows = [line.split() for line in LISTS.strip().splitlines()]
    mart = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row").with_columns(
        pl.col("report_month", "n_vsv", "n_population").cast(pl.Int64), teljaar=pl.lit(2024), rule=pl.lit("delivered"),
        level=pl.lit(2), leerweg=pl.lit("BOL"), n_unmatched=pl.lit(0),
    )  # fmt: skip
    return figures.Figures(lambda _: mart, {"small_group": 5, "few_answers": 10}, pl.DataFrame(schema=figures.CHOICES))


def test_of_two_figures_about_one_list_each_has_its_own_numbers() -> None:
    rate = registry.indicators()["vsv_rate"]
    everybody = replace(rate, module="everybody", numerator=pl.col("n_population"))
    told = of_lists()
    told.tables(rate, rate.moments(()))
    assert told.tables(everybody, everybody.moments(()))[()]["numerator"].to_list() == [140, 140]


def test_the_final_lists_of_duo_are_judged_with_the_months_before_them() -> None:
    told = of_lists()
    hidden: dict[int, dict[str, bool]] = {}
    for name in ("vsv_rate", "vsv_rate_definitive"):
        one = registry.indicators()[name]
        for month, status, team, is_hidden in (
            told.tables(one, one.moments(()))[("team",)].select("report_month", "status", "team", "is_hidden").rows()
        ):
            assert (status == "monthly") is (name == "vsv_rate")
            hidden.setdefault(month, {})[team] = is_hidden
    assert [hidden[month]["a"] for month in (11, 12, 16, 17)] == [False, False, True, True]
    assert not any(hidden[11].values())
    assert sum(hidden[16].values()) == sum(hidden[17].values()) == 2, "And one beside it, as the whole is shown."


def test_a_month_and_a_year_are_shown_only_where_all_their_weeks_are() -> None:
    monday = dt.date(2025, 9, 1)
    rows = [
        {"class_id": name, "team": "T", "week_start": monday + dt.timedelta(weeks=week), "n_students": n}
        for name, students in {"A": (12, 3, 12), "B": (12, 12, 12), "C": (14, 14, 14)}.items()
        for week, n in zip((0, 1, 5), students, strict=True)
    ]
    mart = pl.DataFrame(rows).with_columns(
        present_minutes=pl.lit(300), registered_minutes=pl.lit(600), n_lessons=pl.lit(10), n_registered=pl.lit(10),
        n_unexcused=pl.lit(1), n_excused=pl.lit(1), n_ill=pl.lit(0), n_late=pl.lit(0),
        month=pl.col("week_start").dt.truncate("1mo"), school_year=pl.lit(2025), level=pl.lit(2),
        leerweg=pl.lit("BOL"), programme=pl.lit("P"), location=pl.lit("L"),
    )  # fmt: skip
    told = figures.Figures(lambda _: mart, {"small_group": 5, "few_answers": 10}, pl.DataFrame(schema=figures.CHOICES))
    one = registry.indicators()["presence"]

    def hidden(*over: str) -> list[str]:
        cells = told.tables(one, one.moments(over))[("team", "class_id")]
        return [" ".join(map(str, row)) for row in cells.filter("is_hidden").select("class_id", *over).rows()]

    # Three students in the second week of A, and B beside it, as the team is shown.
    assert hidden("week_start") == ["A 2025-09-08", "B 2025-09-08"]
    assert hidden("month") == ["A 2025-09-01", "B 2025-09-01"]
    assert hidden("school_year") == ["A 2025", "B 2025"]
    assert not told.tables(one, one.moments(("school_year",)))[("team",)]["is_hidden"].any()


def test_who_is_still_at_school_is_for_quality_staff_and_no_small_group(school: Build, tmp_path: Path) -> None:
    for viewer in (TEAMLEIDER, TANDEM, BEHEER):
        with pytest.raises(AccessDeniedError):
            api.retention(school, viewer)
    with pytest.raises(ValueError, match="not published by team"):
        api.retention(school, KWALITEIT, by=("team",))
    assert api.retention(school, KWALITEIT).is_empty()
    large = _starters(tmp_path, {2: 25})
    lines = api.retention(large, KWALITEIT, by=("level",))
    assert lines.filter(pl.col("week") == 4).select("level", "n_starters", "share").rows() == [(2, 25, 24 / 25)]


@pytest.mark.parametrize(
    ("starters", "lines", "whole"),
    [
        ({2: 24}, set(), 0),  # people know each other
        ({1: 5, 2: 30, 3: 40}, {3}, 75),  # the whole less level 2 and 3 would be level 1
        ({1: 25, 2: 30, 3: 40}, {1, 2, 3}, 95),
    ],
)
def test_no_line_of_who_stayed_gives_away_that_of_a_small_group(
    starters: dict[int, int], lines: set[int], whole: int, tmp_path: Path
) -> None:
    school = _starters(tmp_path, starters)
    assert set(api.retention(school, KWALITEIT, by=("level",))["level"]) == lines
    assert set(api.retention(school, KWALITEIT)["n_starters"]) == ({whole} if whole else set())


def _starters(folder: Path, levels: dict[int, int]) -> Build:
    """A school with only so many starters of each level, of whom one leaves after four weeks."""
    school = SmallSchool(folder, range(10))
    school.delivers("inschrijvingen.csv", _enrolments(levels))
    return school.build()


def _enrolments(levels: dict[int, int]) -> str:
    numbers = iter(range(10001, 20000))
    lines = "".join(
        f"{next(numbers)};H{level}A;{level};2025/2026;25255;25-08-2025;"
        f"{'26-09-2025;verhuizing' if number == 0 else ';'}\n"
        for level, n_starters in levels.items()
        for number in range(n_starters)
    )
    return f"studentnummer;klas;niveau;cohort;crebo;begindatum;einddatum;reden_uitschrijving\n{lines}"


def test_no_visitor_of_a_build_waits_for_a_program_that_chooses_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = SmallSchool(tmp_path, range(3))
    school.delivers("inschrijvingen.csv", _enrolments({1: 3, 2: 6, 3: 30}))
    first = school.build(prepares=True)
    again = school.build(prepares=True)
    assert first.ask("FROM build.choice").height > 0
    assert again.ask("FROM build.choice").equals(first.ask("FROM build.choice"))
    monkeypatch.setattr(disclosure._Problem, "solve", lambda _: pytest.fail("A program was solved."))
    for indicator in registry.indicators().values():
        if indicator.counts_people or indicator.few == "few_answers":
            again.tables(indicator, indicator.moments(()))
    assert api.figures(again, KWALITEIT, "starters_still_enrolled", by=("level",))["is_hidden"].any()


def test_a_series_is_judged_by_its_own_limits_in_the_order_of_the_weeks(school: Build) -> None:
    found = api.control_chart(school, KWALITEIT, "presence", by=("team",))
    weeks = api.figures(school, KWALITEIT, "presence", by=("team",), over=("week_start",))

    assert found.select("team", "week_start", "value").rows() == weeks.select("team", "week_start", "value").rows()
    limits = xmr_chart(weeks.drop("low", "high"), good="up", over=("team",))
    assert found.get_column("reason").null_count() == found.height
    assert_frame_equal(found.drop("reason"), limits)


def test_a_share_of_what_is_counted_has_limits_that_are_wider_where_less_was_counted(school: Build) -> None:
    found = api.control_chart(school, KWALITEIT, "kenmerk_growth", by=("kind",), good=None)
    assert "widening" in found.columns
    assert "moving_range" not in found.columns
    # Each week of reach looks six weeks back: its weeks are no counts of their own.
    assert "moving_range" in api.control_chart(school, KWALITEIT, "guidance_reach").columns


def test_limits_are_for_the_own_team_and_never_for_a_class(school: Build) -> None:
    assert set(api.control_chart(school, TEAMLEIDER, "presence", by=("team",))["team"]) == {"Entree"}
    with pytest.raises(AccessDeniedError):
        api.control_chart(school, TEAMLEIDER, "presence")
    with pytest.raises(ValueError, match="too small"):
        api.control_chart(school, KWALITEIT, "presence", by=("team", "class_id"))


def test_limits_start_anew_only_with_a_written_reason_and_only_for_the_series_it_is_about(tmp_path: Path) -> None:
    small = SmallSchool(tmp_path, range(30))
    limits = [
        {"indicator": "presence", "since": "2026-01-01", "reason": "Nieuw rooster voor allen"},
        {"indicator": "presence", "since": "2026-01-12", "reason": "Team kreeg een nieuw lokaal", "team": "Horeca"},
    ]
    build = small.build(small_group=2, new_limits=limits)
    school_line = api.control_chart(build, KWALITEIT, "presence")
    told = school_line.filter(pl.col("reason").is_not_null()).select("week_start", "reason").rows()
    assert told == [(dt.date(2026, 1, 5), "Nieuw rooster voor allen")]
    before, after = school_line["n_baseline"][0], school_line["n_baseline"][-1]
    assert (before, after) == (17, 12)
    teams = api.control_chart(build, KWALITEIT, "presence", by=("team",))
    assert teams.filter(pl.col("reason").is_not_null()).select("team", "week_start").rows() == [
        ("Horeca", dt.date(2026, 1, 12))
    ]
    assert api.control_chart(build, KWALITEIT, "unexcused_share")["reason"].null_count() == school_line.height


@pytest.mark.parametrize(("day", "monday"), [(12, 12), (14, 19), (18, 19)])
def test_limits_that_start_in_the_middle_of_a_week_start_at_the_next_monday_as_the_check_of_a_cycle_does(
    tmp_path: Path, day: int, monday: int
) -> None:
    small = SmallSchool(tmp_path, range(30))
    since = dt.date(2026, 1, day)
    build = small.build(
        small_group=2, new_limits=[{"indicator": "presence", "since": str(since), "reason": "Nieuw rooster voor allen"}]
    )
    line = api.control_chart(build, KWALITEIT, "presence")
    first = line.filter(pl.col("reason").is_not_null())["week_start"].to_list()
    laid = api.check_cycle(build, KWALITEIT, "presence", group={}, start=since, good="up").weeks
    assert first == [dt.date(2026, 1, monday)]
    assert laid.filter(phase="since")["week_start"].min() == first[0]


def test_limits_of_an_unknown_figure_stop_the_build_with_a_sentence(tmp_path: Path) -> None:
    small = SmallSchool(tmp_path, range(2))
    with pytest.raises(SettingsError, match="Bij new_limits bestaat het cijfer 'aanwezig' niet"):
        small.build(new_limits=[{"indicator": "aanwezig", "since": "2026-01-01", "reason": "Nieuw rooster voor allen"}])
