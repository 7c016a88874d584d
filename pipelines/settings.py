"""Where things are, and the choices of a school: one TOML file, with defaults that fit the sample data.

The file is `groeilijn.toml` in the working folder, or the one named by `--settings` or GROEILIJN_SETTINGS. A layout of
the school's own is a table `[[layouts]]` in it:

    [[layouts]]
    source = "attendance"            # which delivery it is
    name = "Ons systeem"
    delimiter = "|"                  # optional
    date_format = "%d/%m/%Y"         # optional, strptime
    time_format = "%Hu%M"            # optional, strptime
    header = ["nr", "dag", ...]      # only for files without a header line: the names in order
    columns = { student_id = "nr", date = "dag", start_minute = "van", end_minute = "tot", status = "code" }
    values.status = { "1" = "aanwezig", "2" = "te laat" }
    answers = "^v[0-9]+$"            # only for a file with a column per question: a regular expression for the names
                                     # of those columns (lower case, _ for other signs); without it: all that are not
                                     # named above

Who counts as vsv'er changes with the rules; each table `[[vsv_rules]]` holds until the next one:

    [[vsv_rules]]
    from_teljaar = 2026              # the year in which the teljaar starts
    age_limit = 27                   # up to this age on 1 October
    levels = [0, 1, 2, 3, 4]         # which levels count, 0 being who has none (vavo); without it: all
    leerwegen = ["BOL", "BBL", "EX"] # which leerwegen count; without it: all

What DUO delivers is counted as delivered. A teljaar with another rule than the one before is counted by both.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import os
import re
import secrets
import threading
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines import forgotten, private
from pipelines.contract import (
    At,
    Clock,
    Code,
    Day,
    Layout,
    Moment,
    PersonNumber,
    Reading,
    Source,
    may_be_anything,
)  # fmt: skip
from pipelines.errors import SettingsError
from pipelines.forgotten import Forgotten
from pipelines.school_year import first_day, school_year_of

DEFAULT_FILE = Path("groeilijn.toml")
DELIMITERS = (";", ",", "\t", "|")
SECRET_BYTES = 32
ZONE = ZoneInfo("Europe/Amsterdam")
"""Where the school is: its days begin at midnight there."""
MAKING_SECRET = threading.Lock()
"""Columns are read at the same time, and there is one secret."""
DAY, TIME = dt.date(2025, 12, 31), dt.time(8, 30)
MISTAKES = {
    "missing": ("ontbreekt", "Vul haar in"),
    "string_too_short": ("is te kort", "Schrijf een zin, dan is het later nog te volgen"),
    "date_from_datetime_parsing": ("is geen datum", "Schrijf bijvoorbeeld 2025-08-25"),
    "extra_forbidden": ("bestaat niet", "Controleer de naam"),
    "greater_than_equal": ("is te klein", "Kies een hoger getal"),
    "string_pattern_mismatch": ("is niet zo geschreven als het hoort", "Schrijf bijvoorbeeld 99XX"),
    "int_parsing": ("is geen heel getal", "Schrijf een getal zonder aanhalingstekens"),
    "int_type": ("is geen heel getal", "Schrijf een getal zonder aanhalingstekens"),
    "string_type": ("is geen tekst", "Zet de waarde tussen aanhalingstekens"),
    "bool_parsing": ("is geen ja of nee", "Schrijf true of false"),
    "bool_type": ("is geen ja of nee", "Schrijf true of false"),
    "less_than_equal": ("is te groot", "Kies een lager getal"),
    "journal": ("is geen bestand en geen PostgreSQL", "Begin met postgresql:// of noem een bestand"),
    "address": ("is geen veilig adres", "Begin met https://; http:// mag alleen op deze computer zelf"),
}
"""What pydantic found wrong, said in Dutch: what it is, and what to do."""


class SchoolLayout(BaseModel):
    """A layout that a school describes itself."""

    model_config = ConfigDict(extra="forbid")

    source: str
    name: str
    columns: dict[str, str]
    header: list[str] | None = None
    delimiter: str | None = None
    date_format: str | None = None
    time_format: str | None = None
    values: dict[str, dict[str, str]] = {}
    answers: str | None = None


class SignIn(BaseModel):
    """How people sign in: the OpenID Connect provider of the school, and who we are to it."""

    model_config = ConfigDict(extra="forbid")

    server_metadata_url: str
    client_id: str
    client_secret: SecretStr
    address: str
    """Where people open the dashboard; the provider sends them back to /oauth2callback under it."""
    claim: str = "email"
    """What the provider tells of a person that is also in the staff delivery."""
    hours: Annotated[int, Field(ge=1, le=24)] = 10
    """After so many hours a person signs in again."""

    @field_validator("server_metadata_url", "address")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        """Only https, or http on this machine itself."""
        parts = urlsplit(value)
        if parts.scheme == "https" and parts.hostname:
            return value.rstrip("/")
        if parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}:
            return value.rstrip("/")
        raise PydanticCustomError("address", "no safe address")

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends people back to; to be registered there."""
        return f"{self.address}/oauth2callback"


