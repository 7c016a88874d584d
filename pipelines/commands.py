"""What the command line itself says, in Dutch: how a command is used, and why one was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
rich_utils.OPTIONS_PANEL_TITLE = "Keuzes"
rich_utils.ARGUMENTS_PANEL_TITLE = "Wat je opgeeft"
rich_utils.ERRORS_PANEL_TITLE = "De opdracht is niet begrepen"
rich_utils.RICH_HELP = "Uitleg: [blue]{command_path} {help_option}[/]"
rich_utils.DEFAULT_STRING = "[standaard: {}]"
rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
rich_utils.ABORTED_TEXT = "Afgebroken."

_KINDS: Final = {
    "bool": "",
    "int": "<getal>",
    "str": "<tekst>",
    "Path": "<map of bestand>",
    "list[Path]": "<bestanden>",
}
"""What kind of value something takes; a switch takes none."""


class NotUnderstoodError(typer.BadParameter):
    """Why a command was not understood, as it is said."""

    def format_message(self) -> str:
        return self.message


@contextmanager
def _in_dutch() -> Iterator[None]:
    try:
        yield
    except TyperException as error:
        kind = type(error).__name__
        if kind in {"NoArgsIsHelpError", "NotUnderstoodError"}:
            raise
        raise NotUnderstoodError(_said(kind, error), ctx=getattr(error, "ctx", None)) from None


def _said(kind: str, error: Any) -> str:
    """One sentence with what to do. What was typed stays out of it, but for names of commands and options."""
    param = getattr(error, "param", None)
    if param is not None:
        what = param.get_error_hint()
        described = param.type_descriptor
        if described.is_choice:
            return f"Kies bij {what} uit: {_or([str(choice) for choice in described.choices])}."
        if kind == "MissingParameter":
            return f"Geef {what} nog op."
        if described.is_ranged:
            return f"Geef bij {what} een heel getal van {_between(param.min, param.max)}."
        return f"Geef bij {what} {'een heel getal' if 'int' in str(described.annotation) else 'iets anders'} op."
    if kind == "NoSuchOption":
        meant = f" Bedoel je {_or(sorted(error.possibilities))}?" if error.possibilities else ""
        return f"De keuze {error.option_name} bestaat niet.{meant}"
    if kind == "BadOptionUsage":
        takes = "geen" if "does not take" in error.message else "een"
        return f"Achter {error.option_name} hoort {takes} waarde."
    if unknown := re.match(r"No such command ('[^']*')(?:.*Did you mean (.*)\?)?", error.message):
        meant = f" Bedoel je {_or(unknown[2].split(', '))}?" if unknown[2] else ""
        return f"De opdracht {unknown[1]} bestaat niet.{meant}"
    if "unexpected extra argument" in error.message:
        return "Achter deze opdracht staat meer dan erbij hoort."
    return "Deze opdracht klopt nog niet helemaal. De uitleg zegt wat erbij hoort."


def _between(least: int | None, most: int | None) -> str:
    edges = [f"{edge:,}".replace(",", ".") for edge in (least, most) if edge is not None]
    return " tot en met ".join(edges) if len(edges) == 2 else f"{edges[0]} of {'minder' if least is None else 'meer'}"


def _or(words: Sequence[str]) -> str:
    return " of ".join([part for part in (", ".join(words[:-1]), words[-1]) if part])


def _help(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = "Laat deze uitleg zien."
    return option


def _kind_said(param: Any) -> Any:
    if param.type_descriptor.is_choice:
        # Its help names them, in whole words.
        vars(param)["display_type_rich"] = lambda ctx: ""
    name = re.sub(r"^.*\b(bool|int|str|list\[Path\]|Path)\b.*$", r"\1", param.bare_type())
    if name in _KINDS and not param.type_descriptor.is_choice:
        vars(param)["display_type_rich"] = lambda ctx: _KINDS[name]
    return param


class _InDutch:
    """What a command and the list of commands share: help, usage and kinds of values in Dutch."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _help(super().get_help_option(ctx))  # type: ignore[misc]

    def get_params(self, ctx: Any) -> list[Any]:
        return [_kind_said(param) for param in super().get_params(ctx)]  # type: ignore[misc]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="Gebruik: ")


class Command(_InDutch, TyperCommand):
    """A command that explains itself in Dutch."""


class Group(_InDutch, TyperGroup):
    """The list of commands, which explains itself in Dutch, and says so of all of them."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        with _in_dutch():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        with _in_dutch():
            return super().invoke(ctx)
