"""The few elements of our own: a headline, a note, a table, a picture, a chart fed with rows."""

from collections.abc import Callable
from urllib.parse import quote

import polars as pl
import streamlit as st

from dashboard import charts, data, style


def lead(headline: str, explained: str = "") -> None:
    """The one sentence a page is about, and what it rests on; plain text."""
    below = f'<p class="gl-sub">{style.text(explained)}</p>' if explained else ""
    st.html(f'<p class="gl-lead">{style.text(headline)}</p>{below}')


def note(sentence: str) -> None:
    """A small sentence that says what is shown; plain text."""
    st.html(f'<p class="gl-note">{style.text(sentence)}</p>')


def chart(build: Callable[..., charts.Spec], rows: pl.DataFrame, **options: object) -> None:
    """The sentence of a chart and the chart: its spec is built once, its rows are given on each run."""
    spec = data.spec(build, **options)
    with st.container(key=build.__name__):
        note(spec["description"])
        st.vega_lite_chart({**spec, "datasets": {charts.ROWS: rows}})


def picture(svg: str, said: str, kind: str) -> str:
    """An SVG as an image in our own HTML; `said` is its text for who cannot see it, `kind` its class."""
    return f'<img class="{kind}" alt="{style.text(said)}" src="data:image/svg+xml,{quote(svg)}">'


def table(heads: list[str], rows: list[list[str]], *, numbers: set[str]) -> None:
    """A table that reads as label and value on a phone; cells are HTML of our own, already escaped."""

    def kind(name: str) -> str:
        return ' class="gl-number"' if name in numbers else ""

    def cell(name: str, value: str) -> str:
        return f'<td data-label="{style.text(name)}"{kind(name)}><div>{value}</div></td>'

    head = "".join(f'<th scope="col"{kind(name)}>{style.text(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(map(cell, heads, row))}</tr>" for row in rows)
    st.html(f'<table class="gl-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
