"""The page of presence: a series beside its own limits, earlier years, parts of the lessons and weekdays."""

import json
import re
from datetime import date, timedelta
from types import SimpleNamespace

import polars as pl
import pytest

from dashboard import data, downloads, style, wording
from dashboard.charts import aanwezigheid as charts
from dashboard.filters import Scope
from dashboard.panels import aanwezigheid as panels
from dashboard.panels import aanwezigheid_rows as rows
from dashboard.panels import elements
from dashboard.panels.rows import counted
from dashboard.style import PALETTES
from dashboard.wording import aanwezigheid as words
from dashboard.wording.aanwezigheid import Last
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import QUALITY, TEAM
from tests.dashboard.test_pages import words as said_by

MONDAY = date(2025, 9, 1)
SHARE = r"\d+\N{NO-BREAK SPACE}%"


def weeks(*lines: tuple[int, int | None, str | None], rules: tuple[str, ...] = ()) -> pl.DataFrame:
    """Weeks as (number after 1 September 2025, present minutes of 100 or nothing, signal)."""
    present = pl.Series([value for _, value, _ in lines], dtype=pl.Int64)
    return pl.DataFrame({
        "week_start": [MONDAY + timedelta(weeks=number) for number, _, _ in lines],
        "numerator": present, "denominator": present * 0 + 100, "value": (present / 100).round(2),
        "centre": 0.7, "lower_limit": -0.1, "upper_limit": 1.1,
        "signal": pl.Series([signal for _, _, signal in lines], dtype=pl.String),
        "rules": [list(rules)] * len(lines), "is_hidden": present.is_null(),
    })  # fmt: skip


def test_a_holiday_is_a_gap_in_the_series_and_its_limits_run_on() -> None:
    shown = rows.controlled(weeks((0, 70, "common_cause"), (2, 80, "improvement")), 2025)

    assert shown["value"].to_list() == [0.7, None, 0.8]
    assert shown["centre"].to_list() == [0.7, 0.7, 0.7]
    assert shown["text"].to_list() == [
        "Week 36 (2025-2026): 70,0 %, gewone schommeling",
        None,
        "Week 38 (2025-2026): 80,0 %, verbetering",
    ]


def test_limits_never_leave_the_axis() -> None:
    shown = rows.controlled(weeks((0, 70, "common_cause")), 2025)

    assert shown.select("lower_limit", "upper_limit").row(0) == (0.0, 1.0)


def test_only_the_school_year_before_stands_beside_this_one() -> None:
    two_years_ago, last_year, now = -104, -52, 0

    shown = rows.controlled(weeks((two_years_ago, 60, None), (last_year, 65, None), (now, 70, None)), 2025)

    known = shown.filter(pl.col("value").is_not_null())
    assert known.select("value", "is_current").rows() == [(0.65, False), (0.7, True)]


def test_weeks_in_a_row_with_the_same_signal_are_one_line_and_the_newest_comes_first() -> None:
    found = rows.runs(
        weeks(
            (0, 50, "concern"),
            (1, 51, "concern"),
            (2, 70, "common_cause"),
            (4, 90, "improvement"),
            rules=("beyond_limit",),
        ),
        2025,
    )

    assert [(run[0], run[1], run[2]) for run in found] == [
        (MONDAY + timedelta(weeks=4), MONDAY + timedelta(weeks=4), "improvement"),
        (MONDAY, MONDAY + timedelta(weeks=1), "concern"),
    ]
    assert words.run(*found[1]) == "Week 36 tot en met week 37 van 2025-2026: vraagt aandacht – buiten de grenzen"


def test_a_signal_names_the_school_year_its_weeks_are_in_also_after_new_year() -> None:
    long = words.run(date(2025, 8, 25), date(2026, 5, 18), "concern", ["beyond_limit"])

    assert long.startswith("Week 35 tot en met week 21 van 2025-2026: ")
    assert words.run(date(2026, 1, 5), date(2026, 1, 5), "concern", ["beyond_limit"]).startswith(
        "Week 2 van 2025-2026: "
    )


def test_the_same_weeks_a_year_before_are_added_up_before_they_are_divided() -> None:
    series = weeks((-52, 60, None), (-51, 80, None), (0, 70, None), (1, 70, None))

    assert rows.same_weeks_before(series, 2025, 2) == 0.7
    assert rows.same_weeks_before(series, 2025, 1) == 0.8
    assert rows.same_weeks_before(series, 2024, 2) is None


