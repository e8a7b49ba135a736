"""What the window of themes keeps of a message, and how a group of messages gets its theme's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Message:
    """What was said. `person`: any key that is equal for the same person, or empty; `weight`: voices behind it."""

    ref: str
    said_at: datetime
    title: str
    body: str = ""
    person: str = ""
    place: str = ""
    weight: float = 0.0


class Row(NamedTuple):
    """A message as the state keeps it, without its text: a row of a table. `pin`: the theme a person put it in."""

    ref: str
    person: str
    day: float
    weight: float
    place: str
    features: bytes
    theme: int = 0
    pin: int = 0


def row_of(message: Message, features: bytes) -> Row:
    """The message without its text. ValueError for a moment without a time zone."""
    if message.said_at.tzinfo is None:
        raise ValueError("the moment of a message needs its time zone")
    place = message.place if message.place.isdigit() else ""
    day = message.said_at.timestamp() / DAY
    return Row(message.ref, _person(message), day, max(message.weight, 0.0), place, features)


def _person(message: Message) -> str:
    """Who said it; without a name the same words are one person, so that a copied text does not become many people."""
    if message.person:
        return message.person
    words = "".join(f"{message.title}{message.body}".split()) or message.ref
    return "?" + blake2b(words.encode("utf-8", "replace"), digest_size=9).hexdigest()


def named(groups: Sequence[int], themes: Sequence[int], pins: Sequence[int]) -> dict[int, int]:
    """Group → theme: the one fixed by hand, else the one it shares most with; each theme once, the rest is new."""
    called = {group: pin for group, pin in zip(groups, pins, strict=True) if pin}
    used = set(called.values())
    shared = Counter((group, theme) for group, theme in zip(groups, themes, strict=True) if theme)
    for (group, theme), _count in sorted(shared.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        if group not in called and theme not in used:
            called[group] = theme
            used.add(theme)
    return called
