"""The grammar of a delivery: how each kind of field is read, and how a rule explains itself."""

import datetime as dt
import hashlib
import hmac
from dataclasses import replace

import polars as pl
import pytest

from pipelines import duo, registry
from pipelines.contract import (
    STRUCTURAL_RULES,
    At,
    Clock,
    Code,
    Day,
    Hundredths,
    Integer,
    Layout,
    Moment,
    Name,
    Part,
    Percent,
    PersonNumber,
    Reading,
    Slot,
    Text,
    explain,
    plain_name,
)

HASH = hmac.new(b"key", b"123456782", hashlib.sha256).hexdigest()[:32]
D = dt.date
M = dt.datetime


@pytest.mark.parametrize(
    ("reading", "table"),
    [
        (Integer(), {"0": 0, "912345": 912345, "0912345": 912345, "912345.0": 912345, "912345,00": 912345, "-1": -1,
                     "1.000": None, "1.5": None, "1e3": None, "0x1F": None, "1_0": None, "": None, "x": None}),
        (Integer(drops_unknown=True), {"4": 4, "4.5": None}),
        (Hundredths(), {"0": 0, "54": 5400, "6,7": 670, "6.75": 675, "33,333": 3333, "66,6666": 6667, "0.005": 1,
                        "-0,005": -1, "-0,5": -50, "54 %": 5400, "54,0%": 5400, "1.000,5": None, "1,2,3": None,
                        ",5": None, "5,": None, "1e2": None, "-": None, "": None, "veel": None}),
        (Name(), {"V-1 ": "v_1", "#vraag 2": "vraag_2", "Ik voel me veilig.": "ik_voel_me_veilig"}),
        (Text(), {"E1A": "E1A", "één \"A\"": "één \"A\""}),
        (Day(), {"20250901": D(2025, 9, 1), "01-09-2025": D(2025, 9, 1), "1-9-2025": D(2025, 9, 1),
                 "2025-09-01": D(2025, 9, 1), "2025-09-01 00:00:00": D(2025, 9, 1), "29-02-2024": D(2024, 2, 29),
                 "29-02-2025": None, "31-04-2025": None, "2025091": None, "01-09-25": None, "01/09/2025": None,
                 "2025-09-01 08:30": None, "morgen": None}),
        (Day(formats=("%d/%m/%y",)), {"31/12/25": D(2025, 12, 31), "2025-12-31": D(2025, 12, 31), "31-12-2025": None}),
        (Clock(), {"0830": 510, "830": 510, "8:30": 510, "08.30": 510, "08:30:59": 510, "0": 0, "0000": 0, "5": 5,
                   "2400": 1440, "24:00": 1440, "2401": None, "24:01": None, "0860": None, "08:60": None,
                   "12345": None, "8": 8, "08:3": None, "1899-12-31 08:30:00": 510, "08:30:00.000": 510, "٣": None}),
        (Clock(formats=("%Hu%M",)), {"08u30": 510, "8u30": 510, "08:30": 510, "24u00": None, "later": None}),
        (Moment(), {"01-09-2025 08:05": M(2025, 9, 1, 8, 5), "01-09-2025 08:05:59": M(2025, 9, 1, 8, 5, 59),
                    "2025-09-01 08:05:00.000000": M(2025, 9, 1, 8, 5), "2025-09-01T08:05": M(2025, 9, 1, 8, 5),
                    "01-09-2025": None, "31-09-2025 08:05": None}),
        (Slot(510, 30), {"1": 510, "2": 540, "3.0": 570, "0": None, "-1": None, "a": None}),
        (Slot(510, 30, is_at_end=True), {"1": 540, "2": 570, "0": None}),
        (Code(values={"P": "present", " Te Laat ": "late"}), {"p": "present", "TE LAAT": "late", "x": None}),
        (Code(values={"mentor": "mentor"}, drops_unknown=True), {"Mentor": "mentor", "A. Voorbeeld": None}),
        (Code(values={"01": "geslaagd"}, keeps_unknown=True), {"01": "geslaagd", "Anders": "Anders"}),
        (Part(r"^(bol|bbl)"), {"bol": "BOL", "Bol4": "BOL", "BBL": "BBL", "x": None, "": None}),
        (Part(r"(\d+)$"), {"REGIO 13": "13", "13": "13", "REGIO": None}),
        (Percent(), {"9,45": 0.0945, "9.45": 0.0945, "22": 0.22, "3,8 %": 0.038, "4,99%": 0.0499, "0": 0.0,
                     "100": 1.0, "9,4,5": None, "1.000,5": None, "%": None, "negen": None, "": None}),
        (PersonNumber(lambda: b"key"), {"123456782": HASH, "00123456782": HASH, "12345678x": None, "1234.5678": None,
                                        "-123456782": None, "١٢٣": None, "1e9": None}),
    ],
    ids=lambda value: "" if isinstance(value, dict) else repr(value),
)  # fmt: skip
def test_a_field_is_read_as_it_is_written_or_not_at_all(reading: Reading, table: dict[str, object]) -> None:
    frame = pl.DataFrame({"written": [*table, None]}, schema={"written": pl.String})
    read = frame.select(reading.text("written")).to_series().to_list()
    assert dict(zip(table, read[:-1], strict=True)) == table
    assert read[-1] is None


