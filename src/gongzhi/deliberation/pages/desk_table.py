"""The acts of the desk on a topic as one table: what the bar says, the fields it asks for, and the service it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.deliberation import selectors, services
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.services import NewItem, NewParty
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.voting.services import NewOption

SORT, LEAD, REVIEW, PROPOSE = "topic.sort", "topic.lead", "topic.review", "topic.propose"
TALKING = ("taken_up", "investigating", "deliberating")
CLOSES = time(18, 0)  # a day that is named ends with the working day
Given = dict[str, Any]
Do = Callable[[Actor, Topic, Given], Any]


@dataclass(frozen=True)
class Act:
    """One act: its words, when it stands in the bar, whose it is, its fields and what it does."""

    label: Any
    done: Any
    icon: str
    states: tuple[str, ...]
    permit: str
    do: Do
    fields: tuple[str, ...] = ()
    then: Any = ""
    move: str = ""
    final: bool = False


def _day(given: Given) -> datetime:
    return datetime.combine(given["day"], CLOSES, CHINA)


def _move(move: str) -> Do:
    def do(actor: Actor, topic: Topic, given: Given) -> Any:
        more = {key: value for key, value in given.items() if key != "seen"}
        return services.move_topic(actor=actor, topic_id=topic.pk, move=move, seen=given.get("seen"), **more)

    return do


def _take_up(actor: Actor, topic: Topic, given: Given) -> Any:
    kept = topic.matter if topic.matter and selectors.kind_of(topic.matter).code == given["kind"] else ""
    return services.move_topic(
        actor=actor, topic_id=topic.pk, move="take_up", seen=given["seen"], kind=given["kind"], title=given["title"],
        lead=given["lead"], matter=kept,
    )  # fmt: skip


def _investigate(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.record_investigation(
        actor=actor, topic_id=topic.pk, kind=given["how"], text=given["text"], on=given["on"]
    )


def _parties(actor: Actor, topic: Topic, given: Given) -> Any:
    parties = [NewParty(f"{kind}:{title}", kind, title, many) for kind, title, many in given["parties"]]
    keys = {party.key for party in parties}
    items = [item for item in table_of(topic)[1] if set(item.shares) <= keys]
    return services.set_interests(actor=actor, topic_id=topic.pk, parties=parties, items=items)


def table_of(topic: Topic) -> tuple[list[NewParty], list[NewItem]]:
    """The table of interests as it stands, in the form in which it is set."""
    found = selectors.interests_of(topic.pk)
    keys = {party.pk: f"{party.kind}:{party.title}" for party in found.parties}
    parties = [NewParty(keys[p.pk], p.kind, p.title, p.many) for p in found.parties]
    items = []
    for item, shares, there in found.items:
        rows = zip(found.parties, shares, there, strict=True)
        items.append(NewItem(item.side, item.title, item.fen, {keys[p.pk]: fen for p, fen, has in rows if has}))
    return parties, items


def _item(actor: Actor, topic: Topic, given: Given) -> Any:
    parties, items = table_of(topic)
    keys = {party.pk: f"{party.kind}:{party.title}" for party in topic.parties.all()}
    shares = {keys[pk]: fen for pk, fen in given["shares"].items() if pk in keys}
    items.append(NewItem(given["side"], given["title"], given["whole"], shares))
    return services.set_interests(actor=actor, topic_id=topic.pk, parties=parties, items=items)


def _item_off(actor: Actor, topic: Topic, given: Given) -> Any:
    parties, items = table_of(topic)
    items = [item for number, item in enumerate(items) if number != int(given["item"])]
    return services.set_interests(actor=actor, topic_id=topic.pk, parties=parties, items=items)


def _seat(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.seat_council(actor=actor, topic_id=topic.pk)


def _invite(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.invite(actor=actor, seat_id=int(given["seat"]), person_id=given["person"] or None)


def _answered(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.answer_invitation(actor=actor, seat_id=int(given["asked"]), comes=given["comes"] == "1")


def _replace(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.replace_seat(
        actor=actor, seat_id=int(given["chair"]), body_id=given["body"] or None, person_id=given["person"] or None
    )


def _lot(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.announce_lot(
        actor=actor, topic_id=topic.pk, pool=given["pool"], quotas=given["quotas"], source=given["source"]
    )


def _draw(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.draw_lot(actor=actor, topic_id=topic.pk, seed=given["seed"], size=given["size"])


def _talk(actor: Actor, topic: Topic, given: Given) -> Any:
    closes = _day(given) if given["day"] else None
    return services.open_opinions(actor=actor, topic_id=topic.pk, question=given["question"], closes=closes)


def _meet(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.call_meeting(
        actor=actor, topic_id=topic.pk, starts=given["starts"], orders=given["orders"], where=given["where"],
        urgent=given["urgent"],
    )  # fmt: skip


def _minority(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.minority_step(
        actor=actor, topic_id=topic.pk, party_id=int(given["party"]), kind=given["step"], text=given["text"],
        fen=given["sum"],
    )  # fmt: skip


def _vote(actor: Actor, topic: Topic, given: Given) -> Any:
    options = [NewOption(str(n), title, cost) for n, (title, cost) in enumerate(given["options"], 1)]
    return services.put_to_vote(
        actor=actor, topic_id=topic.pk, title=given["title"], question=given["text"], opens=given["opens"],
        closes=given["closes"], options=options, seen=given["seen"],
    )  # fmt: skip


def _publish(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.publish(actor=actor, topic_id=topic.pk)


def _effect(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.set_effect(actor=actor, topic_id=topic.pk, body_id=int(given["body"] or 0), due=_day(given))


def _tier(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.move_tier(
        actor=actor, topic_id=topic.pk, tier=given["tier"], reason=given["reason"], place_id=given["place"] or None
    )


def _voice(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.note_voice(actor=actor, topic_id=topic.pk, text=given["text"], tier=given["at"])


def _gather(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.gather(topic.pk)


def _pledge(actor: Actor, topic: Topic, given: Given) -> Any:
    return services.pledge(
        actor=actor, topic_id=topic.pk, kind=given["gives"], text=given["text"], due=_day(given), fen=given["sum"]
    )


# Where an act stands in the table is where it stands in the bar; the first that is open is the one to do next.
ACTS: dict[str, Act] = {
    "take_up": Act(
        _("立为议题"), _("立题了，调查的钟开始走。"), "check2", ("raised",), SORT, _take_up, ("title", "kind", "lead"),
        _("从此居民看得到题目和每一步；谁提的不写出来。"), "take_up",
    ),
    "investigate": Act(
        _("记一次调查"), _("调查记下了。"), "search", TALKING, LEAD, _investigate, ("how", "on", "text"),
        _("没有调查就没有结论：至少记一次，才能往下商量。"),
    ),
    "parties": Act(
        _("写关系到谁"), _("写清了。花多少、得多少、担什么风险，一项一项加。"), "people", TALKING, LEAD, _parties,
        ("parties",), _("每一方都会有一席；出的比得的多、又是少数的，会标出来。"),
    ),
    "item": Act(
        _("加一项得失"), _("这一项加上了。"), "plus-lg", TALKING, LEAD, _item, ("side", "title", "whole", "shares"),
        _("分到各方的加起来要等于总数，一分不差。"),
    ),
    "item_off": Act(_("拿掉一项得失"), _("这一项拿掉了。"), "dash-lg", TALKING, LEAD, _item_off, ("item",)),
    "seat": Act(
        _("排座位"), _("座位排好了：三方加每一方。"), "grid-3x3-gap", TALKING, LEAD, _seat, (),
        _("社区、业委会、物业三席总在；这里没有的，由依法可以代的单位坐，写明是代坐。"),
    ),
    "invite": Act(_("请人入座"), _("请了，等回话。"), "envelope", TALKING, LEAD, _invite, ("seat", "person")),
    "answered": Act(_("记下回话"), _("记下了。"), "telephone", TALKING, LEAD, _answered, ("asked", "comes")),
    "replace": Act(
        _("换人入座"), _("换好了。"), "arrow-left-right", TALKING, LEAD, _replace, ("chair", "body", "person"),
    ),
    "deliberate": Act(
        _("开始商量"), _("开始商量了。"), "chat-dots", ("investigating",), LEAD, _move("deliberate"), ("method",), "",
        "deliberate",
    ),
    "lot": Act(
        _("公布抽签名单"), _("公布了。等种子出来，再抽签。"), "list-ol", ("deliberating",), LEAD, _lot,
        ("pool", "quotas", "source"), _("先公布名单和种子的来源，再等种子：谁也不能挑一个合意的。"),
    ),
    "draw": Act(
        _("抽签"), _("抽好了，结果公布在议题页上。"), "shuffle", ("deliberating",), LEAD, _draw, ("seed", "size"),
        _("种子就用公布时说好的那个数。"),
    ),
    "talk": Act(
        _("请大家说看法"), _("开了，居民点一下就能表态。"), "chat-quote", TALKING, LEAD, _talk, ("question", "day"),
    ),
    "minority": Act(
        _("给少数一个交代"), _("记下了。"), "shield-check", TALKING, LEAD, _minority, ("party", "step", "text", "sum"),
        _("补偿、改方案，或者当面听过并说明理由：三样里至少一样，才能表决。"),
    ),
    "meet": Act(
        _("召集会议"), _("会议通知发出了。"), "people", (*TALKING, "deciding", "decided"), LEAD, _meet,
        ("starts", "orders", "where", "urgent"),
    ),
    "put_to_vote": Act(
        _("交付表决"), _("投票拟好了，接着定名册、发通知。"), "check2-square", ("deliberating",), LEAD, _vote,
        ("title", "text", "opens", "closes", "options"), _("规则由决定表定，不能改；交付以后，各方得失不再改。"),
        "put_to_vote",
    ),
    "conclude": Act(
        _("记下决定"), _("决定记下了，接着公布。"), "patch-check", ("deliberating", "deciding"), LEAD,
        _move("conclude"), ("outcome", "text"), _("投过票的，要和核定的结果一样。"), "conclude",
    ),
    "publish": Act(
        _("公布决定"), _("公布了。"), "megaphone", ("decided",), LEAD, _publish, (), _("公布以后不能收回。"),
    ),
    "effect": Act(_("交给单位去办"), _("交办了，到日子会提醒。"), "send", ("decided",), LEAD, _effect, ("body", "day")),
    "carry_out": Act(
        _("落实好了"), _("记下了，等大家评。"), "tools", ("decided",), LEAD, _move("carry_out"), ("result",), "",
        "carry_out",
    ),
    "review": Act(
        _("评议效果"), _("评过了，这件事了结。"), "star", ("carried_out",), REVIEW, _move("review"),
        ("verdict", "review"), _("由没有牵头的人来评。"), "review",
    ),
    "pledge": Act(
        _("认领资源"), _("认领了，到日子会提醒。"), "hand-thumbs-up", (*TALKING, "deciding", "decided"), LEAD, _pledge,
        ("gives", "text", "sum", "day"),
    ),
    "voice": Act(
        _("记一条听到的话"), _("记进去了；已经有的不重复记。"), "pencil", (*TALKING, "deciding"), PROPOSE, _voice,
        ("at", "text"),
    ),
    "gather": Act(_("汇总各处的话"), _("汇总好了，每条只列一次。"), "collection", TALKING, LEAD, _gather),
    "tier": Act(
        _("换一层商量"), _("换好了，编号不变。"), "layers", ("raised", *TALKING), LEAD, _tier,
        ("tier", "place", "reason"),
    ),
    "back": Act(
        _("退回再商量"), _("退回了。"), "arrow-counterclockwise", ("deciding",), LEAD, _move("back"), ("reason",), "",
        "back",
    ),
    "join": Act(
        _("并到另一个议题"), _("并过去了，签名一起带过去，一人只算一次。"), "diagram-2", ("raised", "taken_up"), SORT,
        _move("join"), ("into",), "", "join",
    ),
    "drop": Act(
        _("不作为议题"), _("说明了理由，提的人看得到。"), "x-lg", ("raised", *TALKING), SORT, _move("drop"),
        ("reason",), "", "drop", final=True,
    ),
}  # fmt: skip
SELDOM = ("item_off", "answered", "replace", "pledge", "voice", "gather", "tier", "join")
ONE_STEP = ("seat", "publish", "gather")
MAIN = (
    "take_up", "investigate", "parties", "seat", "deliberate", "minority", "conclude", "publish", "carry_out", "review",
)  # fmt: skip
