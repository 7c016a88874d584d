"""Staff: who belongs to which class or team."""

import pytest

from tests.sources.drawn import draw, taken_in

HEADER = "persoon;naam;rol;klas;team\n"


def test_a_role_is_known_under_the_names_schools_use() -> None:
    found = taken_in(
        HEADER
        + draw("""
        a@x.example | A | SLB         | E1A |
        b@x.example | B | KAW'er      | E1A |
        c@x.example | C | peercoach   | E1A |
        d@x.example | D | teamleider  |     | Entree
        e@x.example | E | kwaliteitsmedewerker | |
        f@x.example | F | Functioneel beheerder | |
        """)
    )
    assert found.good.select("person", "role", "class_id", "team").rows() == [
        ("a@x.example", "mentor", "E1A", None),
        ("b@x.example", "kaw", "E1A", None),
        ("c@x.example", "peercoach", "E1A", None),
        ("d@x.example", "teamleider", None, "Entree"),
        ("e@x.example", "kwaliteit", None, None),
        ("f@x.example", "beheer", None, None),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("b@x.example | | kaw        | | Entree", "tandem_has_a_class"),
        ("b@x.example | | teamleider | E1A |   ", "teamleider_has_a_team"),
        ("b@x.example | | conrector  | E1A |   ", "role|code"),
        ("            | | mentor     | E1A |   ", "person|nullability"),
        ("b@x.example | |            | E1A |   ", "role|nullability"),
    ],
)
def test_a_line_without_the_place_of_its_role_is_set_aside_by_its_rule(line: str, rule: str) -> None:
    assert taken_in(HEADER + draw("a@x.example | A | mentor | E1A | ") + draw(line)).rejected == [(3, rule)]
