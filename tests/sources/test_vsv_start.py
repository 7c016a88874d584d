"""The start population: A05 and NRSP as DUO writes them give the same people, and no more than that."""

import datetime as dt
import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import registry
from pipelines.settings import Settings
from tests.duo_files import PRIVATE, Person, everyone, file_of, in_month
from tests.sources.drawn import taken_in

D = dt.date
KEPT = ["birth_date", "level", "leerweg", "crebo", "provider", "location_no", "region"]


@pytest.mark.parametrize(
    ("kind", "name", "period"),
    [
        ("A05", "202304A05I99XX.csv", (2022, 6, "monthly", "A05")),
        ("NRSP", "NRSP2023VI99XX.csv", (2022, 16, "V", "NRSP")),
        ("NRSP", "nrsp2023di99xx.csv", (2022, 17, "D", "NRSP")),
        ("NRSP", "Kopie van NRSP2023VI99XX (1).csv", (2022, 16, "V", "NRSP")),
    ],
)
def test_a_file_tells_its_teljaar_month_and_status(kind: str, name: str, period: tuple[object, ...]) -> None:
    found = taken_in(file_of(kind, [Person("123456782", month="202303")]), name)
    assert found.delivery.source == "vsv_start"
    assert found.good.select("teljaar", "report_month", "status", "kind").row(0) == period
    assert found.good.get_column("brin").to_list() == ["99XX"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("A05", "startset.csv"), ("A05", "202304A04I99XX.csv"), ("A05", "202313A05I99XX.csv"),
        ("NRSP", "startpopulatie.csv"), ("NRSP", "NRSP2023XI99XX.csv"), ("NRSP", "NenR2023VI99XX.csv"),
    ],
)  # fmt: skip
def test_a_name_that_does_not_say_the_period_is_refused_with_the_name_it_should_have(kind: str, name: str) -> None:
    why = taken_in(file_of(kind, [Person("123456782", month="202303")]), name).delivery.refused_why
    example = {"A05": "202304A05I99XX.csv", "NRSP": "NRSP2023VI99XX.csv"}[kind]
    assert why is not None
    assert why.endswith(
        f"en de naam zegt niet over welke periode en instelling het gaat. Geef het een naam zoals {example}."
    )


@pytest.mark.parametrize(
    ("level", "leerweg", "location", "region", "read"),
    [
        ("Mbo1 opleidingen", "BOL", "C01", "REGIO 13", (1, "BOL", "01", 13)),
        ("Mbo2 opleidinge", "BBL", "01", "13", (2, "BBL", "01", 13)),
        ("Mbo niveau 3", "EX", "", "", (3, "EX", None, None)),
        ("mbo4", "Bol4", "c12", "Regio 6", (4, "BOL", "12", 6)),
        ("VMBO bovenbouw", "", "99XX", "onbekend", (None, None, "99XX", None)),
        ("HAVO/VWO bovenbouw", "VAVO", "1", "39", (None, None, "1", 39)),
        ("VMBO 4", "bbl", "", "", (None, "BBL", None, None)),
        ("", "", "", "", (None, None, None, None)),
    ],
)
def test_levels_leerwegen_locations_and_regions_are_read_however_duo_writes_them(
    level: str, leerweg: str, location: str, region: str, read: tuple[object, ...]
) -> None:
    person = Person("123456782", level=level, leerweg=leerweg, location=location, region=region, month="202210")
    for kind, name in (("A05", "202211A05I99XX.csv"), ("NRSP", "NRSP2023VI99XX.csv")):
        found = taken_in(file_of(kind, [person]), name)
        assert found.rejected == []
        assert found.good.select("level", "leerweg", "location_no", "region").row(0) == read


