"""The voice of *Verbeteren*: what was tried, what is seen since, and what that does and does not tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard import style, wording
from dashboard.wording.aanwezigheid import RULES, SIGNALS
from dashboard.wording.sure import BEYOND, Change, between, chance

CHART = (
    "Het cijfer per week rond de start. Het vlak is de gewone schommeling van voor de start, de streepjeslijn het "
    "midden daarvan. De donkere lijnen zijn midden en grenzen sinds de start: die zijn er vanaf 10 lesweken. De "
    "open punten zijn de 4 weken vlak voor de start: die tellen niet mee in de grenzen. De nummers zijn de acties."
)
START_LABEL = "start"
NO_CYCLES = "Er loopt nog geen cyclus. Wat zou je willen verbeteren?"
WITHDRAW = "Trek deze cyclus in"
NOTHING_DUE = "Er is nu niets aan de beurt."
NO_WEEKS = "Van deze groep zijn er nu geen weken om te laten zien: er waren geen lessen, of de groep is te klein."
NOT_CAUSAL = (
    "Waardoor het zo liep, zegt dit niet. In dezelfde tijd gebeurden ook andere dingen: andere studenten, een ander "
    "rooster, het seizoen. Vraag na wat er nog meer anders was."
)
FALSE_ALARM = (
    "Ook als er niets verandert, noemt de check ongeveer 1 op de 50 reeksen beter, en 1 op de 15 als opeenvolgende "
    "weken op elkaar lijken."
)
OTHER_STUDENTS = (
    "De weken die naast elkaar liggen zijn van meer dan één schooljaar, en dus voor een deel van andere studenten. Een "
    "verschil kan ook daarvan komen."
)
STEPS = {
    "plan": "Plannen",
    "do": "Uitvoeren",
    "check": "Checken",
    "act": "Besluiten",
    "closed": "Afgerond",
}
DECISIONS = {"keep": "Houden", "adjust": "Bijstellen", "stop": "Stoppen"}
DECIDED = {
    "keep": "We houden dit: het wordt gewoon.",
    "adjust": "We stellen het plan bij en gaan verder.",
    "stop": "We stoppen hiermee.",
}
IN_WORDS = "een doel in woorden"
NO_GOAL = {
    "guidance_reach": "Bereik van de begeleiding",
    "share_growing": "Studenten met aanhoudende groei",
    "kenmerk_growth": "Ruimte voor groei",
    "contact_balance": "Verdeling van de aandacht",
    "first_hour_presence": "Aanwezig in de eerste les",
    "weekday_presence": "Aanwezigheid per dag van de week",
    "starters_still_enrolled": "Starters die nog op school zijn",
    "vsv_rate": "Voortijdig schoolverlaters tot nu toe",
    "response_rate": "Respons van de JOB-monitor",
}
"""Figures that a cycle cannot aim at, as they are called in `NO_GOAL_WHY`."""
NO_GOAL_HEAD = "Staat jouw cijfer er niet bij?"
NO_GOAL_WHY = (
    "Bereik van de begeleiding en Studenten met aanhoudende groei kijken zelf weken "
    "terug bij dezelfde studenten: hoe zeker een verschil is, is dan niet te zeggen. Bij Ruimte voor groei en bij "
    "Verdeling van de aandacht is er geen richting die altijd goed is. Aanwezig in de eerste les en Aanwezigheid per "
    "dag van de week zijn er per schooljaar: een cyclus is eerder voorbij. Starters die nog op school zijn en "
    "Voortijdig schoolverlaters tot nu toe lopen door tot het jaar om is. Respons van de JOB-monitor zegt iets over "
    "het onderzoek zelf. Kies daarvoor een doel in woorden, en schrijf bij de check wat je op hun pagina ziet."
)
REBASE = "Begin de grenzen opnieuw vanaf de start van deze cyclus"
REBASE_HELP = (
    "Alleen als dit het nieuwe gewone is. Op de pagina Aanwezigheid beginnen de grenzen dan opnieuw, met deze reden."
)
BOARD_HEADS = ("Doel", "Wat je ziet", "Stap", "Doel voor")
NO_ACTIONS = "Er staan nog geen acties."
NO_CHECKS = "Er is nog geen check vastgelegd. Wat je vastlegt, blijft staan zoals het op die dag was."
NO_DECISIONS = "Er is nog geen besluit."
PHASES = {"before": "voor de start", "chosen": "vlak voor de start", "since": "sinds de start"}
REBASED = "De grenzen beginnen opnieuw vanaf de start van deze cyclus."
KEPT = "Zoals het op die dag te zien was; latere cijfers veranderen hier niets aan."
NOT_SHOWN = "Dit cijfer is er niet voor deze groep."
Unit = Literal["share", "number"]
LEAST = 7
"""Weeks since the start from which there is something to say, and weeks on which was chosen: those of the check."""
CHOSEN = 4


@dataclass(frozen=True)
class Told:
    """What a check says: a headline, the figures behind it, and sentence by sentence what may be concluded."""

    headline: str
    explained: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weekly:
    """The check of a weekly figure in the values that sentences need; see `pipelines.cycle_check.Check`."""

    verdict: str
    n_before: int
    n_since: int
    before: float | None
    chosen: float | None
    since: float | None
    lately: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    returned: float | None
    from_week: date | None
    rules: Sequence[str]
    n_good: int
    n_bad: int
    other_students: bool


PER_MOMENT = "Elk moment is apart geteld; onder “Van” staat over hoeveel."


def amount(value: float | None, unit: Unit) -> str:
    """A figure with one decimal: a share as percentage, else a number."""
    if value is None:
        return "–"
    return style.percent(value, 1) if unit == "share" else style.decimal(value, 2)


def difference(value: float, unit: Unit) -> str:
    """A difference with its sign: points of a share, else a number."""
    if unit == "share":
        return style.points(value, 1)
    sign = "+" if round(value, 2) > 0 else ""
    return f"{sign}{style.decimal(value, 2)}"


def weekly(name: str, check: Weekly, unit: Unit, good: str, target: float | None = None) -> Told:
    """What the check of a weekly figure says. `name` is the figure in Dutch, `good` the direction that is better."""
    figure = wording.capital(name)
    higher = "hoger" if (good == "up") == check.verdict.startswith("better") else "lager"
    since = "" if check.from_week is None else f" sinds {style.week(check.from_week)}"
    headline = {
        "no_baseline": "Eerst zijn er meer lesweken van voor de start nodig",
        "too_early": "Nog te vroeg om iets te zeggen",
        "better": f"{figure} is {higher}{since}, en dat houdt aan",
        "better_for_a_while": f"{figure} was een tijd {higher}, en ligt de laatste weken weer dichter bij ervoor",
        "worse": f"{figure} is {higher}{since}, en dat houdt aan. Wat is nu nodig?",
        "worse_for_a_while": f"{figure} was een tijd {higher}, en ligt de laatste weken weer dichter bij ervoor",
        "back_to_own_mean": f"{figure} is terug bij het eigen gemiddelde",
        "unchanged": f"{figure} beweegt zoals voor de start",
    }[check.verdict]
    said = {
        "no_baseline": [_no_baseline(check)],
        "too_early": [_too_early(check)],
        "better": [_changed(check, higher)],
        "better_for_a_while": [_changed(check, higher), _passed(check, unit)],
        "worse": [_changed(check, higher)],
        "worse_for_a_while": [_changed(check, higher), _passed(check, unit)],
        "back_to_own_mean": [_came_back(check, unit)],
        "unchanged": [_unchanged(check, unit)],
    }[check.verdict]
    if check.returned is not None and check.verdict != "no_baseline":
        said.append(_by_itself(check, unit, good))
    if check.verdict in {"back_to_own_mean", "unchanged"} and check.n_good + check.n_bad:
        said.append(_loose(check))
    if check.other_students:
        said.append(OTHER_STUDENTS)
    if check.verdict not in {"no_baseline", "too_early"}:
        said += [NOT_CAUSAL, FALSE_ALARM]
    return Told(headline, _figures(check, unit, target), tuple(said))


def _figures(check: Weekly, unit: Unit, target: float | None) -> str:
    """Before, since, the difference with its interval, the last weeks, and the goal."""
    parts = []
    if check.before is not None and check.since is not None:
        parts.append(
            f"Voor de start {amount(check.before, unit)} ({_weeks(check.n_before)}), sinds de start "
            f"{amount(check.since, unit)} ({_weeks(check.n_since)})."
        )
    elif check.before is not None:
        parts.append(f"Voor de start {amount(check.before, unit)} ({_weeks(check.n_before)}).")
    if check.change is not None and check.change_low is not None and check.change_high is not None:
        low, high = difference(check.change_low, unit), difference(check.change_high, unit)
        parts.append(f"Verschil {difference(check.change, unit)} (tussen {_bare(low)} en {_bare(high)}).")
    if check.lately is not None and check.n_since >= CHOSEN:
        parts.append(f"In de laatste {CHOSEN} lesweken {amount(check.lately, unit)}.")
    if target is not None:
        parts.append(f"Het doel is {amount(target, unit)}.")
    return " ".join(parts)


def _bare(points: str) -> str:
    return points.partition(style.NO_BREAK)[0]


def _weeks(number: int) -> str:
    return f"{number} {style.plural(number, 'lesweek', 'lesweken')}"


def _no_baseline(check: Weekly) -> str:
    return (
        f"Er zijn {_weeks(check.n_before)} van voor de start, naast de {CHOSEN} waarop is gekozen. Vanaf 10 "
        "zijn er grenzen."
    )


def _too_early(check: Weekly) -> str:
    return (
        f"Er {style.plural(check.n_since, 'is', 'zijn')} {_weeks(check.n_since)} sinds de start. Vanaf {LEAST} "
        "lesweken is er iets te zeggen; een hoge of lage week kan tot dan toe toeval zijn."
    )


def _changed(check: Weekly, higher: str) -> str:
    why = wording.joined([RULES[rule] for rule in RULES if rule in check.rules])
    return (
        f"Er is iets veranderd: sinds de start is het cijfer {higher}, het verschil is {BEYOND}, en er is "
        f"een signaal ({why})."
    )


def _passed(check: Weekly, unit: Unit) -> str:
    return (
        f"Het houdt nog niet aan: de laatste {CHOSEN} lesweken ({amount(check.lately, unit)}) liggen weer bij "
        f"het gemiddelde van voor de start ({amount(check.before, unit)})."
    )


def _came_back(check: Weekly, unit: Unit) -> str:
    """Low weeks were chosen, and what followed is the own mean of before them."""
    gained = 0.0 if check.since is None or check.chosen is None else check.since - check.chosen
    higher = f"{difference(abs(gained), unit).lstrip('+')} {'hoger' if gained > 0 else 'lager'}"
    return (
        f"Sinds de start ligt het cijfer {higher} dan in de {CHOSEN} weken waarop is gekozen. Naast de weken "
        "daarvoor is er geen verandering te zien. Dat past bij vanzelf teruggaan naar het eigen gemiddelde: van het "
        "plan is daarnaast nu nog niets te zien."
    )


def _unchanged(check: Weekly, unit: Unit) -> str:
    within = ""
    if check.change_low is not None and check.change_high is not None:
        low, high = _bare(difference(check.change_low, unit)), difference(check.change_high, unit)
        within = f" Een verschil tussen {low} en {high} blijft mogelijk."
    return (
        "De weken sinds de start passen bij de gewone schommeling van ervoor. Dat zegt nog niet dat het plan niets "
        f"deed: een klein verschil valt weg in die schommeling.{within}"
    )


def _loose(check: Weekly) -> str:
    """Weeks that call where the weeks together do not."""
    parts = [
        f"{n} keer {said}"
        for n, said in ((check.n_good, SIGNALS["improvement"]), (check.n_bad, SIGNALS["concern"]))
        if n
    ]
    return (
        f"Losse weken gaven wel een signaal ({wording.joined(parts)}). Over alle weken samen is er geen verandering "
        "die ook groter is dan toeval."
    )


def _by_itself(check: Weekly, unit: Unit, good: str) -> str:
    """What a return of the chosen weeks to the own mean gives, and what that means for what is seen."""
    returned = check.returned or 0.0
    low = (returned > 0) == (good == "up")
    where = "onder" if returned > 0 else "boven"
    said = (
        f"De {CHOSEN} lesweken vlak voor de start lagen {where} het eigen gemiddelde: "
        f"{amount(check.chosen, unit)} tegen {amount(check.before, unit)}. Alleen door daarnaar terug te gaan, "
        f"verandert het cijfer al ongeveer {difference(returned, unit)}, ook zonder plan."
    )
    if check.verdict == "better" and low:
        return f"{said} De verandering is gemeten tegen het gemiddelde van daarvoor, en komt daar dus bovenop."
    if check.verdict.startswith("better" if not low else "worse"):
        return f"{said} De verandering begon dus al voor de start."
    return said


def moment(along: str, value: int) -> str:
    """A moment of a figure of once in a year or two: a teljaar is written as a school year."""
    return str(value) if along == "edition" else style.school_year(value)


def lately(known: Sequence[tuple[date | int, float]], along: str, unit: Unit) -> str:
    """The newest figures of a group, each with its moment, for who picks the number a goal starts from."""
    if not known:
        return NOT_SHOWN
    said = [
        f"{amount(value, unit)} ({style.week(when) if isinstance(when, date) else moment(along, when)})"
        for when, value in known
    ]
    return f"{style.plural(len(said), 'Het laatste cijfer', 'De laatste cijfers')} van deze groep: {', '.join(said)}."


def no_pair(name: str, *, has_before: bool, has_since: bool, is_hidden: bool) -> Told:
    """What is said while there is no measurement on each side of the start; hidden ones are there all the same."""
    sides = [side for side, there in (("voor", has_before), ("na", has_since)) if not there]
    which = " of ".join(f"van {side}" for side in sides)
    few = " Een meting van een kleine groep tonen we niet." if is_hidden else ""
    return Told(
        f"Van {name} is er nog geen meting {which} de start om te laten zien",
        f"Met een meting van voor en een van na de start is er iets naast elkaar te leggen.{few}",
    )


def no_change(name: str, since: str, until: str, along: str) -> Told:
    """What is said of two measurements that cannot be laid beside each other, and why."""
    why = {
        "teljaar": (
            f"Van {since} en van {until} zijn er nog geen cijfers van dezelfde soort. Een voorlopig en een definitief "
            "cijfer (V en D) verschillen: die vergelijken we niet met elkaar."
        )
    }.get(
        along,
        f"Van {since} of van {until} is niet bekend hoe zeker het cijfer is. Zonder band aan beide kanten zegt een "
        "verschil niet of het meer is dan toeval.",
    )
    return Told(f"Van {name} zijn er twee metingen die je nu niet naast elkaar kunt leggen", why)


def moments(name: str, since: str, until: str, change: Change, n_measured: int, unit: Unit = "share") -> Told:
    """What a figure that is there once in a year or two says: two moments, and the difference with its interval."""
    figure = wording.capital(name)
    headline = f"{figure} is {'hoger' if change.value > 0 else 'lager'} dan bij de meting van voor de start"
    if not change.is_beyond_chance:
        headline = f"{figure}: het verschil met de meting van voor de start past bij toeval"
    low, high = (_bare(difference(one, unit)) for one in (change.low, change.high))
    said = (
        f"Van {since} naar {until}: {difference(change.value, unit)} (tussen {low} en {high}): {chance(change)}."
    )  # fmt: skip
    two = "Twee metingen zijn nog geen trend." if n_measured <= 2 else ""
    others = "De metingen gaan voor een groot deel over andere mensen."
    return Told(headline, said, tuple(one for one in (two, others, NOT_CAUSAL) if one))


def measured(value: float | None, low: float | None, high: float | None, unit: Unit = "share") -> str:
    """One moment of such a figure."""
    if value is None:
        return "–"
    if low is None or high is None:
        return amount(value, unit)
    band = between(low, high) if unit == "share" else f"tussen {amount(low, unit)} en {amount(high, unit)}"
    return f"{amount(value, unit)} ({band})"


def soft(n_items: int) -> Told:
    """A goal in words has no figure of its own; items of the JOB-monitor may tell something of it."""
    if n_items:
        return Told("Een doel in woorden", "De vragen hieronder zeggen er iets over, om de twee jaar.")
    return Told("Een doel in woorden", "Een cijfer is er niet bij gekozen: wat je ziet en hoort, telt.")


def group(named: Mapping[str, object]) -> str:
    """How the group of a cycle is called on screen."""
    if not named:
        return "Hele school"
    words = {"team": "Team", "level": "Niveau", "programme": "Opleiding"}
    return ", ".join(f"{words[name]} {value}" for name, value in named.items() if name in words) or "Hele school"


def goal(name: str, was: float, target: float, unit: Unit) -> str:
    """An indicator that goes from one value to another."""
    return f"{wording.capital(name)} van {amount(was, unit)} naar {amount(target, unit)}"


def lead(n_running: int, n_due: int) -> str:
    """The headline of the board."""
    if not n_running:
        return NO_CYCLES
    running = f"{n_running} {style.plural(n_running, 'cyclus loopt', 'cycli lopen')}"
    if not n_due:
        return f"{running}; er is nu niets aan de beurt"
    return f"{running}; {n_due} {style.plural(n_due, 'ding is', 'dingen zijn')} aan de beurt"


def due_action(what: str, owner: str, due: date) -> str:
    """An action whose day has come."""
    return f"{what} ({owner}, {style.day(due)})"


def due_check(by_when: date) -> str:
    """The day of the goal has come, and there is no check since."""
    return f"De check is aan de beurt: het doel was voor {style.day(by_when)}."


def due_decision(on: date) -> str:
    """There is a check and no decision after it."""
    return f"Er is een check van {style.day(on)}; een besluit is de volgende stap."


def same_students(above: list[str], below: list[str], n_classes: int) -> str:
    """How many classes of the group changed more than their starting level makes likely, for the same students."""
    if not n_classes:
        return "Van nog geen klas zijn er 20 lesdagen sinds de start."
    among = f"van de {n_classes} {style.plural(n_classes, 'klas', 'klassen')}"
    parts = []
    if above:
        parts.append(f"in {len(above)} {among} groeiden zij meer dan je van hun beginpunt mag verwachten")
    if below:
        parts.append(f"in {len(below)} {among} ging het de andere kant op")
    if not parts:
        parts.append(f"in geen {among} was de verandering groter dan je van hun beginpunt mag verwachten")
    return f"Dezelfde studenten, 20 lesdagen voor en 20 na de start: {wording.joined(parts)}."


def because(title: str, why: str) -> str:
    """The written reason with which a decision starts limits anew."""
    return f"Besluit bij de cyclus “{title}”: {why}"
