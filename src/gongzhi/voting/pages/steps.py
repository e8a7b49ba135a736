"""How a result was counted, step by step in sentences; its tables, its chart, and the paper that is hung up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import segno
from django.utils.translation import gettext as _

from gongzhi.voting import words
from gongzhi.voting.pages import said
from gongzhi.voting.selectors.results import Extras, Lacked

Titles = Mapping[str, str]


def told(item: Mapping[str, Any], titles: Titles) -> list[str]:
    """The steps of one item, in order."""
    stages = item["outcome"]["stages"]
    tell = {
        "owners": _owners, "households": _assembly, "residents_assembly": _assembly, "representatives": _assembly,
        "equal_shares": _shares, "greedy": _greedy, "ranked": _ranked, "election": _election,
    }.get(item["rule"], _totals)  # fmt: skip
    return [line for stage in stages for line in tell(stage, titles)]


def _owners(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    name = stage["stage"]
    if name == "electorate":
        said_ = {"heads": stage["heads"], "area": stage["area"], "units": stage["units"]}
        return [_("名册：%(units)s 套房，算 %(heads)s 人，面积 %(area)s 平方米。") % said_]
    given = dict(stage) | {"bar": said.bar(stage), "met": _met(stage["heads_met"] and stage["area_met"])}
    sentences = {
        "participation": _(
            "参与：%(heads)s 人（%(heads_percent)s%%），%(area)s 平方米（%(area_percent)s%%）。要%(bar)s，%(met)s。"
        ),
        "approval": _(
            "同意：%(heads)s 人（%(heads_percent)s%%），%(area)s 平方米（%(area_percent)s%%）。要%(bar)s，%(met)s。"
        ),
        "refusal": _("不同意：%(heads)s 人（%(heads_percent)s%%），%(area)s 平方米（%(area_percent)s%%）。"),
    }
    return [sentences[name] % given] if name in sentences else []


def _assembly(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    name = stage["stage"]
    if name == "electorate":
        return [_("应到 %(heads)s 人。") % stage]
    given = dict(stage) | {"bar": said.bar(stage), "met": _met(stage["heads_met"])}
    sentences = {
        "quorum": _("到了 %(heads)s 人，占应到的 %(heads_percent)s%%。要%(bar)s，%(met)s。"),
        "approval": _("同意 %(heads)s 人，占到场的 %(heads_percent)s%%。要%(bar)s，%(met)s。"),
        "refusal": _("不同意 %(heads)s 人，占到场的 %(heads_percent)s%%。"),
    }
    return [sentences[name] % given] if name in sentences else []


def _election(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    given = dict(stage) | {"bar": said.bar(stage)}
    if stage["stage"] == "turnout":
        given["met"] = _met(stage["heads_met"])
        return [_("收回 %(heads)s 张票，占选民的 %(heads_percent)s%%。要%(bar)s，%(met)s。") % given]
    lines = [_("选 %(seats)s 人，至少 %(least)s 票（%(bar)s）才当选。") % given]
    for name, votes, share, met in stage["votes"]:
        one = {"title": titles.get(name, name), "votes": votes, "share": share, "met": _met(met)}
        lines.append(_("“%(title)s”：%(votes)s 票，%(share)s%%，%(met)s。") % one)
    return lines


def _met(yes: bool) -> str:
    return _("够了") if yes else _("不够")


def _shares(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    if "project" not in stage:
        given = dict(stage)
        first = _("%(voters)s 人投票，每张票最后分到 %(voter_budget)s 元，一共用掉 %(spent)s 元。") % given
        if stage.get("next_spent") is None:
            return [first]
        return [first, _("每张票再多 1 元，就要花 %(next_spent)s 元，超出预算，所以停在这里。") % given]
    given = {"title": titles.get(stage["project"], stage["project"]), "pays": stage["each_pays_at_most"]}
    given |= {"votes": stage["votes"], "cost": f"{stage['cost']:,}"}
    return [_("买下“%(title)s”：%(cost)s 元，%(votes)s 位支持者，每人最多出 %(pays)s 元。") % given]


def _greedy(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    given = {"title": titles.get(stage["project"], stage["project"]), "votes": stage["votes"]}
    given |= {"cost": f"{stage['cost']:,}", "left": f"{stage['left']:,}"}
    if stage["funded"]:
        return [_("“%(title)s”：%(votes)s 票，要 %(cost)s 元，还有 %(left)s 元，选上。") % given]
    return [_("“%(title)s”：%(votes)s 票，要 %(cost)s 元，只剩 %(left)s 元，跳过。") % given]


def _ranked(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    def names(keys: Any) -> str:
        return _("、").join(titles.get(key, key) for key in keys)

    if stage["act"] == "last_seats":
        return [_("剩下的人正好够席位，都当选：%(names)s。") % {"names": names(stage["elected"])}]
    votes = _("，").join(f"{titles.get(key, key)} {total}" for key, total in stage["votes"].items())
    who = names([stage["candidate"]]) if "candidate" in stage else ""
    first = {
        "first": _("先数每张票的第 1 位，够 %(quota)s 票就当选。") % {"quota": stage.get("quota", "")},
        "surplus": _("%(who)s 多出来的票，按比例转给下一位。") % {"who": who},
        "excluded": _("%(who)s 票最少，退出，票转给下一位。") % {"who": who},
    }[stage["act"]]
    after = _("现在：%(votes)s。") % {"votes": votes}
    elected = _("当选：%(names)s。") % {"names": names(stage["elected"])} if stage["elected"] else ""
    return [f"{first}{after}{elected}"]


def _totals(stage: Mapping[str, Any], titles: Titles) -> list[str]:
    given = {"title": titles.get(stage.get("option", ""), stage.get("option", "")), "total": stage.get("total")}
    return [_("“%(title)s”：%(total)s。") % given]


def lacked(one: Lacked, rule: str) -> str:
    """ "再有 31 位支持者，或便宜 1.2 万元，就会入选"; computed, never guessed."""
    if rule == "score":
        return _("再多 %(n)d 分，就会入选。") % {"n": one.more or 0}
    if one.more and one.cheaper:
        return _("再有 %(n)d 位支持者，或者便宜 %(cost)s 元，就会入选。") % {"n": one.more, "cost": f"{one.cheaper:,}"}
    if one.cheaper:
        return _("便宜 %(cost)s 元，就会入选。") % {"cost": f"{one.cheaper:,}"}
    return _("再有 %(n)d 位支持者，就会入选。") % {"n": one.more} if one.more else ""


def _part_words() -> dict[str, str]:
    answers = {key: str(label) for key, label in words.ANSWERS.items()}
    return answers | {"void": _("废票"), "silent_told": _("没投，送达有证明"), "silent": _("没投")}


def tables(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every number of a vote by area and heads, or by heads."""
    stages = {stage.get("stage"): stage for stage in item["outcome"]["stages"]}
    if item["rule"] == "owners":
        base = stages["electorate"]
        rows = [
            [label, base["parts"][name]["heads"], base["parts"][name]["area"]]
            for name, label in _part_words().items()
            if name in base["parts"]
        ]
        return [_table(_("怎么说的"), [_("意见"), _("人数"), _("面积（平方米）")], rows,
                       [_("一共"), base["heads"], base["area"]])]  # fmt: skip
    if words.FILLED[item["rule"]] == words.ANSWER:
        show = item["inputs"]["show"]
        rows = [[str(label), show[key]] for key, label in words.ANSWERS.items()]
        return [_table(_("怎么说的"), [_("意见"), _("人数")], rows, [_("到场"), show["present"]])]
    return []


