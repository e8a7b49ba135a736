"""What the pages say of a vote in plain words: its state, its rule, its secrecy, and every reason of a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import clock
from gongzhi.voting import words
from gongzhi.voting.models import Vote

TONES = {"open": "now", "noticed": "wait", "counted": "soon", "closed": "wait"}
ICONS = {
    "drafted": "pencil", "rolled": "list-ol", "noticed": "megaphone", "open": "inbox", "closed": "lock",
    "counted": "calculator", "certified": "patch-check", "published": "check2-circle", "withdrawn": "x-circle",
}  # fmt: skip
# How it is counted, told before anybody votes.
HOW = {
    "approval": gettext_lazy("同意几项就选几项。选的人最多的当选。"),
    "single": gettext_lazy("只选一项。选的人最多的当选。"),
    "score": gettext_lazy("给每一项打分。总分最高的当选，没打的算 0 分。"),
    "ranked": gettext_lazy("按喜欢的先后写 1、2、3。排第 1 的没当选，票就转给您排的下一位。"),
    "equal_shares": gettext_lazy("预算平均分到每张票。支持者凑得出钱的项目入选，人均花得最少的先来。"),
    "greedy": gettext_lazy("票最多的先选，钱还够就接着选下一个。"),
    "owners": gettext_lazy("参与的面积和人数都要够，同意的面积和人数也都要够。"),
    "households": gettext_lazy("过半数的户参加，到场的过半数同意才通过。"),
    "residents_assembly": gettext_lazy("过半数的居民参加，到场的过半数同意才通过。"),
    "representatives": gettext_lazy("三分之二以上的代表参加，到场的过半数同意才通过。"),
    "election": gettext_lazy("写几个人不能超过应选的人数。参加的够数，得票够数的当选。"),
}
OUTCOMES = {
    "passed": gettext_lazy("通过了"),
    "rejected": gettext_lazy("没有通过：多数不同意"),
    "no_decision": gettext_lazy("没有形成决定"),
    "tied": gettext_lazy("票数相同，没有决出"),
    "undetermined": gettext_lazy("数字不足以下结论"),
    "elected": gettext_lazy("选出来了"),
    "chosen": gettext_lazy("选出来了"),
}
SHARES = {"1/2": gettext_lazy("一半"), "2/3": gettext_lazy("三分之二"), "3/4": gettext_lazy("四分之三"),
          "1/3": gettext_lazy("三分之一")}  # fmt: skip
TESTS = {"at_least": gettext_lazy("以上"), "more_than": gettext_lazy("超过")}
MEASURES = {"heads": gettext_lazy("人数"), "area": gettext_lazy("面积")}
WHY = {
    "participation_short": gettext_lazy(
        "参与的%(measure)s不够：%(part)s，至少要 %(least)s（一共 %(whole)s），还差 %(missing)s。"
    ),
    "approval_short": gettext_lazy(
        "同意的%(measure)s不够：%(part)s，至少要 %(least)s（共 %(whole)s），还差 %(missing)s。"
    ),
    "refusal_short": gettext_lazy("不同意的也没过半：%(measure)s %(part)s，要 %(least)s（共 %(whole)s）。"),
    "quorum_short": gettext_lazy("来的人不够：%(part)s，至少要 %(least)s（一共 %(whole)s），还差 %(missing)s。"),
    "approval_reached": gettext_lazy("同意的够了。"),
    "refusal_reached": gettext_lazy("不同意的过了半数。"),
    "no_electorate": gettext_lazy("名册上没有人。"),
    "area_does_not_sum": gettext_lazy("面积加起来和登记的总数对不上，差 %(difference)s。"),
    "nobody_voted": gettext_lazy("没有人投票。"),
    "nothing_supported": gettext_lazy("没有一项有人选。"),
    "nothing_fits": gettext_lazy("没有一项的钱凑得够。"),
    "counted": gettext_lazy("数了 %(ballots)s 张票，其中空白 %(blank)s 张，要选出 %(seats)s 项。"),
    "tie": gettext_lazy("这几项票数相同：%(tied)s。办法没有规定谁先，所以没有决出。"),
    "tie_broken": gettext_lazy("票数相同的是 %(tied)s，按办法由 %(chosen)s 入选。"),
    "too_many_ticks": gettext_lazy("选多了的票有 %(ballots)s 张，不算。"),
    "papers_of_one_holder_disagree": gettext_lazy("同一业主的几张票意见不一的有 %(heads)s 户，按作废算。"),
    "silence_with_majority": gettext_lazy("按议事规则，送达证明齐全而没投的 %(told)s 户随多数。"),
    "silence_participates": gettext_lazy("按议事规则，送达证明齐全而没投的 %(told)s 户算参与。"),
    "abstention_with_majority": gettext_lazy("按议事规则，弃权的 %(heads)s 户随多数。"),
    "no_majority_to_follow": gettext_lazy("没有多数可随，没投的不算任何一边。"),
    "area_not_given": gettext_lazy("没有公布面积，下不了结论。"),
    "lot_without_seed": gettext_lazy("抽签没有事先公布的种子，结果存疑。"),
    "seats_left": gettext_lazy("有席位没有选出来。"),
    "share_reached": gettext_lazy("得票够数的当选。"),
    "nobody_reached_share": gettext_lazy("没有人得票够数，要另行选举。"),
    "turnout_short": gettext_lazy("参加的人不够：%(part)s，至少要 %(least)s（一共 %(whole)s），还差 %(missing)s。"),
    "tie_for_last_seats": gettext_lazy("最后的席位票数相同：%(candidates)s。要就他们再选一次。"),
}
POINTS = {
    "roll_published": gettext_lazy("名册在投票前公布"),
    "roll_frozen": gettext_lazy("名册定了以后没有改过"),
    "notice_days": gettext_lazy("提前足够的日子通知"),
    "window_days": gettext_lazy("投票的日子够长，又不太长"),
    "agenda_listed": gettext_lazy("表决的事项写在通知里"),
    "against_offered": gettext_lazy("票上有“不同意”可选"),
    "service_proven": gettext_lazy("选票送到每一户有证明"),
    "paper_entered": gettext_lazy("纸质票由两个人分别录入"),
    "objections_answered": gettext_lazy("异议都答复了"),
    "ballots_sum": gettext_lazy("网上票和纸质票加起来正好，没有人算两次"),
    "by_law_for_silence": gettext_lazy("没投的怎么算，议事规则有约定"),
    "by_law_for_abstention": gettext_lazy("弃权怎么算，议事规则有约定"),
    "silence_proven": gettext_lazy("送达、告知议题、告知后果都有证明"),
}
TIE_WAYS = {"cost": gettext_lazy("便宜的先"), "votes": gettext_lazy("票多的先"), "id": gettext_lazy("按票上的顺序"),
            "lot": gettext_lazy("由抽签定")}  # fmt: skip
FINDINGS = {
    "kept": (gettext_lazy("做到了"), "check-circle"),
    "broken": (gettext_lazy("没有做到"), "exclamation-triangle"),
    "not_shown": (gettext_lazy("没有证明"), "question-circle"),
}


class _Numbers(dict[str, Any]):
    """What a sentence asks for and a reason does not tell stays a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def why(reason: Mapping[str, Any]) -> str:
    """One reason of a verdict as a sentence, with its ground."""
    code, numbers = str(reason["code"]), _Numbers(reason["numbers"])
    numbers["measure"] = MEASURES.get(str(numbers.get("measure", "heads")), "")
    point, _dash, finding = code.rpartition("_")
    if code.endswith("_not_shown"):
        point, finding = code.removesuffix("_not_shown"), "not_shown"
    if code in WHY:
        sentence = str(WHY[code]) % numbers
    elif point in POINTS:
        sentence = _("%(point)s：%(finding)s。") % {"point": POINTS[point], "finding": FINDINGS[finding][0]}
    else:
        sentence = _("程序记下的原因：%(code)s。") % {"code": code}
    return (
        _("%(sentence)s依据：%(ground)s。") % {"sentence": sentence, "ground": reason["ground"]}
        if reason.get("ground")
        else sentence
    )


