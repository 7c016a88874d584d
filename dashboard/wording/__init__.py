"""The voice of the product: first the gain, then what is next. Pure functions from facts to Dutch sentences.

Facts about one student are counts. A trend word ("aanhoudend") is only used when the change stands outside
the student's own normal ups and downs. Words that judge a student are forbidden: see `FORBIDDEN`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import style
from pipelines.definition import Definition

FORBIDDEN = re.compile(
    r"""
    \b(?:maar|slechts)\s+(?:\d|een\s+paar\b|enkele\b)
    | onvoldoende | achterstand | risico | proble(?:em|men) | \bfa(?:alt|len)\b | \bk(?:an|unt|unnen)\s+niet\b
    | te\s+weinig | slechtste | laagste | \balarm
    | \branglijst | \brangorde | \brangnummer | \b(?:beste|zwakste|sterkste)\s+(?:student|leerling|klas|team)
    | \b(?:beter|slechter|hoger|lager|meer|minder|vaker|vroeger|later)\s+dan\s+
      (?:(?:de|het|zijn|haar|hun|je|jouw)\s+)?(?:rest\b|klas(?!\s+ervoor)|groep|ander|gemiddeld|medestudent)
    | \b(?:onder|boven)\s+het\s+(?:klas|groeps|team)?gemiddelde\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What belittles a figure or judges a person, and what lays a student, a class or a team beside another one."""

TANDEM = {"mentor": "mentor", "kaw": "KAW'er", "peercoach": "peercoach"}
"""Who a tandem is, as they are called within a sentence."""
NO_CLASSES = "Er is nog geen klas die bij jou hoort. Vraag de functioneel beheerder om je te koppelen aan een klas."
NO_STUDENTS = "In deze klas staan nu nog geen studenten."
NO_STEPS = "De eerste stap komt hier te staan zodra die er is."
NO_LESSONS = "Er zijn nog geen geregistreerde lessen van deze student."
NO_ARRIVALS = "Er is nog geen tijd van binnenkomst bekend. Die komt mee als de les met een tijd geregistreerd is."
NO_DUTY = "In deze klas bereikte in de laatste vier weken geen student de 16 uur ongeoorloofd."
NO_DELIVERIES = "Er zijn nog geen bestanden ingelezen."
NOTHING_REJECTED = "Alle regels zijn goed ingelezen."
GROWTH_LINE = (
    "Aanwezigheid per week, van 0 tot 100 % van de geregistreerde lestijd. Een grotere stip is een week met "
    "meer geregistreerde lessen. De twee vlakken zijn de laatste 20 lesdagen en de 20 ervoor, elk met eigen "
    "streep. De stippellijn bij 80 % is de afspraak van school. De cijfers bij een ring zijn de stappen."
)
WHEN_IT_WORKED = "Aanwezig van de geregistreerde lessen in de laatste 40 lesdagen."
ARRIVALS = (
    "Elke stip is een dag: het moment van binnenkomst, hoger is vroeger. Het streepje is het begin van de "
    "eerste les. Op een dag zonder stip was de student er niet of is de tijd niet bekend."
)
CALENDAR = "Elk vakje is een les, per week en per dag van boven naar beneden; gevuld is het deel dat de student er was."
CLASS_CHANGE = (
    "Verandering van dezelfde studenten in punten, week voor week. De band is de gewone schommeling, "
    "de streepjeslijn wat we verwachtten."
)
GROWTH_TABLE = (
    "Op volgorde van naam. De lijn loopt van 0 tot 100 % van de geregistreerde lestijd, over 20 weken. "
    "Aanwezig en verschil gaan over de laatste 20 lesdagen en de 20 ervoor, geregistreerd over de laatste "
    "4 weken. In de ene periode zijn soms meer lessen geregistreerd dan in de andere: dan kan iemand minder lessen "
    "volgen en toch een groter deel ervan. Aanhoudend gaat over een andere tijd dan de punten ervoor: de laatste 4 of "
    "8 lesweken samen, naast de lesweken daarvoor."
)
LEDGER = "Alle stappen van de laatste 8 weken, de nieuwste eerst."
DEFINITIONS = "Achter elk getal staat een afspraak. Hier lees je wat we tellen, wat niet, en waar je op let."
REJECTED_NOTE = (
    "Per regel zie je wat er aan de hand is en wat je kunt doen. De inhoud van een regel laten we niet zien."
)
COLUMNS_NOTE = (
    "Wat hoort te staan in een kolom die niet in het bestand zit, telt niet mee. Is een kolom hernoemd? Geef haar weer "
    "de oude naam, of beschrijf de indeling in het instellingenbestand."
)
REMARKS_NOTE = "Dit zegt geen enkele regel op zichzelf, wel de bestanden samen. De rest is gewoon ingelezen."
REVISIONS_NOTE = (
    "Een jaar dat is afgesloten, blijft zoals het is gerapporteerd. Deze bestanden zouden dat veranderen. "
    "Jij beslist of dat gebeurt; tot dan blijft het oude cijfer staan."
)
REVISION_ACCEPTED = "Vastgelegd. Bij de volgende opbouw staat het nieuwe cijfer er."
REVISION_NEEDS_REASON = "Schrijf in één zin waarom, dan is het later nog te volgen."
COVERAGE_NOTE = (
    "Het deel van de lessen dat geregistreerd is. Een les zonder registratie telt niet mee als aanwezig of afwezig."
)
NO_BUILD = "Er zijn nog geen gegevens. Draai eerst `groeilijn build` of begin met `groeilijn demo`."
NO_VIEWER = (
    "We weten nog niet wie je bent. Daarom laat Groeilijn hier geen gegevens zien. "
    "Vraag de functioneel beheerder van je school om je toegang te geven."
)
SIGN_IN = "Log in met je schoolaccount. Daarna zie je de klassen en pagina's die bij jouw rol horen."
NOT_KNOWN = (
    "Je bent ingelogd, en je hoort nog niet bij een klas, team of taak. Daarom laat Groeilijn hier geen gegevens zien. "
    "Vraag de functioneel beheerder van je school om je toe te voegen."
)
PROVIDER_AWAY = (
    "Inloggen lukt nu even niet: het inlogsysteem van de school antwoordt niet. Probeer het straks nog eens."
)
FORMER = "Eerder in deze klas"
FORMER_MEANS = "Van deze studenten zie je alleen de tijd in deze klas."
NOT_YOURS = "Deze pagina hoort bij een klas of student die je met jouw rol niet kunt openen."
HIDDEN_GROUP = (
    "Van deze groep tonen we geen cijfers. Zij is klein, of met haar cijfers is een kleine groep uit te rekenen."
)
SAMPLE_WHOLE = (
    "Dit zijn voorbeeldgegevens. DUO en de JOB-monitor gaan over de hele school, zo'n 2.600 studenten. Lessen en "
    "inschrijvingen zijn er van drie teams daarvan."
)
NOT_SHOWN = "niet getoond"
"""What stands in a hidden cell: not that its group is small, as it may also stand beside a small one."""
SMALL_GROUPS = (
    f"Waar “{NOT_SHOWN}” staat, tonen we geen cijfer: die groep is klein, of met haar cijfer is dat van een kleine "
    "groep uit te rekenen."
)
TOO_EARLY = "Nog te vroeg om te vergelijken"
NO_STUDENT_ROWS = "Met jouw rol zie je de klas als geheel, zonder gegevens van studenten."
DUTY_NOTE = (
    "Zestien uur ongeoorloofd in vier schoolweken is het moment van een wettelijke melding. Vakanties tellen "
    "niet mee. Onder de 18 is melden verplicht, vanaf 18 jaar volgt de school de eigen afspraak."
)


def gone_wrong(reference: str) -> str:
    """What is said of an error nobody expected: where it can be found, and nothing of what it was about."""
    return (
        "Deze pagina lukt nu even niet. De andere pagina's werken gewoon door. "
        f"Blijft het zo, noem dan aan de functioneel beheerder het woord {reference}."
    )


def forbidden(text: str) -> list[str]:
    """The words in a text that do not belong on our screens; empty when the text is fine."""
    return [match.group() for match in FORBIDDEN.finditer(text)]


def name(first: str | None, last: str | None, number: int) -> str:
    """The name of a student as far as it was delivered; without one, the number the school knows the student by."""
    return " ".join(part for part in (first, last) if part) or f"Student {number}"


def capital(said: str) -> str:
    """A text as a sentence or a label begins; all that follows stays as it is."""
    return said[:1].upper() + said[1:]


def joined(parts: Sequence[str]) -> str:
    """One sentence of parts: "a", "a en b", "a, b en c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}" if parts else ""