def test_the_parts_of_the_lessons_add_up_to_all_of_them() -> None:
    lessons = pl.DataFrame({
        "week_start": [MONDAY, MONDAY + timedelta(weeks=1)], "numerator": [20, 0], "denominator": [100, 0],
        "n_excused": [10, 0], "n_late": [5, 0], "is_hidden": False,
    })  # fmt: skip

    shown = rows.split(lessons)

    assert shown.select("kind", "n_lessons").rows() == [
        ("on_time", 65),
        ("late", 5),
        ("excused", 10),
        ("unexcused", 20),
    ]
    assert shown["low"].round(6).to_list() == [0, 0.65, 0.7, 0.8]
    assert shown["high"].round(6).to_list() == [0.65, 0.7, 0.8, 1.0]
    assert shown["text"][3] == "Week 36: 20 van de 100 lessen ongeoorloofd afwezig"


def test_a_hidden_week_is_in_the_copy_as_hidden_and_a_holiday_is_not() -> None:
    series = weeks((-30, 60, None), (0, 70, "common_cause"), (1, None, None))

    copy = rows.limits(series, 2025)

    assert copy.select("value", "signal", "is_hidden").rows() == [
        (0.6, None, False),
        (0.7, "gewone schommeling", False),
        (None, None, True),
    ]


def test_later_lessons_are_all_lessons_but_the_first_ones() -> None:
    first = pl.DataFrame({
        "school_year": [2025], "numerator": [30], "denominator": [50], "n_present": [130], "n_registered": [150],
        "value": [0.6],
    })  # fmt: skip

    assert rows.first_and_later(first).select("label", "numerator", "denominator", "value").rows() == [
        ("Eerste les", 30, 50, 0.6),
        ("Latere lessen", 100, 100, 1.0),
    ]


def test_weekdays_are_those_of_school_in_their_order() -> None:
    days = pl.DataFrame({"school_year": [2025] * 3, "weekday": [5, 1, 6], "value": [0.1, 0.2, 0.3]})

    assert rows.weekdays(days)["label"].to_list() == ["Maandag", "Vrijdag"]


def test_a_hidden_day_has_a_word_and_never_a_zero() -> None:
    hidden = panels._bar("Maandag", {"is_hidden": True, "value": None, "before": None})
    nothing = panels._bar("Maandag", {"is_hidden": False, "value": None, "before": None})

    assert wording.NOT_SHOWN in hidden
    assert wording.NOT_SHOWN not in nothing
    assert not re.search(r"\d+ ?%|>0<", hidden.replace("\N{NO-BREAK SPACE}", " "))


def test_months_stand_in_the_order_of_the_school_year() -> None:
    months = pl.DataFrame({
        "school_year": [2024, 2024, 2025, 2025], "month": [date(2024, 8, 1), date(2025, 7, 1), date(2025, 9, 1), None],
        "value": [0.7, 0.8, 0.75, None],
    })  # fmt: skip

    marks = rows.years(months, 2025)

    assert marks.filter(pl.col("part") != "name").select("part", "place", "text").rows() == [
        ("earlier", 0, "aug 2024: 70 %"),
        ("earlier", 11, "jul 2025: 80 %"),
        ("now", 1, "sep 2025: 75 %"),
    ]
    assert marks.filter(pl.col("part") == "name")["label"].to_list() == ["2024-25", "2025-26"]


def test_the_same_students_on_five_weekdays_are_counted_once() -> None:
    days = pl.DataFrame({"weekday": [1, 2], "denominator": [50, 60], "n_persons": [12, 10]})

    assert counted(days) == (110, 12)


@pytest.mark.parametrize("build", [charts.trend, charts.level, charts.years, charts.split])
@pytest.mark.parametrize("theme", list(PALETTES))
def test_every_axis_of_presence_runs_from_nought_to_a_hundred(build: object, theme: str) -> None:
    assert callable(build)
    text = json.dumps(build(PALETTES[theme]))

    domains = re.findall(r'"y": \{[^}]*?"scale": \{"domain": (\[.*?\])', text)
    assert set(domains) <= {"[0, 1]"}
    assert '"domain": [0, 1]' in text


def test_signals_differ_in_form_and_have_a_word() -> None:
    assert len(set(charts.SHAPES.values())) == len(charts.SHAPES)
    assert set(charts.SHAPES) == set(words.SIGNALS)
    assert len({charts.mark(signal, PALETTES["light"]) for signal in charts.SHAPES}) == len(charts.SHAPES)


def test_the_headline_names_a_gain_and_never_a_loss() -> None:
    assert words.lead(0.71, 4, "improvement").startswith("Aanwezigheid gaat vooruit: 71")
    assert words.lead(0.71, 4, "concern") == words.lead(0.71, 4, "common_cause")
    assert words.lead(None, 0, None) == words.NO_LESSONS


