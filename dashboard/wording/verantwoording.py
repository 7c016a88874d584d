"""The voice of the half-year account: what was done, for whom, what is seen, and how sure that is."""

import re
from collections.abc import Sequence
from datetime import date

from dashboard import style
from dashboard.wording import HIDDEN_GROUP, capital, joined, sure
from dashboard.wording.job import Grade
from dashboard.wording.vsv import month

TITLE, PAGE = "Halfjaarverantwoording", "Verantwoording"
SHORT, MEASURES, PRESENCE = "In het kort", "Maatregelen", "Aanwezigheid"
START = "Startpopulatie en voortijdig schoolverlaten"
GUIDANCE, JOB, CYCLES, ORIGIN = "Begeleiding", "JOB-monitor", "Besluiten en wat we leerden", "Definities en herkomst"
MARKS, INCIDENTS, STAFF = "Toetscijfers", "Incidenten", "Medewerkersonderzoek"
NO_ROLE = "een medewerker"
NO_LOCATION = "Zonder locatie"
ROLES_ONLY = "Wie het doet, staat hier als rol; de actie zelf staat er zoals zij is opgeschreven."
_ROLES = re.compile(
    r"""\b(?:mentor(?:en)?|kaw(?:'?er|'?ers)?|peercoach(?:es)?|tandems?|team(?:leiders?|s)?|docent(?:en)?
    |opleidingsmanagers?|directeur|directie|kwaliteitsmedewerkers?|kwaliteit|functioneel\ beheer(?:der)?
    |zorgco[oö]rdinator(?:en)?|decaan|decanen|verzuimco[oö]rdinator(?:en)?|studenten|student|iedereen)\b""",
    re.IGNORECASE | re.VERBOSE,
)
NO_MEASURES = (
    "Er is nog niets opgeschreven over maatregelen in deze periode: wat er is gedaan, voor welke groep, hoeveel "
    "studenten zijn bereikt en hoeveel uren het kostte. Schrijf dat bij de cyclus op de pagina Verbeteren; dan staat "
    "het hier."
)
NO_CYCLES = (
    "Er is nog geen besluit van een PDCA-cyclus opgeschreven in deze periode. Wat een team besluit en waarom, komt "
    "hier te staan."
)
MEASURES_SAID = "Zoals bij de cycli is opgeschreven; bereik en uren zijn een opgave van de school."
CYCLES_SAID = "Zoals het is opgeschreven. Een besluit zegt niet dat een verandering door het plan kwam."
PRESENCE_SAID = (
    "Minuten aanwezig van de minuten geregistreerde les in deze maanden; daarnaast dezelfde maanden van de schooljaren "
    "ervoor. Te laat telt als aanwezig, min de gemiste minuten. Bij aanwezigheid staat geen band: de lessen van één "
    "student hangen samen."
)
LEVELS_SAID = (
    "De startpopulatie zijn de studenten die op 1 oktober meetelden. De band zegt hoe zeker het deel is. De norm is "
    "die van het laatste teljaar waarvan zij bekend is, en gaat over dat hele teljaar."
)
YEARS_SAID = "V is het voorlopige, D het definitieve cijfer van DUO. Zij verschillen; daarom staat erbij welk het is."
REACH_SAID = (
    "Studenten met wie in de zes lesweken tot en met die week contact was, of over wie een lijst individuele "
    "begeleiding is ingevuld."
)
KENMERK_SAID = "Ruimte voor groei van de begeleiding, in het hele schooljaar. De lijsten zeggen niets over een student."
JOB_SAID = "Positief is een 4 of 5. Eens in de twee jaar; twee metingen zijn nog geen trend."
INTRODUCTION = (
    "Per half schooljaar: wat er is gedaan, voor wie, wat er te zien is en hoe zeker dat is. De PDF is om te lezen en "
    "te versturen, de werkmap om mee te rekenen. In beide staat wat ook op de pagina's staat, en niet meer."
)
AS_TYPED = (
    "Wat bij de cycli is opgeschreven over maatregelen, acties en besluiten, staat er letterlijk in, ook als daar een "
    "naam in staat. Lees dat na voordat je de verantwoording verstuurt."
)
BALANCE_SAID = (
    "Alle contacten en lijsten individuele begeleiding in deze maanden. Bij een gelijke verdeling hoort een even groot "
    "deel bij de helft die het vaakst aanwezig was."
)
MARKS_SAID = (
    "Over het hele schooljaar tot nu toe: het gaat om het laatste cijfer van elk vak. Toeval alleen maakt de helft van "
    "de cijfers die niet gelijk zijn hoger."
)
INCIDENTS_SAID = (
    "Incidenten per 100 studenten per maand, in deze maanden en in dezelfde maanden van de schooljaren ervoor. Juli, "
    "augustus en een maand die nog niet om is, tellen niet mee."
)
INCIDENTS_APART = {
    "location": (
        "De locaties",
        "bij de andere staat geen locatie, of een locatie die niet in de inschrijvingen staat",
    ),
    "team": ("De teams", "bij de andere staat geen klas, of een klas die niet in de inschrijvingen staat"),
}
STAFF_SAID = "De band zegt hoe zeker het cijfer is."
NO_MARKS = "Er zijn in dit schooljaar nog geen vakken met twee of meer cijfers."
NO_INCIDENTS = "Over deze periode is geen register van incidenten aangeleverd. Dat betekent niet dat er geen waren."
NO_STAFF = "Er is nog geen medewerkersonderzoek ingelezen."
NO_PRESENCE = "In deze periode zijn er geen geregistreerde lessen."
NO_VSV = "Voor deze periode zijn er nog geen cijfers van DUO."
NO_LISTS = "Over deze periode zijn er nog geen contacten of lijsten over begeleiding."
NO_JOB = "Er is nog geen JOB-monitor ingelezen."
WHOLE_SCHOOL = "Hele school"
NORM, NORM_TELJAAR = "Norm", "Teljaar van de norm"


