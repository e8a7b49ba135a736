"""The assessment desk: what waits, one assessment with its acts, evidence put and checked, organisations' stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.assessments import selectors, services, words
from gongzhi.assessments.lifecycle import ASSESSMENT
from gongzhi.assessments.models import Assessment
from gongzhi.assessments.pages import forms as asked
from gongzhi.assessments.pages import said
from gongzhi.assessments.pages.public import context_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations.asking import asking
from gongzhi.organisations.visitors import desk


@dataclass(frozen=True)
class Act:
    """One act: the label of its button, what follows, what is said when done, its service and what it asks."""

    label: Any
    then: Any
    done: Any
    do: Callable[..., Any]
    icon: str
    form: type[forms.Form] | None = None
    final: bool = False


ACTS: dict[str, Act] = {
    "grade": Act(
        gettext_lazy("算出等级"), gettext_lazy("按核对过的证明算，谁也不能填。"), gettext_lazy("等级算出来了。"),
        services.grade, "calculator",
    ),
    "notice": Act(
        gettext_lazy("公示等级"), gettext_lazy("每个指标、证明和得分，谁都看得到。"), gettext_lazy("公示了。"),
        services.notice, "megaphone",
    ),
    "appeal": Act(
        gettext_lazy("申请复核"), gettext_lazy("复核期间可以再交证明，核对以后重新算。"),
        gettext_lazy("复核申请收到了。"),
        services.appeal, "arrow-repeat", asked.AppealForm,
    ),
    "settle": Act(
        gettext_lazy("答复复核"), gettext_lazy("按现在的证明重新算，再公示一次。"),
        gettext_lazy("重新算过，又公示了。"),
        services.settle_appeal, "reply", asked.ReplyForm,
    ),
    "put_in_force": Act(
        gettext_lazy("让等级生效"), gettext_lazy("公示期过了才能生效，到期自动失效。"), gettext_lazy("等级生效了。"),
        services.put_in_force, "patch-check",
    ),
    "reopen": Act(
        gettext_lazy("退回收证明"), gettext_lazy("公示以前可以退回，理由写明。"), gettext_lazy("退回收证明了。"),
        services.reopen, "arrow-counterclockwise", asked.ReasonForm,
    ),
    "stop": Act(
        gettext_lazy("停办这次评估"), gettext_lazy("停办以后不再继续。"), gettext_lazy("停办了。"),
        services.stop, "x-circle", asked.ReasonForm, final=True,
    ),
}  # fmt: skip


def seen(actor: Actor, assessment_id: int) -> Assessment:
    """The assessment, if the actor may watch it; else 404, or 403 with the reason."""
    row = selectors.assessment(assessment_id)
    if row is None:
        raise Http404
    answer = may(actor, "assessment.watch", row)
    if not answer:
        raise PermissionDenied(str(answer.reason))
    return row


@desk()
def desk_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every assessment that the reader's seats have a part in."""
    rows = [
        {"row": row, "grade": said.grade(row), "waiting": selectors.waiting(row.pk), **said.state(row)}
        for row in selectors.desk_list(actor)[:60]
    ]
    offices = selectors.offices(actor)
    return render(request, "assessments/desk_list.html", {"rows": rows, "may_open": bool(offices)})


@desk()
def desk_one(request: HttpRequest, actor: Actor, assessment_id: int) -> HttpResponse:
    """One assessment on the desk: where it stands, what may be done now, and every piece of evidence."""
    row = seen(actor, assessment_id)
    context = context_of(row) | {
        "acts": _acts(actor, row), "waiting": selectors.waiting(row.pk),
        "puts": row.state in ("opened", "gathering", "appealed") and bool(may(actor, "assessment.put", row)),
        "checks": row.state in ("gathering", "appealed") and bool(may(actor, "assessment.confirm", row)),
        "public": row.state in selectors.PUBLIC,
    }  # fmt: skip
    return render(request, "assessments/desk_one.html", context)


