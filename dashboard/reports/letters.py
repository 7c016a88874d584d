"""Letters that can be printed: what no font has becomes a word in its place, and the print says so.

The fonts that come with Typst have the letters of Latin, Greek, Cyrillic, Hebrew, Armenian and Devanagari, and the
plain ones of Arabic. Of others (emoji, Chinese, Amharic) they have none, and an empty box tells nobody anything.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final

import typst

from dashboard.wording import groeikaart as words

FONT: Final = "Libertinus Serif"
_ORDINARY = re.compile(r"[\n\u0020-\u007e\u00a0-\u024f]*")
_MARKS = re.compile("|".join(map(re.escape, (words.EMOJI, words.LETTER))))
_WORD = re.compile(r"\S+")
_JOINER, _SKIN = "\u200d", range(0x1F3FB, 0x1F400)
_SHEET = b"#set document(title: sys.inputs.said)\n#set text(font: sys.inputs.font)\n#sys.inputs.said"


@cache
def fonts() -> typst.Fonts:
    """The fonts that come with the package; nothing is taken from the machine or fetched."""
    return typst.Fonts(include_system_fonts=False)


def printable(content: Any) -> Any:
    """The same content, with words in the place of letters that cannot be set. Pictures stay as they are."""
    if isinstance(content, str):
        return content if content.startswith("<svg") else _printable(content)
    if isinstance(content, dict):
        return {name: printable(part) for name, part in content.items()}
    return [printable(part) for part in content] if isinstance(content, list | tuple) else content


def marks(content: Any) -> list[str]:
    """The words that stand in the place of letters somewhere in content, each once."""
    return sorted(set(_MARKS.findall(json.dumps(content, ensure_ascii=False))))


def _printable(text: str) -> str:
    if _ORDINARY.fullmatch(text):
        return text
    found = _WORD.sub(lambda word: _word(word[0]), text)
    return re.sub(rf" ?((?:{_MARKS.pattern})(?: ?(?:{_MARKS.pattern}))*) ?", _once, found).strip()


def _once(run: re.Match[str]) -> str:
    """A run of the same word stands there once, with room around it."""
    return f" {' '.join(dict.fromkeys(_MARKS.findall(run[1])))} "


def _word(word: str) -> str:
    return word if _can_be_set(word) else "".join(map(_cluster, _clusters(word)))


def _clusters(word: str) -> Iterator[str]:
    """A letter with all that stands on it or is joined to it."""
    cluster = ""
    for letter in word:
        belongs = unicodedata.category(letter) in {"Mn", "Me", "Cf"} or ord(letter) in _SKIN
        if cluster and not belongs and not cluster.endswith(_JOINER):
            yield cluster
            cluster = ""
        cluster += letter
    yield cluster


def _cluster(cluster: str) -> str:
    for plain in (cluster, unicodedata.normalize("NFKC", cluster), cluster[0]):
        if _can_be_set(plain):
            return plain
    kind = unicodedata.category(cluster[0])
    if kind == "Cc":
        return ""
    return words.EMOJI if kind.startswith("S") else words.LETTER


@lru_cache(maxsize=4096)
def _can_be_set(text: str) -> bool:
    """Whether the fonts have all letters of a text, as the press itself finds out."""
    try:
        typst.compile(
            _SHEET, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"said": text, "font": FONT},
            format="pdf", pdf_standards="ua-1",
        )  # fmt: skip
    except typst.TypstError:
        return False
    return True
