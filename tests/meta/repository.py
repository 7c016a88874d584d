"""What the meta-tests walk over: the files of this repository, as they stand on disk."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_NOT_OURS = {"__pycache__", "build", "dist", "inbox", "node_modules", "store", "venv"}
_SECRET = {".key"}
_OURS_THOUGH_HIDDEN = {".ci", ".streamlit"}


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in _OURS_THOUGH_HIDDEN
        if path.is_dir():
            if not hidden and path.name not in _NOT_OURS and path.suffix != ".egg-info":
                yield from _walk(path)
        elif path.suffix not in _SECRET and (not hidden or path.name == ".gitignore"):
            yield path


def name_of(path: Path) -> str:
    """Give the path as a reader of the repository writes it: from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> dict[str, str]:
    """Read every Python file under `folders`: name -> source."""
    return {
        name_of(path): path.read_text(encoding="utf-8")
        for folder in folders
        if (ROOT / folder).is_dir()
        for path in _walk(ROOT / folder)
        if path.suffix == ".py"
    }


def text_files() -> dict[str, str]:
    """Read every file that people read, deliveries in `sample_data` excepted: name -> text."""
    texts = {}
    for path in _walk(ROOT):
        name = name_of(path)
        if name.startswith("sample_data/") and path.suffix != ".md":
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            texts[name] = content.decode("utf-8")
    return texts