def plain(name: str) -> str:
    """A name without accents and capitals, as it is sorted."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def slug(title: str) -> str:
    """A title as it stands in a key or in the name of a file: "Eén team" becomes "een-team"."""
    return re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")


# --- What stands under a figure ---------------------------------------------------------------------------


FULLEST = {
    "week_start": "in de volste week",
    "month": "in de volste maand",
    "weekday": "op de volste weekdag van een maand",
}
"""When the most people were counted, by the column in which the same people come back."""


def counted(
    number: int,
    what: str,
    until: date | None,
    *,
    n_persons: int | None = None,
    who: str = "studenten",
    years: Sequence[int] = (),
    fullest: str | None = None,
) -> str:
    """From what a figure is counted, in which school years and up to which day: "Geteld over 12.403 lessen van 178
    studenten, tot en met 05-06-2026".

    `fullest`, of FULLEST, is when `n_persons` (or, without these, `number`) were counted, where they are fewer than
    all people together: "Geteld over 12.403 lessen in 2025-2026, in de volste week 178 studenten".
    """
    told, when = f"Geteld over {style.count(number)} {what}", school_years(years)
    within = f" in {when}" if when else ""
    day = f", tot en met {style.day(until)}" if until else ""
    if n_persons is None:
        return f"{told} {fullest}{f' van {when}' if when else ''}{day}" if fullest else f"{told}{within}{day}"
    people = f"{style.count(n_persons)} {who}"
    return f"{told}{within}, {fullest} {people}{day}" if fullest else f"{told} van {people}{within}{day}"


def school_years(years: Sequence[int]) -> str:
    """School years in a row: "2024-2025 en 2025-2026", and from three on the first and the last."""
    if len(years) > 2:
        return f"{style.school_year(years[0])} tot en met {style.school_year(years[-1])}"
    return joined([style.school_year(year) for year in years])


def counted_in_files(n_lines: int, n_files: int, until: date | None) -> str:
    """From how many files it is counted, and up to which day."""
    who = style.plural(n_files, "bestand", "bestanden")
    return counted(n_lines, style.plural(n_lines, "regel", "regels"), until, n_persons=n_files, who=who)


def terms(definition: Definition) -> tuple[tuple[str, str], ...]:
    """The parts of a definition under the names they have on screen, with the quotes of print."""
    parts = {
        "Waarom": definition.why,
        "Telt mee": definition.counts,
        "Telt niet mee": definition.counts_not,
        "Lees met beleid": definition.care,
    }
    return tuple((name, re.sub(r'"([^"]*)"', r"“\1”", said)) for name, said in parts.items())


def from_files(number: int) -> str:
    """How many deliveries the build was made of: those of every source, whatever figure it stands with."""
    return f"{style.count(number)} aangeleverde {style.plural(number, 'bestand', 'bestanden')}, alle soorten samen"


def thresholds(small_group: int, few_answers: int) -> str:
    """From how many people on a figure is shown."""
    return (
        f"een cijfer staat er vanaf {small_group} studenten, van de JOB-monitor en het medewerkersonderzoek vanaf "
        f"{few_answers} antwoorden"
    )


def not_shown(number: int) -> str:
    """How many cells of a file hold a word, and why."""
    return f"{style.count(number)} {style.plural(number, 'cijfer', 'cijfers')}. {SMALL_GROUPS}" if number else "0"


# --- The class ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClassGrowth:
    """The change of the same students in both windows; every field but the first two is a share of 0-1."""

    status: str
    n_students: int
    current_share: float
    change_share: float
    expected_change_share: float
    band_low_share: float
    band_high_share: float


def class_lead(growth: ClassGrowth | None) -> str:
    """The headline of a class: it has grown only above the band of no change. None is too early to
    compare.
    """
    if growth is None:
        return TOO_EARLY
    here = f"{style.percent(growth.current_share)} van de lestijd aanwezig"
    if growth.status == "above_band":
        return f"De klas is gegroeid: {style.points(growth.change_share)} in 20 lesdagen"
    if growth.status == "below_band":
        return f"{here}, op weg naar een volgende stap"
    return f"{here}, ongeveer gelijk gebleven"


def class_explained(growth: ClassGrowth | None) -> str:
    """What the headline rests on: who is compared, how much changed, what was expected and the band around
    it.
    """
    if growth is None:
        return (
            "Vergelijken begint op lesdag 40: dan zijn er twee periodes van 20 lesdagen. "
            "De stappen van studenten zie je hieronder al wel."
        )
    who = "Dezelfde student was" if growth.n_students == 1 else f"Dezelfde {growth.n_students} studenten waren"
    band = f"tussen {style.points(growth.band_low_share)} en {style.points(growth.band_high_share)}"
    verdict = {
        "above_band": f"Gewone schommelingen liggen {band}; deze groei is groter.",
        "below_band": f"Gewone schommelingen liggen {band}; dit ligt daarbuiten. Wat heeft de klas nodig?",
    }.get(growth.status, f"Dat past bij gewone schommelingen, {band}.")
    return (
        f"{who} in de laatste 20 lesdagen {style.percent(growth.current_share)} van de lestijd aanwezig: "
        f"{style.points(growth.change_share)} vergeleken met de 20 lesdagen ervoor. "
        f"Verwacht vanuit hun beginpunt: {style.points(growth.expected_change_share)}. {verdict}"
    )


def leavers(n_leavers: int, n_joiners: int, all_previous: float | None, all_current: float | None) -> str:
    """Leavers and joiners apart, in words, and what the plain class mean would have shown."""
    parts = []
    if n_leavers:
        verb = "is" if n_leavers == 1 else "zijn"
        parts.append(f"{_students(n_leavers)} {verb} uit de klas gegaan")
    if n_joiners:
        verb = "heeft" if n_joiners == 1 else "hebben"
        parts.append(f"{_students(n_joiners)} {verb} nog geen twee periodes van 20 lesdagen")
    if not parts:
        return ""
    naive = ""
    if all_previous is not None and all_current is not None:
        naive = (
            f" Met iedereen erbij ging het gemiddelde van {style.percent(all_previous)} naar "
            f"{style.percent(all_current)}; dat komt deels door wie er in de klas zit."
        )
    they = "Die telt" if n_leavers + n_joiners == 1 else "Zij tellen"
    return f"{joined(parts)}. {they} niet mee in de groei van de klas.{naive}"


def _students(number: int) -> str:
    return f"{number} {style.plural(number, 'student', 'studenten')}"


# --- One student ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Before:
    """The 20 teaching days before the last 20, and the change since; known from teaching day 40."""

    n_present: int
    n_registered: int
    change_share: float
    since_start_share: float | None


@dataclass(frozen=True)
class Level:
    """A level that lasts: the share over the last teaching weeks, and in the weeks before them."""

    n_weeks: int
    share: float
    share_before: float

    @property
    def direction(self) -> str:
        """The one word a sustained level gets."""
        return "hoger" if self.share > self.share_before else "lager"


@dataclass(frozen=True)
class Growth:
    """Lessons of one student in the last 20 teaching days, how that compares, and a level that lasts."""

    n_present: int
    n_registered: int
    before: Before | None
    level: Level | None = None

    @property
    def n_more(self) -> int:
        """Lessons more than in the period before; 0 when that is not known yet."""
        return self.n_present - self.before.n_present if self.before else 0


def change(growth: Growth) -> tuple[str, str]:
    """The change of a student in lessons and in points, or that it is too early: two short texts for one
    cell.
    """
    if growth.before is None:
        return "nog te vroeg", "om te vergelijken"
    number = abs(growth.n_more)
    lessons = f"{number} {style.plural(number, 'les', 'lessen')} {'meer' if growth.n_more > 0 else 'minder'}"
    level = growth.level
    lasts = f"; de laatste {level.n_weeks} lesweken samen aanhoudend {level.direction}" if level else ""
    return lessons if number else "evenveel lessen", style.points(growth.before.change_share) + lasts


def course(shares: Sequence[float | None]) -> str:
    """A small line in words, for who cannot see it: the weeks that have registered lessons, in percent."""
    known = [style.percent(share) for share in shares if share is not None]
    return f"Aanwezig per week: {', '.join(known)}" if known else "Nog geen geregistreerde weken"


def student_lead(name: str, growth: Growth | None) -> str:
    """The headline of a student: the gain first, as counts."""
    if growth is None or growth.n_registered == 0:
        return f"De groeilijn van {name} begint bij de eerste geregistreerde les"
    here = f"{name} was er {style.of_lessons(growth.n_present, growth.n_registered)}"
    if growth.before is None:
        return here
    since = growth.before.since_start_share or 0.0
    if growth.n_more <= 0 or growth.before.change_share <= 0:
        return f"{style.points(since)} sinds de start: {here}" if since > 0 else here
    more = f"{growth.n_more} {style.plural(growth.n_more, 'les', 'lessen')} meer"
    return f"{more} dan in de periode ervoor: {here}"


def student_explained(growth: Growth | None, *, is_former: bool = False) -> str:
    """What the headline rests on: the earlier period, whether it lasts (of who is in the class no more nobody here can
    see that), and a gain since the start.
    """
    if growth is None or growth.n_registered == 0:
        return ""
    if growth.before is None:
        return f"Geteld over de laatste 20 lesdagen. {TOO_EARLY}: dat kan vanaf lesdag 40."
    earlier = style.of_lessons(growth.before.n_present, growth.before.n_registered)
    verdict = "" if is_former else f" {_lasting(growth.level)}"
    since = growth.before.since_start_share
    gained = growth.n_more > 0 and since is not None and since > 0
    start = f" Sinds de start: {style.points(since or 0)}." if gained else ""
    return (
        f"Dat is in de laatste 20 lesdagen. In de 20 lesdagen ervoor: {earlier} "
        f"({style.points(growth.before.change_share)}).{verdict}{start}"
    )


def _lasting(level: Level | None) -> str:
    """Whether the level stands outside the student's own ups and downs, in the weeks that show it."""
    if level is None:
        return "Dat kan een gewone schommeling zijn; of het blijft, zien we de komende weken."
    end = (
        "Dat is meer dan de gewone schommelingen van deze student."
        if level.share > level.share_before
        else "Een goed moment om te vragen: wat heb je nu nodig?"
    )
    now, before = style.percent(level.share), style.percent(level.share_before)
    return (
        f"De laatste {level.n_weeks} lesweken samen staan aanhoudend {level.direction}: "
        f"{now} van de lestijd, in de lesweken daarvoor {before}. {end}"
    )


