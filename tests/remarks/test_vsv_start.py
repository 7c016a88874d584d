"""A start population alone gives no figure; which list of leavers is missing is said."""

from tests.duo_files import Person, file_of, in_month
from tests.marts.vsv import remarks

A = Person("100000000")


def test_a_population_without_its_leavers_says_which_file_to_get() -> None:
    files = {"NRSP2023VI99XX.csv": file_of("NRSP", [A]), "NenR2023DI99XX.csv": file_of("NenR", [A])}
    assert remarks("vsv_start", files) == [(
        "teljaar 2022-2023, NRSP V",
        "De startpopulatie NRSP V is er, en NenR V niet; zonder NenR is er geen percentage. Haal NenR2023V op bij DUO "
        "en lever het aan.",
    )]  # fmt: skip


def test_months_with_a_population_and_no_list_are_named() -> None:
    files = {
        "202211A05I99XX.csv": file_of("A05", in_month([A], ["202210"])),
        "202212A05I99XX.csv": file_of("A05", in_month([A], ["202211"])),
        "202211A04I99XX.csv": file_of("A04", in_month([A], ["202210"])),
    }
    ((about, sentence),) = remarks("vsv_start", files)
    assert about == "teljaar 2022-2023"
    assert sentence.startswith("Van november is er een startpopulatie A05 en geen lijst A04.")


def test_a_population_with_its_leavers_needs_no_remark() -> None:
    files = {"NRSP2023VI99XX.csv": file_of("NRSP", [A]), "NenR2023VI99XX.csv": file_of("NenR", [A])}
    assert remarks("vsv_start", files) == []
