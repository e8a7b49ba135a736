"""Rule texts for everybody: what holds here on a day, a text with its versions, proposals, promises."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.deliberation.models import Clause, Draft, Edition
from gongzhi.deliberation.pages import covenants_said as said
from gongzhi.deliberation.pages.covenants_forms import ProposeForm
from gongzhi.deliberation.pages.covenants_gate import (
    community_of,
    digits,
    found_edition,
    served_places,
)
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.selectors import covenants as reading
from gongzhi.deliberation.services import covenant_life, covenants
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations.visitors import address, new_speaker, resident, speaker
from gongzhi.places import selectors as places

HELD = ("in_force", "superseded", "repealed")


@require_safe
@resident
def here(request: HttpRequest) -> HttpResponse:
    """The rules that hold in a community on a day (?on=), by scope; and what is being written."""
    place = community_of(request)
    if place is None:
        return render(request, "deliberation/covenants_choose.html", {"served": served_places()})
    on = _day(request.GET.get("on", "")) or clock.today().date()
    found = reading.within(place, on)
    where = reading.names_of(found)
    making = reading.in_the_making(place)
    context = {
        "place": place, "on": on, "today": clock.today().date(),
        "rows": [said.card(one, where[one.pk]) for one in found],
        "making": [said.card(one, str(one.covenant.place.name)) for one in making],
        "register": [said.entry(entry, newest) for entry, newest in reading.register(place)],
    }  # fmt: skip
    return render(request, "deliberation/covenants.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
@resident
def covenant(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition, whole: text, why each clause, checks, vote, filing, versions, promises, who knows it."""
    one = found_edition(edition_id)
    request.frame_place = one.covenant.place.name  # type: ignore[attr-defined]
    return render(request, "deliberation/covenant.html", shown(one, speaker(request)))


def shown(one: Edition, actor: Actor | None) -> dict[str, Any]:
    """Everything that the page of an edition says."""
    draft = reading.last_draft(one)
    person = actor.person_id if actor else None
    return {
        "edition": one, "covenant": one.covenant, "kind": words.RULE_KINDS[one.covenant.rule_kind],
        "where": places.names(one.covenant.place), "state": words.COVENANT_STATES[one.state],
        "tone": said.tone(one), "ground": said.ground(one.covenant.rule_kind), "stages": said.stages(one),
        "draft": draft, "clauses": _clauses(one, draft), "versions": _versions(one),
        "editions": [(e, words.COVENANT_STATES[e.state]) for e in reading.editions(one.covenant_id) if e.pk != one.pk],
        "findings": said.findings(draft), "reviews": said.reviews(draft),
        "orders": said.orders(one), "collisions": said.collisions(one), "proposals": said.proposals(one.pk),
        "vote_url": address("vote", one.vote_id) if one.vote_id else "",
        "drafting": one.state == "drafting", "holds": one.state == "in_force",
        "starts_later": one.in_force_from is not None and one.in_force_from > clock.today().date(),
        "pledges": reading.pledges(one.covenant_id), "pledged": reading.has_pledged(one.covenant_id, person),
        "surveys": [said.survey(s) for s in reading.surveys(one.covenant_id) if s.closed_at],
        "desk": bool(actor and actor.is_staff and may(actor, "covenant.draft", one)),
        "checkless": rule_kinds()[one.covenant.rule_kind].adopted_elsewhere,
    }  # fmt: skip


def _clauses(one: Edition, draft: Draft | None) -> list[dict[str, Any]]:
    used = reading.uses(one.pk)
    return [
        {"clause": c, "asks": said.norm(c), "used": said.used(used.get(c.key, {}))} for c in reading.clauses(draft)
    ]  # fmt: skip


def _versions(one: Edition) -> list[dict[str, Any]]:
    return [
        {"draft": d, "first": reading.draft_before(d) is None, "url": address("covenant_changes", one.pk, d.number)}
        for d in reversed(reading.drafts(one.pk))
    ]


