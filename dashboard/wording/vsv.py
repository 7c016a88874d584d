"""The sentences of the page *Voortijdig schoolverlaten*. Who stayed comes first; V and D are always named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import style
from dashboard.wording import HIDDEN_GROUP, NOT_SHOWN, joined, sure
from dashboard.wording.sure import Change

PACE = (
    "Voortijdig schoolverlaters tot nu toe, per maand van het teljaar, als deel van de startpopulatie. De dikke lijn "
    "is dit teljaar, met een band om de laatste maand; grijs zijn eerdere teljaren. Rechts staan de jaarcijfers van "
    "DUO: een open rondje is voorlopig (V), een gevulde ruit definitief (D)."
)
YEARS = (
    "Het jaarcijfer van elk teljaar met een band: een open rondje is voorlopig (V), een gevulde ruit definitief (D)."
)
YEARS_DRAWN = {
    "norm": "De streepjes zijn de norm.",
    "national": "De vierkantjes zijn het landelijke cijfer.",
    "break": "Bij een staande lijn veranderde de telling: vergelijk links en rechts daarvan niet.",
}
"""What is said of marks that are not in every chart of the teljaren, by the part of it they are in."""
FUNNEL = (
    "Elke stip is een team, met de letter uit de tabel eronder; verder naar rechts is een groter team. Kleine teams "
    "schommelen meer. Van elke 20 teams liggen er door toeval 19 in het donkere vlak, en bijna alle in het lichte. "
    "De volgorde van teams zegt niets."
)
RETENTION = (
    "Welk deel van de starters nog op school is, naar weken sinds de eigen start. De dikke lijn met de band is het "
    "nieuwste cohort, grijs zijn eerdere. Met een diploma gaan is geen uitval: zo iemand telt mee tot die week."
)
ENTREE = (
    "Een entreediploma (niveau 1) is geen startkwalificatie. Wie na entree doorgaat op niveau 2 telt niet als "
    "voortijdig schoolverlater; wie met alleen een entreediploma van school gaat wel."
)
CUMULATIVE = (
    "De maandlijst telt op: wie terugkomt of een diploma haalt, gaat er weer af. Vergelijk daarom dezelfde maand van "
    "twee teljaren. De norm gaat over het hele teljaar."
)
UNMATCHED_TODO = (
    "Wat je kunt doen: zoek deze studenten op in Mijn DUO. Begonnen ze na 1 oktober, dan horen ze bij een volgend "
    "teljaar. Stonden ze op 1 oktober wel ingeschreven, dan ontbreken ze in de startpopulatie: geef dat door aan DUO."
)
NO_FIGURES = (
    "Er zijn nog geen cijfers over voortijdig schoolverlaten. Lever de bestanden van DUO aan (A05 en A04, later NRSP "
    "en NenR); op de pagina Gegevens staat welke er zijn."
)
NO_COHORT = "Er zijn nu nog niet genoeg starters om een lijn van te tekenen."
NO_TEAM_FIGURES = "Voor dit team zijn er nog geen cijfers over voortijdig schoolverlaten."
NOT_DISTINCT = (
    "Nu is “bijgesteld” voor elk team hetzelfde: tussen teams is geen verschil te zien dat groter is dan toeval."
)
NO_FINAL = "Er is nog geen jaarcijfer van DUO (NenR met NRSP). Het eerste, voorlopige cijfer komt in februari of maart."
MIXED_LEVELS = "Teams hebben niet dezelfde niveaus. Kies een niveau om teams met dat niveau naast elkaar te zien."
HIDDEN_NOW = "Deze groep is klein, of met haar cijfer is dat van een kleine groep uit te rekenen."
ALL_LEVELS = "Alle niveaus"
ALL_LEERWEGEN = "alle"
NO_LEVEL = "Zonder niveau"

BREAKS = {
    2012: ("DUO telt\nanders", "2012-2013: DUO bepaalt het aantal met meer gegevens dan daarvoor"),
    2019: ("nieuwe\ntelling", "2019-2020: een nieuwe telling"),
    2026: ("tot 27 jaar", "2026-2027: de leeftijdsgrens gaat van 23 naar 27 jaar"),
}
"""Teljaren that began with another way to count: the words at the line, and the words below the chart."""

STATUS = {"V": "voorlopig (V)", "D": "definitief (D)"}
STATUS_IN_FILE = {"monthly": "maandlijst", **STATUS}

_OCTOBER, _AFTER = 9, 12


@dataclass(frozen=True)
class Rate:
    """The share of vsv'ers in one report month: n of population, with its interval as shares of 0-1."""

    teljaar: int
    report_month: int
    n: int
    population: int
    value: float
    low: float
    high: float


