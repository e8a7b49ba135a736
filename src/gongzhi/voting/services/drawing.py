"""Draw up a vote: the question, its rule and by-laws, the options, the time; take an option back; withdraw it all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.duties import services as duties
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.record.services import append, link
from gongzhi.voting import words
from gongzhi.voting.events import OptionWithdrawn, VoteDrawnUp, VoteWithdrawn
from gongzhi.voting.models import OPTION_KEY, Option, Vote
from gongzhi.voting.permits import Drawing
from gongzhi.voting.rules import election, free
from gongzhi.voting.services.acts import about as ref_of
from gongzhi.voting.services.acts import act_on, move
from gongzhi.voting.services.issuers import establish

TITLE, QUESTION, MOST_OPTIONS, TOP_SCORE = 120, 4000, 200, 5
# Where the by-laws may say who goes first of equals; a ranked count draws by its seed anyway.
TIES_BROKEN = ("approval", "single", "score", "equal_shares", "greedy")
_KEY = re.compile(rf"[\w.-]{{1,{OPTION_KEY}}}")
# What a charter may settle, and of which kind.
WHOLE = ("most_picks", "ballot_budget", "budget", "seats", "top_score", "proxies", "stated_area")
YES_NO = ("changeable",)
# The switches of an owners' vote, with the choices that its rules know.
SWITCHES = ("silence", "abstention", "parking", "conflict", "tie", "scope", "left_out", "ground")
SAID = ("seed", "by_law", "method", "tie_break")


@dataclass(frozen=True)
class NewOption:
    """An option to stand on the ballot; `cost` in yuan, where money is divided."""

    key: str
    title: str
    cost: int = 0
    text: str = ""
    where: str = ""


def draw_up(
    *, actor: Actor, about: Ref, body_id: int, place_id: int, title: str, rule: str, opens: datetime, closes: datetime,
    question: str = "", matter: str = "", options: Sequence[NewOption] = (), secrecy: str = "",
    charter: Mapping[str, Any] | None = None,
) -> Vote:  # fmt: skip
    """Set a vote down as a draft. Refused: "denied", "unknown_rule", "title", "times", "options", "charter", "secrecy".

    A yes-or-no rule without options puts its title as the one item. `secrecy` is open roll for lawful votes.
    """
    require(actor, "vote.draw", Drawing(body_id))
    line = _title(rule, title, question)
    if not opens < closes or closes <= clock.now():
        raise Refused(_("截止时间要在开始以后，也要在现在以后。"), code="times", field="closes")
    listed = _listed(rule, line, options)
    with transaction.atomic():
        vote = Vote.objects.create(
            about_label=about.label, about_id=about.id, body_id=body_id, place_id=place_id, title=line,
            question=question.strip(), rule=rule, matter=matter, secrecy=_secrecy(rule, secrecy),
            charter=_charter(rule, dict(charter or {})), opens=opens, closes=closes, drawn_at=clock.now(),
        )  # fmt: skip
        Option.objects.bulk_create(
            Option(vote=vote, key=o.key, title=" ".join(o.title.split()), text=o.text, cost=o.cost, where=o.where,
                   position=n)
            for n, o in enumerate(listed, 1)
        )  # fmt: skip
        if vote.secrecy == "blind":
            establish(vote)
        fact = VoteDrawnUp(vote.pk, str(about), body_id, place_id, rule, matter, vote.secrecy)
        append(fact, actor=actor, about=ref_of(vote))
        link(about, ref_of(vote), "put_to_vote")
    return vote


def _title(rule: str, title: str, question: str) -> str:
    if rule not in words.RULES:
        raise Refused(_("没有这种投票规则。"), code="unknown_rule", field="rule")
    line = " ".join(title.split())
    if not line or len(line) > TITLE or len(question) > QUESTION:
        raise Refused(_("请写一个 120 个字以内、一看就懂的题目。"), code="title", field="title")
    return line


def _secrecy(rule: str, wanted: str) -> str:
    chosen = wanted or ("roll" if words.FILLED[rule] == words.ANSWER else "secret")
    if chosen not in words.SECRECY:
        raise Refused(_("请选记名还是无记名。"), code="secrecy", field="secrecy")
    if chosen == "blind" and rule in words.STATUTORY:
        raise Refused(_("法定的表决要能核对每一票，不能用盲签。"), code="secrecy", field="secrecy")
    if rule == "owners" and chosen != "roll":
        raise Refused(_("业主表决按面积算，面积会说出是哪一户，只能记名。"), code="secrecy", field="secrecy")
    return chosen


def _listed(rule: str, line: str, given: Sequence[NewOption]) -> list[NewOption]:
    options = list(given) or ([NewOption("1", line)] if words.FILLED[rule] == words.ANSWER else [])
    least = 1 if words.FILLED[rule] == words.ANSWER else 2
    keys = [option.key for option in options]
    known = all(_KEY.fullmatch(key) for key in keys) and len(set(keys)) == len(keys)
    if not least <= len(options) <= MOST_OPTIONS or not known:
        raise Refused(_("票上至少要有两项可选，编号不能重复。"), code="options", field="options")
    if any(not o.title.strip() or len(o.title) > TITLE or o.cost < 0 for o in options):
        raise Refused(_("每一项都要有题目，花费不能是负数。"), code="options", field="options")
    if rule in words.BUDGET and not all(o.cost for o in options):
        raise Refused(_("分预算的投票，每一项都要写花多少钱。"), code="options", field="options")
    return options


def _charter(rule: str, given: dict[str, Any]) -> dict[str, Any]:
    known = {*WHOLE, *YES_NO, *SWITCHES, *SAID}
    odd = [name for name in given if name not in known]
    odd += [name for name in WHOLE if name in given and (type(given[name]) is not int or given[name] < 0)]
    if odd:
        raise Refused(_("投票办法里有看不懂的一项：%(name)s。") % {"name": odd[0]}, code="charter", field="charter")
    if rule in words.BUDGET and not given.get("budget"):
        raise Refused(_("请写一共有多少钱。"), code="charter", field="budget")
    if rule == "score":
        given.setdefault("top_score", TOP_SCORE)
    if rule in ("ranked", "score"):
        given.setdefault("seats", 1)
    if rule == "election":
        given = {"method": election.VOTERS, "seats": 1} | given
        given["most_picks"] = given["seats"]
        if given["method"] not in election.METHODS or not given["seats"]:
            raise Refused(_("请写选几人，由全体选民、户代表还是居民代表选。"), code="charter", field="seats")
    _ties(rule, given)
    given.setdefault("changeable", True)
    return given


def _ties(rule: str, given: dict[str, Any]) -> None:
    """The tie rule that the by-laws name; a seed alone means the lot. Refused: "tie_rule", "seed_needed", "charter"."""
    if given.get("seed") and rule in TIES_BROKEN:
        given.setdefault("tie_break", "lot")
    if not given.get("tie_break"):
        return
    if rule not in TIES_BROKEN:
        raise Refused(_("这种规则的平局由法律或规则本身定，不能另约。"), code="charter", field="tie_break")
    free.ties(given)


def withdraw_option(*, actor: Actor, vote_id: int, key: str, reason: str) -> Vote:
    """A candidate or a project stands no more. Ballots that name it keep counting for the others.

    Refused: "unlisted", "last_option" when fewer than two would be left to choose from, "missing".
    """
    if not reason.strip():
        raise Refused(_("请写为什么退出。"), code="missing", field="reason")
    with act_on(actor, vote_id, "vote.run", "drafted", "rolled", "noticed", "open", "closed") as act:
        standing = list(Option.objects.filter(vote=act.vote, withdrawn_at=None))
        option = next((o for o in standing if o.key == key), None)
        if option is None:
            raise Refused(_("票上没有这一项，或者它已经退出了。"), code="unlisted", field="key")
        if len(standing) == 1:
            raise Refused(_("只剩这一项了。要停下来，请撤回整次投票。"), code="last_option", field="key")
        option.withdrawn_at = act.now
        option.save(update_fields=["withdrawn_at"])
        act.say("option", _("%(title)s：%(reason)s") % {"title": option.title, "reason": reason.strip()})
        act.record(OptionWithdrawn(act.vote.pk, option.pk))
    return act.vote


def withdraw(*, actor: Actor, vote_id: int, reason: str) -> Vote:
    """Stop a vote before it has a final result; what was cast stays where it is and is not counted."""
    with move(actor, vote_id, "withdraw", reason=reason.strip()) as act:
        act.say("withdrawal", reason)
        act.record(VoteWithdrawn(act.vote.pk, str(act.vote.about)))
        duties.cancel(about=ref_of(act.vote), actor=actor)
    return act.vote
