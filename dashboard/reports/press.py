"""The press: plain data and a template become a PDF, the rows of a chart a picture.

What is printed reaches Typst as JSON and nothing else, so that no name and no text of anybody can be read as markup.
A print is tagged (PDF/UA-1). A letter that no font has becomes a word, which the foot of the page explains (`letters`).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import typst
import vl_convert

from dashboard import charts, style
from dashboard.reports import letters
from dashboard.wording import groeikaart as words

PDF = "application/pdf"
WIDE, HALF = 660, 330
"""How wide a chart is drawn, for a whole or a half line of text, in the units of its type: 12 is some 9 points."""

_TEMPLATES = Path(__file__).parent / "templates"
_VEGA_LITE = "6.4"
_UNSEEN = re.compile(r'<text[^>]* opacity="0"[^>]*>[^<]*</text>')
"""Names on an axis for which there was no room: drawn without ink, and all the same read aloud."""


def pdf(template: str, content: Mapping[str, Any]) -> bytes:
    """Print `content` with templates/<template>.typ. It has a title, and an `until` for the foot of each page."""
    said = letters.printable(content)
    if left_out := letters.marks(said):
        said["foot"] = f"{said['foot']} · {words.not_on_paper(left_out)}"
    said |= {"colours": asdict(style.PRINT), "logo": style.logo(style.PRINT)}
    asked: dict[str, Any] = {
        "input": _TEMPLATES / f"{template}.typ",
        "root": _TEMPLATES,
        "font_paths": letters.fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"content": json.dumps(said, ensure_ascii=False)},
        "format": "pdf",
    }
    standards: tuple[dict[str, Any], ...] = ({"pdf_standards": "ua-1"}, {})
    for standard in standards:
        try:
            return typst.compile(**asked, **standard)  # type: ignore[no-any-return]
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                break
    # What Typst says of an error may quote what was to be printed.
    raise RuntimeError(f"The template {template} cannot be printed.")


def chart(
    build: Callable[..., charts.Spec], rows: pl.DataFrame, *, height: int, width: int = WIDE, **options: object
) -> str:
    """A chart of `dashboard.charts` with its rows, as SVG in the colours and the type of paper."""
    spec = _spec(build, tuple(sorted(options.items())))
    drawn = {
        **spec,
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "datasets": {charts.ROWS: _plain(rows)},
        "config": {**spec["config"], **_TYPE},
    }
    return _drawn(json.dumps(drawn))


@lru_cache(maxsize=64)
def _spec(build: Callable[..., charts.Spec], options: tuple[tuple[str, Any], ...]) -> charts.Spec:
    """A spec is built once, as for the pages: that takes longer than everything else of a print."""
    return build(style.PRINT, **dict(options))


@lru_cache(maxsize=32)
def _drawn(spec: str) -> str:
    svg: str = vl_convert.vegalite_to_svg(
        spec,
        vl_version=_VEGA_LITE,
        allowed_base_urls=[],
        format_locale=style.LOCALE["number"],
        time_format_locale=style.LOCALE["time"],
    )
    return _UNSEEN.sub("", svg)


def _plain(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows with moments as text, as JSON has no moments."""
    return rows.with_columns(pl.selectors.temporal().cast(pl.String)).to_dicts()


_TYPE: dict[str, Any] = {
    "font": letters.FONT,
    "axis": {
        "labelFont": letters.FONT,
        "labelFontSize": 12.5,
        "labelColor": style.PRINT.muted,
        "gridColor": style.PRINT.rule,
        "domainColor": style.PRINT.rule,
        "tickColor": style.PRINT.rule,
    },
    "text": {"font": letters.FONT},
}
