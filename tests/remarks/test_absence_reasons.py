from pathlib import Path

import polars as pl

from pipelines import api
from pipelines.api import Viewer
from tests.small_school import SmallSchool

BEHEER = Viewer("b", frozenset({"beheer"}))
NOTICES = "10001;20250901;0830;20250901;1130;;;{code};\n10002;20250901;0830;20250901;1130;;;ZK;\n"


def remarks(tmp_path: Path, code: str) -> pl.DataFrame:
    school = SmallSchool(tmp_path, range(1))
    school.delivers("absentie.csv", NOTICES.format(code=code))
    school.delivers("redenen.csv", "redencode;omschrijving;soort;geoorloofd\nZK;Ziek;ziek;J\n")
    return api.remarks(school.build(), BEHEER).filter(pl.col("source") == "absence_reasons")


def test_a_code_that_is_not_in_the_table_is_named_with_what_to_do(tmp_path: Path) -> None:
    (found,) = remarks(tmp_path, "QQ").to_dicts()
    assert (found["about"], found["source_title"]) == ("redencode QQ", "Redenen van absentie")
    assert found["sentence"].startswith("Deze redencode staat 1 keer in de absentiemeldingen")


def test_when_all_codes_are_known_nothing_is_said(tmp_path: Path) -> None:
    assert remarks(tmp_path, "ZK").is_empty()
