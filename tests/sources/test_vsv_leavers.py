"""Leavers: A04, A14 and NenR as DUO writes them, each about the teljaar and the month it is about."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.duo_files import Person, everyone, file_of, in_month
from tests.sources.drawn import taken_in


def period_of(kind: str, name: str, months: list[str]) -> tuple[object, ...]:
    """Teljaar, report month and status of a file with a line in each of these months."""
    people = [Person(f"12345678{place}", month=month) for place, month in enumerate(months)]
    found = taken_in(file_of(kind, people), name)
    assert found.rejected == []
    (period,) = found.good.select("teljaar", "report_month", "status").unique().rows()
    return tuple(period)


@pytest.mark.parametrize(
    ("name", "months", "teljaar", "report_month"),
    [
        ("202211A04I99XX.csv", ["202210"], 2022, 1),
        ("202210A04I99XX.csv", ["202210"], 2022, 1),
        ("202301A04I99XX.csv", ["202210", "202212"], 2022, 3),
        ("202304A04I99XX.csv", ["202210", "202303"], 2022, 6),
        ("202303A04I99XX.csv", ["202210", "202303"], 2022, 6),
        ("202310A04I99XX.csv", ["202309", "202210"], 2022, 12),
        ("202305A04I99XX.csv", ["202210", "202303"], 2022, 7),
        ("202311A04I99XX.csv", ["202210", "202309"], 2022, 12),
        ("202304A04I99XX.csv", ["202303", "1-Oktober"], 2022, 6),
        ("202304A04I99XX.csv", ["1-Oktober", "6-Maart"], 2022, 6),
        ("202303A04I99XX.csv", ["1-Oktober", "6-Maart"], 2022, 6),
        ("202210A04I99XX.csv", ["1-Oktober"], 2022, 1),
        ("202211A04I99XX.csv", ["1-oktober"], 2022, 1),
        ("202310A04I99XX.csv", ["1-Oktober", "12-September"], 2022, 12),
        ("202304A04I99XX.csv", ["6"], 2022, 6),
    ],
)
def test_the_month_of_a_monthly_list_is_the_last_in_its_column(
    name: str, months: list[str], teljaar: int, report_month: int
) -> None:
    assert period_of("A04", name, months) == (teljaar, report_month, "monthly")


@pytest.mark.parametrize(
    ("name", "months", "teljaar", "report_month"),
    [
        ("202401A14I99XX.csv", ["202210", "202309"], 2022, 15),
        ("202312A14I99XX.csv", ["202210", "202309"], 2022, 14),
        ("202311A14I99XX.csv", ["202210", "202309"], 2022, 13),
        ("202310A14I99XX.csv", ["202210", "202309"], 2022, 13),
        ("202312A14I99XX.csv", ["202210", "202311"], 2022, 14),
        ("202311A14I99XX.csv", ["202310"], 2022, 13),
        ("202401A14I99XX.csv", ["1-Oktober", "15-December"], 2022, 15),
        ("202401A14I99XX.csv", ["1-Oktober", "12-September"], 2022, 15),
        ("202403A14I99XX.csv", ["202309"], 2022, 15),
    ],
)
def test_the_lists_after_the_teljaar_are_about_october_to_december(
    name: str, months: list[str], teljaar: int, report_month: int
) -> None:
    assert period_of("A14", name, months) == (teljaar, report_month, "monthly")


@pytest.mark.parametrize(
    ("name", "period"), [("NenR2023VI99XX.csv", (2022, 16, "V")), ("NenR2023DI99XX.csv", (2022, 17, "D"))]
)
def test_nenr_tells_teljaar_and_status_in_its_name(name: str, period: tuple[object, ...]) -> None:
    assert period_of("NenR", name, [""]) == period


@settings(max_examples=40)
@given(teljaar=st.integers(2015, 2030), last=st.integers(1, 12), is_later=st.booleans(), in_words=st.booleans())
def test_every_month_of_every_teljaar_is_found_whether_or_not_the_name_is_a_month_later(
    teljaar: int, last: int, is_later: bool, in_words: bool
) -> None:
    def yyyymm(report_month: int) -> str:
        years, month = divmod(9 + report_month - 1, 12)
        return f"{teljaar + years}{month + 1:02}"

    months = [f"{n}-Maand" if in_words else yyyymm(n) for n in range(1, last + 1)]
    name = f"{yyyymm(last + is_later)}A04I99XX.csv"
    assert period_of("A04", name, months[:9]) == (
        teljaar,
        min(last, 9) if last <= 9 else period(last, is_later),
        "monthly",
    )


def period(last: int, is_later: bool) -> int:
    """Of a list on which nobody came after month 9: the month before the name says how far it goes."""
    return max(9, last + is_later - 1)


def test_a_line_of_a_list_keeps_the_month_in_which_it_came_on_it() -> None:
    people = [Person("111111110", month="202210"), Person("222222220", month="202303")]
    found = taken_in(file_of("A04", people), "202304A04I99XX.csv")
    assert sorted(found.good.get_column("listed_month").to_list()) == [1, 6]


def test_a_list_of_a_year_that_cannot_be_is_read_without_harm() -> None:
    people = [Person("111111110", month="200001"), Person("222222220", month="202303")]
    found = taken_in(file_of("A04", people), "202304A04I99XX.csv")
    assert sorted(found.good.get_column("listed_month").to_list(), key=str) == [6, None]


@pytest.mark.parametrize(
    ("person", "rule"),
    [
        (Person("123456782", month="202303"), None),
        (Person("0", month="202303"), "has_a_number"),
        (Person("123456782", month=""), "has_a_month"),
        (Person("123456782", month="maart"), "listed_month|type"),
        (Person("123456782", month="202303", brin="88YY"), "is_of_this_institution"),
    ],
)
def test_a_line_that_cannot_count_is_set_aside_by_its_rule(person: Person, rule: str | None) -> None:
    found = taken_in(file_of("A04", [Person("111111110", month="202303"), person]), "202304A04I99XX.csv")
    assert found.rejected == ([] if rule is None else [(3, rule)])


@pytest.mark.parametrize(("kind", "name"), [("NenR", "NRSP2023VI99XX.csv"), ("A04", "202304A05I99XX.csv")])
def test_a_file_with_the_name_of_another_kind_is_refused(kind: str, name: str) -> None:
    why = taken_in(file_of(kind, [Person("123456782", month="202303")]), name).delivery.refused_why
    assert why is not None
    assert "de naam zegt niet over welke periode" in why


def test_a_column_too_few_is_named() -> None:
    content = file_of("A04", [Person("123456782", month="202303")]).replace(b"PERSOONSGEBONDENNUMMER", b"NR")
    why = taken_in(content, "202304A04I99XX.csv").delivery.refused_why
    assert why is not None
    assert "Het lijkt op DUO A04/A14" in why
    assert "alleen ontbreekt de kolom PERSOONSGEBONDENNUMMER" in why


def test_all_kinds_give_the_same_people() -> None:
    people = in_month(everyone(25, seed=3), ["202303"])
    read = [
        taken_in(file_of(kind, people), name).good.select("birth_date", "level", "leerweg", "crebo", "provider")
        for kind, name in (
            ("A04", "202304A04I99XX.csv"), ("A14", "202401A14I99XX.csv"), ("NenR", "NenR2023VI99XX.csv"),
        )
    ]  # fmt: skip
    for one, other in itertools.pairwise(read):
        assert one.sort(one.columns).equals(other.sort(one.columns))