class VsvRule(BaseModel):
    """From which teljaar (the year it starts in) who counts: up to which age on 1 October, at which level, how."""

    model_config = ConfigDict(extra="forbid")

    from_teljaar: Annotated[int, Field(ge=1990, le=2100)]
    age_limit: Annotated[int, Field(ge=12, le=99)]
    levels: frozenset[Annotated[int, Field(ge=0, le=4)]] = frozenset(range(5))
    leerwegen: frozenset[Literal["BOL", "BBL", "EX"]] = frozenset(("BOL", "BBL", "EX"))


class NewLimits(BaseModel):
    """From which week the limits of a control chart start anew, and why: for the school, one team or one level."""

    model_config = ConfigDict(extra="forbid")

    indicator: str
    since: dt.date
    reason: Annotated[str, Field(min_length=10)]
    team: str | None = None
    level: int | None = None


class Settings(BaseSettings):
    """The choices of a school; every field may also be given as an environment variable GROEILIJN_<NAME>."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="GROEILIJN_", env_nested_delimiter="__", extra="forbid"
    )

    institution: str = "Mijn school"
    inbox: Path = Path("inbox")
    store: Path = Path("store")
    illness_counts: bool = True
    """Whether a lesson missed through illness counts in the presence of a student."""
    small_group: Annotated[int, Field(ge=2)] = 5
    """A group with fewer people is not shown, and neither is a smaller number of people in it."""
    few_answers: Annotated[int, Field(ge=2)] = 10
    """The same for the answers of a survey."""
    keep_builds: Annotated[int, Field(ge=1)] = 3
    """Builds kept for a way back, the newest included."""
    auth: SignIn | None = None
    layouts: list[SchoolLayout] = []
    brin: Annotated[str, Field(pattern="^[0-9A-Z]{4}$")] | None = None
    """The institution whose lines count in files of DUO; without it the one that the name of each file gives."""
    vsv_rules: list[VsvRule] = [VsvRule(from_teljaar=1990, age_limit=23), VsvRule(from_teljaar=2026, age_limit=27)]
    new_limits: list[NewLimits] = []
    keep_years: Annotated[int, Field(ge=1)] | None = None
    """School years kept before the one that runs; what is older is set aside at reading, and gone with the last build
    that still had it. Without it all is kept.
    """
    keep_log_years: Annotated[int, Field(ge=1)] = 1
    """The same for the log of who looked: with one, this school year and the one before."""
    journal: SecretStr | None = None
    """Where the journal is: `postgresql://...`, or the path of an SQLite file; without it next to the store."""
    seen_steps: Annotated[list[Annotated[str, Field(min_length=1, max_length=120)]], Field(max_length=20)] = [
        "Vroeg zelf om hulp",
        "Liet zelf weten dat het anders liep",
        "Begon een gesprek dat spannend was",
        "Hielp een klasgenoot",
        "Bleef de hele les erbij",
        "Leverde iets in dat eerst bleef liggen",
        "Zocht zelf contact met een stageplek",
        "Kwam terug na een moeilijke dag",
    ]
    """Steps that a tandem sees and no register holds; they stand ready on the growth line, to be marked by a tap."""
    secret_file: Path | None = None
    """Where the secret behind the hashes of person numbers is kept; next to the store unless this says otherwise."""

    def secret(self) -> bytes:
        """Secret behind the hashes of person numbers: 32 random bytes, made on first use, for the owner's eyes only.

        It is kept outside the store, so that a copy of the store alone tells nobody's number. Raises SettingsError when
        it cannot be kept or read.
        """
        path = self._key_file
        if path.resolve().is_relative_to(self.store.resolve()):
            raise SettingsError(
                "Het bestand met het geheim staat in de opslag.", "Kies voor secret_file een andere map."
            )
        try:
            with MAKING_SECRET:
                if not path.exists():
                    if self.forgotten_file.exists():
                        raise SettingsError(
                            f"Het bestand met het geheim ({path.name}) is er niet, en zonder dat geheim zou "
                            "terugkomen wie is vergeten.",
                            "Zet het terug uit de reservekopie.",
                        )
                    _make_secret(path)
            secret = path.read_bytes()
        except OSError:
            raise SettingsError(
                f"Het bestand met het geheim ({path.name}) is niet te lezen of te maken.",
                "Kijk naar de rechten van de map, of kies met secret_file een andere.",
            ) from None
        if len(secret) < SECRET_BYTES:
            raise SettingsError(
                f"Het bestand met het geheim ({path.name}) is niet compleet.", "Zet het terug uit de reservekopie."
            )
        return secret

    def renew_secret(self) -> None:
        """Make the secret new, so that everything is read anew; the old one stays where somebody is forgotten under it.

        What is kept for that goes before the new secret, so that whoever is forgotten stays so if this is cut short.
        """
        before = self.forgotten()
        if before.marks:
            kept = dict.fromkeys((*before.older, before.secret))
            private.write(self._older_file, "".join(f"{secret.hex()}\n" for secret in kept).encode())
        _make_secret(self._key_file)

    @property
    def _key_file(self) -> Path:
        store = self.store.resolve()
        return self.secret_file or store.with_name(f"{store.name}.key")

    @property
    def _older_file(self) -> Path:
        return self._key_file.with_name(f"{self._key_file.name}.older")

    def journal_address(self) -> str:
        """Where what people write is kept. It stands next to the store, which can be made again; the journal cannot.

        The address of a server may hold a password: it is never printed.
        """
        store = self.store.resolve()
        if self.journal is None:
            return str(store.with_name(f"{store.name}.journal.sqlite"))
        address = self.journal.get_secret_value()
        return address if "://" in address else str(Path(address).resolve())

    @field_validator("journal")
    @classmethod
    def _is_known(cls, value: SecretStr | None) -> SecretStr | None:
        """A PostgreSQL server or a file, no other database."""
        address = "file" if value is None else value.get_secret_value()
        if not address.strip() or ("://" in address and urlsplit(address).scheme != "postgresql"):
            raise PydanticCustomError("journal", "no known database")
        return value

    def kept_since(self, today: dt.date | None = None) -> dt.date | None:
        """The first day about which something is kept, or None where all is kept; it moves once a year, on 1 August."""
        return None if self.keep_years is None else _first_day(self.keep_years, today)

    def log_kept_since(self, today: dt.date | None = None) -> dt.date:
        """The first day of which is kept who looked."""
        return _first_day(self.keep_log_years, today)

    @property
    def forgotten_file(self) -> Path:
        """Where the list stands of who is forgotten; next to the store."""
        store = self.store.resolve()
        return store.with_name(f"{store.name}.forgotten")

    def forgotten(self) -> Forgotten:
        """Who is forgotten."""
        older = self._older_file.read_text("utf-8").split() if self._older_file.exists() else []
        return forgotten.read(self.forgotten_file, self.secret(), map(bytes.fromhex, older))

    def require_indicators(self, known: Collection[str]) -> None:
        """Raise SettingsError where new limits are for a figure that is not among the `known` ones."""
        for one in self.new_limits:
            if one.indicator not in known:
                raise SettingsError(
                    f"Bij new_limits bestaat het cijfer '{one.indicator}' niet.", f"Kies uit {', '.join(known)}."
                )

    def own_layouts(self, known: Mapping[str, Source]) -> dict[str, list[Layout]]:
        """The school's own layouts by source. Raises SettingsError as `sources` does."""
        own: dict[str, list[Layout]] = {}
        for school in self.layouts:
            if school.source not in known:
                raise SettingsError(
                    f"Indeling '{school.name}': de bron '{school.source}' bestaat niet.",
                    f"Kies uit {', '.join(sorted(known))}.",
                )
            own.setdefault(school.source, []).append(_layout(school, known[school.source]))
        return own

    def sources(self, known: dict[str, Source], secret: Callable[[], bytes] | None = None) -> list[Source]:
        """All sources, with the school's own layouts before the layouts that come with Groeilijn.

        Person numbers are read with the secret of the school, or with `secret` instead. Raises SettingsError when a
        layout names a source, column or value that does not exist.
        """
        own = self.own_layouts(known)
        gone = cache(self.forgotten)
        numbers = PersonNumber(secret or self.secret, None if secret else lambda number: gone().older_hash(number))
        return [
            replace(source, layouts=tuple(
                self._bound(layout, numbers) for layout in (*own.get(name, []), *source.layouts)
            ))
            for name, source in sorted(known.items())
        ]  # fmt: skip

    def _bound(self, layout: Layout, numbers: PersonNumber) -> Layout:
        """Give a layout what only this school knows: its secret, and its own brin where a file name gives one."""
        columns = {
            column: At(at.names, numbers) if isinstance(at.reading, PersonNumber) else at
            for column, at in layout.columns.items()
        }
        knows = {"brin": self.brin} if self.brin and "(?P<brin>" in (layout.named or "") else {}
        return replace(layout, columns=columns, given=knows)

    def judging(self) -> str:
        """The settings that decide how lines are read, as one text; of the secret only what tells it from another."""
        secret = hmac.digest(self.secret(), b"which secret this is", "sha256").hex()
        gone = self.forgotten().digest
        own = [layout.model_dump() for layout in self.layouts]
        return json.dumps([own, self.brin, secret, gone, str(self.kept_since())], sort_keys=True)


