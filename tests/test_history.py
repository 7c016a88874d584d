"""Closed years stay as reported; what would change them is shown, and carried out only once it is accepted."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from pipelines import api, history
from pipelines.api import Build, Viewer
from pipelines.errors import AccessDeniedError
from pipelines.history import Acceptance, Revision, accept, settle
from pipelines.store import Delivery, Store
from tests.small_school import ENROLMENTS, LESSON_HEADER, SmallSchool, lesson

LAST_DAY_OPEN, FIRST_DAY_CLOSED = dt.date(2026, 9, 30), dt.date(2026, 10, 1)
BEHEER = Viewer("beheer", frozenset({"beheer"}))


def weeks(present: int, school_year: int = 2025) -> dict[str, pl.DataFrame]:
    """A mart of one class in one week."""
    return {
        "class_week": pl.DataFrame(
            {
                "class_id": ["E1A"], "school_year": [school_year], "week_start": [dt.date(2025, 9, 1)],
                "present_minutes": [present], "registered_minutes": [100],
            }
        )
    }  # fmt: skip


def delivery(file: str, received: int, source: str = "attendance") -> Delivery:
    return Delivery(file, 1, 1, file, received, "2026-10-02T08:00:00+00:00", source=source)


def served(store: Store, present: int, until: dt.date, *deliveries: Delivery) -> tuple[int, list[Revision]]:
    """Minutes present that the build serves, and the revisions it tells of."""
    store.workplace.mkdir(exist_ok=True)
    marts, revisions = settle(store, weeks(present), deliveries, until)
    return int(marts["class_week"]["present_minutes"][0]), revisions


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_an_open_year_follows_every_delivery(store: Store) -> None:
    first = delivery("a.csv", 1)
    assert served(store, 60, LAST_DAY_OPEN, first) == (60, [])
    assert served(store, 70, LAST_DAY_OPEN, first, delivery("b.csv", 2)) == (70, [])


def test_a_closed_year_stays_as_reported_and_tells_what_would_change_and_by_which_file(store: Store) -> None:
    first, late = delivery("a.csv", 1), delivery("correctie.csv", 2)
    assert served(store, 60, FIRST_DAY_CLOSED, first) == (60, [])
    minutes, (revision,) = served(store, 70, FIRST_DAY_CLOSED, first, late)
    assert minutes == 60
    assert (revision.mart, revision.period, revision.n_rows, revision.files) == ("class_week", 2025, 2, "correctie.csv")
    assert (revision.numerator_before, revision.denominator_before) == (60, 100)
    assert (revision.numerator_after, revision.denominator_after) == (70, 100)


def test_a_file_of_another_kind_is_not_named(store: Store) -> None:
    served(store, 60, FIRST_DAY_CLOSED, delivery("a.csv", 1))
    _, (revision,) = served(
        store, 70, FIRST_DAY_CLOSED, delivery("a.csv", 1), delivery("b.csv", 2), delivery("job.csv", 3, "job_answers")
    )
    assert revision.files == "b.csv"


def test_a_file_that_was_taken_away_is_named(store: Store) -> None:
    served(store, 60, FIRST_DAY_CLOSED, delivery("a.csv", 1), delivery("b.csv", 2))
    minutes, (revision,) = served(store, 50, FIRST_DAY_CLOSED, delivery("a.csv", 1))
    assert (minutes, revision.files) == (60, "b.csv (weggehaald)")


def test_a_year_whose_rows_are_all_gone_is_still_served(store: Store) -> None:
    served(store, 60, FIRST_DAY_CLOSED, delivery("a.csv", 1))
    marts, (revision,) = settle(store, weeks(1, school_year=2026), [delivery("a.csv", 1)], FIRST_DAY_CLOSED)
    assert marts["class_week"].select("school_year", "present_minutes").sort("school_year").rows() == [
        (2025, 60), (2026, 1),
    ]  # fmt: skip
    assert (revision.numerator_after, revision.denominator_after) == (0, 0)


def test_an_accepted_change_is_carried_out_and_the_next_one_has_to_be_accepted_anew(store: Store) -> None:
    first, late = delivery("a.csv", 1), delivery("b.csv", 2)
    served(store, 60, FIRST_DAY_CLOSED, first)
    _, (revision,) = served(store, 70, FIRST_DAY_CLOSED, first, late)
    accept(store.reported, Acceptance("class_week", 2025, revision.digest, "beheer", "2026-10-03", "correctie"))
    assert served(store, 70, FIRST_DAY_CLOSED, first, late) == (70, [])
    minutes, (again,) = served(store, 80, FIRST_DAY_CLOSED, first, late, delivery("c.csv", 3))
    assert (minutes, again.files) == (70, "c.csv")
    assert [one.reason for one in history.acceptances(store.reported)] == ["correctie"]


def test_another_order_or_a_new_column_is_no_change(store: Store) -> None:
    two = pl.concat([weeks(60)["class_week"], weeks(70)["class_week"].with_columns(class_id=pl.lit("E1B"))])
    settle(store, {"class_week": two}, [], FIRST_DAY_CLOSED)
    marts, revisions = settle(
        store, {"class_week": two.reverse().with_columns(n_students=pl.lit(9))}, [], FIRST_DAY_CLOSED
    )
    assert revisions == []
    assert marts["class_week"]["n_students"].to_list() == [9, 9]


def test_a_build_over_a_closed_year_serves_what_was_reported_until_beheer_accepts(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(3))
    school.delivers("next_year.csv", lesson_file(dt.date(2026, 10, 1)))
    before = school.build().ask("FROM marts.class_week WHERE school_year = 2025")
    school.delivers("correctie.csv", lesson_file(dt.date(2025, 9, 1), status="Absent"))
    build = school.build()
    assert build.ask("FROM marts.class_week WHERE school_year = 2025").equals(before)
    told = api.revisions(build, BEHEER)
    assert set(told["files"]) == {"correctie.csv"}
    assert {"class_week", "weekday_month"} <= set(told["mart"])
    with pytest.raises(AccessDeniedError):
        api.accept_revision(build, Viewer("k", frozenset({"kwaliteit"})), "class_week", 2025, "mag niet")
    for mart in api.revisions(build, BEHEER).get_column("mart"):
        api.accept_revision(build, BEHEER, mart, 2025, "De les is verbeterd.")
    after = school.build()
    assert api.revisions(after, BEHEER).is_empty()
    assert not after.ask("FROM marts.class_week WHERE school_year = 2025").equals(before)


def test_a_team_that_gets_another_name_keeps_its_old_one_in_closed_years(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(3))
    school.delivers("next_year.csv", lesson_file(dt.date(2026, 10, 1)))
    quality = Viewer("k", frozenset({"kwaliteit"}))

    def teams(build: Build) -> list[tuple[str, float]]:
        found = api.figures(build, quality, "presence", by=("team",), over=("school_year",))
        return found.filter(pl.col("school_year") == 2025).select("team", "value").rows()

    before = teams(school.build(small_group=2))
    assert [team for team, _ in before] == ["Entree", "Horeca"]
    school.delivers("zz_inschrijvingen.csv", ENROLMENTS.replace("Horeca", "Gastvrij"))
    build = school.build(small_group=2)
    assert teams(build) == before
    assert "class_year" in api.revisions(build, BEHEER).get_column("mart").to_list()


def test_who_was_still_at_school_in_a_closed_year_stays_as_reported_until_beheer_accepts(tmp_path: Path) -> None:
    school = SmallSchool(tmp_path, range(3))
    school.delivers("inschrijvingen.csv", starters(left=""))
    school.delivers("next_year.csv", lesson_file(dt.date(2026, 10, 1)))
    quality = Viewer("k", frozenset({"kwaliteit"}))

    def line(build: Build) -> dict[int, float]:
        return dict(api.retention(build, quality).select("week", "share").rows())

    assert line(school.build()) == dict.fromkeys(range(58), 1.0)
    school.delivers("zz_inschrijvingen.csv", starters(left="19-12-2025"))
    build = school.build()
    assert set(line(build).values()) == {1.0}
    (revision,) = api.revisions(build, BEHEER).filter(mart="stay_week").iter_rows(named=True)
    assert (revision["numerator_before"], revision["numerator_after"]) == (0, 1)
    assert "zz_inschrijvingen.csv" in revision["files"]
    api.accept_revision(build, BEHEER, "stay_week", 2025, "Eén student was al vertrokken.")
    after = line(school.build())
    assert [after[15], after[16]] == pytest.approx([1, 29 / 30])


def starters(left: str) -> str:
    """Enrolments of thirty students of one level, of whom the last leaves."""
    return "studentnummer;klas;niveau;cohort;crebo;begindatum;einddatum\n" + "".join(
        f"{10001 + number};E1A;1;2025/2026;25255;25-08-2025;{left if number == 29 else ''}\n" for number in range(30)
    )


def lesson_file(date: dt.date, status: str = "Aanwezig") -> str:
    return LESSON_HEADER + lesson(10001, date, 8 * 60 + 30, status)
