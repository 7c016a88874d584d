"""The grammar of a delivery: what a valid row is, and the layouts it arrives in.

A source declares one `Source`: a `Schema` (columns with type, limits, description and example; rules across
columns whose docstring says, in Dutch, what is wrong and how to resolve it), the grain of a row, what a later
delivery replaces, and its layouts. A `Layout` says under which header names, or at which positions, the columns
arrive and how each is written, and what the name of a file says that is not in it. Everything that reads files works
from these declarations alone.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Protocol

import dataframely as dy
import polars as pl

Schema = dy.Schema
rule = dy.rule

DAY_MINUTES = 24 * 60
_COLUMN_NAME = re.compile(r"(?!.*\d{4})[^\W\d][\w .-]{0,39}")
"""A short name without an address or a number of a person in it."""
_DAY_SHAPES = {
    "%Y%m%d": r"^\d{8}$",
    "%d-%m-%Y": r"^\d{1,2}-\d{1,2}-\d{4}$",
    "%Y-%m-%d": r"^\d{4}-\d{1,2}-\d{1,2}$",
}


def about(description: str, example: object, *, sensitive: bool = False, transient: bool = False) -> dict[str, Any]:
    """Describe a column: a Dutch description and example for messages and the documentation.

    `sensitive` marks what identifies a person. `transient` columns are judged and then dropped.
    """
    return {"description": description, "example": example, "sensitive": sensitive, "transient": transient}


class Reading(Protocol):
    """How one column is written in a layout."""

    def text(self, column: str) -> pl.Expr:
        """Polars expression from trimmed, non-empty text to the value; null for what is no such value."""

    def nothing(self, column: str) -> pl.Expr:
        """Polars expression that tells which texts say, as an empty field does, that there is no value."""

    def is_number(self) -> bool:
        """Tell whether of a text in digits only the number counts, so that zeros before it say nothing."""


class _Plain:
    """What most readings share: only an empty field means that there is no value, and digits are no number."""

    def nothing(self, column: str) -> pl.Expr:
        return pl.lit(value=False)

    def is_number(self) -> bool:
        return False


def _only_digits(form: str) -> bool:
    """Tell whether a format (strptime) may fit a text of digits alone."""
    return re.fullmatch(r"(%.|[0-9])+", form) is not None


@dataclass(frozen=True)
class Integer(_Plain):
    """A whole number. With `drops_unknown` what is no whole number becomes null and sets no line aside."""

    drops_unknown: bool = False

    def is_number(self) -> bool:
        return True

    def text(self, column: str) -> pl.Expr:
        return pl.col(column).str.replace(r"[.,]0{1,2}$", "").cast(pl.Int64, strict=False)


@dataclass(frozen=True)
class Hundredths(_Plain):
    """A number with a decimal comma or point, or none; the value is in whole hundredths, half away from zero.

    A percent sign after it says nothing more. There is no sign for thousands. With `drops_unknown` what is no such
    number becomes null and sets no line aside.
    """

    drops_unknown: bool = False

    def text(self, column: str) -> pl.Expr:
        parts = pl.col(column).str.extract_groups(r"^(?<sign>-?)(?<whole>[0-9]{1,9})(?:[.,](?<part>[0-9]{1,9}))?\s*%?$")
        whole, part = (parts.struct.field(name) for name in ("whole", "part"))
        thousandths = part.fill_null("").str.pad_end(3, "0").str.head(3).cast(pl.Int64)
        value = whole.cast(pl.Int64) * 100 + (thousandths + 5) // 10
        return pl.when(parts.struct.field("sign") == "-").then(-value).otherwise(value)


@dataclass(frozen=True)
class Text(_Plain):
    """Words, without the space around them; empty is null."""

    def text(self, column: str) -> pl.Expr:
        return pl.col(column)


@dataclass(frozen=True)
class Name(_Plain):
    """The name of a column in another file, written as `plain_name` writes it."""

    def text(self, column: str) -> pl.Expr:
        return pl.col(column).str.to_lowercase().str.replace_all("[^a-z0-9]+", "_").str.strip_chars("_")


@dataclass(frozen=True)
class Day(_Plain):
    """A date, in one of `formats` (strptime), or as a date cell of a workbook or a Parquet file gives it.

    `unknown` is a pattern of dates of which no day is known, which count as no date.
    """

    formats: tuple[str, ...] = tuple(_DAY_SHAPES)
    unknown: str | None = None

    def is_number(self) -> bool:
        return self.unknown is None and not any(_only_digits(form) for form in self.formats if form != "%Y%m%d")

    def nothing(self, column: str) -> pl.Expr:
        return super().nothing(column) if self.unknown is None else pl.col(column).str.contains(self.unknown)

    def text(self, column: str) -> pl.Expr:
        words = pl.col(column).str.replace(r"[ T]00:00(:00)?(\.0+)?$", "").str.replace(r"^0+([1-9][0-9]{7})$", "$1")
        return pl.coalesce(
            pl.when(words.str.contains(_DAY_SHAPES.get(form, "."))).then(words.str.to_date(form, strict=False))
            for form in dict.fromkeys((*self.formats, "%Y-%m-%d"))
        )


@dataclass(frozen=True)
class Moment(_Plain):
    """A date with a time, to the minute or the second; cells of a workbook or a Parquet file included."""

    formats: tuple[str, ...] = ("%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S")

    def text(self, column: str) -> pl.Expr:
        words = pl.col(column).str.replace(r"^(\d{4}-\d{2}-\d{2})T", "$1 ").str.replace(r"\.\d+$", "")
        return pl.coalesce(
            words.str.to_datetime(form, strict=False, time_unit="us")
            for form in (*self.formats, "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
        )


@dataclass(frozen=True)
class Clock(_Plain):
    """A time of the day, as hhmm, h:mm, hh.mm or in one of `formats` (strptime); the value is the minute of the day.

    A time cell of a workbook comes with a day before it, which says nothing.
    """

    formats: tuple[str, ...] = ()

    def is_number(self) -> bool:
        return not any(_only_digits(form) for form in self.formats)

    def text(self, column: str) -> pl.Expr:
        words = pl.col(column).str.replace(r"^\d{4}-\d{2}-\d{2}[ T]", "")
        parts = words.str.replace(r"^\+?0*([0-9]{1,4})$", "000$1").str.replace(r"^0*([0-9]{2})([0-9]{2})$", "$1:$2")
        parts = parts.str.extract_groups(r"^(?<hour>[0-9]{1,2})[:.](?<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?$")
        hour, minute = (parts.struct.field(name).cast(pl.Int64) for name in ("hour", "minute"))
        value = hour * 60 + minute
        usual = pl.when((minute < 60) & value.is_between(0, DAY_MINUTES)).then(value)
        own = [words.str.to_time(form, strict=False) for form in self.formats]
        return pl.coalesce(*(time.dt.hour().cast(pl.Int64) * 60 + time.dt.minute() for time in own), usual)


@dataclass(frozen=True)
class Slot(_Plain):
    """A numbered slot of the timetable; the value is the minute of the day at its start or its end."""

    first_minute: int
    slot_minutes: int
    is_at_end: bool = False

    def is_number(self) -> bool:
        return True

    def text(self, column: str) -> pl.Expr:
        slot = Integer().text(column)
        steps = slot - (0 if self.is_at_end else 1)
        return pl.when(slot >= 1).then(self.first_minute + steps * self.slot_minutes)


@dataclass(frozen=True)
class Code(_Plain):
    """A code, translated by `values`; case and outer space do not matter.

    An empty code is null unless `values` knows the empty text. With `keeps_unknown` another code stays as it is
    written, with `drops_unknown` it becomes null (it may be a name); otherwise it sets the row aside.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    keeps_unknown: bool = False
    drops_unknown: bool = False

    def text(self, column: str) -> pl.Expr:
        values = {key.strip().lower(): value for key, value in self.values.items()}
        other = pl.col(column) if self.keeps_unknown else None
        words = pl.col(column).fill_null("").str.to_lowercase()
        return words.replace_strict(values, default=other, return_dtype=pl.String)


