"""The sentences of the page *Privacy*."""

from dashboard.journal import keeping

LEAD = "Deze gegevens gaan over jonge mensen. Daarom bewaren we weinig, en zie je alleen wat bij jouw werk hoort"
LEAD_EXPLAINED = (
    "Alles staat op een computer van de school. Er gaat niets naar buiten: geen pagina vraagt iets aan een andere "
    "server, en alleen voor het inloggen ga je even naar de inlogpagina van de school. Wie wat ziet, volgt uit de "
    "lijst van medewerkers, en wordt bij elke stap opnieuw bekeken."
)
DELIVERED = "Zolang de school het bestand aanlevert"
HELD = (
    (
        "Inschrijving: nummer, naam, geboortedatum, klas, opleiding",
        "Om te weten wie in welke klas zit, en of iemand onder de 18 is",
        DELIVERED,
    ),
    ("Lessen: aanwezig, te laat, afwezig met soort reden", "Om groei en stappen te laten zien", DELIVERED),
    ("Checklists over de begeleiding: kenmerk en stand", "Om te zien waar de begeleiding kan groeien", DELIVERED),
    (
        "Lijsten van DUO: niveau, leerweg, geboortedatum, een code in plaats van het persoonsnummer",
        "Om te tellen hoeveel studenten zonder startkwalificatie vertrekken",
        DELIVERED,
    ),
    (
        "Toetscijfers: vak, toets, datum en cijfer",
        "Om een cijfer naast het vorige van dezelfde student te leggen",
        DELIVERED,
    ),
    ("Incidenten en het onderzoek onder medewerkers: zonder namen", "Om te zien hoe het op school gaat", DELIVERED),
    ("JOB-monitor: antwoorden zonder naam", "Om te horen wat studenten vinden", DELIVERED),
)
"""What comes in files, why it is held, and how long."""


def held(years: int | None, log_years: int) -> list[tuple[str, str, str]]:
    """What is held, why, and how long; `years` are kept before the school year that runs, without a number all of it,
    and `log_years` of who looked.
    """
    most = "" if years is None else f", hoogstens {_years(years)}"
    written = "Tot een student vraagt om vergeten te worden" if years is None else _years(years).capitalize()
    plans = (
        "Zolang de school ze gebruikt"
        if years is None
        else f"Uit {_years(years)}; van oudere alleen cijfers en datums, zonder tekst en namen"
    )
    return [
        *((what, why, f"{long}{most}") for what, why, long in HELD),
        ("Wat iemand opschrijft: doel, schaalvraag, stap, afspraak, contact, gebeurtenis, notitie, gesprek, checklist, "
         "en wie het schreef; ook wat is ingetrokken", "Om in het wekelijkse uur verder te gaan waar je was", written),
        ("Wat iemand typt en nog niet opslaat", "Zodat er geen tekst verloren gaat",
         f"Hoogstens {keeping.DRAFT_DAYS} dagen"),
        ("Plannen om te verbeteren: doel, acties met wie ze doet, check en besluit", "Om te zien wat een plan bracht",
         plans),
        ("Wie welke groeilijn opende of een tabel meenam", "Om dat te kunnen uitleggen",
         _years(log_years).capitalize()),
        ("Groepscijfers van afgesloten jaren", "Om een verslag later te kunnen nakijken",
         "Zolang de school ze gebruikt"),
    ]  # fmt: skip


def _years(n: int) -> str:
    """The school year that runs and so many before it."""
    return "dit schooljaar en het vorige" if n == 1 else f"dit schooljaar en de {n} ervoor"


NEVER = (
    "Opmerkingen bij afwezigheid: daar kan iets over gezondheid in staan. We onthouden alleen het soort reden.",
    "Burgerservicenummer en onderwijsnummer: bij het lezen worden ze een code, die zonder het geheim van de school "
    "niemand terug kan rekenen.",
    "Namen, adressen en geslacht uit de bestanden van DUO, en notities in aangeleverde checklists.",
    "Wie er bij een incident was, en wat een medewerker antwoordde.",
)
RIGHTS = (
    "Een student mag zien wat er is bewaard, en wie de groeilijn opende. De functioneel beheerder maakt daar een "
    "afdruk van.",
    "Klopt er iets niet, dan verbetert de school het in het eigen systeem. Bij de volgende levering verandert het mee.",
    "Een student kan vragen om vergeten te worden. Dan gaat alles weg, ook uit eerdere opbouwen, en het komt niet "
    "terug. Alleen een code blijft, om bij een volgende levering te zien dat iemand is vergeten. Groepscijfers van "
    "afgesloten jaren blijven ook: die gaan over niemand in het bijzonder.",
    "Staat het nummer of de hele naam van die student in een tekst over iets anders, dan komt daar "
    f"{keeping.MASK} te staan. Alleen een voornaam of een achternaam kan ook van een ander zijn: dan hoort de "
    "functioneel beheerder bij welke klas of welk team zo'n tekst staat, en haalt wie het schreef de naam weg.",
)
NO_LOOKS = "Er is nog geen groeilijn geopend en geen tabel meegenomen."
LOOKS_NOTE = (
    "De nieuwste eerst. De code van een student is die uit het adres van de pagina; bij wie die hoort, staat hier niet."
)