def _first_day(years: int, today: dt.date | None) -> dt.date:
    """The first day of the school year so many years before the one that runs today, at the school."""
    now = today or dt.datetime.now(ZONE).date()
    return first_day(school_year_of(now) - years)


def _make_secret(path: Path) -> None:
    """Write a new secret."""
    path.parent.mkdir(parents=True, exist_ok=True)
    private.write(path, secrets.token_bytes(SECRET_BYTES))


def load(path: Path | None = None, **changes: Any) -> Settings:
    """Read the settings file, if there is one; the environment wins over it, and `changes` (from the command line) over
    both.

    Relative folders in the file are seen from the folder it stands in. Raises SettingsError.
    """
    file = path or DEFAULT_FILE
    found = _found(file) if path or file.exists() else {}
    for folder in ("inbox", "store", "secret_file"):
        if isinstance(found.get(folder), str):
            found[folder] = file.parent / found[folder]
    if isinstance(found.get("journal"), str) and found["journal"].strip() and "://" not in found["journal"]:
        found["journal"] = str(file.parent / found["journal"])
    found = {name: value for name, value in found.items() if f"GROEILIJN_{name}".upper() not in os.environ}
    try:
        return Settings(**{**found, **changes})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(piece + 1 if isinstance(piece, int) else piece) for piece in first["loc"])
        what, do = MISTAKES.get(first["type"], ("heeft een waarde die niet kan", "Kijk in de README wat er hoort"))
        raise SettingsError(f"De instelling '{where}' {what}.", f"{do} ({file.name} of GROEILIJN_...).") from None


