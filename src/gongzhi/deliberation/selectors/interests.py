"""The table of interests of a topic: parties, items, shares, and what is left for each party."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.deliberation.models import Item, Party
from gongzhi.deliberation.rules.interests import ItemLine, Net, nets


@dataclass(frozen=True)
class Interests:
    """Parties in columns, items in rows; money in fen. `balance` is all gains less all costs."""

    parties: tuple[Party, ...]
    items: tuple[tuple[Item, tuple[int | None, ...], tuple[bool, ...]], ...]
    nets: dict[int, Net]
    costs: int
    benefits: int

    @property
    def balance(self) -> int:
        """What all gain together less what all pay together."""
        return self.benefits - self.costs


def interests_of(topic_id: int) -> Interests:
    """The table as it stands; every item's shares make up its whole, so the nets make up the balance."""
    parties = list(Party.objects.filter(topic_id=topic_id).order_by("pk"))
    items = list(Item.objects.filter(topic_id=topic_id).prefetch_related("shares").order_by("pk"))
    lines, rows = [], []
    for item in items:
        shares = {share.party_id: share.fen for share in item.shares.all()}
        lines.append(ItemLine(item.side, item.fen, {str(party): fen for party, fen in shares.items()}))
        rows.append((item, tuple(shares.get(p.pk) for p in parties), tuple(p.pk in shares for p in parties)))
    found = {int(key): net for key, net in nets(lines).items()}
    costs = sum(item.fen or 0 for item in items if item.side == "cost")
    benefits = sum(item.fen or 0 for item in items if item.side == "benefit")
    return Interests(tuple(parties), tuple(rows), found, costs, benefits)
