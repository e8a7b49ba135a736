"""Venture calls for everybody, for the desk that calls, for organisations, and for those who score without names."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel import money
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.ledger import selectors as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of, desk, resident
from gongzhi.organisations.words import COMMUNITY_ROLES, STREET_ROLES
from gongzhi.projects import services
from gongzhi.projects.models import Scorer, VentureCall
from gongzhi.projects.pages import partners_forms as asked
from gongzhi.projects.pages.partners_gate import Said, asking, closing, link, needs
from gongzhi.projects.permits.partners import Offering
from gongzhi.projects.selectors import partners
from gongzhi.projects.services import NewCall
from gongzhi.projects.words import partners as words

PURPOSE = "venture"  # as the ledger calls it
OPEN = Said(gettext_lazy("发布征集"), gettext_lazy("发布以后规则不能改。"), gettext_lazy("征集发布了。"))
PROPOSE = Said(gettext_lazy("交方案"), gettext_lazy("评审看不到是谁交的。"), gettext_lazy("方案收到了。"))
ASK = Said(gettext_lazy("请一位评审"), gettext_lazy("和申请的组织有关系的人不能评。"), gettext_lazy("请到了。"))
TIE = Said(
    gettext_lazy("申报我的关系"), gettext_lazy("申报以后不能再评这次征集。"), gettext_lazy("记下了，谢谢您说明。")
)
SCORE = Said(
    gettext_lazy("记下我的分"), gettext_lazy("公布以前可以再打，以最后一次为准。"), gettext_lazy("分数记下了。")
)
ACTS = {
    "start": (Said(
            gettext_lazy("截止征集，开始评分"), gettext_lazy("评审只看到编号和方案。"), gettext_lazy("开始评分了。")),
              services.start_scoring),
    "award": (Said(gettext_lazy("算出结果并公布"),
                   gettext_lazy("按分数算，谁也不能填。"), gettext_lazy("结果公布了。")),
              services.award),
}  # fmt: skip
WHY = {"": gettext_lazy("入选"), "low": gettext_lazy("分数不够"), "budget": gettext_lazy("钱不够了")}
TRANCHE = {
    "pay": Said(gettext_lazy("申请付这一笔"), gettext_lazy("另一个人在资金台批了才付。"),
                gettext_lazy("申请了，等另一个人批。")),
    "report": Said(gettext_lazy("交报告"), gettext_lazy("认可以后才付下一笔。"), gettext_lazy("报告收到了。")),
    "accept": Said(gettext_lazy("认可报告"), gettext_lazy("认可以后可以付下一笔。"), gettext_lazy("认可了。")),
    "send_back": Said(gettext_lazy("退回报告"), gettext_lazy("请组织再写。"), gettext_lazy("退回了。")),
}  # fmt: skip


@resident
def ventures(request: HttpRequest) -> HttpResponse:
    """Every call."""
    actor = actor_of(request)
    opens = bool(actor and any(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES)))
    rows = [{"row": row, "state": words.CALL_STATES[row.state], "budget": money.yuan(row.budget)}
            for row in partners.calls()]  # fmt: skip
    return render(request, "projects/ventures.html", {"rows": rows, "opens": opens})


def found(venture_id: int) -> VentureCall:
    """The call, or 404."""
    row = partners.call(venture_id)
    if row is None:
        raise Http404(_("没有这次征集，请回到列表再选。"))
    return row


@resident
def venture(request: HttpRequest, venture_id: int) -> HttpResponse:
    """One call: its rules, and after the award everybody's points and what was granted."""
    row, actor = found(venture_id), actor_of(request)
    context = context_of(row) | {
        "proposes": bool(actor and row.state == "open" and may(actor, "purchase.bid", Offering(row.body_id))),
        "runs": bool(actor and may(actor, "venture.run", row)),
        "scores": bool(actor and partners.scorer_of(row.pk, actor.person_id)),
        "reports": [one.proposal_id for one in partners.tranches_of(row.pk)
                    if actor and may(actor, "venture.report", one.proposal)],
    }  # fmt: skip
    return render(request, "projects/venture.html", context)


