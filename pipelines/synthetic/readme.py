"""The README of the sample, written from what was planted."""

from pipelines.synthetic.faults import (
    CORRECTED_STUDENT,
    CORRECTION,
    DUPLICATE_STUDENT,
    FAULTS,
    TWICE,
    TWICE_AS,
    UNRECOGNISED,
)
from pipelines.synthetic.stories import CLASS_STORIES, STORY_STUDENTS

_TEXT = """# Sample data

Everything here is made up: "ROC Voorbeeldstad", its students (plants, stars and invented surnames, numbers
that start with 9), its staff (`@voorbeeld.example`), its calendar and its programmes (crebo 99xxx). No real
person or school is in it. The files are written by `groeilijn sample` from a seed; do not edit them by hand.

Two school years: 2 September 2024 to 11 July 2025, and 25 August 2025 up to and including Friday 5 June 2026,
the last day of data. Twelve classes of about fifteen students a year, in three attendance systems.

## Files

| file | what | layout |
|---|---|---|
| `eduarte_verbintenissen.csv` | enrolments of team Entree, a row per stay in a class | EduArte, cp1252 |
| `osiris_inschrijvingen.csv` | enrolments of team Dienstverlening | OSIRIS names, UTF-8 with BOM |
| `inschrijvingen_logistiek.csv` | enrolments of team Techniek en Logistiek | generic names, UTF-8 |
| `personeel.csv` | who is mentor, KAW'er, peercoach, teamleider, kwaliteit, beheer | generic |
| `jaarkalender.csv` | holidays and days off of both years | generic |
| `absentieredenen.csv` | reason codes of the absentiemelding, their kind, geoorloofd J/N | generic |
| `eduarte_waarneming_JJJJMM.csv(.gz)` | lessons of E1A to E1D | EduArte, no header |
| `eduarte_absentiemelding_JJJJMM.csv(.gz)` | reports of absence, same classes | EduArte, no header |
| `PARS_registraties_JJJJ-MM.csv.gz` | lessons of DV1A to DV2B, from May 2026 by week (`-wkNN`) | PARS |
| `presentie_logistiek_JJJJ-MM.csv(.gz)` | lessons of ET1A, LO1A, LO1B, LO2A | generic |
| `presentie_LO2A-25_2025-10.xlsx` | one class in one month, not in the file above | generic |

## Deliberate faults

| file | fault |
|---|---|
"""


def text() -> str:
    """The whole README, in English, with a table of faults and a table of stories."""
    faults = [(fault.file, fault.what) for fault in FAULTS]
    faults += [
        ("eduarte_waarneming_202606.csv", f"the same lesson twice (student {DUPLICATE_STUDENT}, last line)"),
        (CORRECTION, f"a later delivery that corrects one lesson of student {CORRECTED_STUDENT} to Aanwezig"),
        (TWICE_AS, f"the same content as {TWICE}, under another name"),
        (UNRECOGNISED, "a file nobody recognises"),
    ]
    lines = [f"| `{file}` | {what} |" for file, what in faults]
    lines += ["", "## Planted stories", "", "| student or class | class | story |", "|---|---|---|"]
    lines += [
        f"| {one.student_id} | {', '.join(stay.class_id for stay in one.stays)} | {one.story} |"
        for one in STORY_STUDENTS
    ]
    lines += [f"| class | {class_id} | {story} |" for class_id, story in CLASS_STORIES.items()]
    return _TEXT + "\n".join(lines) + "\n"
