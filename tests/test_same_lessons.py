"""Lessons that are counted by the week and by the day of the week: what one tells is no way to what the other hides."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from pipelines import disclosure, figures, registry
from pipelines.indicator import CLASS_COLUMNS, MARTS
from tests.attacker import Finding, attack

MONDAY = dt.date(2025, 9, 22)
"""Weeks from here on cross the end of a month."""
WEEKLY = (("week_start",), ("month",), ("school_year",))
YEARLY = (("school_year",),)
SUMS = (
    "n_lessons", "n_registered", "n_present", "n_unexcused", "n_excused", "n_ill", "n_late", "registered_minutes",
    "present_minutes", "n_first", "n_first_present",
)  # fmt: skip
PLAIN = {"team": "T", "level": 2, "leerweg": "BOL", "programme": "P", "location": "L"}


def told(days: pl.DataFrame) -> figures.Figures:
    """The figures about days of classes, one row per class and date."""
    group, monday = ["class_id", *CLASS_COLUMNS], pl.col("date").dt.truncate("1w")
    sums = pl.col(SUMS).sum()
    weeks = days.group_by(*group, week_start=monday).agg(pl.col("n_in_week").max().alias("n_students"), sums)
    months = days.group_by(*group, month=pl.col("date").dt.truncate("1mo"), weekday=pl.col("date").dt.weekday()).agg(
        pl.col("n_students").max(), sums
    )
    marts = {
        "class_week": weeks.with_columns(month=pl.col("week_start").dt.truncate("1mo"), school_year=pl.lit(2025)),
        "weekday_month": months.with_columns(school_year=pl.lit(2025)),
    }
    return figures.Figures(
        lambda query: marts["class_week" if "class_week" in query else "weekday_month"],
        {"small_group": 5, "few_answers": 10},
        pl.DataFrame(schema=figures.CHOICES),
    )


def drawn(table: str) -> figures.Figures:
    """The figures about a drawn table: class_id, week (0 is the first), weekday and n_students, and other groups."""
    header, *lines = [line.split() for line in table.strip().splitlines()]
    days = pl.DataFrame(lines, schema=header, orient="row").cast({"week": int, "weekday": int, "n_students": int})
    return told(
        days.with_columns(
            *(pl.lit(value).alias(name) for name, value in PLAIN.items() if name not in header),
            *(pl.col("n_students").alias(name) * 2 for name in SUMS),
            date=MONDAY + pl.duration(days=7 * pl.col("week") + pl.col("weekday") - 1),
            n_in_week=pl.col("n_students").max().over("class_id", "week"),
        ).with_columns(pl.col("n_present", "present_minutes", "n_first_present") - pl.col("n_students"))
    )


def hidden(shown: figures.Figures, name: str, *table: str, over: str = "school_year") -> list[str]:
    """Name the hidden cells of a figure in a table."""
    one = registry.indicators()[name]
    cells = shown.tables(one, one.moments((over,)))[table].filter("is_hidden")
    return [" ".join(map(str, row)) for row in cells.select(*table, *([over] if over == "week_start" else [])).rows()]


TOLD_TWICE = ("presence", "weekday_presence", "first_hour_presence")
THREE_CLASSES = """
    class_id team week weekday n_students
    A        T    0    1       12
    A        T    0    2       12
    A        T    1    1       3
    B        T    0    1       12
    B        T    1    1       12
    B        T    1    2       12
    C        T    0    1       14
    C        T    1    2       14
    D        U    0    1       20
    D        U    1    2       20
    E        V    0    1       20
    E        V    1    2       20
