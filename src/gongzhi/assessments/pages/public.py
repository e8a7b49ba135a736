"""What everybody sees: which organisation has which grade until when, and how each grade came out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.assessments import selectors, words
from gongzhi.assessments.models import Assessment
from gongzhi.assessments.pages import said
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations.visitors import actor_of, resident

MOST = 100


@resident
def assessments(request: HttpRequest) -> HttpResponse:
    """Every organisation that was assessed, the schemes, and how far the others have come."""
    rows = list(selectors.public_list()[:MOST])
    counted = selectors.counted_by_stage()
    context = {
        "rows": [_card(row) for row in rows], "schemes": selectors.schemes(),
        "stages": [(name, counted[key]) for key, name in words.STAGES.items() if key in counted],
        "bodies": [{"row": one, "stage": words.STAGES[one.stage]} for one in selectors.stages()],
        "desk": bool((actor := actor_of(request)) and actor.is_staff),
    }  # fmt: skip
    return render(request, "assessments/list.html", context)


def _card(row: Assessment) -> dict[str, Any]:
    return {"row": row, "grade": said.grade(row), **said.state(row)}


def public_assessment(assessment_id: int) -> Assessment:
    """An assessment that was published; 404 for one that is not yet."""
    row = selectors.assessment(assessment_id)
    if row is None or row.state not in selectors.PUBLIC:
        raise Http404(_("没有这次评估，或者还没有公示。"))
    return row


@resident
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """One published assessment: the grade, how long it stands, and every indicator with evidence and points."""
    row = public_assessment(assessment_id)
    return render(request, "assessments/one.html", context_of(row))


def context_of(row: Assessment) -> dict[str, Any]:
    """Everything that a page of an assessment says of how it came out."""
    lines, again = selectors.how(row), selectors.agreement(row)
    checkers = {check.body_id for one in lines for _row, check in one.evidence if check is not None}
    names = {pk: body.name for pk, body in organisations.bodies(checkers).items()}
    scheme = selectors.rules_of(row.scheme)
    bars = [words.BARS[key] for key in (again.stored.result["bars"] if again.stored else ())]
    return {
        "row": row, "grade": said.grade(row), "stages": said.stages(row), "lines": said.shown(lines, names),
        "again": again, "bands": said.bands(scheme), "total": scheme.total, "bars": bars,
        "appeals": [{"row": one, "outcome": words.OUTCOMES[one.outcome]} for one in selectors.appeals_of(row.pk)],
        "usable": selectors.grade_in_force(row.body_id, clock.today().date()), **said.state(row),
        "reward": scheme.reward(row.grade) // 100,
    }  # fmt: skip


@resident
def working(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The working as a file: scheme, evidence by number and kind, result; anybody can work it out again."""
    row = public_assessment(assessment_id)
    again = selectors.agreement(row)
    proofs = [
        {"id": p.id, "indicator": p.indicator, "kind": p.kind, "amount": p.amount, "confirmed": p.confirmed}
        for p in selectors.proofs_of(row.pk)
    ]
    data = {
        "scheme": {"key": row.scheme.key, "version": row.scheme.version, "digest": row.scheme.digest,
                   "content": row.scheme.content},
        "evidence": proofs, "result": again.stored.result if again.stored else None,
        "digest": again.stored.digest if again.stored else "", "same": again.same,
    }  # fmt: skip
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


@resident
def scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """A published scheme in its version: every indicator, its points and its rule, the grades and the bars."""
    row = selectors.scheme(scheme_id)
    if row is None:
        raise Http404(_("没有这个方案。"))
    rules = selectors.rules_of(row)
    context = {
        "scheme": row, "rules": rules, "bands": said.bands(rules), "bars": [words.BARS[key] for key in rules.bars],
        "indicators": [
            {"name": said.name_of(one), "group": said.group_of(one), "points": one.points, "rule": said.rule_of(one)}
            for one in rules.indicators
        ],
    }  # fmt: skip
    return render(request, "assessments/scheme.html", context)
