"""The only writers of deliberation, split by subject."""

from gongzhi.deliberation.services.finding import keep_pledge, pledge, record_investigation
from gongzhi.deliberation.services.forks import fork, join_branch
from gongzhi.deliberation.services.instruments import call_meeting, open_opinions, put_to_vote
from gongzhi.deliberation.services.interests import NewItem, NewParty, minority_statement, minority_step, set_interests
from gongzhi.deliberation.services.lots import announce_lot, draw_lot
from gongzhi.deliberation.services.moves import (
    carry_out,
    choose_method,
    conclude,
    drop,
    join_into,
    review,
    set_effect,
    take_up,
)
from gongzhi.deliberation.services.requests import sign, unsign
from gongzhi.deliberation.services.rights import end_right, grant_right
from gongzhi.deliberation.services.seating import (
    answer_invitation,
    invite,
    replace_seat,
    seat_council,
    take_seat,
    welcome,
)
from gongzhi.deliberation.services.sessions import after_meeting, catch_up
from gongzhi.deliberation.services.taking import gather, note_part, note_voice
from gongzhi.deliberation.services.tiers import move_tier
from gongzhi.deliberation.services.topics import move_topic, publish, raise_topic

__all__ = [
    "NewItem",
    "NewParty",
    "after_meeting",
    "announce_lot",
    "answer_invitation",
    "call_meeting",
    "carry_out",
    "catch_up",
    "choose_method",
    "conclude",
    "draw_lot",
    "drop",
    "end_right",
    "fork",
    "gather",
    "grant_right",
    "invite",
    "join_branch",
    "join_into",
    "keep_pledge",
    "minority_statement",
    "minority_step",
    "move_tier",
    "move_topic",
    "note_part",
    "note_voice",
    "open_opinions",
    "pledge",
    "publish",
    "put_to_vote",
    "raise_topic",
    "record_investigation",
    "replace_seat",
    "review",
    "seat_council",
    "set_effect",
    "set_interests",
    "sign",
    "take_seat",
    "take_up",
    "unsign",
    "welcome",
]
