"""Which statement a person is asked next: those with the fewest answers first, otherwise in an order of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True)
class Turn:
    """A statement that may be asked, and how many people answered it."""

    id: int
    votes: int


def in_turn(turns: Iterable[Turn], seed: str, near: int) -> list[Turn]:
    """The statements in the order in which the person behind `seed` is asked.

    Those whose answers are less than `near` above the fewest come first, shuffled by the seed; then the next step. So
    the numbers of answers stay close together, and two neighbours side by side see different statements.
    """
    rows = list(turns)
    least = min((row.votes for row in rows), default=0)
    return sorted(rows, key=lambda row: ((row.votes - least) // near, _shuffled(seed, row.id), row.id))


def _shuffled(seed: str, number: int) -> bytes:
    return blake2b(f"{seed}:{number}".encode(), digest_size=8).digest()


def numbered(people: Sequence[int], order: Sequence[int]) -> dict[int, int]:
    """People by a number from 1 on that says nothing about them: `order` is a shuffling of their positions."""
    return {people[at]: number for number, at in enumerate(order, 1)}
