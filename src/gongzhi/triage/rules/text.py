"""Chinese messages as they are compared: one way to fold, to cut into sentences, and to count pieces of characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Financial and circle forms of digits; 两 and 俩 stay words, because most of their uses count nothing.
_DIGITS = str.maketrans("零〇○一壹二贰貳三叁參四肆五伍六陆陸七柒八捌九玖", "000112223334455666778899")
_SENTENCE = re.compile(r"[^。！？!?；;…\n\r]*[。！？!?；;…\n\r]*[”’」』）)\"']*")
_ENGLISH_STOP = re.compile(r"(?<=[a-z]\.)\s+(?=[A-Z])")


def fold(text: str) -> str:
    """The text as it is compared: full-width forms made plain (NFKC), letters in one case, runs of space made one.

    Traditional digits stay what they are, because 一 and 三 are also parts of words; see `fold_digits`.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def fold_digits(text: str) -> str:
    """The folded text with Chinese digits written 0–9, for comparing numbers: 三栋二〇一 and 3栋201 become one."""
    return fold(text).translate(_DIGITS)


def sentences(text: str) -> list[str]:
    """The text's sentences as they stand in it, with their marks, in order; blank ones are left out."""
    pieces = (part for found in _SENTENCE.findall(text) for part in _ENGLISH_STOP.split(found))
    return [piece.strip() for piece in pieces if any(sign.isalnum() for sign in piece)]


def spans(text: str) -> list[tuple[int, int]]:
    """Begin and end of every sentence in the text itself, for marking; `text[b:e]` is what `sentences` gives."""
    found, begin = [], 0
    for sentence in sentences(text):
        begin = text.index(sentence, begin)
        found.append((begin, begin + len(sentence)))
        begin += len(sentence)
    return found


def grams(text: str, least: int, most: int) -> Iterator[str]:
    """Every run of `least` to `most` characters in the text, shortest first; none when the text is shorter."""
    for size in range(least, most + 1):
        yield from (text[at : at + size] for at in range(len(text) - size + 1))
