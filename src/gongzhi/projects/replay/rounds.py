"""How rounds of a budget, their proposals and dispute money are rebuilt from their facts, for `record replay`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q, Sum

from gongzhi.kernel.event import Event
from gongzhi.projects.events import rounds as events
from gongzhi.projects.models.rounds import DisputeAid, Round, RoundItem
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class RoundStanding:
    """What the facts of a round say of it; `carried`: how many projects it became, and what they hold in fen."""

    place_id: int
    fund_id: int
    purpose: str
    year: int
    budget: int
    state: str = "drafted"
    carried: tuple[int, int] | None = None


def _round(seen: RoundStanding | None, event: Event, fact: FactView) -> RoundStanding | None:
    if isinstance(event, events.RoundOpened):
        return RoundStanding(event.place_id, event.fund_id, event.purpose, event.year, event.budget)
    if seen is None:
        return None
    if isinstance(event, events.BudgetChanged):
        return replace(seen, budget=event.after)
    if isinstance(event, events.RoundCarried):
        return replace(seen, carried=(event.projects, event.reserved))
    return replace(seen, state=event.state) if isinstance(event, events.RoundMoved) else seen


def _rounds(ids: list[int]) -> dict[int, RoundStanding]:
    won = Q(items__project__isnull=False)
    rows = Round.objects.filter(pk__in=ids).annotate(
        many=Count("items", filter=won), money=Sum("items__cost", filter=won, default=0)
    )
    return {
        row.pk: RoundStanding(
            row.place_id, row.fund_id, row.purpose, row.year, row.budget, row.state,
            (row.many, row.money) if row.carried_at else None,
        )
        for row in rows
    }  # fmt: skip


@dataclass(frozen=True)
class ItemStanding:
    """What the facts of a proposal say of it."""

    round_id: int
    state: str = "proposed"
    cost: int | None = None
    ground: str = ""
    into_id: int | None = None


def _item(seen: ItemStanding | None, event: Event, fact: FactView) -> ItemStanding | None:
    if isinstance(event, events.ItemProposed):
        return ItemStanding(event.round_id)
    if seen is not None and isinstance(event, events.ItemMoved):
        return ItemStanding(event.round_id, event.state, event.cost, event.ground, event.into_id)
    return seen


def _items(ids: list[int]) -> dict[int, ItemStanding]:
    rows = RoundItem.objects.filter(pk__in=ids)
    return {row.pk: ItemStanding(row.round_id, row.state, row.cost, row.ground, row.into_id) for row in rows}


@dataclass(frozen=True)
class AidStanding:
    """What the facts of a request for dispute money say of it."""

    about: str
    fund_id: int
    use: str
    amount: int
    state: str = "asked"


def _aid(seen: AidStanding | None, event: Event, fact: FactView) -> AidStanding | None:
    if isinstance(event, events.AidAsked):
        return AidStanding(event.about, event.fund_id, event.use, event.amount)
    if seen is not None and isinstance(event, events.AidMoved):
        return replace(seen, state=event.state, amount=event.amount)
    return seen


def _aids(ids: list[int]) -> dict[int, AidStanding]:
    rows = DisputeAid.objects.filter(pk__in=ids)
    return {row.pk: AidStanding(str(row.about), row.fund_id, row.use, row.amount, row.state) for row in rows}


ROUNDS = replays(Replay("projects.round", _round, _rounds))
ITEMS = replays(Replay("projects.rounditem", _item, _items))
AIDS = replays(Replay("projects.disputeaid", _aid, _aids))
