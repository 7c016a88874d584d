"""The charts, tested by what they say to the browser."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from dashboard import charts, style
from dashboard.charts import Spec, aanwezigheid, begeleiding, groeilijn, job, vsv
from dashboard.style import PALETTES, Palette

BUILDERS = [
    *(groeilijn.growth_line, charts.class_change, groeilijn.arrivals, charts.lessons, groeilijn.scale),
    *(aanwezigheid.trend, aanwezigheid.level, aanwezigheid.years, aanwezigheid.split),
    *(begeleiding.reach, begeleiding.growth, begeleiding.weeks_of_growth),
    *(partial(chart, top=0.2) for chart in (vsv.pace, vsv.funnel)),
    partial(vsv.years, top=0.2, drawn=("norm",)),
    *(vsv.retention, job.editions),
]
every_chart = pytest.mark.parametrize("build", BUILDERS, ids=lambda build: getattr(build, "func", build).__name__)


def spec(build: Callable[[Palette], Spec], theme: str = "light") -> Spec:
    return build(PALETTES[theme])


def encodings(part: Any, channel: str) -> Iterator[dict[str, Any]]:
    """Every use of a channel anywhere in a spec."""
    if isinstance(part, dict):
        if channel in part.get("encoding", {}):
            yield part["encoding"][channel]
        for value in part.values():
            yield from encodings(value, channel)
    elif isinstance(part, list):
        for value in part:
            yield from encodings(value, channel)


@every_chart
def test_a_chart_holds_no_data_and_names_what_it_is_fed_with(build: Callable[[Palette], Spec]) -> None:
    chart = spec(build)

    assert chart["data"] == {"name": charts.ROWS}
    assert "datasets" not in chart
    assert "values" not in chart["data"]


@every_chart
def test_a_chart_says_in_a_sentence_what_it_shows(build: Callable[[Palette], Spec]) -> None:
    assert spec(build)["description"].endswith(".")


@every_chart
def test_a_chart_writes_numbers_and_months_in_dutch(build: Callable[[Palette], Spec]) -> None:
    assert spec(build)["config"]["locale"]["number"]["decimal"] == ","
    assert spec(build)["config"]["locale"]["time"]["months"][4] == "mei"


@every_chart
def test_a_chart_asks_nothing_of_another_host(build: Callable[[Palette], Spec]) -> None:
    # The name of the grammar is the only address, and nobody fetches it.
    found = re.findall(r"https?://[^\"]+", json.dumps(spec(build)))

    assert [address for address in found if not address.startswith("https://vega.github.io/schema/")] == []


@every_chart
def test_a_chart_has_colours_of_its_own_in_the_dark(build: Callable[[Palette], Spec]) -> None:
    assert PALETTES["dark"].accent in json.dumps(spec(build, "dark"))
    assert PALETTES["light"].accent not in json.dumps(spec(build, "dark"))


@every_chart
def test_the_time_axis_does_not_move_with_the_clock_of_the_browser(build: Callable[[Palette], Spec]) -> None:
    for x in encodings(spec(build), "x"):
        assert x.get("type") != "temporal" or x["scale"]["type"] == "utc"


def test_presence_has_a_fixed_axis_of_nought_to_a_hundred() -> None:
    shares = [y for y in encodings(spec(groeilijn.growth_line), "y") if y.get("field") == "share" and "scale" in y]

    assert shares
    for y in shares:
        assert y["scale"]["domain"][0] == 0
        assert y["axis"]["values"] == [0, 0.2, 0.4, 0.6, 0.8, 1]


def test_a_dot_is_as_large_as_the_lessons_it_stands_for() -> None:
    (size,) = encodings(spec(groeilijn.growth_line), "size")

    assert size["field"] == "n_registered"


def test_earlier_is_higher_in_the_strip_of_arrivals() -> None:
    scales = [y["scale"] for y in encodings(spec(groeilijn.arrivals), "y") if "scale" in y]

    assert scales
    assert all(scale["reverse"] for scale in scales)


def test_every_status_has_a_form_and_a_word_of_its_own() -> None:
    marks = charts.GLYPHS.values()

    assert len({mark.path for mark in marks}) == len(marks)
    assert len({mark.label for mark in marks}) == len(marks)
    (shape,) = encodings(spec(charts.lessons), "shape")
    assert shape["scale"]["domain"] == list(charts.GLYPHS)


@pytest.mark.parametrize("status", list(charts.GLYPHS))
def test_the_legend_shows_the_same_form_as_the_calendar(status: str) -> None:
    assert charts.GLYPHS[status].path in charts.glyph(status, PALETTES["light"])


def test_a_small_line_leaves_a_gap_where_nothing_was_registered() -> None:
    #                        holiday
    line = charts.sparkline([0.5, None, 0.6, 0.7], PALETTES["light"])

    assert line.count("<polyline") == 2
    assert line.count("<circle") == 1


def test_a_small_line_runs_from_nought_to_a_hundred_whatever_its_values() -> None:
    low, high = (charts.sparkline([share, share], PALETTES["light"]) for share in (0.0, 1.0))

    assert ",33.0" in low
    assert ",3.0" in high


def test_a_student_without_weeks_has_an_empty_line() -> None:
    assert "<circle" not in charts.sparkline([None, None], style.PALETTES["light"])
    assert "<circle" not in charts.sparkline([], style.PALETTES["light"])


@pytest.mark.parametrize("top", vsv.TOPS)
def test_the_axis_of_leaving_runs_from_nought_to_one_of_a_few_ends(top: float) -> None:
    for y in encodings(vsv.pace(PALETTES["light"], top=top), "y"):
        assert y.get("scale", {"domain": [0, top]})["domain"] == [0, top]


def test_the_editions_have_a_fixed_axis_of_nought_to_a_hundred() -> None:
    assert {tuple(y["scale"]["domain"]) for y in encodings(spec(job.editions), "y") if "scale" in y} == {(0, 1)}


def test_provisional_and_definitive_differ_in_form_and_in_filling() -> None:
    (shape,) = encodings(vsv.years(PALETTES["light"], top=0.2, drawn=()), "shape")
    (fill,) = encodings(vsv.years(PALETTES["light"], top=0.2, drawn=()), "fill")

    assert shape["scale"] == {"domain": ["V", "D"], "range": ["circle", "diamond"]}
    assert len(set(fill["scale"]["range"])) == 2
