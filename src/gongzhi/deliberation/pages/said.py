"""What the pages of topics say: where one stands, who acts next, the river from cause to effect, money, the story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from gongzhi.deliberation import selectors, words
from gongzhi.deliberation.models import Topic
from gongzhi.deliberation.selectors import topics as read
from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.meetings import selectors as meetings
from gongzhi.meetings.words import STATES as MEETING_STATES
from gongzhi.opinions import selectors as opinions
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import address
from gongzhi.record import selectors as record
from gongzhi.triage import selectors as triage
from gongzhi.voting import selectors as voting

TONES = {"raised": "wait", "deciding": "now", "deliberating": "now", "investigating": "", "decided": "", "dropped": ""}
ICONS = {
    "raised": "hand-index", "taken_up": "clipboard", "investigating": "search", "deliberating": "people",
    "deciding": "check2-square", "decided": "patch-check", "carried_out": "tools", "reviewed": "check-lg",
    "dropped": "x-lg", "joined": "diagram-2",
}  # fmt: skip
DOING = {
    "raised": pgettext_lazy("topic", "来看立不立题"),
    "taken_up": pgettext_lazy("topic", "去调查"),
    "investigating": pgettext_lazy("topic", "正在调查"),
    "deliberating": pgettext_lazy("topic", "请大家来商量"),
    "deciding": pgettext_lazy("topic", "组织表决"),
    "decided": pgettext_lazy("topic", "正在落实"),
    "carried_out": pgettext_lazy("topic", "来评效果"),
}
ASKED = {
    "raised": gettext_lazy("答复立不立题"),
    "taken_up": gettext_lazy("查清情况"),
    "investigating": gettext_lazy("查清情况"),
    "deliberating": gettext_lazy("坐下来商量"),
    "deciding": gettext_lazy("有结果"),
    "decided": gettext_lazy("落实好"),
    "carried_out": gettext_lazy("评出结果"),
}
STAGES = (
    (gettext_lazy("立题"), ("raised", "taken_up")),
    (gettext_lazy("调查"), ("investigating",)),
    (gettext_lazy("商量"), ("deliberating",)),
    (gettext_lazy("决定"), ("deciding",)),
    (gettext_lazy("落实"), ("decided",)),
    (gettext_lazy("评议"), ("carried_out",)),
)
MOVED = {
    "take_up": gettext_lazy("{who}立为议题"),
    "drop": gettext_lazy("{who}说明不作为议题"),
    "join": gettext_lazy("{who}把它并到另一个议题"),
    "investigate": gettext_lazy("{who}开始调查"),
    "deliberate": gettext_lazy("{who}请大家开始商量"),
    "put_to_vote": gettext_lazy("{who}交付表决"),
    "back": gettext_lazy("{who}退回再商量"),
    "conclude": gettext_lazy("{who}记下了决定"),
    "carry_out": gettext_lazy("{who}说落实好了"),
    "review": gettext_lazy("{who}评了效果"),
}
HAPPENED = {
    "deliberation.raised": gettext_lazy("有人提出这件事"),
    "deliberation.interests": gettext_lazy("写清了关系到谁"),
    "deliberation.table_set": gettext_lazy("排好了座位"),
    "deliberation.investigated": gettext_lazy("{who}去调查过"),
    "deliberation.minority_spoke": gettext_lazy("受影响的少数附了意见"),
    "deliberation.minority_met": gettext_lazy("{who}给了少数一个交代"),
    "deliberation.lot_announced": gettext_lazy("{who}公布了抽签的名单，说好了种子从哪里来"),
    "deliberation.lot_drawn": gettext_lazy("{who}当众抽了签"),
    "deliberation.published": gettext_lazy("{who}公布了决定"),
    "duties.overdue": gettext_lazy("到了时限，还没有办"),
}
TIER_MOVED = {
    "up": gettext_lazy("商量不下来，转到上一层"),
    "down": gettext_lazy("范围小，转到下一层"),
    "feed": gettext_lazy("网上的意见转进来"),
}


def state(topic: Topic) -> dict[str, Any]:
    """The state in a word, with its icon and tone."""
    return {
        "state": words.TOPIC_STATES[topic.state], "icon": ICONS[topic.state], "tone": TONES.get(topic.state, ""),
    }  # fmt: skip


def stages(topic: Topic) -> list[dict[str, Any]]:
    """The six stages; none of a topic that went no further."""
    if topic.state in ("dropped", "joined"):
        return []
    order = [name for _label, names in STAGES for name in names] + ["reviewed"]
    at = order.index(topic.state)
    found = []
    for label, names in STAGES:
        place = [order.index(name) for name in names]
        status = "now" if topic.state in names else "done" if max(place) < at else "next"
        found.append({"name": capfirst(label), "status": status})
    return found


def promise(topic: Topic) -> dict[str, Any]:
    """Who must do what by when, and what happens then; or how it ended."""
    duty = next(iter(duties.clocks_on(topic.ref)), None)
    owner = organisations.bodies([duty.body_id]).get(duty.body_id) if duty and duty.body_id else None
    return _promised(topic, duty, owner)


def cards(topics: Iterable[Topic]) -> list[dict[str, Any]]:
    """The lines of a list; two queries more, whatever its length."""
    rows = list(topics)
    clocks = duties.open_of_many("deliberation.topic", [topic.pk for topic in rows])
    first = {pk: found[0] for pk, found in clocks.items()}
    bodies = organisations.bodies({duty.body_id for duty in first.values() if duty.body_id})
    found = []
    for topic in rows:
        duty = first.get(topic.pk)
        promised = _promised(topic, duty, bodies.get(duty.body_id or 0) if duty else None)
        here = state(topic)
        found.append(
            {
                "topic": topic, "url": reverse("topic", args=[topic.pk]), **here, "due": promised.get("due"),
                "tier": capfirst(words.TIERS[topic.tier]), "who": promised.get("who", ""),
                "tone": promised.get("tone") or here["tone"],
            }
        )  # fmt: skip
    return found


def _promised(topic: Topic, duty: Any, owner: Any) -> dict[str, Any]:
    if duty is None or topic.state not in DOING:
        return {"sentence": ended(topic)}
    late = duty.due_at < clock.now()
    then = _("逾期自动记下，街道看得到")
    if topic.state == "raised" and topic.council_on is not None:
        then = _("居民的申请每年几次，由议事会一起看")
    return {
        "who": owner.name if owner else _("社区"), "doing": DOING[topic.state], "act": ASKED[topic.state],
        "due": duty.due_at, "then": then, "tone": "late" if late else "",
    }  # fmt: skip


def ended(topic: Topic) -> str:
    """How a topic that is over came to its end."""
    if topic.state == "joined" and topic.into is not None:
        return _("它并在另一个议题里，一起商量：%(title)s。") % {"title": topic.into.title}
    if topic.state == "dropped":
        return _("没有作为议题，理由写在下面。")
    verdict = words.REVIEWS.get(topic.verdict, "")
    return _("了结了。大家评的：%(verdict)s。") % {"verdict": verdict} if verdict else _("了结了。")


# --- the river: from cause to effect ---

Node = dict[str, Any]
CASE = "cases.case"


def river(topic: Topic) -> list[Node]:
    """What caused the topic, the topic, what was done with it and what came of it, in their order, each a link."""
    walked = record.lineage(topic.ref)
    causes = _causes([ref for ref, _kind, _far in reversed(walked.causes)])
    effects = [node for ref, _kind, _far in walked.effects if (node := _node(ref))]
    seen = {node["url"] for node in causes}
    effects = [node for node in effects if node["url"] not in seen]
    here = {
        "word": pgettext("river", "议题"),
        "title": topic.title,
        "url": "",
        "here": True,
        "icon": "chat-square-text",
    }
    order = {"talk": 0, "meeting": 1, "vote": 2, "project": 3}
    effects.sort(key=lambda node: (order.get(node["kind"], 9), node["at"]))
    causes = [node for node in causes if node["kind"] not in order]
    return [*causes, here, *effects, *_outcome(topic)]


def _causes(refs: list[Ref]) -> list[Node]:
    """What led here, the reports as one: a dozen of them would hide everything else."""
    reports = [ref for ref in refs if ref.label == CASE]
    first = [_case(reports[0].id)] if len(reports) == 1 else [_cases(len(reports))] if reports else []
    return first + [node for ref in refs if ref.label != CASE and (node := _node(ref))]


def _cases(many: int) -> Node:
    said = ngettext("%(n)d 件反映", "%(n)d 件反映", many) % {"n": many}
    return {
        "kind": "case", "word": pgettext("river", "件"), "title": said, "note": "", "url": "",
        "icon": "chat-left-text", "at": 0,
    }  # fmt: skip


def _node(ref: Ref) -> Node | None:
    teller = NODES.get(ref.label)
    return teller(ref.id) if teller else None


def _problem(number: int) -> Node | None:
    found = triage.problem(number)
    if found is None:
        return None
    said = ngettext("%(n)d 人说过", "%(n)d 人说过", found.people) % {"n": found.people}
    return {
        "kind": "problem", "word": pgettext("river", "重复问题"), "title": found.title, "note": said,
        "url": address("problem_public", number), "icon": "collection", "at": number,
    }  # fmt: skip


def _case(number: int) -> Node:
    return {
        "kind": "case", "word": pgettext("river", "件"), "title": _("一件办不下来的事"), "note": "", "url": "",
        "icon": "chat-left-text", "at": number,
    }  # fmt: skip


def _topic(number: int) -> Node | None:
    found = selectors.topic(number)
    if found is None:
        return None
    return {
        "kind": "topic", "word": pgettext("river", "并进来的议题"), "title": found.title,
        "url": address("topic", number), "note": "", "icon": "diagram-2", "at": number,
    }  # fmt: skip


def _talk(number: int) -> Node | None:
    found = opinions.talk(number)
    if found is None:
        return None
    return {
        "kind": "talk", "word": pgettext("river", "看法"), "title": found.question, "url": address("talk", number),
        "note": _("正在说") if opinions.is_open(found) else _("说完了"), "icon": "chat-quote", "at": number,
    }  # fmt: skip


def _meeting(number: int) -> Node | None:
    found = meetings.meeting(number)
    if found is None:
        return None
    return {
        "kind": "meeting", "word": pgettext("river", "会"), "title": found.title, "url": address("meeting", number),
        "note": MEETING_STATES[found.state], "icon": "people", "at": number, "when": found.starts,
    }  # fmt: skip


def _vote(number: int) -> Node | None:
    found = voting.vote(number)
    if found is None:
        return None
    over = found.state in ("certified", "published")
    return {
        "kind": "vote", "word": pgettext("river", "票"), "title": found.title, "note": VOTES.get(found.state, ""),
        "url": address("vote_result" if over else "vote", number), "icon": "check2-square", "at": number,
    }  # fmt: skip


VOTES = {
    "drafted": gettext_lazy("正在准备"),
    "rolled": gettext_lazy("正在准备"),
    "noticed": gettext_lazy("通知发了，等开始"),
    "open": gettext_lazy("正在投"),
    "closed": gettext_lazy("截止了，等计票"),
    "counted": gettext_lazy("算出来了，可以提异议"),
    "certified": gettext_lazy("核定了"),
    "published": gettext_lazy("公布了"),
    "withdrawn": gettext_lazy("不投了"),
}
NODES: dict[str, Callable[[int], Node | None]] = {
    "triage.problem": _problem,
    "cases.case": _case,
    "deliberation.topic": _topic,
    "opinions.conversation": _talk,
    "meetings.meeting": _meeting,
    "voting.vote": _vote,
}


def _outcome(topic: Topic) -> list[Node]:
    decision = selectors.decision_of(topic.pk)
    if decision is None or topic.published_at is None:
        return []
    found = [
        {
            "word": pgettext("river", "决定"), "title": words.OUTCOMES[decision.outcome], "url": "#decision",
            "icon": "patch-check", "note": words.EFFECTS[decision.effect],
        }
    ]  # fmt: skip
    if topic.state in ("carried_out", "reviewed"):
        found.append(
            {
                "word": pgettext("river", "落实"), "title": words.TOPIC_STATES[topic.state], "url": "#effect",
                "icon": "tools", "note": words.REVIEWS.get(topic.verdict, ""),
            }
        )  # fmt: skip
    return found


# --- the story ---


def story(topic: Topic) -> list[dict[str, Any]]:
    """What happened, as the timeline takes it; the words that belong to a step stand under it."""
    facts = record.facts_about(topic.ref)
    names = {pk: body.name for pk, body in organisations.bodies({f.body_id for f in facts if f.body_id}).items()}
    said = {(row.kind, row.at): row.text for row in read.words_of(topic.pk)}
    found = []
    for fact in facts:
        sentence = _sentence(fact, names)
        if sentence:
            detail = next((text for (_kind, at), text in said.items() if at == fact.at and _kind != "question"), "")
            mark = "broken" if fact.kind == "duties.overdue" else ""
            found.append({"at": fact.at, "sentence": sentence, "detail": detail, "mark": mark})
    return found


def _sentence(fact: record.FactView, names: dict[int, str]) -> str:
    who = names.get(fact.body_id or 0, "")
    if fact.kind == "deliberation.moved":
        return str(MOVED[fact.data["move"]]).format(who=who or _("系统"))
    if fact.kind == "deliberation.tier_moved":
        return str(TIER_MOVED[fact.data["step"]])
    said = HAPPENED.get(fact.kind)
    return str(said).format(who=who) if said else ""
