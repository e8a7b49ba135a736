"""How affairs tell the ledger what a matter is called, so that an entry can name what it was for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gongzhi.kernel.reference import Ref


@dataclass(frozen=True)
class Matter:
    """A matter in words that everybody may read, and where its public page is (empty: it has none)."""

    name: str
    url: str = ""


Namer = Callable[[Sequence[int]], dict[int, Matter]]
_namers: dict[str, Namer] = {}


def named_by(label: str) -> Callable[[Namer], Namer]:
    """Register who names the matters with this label: a function from ids to matters; ids that are not public stay out.

    One query for many; asked by every page of entries.
    """

    def register(namer: Namer) -> Namer:
        if label in _namers:
            raise ValueError(f"matters of {label} are named twice")
        _namers[label] = namer
        return namer

    return register


def names(refs: Iterable[Ref]) -> dict[Ref, Matter]:
    """What these matters are called; those that nobody names are left out."""
    wanted: dict[str, list[int]] = {}
    for ref in dict.fromkeys(refs):
        wanted.setdefault(ref.label, []).append(ref.id)
    found: dict[Ref, Matter] = {}
    for label, ids in wanted.items():
        if label in _namers:
            found |= {Ref(label, number): matter for number, matter in _namers[label](ids).items()}
    return found
