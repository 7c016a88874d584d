"""What a file is: the layout whose header fits it best, or that reads most of its first lines, whatever its name."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from math import inf
from pathlib import Path

from pipelines.contract import Layout, Source, plain_name
from pipelines.errors import RefusedError
from pipelines.judge import Match, judge_rows
from pipelines.records import Row, split_in_records

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_LINES = 200
SHARE_READABLE = 0.5
"""A file without a header is recognised when at least this share of its first lines can be read."""
NO_LINES = ("Het bestand bevat geen regels.", "Maak de export opnieuw.")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls")
NO_WORKBOOK = ("Dit is geen leesbaar Excelbestand.", "Maak de export opnieuw.")
UNKNOWN = (
    "Dit bestand past bij geen bekende indeling.",
    "Kijk of het de bedoelde export is, of beschrijf de indeling in het instellingenbestand.",
)


def recognise_text(path: Path, sources: Sequence[Source], name: str) -> Match:
    """Recognise a readable text file by its first lines; `name` is how it was delivered. Raises RefusedError."""
    first = {mark: list(itertools.islice(split_in_records(path, mark), SAMPLE_LINES)) for mark in DELIMITERS}
    if not any(first.values()):
        raise RefusedError(*NO_LINES)
    split = {
        mark: [Row(number, fields) for number, fields, rule in found if rule is None] for mark, found in first.items()
    }
    split = {mark: rows for mark, rows in split.items() if rows}
    if any(len(rows[0].fields) > 1 for rows in split.values()):
        # A sign that splits no line at all is no delimiter of this file.
        split = {mark: rows for mark, rows in split.items() if any(len(row.fields) > 1 for row in rows)}
    try:
        match = recognise(split, sources, name)
    except RefusedError as error:
        if error.what.startswith(UNKNOWN[0]) and name.lower().endswith(WORKBOOKS):
            raise RefusedError(*NO_WORKBOOK) from None
        raise
    return replace(match, in_digits=_in_digits(split[match.delimiter], match))


def _in_digits(sampled: list[Row], match: Match) -> frozenset[str]:
    """Columns of which the first lines hold digits or nothing, and whose reading asks for no more than the number.

    Not where another column of the schema reads the same place as a text, of which zeros in front may matter.
    """
    body = [row.fields for row in sampled if row.line != match.header_line and len(row.fields) == match.n_fields]
    texts = {place for column, place in match.positions.items() if not match.reading(column).is_number()}
    words = {place: {fields[place].strip() for fields in body} - {""} for place in {*match.positions.values()} - texts}
    digits = {place for place, found in words.items() if found and all(w.isascii() and w.isdigit() for w in found)}
    return frozenset(column for column, place in match.positions.items() if place in digits)


def recognise(samples: dict[str, list[Row]], sources: Sequence[Source], name: str) -> Match:
    """Choose the layout whose header fits most columns, else the one that reads most of the first lines.

    Of layouts with the same columns, one that the `name` of the file fits goes first. Where none fits, the refusal
    tells of the one with most of the columns.
    """
    by_header: list[tuple[int, bool, Match]] = []
    by_shape: list[tuple[list[Row], Match]] = []
    nearest: tuple[float, float, str] = (-inf, 0.0, "")
    for delimiter, sampled in samples.items():
        rows = [fields for _, fields in sampled]
        n_fields = _common_length(rows)
        header = [plain_name(name) for name in rows[0]]
        for source in sources:
            for layout in source.layouts:
                if layout.delimiter not in {None, delimiter}:
                    continue
                places, said = layout.positions(header), layout.said(name)
                n_needed, missing = _missing(source, layout, places, header)
                answers = layout.answer_positions(header)
                if not missing and (answers or layout.answers is None):
                    line = sampled[0].line
                    match = Match(source, layout, places, len(rows[0]), delimiter, line, answers, said or {})
                    by_header.append((len(places) + len(layout.needs), said is not None, match))
                    continue
                share = 1 - len(missing) / n_needed
                n_known = sum(name in layout.known for name in header)
                if (
                    max(share, n_known / len(header)) >= SHARE_READABLE
                    and (n_known - len(missing), share) > nearest[:2]
                ):
                    # Only where most names are known is the first line surely a header, and no line about somebody.
                    is_header = n_known / len(header) >= SHARE_READABLE
                    words = _nearly(source, layout, missing, layout.ignored(rows[0]) if is_header else ())
                    nearest = (n_known - len(missing), share, words)
                if (
                    len(layout.header) == n_fields
                    and len(layout.header) > 1
                    and layout.answers is None
                    and said is not None
                ):
                    places = layout.positions([plain_name(name) for name in layout.header])
                    match = Match(source, layout, places, len(layout.header), delimiter, 0, said=said)
                    by_shape.append((sampled, match))
    if by_header:
        _, is_named_so, match = max(by_header, key=lambda found: found[:2])
        if not is_named_so:
            raise RefusedError(
                f"Dit bestand heeft de kolommen van {match.layout.title}, en de naam zegt niet over welke periode en "
                "instelling het gaat.",
                f"Geef het een naam zoals {match.layout.name_example}.",
            )
        first = samples[match.delimiter][0].fields
        lacks = match.layout.lacking([plain_name(name) for name in first])
        return replace(match, lacks=lacks, ignored=match.layout.ignored(first))
    if nearest[2]:
        raise RefusedError(
            nearest[2],
            "Voeg de kolom toe aan de export, of beschrijf de indeling in het instellingenbestand.",
        )
    best = _best_by_shape(by_shape)
    if best is None:
        raise RefusedError(f"{UNKNOWN[0]}{_by_count(samples, sources)}", UNKNOWN[1])
    return best


def _by_count(samples: dict[str, list[Row]], sources: Sequence[Source]) -> str:
    """Say of a file that nothing fits how many columns it has, and which layouts have about as many.

    Only where that may help: where no sign splits its lines, and where its first line is surely no header.
    """
    first, n_fields = max(
        ((rows[0].fields, _common_length([fields for _, fields in rows])) for rows in samples.values()),
        key=lambda found: found[1],
        default=([], 0),
    )
    if n_fields == 1:
        return " Er is 1 kolom gevonden; Groeilijn kent als scheidingsteken ; , | en tab."
    if not any(name.strip().isdigit() for name in first):
        return ""
    near = sorted(
        (abs(len(layout.header) - n_fields), _titled(source, layout), len(layout.header))
        for source in sources
        for layout in source.layouts
        if layout.answers is None and layout.named is None and abs(len(layout.header) - n_fields) <= 1
    )
    listed = ", ".join(f"{title} heeft er {n}" for _, title, n in near)
    return f" Er zijn {n_fields} kolommen gevonden, zonder kopregel{f'; {listed}' if listed else ''}."


def _nearly(source: Source, layout: Layout, missing: list[str], others: Sequence[str]) -> str:
    """Say which columns a file would need for a layout, and which of its own those may be under another name."""
    lacks = f"ontbreken de kolommen {', '.join(missing) or 'met antwoorden'}"
    if len(missing) == 1:
        lacks = f"ontbreekt de kolom {missing[0]}"
    unknown = (
        f" Niet bekend in dit bestand: {', '.join(others)}. Is dat hetzelfde onder een andere naam?" if others else ""
    )
    return f"Het lijkt op {_titled(source, layout)}, alleen {lacks}.{unknown}"


def _titled(source: Source, layout: Layout) -> str:
    return layout.title if layout.title == source.title else f"{layout.title} ({source.title})"


def _best_by_shape(candidates: list[tuple[list[Row], Match]]) -> Match | None:
    """Choose what reads most of the first lines, if it reads enough; the first that reads them all ends the search."""
    best, best_share = None, 0.0
    for sampled, match in candidates:
        share = judge_rows(sampled, match).good.height / len(sampled)
        if share > best_share:
            best, best_share = match, share
        if share == 1:
            break
    return best if best_share >= SHARE_READABLE else None


def _missing(source: Source, layout: Layout, places: dict[str, int], header: list[str]) -> tuple[int, list[str]]:
    """Say how many columns a header must have for a layout, and name those it lacks."""
    required = source.required(layout)
    missing = [layout.columns[column].names[0] for column in required if column not in places]
    missing += [need for need in layout.needs if plain_name(need) not in header]
    return len(required) + len(layout.needs), list(dict.fromkeys(missing))


def _common_length(rows: list[list[str]]) -> int:
    lengths = [len(row) for row in rows]
    return max(set(lengths), key=lengths.count)
