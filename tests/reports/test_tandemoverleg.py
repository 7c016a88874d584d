"""The print of the weekly hour: steps first, everybody in turn, one A4."""

from datetime import date
from typing import Any

import pytest

from dashboard import reports, wording
from dashboard.data import About
from dashboard.wording import tandemoverleg_print as words
from tests.reports.reading import holds, pages, text

ABOUT = About("ROC Voorbeeld", date(2026, 6, 5), "1", 3, 5, 10)
FRIDAY = date(2026, 6, 5)
STEP = {"name": "Ada Aarts", "day": date(2026, 6, 2), "sentence": "Was 5 lesdagen achter elkaar op tijd."}


def student(name: str, said: str = "", n_agreements: int = 0, **others: Any) -> dict[str, Any]:
    due = {"what": said or "Bellen", "who": "mentor", "when": date(2026, 6, 12)}
    return {
        "name": name, "goes_well": said, "next_step": said, "who": "KAW'er", "last_contact": date(2026, 5, 29),
        "is_waiting": False, "agreements": [due] * n_agreements, "goals": [{"words": said, "number": ""}] * bool(said),
        **others,
    }  # fmt: skip


def printed(students: list[dict[str, Any]], steps: list[dict[str, Any]] | None = None, **others: Any) -> bytes:
    return reports.tandemoverleg(
        "X1", FRIDAY, ABOUT, steps=[STEP] if steps is None else steps, students=students, **others
    )


def test_steps_come_first_and_then_everybody_in_the_order_of_the_names() -> None:
    said = text(printed([student("Zoë Zand"), student("Éva Es"), student("Bo Bos")], since=date(2026, 5, 29)))

    order = ["Eerst vieren: stappen sinds 29-05-2026", "Was 5 lesdagen", "Bo Bos", "Éva Es", "Zoë Zand"]
    assert sorted(order, key=said.index) == order


def test_a_row_has_three_columns_the_last_contact_and_what_was_agreed() -> None:
    one = student("Bo Bos", "Rekenen lukt", 1, next_step="Samen naar de decaan", who="Mentor")
    said = text(printed([one, student("Cem Can", last_contact=None, is_waiting=True)]))

    for part in (*words.HEADS, "Rekenen lukt", "Samen naar de decaan", "Mentor", "29-05-2026", "(mentor), 12-06-2026"):
        assert part in said
    assert words.NO_CONTACT in said
    assert words.TURN in said


def test_the_own_goal_stands_in_front_of_what_was_agreed() -> None:
    goals = [{"words": "Op maandag de eerste les", "number": "18 van de 20 lessen"}]
    said = text(printed([student("Bo Bos", "Bellen", 1, goals=goals, goes_well="", next_step="")]))

    order = ["Doel: “Op maandag de eerste les”, 18 van de 20 lessen", "Bellen (mentor)"]
    assert all(part in said for part in order)
    assert sorted(order, key=said.index) == order


#                      how many, letters of each text, agreements, steps
@pytest.mark.parametrize(
    ("number", "length", "agreements", "steps"),
    [(0, 0, 0, 0), (1, 0, 0, 1), (15, 20, 1, 8), (15, 200, 2, 15), (15, 2000, 3, 60), (18, 4000, 4, 200)],
)
def test_the_print_is_one_page(number: int, length: int, agreements: int, steps: int) -> None:
    said = ("Komt vaker op tijd nu de bus eerder rijdt, en vertelt dat ook. " * 70)[:length]
    last = "Bartholomeus-Emanuel van der Zwaluwenberg" if length > 100 else "Bo Bos"
    names = [f"{chr(65 + spot)}-{last}" for spot in range(number)]

    print_ = printed([student(name, said, agreements) for name in names], [STEP] * steps)

    assert len(pages(print_)) == 1
    assert holds(print_, words.CUT) == (length > 100)
    assert all(holds(print_, name) for name in names)


def test_what_is_cut_ends_at_a_whole_word() -> None:
    said = text(printed([student(f"Student {number}", "woorden " * 400, 3) for number in range(15)]))

    assert "woorden …" in said


def test_the_words_of_the_print_are_words_of_growth() -> None:
    said = text(printed([student("Bo Bos", is_waiting=True, last_contact=None)], []))

    assert wording.NO_STEPS in said
    assert wording.forbidden(said) == []
