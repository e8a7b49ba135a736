"""The acts of the project desk in one table: where, by which power, with which fields, what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.projects import services
from gongzhi.projects.lifecycle import BEFORE_MONEY, PLANNED, PROJECT
from gongzhi.projects.models import Project

OPEN = tuple(state for state in PROJECT.states if PROJECT.is_open(state))
MOST_NEEDS = 200
Given = dict[str, Any]
Do = Callable[[Actor, Project, Given], Any]


@dataclass(frozen=True)
class Act:
    """One act of the desk: where it may be done, by which power, with which fields; what is said afterwards."""

    label: Any
    icon: str
    states: tuple[str, ...]
    permit: str
    fields: tuple[str, ...]
    do: Do
    done: Any
    then: Any = ""
    final: bool = False


def _move(name: str, *fields: str) -> Do:
    def make(actor: Actor, project: Project, given: Given) -> Any:
        sent = {key: given[key] for key in fields}
        return services.move(actor=actor, project_id=project.pk, move=name, seen=given["seen"], **sent)

    return make


def _fix(actor: Actor, project: Project, given: Given) -> Any:
    fund, _sep, purpose = (given["money"] or "").partition(":")
    held = {"fund_id": int(fund), "purpose": purpose} if fund else {}
    return services.move(
        actor=actor, project_id=project.pk, move="fix", seen=given["seen"], cost=given["cost"],
        promised_end=given["promised_end"], **held,
    )  # fmt: skip


def _evidence(actor: Actor, project: Project, given: Given) -> Any:
    about = Ref(given["thing"], given["number"]) if given["thing"] and given["number"] else None
    return services.add_evidence(
        actor=actor, project_id=project.pk, kind=given["evidence"], about=about, paper=given["paper"]
    )


def _shift(actor: Actor, project: Project, given: Given) -> Any:
    return services.shift_date(
        actor=actor, project_id=project.pk, new=given["new"], reason=given["why"], text=given["text"],
        milestone_id=given["milestone_or_end"],
    )  # fmt: skip


def _block(actor: Actor, project: Project, given: Given) -> Any:
    return services.block(
        actor=actor, project_id=project.pk, kind=given["blocker"], text=given["text"], body_id=given["body"],
        expected=given["expected"],
    )  # fmt: skip


def _photo(actor: Actor, project: Project, given: Given) -> Any:
    pair = given.get("pair")
    return services.add_photo(
        actor=actor, project_id=project.pk, side="after" if pair else "before", file=given["file"], alt=given["alt"],
        pair_id=pair,
    )  # fmt: skip


def _plain(service: Callable[..., Any], **named: str) -> Do:
    """A service whose inputs are fields of other names: service input = field."""

    def make(actor: Actor, project: Project, given: Given) -> Any:
        return service(actor=actor, project_id=project.pk, **{key: given[field] for key, field in named.items()})

    return make


def _row(service: Callable[..., Any], **named: str) -> Do:
    """The same for a service that takes a row's number instead of the project's."""

    def make(actor: Actor, project: Project, given: Given) -> Any:
        return service(actor=actor, **{key: given[field] for key, field in named.items()})

    return make


ACTS: dict[str, Act] = {
    "deliberate": Act(
        _("送去评议"), "chat-square-text", ("collected",), "project.run", (), _move("deliberate"), _("送去评议了。")
    ),
    "fix": Act(
        _("确定下来"),
        "check2-circle",
        ("deliberated",),
        "project.decide",
        ("cost", "money", "promised_end"),
        _fix,
        _("定下来了，钱留好了。"),
        _("定下来以后，花费和日子就是对居民的承诺。"),
    ),
    "notice": Act(_("公示"), "megaphone", ("fixed",), "project.run", (), _move("notice"), _("公示了，从今天算起。")),
    "start": Act(
        _("开工"), "tools", ("noticed",), "project.run", ("planned_end",), _move("start", "planned_end"), _("开工了。")
    ),
    "hand_in": Act(
        _("送去验收"), "clipboard-check", ("building",), "project.run", (), _move("hand_in"), _("送去验收了。")
    ),
    "call": Act(
        _("公布验收名单"),
        "people",
        ("accepting",),
        "project.draw",
        ("source",),
        _plain(services.call_acceptance, source="source"),
        _("名单定了，种子出来再抽。"),
    ),
    "draw": Act(
        _("抽人"),
        "dice-5",
        ("accepting",),
        "project.draw",
        ("seed",),
        _plain(services.draw_acceptance, seed="seed"),
        _("抽好了，抽中的人会看到。"),
    ),
    "more": Act(
        _("按同一个签再请几位"),
        "person-plus",
        ("accepting",),
        "project.draw",
        (),
        _plain(services.draw_more),
        _("又请了几位。"),
    ),
    "pass": Act(
        _("按回答：验收通过"), "check2-circle", ("accepting",), "project.count", (), _move("pass"), _("验收通过了。")
    ),
    "redo": Act(
        _("按回答：没通过，返工"),
        "arrow-counterclockwise",
        ("accepting",),
        "project.count",
        (),
        _move("redo"),
        _("退回返工了。"),
    ),
    "close": Act(_("了结"), "check2-circle", ("judging",), "project.count", (), _move("close"), _("了结了。")),
    "evidence": Act(
        _("加一份凭据"),
        "file-earmark",
        OPEN,
        "project.run",
        ("evidence", "thing", "number", "paper"),
        _evidence,
        _("凭据加上了。"),
    ),
    "team": Act(
        _("定团队里的一方"),
        "people",
        (*BEFORE_MONEY, *PLANNED),
        "project.run",
        ("role", "body"),
        _plain(services.set_team, role="role", body_id="body"),
        _("记上了。"),
    ),
    "candidate": Act(
        _("提一家施工或服务单位"),
        "building",
        PLANNED,
        "project.approve",
        ("builder", "name", "price"),
        _plain(services.name_candidate, body_id="builder", name="name", price="price"),
        _("提出来了，等另一个人核准。"),
    ),
    "choose": Act(
        _("核准施工或服务单位"),
        "check2-circle",
        PLANNED,
        "project.approve",
        ("candidate", "choose"),
        _row(services.settle_candidate, candidate_id="candidate", choose="choose"),
        _("记下了。"),
        _("要由提出的人以外的另一个人来核准。"),
    ),
    "contract": Act(
        _("拟合同"),
        "file-earmark",
        PLANNED,
        "project.approve",
        ("price", "paper_needed"),
        _plain(services.draw_contract, amount="price", paper="paper_needed"),
        _("拟好了，等另一个人签。"),
    ),
    "sign": Act(
        _("签合同"),
        "pencil-square",
        PLANNED,
        "project.approve",
        ("contract", "choose"),
        _row(services.sign_contract, contract_id="contract", sign="choose"),
        _("记下了。"),
        _("要由拟合同的人以外的另一个人来签。"),
    ),
    "milestone": Act(
        _("加一个里程碑"),
        "flag",
        (*PLANNED, "building"),
        "project.work",
        ("title", "due"),
        _plain(services.add_milestone, title="title", due="due"),
        _("加上了。"),
    ),
    "met": Act(
        _("一个里程碑做到了"),
        "check2-circle",
        ("building",),
        "project.work",
        ("milestone", "on"),
        _row(services.meet_milestone, milestone_id="milestone", on="on"),
        _("记下了。"),
    ),
    "block": Act(
        _("说卡在哪里"),
        "exclamation-circle",
        (*PLANNED, "building"),
        "project.work",
        ("blocker", "text", "body", "expected"),
        _block,
        _("记下了，要解开它的单位有了时限。"),
    ),
    "unblock": Act(
        _("一个卡点解开了"),
        "check2-circle",
        (*PLANNED, "building"),
        "project.work",
        ("blocked",),
        _row(services.unblock, blocker_id="blocked"),
        _("记下了。"),
    ),
    "shift": Act(
        _("改日子"),
        "calendar-week",
        ("building",),
        "project.run",
        ("milestone_or_end", "new", "why", "text"),
        _shift,
        _("改了。原来的日子和理由都留着。"),
        _("居民看得到原来的日子、为什么改、谁定的。"),
    ),
    "before": Act(
        _("放改之前的照片"),
        "camera",
        (*BEFORE_MONEY, *PLANNED, "building"),
        "project.work",
        ("file", "alt"),
        _photo,
        _("放上了。"),
    ),
    "after": Act(
        _("放改之后的照片"),
        "camera",
        ("building", "accepting", "judging"),
        "project.work",
        ("pair", "file", "alt"),
        _photo,
        _("放上了。"),
        _("在同一个地方拍，写清有什么不同。"),
    ),
    "answer": Act(
        _("街道答复"),
        "chat-left-text",
        OPEN,
        "project.see",
        ("text",),
        _plain(services.answer_escalation, text="text"),
        _("答复了，写在项目页上。"),
    ),
    "collect_again": Act(
        _("退回再征集"),
        "arrow-left",
        ("deliberated",),
        "project.run",
        ("reason",),
        _move("collect_again", "reason"),
        _("退回了。"),
    ),
    "talk_again": Act(
        _("退回再商量"),
        "arrow-left",
        PLANNED,
        "project.decide",
        ("reason",),
        _move("talk_again", "reason"),
        _("退回了，钱放开了。"),
    ),
    "repair": Act(
        _("再修一次"),
        "arrow-counterclockwise",
        ("judging",),
        "project.run",
        ("reason", "planned_end"),
        _move("repair", "reason", "planned_end"),
        _("重新开工了。"),
    ),
    "drop": Act(
        _("不做了"),
        "x-circle",
        (*BEFORE_MONEY, *PLANNED, "building"),
        "project.decide",
        ("reason",),
        _move("drop", "reason"),
        _("不做了，需求回到清单上。"),
        _("不做了就不能再开。需求会回到清单上，写上理由。"),
        True,
    ),
}
