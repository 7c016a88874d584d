"""Checklists: about the guidance, without notes and without names."""

import datetime as dt

import pytest

from pipelines.sources.checklists import COLLABORATION, INDIVIDUAL
from tests.sources.drawn import draw, taken_in

OTHER_KIND = "kenmerk_belongs_to_its_kind"
HEADER = "checklist_id | soort | datum | moment | studentnummer | klas | ingevuld_door | kenmerk | status\n"


def test_a_line_is_one_kenmerk_by_its_short_name_or_its_title() -> None:
    found = taken_in(draw(HEADER + """
        C1 | individuele begeleiding | 14-10-2025 | voor | 912345 | E1A | Mentor | Goed beeld van de student | voldoende
        C1 | individueel  | 14-10-2025 | voor | 912345 | E1A | samen | autonomie                     | Ruimte voor groei
        C2 | Samenwerking | 2025-10-15 |      |        | E1A |      | regie                         | nog niet besproken
    """))  # fmt: skip
    assert found.rejected == []
    assert [tuple(row) for row in found.good.rows()] == [
        ("C1", "individual", dt.date(2025, 10, 14), "before", 912345, "E1A", "mentor", "goed_beeld", "voldoende"),
        ("C1", "individual", dt.date(2025, 10, 14), "before", 912345, "E1A", "together", "autonomie", "ruimte"),
        ("C2", "collaboration", dt.date(2025, 10, 15), None, None, "E1A", None, "regie", "open"),
    ]


@pytest.mark.parametrize("as_workbook", [False, True])
def test_who_filled_it_in_is_a_role_and_never_a_name(as_workbook: bool) -> None:
    line = "C1 | individueel | 14-10-2025 | na | 912345 | E1A | {} | positief | voldoende | {}\n"
    text = draw(HEADER.replace("status", "status | notitie") + line.format("M. Voorbeeld", "thuis is het druk"))
    if as_workbook:
        # Quotes make the file go record by record, as a workbook does.
        text = text.replace("M. Voorbeeld", '"M. ""Voorbeeld"""')
    found = taken_in(text)
    assert found.rejected == []
    assert found.good.get_column("filled_in_by").to_list() == [None]
    assert "Voorbeeld" not in str(found.good.to_dicts())
    assert "druk" not in str(found.good.to_dicts())


def test_there_are_eight_and_six_kenmerken_and_all_titles_are_known() -> None:
    assert (len(INDIVIDUAL), len(COLLABORATION)) == (8, 6)
    for kind, titles in (("individueel", INDIVIDUAL), ("samenwerking", COLLABORATION)):
        names = [name for code, words in titles.items() for name in (code, *words)]
        lines = [f"C{n};{kind};14-10-2025;na;912345;E1A;kaw;{name};voldoende\n" for n, name in enumerate(names)]
        found = taken_in(HEADER.replace(" | ", ";") + "".join(lines))
        assert found.rejected == []
        assert set(found.good.get_column("kenmerk")) == set(titles)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("C2 | individueel  | 14-10-2025 | na  | 912345 |     | kaw | regie     | ruimte", OTHER_KIND),
        ("C2 | samenwerking | 14-10-2025 | na  | 912345 |     | kaw | autonomie | ruimte", OTHER_KIND),
        ("C2 | samenwerking | 14-10-2025 | na  | 912345 |     | kaw | regie     | ruimte", None),
        ("C2 | individueel  | 14-10-2025 | na  |        |     | kaw | autonomie | ruimte", "is_about_somebody"),
        ("C2 | individueel  | 14-10-2025 | ooit| 912345 |     | kaw | autonomie | ruimte", "moment|code"),
        ("C2 | individueel  | 14-10-2025 | na  | 912345 |     | kaw | autonomie | goed  ", "status|code"),
        ("C2 | individueel  | 14-10-2025 | na  | 912345 |     | kaw | autonomie |       ", "status|nullability"),
        ("C2 | individueel  | 14-10-2025 | na  | 912345 |     | kaw | luisteren | ruimte", "kenmerk|code"),
        ("C2 | individueel  | 31-11-2025 | na  | 912345 |     | kaw | autonomie | ruimte", "date|type"),
        ("C2 | overleg      | 14-10-2025 | na  | 912345 |     | kaw | autonomie | ruimte", "kind|code"),
        ("C2 | individueel  | 14-10-2025 | na  | 9123   |     | kaw | autonomie | ruimte", "student_id|min"),
        ("   | individueel  | 14-10-2025 | na  | 912345 |     | kaw | autonomie | ruimte", "checklist_id|nullability"),
    ],
)  # fmt: skip
def test_a_line_that_is_about_nothing_is_set_aside_by_its_rule(line: str, rule: str | None) -> None:
    first = "C1 | individueel | 14-10-2025 | na | 912345 | E1A | kaw | autonomie | ruimte\n"
    assert taken_in(draw(HEADER + first + line)).rejected == ([] if rule is None else [(3, rule)])


def test_a_kenmerk_counts_once_per_checklist() -> None:
    line = "C1 | individueel | 14-10-2025 | na | 912345 | E1A | kaw | autonomie | {}\n"
    found = taken_in(draw(HEADER + line.format("ruimte voor groei") + line.format("voldoende")))
    assert found.good.get_column("status").to_list() == ["voldoende"]
    assert found.delivery.n_replaced == 1
