"""The only writers of the instrument."""

from gongzhi.triage.services.answers import note_answer
from gongzhi.triage.services.clearing import clear_text, require_no_person, take_back_text
from gongzhi.triage.services.hearing import Message, echo, hear, know_matter, sweep, unhear
from gongzhi.triage.services.members import put_in, recount, rename, split, take_on, take_out
from gongzhi.triage.services.problems import move_problem
from gongzhi.triage.services.suggesting import Option, keep_suggestion, set_level, settle, unsettle

__all__ = [
    "Message",
    "Option",
    "clear_text",
    "echo",
    "hear",
    "keep_suggestion",
    "know_matter",
    "move_problem",
    "note_answer",
    "put_in",
    "recount",
    "rename",
    "require_no_person",
    "set_level",
    "settle",
    "split",
    "sweep",
    "take_back_text",
    "take_on",
    "take_out",
    "unhear",
    "unsettle",
]
