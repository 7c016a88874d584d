"""The command `groeilijn`, for a school administrator: demo, build, check, serve, status, sample, report, forget,
export-student, new-secrets.

Help and messages are Dutch. Exit code 0: done; 1: refused, with the reason; 2: the command was not understood; 3: of
the student who was asked for nothing is held.
"""

from __future__ import annotations

import importlib.util
import io
import itertools
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import traceback
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines import opening, private, registry, renewal, rights, written
from pipelines.api import Build, newest_build, open_build
from pipelines.build import build as make_build
from pipelines.build import require_inbox
from pipelines.commands import Command, Group
from pipelines.contract import Source, explain
from pipelines.deliveries import SHIPPED, files_in
from pipelines.deliveries import check as try_file
from pipelines.errors import EXIT_REFUSED, BuildError, ExpectedError
from pipelines.settings import Settings, SignIn, load
from pipelines.store import Delivery, Store
from pipelines.synthetic import GROWING_CLASS, SAMPLE_SEED, may_hold_sample, write_sample

app = typer.Typer(
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    options_metavar="",
    subcommand_metavar="OPDRACHT [KEUZES]",
    help="Groeilijn: van de bestanden die de school al heeft naar groeilijnen en klassenoverzichten.",
    epilog="Uitleg over een opdracht: groeilijn OPDRACHT --help",
)
command = partial(app.command, cls=Command, options_metavar="[KEUZES]")

# Names of files and folders are printed as they are: nothing in them is a command to the terminal.
console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

MOMENTARY_SECRET = secrets.token_bytes(32)
SAMPLE = Path(__file__).parent.parent / "sample_data"
WAITING = {
    "n_unmatched": "van een student die op die dag niet in de inschrijvingen staat.",
    "n_unexplained": "met een code die niet in de redentabel staat.",
    "n_crowded": "van een student met meer lessen op één dag dan er passen; die dag telt niet mee.",
    "n_ahead": "over hoe een les ging die pas na de aanlevering is; kijk in het bronsysteem of de datum goed is.",
    "n_planned": "van een geplande les na de aanlevering.",
}
DEMO_STORE = Path("store") / "demo"

SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        envvar="GROEILIJN_SETTINGS",
        show_envvar=False,
        help="Instellingenbestand (groeilijn.toml).",
    ),
]
InboxOption = Annotated[Path | None, typer.Option("--inbox", help="Map met aangeleverde bestanden.")]
StoreOption = Annotated[Path | None, typer.Option("--store", help="Map waarin Groeilijn alles bewaart.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Vraag niet om bevestiging.")]
FIRST_PORT = 8501
ALREADY_FORGOTTEN = "Deze student is al vergeten. Er is niets meer van hem of haar bewaard."
StudentArgument = Annotated[int, typer.Argument(metavar="STUDENTNUMMER", help="Het nummer van de student.")]
HARDENED = (
    "--client.showErrorDetails=none", "--server.enableCORS=true", "--server.enableXsrfProtection=true",
    "--server.maxUploadSize=1", "--server.enableAgentApi=false",
)  # fmt: skip
"""What .streamlit/config.toml says of safety, also where only the package is installed."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PortOption = Annotated[
    int | None, typer.Option("--port", help="Poort van het dashboard; zonder dit getal de eerste vrije vanaf 8501.")
]


@command()
def demo(
    port: PortOption = None,
    store: Annotated[Path, typer.Option("--store", help="Map waarin Groeilijn alles bewaart.")] = DEMO_STORE,
) -> None:
    """Probeer Groeilijn met verzonnen gegevens: bouwt ze op en opent het dashboard in de browser."""
    with _refusing():
        # Whatever journal this machine has is not for what people try out.
        settings = Settings(institution="ROC Voorbeeldstad", inbox=_sample_folder(store), store=store, journal=None)
        path = _built(settings, is_sample=True)
        if written.sample(settings, Build(path)):
            # Its contacts and checklists count from the first look, as they do at the second.
            _built(settings, is_sample=True)
        first = urllib.parse.urlencode({"rol": f"Tandem van {GROWING_CLASS}"})
        _open_dashboard(settings, port, headless=not opening.has_screen(), first=f"/?{first}")


@command()
def build(settings: SettingsOption = None, inbox: InboxOption = None, store: StoreOption = None) -> None:
    """Lees wat er nieuw is en maak een nieuwe opbouw; tot die klaar is, blijft de oude in gebruik."""
    with _refusing():
        choices = _choices(settings, inbox, store)
        require_inbox(choices)
        was_sample = rights.is_sample(Store(choices.store))
        path = _built(choices)
        console.print(f"Nieuwe opbouw: {path.name}")
        _say_status(Build(path))
        if was_sample:
            console.print("Deze opbouw is geen voorbeeldschool meer: het dashboard vraagt nu om inloggen.")


@command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="Een of meer bestanden of mappen.")],
    settings: SettingsOption = None,
    store: StoreOption = None,
) -> None:
    """Probeer bestanden uit zonder iets te bewaren: wat is het, en welke regels kloppen niet?"""
    with _refusing():
        # Nothing is kept, so person numbers need no more than a secret of the moment.
        choices = _choices(settings, None, store)
        sources = choices.sources(registry.sources(), secret=lambda: MOMENTARY_SECRET)
        newest = open_build(choices.store)
        by_name = {source.name: source for source in sources}
        is_refused = False
        for folder in (path for path in files if path.is_dir() and not files_in(path)):
            is_refused = True
            console.print(f"{folder.name}: in deze map staan geen bestanden.")
        for file in (one for path in files for one in (files_in(path) if path.is_dir() else [path])):
            if not file.is_file():
                is_refused = True
                console.print(f"{file.name}: dit bestand bestaat niet. Controleer de naam en de map.")
                continue
            with tempfile.TemporaryDirectory() as workplace:
                tried = try_file(file, sources, Path(workplace))
            for delivery, rejected in tried:
                is_refused = _say_tried(delivery, rejected, by_name, newest) or is_refused
    if is_refused:
        raise typer.Exit(EXIT_REFUSED)


@command()
def serve(
    settings: SettingsOption = None,
    store: StoreOption = None,
    port: PortOption = None,
    address: Annotated[str, typer.Option("--address", help="Adres waarop het dashboard luistert.")] = "127.0.0.1",
) -> None:
    """Open het dashboard op de nieuwste opbouw; op eigen gegevens alleen als inloggen is ingesteld."""
    with _refusing():
        choices = _choices(settings, None, store)
        newest = open_build(choices.store)
        if newest is None:
            raise BuildError(
                "Er is nog geen opbouw om te laten zien.",
                "Draai eerst `groeilijn build`, of `groeilijn demo`.",
            )
        if choices.auth is None and not newest.is_sample:
            raise BuildError(
                "Het dashboard laat eigen gegevens alleen zien aan wie is ingelogd, en inloggen is nog niet ingesteld.",
                "Vul [auth] in het instellingenbestand in; de README zegt hoe. `groeilijn demo` kan zonder.",
            )
        if choices.auth is None and address not in LOOPBACK:
            raise BuildError(
                "Zonder inloggen is het dashboard alleen op deze computer te openen.",
                "Laat --address weg, of vul [auth] in het instellingenbestand in.",
            )
        _open_dashboard(choices, port, headless=True, address=address, sign_in=choices.auth)


@command()
def forget(
    student: StudentArgument,
    settings: SettingsOption = None,
    inbox: InboxOption = None,
    store: StoreOption = None,
    yes: YesOption = False,
) -> None:
    """Vergeet een student: alles wat van hem of haar is bewaard gaat weg, ook uit eerdere opbouwen."""
    with _refusing():
        choices = _choices(settings, inbox, store)
        gone = rights.traces(choices, student)
        if not rights.is_held(choices, gone):
            console.print(ALREADY_FORGOTTEN)
            return
        if not yes:
            _ask_for_a_yes("Alles van deze student gaat weg, en eerdere opbouwen ook. Doorgaan?")
        with _progress() as told:
            rests = rights.forget(choices, student, told)
        if rests:
            raise BuildError(
                f"Er staat nog iets in: {', '.join(rests)}.",
                "Stop het dashboard als het nog loopt, en doe het opnieuw. Blijft het staan, meld het dan aan wie "
                "Groeilijn beheert.",
            )
        console.print("Vergeten. In de opslag is niets van deze student meer te vinden.")
        console.print("Loopt het dashboard nog? Start het opnieuw: dan is ook wat het in het geheugen had weg.")
        console.print("Haal de student ook uit de aangeleverde bestanden: `groeilijn status` zegt in welke hij staat.")
        if places := rights.mentions(choices, gone).part:
            console.print(
                "In het logboek staat nog een voornaam of achternaam die ook van een ander kan zijn. Laat nakijken: "
                + ", ".join(f"{where or 'de school'} ({n})" for where, n in places.items())
                + "."
            )


@command("export-student")
def export_student(
    student: StudentArgument,
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Map om de bestanden in te zetten.")],
    settings: SettingsOption = None,
    store: StoreOption = None,
) -> None:
    """Geef een student alles wat over hem of haar is bewaard, om te lezen en als gegevens (inzagerecht)."""
    with _refusing():
        choices = _choices(settings, None, store)
        if not rights.is_held(choices, rights.traces(choices, student)):
            console.print(ALREADY_FORGOTTEN)
            return
        for path in rights.write_held(choices, student, folder):
            console.print(f"Geschreven: {path.name}")


class Report(StrEnum):
    """What can be printed by a command."""

    GROEIKAART = "groeikaart"
    KLASBLAD = "klasblad"
    TANDEMOVERLEG = "tandemoverleg"
    HALFJAARVERANTWOORDING = "halfjaarverantwoording"


@command()
def report(
    kind: Annotated[
        Report,
        typer.Argument(metavar="SOORT", help="groeikaart, klasblad, tandemoverleg of halfjaarverantwoording."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Map of bestand om naar te schrijven.")],
    class_id: Annotated[str | None, typer.Option("--class", help="Van deze klas.")] = None,
    student: Annotated[int | None, typer.Option("--student", help="Van de student met dit nummer.")] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Eerste maand van het half jaar: 2025-08 of 2026-02.")
    ] = None,
    settings: SettingsOption = None,
    store: StoreOption = None,
) -> None:
    """Druk af, ook op een vast moment: een groeikaart, een klasblad, een tandemoverleg of de halfjaarverantwoording."""
    with _refusing():
        if student is not None and kind is not Report.GROEIKAART:
            raise BuildError("Van een student is er alleen een groeikaart.", "Laat --student weg.")
        choices = _choices(settings, None, store)
        asked = {"--class": class_id, "--period": period}
        options = [piece for name, value in asked.items() if value is not None for piece in (name, str(value))]
        # Prints are made by the dashboard, which is no part of the pipelines: it runs on its own. A student number goes
        # over standard input, so that it does not stand in the list of processes once more.
        done = subprocess.run(
            [sys.executable, "-m", "dashboard.reporting", *options, "--", kind.value, str(out)],
            input="" if student is None else str(student),
            text=True,
            env={
                **os.environ,
                "GROEILIJN_STORE": str(choices.store.resolve()),
                "GROEILIJN_JOURNAL": choices.journal_address(),
            },
            check=False,
        )
        raise typer.Exit(done.returncode)


@command("new-secrets")
def new_secrets(
    settings: SettingsOption = None, inbox: InboxOption = None, store: StoreOption = None, yes: YesOption = False
) -> None:
    """Maak alle geheimen nieuw en lees alles opnieuw: iedereen logt daarna opnieuw in, oude links vervallen."""
    with _refusing():
        choices = _choices(settings, inbox, store)
        if not yes:
            _ask_for_a_yes(
                "Iedereen moet opnieuw inloggen, oude links vervallen en eerdere opbouwen gaan weg. Doorgaan?"
            )
        with _progress() as told:
            renewal.renew_secrets(choices, told)
        console.print("De geheimen zijn nieuw, en alles is er opnieuw mee gelezen. Start het dashboard nu opnieuw.")
        console.print("Bewaar ook van het nieuwe geheim een kopie, los van de opslag.")


@command()
def status(settings: SettingsOption = None, store: StoreOption = None) -> None:
    """Laat zien wat er is aangeleverd, tot welke dag, en wat er met elke regel is gebeurd."""
    with _refusing():
        choices = _choices(settings, None, store)
        newest = open_build(choices.store)
        if newest is None:
            unread = Store(choices.store).refused() if choices.store.is_dir() else []
            raise BuildError("Er is nog geen opbouw.", "Draai eerst `groeilijn build`, of `groeilijn demo`.", unread)
        _say_status(newest)


@command()
def sample(
    folder: Annotated[Path, typer.Argument(metavar="MAP", help="Map om de bestanden in te zetten.")],
    seed: Annotated[int, typer.Option(help="Hetzelfde getal geeft dezelfde bestanden.")] = SAMPLE_SEED,
    students: Annotated[
        int | None,
        typer.Option(min=1, max=90_000, help="Aantal studenten; zonder dit getal het voorbeeld-roc."),
    ] = None,
) -> None:
    """Schrijf verzonnen bestanden zoals leveranciers ze sturen."""
    with _refusing():
        # Made-up students among real ones would be taken for real.
        if not may_hold_sample(folder):
            raise BuildError(f"De map {folder.name} is niet leeg.", "Kies een nieuwe map voor verzonnen bestanden.")
        try:
            write_sample(folder, seed=seed, students=students, progress=console.print)
        except OSError as error:
            raise BuildError(
                f"De map {folder.name} is niet te maken of te beschrijven.", "Kies een andere map of maak ruimte."
            ) from error


def _ask_for_a_yes(question: str) -> None:
    """Ask for a yes; anything else, and no answer at all, is a no and ends the command."""
    console.print(f"{question} [j/N]: ", end="")
    if sys.stdin.readline().strip().lower() not in {"j", "ja"}:
        console.print("Er is niets veranderd.")
        raise typer.Exit(EXIT_REFUSED)


def _say_tried(delivery: Delivery, rejected: pl.DataFrame, sources: Mapping[str, Source], newest: Build | None) -> bool:
    """Print how a file or a sheet fared, beside the files of a build; tell whether something is wrong with it."""
    if delivery.source is None:
        console.print(f"{delivery.file}: niet gelezen. {delivery.refused_why}")
        return True
    source = sources[delivery.source]
    console.print(
        f"{delivery.file}: {source.title}, indeling {delivery.layout}. {delivery.n_lines} "
        f"{'regel' if delivery.n_lines == 1 else 'regels'}: "
        f"{delivery.n_validated} goed, {delivery.n_rejected} apart gezet, {delivery.n_replaced} dubbel."
    )
    by_rule = rejected.group_by("rule", maintain_order=True).agg(pl.len().alias("n"), pl.col("line").head(5))
    for rule, n, lines in by_rule.iter_rows():
        console.print(f"  {n} keer ({_first(lines, n)}): {explain(source, rule)}")
    if words := _columns(", ".join(delivery.lacks), ", ".join(delivery.ignored)):
        console.print(f"  {words}")
    if newest is not None and (others := _had_by_others(delivery, newest)):
        console.print(
            f"  Let op: aangeleverde bestanden in deze indeling hebben wel: {others}. Is een kolom hernoemd? "
            "Geef haar weer de oude naam."
        )
    return delivery.n_rejected > 0


def _first(lines: list[int], n: int) -> str:
    """The first `lines` of `n`, by their numbers."""
    return f"regel {', '.join(map(str, lines))}{', ...' if n > len(lines) else ''}"


def _had_by_others(delivery: Delivery, build: Build) -> str:
    """Which of the columns that a file does not have a file of its layout in the build does have."""
    lacking = build.ask(
        "SELECT coalesce(lacks, '') AS lacks FROM build.delivery WHERE source = ? AND layout = ?",
        [delivery.source, delivery.layout],
    )["lacks"].str.split(", ")
    return ", ".join(name for name in delivery.lacks if not lacking.list.contains(name).all())


def _columns(lacks: str | None, ignored: str | None) -> str:
    """Which columns of the layout a file does not have, and which of its own are not read."""
    return " ".join(
        ([f"Niet in het bestand: {lacks}. Wat daarin hoort te staan, telt niet mee."] if lacks else [])
        + ([f"Niet bekend, dus niet gelezen: {ignored}."] if ignored else [])
    )


def _choices(settings: Path | None, inbox: Path | None, store: Path | None) -> Settings:
    """The settings of the school, with what they name of deliveries and figures looked up. Raises SettingsError."""
    given = {name: path for name, path in (("inbox", inbox), ("store", store)) if path is not None}
    choices = load(settings, **given)
    choices.require_indicators(registry.indicators())
    choices.own_layouts(registry.sources())
    return choices


def _sample_folder(store: Path) -> Path:
    """The sample data of the repository, or the same files written anew where only the package is installed."""
    if SAMPLE.is_dir():
        return SAMPLE
    folder = store / "sample_data"
    if not folder.is_dir():
        write_sample(folder, seed=SAMPLE_SEED)
    return folder


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn an error into a sentence and an exit code.

    The text of an error that nobody expected may quote a line of a delivery, so only its kind and place are told.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name may hold letters that the terminal does not know.
            stream.reconfigure(errors="replace")
    # Whatever a command makes, the dashboard it starts included, is for the owner only.
    before = os.umask(0o077)
    exit_code = EXIT_REFUSED
    try:
        yield
    except ExpectedError as error:
        exit_code = error.exit_code
        for file, why in error.unread if isinstance(error, BuildError) else ():
            complaints.print(f"Niet gelezen: {file}. {why}")
        complaints.print(f"{error.what} {error.do}")
    except typer.Exit:
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        complaints.print(
            f"Er ging iets mis wat Groeilijn niet kent ({type(error).__name__} in {Path(place.filename).name}, regel "
            f"{place.lineno}). Een vorige opbouw blijft in gebruik. Meld dit aan wie Groeilijn voor je beheert."
        )
    else:
        return
    finally:
        os.umask(before)
    raise typer.Exit(exit_code)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar on a terminal, and a plain line per piece of work elsewhere."""
    if not console.is_terminal:
        said: set[str] = set()

        def say(what: str, done: int, total: int) -> None:
            if what not in said or done == total:
                said.add(what)
                console.print(f"{what}: {done} van {total}")

        yield say
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, int] = {}

        def draw(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(bars.task_ids[tasks[what]], completed=done, total=total)

        yield draw


def _say_status(build: Build) -> None:
    """Print the deliveries and show that their lines add up."""
    rows = build.ask(
        "SELECT coalesce(source_title, 'Niet herkend') "
        f"|| if(starts_with(file, '{SHIPPED}'), ' (meegeleverd)', '') AS wat, "
        "count(*) AS bestanden, max(last_date) AS tot, "
        "sum(n_lines) AS regels, sum(n_validated) AS goed, sum(n_rejected) AS apart, sum(n_replaced) AS vervangen, "
        f"sum({' + '.join(WAITING)}) AS wacht FROM build.delivery GROUP BY 1 ORDER BY 1"
    )
    until = f"{build.data_until:%d-%m-%Y}" if build.data_until else "onbekend"
    console.print(f"{build.institution}: gegevens tot en met {until} (opbouw {build.name})")
    table = Table(box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    table.add_column("Levering")
    for name in ("Bestanden", "Tot en met", "Regels", "Goed", "Apart", "Vervangen", "Wacht"):
        table.add_column(name, justify="right", no_wrap=True)
    for what, n, last, *counts in rows.iter_rows():
        table.add_row(what, str(n), f"{last:%d-%m-%Y}" if last else "", *(str(count) for count in counts))
    console.print(table, soft_wrap=False)
    lines, good, apart, replaced = rows.select(pl.col("regels", "goed", "apart", "vervangen").sum()).row(0)
    console.print(f"{lines} regels = {good} goed + {apart} apart gezet + {replaced} vervangen")
    waiting = build.ask(f"SELECT {', '.join(f'sum({column})' for column in WAITING)} FROM build.delivery").row(0)
    if any(waiting):
        console.print("Wacht = goede regels die op iets wachten of die je even nakijkt; hieronder per soort.")
    for number, what in zip(waiting, WAITING.values(), strict=True):
        if number:
            console.print(f"Van de goede regels: {number} {what}")
    for file, why in build.ask(
        "SELECT file, refused_why FROM build.delivery WHERE refused_why IS NOT NULL ORDER BY file"
    ).iter_rows():
        console.print(f"Niet gelezen: {file}. {why}")
    for file, why, n, lines in build.ask(
        "SELECT file, why, count(*), list(line ORDER BY line)[1:5] FROM build.rejected "
        "GROUP BY file, rule, why ORDER BY file, rule"
    ).iter_rows():
        console.print(f"Apart gezet: {file}, {n} {'regel' if n == 1 else 'regels'} ({_first(lines, n)}). {why}")
    for what, n, lacks, ignored in build.ask(
        "SELECT source_title || ', indeling ' || layout, count(*), lacks, ignored FROM build.delivery "
        "WHERE repeats IS NULL AND coalesce(lacks, ignored) IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).iter_rows():
        console.print(f"Kolommen: {what}, {n} {'bestand' if n == 1 else 'bestanden'}. {_columns(lacks, ignored)}")
    for gone, files in build.ask(
        "SELECT gone, list(file ORDER BY file) FROM build.delivery WHERE gone IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).iter_rows():
        more = f" en nog {len(files) - 1}" if len(files) > 1 else ""
        console.print(
            f"Let op: in {files[0]}{more} ontbreekt wat eerdere bestanden in deze indeling wel hadden: {gone}. Dat kan "
            "cijfers veranderen. Is een kolom hernoemd? Geef haar weer de oude naam en bouw opnieuw."
        )
    unread = build.ask("SELECT count(*) FROM build.delivery WHERE refused_why IS NOT NULL").item()
    if unread:
        files = "bestand is" if unread == 1 else "bestanden zijn"
        console.print(f"Let op: {unread} {files} niet gelezen; waarom staat hierboven.")
    titles = {name: source.title for name, source in registry.sources().items()}
    for source, sentence in build.ask("SELECT source, sentence FROM build.lost ORDER BY source").iter_rows():
        console.print(f"Let op: {titles[source]}. {sentence}")


def _sign_in_file(store: Path, sign_in: SignIn) -> Path:
    """Write what Streamlit has to know to sign people in, readable by the owner only."""
    secret = sign_in.client_secret.get_secret_value()
    values: dict[str, dict[str, str | int]] = {
        "auth": {
            "redirect_uri": sign_in.redirect_uri,
            "cookie_secret": Store(store).secret("cookie").hex(),
            "client_id": sign_in.client_id,
            "client_secret": secret,
            "server_metadata_url": sign_in.server_metadata_url,
        },
        "groeilijn": {"claim": sign_in.claim, "hours": sign_in.hours},
    }
    path = (store / "sign_in.toml").resolve()
    words = "".join(
        f"[{section}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in entries.items())
        for section, entries in values.items()
    )
    private.write(path, words.encode())
    return path


def _built(choices: Settings, *, is_sample: bool = False) -> Path:
    """A new build, of the inbox and the journal; where that is out of reach, of what was known of it last time."""
    try:
        written.facts(choices)
    except BuildError as error:
        complaints.print(f"{error.what} De opbouw gaat door met wat er de vorige keer in het logboek stond.")
    with _progress() as told:
        return make_build(choices, is_sample=is_sample, progress=told)


def _open_dashboard(
    choices: Settings,
    port: int | None,
    *,
    headless: bool,
    address: str = "127.0.0.1",
    sign_in: SignIn | None = None,
    first: str = "",
) -> None:
    """Run the dashboard until it is stopped; without sign-in only this machine can reach it.

    Unless `headless`, the page is opened in a browser as soon as it answers; `first` is what to look at first.

    It runs in the folder with the theme, so that it looks the same from wherever the command is given.
    """
    store = choices.store
    spec = importlib.util.find_spec("dashboard")
    if spec is None or spec.origin is None or newest_build(store) is None:
        raise BuildError("Het dashboard is niet geïnstalleerd.", "Installeer Groeilijn opnieuw.")
    if port is None:
        port = next(free for free in itertools.count(FIRST_PORT) if not _is_taken(free))
    elif _is_taken(port):
        raise BuildError(f"Poort {port} is al in gebruik.", f"Kies een andere, bijvoorbeeld --port {port + 1}.")
    page = Path(spec.origin).parent / "app.py"
    where = (sign_in.address if sign_in else f"http://127.0.0.1:{port}") + first
    console.print(f"Het dashboard staat op {where} (stoppen: Ctrl+C)")
    arguments = [
        sys.executable, "-m", "streamlit", "run", str(page), f"--server.port={port}", f"--server.address={address}",
        "--server.headless=true", "--logger.hideWelcomeMessage=true", "--browser.gatherUsageStats=false",
        "--server.showEmailPrompt=false", *HARDENED,
        *([f"--secrets.files={_sign_in_file(store, sign_in)}"] if sign_in else []),
    ]  # fmt: skip
    # What the dashboard has to know of sign-in stands in the file; the secret itself goes no further.
    own = {name: value for name, value in os.environ.items() if not name.upper().startswith("GROEILIJN_AUTH")}
    environment = {
        **own,
        "GROEILIJN_STORE": str(store.resolve()),
        "GROEILIJN_JOURNAL": choices.journal_address(),
        "GROEILIJN_SEEN_STEPS": json.dumps(choices.seen_steps),
        **({} if choices.keep_years is None else {"GROEILIJN_KEEP_YEARS": str(choices.keep_years)}),
        "GROEILIJN_KEEP_LOG_YEARS": str(choices.keep_log_years),
    }
    if (page.parent.parent / ".streamlit").is_dir():
        os.chdir(page.parent.parent)
    if not headless:
        subprocess.Popen(
            [sys.executable, "-m", "pipelines.opening", where],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    if os.name != "nt":
        # The dashboard takes the place of this process, so whoever ends this one ends the dashboard.
        sys.stdout.flush()
        os.execve(sys.executable, arguments, environment)  # noqa: S606
    try:
        raise typer.Exit(subprocess.run(arguments, env=environment, check=False).returncode)
    except KeyboardInterrupt:
        console.print("Gestopt.")


def _is_taken(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
