"""Small numbers: which cells are hidden, and that an attacker with all shown cells finds none of them."""

import random
from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from pipelines import disclosure
from pipelines.disclosure import Table
from tests.attacker import Finding, attack, subtract

COUNTS = ("numerator", "denominator", "n_persons")


def lines(table: str) -> pl.DataFrame:
    """Draw combinations of groups; "-" is null. Without n_persons a line is about as many people as its denominator."""
    header, *rows = [line.split() for line in table.strip().splitlines()]
    frame = pl.DataFrame(
        {name: [None if row[at] == "-" else row[at] for row in rows] for at, name in enumerate(header)},
        schema=dict.fromkeys(header, pl.String),
    ).cast({name: pl.Int64 for name in COUNTS if name in header})
    return frame if "n_persons" in header else frame.with_columns(n_persons="denominator")


def added_up(finest: pl.DataFrame, tables: Sequence[Table], moments: Sequence[str] = ()) -> dict[Table, pl.DataFrame]:
    """Count the cells of every table from the finest combinations."""
    return {
        table: finest.group_by(pl.lit(True).alias("_all"), *moments, *table)
        .agg(pl.col(COUNTS).sum())
        .drop("_all")
        .sort(*moments, *table, nulls_last=True)
        if moments or table
        else finest.select(pl.col(COUNTS).sum())
        for table in tables
    }


def protected(
    table: str, *tables: Table, smallest: int = 5, counts_people: bool = False, moments: Sequence[str] = ()
) -> dict[Table, pl.DataFrame]:
    finest = lines(table)
    return disclosure.protect(
        added_up(finest, tables, moments), finest, smallest=smallest, counts_people=counts_people, moments=moments
    )


def hidden(shown: Mapping[Table, pl.DataFrame]) -> list[str]:
    """Name the hidden cells: "a", "a 2", or "all" for the total."""
    return [
        " ".join("-" if value is None else value for value in row) or "all"
        for cells in shown.values()
        for row in cells.filter("is_hidden").drop(*COUNTS, "is_hidden").rows()
    ]


# Cells about few people


def test_a_cell_about_one_to_four_people_is_hidden_and_has_no_figures() -> None:
    shown = protected(
        """
        team  numerator  denominator  n_persons
        a     0          0            0
        b     90         100          1
        c     300        400          4
        d     400        500          5
        e     -          -            -
        """,
        ("team",),
    )[("team",)]
    # Added up, unknown amounts are nothing at all: a table with an unknown cell is given as it is below.
    assert shown["is_hidden"].to_list() == [False, True, True, False, False]
    assert shown.filter("is_hidden").select(COUNTS).rows() == [(None, None, None)] * 2
    assert shown.row(3) == ("d", 400, 500, 5, False)


def test_a_cell_that_is_not_known_is_hidden_with_all_that_stands_beside_it() -> None:
    cells = lines("""
        team  numerator  denominator  n_persons
        a     10         20           20
        b     -          20           20
        c     10         -            20
        d     10         20           -
    """).with_columns(n_unmatched=pl.lit(3), label=pl.lit("text"))
    shown = disclosure.protect({("team",): cells}, cells, smallest=5, counts_people=False)[("team",)]
    assert shown.columns == [*cells.columns, "is_hidden"]
    assert shown["is_hidden"].to_list() == [False, True, True, True]
    assert shown.rows()[1:] == [(team, None, None, None, None, None, True) for team in "bcd"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "is_hidden"),
    [
        (0, 24, False),
        (1, 24, True),
        (4, 24, True),
        (5, 24, False),
        (19, 24, False),
        (20, 24, True),
        (23, 24, True),
        (24, 24, False),
        (1, 25, False),
        (24, 25, False),
        (0, 4, True),
        (4, 4, True),
        (0, 5, False),
        (5, 5, False),
        (0, 0, False),
    ],
)
def test_in_a_group_where_people_know_each_other_few_of_them_and_all_but_few_are_hidden(
    numerator: int, denominator: int, is_hidden: bool
) -> None:
    table = f"team numerator denominator\na {numerator} {denominator}"
    assert protected(table, ("team",), counts_people=True)[("team",)]["is_hidden"].to_list() == [is_hidden]


