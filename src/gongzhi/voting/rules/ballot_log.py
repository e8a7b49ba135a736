"""The public log of a blind-signed vote: what a voter keeps at the moment of casting, and how it is held to it later.

A leaf is the hash of a random mask and the ballot. The mask is made in the voter's browser and kept there alone: the
order of the log is public, and still nobody reads from it which ballot came when.
"""

from __future__ import annotations

import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongzhi.voting.rules import merkle
from gongzhi.voting.rules.blind_ballots import Record, packed, unpacked

FORMAT = "gongzhi-ballot-log/1"
HEAD = "gongzhi-proof-1"
LONGEST = 20_000
PARTS = 6  # head, vote, index, size, leaf, root; the path behind them


@dataclass(frozen=True)
class Proof:
    """What is kept at the moment of casting; `index` counts from 0, `size` is how many leaves there were then."""

    vote: str
    index: int
    size: int
    leaf: bytes
    root: bytes
    path: tuple[bytes, ...]

    @property
    def line(self) -> str:
        """The proof as one word that can be copied, printed and put into an address."""
        hashes = (packed(one) for one in (self.leaf, self.root, *self.path))
        return ".".join([HEAD, self.vote, str(self.index), str(self.size), *hashes])

    def as_dict(self) -> dict[str, Any]:
        """As the page is told."""
        return {
            "index": self.index, "size": self.size, "leaf": packed(self.leaf), "root": packed(self.root),
            "path": [packed(one) for one in self.path], "line": self.line,
        }  # fmt: skip


def leaf_of(mask: bytes, record: Record) -> bytes:
    """The leaf of a ballot behind its mask."""
    return merkle.leaf_hash(mask + bytes.fromhex(record.digest))


def mask_of(given: Any) -> bytes | None:
    """The mask that came with a ballot; None when it is none."""
    text = given.get("mask") if isinstance(given, Mapping) else None
    found = _hash(text) if isinstance(text, str) else None
    return found if found and any(found) else None


def proof_of(line: str) -> Proof | None:
    """A proof from its line; None for anything else."""
    parts = line.strip().split(".")
    if len(line) > LONGEST or len(parts) < PARTS or parts[0] != HEAD:
        return None
    numbers = [int(one) for one in parts[1:4] if one.isascii() and one.isdigit() and len(one) < 19]
    hashes = [_hash(one) for one in parts[4:]]
    found = [one for one in hashes if one is not None]
    if len(numbers) < 3 or len(found) < len(hashes):
        return None
    return Proof(str(numbers[0]), numbers[1], numbers[2], found[0], found[1], tuple(found[2:]))


def _hash(text: str) -> bytes | None:
    try:
        found = unpacked(text)
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == merkle.SIZE and packed(found) == text else None


def file_of(vote: str, leaves: Sequence[bytes]) -> dict[str, Any]:
    """The log as it is published, while the vote runs and after."""
    return {
        "format": FORMAT, "vote": vote, "size": len(leaves), "root": packed(merkle.root(leaves)),
        "leaves": [packed(one) for one in leaves],
    }  # fmt: skip


def leaves_of(given: Any) -> list[bytes]:
    """The leaves of a published log. ValueError when it is none, or when its own root or size is not theirs."""
    if not isinstance(given, Mapping) or given.get("format") != FORMAT or not isinstance(given.get("leaves"), list):
        raise ValueError("no log of a blind-signed vote")
    found = [_hash(one) if isinstance(one, str) else None for one in given["leaves"]]
    leaves = [one for one in found if one is not None]
    if len(leaves) < len(found) or given.get("size") != len(leaves) or given.get("root") != packed(merkle.root(leaves)):
        raise ValueError("the log's root or size is not that of its leaves")
    return leaves


def fault_of(kept: Proof, vote: str, leaves: Sequence[bytes]) -> str:
    """What is wrong between a kept proof and the log; empty when all holds.

    "vote": of another vote. "path": the proof does not hold in itself. "shorter": the log has lost leaves since.
    "leaf": another leaf stands in its place. "root": the leaves before it are not those that there were then.
    """
    if kept.vote != vote:
        return "vote"
    if not merkle.holds(kept.leaf, kept.index, kept.size, kept.path, kept.root):
        return "path"
    if len(leaves) < kept.size:
        return "shorter"
    if leaves[kept.index] != kept.leaf:
        return "leaf"
    return "" if merkle.root(leaves[: kept.size]) == kept.root else "root"
