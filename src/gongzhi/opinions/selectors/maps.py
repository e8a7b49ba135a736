"""Read the map that was drawn last, with its age; nothing is calculated here but where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongzhi.opinions.models import DrawnMap
from gongzhi.opinions.rules.standing import Kept
from gongzhi.opinions.selectors.talks import number


@dataclass(frozen=True)
class Shown:
    """A kept map, the instant at which it was drawn (None: never yet), and whether something happened since."""

    kept: Kept
    drawn_at: datetime | None
    behind: bool


def map_of(conversation_id: int) -> Shown:
    """The map of a conversation as it was drawn last; an empty one before the first drawing."""
    row = DrawnMap.objects.filter(conversation_id=conversation_id).first()
    fewest = number("talk.group_least")
    if row is None:
        return Shown(Kept({}, fewest), None, False)
    return Shown(Kept(row.content, fewest), row.drawn_at, row.wanted > row.drawn)
