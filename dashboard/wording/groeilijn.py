"""The voice of what is written on a growth line: goals, agreements, talks and steps that somebody saw.

What people wrote stands between quotes, in their own words; ours around it say what it is and what may be next.
"""

from collections.abc import Sequence
from datetime import date

from dashboard import style, wording
from dashboard.journal.kinds import Agreement, Checklist, Contact, Content, Event, Goal, Note, Scale, SeenStep, Talk

TO_HOUR = "Naar het tandemoverleg"
HEAD = "Doel, afspraken en gesprekken"
GOAL, AGREEMENTS, TALKED = "Doel", "Afspraken", "Gesproken"
NO_GOAL = "Er staat nu geen doel. Vraag eens: wat wil je zelf bereiken?"
NO_AGREEMENTS = "Er staan geen afspraken open."
NO_TALK = "Hier is nog geen gesprek opgeschreven."
REACHED, DONE, TALKED_TODAY = "Bereikt", "Gedaan", "Vandaag gesproken"
GOAL_REACHED = "Het doel is bereikt. Vraag eens: hoe is dat gelukt?"
AGREEMENT_DONE = "De afspraak is gedaan."
TALK_SAVED = "Het gesprek staat op de lijn. Ook een gesprek zomaar telt."
WHAT = "Wat wil je opschrijven?"
DRAFTED = "concept"
LIST = "Op de lijn geschreven"
NOTHING_YET = "Wat jullie opschrijven, komt hier te staan bij de dag waar het over gaat."
CHANGE, WHICH = "Iets aanpassen of intrekken", "Wat wil je aanpassen?"
FORMER = "Zat tot en met {day} in klas {class_id}. Je ziet alleen die tijd."
ONLY_READING = "Deze student zit niet meer in deze klas. Wat jullie toen schreven, kun je hier lezen."
NOTHING_WRITTEN = "Deze student zit niet meer in deze klas. In die tijd is hier niets geschreven."
STEP_TAP, STEP_OTHER = "Tik aan wat je vandaag zag, dan staat het op de lijn.", "Of in eigen woorden:"
STEP_SAVED = "De stap staat op de lijn."
TO_COME = "Deze dag komt nog. Kies vandaag, of een dag die al is geweest."
NUMBER_LEFT_OUT = "Vul hier een getal in, of kies “geen getal”."
TIME_LEFT_OUT = "Vul hier een tijd in, of kies “geen getal”."
CONFIDED = "Alleen de tandem van de klas kan een notitie lezen. Zij komt niet op de groeikaart."
SEEN_BY, FROM_REGISTER = "gezien door de tandem", "uit de registratie"
SCALES = "Waar sta je, van 0 tot 10?"
OWN_GOAL = "De streepjeslijn is het eigen doel, vanaf de dag waarop het is gekozen."
SCALE_CHART = "De antwoorden op de schaalvraag, van 0 tot 10, elk bij de dag waarop de student antwoord gaf."

KINDS = {
    "goal": "Doel",
    "agreement": "Afspraak",
    "contact": "Contact",
    "seen_step": "Stap gezien",
    "scale": "Schaalvraag",
    "event": "Gebeurtenis",
    "note": "Notitie",
}
"""What may be written, in the order of the choice."""
LANES = {
    "goal": "doel",
    "scale": "schaal 0–10",
    "agreement": "afspraak",
    "contact": "contact",
    "event": "gebeurtenis",
    "note": "notitie",
    "checklist": "checklist",
}
"""What stands below the line, with the word beside it."""
COUNTS = {
    "": "geen getal",
    "lessons": "lessen van de 20",
    "arrival_minute": "tijd van binnenkomst",
    "presence_percent": "deel van de lestijd",
}
OTHER = {"other": "iemand anders"}
WHO = {"student": "student"} | wording.TANDEM | OTHER
HOW = {
    "in_person": "gesproken",
    "phone": "gebeld",
    "message": "berichtje",
    "visit": "op bezoek",
    "other": "anders",
}
REASONS = {"no": "zomaar", "yes": "met een reden"}
BY = wording.TANDEM | {"teamleider": "teamleider"} | OTHER
EVENTS = {"bpv_start": "start van de stage", "new_class": "nieuwe klas", "other": "iets anders"}
SAVED = {
    "goal": "Het doel staat op de lijn.",
    "agreement": "De afspraak staat op de lijn.",
    "contact": TALK_SAVED,
    "seen_step": STEP_SAVED,
    "scale": "Het antwoord staat op de lijn. Vraag eens: hoe ben je daar gekomen?",
    "event": "De gebeurtenis staat op de lijn.",
    "note": "De notitie is opgeslagen, alleen voor de tandem.",
}


def quoted(words: str | None) -> str:
    """What somebody wrote, in quotes; nothing for nothing."""
    return f"“{words}”" if words else ""


