"""What the pages of a participatory budget say: states, promises, money in words, results in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.ledger.words import in_yuan, purpose_name, source_name
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.rules.rounds import per_head
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.words import needs as need_words
from gongzhi.projects.words import projects as project_words
from gongzhi.projects.words import rounds as words
from gongzhi.record import selectors as record

TEN_THOUSAND = 10_000
TONES = {"collecting": "now", "voting": "now", "counted": "done", "carried": "done", "drafted": "wait"}
ICONS = {
    "drafted": "pencil", "collecting": "megaphone", "checking": "calculator", "voting": "check2-square",
    "counted": "patch-check", "carried": "tools", "closed": "check-lg", "withdrawn": "x-lg",
}  # fmt: skip
ITEM_TONES = {"admitted": "now", "chosen": "done", "costed": "wait", "proposed": "wait"}
ITEM_ICONS = {
    "proposed": "hourglass", "costed": "calculator", "admitted": "check2-square", "refused": "x-lg",
    "merged": "diagram-2", "taken_back": "arrow-counterclockwise", "chosen": "patch-check", "passed_over": "dash-lg",
}  # fmt: skip
STAGES = (
    (gettext_lazy("征集"), ("collecting",)),
    (gettext_lazy("核价"), ("checking",)),
    (gettext_lazy("投票"), ("voting",)),
    (gettext_lazy("定下来"), ("counted",)),
    (gettext_lazy("去办"), ("carried",)),
)
ORDER = ("collecting", "checking", "voting", "counted", "carried", "closed")
DOING = {
    "drafted": gettext_lazy("在准备"),
    "collecting": gettext_lazy("正在收大家的提案"),
    "checking": gettext_lazy("正在核每个提案花多少钱"),
    "counted": gettext_lazy("要把入选的立成项目"),
    "carried": gettext_lazy("正在办入选的项目"),
}
ASKED = {
    "drafted": gettext_lazy("开始征集"),
    "collecting": gettext_lazy("核完花费"),
    "checking": gettext_lazy("交居民投票"),
    "counted": gettext_lazy("立好项目"),
    "carried": gettext_lazy("公布总账"),
}
MOVED = {
    "announce": gettext_lazy("{who}开始征集提案"),
    "close_proposals": gettext_lazy("{who}结束征集，开始核价"),
    "collect_again": gettext_lazy("{who}再征集几天"),
    "put_to_vote": gettext_lazy("{who}交给居民投票"),
    "check_again": gettext_lazy("{who}退回核价"),
    "count": gettext_lazy("投票结果核定了"),
    "carry": gettext_lazy("{who}把入选的立成项目，钱也留好了"),
    "close": gettext_lazy("{who}公布了这一轮的总账"),
    "withdraw": gettext_lazy("{who}撤回了这一轮"),
}


def short(whole: int) -> str:
    """Whole yuan as people say it: in Chinese by ten thousands where that is exact to a tenth."""
    if (get_language() or "").startswith("zh") and whole >= TEN_THOUSAND and whole % 1_000 == 0:
        tens, tenths = divmod(whole // 1_000, 10)
        return _("%(n)s 万元") % {"n": f"{tens}.{tenths}" if tenths else str(tens)}
    return in_yuan(whole * 100)


def state(found: Round) -> dict[str, Any]:
    """The state in a word, with its icon and tone."""
    return {
        "state": words.ROUND_STATES[found.state], "icon": ICONS[found.state], "tone": TONES.get(found.state, ""),
    }  # fmt: skip


def stages(found: Round) -> list[dict[str, Any]]:
    """The five stages; none of a round that was not announced or was withdrawn."""
    if found.state not in ORDER:
        return []
    at = ORDER.index(found.state)
    status = {True: "done", False: "next"}
    return [
        {"name": label, "status": "now" if found.state in names else status[ORDER.index(names[-1]) < at]}
        for label, names in STAGES
    ]


def promise(found: Round) -> dict[str, Any]:
    """Who must do what by when; or how it ended."""
    if found.state == "voting" and found.vote is not None:
        open_ = found.vote.opens <= clock.now() <= found.vote.closes
        said = _("居民正在投票") if open_ else _("居民投票")
        return {"who": said, "doing": " ", "act": _("截止"), "due": found.vote.closes, "then": _("结果公示以后核定")}
    duty = next(iter(duties.clocks_on(found.ref)), None)
    if duty is None or found.state not in DOING:
        return {"sentence": ended(found)}
    owner = organisations.bodies([duty.body_id]).get(duty.body_id) if duty.body_id else None
    late = duty.due_at < clock.now()
    return {
        "who": owner.name if owner else _("社区"), "doing": DOING[found.state], "act": ASKED[found.state],
        "due": duty.due_at, "then": _("逾期自动记下，街道看得到"), "tone": "late" if late else "",
    }  # fmt: skip


def ended(found: Round) -> str:
    """How a round that nobody works on stands."""
    if found.state == "withdrawn":
        return _("这一轮撤回了，钱没有动，理由写在下面。")
    return _("这一轮了结了，总账写在下面。") if found.state == "closed" else ""


def money(found: Round, people: int = 0) -> str:
    """The one sentence about the money."""
    given = {
        "sum": in_yuan(found.budget), "source": source_name(found.fund.source), "what": purpose_name(found.purpose),
        "year": found.year,
    }  # fmt: skip
    said = _("%(year)s 年有 %(sum)s，来自%(source)s，只能用在“%(what)s”。") % given
    share = per_head(found.budget, people)
    each = _("平均每人 %(sum)s。") % {"sum": in_yuan(share)}
    return _("%(said)s%(more)s") % {"said": said, "more": each} if share else said


def cards(rounds: Iterable[Round]) -> list[dict[str, Any]]:
    """The lines of a list of rounds."""
    return [
        {"round": one, "url": reverse("budget_round", args=[one.pk]), **state(one), "sum": in_yuan(one.budget)}
        for one in rounds
    ]


def veiled(one: RoundItem) -> RoundItem:
    """The proposal as everybody may read it: without its words where those name or insult somebody. Never saved."""
    if one.ground == words.HIDDEN:
        one.title, one.text, one.where = _("（这里的话不公开）"), "", ""
    return one


def item_state(one: RoundItem) -> dict[str, Any]:
    """A proposal's state in a word."""
    return {
        "state": words.ITEM_STATES[one.state], "icon": ITEM_ICONS[one.state], "tone": ITEM_TONES.get(one.state, ""),
    }  # fmt: skip


