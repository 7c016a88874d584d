"""The four sentences of the page *Overzicht*: what is there already, how sure that is, and up to when."""

from collections.abc import Set
from datetime import date

from dashboard import style
from dashboard.wording import sure
from dashboard.wording.job import wide
from dashboard.wording.sure import Change
from dashboard.wording.vsv import Rate, compared, month

LEAD = "Vier zinnen over de school"
INTRODUCTION = (
    "Elk cijfer zegt tot wanneer het loopt en hoe zeker het is: met een band, of bij aanwezigheid met de gewone "
    "schommelingen; de grenzen daarvan staan op de pagina Aanwezigheid. Achter elk cijfer staat een pagina met meer."
)
PRESENCE, VSV, JOB, GUIDANCE = "Aanwezigheid", "Voortijdig schoolverlaten", "Tevredenheid", "Begeleiding"
NOTHING_YET = "Hiervan zijn nu nog geen cijfers."
PRESENCE_WEEKS = 4
GUIDANCE_WEEKS = 6


def presence(share: float, before: float | None, n_weeks: int) -> str:
    """Presence in the last weeks with lessons, against the same weeks a year earlier."""
    weeks = "week met lessen" if n_weeks == 1 else f"{n_weeks} lesweken"
    here = f"van de lestijd waren studenten aanwezig in de laatste {weeks}"
    if before is None:
        return f"{here}."
    if round(100 * share) == round(100 * before):
        return f"{here}, evenveel als een jaar eerder in dezelfde weken."
    return f"{here}: {style.points(share - before)} vergeleken met dezelfde weken een jaar eerder."


def presence_sure(n_registered: int, n_lessons: int, until: date | None, signals: Set[str | None]) -> str:
    """From how many lessons, how many of them were registered, up to when, and whether the weeks are ordinary ones.

    `signals` are those of the control chart in these weeks; none are known while there are no limits yet.
    """
    coverage = f" Van de lessen is {style.percent(n_registered / n_lessons)} geregistreerd." if n_lessons else ""
    return (
        f"Geteld over {style.count(n_registered)} geregistreerde lessen, tot en met {style.day(until)}.{coverage} "
        f"{ordinary(signals)}"
    )


def ordinary(signals: Set[str | None]) -> str:
    """Whether the last weeks do something else than the ordinary ups and downs of the school."""
    known = signals - {None}
    if not known:
        return "Wat gewone schommelingen zijn, is nog niet bekend."
    if known == {"common_cause"}:
        return "Al deze lesweken liggen binnen de gewone schommelingen."
    if "improvement" in known and "concern" not in known:
        return "Ten minste een van deze lesweken ligt hoger dan de gewone schommelingen. Hoe is dat gelukt?"
    return "Ten minste een van deze lesweken past niet bij de gewone schommelingen. Vraag na wat er gebeurde."


def vsv(now: Rate) -> str:
    """Who stayed, and how many are on the list."""
    return (
        "van de studenten is op school gebleven of heeft een startkwalificatie; "
        f"{style.percent(now.value, 1)} staat op de lijst van voortijdig schoolverlaters."
    )


def vsv_sure(now: Rate, before: Rate | None, change: Change | None) -> str:
    """The band, the same month of the teljaar before, and up to which month."""
    then = ""
    if before is not None and change is not None:
        then = f" Een jaar eerder was dat {style.percent(before.value, 1)}. {compared(change, now, before)}"
    return (
        f"Band {sure.between(now.low, now.high, 1)}, over {style.count(now.population)} studenten, tot en met "
        f"{month(now.report_month)} van teljaar {style.school_year(now.teljaar)} (voorlopig).{then}"
    )


def job(school: float | None) -> str:
    """The grade for the programme, with the one for the school beside it."""
    beside = "" if school is None else f", en hun school een {style.decimal(school)}"
    return f"geven studenten hun opleiding{beside}."


def job_sure(low: float | None, high: float | None, n: int, edition: int, national: float | None) -> str:
    """The band, from how many grades, in which edition, and the national grade."""
    beside = "" if national is None else f" Landelijk: {style.decimal(national)}."
    return f"{wide(low, high).capitalize()}, over {style.count(n)} cijfers in de JOB-monitor van {edition}.{beside}"


def guidance(n_reached: int, n_students: int) -> str:
    """With how many students there was contact, or about how many a list was filled in."""
    return (
        f"van de studenten: bij {style.count(n_reached)} van de {style.count(n_students)} was er in de laatste "
        f"{GUIDANCE_WEEKS} lesweken contact, of is een lijst individuele begeleiding ingevuld."
    )


def guidance_sure(low: float, high: float, until: date) -> str:
    """The band, what the figure leaves out, and up to when."""
    return (
        f"Band {sure.between(low, high, 1)}. Tot en met de week van {style.day(until)}. Alle studenten zijn geteld; "
        "wat niet is vastgelegd, ontbreekt hier."
    )


def course_caption(n_weeks: int) -> str:
    """What a small line is."""
    return f"{n_weeks} lesweken, van 0 tot 100{style.NO_BREAK}%"


def job_caption(has_national: bool) -> str:
    """What the small picture of a grade is."""
    return "met band, van 0 tot 10" + ("; het streepje is landelijk" if has_national else "")


def vsv_caption(end: float, *, has_before: bool) -> str:
    """What the small picture of the list is: its axis, and the figure beside it."""
    axis = f"op de lijst, met band, van 0 tot {style.percent(end)}"
    return f"{axis}; het streepje is een jaar eerder" if has_before else axis


def course(title: str, values: list[float | None]) -> str:
    """A small line in words, for who cannot see it."""
    known = [style.percent(value) for value in values if value is not None]
    return f"{title}: van {known[0]} naar {known[-1]}" if len(known) > 1 else title
