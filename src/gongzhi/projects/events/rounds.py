"""What happened in participatory budgets, in the past tense: ids, amounts and closed words, never who wished what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class RoundOpened(Event):
    """A body set down a round: the fund, its purpose, the year and the sum, in fen."""

    kind: ClassVar[str] = "projects.round_opened"
    sight: ClassVar[Sight] = Sight.STAFF
    round_id: int
    place_id: int
    fund_id: int
    purpose: str
    year: int
    budget: int


@dataclass(frozen=True)
class RoundMoved(Event):
    """A round went on to its next state, or back."""

    kind: ClassVar[str] = "projects.round_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    round_id: int
    move: str
    source: str
    state: str


@dataclass(frozen=True)
class BudgetChanged(Event):
    """The sum of a round that had not yet been announced was changed."""

    kind: ClassVar[str] = "projects.round_budget"
    sight: ClassVar[Sight] = Sight.STAFF
    round_id: int
    before: int
    after: int


@dataclass(frozen=True)
class ItemProposed(Event):
    """Somebody proposed something to a round; never who."""

    kind: ClassVar[str] = "projects.item_proposed"
    sight: ClassVar[Sight] = Sight.PUBLIC
    round_id: int
    item_id: int


@dataclass(frozen=True)
class ItemSupported(Event):
    """Somebody stood behind a proposal, or no more; how many people now, never who."""

    kind: ClassVar[str] = "projects.item_supported"
    sight: ClassVar[Sight] = Sight.STAFF
    item_id: int
    supporters: int


@dataclass(frozen=True)
class ItemMoved(Event):
    """A proposal was costed, put on the ballot or not, merged, taken back, chosen or passed over."""

    kind: ClassVar[str] = "projects.item_moved"
    sight: ClassVar[Sight] = Sight.PUBLIC
    round_id: int
    item_id: int
    move: str
    state: str
    cost: int | None
    ground: str
    into_id: int | None


@dataclass(frozen=True)
class RoundCarried(Event):
    """The winners of a certified vote became projects, and their money was reserved: so many, so much, all or none."""

    kind: ClassVar[str] = "projects.round_carried"
    sight: ClassVar[Sight] = Sight.PUBLIC
    round_id: int
    vote_id: int
    projects: int
    reserved: int


@dataclass(frozen=True)
class AidAsked(Event):
    """Money was asked for from a fund, for a case in dispute."""

    kind: ClassVar[str] = "projects.aid_asked"
    sight: ClassVar[Sight] = Sight.STAFF
    aid_id: int
    about: str
    fund_id: int
    amount: int
    use: str


@dataclass(frozen=True)
class AidMoved(Event):
    """A request for dispute money was checked, granted, paid or denied."""

    kind: ClassVar[str] = "projects.aid_moved"
    sight: ClassVar[Sight] = Sight.STAFF
    aid_id: int
    about: str
    state: str
    amount: int
