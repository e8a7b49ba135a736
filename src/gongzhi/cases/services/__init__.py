"""The only writers of cases."""

from gongzhi.cases.services.clocks import follow_clock
from gongzhi.cases.services.contacts import may_ask_contact, may_open_contact
from gongzhi.cases.services.drafts import drop_photos, keep_photo, open_photo
from gongzhi.cases.services.engine import move_case, pause_clock, resume_clock
from gongzhi.cases.services.joining import second, unsecond
from gongzhi.cases.services.judging import judge, read_out
from gongzhi.cases.services.photos import add_photo, reencoded, release_heading, release_photo
from gongzhi.cases.services.report import NewCase, Receipt, add_words, checked_text, report_case
from gongzhi.cases.services.undoing import undo
from gongzhi.cases.services.whistle import rate_call

__all__ = [
    "NewCase",
    "Receipt",
    "add_photo",
    "add_words",
    "checked_text",
    "drop_photos",
    "follow_clock",
    "judge",
    "keep_photo",
    "may_ask_contact",
    "may_open_contact",
    "move_case",
    "open_photo",
    "pause_clock",
    "rate_call",
    "read_out",
    "reencoded",
    "release_heading",
    "release_photo",
    "report_case",
    "resume_clock",
    "second",
    "undo",
    "unsecond",
]
