"""What the command line itself says: Dutch, whatever is left out or typed too much, of every command there is."""

import re
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.commands import Command, Group
from pipelines.errors import EXIT_USAGE

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
NEEDS = {"check": "'BESTAND...'", "forget": "'STUDENTNUMMER'", "export-student": "'STUDENTNUMMER'", "sample": "'MAP'"}
"""What the commands that need something ask for first."""
ENGLISH = re.compile(
    r"\b(usage|try|error|missing|such|invalid|value|input|should|argument|option|requires|unexpected|choose|from|mean)\b",
    re.IGNORECASE,
)


def told(*arguments: str, of: typer.Typer = app) -> str:
    """What is said of a command that is not understood, in one line."""
    said = CliRunner().invoke(of, arguments)
    assert said.exit_code == EXIT_USAGE
    assert not ENGLISH.findall(said.output), said.output
    return " ".join(re.sub("[│╭╮╰╯─]", " ", said.output).split())


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_told_in_dutch(command: str) -> None:
    assert "De keuze --bestaatniet bestaat niet." in told(command, "--bestaatniet")


@pytest.mark.parametrize("command", NEEDS)
def test_what_is_left_out_is_asked_for_in_dutch(command: str) -> None:
    said = told(command)
    assert f"Geef {NEEDS[command]} nog op." in said
    assert f"Gebruik: root {command}" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("chek", "De opdracht 'chek' bestaat niet. Bedoel je 'check'?"),
        ("iets", "De opdracht 'iets' bestaat niet."),
        ("--iets", "De keuze --iets bestaat niet."),
        ("serve --prt 3", "De keuze --prt bestaat niet. Bedoel je --port?"),
        ("serve --port", "Achter --port hoort een waarde."),
        ("serve --port veel", "Geef bij '--port' een heel getal op."),
        ("forget 912345a", "Geef bij 'STUDENTNUMMER' een heel getal op."),
        ("forget 1 --yes=3", "Achter --yes hoort geen waarde."),
        ("export-student 1", "Geef 'MAP' nog op."),
        ("report", "Kies bij 'SOORT' uit: groeikaart, klasblad, tandemoverleg of halfjaarverantwoording."),
        ("report brief", "Kies bij 'SOORT' uit: groeikaart, klasblad, tandemoverleg of halfjaarverantwoording."),
        ("report klasblad", "Geef '--out' nog op."),
        ("sample x --students 0", "Geef bij '--students' een heel getal van 1 tot en met 90.000."),
        ("status nog iets", "Achter deze opdracht staat meer dan erbij hoort."),
    ],
)
def test_what_is_not_understood_is_told_in_dutch(arguments: str, said: str) -> None:
    found = told(*arguments.split())
    assert said in found
    assert "912345a" not in found


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (1, 1_000, "een heel getal van 1 tot en met 1.000."),
        (1_000, None, "een heel getal van 1.000 of meer."),
        (None, 1_000, "een heel getal van 1.000 of minder."),
    ],
)
def test_what_is_too_little_or_too_much_is_told_also_with_one_limit(
    least: int | None, most: int | None, said: str
) -> None:
    limited = typer.Typer(cls=Group)

    @limited.callback()
    def about() -> None: ...

    @limited.command(cls=Command)
    def run(n: Annotated[int, typer.Option(min=least, max=most)]) -> None: ...

    assert f"Geef bij '--n' {said}" in told("run", "--n", "0" if least else "9999", of=limited)
