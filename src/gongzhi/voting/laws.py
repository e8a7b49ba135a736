"""The legal numbers of a day, read from the rule packs and handed to the rules, which know no law of their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.rulebook import selectors as rulebook
from gongzhi.rulebook.rules import Rule, RuleMissing
from gongzhi.voting.rules.assembly import HOUSEHOLDS, REPRESENTATIVES, RESIDENTS, AssemblyLaw
from gongzhi.voting.rules.bars import AT_LEAST, Bar
from gongzhi.voting.rules.election import REPRESENTATIVES as BY_REPRESENTATIVES
from gongzhi.voting.rules.election import RULE as ELECTION
from gongzhi.voting.rules.election import ElectionLaw
from gongzhi.voting.rules.owners_law import Charter, OwnersLaw
from gongzhi.voting.rules.verdicts import ProcedureLaw

# The nine matters of 民法典 art. 278 in its order, and how people name them.
MATTERS: dict[str, tuple[str, ...]] = {
    "procedure": ("1", "rules", "业主大会议事规则", "议事规则"),
    "covenant": ("2", "管理规约", "规约"),
    "committee": ("3", "elect_committee", "election", "选举业主委员会", "选举业委会", "更换业委会成员",
                  "业委会", "业主委员会"),
    "manager": ("4", "hire_manager", "dismiss_manager", "选聘物业", "解聘物业", "续聘物业", "选聘物业服务企业",
                "解聘物业服务企业", "选聘和解聘物业服务企业", "物业"),
    "use_fund": ("5", "repair_fund_use", "使用维修资金", "使用建筑物及其附属设施的维修资金"),
    "raise_fund": ("6", "repair_fund_raise", "筹集维修资金", "筹集建筑物及其附属设施的维修资金", "续筹维修资金"),
    "rebuild": ("7", "alter", "alteration", "reconstruction", "改建", "重建", "改建重建", "加装电梯", "lift"),
    "change_use": ("8", "common_use", "business_use", "改变共有部分用途", "利用共有部分从事经营活动",
                   "改变共有部分的用途"),
    "other": ("9", "ordinary", "一般事项", "普通事项", "其他", "其他重大事项"),
}  # fmt: skip
SPECIAL = ("special", "特别事项", "重大事项")
_BY_NAME = {alias: matter for matter, aliases in MATTERS.items() for alias in (matter, *aliases)}


def matter_of(words: str) -> str:
    """The matter of article 278 that a number,
    an English or a Chinese name means; Refused with the list otherwise."""
    plain = unicodedata.normalize("NFKC", words).strip().casefold().replace("-", "_").replace(" ", "_")
    plain = plain.removeprefix("278_").removeprefix("278.").removeprefix("item_")
    if plain in SPECIAL:
        return "special"
    if plain not in _BY_NAME:
        known = "、".join(f"{names[0]} {matter}" for matter, names in MATTERS.items())
        raise Refused(_("不知道“{given}”是哪一项。可以写：{known}。", given=words, known=known), code="matter_unknown")
    return _BY_NAME[plain]


def owners(matter: str, on: date) -> OwnersLaw:
    """The owners' law of a day for a matter; Refused where no law of that day is known."""
    name = matter_of(matter)
    special = name == "special" or name in _rule("owners.special_matters", on).words
    ordinary = _rule("owners.pass_ordinary", on)
    approval = _rule("owners.pass_special", on) if special else ordinary
    return OwnersLaw(
        on=on.isoformat(),
        matter=name,
        special=special,
        participation=_as_bar(_rule("owners.participation", on)),
        approval=_as_bar(approval),
        refusal=_as_bar(ordinary),
        of=str(_values(approval)["of"]),
        heads=_ground(_rule("owners.heads", on)),
    )


def charter(on: date, **chosen: Any) -> Charter:
    """By-laws with the local choices of a day where the estate's own (`chosen`) say nothing."""
    usual = {
        "parking": _rule("voting.parking", on).value,
        "silence": _rule("voting.silence", on).value,
        "abstention": _rule("voting.abstention", on).value,
        "conflict": _rule("voting.conflict", on).value,
        "tie": _rule("voting.tie", on).value,
    }
    return Charter.of_dict({**usual, **{name: value for name, value in chosen.items() if value is not None}})


