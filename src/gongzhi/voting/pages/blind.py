"""A blind-signed vote in the browser: take two signatures, cast without a session, keep the proof, find it again."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import resident, speaker
from gongzhi.voting import selectors, services, words
from gongzhi.voting.models import Vote
from gongzhi.voting.pages import filling, said
from gongzhi.voting.pages.forms import ODD_PROOF, ProofForm
from gongzhi.voting.pages.gate import public_vote
from gongzhi.voting.rules.ballot_log import fault_of, proof_of
from gongzhi.voting.rules.blind_ballots import packed
from gongzhi.voting.selectors.blind import ballots_file, issuers, leaves, log_file
from gongzhi.voting.services.issuers import apart

LARGEST = 64_000
FAULTS = {
    "vote": _("这是另一次投票的凭证。"),
    "path": _("这份凭证自己就对不上，可能抄错了一处。"),
    "shorter": _("日志比您投票时还短：有票被删了。请带着凭证提异议。"),
    "leaf": _("日志里这个位置已经是另一张票。请带着凭证提异议。"),
    "root": _("您之前的票被改过，日志和当时不一样了。请带着凭证提异议。"),
}


@resident
def blind(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The page for both steps; what is secret in them never leaves the browser."""
    found = _blind_vote(vote_id)
    who, options = speaker(request), selectors.options(vote_id)
    mine = selectors.my_ballot(who.person_id if who else None, found)
    wanted = digits(request.GET.get("for", ""))
    ballot = next((one for one in mine if wanted in (None, one.elector.pk)), None)
    context = {
        "vote": found, "mine": ballot, "filled": words.FILLED[found.rule], "rows": filling.rows(found, options, None),
        "single": found.rule == "single", "how": said.HOW[found.rule], "issuers": issuers(vote_id),
        "running": found.state == "open" and found.opens <= clock.now() <= found.closes and not found.correcting,
        "counted": ballots_file(found) is not None, "most": found.charter.get("most_picks"), "apart": apart(),
    }  # fmt: skip
    return render(request, "voting/blind.html", context)


def _blind_vote(vote_id: int) -> Vote:
    found = public_vote(vote_id)
    if found.secrecy != "blind":
        raise Http404(_("这次投票不用盲签。"))
    return found


@require_POST
@resident
def issue(request: HttpRequest, vote_id: int) -> HttpResponse:
    """One issuer's signature of blinded bytes, for an elector of the person who asks."""
    who = speaker(request)
    if who is None:
        return _no(Refused(_("您不在这次投票的名册上。觉得应该在，可以提异议。"), code="denied"))
    whose = "on_behalf" if "on_behalf" in request.POST else "elector_id"
    try:
        blinded = urlsafe_b64decode(request.POST.get("blinded", "")[:LARGEST] + "==")
        signed = services.issue(
            actor=who, vote_id=vote_id, issuer=digits(request.POST.get("issuer", "")) or 0, blinded=blinded,
            **{whose: digits(request.POST.get(whose, ""))},
        )  # fmt: skip
    except Refused as error:
        return _no(error)
    except ValueError:
        return _no(Refused(_("这台设备送来的东西签不了，请换一个浏览器再试。"), code="bad_blinding"))
    return JsonResponse({"signature": packed(signed)})


@csrf_exempt  # it asks for no session: whatever counts in it is in the ballot itself
@require_POST
@resident
def put(request: HttpRequest, vote_id: int) -> HttpResponse:
    """A ballot from nobody in particular."""
    try:
        given: Any = json.loads(request.body[:LARGEST])
    except ValueError:
        given = None
    try:
        entered = services.cast_blind(vote_id=vote_id, given=given)
    except Refused as error:
        return _no(error)
    check = request.build_absolute_uri(reverse("vote_blind_check", args=[vote_id]))
    picture = segno.make(f"{check}?proof={entered.proof.line}", error="l", micro=False).svg_data_uri(border=2)
    return JsonResponse({"digest": entered.digest, "proof": entered.proof.as_dict(), "picture": picture})


def _no(error: Refused) -> HttpResponse:
    return JsonResponse({"refused": str(error), "code": error.code}, status=422)


@resident
def check(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The public log, and a kept proof held against it; the address that its picture carries opens this page."""
    found, log = _blind_vote(vote_id), leaves(vote_id)
    form = ProofForm(request.GET if "proof" in request.GET else None)
    result = None
    if form.is_bound and form.is_valid():
        kept = proof_of(form.cleaned_data["proof"])
        if kept is None:
            form.add_error("proof", str(ODD_PROOF))
        else:
            why = fault_of(kept, str(found.pk), log)
            result = {"why": FAULTS.get(why, ""), "number": kept.index + 1, "then": kept.size}
    context = {"vote": found, "form": form, "result": result, "size": len(log), "root": log_file(vote_id)["root"]}
    return render(request, "voting/blind_check.html", context, status=422 if form.errors else 200)


@resident
def log(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The leaves of the log, for anybody to keep a copy of while the vote runs."""
    return _file(log_file(_blind_vote(vote_id).pk), f"vote-{vote_id}-log.json")


def _file(given: Any, name: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(given, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@resident
def ballots(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Every ballot of a counted vote, to be checked and counted by anybody."""
    found = ballots_file(_blind_vote(vote_id))
    if found is None:
        raise Http404(_("还没有计票。截止以后，结果写在这里。"))
    return _file(found, f"vote-{vote_id}-ballots.json")
