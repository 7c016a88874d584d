"""The one door: the demo, or a whole institution."""

from collections.abc import Callable
from pathlib import Path

from pipelines.synthetic import demo, quality, readme, scale


def write_sample(
    folder: Path, *, seed: int, students: int | None = None, progress: Callable[[str], None] | None = None
) -> None:
    """Write deliveries into `folder` (made when missing): the demo, or `students` students for a scale test.

    The same seed gives the same bytes. `progress` is called with one plain line per written part.
    Raises ValueError when `students` is not between 1 and 90,000.
    """
    tell = progress if progress is not None else _say_nothing
    if students is None:
        demo.write(folder, seed, tell)
    else:
        scale.write(folder, seed, students, tell)


def write_quality(folder: Path, *, seed: int, students: int, progress: Callable[[str], None] | None = None) -> None:
    """Write five teljaren of DUO files and three editions of the JOB-monitor for `students` students into `folder`.

    With the seed and number given to `write_sample`, person numbers lead to its enrolments. `progress` is called with
    the name of each file. Raises ValueError when `students` is not between 1 and 90,000.
    """
    quality.write(folder, seed, students, progress if progress is not None else _say_nothing)


def may_hold_sample(folder: Path) -> bool:
    """Whether a sample may be written into `folder`: it is new, empty, or holds an earlier sample."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return True
    about = folder / "README.md"
    return about.is_file() and about.read_text("utf-8", errors="replace").startswith(readme.TITLE)


def _say_nothing(_: str) -> None:
    return None