def item_lines(found: Round, listed: Sequence[read.Listed]) -> list[dict[str, Any]]:
    """Proposals as lines: what, how much, where, how many stand behind it, why not on the ballot."""
    names = places.names_of([row.item.place for row in listed], top="estate")
    return [
        {
            "item": row.item, "url": reverse("budget_item", args=[found.pk, row.item.pk]), **item_state(row.item),
            "people": supporters(row.people), "mine": row.mine, "where": where(found, row.item, names),
            "cost": in_yuan(row.item.cost), "asked": in_yuan(row.item.asked), "words": row.words,
            "ground": words.REFUSALS.get(row.item.ground, ""),
        }
        for row in listed
    ]  # fmt: skip


def where(found: Round, one: RoundItem, names: dict[int, str]) -> str:
    """Where it is, and for whom: a part of the community, or all of it."""
    part = names.get(one.place_id, "") if one.place_id != found.place_id else _("全社区")
    return _("%(part)s · %(spot)s") % {"part": part, "spot": one.where} if one.where else part


def supporters(many: int) -> str:
    """How many people stand behind it."""
    return ngettext("%(n)d 人支持", "%(n)d 人支持", many) % {"n": many}


def purpose(one: RoundItem) -> Any:
    """What it is for, in words."""
    return need_words.PURPOSES[one.purpose]


def kind(one: RoundItem) -> Any:
    """Of which kind of project it is, once its cost is checked."""
    return project_words.KINDS.get(one.kind, "")


# --- the result ---


def lacked(line: read.Line) -> str:
    """ "再有 31 位支持者，或便宜 1.2 万元，就会入选": computed from the certificate, never guessed."""
    if line.more and line.cheaper:
        return _("再有 %(n)d 位支持者，或者便宜 %(cost)s，就会入选。") % {"n": line.more, "cost": short(line.cheaper)}
    if line.cheaper:
        return _("便宜 %(cost)s，就会入选。") % {"cost": short(line.cheaper)}
    return _("再有 %(n)d 位支持者，就会入选。") % {"n": line.more} if line.more else ""


def result(found: Round, came: read.Result) -> dict[str, Any]:
    """The result in sentences, a table and two charts; the same data stands under each chart."""
    names = places.names_of([line.item.place for line in came.lines], top="estate")
    return {
        "came": came, "winners": [_line(found, line, names) for line in came.winners],
        "losers": [_line(found, line, names) for line in came.losers], "left": in_yuan(came.left),
        "spent": in_yuan(came.spent), "table": _table(came), "better": better(came), "served": served(came),
        "unheard": unheard(came), "charts": [_support(came), _satisfied(came)],
        "same": all(line.shares == line.greedy for line in came.lines),
    }  # fmt: skip


