"""Vsv per report month: whoever is on a list is counted once, in the population that belongs to it."""

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.settings import VsvRule
from tests.duo_files import Person, everyone, file_of, in_month
from tests.marts.vsv import by_hand, cells, read, vsv_month

MARCH = ["202303"]
NAMES = {
    "A05 oct": "202211A05I99XX.csv", "A05 mar": "202304A05I99XX.csv", "A05 sep": "202310A05I99XX.csv",
    "A04 oct": "202211A04I99XX.csv", "A04 mar": "202304A04I99XX.csv", "A14 dec": "202401A14I99XX.csv",
    "NRSP V": "NRSP2023VI99XX.csv", "NRSP D": "NRSP2023DI99XX.csv",
    "NenR V": "NenR2023VI99XX.csv", "NenR D": "NenR2023DI99XX.csv",
}  # fmt: skip
MONTH = {"oct": "202210", "mar": "202303", "sep": "202309", "dec": "202312"}


def files(**lists: Sequence[Person]) -> dict[str, bytes]:
    """Write lists, named as `A05_mar` or `NenR_V`, each as the file that DUO would send."""
    found = {}
    for key, people in lists.items():
        kind, which = key.split("_")
        found[NAMES[f"{kind} {which}"]] = file_of(kind, in_month(people, [MONTH.get(which, "")]))
    return found


def sources_of(mart: pl.DataFrame) -> dict[int, tuple[str, str | None]]:
    rows = mart.select("report_month", "leavers_from", "population_from").unique()
    return {month: (leavers, population) for month, leavers, population in rows.iter_rows()}


A, B, C, D = (Person(f"{n}00000000", crebo=f"2500{n}") for n in range(1, 5))


def total(mart: pl.DataFrame, report_month: int, rule: str = "delivered") -> tuple[int, ...]:
    rows = mart.filter((pl.col("report_month") == report_month) & (pl.col("rule") == rule))
    return rows.select(pl.col("n_population", "n_vsv", "n_unmatched").sum()).row(0)


def test_a_leaver_is_counted_in_the_population_or_as_unmatched() -> None:
    mart = vsv_month(files(NRSP_V=[A, B, C], NenR_V=[A, D]))
    assert total(mart, 16) == (3, 1, 1)
    assert mart.get_column("status").unique().to_list() == ["V"]


def test_level_leerweg_and_team_are_those_of_the_start_population() -> None:
    moved = dataclasses.replace(A, level="Mbo4 opleidingen", leerweg="BBL", provider="Zorg")
    mart = vsv_month(files(NRSP_V=[A], NenR_V=[moved, dataclasses.replace(moved, bsn="900000000")]))
    assert cells(mart, 2022, 16) == {(2, "BOL", "Entree"): (1, 1, 0), (4, "BBL", "Zorg"): (0, 0, 1)}


def test_a_person_who_is_on_a_list_twice_counts_once_at_the_highest_level() -> None:
    other = dataclasses.replace(A, level="Mbo4 opleidingen", crebo="24999")
    mart = vsv_month(files(NRSP_V=[other, A, A], NenR_V=[A, other]))
    assert cells(mart, 2022, 16) == {(4, "BOL", "Entree"): (1, 1, 0)}


def test_a_person_counts_in_each_month_as_the_list_of_that_month_says() -> None:
    higher = dataclasses.replace(A, level="Mbo4 opleidingen", crebo="24999")
    mart = vsv_month(files(A05_oct=[A, higher, B], A05_mar=[A, B], A04_oct=[A], A04_mar=[A]))
    assert cells(mart, 2022, 1) == {(4, "BOL", "Entree"): (1, 1, 0), (2, "BOL", "Entree"): (1, 0, 0)}
    assert cells(mart, 2022, 6) == {(2, "BOL", "Entree"): (2, 1, 0)}


