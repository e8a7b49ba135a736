"""The roll on the desk: bring it in, see who stands on it, strike, and note who was served."""

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
from gongzhi.kernel.turning import turns
from gongzhi.voting import services, words
from gongzhi.voting.pages.forms import NoticeForm, RollForm, numbers_of
from gongzhi.voting.pages.gate import desk, desk_vote
from gongzhi.voting.selectors.desk import ids_of, roll_page, served

PAGE = 50


@desk
def roll(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Names and rooms: the organiser's desk alone. An import tells what it took and what not, and why."""
    found = desk_vote(actor, vote_id, "vote.see_roll")
    form = RollForm(request.POST or None, request.FILES or None, initial={"source": found.roll_source})
    report = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = services.import_roll(
                actor=actor, vote_id=vote_id, data=file.read(), filename=file.name, source=form.cleaned_data["source"]
            )
        except Refused as error:
            form.add_error("source" if error.field == "source" else "file", str(error))
    start = digits(request.GET.get("from", "")) or 0
    rows, more = roll_page(vote_id, start, PAGE)
    context = {
        "vote": found, "form": form, "report": report, "rows": rows, "correcting": found.correcting,
        "changeable": found.state == "drafted" or found.correcting, "owners": found.rule == "owners",
        **turns(start, PAGE, more=more),
    }  # fmt: skip
    return render(request, "voting/desk/roll.html", context, status=422 if form.errors else 200)


@desk
def strike(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Take one elector off the roll."""
    if request.method != "POST":
        raise Http404
    desk_vote(actor, vote_id, "vote.see_roll")
    number = digits(request.POST.get("elector", ""))
    ids = ids_of(vote_id)
    try:
        if number is None or number not in ids.values():
            raise Refused(_("名册上没有这一户。"))
        services.strike(actor=actor, elector_id=number)
        messages.success(request, _("从名册上去掉了。"))
    except Refused as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("vote_roll", args=[vote_id]))


@desk
def notice(request: HttpRequest, actor: Actor, vote_id: int) -> HttpResponse:
    """Note who was served, how, and what they were told."""
    found = desk_vote(actor, vote_id, "vote.run")
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            many = services.give_notice(actor=actor, vote_id=vote_id, **_given(vote_id, form))
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("记下了，新增 %(n)d 户。") % {"n": many})
            return HttpResponseRedirect(reverse("desk_vote", args=[vote_id]))
    context = {"vote": found, "form": form, "served": served(vote_id), "ways": words.SERVED}
    return render(request, "voting/desk/notice.html", context, status=422 if form.errors else 200)


def _given(vote_id: int, form: NoticeForm) -> dict[str, Any]:
    data = form.cleaned_data
    electors = None
    if data["numbers"].strip():
        numbers, ids = numbers_of(data["numbers"], 100_000), ids_of(vote_id)
        if numbers is None or not all(number in ids for number in numbers):
            raise Refused(_("有的号不在名册上，请核对。"), field="numbers")
        electors = [ids[number] for number in numbers]
    return {"electors": electors, **{k: data[k] for k in ("how", "agenda_told", "effect_told")}}
