"""The only writers of cases."""

from gongzhi.cases.services.clocks import follow_clock
from gongzhi.cases.services.engine import move_case, pause_clock, resume_clock
from gongzhi.cases.services.joining import second, unsecond
from gongzhi.cases.services.judging import judge, read_out
from gongzhi.cases.services.photos import add_photo, release_heading, release_photo
from gongzhi.cases.services.report import NewCase, Receipt, add_words, report_case
from gongzhi.cases.services.whistle import rate_call

__all__ = [
    "NewCase",
    "Receipt",
    "add_photo",
    "add_words",
    "follow_clock",
    "judge",
    "move_case",
    "pause_clock",
    "rate_call",
    "read_out",
    "release_heading",
    "release_photo",
    "report_case",
    "resume_clock",
    "second",
    "unsecond",
]