def title(institution: str) -> str:
    """What it is and whose."""
    return f"{TITLE} {institution}"


def period(first: date, last: date) -> str:
    """The months it is about: "februari tot en met juli 2026"."""
    begin = style.MONTHS[first.month - 1] + (f" {first.year}" if first.year != last.year else "")
    return f"{begin} tot en met {style.month(last)}"


def eyebrow(said: str, school_year: int, until: date | None) -> str:
    """The period, and up to which day there are figures."""
    parts = (capital(said), f"schooljaar {style.school_year(school_year)}")
    return " · ".join((*parts, f"gegevens tot en met {style.day(until)}"))


def presence(now: float | None, before: float | None, n_persons: int | None, *, is_hidden: bool = False) -> str:
    """Presence in the period and in the same months a year earlier; without a figure, whether it is hidden."""
    if is_hidden:
        return HIDDEN_GROUP
    if now is None or n_persons is None:
        return NO_PRESENCE
    here = (
        f"In deze periode waren studenten {style.percent(now, 1)} van de lestijd aanwezig (in de volste week "
        f"{style.count(n_persons)} studenten)."
    )
    if before is None:
        return here
    return (
        f"{here} In dezelfde maanden een jaar eerder was dat {style.percent(before, 1)}: "
        f"{style.change(now, before, 1)}."
    )


def ordinary(n_points: int, n_concern: int, n_better: int, points: str = "lesweken") -> str:
    """How many weeks or months of the half year, of those that have limits, are like the ordinary ups and downs."""
    if not n_points:
        return "Wat gewone schommelingen zijn, is nog niet bekend."
    if not n_concern + n_better:
        return f"Alle {points} van dit halfjaar passen bij de gewone schommelingen."
    parts = [
        f"{n} {said}"
        for n, said in (
            (n_concern, style.plural(n_concern, "vraagt aandacht", "vragen aandacht")),
            (n_better, style.plural(n_better, "laat verbetering zien", "laten verbetering zien")),
        )
        if n
    ]
    return (
        f"Van de {n_points} {points} van dit halfjaar passen er {n_points - n_concern - n_better} bij de gewone "
        f"schommelingen; {joined(parts)}."
    )


