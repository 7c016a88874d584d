"""Who may open a file besides its owner, where that is kept with the file: on Windows its folder decides."""

import os
from collections.abc import Iterable
from pathlib import Path


def open_to_others(paths: Iterable[Path]) -> list[str]:
    """Name the files and folders that others than their owner may open; on Windows none can tell."""
    return [] if os.name == "nt" else [path.name for path in paths if path.stat().st_mode & 0o077]