@dataclass(frozen=True)
class Part(_Plain):
    """The part of a text that `pattern` finds (its first group; case does not matter), in capitals.

    With `drops_unknown` a text without such a part becomes null; otherwise it sets the row aside.
    """

    pattern: str
    drops_unknown: bool = False

    def text(self, column: str) -> pl.Expr:
        return pl.col(column).str.extract(f"(?i){self.pattern}").str.to_uppercase()


@dataclass(frozen=True)
class Percent(_Plain):
    """A percentage, with a decimal comma or point and with or without its sign; the value is a share of 0 to 1."""

    def text(self, column: str) -> pl.Expr:
        words = pl.col(column).str.extract(r"^(-?\d+(?:[.,]\d+)?) ?%?$").str.replace(",", ".")
        return (words.cast(pl.Float64, strict=False) / 100).round(6)


def hash_of(number: str, secret: bytes) -> str:
    """The keyed hash of a person number, by which it is known in everything that is kept."""
    return hmac.digest(secret, number.lstrip("0").encode(), "sha256").hex()[:32]


@dataclass(frozen=True)
class PersonNumber(_Plain):
    """A person number (BSN, onderwijsnummer) of digits; the value is a keyed hash of it, 32 hex characters long.

    HMAC-SHA256 (RFC 2104) with the secret of the school, cut to 128 bits: the same number gives the same hash in
    every delivery of this school, and without the secret nobody can tell which number it was. Leading zeros do not
    count, and zero means that there is no number. The number itself goes no further than this reading, which knows the
    hashes it made before: the same people stand in the lists of every month.

    `older` gives the hash by which a number is known that was forgotten under an older secret, and None for others.
    """

    secret: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)
    older: Callable[[str], str | None] | None = field(default=None, repr=False, compare=False)
    known: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, column: str) -> pl.Expr:
        return pl.col(column).map_batches(self._hashed, return_dtype=pl.String)

    def nothing(self, column: str) -> pl.Expr:
        return pl.col(column).str.contains(r"^0+$")

    def _hashed(self, numbers: pl.Series) -> pl.Series:
        if self.secret is None:
            raise RuntimeError("Person numbers are read with the secret of a school; ask Settings.sources for it.")
        known, texts = self.known, numbers.set(~numbers.str.contains(r"^[0-9]+$"), None).to_list()
        hashes = [*map(known.get, texts)]
        if hashes.count(None) > texts.count(None):
            secret = self.secret()
            for number in texts:
                if number is not None and number not in known:
                    known[number] = (self.older and self.older(number)) or hash_of(number, secret)
            hashes = [*map(known.get, texts)]
        return pl.Series(numbers.name, hashes, dtype=pl.String)


