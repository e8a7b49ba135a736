"""Taking part in a community's budget: propose, stand behind a proposal with one tap, take one's own back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import new_speaker, resident
from gongzhi.projects.models import Round, RoundItem
from gongzhi.projects.pages.rounds import item_of, public
from gongzhi.projects.pages.rounds_forms import ProposeForm
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.services import rounds_items

ACTS = ("support", "unsupport", "take_back")


@require_http_methods(["GET", "POST"])
@resident
def propose(request: HttpRequest, round_id: int) -> HttpResponse:
    """One form: nobody is asked for an account or where they are registered. ?need= ticks a need of the list."""
    found = public(request, round_id)
    if not read.collecting(found):
        messages.warning(request, _("这一轮的征集已经截止，或者还没开始。"))
        return redirect("budget_round", found.pk)
    posted = request.method == "POST"
    need = digits(request.GET.get("need"))
    initial = {"place": str(found.place_id), "needs": [str(need)] if need else []}
    form = ProposeForm(request.POST if posted else None, found=found, initial=initial)
    if posted and form.is_valid():
        made = _made(request, found, form)
        if made is not None:
            messages.success(request, _("收到了，编号 %(n)s。往后在这一页看它走到哪一步。") % {"n": made.number})
            return redirect("budget_item", found.pk, made.pk)
    return render(
        request, "projects/budget_propose.html", {"round": found, "form": form}, status=422 if posted else 200
    )


def _made(request: HttpRequest, found: Round, form: ProposeForm) -> RoundItem | None:
    try:
        return rounds_items.propose_item(actor=new_speaker(request), round_id=found.pk, **form.given())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


@require_POST
@resident
def take_part(request: HttpRequest, round_id: int, item_id: int, act: str) -> HttpResponse:
    """One tap; back to where it was made, with what was done or why not."""
    one = item_of(request, round_id, item_id)
    if act not in ACTS:
        raise Http404
    try:
        messages.success(request, _do(request, one, act))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    if request.POST.get("back") == "round":
        return redirect(f"{_round(round_id)}#item-{one.pk}")
    return redirect("budget_item", round_id, one.pk)


def _round(round_id: int) -> str:
    return str(redirect("budget_round", round_id).url)


def _do(request: HttpRequest, one: RoundItem, act: str) -> str:
    who: Any = new_speaker(request)
    if act == "support":
        rounds_items.support_item(actor=who, item_id=one.pk)
        return _("记下了，您支持“%(title)s”。别人只看到一共多少人。") % {"title": one.title}
    if act == "unsupport":
        rounds_items.unsupport_item(actor=who, item_id=one.pk)
        return _("收回了，您不再支持“%(title)s”。") % {"title": one.title}
    rounds_items.move_item(actor=who, item_id=one.pk, move="take_back", seen=digits(request.POST.get("seen")))
    return _("您的提案收回了。")