"""


def test_a_year_of_lessons_is_shown_where_all_its_weeks_are() -> None:
    shown = drawn(THREE_CLASSES)
    assert hidden(shown, "presence", "team", "class_id", over="week_start") == ["T A 2025-09-29", "T B 2025-09-29"]
    for name in TOLD_TWICE:
        assert hidden(shown, name, "team", "class_id") == ["T A", "T B"]
        assert hidden(shown, name, "team") == []
    assert hidden(shown, "weekday_presence", "team", "weekday") == []


@pytest.mark.parametrize(("n_students", "may_hide"), [("5", False), ("4", True)])
def test_a_build_looks_for_what_to_hide_only_where_a_row_is_about_few(n_students: str, may_hide: bool) -> None:
    plain = THREE_CLASSES.replace("1       3", f"1       {n_students}")
    assert {drawn(plain).may_hide(registry.indicators()[name]) for name in TOLD_TWICE} == {may_hide}
    assert any(hidden(drawn(plain), name, "team", "class_id") for name in TOLD_TWICE) is may_hide


def test_days_of_the_week_are_looked_at_where_only_a_week_is_small() -> None:
    shown = drawn("""
        class_id team week weekday n_students
        A        T    0    1       12
        A        T    1    1       3
        B        U    0    1       20
        B        U    1    1       20
    """)
    assert shown.may_hide(registry.indicators()["weekday_presence"])
    assert hidden(shown, "weekday_presence", "team") == ["T", "U"]


def test_of_a_team_with_a_hidden_week_no_day_is_shown_nor_which_days_it_has() -> None:
    shown = drawn("""
        class_id team week weekday n_students
        A        T    0    1       12
        A        T    1    1       3
        B        U    0    2       12
        B        U    1    1       12
        C        V    0    1       14
        C        V    0    2       14
        C        V    1    5       14
    """)
    assert hidden(shown, "presence", "team", over="week_start") == ["T 2025-09-29", "U 2025-09-29"]
    assert hidden(shown, "weekday_presence", "team", "weekday") == ["T 1", "T 2", "T 5", "U 1", "U 2", "U 5"]
    assert hidden(shown, "weekday_presence", "weekday") == []


def test_a_day_on_which_one_class_has_all_lessons_of_a_team_does_not_tell_of_its_hidden_week() -> None:
    shown = drawn("""
        class_id team week weekday n_students
        A        T    0    4       12
        A        T    1    4       3
        B        T    0    1       12
        B        T    1    2       12
        C        T    0    1       14
        C        T    1    2       14
        D        U    0    1       20
        D        U    1    2       20
        D        U    1    4       20
    """)
    assert hidden(shown, "presence", "team", "class_id") == ["T A", "T B"]
    assert "T 4" in hidden(shown, "weekday_presence", "team", "weekday")
    assert hidden(shown, "weekday_presence", "team") == []


def test_a_day_with_few_takes_another_day_along_and_not_the_sum_that_presence_tells() -> None:
    shown = drawn("""
        class_id team week weekday n_students
        A        T    0    1       12
        A        T    0    2       11
        A        T    0    6       3
        B        U    0    1       20
        B        U    0    2       20
    """)
    assert hidden(shown, "presence", "team", over="week_start") == []
    for name in ("weekday_presence", "first_hour_presence"):
        assert hidden(shown, name, "team") == hidden(shown, name) == []
        assert hidden(shown, name, "team", "weekday")[0] == "T 2"
        assert "T 6" in hidden(shown, name, "team", "weekday")


def test_a_week_in_two_school_years_counts_in_both() -> None:
    week = pl.DataFrame({
        "week_start": [dt.date(2025, 7, 21), dt.date(2025, 7, 28)], "is_hidden": [False, True], "n_persons": [12, None],
    })  # fmt: skip
    for first, last in ((0, 1), (1, 0)):
        weeks = [week.with_columns(is_hidden=pl.Series([first == 1, last == 1])), week]
        found = disclosure.whole_years(weeks, ()).sort("school_year")
        assert found.rows() == [(2024, True, 12), (2025, True, None)]
    shown = disclosure.whole_years([week.with_columns(is_hidden=pl.lit(value=False))], ())
    assert not shown["is_hidden"].any()


def test_figures_that_share_an_amount_hide_the_same_cells() -> None:
    sharing = {"presence", "registration_coverage", "unexcused_share"}
    every = registry.indicators()
    for name in sharing:
        found = {other.name for other in every.values() if figures._share_amounts(every[name], other)}
        assert found == sharing - {name}
    assert not figures._share_amounts(every["weekday_presence"], every["first_hour_presence"])
    for seed in range(10):
        shown = told(school(seed))
        for table in MARTS["class_week"].tables:
            cells = [set(hidden(shown, name, *table, over="week_start")) for name in sorted(sharing)]
            assert cells[0] == cells[1] >= cells[2], "A group without registered lessons is in the first two alone."


def test_a_cell_that_another_figure_does_not_have_stays_as_it_is() -> None:
    cells = pl.DataFrame({"team": ["a", "b", "c"], "n": [1, 2, None], "is_hidden": [False, False, True]})
    other = pl.DataFrame({"team": ["a"], "is_hidden": [True]})
    assert disclosure.hidden_too(cells, [other], ["team"]).rows() == [
        ("a", None, True),
        ("b", 2, False),
        ("c", None, True),
    ]


# An attacker who has both


def school(seed: int) -> pl.DataFrame:
    """Draw the days of a few classes in some weeks, on the days of the week that each has."""
    draw = random.Random(seed)
    n_teams, n_weeks = draw.randint(1, 4), draw.choice([2, 3, 4])
    weekdays = draw.choice([[1, 2], [1, 2, 3], [1, 2, 5]])
    rows = []
    for number in range(draw.randint(2, 7)):
        klas = {
            "class_id": f"c{number}", "team": f"t{draw.randrange(n_teams)}", "level": draw.choice([1, 2]),
            "leerweg": draw.choice(["BOL", "BBL"]), "programme": f"p{draw.randrange(2)}", "location": draw.choice("xy"),
        }  # fmt: skip
        own = [day for day in weekdays if draw.random() < draw.choice([0.5, 0.9])] or [draw.choice(weekdays)]
        size = draw.choice([5, 8, 15])
        for week in range(n_weeks):
            n_in_week = size if draw.random() < 0.75 else draw.randint(1, size)
            # In a week of holidays a class has nothing, and here and there not on a day.
            for weekday in own if draw.random() < 0.9 else []:
                if draw.random() < 0.9:
                    n_students = n_in_week if draw.random() < 0.8 else draw.randint(1, n_in_week)
                    date = MONDAY + dt.timedelta(weeks=week, days=weekday - 1)
                    rows.append(
                        {
                            **klas,
                            "date": date,
                            "n_students": n_students,
                            "n_in_week": n_in_week,
                            **_lessons(draw, n_students),
                        }
                    )
    days = pl.DataFrame(rows) if rows else school(seed + 100_000)
    in_days = pl.col("n_students").sum().over("class_id", pl.col("date").dt.truncate("1w"))
    return days.with_columns(n_in_week=pl.min_horizontal("n_in_week", in_days))


def _lessons(draw: random.Random, n_students: int) -> dict[str, int]:
    registered = n_students * draw.randint(1, 2)
    present = draw.choice([0, registered, draw.randint(0, registered), draw.randint(0, registered)])
    absent = registered - present
    first_present, unexcused = draw.randint(0, min(n_students, present)), draw.randint(0, absent)
    return {
        "n_lessons": registered + draw.randint(0, 1) * n_students, "n_registered": registered, "n_present": present,
        "n_unexcused": unexcused, "n_excused": absent - unexcused, "n_ill": 0, "n_late": 0,
        "registered_minutes": registered, "present_minutes": present, "n_first_present": first_present,
        "n_first": first_present + draw.randint(0, min(n_students - first_present, absent)),
    }  # fmt: skip


Counted = tuple[str, Sequence[tuple[str, ...]], pl.Expr, pl.Expr]
MINUTES: list[Counted] = [
    ("presence", WEEKLY, pl.col("numerator"), pl.col("denominator")),
    ("weekday_presence", YEARLY, pl.col("numerator"), pl.col("denominator")),
]
LESSONS: list[Counted] = [
    ("presence", WEEKLY, pl.col("n_registered") * 0, pl.col("n_registered")),
    ("registration_coverage", WEEKLY[:1], pl.col("numerator") * 0, pl.col("numerator")),
    ("unexcused_share", WEEKLY[:1], pl.col("denominator") * 0, pl.col("denominator")),
    ("first_hour_presence", YEARLY, pl.col("n_registered") * 0, pl.col("n_registered")),
]
"""Figures with the moments at which they are published, and what each tells of the same amounts."""


def found_by_having_all(seed: int, counted: Sequence[Counted]) -> list[Finding]:
    """What the attacker finds who has all cells of all figures, and did not find with the first of them alone.

    A day of a team, or of the school, with a hidden week is no secret by itself unless it is about few people: it
    is hidden for that week. Neither is a sum that another figure shows.
    """
    days = school(seed)
    shown = told(days)
    cells = {}
    for name, all_moments, numerator, denominator in counted:
        one = registry.indicators()[name]
        for moments in map(one.moments, all_moments):
            for table, found in shown.tables(one, moments).items():
                # A column of its own for each figure keeps its tables apart from those of the others.
                cells[*moments, *table, name] = found.select(
                    *moments, *table, "is_hidden", pl.lit(name).alias(name), n_persons=pl.lit(None, pl.Int64),
                    numerator=numerator, denominator=denominator,
                )  # fmt: skip
    (first, *_), *others = counted
    years = {table: some for table, some in cells.items() if table[-1] == first and table[0] == "school_year"}

    # The attacker knows which classes have lessons in which weeks, and of teams which days, where that is told.
    pairs = cells["school_year", "team", "weekday", others[-1][0]].select("team", "weekday")
    combinations = (
        days.select("class_id", *CLASS_COLUMNS, week_start=pl.col("date").dt.truncate("1w"))
        .unique()
        .join(pairs, on="team")
        .sort("class_id", "week_start", "weekday")
        .with_columns(
            *(pl.lit(name).alias(name) for name, *_ in counted),
            month=pl.col("week_start").dt.truncate("1mo"), school_year=pl.lit(2025),
        )
    )  # fmt: skip

    def is_secret(one: Finding) -> bool:
        *table, name = one.table
        if name == first or table[0] != "school_year":
            return True
        whole = [column for column in table if column != "weekday"]
        group = pl.all_horizontal(
            pl.col(column) == value for column, value in zip(table, one.group, strict=False) if column in whole
        )
        (is_hidden,) = years[*whole, first].filter(group)["is_hidden"]
        if "weekday" not in table:
            return bool(is_hidden)
        there = days.with_columns(school_year=pl.lit(2025), weekday=pl.col("date").dt.weekday().cast(pl.Int64))
        n_students = there.filter(group, weekday=one.group[table.index("weekday")])["n_students"].sum()
        return not is_hidden or 0 < n_students < 5

    alone = {table: some for table, some in cells.items() if table[-1] == first}
    known = {(one.table[:-1], one.group[:-1], one.amount, one.value) for one in _attacked(alone, combinations)}
    return [
        one
        for one in _attacked(cells, combinations)
        if (one.table[:-1], one.group[:-1], one.amount, one.value) not in known and is_secret(one)
    ]


def _attacked(cells: dict[tuple[str, ...], pl.DataFrame], combinations: pl.DataFrame) -> list[Finding]:
    return attack(cells, combinations, counts_people=False, is_certain=False)


def test_the_attacker_finds_cells_when_days_of_the_week_are_judged_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MARTS, "weekday_month", replace(MARTS["weekday_month"], weeks=None))
    assert all(found_by_having_all(seed, MINUTES) for seed in (69, 95, 283))


def test_the_attacker_finds_cells_when_figures_with_the_same_lessons_are_judged_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figures, "_share_amounts", lambda *_: False)
    assert all(found_by_having_all(seed, LESSONS) for seed in (154, 283, 387))


@pytest.mark.parametrize("counted", [MINUTES, LESSONS], ids=["minutes", "lessons"])
def test_the_attacker_finds_nothing_with_weeks_and_days_of_the_week_side_by_side(counted: list[Counted]) -> None:
    # In the last ones a hidden week could be found where the days of a team were known, and a hidden day where only
    # sums were left to hide, or where a sum that is told was hidden for it.
    found = {seed: found_by_having_all(seed, counted) for seed in (*range(6), 61, 233, 701)}
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("counted", [MINUTES, LESSONS], ids=["minutes", "lessons"])
def test_the_attacker_finds_nothing_with_weeks_and_days_of_the_week_in_a_thousand_institutions(
    counted: list[Counted], part: int
) -> None:
    found = {seed: found_by_having_all(seed, counted) for seed in range(part, 1000, 4)}
    assert len(found) == 250
    assert not any(found.values()), {seed: findings for seed, findings in found.items() if findings}