def _table(caption: str, columns: list[str], rows: list[list[Any]], total: list[Any]) -> dict[str, Any]:
    heads = [{"label": label, "number": place > 0} for place, label in enumerate(columns)]
    return {"caption": caption, "columns": heads, "rows": rows, "total": total}


def chart(data: Mapping[str, Any], extras: Extras, titles: Titles) -> dict[str, Any] | None:
    """Which options had how much support; none for a vote of yes and no."""
    if not extras.votes:
        return None
    main = data["items"][""]["outcome"]
    ordered = sorted(extras.votes, key=lambda key: (-extras.votes[key], key))
    first = titles.get(ordered[0], ordered[0])
    unit = _("分") if data["vote"]["rule"] == "score" else _("票")
    labels = [f"{titles.get(k, k)}{_('（入选）') if k in main['winners'] else ''}" for k in ordered]
    return {
        "ident": "support", "question": _("哪几项支持的人多？"), "kind": "hbar", "unit": unit, "labels": labels,
        "answer": _("最多的是“%(title)s”，%(n)s %(unit)s。")
        % {"title": first, "n": extras.votes[ordered[0]], "unit": unit},
        "series": [{"name": _("支持"), "data": [extras.votes[k] for k in ordered]}], "label_heading": _("选项"),
        "base": _("数了 %(n)s 张票。") % {"n": data["base"]["cast"]},
    }  # fmt: skip