def context_of(row: VentureCall) -> dict[str, Any]:
    """Everything that the pages say of a call."""
    names = {one["code"]: one for one in row.file["proposals"]} if row.file else {}
    return {
        "row": row, "state": words.CALL_STATES[row.state], "budget": money.yuan(row.budget),
        "most": money.yuan(row.most), "tranches": row.tranches,
        "totals": [
            {"total": one, "amount": money.yuan(one.amount), "why": WHY[one.why], "name": names[one.code]["body"],
             "title": names[one.code]["title"]}
            for one in partners.totals(row)
        ],
        "paid": [{"row": one, "amount": money.yuan(one.amount), "state": words.TRANCHE_STATES[one.state]}
                 for one in partners.tranches_of(row.pk)],
        "left_out": [words.TIES[one["why"]] for one in row.file["left_out"]] if row.file else [],
    }  # fmt: skip


@resident
def file(request: HttpRequest, venture_id: int) -> HttpResponse:
    """The published file, from which anybody counts the award again."""
    row = found(venture_id)
    if row.file is None:
        raise Http404(_("结果还没有公布。"))
    return JsonResponse(row.file, json_dumps_params={"ensure_ascii": False, "indent": 1})


@desk()
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Publish a call for the body of the reader's seat."""
    seat = next(actor.seats_as(*COMMUNITY_ROLES, *STREET_ROLES), None)

    def do(given: dict[str, Any]) -> str:
        if seat is None:
            raise Refused(_("征集由社区或街道的单位来发布。"), code="denied")
        parts = [int(p) for p in re.split(r"[\s、，,]+", given["tranches"]) if p.isascii() and p.isdigit()]
        plain = {k: given[k] for k in ("title", "text", "budget", "most", "threshold")}
        call = NewCall(
            **plain, criteria=criteria_of(given["criteria"]), tranches=tuple(parts), closes=closing(given["closes"]),
            fund_id=int(given["fund_id"]) if given["fund_id"] else None,
        )  # fmt: skip
        row = services.open_call(actor=actor, body_id=seat.body_id, place_id=seat.place_id, new=call)
        return reverse("venture_desk", args=[row.pk])

    funds = [f for f in ledger.funds_of([seat.body_id] if seat else []) if ledger.pot(f.pk, PURPOSE)]
    return asking(request, asked.CallForm(request.POST or None, funds=funds), do, OPEN, reverse("ventures"))


def criteria_of(text: str) -> tuple[tuple[str, int], ...]:
    """Lines of "name, most". Refused("criteria") says which line cannot be read."""
    rows = []
    for n, line in enumerate(filter(str.strip, text.splitlines()), 1):
        name, _comma, most = line.replace("，", ",").rpartition(",")
        if not name.strip() or not (most.strip().isascii() and most.strip().isdigit()):
            raise Refused(_("第 %(n)d 行看不懂，请写成：做得成，60。") % {"n": n}, code="criteria", field="criteria")
        rows.append((name.strip(), int(most.strip()[:9])))
    return tuple(rows)


def _own(actor: Actor, venture_id: int) -> VentureCall:
    row = found(venture_id)
    needs(actor, "venture.run", row)
    return row


@desk()
def desk_one(request: HttpRequest, actor: Actor, venture_id: int) -> HttpResponse:
    """A call on the desk: how many proposals, who scores and how far they are."""
    row = _own(actor, venture_id)
    proposals, sheets = partners.proposals_of(row.pk), partners.sheets_of(row.pk)
    name = {"open": "start", "scoring": "award"}.get(row.state, "")
    acts = (
        [link(ACTS[name][0].label, reverse("venture_act", args=[row.pk, name]), "arrow-right", "filled")]
        if name
        else []
    )
    if name:
        acts.append(link(_("请一位评审"), reverse("venture_ask", args=[row.pk]), "person-plus"))
    context = context_of(row) | {
        "acts": acts, "proposals": [{"row": one, "amount": money.yuan(one.amount)} for one in proposals],
        "scorers": [{"row": one, "done": len(sheets.get(one.pk, {})), "tie": _tie(one)}
                    for one in partners.scorers_of(row.pk)],
    }  # fmt: skip
    return render(request, "projects/venture_desk.html", context)


def _tie(scorer: Scorer) -> Any:
    tie = partners.tie_of(scorer)
    return words.TIES[tie] if tie else ""


@desk()
def act(request: HttpRequest, actor: Actor, venture_id: int, name: str) -> HttpResponse:
    """Start the scoring, or publish the award."""
    row = _own(actor, venture_id)
    if name not in ACTS:
        raise Http404
    said, do = ACTS[name]
    back = reverse("venture_desk", args=[row.pk])
    return asking(request, None, lambda given: do(actor=actor, call_id=row.pk), said, back)


