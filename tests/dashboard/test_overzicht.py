"""The page *Overzicht*: four sentences that each say how sure they are and up to when."""

from datetime import date

import pytest

from dashboard.downloads import Takeaway
from dashboard.panels import elements
from dashboard.wording import forbidden, sure
from dashboard.wording import overzicht as wording
from dashboard.wording.sure import Change
from dashboard.wording.vsv import Rate
from pipelines import api
from pipelines.api import Build
from tests.dashboard.conftest import Opener
from tests.dashboard.test_pages import QUALITY, TANDEM, links, words

NOW = Rate(2025, 8, 45, 1000, 0.045, 0.034, 0.06)
BEFORE = Rate(2024, 8, 50, 1000, 0.05, 0.038, 0.065)
FRIDAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("share", "before", "n_weeks", "end"),
    [
        (0.78, 0.76, 4, ": +2\xa0punten vergeleken met dezelfde weken een jaar eerder."),
        (0.78, 0.782, 4, ", evenveel als een jaar eerder in dezelfde weken."),
        (0.78, None, 4, "in de laatste 4 lesweken."),
        (0.78, None, 3, "in de laatste 3 lesweken."),
        (0.78, None, 1, "in de laatste week met lessen."),
    ],
)
def test_presence_stands_beside_the_same_weeks_a_year_earlier(
    share: float, before: float | None, n_weeks: int, end: str
) -> None:
    assert wording.presence(share, before, n_weeks).endswith(end)


def test_who_stayed_comes_before_who_is_on_the_list() -> None:
    said = wording.vsv(NOW)

    assert said.index("gebleven") < said.index("4,5\xa0%")


def test_every_sentence_says_how_sure_it_is_and_up_to_when() -> None:
    presence = wording.presence_sure(3708, 3900, FRIDAY, {"common_cause"})
    vsv = wording.vsv_sure(NOW, BEFORE, Change(-0.005, -0.02, 0.01))
    job = wording.job_sure(6.7, 6.9, 412, 2024, 6.8)
    guidance = wording.guidance_sure(0.917, 0.98, date(2026, 6, 1))

    assert "3.708 geregistreerde lessen, tot en met 05-06-2026" in presence
    assert "95\xa0% geregistreerd" in presence
    assert "Band tussen 3,4 en 6,0\xa0%, over 1.000 studenten, tot en met mei van teljaar 2025-2026 (voorlopig)" in vsv
    assert "past bij toeval" in vsv
    assert job == "Band van 6,7 tot 6,9, over 412 cijfers in de JOB-monitor van 2024. Landelijk: 6,8."
    assert guidance.startswith("Band tussen 91,7 en 98,0\xa0%. Tot en met de week van 01-06-2026.")
    assert "bij aanwezigheid met de gewone schommelingen" in wording.INTRODUCTION


@pytest.mark.parametrize(
    ("signals", "words"),
    [
        (set(), "nog niet bekend"),
        ({None}, "nog niet bekend"),
        ({"common_cause", None}, "binnen de gewone schommelingen"),
        ({"common_cause", "improvement"}, "Hoe is dat gelukt?"),
        ({"concern"}, "wat er gebeurde"),
        ({"improvement", "concern"}, "wat er gebeurde"),
    ],
)
def test_weeks_are_ordinary_unless_the_control_chart_calls(signals: set[str | None], words: str) -> None:
    assert words in wording.ordinary(signals)


def test_a_first_teljaar_has_nothing_to_stand_beside() -> None:
    assert "Een jaar eerder" not in wording.vsv_sure(NOW, None, None)


def test_a_picture_names_the_year_before_only_where_it_is_drawn() -> None:
    assert wording.vsv_caption(0.1, has_before=True).endswith("het streepje is een jaar eerder")
    assert wording.vsv_caption(0.1, has_before=False) == "op de lijst, met band, van 0 tot 10\xa0%"


def test_a_mean_without_its_spread_says_so() -> None:
    assert wording.job_sure(None, None, 80, 2020, None).startswith("Band niet bekend, over 80 cijfers")


def test_a_small_line_is_told_in_words() -> None:
    assert wording.course("Aanwezigheid", [0.7, None, 0.75]) == "Aanwezigheid: van 70\xa0% naar 75\xa0%"
    assert wording.course("Aanwezigheid", [None]) == "Aanwezigheid"


def test_no_sentence_has_a_word_that_judges() -> None:
    texts = [value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)]
    texts += [wording.vsv(NOW), wording.presence(0.4, 0.6, 4), wording.guidance(9, 53), wording.job(6.5)]

    assert [word for text in texts for word in forbidden(text)] == []


# --- The page -------------------------------------------------------------------------------------------------------


def test_four_figures_open_four_pages(visit: Opener) -> None:
    app = visit("overzicht", rol=QUALITY)

    assert links(app) == [
        "Meer over aanwezigheid →", "Meer over voortijdig schoolverlaten →", "Meer over tevredenheid →",
        "Meer over begeleiding →",
    ]  # fmt: skip
    assert [button.proto.label for button in app.get("download_button")] == ["Excel", "CSV"] * 4


def test_what_is_taken_along_has_a_status_in_words(visit: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[str, Takeaway] = {}
    monkeypatch.setattr(elements, "take_along", lambda one: taken.update({one.title: one}))
    visit("overzicht", rol=QUALITY)

    one = taken["Overzicht, voortijdig schoolverlaten"]
    assert "status" in one.shown
    assert one.rows["status"].to_list() == ["maandlijst"]


def test_each_sentence_names_its_day_month_or_edition(visit: Opener) -> None:
    said = words(visit("overzicht", rol=QUALITY))

    for part in ("tot en met 05-06-2026", "van teljaar 2025-2026 (voorlopig)", "JOB-monitor van 2024", "week van"):
        assert part in said
    assert said.index("gebleven") < said.index("op de lijst")


def test_the_band_of_the_guidance_is_that_of_its_figure(visit: Opener, school: Build) -> None:
    viewer = api.sample_viewers(school)[QUALITY]
    weeks = api.figures(school, viewer, "guidance_reach", over=("week_start",)).drop_nulls("value").sort("week_start")
    last = weeks.row(-1, named=True)
    assert last["low"] < last["value"] < last["high"]

    assert f"Band {sure.between(last['low'], last['high'], 1)}. Tot en met" in words(visit("overzicht", rol=QUALITY))


def test_the_overview_is_not_for_a_tandem(visit: Opener) -> None:
    assert "van de studenten" not in words(visit("overzicht", rol=TANDEM))
