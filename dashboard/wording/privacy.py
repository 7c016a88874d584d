"""The sentences of the page *Privacy*."""

from dashboard.journal import keeping

LEAD = "Deze gegevens gaan over jonge mensen. Daarom bewaren we weinig, en zie je alleen wat bij jouw werk hoort"
LEAD_EXPLAINED = (
    "Alles staat op een computer van de school. Er gaat niets naar buiten: geen pagina vraagt iets aan een andere "
    "server, en alleen voor het inloggen ga je even naar de inlogpagina van de school. Wie wat ziet, volgt uit de "
    "lijst van medewerkers, en wordt bij elke stap opnieuw bekeken."
)
HELD = (
    ("Inschrijving: nummer, naam, geboortedatum, klas, opleiding", "Om te weten wie in welke klas zit, en of iemand "
     "onder de 18 is", "Zolang de school het bestand aanlevert"),
    ("Lessen: aanwezig, te laat, afwezig met soort reden", "Om groei en stappen te laten zien",
     "Zolang de school het bestand aanlevert"),
    ("Checklists over de begeleiding: kenmerk en stand", "Om te zien waar de begeleiding kan groeien",
     "Zolang de school het bestand aanlevert"),
    ("Lijsten van DUO: niveau, leerweg, geboortedatum, een code in plaats van het persoonsnummer",
     "Om te tellen hoeveel studenten zonder startkwalificatie vertrekken", "Zolang de school het bestand aanlevert"),
    ("Toetscijfers: vak, toets, datum en cijfer", "Om een cijfer naast het vorige van dezelfde student te leggen",
     "Zolang de school het bestand aanlevert"),
    ("Incidenten en het onderzoek onder medewerkers: zonder namen", "Om te zien hoe het op school gaat",
     "Zolang de school het bestand aanlevert"),
    ("Wat iemand opschrijft: doel, schaalvraag, stap, afspraak, contact, gebeurtenis, notitie, gesprek, checklist, en "
     "wie het schreef", "Om in het wekelijkse uur verder te gaan waar je was", "Tot de school oudere jaren opruimt"),
    ("Wat iemand typt en nog niet opslaat", "Zodat er geen tekst verloren gaat",
     f"Hoogstens {keeping.DRAFT_DAYS} dagen"),
    ("Plannen om te verbeteren: doel, acties met wie ze doet, check en besluit", "Om te zien wat een plan bracht",
     "Zolang de school ze gebruikt"),
    ("JOB-monitor: antwoorden zonder naam", "Om te horen wat studenten vinden",
     "Zolang de school het bestand aanlevert"),
    ("Wie welke groeilijn opende of een tabel meenam", "Om dat te kunnen uitleggen", "Dertien maanden"),
    ("Groepscijfers van afgesloten jaren", "Om een verslag later te kunnen nakijken", "Zolang de school ze gebruikt"),
)  # fmt: skip
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
)
NO_LOOKS = "Er is nog geen groeilijn geopend en geen tabel meegenomen."
LOOKS_NOTE = (
    "De nieuwste eerst. De code van een student is die uit het adres van de pagina; bij wie die hoort, staat hier niet."
)
