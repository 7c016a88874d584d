"""The voice: first the gain, then what is next, never a verdict."""

from datetime import date

import pytest

from dashboard import wording
from dashboard.wording import Before, ClassGrowth, Growth, Level, Part
from pipelines.history import REPORTED

#               now     before            change  since the start   level that lasts
MORE = Growth(34, 48, Before(25, 47, 0.19, 0.25))
SAME = Growth(30, 48, Before(30, 48, 0.0, None))
LESS = Growth(20, 45, Before(28, 46, -0.16, -0.05))
LESS_BUT_GREW = Growth(29, 40, Before(31, 40, -0.05, 0.37))
LASTS_UP = Growth(40, 48, Before(20, 47, 0.41, 0.5), Level(4, 0.83, 0.43))
LASTS_DOWN = Growth(10, 48, Before(40, 48, -0.62, None), Level(4, 0.21, 0.83))
LASTS_UP_LESS_NOW = Growth(82, 109, Before(94, 114, -0.08, 0.2), Level(8, 0.79, 0.56))
NEW = Growth(12, 20, None)
NOTHING = Growth(0, 0, None)
ALL = [MORE, SAME, LESS, LESS_BUT_GREW, LASTS_UP, LASTS_DOWN, LASTS_UP_LESS_NOW, NEW, NOTHING]


def class_growth(status: str, change: float) -> ClassGrowth:
    return ClassGrowth(status, 13, 0.77, change, 0.01, -0.03, 0.06)


CLASSES = [
    class_growth("above_band", 0.12),
    class_growth("within_band", 0.04),
    class_growth("below_band", -0.09),
    None,
]


def test_a_headline_starts_with_the_gain() -> None:
    lead = wording.student_lead("Sanne", MORE)

    assert lead == "9 lessen meer dan in de periode ervoor: Sanne was er 34 van de 48 lessen"


def test_a_gain_since_the_start_leads_when_the_last_weeks_brought_none() -> None:
    lead = wording.student_lead("Sanne", LESS_BUT_GREW)

    assert lead == "+37\xa0punten sinds de start: Sanne was er 29 van de 40 lessen"


def test_without_a_gain_the_headline_is_what_the_student_did() -> None:
    assert wording.student_lead("Sanne", LESS) == "Sanne was er 20 van de 45 lessen"
    assert wording.student_lead("Sanne", NEW) == "Sanne was er 12 van de 20 lessen"


@pytest.mark.parametrize("growth", [None, NOTHING])
def test_a_student_without_lessons_gets_a_beginning(growth: Growth | None) -> None:
    lead = wording.student_lead("Sanne", growth)

    assert lead == "De groeilijn van Sanne begint bij de eerste geregistreerde les"
    assert not wording.student_explained(growth)


@pytest.mark.parametrize("growth", ALL)
def test_only_a_sustained_change_gets_a_trend_word(growth: Growth) -> None:
    said = " ".join([wording.student_lead("S", growth), wording.student_explained(growth), *wording.change(growth)])

    assert ("aanhoudend" in said) == (growth.level is not None)


def test_a_lasting_level_beside_a_smaller_change_says_which_weeks_it_is_about() -> None:
    assert wording.change(LASTS_UP_LESS_NOW) == (
        "12 lessen minder",
        "−8\xa0punten; de laatste 8 lesweken samen aanhoudend hoger",
    )
    said = wording.student_explained(LASTS_UP_LESS_NOW)
    assert "aanhoudend hoger: 79\xa0% van de lestijd, in de lesweken daarvoor 56\xa0%" in said


def test_before_day_forty_there_is_nothing_to_compare() -> None:
    assert wording.change(NEW) == ("nog te vroeg", "om te vergelijken")
    assert "vanaf lesdag 40" in wording.student_explained(NEW)


@pytest.mark.parametrize(
    ("growth", "lessons", "points"),
    [
        (MORE, "9 lessen meer", "+19\xa0punten"),
        (SAME, "evenveel lessen", "0\xa0punten"),
        (LESS, "8 lessen minder", "−16\xa0punten"),
        (Growth(1, 2, Before(0, 2, 0.5, None)), "1 les meer", "+50\xa0punten"),
    ],
)
def test_a_change_is_in_lessons_and_in_points(growth: Growth, lessons: str, points: str) -> None:
    assert wording.change(growth) == (lessons, points)


def test_a_class_has_grown_only_above_its_band() -> None:
    leads = [wording.class_lead(growth) for growth in CLASSES]

    assert ["gegroeid" in lead for lead in leads] == [True, False, False, False]
    assert leads[-1] == wording.TOO_EARLY


def test_the_class_is_explained_with_who_what_was_expected_and_the_band() -> None:
    said = wording.class_explained(CLASSES[0])

    for part in (
        "Dezelfde 13 studenten",
        "77\xa0%",
        "+12\xa0punten",
        "+1\xa0punt.",
        "tussen −3\xa0punten en +6\xa0punten",
    ):
        assert part in said


