"""Several at once: each through the engine of its own, and one sentence that says how it went."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.cases import selectors, services
from gongzhi.cases.models import Case
from gongzhi.cases.pages.staff import undo
from gongzhi.cases.pages.staff.forms.moves import MoveForm
from gongzhi.cases.pages.staff.gate import onward, staff
from gongzhi.cases.pages.staff.outcome import MOST, Outcome
from gongzhi.cases.selectors import acts
from gongzhi.cases.selectors.page import with_file
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import actor_of


@require_POST
@staff()
def batch(request: HttpRequest) -> HttpResponse:
    """Accept several, or choose to whom several are handed on."""
    actor: Any = actor_of(request)
    ids = [i for i in dict.fromkeys(map(digits, request.POST.getlist("select"))) if i is not None][:MOST]
    back = HttpResponseRedirect(onward(request, reverse("inbox")))
    if not ids:
        messages.warning(request, _("一件也没选。先在左边勾几件。"))
        return back
    if request.POST.get("act") == "offer" and "to_body" not in request.POST:
        return render(request, "cases/staff/batch_offer.html", _offer_page(request, actor, ids))
    offering = request.POST.get("act") == "offer"
    outcome = _offer_all(request, actor, ids) if offering else _accept_all(actor, ids)
    said = outcome.sentence(_("转出 %(n)s 件") if offering else _("接下 %(n)s 件"))
    undo.say(request, actor, said, outcome.cases)
    return back


def _accept_all(actor: Actor, ids: list[int]) -> Outcome:
    """Accept what was filed, take what was offered."""
    outcome = Outcome()
    for number in ids:
        try:
            case = selectors.case(actor, number)
            mine = case.offered_to_id is not None and actor.seat_in(case.offered_to_id) is not None
            if case.state == "handling" and actor.seat_in(case.holder_id):
                raise Refused(_("已经在办"), code="already")
            services.move_case(actor=actor, case_id=number, move="take" if mine else "accept")
            outcome.did(number)
        except Refused as error:
            outcome.note(error)
    return outcome


def _offer_page(request: HttpRequest, actor: Actor, ids: list[int]) -> dict[str, Any]:
    chosen = [with_file(selectors.case(actor, number).pk) for number in ids]
    form = MoveForm(case=chosen[0], move="offer")
    del form.fields["clause"]
    return {"chosen": chosen, "form": form, "next": request.POST.get("next", "")}


def _offer_all(request: HttpRequest, actor: Actor, ids: list[int]) -> Outcome:
    """Hand each on with the line of its own matter that names the body."""
    outcome, to_body = Outcome(), request.POST.get("to_body", "")
    for number in ids:
        try:
            case = selectors.case(actor, number)
            services.move_case(
                actor=actor, case_id=number, move="offer", to_body=_known(case, to_body),
                clause=_clause(case, to_body), reason=request.POST.get("reason", ""),
            )  # fmt: skip
            outcome.did(number)
        except Refused as error:
            outcome.note(error)
    return outcome


def _known(case: Case, to_body: str) -> str:
    if not any(str(p.body.pk) == to_body for p in acts.picks(case)):
        raise Refused(_("这个单位不管那个地方，请单独转办。"), code="not_there")
    return to_body


def _clause(case: Case, to_body: str) -> str:
    """The line that names the body, else the line of the level where the case is."""
    named = next((p.clause for p in acts.picks(case) if str(p.body.pk) == to_body), "")
    return named or f"{case.matter}:{case.level}"
