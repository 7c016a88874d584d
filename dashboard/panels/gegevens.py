"""The parts of the page *Gegevens*: which deliveries there are, and nothing lost in silence."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, downloads, style, wording
from dashboard.downloads import Column
from dashboard.panels import elements

LINE_COLUMNS = ["n_lines", "n_validated", "n_replaced", "n_rejected"]
LINE_HEADS = ["Regels", "Goed", "Vervangen", "Apart gezet"]
REJECTED_SHOWN = 200
DELIVERIES, REVISIONS, COVERAGE = "deliveries", "history", "registration_coverage"
KIND = {"source_title": downloads.group("Soort"), "layout": downloads.group("Indeling")}
LINES = {
    name: Column(head, "count", None)
    for name, head in zip([*LINE_COLUMNS, *wording.WAITING], [*LINE_HEADS, *wording.WAITING_HEADS], strict=True)
}
COLUMNS = {"lacks": "Niet in het bestand", "ignored": "Niet bekend, dus niet gelezen"}
FILE = {"file": downloads.group("Bestand")}
REMARK = {"source_title": downloads.group("Levering"), "about": downloads.group("Waarover"),
          "sentence": downloads.group("Wat er is en wat je kunt doen")}  # fmt: skip
REVISION = {
    "mart": downloads.group("Wat"),
    "period": downloads.group("Jaar", "number"),
    "n_rows": Column("Regels anders", "count", None),
    **{
        f"{part}_{side}": Column(f"{what}, {when}", "count", None)
        for side, when in (("before", "gerapporteerd"), ("after", "wordt"))
        for part, what in (("numerator", "Geteld"), ("denominator", "Van"))
    },
    "files": downloads.group("Door"),
}
REJECTED = {**FILE, "line": downloads.group("Regel", "number"), "why": downloads.group("Waarom en wat je kunt doen")}
LESSONS = {
    **{name: downloads.COLUMNS[name] for name in ("team", "class_id", "month")},
    "n_registered": Column("Geregistreerde lessen", "count", None),
    "n_lessons": Column("Lessen die doorgingen", "count", None),
    "share": Column("Registratiegraad", "share", None),
}


def freshness() -> None:
    """Up to which day there is attendance, and the sum of all lines."""
    st.title("Gegevens", anchor=False)
    door = data.door()
    files = door.deliveries()
    added_up, waiting = _sums(files)
    elements.lead(f"Bijgewerkt tot en met {style.day(door.until)}", added_up if files.height else "")
    for sentence in waiting:
        elements.note(sentence)


def deliveries() -> None:
    """What became of the lines of each kind of file, the files that were refused, and every file by name."""
    st.header("Bestanden", anchor=False)
    files = data.door().deliveries()
    if files.is_empty():
        st.write(wording.NO_DELIVERIES)
        return
    read = files.filter(pl.col("refused_why").is_null())
    kinds = (
        read.group_by("source_title", "layout")
        .agg(pl.len().alias("n_files"), pl.col("last_date").max(), pl.col(*LINE_COLUMNS, *wording.WAITING).sum())
        .sort("source_title", "layout")
    )
    elements.table(
        ["Soort", "Bestanden", "Tot en met", *LINE_HEADS],
        [
            [_kind(row), style.count(row["n_files"]), style.day(row["last_date"]), *_lines(row)]
            for row in kinds.iter_rows(named=True)
        ],
        numbers={"Bestanden", *LINE_HEADS},
    )
    columns = {**KIND, "n_files": Column("Bestanden", "count", None), "last_date": Column("Tot en met", "date", None)}
    _account("Bestanden per soort", kinds, _of_files(read), {**columns, **LINES})
    refused = files.filter(pl.col("refused_why").is_not_null()).sort("file")
    if data.door().sees_rejected:
        _by_name(read, refused)
    elif refused.height:
        elements.note(wording.refused(refused.height))


def _by_name(read: pl.DataFrame, refused: pl.DataFrame) -> None:
    """The files by name, for who looks after the deliveries."""
    if refused.height:
        st.subheader("Niet ingelezen", anchor=False)
        elements.table(
            ["Bestand", "Waarom"],
            [[_file(row), style.text(row["refused_why"])] for row in refused.iter_rows(named=True)],
            numbers=set(),
        )
        columns = {**FILE, "refused_why": downloads.group("Waarom")}
        _account("Niet ingelezen bestanden", refused, _of_files(refused), columns)
    _columns(read)
    with st.expander(f"Alle {read.height} ingelezen bestanden"):
        newest = read.sort(["last_date", "file"], descending=[True, False], nulls_last=True)
        elements.table(
            ["Bestand", "Soort", "Eerste dag", "Laatste dag", *LINE_HEADS],
            [
                [
                    _file(row),
                    _kind(row),
                    style.day(row["first_date"]),
                    style.day(row["last_date"]),
                    *_lines(row),
                ]
                for row in newest.iter_rows(named=True)
            ],
            numbers=set(LINE_HEADS),
        )
    dates = {"first_date": Column("Eerste dag", "date", None), "last_date": Column("Laatste dag", "date", None)}
    _account("Alle ingelezen bestanden", newest, _of_files(read), {**FILE, **KIND, **dates, **LINES})


def _columns(read: pl.DataFrame) -> None:
    """Columns that a layout has and a file does not, and the other way around."""
    found = read.filter(pl.any_horizontal(pl.col(*COLUMNS).is_not_null()) & pl.col("repeats").is_null())
    if found.is_empty():
        return
    st.subheader("Kolommen", anchor=False)
    elements.note(wording.COLUMNS_NOTE)
    for row in found.drop_nulls("gone").group_by("gone").agg(pl.col("file").sort()).sort("gone").iter_rows(named=True):
        elements.note(wording.gone(row["gone"], row["file"]))
    kinds = found.group_by(*KIND, *COLUMNS).agg(pl.len().alias("n_files")).sort(*KIND, *COLUMNS)
    elements.table(
        ["Soort", "Bestanden", *COLUMNS.values()],
        [
            [_kind(row), style.count(row["n_files"]), *(style.text(row[name] or "") for name in COLUMNS)]
            for row in kinds.iter_rows(named=True)
        ],
        numbers={"Bestanden"},
    )
    heads = {name: downloads.group(head) for name, head in COLUMNS.items()}
    files = {"n_files": Column("Bestanden", "count", None)}
    _account("Kolommen van de bestanden", kinds, _of_files(found), {**KIND, **files, **heads})


def _whole(text: str) -> str:
    """A text whose words are not broken."""
    return f'<span class="gl-whole">{style.text(text)}</span>'


def _file(row: dict[str, Any]) -> str:
    return f"<b>{style.text(row['file'])}</b>"


def _kind(row: dict[str, Any]) -> str:
    return f"{style.text(row['source_title'])}<br><small>{style.text(row['layout'])}</small>"


def _lines(row: dict[str, Any]) -> list[str]:
    return [style.count(row[column]) for column in LINE_COLUMNS]


def _sums(files: pl.DataFrame) -> tuple[str, list[str]]:
    """The sum of all lines, and what a part of the lines that are used waits for."""
    sums = files.select(pl.col(*LINE_COLUMNS, *wording.WAITING).sum()).row(0, named=True)
    return (
        wording.lines(*(sums[column] for column in LINE_COLUMNS)),
        [wording.waiting(column, sums[column]) for column in wording.WAITING if sums[column]],
    )


def remarks() -> None:
    """What files tell about each other that no line can, by kind of delivery, with what to do."""
    door = data.door()
    if not door.sees_remarks or (found := door.remarks()).is_empty():
        return
    st.header("Wat valt op?", anchor=False)
    elements.note(wording.REMARKS_NOTE)
    elements.table(
        ["Levering", "Waarover", "Wat is er, en wat kun je doen?"],
        [
            [_whole(row["source_title"]), style.text(row["about"]), style.text(row["sentence"])]
            for row in found.iter_rows(named=True)
        ],
        numbers=set(),
    )
    _account("Wat opvalt in de bestanden", found, _counted(found, "opmerkingen"), REMARK)


def revisions() -> None:
    """What later deliveries would change in closed years; who looks after the deliveries accepts it, with a reason."""
    door = data.door()
    if not door.sees_rejected:
        return
    found = door.revisions()
    if found.is_empty():
        return
    st.header("Afgesloten jaren", anchor=False)
    elements.note(wording.REVISIONS_NOTE)
    for row in found.iter_rows(named=True):
        title, told = wording.revision(row)
        with st.expander(title):
            st.write(told)
            with st.form(f"accept-{row['mart']}-{row['period']}-{row['digest']}", border=False):
                reason = st.text_input("Waarom neem je dit over?", max_chars=200)
                if st.form_submit_button("Overnemen bij de volgende opbouw"):
                    if reason.strip():
                        door.accept_revision(row["mart"], row["period"], reason)
                        st.success(wording.REVISION_ACCEPTED)
                    else:
                        st.info(wording.REVISION_NEEDS_REASON)
    named = found.with_columns(
        pl.col("mart").replace_strict({mart: name for mart, (name, _) in wording.REVISED.items()})
    )
    _account("Afgesloten jaren die zouden veranderen", named, _counted(found, "wijzigingen"), REVISION, REVISIONS)


def rejected() -> None:
    """The rejected lines by rule with what to do, for who looks after the deliveries."""
    door = data.door()
    if not door.sees_rejected:
        return
    st.header("Apart gezette regels", anchor=False)
    lines = door.rejected()
    if lines.is_empty():
        st.write(wording.NOTHING_REJECTED)
        return
    elements.note(wording.REJECTED_NOTE)
    rules = (
        lines.group_by("rule", "why")
        .agg(pl.len(), spots=pl.struct("file", "line"))
        .sort("len", "rule", descending=[True, False])
    )
    for row in rules.iter_rows(named=True):
        number = f"{style.count(row['len'])} {style.plural(row['len'], 'regel', 'regels')}"
        wrong, _, remedy = row["why"].partition(". ")
        with st.expander(f"{number}: {wrong.rstrip('.')}"):
            st.write(remedy)
            found = sorted(row["spots"], key=lambda spot: (spot["file"], spot["line"]))
            elements.table(
                ["Bestand", "Regel"],
                [[style.text(spot["file"]), style.count(spot["line"])] for spot in found[:REJECTED_SHOWN]],
                numbers={"Regel"},
            )
    _account("Apart gezette regels", lines.sort("file", "line"), _counted(lines, "apart gezette regels"), REJECTED)


def coverage() -> None:
    """Which part of the lessons was registered, per class and month."""
    st.header("Wat is er geregistreerd?", anchor=False)
    elements.note(wording.COVERAGE_NOTE)
    rows = data.door().coverage()
    if rows.is_empty():
        st.write(wording.NO_DELIVERIES)
        return
    months = rows["month"].unique().sort().to_list()[-6:]
    cells = {
        (row["class_id"], row["month"]): row["n_registered"] / row["n_lessons"]
        for row in rows.filter(pl.col("n_lessons") > 0).iter_rows(named=True)
    }
    heads = [style.month(month) for month in months]
    classes = rows.filter(pl.col("month").is_in(months))["class_id"].unique().sort()
    elements.table(
        ["Klas", *heads],
        [[style.text(name), *(style.percent(cells.get((name, month))) for month in months)] for name in classes],
        numbers=set(heads),
    )
    shown = rows.filter(pl.col("month").is_in(months)).with_columns(
        share=pl.when(pl.col("n_lessons") > 0).then(pl.col("n_registered") / pl.col("n_lessons"))
    )
    basis = wording.counted(int(shown["n_lessons"].sum()), data.counted(COVERAGE), data.door().until)
    _account("Registratie per klas en maand", shown, basis, LESSONS, COVERAGE)


def _of_files(files: pl.DataFrame) -> str:
    n_lines = int(files["n_lines"].sum())
    return wording.counted_in_files(n_lines, files.height, data.door().until)


def _counted(rows: pl.DataFrame, what: str) -> str:
    return wording.counted(rows.height, what, data.door().until)


def _account(
    title: str, shown: pl.DataFrame, basis: str, columns: Mapping[str, Column], definition: str = DELIVERIES
) -> None:
    """What stands under each table here; nothing in it is about people, so nothing is hidden."""
    elements.account(title, shown, definition, basis=basis, columns=columns)