def beside(data: Mapping[str, Any], extras: Extras, titles: Titles) -> dict[str, Any]:
    """Equal Shares and the usual way side by side, and how many voters are better off with which."""
    by_rule = {item["rule"]: set(item["outcome"]["winners"]) for item in data["items"].values()}
    shared, usual = by_rule["equal_shares"], by_rule["greedy"]
    first, second, neither = extras.better or (0, 0, 0)
    mark = {True: _("入选"), False: _("没选上")}
    rows = [
        [o["title"], f"{o['cost']:,}", extras.votes.get(o["key"], 0), mark[o["key"] in shared], mark[o["key"] in usual]]
        for o in data["vote"]["options"]
        if not o["withdrawn"]
    ]
    heads = [_("项目"), _("花费（元）"), _("支持"), _("平等份额法"), _("票多的先选")]
    unheard = extras.unheard or (0, 0)
    return {
        "same": shared == usual, "first": first, "second": second, "neither": neither, "unheard": unheard,
        "table": {"caption": _("两种算法各选了什么"), "rows": rows,
                  "columns": [{"label": h, "number": n in (1, 2)} for n, h in enumerate(heads)]},
        "chart": {
            "ident": "better", "question": _("哪种算法让更多人满意？"), "kind": "bar", "unit": _("人"),
            "answer": better(first, second, neither),
            "labels": [_("平等份额法更好"), _("票多的先选更好"), _("没有差别")],
            "series": [{"name": _("投票的人"), "data": [first, second, neither]}],
            "label_heading": _("选上的里自己支持的更多"),
            "base": _("按每个人支持的项目选上了几项来比。"),
        },
    }  # fmt: skip


def better(first: int, second: int, neither: int) -> str:
    """The comparison of voters in one sentence."""
    given = {"first": first, "second": second, "neither": neither}
    if first > second:
        return _("用平等份额法，%(first)s 人得到的更多；用票多的先选，%(second)s 人更多；%(neither)s 人一样。") % given
    if second > first:
        return _("用票多的先选，%(second)s 人得到的更多；用平等份额法，%(first)s 人更多；%(neither)s 人一样。") % given
    return _("两种算法得到更多的人一样多，各 %(first)s 人；%(neither)s 人没有差别。") % given


# --- the paper --------------------------------------------------------------------------------------------------------

PAPER = """
= #data.heading
#facts(data.facts)
#for item in data.items [
  == #item.title
  #strong-words(item.state)
  #for line in item.why [- #line
  ]
  #for tab in item.tables [
    #table(columns: tab.columns.len(), ..tab.columns.map(c => strong-words(c)), ..tab.cells)
  ]
  #for line in item.winners [- #line
  ]
  #for line in item.steps [+ #line
  ]
]
#if data.points.len() > 0 [
  == #data.procedure
  #for line in data.points [- #line
  ]
]
== #data.check
#data.command

#text(size: 9pt, data.digest)

#code(data.qr)
"""


def paper(page: Mapping[str, Any]) -> dict[str, Any]:
    """What the paper is set from: plain texts only."""
    data = page["data"]
    vote, base = data["vote"], data["base"]
    stage = words.STAGES[vote["stage"]]
    facts = [
        [_("题目"), vote["title"]], [_("组织单位"), vote["body"]], [_("范围"), vote["place"]],
        [_("规则"), page["rule"]],
        [_("名册"), _("%(n)s 人，来源：%(source)s") % {"n": base["electors"], "source": base["source"]}],
        [_("投了票的"), _("%(cast)s 人：网上 %(electronic)s，纸质 %(paper)s") % base],
        [_("时间"), f"{vote['opens'][:16].replace('T', ' ')} – {vote['closes'][:16].replace('T', ' ')}"],
    ]  # fmt: skip
    return {
        "heading": _("表决结果：%(stage)s") % {"stage": stage}, "facts": [[str(a), str(b)] for a, b in facts],
        "items": [_paper_item(item) for item in page["items"]], "procedure": _("程序"),
        "points": [f"{p['name']}：{p['finding']} {p['numbers']}".strip() for p in page["points"]],
        "check": _("自己再算一遍"), "command": data["recount"], "digest": f"SHA-256 {page['digest']}",
        "qr": _qr(page["address"]),
    }  # fmt: skip


def _paper_item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": str(item["title"]), "state": str(item["state"]), "why": [str(line) for line in item["why"]],
        "winners": [str(line["title"]) for line in item["winners"]], "steps": [str(line) for line in item["steps"]],
        "tables": [
            {"columns": [str(c["label"]) for c in t["columns"]],
             "cells": [str(cell) for row in [*t["rows"], t["total"]] for cell in row]}
            for t in item["tables"]
        ],
    }  # fmt: skip


def _qr(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_inline(border=1)
