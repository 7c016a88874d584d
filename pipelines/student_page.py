"""What is held about a student, as a page that he or she reads in a browser or on paper.

The data beside it (see `rights`) keeps every column as it is; here columns and codes are Dutch words, and what only a
machine reads is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from pipelines import registry
from pipelines.sources.checklists import COLLABORATION, INDIVIDUAL

CHAPTERS: Final = {
    "checklist_line": "Checklists over mijn begeleiding",
    "placement": "In welke klas ik zat",
    "student": "Wie ik ben",
    "student_contact": "Contact met mij",
    "student_day": "Mijn dagen",
    "student_duty": "Zestien uur in vier schoolweken",
    "student_goal": "Mijn doelen",
    "student_mark": "Mijn toetscijfers",
    "student_progress": "Mijn aanwezigheid naast die van eerder",
    "student_stay": "Hoe lang ik op school ben",
    "student_step": "Mijn stappen",
    "student_talk": "Wanneer het tandem mij besprak",
    "student_week": "Mijn weken",
    "student_year": "Mijn schooljaren",
}
"""The marts with a row about a student."""
COLUMNS: Final = {
    "arrival_minute": "Tijd van aankomst",
    "as_of": "Tot en met",
    "attempt": "Herkansing",
    "birth_date": "Geboortedatum",
    "by_role": "Door",
    "change_share": "Verschil met ervoor",
    "checklist_id": "Nummer van de checklist",
    "class_id": "Klas",
    "cohort": "Cohort",
    "contact_id": "Nummer van het contact",
    "counts": "Wat het getal telt",
    "crebo": "Crebo",
    "current_n_present": "Lessen aanwezig, laatste 20 lesdagen",
    "current_n_registered": "Geregistreerde lessen, laatste 20 lesdagen",
    "current_present_minutes": "Minuten aanwezig, laatste 20 lesdagen",
    "current_registered_minutes": "Geregistreerde minuten, laatste 20 lesdagen",
    "date": "Datum",
    "due_date": "Voor",
    "end_date": "Einddatum",
    "filled_in_by": "Ingevuld door",
    "first_date": "Eerste dag",
    "first_name": "Roepnaam",
    "first_start_minute": "Begin van de eerste les",
    "goal_id": "Nummer van het doel",
    "has_left": "Vertrokken zonder diploma",
    "has_other_enrolment": "Ook een andere inschrijving",
    "has_reason": "Met aanleiding",
    "has_startkwalificatie": "Startkwalificatie",
    "how": "Hoe",
    "is_absence_notified": "Afwezigheid gemeld",
    "is_class_known": "Klas staat in de inschrijvingen",
    "is_current": "Nu in deze klas",
    "is_enrolled_at_end": "Ingeschreven aan het einde",
    "is_first_hour_present": "Eerste les aanwezig",
    "is_full_day": "Hele dag aanwezig",
    "is_full_week": "Hele week aanwezig",
    "is_holiday": "Vrije dag",
    "is_on_time": "Op tijd",
    "is_starter": "Begonnen in dit schooljaar",
    "is_student_placed": "Zat die dag in een klas",
    "is_teaching_day": "Lesdag",
    "kenmerk": "Kenmerk van begeleiding",
    "kind": "Soort",
    "known_at": "Bekend sinds",
    "last_name": "Achternaam",
    "leave_reason": "Reden van uitschrijving",
    "leerweg": "Leerweg",
    "left_date": "Vertrokken op",
    "level": "Niveau",
    "level_before_share": "Aanwezigheid in de weken daarvoor",
    "level_share": "Aanwezigheid in die weken",
    "level_weeks": "Weken op het nieuwe niveau",
    "location": "Locatie",
    "mark_hundredths": "Cijfer",
    "moment": "Voor, tijdens of na het gesprek",
    "n_cancelled": "Vervallen lessen",
    "n_days_held": "Lesdagen volgehouden",
    "n_days_present": "Dagen aanwezig",
    "n_excused": "Geoorloofd afwezig",
    "n_first_hour": "Dagen met de eerste les aanwezig",
    "n_first_hour_days": "Dagen met een geregistreerde eerste les",
    "n_full_days": "Hele dagen aanwezig",
    "n_ill": "Ziek",
    "n_late": "Te laat",
    "n_lessons": "Lessen",
    "n_on_time_days": "Dagen op tijd",
    "n_present": "Lessen aanwezig",
    "n_registered": "Geregistreerde lessen",
    "n_removed": "Uit de les gestuurd",
    "n_teaching_days": "Lesdagen",
    "n_unexcused": "Ongeoorloofd afwezig",
    "n_unregistered": "Niet geregistreerd",
    "n_weeks": "Weken",
    "n_weeks_present": "Weken aanwezig",
    "number": "Getal in het doel",
    "present_minutes": "Minuten aanwezig",
    "previous_class_id": "Klas ervoor",
    "previous_n_present": "Lessen aanwezig, 20 lesdagen daarvoor",
    "previous_n_registered": "Geregistreerde lessen, 20 lesdagen daarvoor",
    "previous_present_minutes": "Minuten aanwezig, 20 lesdagen daarvoor",
    "previous_registered_minutes": "Geregistreerde minuten, 20 lesdagen daarvoor",
    "programme": "Opleiding",
    "reached_date": "Bereikt op",
    "registered_minutes": "Geregistreerde minuten",
    "scheduled_minutes": "Minuten op het rooster",
    "school_year": "Schooljaar",
    "sentence": "Wat er gebeurde",
    "set_date": "Gesteld op",
    "since_start_share": "Verschil met de start",
    "start_date": "Begindatum",
    "status": "Status",
    "step": "Stap",
    "step_date": "Datum",
    "student_id": "Studentnummer",
    "subject": "Vak",
    "talk_id": "Nummer van de bespreking",
    "team": "Team",
    "test": "Toets",
    "unexcused_minutes": "Minuten ongeoorloofd afwezig",
    "unexcused_minutes_4w": "Minuten ongeoorloofd afwezig in vier schoolweken",
    "usual_arrival_minute": "Meestal binnen om",
    "week_start": "Week van",
    "word": "Resultaat in een woord",
}
"""The columns of those marts; those of a delivery are described where they are declared."""
SHORT: Final = len("31-12-2026")
LEFT_OUT: Final = frozenset(
    {"enrolment_key", "student_key", "bsn_hash", "onderwijsnummer_hash", "before_value", "now_value", "unit"}
)
"""Keys that only a machine reads, and the figures of a step, which its sentence says."""
_YES_NO = {"yes": "ja", "no": "nee"}
_ROLES = {"kaw": "kaw'er", "together": "samen", "other": "iemand anders"}
CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "by_role": _ROLES,
    "counts": {
        "lessons": "lessen van de twintig",
        "arrival_minute": "tijd van aankomst",
        "presence_percent": "procent van de lessen",
    },
    "filled_in_by": _ROLES,
    "has_reason": _YES_NO,
    "has_startkwalificatie": {**_YES_NO, "unknown": "nog niet bekend"},
    "how": {
        "in_person": "gesproken", "phone": "gebeld", "message": "berichtje", "visit": "op bezoek", "other": "anders",
    },
    "is_excused": _YES_NO,
    "kenmerk": {code: titles[0] for code, titles in (INDIVIDUAL | COLLABORATION).items()},
    "kind": {
        "individual": "individuele begeleiding",
        "collaboration": "samenwerking",
        "checklist": "checklist",
        "contact": "contact",
    },
    "moment": {"before": "voor", "during": "tijdens", "after": "na"},
    "status": {
        "present": "aanwezig", "late": "te laat", "removed": "uit de les gestuurd", "absent": "afwezig",
        "excused": "geoorloofd afwezig", "ill": "ziek", "unexcused": "ongeoorloofd afwezig",
        "unregistered": "niet geregistreerd", "cancelled": "vervallen",
        "ruimte": "ruimte voor groei", "open": "nog niet besproken",
        "monthly": "maandlijst", "V": "voorlopig", "D": "definitief",
        "too_early": "nog te vroeg om te vergelijken", "fact": "ongeveer gelijk",
        "sustained_up": "aanhoudend meer", "sustained_down": "aanhoudend minder",
    },
    "word": {"pass": "behaald", "not_yet": "nog niet behaald", "good": "goed"},
}  # fmt: skip
"""What codes stand for, by column; a code that is not here is a word already."""


def page(everything: Mapping[str, Any]) -> str:
    """The page of what `rights.held` gives: a chapter per kind, with a table for each delivery and each mart."""
    parts = [
        "<!doctype html><html lang='nl'><meta charset='utf-8'><title>Wat Groeilijn van mij bewaart</title>",
        "<style>body{font:11pt/1.45 Georgia,serif;margin:2cm}p{max-width:60rem}table{border-collapse:collapse;"
        "font:9pt/1.3 sans-serif;width:100%}th,td{text-align:left;border-bottom:1px solid #bbb;padding:.15rem .5rem "
        ".15rem 0;vertical-align:top}th{hyphens:auto}.short{white-space:nowrap}h2,h3{break-after:avoid}"
        "tr{break-inside:avoid}"
        "@media print{@page{size:A4 landscape;margin:1.5cm}body{margin:0}table{font-size:7pt}td{hyphens:auto}}</style>",
        "<h1>Wat Groeilijn van mij bewaart</h1>",
        f"<p>{escape(everything['institution'])}, gemaakt op {_day(everything['made_at'])}. Eerst staan hier de regels "
        "die de school heeft aangeleverd, daarna wat Groeilijn daaruit heeft berekend, en wat er in het logboek over "
        "mij is geschreven. Klopt er iets niet? Vraag de school om het te verbeteren: dan verandert het hier mee. "
        "Sleutels die alleen een computer leest, staan in gegevens.json.</p>",
    ]
    parts.append("<h2>Aangeleverd</h2>")
    for one in everything["deliveries"].values():
        heads = {name: meaning.partition(" (")[0] for name, meaning in one["columns"].items()}
        parts.append(_table(one["title"], heads, one["rows"]))
    parts.append("<h2>Berekend</h2>")
    for mart, one in everything["computed"].items():
        parts.append(_table(CHAPTERS.get(mart, mart), COLUMNS, one["rows"]))
    parts.append(f"<h2>Geschreven ({len(everything['written'])})</h2>")
    parts += [
        f"<h3>{escape(one['title'])}</h3><p>{_lines(one['said'])}</p>"
        f"<p><small>{_day(one['written_at'])}, {escape(one['author'])}</small></p>"
        for one in everything["written"]
    ]
    if everything["mentioned"]:
        places = (f"{escape(where or 'de school')} ({n})" for where, n in everything["mentioned"].items())
        parts.append(
            "<p>Mijn naam of nummer staat ook in teksten over iets anders, die met deze klas of dit team zijn "
            f"geschreven: {', '.join(places)}. Vraag de school wat daar over mij in staat.</p>"
        )
    looks = "".join(f"<li>{_day(one['at'])}: {escape(one['person'])}</li>" for one in everything["looked"])
    parts.append(f"<h2>Wie mijn groeilijn opende</h2><ul>{looks or '<li>Niemand, zo ver het is vastgelegd.</li>'}</ul>")
    return "\n".join([*parts, "</html>"])


def _table(title: str, heads: Mapping[str, str], rows: list[dict[str, Any]]) -> str:
    """A table of what differs between the rows; what is the same in all of them stands above it once."""
    names = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in LEFT_OUT]
    said = {name: [_said(row, name) for row in rows] for name in names}
    same = [name for name in names if len(rows) > 1 and len(set(said[name])) == 1]
    above = [f"{heads.get(name, name)}: {said[name][0]}" for name in same if said[name][0]]
    empty = [heads.get(name, name) for name in same if not said[name][0]]
    told = f"<p>In elke regel: {escape('; '.join(above))}.</p>" if above else ""
    told += f"<p>In geen enkele regel ingevuld: {escape('; '.join(empty))}.</p>" if empty else ""
    shown = [name for name in names if name not in same]
    head = "".join(f"<th>{escape(heads.get(name, name))}</th>" for name in shown)
    lines = ("".join(_cell(said[name][at]) for name in shown) for at in range(len(rows)))
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>" if shown else ""
    return f"<h3>{escape(title)} ({len(rows)})</h3>{told}{table}"


def _cell(text: str) -> str:
    """A cell; what is as short as a date or a class stays on one line."""
    return f"<td{' class=short' if len(text) <= SHORT else ''}>{escape(text)}</td>"


def _said(row: Mapping[str, Any], column: str) -> str:
    """A value as people write it."""
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str):
        if column == "step":
            return _STEPS.get(value, value)
        return CODES.get(column, {}).get(value) or _day(value)
    if column.endswith("_minute") or (column == "number" and row.get("counts") == "arrival_minute"):
        return f"{value // 60:02}:{value % 60:02}"
    if column in {"school_year", "cohort"}:
        return f"{value}-{value + 1}"
    if column == "mark_hundredths":
        return f"{value / 100:.2f}".removesuffix("0").replace(".", ",")
    if column in {"change_share", "since_start_share"}:
        return f"{value * 100:+.1f} procentpunt".replace(".", ",")
    if column.endswith("_share"):
        return f"{value * 100:.1f} %".replace(".", ",")
    return str(value)


_STEPS: Final = {one.name: one.title for one in registry.definitions() if one.where.startswith("pipelines/steps/")}


def _day(text: str) -> str:
    """A day, or a moment on it, that was written for machines; any other text as it is."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(.*))?", text)
    if found is None:
        return text
    day = f"{dt.date.fromisoformat(found[1]):%d-%m-%Y}"
    # The minute matters where a school delivered it; a moment with a zone is Groeilijn's own.
    return day if found[2] is None or found[3] else f"{day} {found[2]}"


def _lines(said: list[tuple[str, str]]) -> str:
    """What an entry says, a line for each label."""
    lines = (f"{label[0].upper()}{label[1:]}: {text}" if label else text for label, text in said)
    return "<br>".join(escape(line) for line in lines)
