"""The page of guidance: who was seen, where there is room to grow, for groups and never per student."""

import re
from datetime import date

import polars as pl
import pytest

from dashboard import wording
from dashboard.panels import begeleiding_rows as rows
from dashboard.wording import begeleiding as words
from dashboard.wording.begeleiding import Kenmerk
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import KEEPER, QUALITY, TANDEM, TEAM
from tests.dashboard.test_pages import words as said_by


def kenmerken(*lines: tuple[str, str, int | None, int | None]) -> pl.DataFrame:
    """Figures as (kind, kenmerk, room for growth, discussed); without figures a row is hidden."""
    schema = {"kind": pl.String, "kenmerk": pl.String, "numerator": pl.Int64, "denominator": pl.Int64}
    return pl.DataFrame(lines, schema=schema, orient="row").with_columns(
        value=pl.col("numerator") / pl.col("denominator"), is_hidden=pl.col("numerator").is_null()
    )


def test_a_holiday_is_a_gap_in_the_reach() -> None:
    weeks = pl.DataFrame({
        "week_start": [date(2026, 1, 5), date(2026, 1, 19)], "numerator": [4, 6], "denominator": [12, 12],
        "value": [0.25, 0.5], "low": [0.1, 0.3], "high": [0.5, 0.7],
    })  # fmt: skip

    shown = rows.reach(weeks)

    assert shown["value"].to_list() == [0.25, None, 0.5]
    assert shown["text"].to_list() == ["Week 2: 4 van de 12 studenten", None, "Week 4: 6 van de 12 studenten"]


def test_kenmerken_stand_in_the_order_of_the_form_whatever_their_figures() -> None:
    found = kenmerken(
        ("individual", "volhouden", 9, 10),
        ("individual", "goede_relatie", 1, 10),
        ("individual", "behoeften", None, None),
    )

    assert [label for label, _ in rows.in_order(found, "individual")] == [
        "Goede relatie met de student",
        "Inspelen op behoeften",
        "Volhouden en vasthouden aan doelen",
    ]


def test_a_class_has_one_line_for_the_list_as_a_whole() -> None:
    found = kenmerken(("individual", "behoeften", 3, 10)).drop("kenmerk")

    assert [label for label, _ in rows.in_order(found, "individual")] == ["Alle kenmerken samen"]


def test_a_hidden_month_is_a_gap_in_its_line() -> None:
    months = kenmerken(("individual", "-", 3, 10), ("individual", "-", None, None)).with_columns(
        month=pl.Series([date(2025, 9, 1), date(2025, 10, 1)])
    )

    shown = rows.growth(months)

    assert shown["value"].round(2).to_list() == [0.3, None]
    assert shown["text"].to_list() == ["Individuele begeleiding: ruimte voor groei 3 van 10", None]


def test_no_lists_and_hidden_lists_are_not_the_same() -> None:
    balance = pl.DataFrame({"denominator": [0, None]}, schema={"denominator": pl.Int64})

    assert not rows.has_lists(balance, kenmerken())
    assert rows.has_lists(balance, kenmerken(("individual", "behoeften", None, None)))
    assert rows.has_lists(balance.with_columns(denominator=pl.lit(1)), kenmerken())


def test_lists_that_are_hidden_are_not_none() -> None:
    hidden = pl.DataFrame({"denominator": [None], "is_hidden": [True]}, schema_overrides={"denominator": pl.Int64})
    shown = pl.DataFrame({"denominator": [7], "is_hidden": [False]})

    assert [rows.n_contacts(balance) for balance in (hidden, shown, shown.clear())] == [None, 7, 0]
    assert words.explained(None).startswith("Een gesprek zonder aanleiding telt ook")


def test_a_talk_begins_with_what_goes_well_and_then_where_there_is_room() -> None:
    opening = words.opening([Kenmerk("A", 1, 10), Kenmerk("B", 6, 10), Kenmerk("C", 0, 0)])

    assert opening is not None
    assert opening[0] == "Vaak voldoende: a (9 van de 10 keer). Vaak ruimte voor groei: b (6 van de 10 keer)."
    assert opening[1].count("?") == 1
    assert words.opening([Kenmerk("C", 0, 0)]) is None
    assert words.opening([Kenmerk("A", 0, 4)]) == ("Vaak voldoende: a (4 van de 4 keer).", words.TALK)


def test_every_sentence_speaks_of_the_guidance() -> None:
    said = [words.NO_LISTS_WHY, words.REACH, words.KENMERK, words.BALANCE, words.TALK, words.explained(1)]

    assert wording.forbidden(" ".join([*said, words.lead(4, 12), words.lead(None, None)])) == []
    assert words.explained(1).startswith("Dit schooljaar is er 1 contact")
    assert words.explained(0).startswith("Dit schooljaar zijn er 0 contacten")
    assert words.lead(4, 12).startswith("4 van de 12 studenten")


@pytest.mark.parametrize(
    ("role", "whose"), [(QUALITY, "Hele school"), (TEAM, "Team Dienstverlening"), (TANDEM, "Klas DV1A-25")]
)
def test_everyone_sees_the_guidance_of_the_own_groups(visit: Opener, role: str, whose: str) -> None:
    said = said_by(visit("begeleiding", rol=role))

    assert f"{whose} · 2025-2026" in said
    assert re.search(r"\d+ van de \d+ studenten in zes lesweken besproken", said)
    for heading in ("Wie kwam aan bod?", "Waar is ruimte voor groei?", "Verdeling van de aandacht"):
        assert heading in said
    assert said.count("Geteld over") >= 3
    assert wording.forbidden(said) == []


def test_who_was_seen_is_what_the_build_counts(visit: Opener, school: Build) -> None:
    seen = school.ask(
        "SELECT sum(n_reached) AS n, sum(n_students) AS of FROM marts.class_guidance "
        "WHERE week_start = (SELECT max(week_start) FROM marts.class_guidance)"
    )

    assert words.lead(*map(int, seen.row(0))) in said_by(visit("begeleiding", rol=QUALITY))


def test_a_leader_sees_classes_in_the_order_of_their_name_and_a_tandem_no_others(visit: Opener) -> None:
    leader, tandem = (said_by(visit("begeleiding", rol=role)) for role in (TEAM, TANDEM))

    assert "Per klas" in leader
    reached = r"\d+ van de \d+ studenten"
    assert re.search(rf"DV1A-25 +{reached} +DV1B-25 +{reached} +DV2A-25 +{reached} +DV2B-25 +{reached}", leader)
    assert "DV1B-25" not in tandem
    assert "Per klas" not in tandem


def test_a_few_students_are_a_word_and_the_page_says_why(visit: Opener) -> None:
    said = said_by(visit("begeleiding", rol=TEAM))

    assert (f" {wording.NOT_SHOWN} " in said) == (wording.SMALL_GROUPS in said)


def test_a_year_without_lists_says_so_and_shows_no_zeros(visit: Opener) -> None:
    said = said_by(visit("begeleiding", rol=QUALITY, schooljaar="2024"))

    assert words.NO_LISTS in said
    assert "0 van de" not in said


def test_the_page_is_not_for_who_looks_after_deliveries(visit: Opener) -> None:
    assert wording.NOT_YOURS in said_by(visit("begeleiding", rol=KEEPER))


def test_room_for_growth_stands_beside_the_limits_of_its_own_number(visit: Opener) -> None:
    said = said_by(visit("begeleiding", rol=QUALITY))

    assert "Ruimte voor groei, week voor week" in said
    assert words.FALSE_ALARMS in said
    assert "Ruimte voor groei, week voor week" not in said_by(visit("begeleiding", rol=TANDEM))
