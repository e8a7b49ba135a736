"""Standing orders as data: who sits, who may call, what it takes to open and to decide; numbers stand in rule packs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HANDS, BALLOT, NO = "hands", "ballot", "no"
DECIDES = (HANDS, BALLOT, NO)
SEATS, KINDS, KIND = "seats", "kinds", "kind"


@dataclass(frozen=True)
class SeatRule:
    """A seat type; a meeting cannot open while a core one is empty, and seats without a vote only speak.

    An `extra` one is asked where the matter asks for it: it is missed only if it was invited.
    """

    kind: str
    core: bool = False
    votes: bool = True
    extra: bool = False


@dataclass(frozen=True)
class QuorumRule:
    """A share that must be there: of all voting seats, of the seat types, or of the seats of one type.

    `rules` names rules in packs; the first that is in force on the day counts.
    """

    of: str
    rules: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class Orders:
    """One kind of meeting. `decides`: by show of hands, by a ballot outside the room, or not at all."""

    key: str
    decides: str
    callers: tuple[str, ...]
    notice: tuple[str, ...]
    urgent: str
    proxies: tuple[str, ...]
    speaking: str
    passing: tuple[str, ...]
    approval: str
    minutes: str
    open_to_all: bool
    seats: tuple[SeatRule, ...]
    quorum: tuple[QuorumRule, ...]

    @property
    def core(self) -> tuple[str, ...]:
        """The seat types without which it cannot open."""
        return tuple(seat.kind for seat in self.seats if seat.core)

    @property
    def expected(self) -> tuple[str, ...]:
        """The seat types that are flagged when they are missing."""
        return tuple(seat.kind for seat in self.seats if seat.votes and not seat.extra)

    def seat(self, kind: str) -> SeatRule | None:
        """The rule for a seat type; None when these orders do not know it."""
        return next((seat for seat in self.seats if seat.kind == kind), None)


class BadOrders(ValueError):
    """A file of standing orders says something that cannot be relied on."""


def read_folder(folder: Path) -> dict[str, Orders]:
    """Every file of standing orders by its name; BadOrders at the first thing that is wrong."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadOrders(f"{path.name}: not readable as TOML: {error}") from error
        found[path.stem] = read(path.stem, data)
    return found


_PLAIN = ("decides", "urgent", "speaking", "approval", "minutes", "open_to_all")
_KEYS = {
    "decides", "callers", "notice", "urgent", "proxies", "speaking", "passing", "approval", "minutes", "open_to_all",
    "seat", "quorum",
}  # fmt: skip


def read(key: str, data: Mapping[str, Any]) -> Orders:
    """One file's standing orders. BadOrders when a key is missing or unknown, or a word is not of its closed list."""
    if set(data) != _KEYS:
        raise BadOrders(f"{key}: expected exactly {', '.join(sorted(_KEYS))}, not {sorted(set(data) ^ _KEYS)}")
    if data["decides"] not in DECIDES:
        raise BadOrders(f"{key}: decides is one of {', '.join(DECIDES)}")
    seats = tuple(SeatRule(**entry) for entry in data["seat"])
    names = [seat.kind for seat in seats]
    if not names or len(names) != len(set(names)):
        raise BadOrders(f"{key}: every seat type stands once")
    quorum = tuple(_quorum(key, entry, names) for entry in data["quorum"])
    plain: dict[str, Any] = {
        name: data[name] for name in ("decides", "urgent", "speaking", "approval", "minutes", "open_to_all")
    }
    lists: dict[str, Any] = {name: tuple(data[name]) for name in ("callers", "notice", "proxies", "passing")}
    if not lists["callers"] or not lists["notice"] or (data["decides"] == HANDS and not lists["passing"]):
        raise BadOrders(f"{key}: callers, notice and (where it decides) passing are not empty")
    return Orders(key=key, seats=seats, quorum=quorum, **plain, **lists)


def _quorum(key: str, entry: Mapping[str, Any], kinds: list[str]) -> QuorumRule:
    rule = QuorumRule(entry["of"], tuple(entry["rules"]), entry.get("kind", ""))
    known = rule.of in (SEATS, KINDS) and not rule.kind or (rule.of == KIND and rule.kind in kinds)
    if not known or not rule.rules:
        raise BadOrders(f"{key}: a quorum is of seats, of kinds, or of one kind that sits: {dict(entry)}")
    return rule