@desk()
def ask(request: HttpRequest, actor: Actor, venture_id: int) -> HttpResponse:
    """Ask somebody who holds a seat around here to score."""
    row = _own(actor, venture_id)
    bodies = organisations.bodies_at(row.place)
    people = {t.person_id: f"{t.person.name} · {body.name}" for body in bodies for t in organisations.holders(body.pk)}
    form = asked.ScorerForm(request.POST or None, people=sorted(people.items(), key=lambda one: one[1]))

    def do(given: dict[str, Any]) -> None:
        services.ask_scorer(actor=actor, call_id=row.pk, person_id=int(given["person_id"]))

    return asking(request, form, do, ASK, reverse("venture_desk", args=[row.pk]))


@desk(gettext_lazy("方案由社会组织自己的人来交。"))
def propose(request: HttpRequest, actor: Actor, venture_id: int) -> HttpResponse:
    """An organisation's proposal."""
    row = found(venture_id)
    needs(actor, "purchase.bid", Offering(row.body_id))

    def do(given: dict[str, Any]) -> None:
        services.put_proposal(actor=actor, call_id=row.pk, **given)

    return asking(request, asked.ProposalForm(request.POST or None), do, PROPOSE, reverse("venture", args=[row.pk]))


def _scorer(request: HttpRequest, venture_id: int) -> tuple[Actor, Scorer]:
    actor, row = actor_of(request), found(venture_id)
    scorer = partners.scorer_of(row.pk, actor.person_id) if actor else None
    if actor is None or scorer is None:
        raise Refused(_("分数由请来的评审自己打。"), code="denied")
    return actor, scorer


@resident
def scoring(request: HttpRequest, venture_id: int) -> HttpResponse:
    """The proposals as a scorer may see them: codes, no names."""
    _actor, scorer = _scorer(request, venture_id)
    tie = partners.tie_of(scorer)
    rows = [] if tie else [{"row": one, "amount": money.yuan(one.amount)} for one in partners.blind(scorer)]
    context = {"row": scorer.call, "rows": rows, "tie": words.TIES[tie] if tie else "",
               "scoring": scorer.call.state == "scoring"}  # fmt: skip
    return render(request, "projects/venture_scoring.html", context)


@resident
def score(request: HttpRequest, venture_id: int, code: str) -> HttpResponse:
    """Points for one proposal."""
    actor, scorer = _scorer(request, venture_id)
    one = next((b for b in partners.blind(scorer) if b.code == code), None)
    if one is None:
        raise Http404
    form = asked.ScoreForm(request.POST or None, criteria=scorer.call.criteria, initial=one.points)
    said = Said(_("给 %(code)s 打分") % {"code": code}, SCORE.then, SCORE.done)

    def do(given: dict[str, Any]) -> None:
        services.score(actor=actor, call_id=venture_id, code=code, points=given)

    return asking(request, form, do, said, reverse("venture_scoring", args=[venture_id]))


@resident
def tie(request: HttpRequest, venture_id: int) -> HttpResponse:
    """A scorer declares a relation."""
    actor, scorer = _scorer(request, venture_id)
    bodies = list(organisations.bodies_within(scorer.call.place, ("social_org", "volunteer_team"))[:300])
    form = asked.TieForm(request.POST or None, bodies=bodies)

    def do(given: dict[str, Any]) -> None:
        services.declare_tie(actor=actor, call_id=venture_id, body_id=int(given["body_id"]), kind=given["kind"])

    return asking(request, form, do, TIE, reverse("venture_scoring", args=[venture_id]))


@desk()
def tranche(request: HttpRequest, actor: Actor, tranche_id: int, name: str) -> HttpResponse:
    """Ask for a tranche, report on it, accept the report or send it back."""
    row = partners.tranche(tranche_id)
    if row is None or name not in TRANCHE:
        raise Http404
    own = name == "report"
    needs(actor, "venture.report" if own else "venture.run", row.proposal if own else row.proposal.call)
    form = asked.ReportForm(request.POST or None) if own else None

    def do(given: dict[str, Any]) -> None:
        if name == "pay":
            services.ask_tranche(actor=actor, tranche_id=tranche_id)
        elif own:
            services.report_tranche(actor=actor, tranche_id=tranche_id, **given)
        else:
            services.settle_report(actor=actor, tranche_id=tranche_id, accept=name == "accept")

    back = reverse("venture", args=[row.proposal.call_id])
    return asking(request, form, do, TRANCHE[name], back)