@pytest.mark.parametrize(
    ("person", "rule"),
    [
        (Person("123456782", month="202303"), None),
        (Person("0", "123456782", month="202303"), None),
        (Person("000000000", "", month="202303"), "has_a_number"),
        (Person("12345678x", month="202303"), "bsn_hash|type"),
        (Person("123456782", month=""), "has_a_month"),
        (Person("123456782", month="202313"), "month|type"),
        (Person("123456782", month="16"), "month|type"),
        (Person("123456782", month="202303", brin="88YY"), "is_of_this_institution"),
        (Person("123456782", month="202303", brin=""), None),
        (Person("123456782", month="202303", brin="99XX00"), None),
        (Person("123456782", month="202303", birth_date=None), None),
    ],
)
def test_a_line_that_cannot_count_is_set_aside_by_its_rule(person: Person, rule: str | None) -> None:
    found = taken_in(file_of("A05", [Person("111111110", month="202303"), person]), "202304A05I99XX.csv")
    assert found.rejected == ([] if rule is None else [(3, rule)])


def test_of_two_institutions_in_one_file_that_of_the_settings_counts(tmp_path: object) -> None:
    people = [Person("111111110"), Person("222222220", brin="88YY")]
    for brin, aside in ((None, 3), ("99XX", 3), ("88YY", 2)):
        school = Settings(store=f"{tmp_path}/store", brin=brin)  # type: ignore[arg-type]
        found = taken_in(file_of("NRSP", people), "NRSP2023VI99XX.csv", school.sources(registry.sources()))
        assert found.rejected == [(aside, "is_of_this_institution")]
        assert found.good.get_column("brin").to_list() == [brin or "99XX"]


def test_a_person_in_two_programmes_has_two_lines_and_a_repeated_line_counts_once() -> None:
    one, other = Person("111111110"), Person("111111110", crebo="25256")
    found = taken_in(file_of("NRSP", [one, one, other]), "NRSP2023VI99XX.csv")
    assert (found.delivery.n_validated, found.delivery.n_replaced) == (2, 1)
    assert found.good.get_column("bsn_hash").n_unique() == 1


def test_names_addresses_sex_and_numbers_are_never_kept() -> None:
    people = in_month(everyone(20, seed=1), ["202303"])
    for kind, name in (("A05", "202304A05I99XX.csv"), ("NRSP", "NRSP2023VI99XX.csv")):
        found = taken_in(file_of(kind, people), name)
        words = " ".join(str(cell) for row in found.good.rows() for cell in row)
        for secret in (*PRIVATE.values(), *(p.bsn.strip("0") or p.onderwijsnummer for p in people)):
            assert len(secret) < 4 or secret not in words
        assert not {"GESLACHT", "sex"} & set(found.good.columns)
        hashes = found.good.get_column("bsn_hash").drop_nulls()
        assert hashes.str.contains("^[0-9a-f]{32}$").all()


PEOPLE = everyone(30, seed=2)
PLAIN_READ = taken_in(file_of("NRSP", PEOPLE), "NRSP2023VI99XX.csv").good.select(KEPT)


@settings(max_examples=25)
@given(
    mark=st.sampled_from(["#", "", "# "]),
    date_format=st.sampled_from(["%d-%m-%Y", "%Y%m%d", "%Y-%m-%d"]),
    order=st.none() | st.randoms(use_true_random=False),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-8-sig", "utf-16"]),
)
def test_nrsp_and_a05_say_the_same_however_they_are_written(
    mark: str, date_format: str, order: random.Random | None, encoding: str
) -> None:
    for kind, name in (("NRSP", "NRSP2023VI99XX.csv"), ("A05", "202304A05I99XX.csv")):
        content = file_of(
            kind, in_month(PEOPLE, ["202303"]), mark=mark, date_format=date_format, order=order, encoding=encoding
        )
        found = taken_in(content, name)
        assert found.rejected == []
        assert found.good.select(KEPT).sort(KEPT, nulls_last=True).equals(PLAIN_READ.sort(KEPT, nulls_last=True))


def test_the_invented_people_hold_every_level_and_an_empty_value() -> None:
    assert set(PLAIN_READ.get_column("level")) == {None, 1, 2, 3, 4}
    assert PLAIN_READ.filter(pl.col("birth_date").is_null()).height