def may_be_anything(reading: Reading) -> bool:
    """Tell whether a text that `reading` does not understand becomes null, instead of setting its line aside."""
    return isinstance(reading, Integer | Hundredths | Code | Part) and reading.drops_unknown


@dataclass(frozen=True)
class At:
    """Where a column stands in a layout (any of the header `names`) and how it is written there.

    A column without names does not stand in the file: the name of the file gives its text.
    """

    names: tuple[str, ...]
    reading: Reading


@dataclass(frozen=True)
class Answers:
    """Columns of a wide file that are answers: each is a row, with its name in `question` and its text in `answer`.

    They are the columns the layout does not name, in its header or for a column of the schema; with `matching`
    (a regular expression over the plain name, see `plain_name`) only those it fits. A column without a name, or with
    the name of an earlier one, is called after its place: kolom_7.

    An empty answer gives no row. A line of the file stays one line in every count, whatever the number of its
    answers: it is validated with all of them, set aside as a whole when one is not accepted (or when it has none at
    all), and replaced as a whole by a later line about the same. So the grain of the rows is the grain of the lines
    with `question` added.
    """

    question: str
    answer: str
    matching: str = ""


@dataclass(frozen=True)
class Layout:
    """One way in which a source arrives.

    `header` is the full list of column names in the order the supplier documents; a file without a header line is
    read by these positions when it has exactly as many fields and its lines can be read so. `columns` says where
    each column of the schema stands. `documented` names where the layout is documented. `needs` are header names that
    must be there beside those of columns that may not be empty; they tell this layout from others like it. With
    `answers` the columns that are not named become rows; such a file cannot do without its header, and `columns` says
    of the two columns of the schema only how they are written.

    `named` is a pattern that is searched in the name of the file (case does not matter) and whose groups give the
    texts of columns that do not stand in the file; `name_example` is such a name. What is `given` wins over the name.
    """

    name: str
    title: str
    header: tuple[str, ...]
    columns: Mapping[str, At]
    documented: str = ""
    delimiter: str | None = None
    answers: Answers | None = None
    needs: tuple[str, ...] = ()
    named: str | None = None
    name_example: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def unpivoted(self) -> tuple[str, ...]:
        """The two columns of the schema that are filled from many columns of the file, if the layout has answers."""
        return () if self.answers is None else (self.answers.question, self.answers.answer)

    def said(self, file_name: str) -> dict[str, str] | None:
        """Texts of columns that the name of a file gives; None when the name does not fit this layout."""
        if self.named is None:
            return dict(self.given)
        found = re.search(self.named, file_name, re.IGNORECASE)
        return None if found is None else {**found.groupdict(default=""), **self.given}

    def answer_positions(self, header: list[str]) -> dict[str, int]:
        """Find the columns that are answers in the plain names of a file's `header`: the name of each, its position."""
        if self.answers is None:
            return {}
        found: dict[str, int] = {}
        for position, plain in enumerate(header):
            if plain not in self.known and re.search(self.answers.matching, plain):
                found[plain if plain and plain not in found else f"kolom_{position + 1}"] = position
        return found

    def positions(self, header: list[str]) -> dict[str, int]:
        """Position of each column in the plain names of a file's `header`; columns that are absent are left out."""
        places = {name: position for position, name in reversed(list(enumerate(header)))}
        found = {}
        for column, names in self._plain_names.items():
            place = next((places[name] for name in names if name in places), None)
            if place is not None:
                found[column] = place
        return found

    def lacking(self, header: list[str]) -> tuple[str, ...]:
        """Columns that this layout documents and reads, by name, and that the plain names of a `header` do not have."""
        documented = {plain_name(name) for name in self.header}
        found = self.positions(header)
        return tuple(
            self.columns[column].names[0]
            for column, names in self._plain_names.items()
            if column not in found and names and (not documented or documented & set(names))
        )

    def ignored(self, names: Sequence[str]) -> tuple[str, ...]:
        """Columns of a file with these header `names` that this layout does not know, and so does not read.

        What does not look like the name of a column (it may be of a person) is called after its place: kolom 7.
        """
        header = [plain_name(name) for name in names]
        answers = self.answer_positions(header).values()
        return tuple(
            name.strip() if _COLUMN_NAME.fullmatch(name.strip()) else f"kolom {place + 1}"
            for place, (name, plain) in enumerate(zip(names, header, strict=True))
            if plain and plain not in self.known and place not in answers
        )

    @cached_property
    def known(self) -> set[str]:
        """Plain names of all columns that this layout documents or reads."""
        return {plain_name(name) for name in self.header}.union(*self._plain_names.values())

    @cached_property
    def _plain_names(self) -> dict[str, list[str]]:
        return {column: [plain_name(name) for name in at.names] for column, at in self.columns.items()}


