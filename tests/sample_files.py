"""The committed sample, as tests read it."""

import csv
import gzip
import io
import zipfile
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "sample_data"


def content(path: Path) -> bytes:
    """What a file says, whatever packed it: gzip and zip bytes may differ between versions of zlib."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return b"".join(name.encode() + book.read(name) for name in sorted(book.namelist()))
    return path.read_bytes()


def rows(pattern: str, encoding: str) -> list[list[str]]:
    text = "".join(content(path).decode(encoding) for path in sorted(SAMPLE.glob(pattern)))
    return list(csv.reader(io.StringIO(text), delimiter=";"))