def month(report_month: int) -> str:
    """A report month in words: 1 is "oktober", 13 "oktober na het teljaar", 16 "voorlopig (V)"."""
    if report_month > _AFTER + 3:
        return STATUS["V" if report_month == _AFTER + 4 else "D"]
    name = style.MONTHS[(report_month - 1 + _OCTOBER) % 12]
    return f"{name} na het teljaar" if report_month > _AFTER else name


def when(teljaar: int, report_month: int) -> tuple[str, str]:
    """Which teljaar a page is about, and up to which month its figures run, or that they are those of V or D."""
    name = month(report_month)
    until = name if report_month > _AFTER + 3 else f"gegevens tot en met {name}"
    return f"teljaar {style.school_year(teljaar)}", until


def level(number: int | None) -> str:
    """A level as it is called: students in vavo or without a known level have none."""
    return f"Niveau {number}" if number else NO_LEVEL


def leerweg(code: str) -> str:
    """A leerweg as it is called: BOL and BBL keep their letters, EX are students who only take an exam."""
    return "examen" if code == "EX" else style.text(code)


def lead(now: Rate | None) -> str:
    """Who stayed, first. None: nothing has come in yet."""
    if now is None:
        return "De eerste cijfers van dit teljaar komen nog"
    return (
        f"{style.count(now.population - now.n)} van de {style.count(now.population)} studenten zijn op school gebleven "
        "of hebben een startkwalificatie"
    )


def explained(now: Rate, before: Rate | None, change: Change | None) -> str:
    """How many are on the list, how sure that is, and the same month of the teljaar before."""
    here = (
        f"Tot en met {month(now.report_month)} van teljaar {style.school_year(now.teljaar)} {_stand(now.n)} "
        f"op de lijst van voortijdig schoolverlaters: {style.percent(now.value, 1)}, "
        f"met een band {sure.between(now.low, now.high, 1)}."
    )
    if before is None:
        return here
    then = (
        f" In dezelfde maand van {style.school_year(before.teljaar)} was dat {style.percent(before.value, 1)}"
        f" ({style.count(before.n)} van de {style.count(before.population)})."
    )
    if broken := breaks_between(before.teljaar, now.teljaar):
        return f"{here}{then} {broken}"
    return f"{here}{then} {compared(change, now, before)}" if change else here + then


def _stand(number: int) -> str:
    return "staat 1 student" if number == 1 else f"staan {style.count(number)} studenten"


def hidden(teljaar: int, report_month: int) -> str:
    """That the newest figure of a group is not shown, and of which month it is."""
    return f"Het cijfer tot en met {month(report_month)} van teljaar {style.school_year(teljaar)}: {NOT_SHOWN}"


def hidden_why(earlier: Rate | None) -> str:
    """Why, and the newest month of the group that is shown, if there is one."""
    if earlier is None:
        return HIDDEN_GROUP
    return (
        f"{HIDDEN_NOW} De laatste maand die we van deze groep wel laten zien, is {month(earlier.report_month)} van "
        f"teljaar {style.school_year(earlier.teljaar)}."
    )


