"""The only writers of people, split by subject; other packages import from here."""

from gongzhi.people.services.accounts import change_entries, lend_password, register_account, set_password
from gongzhi.people.services.consents import give_consent, withdraw_consent
from gongzhi.people.services.contacts import Contact, may_open, read_contact, reporter
from gongzhi.people.services.erasure import ask_erasure, erase_expired, fulfil_wishes, keep_while
from gongzhi.people.services.limits import allow, forget, spent, sweep
from gongzhi.people.services.second_factor import has_second_factor, note_second_factor, second_factor_shown
from gongzhi.people.services.statistics import describe_oneself, forget_descriptions

__all__ = [
    "Contact",
    "allow",
    "ask_erasure",
    "change_entries",
    "describe_oneself",
    "erase_expired",
    "forget",
    "forget_descriptions",
    "fulfil_wishes",
    "give_consent",
    "has_second_factor",
    "keep_while",
    "lend_password",
    "may_open",
    "note_second_factor",
    "read_contact",
    "register_account",
    "reporter",
    "second_factor_shown",
    "set_password",
    "spent",
    "sweep",
    "withdraw_consent",
]
