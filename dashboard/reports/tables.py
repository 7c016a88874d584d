"""A table to take along (`downloads.Takeaway`) as it is printed: text in every cell, a word in a hidden one."""

from datetime import date
from typing import Any

from dashboard import style
from dashboard.downloads import Column, Kind, Takeaway
from dashboard.wording import NOT_SHOWN
from dashboard.wording import verantwoording as words

LEFT = frozenset({"text", "date", "month", "school_year"})


def printed(taken: Takeaway) -> dict[str, Any]:
    """Heads, rows and on which side each column stands. A low and a high bound become one column: the band."""
    shown = {name: column for name, column in taken.shown.items() if not (name == "high" and "low" in taken.shown)}
    return {
        "title": taken.title,
        "heads": ["Band" if _is_band(name, taken) else column.head for name, column in shown.items()],
        "left": [column.kind in LEFT for column in shown.values()],
        "rows": [
            [_cell(taken, row, name, column) for name, column in shown.items()]
            for row in taken.rows.iter_rows(named=True)
        ],
        "said": taken.basis,
    }


def _is_band(name: str, taken: Takeaway) -> bool:
    return name == "low" and "high" in taken.shown


def _cell(taken: Takeaway, row: dict[str, Any], name: str, column: Column) -> str:
    if column.hidden_by is not None and row.get(column.hidden_by):
        return NOT_SHOWN
    if _is_band(name, taken):
        return words.band(row["low"], row["high"], is_share=column.kind == "share")
    return written(row[name], column.kind)


def written(value: Any, kind: Kind) -> str:
    """A value as it stands on paper; unknown is a dash."""
    if value is None:
        return "–"
    if kind == "school_year":
        return style.school_year(value)
    if isinstance(value, date):
        return style.day(value)
    if kind == "share":
        return style.percent(value, 1)
    if kind == "points":
        return style.points(value, 1)
    if kind == "decimal":
        return style.decimal(value)
    return style.count(value) if kind == "count" else str(value)