def compared(change: Change, now: Rate, before: Rate) -> str:
    """The difference with the teljaar before and whether it is larger than chance."""
    points = style.change(now.value, before.value, 1)
    if not change.is_beyond_chance:
        return f"Het verschil ({points}) past bij toeval."
    if change.value < 0:
        return f"Dat zijn er nu minder: {points}, een verschil {sure.BEYOND}."
    return (
        f"Het verschil ({points}) is {sure.BEYOND}. "
        "Wat hebben studenten nodig om te blijven?"
    )  # fmt: skip


def breaks_between(earlier: int, later: int) -> str:
    """A warning when the way to count changed between two teljaren; empty when it did not."""
    broken = [style.school_year(teljaar) for teljaar in BREAKS if earlier < teljaar <= later]
    return f"Vergelijken kan hier niet: vanaf {joined(broken)} wordt anders geteld." if broken else ""


def breaks(drawn: Collection[int]) -> str:
    """The trend breaks that are drawn, by the teljaar each began with; empty without one."""
    said = [words for teljaar, (_, words) in BREAKS.items() if teljaar in drawn]
    return f"Hier veranderde de telling. {'. '.join(said)}." if said else ""


def published(share: float | None) -> str:
    """A norm or national share as it was published, with at most two decimals: "9,45 %", "22 %"."""
    if share is None:
        return style.percent(None)
    return f"{style.decimal(share * 100, 2).rstrip('0').rstrip(',')}{style.NO_BREAK}%"


def norm_of(share: float | None, teljaar: int | None) -> str:
    """A norm in a table, with the teljaar it was set for, as HTML."""
    if share is None or teljaar is None:
        return style.percent(None)
    return f"{published(share)}<br><small>van {style.school_year(teljaar)}</small>"


def norm_said(share: float | None, teljaar: int | None) -> str:
    """A norm with the teljaar it was set for, as plain text."""
    if share is None or teljaar is None:
        return style.percent(None)
    return f"{published(share)} van {style.school_year(teljaar)}"


def norm(level_number: int | None, row: Mapping[str, Any] | None) -> str:
    """The norm of a level (a row of the norms) and where it comes from; there is none for all levels together."""
    if level_number is None:
        return "De norm geldt per niveau: kies een niveau om haar te zien."
    if row is None:
        return f"Voor {level(level_number).lower()} is er geen norm bekend."
    return (
        f"De norm voor {level(level_number).lower()} in {style.school_year(row['teljaar'])} is "
        f"{published(row['norm_share'])} van het hele teljaar (bron: {row['origin']})."
    )


def years(drawn: Collection[str]) -> str:
    """What the chart of the teljaren shows, of which these parts are drawn."""
    return " ".join([YEARS, *(said for name, said in YEARS_DRAWN.items() if name in drawn)])


def national(teljaar: int, share: float | None, number: int | None, status: str | None, origin: str) -> str:
    """The national figure of a teljaar with its source; either the share or the number may be unknown."""
    figures = [published(share)] if share is not None else []
    figures += [f"{style.count(number)} studenten"] if number is not None else []
    named = f", {STATUS[status]}" if status else ""
    undrawn = (
        " Het percentage is daarvan niet bekend, dus dit teljaar staat niet in de grafiek." if share is None else ""
    )
    return f"Landelijk in {style.school_year(teljaar)}: {' ofwel '.join(figures)}{named} (bron: {origin}).{undrawn}"


def stayed(cohort: int, week: int, share: float, low: float | None, high: float | None) -> str:
    """What the newest line of the starters says at its end; there is no band before anybody left."""
    band = "" if low is None or high is None else f" (band {sure.between(low, high)})"
    return (
        f"Van de starters in {style.school_year(cohort)} is na {week} {style.plural(week, 'week', 'weken')} "
        f"{style.percent(share)} nog op school{band}."
    )


def starters(started: Mapping[int, int], until: date | None) -> str:
    """From how many starters of each cohort, up to which day."""
    each = [f"{style.count(number)} starters in {style.school_year(cohort)}" for cohort, number in started.items()]
    return f"Geteld over {joined(each)}, tot en met {style.day(until)}."


