"""The voice of the groeikaart: "je" to the student, own facts and own steps, and room for own words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard import style
from dashboard.data import About
from dashboard.journal.kinds import Goal, SeenStep
from dashboard.wording import Growth, Part, capital, held, student_lead
from dashboard.wording.groeilijn import goal_number, quoted

CHART = (
    "Hoeveel van de lestijd je er was, week voor week. Een grotere stip is een week met meer lessen. Staan er twee "
    "vlakken, dan zijn dat je laatste 20 lesdagen en de 20 ervoor, elk met je eigen gemiddelde als streep. Een ring "
    "met een cijfer is een stap."
)
NO_LINE = "Je groeilijn begint bij je eerste geregistreerde les"
STEPS = "Jouw stappen"
NO_STEPS = "Je eerste stap komt hier te staan zodra die er is."
MORE_STEPS = "En nog {n} van eerder."
QUESTIONS = "Om over te praten"
PARTS = "Wanneer lukte het?"
GOAL = "Mijn doel"
WORDS = "In mijn eigen woorden"
NEXT = "Mijn kleine volgende stap, en wat ik daarvoor nodig heb"
SCALE = "Waar sta ik nu, van 0 tot 10?"
SCALE_QUESTION = "Hoe ben je daar gekomen? Hoe ziet een stapje hoger eruit?"

MARK = "•"
"""What stands before a step that has no number in the line."""
OTHERWISE = {"Is": "bent", "Heeft": "hebt"}
"""Verbs that have another form after "je" than without a subject."""


def title(name: str) -> str:
    """Whose card it is."""
    return f"Groeikaart van {name}"


def eyebrow(class_id: str, programme: str | None) -> str:
    """In which class."""
    return " · ".join(part for part in (f"Klas {class_id}", programme) if part)


EMOJI, LETTER = "(emoji)", "(teken)"
"""What stands in the place of something that no font has."""


def not_on_paper(marks: Sequence[str]) -> str:
    """What these words stand for."""
    return f"{' en '.join(marks)}: past niet op papier, staat wel in Groeilijn"


def foot(about: About) -> str:
    """What stands at the foot of a page: where it comes from, and up to which day."""
    return f"Groeilijn · {about.institution} · gegevens tot en met {style.day(about.until)}"


def chart(*, has_goal: bool, has_seen: bool) -> str:
    """What the chart of the own line shows."""
    goal = " De streepjeslijn is je eigen doel, vanaf de dag waarop je het koos." if has_goal else ""
    seen = " Een driehoek met een letter is een stap die je tandem zag." if has_seen else ""
    return f"{CHART}{goal}{seen}"


def lead(growth: Growth | None) -> str:
    """The gain first, in counts, to the student."""
    if growth is None or growth.n_registered == 0:
        return NO_LINE
    said = student_lead("je", growth)
    if said.startswith("+"):
        # Points are for who works with figures every week.
        said = f"meer dan bij de start: {said.partition(': ')[2]}"
    return capital(said)


def explained(growth: Growth | None) -> str:
    """The earlier period, and a level that lasts; a lower one is a question and nothing more."""
    if growth is None or growth.n_registered == 0:
        return ""
    if growth.before is None:
        return "Dat is in je laatste 20 lesdagen. Vergelijken met eerder kan vanaf je veertigste lesdag."
    earlier = style.of_lessons(growth.before.n_present, growth.before.n_registered)
    here = f"Dat is in je laatste 20 lesdagen. In de 20 lesdagen ervoor was je er {earlier}."
    level = growth.level
    if level is None:
        return here
    if level.direction == "lager":
        return f"{here} De laatste weken gaan anders dan je gewend bent. Wat heb je nu nodig?"
    return (
        f"{here} Al {level.n_weeks} lesweken ben je er aanhoudend meer: {style.percent(level.share)} van de lestijd, "
        f"in de lesweken daarvoor {style.percent(level.share_before)}."
    )


def step(sentence: str) -> str:
    """The sentence of a step, which has no subject, to the student."""
    verb, space, rest = sentence.partition(" ")
    return f"Je {OTHERWISE.get(verb, verb.lower())}{space}{rest}"


def last_step(moment: date) -> str:
    """When the newest step was."""
    return f"Je laatste stap was op {style.day(moment)}."


def seen(one: SeenStep) -> str:
    """A step that no register holds, in the words of who saw it."""
    return f"{quoted(one.words)} (gezien door je tandem)"


def reached(goal: Goal) -> str:
    """A goal that was reached."""
    return f"Je haalde je doel: {quoted(goal.words)}"


def goal(one: Goal) -> str:
    """The own goal in own words, with its number and its day."""
    parts = [quoted(one.words), goal_number(one), f"voor {style.day(one.by_when)}" if one.by_when else ""]
    return " · ".join(part for part in parts if part)


def part(one: Part) -> str:
    """Lessons in a part of the week."""
    return f"{one.n_present} van {one.n_registered}"


def when(row: dict[str, Any]) -> str:
    """The day of a step, and how long it was held."""
    return f"{style.day(row['step_date'])}{held(row['n_days_held'] or 0)}"
