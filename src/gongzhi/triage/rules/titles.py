"""What a theme is called: the words of its own messages, nearest to what all of them say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import exp, sqrt
from typing import NamedTuple

from gongzhi.triage.rules.text import fold, grams, sentences

LENGTH = 40
SHORTEST = 4  # a title of fewer signs names nothing
READ = 200  # of a very large theme as many messages speak for it, evenly chosen
WORDS, LONGEST = 6, 8
SHARE = 0.25  # a word defines a theme when a quarter of its messages use it,
LIFT = 5.0  # five times as many as in the whole window
# Signs that a Chinese word does not begin or end with: pieces that were cut in the middle of what people write.
_EDGES = frozenset("的了在是和与及就都而也还把被对向从为请吗呢吧啊我你他她它们这那有没不很关于何如怎么")
# Nor begin with, when what stands before was a name: 县存在, 路上.
_BEFORE = frozenset("市县区省路街")

Redactor = Callable[[str], str]
Rarity = Callable[[str], float]


class Said(NamedTuple):
    """A message's words."""

    title: str
    body: str = ""


def same(text: str) -> str:
    """The redactor of those who may read everything."""
    return text


def title_of(messages: Sequence[Said], redact: Redactor = same, length: int = LENGTH) -> str:
    """A title or, where nobody gave one, a sentence of the messages: the one that shares most with all others.

    What `redact` changes is taken only when nothing else is there, and then as it was changed. Cut to `length` signs
    with an ellipsis. Empty when no message says anything.
    """
    read = _evenly(messages)
    spoken = [_line(said) for said in read]
    common = Counter(piece for line in spoken for piece in set(_pieces(line)))
    order = sorted(set(spoken), key=lambda line: (len(line) < SHORTEST, -_nearness(line, common), len(line), line))
    for line in order:
        if line and redact(line) == line:
            return cut(line, length)
    return cut(redact(order[0]), length) if order else ""


def cut(text: str, length: int) -> str:
    """At most `length` signs, the last an ellipsis when something was left out."""
    return text if len(text) <= length else text[: max(length - 1, 0)].rstrip() + "…"


def words_of(messages: Sequence[Said], rarity: Rarity, count: int = WORDS) -> list[str]:
    """The words that define a theme: whole ones that many of its messages use and few others do.

    `rarity` says of a short text how rare it is in the whole window (the logarithm of one in how many). Pieces with
    other signs than Chinese ones are left out, and those cut out of a longer expression.
    """
    lines = [fold(f"{said.title} {_opening(said.body)}"[:200]) for said in _evenly(messages)]
    held = Counter(piece for line in lines for piece in set(grams(line, 2, LONGEST + 1)))
    least = min(max(2, SHARE * len(lines)), len(lines))
    common = {piece: number for piece, number in held.items() if number >= least}
    whole = [piece for piece in common if _is_word(piece) and not _is_cut(piece, common)]
    telling = [piece for piece in whole if common[piece] / len(lines) >= LIFT * exp(-rarity(piece))]
    ranked = sorted(telling or whole, key=lambda piece: (-common[piece] * rarity(piece) * sqrt(len(piece)), piece))
    return _apart(ranked)[:count]


def _apart(ranked: Iterable[str]) -> list[str]:
    """Without those that share signs with a better one."""
    taken: list[str] = []
    for piece in ranked:
        if not any(set(grams(piece, 2, 2)) & set(grams(other, 2, 2)) for other in taken):
            taken.append(piece)
    return taken


def _is_cut(piece: str, common: Mapping[str, int]) -> bool:
    """Whether nearly all who use it have the same sign before or after: then the longer form is the word."""
    longer = (other for other in common if len(other) == len(piece) + 1 and piece in other)
    return any(common[other] >= 0.8 * common[piece] and _is_word(other) for other in longer)


def _is_word(piece: str) -> bool:
    chinese = len(piece) <= LONGEST and all("一" <= sign <= "鿿" for sign in piece) and "某" not in piece
    return chinese and piece[0] not in _EDGES | _BEFORE and piece[-1] not in _EDGES


def _opening(body: str) -> str:
    return next(iter(sentences(body[:400])), "")


def _line(said: Said) -> str:
    """The title, or the body's first sentence that says something."""
    title = " ".join(said.title.split())
    if title:
        return title
    lines = (" ".join(sentence.split()) for sentence in sentences(said.body[:2000]))
    return next((line for line in lines if len(line) >= SHORTEST), "")


def _pieces(line: str) -> list[str]:
    return sorted(set(grams(fold(line), 2, 3))) or [fold(line)]


def _nearness(line: str, common: Counter[str]) -> float:
    """Cosine of the line with the sum of all lines."""
    pieces = _pieces(line)
    return round(sum(common[piece] for piece in pieces) / sqrt(len(pieces)), 9)


def _evenly(messages: Sequence[Said]) -> Sequence[Said]:
    step = -(-len(messages) // READ) or 1
    return messages[::step]
