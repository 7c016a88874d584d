"""The words around a form: what is kept, what still has to be filled in, and what happens when two people write at
once. What people typed themselves is theirs and is judged nowhere.
"""

from datetime import datetime

from dashboard import style
from dashboard.journal import keeping
from pipelines.settings import ZONE

DRAFT = (
    f"Dit is je concept. Het blijft hier {keeping.DRAFT_DAYS} dagen staan, ook als je de pagina sluit, tot je het "
    "opslaat of weghaalt."
)
DRAFT_NOT_KEPT = (
    "Je concept is nu niet bewaard, omdat het logboek even niet te bereiken is. Laat deze pagina open staan."
)
SAVE, SAVED, WITHDRAWN = "Opslaan", "Opgeslagen.", "Ingetrokken."
DROP = "Haal mijn concept weg"
WITHDRAW, WITHDRAW_YES = "Trek in", "Ja, trek dit in"
WITHDRAW_MEANS = "Dan staat dit nergens meer en telt het niet meer mee."
YOURS, KEEP_YOURS = "Wat jij schreef", "Sla mijn tekst op"
KEEP_THEIRS = "Laat staan wat er al is"
NOTHING = "niets ingevuld"
PICK = "Kies"
OUT_OF_REACH = (
    "Het logboek is nu niet te bereiken, dus wat er is geschreven staat hier even niet. De rest van de pagina doet het "
    "gewoon. Probeer het zo nog eens, of vraag het de functioneel beheerder."
)
NOT_SAVED = (
    "Dit is nog niet opgeslagen, omdat het logboek nu niet te bereiken is. Wat je typte staat er nog: probeer het zo "
    "nog eens."
)


def moment(at: datetime) -> str:
    """A moment in the time of the school: "12-03-2026 om 14:05 uur"."""
    local = at.astimezone(ZONE)
    return f"{style.day(local.date())} om {local:%H:%M}{style.NO_BREAK}uur"


def conflict(author: str | None, at: datetime) -> str:
    """A colleague (None: the writer in another window) saved first: whose text is there now, and the choice."""
    saved = (
        f"Jij hebt dit op {moment(at)} in een ander venster"
        if author is None
        else f"{author} heeft dit op {moment(at)}"
    )
    return (
        f"{saved} ook opgeslagen. Hier staan beide teksten. Kies welke blijft staan, of pas de velden hierboven eerst "
        "aan. Wat al is opgeslagen, blijft te lezen bij eerdere versies."
    )


def within(least: int, most: int | None) -> str:
    """What to do with a number outside its limits; None: it may be as large as one likes."""
    return f"Kies een getal vanaf {least}{'' if most is None else f' tot en met {most}'}."


def theirs(author: str | None) -> str:
    """The head above what was saved meanwhile."""
    return "Wat er al is opgeslagen" if author is None else f"Wat {author} schreef"


def meanwhile(at: datetime) -> str:
    """Somebody changed what one wanted to mark or take back with one tap."""
    return f"Dit is op {moment(at)} aangepast. Hier staat nu die tekst. Kijk even, en doe het dan opnieuw."


def who_and_when(author: str | None, at: datetime, *, is_corrected: bool) -> str:
    """Who (None: the reader) wrote the text that is there now, and when."""
    return f"{'Aangepast' if is_corrected else 'Geschreven'} door {author or 'jou'} op {moment(at)}"


def earlier(number: int) -> str:
    """The head above earlier versions."""
    return f"Eerdere {style.plural(number, 'versie', 'versies')} ({number})"
