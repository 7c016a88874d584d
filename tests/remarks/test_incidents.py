"""What is said of incidents at places and in classes nobody knows, and in months that do not count."""

from tests.marts.drawn import remarks

ENROLMENTS = "student_id class_id location\n10001 E1A Stad"


def said(incidents: str) -> dict[str, str]:
    return remarks("incidents", "incident_month", enrolments=ENROLMENTS, incidents=incidents, until="31-10")


def test_a_place_and_a_class_that_enrolments_do_not_have_are_told() -> None:
    found = said("date location class_id\n01-09 Stad E1A\n02-09 Stad E9Z\n03-09 Sporthal -\n04-09 Sporthal -")
    assert found == {
        "locatie Sporthal": "De locatie 'Sporthal' staat bij incidenten en niet in de inschrijvingen (incidenten: 2). "
        "Zij tellen alleen mee voor de hele school. Schrijf haar zoals in de inschrijvingen.",
        "klas E9Z": "De klas 'E9Z' staat bij incidenten en niet in de inschrijvingen (incidenten: 1). Zij tellen bij "
        "geen team mee. Schrijf haar zoals in de inschrijvingen.",
    }


def test_incidents_of_the_summer_and_of_a_month_that_is_not_over_are_counted() -> None:
    (sentence,) = said("date location\n31-08 Stad\n01-09 Stad\n31-10 Stad\n01-11 Stad").values()
    assert "(incidenten: 2)" in sentence


def test_when_all_is_known_nothing_is_said() -> None:
    assert said("date location class_id\n01-09 Stad E1A\n30-10 Stad -") == {}
