"""The planted cycles of the sample: what is said of a real effect, of none, and of low weeks that came back."""

import re
import shutil
from datetime import date

import pytest

from pipelines import api
from pipelines.api import Build, Viewer
from pipelines.build import build
from pipelines.settings import Settings
from tests.sample_files import SAMPLE

KWALITEIT = Viewer("kwaliteit@voorbeeld.example", frozenset({"kwaliteit"}))
ELSEWHERE = re.compile(r"^(20\d{4}A|NRSP|NenR|job_|checklists|.*_(2024|20240\d|2025-?0[1-7])|.*\.md|\.)")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of this school year's lessons."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "inbox").mkdir()
    for file in SAMPLE.iterdir():
        if not ELSEWHERE.match(file.name):
            shutil.copy(file, folder / "inbox")
    return Build(build(Settings(inbox=folder / "inbox", store=folder / "store"), is_sample=True))


def checked(school: Build, start: date, **group: object) -> api.Checked:
    return api.check_cycle(school, KWALITEIT, "presence", group=group, start=start, good="up")


@pytest.mark.slow
def test_a_real_effect_is_found_from_its_week_and_holds(school: Build) -> None:
    found = checked(school, date(2026, 2, 23), team="Techniek en Logistiek")
    check = found.check
    assert (check.verdict, check.from_week) == ("better", date(2026, 2, 23))
    assert check.change == pytest.approx(0.08, abs=0.01)
    assert check.change_low is not None
    assert check.change_low > 0.05
    assert check.returned is None
    assert not check.other_students
    # Of the four classes, three changed in that week; the fourth did later, and in two of them too few are comparable.
    grown = found.classes.filter(found.classes["status"] == "above_band")["class_id"].to_list()
    assert {"LO1B-25"} <= set(grown) <= {"ET1A-25", "LO1B-25", "LO2A-25"}


@pytest.mark.slow
def test_where_nothing_happened_nothing_is_called(school: Build) -> None:
    check = checked(school, date(2026, 1, 5), team="Dienstverlening").check
    assert check.verdict == "unchanged"
    assert check.returned is None
    assert check.change_low is not None
    assert check.change_high is not None
    assert check.change_low < 0 < check.change_high


@pytest.mark.slow
def test_low_weeks_that_came_back_by_themselves_are_told_to_have_done_so(school: Build) -> None:
    group = {"team": "Dienstverlening"}
    check = api.check_cycle(
        school, KWALITEIT, "registration_coverage", group=group, start=date(2026, 3, 16), good="up"
    ).check
    assert check.verdict == "back_to_own_mean"
    assert check.returned == pytest.approx(0.027, abs=0.003)
    assert check.since is not None
    assert check.chosen is not None
    # As much higher than the weeks on which it was chosen, and none of it beyond the own mean.
    assert check.since - check.chosen == pytest.approx(0.027, abs=0.003)
    assert check.change == pytest.approx(0, abs=0.003)
    assert (check.n_good, check.n_bad) == (0, 0)


def test_the_readme_of_the_sample_tells_the_three_stories() -> None:
    text = (SAMPLE / "README.md").read_text("utf-8")
    for where in ("team Techniek en Logistiek", "team Dienstverlening", "team Dienstverlening, registration"):
        assert f"| {where} | " in text