def _found(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError:
        raise SettingsError(f"Het instellingenbestand {file.name} is niet te lezen.", "Controleer de naam.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"Het instellingenbestand {file.name} is niet in UTF-8.", "Sla het zo op.") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise SettingsError(
            f"Het instellingenbestand {file.name} is geen geldige TOML.",
            f"Kijk bij regel {line[1]}." if line else "Kijk aan het eind: er is iets niet afgesloten.",
        ) from None


def _layout(school: SchoolLayout, source: Source) -> Layout:
    """Turn a described layout into one; a column is read as in the source's own layouts unless the school says how."""
    wrong = partial(_wrong, school)
    if school.delimiter not in {None, *DELIMITERS}:
        raise wrong("dit scheidingsteken kennen we niet.", "Kies uit ; , | of \\t (tab).")
    for name, form, example in (("date_format", school.date_format, DAY), ("time_format", school.time_format, TIME)):
        if form is not None and not _is_format(form, example):
            raise wrong(
                f"{name} is geen notatie.", "Schrijf bijvoorbeeld %d-%m-%Y voor 31-12-2025 of %H:%M voor 08:30."
            )
    declared = source.schema.columns()
    for column, name in school.columns.items():
        if column not in declared:
            raise wrong(f"de kolom '{column}' bestaat niet bij {source.name}.", f"Kies uit {', '.join(declared)}.")
        if school.header is not None and name not in school.header:
            raise wrong(f"'{name}' staat niet in header.", "Noem in header alle kolommen van het bestand, op volgorde.")
    wide = next((layout for layout in source.layouts if layout.answers), None)
    unpivoted = wide.unpivoted if wide else ()
    if stray := sorted(set(unpivoted) & set(school.columns)):
        raise wrong(f"{stray[0]} staat niet in één kolom.", "Haal haar uit columns; noem de kolommen met answers.")
    if school.answers is not None and not wide:
        raise wrong(f"{source.name} heeft geen kolom per vraag.", "Haal answers weg.")
    if not _is_pattern(school.answers or ""):
        raise wrong("answers is geen reguliere expressie.", "Schrijf bijvoorbeeld ^v[0-9]+$ voor v1, v2, v10.")
    missing = [
        name
        for name, column in declared.items()
        if not column.nullable and name not in school.columns and name not in unpivoted
    ]
    if missing:
        raise wrong(f"de verplichte kolom {', '.join(missing)} ontbreekt.", "Voeg die toe aan columns.")
    if stray := sorted(set(school.values) - set(school.columns)):
        raise wrong(f"values.{stray[0]} hoort bij geen kolom.", "Voeg de kolom toe aan columns of haal de waarden weg.")
    columns = {column: At((name,), _reading(school, column, source)) for column, name in school.columns.items()}
    answers = None
    if wide and wide.answers:
        columns |= {column: wide.columns[column] for column in unpivoted}
        answers = wide.answers if school.answers is None else replace(wide.answers, matching=school.answers)
    return Layout(
        school.name, school.name, tuple(school.header or ()), columns, "instellingenbestand", school.delimiter, answers
    )


def _wrong(school: SchoolLayout, what: str, do: str) -> SettingsError:
    return SettingsError(f"Indeling '{school.name}': {what}", do)


def _reading(school: SchoolLayout, column: str, source: Source) -> Reading:
    """How the school writes a column: its own values or formats, else the way of the source's own layouts."""
    kind = source.schema.columns()[column].dtype
    if column in school.values:
        values = _translated(school, column, source)
        return Code(values, drops_unknown=may_be_anything(_own_reading(column, source)))
    if kind == pl.Date and school.date_format:
        return Day(formats=(school.date_format,))
    if isinstance(kind, pl.Datetime) and school.date_format:
        return Moment(formats=(f"{school.date_format} {school.time_format or '%H:%M'}",))
    if column.endswith("_minute"):
        return Clock(formats=(school.time_format,) if school.time_format else ())
    return _own_reading(column, source)


def _own_reading(column: str, source: Source) -> Reading:
    """How the layouts that come with Groeilijn write a column."""
    return next(layout.columns[column].reading for layout in reversed(source.layouts) if column in layout.columns)


def _is_pattern(words: str) -> bool:
    try:
        re.compile(words)
    except re.error:
        return False
    return True


def _is_format(form: str, example: dt.date | dt.time) -> bool:
    """Tell whether a format writes a day or a time so that it can be read back."""
    try:
        words = pl.Series([example.strftime(form)]).str
        read = words.to_date(form) if isinstance(example, dt.date) else words.to_time(form)
    except (pl.exceptions.PolarsError, ValueError):
        return False
    return read.to_list() == [example]


def _translated(school: SchoolLayout, column: str, source: Source) -> dict[str, str]:
    """Values of a code: the school's words to ours, where ours may be the Dutch word or the name in the code."""
    allowed = source.allowed(column) or []
    dutch = {
        key.lower(): value
        for layout in source.layouts
        if column in layout.columns and isinstance(reading := layout.columns[column].reading, Code)
        for key, value in reading.values.items()
    }
    if not dutch:
        raise _wrong(school, f"{column} is geen kolom met codes.", f"Haal values.{column} weg.")
    found = {}
    for theirs, ours in school.values[column].items():
        value = ours if ours in allowed else dutch.get(ours.strip().lower())
        if value is None:
            choice = ", ".join(sorted(key for key in dutch if key))
            raise _wrong(school, f"'{ours}' is geen bekende waarde voor {column}.", f"Kies uit {choice}.")
        found[theirs] = value
    return found