def held(n_days: int | None) -> str:
    """On how many teaching days since, not always in a row, a step was held; nothing to say on the day itself, or of
    who is in the class no more.
    """
    if not n_days:
        return ""
    return f" · daarna nog {n_days} {style.plural(n_days, 'lesdag', 'lesdagen')} zo"


# --- The two opening questions --------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """How often the student was there in one part of the week: a weekday, the first hour, a kind of
    lesson.
    """

    label: str
    n_present: int
    n_registered: int


@dataclass(frozen=True)
class Question:
    """A fact and the open question it leads to."""

    fact: str
    question: str


def what_worked(steps: Sequence[tuple[date, str]], growth: Growth | None) -> Question:
    """The first opening: the newest step, else the lessons the student was there, and how that was done."""
    if steps:
        moment, sentence = steps[0]
        return Question(f"Laatste stap, {style.day(moment)}: {sentence}", "Hoe is dat gelukt, en wat hielp daarbij?")
    if growth is not None and growth.n_present:
        here = style.of_lessons(growth.n_present, growth.n_registered)
        return Question(f"In de laatste 20 lesdagen was je er {here}.", "Hoe is dat gelukt?")
    return Question("Elke les die je volgt, is een stap.", "Wanneer ging het al iets beter, en wat was er toen anders?")


def next_step(parts: Sequence[Part]) -> Question:
    """The second opening: the part of the week that already works best (at least 4 lessons), and what could
    be next.
    """
    known = [part for part in parts if part.n_registered >= 4 and part.n_present]
    if known:
        best = max(known, key=lambda part: part.n_present / part.n_registered)
        fact = f"{best.label}: {style.of_lessons(best.n_present, best.n_registered)}."
        return Question(fact, "Wat gaat er dan goed, en wat is een kleine volgende stap?")
    return Question(
        "Op een schaal van 0 tot 10: waar sta je nu?",
        "Hoe ziet een stapje hoger eruit, en wat heb je daarvoor nodig?",
    )


def age_group(birth_date: date | None, on: date) -> str:
    """Under 18 or not on a day, which decides what the law asks; a dash when the birth date is unknown."""
    if birth_date is None:
        return "–"
    years = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    return "onder de 18" if years < 18 else "18 of ouder"


# --- Deliveries -----------------------------------------------------------------------------------------


def gone(columns: str, files: list[str]) -> str:
    """Which columns these files do not have, that earlier files in the same layout did have."""
    more = f" en nog {len(files) - 1}" if len(files) > 1 else ""
    return (
        f"Let op: in {files[0]}{more} ontbreekt wat eerdere bestanden in deze indeling wel hadden: {columns}. "
        "Dat kan cijfers veranderen."
    )


def refused(number: int) -> str:
    """How many files were not read at all."""
    files = "bestand is" if number == 1 else "bestanden zijn"
    return f"{style.count(number)} {files} niet ingelezen. De functioneel beheerder ziet welke, en waarom."


def lines(n_lines: int, n_validated: int, n_replaced: int, n_rejected: int) -> str:
    """What became of every line that came in; the parts add up to the whole."""
    return (
        f"{style.count(n_lines)} {style.plural(n_lines, 'regel', 'regels')} ontvangen = "
        f"{style.count(n_validated)} goed + {style.count(n_replaced)} vervangen door een nieuwere levering "
        f"+ {style.count(n_rejected)} apart gezet."
    )


REVISED = {
    "class_week": ("Aanwezigheid", "schooljaar"),
    "weekday_month": ("Dagen van de week en eerste les", "schooljaar"),
    "class_year": ("Indeling van klassen", "schooljaar"),
    "class_progress": ("Groei van klassen", "schooljaar"),
    "class_growth": ("Groei van studenten", "schooljaar"),
    "class_start": ("Starters", "schooljaar"),
    "stay_week": ("Nog op school (wie vertrok, van alle weken van studenten)", "schooljaar"),
    "class_guidance": ("Bereik van de begeleiding", "schooljaar"),
    "checklist_item": ("Kenmerken van begeleiding", "schooljaar"),
    "vsv_month": ("Voortijdig schoolverlaten", "teljaar"),
    "job_item": ("JOB-monitor", "meting"),
    "class_mark": ("Toetscijfers", "schooljaar"),
    "incident_month": ("Incidenten", "schooljaar"),
    "staff_survey_result": ("Medewerkersonderzoek", "meting"),
}
"""Per mart with closed years: what it is called, and what a period of it is called."""


def revision(row: Mapping[str, Any]) -> tuple[str, str]:
    """What would change in a closed year: a short title, and the figure before and after with the files that do it."""
    name, kind = REVISED[row["mart"]]
    when = str(row["period"]) if kind == "meting" else style.school_year(row["period"])
    before, after = (
        f"{style.count(row[f'numerator_{side}'])} van {style.count(row[f'denominator_{side}'])}"
        for side in ("before", "after")
    )
    by = f"Door: {row['files']}." if row["files"] else "Niet door een bestand: de instellingen of de rekenregels."
    return (
        f"{name}, {kind} {when}: {style.count(row['n_rows'])} {style.plural(row['n_rows'], 'regel', 'regels')} anders",
        f"Gerapporteerd: {before}. Wordt: {after}. {by}",
    )


WAITING_HEADS = (
    "Zonder inschrijving", "Zonder reden in de tabel", "Meer lessen dan er passen", "Na de aanlevering", "Gepland",
)  # fmt: skip
"""What stands above the numbers of WAITING in a file."""
WAITING = {
    "n_unmatched": (
        "hoort bij een student die op die dag niet in de inschrijvingen staat",
        "horen bij studenten die op die dag niet in de inschrijvingen staan",
        "Lever de inschrijvingen opnieuw aan, dan tellen deze lessen mee.",
    ),
    "n_unexplained": (
        "is een melding met een code die niet in de redentabel staat",
        "zijn meldingen met een code die niet in de redentabel staat",
        "Zet de code in de tabel en lever die aan.",
    ),
    "n_crowded": (
        "is van een student met meer lessen op één dag dan er passen",
        "zijn van studenten met meer lessen op één dag dan er passen",
        "Die dag telt voor deze student niet mee. Kijk of het een testaccount is, of maak de export opnieuw.",
    ),
    "n_ahead": (
        "zegt al hoe een les ging die pas na de aanlevering is",
        "zeggen al hoe een les ging die pas na de aanlevering is",
        "Dat klopt nu nog niet, dus zij tellen niet mee. Kijk in het bronsysteem of de datum goed is.",
    ),
    "n_planned": (
        "is een geplande les van na de aanlevering",
        "zijn geplande lessen van na de aanlevering",
        "Die tellen mee zodra zij zijn geregistreerd en aangeleverd.",
    ),
}
"""What a good line can wait for: said of one, said of more, and what to do."""


def waiting(what: str, number: int) -> str:
    """How many of the good lines wait, for what, and what makes them count; `what` is one of WAITING."""
    one, more, then = WAITING[what]
    subject = "1 goede regel" if number == 1 else f"{style.count(number)} goede regels"
    return f"{subject} {one if number == 1 else more}. {then}"
