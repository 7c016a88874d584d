"""A print read back: its text, its pages, and what its file says of itself."""

import io
import re
from functools import lru_cache

import pypdf


@lru_cache(maxsize=4)
def pages(pdf: bytes) -> list[str]:
    """The text of each page; kept for a while, as a test asks many things of one print."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    """All text in one line, words that were broken at the end of a line whole again."""
    joined = re.sub(r"(?<=[^\W\d])[-\xad]\n(?=[a-zà-ÿ])", "", "\n".join(pages(pdf)))
    return re.sub(r"\s+", " ", joined)


def squeezed(said: str) -> str:
    """A text without spaces and hyphens, which a print may put anywhere."""
    return re.sub(r"[\s\xad\u200b-]", "", said)


def holds(pdf: bytes, said: str) -> bool:
    """Whether a sentence stands in a print, however its lines are broken."""
    return squeezed(said) in _squeezed(pdf)


@lru_cache(maxsize=4)
def _squeezed(pdf: bytes) -> str:
    return squeezed("\n".join(pages(pdf)))


def root(pdf: bytes) -> pypdf.generic.DictionaryObject:
    """What the file says of the document as a whole."""
    found = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert isinstance(found, pypdf.generic.DictionaryObject)
    return found