def assembly(kind: str, on: date) -> AssemblyLaw:
    """The law of an assembly on a day: of residents or households, or of representatives; Refused where none is known.

    The law of representatives names no days of notice.
    """
    if kind == REPRESENTATIVES:
        call, quorum = _rule("committee.representatives.call_share", on), _rule("committee.representatives.quorum", on)
        approval, notice = _rule("committee.representatives.pass", on), 0
    else:
        call, quorum = _rule("committee.assembly.call_share", on), _rule("committee.assembly.quorum", on)
        approval, notice = _rule("committee.assembly.pass", on), _days("committee.assembly.notice", on)
    return AssemblyLaw(
        on=on.isoformat(),
        kind=kind,
        call=Bar(call.share, AT_LEAST, _ground(call)),
        quorum=_as_bar(quorum),
        approval=_as_bar(approval),
        notice_days=notice,
    )


def election(method: str, on: date) -> ElectionLaw:
    """The law of a residents' committee's election on a day, by all voters, households or representatives."""
    if method == BY_REPRESENTATIVES:
        valid = _rule("committee.election.valid_by_representatives", on)
        proxies = _rule("committee.election.proxies_by_representatives", on)
    else:
        valid, proxies = _rule("committee.election.valid", on), _rule("committee.election.proxies", on)
    return ElectionLaw(
        on=on.isoformat(),
        method=method,
        valid=_as_bar(valid),
        winner=_as_bar(_rule("committee.election.winner", on)),
        second_round=_as_bar(_rule("committee.election.second_round", on)),
        proxies=proxies.number,
        proxies_of_candidate=_rule("committee.election.proxies_of_candidate", on).number,
        proxy_ground=_ground(proxies),
    )


def procedure(on: date, notice_days: int | None = None, rule: str = "owners") -> ProcedureLaw:
    """What a vote must keep on a day; `notice_days` where the estate or the city asks for another notice.

    An assembly of residents has its notice from its own law and needs no window: it is one meeting. An election's roll
    is public for the days of its law.
    """
    notice, least = _rule("voting.notice", on), _rule("voting.window_least", on)
    readers = _rule("voting.paper_readers", on)
    in_hall = rule in (RESIDENTS, HOUSEHOLDS, REPRESENTATIVES, ELECTION)
    days = notice.number if notice_days is None else notice_days
    grounds = {"notice": _ground(notice), "window": _ground(least), "paper": _ground(readers)}
    roll_days = 0
    if rule == ELECTION:
        public = _rule("committee.election.list_public", on)
        days, roll_days, grounds["roll"] = 0, public.number, _ground(public)
    elif in_hall and notice_days is None:
        law = assembly(rule, on)
        days, grounds["notice"] = law.notice_days, law.call.ground
    return ProcedureLaw(
        notice_days=days,
        window_least=0 if in_hall else least.number,
        window_most=_rule("voting.window_most", on).number,
        paper_readers=readers.number,
        roll_days=roll_days,
        grounds=grounds,
    )


def may_call_assembly(on: date) -> dict[str, Bar]:
    """Who may have a residents' assembly called, and how many of them must ask; a group that no law names is absent."""
    names = {
        "residents": "committee.assembly.call_share",
        "representatives": "committee.assembly.call_share_representatives",
        "groups": "committee.assembly.call_share_groups",
    }
    return _shares(names, on)


def may_ask_recall(on: date) -> dict[str, Bar]:
    """Who may ask for the recall of a residents' committee's member, and how many of them must ask."""
    names = {
        "voters": "committee.recall.call_share",
        "representatives": "committee.recall.call_share_representatives",
    }
    return _shares(names, on)


def _shares(names: Mapping[str, str], on: date) -> dict[str, Bar]:
    held = {who: rule for who, name in names.items() for rule in rulebook.history(name) if rule.holds(on)}
    return {who: Bar(rule.share, AT_LEAST, _ground(rule)) for who, rule in held.items()}


def voter_age(on: date) -> int:
    """From which age a resident votes."""
    return _rule("committee.voter_age", on).number


def _rule(name: str, on: date) -> Rule:
    try:
        return rulebook.rule(name, on)
    except RuleMissing as missing:
        raise Refused(
            _("规则库里没有 {day} 这一天的规定（{name}），不能下结论。", day=on.isoformat(), name=name), code="no_law"
        ) from missing


def _values(rule: Rule) -> dict[str, Any]:
    return dict(rule.value) if isinstance(rule.value, Mapping) else {}


def _as_bar(rule: Rule) -> Bar:
    given = _values(rule)
    return Bar(given["share"], str(given["test"]), _ground(rule))


def _ground(rule: Rule) -> str:
    return f"{rule.law} {rule.article}".strip() or rule.note


def _days(name: str, on: date) -> int:
    """The days of a limit that has a law on this day; 0 where the law of the day names none."""
    try:
        return rulebook.limit(name, on).amount
    except RuleMissing:
        return 0
