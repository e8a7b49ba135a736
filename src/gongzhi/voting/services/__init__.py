"""The only writers of votes, split by subject; other packages import from here."""

from gongzhi.voting.services.blind import cast_blind, issue
from gongzhi.voting.services.casting import Receipt, cast, claim, code_of, link_person, proxy_code
from gongzhi.voting.services.certifying import certify, count_vote, publish, recount
from gongzhi.voting.services.drawing import NewOption, draw_up, withdraw, withdraw_option
from gongzhi.voting.services.objections import raise_objection, settle_objection
from gongzhi.voting.services.paper import HandedIn, enter_paper, give_paper, hand_in
from gongzhi.voting.services.papers import row_secret
from gongzhi.voting.services.proxies import end_proxy, give_proxy, give_proxy_to, most_and_why
from gongzhi.voting.services.reading import public_form, read_rows
from gongzhi.voting.services.rolls import RollReport, correct_roll, freeze, import_roll, strike
from gongzhi.voting.services.running import close_due, close_vote, extend, open_vote
from gongzhi.voting.services.serving import give_notice

__all__ = [
    "HandedIn",
    "NewOption",
    "Receipt",
    "RollReport",
    "cast",
    "cast_blind",
    "certify",
    "claim",
    "close_due",
    "close_vote",
    "code_of",
    "correct_roll",
    "count_vote",
    "draw_up",
    "end_proxy",
    "enter_paper",
    "extend",
    "freeze",
    "give_notice",
    "give_paper",
    "give_proxy",
    "give_proxy_to",
    "hand_in",
    "import_roll",
    "issue",
    "link_person",
    "most_and_why",
    "open_vote",
    "proxy_code",
    "publish",
    "public_form",
    "read_rows",
    "raise_objection",
    "recount",
    "row_secret",
    "settle_objection",
    "strike",
    "withdraw",
    "withdraw_option",
]
