"""How topics are rebuilt from their facts, for `record replay`: their state, tier, lead and what they went into."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongzhi.deliberation import events
from gongzhi.deliberation.models import Topic
from gongzhi.kernel.event import Event
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays


@dataclass(frozen=True)
class TopicStanding:
    """What the facts of a topic say of it."""

    state: str = "raised"
    tier: str = ""
    place_id: int = 0
    into: int | None = None


def _fold(seen: TopicStanding | None, event: Event, fact: FactView) -> TopicStanding | None:
    if isinstance(event, events.TopicRaised):
        return TopicStanding(tier=event.tier, place_id=event.place_id)
    if seen is None:
        return None
    if isinstance(event, events.TopicMoved):
        return replace(seen, state=event.state, into=event.into)
    if isinstance(event, events.TierMoved):
        return replace(seen, tier=event.tier, place_id=event.place_id)
    return seen


def _current(ids: list[int]) -> dict[int, TopicStanding]:
    rows = Topic.objects.filter(pk__in=ids).values_list("pk", "state", "tier", "place_id", "into_id")
    return {row[0]: TopicStanding(*row[1:]) for row in rows}


TOPICS = replays(Replay("deliberation.topic", _fold, _current))
