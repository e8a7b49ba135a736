"""Sentences that the kernel itself must say to a person, put into the reader's language when they are shown."""

from __future__ import annotations

from collections.abc import Callable


def _as_written(words: str) -> str:
    return words


_translate: Callable[[str], str] = _as_written


class Said:
    """A sentence with named places, for example Said("第 {row} 行没有时间", row=3); `str` gives it in today's language.

    The Chinese template is what catalogues translate. Until `translate_with` is called, it is shown as it stands.
    """

    def __init__(self, words: str, **given: object) -> None:
        self.words = words
        self.given = given

    def __str__(self) -> str:
        return _translate(self.words).format(**self.given)

    def __repr__(self) -> str:
        return f"Said({self.words!r})"


def translate_with(translate: Callable[[str], str]) -> None:
    """Tell how a template is translated: the house gives Django's gettext, which knows the reader's language."""
    global _translate  # one hook, set once at start, so that the kernel needs no Django
    _translate = translate
