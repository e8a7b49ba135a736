"""A meeting as it was, for whoever checks or writes it down: read from the record, never typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gongzhi.kernel.limit import Limit
from gongzhi.meetings.rules.motions import Counts, Passing, Put, depth
from gongzhi.meetings.rules.orders import Orders
from gongzhi.meetings.rules.quorum import Chair, Share
from gongzhi.meetings.rules.speaking import Turn


@dataclass(frozen=True)
class Terms:
    """The values in force on the day of the call for the names that the orders give."""

    notice: Limit
    urgent: Limit | None
    shares: tuple[Share, ...]
    passing: Passing | None
    approval: Share
    minutes: Limit
    speaking: int
    proxies: int


@dataclass(frozen=True)
class ItemTold:
    """A point of the agenda: listed in the notice or noted in the room, and what became of it."""

    id: int
    number: int
    kind: str
    listed: bool
    state: str
    interests: int = 0


@dataclass(frozen=True)
class MotionTold:
    """A motion from its proposing to its result; `order` is its place in the order of results."""

    id: int
    item: int
    amends: int | None
    state: str
    proposed_at: datetime
    decided_at: datetime | None = None
    counts: Counts | None = None
    present: int = 0
    everybody: int = 0


@dataclass(frozen=True)
class Sitting:
    """One stretch in which the meeting was open, with the seats as they were filled when it opened."""

    opened_at: datetime
    ended_at: datetime | None
    chairs: tuple[Chair, ...]


@dataclass(frozen=True)
class Written:
    """The minutes as they stand: which lines, who stands by them, when they were published."""

    lines: tuple[tuple[str, int], ...]
    signers: tuple[int, ...]
    signed_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True)
class Story:
    """Everything that happened."""

    orders: Orders
    terms: Terms
    called_at: datetime
    starts: datetime
    urgent: bool
    items: tuple[ItemTold, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    motions: tuple[MotionTold, ...] = ()
    turns: dict[int, tuple[Turn, ...]] = field(default_factory=dict)
    resolutions: tuple[tuple[int, int], ...] = ()  # (resolution, item)
    decisions: tuple[tuple[int, int | None, bool], ...] = ()  # resolutions that decide: id, motion, other basis
    attended: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()
    minutes: Written | None = None
    ended: bool = False


def draft(story: Story) -> list[tuple[str, int]]:
    """The lines that complete minutes have, in order: what kind, and about which row."""
    lines: list[tuple[str, int]] = [("called", 0), ("present", 0)]
    if story.absent:
        lines.append(("absent", 0))
    lines += [("opened", n) for n, _sitting in enumerate(story.sittings)]
    for item in sorted(story.items, key=lambda one: one.number):
        lines += _of_item(story, item)
    if story.ended:
        lines.append(("closed", 0))
    return lines


def _of_item(story: Story, item: ItemTold) -> list[tuple[str, int]]:
    if not item.listed:
        return [("noted", item.id)]
    lines = [("item", item.id)]
    if item.state in ("waiting", "put_off"):
        return [*lines, ("put_off", item.id)]
    if item.interests:
        lines.append(("interest", item.id))
    lines += [("said", turn.id) for turn in story.turns.get(item.id, ()) if turn.given_at]
    mine = [motion for motion in story.motions if motion.item == item.id]
    puts = [Put(motion.id, motion.amends, True) for motion in mine]
    # Within one instant what amends comes before what it amends, as it was voted on.
    decided = sorted((m for m in mine if m.decided_at), key=lambda m: (m.decided_at, -depth(m.id, puts), m.id))
    lines += [("motion", motion.id) for motion in mine]
    lines += [("result", motion.id) for motion in (*decided, *(m for m in mine if m.decided_at is None))]
    return lines + [("resolution", number) for number, of in story.resolutions if of == item.id]
