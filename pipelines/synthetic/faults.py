"""What is deliberately wrong in the demo: one of each, so that every refusal can be seen at work."""

from dataclasses import dataclass

_OBSERVATIONS = "eduarte_waarneming_202606.csv"
_PARS = "PARS_registraties_2026-wk23.csv"
_GENERIC = "presentie_logistiek_2026-06.csv"
_A04, _A05, _NENR = "202605A04I99XX.csv", "202605A05I99XX.csv.gz", "NenR2025VI99XX.csv"
_JOB, _JOB_TOTALS = "job_2024_antwoorden.csv.gz", "job_2020_totalen.csv"
_CHECKLISTS = "checklists_2025-2026.csv.gz"
_MARKS, _INCIDENTS, _STAFF_SURVEY = "toetscijfers_logistiek.csv", "incidenten_zim.csv", "mto_uitkomsten.csv"


@dataclass(frozen=True)
class Fault:
    """A line added to a file, as the supplier would have sent it, and what is wrong with it."""

    file: str
    line: str
    what: str


FAULTS = (
    Fault(
        _GENERIC,
        "990012;31-02-2026;08:30;09:15;aanwezig;;45;;;LO1B-25;27-02-2026 08:35",
        "bad date: 31 February",
    ),
    Fault(
        _GENERIC,
        "990012;03-06-2026;14:45;14:00;aanwezig;;45;;;LO1B-25;03-06-2026 14:50",
        "end before start",
    ),
    Fault(
        _GENERIC,
        "990012;03-06-2026;15:30;16:15;Q;;45;;;LO1B-25;03-06-2026 15:35",
        "unknown status code Q",
    ),
    Fault(
        _OBSERVATIONS,
        "999999;20260602;0830;20260602;0920;1;1;NED;Aanwezig;J",
        "unknown student 999999",
    ),
    Fault(_PARS, "3-6-2026;1;2;9901", "truncated line"),
    Fault(
        _A04,
        "99XX;ROC Voorbeeldstad;202604;918100014;Verzonnen;;Voornaam;Voorbeeldstad;31-02-2008;99105;Assistent verkoop;"
        "BOL;;J;;99XX;ROC Voorbeeldstad;999A105;Entree Noord;N;9901;REGIO 99;;;999X705;0000AA;5;00;Mbo1 opleidingen;1;"
        "Voorbeeldstraat;1;;;;;0000AA;Voorbeeldstad;202604",
        "a leaver with a bad birth date: 31 February",
    ),
    Fault(_A05, "99XX;ROC Voorbeeldstad;202604;918100025;Voornaam", "truncated line of the startset"),
    Fault(
        _NENR,
        "918100036;918100036;20070115;V;Verzonnen;;Voornaam;0000;REGIO 99;;9902;Elders;98YY;00;;Mbo2 opleidingen;BOL;"
        "99205;Verkoper;;;998A101;Economie;998X701;Schoolstraat;1.0;;0000AA;Elders",
        "a vsv'er of another institution, 98YY",
    ),
    Fault(
        _JOB,
        "R2024-9001;2024;Economie;Verkoper;99205;9;BBL;Havenkade" + ";4" * 27 + ";7;7",
        "a respondent at level 9",
    ),
    Fault(
        _JOB,
        "R2024-9002;2024;Economie;Verkoper;99205;2;BBL;Havenkade;7" + ";" * 26 + ";7;7",
        "an answer 7 on a scale of 1 to 5",
    ),
    Fault(
        _JOB_TOTALS,
        "2020;Economie;Inkoper;2;veilig;20;60,0;30,0;20,0;3,60",
        "percentages that add up to 110",
    ),
    Fault(
        _CHECKLISTS,
        "C90001;individuele begeleiding;04-06-2026;na;990012;LO1B-25;mentor;humor;voldoende",
        "unknown kenmerk humor",
    ),
    Fault(
        _CHECKLISTS,
        "C90001;individuele begeleiding;04-06-2026;na;990012;LO1B-25;mentor;volhouden;goed",
        "unknown status goed",
    ),
    Fault(_MARKS, "990012;REK;Toets 5;02-06-2026;64;", "a mark of 64: the comma was lost"),
    Fault(_MARKS, "990012;NED;Toets 5;02-06-2026;ziek;", "a word that is no result: ziek"),
    Fault(_INCIDENTS, "2026-9001;;Havenkade;diefstal;DV1A-25", "an incident without a date"),
    Fault(_INCIDENTS, "2026-9002;02-06-2026;Havenkade;onweer;DV1A-25", "unknown kind of incident onweer"),
    Fault(_STAFF_SURVEY, "2025;Economie;lunch;36;58;10;6,90;1,20;60,0", "unknown theme lunch"),
    Fault(_STAFF_SURVEY, "2025;Zorg;tevredenheid;20;30;5;6,90;1,20;60,0", "a mean above its own scale"),
)

CORRECTION = "eduarte_waarneming_202606_correctie.csv"
DUPLICATE_STUDENT = "990002"
CORRECTED_STUDENT = "990011"
TWICE, TWICE_AS = "PARS_registraties_2026-wk22.csv.gz", "Kopie van PARS_registraties_2026-wk22.csv"
UNRECOGNISED = "kantine-menu.csv"
_MENU = "dag,soep,broodje\r\nmaandag,tomatensoep,kaas\r\ndinsdag,pompoensoep,ei\r\n"


def plant(files: dict[str, bytes]) -> None:
    """Add the faults to the files (name -> content, not yet packed), in place."""
    for fault in FAULTS:
        files[fault.file] += f"{fault.line}\r\n".encode()
    lines = files[_OBSERVATIONS].decode("cp1252").splitlines()
    duplicate = next(line for line in lines if line.startswith(DUPLICATE_STUDENT))
    files[_OBSERVATIONS] += f"{duplicate}\r\n".encode()
    wrong = [line for line in lines if line.startswith(CORRECTED_STUDENT) and ";Afwezig;" in line][-1]
    files[CORRECTION] = wrong.replace(";Afwezig;", ";Aanwezig;").encode() + b"\r\n"
    files[TWICE_AS] = files[TWICE]
    files[UNRECOGNISED] = _MENU.encode()