def _line(found: Round, line: read.Line, names: dict[int, str]) -> dict[str, Any]:
    project = line.item.project
    return {
        "item": line.item, "cost": in_yuan(line.item.cost), "votes": line.votes,
        "where": where(found, line.item, names), "lacked": lacked(line),
        "url": reverse("budget_item", args=[found.pk, line.item.pk]),
        "project": project, "project_state": project_words.STATES[project.state] if project else "",
    }  # fmt: skip


def _table(came: read.Result) -> dict[str, Any]:
    mark = {True: _("入选"), False: _("没选上")}
    rows = [
        [line.item.title, f"{(line.item.cost or 0) // 100:,}", line.votes, mark[line.shares], mark[line.greedy]]
        for line in came.lines
    ]
    heads = [_("项目"), _("花费（元）"), _("支持"), _("平等份额法"), _("票多的先选")]
    return {
        "caption": _("两种算法各选了什么"), "rows": rows,
        "columns": [{"label": label, "number": place in (1, 2)} for place, label in enumerate(heads)],
    }  # fmt: skip


def better(came: read.Result) -> str:
    """How many voters have more of what they chose under each way."""
    first, second, neither = came.better
    given = {"first": first, "second": second, "neither": neither}
    said = _("平等份额法让 %(first)s 人得到更多自己选的，票多先选让 %(second)s 人更多，%(neither)s 人一样。")
    return said % given


def served(came: read.Result) -> str:
    """In how many parts of the community something is done under each way."""
    shares, greedy, of = came.served
    if not of:
        return ""
    said = _("票上有 %(of)s 个小区和楼栋：平等份额法有 %(shares)s 个得到项目，票多先选有 %(greedy)s 个。")
    return said % {"of": of, "shares": shares, "greedy": greedy}


def unheard(came: read.Result) -> str:
    """Who got nothing of what they chose."""
    said = _("自己选的一项也没有的：平等份额法 %(shares)s 人，票多先选 %(greedy)s 人。")
    return said % {"shares": came.unheard[0], "greedy": came.unheard[1]}


def _support(came: read.Result) -> dict[str, Any]:
    rows = sorted(came.lines, key=lambda line: (-line.votes, line.item.number))
    labels = [f"{line.item.title}{_('（入选）') if line.shares else ''}" for line in rows]
    first = rows[0]
    return {
        "ident": "support", "question": _("哪几项支持的人多？"), "kind": "hbar", "unit": _("票"), "labels": labels,
        "answer": _("最多的是“%(title)s”，%(n)s %(unit)s。")
        % {"title": first.item.title, "n": first.votes, "unit": _("票")},
        "series": [{"name": _("支持"), "data": [line.votes for line in rows]}], "label_heading": _("项目"),
        "base": _("数了 %(n)s 张票。") % {"n": came.cast},
    }  # fmt: skip


def _satisfied(came: read.Result) -> dict[str, Any]:
    return {
        "ident": "better", "question": _("哪种算法让更多人满意？"), "kind": "bar", "unit": _("人"),
        "answer": better(came), "labels": [_("平等份额法更好"), _("票多的先选更好"), _("没有差别")],
        "series": [{"name": _("投票的人"), "data": list(came.better)}], "label_heading": _("选上的里自己支持的更多"),
        "base": _("按每个人支持的项目选上了几项来比。"),
    }  # fmt: skip


# --- the story ---


def story(found: Round) -> list[dict[str, Any]]:
    """What happened, as the timeline takes it; the words that go with a step stand under it."""
    facts = record.facts_about(found.ref)
    names = {pk: body.name for pk, body in organisations.bodies({f.body_id for f in facts if f.body_id}).items()}
    said = {row.at: row.text for row in read.words_of(found)}
    shown = []
    for fact in facts:
        if fact.kind == "projects.round_moved":
            sentence = str(MOVED[fact.data["move"]]).format(who=names.get(fact.body_id or 0, _("系统")))
            shown.append({"at": fact.at, "sentence": sentence, "detail": said.get(fact.at, "")})
        elif fact.kind == "duties.overdue":
            shown.append({"at": fact.at, "sentence": _("到了时限，还没有办"), "mark": "broken"})
    return shown
