"""A blind-signed vote in the browser: take the two signatures, cast without a session, find one's ballot again."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.digits import digits
from gongzhi.kernel.errors import Refused
from gongzhi.organisations.visitors import resident, speaker
from gongzhi.voting import selectors, services, words
from gongzhi.voting.models import Vote
from gongzhi.voting.pages import filling, said
from gongzhi.voting.pages.gate import public_vote
from gongzhi.voting.rules.blind_ballots import packed
from gongzhi.voting.selectors.blind import ballots_file, issuers

LARGEST = 64_000


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
        "counted": ballots_file(found) is not None, "most": found.charter.get("most_picks"),
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
        return JsonResponse({"digest": services.cast_blind(vote_id=vote_id, given=given)})
    except Refused as error:
        return _no(error)


def _no(error: Refused) -> HttpResponse:
    return JsonResponse({"refused": str(error), "code": error.code}, status=422)


@resident
def ballots(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Every ballot of a counted vote, to be checked and counted by anybody."""
    found = ballots_file(_blind_vote(vote_id))
    if found is None:
        raise Http404(_("还没有计票。截止以后，结果写在这里。"))
    answer = HttpResponse(json.dumps(found, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="vote-{vote_id}-ballots.json"'
    return answer
