"""The few elements of our own: a headline, a note, a table, a picture, a chart fed with rows, and what stands under
each figure: from what it is counted, what it means, and a copy to take along.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

import polars as pl
import streamlit as st

from dashboard import charts, data, downloads, style, wording
from dashboard.downloads import Column, Takeaway
from dashboard.panels import handing_over, rows
from pipelines.definition import Definition
from pipelines.school_year import school_year_of

FIRST_WIDTH = 210
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def eyebrow(*parts: str) -> None:
    """Whose figures a page shows, of when and up to when; plain text."""
    st.html(f'<p class="gl-eyebrow">{" · ".join(style.text(part) for part in parts)}</p>')


def lead(headline: str, explained: str = "") -> None:
    """The one sentence a page is about, and what it rests on; plain text."""
    below = f'<p class="gl-sub">{style.prose(explained)}</p>' if explained else ""
    st.html(f'<p class="gl-lead">{style.prose(headline)}</p>{below}')


def note(sentence: str) -> None:
    """A small sentence that says what is shown; plain text."""
    st.html(f'<p class="gl-note">{style.prose(sentence)}</p>')


def whole_school() -> None:
    """Say of the fictional school that figures of DUO and the JOB-monitor are about more students than its lessons."""
    if data.door().is_sample:
        note(wording.SAMPLE_WHOLE)


def chart(build: Callable[..., charts.Spec], rows: pl.DataFrame, *, key: str = "", **options: object) -> None:
    """The sentence of a chart and the chart: its spec is built once, its rows are given on each run. A chart that
    stands on a page more than once has a `key` for each time.
    """
    spec = data.spec(build, **options)
    with st.container(key=key or build.__name__):
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


def fact_heads(
    first: str, names: Sequence[str], kind: str = "", *, width: int = FIRST_WIDTH, key: str = "head"
) -> None:
    """The heads above rows of facts; they are hidden where the rows read as label and value. A page with more than one
    has a `key` for each, that begins with "head".
    """
    with st.container(horizontal=True, key=key, gap="small"):
        st.html(f'<p class="gl-head">{style.text(first)}</p>', width=width)
        heads = "".join(f"<div>{style.text(name)}</div>" for name in names)
        st.html(f'<div class="gl-wide"><div class="gl-facts gl-head {kind}">{heads}</div></div>')


def facts(names: Sequence[str], cells: Sequence[str], kind: str = "") -> str:
    """The facts of one row as a small list; cells are HTML of our own, already escaped."""
    pairs = "".join(
        f"<div><dt>{style.text(name)}</dt><dd>{cell}</dd></div>" for name, cell in zip(names, cells, strict=True)
    )
    return f'<div class="gl-wide"><dl class="gl-facts {kind}">{pairs}</dl></div>'


def legend(colours: Mapping[str, str]) -> None:
    """What the colours of a chart stand for: words, each with its colour."""
    palette = style.PALETTES[style.theme()]
    marks = "".join(
        f"<li>{picture(charts.swatch(colour, palette), '', 'gl-glyph')}{style.text(word)}</li>"
        for word, colour in colours.items()
    )
    st.html(f'<ul class="gl-legend">{marks}</ul>')


def bar(label: str, said: str, share: float | None, mark: float | None = None) -> str:
    """One line of a `gl-bars` list: a label, its figure in words, a bar of 0 to 100 %, and a small mark on it. Without
    a share there is no bar.
    """
    tick = "" if mark is None else f'<s style="left:{100 * mark:.1f}%"></s>'
    drawn = "" if share is None else f'<i aria-hidden="true"><b style="width:{100 * share:.1f}%"></b>{tick}</i>'
    return f"<div><dt>{style.text(label)}</dt><dd>{style.text(said)}</dd>{drawn}</div>"


def basis(name: str, shown: pl.DataFrame, *, with_people: bool = True) -> str:
    """From what the rows of `Door.figures` are counted, as a sentence: what its denominator counts, in which school
    years, and, unless nobody asks for people, people once: those of the fullest week or month where they come back.
    """
    what, years, until = data.counted(name), rows.years(shown), data.door().until
    # A school year that is over has nothing of the last day.
    day = until if until is None or not years or years[-1] == school_year_of(until) else None
    if not with_people:
        return wording.counted(int(shown["denominator"].sum()), what, day, years=years)
    number, n_persons = rows.counted(shown)
    fullest = _fullest(name, [one for one in wording.FULLEST if one in shown.columns and shown[one].n_unique() <= 1])
    is_of_people = shown.filter(pl.col("denominator") != pl.col("n_persons")).is_empty()
    # A month of a student is one student in that month, and not in two of them.
    if is_of_people and (fullest is None or what.startswith("studenten")):
        return wording.counted(n_persons, what, day, years=years, fullest=fullest)
    return wording.counted(number, what, day, n_persons=n_persons, years=years, fullest=fullest)


def _fullest(name: str, columns: Collection[str]) -> str | None:
    """When the most people of an indicator were counted, where rows with these columns are about more moments."""
    again = [moment for moment in data.repeats(name) if moment in wording.FULLEST]
    return wording.FULLEST[again[-1]] if set(again) - set(columns) else None


def account(
    title: str,
    shown: pl.DataFrame,
    *names: str,
    basis: str,
    columns: Mapping[str, Column] | None = None,
) -> None:
    """What stands under a table or chart: from what it is counted, what it means, and a copy to take along.

    `title` names the file and is unique on its page; `shown` is the frame the viewer saw, `names` those of the
    definitions, `basis` a sentence of `wording.counted`. `columns` are those of the copy; the columns every file knows
    (`downloads.COLUMNS`) when left out.
    """
    definitions = tuple(data.definition(name) for name in names)
    columns = columns or downloads.known(shown)
    if "n_persons" in columns and (fullest := _fullest(names[0], shown.columns)):
        columns = {**columns, "n_persons": replace(columns["n_persons"], head=f"Studenten {fullest}")}
    taken = Takeaway(title, shown, definitions, basis, data.door().about(), columns)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"account-{wording.slug(title)}"):
        counted(title, basis, definitions)
        take_along(taken)
    if taken.n_hidden:
        note(wording.SMALL_GROUPS)


def counted(title: str, basis: str, definitions: tuple[Definition, ...]) -> None:
    """From what a figure is counted, if any is shown, and a button that opens its definition; Escape closes it."""
    if basis:
        st.html(f'<p class="gl-note">{style.prose(basis)}</p>', width="content")
    with st.popover("Wat telt mee?", type="tertiary", key=f"define-{wording.slug(title)}"):
        for one in definitions:
            st.html(f'<p class="gl-term">{style.text(one.title)}</p>')
            definition(one)


def definition(one: Definition) -> None:
    """A definition as terms and meanings, with the file that holds the code."""
    rows = "".join(f"<dt>{term}</dt><dd>{style.text(meaning)}</dd>" for term, meaning in wording.terms(one))
    where = f"<dt>In de code</dt><dd><code>{style.text(one.where)}</code></dd>"
    st.html(f'<dl class="gl-define">{rows}{where}</dl>')


def take_along(taken: Takeaway) -> None:
    """Two buttons that hand over what was shown, as a workbook and as CSV; a file is made when it is asked for."""
    for label, suffix, mime, write in (
        ("Excel", "xlsx", WORKBOOK, downloads.workbook),
        ("CSV", "csv", "text/csv", downloads.comma_separated),
    ):
        handing_over.button(
            label,
            partial(write, taken),
            f"Meegenomen: {taken.title}",
            file_name=taken.file_name(suffix),
            mime=mime,
            key=f"{suffix}-{wording.slug(taken.title)}",
            help=f"{taken.title}: neem mee als {suffix}",
            type="tertiary",
        )


def print_button(
    label: str, title: str, make: Callable[[], bytes], *, student_key: str | None = None, suffix: str = "pdf"
) -> None:
    """A button that hands over a print, made when it is asked for. `title` names the file, so it holds nothing of a
    person; `student_key` says in the log of looking whom it is about.
    """
    handing_over.button(
        label,
        make,
        f"Afgedrukt: {title}",
        student_key=student_key,
        file_name=downloads.file_name(title, data.door().until, suffix),
        mime={"pdf": "application/pdf", "xlsx": WORKBOOK}[suffix],
        key=f"print-{suffix}-{wording.slug(title)}",
    )
