"""How long things are kept: what is older than the school wants is set aside when it is read, and named."""

import datetime as dt
from pathlib import Path
from unittest.mock import Mock

import polars as pl
import pytest

from pipelines import registry
from pipelines.deliveries import Keeping
from pipelines.settings import Settings
from tests.small_school import SmallSchool, lines


@pytest.mark.parametrize(
    ("today", "years", "since"),
    [
        ("2026-07-31", 1, "2024-08-01"),
        ("2026-08-01", 1, "2025-08-01"),
        ("2026-11-25", 5, "2021-08-01"),
        ("2026-11-25", None, None),
    ],
)
def test_so_many_school_years_are_kept_before_the_one_that_runs(
    today: str, years: int | None, since: str | None, tmp_path: Path
) -> None:
    settings = Settings(store=tmp_path / "store", keep_years=years)
    assert settings.kept_since(dt.date.fromisoformat(today)) == (since and dt.date.fromisoformat(since))
    log = Settings(store=tmp_path / "store", keep_years=9, keep_log_years=years or 1)
    assert log.log_kept_since(dt.date.fromisoformat(today)) == dt.date.fromisoformat(since or "2025-08-01")


@pytest.mark.parametrize(("hour", "since"), [(21, "2024-08-01"), (22, "2025-08-01")])
def test_a_school_year_begins_at_midnight_at_the_school(
    hour: int, since: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Mock(now=lambda zone: dt.datetime(2026, 7, 31, hour, 59, tzinfo=dt.UTC).astimezone(zone))
    monkeypatch.setattr("pipelines.settings.dt", Mock(wraps=dt, datetime=clock, UTC=dt.UTC))
    settings = Settings(store=tmp_path / "store", keep_years=1)
    assert settings.kept_since() == settings.log_kept_since() == dt.date.fromisoformat(since)


@pytest.mark.parametrize(
    ("source", "column", "values", "kept"),
    [
        ("attendance", "date", [dt.date(2025, 7, 31), dt.date(2025, 8, 1)], [2]),
        ("enrolments", "end_date", [dt.date(2025, 7, 31), dt.date(2025, 8, 1), None], [2, 3]),
        ("vsv_start", "teljaar", [2024, 2025, None], [2, 3]),
        ("job_answers", "edition", [2024, 2026], [2]),
        ("job_items", "item", ["a", "b"], [1, 2]),
    ],
)
def test_a_row_is_too_old_when_all_it_tells_about_is_before_that_day(
    source: str, column: str, values: list[object], kept: list[int]
) -> None:
    rows = pl.DataFrame({column: values, "line": range(1, len(values) + 1)})
    found, aside = Keeping(since=dt.date(2025, 8, 1)).parted(rows, registry.sources()[source])
    assert found.get_column("line").to_list() == kept
    assert sorted([*kept, *aside.get_column("line")]) == list(range(1, len(values) + 1))
    assert set(aside.get_column("rule")) <= {"too_old"}


def test_a_school_that_keeps_less_has_less_and_every_line_is_accounted_for(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(2))
    school.delivers("oud.csv", "studentnummer;datum;begin;eind;status\n10001;02-09-2019;08:30;09:30;Aanwezig\n")
    school.build()
    assert list((school.store / "validated").rglob("2019-*.parquet"))
    build = school.build(keep_years=5, keep_builds=1)
    assert not list((school.store / "validated").rglob("2019-*.parquet"))
    told = lines(build)
    assert told.filter(pl.col("n_lines") != pl.sum_horizontal("n_validated", "n_rejected", "n_replaced")).is_empty()
    assert build.ask("SELECT file, line, rule FROM build.rejected").rows() == [("oud.csv", 2, "too_old")]