def _acts(actor: Actor, row: Assessment) -> list[dict[str, Any]]:
    open_now = [m for m in ASSESSMENT.open_moves(row.state) if m.name in ACTS and may(actor, m.permit, row)]
    if row.notice_until is not None:  # an act whose time has not come, or is over, is not offered
        over = clock.today().date() > row.notice_until
        open_now = [m for m in open_now if m.name != ("appeal" if over else "put_in_force")]
    names = [name for name in ACTS if any(m.name == name for m in open_now)]
    return [
        {"label": ACTS[name].label, "url": reverse("assessment_act", args=[row.pk, name]), "icon": ACTS[name].icon,
         "tone": "filled" if n == 0 and not ACTS[name].final else "final" if ACTS[name].final else "plain",
         "attrs": {}}
        for n, name in enumerate(names)
    ]  # fmt: skip


@desk()
def act(request: HttpRequest, actor: Actor, assessment_id: int, name: str) -> HttpResponse:
    """One move of an assessment."""
    row, chosen = seen(actor, assessment_id), ACTS.get(name)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None) if chosen.form else None
    back = reverse("desk_assessment", args=[row.pk])
    return asking(request, form, lambda given: chosen.do(actor=actor, assessment_id=row.pk, **given), chosen, back)


PUT = Act(
    gettext_lazy("交一份证明"), gettext_lazy("别的单位核对以后才算分。"), gettext_lazy("证明交上了，等核对。"),
    services.put_evidence, "plus-lg",
)  # fmt: skip
CHECK = Act(
    gettext_lazy("核对这份证明"), gettext_lazy("以最后一次核对为准。"), gettext_lazy("核对记下了。"),
    services.check_evidence, "check2",
)  # fmt: skip
OPEN = Act(
    gettext_lazy("开始一次评估"), gettext_lazy("被评的组织就能交证明了。"), gettext_lazy("评估开始了。"),
    services.open_assessment, "plus-lg",
)  # fmt: skip
SCHEME = Act(
    gettext_lazy("公布评估方案"), gettext_lazy("公布以后不能改，只能再出一版。"), gettext_lazy("方案公布了。"),
    services.publish_scheme, "megaphone",
)  # fmt: skip
BAR = Act(
    gettext_lazy("记下不能参评的事由"), gettext_lazy("事由没有消除，等级不能用。"), gettext_lazy("记下了。"),
    services.note_bar, "slash-circle",
)  # fmt: skip
LIFT = Act(
    gettext_lazy("记下事由已经消除"), gettext_lazy("从今天起不再妨碍评估。"), gettext_lazy("记下了。"),
    services.lift_bar, "check2",
)  # fmt: skip


@desk()
def put(request: HttpRequest, actor: Actor, assessment_id: int) -> HttpResponse:
    """The organisation puts one piece of evidence."""
    row = seen(actor, assessment_id)
    form = asked.EvidenceForm(request.POST or None, row=row, initial={"indicator": request.GET.get("for", "")})
    back = reverse("desk_assessment", args=[row.pk])
    return asking(
        request, form, lambda given: services.put_evidence(actor=actor, assessment_id=row.pk, **given), PUT, back
    )


@desk()
def check(request: HttpRequest, actor: Actor, evidence_id: int) -> HttpResponse:
    """Somebody of another body looks at one piece of evidence."""
    found = selectors.evidence(evidence_id)
    if found is None:
        raise Http404
    row = seen(actor, found.assessment_id)
    form = asked.CheckForm(request.POST or None)

    def do(given: dict[str, Any]) -> Any:
        return services.check_evidence(
            actor=actor, evidence_id=evidence_id, confirmed=given["answer"] == "yes", reason=given["reason"]
        )

    return asking(request, form, do, CHECK, reverse("desk_assessment", args=[row.pk]))


