"""The acts of the desk on a round and on its proposals, as two tables: the words, the fields, and the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.pages.rounds_forms import EVENING, MORNING, moment
from gongzhi.projects.services import rounds as services
from gongzhi.projects.services import rounds_items, rounds_votes
from gongzhi.projects.words import rounds as words

Do = Callable[[Actor, Any, dict[str, Any]], Any]


@dataclass(frozen=True)
class Act:
    """One act: its words, its fields and what it does; `fields` empty: a button is enough."""

    label: Any
    done: Any
    icon: str
    do: Do
    fields: tuple[str, ...] = ()
    then: Any = ""
    final: bool = False


def _move(name: str) -> Do:
    def do(actor: Actor, found: Round, given: dict[str, Any]) -> Any:
        return services.move_round(actor=actor, round_id=found.pk, move=name, **given)

    return do


def _vote(actor: Actor, found: Round, given: dict[str, Any]) -> Any:
    return rounds_votes.put_to_vote(
        actor=actor, round_id=found.pk, opens=moment(given["opens"], MORNING), closes=moment(given["ends"], EVENING),
        question=given["question"], seen=given["seen"],
    )  # fmt: skip


def _item(name: str) -> Do:
    def do(actor: Actor, one: RoundItem, given: dict[str, Any]) -> Any:
        more = {("note" if key == "why" else key): value for key, value in given.items()}
        return rounds_items.move_item(actor=actor, item_id=one.pk, move=name, **more)

    return do


ACTS: dict[str, Act] = {
    "announce": Act(
        words.ROUND_MOVES["announce"],
        _("开始征集了，钱已经留好。"),
        "megaphone",
        _move("announce"),
        ("closes", "text"),
        _("从现在起居民都指着这笔钱，资金里先留好。"),
    ),
    "change": Act(
        _("改总数"),
        _("改好了。"),
        "pencil",
        lambda a, r, g: services.change_budget(actor=a, round_id=r.pk, budget=g["budget"], seen=g["seen"]),
        ("budget",),
    ),
    "close_proposals": Act(
        words.ROUND_MOVES["close_proposals"], _("结束了，接着核价。"), "calculator", _move("close_proposals")
    ),
    "put_to_vote": Act(
        words.ROUND_MOVES["put_to_vote"],
        _("票拟好了。接着导入名册、通知、开始。"),
        "check2-square",
        _vote,
        ("opens", "ends", "question"),
        _("同意上票的都在票上，没有上票的不带过去。"),
    ),
    "collect_again": Act(
        words.ROUND_MOVES["collect_again"],
        _("接着征集。"),
        "arrow-counterclockwise",
        _move("collect_again"),
        ("closes", "reason"),
    ),
    "check_again": Act(
        words.ROUND_MOVES["check_again"],
        _("退回了。"),
        "arrow-counterclockwise",
        lambda a, r, g: rounds_votes.check_again(actor=a, round_id=r.pk, reason=g["reason"], seen=g["seen"]),
        ("reason",),
        _("投票要先撤回。"),
    ),
    "carry": Act(
        words.ROUND_MOVES["carry"],
        _("项目立好了，钱都留好了。"),
        "tools",
        lambda a, r, g: rounds_votes.take_result(actor=a, round_id=r.pk, seen=g["seen"]),
        (),
    ),
    "close": Act(words.ROUND_MOVES["close"], _("总账公布了。"), "check-lg", _move("close"), ("report",)),
    "withdraw": Act(
        words.ROUND_MOVES["withdraw"],
        _("撤回了，钱都放回去了。"),
        "x-lg",
        _move("withdraw"),
        ("reason",),
        _("撤回以后不能恢复，只能另开一轮。"),
        final=True,
    ),
}
ITEM_ACTS: dict[str, Act] = {
    "cost": Act(
        words.ITEM_MOVES["cost"], _("记下了，请另一个人核对。"), "calculator", _item("cost"), ("cost", "kind", "note")
    ),
    "admit": Act(words.ITEM_MOVES["admit"], _("上票了。"), "check2-square", _item("admit")),
    "merge": Act(
        words.ITEM_MOVES["merge"],
        _("并好了，支持的人一起算，一人只算一次。"),
        "diagram-2",
        _item("merge"),
        ("into", "why"),
    ),
    "unmerge": Act(
        words.ITEM_MOVES["unmerge"], _("拆开了，各算各的。"), "arrows-angle-expand", _item("unmerge"), ("why",)
    ),
    "look_again": Act(
        words.ITEM_MOVES["look_again"], _("重新核。"), "arrow-counterclockwise", _item("look_again"), ("why",)
    ),
    "refuse": Act(
        words.ITEM_MOVES["refuse"], _("写明了，提的人看得到。"), "x-lg", _item("refuse"), ("ground", "why"), final=True
    ),
}
