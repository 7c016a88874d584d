"""Where things are, and the choices of a school: one TOML file, with defaults that fit the sample data.

The file is `groeilijn.toml` in the working folder, or the one named by `--settings` or GROEILIJN_SETTINGS. A layout of
the school's own is a table `[[layouts]]` in it:

    [[layouts]]
    source = "attendance"            # which delivery it is
    name = "Ons systeem"
    delimiter = "|"                  # optional
    date_format = "%d/%m/%Y"         # optional, strptime
    header = ["nr", "dag", ...]      # only for files without a header line: the names in order
    columns = { student_id = "nr", date = "dag", start_minute = "van", end_minute = "tot", status = "code" }
    values.status = { "1" = "aanwezig", "2" = "te laat" }
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.contract import At, Clock, Code, Day, Layout, Moment, Source
from pipelines.errors import SettingsError

DEFAULT_FILE = Path("groeilijn.toml")


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


class Settings(BaseSettings):
    """The choices of a school; every field may also be given as an environment variable GROEILIJN_<NAME>."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix="GROEILIJN_", extra="forbid")

    institution: str = "Mijn school"
    inbox: Path = Path("inbox")
    store: Path = Path("store")
    illness_counts: bool = True
    """Whether a lesson missed through illness counts in the presence of a student."""
    keep_builds: int = 3
    """Builds kept for a way back, the newest included."""
    layouts: list[SchoolLayout] = []

    def sources(self, known: dict[str, Source]) -> list[Source]:
        """All sources, with the school's own layouts before the layouts that come with Groeilijn.

        Raises SettingsError when a layout names a source, column or value that does not exist.
        """
        own: dict[str, list[Layout]] = {}
        for school in self.layouts:
            if school.source not in known:
                raise SettingsError(
                    f"Indeling '{school.name}': de bron '{school.source}' bestaat niet.",
                    f"Kies uit {', '.join(sorted(known))}.",
                )
            own.setdefault(school.source, []).append(_layout(school, known[school.source]))
        return [
            Source(**{**vars(source), "layouts": (*own.get(name, []), *source.layouts)})
            for name, source in sorted(known.items())
        ]

    def judging(self) -> str:
        """The settings that decide how lines are read, as one text."""
        return json.dumps([layout.model_dump() for layout in self.layouts], sort_keys=True)


def load(path: Path | None = None, **changes: Any) -> Settings:
    """Read the settings file, if there is one; `changes` (from the command line) win over it.

    Relative folders in the file are seen from the folder it stands in. Raises SettingsError.
    """
    if path is None and not DEFAULT_FILE.exists():
        return Settings(**changes)
    file = path or DEFAULT_FILE
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"Het instellingenbestand {file.name} is niet te lezen.", "Controleer de naam.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Het instellingenbestand {file.name} is geen geldige TOML.", f"{error}.") from error
    for folder in ("inbox", "store"):
        if folder in found:
            found[folder] = file.parent / found[folder]
    try:
        return Settings(**{**found, **changes})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(piece) for piece in first["loc"])
        raise SettingsError(
            f"Instelling '{where}' in {file.name} klopt niet.", f"Verbeter haar: {first['msg'].lower()}."
        ) from error


def _layout(school: SchoolLayout, source: Source) -> Layout:
    """Turn a described layout into one; a column is read as in the source's own layouts unless the school says how."""
    readings = {column: at.reading for layout in reversed(source.layouts) for column, at in layout.columns.items()}
    columns = {}
    for column, name in school.columns.items():
        if column not in source.schema.columns():
            raise SettingsError(
                f"Indeling '{school.name}': de kolom '{column}' bestaat niet bij {source.name}.",
                f"Kies uit {', '.join(source.schema.columns())}.",
            )
        reading = readings.get(column)
        kind = str(source.schema.columns()[column].dtype)
        if kind == "Date":
            reading = Day(formats=(school.date_format,)) if school.date_format else reading
        elif kind.startswith("Datetime"):
            reading = (
                Moment(formats=(f"{school.date_format} {school.time_format or '%H:%M'}",))
                if school.date_format
                else reading
            )
        elif column.endswith("_minute"):
            reading = Clock()
        if column in school.values:
            reading = Code(values=_translated(school, column, source))
        if reading is None:
            raise SettingsError(
                f"Indeling '{school.name}': van kolom '{column}' is niet bekend hoe die is geschreven.",
                "Geef een waardetabel (values) of laat de kolom weg.",
            )
        columns[column] = At((name,), reading)
    missing = [c for c, declared in source.schema.columns().items() if not declared.nullable and c not in columns]
    if missing:
        raise SettingsError(
            f"Indeling '{school.name}' mist de verplichte kolom {', '.join(missing)}.",
            "Voeg die toe aan columns.",
        )
    header = tuple(school.header or (at.names[0] for at in columns.values()))
    return Layout(school.name, school.name, header, columns, "instellingenbestand", school.delimiter)


def _translated(school: SchoolLayout, column: str, source: Source) -> dict[str, str]:
    """Values of a code: the school's words to ours, where ours may be the Dutch word or the name in the code."""
    allowed = source.allowed(column) or []
    dutch = {
        key: value
        for layout in source.layouts
        if column in layout.columns and isinstance(reading := layout.columns[column].reading, Code)
        for key, value in reading.values.items()
    }
    found = {}
    for theirs, ours in school.values[column].items():
        value = ours if ours in allowed else dutch.get(ours.strip().lower())
        if value is None:
            raise SettingsError(
                f"Indeling '{school.name}': '{ours}' is geen bekende waarde voor {column}.",
                f"Kies uit {', '.join(sorted(key for key in dutch if key) or allowed)}.",
            )
        found[theirs] = value
    return found
