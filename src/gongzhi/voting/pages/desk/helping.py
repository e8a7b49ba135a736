"""Beside the ballot, on the desk: proxies and their papers, an option that stands no more, a blank paper handed out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.voting import selectors, services
from gongzhi.voting.pages.gate import desk, desk_vote
from gongzhi.voting.pages.helping_forms import DeskProxyForm, OptionForm, PaperForm
from gongzhi.voting.selectors.desk import ids_of, proxies_of

CAN_GIVE = ("drafted", "rolled", "noticed", "open")
CAN_LEAVE = (*CAN_GIVE, "closed")


def _noted(form: Any, error: Refused) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


@desk
def proxies(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Who votes for whom: the limit, what stands, one more. Whose number it is was read from the paper."""
    found = desk_vote(actor, vote_id, "vote.see_roll")
    form = DeskProxyForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            giver = ids_of(vote_id).get(given["giver"])
            if giver is None:
                raise Refused(_("名册上没有这个号。"), field="giver")
            wish = {name: given[name] for name in ("number", "name", "paper")}
            made = services.give_proxy_to(actor=actor, elector_id=giver, **wish)
        except Refused as error:
            _noted(form, error)
    most, why = services.most_and_why(found)
    context = {
        "vote": found, "form": DeskProxyForm() if made else form, "most": most, "why": why, "rows": proxies_of(vote_id),
        "code": services.proxy_code(made) if made and form.cleaned_data["number"] is None else "", "made": made,
        "giving": found.state in CAN_GIVE,
    }  # fmt: skip
    return render(request, "voting/desk/proxies.html", context, status=422 if form.errors else 200)


@desk
def end_proxy(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Take one proxy back, as its giver asked."""
    if request.method != "POST":
        raise Http404
    desk_vote(actor, vote_id, "vote.see_roll")
    number = digits(request.POST.get("elector", ""))
    if number not in {one.elector_id for one in proxies_of(vote_id)}:
        messages.warning(request, _("没有这份委托，可能已经收回了。"))
    else:
        services.end_proxy(actor=actor, elector_id=number)
        messages.success(request, _("委托收回了。"))
    return HttpResponseRedirect(reverse("vote_proxies", args=[vote_id]))


@desk
def option(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """A candidate or a project stands no more, for a reason that everybody reads."""
    found = desk_vote(actor, vote_id, "vote.run")
    standing = [one for one in selectors.options(vote_id) if one.withdrawn_at is None]
    form = OptionForm(request.POST or None, options=standing)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_option(actor=actor, vote_id=vote_id, **form.cleaned_data)
        except Refused as error:
            _noted(form, error)
        else:
            messages.success(request, _("这一项退出了，理由大家看得到。"))
            return HttpResponseRedirect(reverse("desk_vote", args=[vote_id]))
    context = {"vote": found, "form": form, "late": found.state in ("open", "closed")}
    return render(request, "voting/desk/option.html", context, status=422 if form.errors else 200)


@desk
def hand_out(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """A blank paper of a secret vote to an elector at the desk; the roll is marked, the paper is not."""
    found = desk_vote(actor, vote_id, "vote.enter")
    if found.secrecy == "roll":
        raise Http404(_("记名投票的纸质票每户一张，印好号码，不用现领。"))
    form = PaperForm(request.POST or None)
    given = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.give_paper(
                actor=actor, vote_id=vote_id, number=data["number"], how=data["how"],
                told=(data["agenda_told"], data["effect_told"]),
            )  # fmt: skip
            given = data["number"]
        except Refused as error:
            _noted(form, error)
    context = {"vote": found, "form": PaperForm() if given else form, "given": given,
               "paper": selectors.turnout(vote_id).paper}  # fmt: skip
    return render(request, "voting/desk/hand_out.html", context, status=422 if form.errors else 200)
