"""A teljaar without a norm is named, until a norm per level is delivered."""

from tests.duo_files import Person, file_of
from tests.marts.vsv import remarks

A = Person("100000000")
FILES = {"NRSP2023VI99XX.csv": file_of("NRSP", [A]), "NenR2023VI99XX.csv": file_of("NenR", [A])}
HEAD = "teljaar;niveau;norm;landelijk_aantal;landelijk_percentage;status;bron\n"


def test_a_teljaar_without_a_norm_is_named() -> None:
    (found,) = remarks("vsv_norms", FILES)
    assert found[0] == "teljaar 2022-2023"
    assert "nog geen norm per niveau" in found[1]
    assert "tot dan staat er geen norm bij het cijfer" in found[1]


def test_the_norm_of_an_earlier_teljaar_stands_beside_the_figure_until_then() -> None:
    (found,) = remarks("vsv_norms", {**FILES, "normen.csv": f"{HEAD}2021-2022;2;9,58;;;;OCW\n".encode()})
    assert "tot dan staat de norm van het laatste bekende teljaar erbij, met dat teljaar" in found[1]
    (found,) = remarks("vsv_norms", {**FILES, "normen.csv": f"{HEAD}2023-2024;2;9,33;;;;OCW\n".encode()})
    assert "tot dan staat er geen norm bij het cijfer" in found[1]


def test_a_national_figure_is_no_norm_and_a_norm_is() -> None:
    assert remarks("vsv_norms", {**FILES, "normen.csv": f"{HEAD}2022-2023;;;24286;;;DUO\n".encode()})
    assert not remarks("vsv_norms", {**FILES, "normen.csv": f"{HEAD}2022-2023;2;9,45;;;;OCW\n".encode()})
