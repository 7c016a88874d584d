"""The grammar of a delivery: how each kind of field is read, and how a rule explains itself."""

import datetime as dt

import polars as pl
import pytest

from pipelines import registry
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
    Reading,
    Slot,
    Text,
    explain,
    plain_name,
)

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
    ("written", "plain"),
    [("#Studentnummer", "studentnummer"), ("\ufeffOVnr", "ovnr"), (' "Begin datum" ', "begin_datum"),
     ("begin-datum", "begin_datum"), ("# nr.", "nr"), ("", "")],
)  # fmt: skip
def test_a_header_name_counts_without_its_dress(written: str, plain: str) -> None:
    assert plain_name(written) == plain


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    layout = Layout("own", "Own", (), {"a": At(("x", "y"), Text()), "b": At(("z",), Text())})
    assert layout.positions(["Y", "q", "X", "x"]) == {"a": 2}


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
    assert explain(attendance, "status|code").startswith("Status van de registratie: deze code is onbekend. Voeg ")
    assert explain(attendance, "student_id|nullability").startswith("Studentnummer (5 tot 9 cijfers): leeg. Vul ")
    assert explain(attendance, "attended_minutes|max").startswith("Minuten aanwezig: buiten de grenzen. Verwacht ")
