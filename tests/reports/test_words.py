"""The words of the prints, read one by one; what the prints say as a whole is read where each is tested."""

from types import ModuleType

import pytest

from dashboard import wording
from dashboard.wording import command, groeikaart, klasblad, tandemoverleg_print, verantwoording


@pytest.mark.parametrize(
    "words", [command, groeikaart, klasblad, tandemoverleg_print, verantwoording], ids=lambda one: one.__name__
)
def test_no_word_of_a_print_judges(words: ModuleType) -> None:
    said = [value for name, value in vars(words).items() if name.isupper()]
    texts = [text for value in said for text in ([value] if isinstance(value, str) else value) if isinstance(text, str)]

    assert texts
    assert [word for text in texts for word in wording.forbidden(text)] == []


@pytest.mark.parametrize(
    ("now", "n_persons", "is_hidden", "said"),
    [
        (None, 3, True, verantwoording.PRESENCE_HIDDEN),
        (None, None, True, verantwoording.PRESENCE_HIDDEN),
        (None, 0, False, verantwoording.NO_PRESENCE),
    ],
)
def test_presence_that_is_hidden_is_not_called_presence_without_lessons(
    now: float | None, n_persons: int | None, is_hidden: bool, said: str
) -> None:
    assert verantwoording.presence(now, None, n_persons, is_hidden=is_hidden) == said
    assert verantwoording.HIDDEN in verantwoording.PRESENCE_HIDDEN