def test_a_number_that_is_no_bsn_links_by_the_onderwijsnummer() -> None:
    without = Person("000000000", "500000000")
    assert total(vsv_month(files(NRSP_V=[without, B], NenR_V=[Person("0", "0500000000")])), 16) == (2, 1, 0)


@pytest.mark.parametrize(
    ("lists", "population_from"),
    [
        ({"A05_mar", "A05_oct", "NRSP_V"}, "A05 maand 6"),
        ({"A05_oct", "A05_sep", "NRSP_V", "NRSP_D"}, "A05 maand 1"),
        ({"NRSP_V", "NRSP_D", "A05_sep"}, "NRSP V"),
        ({"NRSP_D"}, "NRSP D"),
        ({"A05_sep"}, "A05 maand 12"),
        (set(), None),
    ],
)
def test_a_month_takes_its_own_population_or_the_nearest_and_names_it(
    lists: set[str], population_from: str | None
) -> None:
    mart = vsv_month(files(A04_mar=[A, B], **{name: [A] for name in sorted(lists)}))
    assert sources_of(mart) == {6: ("A04 maand 6", population_from)}
    assert total(mart, 6) == ((1, 1, 1) if lists else (0, 0, 2))


@pytest.mark.parametrize(
    ("lists", "population_from"),
    [
        ({"A05_sep", "A05_oct", "NRSP_V"}, "A05 maand 12"),
        ({"A05_mar", "A05_oct", "NRSP_V"}, "A05 maand 6"),
        ({"NRSP_D"}, "NRSP D"),
    ],
)
def test_the_months_after_the_teljaar_take_the_population_of_september(lists: set[str], population_from: str) -> None:
    mart = vsv_month(files(A14_dec=[A, B], **{name: [A] for name in sorted(lists)}))
    assert sources_of(mart) == {15: ("A14 maand 15", population_from)}


def test_v_and_d_stay_beside_each_other_each_with_its_own_population() -> None:
    mart = vsv_month(files(NRSP_V=[A, B, C], NenR_V=[A, B]), files(NRSP_D=[A, B, C, D], NenR_D=[A]))
    assert (total(mart, 16), total(mart, 17)) == ((3, 2, 0), (4, 1, 0))
    assert sources_of(mart) == {16: ("NenR V", "NRSP V"), 17: ("NenR D", "NRSP D")}


def test_nenr_takes_nrsp_of_the_other_status_before_none_and_never_a_monthly_population() -> None:
    assert sources_of(vsv_month(files(NRSP_V=[A], NenR_D=[A]))) == {17: ("NenR D", "NRSP V")}
    assert sources_of(vsv_month(files(A05_sep=[A], NenR_V=[A]))) == {16: ("NenR V", None)}


def test_a_later_list_of_the_same_month_replaces_the_earlier_as_a_whole() -> None:
    first = files(A05_mar=[A, B, C], A04_mar=[A, B])
    again = {f"z {name}": content for name, content in files(A04_mar=[C]).items()}
    assert total(vsv_month(first), 6) == (3, 2, 0)
    assert total(vsv_month(first, again), 6) == (3, 1, 0)


def test_another_teljaar_has_its_own_population() -> None:
    later = {"NRSP2024VI99XX.csv": file_of("NRSP", [A, B]), "NenR2024VI99XX.csv": file_of("NenR", [B])}
    mart = vsv_month({**files(NRSP_V=[A], NenR_V=[A, B]), **later})
    assert cells(mart, 2022, 16) == {(2, "BOL", "Entree"): (1, 1, 1)}
    assert cells(mart, 2023, 16) == {(2, "BOL", "Entree"): (2, 1, 0)}