@dataclass(frozen=True)
class Source:
    """A delivery: what a valid row is, what makes two rows the same, and how it arrives.

    `grain` are the columns of which a file holds each combination once (the last line wins). `replaces` are SQL
    expressions over the validated columns: for each combination only the latest delivery that has it counts.
    `period` is the date column that tells which days a file is about; with `is_weekly` the validated file is
    cut by school week on it. `until` is the column with the last day, or the year, that a row tells about, when that
    is not `period`; a school may keep rows for so many years after it. `of_file` are columns that all good lines of a
    file decide together, as Polars expressions over its columns, transient ones included.
    """

    name: str
    title: str
    schema: type[Schema]
    grain: tuple[str, ...]
    replaces: tuple[str, ...]
    layouts: tuple[Layout, ...]
    period: str | None = None
    until: str | None = None
    is_weekly: bool = False
    of_file: Mapping[str, pl.Expr] = field(default_factory=dict, compare=False)
    doc: str = field(default="", compare=False)

    @cached_property
    def kept_columns(self) -> dict[str, pl.DataType]:
        """Columns of the validated file with their types: those of the schema that are not transient."""
        return {
            name: column.dtype
            for name, column in self.schema.columns().items()
            if not (column.metadata or {}).get("transient")
        }

    def required(self, layout: Layout) -> list[str]:
        """Columns that must be present in a file of this layout."""
        stands = {name for name, at in layout.columns.items() if at.names and name not in layout.unpivoted}
        return [name for name in self._never_empty if name in stands]

    @cached_property
    def _never_empty(self) -> list[str]:
        return [name for name, column in self.schema.columns().items() if not column.nullable]

    @property
    def line_grain(self) -> tuple[str, ...]:
        """Columns of which a file holds each combination on one line: the grain, without the question of an answer."""
        questions = {layout.answers.question for layout in self.layouts if layout.answers}
        return tuple(column for column in self.grain if column not in questions)

    def completed(self, good: pl.DataFrame) -> pl.DataFrame:
        """Give the good lines of a whole file the columns that they decide together, without transient columns."""
        if not self.of_file:
            return good
        types = {name: column.dtype for name, column in self.schema.columns().items()}
        absent = {name: kind for name, kind in types.items() if name not in good.columns}
        whole = good.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in absent.items())
        whole = whole.with_columns(value.cast(types[name]).alias(name) for name, value in self.of_file.items())
        here = [name for name in self.kept_columns if name not in absent or name in self.of_file]
        return whole.select(*here, "line")

    def allowed(self, column: str) -> list[str] | None:
        """Values a coded column may have, or None for a column that is no code."""
        dtype = self.schema.columns()[column].dtype
        return dtype.categories.to_list() if isinstance(dtype, pl.Enum) else None