def test_leavers_stand_apart_with_what_the_plain_mean_would_show() -> None:
    said = wording.leavers(3, 1, 0.66, 0.78)

    assert said.startswith(
        "3 studenten zijn uit de klas gegaan en 1 student heeft nog geen twee periodes van 20 lesdagen."
    )
    assert "2 studenten hebben nog geen twee periodes" in wording.leavers(0, 2, None, None)
    assert "1 student is uit de klas gegaan. Die telt niet mee" in wording.leavers(1, 0, None, None)
    assert "van 66\xa0% naar 78\xa0%" in said
    assert not wording.leavers(0, 0, 0.66, 0.78)


def test_the_first_question_asks_how_the_newest_step_was_made() -> None:
    question = wording.what_worked([(date(2026, 3, 2), "Was er een hele week."), (date(2026, 1, 5), "Eerder.")], MORE)

    assert question.fact == "Laatste stap, 02-03-2026: Was er een hele week."
    assert "Hoe is dat gelukt" in question.question


@pytest.mark.parametrize("growth", [*ALL, None])
def test_there_is_always_something_to_ask(growth: Growth | None) -> None:
    assert wording.what_worked([], growth).question.endswith("?")
    assert wording.next_step([]).question.endswith("?")


def test_the_second_question_starts_from_what_works_best_already() -> None:
    #                        present  registered
    parts = [Part("Maandag", 5, 10), Part("Dinsdag", 9, 10), Part("Woensdag", 3, 3), Part("Donderdag", 0, 10)]

    assert wording.next_step(parts).fact == "Dinsdag: 9 van de 10 lessen."


def test_the_lines_of_the_deliveries_add_up_on_screen() -> None:
    said = wording.lines(1000, 970, 18, 12)

    assert said == "1.000 regels ontvangen = 970 goed + 18 vervangen door een nieuwere levering + 12 apart gezet."


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 goede regel is een geplande les van na de aanlevering. Die tellen mee zodra"),
        (2000, "2.000 goede regels zijn geplande lessen van na de aanlevering. Die tellen mee zodra"),
    ],
)
def test_lines_that_wait_are_counted_with_what_makes_them_count(number: int, said: str) -> None:
    assert wording.waiting("n_planned", number).startswith(said)


@pytest.mark.parametrize(
    ("born", "group"),
    [(date(2008, 6, 5), "18 of ouder"), (date(2008, 6, 6), "onder de 18"), (None, "–")],
)
def test_someone_is_of_age_on_the_eighteenth_birthday(born: date | None, group: str) -> None:
    assert wording.age_group(born, date(2026, 6, 5)) == group


def test_no_sentence_of_ours_has_a_forbidden_word() -> None:
    texts = [value for name, value in vars(wording).items() if name.isupper() and isinstance(value, str)]
    texts += [wording.waiting(what, number) for what in wording.WAITING for number in (1, 2)]
    for growth in ALL:
        texts += [
            wording.student_lead("S", growth),
            wording.student_explained(growth),
            *wording.change(growth),
        ]
        texts += [*vars(wording.what_worked([], growth)).values()]
    for klas in CLASSES:
        texts += [wording.class_lead(klas), wording.class_explained(klas)]
    texts += [wording.leavers(2, 2, 0.5, 0.6), wording.held(1), *vars(wording.next_step([])).values()]

    assert [word for text in texts for word in wording.forbidden(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Je was er maar 40 %",
        "slechts 3 lessen",
        "Onvoldoende",
        "een achterstand",
        "risicostudent",
        "te weinig",
    ],
)
def test_a_word_that_judges_is_found(text: str) -> None:
    assert wording.forbidden(text)


def test_maar_between_two_sentences_is_fine() -> None:
    assert wording.forbidden("Later binnen, maar wel de hele dag gebleven.") == []


def test_a_change_in_a_closed_year_names_the_figure_before_and_after_and_the_file() -> None:
    row = {
        "mart": "vsv_month", "period": 2023, "n_rows": 1, "numerator_before": 34, "denominator_before": 1630,
        "numerator_after": 33, "denominator_after": 1630, "files": "NenR2024DI99XX.csv",
    }  # fmt: skip
    title, told = wording.revision(row)
    assert title == "Voortijdig schoolverlaten, teljaar 2023-2024: 1 regel anders"
    assert told == "Gerapporteerd: 34 van 1.630. Wordt: 33 van 1.630. Door: NenR2024DI99XX.csv."
    assert wording.revision({**row, "files": ""})[1].endswith(
        "Niet door een bestand: de instellingen of de rekenregels."
    )


def test_every_mart_with_closed_years_has_a_name_on_screen() -> None:
    assert {one.mart for one in REPORTED} == set(wording.REVISED)
