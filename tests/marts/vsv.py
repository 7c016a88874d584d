"""Files of DUO, taken in and counted: the marts of vsv over what is delivered, and the same counts in plain Python."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipelines import registry, validated
from pipelines.build import REMARKS, set_vsv_rules
from pipelines.deliveries import take_in
from pipelines.settings import Settings, VsvRule
from pipelines.sql import MARTS
from pipelines.store import Store
from tests.duo_files import Person

RULES = (VsvRule(from_teljaar=1990, age_limit=23), VsvRule(from_teljaar=2026, age_limit=27))


@contextmanager
def counted(
    *rounds: Mapping[str, bytes], rules: Sequence[VsvRule] = RULES, **changes: object
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Deliver files in rounds, later over earlier, and give a database with all that was read and the mart of vsv."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as bench:
        inbox, store = Path(folder, "inbox"), Store(Path(folder, "store"))
        inbox.mkdir()
        school = Settings(
            store=store.root,
            vsv_rules=list(rules),
            **changes,  # type: ignore[arg-type]
        )
        sources = school.sources(registry.sources())
        with store.being_built():
            for files in rounds:
                for name, content in files.items():
                    (inbox / name).write_bytes(content)
                deliveries = take_in(inbox, store, sources, "code-of-today")
        assert not [d.refused_why for d in deliveries if d.refused_why]
        bench.execute("CREATE SCHEMA validated")
        bench.execute("CREATE SCHEMA marts")
        validated.load(bench, store, deliveries, sources)
        bench.execute("SET VARIABLE data_until = DATE '2026-07-01'")
        set_vsv_rules(bench, school)
        for mart in ("placement", "vsv_month"):
            bench.execute(f"CREATE TABLE marts.{mart} AS {(MARTS / f'{mart}.sql').read_text('utf-8')}")
        yield bench


def vsv_month(*rounds: Mapping[str, bytes], **changes: object) -> pl.DataFrame:
    """Give the mart of vsv over what is delivered."""
    with counted(*rounds, **changes) as bench:  # type: ignore[arg-type]
        frame: pl.DataFrame = bench.sql("FROM marts.vsv_month").pl()
        return frame


def remarks(source: str, *rounds: Mapping[str, bytes], **changes: object) -> list[tuple[str, str]]:
    """Give what is remarked about a source: (about, sentence); each round is delivered on a day of its own."""
    days = {name: f"2026-01-{day:02}" for day, files in enumerate(rounds, start=1) for name in files}
    with counted(*rounds, **changes) as bench:  # type: ignore[arg-type]
        for name, day in days.items():
            bench.execute("UPDATE validated.delivery SET received_at = ? WHERE file = ?", [day, name])
        found = bench.sql(f"SELECT about::VARCHAR, sentence FROM ({(REMARKS / f'{source}.sql').read_text('utf-8')})")
        return sorted(found.fetchall())


@dataclass(frozen=True)
class Read:
    """What a person's lines on one list come down to."""

    level: int | None
    leerweg: str
    team: str
    birth_date: dt.date | None


def read(people: Sequence[Person], teams: Mapping[str, str] | None = None) -> dict[str, Read]:
    """One row per number: the line with the highest level, then crebo, leerweg, provider and birth date."""
    lines: dict[str, list[Person]] = {}
    for person in people:
        lines.setdefault(_number(person), []).append(person)
    found = {}
    for number, own in lines.items():
        best = max(own, key=_rank)
        team = (teams or {}).get(number) or best.provider or "onbekend"
        found[number] = Read(_level(best), _leerweg(best) or "onbekend", team, best.birth_date)
    return found


def _rank(person: Person) -> tuple[int, int, str, str, dt.date]:
    born = person.birth_date or dt.date.min
    return _level(person) or 0, int(person.crebo), _leerweg(person), person.provider, born


def _number(person: Person) -> str:
    return person.bsn.lstrip("0") or person.onderwijsnummer.lstrip("0")


def _level(person: Person) -> int | None:
    words = person.level.lower()
    if "mbo" not in words or "vmbo" in words:
        return None
    digits = [letter for letter in words.split("mbo", 1)[1] if letter.isdigit()]
    return int(digits[0]) if digits else None


def _leerweg(person: Person) -> str:
    words = person.leerweg.upper()
    return next((one for one in ("BOL", "BBL", "EX") if words.startswith(one)), "")


def age(born: dt.date, teljaar: int) -> int:
    """Age on 1 October, in whole years."""
    return teljaar - born.year - ((born.month, born.day) > (10, 1))


Cell = tuple[int | None, str, str]
Counts = dict[Cell, tuple[int, int, int]]
"""Population, vsv'ers in it and leavers who are not in it, per level, leerweg and team."""


def by_hand(
    start: Mapping[str, Read], leavers: Mapping[str, Read], teljaar: int, rule: VsvRule | None = None
) -> Counts:
    """Count in plain Python: population, vsv'ers in it, and leavers who are not in it, per level, leerweg and team."""

    def counts(row: Read) -> bool:
        return rule is None or (
            (row.birth_date is None or age(row.birth_date, teljaar) < rule.age_limit)
            and (row.level or 0) in rule.levels
            and row.leerweg in {"onbekend", *rule.leerwegen}
        )

    population = Counter(_cell(row) for row in start.values() if counts(row))
    found = Counter(_cell(start[number]) for number in leavers if number in start and counts(start[number]))
    strays = Counter(_cell(row) for number, row in leavers.items() if number not in start and counts(row))
    return {cell: (population[cell], found[cell], strays[cell]) for cell in {*population, *found, *strays}}


def _cell(row: Read) -> Cell:
    return row.level, row.leerweg, row.team


def cells(mart: pl.DataFrame, teljaar: int, report_month: int, rule: str = "delivered") -> Counts:
    """Rows of one list in the mart, in the same form as `by_hand`."""
    rows = mart.filter(
        (pl.col("teljaar") == teljaar) & (pl.col("report_month") == report_month) & (pl.col("rule") == rule)
    )
    assert not rows.select("level", "leerweg", "team").is_duplicated().any()
    return {
        (level, leerweg, team): (n, vsv, strays)
        for level, leerweg, team, n, vsv, strays in rows.select(
            "level", "leerweg", "team", "n_population", "n_vsv", "n_unmatched"
        ).iter_rows()
    }
