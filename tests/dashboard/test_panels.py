"""The rows that panels hand to the charts."""

from datetime import date, timedelta

import polars as pl
import pytest

from dashboard import charts
from dashboard.panels import groeilijn, klas, rows

MONDAY = date(2026, 1, 5)


def weeks(*rows: tuple[date, int, int]) -> pl.DataFrame:
    """Weeks as (week_start, present lessons of 50 minutes, registered lessons)."""
    return pl.DataFrame(rows, schema=["week_start", "n_present", "n_registered"], orient="row").with_columns(
        present_minutes=pl.col("n_present") * 50, registered_minutes=pl.col("n_registered") * 50
    )


def days(number: int, n_present: int = 3) -> pl.DataFrame:
    """So many teaching days of 4 registered lessons in a row."""
    every_day = pl.date_range(MONDAY, MONDAY.replace(year=2027), "1d", eager=True)
    return pl.DataFrame({"date": every_day[:number]}).with_columns(
        is_teaching_day=pl.lit(True), n_present=pl.lit(n_present), n_registered=pl.lit(4),
        present_minutes=pl.lit(n_present * 50), registered_minutes=pl.lit(200),
    )  # fmt: skip


def steps(*rows: tuple[date, int, str]) -> pl.DataFrame:
    schema = {"step_date": pl.Date, "number": pl.UInt32, "sentence": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def part(rows: pl.DataFrame, name: str) -> list[dict[str, object]]:
    return rows.filter(pl.col("part") == name).to_dicts()


def test_a_holiday_is_a_gap_in_the_growth_line() -> None:
    #             week 2              week 4, nothing in week 3
    lines = weeks((MONDAY, 10, 20), (date(2026, 1, 19), 15, 20))

    marks = part(rows.growth_line(lines, steps(), days(0)), "week")

    assert [(row["week_start"], row["share"]) for row in marks] == [
        (date(2026, 1, 5), 0.5),
        (date(2026, 1, 12), None),
        (date(2026, 1, 19), 0.75),
    ]


def test_a_week_without_registrations_has_no_share() -> None:
    (row,) = part(rows.growth_line(weeks((MONDAY, 0, 0)), steps(), days(0)), "week")

    assert row["share"] is None


def test_the_two_windows_appear_on_teaching_day_forty() -> None:
    line = weeks((MONDAY, 10, 20))

    assert part(rows.growth_line(line, steps(), days(39)), "window") == []
    earlier, latest = part(rows.growth_line(line, steps(), days(40)), "window")
    assert earlier["label"] == latest["label"] == "60\nvan\n80"
    assert earlier["week_start"] == date(2026, 1, 5)
    assert earlier["is_earlier"]
    assert latest["week_start"] == date(2026, 1, 25)


def test_steps_of_one_week_share_a_mark() -> None:
    taken = steps((date(2026, 1, 5), 1, "Een."), (date(2026, 1, 7), 2, "Twee."), (date(2026, 1, 14), 3, "Drie."))

    line = weeks((MONDAY, 10, 20), (date(2026, 1, 12), 15, 20))

    marks = part(rows.growth_line(line, taken, days(0)), "step")

    assert {row["week_start"]: (row["number"], row["share"]) for row in marks} == {
        date(2026, 1, 5): ("1–2", 0.5),
        date(2026, 1, 12): ("3", 0.75),
    }


def test_lessons_stand_in_the_order_of_the_day() -> None:
    lessons = pl.DataFrame(
        [
            # Tuesday, two lessons in the wrong order; then a Saturday, which has no place in the calendar
            (date(2026, 1, 6), 600, 650, "ill"),
            (date(2026, 1, 6), 540, 590, "late"),
            (date(2026, 1, 10), 540, 590, "present"),
        ],
        schema=["date", "start_minute", "end_minute", "status"],
        orient="row",
    ).with_columns(week_start=pl.col("date").dt.truncate("1w"))

    marks = rows.lessons(lessons).to_dicts()

    assert [(row["status"], row["text"]) for row in marks] == [
        ("late", "06-01-2026, 09:00: later binnen"),
        ("excused", "06-01-2026, 10:00: ziek"),
    ]
    assert [row["position"] for row in marks] == [charts.DAY_HEIGHT, charts.DAY_HEIGHT + 1]
    assert {row["week_label"] for row in marks} == {"wk 2"}


def test_a_class_without_a_comparison_is_too_early() -> None:
    assert klas.class_growth({}) is None
    assert klas.class_growth({"change_share": None, "level_weeks": None}) is None


def test_a_student_before_day_forty_has_no_period_before() -> None:
    row = {
        "status": "too_early",
        "current_n_present": 9,
        "current_n_registered": 12,
        "change_share": None,
        "level_weeks": None,
    }

    now = klas.growth(row)

    assert now is not None
    assert (now.n_present, now.n_registered, now.before) == (9, 12, None)
    assert klas.growth({}) is None


def school_days(since: date, until: date, *, weekly: bool = False, own_until: date | None = None) -> pl.DataFrame:
    """Teaching days from Monday to Friday, or on Mondays alone; with own lessons up to and including a day."""
    every = pl.date_range(since, until, "1d", eager=True)
    return pl.DataFrame({"date": every.filter(every.dt.weekday() <= (1 if weekly else 5))}).with_columns(
        is_teaching_day=pl.lit(True),
        first_start_minute=pl.when(pl.col("date") <= (own_until or until)).then(510),
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # Half a year before Friday 26 June is 26 December; the calendar shows twenty weeks, and a period is 40 days.
        (school_days(MONDAY, MONDAY).clear(), date(2025, 12, 26)),
        (school_days(MONDAY, date(2026, 6, 26)), date(2026, 2, 9)),
        (school_days(MONDAY, date(2026, 6, 26), own_until=date(2026, 6, 21)), date(2026, 2, 2)),
        (school_days(MONDAY, date(2026, 6, 26), own_until=date(2026, 1, 1)), date(2025, 12, 26)),
        (school_days(MONDAY, date(2026, 6, 26), weekly=True), date(2026, 1, 5)),
        (school_days(date(2025, 9, 1), date(2026, 6, 26), weekly=True), date(2025, 12, 26)),
        (school_days(date(2025, 9, 1), date(2026, 2, 6)), date(2025, 12, 26)),
        (school_days(MONDAY, date(2026, 6, 26)).with_columns(is_teaching_day=False), date(2025, 12, 26)),
    ],
)
def test_lessons_are_read_as_far_back_as_the_calendar_and_two_periods_go(days: pl.DataFrame, expected: date) -> None:
    until = date(2026, 6, 26)
    assert groeilijn.lessons_since(days, until) == expected
    assert groeilijn.lessons_since(days, None) is None
    calendar = until - timedelta(days=until.weekday(), weeks=groeilijn.CALENDAR_WEEKS - 1)
    assert expected <= calendar, "The calendar of who has lessons up to now is never cut."
