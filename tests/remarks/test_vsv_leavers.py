"""What lists of leavers tell about each other: which one misses its population, which month is not there."""

from collections.abc import Mapping

from tests.duo_files import Person, file_of, in_month
from tests.marts.vsv import remarks

A, B = Person("100000000"), Person("200000000")
NRSP, NENR = file_of("NRSP", [A]), file_of("NenR", [A])


def monthly(kind: str, *people: Person, month: str) -> bytes:
    return file_of(kind, in_month(people, [month]))


def said(*rounds: Mapping[str, bytes], **changes: object) -> list[tuple[str, str]]:
    return remarks("vsv_leavers", *rounds, **changes)


def test_complete_files_give_no_remark() -> None:
    first = monthly("A05", A, month="202210"), monthly("A04", A, month="202210")
    names = ("202211A05I99XX.csv", "202211A04I99XX.csv")
    files = {"NRSP2023VI99XX.csv": NRSP, "NenR2023VI99XX.csv": NENR, **dict(zip(names, first, strict=True))}
    assert said(files) == []


def test_nenr_without_its_nrsp_says_what_counts_now_and_which_file_to_get() -> None:
    assert said({"NenR2023VI99XX.csv": file_of("NenR", [A, B])}) == [(
        "teljaar 2022-2023, NenR V",
        "Bij NenR V hoort de startpopulatie NRSP V, en die is er niet. Nu staan alle 2 studenten als niet gevonden. "
        "Haal NRSP2023V op bij DUO en lever het aan.",
    )]  # fmt: skip
    ((about, sentence),) = said({"NRSP2023VI99XX.csv": NRSP, "NenR2023DI99XX.csv": NENR})
    assert about == "teljaar 2022-2023, NenR D"
    assert "Nu telt NRSP V. Haal NRSP2023D op" in sentence


def test_a_month_without_its_own_population_or_without_a_list_is_named() -> None:
    files = {
        "202301A04I99XX.csv": monthly("A04", A, month="202212"),
        "202304A04I99XX.csv": monthly("A04", A, month="202303"),
        "202211A05I99XX.csv": monthly("A05", A, month="202210"),
    }
    assert said(files) == [
        (
            "teljaar 2022-2023",
            "Er is geen lijst van oktober, november, januari, februari, wel van maart. Haal de lijsten (A04) van die "
            "maanden op bij DUO en lever ze aan.",
        ),
        (
            "teljaar 2022-2023",
            "Er is geen startpopulatie A05 van december, maart. Voor die maanden telt nu A05 maand 1. Haal de A05 van "
            "die maanden op bij DUO en lever ze aan.",
        ),
    ]


def test_v_after_d_is_said_and_d_after_v_is_as_it_should_be() -> None:
    v = {"NRSP2023VI99XX.csv": NRSP, "NenR2023VI99XX.csv": NENR}
    d = {"NRSP2023DI99XX.csv": file_of("NRSP", [A, B]), "NenR2023DI99XX.csv": file_of("NenR", [A])}
    assert said(v, d) == []
    assert said({**v, **d}) == []
    (found,) = said(d, v)
    assert found[0] == "teljaar 2022-2023, NenR V"
    assert found[1].startswith("NenR V kwam binnen na NenR D. Beide blijven staan;")


def test_leavers_who_are_not_found_are_counted_on_the_last_list_only() -> None:
    files = {"NRSP2023VI99XX.csv": NRSP, "NenR2023VI99XX.csv": file_of("NenR", [A, B])}
    ((about, sentence),) = said(files)
    assert about == "teljaar 2022-2023, NenR V"
    assert sentence.startswith("Van de 2 studenten op de lijst staat er 1 niet in de startpopulatie (NRSP V).")


def test_two_institutions_in_one_inbox_are_named_until_the_settings_say_which() -> None:
    other = Person("300000000", brin="88YY")
    files = {
        "NRSP2023VI99XX.csv": NRSP, "NenR2023VI99XX.csv": NENR,
        "NRSP2023VI88YY.csv": file_of("NRSP", [other]), "NenR2023VI88YY.csv": file_of("NenR", [other]),
    }  # fmt: skip
    assert said(files) == [(
        "instelling",
        "Er zijn bestanden van meer dan één instelling: 88YY, 99XX. Zij tellen nu samen. Zet de eigen `brin` in het "
        "instellingenbestand en bouw opnieuw.",
    )]  # fmt: skip
    assert said(files, brin="99XX") == []