def goal_number(goal: Goal) -> str:
    """What the number of a goal says; nothing without a number."""
    if goal.number is None or goal.counts is None:
        return ""
    return {
        "lessons": f"{goal.number} van de 20 lessen",
        "arrival_minute": f"binnen om {style.clock(goal.number)}",
        "presence_percent": f"{style.percent(goal.number / 100)} van de lestijd",
    }[goal.counts]


def title(content: Content) -> str:
    """What an entry is."""
    if isinstance(content, Contact):
        said = {**HOW, "message": "berichtje gestuurd", "visit": "op bezoek geweest", "other": "contact"}[content.how]
        return f"{said.capitalize()}, {REASONS['yes' if content.has_reason else 'no']}"
    if isinstance(content, Event):
        return "Gebeurtenis" if content.what == "other" else EVENTS[content.what].capitalize()
    if isinstance(content, SeenStep):
        return f"Stap, {SEEN_BY}"
    if isinstance(content, Talk):
        return "Besproken in het tandemoverleg"
    if isinstance(content, Checklist):
        return "Checklist over de begeleiding ingevuld"
    if isinstance(content, Note):
        return "Notitie, alleen voor de tandem"
    return KINDS.get(content.kind, "")


def parts(content: Content) -> list[tuple[str, str]]:
    """What an entry says, as labels and texts; what was left empty is left out."""
    found: list[tuple[str, str]] = []
    if isinstance(content, Goal):
        found = [
            ("", quoted(content.words)),
            ("getal", goal_number(content)),
            ("voor", _day(content.by_when)),
            ("bereikt op", _day(content.reached_on)),
        ]
    elif isinstance(content, Scale):
        found = [
            ("", f"een {content.score}"),
            ("vraag", quoted(content.question)),
            ("hoe gekomen", quoted(content.how_come)),
            ("stapje hoger", quoted(content.small_step)),
        ]
    elif isinstance(content, Agreement):
        found = [
            ("", quoted(content.what)),
            ("wie", WHO[content.who]),
            ("voor", _day(content.due)),
            ("gedaan op", _day(content.done_on)),
        ]
    elif isinstance(content, Contact):
        found = [("door", BY.get(content.by_role or "", ""))]
    elif isinstance(content, (SeenStep, Note, Event)):
        found = [("", quoted(content.words))]
    elif isinstance(content, Talk):
        found = [
            ("wat gaat goed", quoted(content.goes_well)),
            ("volgende stap", quoted(content.next_step)),
            ("wie", WHO.get(content.picked_up_by or "", "")),
        ]
    return [(label, text) for label, text in found if text]


def line(content: Content) -> str:
    """An entry in one line."""
    said = parts(content)
    own = [f": {text}" for label, text in said if not label]
    return "".join([title(content), *own, *(f" · {label}: {text}" for label, text in said if label)])


def written(content: Content) -> str:
    """What was written just now, where its form stood."""
    return f"Staat op de lijn: {line(content)}"


def choice(content: Content) -> str:
    """An entry in a list of choices: its day, and its line cut short."""
    said = f"{style.day(content.day)} {line(content)}"
    return said if len(said) <= 70 else f"{said[:69].rstrip()}…"


def due(agreement: Agreement, today: date) -> str:
    """Who takes an agreement on, and by when."""
    if agreement.due is None:
        return WHO[agreement.who]
    when = "vandaag" if agreement.due == today else style.day(agreement.due)
    return f"{WHO[agreement.who]} · voor {when}"


def talked(moment: date, today: date) -> str:
    """When somebody spoke with the student for the last time."""
    if moment == today:
        return "Vandaag is er contact geweest."
    return f"Laatste contact: {style.day(moment)}."


def scale_now(scales: Sequence[Scale]) -> str:
    """The newest answer, and the highest so far; `scales` by day."""
    newest = scales[-1]
    highest = max(scales, key=lambda one: (one.score, one.date))
    said = f"Op {style.day(newest.date)}: een {newest.score}."
    if highest.score == newest.score:
        return f"{said} Dat is tot nu toe het hoogst." if len(scales) > 1 else said
    return f"{said} Hoogst tot nu toe: een {highest.score}, op {style.day(highest.date)}."


def growth_line(lanes: Sequence[str], *, has_goal: bool, has_seen: bool) -> str:
    """What the chart of the growth line shows."""
    said = wording.GROWTH_LINE
    if has_goal:
        said += f" {OWN_GOAL}"
    if has_seen:
        said += " Een driehoek met een letter is een stap die de tandem zag."
    if lanes:
        said += (
            " Onder de lijn staat bij de dag wat is opgeschreven; een gevuld vierkant is een afspraak die is gedaan."
        )
    return said


def arrivals(*, has_goal: bool) -> str:
    """What the chart of arrivals shows."""
    return f"{wording.ARRIVALS} {OWN_GOAL}" if has_goal else wording.ARRIVALS


def own_goal(*goals: Goal) -> str:
    """What stands above a chart with the line of an own goal, or of a few that count something else."""
    return f"eigen doel: {' en '.join(map(goal_number, goals))}"


def _day(moment: date | None) -> str:
    return "" if moment is None else style.day(moment)
