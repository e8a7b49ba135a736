"""A log that only grows, as a tree of hashes (RFC 6962, 2.1): whoever keeps a proof finds their leaf again for good.

Leaves and nodes are hashed with different first bytes, so that no leaf can be passed off as a node. A proof made when a
leaf came in holds for ever: a later, honest log begins with exactly the leaves that the proof's root stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

LEAF, NODE = b"\0", b"\1"
SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two halves."""
    return sha256(NODE + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashed leaves; of none, the hash of nothing."""
    peaks = reduce(lambda grown, leaf: grown.add(leaf), leaves, Peaks())
    return peaks.root


@dataclass(frozen=True)
class Peaks:
    """What must be kept of a log to let it grow: one root for each full half, largest first, and how many leaves."""

    size: int = 0
    tops: tuple[bytes, ...] = ()

    def add(self, leaf: bytes) -> Peaks:
        """The log with one more leaf."""
        tops, many, top = list(self.tops), self.size, leaf
        while many % 2:
            top, many = node_hash(tops.pop(), top), many // 2
        return Peaks(self.size + 1, (*tops, top))

    @property
    def path(self) -> tuple[bytes, ...]:
        """The proof of the leaf that is added next, in the tree that ends with it."""
        return self.tops[::-1]

    @property
    def root(self) -> bytes:
        """The root of the whole log."""
        if not self.tops:
            return sha256().digest()
        return reduce(lambda right, left: node_hash(left, right), self.tops[-2::-1], self.tops[-1])


def proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes beside the way from leaf `index` up to the root, the lowest first. IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    if len(leaves) == 1:
        return ()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return (*proof(leaves[:half], index), root(leaves[half:]))
    return (*proof(leaves[half:], index - half), root(leaves[:half]))


def holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Whether the path leads from a leaf to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return False
        if here % 2 or here == last:
            found = node_hash(beside, found)
            while here and not here % 2:
                here, last = here // 2, last // 2
        else:
            found = node_hash(found, beside)
        here, last = here // 2, last // 2
    return last == 0 and found == top