@desk()
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open an assessment of an organisation that the reader's seat stands over."""
    form = asked.OpenForm(request.POST or None, bodies=selectors.assessable(actor), schemes=selectors.schemes())

    def do(given: dict[str, Any]) -> Any:
        row = services.open_assessment(
            actor=actor, body_id=int(given["body_id"]), scheme_id=int(given["scheme_id"]),
            period=(given["since"], given["until"]),
        )  # fmt: skip
        return reverse("desk_assessment", args=[row.pk])

    return asking(request, form, do, OPEN, reverse("desk_assessments"))


@desk()
def publish(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Publish a scheme to start from, with the grades that the body sets."""
    form = asked.SchemeForm(request.POST or None)

    def do(given: dict[str, Any]) -> Any:
        body_id = next(iter(selectors.offices(actor)), None)
        if body_id is None:
            raise Refused(_("评估方案由街道、区里的单位公布。"), code="denied")
        lower = [("3A", given["third"]), ("2A", given["second"]), ("1A", given["first"])]
        row = services.publish_scheme(
            actor=actor, body_id=body_id, key=given["key"], title=given["title"],
            content=services.starting_content(lower=lower, warn_days=given["warn_days"]),
        )  # fmt: skip
        return reverse("assessment_scheme", args=[row.pk])

    return asking(request, form, do, SCHEME, reverse("desk_assessments"))


@desk()
def organisations_desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisations that the reader's seats stand over: stage, grade, bars, and the next act of each."""
    bodies = selectors.assessable(actor, filing=True)
    return render(request, "assessments/bodies.html", {"rows": [_body(body) for body in bodies]})


def _body(body: Any) -> dict[str, Any]:
    stage = selectors.stage_of(body.pk)
    steps = selectors.steps_open(stage)
    return {
        "body": body, "stage": words.STAGES[stage.stage] if stage else "", "grade": selectors.grade_now(body.pk),
        "bars": [
            {"row": one, "name": words.BARS[one.reason]} for one in selectors.bars_of(body.pk) if one.until is None
        ],
        "steps": [{"label": words.STAGE_MOVES[name] if name != "file" else _("记下备案"),
                   "url": reverse("assessment_stage", args=[body.pk, name])} for name in steps],
        "papers": selectors.steps_of(body.pk),
    }  # fmt: skip


@desk()
def stage(request: HttpRequest, actor: Actor, body_id: int, name: str) -> HttpResponse:
    """The next stage of an organisation, with its paper."""
    if name not in (*words.STAGE_MOVES, "file"):
        raise Http404
    label = _("记下备案") if name == "file" else words.STAGE_MOVES[name]
    shown = Act(label, _("写明依据的文件，谁都看得到走到了哪一步。"), _("记下了。"), services.step_body, "arrow-right")

    def do(given: dict[str, Any]) -> Any:
        if name == "file":
            return services.file_body(actor=actor, body_id=body_id, paper=given["paper"])
        return services.step_body(actor=actor, body_id=body_id, name=name, paper=given["paper"])

    selectors.over_or_refused(actor, body_id)
    return asking(request, asked.PaperForm(request.POST or None), do, shown, reverse("assessment_bodies"))


@desk()
def bar(request: HttpRequest, actor: Actor, body_id: int) -> HttpResponse:
    """Note why an organisation cannot be assessed."""
    selectors.over_or_refused(actor, body_id)
    form = asked.BarForm(request.POST or None)
    return asking(
        request, form, lambda given: services.note_bar(actor=actor, body_id=body_id, **given), BAR,
        reverse("assessment_bodies"),
    )  # fmt: skip


@desk()
def lift(request: HttpRequest, actor: Actor, body_id: int, bar_id: int) -> HttpResponse:
    """Note that the reason no longer stands."""
    selectors.over_or_refused(actor, body_id)
    if bar_id not in {one.pk for one in selectors.bars_of(body_id)}:
        raise Http404
    return asking(
        request, asked.PaperForm(request.POST or None),
        lambda given: services.lift_bar(actor=actor, bar_id=bar_id, **given), LIFT, reverse("assessment_bodies"),
    )  # fmt: skip
