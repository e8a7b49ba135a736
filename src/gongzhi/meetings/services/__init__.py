"""The only writers of meetings."""

from __future__ import annotations

from gongzhi.meetings.services.calling import (
    NewItem,
    SeatAsked,
    add_seat,
    call,
    give_proxy,
    name_substitute,
    reply_to_call,
    take_back_substitute,
)
from gongzhi.meetings.services.following import (
    add_resolution,
    confirm_resolution,
    drop_resolution,
    report_resolution,
    send_back_resolution,
)
from gongzhi.meetings.services.minutes import amend_minutes, approve_minutes, draft_minutes, publish_minutes
from gongzhi.meetings.services.planning import excuse_slot, keep_plans, plan_year
from gongzhi.meetings.services.room import (
    adjourn,
    ask_floor,
    cancel_meeting,
    close_meeting,
    declare_interest,
    end_speech,
    give_floor,
    mark_present,
    note_item,
    open_meeting,
    take_item,
)
from gongzhi.meetings.services.voting import decide, propose, put_to_vote, vote_on, withdraw_motion

__all__ = [
    "NewItem", "SeatAsked", "add_resolution", "add_seat", "adjourn", "amend_minutes", "approve_minutes", "ask_floor",
    "call", "cancel_meeting", "close_meeting", "confirm_resolution", "decide", "declare_interest", "draft_minutes",
    "drop_resolution", "end_speech", "excuse_slot", "give_floor", "give_proxy", "keep_plans", "mark_present",
    "name_substitute", "note_item", "open_meeting", "plan_year", "propose", "publish_minutes", "put_to_vote",
    "reply_to_call", "report_resolution", "send_back_resolution", "take_back_substitute", "take_item",
    "vote_on", "withdraw_motion",
]  # fmt: skip
