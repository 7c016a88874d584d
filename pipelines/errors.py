"""Expected errors: what went wrong, where, and what to do about it. Their text is read by people, so it is Dutch.

An expected error never carries a value of a person: a message names a file, a line, a column or a setting.
"""

from __future__ import annotations

from collections.abc import Sequence

EXIT_OK = 0
EXIT_REFUSED = 1
"""The command ran, and a delivery or the build was refused."""
EXIT_USAGE = 2
"""The command was not understood (the same code typer uses)."""
EXIT_NOTHING_HELD = 3
"""Nothing is held of the student who was asked for."""


class ExpectedError(Exception):
    """Something a user can mend: one sentence on what is wrong, one on what to do."""

    exit_code = EXIT_REFUSED

    def __init__(self, what: str, do: str) -> None:
        """Take `what` is wrong and what to `do`, both Dutch sentences without values of people."""
        super().__init__(f"{what} {do}")
        self.what = what
        self.do = do


class SettingsError(ExpectedError):
    """The settings file cannot be read or contradicts itself."""


class RefusedError(ExpectedError):
    """A delivered file is refused as a whole; nothing of it is loaded."""


class UnreadableError(RefusedError):
    """A delivered file could not be read just now; the next build tries it again."""

    def __init__(self) -> None:
        """Say the same whatever the operating system calls it."""
        super().__init__(
            "Het bestand was weg of niet te lezen terwijl het werd gelezen.", "Zet het terug en bouw opnieuw."
        )


class BuildError(ExpectedError):
    """A build cannot be made; the previous one stays in service.

    `unread` are the files of which nothing was read, each with the sentence that says why.
    """

    def __init__(self, what: str, do: str, unread: Sequence[tuple[str, str]] = ()) -> None:
        """Take `what` is wrong and what to `do`, and which files were not read."""
        super().__init__(what, do)
        self.unread = unread


class StorageError(BuildError):
    """The store cannot be written or read."""

    def __init__(self) -> None:
        """Say the same whatever the operating system or the database calls it."""
        super().__init__(
            "De opslag is vol of niet te lezen en te beschrijven.",
            "Maak ruimte of kijk naar de rechten van de map; de vorige opbouw blijft in gebruik.",
        )


class NothingHeldError(ExpectedError):
    """Nothing is held of a student number, and it was never forgotten: it may be a slip of the hand."""

    exit_code = EXIT_NOTHING_HELD

    def __init__(self) -> None:
        """Say the same of every number, without the number."""
        super().__init__("Van dit nummer is niets gevonden.", "Kijk of het klopt. Er is niets veranderd.")


class AccessDeniedError(ExpectedError):
    """This viewer may not see this. The text never tells whether the thing exists."""

    def __init__(self) -> None:
        """Say the same for everything that is out of reach."""
        super().__init__("Deze pagina hoort niet bij jouw rol of klas.", "Kies een klas uit je eigen lijst.")
