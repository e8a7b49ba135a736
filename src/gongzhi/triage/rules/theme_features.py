"""What a message is compared by: hashed pieces of its words and the places it names, in a few hundred bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from gongzhi.triage.rules.text import fold

Ids = NDArray[np.int32]
Weights = NDArray[np.uint8]
Rows = NDArray[np.int64]

_ROOM = 22
TOPICS = 1 << _ROOM  # room of the hashed pieces of words; places have their own
PLACES = 1 << 20
# A title says in twenty signs what a body says in three hundred, so a piece of it weighs five times as much.
IN_TITLE, IN_BODY = 10, 2
BODY = 100  # signs of the body that are read: complaints say what they are about before they tell the story
TITLE = 120

_SUFFIX = "小区|新城|花园|家园|公寓|社区|大厦|新村|花城|山庄|街道|大道|国际|嘉园|豪庭|名邸|苑|路|街|巷|村|栋|号楼"
_NAMED = re.compile(rf"([一-鿿a-z0-9]{{2}})({_SUFFIX})")
# What ends like a name and is none: roads in general, and the words that stand before 小区 when nobody names it.
_GENERAL = re.compile(
    r"(?:马|公|道|线|铁|电|网|修|出|一|上|下|段|条|半|迷|思|销|回|通|头|网)路|(?:们|该|个|的|住|某|各|本|此|新|老|旧|是|在)(?:小区|社区|新村|街道)"
    r"|(?:农|乡|全|本|我)村|(?:逛|上|临|沿|扫)街"
)
_WORD = re.compile(r"[a-z][a-z0-9]+|[0-9][a-z0-9]+")
_HEAD = struct.Struct("<HH")
_CHINESE = (0x4E00, 0x9FFF)


class Features(NamedTuple):
    """Sorted ids without repeats: pieces of words with their weights, and named places."""

    topics: Ids
    weights: Weights
    places: Ids


class Words(NamedTuple):
    """What is read of a message; `place` is a path of digits (8 a level) or words of its own."""

    title: str
    body: str = ""
    place: str = ""


def features_of(title: str, body: str = "", place: str = "") -> Features:
    """What the message is about and where; empty text gives empty ids."""
    return features_many((Words(title, body, place),))[0]


def features_many(messages: Sequence[Words]) -> list[Features]:
    """The same for many at once, an order faster than one by one."""
    heads, rests, named = [], [], []
    for title, body, place in messages:
        found = set(_path(place)) if place.isdigit() else _taken(fold(place[:TITLE]))[1]
        head, in_head = _taken(fold(title[:TITLE]))
        rest, in_rest = _taken(fold(body[:BODY]))
        heads.append(head)
        rests.append(rest)
        named.append(np.array(sorted(found | in_head | in_rest), dtype=np.int32))
    topics = _weighed(_pieces(heads), _pieces(rests), len(messages))
    return [Features(*pair, places) for pair, places in zip(topics, named, strict=True)]


def pack(features: Features) -> bytes:
    """The features as bytes for a row of a table; `unpack` gives them back."""
    topics, weights, places = features
    return _HEAD.pack(len(topics), len(places)) + topics.tobytes() + places.tobytes() + weights.tobytes()


def unpack(packed: bytes) -> Features:
    """What `pack` was given; ValueError for bytes that are none of ours."""
    if len(packed) < _HEAD.size:
        raise ValueError("these bytes are no features: too short")
    topics, places = _HEAD.unpack_from(packed)
    if len(packed) != _HEAD.size + 5 * topics + 4 * places:
        raise ValueError("these bytes are no features: their length does not fit what they say")
    at = _HEAD.size + 4 * topics
    return Features(
        np.frombuffer(packed, np.int32, topics, _HEAD.size),
        np.frombuffer(packed, np.uint8, topics, at + 4 * places),
        np.frombuffer(packed, np.int32, places, at),
    )


def _weighed(heads: Rows, rests: Rows, count: int) -> list[tuple[Ids, Weights]]:
    """Every text's pieces, each once with the larger of its weights."""
    numbers = np.sort(np.concatenate((heads << 4 | IN_TITLE, rests << 4 | IN_BODY)))
    last = np.append(numbers[1:] >> 4 != numbers[:-1] >> 4, True)[: len(numbers)]
    numbers = numbers[last]
    ends = np.searchsorted(numbers, np.arange(1, count, dtype=np.int64) << _ROOM + 4)
    ids, weights = (numbers >> 4 & TOPICS - 1).astype(np.int32), (numbers & 15).astype(np.uint8)
    return list(zip(np.split(ids, ends), np.split(weights, ends), strict=True))


def _pieces(texts: Sequence[str]) -> Rows:
    """Runs of two and three Chinese signs and whole words of other letters: number of the text and piece in one."""
    joined = "\n".join(texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    number = np.cumsum(signs == ord("\n"))
    chinese = (signs >= _CHINESE[0]) & (signs <= _CHINESE[1])
    two = chinese[:-1] & chinese[1:]
    three = two[:-1] & chinese[2:]
    pairs = signs[:-1] * np.uint64(0x9E3779B1) + signs[1:]
    triples = pairs[:-1] * np.uint64(0x85EBCA77) + signs[2:]
    words = [(at, crc32(word.encode())) for at, text in enumerate(texts) for word in _WORD.findall(text)]
    where = np.concatenate((number[:-1][two], number[:-2][three], np.array([at for at, _ in words], np.int64)))
    what = np.concatenate((_mixed(pairs[two]), _mixed(triples[three]), np.array([w for _, w in words], np.uint64)))
    found: Rows = where << _ROOM | (what % np.uint64(TOPICS)).astype(np.int64)
    return found


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    numbers = (numbers ^ (numbers >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return numbers ^ (numbers >> np.uint64(32))


def _taken(text: str) -> tuple[str, set[int]]:
    """The text without the places that it names, and those: what happens there must not be drowned by where."""
    names: set[int] = set()

    def take(found: re.Match[str]) -> str:
        name = found.group()
        if _GENERAL.search(name):
            return name
        names.add(crc32(name.encode()) % PLACES)
        return " "

    return _NAMED.sub(take, text), names


def _path(path: str) -> Iterator[int]:
    """The place and everything above it: those who live in one house also live in one street."""
    for end in range(8, len(path) + 1, 8):
        yield crc32(path[:end].encode()) % PLACES
