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
from pipelines.synthetic.guidance import CHECKLIST_STORIES
from pipelines.synthetic.outcomes import STORIES as OUTCOME_STORIES
from pipelines.synthetic.quality import STORIES
from pipelines.synthetic.stories import CLASS_STORIES, CYCLE_STORIES, STORY_STUDENTS

TITLE = "# Sample data\n"
_TEXT = f"""{TITLE}
Everything here is made up: "ROC Voorbeeldstad", its students (plants, stars and invented surnames, numbers
that start with 9), its staff (`@voorbeeld.example`), its calendar and its programmes (crebo 99xxx). No real
person or school is in it. The files are written by `groeilijn sample` from a seed; do not edit them by hand.

Two school years: 2 September 2024 to 11 July 2025, and 25 August 2025 up to and including Friday 5 June 2026,
the last day of data. Twelve classes of about fifteen students a year, in three attendance systems.

The DUO files and the JOB-monitor are about the whole institution, some 2,600 students, of which these classes are the
teams Entree, Dienstverlening and Techniek en Logistiek; the students of the other teams exist in those files alone. A
teljaar runs from 1 October to 30 September. Person numbers are the same in enrolments and DUO files, and none is real:
each fails the 11-proof. BRIN 99XX does not exist, nor do the towns, postcode 0000AA and RMC region 99.

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
| `JJJJMMA05I99XX.csv.gz` | startset of a month, named one month later: teljaren 2022-2023 to 2025-2026 (April) | DUO |
| `JJJJMMA04I99XX.csv(.gz)` | everyone who left without startkwalificatie so far in the teljaar | DUO |
| `JJJJMMA14I99XX.csv.gz` | the same, in the three months after a teljaar | DUO |
| `NRSPJJJJ(V/D)I99XX.csv.gz` | start population, provisional and definitive; 2025 is teljaar 2024-2025 | DUO |
| `NenRJJJJ(V/D)I99XX.csv(.gz)` | the vsv'ers in it | DUO |
| `job_2020_totalen.csv` | JOB-monitor 2020: per programme and question n, percentages and mean | generic |
| `job_2022_antwoorden.csv.gz`, `job_2024_antwoorden.csv.gz` | the same years: a row per respondent | generic |
| `job_codeboek.csv` | which item stands in which column, in each edition | generic |
| `job_uitgenodigd.csv` | how many students were invited | generic |
| `checklists_2025-2026.csv.gz` | checklists of the tandems, a row per kenmerk | generic |
| `eduarte_resultaten.csv.gz` | test marks and resits of team Entree; BUR in words (V, O, G) | EduArte names |
| `osiris_resultaten.csv.gz` | test marks of team Dienstverlening | OSIRIS names |
| `toetscijfers_logistiek.csv` | test marks of team Techniek en Logistiek | generic |
| `incidenten_zim.csv` | incidents: day, place, kind and class, of both school years | generic |
| `mto_uitkomsten.csv` | staff survey 2023 (scale to 5) and 2025 (scale to 10): outcome per team and theme | generic |

DUO writes its files in more than one way, and so do these: with and without `#` before the header, in cp1252, UTF-8 and
UTF-8 with BOM, with "Mbo2 opleidingen", "Mbo2 opleidinge" and "Mbo niveau 2", "REGIO 99" and "99", "BOL" and "Bol4", a
0 for who has no burgerservicenummer, and NenR2024D with its columns in another order.

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
    lines += [f"| class | {class_id} | {story} |" for class_id, story in CHECKLIST_STORIES.items()]
    lines += ["", "| where | story |", "|---|---|"]
    where_told = (*CYCLE_STORIES.items(), *STORIES, *OUTCOME_STORIES)
    lines += [f"| {where} | {story} |" for where, story in where_told]
    return _TEXT + "\n".join(lines) + "\n"
