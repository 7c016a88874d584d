"""What a page says, all of it, and what of that does not belong on our screens."""

import re

from streamlit.testing.v1 import AppTest

from dashboard import wording
from tests.dashboard.matrix import on_screen

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def judgements(text: str) -> list[str]:
    """The words in a text that judge, with what stands around them."""
    ours = _whole(text)
    # Tags and signs of markup split a sentence in the source, and not on screen; what a tag itself says is read too.
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>|[*_\\]", " ", ours))
    found = {match.group(): one for one in (ours, plain) for match in wording.FORBIDDEN.finditer(one)}
    return [f"“{word}” in “…{_around(one, word)}…”" for word, one in sorted(found.items())]


def unquoted(shown: str) -> str:
    """What a page or a print shows without what stands in quotes.

    That is somebody's own, such as a goal of the school that a student may have a hard time here. In the code nothing
    is: there, such a goal is named in `tests.meta.test_words.ALLOWED`.
    """
    return re.sub(r"“[^”]*”", "", _whole(shown))


def judging(app: AppTest) -> list[str]:
    """What a page says that judges: in every element, chart and table, but not in a field, where somebody types."""
    shown = b"\n".join(on_screen(app, {})).decode("utf-8", "ignore")
    for field in (*app.text_input, *app.text_area):
        shown = shown.replace(field.value, "") if field.value else shown
    return judgements(unquoted(shown))


def _whole(text: str) -> str:
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)), text)


def _around(text: str, word: str) -> str:
    at = text.index(word)
    return re.sub(r"\s+", " ", text[max(0, at - 60) : at + len(word) + 40])