def test_below_the_headline_stands_who_gained_and_what_to_ask() -> None:
    concern = Last("concern", ["seven_on_one_side"], 0.73, 0.68, 0.77)
    usual = Last("common_cause", [], 0.73, 0.68, 0.77)

    said = words.explained(concern, 25, 168, 0.73)

    assert said.startswith("Bij 25 van de 168 studenten is de aanwezigheid aanhoudend hoger dan eerst.")
    assert "zeven weken op rij" in said
    assert "Wat hebben klassen nu nodig?" in said
    assert "tussen 68" in words.explained(usual, None, None, None)
    assert words.explained(Last(None, [], None, None, None), 0, 12, None) == ""
    assert wording.forbidden(said + words.TREND + words.FALSE_ALARMS + " ".join(words.RULES.values())) == []


def test_the_school_as_a_whole_is_for_quality_and_a_team_for_its_leader(visit: Opener) -> None:
    quality, leader = visit("aanwezigheid", rol=QUALITY), visit("aanwezigheid", rol=TEAM)

    assert quality.sidebar.selectbox(key="team").options[0] == "Hele school"
    assert "Hele school · 2025-2026" in said_by(quality)
    assert leader.sidebar.selectbox(key="team").options == ["Dienstverlening"]
    assert "Team Dienstverlening · 2025-2026" in said_by(leader)
    assert wording.NOT_YOURS in said_by(visit("aanwezigheid", rol=TEAM, team="Hele school"))


def test_the_last_four_weeks_are_those_of_the_build(visit: Opener, school: Build) -> None:
    minutes = school.ask(
        "SELECT sum(present_minutes) / sum(registered_minutes) AS share FROM marts.class_week WHERE week_start IN "
        "(SELECT week_start FROM marts.class_week GROUP BY ALL HAVING sum(registered_minutes) > 0 "
        "ORDER BY week_start DESC LIMIT 4)"
    )

    said = said_by(visit("aanwezigheid", rol=QUALITY))

    assert f"{round(100 * minutes['share'][0])}\N{NO-BREAK SPACE}% van de lestijd aanwezig" in said


@pytest.mark.parametrize("role", [QUALITY, TEAM])
def test_every_part_says_what_it_is_counted_from_and_can_be_taken_along(visit: Opener, role: str) -> None:
    app = visit("aanwezigheid", rol=role)
    said = said_by(app)

    for heading in ("Week voor week", "Naast eerdere schooljaren", "Op tijd, te laat en afwezig", "Dag van de week"):
        assert heading in said
    assert len(re.findall("Geteld over", said)) == len(app.get("download_button")) / 2 == 5
    assert "Signaal in een reeks" in said
    assert re.search(rf"Maandag +{SHARE}", said)
    assert re.search(rf"Eerste les +{SHARE}", said)


def test_first_lessons_are_counted_without_the_later_ones_beside_them(visit: Opener, school: Build) -> None:
    (n_first,) = school.ask("SELECT sum(n_first)::INTEGER FROM marts.weekday_month WHERE school_year = 2025").row(0)

    assert f"Geteld over {style.count(n_first)} eerste lessen in 2025-2026" in said_by(
        visit("aanwezigheid", rol=QUALITY)
    )


def test_weekdays_of_this_year_are_counted_over_this_year_and_the_copy_holds_what_the_bars_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figures = pl.DataFrame({
        "weekday": [1, 2, 1, 2], "school_year": [2024, 2024, 2025, 2025], "numerator": [30, None, 50, 60],
        "denominator": [40, None, 100, 100], "n_persons": [9, None, 8, 7], "value": [0.75, None, 0.5, 0.6],
        "low": [None] * 4, "high": [None] * 4,
        "n_present": [50] * 4, "n_registered": [100] * 4, "is_hidden": [False, True, False, False],
    })  # fmt: skip
    taken: list[downloads.Takeaway] = []
    monkeypatch.setattr(
        data, "door", lambda: SimpleNamespace(
            until=date(2026, 6, 5), figures=lambda *_, **__: figures,
            about=lambda: data.About("ROC", date(2026, 6, 5), "1", 61, 5, 10),
        ),
    )  # fmt: skip
    monkeypatch.setattr(elements, "take_along", taken.append)

    panels.weekdays(Scope(None), 2025)

    days = taken[0]
    assert days.basis.startswith("Geteld over 200 minuten geregistreerde les in 2025-2026, ")
    lines = downloads.comma_separated(days).decode("utf-8-sig").splitlines()
    assert [line.split(";") for line in lines if not line.startswith("#")] == [
        ["Wanneer", "Schooljaar", "Geteld", "Van", "Studenten op de volste weekdag van een maand", "Aandeel (%)",
         "Schooljaar ervoor (%)"],
        ["Maandag", "2025-2026", "50", "100", "8", "50,0", "75,0"],
        ["Dinsdag", "2025-2026", "60", "100", "7", "60,0", wording.NOT_SHOWN],
    ]  # fmt: skip


def test_a_year_without_lessons_has_a_friendly_page(visit: Opener) -> None:
    said = said_by(visit("aanwezigheid", rol=QUALITY, schooljaar="2024"))

    assert words.NO_LESSONS in said