@lru_cache(1 << 14)  # the headers of all layouts are laid beside that of every file
def plain_name(name: str) -> str:
    """Header name without byte order mark, leading #, quotes, case and punctuation."""
    return re.sub(r"[^a-z0-9]+", "_", name.lstrip("\ufeff").strip().strip("\"'").lstrip("#").lower()).strip("_")


STRUCTURAL_RULES = {
    "no_answers": "De regel bevat geen enkel antwoord. Controleer of de vragen zijn meegekomen in de export; "
    "is er niets ingevuld, dan hoeft er niets te gebeuren.",
    "n_fields": "De regel heeft een ander aantal velden dan de indeling. "
    "Kijk of de regel is afgebroken of een scheidingsteken te veel heeft, en lever het bestand opnieuw aan.",
    "line_too_long": "De regel is langer dan 100 kB. Kijk of er regeleinden ontbreken en maak de export opnieuw.",
    "quote": "Een aanhalingsteken in de regel wordt niet gesloten. Verwijder het of sluit het, en lever opnieuw aan.",
    "forgotten": "De regel gaat over iemand die op verzoek is vergeten. Haal hem ook uit het bronbestand.",
    "too_old": "De regel is ouder dan de school wil bewaren. Er hoeft niets te gebeuren; keep_years in het "
    "instellingenbestand zegt hoeveel jaar dat is.",
    "control_character": "De regel bevat onleesbare tekens (NUL of een los regeleinde). Maak de export opnieuw.",
}


def explain(source: Source, rule_name: str) -> str:
    """Say in Dutch what is wrong with a line that `rule_name` set aside, and what to do; never a value."""
    if rule_name in STRUCTURAL_RULES:
        return STRUCTURAL_RULES[rule_name]
    column_name, _, kind = rule_name.partition("|")
    if not kind:
        declared: Any = getattr(source.schema, rule_name)
        return " ".join((declared.validation_fn.__doc__ or "").split())
    column = source.schema.columns()[column_name]
    details = column.metadata or {}
    description = str(details.get("description", column_name))
    example = details.get("example", "")
    if kind == "nullability":
        return f"{description}: leeg. Vul dit veld in het bronsysteem in en lever het bestand opnieuw aan."
    if kind == "code":
        return (
            f"{description}: deze code is onbekend. Kijk eerst of er in het bronsysteem een typfout staat. Klopt de "
            "code, voeg haar dan toe aan de waardetabel van de indeling in het instellingenbestand en bouw opnieuw."
        )
    if kind == "type":
        return (
            f"{description}: niet te lezen. Verwacht wordt iets als {example}. Verbeter de regel en lever opnieuw aan."
        )
    return (
        f"{description}: buiten de grenzen. Verwacht wordt iets als {example}. Controleer de regel in het bronsysteem."
    )