@require_safe
@resident
def changes(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """What a version changed against the one before, or against ?from= another version of this edition."""
    one = found_edition(edition_id)
    by_number = {draft.number: draft for draft in reading.drafts(one.pk)}
    new = by_number.get(number)
    if new is None:
        raise Http404
    wanted = digits(request.GET.get("from", ""))
    old = by_number.get(wanted) if wanted is not None else reading.draft_before(new)
    found = reading.changes(old, new) if old else ()
    counts = said.change_counts(found)
    context = {
        "edition": one, "covenant": one.covenant, "new": new, "old": old, "changes": [said.change(c) for c in found],
        "counts": counts, "others": [d for d in by_number.values() if d.number < new.number],
    }  # fmt: skip
    return render(request, "deliberation/covenant_changes.html", context)


@require_safe
@resident
def notice(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The sheet for the notice board: the whole text, where it was decided and filed, until when it is posted."""
    one = found_edition(edition_id)
    request.frame_place = one.covenant.place.name  # type: ignore[attr-defined]
    context = {
        "edition": one, "covenant": one.covenant, "clauses": reading.clauses(reading.last_draft(one)),
        "kind": words.RULE_KINDS[one.covenant.rule_kind], "state": words.COVENANT_STATES[one.state],
        "link": request.build_absolute_uri(address("covenant", one.pk)), "where": places.names(one.covenant.place),
    }  # fmt: skip
    return render(request, "deliberation/covenant_notice.html", context)


@require_http_methods(["GET", "POST"])
@resident
def propose(request: HttpRequest, edition_id: int) -> HttpResponse:
    """A resident proposes to change, add or remove a clause; nobody needs an account or a registration for it."""
    one = found_edition(edition_id)
    request.frame_place = one.covenant.place.name  # type: ignore[attr-defined]
    clause = _asked_clause(request, one)
    first = {"asks": "change" if clause else "add", "text": clause.text if clause else ""}
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            covenants.propose(
                actor=new_speaker(request), edition_id=one.pk, asks=sent["asks"], key=clause.key if clause else None,
                text=sent["text"], why=sent["why"], checked_by_eye=sent["checked"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("收到了。答复写在这一页，谁都看得到。"))
            return redirect("covenant", edition_id=one.pk)
    who = speaker(request)
    mine = reading.my_proposals(one.pk, who.person_id) if who and who.person_id else []
    context = {
        "edition": one, "covenant": one.covenant, "clause": clause, "form": form, "open": one.state == "drafting",
        "mine": [(m, words.PROPOSAL_STATES[m.state], words.ASKS[m.asks]) for m in mine],
    }  # fmt: skip
    return render(request, "deliberation/covenant_propose.html", context, status=422 if form.errors else 200)


def _asked_clause(request: HttpRequest, one: Edition) -> Clause | None:
    key = digits(request.GET.get("clause", ""))
    return next((c for c in reading.clauses(reading.last_draft(one)) if c.key == key), None)


@require_POST
@resident
def withdraw(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The person takes a proposal back."""
    who = speaker(request)
    if who is None:
        raise Http404
    found = covenants.withdraw_proposal(actor=who, proposal_id=proposal_id)
    messages.success(request, _("撤回了。"))
    return redirect("covenant_propose", edition_id=found.edition_id)


@require_POST
@resident
def pledge(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Promise to keep the text, or take the promise back."""
    one = found_edition(edition_id)
    if "back" in request.POST:
        who = speaker(request)
        if who is not None:
            covenant_life.take_back_pledge(actor=who, edition_id=one.pk)
        messages.success(request, _("收回了，没有留下记录。"))
    else:
        covenant_life.pledge(actor=new_speaker(request), edition_id=one.pk)
        messages.success(request, _("记下了。只数人数，不写是谁。"))
    return redirect("covenant", edition_id=one.pk)