def test_an_empty_code_is_null_unless_the_layout_gives_it_a_meaning() -> None:
    nothing = pl.DataFrame({"written": [None]}, schema={"written": pl.String})
    for values, wanted in (({"P": "present"}, None), ({"": "unregistered"}, "unregistered")):
        assert nothing.select(Code(values=values).text("written")).item() == wanted


@pytest.mark.parametrize(
    ("reading", "table"),
    [
        (Integer(), {"0": False, "x": False}),
        (
            duo.DAY,
            {
                "00-00-2005": True,
                "00-03-2005": True,
                "15-00-2005": True,
                "20050000": True,
                "20050300": True,
                "2005-03-00": True,
                "2005-00-00": True,
                "15-03-2005": False,
                "20050315": False,
                "20001010": False,
                "2000-10-10": False,
                "01-10-2000": False,
                "00": False,
            },
        ),
        (PersonNumber(lambda: b"key"), {"0": True, "000000000": True, "000000001": False, "x": False}),
    ],
    ids=lambda value: "" if isinstance(value, dict) else repr(value),
)
def test_a_text_may_say_that_there_is_no_value(reading: Reading, table: dict[str, bool]) -> None:
    frame = pl.DataFrame({"written": [*table]})
    said = frame.with_columns(said=reading.nothing("written")).get_column("said")
    assert dict(zip(table, said, strict=True)) == table


def test_a_person_number_is_hashed_with_hmac_sha256() -> None:
    key, said = b"Jefe", "1234567890"
    read = pl.DataFrame({"n": [said]}).select(PersonNumber(lambda: key).text("n")).item()
    outer, inner = (bytes(byte ^ pad for byte in key.ljust(64, b"\0")) for pad in (0x5C, 0x36))
    by_hand = hashlib.sha256(outer + hashlib.sha256(inner + said.encode()).digest()).hexdigest()
    assert read == by_hand[:32]


def test_a_person_number_is_not_read_without_a_secret() -> None:
    with pytest.raises(RuntimeError, match="with the secret of a school"):
        pl.DataFrame({"n": ["123456782"]}).select(PersonNumber().text("n"))


def test_the_secret_is_not_shown_with_the_reading() -> None:
    assert repr(PersonNumber(lambda: b"key")) == "PersonNumber()"


NAMED = Layout(
    "own", "Own", (), {"a": At(("x",), Text()), "year": At((), Integer())}, named=r"lijst(?P<year>\d{4})",
    name_example="lijst2025.csv",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lijst2025.csv", {"year": "2025"}),
        ("Kopie van LIJST2025 (1).csv.gz", {"year": "2025"}),
        ("lijst25.csv", None),
        ("", None),
    ],
)
def test_the_name_of_a_file_gives_texts_or_does_not_fit(name: str, said: dict[str, str] | None) -> None:
    assert NAMED.said(name) == said


def test_what_is_given_wins_over_the_name() -> None:
    assert replace(NAMED, given={"year": "1999"}).said("lijst2025") == {"year": "1999"}
    assert Layout("own", "Own", (), {}).said("whatever") == {}


@pytest.mark.parametrize(
    ("written", "plain"),
    [("#Studentnummer", "studentnummer"), ("\ufeffOVnr", "ovnr"), (' "Begin datum" ', "begin_datum"),
     ("begin-datum", "begin_datum"), ("# nr.", "nr"), ("", "")],
)  # fmt: skip
def test_a_header_name_counts_without_its_dress(written: str, plain: str) -> None:
    assert plain_name(written) == plain


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    layout = Layout("own", "Own", (), {"a": At(("x", "y"), Text()), "b": At(("z",), Text())})
    assert layout.positions(["y", "q", "x", "x"]) == {"a": 2}


def rules_of(name: str) -> list[str]:
    """Every rule a line of a source can break."""
    source = registry.sources()[name]
    found = list(STRUCTURAL_RULES)
    for column in source.schema.columns():
        found += [f"{column}|{kind}" for kind in ("type", "nullability", "min", "max")]
        found += [f"{column}|code"] if source.allowed(column) else []
    return found + [rule for rule in source.schema._validation_rules(with_cast=False) if "|" not in rule]


@pytest.mark.parametrize("name", sorted(registry.sources()))
def test_every_rule_says_what_is_wrong_and_what_to_do(name: str) -> None:
    for rule in rules_of(name):
        if rule == "primary_key":
            continue
        words = explain(registry.sources()[name], rule)
        assert words.count(". ") >= 1, f"{rule} says only: {words}"
        assert words.endswith("."), rule
        assert "  " not in words, rule


def test_a_rule_speaks_of_the_column_in_dutch_with_an_example() -> None:
    attendance = registry.sources()["attendance"]
    assert explain(attendance, "date|type") == (
        "Datum van de les: niet te lezen. Verwacht wordt iets als 01-09-2025. Verbeter de regel en lever opnieuw aan."
    )
    assert explain(attendance, "status|code").startswith(
        "Status van de registratie: deze code is onbekend. Kijk eerst of "
    )
    assert explain(attendance, "student_id|nullability").startswith("Studentnummer (5 tot 9 cijfers): leeg. Vul ")
    assert explain(attendance, "attended_minutes|max").startswith("Minuten aanwezig: buiten de grenzen. Verwacht ")
