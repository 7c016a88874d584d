"""The voice of *Begeleiding*: the checklists are about the guidance, never about a student, and begin a talk."""

from dataclasses import dataclass

from dashboard import style

KINDS = {"individual": "Individuele begeleiding", "collaboration": "Samenwerking"}
KENMERKEN = {
    "individual": {
        "goede_relatie": "goede relatie met de student",
        "goed_beeld": "goed beeld van de student",
        "behoeften": "inspelen op behoeften",
        "verwachtingen": "verwachtingen uitspreken",
        "toegankelijk": "toegankelijk en laagdrempelig",
        "autonomie": "autonomie stimuleren",
        "positief": "positieve en progressiegerichte benadering",
        "volhouden": "volhouden en vasthouden aan doelen",
    },
    "collaboration": {
        "gedeeld_beeld": "gedeeld beeld van de student",
        "leerbehoeften": "aansluiten bij leerbehoeften",
        "pedagogisch": "pedagogische aanpak",
        "informeren": "elkaar informeren",
        "regie": "regie en verantwoordelijkheid",
        "deskundigheid": "elkaars deskundigheid respecteren en benutten",
    },
}
"""The kenmerken as they stand on the two forms, in that order; they are never put in the order of their figures."""

NO_LISTS = "Er zijn nog geen lijsten of contacten vastgelegd."
NO_LISTS_WHY = (
    "Zodra tandems een contact of een lijst vastleggen, of de school die aanlevert, zie je hier na de volgende opbouw "
    "hoeveel studenten aan bod komen en bij welke kenmerken ruimte voor groei is."
)
REACH = (
    "Studenten met een contact of een lijst in de zes lesweken tot en met die week, van 0 tot 100 %. De band laat zien "
    "hoe zeker het cijfer is."
)
REACH_BESIDE = "Op volgorde van naam: studenten met een contact of een lijst in de laatste zes lesweken."
KENMERK = (
    "In de volgorde van het formulier. Het gekleurde deel is voldoende, de rest is ruimte voor groei; nog niet "
    "besproken telt niet mee in de balk."
)
GROWTH = "Kenmerken met ruimte voor groei van alle besproken kenmerken, per maand, van 0 tot 100 %."
WEEKS_OF_GROWTH = (
    "Kenmerken met ruimte voor groei, per week, van 0 tot 100 %. Het vlak is de gewone schommeling: hoe minder "
    "kenmerken er in een week zijn besproken, hoe breder (p-kaart). De streepjeslijn is het midden."
)
FALSE_ALARMS = (
    "Ook als er niets verandert, geeft ongeveer 1 op de 35 weken een signaal. Een signaal is een vraag: is er anders "
    "gekeken, of is de begeleiding veranderd?"
)
BALANCE = (
    "Alle contacten en lijsten individuele begeleiding van dit schooljaar, verdeeld over de helft van elke klas die "
    "het vaakst aanwezig was en de andere helft. Het streepje is een gelijke verdeling."
)
TALK = "Neem één kenmerk: wanneer lukte het al, hoe is dat gelukt, en wat is een kleine volgende stap?"


@dataclass(frozen=True)
class Kenmerk:
    """One kenmerk as it was discussed: how often it was good enough, and how often there is room to grow."""

    label: str
    n_growth: int
    n_discussed: int

    @property
    def n_enough(self) -> int:
        """How often the kenmerk was called voldoende."""
        return self.n_discussed - self.n_growth


def lead(n_reached: int | None, n_students: int | None) -> str:
    """The headline: how many students were seen in the last six teaching weeks."""
    if n_reached is None or not n_students:
        return "Begeleiding in contacten en lijsten"
    return f"{style.count(n_reached)} van de {style.count(n_students)} studenten in zes lesweken besproken"


def explained(n_contacts: int | None) -> str:
    """How many contacts there are this school year (None: not shown), and that contact needs no reason."""
    ask = "Een gesprek zonder aanleiding telt ook: wie komt er in de komende weken nog aan bod?"
    if n_contacts is None:
        return ask
    contacts = f"{style.count(n_contacts)} {style.plural(n_contacts, 'contact', 'contacten')}"
    return f"Dit schooljaar {style.plural(n_contacts, 'is', 'zijn')} er {contacts} met studenten vastgelegd. {ask}"


def of_students(n_reached: int, n_students: int) -> str:
    """How many students of a group were reached: "4 van de 12 studenten"."""
    return (
        f"{style.count(n_reached)} van de {style.count(n_students)} {style.plural(n_students, 'student', 'studenten')}"
    )


def room(kenmerk: Kenmerk) -> str:
    """How often a kenmerk has room to grow: "ruimte voor groei 120 van 224"."""
    return f"ruimte voor groei {style.count(kenmerk.n_growth)} van {style.count(kenmerk.n_discussed)}"


def opening(kenmerken: list[Kenmerk]) -> tuple[str, str] | None:
    """A fact and a question to begin a talk in the team: what goes well most often, and where most room is seen."""
    known = [kenmerk for kenmerk in kenmerken if kenmerk.n_discussed]
    if not known:
        return None
    well = max(known, key=lambda kenmerk: kenmerk.n_enough / kenmerk.n_discussed)
    next_up = max(known, key=lambda kenmerk: kenmerk.n_growth / kenmerk.n_discussed)
    fact = f"Vaak voldoende: {_times(well.label, well.n_enough, well.n_discussed)}."
    if next_up.n_growth:
        fact += f" Vaak ruimte voor groei: {_times(next_up.label, next_up.n_growth, next_up.n_discussed)}."
    return fact, TALK


def _times(label: str, number: int, n_discussed: int) -> str:
    return f"{label.lower()} ({style.count(number)} van de {style.count(n_discussed)} keer)"


def balance(n_upper: int, n_contacts: int) -> str:
    """How the contacts are spread: "16 van de 29 contacten"."""
    return f"{style.count(n_upper)} van de {style.count(n_contacts)} {style.plural(n_contacts, 'contact', 'contacten')}"
