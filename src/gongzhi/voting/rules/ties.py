"""Who goes first when two are exactly equal: by what the charter says, and by a lot that anybody can draw again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.outcome import Reason

WAYS = ("cost", "votes", "id", "lot")


def lot(seed: str, key: str) -> str:
    """What `key` draws: SHA-256 of seed, line feed and key, in hexadecimal; the smallest goes first."""
    return sha256(f"{seed}\n{key}".encode()).hexdigest()


def natural(key: str) -> tuple[int, int, str]:
    """Ids in the order that people expect: 9 before 10, numbers before words."""
    return (0, int(key), key) if key.isascii() and key.isdigit() else (1, 0, key)


@dataclass(frozen=True)
class TieBreak:
    """The charter's order of ways: "cost" (cheaper first), "votes" (more first), "id" (as listed), "lot" (by the seed).

    Whoever no way tells apart is told apart by id, so that one file always has one answer.
    """

    by: tuple[str, ...] = ("cost", "votes", "id")
    seed: str = ""

    def __post_init__(self) -> None:
        unknown = [way for way in self.by if way not in WAYS]
        if unknown:
            raise Refused(_("不认识的平局规则：{way}", way=unknown[0]), code="tie_rule", field="tie_break")
        if "lot" in self.by and not self.seed:
            raise Refused(_("抽签需要事先公布的种子。"), code="seed_needed", field="seed")

    def keys(self, key: str, cost: int, votes: int) -> tuple[object, ...]:
        """What to sort by; the smallest goes first."""
        every = {"cost": cost, "votes": -votes, "id": natural(key), "lot": lot(self.seed, key)}
        return (*(every[way] for way in self.by), natural(key))

    def why(self, tied: Sequence[str], costs: Mapping[str, int], votes: Mapping[str, int]) -> Reason:
        """Which way decided between these, the first of whom goes first by it."""
        ranked = sorted(tied, key=lambda key: self.keys(key, costs[key], votes[key]))
        first, second = (self.keys(key, costs[key], votes[key]) for key in ranked[:2])
        ways = (*self.by, "id")
        decided = next(way for way, a, b in zip(ways, first, second, strict=True) if a != b)
        return Reason("tie_broken", {"chosen": ranked[0], "tied": ", ".join(ranked), "by": decided})


def drawn(keys: Iterable[str], seed: str) -> list[str]:
    """The keys in the order of the lot."""
    return sorted(keys, key=lambda key: (lot(seed, key), natural(key)))
