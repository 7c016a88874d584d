"""The half-year account: the figures of the pages, hidden where they are hidden, in PDF and workbook alike."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from dashboard import data, reports, style, wording
from dashboard.data import Door
from dashboard.downloads import Takeaway
from dashboard.journal.kinds import Action, Check, Cycle, Decision, Measure, SoftGoal
from dashboard.panels import vsv_rows
from dashboard.reports import account, account_tables, outcome_tables
from dashboard.reports.half_year import HalfYear
from dashboard.reports.tables import printed as printed_table
from dashboard.wording import uitkomsten as outcome_words
from dashboard.wording import verantwoording as words
from dashboard.wording import vsv as vsv_words
from pipelines.api import Build
from pipelines.errors import AccessDeniedError
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import words as on_page
from tests.reports.conftest import KEEPER, QUALITY, TANDEM, TEAM, DoorOf
from tests.reports.reading import holds, pages, squeezed, text

SPRING, AUTUMN = HalfYear(date(2026, 2, 1)), HalfYear(date(2025, 8, 1))
LONG_AGO = HalfYear(date(2019, 8, 1))


def sheets(book: bytes) -> dict[str, list[tuple[Any, ...]]]:
    found = fastexcel.read_excel(book)
    return {
        name: found.load_sheet(name, header_row=None, dtypes="string").to_polars().rows() for name in found.sheet_names
    }


def taken_of(door: Door, period: HalfYear) -> dict[str, Takeaway]:
    with data.through(door):
        return {taken.title: taken for part in account.chapters(period) for taken in part.tables}


def test_the_account_says_of_vsv_what_its_page_says(visit: Opener, door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    said = on_page(visit("vsv", rol=QUALITY))

    printed = reports.halfjaarverantwoording(door, SPRING)

    row = vsv_rows.newest(door.changes("vsv_rate", along="teljaar", where={"rule": "delivered"}))
    now = vsv_rows.rate(row)
    assert now is not None
    for sentence in (vsv_words.lead(now), vsv_words.explained(now, vsv_rows.before(row), vsv_rows.change(row))):
        assert sentence in said
        assert holds(printed, sentence)


def test_every_cell_of_a_table_of_vsv_is_a_figure_of_the_door(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    printed = reports.halfjaarverantwoording(door, SPRING)

    final = door.figures("vsv_rate_definitive", where={"rule": "delivered"})
    assert final.height
    for row in final.iter_rows(named=True):
        cells = (style.school_year(row["teljaar"]), row["status"], style.count(row["denominator"]),
                 style.count(row["numerator"]), style.percent(row["value"], 1))  # fmt: skip
        assert holds(printed, f"{words.WHOLE_SCHOOL}{''.join(cells)}")


def test_a_norm_stands_with_the_teljaar_it_was_set_for(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    tables = taken_of(door, SPRING)
    now = tables["Startpopulatie en vsv"].rows
    settled = tables["Vsv in eerdere teljaren"].rows

    assert now["teljaar"].unique().to_list() == [2025]
    assert now.filter(level=1)["norm"].item() == "22\xa0% van 2024-2025"
    assert now.filter(group=words.WHOLE_SCHOOL)["norm"].item() == "–"
    assert settled.filter(level=2, teljaar=2023)["norm"].item() == "9,33\xa0% van 2023-2024"
    assert holds(reports.halfjaarverantwoording(door, SPRING), "22\xa0% van 2024-2025")


def test_a_norm_in_the_workbook_is_a_number_with_its_teljaar_beside_it(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    book = fastexcel.read_excel(reports.halfjaarverantwoording_xlsx(door, SPRING))
    sheet = book.load_sheet("Startpopulatie en vsv").to_polars().filter(pl.col("Groep") == "Niveau 1")

    assert sheet.select("Norm", "Teljaar van de norm").row(0) == (0.22, "2024-2025")


def test_presence_is_added_up_over_the_months_and_divided_once(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    months = door.figures("presence", over=("month",)).filter(pl.col("month").is_in(SPRING.months))
    share = float(months["numerator"].sum()) / float(months["denominator"].sum())

    assert holds(reports.halfjaarverantwoording(door, SPRING), f"{style.percent(share, 1)} van de lestijd aanwezig")
    row = taken_of(door, SPRING)[words.PRESENCE].rows.filter(group=words.WHOLE_SCHOOL)
    assert row["value_0"].item() == pytest.approx(share)


def test_the_account_says_of_the_other_outcomes_what_their_page_says(
    visit: Opener, door_of: DoorOf, school: Build
) -> None:
    door = door_of(QUALITY)
    said = on_page(visit("uitkomsten", rol=QUALITY))
    tables = taken_of(door, SPRING)
    with data.through(door):
        chapters = {part.title: part.said for part in account.chapters(SPRING)}
    months = school.ask("FROM marts.incident_month").filter(pl.col("month").is_in(SPRING.months))
    number, students = int(months["n_incidents"].sum()), int(months["n_students"].sum())

    printed = reports.halfjaarverantwoording(door, SPRING)

    for title in (words.MARKS, words.STAFF):
        assert chapters[title][0] in said
        assert holds(printed, chapters[title][0])
    assert holds(printed, f"{words.WHOLE_SCHOOL}{number}{students}{style.decimal(100 * number / students)}")
    themes = door.figures("staff_survey_score", by=("theme",)).filter(pl.col("edition") == pl.col("edition").max())
    for row in themes.iter_rows(named=True):
        title = outcome_words.THEMES[row["theme"]]
        assert holds(printed, f"{title}{row['denominator']}{style.decimal(row['value'])}")
    marks = door.figures("marks_rising", over=("school_year",), where={"school_year": 2025}).row(0, named=True)
    cells = (*(style.count(marks[name]) for name in ("denominator", "numerator", "n_same")),
             style.percent(marks["value"], 1), words.band(marks["low"], marks["high"]))  # fmt: skip
    assert holds(printed, f"{words.WHOLE_SCHOOL}{''.join(cells)}")
    assert tables[words.MARKS].rows["group"].to_list()[0] == words.WHOLE_SCHOOL


def test_incidents_that_do_not_add_up_have_their_reason_at_the_table(door_of: DoorOf, school: Build) -> None:
    door = door_of(QUALITY)
    taken = taken_of(door, SPRING)[words.INCIDENTS]
    months = school.ask("FROM marts.incident_month").filter(pl.col("month").is_in(SPRING.months))
    placed = months.filter(pl.col("location").is_in(["Havenkade", "Spoorzone", "Stadshof"]))
    said = [
        words.incidents_apart(by, int(those["n_incidents"].sum()), int(months["n_incidents"].sum()))
        for by, those in (("location", placed), ("team", months.filter(pl.col("team").is_not_null())))
    ]

    assert said[0].startswith("De locaties hebben samen 23 van de 24 incidenten: bij de andere staat geen locatie")
    assert said[1].startswith("De teams hebben samen 20 van de 24 incidenten: bij de andere staat geen klas")
    assert all(sentence in taken.basis for sentence in said)
    assert all(holds(reports.halfjaarverantwoording(door, SPRING), sentence) for sentence in said)
    assert words.incidents_apart("team", 24, 24) == ""
    assert taken_of(door, LONG_AGO).get(words.INCIDENTS) is None


def test_where_a_group_is_hidden_nothing_is_said_of_what_is_left() -> None:
    whole = pl.DataFrame({"numerator": [24], "is_hidden_0": [False]})
    hidden = pl.DataFrame({"numerator": [20, 0], "is_hidden_0": [False, True]})

    assert outcome_tables._apart("team", whole, hidden) == ""
    assert "20 van de 24" in outcome_tables._apart("team", whole, hidden.head(1))


def test_the_spread_of_attention_is_added_up_over_the_months(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    months = door.figures("contact_balance", over=("month",), where={"month": SPRING.months})
    upper, every = int(months["numerator"].sum()), int(months["denominator"].sum())
    even = float(months["n_students_upper"].sum()) / float(months["n_students"].sum())

    row = taken_of(door, SPRING)["Verdeling van de aandacht"].rows.row(0, named=True)

    assert (row["group"], row["numerator"], row["denominator"]) == (words.WHOLE_SCHOOL, upper, every)
    assert row["value"] == pytest.approx(upper / every)
    assert row["even"] == pytest.approx(even)


@pytest.mark.parametrize(
    ("n_weeks", "n_concern", "n_better", "said"),
    [
        (0, 0, 0, "Wat gewone schommelingen zijn, is nog niet bekend."),
        (17, 0, 0, "Alle lesweken van dit halfjaar passen bij de gewone schommelingen."),
        (17, 1, 0, "Van de 17 lesweken van dit halfjaar passen er 16 bij de gewone schommelingen; 1 vraagt aandacht."),
        (17, 2, 3, "passen er 12 bij de gewone schommelingen; 2 vragen aandacht en 3 laten verbetering zien."),
    ],
)
def test_presence_is_said_with_how_ordinary_its_weeks_are(
    n_weeks: int, n_concern: int, n_better: int, said: str
) -> None:
    assert said in words.ordinary(n_weeks, n_concern, n_better)


@pytest.mark.parametrize(
    ("now", "n_persons", "is_hidden", "said"),
    [
        (None, 3, True, wording.HIDDEN_GROUP),
        (None, None, True, wording.HIDDEN_GROUP),
        (None, 0, False, words.NO_PRESENCE),
    ],
)
def test_presence_that_is_hidden_is_not_called_presence_without_lessons(
    now: float | None, n_persons: int | None, is_hidden: bool, said: str
) -> None:
    assert words.presence(now, None, n_persons, is_hidden=is_hidden) == said


def test_a_month_that_may_not_be_shown_hides_the_sum(monkeypatch: pytest.MonkeyPatch, door_of: DoorOf) -> None:
    #        level  month              minutes        hidden
    cells = [(1, date(2026, 2, 1), 300, 400, 20, False), (1, date(2026, 3, 1), None, None, None, True),
             (2, date(2026, 2, 1), 100, 200, 9, False), (3, date(2026, 2, 1), 0, 0, 0, False)]  # fmt: skip
    names = ["level", "month", "numerator", "denominator", "n_persons", "is_hidden"]
    monkeypatch.setattr(Door, "figures", lambda *_, **__: pl.DataFrame(cells, schema=names, orient="row"))
    with data.through(door_of(QUALITY)):
        found = account_tables.over_months("presence", ("level",), SPRING).sort("level")

    assert found.select("level", "value", "is_hidden").rows() == [(1, None, True), (2, 0.5, False), (3, None, False)]


FIGURES = {
    "numerator", "denominator", "n_persons", "value", "low", "high", "change", "change_low", "change_high",
    "before_value", "before_numerator", "before_denominator", "before_low", "before_high",
}  # fmt: skip


def hidden_tables(door: Door) -> list[Takeaway]:
    return [taken for taken in taken_of(door, AUTUMN).values() if taken.n_hidden]


def test_what_is_hidden_on_a_page_is_a_word_in_both(monkeypatch: pytest.MonkeyPatch, door_of: DoorOf) -> None:
    """Every figure of levels 1 and 2 is hidden, as if they were small."""
    real = Door._answer

    def answer(door: Door, question: str, *arguments: object, **options: object) -> pl.DataFrame:
        rows = real(door, question, *arguments, **options)
        if "is_hidden" not in rows.columns or "level" not in rows.columns:
            return rows
        is_small = pl.col("level").is_in([1, 2])
        figures = [name for name in rows.columns if name in FIGURES]
        return rows.with_columns(pl.when(~is_small).then(pl.col(figures)), is_hidden=pl.col("is_hidden") | is_small)

    monkeypatch.setattr(Door, "_answer", answer)
    door = door_of(QUALITY)
    tables = hidden_tables(door)
    assert {words.PRESENCE, "Startpopulatie en vsv"} <= {taken.title for taken in tables}
    printed, book = (
        reports.halfjaarverantwoording(door, AUTUMN),
        sheets(reports.halfjaarverantwoording_xlsx(door, AUTUMN)),
    )

    assert holds(printed, f"Niveau 1{wording.NOT_SHOWN}{wording.NOT_SHOWN}")
    assert holds(printed, wording.SMALL_GROUPS)
    for taken in tables:
        hidden = [row for row in book[taken.title] if row[0] in {"Niveau 1", "Niveau 2"}]
        may_hide = [column.hidden_by is not None for column in account_tables.in_numbers(taken).shown.values()]
        assert hidden
        for row in hidden:
            assert {cell for cell, may in zip(row, may_hide, strict=True) if may} <= {wording.NOT_SHOWN, None}
            assert wording.NOT_SHOWN in row


def test_the_title_stands_on_one_line_and_is_copied_as_it_is_written(door_of: DoorOf) -> None:
    door = door_of(QUALITY)

    first = pages(reports.halfjaarverantwoording(door, SPRING))[0]

    assert words.title(door.about().institution) in first.splitlines()
    assert "\u200b" not in first


def test_both_hold_the_same_tables_and_sentences(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    printed, book = (
        reports.halfjaarverantwoording(door, SPRING),
        sheets(reports.halfjaarverantwoording_xlsx(door, SPRING)),
    )

    tables = taken_of(door, SPRING)
    assert list(book) == [words.SHORT, *tables, words.ORIGIN]
    for name, taken in tables.items():
        assert len(book[name]) == taken.rows.height + 1
        assert all(holds(printed, str(row[0])) for row in book[name][1:])
    assert all(holds(printed, said) for _, said in book[words.SHORT][2:])
    assert all(holds(printed, said) for term, said in book[words.ORIGIN] if term not in {None, "Niet getoond"})


def test_it_says_where_it_comes_from_and_reads_as_growth(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    said = text(reports.halfjaarverantwoording(door, SPRING))

    about = door.about()
    for part in (about.build, style.day(about.until), "Februari tot en met juli 2026", "Telt niet mee", "pagina 1 van"):
        assert part in said
    assert wording.forbidden(said) == []


def test_what_is_not_written_down_yet_is_said_in_words(door_of: DoorOf) -> None:
    printed = reports.halfjaarverantwoording(door_of(QUALITY), SPRING)

    assert holds(printed, words.NO_MEASURES)
    assert holds(printed, words.NO_CYCLES)


def test_a_period_without_figures_is_an_account_in_words(door_of: DoorOf) -> None:
    printed = reports.halfjaarverantwoording(door_of(QUALITY), LONG_AGO)

    for said in (
        words.NO_PRESENCE, words.NO_VSV, words.NO_LISTS, words.NO_JOB, words.NO_MARKS, words.NO_INCIDENTS,
        words.NO_STAFF,
    ):  # fmt: skip
        assert holds(printed, said)


@pytest.mark.parametrize("role", [TANDEM, TEAM, KEEPER])
def test_the_account_is_for_quality(door_of: DoorOf, role: str) -> None:
    with pytest.raises(AccessDeniedError):
        reports.halfjaarverantwoording(door_of(role), SPRING)
    with pytest.raises(AccessDeniedError):
        reports.halfjaarverantwoording_xlsx(door_of(role), SPRING)


# --- What is written down of cycles -----------------------------------------------------------------------


def cycle(title: str, *measures: Measure, started_on: date = date(2026, 2, 9)) -> Cycle:
    goal = SoftGoal(words="Studenten voelen zich welkom")
    return Cycle(title=title, started_on=started_on, by_when=date(2026, 12, 1), goal=goal, measures=measures)


def test_measures_and_decisions_stand_in_the_account_as_they_were_written(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    calls = Measure(what="Bellen #1 [voor] *de les*", target_group="Entree", n_reached=41, effort_hours=62.5)
    few = Measure(what="Samen reizen", target_group=None, n_reached=3, effort_hours=None)
    saved = door.cycles().write(cycle("Op tijd beginnen", calls, few), team=None)
    door.cycles().add(saved, Action(what="Bellen", owner="team", planned_on=date(2026, 2, 9)))
    seen = Check(date=date(2026, 4, 24), figures={"headline": "Aanwezigheid is hoger sinds week 9"})
    door.cycles().add(saved, seen)
    door.cycles().add(saved, Decision(date=date(2026, 5, 1), decision="keep", why="Bellen voor acht uur werkte."))
    door.cycles().write(cycle("Later", Measure(what="Nog niet"), started_on=date(2026, 8, 1)), team=None)

    printed, book = (
        reports.halfjaarverantwoording(door, SPRING),
        sheets(reports.halfjaarverantwoording_xlsx(door, SPRING)),
    )

    for said in ("Op tijd beginnen", "Bellen #1 [voor] *de les*", "Entree", "41", "62,5", "Houden", "01-05-2026",
                 "Aanwezigheid is hoger sinds week 9", "Bellen voor acht uur werkte.",
                 "2 maatregelen in 1 cyclus, samen 62,5 uur.",
                 "1 besluit in deze periode.", "Studenten voelen zich welkom", "01-12-2026", "Afgerond"):  # fmt: skip
        assert holds(printed, said)
    assert not holds(printed, "Nog niet Later")
    assert book[words.MEASURES][2][3] == wording.NOT_SHOWN
    assert holds(printed, f"Samen reizen–{wording.NOT_SHOWN}")
    assert not holds(reports.halfjaarverantwoording(door, AUTUMN), "Bellen voor acht uur werkte.")


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        ("mentoren en KAW'ers", "mentoren en KAW'ers"),
        ("Jan Jansen (mentor)", "mentor"),
        ("teamleider", "teamleider"),
        ("Fatima", words.NO_ROLE),
        ("Kees Mentorshoven", words.NO_ROLE),
    ],
)
def test_who_does_it_is_a_role_and_never_a_name(owner: str, said: str) -> None:
    assert words.role(owner) == said


def test_actions_stand_in_the_account_with_their_dates_and_a_role(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    saved = door.cycles().write(cycle("Op tijd beginnen"), team=None)
    for action in (
        Action(what="Bellen", owner="Jan Jansen, mentor", planned_on=date(2026, 2, 9), done_on=date(2026, 3, 2)),
        Action(what="Vragen aan Noor", owner="Fatima", planned_on=date(2026, 3, 9), due=date(2026, 6, 1)),
        Action(what="Van ervoor", owner="mentor", planned_on=date(2026, 1, 5), done_on=date(2026, 1, 6)),
        Action(what="Van erna", owner="mentor", planned_on=date(2026, 8, 3)),
    ):
        door.cycles().add(saved, action)

    printed = reports.halfjaarverantwoording(door, SPRING)

    rows = taken_of(door, SPRING)["Acties"].rows.drop("cycle").rows()
    assert rows == [
        ("Bellen", "mentor", date(2026, 2, 9), None, date(2026, 3, 2)),
        ("Vragen aan Noor", words.NO_ROLE, date(2026, 3, 9), date(2026, 6, 1), None),
    ]
    assert holds(printed, "Bellenmentor09-02-2026–02-03-2026")
    assert holds(printed, words.n_actions(2, 1))
    assert not holds(printed, "Fatima")
    assert not holds(printed, "Jansen")


def test_a_cycle_that_runs_stands_in_the_account_before_anything_is_decided(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    saved = door.cycles().write(cycle("Rust in de ochtend"), team=None)
    door.cycles().add(saved, Check(date=date(2026, 4, 1), figures={"headline": "Nog te vroeg om iets te zeggen"}))

    printed = reports.halfjaarverantwoording(door, SPRING)

    for said in ("Rust in de ochtend", "Nog te vroeg om iets te zeggen", words.NO_CYCLES, words.NO_MEASURES):
        assert holds(printed, said)


def test_a_cycle_stands_in_the_account_as_on_its_page_also_before_a_check_is_kept(door_of: DoorOf) -> None:
    door = door_of(QUALITY)
    saved = door.cycles().write(cycle("Rust in de ochtend"), team=None)
    door.cycles().add(saved, Action(what="Bellen", owner="team", planned_on=date(2026, 2, 9)))

    aims = taken_of(door, SPRING)["Cycli"]

    assert aims.rows.select("found", "phase").rows() == [("Nog niet vastgelegd: Een doel in woorden", "Uitvoeren")]
    assert aims.columns["phase"].head == f"Stap op {style.day(door.today)}"


def test_a_journal_that_cannot_be_read_is_said_in_the_account(
    door_of: DoorOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GROEILIJN_JOURNAL", str(tmp_path))

    printed = reports.halfjaarverantwoording(door_of(QUALITY), SPRING)

    assert not holds(printed, words.NO_MEASURES)
    assert len(pages(printed)) > 2


# --- The page ---------------------------------------------------------------------------------------------


def test_the_page_says_the_account_in_short_and_hands_it_over(visit: Opener, door_of: DoorOf) -> None:
    opened = visit("verantwoording", rol=QUALITY)
    assert words.AS_TYPED in on_page(opened)

    said = on_page(opened)
    printed = reports.halfjaarverantwoording(door_of(QUALITY), SPRING)
    with data.through(door_of(QUALITY)):
        for chapter in account.chapters(SPRING)[1:]:
            assert style.text(chapter.said[0]) in said
            assert holds(printed, chapter.said[0])
    assert wording.forbidden(said) == []
    assert {node.proto.label for node in opened.get("download_button")} == {
        "Neem mee als PDF",
        "Neem mee als werkmap (xlsx)",
    }
    assert io.BytesIO(printed).read(4) == b"%PDF"


def test_another_period_is_another_account(visit: Opener) -> None:
    autumn = words.period(AUTUMN.first, AUTUMN.last_month)
    said = on_page(visit("verantwoording", rol=QUALITY, periode=autumn))

    assert words.eyebrow(autumn, 2025, date(2026, 6, 5)) in said


def test_what_a_chapter_says_stands_on_the_page_of_its_first_table(door_of: DoorOf) -> None:
    printed = [squeezed(page) for page in pages(reports.halfjaarverantwoording(door_of(QUALITY), SPRING))]
    with data.through(door_of(QUALITY)):
        # With a picture between them a table may come on the next page.
        found = [part for part in account.chapters(SPRING) if part.tables and part.chart is None and part.said]
    assert len(found) > 3
    for part in found:
        # The first time it is said in short.
        page = [text for text in printed if squeezed(part.said[0]) in text][-1]
        below = page.partition(squeezed(part.said[-1]))[2]
        assert all(squeezed(head) in below for head in printed_table(part.tables[0])["heads"]), part.title


def test_the_page_explains_a_hidden_cell_only_where_it_shows_one(visit: Opener) -> None:
    said = on_page(visit("verantwoording", rol=QUALITY))
    assert words.SHORT in said
    assert (f" {wording.NOT_SHOWN} " in said) == (wording.SMALL_GROUPS in said)
