"""The only readers of meetings: notices, the hall, the story and its check, resolutions, plans."""

from __future__ import annotations

from gongzhi.meetings.selectors.follow import (
    Completion,
    Outcome,
    completion,
    followed,
    followed_by,
    is_late,
    outcome,
    overdue,
    plan,
    plans_of,
    resolution,
    resolutions_at,
    resolutions_of,
    slot,
    waiting_slots,
)
from gongzhi.meetings.selectors.hall import (
    Floor,
    There,
    first_to_vote,
    floor,
    hand_of,
    hands,
    interested,
    item_now,
    log,
    missed,
    motions,
    names,
    presence,
    standing,
    voters,
    worded,
)
from gongzhi.meetings.selectors.orders import all_orders, grounds, orders, terms, terms_of
from gongzhi.meetings.selectors.reading import (
    agenda,
    everywhere,
    invited,
    looked_at_by,
    meeting,
    meetings_at,
    of,
    of_bodies,
    ref,
    run_by,
    seat_of,
    seats,
    upcoming,
)
from gongzhi.meetings.selectors.telling import checked, minutes_of, signatures, story

__all__ = [
    "Completion", "Floor", "Outcome", "There", "agenda", "all_orders", "checked", "completion", "everywhere",
    "first_to_vote", "floor", "followed", "followed_by", "grounds", "hand_of", "hands", "interested", "invited",
    "is_late", "item_now", "log", "looked_at_by", "meeting", "meetings_at", "minutes_of", "missed", "motions",
    "names", "of", "of_bodies", "orders", "outcome", "overdue", "plan", "plans_of", "presence", "ref", "resolution",
    "resolutions_at", "resolutions_of", "run_by", "seat_of", "seats", "signatures", "slot", "standing", "story",
    "terms", "terms_of", "upcoming", "voters", "waiting_slots", "worded",
]  # fmt: skip
