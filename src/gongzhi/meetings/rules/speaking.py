"""Who speaks next and for how long: whoever spoke least on the item comes first, then whoever asked first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Turn:
    """One wish to speak: asked, given (None: waits), ended."""

    id: int
    seat: int
    asked_at: datetime
    given_at: datetime | None = None
    ended_at: datetime | None = None


def queue(turns: Iterable[Turn]) -> list[Turn]:
    """The waiting turns of one item in the order in which they get the floor."""
    rows = list(turns)
    spoken: dict[int, int] = {}
    for turn in rows:
        if turn.given_at is not None:
            spoken[turn.seat] = spoken.get(turn.seat, 0) + 1
    waiting = [turn for turn in rows if turn.given_at is None and turn.ended_at is None]
    return sorted(waiting, key=lambda turn: (spoken.get(turn.seat, 0), turn.asked_at, turn.id))


def speaking(turns: Iterable[Turn]) -> Turn | None:
    """Who has the floor."""
    return next((turn for turn in turns if turn.given_at is not None and turn.ended_at is None), None)


def remaining(turn: Turn, minutes: int, now: datetime) -> int:
    """Seconds left to the speaker; negative when over time."""
    end = turn.ended_at or now
    given = turn.given_at or end
    return minutes * 60 - int((end - given).total_seconds())


def out_of_turn(turns: Iterable[Turn]) -> list[int]:
    """The turns that got the floor while somebody who came before them in the order was waiting."""
    rows = list(turns)
    found = []
    for turn in rows:
        if turn.given_at is None:
            continue
        then = [_as_of(other, turn.given_at) for other in rows if other.asked_at <= turn.given_at]
        then = [other for other in then if other.id != turn.id] + [Turn(turn.id, turn.seat, turn.asked_at)]
        waiting = queue(then)
        if waiting[0].id != turn.id:
            found.append(turn.id)
    return found


def _as_of(turn: Turn, moment: datetime) -> Turn:
    """The turn as it stood just before the moment."""
    given = turn.given_at if turn.given_at is not None and turn.given_at < moment else None
    ended = turn.ended_at if turn.ended_at is not None and turn.ended_at < moment else None
    return Turn(turn.id, turn.seat, turn.asked_at, given, ended)
