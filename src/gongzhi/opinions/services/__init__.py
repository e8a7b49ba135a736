"""The only writers of the instrument."""

from gongzhi.opinions.services.drawing import redraw, redraw_waiting, want_map
from gongzhi.opinions.services.moderating import (
    join,
    part,
    release,
    restore,
    restore_post,
    seed,
    seed_post,
    take_down,
    take_down_post,
)
from gongzhi.opinions.services.paper import enter_sheet
from gongzhi.opinions.services.posts import PostReport, import_posts, speaker_label
from gongzhi.opinions.services.questions import (
    answer_question,
    ask,
    ask_again,
    ask_from_post,
    assign_question,
    dismiss_question,
)
from gongzhi.opinions.services.saying import say, take_back, vote
from gongzhi.opinions.services.talks import close_conversation, open_conversation, reopen_conversation

__all__ = [
    "PostReport",
    "answer_question",
    "ask",
    "ask_again",
    "ask_from_post",
    "assign_question",
    "close_conversation",
    "dismiss_question",
    "enter_sheet",
    "import_posts",
    "join",
    "open_conversation",
    "part",
    "redraw",
    "redraw_waiting",
    "release",
    "reopen_conversation",
    "restore",
    "restore_post",
    "say",
    "seed",
    "seed_post",
    "speaker_label",
    "take_back",
    "take_down",
    "take_down_post",
    "vote",
    "want_map",
]
