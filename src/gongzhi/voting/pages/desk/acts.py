"""Do one act on a vote, or answer an objection: GET asks, POST does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.voting import services, words
from gongzhi.voting.pages.desk.table import ACTS
from gongzhi.voting.pages.forms import SettleForm
from gongzhi.voting.pages.gate import desk, desk_vote
from gongzhi.voting.selectors.desk import objections_of


@desk
def act(request: HttpRequest, actor: Actor, vote_id: int, name: str) -> HttpResponse:
    """One move of a vote."""
    found, chosen = desk_vote(actor, vote_id, "vote.run"), ACTS.get(name)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None) if chosen.form else None
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        given: dict[str, Any] = dict(form.cleaned_data) if form else {}
        try:
            chosen.do(actor=actor, vote_id=vote_id, **given)
        except Refused as error:
            refused = _refused(form, error)
        else:
            messages.success(request, str(chosen.done))
            return HttpResponseRedirect(reverse("desk_vote", args=[vote_id]))
    wrong = refused or (form is not None and form.errors)
    context = {"vote": found, "act": chosen, "form": form, "name": name, "refused": refused}
    return render(request, "voting/desk/act.html", context, status=422 if wrong else 200)


def _refused(form: Any, error: Refused) -> str:
    if form is not None and error.field in form.fields:
        form.add_error(error.field, str(error))
        return ""
    return str(error)


@desk
def settle(request: HttpRequest, actor: Actor, vote_id: int, objection_id: int) -> HttpResponse:
    """Answer one objection."""
    found = desk_vote(actor, vote_id, "vote.settle")
    one = next((o for o in objections_of(vote_id) if o.pk == objection_id), None)
    if one is None:
        raise Http404
    form = SettleForm(request.POST or None)
    if found.secrecy != "roll":
        del form.fields["void_number"]
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_objection(actor=actor, objection_id=objection_id, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("答复了，提的人看得到。"))
            return HttpResponseRedirect(reverse("desk_vote", args=[vote_id]))
    context = {"vote": found, "form": form, "one": one, "ground": words.OBJECTIONS[one.ground]}
    return render(request, "voting/desk/settle.html", context, status=422 if form.errors else 200)
