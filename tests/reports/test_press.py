"""The press: text stays text whatever is in it, a print can be read aloud, and nothing comes from elsewhere."""

import re
from datetime import date
from typing import Any

import polars as pl
import pytest
import typst

from dashboard import charts, reports
from dashboard.data import About
from dashboard.reports import letters, press
from tests.reports.reading import holds, pages, root, text

ABOUT = About("ROC #Voorbeeld", date(2026, 6, 5), "1", 3, 5, 10)


def sheet(said: str) -> bytes:
    one: dict[str, object] = {
        "name": said,
        "goes_well": said,
        "next_step": said,
        "who": said,
        "last_contact": None,
        "agreements": [],
    }
    return reports.tandemoverleg("X1", date(2026, 6, 5), ABOUT, steps=[], students=[one])


@pytest.mark.parametrize(
    "said",
    [
        '#read("huis.typ")',
        "#panic(1)",
        "#let content = none",
        "*vet* _schuin_ `code` $x^2$ <label> @ref",
        "] #[ ) } \\ // /* */",
        '"; #import "@preview/iets:0.1.0": *',
        "= Kop\n- punt\n+ punt",
        "http" + "://example.org/x",
        "{{naam}} {n} %s",
        "'; DROP TABLE goal; --",
        "Zoë Ünal-Şahin Łukasz Đặng Çelik",
        "Привет Ωμέγα",
    ],
)
def test_what_somebody_wrote_is_printed_as_it_was_written(said: str) -> None:
    print_ = sheet(said)

    assert holds(print_, said)
    assert len(pages(print_)) == 1


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("李小龙", "Voor (teken) na"),
        ("Top\N{GRINNING FACE}\N{THUMBS UP SIGN}\U0001f3fd!", "Voor Top (emoji) ! na"),
        ("\N{WOMAN}\u200d\N{PERSONAL COMPUTER}\ufe0f 王", "Voor (emoji) (teken) na"),
        ("ሰላም Şahin", "Voor (teken) Şahin na"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}ya", "Voor Aya na"),
        ("e\u0489x", "Voor e\u0489x na"),
        ("a\0b", "Voor ab na"),
        ("\ue000", None),
        ("\u202eabc", None),
        ("", "Voor na"),
    ],
)
def test_a_letter_that_no_font_has_becomes_a_word_that_the_foot_explains(said: str, printed: str | None) -> None:
    print_ = sheet(f"Voor {said} na")
    document: Any = root(print_)

    assert len(pages(print_)) == 1
    assert printed is None or holds(print_, printed)
    marks = [mark for mark in ("(emoji)", "(teken)") if mark in (printed or "")]
    assert holds(print_, "past niet op papier, staat wel in Groeilijn") == bool(marks)
    assert not marks or holds(print_, f"{' en '.join(marks)}: past niet op papier")
    assert b"pdfuaid" in document["/Metadata"].get_object().get_data()


@pytest.mark.parametrize(
    "said", ["Łukasz Ğüneş Ćosić Đặng Şahin Nguyễn Ńowak", "Дмитро Ґалаґан", "פנינה", "फातिमा", "فاطمة يوسف"]
)
def test_names_in_the_letters_of_many_languages_are_set_as_they_are(said: str) -> None:
    assert letters.printable({"names": [said, f"<svg>{said}"]}) == {"names": [said, f"<svg>{said}"]}


def test_a_picture_and_an_ordinary_text_are_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "compile", lambda **_: pytest.fail("Nothing had to be tried."))
    content = {
        "svg": "<svg>\N{GRINNING FACE}</svg>",
        "said": "Zoë is er 12 van de 20 lessen (teken)",
        "n": 3,
        "none": None,
    }
    assert letters.printable(content) == content


def test_an_error_of_a_template_says_nothing_of_what_was_printed() -> None:
    with pytest.raises(RuntimeError, match="cannot be printed") as raised:
        press.pdf("groeikaart", {"title": "Geheim", "institution": "x", "foot": "y"})
    assert "Geheim" not in str(raised.value)
    assert raised.value.__cause__ is raised.value.__context__ is None


def test_an_error_without_the_standard_says_nothing_of_what_was_printed_either(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = iter(("Aya could not be displayed", "Aya Verzonnen"))

    def compiled(**_: object) -> bytes:
        error = typst.TypstError()  # type: ignore[call-arg]
        error.message = next(messages)
        raise error

    monkeypatch.setattr(typst, "compile", compiled)
    with pytest.raises(RuntimeError) as told:
        press.pdf("groeikaart", {})
    assert "Aya" not in f"{told.value}{told.value.__cause__}{told.value.__context__}"
    assert next(messages, None) is None


def test_a_print_is_tagged_and_says_its_title_and_its_language() -> None:
    document: Any = root(sheet("hoi"))

    assert document["/Lang"] == "nl"
    assert document["/MarkInfo"]["/Marked"]
    assert document["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in document["/Metadata"].get_object().get_data()
    assert "/StructTreeRoot" in document


def test_a_chart_is_drawn_in_dutch_without_names_that_are_not_seen() -> None:
    rows = pl.DataFrame(
        {
            "week_start": pl.date_range(date(2025, 9, 1), date(2026, 3, 2), "1w", eager=True),
            "change_share": 0.1, "expected_change_share": 0.0, "band_low_share": -0.05, "band_high_share": 0.05,
            "text": "x",
        }
    )  # fmt: skip
    svg = press.chart(charts.class_change, rows, height=150)

    assert re.search(r">week \d+<", svg)
    assert ' opacity="0"' not in svg
    assert letters.FONT in svg


def test_fonts_come_with_the_package_and_templates_fetch_nothing() -> None:
    assert letters.FONT in letters.fonts().families()
    assert {font.path for font in letters.fonts().fonts()} == {None}
    templates = list(press._TEMPLATES.glob("*.typ"))
    assert templates
    for template in templates:
        assert not re.search(r"@preview|@local|https?:", template.read_text("utf-8")), template.name


def test_a_long_table_repeats_its_head_and_keeps_its_rows_whole() -> None:
    house = (press._TEMPLATES / "huis.typ").read_text("utf-8")

    assert "table.header(repeat: true" in house
    assert "set table.cell(breakable: false)" in house


def test_a_text_that_looks_like_markup_is_also_the_title_of_the_file() -> None:
    assert "ROC #Voorbeeld" in text(sheet("hoi"))