def test_the_threshold_of_the_job_monitor_is_about_answers() -> None:
    table = """
        team  numerator  denominator
        a     2          9
        b     2          10
    """
    assert hidden(protected(table, ("team",), smallest=10)) == ["a"]


# Cells that give a hidden one away


def test_one_hidden_cell_takes_the_next_smallest_along_when_there_is_a_total() -> None:
    table = """
        team  numerator  denominator
        a     30         40
        b     2          3
        c     9          12
        d     15         20
    """
    assert hidden(protected(table, ("team",))) == ["b"]
    assert hidden(protected(table, ("team",), ())) == ["b", "c"]


def test_hidden_cells_that_are_few_people_together_take_another_along() -> None:
    table = """
        team  numerator  denominator
        a     30         40
        b     1          2
        c     1          2
        d     15         20
    """
    assert hidden(protected(table, ("team",), ())) == ["b", "c", "d"]
    assert hidden(protected(table.replace("1          2\n        d", "1          3\n        d"), ("team",), ())) == [
        "b",
        "c",
    ]


def test_with_one_small_group_the_total_is_hidden_too() -> None:
    assert hidden(protected("team numerator denominator\na 1 3", ("team",), ())) == ["a", "all"]


def test_a_group_inside_a_group_is_hidden_in_both_tables_where_they_are_the_same_people() -> None:
    table = """
        team  class  numerator  denominator
        x     1a     9          15
        x     1b     8          14
        y     1c     2          3
        z     1d     9          16
        z     1e     9          17
    """
    # Team y is class 1c. The total gives team y away without team x, and team x its classes without one of them.
    assert hidden(protected(table, ("team",), ("team", "class"), ())) == ["x", "y", "x 1b", "y 1c"]
    assert hidden(protected(table, ("team",), ("team", "class"))) == ["y", "y 1c"]


def test_the_groups_of_two_tables_do_not_give_each_other_away() -> None:
    table = """
        team  level  numerator  denominator
        x     1      8          10
        x     2      1          3
        y     1      9          20
        y     2      20         30
    """
    # Nothing is small in the tables by team and by level; together with team by level it is.
    assert hidden(protected(table, ("team",), ("level",), ())) == []
    assert hidden(protected(table, ("team",), ("level",), ("team", "level"), ())) == ["x 1", "x 2", "y 1", "y 2"]


def test_each_moment_is_judged_on_its_own() -> None:
    table = """
        year  team  numerator  denominator
        2024  a     1          3
        2024  b     9          12
        2025  a     9          13
        2025  b     9          12
    """
    assert hidden(protected(table, ("team",), (), moments=["year"])) == ["2024 a", "2024 b"]


def test_nobody_in_the_hidden_cells_together_is_no_protection() -> None:
    table = """
        team  numerator  denominator
        a     8          40
        b     0          3
        c     0          12
        d     9          20
    """
    # b and c together are nobody of 15: that would tell of b.
    assert hidden(protected(table, ("team",), (), counts_people=True)) == ["b", "d"]


def test_what_a_shown_cell_tells_of_all_people_in_it_is_no_secret() -> None:
    table = """
        team  numerator  denominator
        a     0          40
        b     0          3
        c     0          12
    """
    assert hidden(protected(table, ("team",), (), counts_people=True)) == ["b", "c"]


def test_a_numerator_that_is_no_part_of_its_denominator_is_protected_too() -> None:
    table = """
        team  numerator  denominator
        a     90         40
        b     7          3
        c     0          12
        d     25         20
    """
    # b and c together would have 7 of whatever is counted, and that tells enough: nobody knows whose they are.
    assert hidden(protected(table, ("team",), ())) == ["b", "c"]


def test_a_group_that_a_table_leaves_out_is_as_unknown_as_a_hidden_one() -> None:
    finest = lines("""
        team  numerator  denominator
        a     30         40
        b     2          3
        c     9          12
    """)
    tables = added_up(finest, [("team",), ()])
    tables["team",] = tables["team",].filter(pl.col("team") != "c")
    shown = disclosure.protect(tables, finest, smallest=5, counts_people=False)
    assert hidden(shown) == ["b"]