def incidents(number: int, now: float, before: float | None) -> str:
    """How many incidents there were in the period, per 100 students per month, and a year earlier."""
    many = f"{style.count(number)} {style.plural(number, 'incident', 'incidenten')}"
    told = f"{style.plural(number, 'is', 'zijn')} er {many} gemeld"
    said = f"In deze periode {told}: {style.decimal(now)} per 100 studenten per maand."
    return said if before is None else f"{said} In dezelfde maanden een jaar eerder was dat {style.decimal(before)}."


def incidents_apart(by: str, number: int, whole: int) -> str:
    """Why the incidents of all locations or teams are fewer than those of the school; empty when they are not."""
    if number == whole:
        return ""
    groups, why = INCIDENTS_APART[by]
    return f"{groups} hebben samen {style.count(number)} van de {style.count(whole)} incidenten: {why}."


def not_kept(headline: str) -> str:
    """What a check shows now and nobody has kept yet."""
    return f"Nog niet vastgelegd: {headline}"


def n_measures(measures: int, cycles: int, hours: float) -> str:
    """How many measures there are, in how many cycles, and the hours that are written down with them."""
    effort = f", samen {style.decimal(hours)} uur" if hours else ""
    return (
        f"{measures} {style.plural(measures, 'maatregel', 'maatregelen')} in {cycles} "
        f"{style.plural(cycles, 'cyclus', 'cycli')}{effort}."
    )


def n_cycles(number: int) -> str:
    """How many cycles ran."""
    return f"{number} {style.plural(number, 'cyclus', 'cycli')} in deze periode."


def n_actions(number: int, n_done: int) -> str:
    """How many actions there are, and how many of them are done."""
    done = f"{n_done} {style.plural(n_done, 'is', 'zijn')} gedaan"
    return f"{number} {style.plural(number, 'actie', 'acties')} in deze periode; daarvan {done}. {ROLES_ONLY}"


def role(owner: str) -> str:
    """The roles in what was written about who does it; all other texts of a cycle stand in an account as typed."""
    found = list(dict.fromkeys(one.group() for one in _ROLES.finditer(owner)))
    return joined(found) if found else NO_ROLE


def n_decisions(number: int) -> str:
    """How many decisions there are."""
    return f"{number} {style.plural(number, 'besluit', 'besluiten')} in deze periode."


def band(low: float | None, high: float | None, *, is_share: bool = True) -> str:
    """The interval of a share or of another figure in a table; unknown is a dash."""
    if low is None or high is None:
        return "–"
    return sure.between(low, high, 1) if is_share else f"tussen {style.decimal(low)} en {style.decimal(high)}"


def months_counted(n_months: int) -> str:
    """Over how many months a figure of the period is added up."""
    return f"Geteld over {n_months} {style.plural(n_months, 'maand', 'maanden')} met lessen"


def until(teljaar: int, report_month: int) -> str:
    """Up to which month of DUO a table runs."""
    return f"Tot en met {month(report_month)} van teljaar {style.school_year(teljaar)}."


def team(name: str | None) -> str:
    """A team in a table of groups."""
    return f"Team {name}" if name else "Zonder team"


def graded(one: Grade) -> str:
    """What a grade is about, in a table."""
    return one.name.removeprefix("hun ").capitalize()


def used(files: Sequence[str]) -> str:
    """Which files of DUO the figures come from."""
    return f"De cijfers over voortijdig schoolverlaten komen uit {joined(list(files))}."