def point(given: Mapping[str, Any]) -> dict[str, Any]:
    """One point of the procedure for the list on the certificate."""
    label, icon = FINDINGS[str(given["finding"])]
    return {
        "name": POINTS.get(str(given["code"]), given["code"]), "finding": label, "icon": icon,
        "tone": "late" if given["finding"] == "broken" else "", "ground": given["ground"],
        "numbers": _numbers(given),
    }  # fmt: skip


def _numbers(given: Mapping[str, Any]) -> str:
    n = given["numbers"]
    if given["code"] == "notice_days" and "days" in n:
        return _("提前 %(days)s 日，至少 %(needed)s 日") % n
    if given["code"] == "window_days" and "days" in n:
        return _("%(days)s 日，应在 %(least)s 到 %(most)s 日") % n
    if given["code"] == "service_proven" and "served" in n:
        return _("%(electors)s 户里 %(served)s 户有证明") % n
    if given["code"] == "roll_frozen":
        return _("改过 %(changes)s 次") % n
    return ""


def bar(stage: Mapping[str, Any]) -> str:
    """A share that must be reached, in words: "三分之二以上", "超过一半"."""
    share, test = SHARES.get(str(stage["share"]), stage["share"]), stage["test"]
    return _("超过%(share)s") % {"share": share} if test == "more_than" else _("%(share)s以上") % {"share": share}


def tie_rule(vote: Vote) -> str:
    """Who goes first of equals, as the by-laws say it before anybody votes; nothing where they leave it to the rule."""
    named, seed = vote.charter.get("tie_break", ""), vote.charter.get("seed", "")
    ways = _("、").join(str(TIE_WAYS[way]) for way in named.split(",") if way in TIE_WAYS)
    return _("%(ways)s；种子是“%(seed)s”") % {"ways": ways, "seed": seed} if "lot" in named.split(",") else ways


def ballot_word(cast: bool, vote: Vote | None = None) -> str:
    """Whether a ballot is out or in, as title, heading and status say it; of a blind one only whether it was taken."""
    if vote is not None and vote.secrecy == "blind":
        return _("已领票") if cast else _("还没领票")
    return _("已投") if cast else _("还没投")


def state(vote: Vote) -> dict[str, Any]:
    """The state as a status word; a vote whose time is over is closed, whatever its row still says."""
    now = clock.now()
    name = "closed" if vote.state == "open" and now > vote.closes else vote.state
    return {"state": words.STATES[name], "tone": TONES.get(name, ""), "icon": ICONS[name], "name": name}