STAYS = """studentnummer;klas;team;niveau;crebo;begindatum;einddatum;bsn;onderwijsnummer
10001;K1;Team Een;2;25001;01-08-2022;30-09-2022;100000000;
10001;K2;Team Twee;2;25001;01-10-2022;;100000000;
10002;K1;Team Een;2;25001;01-08-2022;01-10-2022;;200000000
10003;K1;;2;25001;01-08-2022;;300000000;
10004;K1;Team Laat;2;25001;02-10-2022;;400000000;
10005;K1;Team Laag;2;25001;01-08-2022;;500000000;
10005;K3;Team Hoog;3;25002;01-08-2022;;500000000;
"""


def test_the_team_is_that_of_the_enrolment_on_the_first_of_october() -> None:
    people = [Person(f"{n}00000000", f"{n}00000000", provider="Aanbieder") for n in range(1, 6)]
    people.append(Person("600000000", provider=""))
    mart = vsv_month({**files(NRSP_V=people, NenR_V=people), "inschrijvingen.csv": STAYS.encode()})
    teams = {team: n for (_, _, team), (n, _, _) in cells(mart, 2022, 16).items()}
    assert teams == {"Team Twee": 1, "Team Een": 1, "Aanbieder": 2, "Team Hoog": 1, "onbekend": 1}


def born(day: int, month: int, year: int, n: int) -> Person:
    return Person(f"{n}00000000", birth_date=dt.date(year, month, day))


OLD_AND_NEW = [born(1, 10, 2003, 1), born(2, 10, 2003, 2), Person("300000000", birth_date=None), born(1, 1, 2001, 4)]


def test_where_the_age_limit_changes_the_old_one_stands_beside_it() -> None:
    """On 1 October 2026 the first turns 23 and falls outside the old limit; the second turns 23 a day later."""
    lists = {
        "NRSP2027VI99XX.csv": file_of("NRSP", OLD_AND_NEW),
        "NenR2027VI99XX.csv": file_of("NenR", [*OLD_AND_NEW, born(1, 10, 2003, 5), born(2, 10, 2003, 6)]),
    }
    mart = vsv_month(lists)
    assert total(mart, 16) == (4, 4, 2)
    assert total(mart, 16, "previous_rule") == (2, 2, 1)


def test_where_other_levels_or_leerwegen_count_the_old_rule_stands_beside_the_new_one() -> None:
    """Of whom no leerweg is known, it decides nothing; who has no level counts as level 0."""
    vavo, unknown = (dataclasses.replace(one, level="HAVO/VWO bovenbouw") for one in (B, C))
    people = [A, dataclasses.replace(vavo, leerweg=""), unknown, dataclasses.replace(D, leerweg="BBL")]
    lists = files(NRSP_V=people, NenR_V=people)
    now = VsvRule(from_teljaar=2022, age_limit=23)
    for what, n in (({"levels": [1, 2, 3, 4]}, 2), ({"leerwegen": ["BOL"]}, 3), ({"levels": [0], "leerwegen": []}, 1)):
        before = VsvRule.model_validate({"from_teljaar": 1990, "age_limit": 23, **what})
        mart = vsv_month(lists, rules=[before, now])
        assert total(mart, 16) == (4, 4, 0)
        assert total(mart, 16, "previous_rule") == (n, n, 0)


@pytest.mark.parametrize(
    ("rules", "changed"),
    [([(1990, 23), (2026, 27)], []), ([(1990, 23), (2022, 27)], [2022]), ([(2022, 27)], []), ([], []),
     ([(2021, 23), (2022, 23)], []), ([(2022, 27), (1990, 23)], [2022])],
)  # fmt: skip
def test_only_a_teljaar_whose_rule_differs_from_the_year_before_has_two_counts(
    rules: list[tuple[int, int]], changed: list[int]
) -> None:
    mart = vsv_month(
        files(NRSP_V=[A], NenR_V=[A]), rules=[VsvRule(from_teljaar=year, age_limit=age) for year, age in rules]
    )
    assert mart.filter(pl.col("rule") == "previous_rule").get_column("teljaar").to_list() == changed
    assert mart.filter(pl.col("rule") == "delivered").height == 1


