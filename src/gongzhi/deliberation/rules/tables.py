"""Read the tables of deliberation: what is decided by whom, ways to deliberate, seats and tiers; refused when torn."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "tables"
# Rules that need no vote: those at the table agree, the parties sign, or a body decides by its statute.
WITHOUT_VOTE = frozenset({"consensus", "agreement", "statutory"})


@dataclass(frozen=True)
class DecisionKind:
    """One line of the decision table: who decides, by which rule, under which orders, with which effect and ground."""

    code: str
    name: str
    name_en: str
    decider: str
    rule: str
    orders: str
    effect: str
    ground: str
    matter: str = ""
    major: bool = False
    statutory: bool = False
    ordered: bool = False
    open: bool = True
    why: str = ""
    why_en: str = ""
    codes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def votes(self) -> bool:
        """Whether the decision needs a vote that is counted and certified."""
        return self.rule not in WITHOUT_VOTE


@dataclass(frozen=True)
class MethodStep:
    """One step of a way to deliberate."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Method:
    """A way to deliberate. `enough`: it may be the sole basis of a decision on a major matter."""

    code: str
    name: str
    name_en: str
    orders: str
    decides: bool
    enough: bool
    lot: bool = False
    steps: tuple[MethodStep, ...] = ()


@dataclass(frozen=True)
class CoreSeat:
    """A core seat: the kinds of bodies that hold it, and those that may sit for them, nearest first."""

    code: str
    kinds: tuple[str, ...]
    stand_ins: tuple[str, ...]


@dataclass(frozen=True)
class PartySource:
    """Who speaks for a class of party: bodies of these kinds, or a person from the newcomers' pool."""

    code: str
    kinds: tuple[str, ...] = ()
    pool: bool = False


@dataclass(frozen=True)
class Tier:
    """A tier: the level of places at which it stands, and the kinds of bodies that answer for its topics."""

    code: str
    level: str
    desks: tuple[str, ...]


@dataclass(frozen=True)
class Decisions:
    """The decision table: kinds by code, and the kind of each matter code and group."""

    kinds: dict[str, DecisionKind]
    by_code: dict[str, str] = field(default_factory=dict)
    by_group: dict[str, str] = field(default_factory=dict)

    def of(self, matter: str, group: str) -> DecisionKind:
        """The one line of a matter type; KeyError where the table has none."""
        found = self.by_code.get(matter) or self.by_group.get(group)
        if found is None:
            raise KeyError(f"no line decides on {matter or '?'} of {group or '?'}")
        return self.kinds[found]


def read_decisions(rows: list[dict[str, Any]]) -> Decisions:
    """The table from its rows. ValueError when a kind, a code or a group stands in it twice."""
    kinds = [DecisionKind(**_tuples(row)) for row in rows]
    by_code = _once([(code, kind.code) for kind in kinds for code in kind.codes], "code")
    by_group = _once([(group, kind.code) for kind in kinds for group in kind.groups], "group")
    named = _once([(kind.code, kind.code) for kind in kinds], "kind")
    return Decisions({kind.code: kind for kind in kinds if kind.code in named}, by_code, by_group)


def _once(pairs: list[tuple[str, str]], what: str) -> dict[str, str]:
    twice = [name for name, many in Counter(name for name, _ in pairs).items() if many > 1]
    if twice:
        raise ValueError(f"a {what} stands in the decision table twice: {twice}")
    return dict(pairs)


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _rows(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def decisions() -> Decisions:
    """The decision table as shipped."""
    return read_decisions(_rows("decisions.toml")["kind"])


@cache
def methods() -> dict[str, Method]:
    """The ways to deliberate, by code, in their order."""
    found = [
        Method(**{**row, "steps": tuple(MethodStep(**step) for step in row["steps"])})
        for row in _rows("methods.toml")["method"]
    ]
    return {method.code: method for method in found}


@cache
def core_seats() -> tuple[CoreSeat, ...]:
    """The core seats of every council."""
    return tuple(CoreSeat(**_tuples(row)) for row in _rows("seats.toml")["core"])


@cache
def party_sources() -> dict[str, PartySource]:
    """Who speaks for the classes of parties that are bodies or newcomers."""
    return {row["code"]: PartySource(**_tuples(row)) for row in _rows("seats.toml")["party"]}


@cache
def ways() -> dict[tuple[str, str], str]:
    """The allowed ways between tiers: (from, to) → step."""
    return {(row["from"], row["to"]): row["step"] for row in _rows("seats.toml")["way"]}


@cache
def tiers() -> dict[str, Tier]:
    """The tiers by code."""
    return {row["code"]: Tier(**_tuples(row)) for row in _rows("seats.toml")["tier"]}
