"""Declare, once and as data, the states a thing may be in and the moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongzhi.kernel.errors import Refused


class Kind(StrEnum):
    """What a state means to the rest of the house, whatever its name."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Move:
    """One line of the table: from `sources` to `target`, asked of `permit`, with `needs` as named inputs."""

    name: str
    sources: tuple[str, ...]
    target: str
    permit: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lifecycle:
    """A table of states and moves. A table with an unknown state, or a state that cannot close, is refused."""

    name: str
    states: dict[str, Kind]
    start: str
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        for move in self.moves:
            unknown = {*move.sources, move.target} - set(self.states)
            if unknown:
                raise ValueError(f"{self.name}.{move.name}: unknown states {sorted(unknown)}")
        if self.start not in self.states:
            raise ValueError(f"{self.name}: unknown start {self.start}")
        seen = [(m.name, s) for m in self.moves for s in m.sources]
        if len(seen) != len(set(seen)):
            raise ValueError(f"{self.name}: a move is declared twice from one state")
        stuck = [s for s in self.states if not self._reaches_an_end(s)]
        if stuck:
            raise ValueError(f"{self.name}: no way to close from {stuck}")

    def _reaches_an_end(self, state: str) -> bool:
        seen: set[str] = set()
        todo = [state]
        while todo:
            here = todo.pop()
            if self.states[here] is Kind.CLOSED:
                return True
            seen.add(here)
            todo += [m.target for m in self.moves if here in m.sources and m.target not in seen]
        return False

    def move(self, name: str, state: str) -> Move:
        """The move `name` from `state`; Refused("stale") when the table has none."""
        for move in self.moves:
            if move.name == name and state in move.sources:
                return move
        raise Refused(f"{self.name}: cannot {name} when {state}", code="stale")

    def open_moves(self, state: str) -> tuple[Move, ...]:
        """What may happen from here."""
        return tuple(m for m in self.moves if state in m.sources)

    def is_open(self, state: str) -> bool:
        """Whether somebody still has to act."""
        return self.states[state] is Kind.OPEN

    def as_mermaid(self) -> str:
        """The table as a diagram for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {s} --> {m.target}: {m.name}" for m in self.moves for s in m.sources]
        lines += [f"    {s} --> [*]" for s, k in self.states.items() if k is Kind.CLOSED]
        return "\n".join(lines)
