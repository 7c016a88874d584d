"""The cycles of the fictional school are about the stories that its lessons hold."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.journal.doors import Cycles, CycleStory
from dashboard.journal.kinds import IndicatorGoal
from dashboard.journal.sample import School, fill
from dashboard.journal.store import Journal
from pipelines.synthetic.stories import CYCLE_STORIES

LEADERS = {"Dienstverlening": "zorg@voorbeeld.example", "Techniek en Logistiek": "techniek@voorbeeld.example"}


def written(file: Path, leaders: dict[str, str]) -> list[CycleStory]:
    assert fill(str(file), School(dt.date(2026, 6, 5), [], leaders, "kwaliteit@voorbeeld.example"))
    journal = Journal(str(file))
    found = Cycles(journal, "kwaliteit@voorbeeld.example", None).entries()
    journal.close()
    return found


@pytest.mark.parametrize(
    ("story", "indicator", "start"),
    [
        ("team Dienstverlening", "presence", "5 January 2026"),
        ("team Techniek en Logistiek", "presence", "23 February 2026"),
        ("team Dienstverlening, registration", "registration_coverage", "16 March 2026"),
    ],
)
def test_each_planted_story_has_a_cycle_from_its_week(tmp_path: Path, story: str, indicator: str, start: str) -> None:
    assert start in CYCLE_STORIES[story]
    team = story.removeprefix("team ").partition(",")[0]
    aimed = (indicator, {"team": team})
    (found,) = [one for one in written(tmp_path / "journal.sqlite", LEADERS) if _aim(one) == aimed]
    began = found.cycle.content.started_on
    assert f"{began.day} {began:%B %Y}" == start
    assert (found.cycle.subject.team, found.cycle.author) == (team, LEADERS[team])
    assert found.actions


def _aim(story: CycleStory) -> tuple[str, dict[str, str | int]]:
    goal = story.cycle.content.goal
    assert isinstance(goal, IndicatorGoal)
    return goal.indicator, goal.group


def test_they_speak_as_the_pages_do_and_nothing_is_written_after_the_last_day(tmp_path: Path) -> None:
    for one in written(tmp_path / "journal.sqlite", LEADERS):
        cycle = one.cycle.content
        said = [cycle.title, cycle.plan or "", *(part.what for part in cycle.measures)]
        assert wording.forbidden(" ".join([*said, *(part.content.what for part in one.actions)])) == []
        assert all(part.content.day <= dt.date(2026, 6, 5) for part in (one.cycle, *one.actions))


def test_a_team_that_nobody_leads_has_no_cycles(tmp_path: Path) -> None:
    assert written(tmp_path / "journal.sqlite", {}) == []