def test_groups_of_a_hundred_classes_hide_a_class_beside_each_small_one() -> None:
    classes = [(f"t{at // 10}", f"p{at // 5}", f"c{at:02}", 3 if at % 25 == 0 else 10 + at % 7) for at in range(100)]
    finest = pl.DataFrame(
        [(team, programme, name, n // 2, n, n) for team, programme, name, n in classes],
        schema=["team", "programme", "class_id", *COUNTS],
        orient="row",
    )
    tables = [(), ("team",), ("programme",), ("team", "class_id")]
    shown = disclosure.protect(added_up(finest, tables), finest, smallest=5, counts_people=False)
    assert [int(cells["is_hidden"].sum()) for cells in shown.values()] == [0, 0, 0, 8]


def test_a_group_without_a_name_is_a_group() -> None:
    table = """
        level  numerator  denominator
        1      9          15
        -      2          3
        2      9          14
    """
    assert hidden(protected(table, ("level",), ())) == ["2", "-"]


def test_the_order_of_rows_stays_and_does_not_matter() -> None:
    finest = lines("""
        team  numerator  denominator
        a     30         40
        b     2          3
        c     9          12
        d     9          12
    """)
    tables = added_up(finest, [("team",), ()])
    shown = disclosure.protect(tables, finest, smallest=5, counts_people=False)[("team",)]
    turned = {table: cells.reverse() for table, cells in tables.items()}
    again = disclosure.protect(turned, finest.reverse(), smallest=5, counts_people=False)[("team",)]
    assert shown["team"].to_list() == ["a", "b", "c", "d"]
    assert shown.equals(again.reverse())
    assert shown["is_hidden"].to_list() == [False, True, True, False]


# The attacker


def institution(draw: random.Random) -> tuple[pl.DataFrame, list[Table], list[str]]:
    """Draw a small institution: the combinations with people, the tables that are shown, and the moments."""
    teams = "xyz"[: draw.randint(1, 3)]
    classes = {f"{team}{number}": team for team in teams for number in range(1, draw.randint(1, 3) + 1)}
    years = draw.choice([["2025"], ["2024", "2025"]])
    rows = {
        (year, draw.choice("123"), draw.choice(["BOL", "BBL"]), classes[name], name): None
        for year in years
        for name in classes
        for _ in range(draw.randint(1, 2))
    }
    share, size = draw.choice([0.05, 0.2, 0.5, 0.9]), draw.choice([3, 6, 15])
    counts = []
    for _ in rows:
        n = draw.randint(1, 2 * size)
        counts.append((sum(draw.random() < share for _ in range(n)), n, n))
    groups = ("year", "level", "leerweg", "team", "class_id")
    finest = pl.DataFrame(list(rows), schema=groups, orient="row").hstack(
        pl.DataFrame(counts, schema=COUNTS, orient="row")
    )
    possible: list[Table] = [
        (), ("level",), ("leerweg",), ("team",), ("level", "leerweg"), ("team", "level"), ("team", "class_id"),
    ]  # fmt: skip
    tables = [table for table in possible if draw.random() < 0.6] or [("team",)]
    moments = draw.choice([["year"], []])
    columns = [*moments, *dict.fromkeys(column for table in tables for column in table)]
    if not columns:
        return finest.select(pl.col(COUNTS).sum()), tables, moments
    return finest.group_by(columns).agg(pl.col(COUNTS).sum()).sort(columns), tables, moments


def attacked(seed: int, *, smallest: int, counts_people: bool, only_small: bool = False) -> list[Finding]:
    """What the attacker finds in one institution."""
    finest, tables, moments = institution(random.Random(seed))
    cells = added_up(finest, tables, moments)
    if only_small:
        is_small = disclosure._is_small(smallest, counts_people)
        shown = {table: some.with_columns(is_hidden=is_small) for table, some in cells.items()}
    else:
        shown = disclosure.protect(cells, finest, smallest=smallest, counts_people=counts_people, moments=moments)
    return attack(shown, finest, counts_people=counts_people, moments=moments)


def test_the_attacker_finds_cells_when_only_the_small_ones_are_hidden() -> None:
    found = [bool(attacked(seed, smallest=5, counts_people=True, only_small=True)) for seed in range(40)]
    assert sum(found) > 10


def test_the_attacker_works_out_a_difference_a_sum_of_nobody_and_the_last_person() -> None:
    finest = lines("""
        team  numerator  denominator
        a     8          20
        b     1          2
    """)
    shown = {
        ("team",): finest.with_columns(is_hidden=pl.Series([False, True])),
        (): finest.select(pl.col(COUNTS).sum()).with_columns(is_hidden=False),
    }
    found = attack(shown, finest.select("team"), counts_people=True)
    assert {(finding.group, finding.amount, finding.value) for finding in found} == {
        (("b",), "numerator", 1),
        (("b",), "rest", 1),
        (("b",), "denominator", 2),
        (("b",), "n_persons", 2),
    }
    both = {table: cells.with_columns(is_hidden=len(table) > 0) for table, cells in shown.items()}
    assert attack(both, finest.select("team"), counts_people=True) == []


def months(seed: int) -> tuple[pl.DataFrame, list[Table]]:
    """Draw a small institution whose list grows over four months, in which groups stay the same size."""
    draw = random.Random(seed)
    start, tables, _ = institution(draw)
    start = start.drop("year", strict=False)
    groups = [column for column in start.columns if column not in COUNTS]
    start = (
        start.group_by(groups or pl.lit(1).alias("_all")).agg(pl.col("denominator").sum()).drop("_all", strict=False)
    )
    start = start.sort(groups) if groups else start
    pace = draw.choice([0.02, 0.1, 0.3])
    left, found = [0] * len(start), []
    for month in range(1, 5):
        for row, n in enumerate(start["denominator"]):
            left[row] += sum(draw.random() < pace for _ in range(n - left[row]))
        found.append(start.with_columns(month=pl.lit(month), numerator=pl.Series(left), n_persons="denominator"))
    return pl.concat(found).select("month", *groups, *COUNTS), tables


def subtracted(seed: int, *, again: Sequence[str] = ("month",)) -> list[Finding]:
    """What the attacker finds by comparing months in one institution."""
    finest, tables = months(seed)
    shown = disclosure.protect(
        added_up(finest, tables, ["month"]), finest, smallest=5, counts_people=True, moments=["month"], again=again
    )
    combinations = finest.drop("month", *COUNTS).unique(maintain_order=True)
    combinations = combinations if combinations.width else pl.DataFrame({"_all": [True]})
    return subtract(shown, combinations, moment="month", known=disclosure.KNOWN * 5, smallest=5)


def test_who_came_since_an_earlier_month_is_hidden_where_people_know_each_other() -> None:
    table = """
        month  team  numerator  denominator
        1      a     5          20
        2      a     5          20
        3      a     6          20
        4      a     11         20
        1      b     5          25
        2      b     6          25
        3      b     6          25
        4      b     7          25
        1      c     0          20
        2      c     5          20
        3      c     10         20
        4      c     10         20
    """
    finest = lines(table)
    shown = disclosure.protect(
        {("team",): finest}, finest, smallest=5, counts_people=True, moments=["month"], again=["month"]
    )
    # In a, one came in month 3, and what is hidden stays so; b is large, and of c never fewer than five came.
    assert hidden(shown) == ["3 a", "4 a"]
    apart = disclosure.protect({("team",): finest}, finest, smallest=5, counts_people=True, moments=["month"])
    assert hidden(apart) == []


def test_a_cell_beside_a_hidden_one_stays_hidden_as_long() -> None:
    finest = lines("""
        month  team  numerator  denominator
        1      a     10         40
        1      b     0          15
        2      a     10         40
        2      b     1          15
        3      a     10         40
        3      b     5          15
        4      a     15         40
        4      b     10         15
    """)
    shown = disclosure.protect(
        added_up(finest, [(), ("team",)], ["month"]), finest,
        smallest=5, counts_people=True, moments=["month"], again=["month"],
    )  # fmt: skip
    assert hidden(shown) == ["2 a", "2 b", "3 a", "3 b", "4 a", "4 b"]


def test_what_is_hidden_in_a_month_does_not_follow_from_later_ones() -> None:
    for seed in range(20):
        finest, tables = months(seed)
        both = []
        for until in (3, 4):
            known = finest.filter(pl.col("month") <= until)
            both.append(disclosure.protect(
                added_up(known, tables, ["month"]), known,
                smallest=5, counts_people=True, moments=["month"], again=["month"],
            ))  # fmt: skip
        for table in tables:
            early = [cells[table].filter(pl.col("month") < 4).sort("month", *table, nulls_last=True) for cells in both]
            assert early[0].equals(early[1]), (seed, table)


def test_the_attacker_finds_who_came_when_months_are_judged_apart() -> None:
    assert sum(bool(subtracted(seed, again=())) for seed in range(20)) > 5


def test_the_attacker_finds_nothing_by_comparing_months() -> None:
    found = {seed: subtracted(seed) for seed in range(12)}
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(4))
def test_the_attacker_finds_nothing_by_comparing_months_in_a_thousand_institutions(part: int) -> None:
    found = {seed: subtracted(seed) for seed in range(part, 1000, 4)}
    assert len(found) == 250
    assert not any(found.values()), {seed: findings for seed, findings in found.items() if findings}


WAYS = [(5, True), (5, False), (10, True), (10, False)]


@pytest.mark.parametrize(("smallest", "counts_people"), WAYS)
def test_the_attacker_finds_no_hidden_cell(smallest: int, counts_people: bool) -> None:
    found = {seed: attacked(seed, smallest=smallest, counts_people=counts_people) for seed in range(12)}
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_the_attacker_finds_no_hidden_cell_in_a_thousand_institutions(way: int) -> None:
    smallest, counts_people = WAYS[way]
    found = {seed: attacked(seed, smallest=smallest, counts_people=counts_people) for seed in range(way, 1000, 4)}
    assert len(found) == 250
    assert not any(found.values()), {seed: findings for seed, findings in found.items() if findings}


# Weeks, months and years of the same people


WEEKS: tuple[tuple[str, ...], ...] = (("month", "week"), ("month",), ())


def weeks(seed: int) -> tuple[pl.DataFrame, list[Table]]:
    """Draw a small institution in which each group has lessons, or something happens, in most of four weeks."""
    draw = random.Random(seed)
    start, tables, _ = institution(draw)
    groups = [column for column in start.columns if column not in {*COUNTS, "year"}]
    start = start.unique(groups, maintain_order=True) if groups else start.head(1)
    found = []
    for week in range(4):
        rows = []
        for row in start.select(*groups, "n_persons").iter_rows(named=True):
            n = draw.choice([row["n_persons"], row["n_persons"], draw.randint(1, max(1, row["n_persons"]))])
            lessons = n * draw.randint(1, 3)
            numerator = draw.choice([0, lessons, draw.randint(0, lessons)])
            rows.append({**row, "numerator": numerator, "denominator": lessons, "n_persons": n})
        # In a week of holidays some groups have nothing.
        kept = [row for row in rows if draw.random() < 0.9] or rows[:1]
        found.append(pl.DataFrame(kept).with_columns(week=pl.lit(week), month=pl.lit(week // 2)))
    return pl.concat(found).select("month", "week", *groups, *COUNTS), tables


def over_time(seed: int, *, apart: bool = False) -> list[Finding]:
    """What the attacker finds who has the weeks, the months and the whole of one institution side by side."""
    finest, tables = weeks(seed)
    shown: dict[Table, pl.DataFrame] = {}
    in_weeks = disclosure.protect(
        added_up(finest, tables, WEEKS[0]), finest, smallest=5, counts_people=False, moments=WEEKS[0]
    )
    for moments in WEEKS:
        counted = added_up(finest, tables, moments)
        for table in tables:
            if moments == WEEKS[0]:
                shown[*moments, *table] = in_weeks[table]
                continue
            cells = disclosure.added_up(counted[table], in_weeks[table], [*moments, *table])
            if apart:
                cells = counted[table].with_columns(is_hidden=pl.lit(value=False))
            shown[*moments, *table] = cells.with_columns(n_persons=pl.lit(None, pl.Int64))
    found = attack(shown, finest.drop(COUNTS), counts_people=False)
    # That nobody was in the hidden weeks, which is told of these weeks themselves, is nothing new of a longer time.
    return [one for one in found if one.amount == "n_persons" or _in_hidden_weeks(one, in_weeks, finest) != 0]


def _in_hidden_weeks(one: Finding, in_weeks: Mapping[Table, pl.DataFrame], counts: pl.DataFrame) -> int:
    """How much there was in the hidden weeks of a cell over a longer time."""
    names = [name for name in one.table if name not in WEEKS[0]]
    weeks_of = in_weeks[tuple(names)].filter("is_hidden").select(*WEEKS[0], *names)
    inside = pl.all_horizontal(
        True, *(pl.col(name).eq_missing(value) for name, value in zip(one.table, one.group, strict=True))
    )
    hidden_rows = counts.join(weeks_of, on=[*WEEKS[0], *names], how="semi", nulls_equal=True).filter(inside)
    amounts = hidden_rows.with_columns(rest=pl.col("denominator") - pl.col("numerator"))
    return int(amounts[one.amount].sum())


def test_a_longer_time_is_shown_where_all_its_parts_are() -> None:
    finest = lines("""
        month  week  team  numerator  denominator  n_persons
        1      1     a     10         20           12
        1      2     a     3          4            3
        2      3     a     10         20           12
        1      1     b     10         20           12
        1      2     b     10         20           12
        2      3     b     -          -            12
    """)
    by = ["month", "team"]
    parts = disclosure.protect({("team",): finest}, finest, smallest=5, counts_people=False, moments=["month", "week"])[
        ("team",)
    ]
    counted = finest.group_by(by, maintain_order=True).agg(pl.col(COUNTS).sum())
    shown = disclosure.added_up(counted, parts, by)
    assert shown.drop("n_persons").rows() == [
        ("1", "a", None, None, True), ("2", "a", 10, 20, False), ("1", "b", 20, 40, False),
        ("2", "b", None, None, True),
    ]  # fmt: skip
    whole = disclosure.added_up(finest.select(pl.col(COUNTS).sum()), parts, [])
    assert whole.rows() == [(None, None, None, True)]


def test_the_attacker_finds_cells_when_only_weeks_are_hidden() -> None:
    assert sum(bool(over_time(seed, apart=True)) for seed in range(20)) > 5


def test_the_attacker_finds_nothing_with_weeks_months_and_the_whole_side_by_side() -> None:
    # In the last three, that nobody (or everybody) was present tells of the one lesson of a class how it was.
    found = {seed: over_time(seed) for seed in (*range(12), 344, 869, 875)}
    assert not any(found.values()), found


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(4))
def test_the_attacker_finds_nothing_over_time_in_a_thousand_institutions(part: int) -> None:
    found = {seed: over_time(seed) for seed in range(part, 1000, 4)}
    assert len(found) == 250
    assert not any(found.values()), {seed: findings for seed, findings in found.items() if findings}


# What was chosen before


def test_a_problem_that_was_solved_before_is_looked_up_and_not_solved_again() -> None:
    finest = lines("""
        team  numerator  denominator
        a     30         40
        b     2          3
        c     9          12
    """)
    tables = added_up(finest, [("team",), ()])
    first = disclosure.Choices()
    shown = disclosure.protect(tables, finest, smallest=5, counts_people=False, choices=first)
    assert hidden(shown) == ["b", "c"]
    ((problem, cells),) = first.made.items()
    # Another choice under the name of this problem shows that nothing is solved.
    known = disclosure.Choices({problem: [*cells, 0]})
    again = disclosure.protect(tables, finest, smallest=5, counts_people=False, choices=known)
    assert len(hidden(again)) == 3


@pytest.mark.parametrize("change", [{"n_persons": 4}, {"numerator": 1}, {"denominator": 13}])
def test_a_problem_with_another_amount_is_solved_anew(change: dict[str, int]) -> None:
    finest = lines("""
        team  numerator  denominator
        a     30         40
        b     2          3
        c     9          12
    """)
    other = finest.with_columns(
        pl.when(team="b").then(value).otherwise(name).alias(name) for name, value in change.items()
    )
    choices = disclosure.Choices()
    for atoms in (finest, other, finest.reverse()):
        tables = added_up(atoms, [("team",), ()])
        disclosure.protect(tables, atoms, smallest=5, counts_people=False, choices=choices)
    assert len(choices.made) == 2
