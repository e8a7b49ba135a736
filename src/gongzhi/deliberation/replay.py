"""How topics, rule texts and candidacies are rebuilt from their facts, for `record replay`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongzhi.deliberation import events
from gongzhi.deliberation.models import Candidate, Edition, Topic
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


def _edition(seen: tuple[str, int | None] | None, event: Event, fact: FactView) -> tuple[str, int | None] | None:
    if isinstance(event, events.CovenantOpened):
        return event.state, None
    return (event.state, event.vote_id) if isinstance(event, events.CovenantMoved) else seen


def _editions(ids: list[int]) -> dict[int, tuple[str, int | None]]:
    rows = Edition.objects.filter(pk__in=ids).values_list("pk", "state", "vote_id")
    return {pk: (state, vote) for pk, state, vote in rows}


def _candidate(seen: tuple[str, str] | None, event: Event, fact: FactView) -> tuple[str, str] | None:
    return (event.state, event.bar) if isinstance(event, events.CandidateMoved) else seen


def _candidates(ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = Candidate.objects.filter(pk__in=ids).values_list("pk", "state", "bar")
    return {pk: (state, bar) for pk, state, bar in rows}


EDITIONS = replays(Replay("deliberation.edition", _edition, _editions))
CANDIDATES = replays(Replay("deliberation.candidate", _candidate, _candidates))
