"""From a recurring problem, or from one matter that no body solves alone, to the council: where flows join the two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongzhi.cases import selectors as cases
from gongzhi.deliberation import selectors as deliberation
from gongzhi.flows import case_to_council, problem_to_topic
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may, require
from gongzhi.organisations import selectors as organisations
from gongzhi.places import selectors as places
from gongzhi.web.pages.problems_gate import desk, seen_problem

TITLE, TEXT = 60, 2000
FORM_METHODS = ["GET", "HEAD", "POST"]


class TopicForm(forms.Form):
    """What a topic is called, and what is to be talked about."""

    place_id = forms.TypedChoiceField(label=gettext_lazy("在哪里商量"), coerce=int)
    title = forms.CharField(
        label=gettext_lazy("议题叫什么"),
        max_length=TITLE,
        error_messages={"required": gettext_lazy("请给议题起个名字。")},
    )
    text = forms.CharField(
        label=gettext_lazy("商量什么"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("请写要商量什么。")},
        help_text=gettext_lazy("写清楚要定的是什么、和谁有关。谁说的、住哪里，都不要写。"),
    )  # fmt: skip

    def __init__(self, *given: Any, spots: list[Any] | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        field: Any = self.fields["place_id"]
        if spots:
            field.choices = [(place.pk, place.name) for place in spots]
        else:
            del self.fields["place_id"]


class CouncilForm(TopicForm):
    """The same, or the departments that should look."""

    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("也请这些部门看看"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["title"].required = self.fields["text"].required = False
        field: Any = self.fields["bodies"]
        field.choices = choices


class RoadForm(forms.Form):
    """What a department found."""

    answer = forms.CharField(
        label=gettext_lazy("看了以后怎么说"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_http_methods(FORM_METHODS)
@desk
def from_problem(request: HttpRequest, actor: Actor, problem_id: int) -> HttpResponse:
    """A confirmed problem is put forward as a topic; its words are filled in and can be changed."""
    problem = seen_problem(actor, problem_id)
    require(actor, problem_to_topic.PERMIT, problem)
    first = problem_to_topic.propose(problem)
    spots = list(dict.fromkeys([places.get(first.place_id), *problem_to_topic.estates(problem), problem.community]))
    begun = {"title": first.title, "text": first.text, "place_id": first.place_id}
    form = TopicForm(request.POST or None, initial=begun, spots=[place for place in spots if place])
    if request.method == "POST" and form.is_valid():
        try:
            topic = problem_to_topic.raise_from_problem(actor=actor, problem_id=problem.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("议题提出来了，编号一直不变。下一步：看要不要列上。"))
            return HttpResponseRedirect(reverse("topic", args=[topic.pk]))
    context = {"problem": problem, "form": form, "there": problem_to_topic.topics_of(problem.pk)}
    return render(request, "web/to_topic.html", context)


@require_http_methods(FORM_METHODS)
@desk
def from_case(request: HttpRequest, actor: Actor, case_id: int) -> HttpResponse:
    """The roads of one matter: to the council, to departments; what came back; and the one reply at the end."""
    case = cases.case(actor, case_id)
    fork = deliberation.fork_of(case_to_council.about(case_id))
    choices = _departments(case)
    form = CouncilForm(
        request.POST if "send" in request.POST else None, choices=choices, initial={"title": case.heading}
    )
    if "send" in request.POST and form.is_valid() and _sent(request, actor, case_id, form):
        return HttpResponseRedirect(reverse("case_council", args=[case_id]))
    if "road" in request.POST and _back(request, actor, case_id):
        return HttpResponseRedirect(reverse("case_council", args=[case_id]))
    final = fork.final if fork else None
    answer = may(actor, case_to_council.PERMIT, case)
    context = {
        "case": case, "fork": fork, "form": form, "may_send": not final and bool(answer),
        "why_not": "" if answer else str(answer.reason),
        "roads": [_road(actor, row) for row in fork.branches] if fork else [], "final": final,
    }  # fmt: skip
    return render(request, "web/case_council.html", context)


def _sent(request: HttpRequest, actor: Actor, case_id: int, form: CouncilForm) -> bool:
    given = form.cleaned_data
    try:
        case_to_council.send(
            actor=actor, case_id=case_id, title=given["title"] if given["text"] else "", text=given["text"],
            body_ids=[int(one) for one in given["bodies"]],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    messages.success(request, _("分头去问了。都有了结果，再给反映人最后的答复。"))
    return True


def _back(request: HttpRequest, actor: Actor, case_id: int) -> bool:
    number, form = digits(request.POST.get("road", "")), RoadForm(request.POST)
    if number is None or not form.is_valid():
        messages.error(request, _("请写上看了以后怎么说。"))
        return False
    case_to_council.come_back(actor=actor, case_id=case_id, branch_id=number, answer=form.cleaned_data["answer"])
    messages.success(request, _("记下了。"))
    return True


def _departments(case: Any) -> list[tuple[str, str]]:
    areas = dict.fromkeys((case_to_council.area_of(case), places.get(case.street_id)))
    found = [body for area in areas for body in organisations.bodies_at(area)]
    return [(str(body.pk), body.name) for body in found if body.pk != case.holder_id]


def _road(actor: Actor, row: Any) -> dict[str, Any]:
    mine = row.body_id is not None and row.joined_at is None and actor.seat_in(row.body_id) is not None
    return {"row": row, "form": RoadForm(auto_id=f"road_{row.pk}_%s") if mine else None}
