"""What the matters around a project are called for a reader: asked of whoever joins the mechanisms (a flow)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref


@dataclass(frozen=True)
class Known:
    """One matter as this reader may know it; no address where there is no page for them."""

    title: str
    url: str = ""


Namer = Callable[[Iterable[Ref], Actor | None], dict[Ref, Known]]
_board: list[Namer] = []


def named_by(namer: Namer) -> Namer:
    """Register who names matters; the last one registered answers. What a reader may not know of it leaves out."""
    _board[:] = [namer]
    return namer


def names(refs: Iterable[Ref], reader: Actor | None) -> dict[Ref, Known]:
    """The names of these matters for this reader; None is everybody."""
    return _board[0](refs, reader) if _board else {}
