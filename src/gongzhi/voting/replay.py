"""How votes are rebuilt from their facts, for `record replay`: their state, electorate and result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongzhi.kernel.event import Event
from gongzhi.record.selectors import FactView
from gongzhi.record.services import Replay, replays
from gongzhi.voting import events
from gongzhi.voting.models import Vote


@dataclass(frozen=True)
class Standing:
    """What the facts of a vote say of it."""

    state: str = "drafted"
    digest: str = ""
    electors: int = 0
    correcting: bool = False


_STATES = {
    events.VoteOpened: "open",
    events.VoteClosed: "closed",
    events.VoteCounted: "counted",
    events.VoteCertified: "certified",
    events.VotePublished: "published",
    events.VoteWithdrawn: "withdrawn",
}


def _fold(seen: Standing | None, event: Event, fact: FactView) -> Standing | None:
    if isinstance(event, events.VoteDrawnUp):
        return Standing()
    if seen is None:
        return None
    if isinstance(event, events.RollFrozen):
        return Standing(event.state, event.digest, event.electors)
    if isinstance(event, events.NoticeGiven):
        return replace(seen, state=event.state)
    if isinstance(event, events.RollReopened):
        return replace(seen, correcting=True)
    return replace(seen, state=_STATES[type(event)]) if type(event) in _STATES else seen


def _current(ids: list[int]) -> dict[int, Standing]:
    rows = Vote.objects.filter(pk__in=ids).values_list("pk", "state", "roll_digest", "electors", "correcting")
    return {row[0]: Standing(*row[1:]) for row in rows}


VOTES = replays(Replay("voting.vote", _fold, _current))
