"""What is deliberately wrong in the demo: one of each, so that every refusal can be seen at work."""

from dataclasses import dataclass

_OBSERVATIONS = "eduarte_waarneming_202606.csv"
_PARS = "PARS_registraties_2026-wk23.csv"
_GENERIC = "presentie_logistiek_2026-06.csv"


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