def unmatched(number: int, report_month: int) -> str:
    """Leavers on the list who are not in the start population, by their number; never dropped in silence."""
    if number == 0:
        return f"In {month(report_month)} staat iedereen van de lijst ook in de startpopulatie."
    if number == 1:
        who = "1 student staat op de lijst van DUO en niet in de startpopulatie. Deze telt"
    else:
        who = f"{style.count(number)} studenten staan op de lijst van DUO en niet in de startpopulatie. Zij tellen"
    return f"{who} niet mee in het percentage."


def definition_change(teljaar: int, status: str, previous: float, delivered: float) -> str:
    """What another way to count does to one and the same teljaar."""
    difference = style.change(delivered, previous, 1)
    return (
        f"Teljaar {style.school_year(teljaar)}, {status}: met de nieuwe regel {style.percent(delivered, 1)}, met de "
        f"regel van daarvoor {style.percent(previous, 1)}. Dat verschil ({difference}) komt door de regel, "
        "niet door studenten."
    )


def levels(teljaar: int, report_month: int, before: int | None) -> str:
    """What the table of levels compares."""
    then = "" if before is None else f" Zelfde maand eerder is die van {style.school_year(before)}."
    return (
        f"Tot en met {month(report_month)} van teljaar {style.school_year(teljaar)}.{then} Het staande streepje in een "
        "band is de norm; die gaat over het hele teljaar."
    )


def months_basis(n_months: int) -> str:
    """How many months have a list."""
    return f"{n_months} {style.plural(n_months, 'maand', 'maanden')} met een lijst van DUO"


def files(teljaar: int, report_month: int, population_from: str, leavers_from: str) -> str:
    """Which two files the newest figure is made of."""
    return (
        f"Het nieuwste cijfer, {month(report_month)} van teljaar {style.school_year(teljaar)}: startpopulatie uit "
        f"{population_from}, vertrokken studenten uit {leavers_from}."
    )


def counted(now: Rate) -> str:
    """From how many students, up to which month."""
    return (
        f"Geteld over {style.count(now.population)} studenten in de startpopulatie, "
        f"tot en met {month(now.report_month)} van teljaar {style.school_year(now.teljaar)}."
    )


def counted_final(last: Rate) -> str:
    """From how many students the newest figure of DUO is counted, and whether it is provisional."""
    return (
        f"Geteld over {style.count(last.population)} studenten in de startpopulatie van teljaar "
        f"{style.school_year(last.teljaar)}, {month(last.report_month)}."
    )


def letter(number: int) -> str:
    """What a team is called in a chart, from 0: A to Z, then AA, AB and so on."""
    first, last = divmod(number, 26)
    return ("" if first == 0 else letter(first - 1)) + chr(ord("A") + last)


def teams(n_outside: int, n_teams: int) -> str:
    """What a funnel says of all teams together; a name is only worth a talk, never a place in a row."""
    if n_teams < 2:
        return ""
    if n_outside == 0:
        return "Alle teams liggen binnen wat toeval alleen al geeft. De verschillen tussen teams zeggen nu weinig."
    who = "1 team ligt" if n_outside == 1 else f"{n_outside} teams liggen"
    return f"{who} buiten wat toeval alleen geeft. Een goed moment om samen te kijken wat daar anders is."


def shrunk(towards: float, *, is_distinct: bool) -> str:
    """What an adjusted figure is, and towards which figure of the teams that are shown it moves.

    `is_distinct` tells whether more than chance lies between the teams; else every team has that one figure.
    """
    begin = "Op volgorde van naam. Bij “bijgesteld” telt mee hoeveel een klein team door toeval schommelt: dat cijfer"
    figure = style.percent(towards, 1)
    if is_distinct:
        return f"{begin} ligt dichter bij het gemiddelde van de getoonde teams, {figure}."
    return f"{begin} schuift naar dat van de getoonde teams samen, {figure}. {NOT_DISTINCT}"


def remarks(number: int) -> str:
    """How many remarks there are about the files of DUO."""
    return f"{number} {style.plural(number, 'opmerking', 'opmerkingen')} bij de bestanden"