def test_without_files_of_duo_there_are_no_rows() -> None:
    assert vsv_month({"inschrijvingen.csv": STAYS.encode()}).is_empty()


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), shared=st.floats(0, 1))
def test_every_grouping_is_what_plain_python_counts_from_the_raw_lines(seed: int, shared: float) -> None:
    draw = random.Random(seed)
    people = everyone(60, seed)
    twice = [dataclasses.replace(one, level="Mbo1 opleidingen", crebo="25999") for one in people[:5]]
    start = [one for one in people if draw.random() < 0.8] + twice[:3]
    listed = draw.sample(people, 25) + twice[2:]
    march = [dataclasses.replace(one, month="202303") for one in listed if draw.random() < shared]
    lists = files(NRSP_V=start, NenR_V=listed, A05_oct=start[::2], **({"A04_mar": march} if march else {}))
    before = VsvRule.model_validate(
        {"from_teljaar": 1990, "age_limit": 21, "levels": draw.sample(range(5), 4), "leerwegen": ["BOL", "EX"]}
    )
    mart = vsv_month(lists, rules=[before, VsvRule(from_teljaar=2022, age_limit=24)])
    pairs = {16: (read(start), read(listed)), 6: (read(start[::2]), read(march))}
    for month, (population, leavers) in pairs.items():
        if leavers:
            assert cells(mart, 2022, month) == by_hand(population, leavers, 2022)
            assert cells(mart, 2022, month, "previous_rule") == by_hand(population, leavers, 2022, before)


# -- The figures of a whole institution -----------------------------------------------------------------------------

DUO = Path(__file__).parents[2].parent / "shared" / "data" / "duo_vsv"
CONTROL = {None: (83, 1239), 1: (34, 630), 2: (158, 1980), 3: (168, 2349), 4: (657, 9360)}


def rewritten(content: bytes, way: str) -> bytes:
    """The same file in another way of writing."""
    rows = [line.split(";") for line in content.decode("utf-8").splitlines()]
    if way == "no mark":
        rows[0][0] = rows[0][0].lstrip("#")
    if way == "shuffled":
        order = list(range(len(rows[0])))
        random.Random(4).shuffle(order)
        rows[0][0] = rows[0][0].lstrip("#")
        rows = [[row[place] for place in order] for row in rows]
        rows[0][0] = f"#{rows[0][0]}"
    if way == "other dates":
        place = rows[0].index("GEBOORTEDATUM")
        for row in rows[1:]:
            day, month, year = row[place].split("-")
            row[place] = f"{year}{month}{day}"
    encoding = "cp1252" if way == "cp1252" else "utf-8"
    return "\r\n".join(";".join(row) for row in rows).encode(encoding)


@pytest.mark.skipif(not DUO.is_dir(), reason="the files of an institution are not beside this folder")
@pytest.mark.parametrize("way", ["as it is", "no mark", "shuffled", "other dates", "cp1252"])
def test_the_files_of_an_institution_give_its_control_values(way: str) -> None:
    delivered = {
        path.name: path.read_bytes() if way == "as it is" else rewritten(path.read_bytes(), way)
        for path in DUO.glob("*.csv")
    }
    mart = vsv_month(delivered)
    final = mart.filter(pl.col("report_month") == 16).group_by("level").agg(pl.col("n_vsv", "n_population").sum())
    assert {level: (n, population) for level, n, population in final.iter_rows()} == CONTROL
    assert mart.get_column("n_unmatched").sum() == sum(total(mart, month)[2] for month in (1, 6, 12, 15))
    assert sources_of(mart) == {
        1: ("A04 maand 1", "NRSP V"), 6: ("A04 maand 6", "NRSP V"), 12: ("A04 maand 12", "NRSP V"),
        15: ("A14 maand 15", "NRSP V"), 16: ("NenR V", "NRSP V"),
    }  # fmt: skip
